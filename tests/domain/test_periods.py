"""Reporting periods: what they are called, which days they span, when figures are due."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.periods import (
    DAY,
    EXAMPLE,
    Frequency,
    Period,
    bank_holidays,
    due_date,
    end_of,
    fitting,
    following,
    instant,
    parse,
)
from hub.errors import Invalid

STARTS = ("2024-02-28", "2023-W50", "2023-11", "FY2022-23-Q4", "FY1998-99", "CY2023", "12M-2023-11")


@pytest.mark.parametrize(
    ("text", "frequency", "starts", "ends"),
    [
        ("2024-02-29", Frequency.DAY, "2024-02-29", "2024-02-29"),
        ("2025-W01", Frequency.WEEK, "2024-12-30", "2025-01-05"),
        ("2020-W53", Frequency.WEEK, "2020-12-28", "2021-01-03"),
        ("2024-02", Frequency.MONTH, "2024-02-01", "2024-02-29"),
        ("2025-12", Frequency.MONTH, "2025-12-01", "2025-12-31"),
        ("FY2025-26-Q1", Frequency.QUARTER, "2025-04-01", "2025-06-30"),
        ("FY2025-26-Q3", Frequency.QUARTER, "2025-10-01", "2025-12-31"),
        ("FY2025-26-Q4", Frequency.QUARTER, "2026-01-01", "2026-03-31"),
        ("FY2025-26", Frequency.YEAR, "2025-04-01", "2026-03-31"),
        ("FY1999-00", Frequency.YEAR, "1999-04-01", "2000-03-31"),
        ("CY2025", Frequency.CALENDAR_YEAR, "2025-01-01", "2025-12-31"),
        ("12M-2025-12", Frequency.ROLLING_YEAR, "2025-01-01", "2025-12-31"),
        ("12M-2024-02", Frequency.ROLLING_YEAR, "2023-03-01", "2024-02-29"),
    ],
)
def test_forms(text: str, frequency: Frequency, starts: str, ends: str) -> None:
    spans = date.fromisoformat(starts), date.fromisoformat(ends)
    assert parse(text) == Period(text, frequency, *spans)


@pytest.mark.parametrize(
    "text",
    [
        "", " 2025-12", "2025-12\n", "2025-13", "2025-00", "2025-02-29", "2025-2", "25-12",
        "2025-W54", "2025-W00", "2021-W53", "FY2025-27", "FY2025-26-Q5", "FY2025", "fy2025-26",
        "CY25", "12M-2025", "12M-2025-13", "12M-2025-00", "2025-12-31T00:00Z", "٢٠٢٥-١٢",
        "December 2025", "0000-01", "9999-12",
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(text)
    assert repr(text) in refused.value.message


def test_a_period_of_another_frequency_names_what_is_expected() -> None:
    with pytest.raises(Invalid, match=r"works.on_time is measured by month.*such as 2025-12"):
        fitting("2025-W49", Frequency.MONTH, "works.on_time")


@pytest.mark.parametrize("text", ["9999-12-31", "2200-01-01", "1899-12-31", "0001-01-01"])
def test_a_figure_of_another_age_is_refused(text: str) -> None:
    """What is recorded must have a period after it."""
    with pytest.raises(Invalid, match="too far away"):
        fitting(text, Frequency.DAY, "any")


@pytest.mark.parametrize("frequency", [f for f in Frequency if f is not Frequency.LIVE])
def test_every_example_is_one(frequency: Frequency) -> None:
    assert fitting(EXAMPLE[frequency].split()[-1], frequency, "any").frequency is frequency


@pytest.mark.parametrize("text", STARTS)
def test_following_leaves_no_gap_and_no_overlap(text: str) -> None:
    period = parse(text)
    for _ in range(130):
        after = following(period)
        assert after.frequency is period.frequency
        assert after.ends > period.ends
        if period.frequency is Frequency.ROLLING_YEAR:
            assert (after.ends - period.ends).days in (28, 29, 30, 31)
        else:
            assert after.starts == period.ends + DAY
        period = after


def test_whoever_can_be_parsed_can_be_followed_and_is_due() -> None:
    for text in ("2199-12-31", "2199-W51", "2199-12", "12M-2199-12", "1900-01", "FY2198-99"):
        assert following(parse(text)).starts > parse(text).starts
        assert due_date(text) > parse(text).ends


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_a_day_is_within_the_month_that_is_named_after_it(day: date) -> None:
    month = parse(f"{day:%Y-%m}")
    assert month.starts <= day <= month.ends
    assert parse(day.isoformat()).starts == day


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("2025-12", "2026-01-13"),
        ("2026-03", "2026-04-14"),
        ("2026-04", "2026-05-13"),
        ("2026-05", "2026-06-10"),
        ("2026-12", "2027-01-13"),
        ("FY2025-26-Q4", "2026-04-14"),
        ("FY2025-26", "2026-04-14"),
        ("12M-2026-05", "2026-06-10"),
        ("2026-05-02", "2026-06-10"),
    ],
)
def test_due_on_the_eighth_working_day_of_the_next_month(period: str, due: str) -> None:
    """Section 6 names the months: January, April, May and June 2026, January 2027."""
    assert due_date(period).isoformat() == due


def test_scotland_has_its_own_bank_holidays() -> None:
    assert due_date("2025-12", 8, "SCT").isoformat() == "2026-01-14"
    with pytest.raises(Invalid, match="'Atlantis' is not a division"):
        bank_holidays("Atlantis", 2026)


@given(st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.integers(1, 20))
def test_a_due_day_is_a_working_day_after_the_period(day: date, nth: int) -> None:
    due = due_date(f"{day:%Y-%m}", nth)
    assert due > parse(f"{day:%Y-%m}").ends
    assert due.weekday() < 5 and due not in bank_holidays("ENG", due.year)


def test_instants_are_kept_in_utc() -> None:
    assert instant("2026-07-01T10:00:00+01:00") == datetime(2026, 7, 1, 9, tzinfo=UTC)
    assert instant("2026-07-01T10:00:00Z").isoformat() == "2026-07-01T10:00:00+00:00"


@pytest.mark.parametrize(
    "text",
    ["", "noon", "2026-02-30T10:00Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"],
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="is not an instant such as"):
        instant(text)


def test_an_instant_says_its_zone() -> None:
    with pytest.raises(Invalid, match="has no time zone"):
        instant("2026-07-01T10:00:00")


def test_names_for_people() -> None:
    titles = {t: (parse(t).label, parse(t).title) for t in ("2025-12", "FY2025-26-Q3", "2025-W49")}
    assert titles == {
        "2025-12": ("Dec", "December 2025"),
        "FY2025-26-Q3": ("Q3", "Oct to Dec 2025"),
        "2025-W49": ("wk 49", "week 49 of 2025"),
    }
    assert parse("FY2025-26").title == "2025-26"
    assert parse("12M-2025-12").title == "12 months to December 2025"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2025-12-31", "2025"),
        ("2026-W01", "2026"),
        ("2025-12", "2025"),
        ("12M-2025-12", "2025"),
        ("FY2025-26-Q4", "2025-26"),
        ("FY2025-26", ""),
        ("CY2025", ""),
    ],
)
def test_a_year_is_what_the_label_leaves_out(text: str, year: str) -> None:
    assert parse(text).year == year


def test_a_period_ends_with_its_last_second() -> None:
    assert end_of(date(2025, 12, 31)) == datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)
