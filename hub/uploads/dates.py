"""Periods as cells hold them: in the hub's own form, as a date, or in words."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hub.domain.periods import DAY, EXAMPLE, Frequency, Period, parse
from hub.domain.submission import pack_period
from hub.errors import Invalid
from hub.uploads.cells import Cell, Kind

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMED = re.compile(r"(?:(\d{1,2})[ -])?([a-z]{3,9})\.?[ -]'?(\d{4}|\d{2})", re.ASCII)
SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
MONTH_YEAR = re.compile(r"(\d{1,2})/(\d{4})", re.ASCII)
QUARTER = re.compile(r"(?:fy ?)?(\d{4})[-/](\d{2}) q([1-4])|q([1-4]) (?:fy ?)?(\d{4})[-/](\d{2})")
YEAR = re.compile(r"(?:fy ?)?(\d{4})[-/](\d{2})", re.ASCII)
MACINTOSH = timedelta(days=1462)  # by which counting from 1904 differs from counting from 1900
SERIAL = range(36_526, 58_440)  # days since 1900 that are in 2000 to 2059


@dataclass(frozen=True, slots=True)
class When:
    """``remark`` says how the cell was read where that is not plain to see."""

    period: str
    remark: str = ""


def when(cell: Cell, frequency: Frequency) -> When:
    """The period that a cell names, in the hub's form. Raises Invalid, without the address."""
    match cell.kind:
        case Kind.DATE:
            day = datetime.fromisoformat(cell.text).date()
            return _told(_of_day(day, frequency), _spoken(day))
        case Kind.TEXT:
            return _worded(cell.text, frequency)
        case Kind.NUMBER:
            raise Invalid(_number(cell.text, frequency))
        case Kind.UNCALCULATED:
            raise Invalid("the result of this formula is not in the file: put the period itself")
        case _:
            raise Invalid(f"{cell.text} is not a period: give {EXAMPLE[frequency]}")


def _told(period: str, said: str) -> When:
    return When(period, f"{said} is read as {parse(period).title}.")


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _number(text: str, frequency: Frequency) -> str:
    whole = float(text)
    if whole in SERIAL:
        return f"{text} looks like a date that is shown as a number: give {EXAMPLE[frequency]}"
    return f"{text} is a number, not a period: give {EXAMPLE[frequency]}"


def _of_day(day: date, frequency: Frequency) -> str:
    """The period that a date stands for: a month, and what ends with it, by its first day or its
    last; a week likewise; a day by itself."""
    if frequency is Frequency.DAY:
        return day.isoformat()
    if frequency is Frequency.WEEK and day.weekday() in (0, 6):
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    found = pack_period(frequency, _month(day)) if _edge(day) else None
    if found is None:
        raise Invalid(
            f"{_spoken(day)} does not say which period is meant: give {EXAMPLE[frequency]}"
        )
    return found


def _edge(day: date) -> bool:
    return day.day == 1 or (day + DAY).day == 1


def _month(day: date) -> Period:
    return parse(f"{day.year:04}-{day.month:02}")


def _worded(text: str, frequency: Frequency) -> When:
    try:
        period = parse(text)
    except Invalid:
        return _read(text, frequency)
    if period.frequency is Frequency.DAY and frequency is not Frequency.DAY:
        return _told(_of_day(period.starts, frequency), text)
    return When(text)


def _read(text: str, frequency: Frequency) -> When:
    """A period in words, a date as text, or the hub's form in other letters."""
    said = " ".join(text.casefold().split())
    try:
        if m := SLASHED.fullmatch(said):
            return _told(_of_day(_slashed(text, *map(int, m.groups())), frequency), text)
        if found := _named(said, frequency) or _financial(said):
            return _told(found, text)
        return When(parse(text.upper()).text)
    except (ValueError, Invalid) as error:
        words = error.message if isinstance(error, Invalid) and "two ways" in error.message else ""
        raise Invalid(words or f"“{text[:60]}” is not {EXAMPLE[frequency]}") from None


def _slashed(text: str, first: int, second: int, year: int) -> date:
    """``31/12/2025``; one that could be of the other order is not taken for either."""
    if first <= 12 and second <= 12 and first != second:
        raise Invalid(
            f"“{text}” may be read in two ways, {_spoken(date(year, second, first))} or "
            f"{_spoken(date(year, first, second))}: write the period, such as 2025-12"
        )
    return date(year, second, first) if second <= 12 else date(year, first, second)


def _named(said: str, frequency: Frequency) -> str | None:
    """``Dec 2025``, ``31 December 2025``, ``12/2025``."""
    if m := MONTH_YEAR.fullmatch(said):
        return _of_day(date(int(m[2]), int(m[1]), 1), frequency)
    m = NAMED.fullmatch(said)
    if m is None or m[2][:3] not in MONTHS:
        return None
    month = MONTHS.index(m[2][:3]) + 1
    if m[2] not in (MONTHS[month - 1], "sept", f"{date(2000, month, 1):%B}".casefold()):
        return None
    year = int(m[3]) + (2000 if len(m[3]) == 2 else 0)
    return _of_day(date(year, month, int(m[1] or 1)), frequency)


def _financial(said: str) -> str | None:
    """``Q3 2025-26``, ``2025/26``."""
    if m := QUARTER.fullmatch(said):
        year, following, quarter = (m[1], m[2], m[3]) if m[1] else (m[5], m[6], m[4])
        return f"FY{year}-{following}-Q{quarter}"
    if (m := YEAR.fullmatch(said)) and int(m[2]) == (int(m[1]) + 1) % 100:
        return f"FY{m[1]}-{m[2]}"
    return None


def slipped(cell: Cell, frequency: Frequency, known: frozenset[str]) -> str:
    """Why a date looks four years off, as one is that was counted from 1904 and is now counted
    from 1900 or the other way round; empty where it does not. ``known`` are likely periods."""
    if cell.kind is not Kind.DATE:
        return ""
    day = datetime.fromisoformat(cell.text).date()
    for by in (MACINTOSH, -MACINTOSH):
        try:
            other = _of_day(day + by, frequency)
        except (Invalid, OverflowError):
            continue
        if other in known:
            return (
                f"{_spoken(day)} is just as far from {parse(other).title} as counting days from "
                "1900 is from counting them from 1904"
            )
    return ""
