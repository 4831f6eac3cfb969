"""Units side by side: the KPIs that they measure by one shared definition, and no others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.errors import NotFound
from hub.model import Kpi, Scorecard, Unit, Verdict
from hub.snapshot.initiatives import below
from hub.snapshot.kpis import kpi_views
from hub.snapshot.sight import visible
from hub.snapshot.views import KpiView, Legend

PLAIN = Legend()


@dataclass(frozen=True)
class SharedView:
    """A definition that units share: the KPI that mandates it."""

    key: str
    total: KpiView


@dataclass(frozen=True)
class UnitRow:
    """A unit with its own KPI of each definition that it measures, by the definition's key."""

    key: str
    title: str
    short: str
    kpis: Mapping[str, KpiView] = field(default_factory=dict)


@dataclass(frozen=True)
class ComparisonView:
    """``others`` counts the units' KPIs that are defined in each unit for itself."""

    unit: str
    unit_title: str
    shared: tuple[SharedView, ...]
    rows: tuple[UnitRow, ...]
    others: int = 0
    legend: Legend = PLAIN
    data_to: datetime | None = None


@dataclass(frozen=True)
class UnitsOf:
    """Asks for the units below one; with ``kpi`` for that definition alone."""

    unit: str
    kpi: str = ""

    def topics(self) -> frozenset[str]:
        return frozenset({f"unit:{self.unit}"} | ({f"kpi:{self.kpi}"} if self.kpi else set()))

    def take(self, session: Session, as_of: datetime) -> ComparisonView:
        unit = session.get(Unit, self.unit)
        if unit is None:
            raise NotFound(f"There is no unit called {self.unit!r}.")
        return _Comparison(session, unit, self.kpi, as_of).view()


class _Comparison:
    def __init__(self, session: Session, unit: Unit, kpi: str, as_of: datetime) -> None:
        self.session, self.unit, self.as_of = session, unit, as_of
        self.within = [key for key in below(session, unit.key) if key != unit.key]
        self.mandates = _mandates(session)
        self.wanted = self._root(self._known(kpi)) if kpi else ""

    def view(self) -> ComparisonView:
        roots = self._roots()
        units = self._units({unit for unit, _ in roots.values()})
        chosen = {key: pair for key, pair in roots.items() if pair[0] in units}
        shared = {root for _, root in chosen.values()}
        kpis = kpi_views(self.session, Kpi.key.in_([*chosen, *shared]), self.as_of)
        columns = tuple(SharedView(k, v) for k, v in kpis.items() if k in shared)
        card = self.session.get(Scorecard, self.unit.key)
        return ComparisonView(
            self.unit.key,
            self.unit.title,
            columns,
            self._rows(units, chosen, kpis) if columns else (),
            self._others(units, {*chosen, *shared}),
            Legend(**card.legend) if card else PLAIN,
            self._data_to(kpis),
        )

    def _known(self, kpi: str) -> str:
        """Raises NotFound for a KPI that is not there, or that the viewers may not see."""
        found = select(Kpi.key).where(Kpi.key == kpi, Kpi.retired.is_(False), visible(self.session))
        if self.session.scalar(found) is None:
            raise NotFound(f"There is no KPI called {kpi!r}.")
        return kpi

    def _root(self, kpi: str) -> str:
        """The KPI whose definition this one has in the end."""
        seen: set[str] = set()
        while kpi in self.mandates and kpi not in seen:
            seen.add(kpi)
            kpi = self.mandates[kpi]
        return kpi

    def _roots(self) -> dict[str, tuple[str, str]]:
        """The unit and the shared definition of each KPI that is mandated in a unit below."""
        rows = self.session.execute(
            select(Kpi.key, Kpi.unit_key).where(
                Kpi.unit_key.in_(self.within),
                Kpi.mandated_by.is_not(None),
                Kpi.retired.is_(False),
                visible(self.session),
            )
        )
        found = {key: (unit, self._root(key)) for key, unit in rows}
        return {k: pair for k, pair in found.items() if self.wanted in ("", pair[1])}

    def _units(self, carrying: set[str]) -> list[str]:
        """The unit's own children where they carry such KPIs, else all below it that do."""
        children = self.session.scalars(
            select(Unit.key).where(Unit.parent_key == self.unit.key, Unit.retired.is_(False))
        ).all()
        near = carrying & set(children)
        return [key for key in self.within if key in (near or carrying)]

    def _rows(
        self,
        units: Sequence[str],
        chosen: Mapping[str, tuple[str, str]],
        kpis: Mapping[str, KpiView],
    ) -> tuple[UnitRow, ...]:
        found: dict[str, dict[str, KpiView]] = {unit: {} for unit in units}
        for key, (unit, root) in chosen.items():
            if key in kpis:
                found[unit][root] = kpis[key]
        known = {
            row.key: row for row in self.session.scalars(select(Unit).where(Unit.key.in_(units)))
        }
        return tuple(
            UnitRow(key, known[key].title, known[key].short, mine) for key, mine in found.items()
        )

    def _others(self, units: Sequence[str], shared: set[str]) -> int:
        """How many KPIs of the units follow a definition of their own."""
        if self.wanted:
            return 0
        chosen = select(func.count()).select_from(Kpi).where(
            Kpi.unit_key.in_(units or self.within),
            Kpi.key.not_in(shared),
            Kpi.mandated_by.is_(None),
            Kpi.retired.is_(False),
            visible(self.session),
        )  # fmt: skip
        return self.session.scalar(chosen) or 0

    def _data_to(self, kpis: Mapping[str, KpiView]) -> datetime | None:
        newest = select(func.max(Verdict.recorded_at)).join(Kpi, Kpi.id == Verdict.kpi_id)
        return self.session.scalar(newest.where(Kpi.key.in_(kpis)))


def _mandates(session: Session) -> dict[str, str]:
    """The KPI that each mandated one has its definition from."""
    rows = session.execute(select(Kpi.key, Kpi.mandated_by).where(Kpi.mandated_by.is_not(None)))
    return {key: str(mandate) for key, mandate in rows}
