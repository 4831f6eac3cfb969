"""XmR charts: process limits, special causes, and what they say of variation and assurance.

The rules are those of the NHS "Making Data Count" charts as NHSRplotthedots 0.2.2 computes them
(NHS-R community, MIT licence). It differs where that package draws no limits, or limits of no
width: a series that never moves has limits equal to its mean, and screening never takes away every
range that there is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from math import fsum, isfinite
from typing import TypedDict

from hub.errors import Invalid

RUN = 7  # points in a row
LIMITS = 2.66  # times the mean moving range: three sigma
CLOSE = 2 * LIMITS / 3
SCREEN = 3.267  # a moving range of so many mean ranges or more is an outlier
ENOUGH = 13  # points; with fewer, limits are provisional and there are no icons
FEWEST_FIXED = 12

Values = Sequence[float | None]


class Direction(StrEnum):
    """Where better lies."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


class PointType(StrEnum):
    COMMON = "common_cause"
    IMPROVEMENT = "special_cause_improvement"
    CONCERN = "special_cause_concern"
    NEUTRAL_HIGH = "special_cause_neutral_high"
    NEUTRAL_LOW = "special_cause_neutral_low"


class Assurance(StrEnum):
    """Whether the process, left alone, will meet its target."""

    PASS = "consistent_pass"
    FAIL = "consistent_fail"
    HIT_OR_MISS = "inconsistent"


class Analysis(TypedDict):
    """Lists hold an entry for each value, in the order of the dates.

    ``lpl`` and ``upl`` are None where there are no limits yet; ``group`` counts rebases;
    ``provisional`` says that a group has fewer than 13 points. ``variation`` is the type of the
    last point and ``assurance`` holds the target against the last limits, None without a target.
    """

    dates: list[str]
    values: list[float | None]
    mean: list[float | None]
    lpl: list[float | None]
    upl: list[float | None]
    special_cause_type: list[str]
    point_type: list[str]
    group: list[int]
    provisional: list[bool]
    variation: str | None
    assurance: str | None


COMMON_CAUSE = "Common Cause"
OUTSIDE = {1: "Above UCL", -1: "Below LCL"}
TREND = {1: "7 Point Trend (Increasing)", -1: "7 Point Trend (Decreasing)"}
TWO_IN_THREE = {1: "2 in 3 Above CL", -1: "2 in 3 Below CL"}
SHIFT = {1: "7 Points Above CL", -1: "7 Points Below CL"}
SIDES: Mapping[str, int] = {
    label: side
    for labels in (OUTSIDE, TREND, TWO_IN_THREE, SHIFT)
    for side, label in labels.items()
}


@dataclass(frozen=True, slots=True)
class Limits:
    """``spread`` is the mean moving range, None where there is none to measure by."""

    mean: float | None
    spread: float | None

    def at(self, widths: float) -> float | None:
        """So many mean moving ranges from the mean."""
        if self.mean is None or self.spread is None:
            return None
        return self.mean + widths * self.spread

    @property
    def lpl(self) -> float | None:
        return self.at(-LIMITS)

    @property
    def upl(self) -> float | None:
        return self.at(LIMITS)


def analyse(
    values: Values,
    dates: Sequence[str | date],
    direction: str = Direction.INCREASE,
    target: float | None = None,
    rebase_at: Sequence[str | date] = (),
    screen_outliers: bool = True,
    fix_after_n_points: int | None = None,
) -> Analysis:
    """Judge a series; it is put into the order of its dates, which are ISO texts or days.

    Raises Invalid for dates that are there twice, values that are not numbers, lists of different
    lengths, an unknown direction, or limits fixed after fewer than 12 points.
    """
    towards = _direction(direction)
    points = _points(values, dates, fix_after_n_points)
    starts = {str(day) for day in rebase_at}
    first = int(bool(points) and points[0][0] in starts)
    judged = [_judge(g, screen_outliers, fix_after_n_points) for g in _groups(points, starts)]
    labels = [label for found in judged for label in found.labels]
    types = [_type(label, towards) for label in labels]
    last = judged[-1].limits if judged else Limits(None, None)
    return Analysis(
        dates=[day for day, _ in points],
        values=[value for _, value in points],
        mean=_spread(judged, lambda limits: limits.mean),
        lpl=_spread(judged, lambda limits: limits.lpl),
        upl=_spread(judged, lambda limits: limits.upl),
        special_cause_type=labels,
        point_type=[str(kind) for kind in types],
        group=[n for n, found in enumerate(judged, first) for _ in found.labels],
        provisional=[len(found.labels) < ENOUGH for found in judged for _ in found.labels],
        variation=str(types[-1]) if types else None,
        assurance=_assurance(last, towards, target) if types else None,
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    limits: Limits
    labels: Sequence[str]


def _direction(direction: str) -> Direction:
    try:
        return Direction(direction)
    except ValueError:
        known = ", ".join(Direction)
        raise Invalid(f"{direction!r} is not a direction; there are: {known}") from None


def _points(
    values: Values, dates: Sequence[str | date], fixed: int | None
) -> list[tuple[str, float | None]]:
    if fixed is not None and fixed < FEWEST_FIXED:
        raise Invalid(f"limits can be fixed after {FEWEST_FIXED} points or more, not {fixed}")
    if len(values) != len(dates):
        raise Invalid(f"{len(values)} values do not go with {len(dates)} dates")
    if not all(value is None or isfinite(value) for value in values):
        raise Invalid("a value is not a number")
    points = sorted(zip(map(str, dates), values, strict=True), key=lambda point: point[0])
    twice = next((day for (day, _), (after, _) in pairwise(points) if day == after), None)
    if twice is not None:
        raise Invalid(f"there are two values for {twice}")
    return points


def _groups(
    points: Iterable[tuple[str, float | None]], starts: set[str]
) -> Iterator[list[float | None]]:
    """The values between rebases; a rebase on a day without a value changes nothing."""
    group: list[float | None] = []
    for day, value in points:
        if day in starts and group:
            yield group
            group = []
        group.append(value)
    if group:
        yield group


def _judge(values: Values, screen: bool, fixed: int | None) -> _Judged:
    limits = _limits(values[:fixed], screen)
    return _Judged(limits, list(_labels(values, limits)))


def _limits(baseline: Values, screen: bool) -> Limits:
    known = [value for value in baseline if value is not None]
    ranges = [abs(b - a) for a, b in pairwise(baseline) if a is not None and b is not None]
    return Limits(_mean(known), _mean(_screened(ranges) if screen else ranges))


def _mean(values: Sequence[float]) -> float | None:
    """To the last bit: values that are all the same have exactly that mean. None where there are
    no values, or where they are too large to be added up."""
    if not values:
        return None
    try:
        rough = fsum(values) / len(values)
        return rough + fsum(value - rough for value in values) / len(values)
    except OverflowError:
        return None


def _screened(ranges: Sequence[float]) -> Sequence[float]:
    """Without outliers, in one pass; limits never collapse because of it."""
    middle = _mean(ranges)
    if middle is None:
        return ranges
    kept = [width for width in ranges if width < SCREEN * middle]
    return kept if any(kept) else ranges


def _labels(values: Values, limits: Limits) -> Iterator[str]:
    sides = [_side(value, limits) for value in values]
    outside = [_beyond(value, limits, LIMITS) for value in values]
    close = [
        0 if out else _beyond(v, limits, CLOSE) for v, out in zip(values, outside, strict=True)
    ]
    trend, shift = _trends(values), _runs(sides)
    for i in range(len(values)):
        if outside[i]:
            yield OUTSIDE[outside[i]]
        elif trend[i]:
            yield TREND[trend[i]]
        elif close[i] and _two_in_three(i, sides, close):
            yield TWO_IN_THREE[sides[i]]
        elif shift[i]:
            yield SHIFT[sides[i]]
        else:
            yield COMMON_CAUSE


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _side(value: float | None, limits: Limits) -> int:
    return 0 if value is None or limits.mean is None else _sign(value - limits.mean)


def _beyond(value: float | None, limits: Limits, widths: float) -> int:
    """On which side the value lies beyond so many mean moving ranges; 0 within."""
    lower, upper = limits.at(-widths), limits.at(widths)
    if value is None or lower is None or upper is None:
        return 0
    return (value > upper) - (value < lower)


def _runs(signs: Sequence[int]) -> list[bool]:
    """Which points belong to seven or more in a row with one sign that is not 0."""
    found = [False] * len(signs)
    begin = 0
    for i in range(1, len(signs) + 1):
        if i < len(signs) and signs[i] == signs[begin]:
            continue
        if signs[begin] and i - begin >= RUN:
            found[begin:i] = [True] * (i - begin)
        begin = i
    return found


def _trends(values: Values) -> list[int]:
    """1 or -1 for points of seven or more that each lie higher (or lower) than the one before.

    A point in two trends, or at the end of one that another follows, goes with the step after it.
    """
    steps = [_sign(b - a) if a is not None and b is not None else 0 for a, b in pairwise(values)]
    within = [False] * len(values)
    begin = 0
    for i in range(1, len(steps) + 1):
        if i < len(steps) and steps[i] == steps[begin]:
            continue
        if steps[begin] and i - begin >= RUN - 1:
            within[begin : i + 1] = [True] * (i - begin + 1)
        begin = i
    return [
        (1 if _step(i, steps, within) > 0 else -1) if inside else 0
        for i, inside in enumerate(within)
    ]


def _step(point: int, steps: Sequence[int], within: Sequence[bool]) -> int:
    forward = point + 1 < len(within) and within[point + 1]
    return steps[point] if forward else steps[point - 1]


def _two_in_three(point: int, sides: Sequence[int], close: Sequence[int]) -> bool:
    """Whether some three in a row with the point lie on one side, two of them close to a limit."""
    windows = (range(i, i + 3) for i in range(max(0, point - 2), min(point, len(sides) - 3) + 1))
    side = sides[point]
    return any(
        all(sides[j] == side for j in window) and sum(bool(close[j]) for j in window) >= 2
        for window in windows
    )


def _type(label: str, towards: Direction) -> PointType:
    side = SIDES.get(label, 0)
    if side == 0:
        return PointType.COMMON
    if towards is Direction.NEUTRAL:
        return PointType.NEUTRAL_HIGH if side > 0 else PointType.NEUTRAL_LOW
    better = side if towards is Direction.INCREASE else -side
    return PointType.IMPROVEMENT if better > 0 else PointType.CONCERN


def _spread(judged: Iterable[_Judged], of: Callable[[Limits], float | None]) -> list[float | None]:
    return [of(found.limits) for found in judged for _ in found.labels]


def _assurance(limits: Limits, towards: Direction, target: float | None) -> str | None:
    if target is None or towards is Direction.NEUTRAL:
        return None
    return str(_holds(limits, 1 if towards is Direction.INCREASE else -1, target))


def _holds(limits: Limits, better: int, target: float) -> Assurance:
    if limits.lpl is None or limits.upl is None:
        return Assurance.HIT_OR_MISS
    if limits.lpl == limits.upl == target:
        return Assurance.PASS  # a series that never moves stands on its target
    if target > limits.upl:
        return Assurance.FAIL if better > 0 else Assurance.PASS
    if target < limits.lpl:
        return Assurance.PASS if better > 0 else Assurance.FAIL
    return Assurance.HIT_OR_MISS
