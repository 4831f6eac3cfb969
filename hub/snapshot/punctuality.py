"""How punctual units were in the last twelve months, from when their figures first came."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.domain.periods import Frequency, Period, due_date, parse
from hub.domain.punctuality import Punctual, punctual, worst_of
from hub.domain.submission import pack_period
from hub.model import Kpi, Measurement, Submission
from hub.snapshot.calendars import Calendar
from hub.snapshot.packs import MonthView

MONTHS = 12
Key = tuple[int, str]


def months_of(
    session: Session,
    kpis: Sequence[Kpi],
    month: Period,
    as_of: datetime,
    known: Mapping[str, Calendar],
) -> dict[str, tuple[MonthView, ...]]:
    """The last twelve months of each unit, to ``month``, oldest first."""
    months = list(_before(month, MONTHS + 1))  # the oldest tells when the hub first heard of a KPI
    first = _first(session, kpis, months)
    since: dict[int, datetime] = {}
    for (id, _), at in first.items():
        since[id] = min(at, since.get(id, at))
    found: dict[str, dict[str, list[Punctual]]] = defaultdict(lambda: defaultdict(list))
    for kpi in kpis:
        calendar = known[kpi.unit_key]
        zone = ZoneInfo(calendar.time_zone)
        for one in months[1:]:
            period = pack_period(Frequency(kpi.frequency), one)
            if period is None:
                continue
            due = due_date(period, calendar.working_day, calendar.division)
            came = first.get((kpi.id, period))
            found[kpi.unit_key][one.text].append(
                punctual(due, came, since.get(kpi.id), as_of, zone, calendar.division)
            )
    return {
        unit: tuple(MonthView(m.text, m.label, worst_of(by_month[m.text])) for m in months[1:])
        for unit, by_month in found.items()
    }


def _before(month: Period, count: int) -> Iterator[Period]:
    """So many months up to ``month``, oldest first."""
    last = 12 * month.starts.year + month.starts.month - 1
    for number in range(last - count + 1, last + 1):
        yield parse(f"{number // 12}-{number % 12 + 1:02}")


def _first(session: Session, kpis: Sequence[Kpi], months: Sequence[Period]) -> dict[Key, datetime]:
    """When the unit first answered for each period: with a figure, or with a nil return."""
    frequencies = {Frequency(kpi.frequency) for kpi in kpis}
    named = {pack_period(frequency, month) for frequency in frequencies for month in months}
    ids, periods = {kpi.id for kpi in kpis}, {text for text in named if text}
    recorded = session.execute(
        select(Measurement.kpi_id, Measurement.period, func.min(Measurement.recorded_at))
        .where(Measurement.kpi_id.in_(ids), Measurement.period.in_(periods))
        .group_by(Measurement.kpi_id, Measurement.period)
    )
    first = {(kpi, period): at for kpi, period, at in recorded}
    answered = session.execute(
        select(Submission.kpi_id, Submission.period, Submission.first_submitted).where(
            Submission.kpi_id.in_(ids),
            Submission.period.in_(periods),
            Submission.first_submitted.is_not(None),
        )
    )
    for kpi, period, at in answered:
        if at is not None:
            first[kpi, period] = min(at, first.get((kpi, period), at))
    return first
