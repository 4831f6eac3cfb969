"""What a KPI has to do with others: units behind a total, shared services, a supplier's outcome."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.periods import parse
from hub.domain.rollup import Child, Method, Own, roll_up
from hub.domain.status import Polarity, Status, judge
from hub.model import Kpi, Unit, Verdict
from hub.snapshot.discretion import Discretion, discretion
from hub.snapshot.parts import PartView
from hub.snapshot.sheets import by_hand
from hub.snapshot.sight import visible
from hub.store.verdicts import thresholds

Today = Callable[[str], date]  # in the time zone of a unit

IN_A_ROW = 2  # periods in which a supplier's figure and its outcome must disagree


@dataclass(frozen=True)
class Relations:
    """By KPI key, of those asked about."""

    parts: Mapping[str, tuple[PartView, ...]] = field(default_factory=dict)
    upstream: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contradictions: Mapping[str, str] = field(default_factory=dict)

    def of(self, kpi: Kpi, verdict: Verdict | None) -> dict[str, Any]:
        """The fields of its view."""
        parts = self.parts.get(kpi.key, ())
        status = Status(verdict.status) if verdict else Status.NO_DATA
        return {
            "parts": parts,
            "reds": reds(status, parts),
            "upstream": self.upstream.get(kpi.key, ()),
            "contradiction": self.contradictions.get(kpi.key, ""),
        }


def relations(
    session: Session,
    rows: Sequence[tuple[Kpi, Verdict | None]],
    discretion: Discretion,
    today: Today,
) -> Relations:
    """Looked up in bulk, and only where there is something to look up."""
    totals = {k.key: v.period if v else None for k, v in rows if k.totalling is not None}
    leaning = {k.key: k.depends_on for k, _ in rows if k.depends_on}
    paired: dict[str, list[tuple[Kpi, Verdict]]] = defaultdict(list)
    for kpi, verdict in rows:
        if kpi.outcome and verdict:
            paired[kpi.outcome].append((kpi, verdict))
    return Relations(
        _parts(session, totals, discretion, today) if totals else {},
        _upstream(session, leaning) if leaning else {},
        _contradictions(session, paired) if paired else {},
    )


def reds(status: Status, parts: Iterable[PartView]) -> tuple[float, ...]:
    """The shares of the red units that a total covers up, from a tenth on."""
    family = (Child(part.status, part.weight) for part in parts)
    return roll_up(Method.SELF_STANDING, family, Own(status)).reds


def _parts(
    session: Session, totals: Mapping[str, str | None], closed: Discretion, today: Today
) -> dict[str, tuple[PartView, ...]]:
    """The units behind each total, with their figures of the total's own period."""
    found: dict[str, list[PartView]] = defaultdict(list)
    for kpi, verdict, unit in session.execute(
        select(Kpi, Verdict, Unit)
        .join(Unit, Unit.key == Kpi.unit_key)
        .outerjoin(Verdict, Verdict.kpi_id == Kpi.id)
        .where(Kpi.mandated_by.in_(totals), Kpi.retired.is_(False), visible(session))
        .order_by(Unit.position, Kpi.position, Kpi.id)
    ):
        total = str(kpi.mandated_by)
        part = _part(kpi, verdict, unit, totals[total], closed)
        if verdict is not None:
            part = replace(part, **by_hand(verdict.override, part.status, today(unit.key)))
        found[total].append(part)
    return {key: tuple(parts) for key, parts in found.items()}


def _part(
    kpi: Kpi, verdict: Verdict | None, unit: Unit, period: str | None, closed: Discretion
) -> PartView:
    totalled = kpi.totalling is not None
    bare = PartView(kpi.key, unit.title, kpi.owner, kpi.weight, totalled=totalled)
    points = {p[0]: p for p in verdict.points} if verdict else {}
    if period is None or period not in points:
        return bare
    if closed.hides(kpi.key, period):
        return replace(bare, status=Status.SUPPRESSED)
    value, target, restated = points[period][2:5]
    status = _judged(kpi, value, target)
    return replace(bare, value=value, status=status, target=target, restated=restated)


def _judged(kpi: Kpi, value: float, target: float | None) -> Status:
    return judge(value, target, Polarity(kpi.polarity), thresholds(kpi), kpi.decimals)


def _upstream(session: Session, leaning: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The red KPIs of shared services, by those that depend on them."""
    wanted = {key for keys in leaning.values() for key in keys}
    red = {
        key: f"{title}, {unit}"
        for key, title, unit in session.execute(
            select(Kpi.key, Kpi.title, Unit.title)
            .join(Unit, Unit.key == Kpi.unit_key)
            .join(Verdict, Verdict.kpi_id == Kpi.id)
            .where(
                Kpi.key.in_(wanted),
                Kpi.retired.is_(False),
                Kpi.about_people.is_(False),
                visible(session),
                Verdict.status == Status.RED.value,
            )
        )
    }
    return {me: tuple(red[k] for k in keys if k in red) for me, keys in leaning.items()}


def _contradictions(
    session: Session, paired: Mapping[str, Sequence[tuple[Kpi, Verdict]]]
) -> dict[str, str]:
    """Where a supplier's own figure is green and what it brings is red, twice running."""
    found: dict[str, str] = {}
    outcomes = session.execute(
        select(Kpi, Verdict)
        .join(Verdict, Verdict.kpi_id == Kpi.id)
        .where(Kpi.key.in_(paired), visible(session))
    ).all()
    suppliers = [kpi for both in paired.values() for kpi, _ in both]
    closed = discretion(session, [*(row.Kpi for row in outcomes), *suppliers])
    for outcome, theirs in outcomes:
        inside = _course(outcome, theirs, closed)
        for kpi, verdict in paired[outcome.key]:
            since = _disagreeing(_course(kpi, verdict, closed), inside)
            if since:
                found[kpi.key] = f"Green outside, red inside since {since}: {outcome.title}"
    return found


def _disagreeing(outside: Mapping[str, Status], inside: Mapping[str, Status]) -> str:
    """Since when they have disagreed up to the last period of both; empty if they do not."""
    since, running = "", 0
    for period in (p for p in outside if p in inside):
        apart = (outside[period], inside[period]) == (Status.GREEN, Status.RED)
        running = running + 1 if apart else 0
        since = parse(period).title if running == 1 else since
    return since if running >= IN_A_ROW else ""


def _course(kpi: Kpi, verdict: Verdict, closed: Discretion) -> dict[str, Status]:
    """The status of each kept period, oldest first."""
    if kpi.frequency == "live":
        return {}
    return {
        period: _judged(kpi, value, target)
        for period, _, value, target, *_ in verdict.points
        if not closed.hides(kpi.key, period)
    }
