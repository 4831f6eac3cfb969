"""Process limits and special causes, against the reference's figures and against their own laws."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.spc import COMMON_CAUSE, Analysis, Direction, analyse
from hub.errors import Invalid

VECTORS = json.loads(Path(__file__).with_name("spc_vectors.json").read_text())["vectors"]
ASKED = (
    "values",
    "dates",
    "direction",
    "target",
    "rebase_at",
    "screen_outliers",
    "fix_after_n_points",
)
LINES = ("mean", "lpl", "upl")
SAID = ("special_cause_type", "point_type", "variation", "assurance")
OTHERWISE = {"const_10", "zero_width_after_screening"}  # where the reference draws no width
FIRST = date(2022, 1, 1)
NUMBERS = st.one_of(st.integers(0, 12), st.floats(-1e6, 1e6).map(lambda x: round(x, 2)))


def days(count: int) -> list[date]:
    return [FIRST + timedelta(days=n) for n in range(count)]


def judged(*values: float | None, **asked: Any) -> Analysis:
    return analyse(values, days(len(values)), **asked)


@pytest.mark.parametrize(
    "vector", [v for v in VECTORS if v["name"] not in OTHERWISE], ids=lambda v: v["name"]
)
def test_the_reference_is_met(vector: dict[str, Any]) -> None:
    found: dict[str, Any] = dict(analyse(**{name: vector[name] for name in ASKED}))
    expected = vector["expected"]
    for line in LINES:
        assert [x is None for x in found[line]] == [x is None for x in expected[line]]
        pairs = [p for p in zip(found[line], expected[line], strict=True) if None not in p]
        assert [p[0] for p in pairs] == pytest.approx([p[1] for p in pairs], rel=1e-9)
    assert {name: found[name] for name in SAID} == {name: expected[name] for name in SAID}
    assert found["group"] == expected["rebase_group"]


def test_there_are_vectors_enough() -> None:
    assert len(VECTORS) == 53
    assert {v["name"] for v in VECTORS} >= OTHERWISE


@pytest.mark.parametrize(
    ("target", "direction", "assurance"),
    [
        (4, "increase", "consistent_pass"),
        (5, "increase", "consistent_pass"),
        (5, "decrease", "consistent_pass"),
        (6, "increase", "consistent_fail"),
        (4, "decrease", "consistent_fail"),
        (4, "neutral", None),
    ],
)
def test_a_series_that_never_moves_has_limits_at_its_mean(
    target: float, direction: str, assurance: str | None
) -> None:
    found = judged(*[5] * 14, target=target, direction=direction)
    assert found["lpl"] == found["upl"] == found["mean"] == [5.0] * 14
    assert (found["variation"], found["assurance"]) == ("common_cause", assurance)


@given(st.floats(-1e9, 1e9), st.integers(2, 40))
def test_equal_values_are_exactly_their_mean(value: float, count: int) -> None:
    assert set(judged(*[value] * count)["special_cause_type"]) == {COMMON_CAUSE}


def test_screening_never_takes_all_ranges_away() -> None:
    found = judged(*[100] * 11, 98)
    amr = 2 / 11
    mean = 1198 / 12
    assert found["lpl"][0] == pytest.approx(mean - 2.66 * amr)
    assert found["special_cause_type"][-1] == "Below LCL"
    assert found["special_cause_type"][0] == "7 Points Above CL"


def test_a_rebase_has_no_limits_until_the_second_point() -> None:
    one = judged(*range(14), rebase_at=[days(14)[13]], target=3)
    assert (one["mean"][-1], one["upl"][-1], one["assurance"]) == (13, None, "inconsistent")
    two = judged(*range(15), rebase_at=[days(14)[13]], target=3)
    assert two["upl"][-1] == pytest.approx(13.5 + 2.66)


def test_a_missing_value_in_a_rise_breaks_it() -> None:
    whole = judged(1, 2, 3, 4, 5, 6, 7)
    assert whole["special_cause_type"][3] == "7 Point Trend (Increasing)"
    broken = judged(1, 2, 3, None, 5, 6, 7, 8)
    assert not any("Trend" in label for label in broken["special_cause_type"])


def test_few_points_are_provisional() -> None:
    assert set(judged(*range(12))["provisional"]) == {True}
    assert set(judged(*range(13))["provisional"]) == {False}


def test_nothing_gives_nothing() -> None:
    found = judged()
    assert (found["mean"], found["variation"], found["assurance"]) == ([], None, None)
    missing = judged(None, None, target=1)
    assert (missing["mean"], missing["variation"]) == ([None, None], "common_cause")


def test_values_beyond_adding_have_no_limits() -> None:
    assert judged(1.7e308, 1.7e308, -1.7e308, 1.7e308)["upl"] == [None] * 4


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"values": [1, 2], "dates": ["2022-01-01", "2022-01-01"]}, "two values for 2022-01-01"),
        ({"values": [1], "dates": []}, "1 values do not go with 0 dates"),
        ({"values": [float("nan")], "dates": ["2022-01-01"]}, "not a number"),
        ({"values": [], "dates": [], "direction": "up"}, "'up' is not a direction"),
        ({"values": [], "dates": [], "fix_after_n_points": 11}, "after 12 points or more, not 11"),
    ],
)
def test_what_cannot_be_judged_is_refused(asked: dict[str, Any], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        analyse(**asked)


@given(st.lists(st.one_of(st.none(), NUMBERS), max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(values: list[float | None], chance: Any) -> None:
    rows = list(zip(values, days(len(values)), strict=True))
    straight = analyse([v for v, _ in rows], [d for _, d in rows], target=5)
    chance.shuffle(rows)
    assert analyse([v for v, _ in rows], [d for _, d in rows], target=5) == straight


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=40), st.integers(-60, 60))
def test_turned_over_better_is_worse(values: list[int], target: int) -> None:
    """The mirror image of a series, with the direction mirrored too, says the same."""
    up = judged(*values, target=target)
    down = judged(*(-v for v in values), target=-target, direction=Direction.DECREASE)
    for name in ("point_type", "variation", "assurance"):
        assert up[name] == down[name]


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=15),
    st.lists(st.integers(0, 9), min_size=1, max_size=15),
)
def test_nothing_crosses_a_rebase(before: list[int], after: list[int]) -> None:
    both = judged(*before, *after, rebase_at=[days(len(before) + 1)[-1]])
    alone = (judged(*before), judged(*after))
    for name in ("mean", "lpl", "upl", "special_cause_type", "point_type"):
        assert both[name] == alone[0][name] + alone[1][name]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40))
def test_a_point_outside_says_so_before_all_else(values: list[int]) -> None:
    found = judged(*values)
    for value, lower, upper, label in zip(
        values, found["lpl"], found["upl"], found["special_cause_type"], strict=True
    ):
        beyond = upper is not None and lower is not None and not lower <= value <= upper
        assert beyond == (label in ("Above UCL", "Below LCL"))
