"""Status: what a value says against its target, in the presets a definition sheet can name."""

from dataclasses import dataclass, field
from enum import StrEnum

from hub.errors import Invalid


class Status(StrEnum):
    """Every status has a colour, a shape and a word (``hub.drawing.theme``)."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NO_DATA = "no_data"
    NOT_DUE = "not_due"
    NO_TARGET = "no_target"
    SUPPRESSED = "suppressed"


class Polarity(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    RANGE = "range"


class Preset(StrEnum):
    HMRC = "hmrc"
    TOLERANCE = "tolerance"
    GOAL_REDFLAG = "goal_redflag"
    RANGE = "range"
    SCALE = "scale"


@dataclass(frozen=True)
class Step:
    """One step of a ``scale``: values up to and including ``up_to`` have this status."""

    up_to: float
    label: str
    status: Status


@dataclass(frozen=True)
class Thresholds:
    """How a KPI turns value and target into a status.

    ``tolerance`` is absolute for ``hmrc`` and the share of the target (0.10 = 10 %) for
    ``tolerance``; ``absolute`` replaces that share where the target can be zero. ``bound`` is the
    end of the scale (100 for a percentage, 0 for a count of failures): a target there could never
    be beaten, so meeting it is green unless ``at_bound_is_green`` is off.
    """

    preset: Preset = Preset.HMRC
    tolerance: float | None = None
    absolute: float | None = None
    bound: float | None = None
    at_bound_is_green: bool = True
    goal: float | None = None
    red_flag: float | None = None
    low_red: float | None = None
    low_amber: float | None = None
    high_amber: float | None = None
    high_red: float | None = None
    scale: tuple[Step, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.preset is Preset.GOAL_REDFLAG and (
            self.goal is None or self.red_flag is None or self.goal == self.red_flag
        ):
            raise Invalid("goal_redflag needs a goal and a red_flag that differ")
        if self.preset is Preset.RANGE:
            bounds = (self.low_red, self.low_amber, self.high_amber, self.high_red)
            known = [b for b in bounds if b is not None]
            if len(known) < 4 or known != sorted(known):
                raise Invalid("range needs low_red <= low_amber <= high_amber <= high_red")
        if self.preset is Preset.SCALE and not self.scale:
            raise Invalid("scale needs at least one step")

    @property
    def target_range(self) -> tuple[float, float] | None:
        """From where to where a value is green, where that is the target."""
        if self.preset is not Preset.RANGE or self.low_amber is None or self.high_amber is None:
            return None
        return self.low_amber, self.high_amber


def judge(
    value: float | None,
    target: float | None,
    polarity: Polarity = Polarity.HIGHER,
    thresholds: Thresholds | None = None,
    decimals: int = 1,
) -> Status:
    """The status of ``value``. Zero is a value; ``None`` is missing (domain.md section 3)."""
    t = thresholds or Thresholds()
    if value is None:
        return Status.NO_DATA
    if t.preset is Preset.GOAL_REDFLAG:
        return of_score(score(value, t))
    if t.preset is Preset.RANGE:
        return _in_range(value, t)
    if t.preset is Preset.SCALE:
        return next((s.status for s in t.scale if value <= s.up_to), t.scale[-1].status)
    if target is None:
        return Status.NO_TARGET
    better = round(value, decimals) - round(target, decimals)
    if polarity is Polarity.LOWER:
        better = -better
    if t.preset is Preset.TOLERANCE:
        return _tolerated(better, target, t)
    slack = t.tolerance or 0.0
    if abs(better) < 1e-9 and t.at_bound_is_green and t.bound is not None and target == t.bound:
        return Status.GREEN
    if better < -slack - 1e-9:
        return Status.RED
    return Status.AMBER if better <= slack + 1e-9 else Status.GREEN


def _tolerated(better: float, target: float, t: Thresholds) -> Status:
    slack = t.absolute
    if slack is None:
        if target == 0:
            raise Invalid("a target of zero needs an absolute tolerance")
        slack = (0.10 if t.tolerance is None else t.tolerance) * abs(target)
    if better >= -1e-9:
        return Status.GREEN
    return Status.AMBER if better >= -slack - 1e-9 else Status.RED


def _in_range(value: float, t: Thresholds) -> Status:
    low_red, low_amber, high_amber, high_red = (
        float(b or 0) for b in (t.low_red, t.low_amber, t.high_amber, t.high_red)
    )
    if value < low_red or value > high_red:
        return Status.RED
    return Status.AMBER if value < low_amber or value > high_amber else Status.GREEN


def score(value: float, t: Thresholds) -> float:
    """Score 0-10 of ``goal_redflag``: 3.33 at the red flag, 6.67 at the goal."""
    goal, flag = t.goal, t.red_flag
    assert goal is not None and flag is not None
    return min(10.0, max(0.0, 10 / 3 + (value - flag) / (goal - flag) * 10 / 3))


def of_score(points: float) -> Status:
    """Green from 6.67, red up to 3.33 (both at two decimals), else amber."""
    rounded = round(points, 2)
    if rounded >= 6.67:
        return Status.GREEN
    return Status.RED if rounded <= 3.33 else Status.AMBER
