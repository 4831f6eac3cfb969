"""Figures of longer times: the financial year to date and the last full quarter, from the figures
of their periods as the KPI says they come together (domain.md section 4)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.figures import Measure
from hub.domain.periods import DAY, Frequency, Period, end_of, following, parse
from hub.domain.totals import Part, Total, Totalling, YearToDate, over_periods, periods_of
from hub.model import Kpi, Measurement, Verdict
from hub.snapshot.discretion import Discretion
from hub.snapshot.parts import SpanView

FIGURE = Measurement.table()
MOST = 500  # figures: the days of a year and of the quarter before it
IN_A_YEAR = (Frequency.DAY, Frequency.MONTH, Frequency.QUARTER)
IN_A_QUARTER = (Frequency.DAY, Frequency.MONTH)


def spans(
    session: Session, kpi: Kpi, verdict: Verdict | None, discretion: Discretion
) -> dict[str, SpanView | None]:
    """The fields of a KPI's view, up to the period of its latest figure. One bounded statement,
    since a rate needs the numerators and denominators of all its periods."""
    frequency = Frequency(kpi.frequency)
    if kpi.over_periods is None or frequency not in IN_A_YEAR:
        return {}
    if verdict is None or verdict.period is None:
        return {}
    last = parse(verdict.period).ends
    year, quarter = YearToDate(last), _quarter(last)
    rows = _figures(session, kpi, min(year.starts, quarter.starts))
    if not _tellable(kpi, rows, discretion):
        return {}
    figures = {row.period: _part(row) for row in rows}
    restated = frozenset(row.period for row in rows if row.revision > 1)
    found = {"year_to_date": _span(kpi, "Financial year to date", year, figures, restated)}
    if frequency in IN_A_QUARTER:
        found["last_quarter"] = _span(kpi, quarter.title, quarter, figures, restated)
    return found


def _quarter(last: date) -> Period:
    """The last quarter that is over on the day ``last``."""
    quarter = _holding(last)
    return quarter if quarter.ends == last else _holding(quarter.starts - DAY)


def _holding(day: date) -> Period:
    eve = day - DAY
    return following(Period("", Frequency.QUARTER, eve, eve))


def _figures(session: Session, kpi: Kpi, since: date) -> Sequence[Any]:
    return session.execute(
        select(
            FIGURE.c.period,
            FIGURE.c.ends,
            FIGURE.c.value,
            FIGURE.c.numerator,
            FIGURE.c.denominator,
            FIGURE.c.revision,
        )
        .where(FIGURE.c.kpi_id == kpi.id, FIGURE.c.current, FIGURE.c.ends >= end_of(since))
        .order_by(FIGURE.c.ends)
        .limit(MOST)
    ).all()


def _tellable(kpi: Kpi, rows: Sequence[Any], discretion: Discretion) -> bool:
    """Not where one period is hidden: its figure is what is left when the others are taken off."""
    return not any(discretion.hides(kpi.key, row.period) for row in rows)


def _part(row: Any) -> Part:
    return Part(row.period, row.value, row.numerator, row.denominator)


def _span(
    kpi: Kpi,
    title: str,
    whole: Period | YearToDate,
    figures: dict[str, Part],
    restated: frozenset[str],
) -> SpanView | None:
    """None where no period of it has a figure that could be taken together with others."""
    frequency = Frequency(kpi.frequency)
    periods = periods_of(whole, frequency)
    found: Total = over_periods(
        periods, figures, Totalling(kpi.over_periods or ""), Measure(kpi.measure), kpi.key
    )
    if found.value is None:
        return None
    there = len(periods) - len(found.missing)
    again = tuple(p.title for p in periods if p.text in restated)
    return SpanView(title, found.value, there, len(periods), frequency.value, again)
