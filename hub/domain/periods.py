"""Reporting periods: their text forms, the days they span, and when their figures are due.

Forms: ``2025-12-31`` (day), ``2025-W49`` (ISO week), ``2025-12`` (month), ``FY2025-26-Q1``
(quarter of the financial year from 1 April), ``FY2025-26``, ``CY2025`` and ``12M-2025-12`` (the
twelve months to it). Instants of live KPIs are ISO 8601 timestamps with a time zone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

from hub.errors import Invalid

DAY = timedelta(days=1)
GRACE = DAY  # for time zones, and for the clock of the machine that sends a figure
YEARS = range(1900, 2200)  # a period outside of these is a slip of the finger


class Frequency(StrEnum):
    LIVE = "live"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CALENDAR_YEAR = "calendar_year"
    ROLLING_YEAR = "rolling_year"


EXAMPLE = {
    Frequency.LIVE: "an instant such as 2025-12-31T09:30:00Z",
    Frequency.DAY: "a day such as 2025-12-31",
    Frequency.WEEK: "an ISO week such as 2025-W49",
    Frequency.MONTH: "a month such as 2025-12",
    Frequency.QUARTER: "a financial-year quarter such as FY2025-26-Q3",
    Frequency.YEAR: "a financial year such as FY2025-26",
    Frequency.CALENDAR_YEAR: "a calendar year such as CY2025",
    Frequency.ROLLING_YEAR: "twelve months such as 12M-2025-12",
}


@dataclass(frozen=True, slots=True)
class Period:
    """``starts`` and ``ends`` are the first and the last day, both included."""

    text: str
    frequency: Frequency
    starts: date
    ends: date

    @property
    def label(self) -> str:
        """A short name for an axis: ``Dec``, ``Q3``, ``2024-25``."""
        match self.frequency:
            case Frequency.DAY:
                return f"{self.ends.day} {self.ends:%b}"
            case Frequency.WEEK:
                return f"wk {self.ends.isocalendar().week}"
            case Frequency.MONTH | Frequency.ROLLING_YEAR:
                return f"{self.ends:%b}"
            case Frequency.QUARTER:
                return self.text[-2:]
            case _:
                return self.text[2:]

    @property
    def year(self) -> str:
        """The year that ``label`` leaves out: ``2025``, of a quarter the financial year; else
        nothing."""
        match self.frequency:
            case Frequency.WEEK:
                return f"{self.ends.isocalendar().year}"
            case Frequency.QUARTER:
                return self.text[2:9]
            case Frequency.YEAR | Frequency.CALENDAR_YEAR:
                return ""
            case _:
                return f"{self.ends.year}"

    @property
    def title(self) -> str:
        """A full name: ``December 2025``, ``Oct to Dec 2025``."""
        match self.frequency:
            case Frequency.DAY:
                return f"{self.ends.day} {self.ends:%B %Y}"
            case Frequency.WEEK:
                return f"week {self.ends.isocalendar().week} of {self.ends.isocalendar().year}"
            case Frequency.MONTH:
                return f"{self.ends:%B %Y}"
            case Frequency.QUARTER:
                return f"{self.starts:%b} to {self.ends:%b %Y}"
            case Frequency.ROLLING_YEAR:
                return f"12 months to {self.ends:%B %Y}"
            case _:
                return self.text[2:]


def _month_end(year: int, month: int) -> date:
    return (date(year + month // 12, month % 12 + 1, 1)) - DAY


def _financial(year: int, text: str, next_year: str) -> None:
    if int(next_year) != (year + 1) % 100:
        raise Invalid(
            f"{text!r}: a financial year spans two years, such as FY{year}-{(year + 1) % 100:02}"
        )


@lru_cache(maxsize=8192)
def parse(text: str) -> Period:
    """Read a period. Raises Invalid, naming the forms, for anything else."""
    try:
        return _parse(text)
    except ValueError:
        raise Invalid(f"{text!r} is not a date that exists") from None


def _parse(text: str) -> Period:
    if m := re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII):
        year, month = int(m[1]), int(m[2])
        return Period(text, Frequency.MONTH, date(year, month, 1), _month_end(year, month))
    if m := re.fullmatch(r"FY(\d{4})-(\d{2})-Q([1-4])", text, re.ASCII):
        year, quarter = int(m[1]), int(m[3])
        _financial(year, text, m[2])
        first = 4 + 3 * (quarter - 1)
        starts = date(year + (first - 1) // 12, (first - 1) % 12 + 1, 1)
        return Period(text, Frequency.QUARTER, starts, _month_end(starts.year, starts.month + 2))
    if m := re.fullmatch(r"FY(\d{4})-(\d{2})", text, re.ASCII):
        year = int(m[1])
        _financial(year, text, m[2])
        return Period(text, Frequency.YEAR, date(year, 4, 1), date(year + 1, 3, 31))
    if m := re.fullmatch(r"CY(\d{4})", text, re.ASCII):
        year = int(m[1])
        return Period(text, Frequency.CALENDAR_YEAR, date(year, 1, 1), date(year, 12, 31))
    if m := re.fullmatch(r"12M-(\d{4})-(\d{2})", text, re.ASCII):
        last = date(int(m[1]), int(m[2]), 1)
        starts = _month_end(last.year - 1, last.month) + DAY
        ends = _month_end(last.year, last.month)
        return Period(text, Frequency.ROLLING_YEAR, starts, ends)
    if m := re.fullmatch(r"(\d{4})-W(\d{2})", text, re.ASCII):
        monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return Period(text, Frequency.WEEK, monday, monday + 6 * DAY)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        day = date.fromisoformat(text)
        return Period(text, Frequency.DAY, day, day)
    forms = "; ".join(v for k, v in EXAMPLE.items() if k is not Frequency.LIVE)
    raise Invalid(f"{text!r} is not a period the hub knows: {forms}")


def fitting(text: str, frequency: Frequency, kpi: str) -> Period:
    """Read a period and hold it against the frequency of ``kpi``."""
    period = parse(text)
    if period.frequency is not frequency:
        raise Invalid(
            f"{kpi} is measured by {frequency.value.replace('_', ' ')}: {text!r} is a "
            f"{period.frequency.value.replace('_', ' ')}; give {EXAMPLE[frequency]}"
        )
    if period.starts.year not in YEARS or period.ends.year not in YEARS:
        raise Invalid(f"{text!r} is too far away: years go from {YEARS[0]} to {YEARS[-1]}")
    return period


def following(period: Period) -> Period:
    """The next period of the same kind (a rolling year moves on by a month)."""
    day = period.ends + DAY
    match period.frequency:
        case Frequency.DAY:
            return parse(day.isoformat())
        case Frequency.WEEK:
            iso = day.isocalendar()
            return parse(f"{iso.year}-W{iso.week:02}")
        case Frequency.MONTH:
            return parse(f"{day:%Y-%m}")
        case Frequency.QUARTER:
            year = day.year if day.month >= 4 else day.year - 1
            quarter = (day.month - 4) % 12 // 3 + 1
            return parse(f"FY{year}-{(year + 1) % 100:02}-Q{quarter}")
        case Frequency.YEAR:
            return parse(f"FY{day.year}-{(day.year + 1) % 100:02}")
        case Frequency.CALENDAR_YEAR:
            return parse(f"CY{day.year}")
        case _:
            return parse(f"12M-{day:%Y-%m}")


@dataclass(frozen=True)
class Closures:
    """What a house knows better than the calendar: more days off, and bank holidays worked."""

    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()


_closures: dict[str, Closures] = {}


def close(closures: Mapping[str, Closures]) -> None:
    """Put these, by division, in the place of those set before, for the whole process."""
    for division in closures:
        bank_holidays(division, YEARS[0])
    _closures.clear()
    _closures.update(closures)
    bank_holidays.cache_clear()
    working_days.cache_clear()
    due_date.cache_clear()


@lru_cache(maxsize=256)
def bank_holidays(division: str, year: int) -> frozenset[date]:
    """Bank holidays of a division of the United Kingdom (``ENG`` covers England and Wales), with
    the closures that are set."""
    try:
        known = frozenset(holidays.country_holidays("GB", subdiv=division, years=year))
    except NotImplementedError:
        raise Invalid(f"{division!r} is not a division with bank holidays, such as ENG") from None
    own = _closures.get(division, Closures())
    return (known | {day for day in own.closed if day.year == year}) - own.open


def working(day: date, division: str = "ENG") -> bool:
    """Monday to Friday, less the bank holidays of the division."""
    return day.weekday() < 5 and day not in bank_holidays(division, day.year)


@lru_cache(maxsize=8192)
def working_days(after: date, until: date, division: str) -> int:
    """How many working days there are after the one day, up to and with the other."""
    days = range(1, (until - after).days + 1)
    return sum(working(after + n * DAY, division) for n in days)


@lru_cache(maxsize=8192)
def due_date(period: str, working_day: int = 8, division: str = "ENG") -> date:
    """The ``working_day``-th working day of the month after ``period`` ends (section 6)."""
    day = parse(period).ends.replace(day=1)
    day = _month_end(day.year, day.month) + DAY
    left = working_day
    while True:
        if working(day, division):
            left -= 1
            if left <= 0:
                return day
        day += DAY


def instant(text: str) -> datetime:
    """Read a timestamp; one without a time zone is refused, since nobody can tell which."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(f"{text!r} is not {EXAMPLE[Frequency.LIVE]}") from None
    if moment.tzinfo is None:
        raise Invalid(f"{text!r} has no time zone: write it like 2025-12-31T09:30:00Z")
    if moment.year not in YEARS:
        raise Invalid(f"{text!r} is not {EXAMPLE[Frequency.LIVE]}")
    return moment.astimezone(UTC)


def in_the_past(moment: date | datetime, now: datetime) -> bool:
    """Whether a day or an instant has begun by ``now``, give or take a day of grace."""
    latest = now + GRACE
    return moment <= (latest if isinstance(moment, datetime) else latest.date())


def end_of(day: date) -> datetime:
    """The last moment of ``day``, for ordering figures of periods among instants."""
    return datetime.combine(day, time(23, 59, 59), UTC)
