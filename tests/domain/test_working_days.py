"""Which days are working days, how many are left, and from when a figure is late."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.periods import DAY, bank_holidays, due_date, working
from hub.domain.submission import (
    days_late,
    next_working_day,
    punctuality,
    working_days_left,
)
from hub.errors import Invalid

LONDON = ZoneInfo("Europe/London")
PERIOD = "2025-12"
DUE = due_date(PERIOD)  # Tuesday 13 January 2026
any_of = settings(deadline=None, derandomize=True, max_examples=150)
days = st.dates(date(2015, 1, 1), date(2035, 1, 1))
divisions = st.sampled_from(("ENG", "WLS", "SCT", "NIR"))


@any_of
@given(days, divisions)
def test_the_next_working_day_is_one_and_none_lies_between(day: date, division: str) -> None:
    found = next_working_day(day, division)
    assert found > day
    assert found.weekday() < 5 and found not in bank_holidays(division, found.year)
    between = (day + n * DAY for n in range(1, (found - day).days))
    assert all(d.weekday() > 4 or d in bank_holidays(division, d.year) for d in between)


def test_divisions_rest_on_their_own_days() -> None:
    assert working(date(2026, 1, 2)) and not working(date(2026, 1, 2), "SCT")
    assert next_working_day(date(2026, 7, 10), "NIR") == date(2026, 7, 14)


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2026-01-01", 8),  # a bank holiday: the due day is the 8th working day
        ("2026-01-09", 2),
        ("2026-01-10", 2),
        ("2026-01-11", 2),
        ("2026-01-12", 1),
        ("2026-01-13", 0),
        ("2026-01-20", 0),
    ],
)
def test_working_days_left(today: str, left: int) -> None:
    assert working_days_left(date.fromisoformat(today), DUE) == left


@any_of
@given(days, st.integers(0, 60), divisions)
def test_each_working_day_takes_one_from_what_is_left(day: date, ahead: int, where: str) -> None:
    due = next_working_day(day + ahead * DAY, where)
    left = working_days_left(day, due, where)
    assert left - working_days_left(day + DAY, due, where) == working(day + DAY, where)
    assert left > 0 and working_days_left(due, due, where) == 0


@any_of
@given(days, st.integers(0, 60), divisions)
def test_lateness_begins_after_the_due_day_and_never_shrinks(
    day: date, after: int, where: str
) -> None:
    due = next_working_day(day, where)
    late = days_late(due, due + after * DAY, where)
    assert (late > 0) is (after > 0)
    assert late <= days_late(due, due + (after + 1) * DAY, where) <= late + 1
    assert days_late(due, due - after * DAY, where) == 0


def test_a_day_off_counts_as_the_working_day_that_follows() -> None:
    friday = date(2026, 7, 10)
    late = [days_late(friday, friday + n * DAY) for n in range(5)]
    assert late == [0, 1, 1, 1, 2]
    assert days_late(friday + DAY, friday + DAY) == 0


@pytest.mark.parametrize(
    ("submitted", "zone", "late"),
    [
        ("2026-01-13T23:59:59+00:00", LONDON, 0),
        ("2026-01-14T00:00:00+00:00", LONDON, 1),
        ("2026-01-19T09:00:00+00:00", LONDON, 4),
        ("2026-01-13T23:30:00+00:00", timezone(timedelta(hours=1)), 1),
        ("2026-01-14T02:00:00+00:00", ZoneInfo("America/New_York"), 0),
    ],
)
def test_punctual_until_the_last_minute_of_the_local_day(
    submitted: str, zone: ZoneInfo, late: int
) -> None:
    assert punctuality(DUE, datetime.fromisoformat(submitted), zone) == late


def test_summer_time_ends_the_due_day_an_hour_sooner() -> None:
    due = due_date("2026-05")
    assert punctuality(due, datetime(2026, 6, 10, 22, 59, 59, tzinfo=UTC), LONDON) == 0
    assert punctuality(due, datetime(2026, 6, 10, 23, tzinfo=UTC), LONDON) == 1


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(Invalid, match="needs its time zone"):
        punctuality(DUE, datetime(2026, 1, 13), LONDON)
