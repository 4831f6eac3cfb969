"""Does the cure work: a KPI's figures after a countermeasure, judged against those before it.

The limits are those of the process before (XmR, ``hub.domain.spc``), held fixed; a special cause
after it is an effect, for better or worse, and anything else is chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hub.domain.spc import FEWEST_FIXED, Direction, PointType, analyse

FEWEST_LATER = 3  # figures after a countermeasure, before anybody says that it did nothing


class Result(StrEnum):
    IMPROVED = "improved"
    NO_CHANGE = "no_change"
    WORSE = "worse"
    TOO_EARLY = "too_early"


class Decision(StrEnum):
    """What people make of a result."""

    STANDARDISE = "standardise"
    ADJUST = "adjust"
    ABANDON = "abandon"


RESULT_WORDS = {
    Result.IMPROVED: "Improved",
    Result.NO_CHANGE: "No change",
    Result.WORSE: "Worse",
    Result.TOO_EARLY: "Too early to tell",
}

_TELLING = {PointType.IMPROVEMENT: Result.IMPROVED, PointType.CONCERN: Result.WORSE}


@dataclass(frozen=True)
class Cure:
    """``before`` and ``later`` count figures; ``reached`` says whether the newest one is at the
    predicted level, None without a prediction. From figure ``shift`` on (an index into all) the
    process is another one, so that limits can be measured anew from there; None where it is not."""

    result: Result
    words: str
    before: int = 0
    later: int = 0
    reached: bool | None = None
    shift: int | None = None


def judge(
    values: Sequence[float],
    days: Sequence[date],
    begins: int,
    towards: Direction,
    predicted: float | None = None,
) -> Cure:
    """The figures of ``values`` from index ``begins`` on are of periods that lie wholly after the
    countermeasure was in place; ``days`` are those on which the periods end, oldest first."""
    later = values[begins:]
    reached = _reached(later, towards, predicted)
    if not later:
        return Cure(Result.TOO_EARLY, "No figure has come in since.", begins)
    if towards is Direction.NEUTRAL:
        if predicted is None:
            words = "This KPI is best within a range: say what level is predicted."
            return Cure(Result.TOO_EARLY, words, begins, len(later))
        values, towards = [abs(value - predicted) for value in values], Direction.DECREASE
    result, words, shift = _seen(values, days, begins, towards, bool(reached))
    if result is Result.IMPROVED and reached is False:
        words += " The predicted level is not reached yet."
    return Cure(result, words, begins, len(later), reached, shift)


def _seen(
    values: Sequence[float], days: Sequence[date], begins: int, towards: Direction, reached: bool
) -> tuple[Result, str, int | None]:
    later = len(values) - begins
    if begins < FEWEST_FIXED:
        return (*_short(begins, later, reached), None)
    found = analyse(values, days, towards, fix_after_n_points=begins)
    kinds = [PointType(kind) for kind in found["point_type"][begins:]]
    telling = [at for at, kind in enumerate(kinds) if kind in _TELLING]
    if telling:
        last = telling[-1]
        result = _TELLING[kinds[last]]
        better = "the better" if result is Result.IMPROVED else "the worse"
        cause = found["special_cause_type"][begins + last]
        words = f"{_figures(later)} since: a special cause for {better} ({cause})."
        return result, words, _shift(kinds, begins)
    if later < FEWEST_LATER:
        return Result.TOO_EARLY, f"Only {_figures(later)} since, within the usual range.", None
    return Result.NO_CHANGE, f"{_figures(later)} since, all within the usual range.", None


def _short(begins: int, later: int, reached: bool) -> tuple[Result, str]:
    """With a history too short for limits, only a prediction that came true says something."""
    history = f"Only {_figures(begins)} before: too few for limits."
    if reached and later >= FEWEST_LATER:
        return Result.IMPROVED, f"{history} The predicted level is reached."
    return Result.TOO_EARLY, history


def _reached(later: Sequence[float], towards: Direction, predicted: float | None) -> bool | None:
    if predicted is None or not later or towards is Direction.NEUTRAL:
        return None
    sign = 1 if towards is Direction.INCREASE else -1
    return sign * (later[-1] - predicted) >= 0


def _shift(kinds: Sequence[PointType], begins: int) -> int | None:
    """The first figure of an improvement that lasts to the newest one."""
    first = None
    for at, kind in reversed(list(enumerate(kinds))):
        if kind is not PointType.IMPROVEMENT:
            break
        first = at
    return None if first is None or len(kinds) - first < FEWEST_LATER else begins + first


def _figures(number: int) -> str:
    return f"{number} figure" if number == 1 else f"{number} figures"
