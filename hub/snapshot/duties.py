"""What people have to see to about countermeasures: what is to be done, and what to be checked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hub.domain.explanation import exact
from hub.domain.figures import Format, Measure
from hub.domain.problem import Stage
from hub.domain.reminding import pressing, reminders
from hub.errors import NotFound
from hub.model import Countermeasure, Issue, Kpi
from hub.snapshot.below import below, unit_of
from hub.snapshot.briefs import OPEN_STATES
from hub.snapshot.calendars import calendars
from hub.snapshot.issues import SEEN
from hub.snapshot.sight import demand_staff, known, visible

MOST = 1000  # countermeasures in one answer; those that are due first


@dataclass(frozen=True)
class Duty:
    """A countermeasure, with the problem that it is for. ``overdue_days`` counts from its due day,
    ``check_days`` from the day of its check; 0 where that lies ahead."""

    id: str
    text: str
    owner: str
    due: date
    stage: str
    strength: str
    version: int
    check_on: date | None
    checked: bool  # its effect is known, or it was decided on without
    expected: str  # what its KPI is to come to, in words; empty where nobody said
    issue: str
    number: int
    title: str
    unit: str
    division: str  # whose working days count
    updated_at: datetime  # of the problem
    overdue_days: int = 0
    check_days: int = 0
    pressing: bool = False  # it is due, or to be checked, within a few days, or was to be before
    reminded: bool = False  # it is a day on which people are reminded of it

    @property
    def to_do(self) -> bool:
        return self.stage != Stage.ACT

    @property
    def to_check(self) -> bool:
        return self.check_on is not None and not self.checked

    @property
    def next(self) -> date:
        """The first day that is still due of it."""
        return min(_days(self), default=self.due)


@dataclass(frozen=True)
class DutiesView:
    """``title`` is the owner's name or the unit's title."""

    title: str
    duties: tuple[Duty, ...]

    @property
    def pressing(self) -> tuple[Duty, ...]:
        """What is to be seen to now, by the first day that is due of it."""
        return tuple(sorted((d for d in self.duties if d.pressing), key=lambda duty: duty.next))

    @property
    def to_do(self) -> tuple[Duty, ...]:
        """By due day, so that what is overdue comes first."""
        return tuple(duty for duty in self.duties if duty.to_do)

    @property
    def to_check(self) -> tuple[Duty, ...]:
        """By the day of the check."""
        found = (duty for duty in self.duties if duty.to_check)
        return tuple(sorted(found, key=lambda duty: duty.check_on or date.max))


@dataclass(frozen=True)
class DutiesOf:
    """Asks for the duties of an owner, or of the problems of a unit and all below it. They are for
    staff, and only for those who may see all KPIs that a problem is about."""

    owner: str = ""
    unit: str = ""

    def topics(self) -> frozenset[str]:
        return frozenset({f"issues:{self.unit or '*'}"})

    def take(self, session: Session, as_of: datetime) -> DutiesView:
        """Raises NotFound for a unit that is not there, and a name that owns nothing."""
        demand_staff(session)
        if self.unit:
            title = unit_of(session, self.unit).title
            chosen: ColumnElement[bool] = Issue.unit_key.in_(below(self.unit))
        elif self.owner in owners(session):
            title, chosen = self.owner, Countermeasure.owner == self.owner
        else:
            raise NotFound(f"Nobody called {self.owner!r} owns a countermeasure.")
        return DutiesView(title, tuple(_duties(session, chosen, as_of)))


def owners(session: Session) -> tuple[str, ...]:
    """The names that own any countermeasure, or did."""
    owning = select(Countermeasure.owner).join(Issue, Issue.id == Countermeasure.issue_id)
    named = owning.where(known(session)).distinct().order_by(Countermeasure.owner)
    return tuple(session.scalars(named))


def _duties(session: Session, chosen: ColumnElement[bool], as_of: datetime) -> Iterator[Duty]:
    waiting = (Countermeasure.stage != Stage.ACT) | (
        Countermeasure.check_on.is_not(None)
        & Countermeasure.result.not_in(SEEN)
        & (Countermeasure.decision == "")
    )
    rows = session.execute(
        select(Countermeasure, Issue, Kpi)
        .join(Issue, Issue.id == Countermeasure.issue_id)
        .outerjoin(Kpi, (Kpi.id == Countermeasure.effect_kpi_id) & visible(session))
        .where(known(session), chosen, waiting, Issue.state.in_(OPEN_STATES))
        .order_by(Countermeasure.due, Issue.number, Countermeasure.at, Countermeasure.id)
        .limit(MOST)
    ).all()
    days = calendars(session) if rows else {}
    for measure, issue, kpi in rows:
        calendar = days[issue.unit_key]
        today = calendar.today(as_of)
        yield _urged(_duty(measure, issue, kpi, today, calendar.division), today)


def _duty(
    measure: Countermeasure, issue: Issue, kpi: Kpi | None, today: date, division: str
) -> Duty:
    checked = measure.result in SEEN or bool(measure.decision)
    return Duty(
        id=measure.id,
        text=measure.text,
        owner=measure.owner,
        due=measure.due,
        stage=measure.stage,
        strength=measure.strength,
        version=measure.version,
        check_on=measure.check_on,
        checked=checked,
        expected=_expected(measure, kpi),
        issue=issue.id,
        number=issue.number,
        title=issue.title,
        unit=issue.unit_key,
        division=division,
        updated_at=issue.updated_at,
        overdue_days=_past(measure.due, today) if measure.stage != Stage.ACT else 0,
        check_days=_past(measure.check_on, today) if not checked else 0,
    )


def _urged(duty: Duty, today: date) -> Duty:
    """The duty, with whether it presses and whether anybody is reminded of it today."""
    due = [(duty.id, day) for day in _days(duty)]
    return replace(
        duty,
        pressing=any(pressing(day, today, duty.division) for _, day in due),
        reminded=bool(reminders(due, today, duty.division)),
    )


def _days(duty: Duty) -> list[date]:
    """The days that are still due of a countermeasure."""
    days = [duty.due] if duty.to_do else []
    return [*days, duty.check_on] if duty.check_on and duty.to_check else days


def _past(day: date | None, today: date) -> int:
    return max(0, (today - day).days) if day else 0


def _expected(measure: Countermeasure, kpi: Kpi | None) -> str:
    if kpi is None:
        return ""
    if measure.predicted is None:
        return kpi.title
    written = Format(Measure(kpi.measure), kpi.decimals, kpi.signed)
    return f"{kpi.title} at {exact(written, measure.predicted)}"
