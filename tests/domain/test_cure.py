"""Whether a countermeasure did anything, by the KPI's own later figures."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.cure import Cure, Result, judge
from hub.domain.spc import Direction

BEFORE = [50.0, 52, 49, 51, 50, 53, 48, 50, 51, 49, 52, 50]
UP, DOWN = Direction.INCREASE, Direction.DECREASE


def judged(
    later: list[float],
    towards: Direction = UP,
    predicted: float | None = None,
    before: list[float] = BEFORE,
) -> Cure:
    values = [*before, *later]
    days = [date(2024, 1, 31) + timedelta(days=30 * n) for n in range(len(values))]
    return judge(values, days, len(before), towards, predicted)


@pytest.mark.parametrize(
    ("later", "towards", "result"),
    [
        ([], UP, Result.TOO_EARLY),
        ([51], UP, Result.TOO_EARLY),
        ([51, 49], UP, Result.TOO_EARLY),
        ([51, 49, 50], UP, Result.NO_CHANGE),
        ([70], UP, Result.IMPROVED),  # one figure beyond the limits says it at once
        ([70], DOWN, Result.WORSE),
        ([52, 52, 52, 52, 52, 52, 52], UP, Result.IMPROVED),  # a run on the better side
        ([52, 52, 52, 52, 52, 52, 52], DOWN, Result.WORSE),
        ([70, 50, 30], UP, Result.WORSE),  # the newest of two special causes
        ([70, 50, 50], UP, Result.IMPROVED),
    ],
)
def test_the_figures_since_are_held_against_those_before(
    later: list[float], towards: Direction, result: Result
) -> None:
    assert judged(later, towards).result is result


def test_a_prediction_is_told_to_be_reached_or_not() -> None:
    assert judged([70], predicted=65).reached is True
    short = judged([70], predicted=80)
    assert (short.result, short.reached) == (Result.IMPROVED, False)
    assert short.words.endswith("The predicted level is not reached yet.")
    assert judged([30], DOWN, predicted=35).reached is True


def test_an_improvement_that_lasts_proposes_new_limits_from_its_first_figure() -> None:
    assert judged([50, 70, 70, 70]).shift == len(BEFORE) + 1
    assert judged([70, 70]).shift is None  # too short to measure by
    assert judged([70, 70, 70, 50]).shift is None  # it has not lasted


def test_with_a_short_history_only_a_prediction_that_came_true_counts() -> None:
    few = BEFORE[:5]
    assert judged([90, 90, 90], before=few).result is Result.TOO_EARLY
    assert judged([90, 90, 90], predicted=80, before=few).result is Result.IMPROVED
    assert judged([90, 90], predicted=80, before=few).result is Result.TOO_EARLY


def test_a_kpi_that_ranges_is_judged_by_its_distance_from_the_prediction() -> None:
    assert judged([51] * 7, Direction.NEUTRAL).result is Result.TOO_EARLY
    near = judged([60] * 7, Direction.NEUTRAL, predicted=60)
    assert near.result is Result.IMPROVED
    assert judged([20], Direction.NEUTRAL, predicted=60).result is Result.WORSE


@given(
    st.lists(st.floats(-1e9, 1e9), max_size=40),
    st.integers(0, 40),
    st.sampled_from(Direction),
    st.none() | st.floats(-1e9, 1e9),
)
def test_any_figures_are_judged(
    values: list[float], begins: int, towards: Direction, predicted: float | None
) -> None:
    begins = min(begins, len(values))
    found = judged(values[begins:], towards, predicted, values[:begins])
    assert found.before + found.later == len(values)
    assert found.words.endswith(".")
    if found.shift is not None:
        assert begins <= found.shift < len(values)
