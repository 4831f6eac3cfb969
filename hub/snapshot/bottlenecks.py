"""Where the open problems of a unit and all below it are stuck, and since when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.domain.bottleneck import Wait
from hub.domain.problem import State
from hub.domain.staleness import stale
from hub.model import Escalation, Issue, IssueStep, Unit
from hub.snapshot.below import unit_of
from hub.snapshot.briefs import OPEN_STATES
from hub.snapshot.calendars import Calendar, calendars
from hub.snapshot.issues import care_of
from hub.snapshot.open_problems import of_unit
from hub.snapshot.sight import demand_staff

MOST = 1000  # problems that are looked at; the oldest
LATELY = timedelta(days=90)


@dataclass(frozen=True)
class Stuck:
    """An open problem, and how it waits."""

    id: str
    number: int
    title: str
    wait: Wait


@dataclass(frozen=True)
class BottlenecksView:
    """``problems`` are those that have stood longest at their state first; ``closed`` counts those
    that came to their end in the last 90 days."""

    unit_title: str
    problems: tuple[Stuck, ...]
    closed: int


@dataclass(frozen=True)
class Bottlenecks:
    """Asks where the problems of a unit and below get stuck. They are for staff, and only for those
    who may see all KPIs that a problem is about."""

    unit: str

    def topics(self) -> frozenset[str]:
        return frozenset({f"issues:{self.unit}", f"unit:{self.unit}"})

    def take(self, session: Session, as_of: datetime) -> BottlenecksView:
        """Raises NotFound."""
        demand_staff(session)
        unit = unit_of(session, self.unit)
        chosen = select(Issue).where(*of_unit(session, self.unit), Issue.state.in_(OPEN_STATES))
        rows = session.scalars(chosen.order_by(Issue.raised_at, Issue.number).limit(MOST)).all()
        found = _stuck(session, rows, as_of)
        return BottlenecksView(unit.title, found, _closed(session, self.unit, as_of))


def _closed(session: Session, unit: str, as_of: datetime) -> int:
    ended = Issue.state == State.CLOSED, Issue.updated_at > as_of - LATELY
    counted = select(func.count()).select_from(Issue).where(*of_unit(session, unit), *ended)
    return session.scalar(counted) or 0


def _stuck(session: Session, rows: Sequence[Issue], as_of: datetime) -> tuple[Stuck, ...]:
    if not rows:
        return ()
    days, titles = calendars(session), _titles(session, rows)
    since, handed_up = _since(session, rows), _handed_up(session, rows)
    found = [
        Stuck(
            row.id,
            row.number,
            row.title,
            _wait(
                row,
                as_of,
                days[row.unit_key],
                since[row.id],
                handed_up.get(row.id),
                titles[row.unit_key],
            ),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: (-each.wait.days, each.number)))


def _wait(
    row: Issue,
    as_of: datetime,
    calendar: Calendar,
    since: datetime,
    handed_up: datetime | None,
    unit: str,
) -> Wait:
    zone, today = ZoneInfo(calendar.time_zone), calendar.today(as_of)

    def past(moment: datetime) -> int:
        return max(0, (today - moment.astimezone(zone).date()).days)

    return Wait(
        state=State(row.state),
        days=past(since),
        owner=row.owner or "",
        unit=unit,
        tier=row.tier,
        broken=frozenset(rule for rule, _ in stale(care_of(row, zone), today)),
        unanswered=past(handed_up) if handed_up else None,
    )


def _titles(session: Session, rows: Iterable[Issue]) -> dict[str, str]:
    units = {row.unit_key for row in rows}
    found = session.execute(select(Unit.key, Unit.title).where(Unit.key.in_(units)))
    return {key: title for key, title in found}  # noqa: C416 - rows, not pairs


def _since(session: Session, rows: Sequence[Issue]) -> Mapping[str, datetime]:
    """When each one came to the state that it stands at."""
    steps: dict[str, list[IssueStep]] = defaultdict(list)
    chosen = select(IssueStep).where(IssueStep.issue_id.in_([row.id for row in rows]))
    for step in session.scalars(chosen.order_by(IssueStep.id)):
        steps[step.issue_id].append(step)
    return {row.id: _came(row, steps[row.id]) for row in rows}


def _came(row: Issue, steps: Sequence[IssueStep]) -> datetime:
    """The first of the last steps that all led there: handing a problem up leaves its state."""
    came = row.raised_at
    state = State.RAISED.value
    for step in steps:
        if step.state != state:
            state, came = step.state, step.at
    return came


def _handed_up(session: Session, rows: Sequence[Issue]) -> dict[str, datetime]:
    """When those that wait for an answer were handed up."""
    waiting = select(Escalation.issue_id, Escalation.at).where(
        Escalation.issue_id.in_([row.id for row in rows]), Escalation.accepted.is_(None)
    )
    return {issue: at for issue, at in session.execute(waiting)}  # noqa: C416
