"""Named formulas: rates whose two parts are handed in and whose value the hub works out by rule.

A definition that names one (domain.md section 12) takes its figures as numerator and denominator
alone, and refuses those that the rule refuses: more time lost than there was, say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hub.domain.attendance import lost_time_rate, working_days_lost_per_fte
from hub.domain.figures import Measure


class Formula(StrEnum):
    WORKING_DAYS_LOST_PER_FTE = "working_days_lost_per_fte"
    LOST_TIME_RATE = "lost_time_rate"


@dataclass(frozen=True)
class Rule:
    """``value`` works the rate out of ``numerator`` and ``denominator``, in ``measure``; it raises
    Invalid for parts that make up no such rate."""

    title: str
    numerator: str
    denominator: str
    measure: Measure
    value: Callable[[float, float], float]

    @property
    def words(self) -> str:
        """The formula as a sheet says it."""
        times = " \u00d7 100" if self.measure is Measure.PERCENT else ""
        return f"{self.numerator} \u00f7 {self.denominator[0].lower()}{self.denominator[1:]}{times}"


RULES: Mapping[Formula, Rule] = {
    Formula.WORKING_DAYS_LOST_PER_FTE: Rule(
        "Average working days lost per full-time equivalent",
        "Working days lost",
        "Average full-time equivalent staff",
        Measure.DAYS,
        working_days_lost_per_fte,
    ),
    Formula.LOST_TIME_RATE: Rule(
        "Lost-time rate",
        "Time lost to absence",
        "Possible working time",
        Measure.PERCENT,
        lost_time_rate,
    ),
}


def rule_of(named: str | None) -> Rule | None:
    """The rule of a formula by its name; None where a definition names none."""
    return RULES[Formula(named)] if named else None
