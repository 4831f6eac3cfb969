"""What a value says against its target, in every preset (domain.md section 3)."""

import pytest

from hub.domain.status import Polarity, Preset, Status, Step, Thresholds, judge, score
from hub.errors import Invalid

LOWER, HIGHER = Polarity.LOWER, Polarity.HIGHER
G, A, R = Status.GREEN, Status.AMBER, Status.RED


@pytest.mark.parametrize(
    ("value", "target", "polarity", "status"),
    [
        (95.1, 95, HIGHER, G),
        (95, 95, HIGHER, A),
        (94.9, 95, HIGHER, R),
        (95.04, 95, HIGHER, A),  # both are 95.0 at one decimal
        (94.96, 95, HIGHER, A),
        (4, 5, LOWER, G),
        (5, 5, LOWER, A),
        (6, 5, LOWER, R),
        (0, 5, LOWER, G),  # zero is a value
        (None, 5, LOWER, Status.NO_DATA),
        (0, None, HIGHER, Status.NO_TARGET),
        (0.3, 0.1 + 0.2, HIGHER, A),
    ],
)
def test_hmrc(value: float | None, target: float | None, polarity: Polarity, status: str) -> None:
    assert judge(value, target, polarity) is status


def test_hmrc_tolerance_is_absolute_and_its_edges_are_amber() -> None:
    slack = Thresholds(tolerance=0.5)
    assert [judge(v, 95, HIGHER, slack) for v in (94.4, 94.5, 95.5, 95.6)] == [R, A, A, G]


@pytest.mark.parametrize(("target", "polarity"), [(100, HIGHER), (0, LOWER)])
def test_a_target_at_the_bound_can_be_green(target: float, polarity: Polarity) -> None:
    assert judge(target, target, polarity, Thresholds(bound=target)) is G
    strict = Thresholds(bound=target, at_bound_is_green=False)
    assert judge(target, target, polarity, strict) is A
    assert judge(target, target, polarity, Thresholds(bound=50)) is A


@pytest.mark.parametrize(
    ("value", "target", "polarity", "status"),
    [
        (100, 100, HIGHER, G),
        (90, 100, HIGHER, A),
        (89.9, 100, HIGHER, R),
        (100, 100, LOWER, G),
        (110, 100, LOWER, A),
        (110.1, 100, LOWER, R),
        (-11, -10, HIGHER, A),  # a share of |target|
        (-11.1, -10, HIGHER, R),
    ],
)
def test_tolerance(value: float, target: float, polarity: Polarity, status: Status) -> None:
    assert judge(value, target, polarity, Thresholds(Preset.TOLERANCE)) is status


def test_tolerance_around_zero_is_absolute_or_refused() -> None:
    with pytest.raises(Invalid, match="absolute"):
        judge(1, 0, LOWER, Thresholds(Preset.TOLERANCE))
    two = Thresholds(Preset.TOLERANCE, absolute=2)
    assert [judge(v, 0, LOWER, two) for v in (0, 2, 2.1)] == [G, A, R]


@pytest.mark.parametrize(
    ("goal", "flag", "vectors"),
    [
        (700, 500, {300: 0, 400: 1.67, 500: 3.33, 600: 5, 700: 6.67, 800: 8.33, 900: 10}),
        (3, 5, {6: 1.67, 5: 3.33, 4: 5, 3: 6.67, 2: 8.33, 1: 10}),
    ],
)
def test_goal_redflag_scores(goal: float, flag: float, vectors: dict[float, float]) -> None:
    t = Thresholds(Preset.GOAL_REDFLAG, goal=goal, red_flag=flag)
    assert {v: round(score(v, t), 2) for v in vectors} == vectors
    assert [judge(v, None, thresholds=t) for v in (goal, flag)] == [G, R]
    assert judge((goal + flag) / 2, None, thresholds=t) is A


def test_range_has_two_sides() -> None:
    t = Thresholds(Preset.RANGE, low_red=10, low_amber=20, high_amber=30, high_red=40)
    judged = [judge(v, None, Polarity.RANGE, t) for v in (9, 10, 19, 20, 30, 31, 40, 41)]
    assert judged == [R, A, A, G, G, A, A, R]


def test_the_target_of_a_range_is_where_it_is_green() -> None:
    t = Thresholds(Preset.RANGE, low_red=10, low_amber=20, high_amber=30, high_red=40)
    assert t.target_range == (20, 30)
    assert Thresholds(low_amber=20, high_amber=30).target_range is None


def test_range_round_zero() -> None:
    t = Thresholds(Preset.RANGE, low_red=-2, low_amber=-1, high_amber=0, high_red=0)
    assert [judge(v, None, Polarity.RANGE, t) for v in (-3, -2, -1, 0, 1)] == [R, A, G, G, R]


def test_scale_takes_the_first_step_that_reaches() -> None:
    t = Thresholds(Preset.SCALE, scale=(Step(1, "Low", R), Step(3, "Fair", A), Step(5, "Good", G)))
    assert [judge(v, None, thresholds=t) for v in (1, 1.1, 3, 5, 9)] == [R, A, A, G, G]


@pytest.mark.parametrize(
    "wrong",
    [
        {"preset": Preset.GOAL_REDFLAG, "goal": 5.0},
        {"preset": Preset.GOAL_REDFLAG, "goal": 5.0, "red_flag": 5.0},
        {"preset": Preset.RANGE, "low_red": 1.0, "low_amber": 2.0},
        {
            "preset": Preset.RANGE,
            "low_red": 2.0,
            "low_amber": 1.0,
            "high_amber": 3.0,
            "high_red": 4.0,
        },
        {"preset": Preset.SCALE},
    ],
)
def test_thresholds_that_could_never_judge_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        Thresholds(**wrong)  # type: ignore[arg-type]
