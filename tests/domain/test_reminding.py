"""Reminders: three working days before, on the day, every five after; no day twice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.periods import working
from hub.domain.reminding import eve, pressing, reminded, reminders

WEDNESDAY = date(2026, 1, 14)
SATURDAY = date(2026, 1, 17)


def days(due: date) -> list[str]:
    """The days around ``due`` on which people are reminded of it."""
    around = (due + timedelta(days=n) for n in range(-10, 22))
    return [day.isoformat() for day in around if reminded(due, day)]


def test_before_on_and_after_the_day() -> None:
    assert days(WEDNESDAY) == ["2026-01-09", "2026-01-14", "2026-01-21", "2026-01-28", "2026-02-04"]


def test_what_is_due_on_a_day_off_is_told_on_the_next_working_day() -> None:
    assert days(SATURDAY) == ["2026-01-13", "2026-01-19", "2026-01-23", "2026-01-30", "2026-02-06"]


@pytest.mark.parametrize(
    ("due", "near"),
    [(date(2026, 1, 13), True), (WEDNESDAY, True), (date(2026, 1, 19), True),
     (date(2026, 1, 20), False)],
)  # fmt: skip
def test_a_day_presses_within_three_working_days_and_after(due: date, near: bool) -> None:
    assert pressing(due, WEDNESDAY) is near


def test_the_same_thing_and_day_is_told_once() -> None:
    due = [("a", WEDNESDAY), ("a", WEDNESDAY), ("b", WEDNESDAY), ("b", SATURDAY)]
    assert reminders(due, WEDNESDAY) == (("a", WEDNESDAY), ("b", WEDNESDAY))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_nobody_is_reminded_on_a_day_off_and_the_eve_is_none(day: date) -> None:
    assert reminded(day, day) is working(day)
    assert eve(day) < day and working(eve(day))
