"""How a figure is written for people: percentages, money, durations, counts."""

from dataclasses import dataclass
from enum import StrEnum

EN_DASH = "\u2013"
MINUS = "\u2212"


class Measure(StrEnum):
    """Unit of measurement of a KPI."""

    PERCENT = "percent"
    COUNT = "count"
    SCORE = "score"
    SECONDS = "seconds"
    MINUTES = "minutes"
    DAYS = "days"
    GBP = "gbp"
    GBP_M = "gbp_m"
    GBP_BN = "gbp_bn"


@dataclass(frozen=True)
class Format:
    """How one KPI's figures are shown; ``signed`` puts a plus before gains."""

    measure: Measure = Measure.COUNT
    decimals: int = 1
    signed: bool = False

    def show(self, value: float | None) -> str:
        """``98.6%``, ``£18.2m``, ``13:59`` (min, s), ``1,204``; an en dash for none."""
        if value is None:
            return EN_DASH
        rounded = round(value, 0 if self.measure is Measure.SECONDS else self.decimals)
        sign = MINUS if rounded < 0 else "+" if self.signed and rounded > 0 else ""
        size = abs(value)
        if self.measure is Measure.SECONDS:
            return sign + _clock(size)
        digits = f"{size:,.{self.decimals}f}"
        match self.measure:
            case Measure.PERCENT:
                return f"{sign}{digits}%"
            case Measure.GBP:
                return f"{sign}£{digits}"
            case Measure.GBP_M:
                return f"{sign}£{digits}m"
            case Measure.GBP_BN:
                return f"{sign}£{digits}bn"
            case _:
                return sign + digits

    @property
    def suffix(self) -> str:
        """The word that belongs beside the value in near text, if the value does not say it."""
        match self.measure:
            case Measure.SECONDS:
                return "min:s"
            case Measure.MINUTES:
                return "minutes"
            case Measure.DAYS:
                return "days"
            case _:
                return ""


def _clock(seconds: float) -> str:
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
