"""How far a programme should be, and what that makes of how far it is."""

from datetime import date, timedelta

import pytest

from hub.domain.initiatives import (
    PATIENCE,
    Milestone,
    Standing,
    State,
    following,
    planned,
    standing,
)

STARTS, ENDS = date(2025, 1, 1), date(2025, 4, 11)  # 100 days
TODAY = STARTS + timedelta(days=50)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(-5, 0), (0, 0), (25, 25), (50, 50), (99, 99), (100, 100), (500, 100)],
)
def test_planned_is_linear_from_start_to_end(day: int, expected: float) -> None:
    assert planned(STARTS, ENDS, STARTS + timedelta(days=day)) == expected


@pytest.mark.parametrize(
    ("complete", "expected"),
    [
        (100, Standing.ON_TRACK),
        (45, Standing.ON_TRACK),
        (44.9, Standing.MONITOR),
        (35, Standing.MONITOR),
        (34.9, Standing.OFF_TRACK),
        (0, Standing.OFF_TRACK),
    ],
)
def test_complete_is_held_against_planned(complete: float, expected: Standing) -> None:
    assert standing(State.IN_DELIVERY, STARTS, ENDS, TODAY, complete, TODAY) is expected


def test_what_is_proposed_or_starts_later_has_not_begun() -> None:
    before = STARTS - timedelta(days=1)
    assert standing(State.PROPOSED, STARTS, ENDS, TODAY) is Standing.NOT_BEGUN
    assert standing(State.GREEN_LIT, STARTS, ENDS, before) is Standing.NOT_BEGUN
    assert standing(State.IN_DELIVERY, STARTS, ENDS, before, 5, before) is Standing.ON_TRACK


def test_what_is_closed_or_stopped_is_over_whatever_was_reported() -> None:
    assert standing(State.CLOSED, STARTS, ENDS, TODAY) is Standing.CLOSED
    assert standing(State.STOPPED, STARTS, ENDS, TODAY, 10, TODAY) is Standing.STOPPED


def test_silence_is_not_progress() -> None:
    assert standing(State.IN_DELIVERY, STARTS, ENDS, TODAY) is Standing.NOT_REPORTED
    on = date(2025, 6, 1)
    late = on + PATIENCE + timedelta(days=1)
    assert standing(State.IN_DELIVERY, STARTS, ENDS, late, 95, on) is Standing.OUT_OF_DATE
    assert standing(State.BENEFITS_CHECK, STARTS, ENDS, late, 100, on) is Standing.ON_TRACK


def test_the_first_milestone_that_is_not_done_follows() -> None:
    done = Milestone("a", "A", date(2025, 1, 10), date(2025, 1, 9))
    late = Milestone("b", "B", date(2025, 2, 10))
    open_ = Milestone("c", "C", date(2025, 3, 10))
    assert following((open_, done, late)) is late
    assert following((done,)) is None
    assert (late.late(TODAY), open_.late(TODAY), done.late(TODAY)) == (True, False, False)
