"""What has changed in a unit and all below it since a moment: since its last meeting, as a rule."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from hub.domain.periods import Frequency, due_date, following, parse
from hub.domain.problem import Stage
from hub.domain.status import Status
from hub.domain.submission import days_late
from hub.model import (
    Challenge,
    Countermeasure,
    Issue,
    Kpi,
    Measurement,
    Note,
    Override,
    Redefinition,
    Verdict,
)
from hub.snapshot.below import below, unit_of
from hub.snapshot.briefs import OPEN_STATES, briefs
from hub.snapshot.calendars import Calendar, calendars
from hub.snapshot.discretion import discretion
from hub.snapshot.formerly import Standing, stood
from hub.snapshot.house import PLAIN_HOUSE, House, house
from hub.snapshot.kpis import kpi_views
from hub.snapshot.meetings import MEETINGS, MeetingView, last_meeting
from hub.snapshot.open_problems import of_unit
from hub.snapshot.sight import outsiders, visible
from hub.snapshot.views import IssueBrief, KpiView

OTHERWISE = timedelta(days=30)  # looked back where no meeting is known
HORIZON = timedelta(days=3 * 366)  # figures of older periods are no news
MOST = 40  # problems and definitions that are named
LEVELS = (Status.GREEN.value, Status.AMBER.value, Status.RED.value)
WORSE, BETTER, OTHER = "worse", "better", "other"


@dataclass(frozen=True)
class Change:
    """A KPI that has another badge than it had."""

    kpi: KpiView
    was: Standing

    @property
    def state(self) -> str:
        """The badge that it has now; of a live figure its silence is no news."""
        live = self.kpi.frequency is Frequency.LIVE
        return "late" if self.kpi.late and not live else self.kpi.status.value

    @property
    def turn(self) -> str:
        """Whether it got worse or better, which only what is measured against a target can."""
        if self.was.state not in LEVELS or self.state not in LEVELS:
            return OTHER
        return WORSE if LEVELS.index(self.state) > LEVELS.index(self.was.state) else BETTER

    @property
    def was_shown(self) -> str:
        return self.kpi.format.show(self.was.value)


@dataclass(frozen=True)
class Redefined:
    """A KPI whose definition was changed; ``target`` says that its targets were."""

    kpi: str
    title: str
    target: bool


@dataclass(frozen=True)
class Talk:
    """What staff said and did meanwhile; ``waiting`` challenges are not answered yet."""

    notes: int = 0
    challenges: int = 0
    answered: int = 0
    waiting: int = 0
    raised: tuple[IssueBrief, ...] = ()
    done: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class ChangesView:
    """``meeting`` is the one looked back to; without it, it was a day that was ``asked`` for, or
    else the last 30. ``talk`` is None for those who are no staff."""

    unit_title: str
    since: datetime
    meeting: MeetingView | None
    asked: bool
    moved: tuple[Change, ...] = ()
    new: int = 0
    restated: int = 0
    redefined: tuple[Redefined, ...] = ()
    talk: Talk | None = field(default_factory=Talk)
    house: House = PLAIN_HOUSE


@dataclass(frozen=True)
class ChangesSince:
    """Asks what has changed since the morning of ``day``, else since the last meeting of the unit
    or of one above it."""

    unit: str
    day: date | None = None

    def topics(self) -> frozenset[str]:
        return frozenset({f"unit:{self.unit}", f"issues:{self.unit}", MEETINGS})

    def take(self, session: Session, as_of: datetime) -> ChangesView:
        unit = unit_of(session, self.unit)
        known = calendars(session)
        meeting = None if self.day else last_meeting(session, self.unit, as_of)
        since = self._since(known[self.unit], meeting, as_of)
        news = _News(session, self.unit, since, as_of, known)
        moved = news.moved()
        new, restated = news.figures()
        return ChangesView(
            unit_title=unit.title,
            since=since,
            meeting=meeting,
            asked=self.day is not None,
            moved=moved,
            new=new,
            restated=restated,
            redefined=news.redefined(),
            talk=None if outsiders(session) else news.talk(),
            house=house(session, self.unit, {change.kpi.key for change in moved}),
        )

    def _since(self, calendar: Calendar, meeting: MeetingView | None, as_of: datetime) -> datetime:
        if self.day is not None:
            return datetime.combine(self.day, time(), ZoneInfo(calendar.time_zone))
        return meeting.held_at if meeting is not None else as_of - OTHERWISE


@dataclass(frozen=True)
class _Row:
    """A KPI in brief: enough to see whether anything can have changed."""

    id: int
    unit: str
    frequency: str
    period: str | None
    recorded_at: datetime | None


class _News:
    def __init__(
        self,
        session: Session,
        unit: str,
        since: datetime,
        as_of: datetime,
        known: Mapping[str, Calendar],
    ) -> None:
        self._session, self._unit = session, unit
        self._since, self._as_of, self._known = since, as_of, known
        self._today = known[unit].today(as_of)
        self._then = known[unit].today(since)

    @property
    def _here(self) -> tuple[ColumnElement[bool], ...]:
        """The KPIs of the unit and below that the viewers may see."""
        units = Kpi.unit_key.in_(below(self._unit))
        return units, Kpi.retired.is_(False), visible(self._session)

    # -- KPIs that stand otherwise than they stood -------------------------------------------------

    def moved(self) -> tuple[Change, ...]:
        ids = self._candidates()
        if not ids:
            return ()
        chosen = select(Kpi, Verdict).outerjoin(Verdict, Verdict.kpi_id == Kpi.id)
        rows = self._session.execute(chosen.where(Kpi.id.in_(ids))).all()
        known = [(row.Kpi, row.Verdict) for row in rows]
        views = kpi_views(self._session, Kpi.id.in_(ids), self._as_of)
        before = stood(self._session, known, self._known, self._since)
        people = {kpi.key for kpi, _ in known if kpi.about_people}
        found = [
            Change(view, before[key])
            for key, view in views.items()
            if key not in people or _tellable(view, before[key])
        ]
        return tuple(sorted((c for c in found if c.state != c.was.state), key=_weight))

    def _candidates(self) -> list[int]:
        """By id: a newer figure, another definition, a status set or lifted by hand, or a day
        passed on which a figure was due."""
        touched = self._touched(Override, or_(
            Override.at > self._since, Override.lifted_at > self._since,
            and_(Override.until >= self._then, Override.until < self._today),
        )) | self._touched(Redefinition, Redefinition.at > self._since)  # fmt: skip
        return [
            row.id
            for row in self._rows()
            if row.id in touched
            or (row.recorded_at is not None and row.recorded_at > self._since)
            or self._fell_due(row)
        ]

    def _rows(self) -> Iterable[_Row]:
        rows = self._session.execute(
            select(Kpi.id, Kpi.unit_key, Kpi.frequency, Verdict.period, Verdict.recorded_at)
            .outerjoin(Verdict, Verdict.kpi_id == Kpi.id)
            .where(*self._here)
        )
        return [_Row(*row) for row in rows]

    def _touched(
        self, table: type[Override] | type[Redefinition], condition: ColumnElement[bool]
    ) -> set[int]:
        chosen = select(table.kpi_id).join(Kpi, Kpi.id == table.kpi_id)
        return set(self._session.scalars(chosen.where(*self._here, condition)))

    def _fell_due(self, row: _Row) -> bool:
        if row.period is None or row.frequency == Frequency.LIVE:
            return False
        calendar = self._known[row.unit]
        after = following(parse(row.period)).text
        due = due_date(after, calendar.working_day, calendar.division)
        late = [bool(days_late(due, day, calendar.division)) for day in (self._then, self._today)]
        return late[0] != late[1]

    # -- figures and definitions -------------------------------------------------------------------

    def figures(self) -> tuple[int, int]:
        """How many figures of KPIs, live ones and totals apart, are new, and how many restated;
        those that must not be seen are not counted."""
        first = aliased(Measurement)
        before = exists().where(
            first.kpi_id == Measurement.kpi_id,
            first.period == Measurement.period,
            first.revision == 1,
            first.recorded_at <= self._since,
        )
        rows = self._session.execute(
            select(Kpi, Measurement.period, before.label("restated"))
            .join(Measurement, Measurement.kpi_id == Kpi.id)
            .where(
                *self._here,
                Kpi.totalling.is_(None),
                Kpi.frequency != Frequency.LIVE.value,
                Measurement.current,
                Measurement.ends > self._since - HORIZON,
                Measurement.recorded_at > self._since,
            )
        ).all()
        closed = discretion(self._session, {row.Kpi for row in rows})
        told = [row.restated for row in rows if not closed.hides(row.Kpi.key, row.period)]
        return told.count(False), told.count(True)

    def redefined(self) -> tuple[Redefined, ...]:
        rows = self._session.execute(
            select(Kpi.key, Kpi.title, Redefinition.changed)
            .join(Redefinition, Redefinition.kpi_id == Kpi.id)
            .where(*self._here, Redefinition.at > self._since)
            .order_by(Redefinition.at, Redefinition.id)
        )
        found: dict[str, Redefined] = {}
        for key, title, changed in rows:
            target = "targets" in changed or (key in found and found[key].target)
            found[key] = Redefined(key, title, target)
        return tuple(found.values())

    # -- what staff said and did -------------------------------------------------------------------

    def talk(self) -> Talk:
        raised = Issue.raised_at > self._since
        chosen = select(Issue).where(*of_unit(self._session, self._unit), raised)
        newest = self._session.scalars(chosen.order_by(Issue.number.desc()).limit(MOST)).all()
        acted = Countermeasure.stage == Stage.ACT.value
        late = and_(~acted, Countermeasure.due < self._today, Issue.state.in_(OPEN_STATES))
        return Talk(
            notes=self._count(Note, Note.at > self._since),
            challenges=self._count(Challenge, Challenge.at > self._since),
            answered=self._count(Challenge, Challenge.answered_at > self._since),
            waiting=self._count(Challenge, Challenge.answered_at.is_(None)),
            raised=briefs(self._session, newest),
            done=self._measures(and_(acted, Countermeasure.moved_at > self._since)),
            overdue=self._measures(late),
        )

    def _count(self, table: type[Note] | type[Challenge], condition: ColumnElement[bool]) -> int:
        chosen = select(func.count()).select_from(table).join(Kpi, Kpi.id == table.kpi_id)
        return self._session.scalar(chosen.where(*self._here, condition)) or 0

    def _measures(self, condition: ColumnElement[bool]) -> int:
        chosen = select(func.count()).select_from(Countermeasure)
        chosen = chosen.join(Issue, Issue.id == Countermeasure.issue_id)
        here = of_unit(self._session, self._unit)
        return self._session.scalar(chosen.where(*here, condition)) or 0


def _tellable(view: KpiView, was: Standing) -> bool:
    """Whether a change of a KPI about people may be told: both of its figures can be seen today,
    so that nothing can be worked out which is not on the wall anyway."""
    if view.status is Status.SUPPRESSED:
        return False
    if was.period is None:
        return True
    return any((p.period, p.value) == (was.period, was.value) for p in view.points)


TURNS = (WORSE, BETTER, OTHER)


def _weight(change: Change) -> tuple[int, int, str]:
    """What got worse first, and the worst of it."""
    states: Sequence[str] = tuple(reversed(LEVELS))
    now = states.index(change.state) if change.state in states else len(states)
    return TURNS.index(change.turn), now, change.kpi.key
