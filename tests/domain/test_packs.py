"""Packs of a month: what belongs into them, how far they have come, and how punctual they were."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.periods import Frequency, Period, parse
from hub.domain.punctuality import Outcome, Punctual, punctual, worst_of
from hub.domain.submission import (
    OUTSTANDING,
    Flags,
    Stage,
    State,
    Waiting,
    counted,
    pack_period,
    stage,
)

NOON = datetime(2026, 1, 14, 12, tzinfo=UTC)
DUE = date(2026, 1, 13)
LONDON = ZoneInfo("Europe/London")
months = st.builds(lambda y, m: parse(f"{y}-{m:02}"), st.integers(1950, 2150), st.integers(1, 12))


@pytest.mark.parametrize(
    ("frequency", "month", "period"),
    [
        (Frequency.MONTH, "2025-12", "2025-12"),
        (Frequency.ROLLING_YEAR, "2025-12", "12M-2025-12"),
        (Frequency.QUARTER, "2025-12", "FY2025-26-Q3"),
        (Frequency.QUARTER, "2026-03", "FY2025-26-Q4"),
        (Frequency.QUARTER, "2026-06", "FY2026-27-Q1"),
        (Frequency.QUARTER, "2025-11", None),
        (Frequency.YEAR, "2026-03", "FY2025-26"),
        (Frequency.YEAR, "2025-12", None),
        (Frequency.CALENDAR_YEAR, "2025-12", "CY2025"),
        (Frequency.CALENDAR_YEAR, "2026-03", None),
        (Frequency.WEEK, "2025-12", None),
        (Frequency.DAY, "2025-12", None),
        (Frequency.LIVE, "2025-12", None),
    ],
)
def test_what_belongs_into_a_pack(frequency: Frequency, month: str, period: str | None) -> None:
    assert pack_period(frequency, parse(month)) == period


@given(st.sampled_from(Frequency), months)
def test_a_figure_of_a_pack_ends_with_its_month(frequency: Frequency, month: Period) -> None:
    period = pack_period(frequency, month)
    if period is not None:
        assert parse(period).frequency is frequency
        assert parse(period).ends == month.ends


@pytest.mark.parametrize(
    ("states", "reached"),
    [
        ([], Stage.NOT_DUE),
        ([State.NOT_DUE], Stage.NOT_DUE),
        ([State.OPEN, State.OPEN], Stage.NOT_STARTED),
        ([State.OPEN, State.SUBMITTED], Stage.PART),
        ([State.DRAFT], Stage.PART),
        ([State.RETURNED, State.LOCKED], Stage.PART),
        ([State.SUBMITTED, State.ACCEPTED, State.NOT_DUE], Stage.SUBMITTED),
        ([State.CHALLENGED, State.OPEN], Stage.CHALLENGED),
        ([State.ACCEPTED, State.LOCKED], Stage.ACCEPTED),
        ([State.LOCKED, State.RESTATED], Stage.LOCKED),
    ],
)
def test_the_stage_of_a_pack(states: list[State], reached: Stage) -> None:
    assert stage(states) is reached


@given(st.sampled_from(State), st.booleans())
def test_a_figure_that_came_by_itself_counts_as_submitted(stored: State, waits: bool) -> None:
    flags = Flags(Waiting("Fleet Ltd", DUE)) if waits else Flags()
    before, after = NOON - timedelta(hours=1), NOON + timedelta(hours=1)
    assert counted(stored, flags, NOON, before) == (stored, flags)
    assert counted(stored, flags, NOON, None) == (stored, flags)
    overtaken = stored in {*OUTSTANDING, State.NOT_DUE, State.SUBMITTED}
    expected = (State.SUBMITTED, Flags()) if overtaken else (stored, flags)
    assert counted(stored, flags, NOON, after) == expected
    assert counted(None, Flags(), None, before) == (State.SUBMITTED, Flags())


def at(day: int, hour: int = 12, month: int = 1) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("handed_in", "outcome", "days", "words"),
    [
        (at(12), Outcome.ON_TIME, 0, "on time"),
        (at(13, 23), Outcome.ON_TIME, 0, "on time"),
        (at(14, 0), Outcome.LATE, 1, "late by 1 working day"),
        (at(17), Outcome.LATE, 4, "late by 4 working days"),  # a Saturday: as good as Monday
        (None, Outcome.NEVER, 5, "never, due 5 working days ago"),
    ],
)
def test_punctuality(handed_in: datetime | None, outcome: Outcome, days: int, words: str) -> None:
    found = punctual(DUE, handed_in, at(1), at(20), LONDON)
    assert (found.outcome, found.days, found.words) == (outcome, days, words)


def test_nobody_is_late_before_the_day_or_before_the_hub() -> None:
    assert punctual(DUE, None, at(1), at(13), LONDON).outcome is Outcome.NOT_DUE
    assert punctual(DUE, at(14), at(14), at(20), LONDON).outcome is Outcome.UNKNOWN
    assert punctual(DUE, None, None, at(20), LONDON).outcome is Outcome.UNKNOWN


def test_a_unit_is_as_late_as_its_latest() -> None:
    late, later = Punctual(Outcome.LATE, 2), Punctual(Outcome.LATE, 9)
    never, fine = Punctual(Outcome.NEVER, 1), Punctual(Outcome.ON_TIME)
    assert worst_of([fine, later, late]) == later
    assert worst_of([later, never]) == never
    assert worst_of([]).outcome is Outcome.UNKNOWN
    assert worst_of([Punctual(Outcome.UNKNOWN), fine]) == fine
