"""Submissions of a unit and all below it for a month, taken in a constant number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hub.domain.figures import Format, Measure
from hub.domain.formulas import rule_of
from hub.domain.periods import Frequency, Period, due_date, parse
from hub.domain.submission import (
    OUTSTANDING,
    Flags,
    Reason,
    Standing,
    State,
    Step,
    Waiting,
    counted,
    pack_period,
    standing,
    working_days_left,
)
from hub.errors import Invalid, NotFound
from hub.model import (
    AuditEntry,
    Challenge,
    Kpi,
    Measurement,
    Submission,
    SubmissionStep,
    Unit,
    Verdict,
)
from hub.snapshot.calendars import Calendar, calendars
from hub.snapshot.discretion import Discretion, discretion
from hub.snapshot.packs import (
    ChallengeView,
    LastFigure,
    MonthView,
    PackView,
    ReturnsView,
    SubmissionView,
)
from hub.snapshot.punctuality import months_of
from hub.store.expected import expected

LAST = 6  # figures shown beside the entry field
Key = tuple[int, str]


def month_before(today: date) -> str:
    """The last month that has ended: the one whose figures are being collected."""
    return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"


def returns_view(
    session: Session, unit: str, month: str, as_of: datetime, in_full: bool = True
) -> ReturnsView:
    """The packs of ``unit`` and of all below it; of the last month that has ended where ``month``
    is empty. Raises NotFound and Invalid. ``in_full`` gives last values and limits too."""
    units = {u.key: u for u in session.scalars(select(Unit).where(Unit.retired.is_(False)))}
    if unit not in units:
        raise NotFound(f"There is no unit called {unit!r}.")
    known = calendars(session)
    calendar = known[unit]
    today = calendar.today(as_of)
    period = parse(month or month_before(today))
    if period.frequency is not Frequency.MONTH:
        raise Invalid(f"{month!r} is not a month: packs are handed in by the month")
    wanted = list(_below(unit, units.values()))
    at_hand = _at_hand(session, Kpi.unit_key.in_(wanted), period, as_of, known)
    months = months_of(session, at_hand.kpis, period, as_of, known)
    due = due_date(period.text, calendar.working_day, calendar.division)
    return ReturnsView(
        unit=unit,
        title=units[unit].title,
        period=period.text,
        period_title=period.title,
        today=today,
        due=due,
        days_left=working_days_left(today, due, calendar.division),
        packs=tuple(
            pack
            for key in wanted
            if (pack := _pack(at_hand, units[key], months.get(key, ()), in_full)).figures
        ),
    )


def submission_view(session: Session, key: str, period: str, as_of: datetime) -> SubmissionView:
    """One figure of a KPI as it stands. Raises NotFound and Invalid."""
    kpi = session.scalar(select(Kpi).where(Kpi.key == key, Kpi.retired.is_(False)))
    if kpi is None:
        raise NotFound(f"There is no KPI called {key!r}.")
    if kpi.frequency == Frequency.LIVE or kpi.totalling is not None:
        raise NotFound(f"Nobody hands in figures of {key}.")
    chosen = parse(period)
    if chosen.frequency is not Frequency(kpi.frequency):
        raise Invalid(f"{key} is measured by {kpi.frequency.replace('_', ' ')}, not {period}")
    at_hand = _at_hand(session, Kpi.id == kpi.id, chosen, as_of, calendars(session), chosen.text)
    return at_hand.view(next(iter(at_hand.rows)))


def _below(unit: str, units: Iterable[Unit]) -> Iterator[str]:
    """The unit and all below it, each before its children, in the order of their files."""
    children: dict[str | None, list[Unit]] = defaultdict(list)
    for one in units:
        children[one.parent_key].append(one)
    waiting = [unit]
    while waiting:
        key = waiting.pop()
        yield key
        below = sorted(children[key], key=lambda u: (u.position, u.key), reverse=True)
        waiting += [child.key for child in below]


def _pack(at_hand: "_AtHand", unit: Unit, months: tuple[MonthView, ...], in_full: bool) -> PackView:
    rows = [row for row in at_hand.rows if row.kpi.unit_key == unit.key]
    calendar = at_hand.known[unit.key]
    due = due_date(at_hand.month.text, calendar.working_day, calendar.division)
    return PackView(
        unit=unit.key,
        title=unit.title,
        short=unit.short,
        director=unit.director or "",
        due=due,
        days_left=working_days_left(calendar.today(at_hand.as_of), due, calendar.division),
        figures=tuple(at_hand.view(row, in_full) for row in rows),
        months=months,
    )


@dataclass(frozen=True)
class _Row:
    """A KPI with the period of it that is asked for."""

    kpi: Kpi
    verdict: Verdict | None
    unit: Unit
    period: Period

    @property
    def key(self) -> Key:
        return self.kpi.id, self.period.text


@dataclass(frozen=True)
class _AtHand:
    """All that was read for the views of a month."""

    month: Period
    as_of: datetime
    known: Mapping[str, Calendar]
    rows: Sequence[_Row]
    kept: Mapping[Key, Submission]
    figures: Mapping[Key, Sequence[tuple[Measurement, str]]]  # with who recorded it
    doubts: Mapping[Key, Challenge]
    returned: Mapping[Key, str]
    closed: Discretion = field(default_factory=Discretion)

    @cached_property
    def kpis(self) -> list[Kpi]:
        return [row.kpi for row in self.rows]

    def view(self, row: _Row, in_full: bool = True) -> SubmissionView:
        kpi, calendar = row.kpi, self.known[row.unit.key]
        today, figures = calendar.today(self.as_of), self.figures.get(row.key, ())
        kept, due = self.kept.get(row.key), self._due(row, calendar)
        stands = _standing(row.period, kept, figures, due, today, calendar)
        hidden = self.closed.hides(kpi.key, row.period.text)
        waiting, doubt = stands.flags.waiting, self.doubts.get(row.key)
        return SubmissionView(
            kpi=kpi.key,
            title=kpi.title,
            unit=row.unit.key,
            unit_title=row.unit.title,
            short=kpi.short or "",
            owner=kpi.owner,
            delivered_by=kpi.delivered_by or "",
            format=Format(Measure(kpi.measure), kpi.decimals, kpi.signed),
            fraction=bool(kpi.denominator or kpi.named_formula),
            rule=rule_of(kpi.named_formula),
            about_people=kpi.about_people,
            least_people=kpi.least_people,
            illustrative=kpi.illustrative,
            period=row.period.text,
            period_title=row.period.title,
            due=due,
            days_left=working_days_left(today, due, calendar.division),
            standing=stands,
            version=(kept.version if kept else 0) + len(figures),
            hidden=hidden,
            # who types it knows it; nobody has looked yet at how many persons it is about
            draft={} if kpi.about_people or kept is None else kept.draft,
            veiled=kpi.about_people and bool(kept and kept.draft),
            narrative=kept.narrative if kept else "",
            returned=self.returned.get(row.key, "") if stands.state in OUTSTANDING else "",
            last=self._last(row) if in_full else (),
            limits=self._limits(row) if in_full else None,
            challenge=challenge_view(doubt, today) if doubt else None,
            awaiting=waiting.words(kpi.owner, today) if waiting else "",
            **_current(figures, hidden),
        )

    def _due(self, row: _Row, calendar: Calendar) -> date:
        return due_date(row.period.text, calendar.working_day, calendar.division)

    def _last(self, row: _Row) -> tuple[LastFigure, ...]:
        shown = Format(Measure(row.kpi.measure), row.kpi.decimals, row.kpi.signed)
        ends = row.period.ends.isoformat()
        before = [p for p in (row.verdict.points if row.verdict else ()) if p[1][:10] < ends]
        return tuple(self._before(row.kpi.key, shown, p) for p in reversed(before[-LAST:]))

    def _before(self, key: str, shown: Format, point: Sequence[Any]) -> LastFigure:
        """A figure that stands in the verdict, or that there is one and it must not be seen."""
        period, title = point[0], parse(point[0]).title
        if self.closed.hides(key, period):
            return LastFigure(period, title, "hidden")
        return LastFigure(period, title, shown.show(point[2]), point[4])

    def _limits(self, row: _Row) -> tuple[float, float] | None:
        """Limits rest on all figures: where one is hidden, so are they."""
        if row.verdict is None:
            return None
        if any(self.closed.hides(row.kpi.key, point[0]) for point in row.verdict.points):
            return None
        return expected(row.kpi, row.verdict.points, row.period)


def _current(figures: Sequence[tuple[Measurement, str]], hidden: bool) -> dict[str, Any]:
    """The revision that stands: who recorded it, when, and from where."""
    for figure, by in figures:
        if figure.current:
            return {
                "value": None if hidden else figure.value,
                "numerator": None if hidden else figure.numerator,
                "denominator": None if hidden else figure.denominator,
                "people": None if hidden else figure.people,
                "revision": figure.revision,
                "by": by,
                "at": figure.recorded_at,
                "source": figure.source,
            }
    return {}


def _standing(
    period: Period,
    kept: Submission | None,
    figures: Sequence[tuple[Measurement, str]],
    due: date,
    today: date,
    calendar: Calendar,
) -> Standing:
    stored, flags = (State(kept.state), flags_of(kept)) if kept else (None, Flags())
    recorded = max((figure.recorded_at for figure, _ in figures), default=None)
    stored, flags = counted(stored, flags, kept.at if kept else None, recorded)
    return standing(stored, period.ends, due, today, flags, calendar.division)


def flags_of(kept: Submission) -> Flags:
    waiting = Waiting(kept.supplier, kept.since) if kept.supplier and kept.since else None
    return Flags(waiting, kept.nil)


def challenge_view(doubt: Challenge, today: date) -> ChallengeView:
    return ChallengeView(
        id=doubt.id,
        question=doubt.question,
        code=Reason(doubt.code),
        due=doubt.due,
        by=doubt.by,
        at=doubt.at,
        answer=doubt.answer,
        answered_by=doubt.answered_by or "",
        answered_at=doubt.answered_at,
        overdue=doubt.answered_at is None and today > doubt.due,
    )


def _at_hand(
    session: Session,
    chosen: ColumnElement[bool],
    month: Period,
    as_of: datetime,
    known: Mapping[str, Calendar],
    period: str = "",
) -> _AtHand:
    """Read what belongs to ``month``, or to the one ``period`` that is asked for."""
    found = session.execute(
        select(Kpi, Verdict, Unit)
        .join(Unit, Unit.key == Kpi.unit_key)
        .outerjoin(Verdict, Verdict.kpi_id == Kpi.id)
        .where(chosen, Kpi.retired.is_(False), Kpi.totalling.is_(None))
        .order_by(Unit.position, Kpi.position, Kpi.id)
    ).all()
    rows = [
        _Row(row.Kpi, row.Verdict, row.Unit, parse(text))
        for row in found
        if (text := period or pack_period(Frequency(row.Kpi.frequency), month))
    ]
    ids, periods = {row.kpi.id for row in rows}, {row.period.text for row in rows}
    return _AtHand(
        month,
        as_of,
        known,
        rows,
        _kept(session, ids, periods),
        _figures(session, ids, periods),
        open_challenges(session, ids),
        _returned(session, ids, periods),
        discretion(session, (row.kpi for row in rows)),
    )


def _kept(session: Session, ids: set[int], periods: set[str]) -> dict[Key, Submission]:
    rows = session.scalars(
        select(Submission).where(Submission.kpi_id.in_(ids), Submission.period.in_(periods))
    )
    return {(row.kpi_id, row.period): row for row in rows}


def _figures(
    session: Session, ids: set[int], periods: set[str]
) -> Mapping[Key, list[tuple[Measurement, str]]]:
    found: dict[Key, list[tuple[Measurement, str]]] = defaultdict(list)
    for figure, by in session.execute(
        select(Measurement, AuditEntry.actor_name)
        .outerjoin(AuditEntry, AuditEntry.seq == Measurement.entry)
        .where(Measurement.kpi_id.in_(ids), Measurement.period.in_(periods))
        .order_by(Measurement.revision)
    ):
        found[figure.kpi_id, figure.period].append((figure, by or figure.actor))
    return found


def _returned(session: Session, ids: set[int], periods: set[str]) -> dict[Key, str]:
    """Why figures were given back, the last time that they were."""
    rows = session.scalars(
        select(SubmissionStep)
        .where(
            SubmissionStep.kpi_id.in_(ids),
            SubmissionStep.period.in_(periods),
            SubmissionStep.step == Step.RETURN.value,
        )
        .order_by(SubmissionStep.id)
    )
    return {(row.kpi_id, row.period): str(row.words.get("reason", "")) for row in rows}


def open_challenges(session: Session, ids: Iterable[int]) -> dict[Key, Challenge]:
    """The challenges of these KPIs that wait for an answer, by KPI and period."""
    rows = session.scalars(
        select(Challenge).where(Challenge.kpi_id.in_(list(ids)), Challenge.answered_at.is_(None))
    )
    return {(row.kpi_id, row.period): row for row in rows}
