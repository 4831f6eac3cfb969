"""How a figure is written for people: percentages, money, durations, counts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from math import floor, log10

EN_DASH = "\u2013"
MINUS = "\u2212"
HOUR = 3600
LARGEST = 1e15  # of a figure: whole numbers are exact up to there, and pictures can be drawn of it
CLOCK_STEPS = (
    *(1, 2, 5, 10, 15, 30),
    *(60 * minutes for minutes in (1, 2, 5, 10, 15, 30)),
    *(HOUR * hours for hours in (1, 2, 3, 6, 12)),
)  # seconds between the marks of a scale in clock time, up to half a day


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

    def show_range(self, low: float, high: float) -> str:
        """Two ends with a dash between, the unit said once; no decimals where both are whole.

        One that goes below zero is written ``-2% to +3%``, where a dash could be a minus.
        """
        plain = self.shortest((low, high))
        first, last = plain.show(low), plain.show(high)
        if first == last:
            return first
        if self.signed or min(low, high) < 0:
            return f"{first} to {last}"
        ends, begins = _UNITS.get(self.measure, ("", ""))
        return f"{first.removesuffix(ends)}{EN_DASH}{last.removeprefix(begins)}"

    def show_limits(self, low: float, high: float) -> str:
        """Limits of a process, a decimal finer than its figures: with 7.1-7.4 for 7.13 to 7.41,
        a figure of 7.1 would be outside and read as inside."""
        finer = 0 if self.measure is Measure.SECONDS else 1
        return replace(self, decimals=self.decimals + finer).show_range(low, high)

    def shortest(self, values: Iterable[float]) -> "Format":
        """This format without decimals where none of ``values`` has any to show."""
        whole = all(abs(round(v, self.decimals) - round(v)) < 1e-9 for v in values)
        return replace(self, decimals=0) if whole else self

    def step(self, rough: float) -> float:
        """The round step of at least ``rough`` for a scale, that this format can write."""
        if self.measure is not Measure.SECONDS:
            return round_step(rough, finest=10.0**-self.decimals)
        if rough > CLOCK_STEPS[-1]:
            return HOUR * round_step(rough / HOUR, finest=1)
        return next(float(step) for step in CLOCK_STEPS if step >= rough * 0.999)

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


# What an end of a range leaves out since the other end says it: the first its last words, the
# last its first.
_UNITS = {
    Measure.PERCENT: ("%", ""),
    Measure.GBP: ("", "£"),
    Measure.GBP_M: ("m", "£"),
    Measure.GBP_BN: ("bn", "£"),
}


def round_step(rough: float, finest: float = 0.0) -> float:
    """1, 2, 2.5 or 5 times a power of ten, at least ``rough``; a multiple of ``finest``."""
    rough = max(rough, finest)
    power = 10.0 ** floor(log10(rough) + 1e-9)
    steps = [power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= rough * 0.999]
    return next(step for step in steps if not finest or _whole(step / finest))


def _whole(number: float) -> bool:
    return abs(number - round(number)) < 1e-6


def _clock(seconds: float) -> str:
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
