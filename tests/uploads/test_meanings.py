"""What cells mean: figures, periods, and what may have been meant otherwise."""

import pytest

from hub.domain.figures import Measure
from hub.domain.periods import Frequency
from hub.errors import Invalid
from hub.uploads.amounts import amount, misplaced
from hub.uploads.cells import Cell, Kind
from hub.uploads.dates import slipped, when

TEXT, NUMBER, DATE = Kind.TEXT, Kind.NUMBER, Kind.DATE


@pytest.mark.parametrize(
    ("kind", "text", "percent", "measure", "value", "remark"),
    [
        (NUMBER, "12.5", False, "percent", 12.5, ""),
        (NUMBER, "0.125", False, "percent", 0.125, ""),
        (NUMBER, "0.125", True, "percent", 12.5, "The sheet shows 12.5%"),
        (NUMBER, "0.286", True, "percent", 28.6, "28.6%"),
        (NUMBER, "0", True, "percent", 0, "0%"),
        (NUMBER, "-3", False, "count", -3, ""),
        (TEXT, "96", False, "percent", 96, ""),
        (TEXT, "12.5%", False, "percent", 12.5, "12.5% is read as 12.5."),
        (TEXT, "1,234", False, "count", 1234, "1,234 is read as 1,234."),
        (TEXT, "\u22122.5 %", False, "percent", -2.5, "read as -2.5"),
        (TEXT, "£3m", False, "gbp_m", 3, "£3m is read as 3."),
        (TEXT, "£1,204.50", False, "gbp", 1204.5, "read as 1,204.5"),
        (TEXT, "13:59", False, "seconds", 839, "read as 839 seconds"),
    ],
)
def test_a_figure_is_read_and_what_is_not_plain_is_said(
    kind: Kind, text: str, percent: bool, measure: str, value: float, remark: str
) -> None:
    found = amount(Cell("C2", kind, text, percent), Measure(measure))
    assert found.value == value
    assert remark in found.remark if remark else found.remark == ""


@pytest.mark.parametrize(
    ("kind", "text", "percent", "measure", "words"),
    [
        (NUMBER, "0.125", True, "count", "12.5% is a percentage"),
        (NUMBER, "inf", False, "count", "not a number that can be kept"),
        (TEXT, "1e999", False, "count", "not a number that can be kept"),
        (TEXT, "7,5", False, "percent", "two ways"),
        (TEXT, "1,23,456", False, "count", "unit that is not"),
        (TEXT, "£3m", False, "gbp", "give a plain number in pounds"),
        (TEXT, "12.5%", False, "count", "unit that is not this KPI's"),
        (TEXT, "n/a", False, "count", "“n/a” is not a figure; leave the cell empty"),
        (TEXT, "twelve", False, "count", "is not a figure"),
        (TEXT, "", False, "count", "is not a figure"),
        (DATE, "2025-01-02", False, "count", "is a date, not a figure"),
        (Kind.TIME, "13:59:00", False, "seconds", "time of day"),
        (Kind.FLAG, "TRUE", False, "count", "TRUE is not a figure"),
        (Kind.ERROR, "#DIV/0!", False, "count", "#DIV/0!: the formula has no result"),
        (Kind.UNCALCULATED, "", False, "count", "result of this formula is not in the file"),
    ],
)
def test_what_is_no_figure_is_refused(
    kind: Kind, text: str, percent: bool, measure: str, words: str
) -> None:
    with pytest.raises(Invalid, match=words.replace("(", r"\(").replace("/", "/")):
        amount(Cell("C2", kind, text, percent), Measure(measure))


@pytest.mark.parametrize(
    ("value", "before", "percent", "words"),
    [
        (0.125, [12, 10, 15], False, "0.125% looks like a fraction"),
        (1, [97, 98, 99], False, "looks like a fraction"),
        (0.125, [0.1, 0.2], False, ""),
        (0.125, [], False, ""),
        (12, [12, 10, 15], False, ""),
        (0, [12, 10, 15], False, ""),
        (1250, [12, 10, 15], True, "a hundred times too large"),
        (1250, [12, 10, 15], False, ""),
    ],
)
def test_a_fraction_for_a_percentage_is_noticed(
    value: float, before: list[float], percent: bool, words: str
) -> None:
    found = misplaced(value, before, percent)
    assert words in found if words else found == ""


@pytest.mark.parametrize(
    ("kind", "text", "frequency", "period"),
    [
        (TEXT, "2025-12", "month", "2025-12"),
        (TEXT, "fy2025-26-q3", "quarter", "FY2025-26-Q3"),
        (DATE, "2025-12-01T00:00:00", "month", "2025-12"),
        (DATE, "2025-12-31T00:00:00", "month", "2025-12"),
        (DATE, "2025-12-31T00:00:00", "quarter", "FY2025-26-Q3"),
        (DATE, "2025-12-01T00:00:00", "calendar_year", "CY2025"),
        (DATE, "2025-12-01T00:00:00", "rolling_year", "12M-2025-12"),
        (DATE, "2026-03-31T00:00:00", "year", "FY2025-26"),
        (DATE, "2025-12-01T00:00:00", "week", "2025-W49"),
        (DATE, "2025-12-03T00:00:00", "day", "2025-12-03"),
        (TEXT, "2025-12-31", "month", "2025-12"),
        (TEXT, "Dec 2025", "month", "2025-12"),
        (TEXT, "Dec-25", "month", "2025-12"),
        (TEXT, "December 2025", "rolling_year", "12M-2025-12"),
        (TEXT, "31/12/2025", "month", "2025-12"),
        (TEXT, "01/01/2025", "month", "2025-01"),
        (TEXT, "12/2025", "month", "2025-12"),
        (TEXT, "31 December 2025", "day", "2025-12-31"),
        (TEXT, "Q3 2025/26", "quarter", "FY2025-26-Q3"),
        (TEXT, "2025-26 Q3", "quarter", "FY2025-26-Q3"),
        (TEXT, "2025/26", "year", "FY2025-26"),
    ],
)
def test_a_period_is_read_from_dates_and_words(
    kind: Kind, text: str, frequency: str, period: str
) -> None:
    found = when(Cell("B2", kind, text), Frequency(frequency))
    assert found.period == period
    plain = kind is TEXT and text.upper() == period
    assert bool(found.remark) != plain


@pytest.mark.parametrize(
    ("kind", "text", "frequency", "words"),
    [
        (DATE, "2025-12-14T00:00:00", "month", "does not say which period"),
        (DATE, "2025-11-30T00:00:00", "quarter", "does not say which period"),
        (TEXT, "01/12/2025", "month", "two ways, 1 December 2025 or 12 January 2025"),
        (TEXT, "31/31/2025", "month", "is not a month such as"),
        (TEXT, "Decembre 2025", "month", "is not a month such as"),
        (TEXT, "last month", "month", "is not a month such as"),
        (NUMBER, "46022", "month", "looks like a date that is shown as a number"),
        (NUMBER, "2025", "calendar_year", "is a number, not a period"),
        (NUMBER, "inf", "month", "is a number"),
        (Kind.FLAG, "TRUE", "month", "TRUE is not a period"),
        (Kind.UNCALCULATED, "", "month", "put the period itself"),
    ],
)
def test_a_period_that_is_not_certain_is_refused(
    kind: Kind, text: str, frequency: str, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        when(Cell("B2", kind, text), Frequency(frequency))


def test_a_date_counted_from_the_other_year_is_noticed() -> None:
    """1 December 2025 counted from 1904 is 30 November 2021 where one counts from 1900."""
    known = frozenset({"2025-12"})
    for day in ("2021-11-30", "2029-12-02"):
        words = slipped(Cell("B2", DATE, f"{day}T00:00:00"), Frequency.MONTH, known)
        assert "December 2025" in words and "1904" in words
    assert not slipped(Cell("B2", DATE, "2025-11-30T00:00:00"), Frequency.MONTH, known)
    assert not slipped(Cell("B2", TEXT, "2021-11"), Frequency.MONTH, known)
    assert not slipped(Cell("B2", DATE, "9999-12-31T00:00:00"), Frequency.MONTH, known)
