"""Dated events: days and times as people write them, and as they are told."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from hub.domain.events import span
from hub.errors import Invalid

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 1, 14, 12, tzinfo=UTC)
TODAY = date(2026, 1, 14)


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ("2026-01-12", None, "12 Jan"),
        ("2026-01-12", "2026-01-12", "12 Jan"),
        ("2025-12-28", "2026-01-03", "28 Dec 2025 to 3 Jan"),
        ("2026-01-12T22:00", None, "12 Jan, 22:00"),
        ("2026-01-12T22:00", "2026-01-12T23:30", "12 Jan, 22:00 to 23:30"),
        ("2026-01-12T22:00", "2026-01-13T01:30", "12 Jan, 22:00 to 13 Jan, 01:30"),
        ("2026-07-01T10:00:00Z", None, "1 Jul, 11:00"),  # in summer time there
        ("2026-03-29", "2026-03-29", "29 Mar"),  # a day of 23 hours
        ("2026-10-25", "2026-10-25", "25 Oct"),  # a day of 25
    ],
)
def test_days_and_times_are_told_as_they_were_meant(
    starts: str, ends: str | None, words: str
) -> None:
    assert span(starts, ends, LONDON, NOON).words(TODAY) == words


@pytest.mark.parametrize(
    ("starts", "ends", "standing", "away"),
    [
        ("2026-01-14", None, "on", "on now"),  # a moment counts until its day is over
        ("2026-01-13", None, "past", "yesterday"),
        ("2026-01-10", "2026-01-13", "past", "yesterday"),
        ("2026-01-10", "2026-01-14", "on", "on now"),
        ("2026-01-14T08:00", "2026-01-14T11:59", "past", "earlier today"),
        ("2026-01-14T15:00", None, "next", "later today"),
        ("2026-01-15", None, "next", "tomorrow"),
        ("2026-01-31", None, "next", "in 17 days"),
        ("2025-12-15", None, "past", "30 days ago"),
    ],
)
def test_what_is_on_and_what_is_not(
    starts: str, ends: str | None, standing: str, away: str
) -> None:
    found = span(starts, ends, LONDON, NOON)
    assert (found.standing(NOON), found.away(NOON)) == (standing, away)


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("soon", None, "starts: 'soon' is neither a day such as"),
        ("2026-02-30", None, "starts: '2026-02-30' is neither"),
        ("2026-1-5", None, "starts: '2026-1-5' is neither"),
        ("0001-01-01", None, "is before 1990; look at the year"),
        ("9999-12-31", None, "more than ten years ahead; look at the year"),
        ("2062-01-14", None, "more than ten years ahead; look at the year"),
        ("2026-01-14", "2026-01-13", "an event ends after it starts, and 2026-01-13 is not after"),
        ("2026-01-14T10:00", "2026-01-14T10:00", "Leave the end out where it happened at one"),
        ("2010-01-14", "2026-01-13", "more than ten years; look at the years"),
        ("2026-01-14", "9999-12-31", "ends: '9999-12-31' is neither"),
    ],
)
def test_a_time_that_makes_no_sense_is_refused_in_words(
    starts: str, ends: str | None, said: str
) -> None:
    with pytest.raises(Invalid, match=said):
        span(starts, ends, LONDON, NOON)
