"""Which figures about people must not be seen, worked out where snapshots are taken.

A figure about too few persons is hidden, and so is what it could be worked out from: the total of
its units, a sibling, limits and icons that rest on it (``hub.domain.suppression``). Whoever shows
figures asks here first.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.status import Status
from hub.domain.suppression import Family, hidden, to_hold_back
from hub.model import Kpi, Measurement, Verdict
from hub.snapshot.views import KpiView

Cell = tuple[str, str]  # KPI and period
LEVELS = 32


@dataclass(frozen=True)
class Discretion:
    """``cells`` are hidden; of KPIs in ``guarded`` nothing is told but what was looked at here."""

    cells: frozenset[Cell] = frozenset()
    guarded: frozenset[str] = frozenset()

    def hides(self, kpi: str, period: str | None) -> bool:
        return (kpi, period) in self.cells

    def veiled(self, view: KpiView) -> KpiView:
        """The view without what must not be seen."""
        if view.key not in self.guarded:
            return view
        points = tuple(p for p in view.points if not self.hides(view.key, p.period))
        if len(points) < len(view.points):
            view = replace(view, points=_parted(view, points), previous=None, process=None,
                           variation="", assurance="")  # fmt: skip
        return _hidden(view) if self.hides(view.key, view.period) else view


def _parted(view: KpiView, points: Sequence[Any]) -> tuple[Any, ...]:
    """The line is broken where a figure is hidden."""
    shown = {p.period for p in points}
    before = dict(zip([p.period for p in view.points[1:]], view.points, strict=False))
    return tuple(
        replace(p, follows=False) if p.period in before and before[p.period].period not in shown
        else p
        for p in points
    )  # fmt: skip


def _hidden(view: KpiView) -> KpiView:
    return replace(
        view,
        status=Status.SUPPRESSED,
        value=None,
        previous=None,
        numerator=None,
        denominator=None,
        points=(),
        restated=False,
        challenge="",
        override=None,
    )


@dataclass(frozen=True)
class _Member:
    """A KPI of a family: the people behind its figures by period, newest last."""

    key: str
    mandated_by: str | None
    totalled: bool
    least: int
    people: dict[str, int | None]

    def small(self) -> bool:
        """Whether its next figure may be about too few, as far as the last one tells."""
        last = next(reversed(self.people.values()), None)
        return last is None or last < self.least


def discretion(session: Session, kpis: Iterable[Kpi]) -> Discretion:
    """What is to be hidden of these KPIs. Costs nothing where none is about people."""
    keys = {kpi.key for kpi in kpis if kpi.about_people}
    if not keys:
        return Discretion()
    members = _members(session, keys)
    families = list(_families(members))
    cells = {(m.key, period): count for m in members for period, count in m.people.items()}
    known = [f for f in (_reported(family, cells) for family in families) if f]
    closed = set(hidden(cells, known, max(m.least for m in members)))
    small = {m.key for m in members if m.small()}
    awaited = {part for f in families for part in f.parts if part not in cells}
    waiting = closed | {cell for cell in awaited if cell[0] in small}
    closed |= to_hold_back(families, waiting, cells.keys())
    return Discretion(frozenset(closed), frozenset(m.key for m in members))


class Veil:
    """The rows of a KPI's figures that may be told: of one about people the current ones, of the
    periods that verdicts keep and that were looked at; of any other all."""

    def __init__(self, session: Session, kpi: Kpi) -> None:
        self._kpi = kpi
        self._closed = discretion(session, [kpi])
        verdict = session.get(Verdict, kpi.id) if kpi.about_people else None
        self._looked_at = {p[0] for p in verdict.points} if verdict else set[str]()

    def shown(self, rows: Sequence[Measurement]) -> Sequence[Measurement]:
        if not self._kpi.about_people:
            return rows
        return [
            row
            for row in rows
            if row.current
            and row.period in self._looked_at
            and not self._closed.hides(self._kpi.key, row.period)
        ]


def _members(session: Session, keys: set[str]) -> list[_Member]:
    """The KPIs with all that they make up and are made up of."""
    tops = _climbed(session, keys)
    found: dict[str, _Member] = {}
    level = tops
    for _ in range(LEVELS):
        rows = session.execute(
            select(Kpi, Verdict.points)
            .outerjoin(Verdict, Verdict.kpi_id == Kpi.id)
            .where(Kpi.key.in_(level), Kpi.retired.is_(False))
        ).all()
        found |= {row.Kpi.key: _member(row.Kpi, row.points or ()) for row in rows}
        below = select(Kpi.key).where(Kpi.mandated_by.in_(level), Kpi.retired.is_(False))
        level = set(session.scalars(below)) - found.keys()
        if not level:
            break
    return [found[key] for key in sorted(found)]


def _climbed(session: Session, keys: set[str]) -> set[str]:
    """The totals on top of these KPIs; a KPI that makes up nothing is its own."""
    tops, level = set[str](), set(keys)
    for _ in range(LEVELS):
        rows = session.execute(select(Kpi.key, Kpi.mandated_by).where(Kpi.key.in_(level)))
        above = {key: total for key, total in rows}  # noqa: C416 - rows, not pairs
        tops |= {key for key, total in above.items() if total is None}
        level = {total for total in above.values() if total is not None}
        if not level:
            break
    return tops


def _member(kpi: Kpi, points: Sequence[Sequence[Any]]) -> _Member:
    people = {p[0]: p[5] if len(p) > 5 else None for p in points}
    return _Member(kpi.key, kpi.mandated_by, kpi.totalling is not None, kpi.least_people, people)


def _families(members: Sequence[_Member]) -> Iterable[Family[Cell]]:
    """Every total of every period with all its parts, there or not."""
    below: dict[str, list[_Member]] = defaultdict(list)
    for member in members:
        if member.mandated_by is not None:
            below[member.mandated_by].append(member)
    for member in members:
        parts = below[member.key]
        if member.totalled and parts:
            for period in member.people:
                yield Family((member.key, period), tuple((p.key, period) for p in parts))


def _reported(family: Family[Cell], cells: dict[Cell, int | None]) -> Family[Cell] | None:
    parts = tuple(part for part in family.parts if part in cells)
    return Family(family.total, parts) if parts else None
