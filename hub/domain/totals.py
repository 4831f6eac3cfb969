"""Totals: one value from the values of several units or periods (domain.md section 4).

A total says what it rests on: which parts are missing, the share of the parts that is there, and
how they spread. With a part missing it is provisional. With none there it has no value: it is
never zero for want of figures.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import fsum, isfinite
from operator import mul
from statistics import quantiles

from hub.domain.figures import Measure
from hub.domain.periods import DAY, YEARS, Frequency, Period, following
from hub.errors import Invalid


class Totalling(StrEnum):
    """How a KPI's values come together."""

    SUM = "sum"
    MEAN = "mean"
    WEIGHTED_MEAN = "weighted_mean"
    RATIO = "ratio"
    MAX = "max"
    MIN = "min"
    LAST = "last"


NOT_OVER_PERIODS = (Totalling.WEIGHTED_MEAN, Totalling.MIN)


def rate(numerator: float, denominator: float, measure: Measure) -> float:
    """Numerator over denominator in the KPI's own measure: of a hundred for a percentage."""
    return numerator / denominator * (100 if measure is Measure.PERCENT else 1)


@dataclass(frozen=True)
class Part:
    """What one unit or period brings: a value, the two parts of a rate, or nothing yet.

    The last of several is the latest by ``ends``, of those that end together the last by key.
    """

    key: str
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    weight: float = 1.0
    ends: date = date.min

    def __post_init__(self) -> None:
        numbers = (self.value, self.numerator, self.denominator, self.own_rate(Measure.PERCENT))
        if not all(n is None or isfinite(n) for n in numbers):
            raise Invalid(f"{self.key}: a figure is a finite number")
        if not (isfinite(self.weight) and self.weight >= 0):
            raise Invalid(f"{self.key}: {self.weight} is not a weight: it is zero or more")

    @property
    def fraction(self) -> tuple[float, float] | None:
        """The parts of a rate where they can be added to others': 0 of 0 can, 5 of 0 cannot."""
        if self.numerator is None or self.denominator is None:
            return None
        sound = self.denominator > 0 or self.numerator == self.denominator == 0
        return (self.numerator, self.denominator) if sound else None

    def own_rate(self, measure: Measure) -> float | None:
        """Its own numerator over its own denominator; none for 0 of 0."""
        return rate(*self.fraction, measure) if self.fraction and self.fraction[1] else None

    def standing(self, method: Totalling, measure: Measure) -> "Part | None":
        """This part with the value it stands with among the others; none if it cannot join them.

        A rate without its two parts cannot join a ratio; 0 of 0 can, and stands nowhere.
        """
        if method is Totalling.RATIO:
            return replace(self, value=self.own_rate(measure)) if self.fraction else None
        value = self.own_rate(measure) if self.value is None else self.value
        return None if value is None else replace(self, value=value)


@dataclass(frozen=True)
class Spread:
    """How the parts lie apart, quartiles as in spreadsheets (QUARTILE.INC); ``lowest`` and
    ``highest`` name those at the ends."""

    least: float
    lower_quartile: float
    median: float
    upper_quartile: float
    most: float
    lowest: tuple[str, ...]
    highest: tuple[str, ...]


@dataclass(frozen=True)
class Total:
    """``by_count`` and ``by_weight`` are the shares of the parts that are there, ``weight`` what
    those weigh; ``missing`` names the others."""

    value: float | None
    by_count: float
    by_weight: float
    weight: float
    missing: tuple[str, ...] = ()
    spread: Spread | None = None
    numerator: float | None = None
    denominator: float | None = None
    ends: date = date.min

    @property
    def provisional(self) -> bool:
        return bool(self.missing)


def total(
    parts: Iterable[Part], method: Totalling, measure: Measure = Measure.COUNT, title: str = "total"
) -> Total:
    """The parts as one. Raises Invalid for a mean of percentages, naming ``title``."""
    if method is Totalling.MEAN and measure is Measure.PERCENT:
        raise Invalid(
            f"{title}: percentages are not averaged; total them by ratio, from numerators and "
            "denominators, or by weighted mean"
        )
    try:
        return _total(list(parts), method, measure)
    except OverflowError:
        raise Invalid(f"{title}: the figures are too large to be totalled") from None


def _total(parts: Sequence[Part], method: Totalling, measure: Measure) -> Total:
    ready = [(p.key, p.standing(method, measure)) for p in parts]
    known = [part for _, part in ready if part]
    weight, of_all = (fsum(p.weight for p in some) for some in (known, parts))
    top, bottom = _fraction(known) if method is Totalling.RATIO and known else (None, None)
    return Total(
        value=VALUES[method](known, measure) if known else None,
        by_count=len(known) / len(parts) if parts else 0.0,
        by_weight=weight / of_all if of_all else 0.0,
        weight=weight,
        missing=tuple(sorted(key for key, part in ready if part is None)),
        spread=_spread(known),
        numerator=top,
        denominator=bottom,
        ends=max((p.ends for p in known), default=date.min),
    )


def _values(known: Iterable[Part]) -> list[float]:
    return [p.value for p in known if p.value is not None]


def _fraction(known: Iterable[Part]) -> tuple[float, float]:
    pairs = [p.fraction for p in known if p.fraction]
    return fsum(n for n, _ in pairs), fsum(d for _, d in pairs)


def _ratio(known: Sequence[Part], measure: Measure) -> float | None:
    top, bottom = _fraction(known)
    return rate(top, bottom, measure) if bottom else None


def _weighted_mean(known: Sequence[Part], _: Measure) -> float | None:
    weight = fsum(p.weight for p in known)
    shares = [p.weight / weight for p in known if weight]
    return fsum(map(mul, _values(known), shares)) if shares else None


VALUES: Mapping[Totalling, Callable[[Sequence[Part], Measure], float | None]] = {
    Totalling.SUM: lambda known, _: fsum(_values(known)),
    Totalling.MEAN: lambda known, _: fsum(_values(known)) / len(known),
    Totalling.WEIGHTED_MEAN: _weighted_mean,
    Totalling.RATIO: _ratio,
    Totalling.MAX: lambda known, _: max(_values(known)),
    Totalling.MIN: lambda known, _: min(_values(known)),
    Totalling.LAST: lambda known, _: max(known, key=lambda p: (p.ends, p.key)).value,
}


def _spread(known: Sequence[Part]) -> Spread | None:
    values = _values(known)
    if not values:
        return None
    least, most = min(values), max(values)
    # One part alone has its quartiles where it stands.
    lower, median, upper = quantiles(values * (1 + (len(values) == 1)), method="inclusive")
    ends = (sorted(p.key for p in known if p.value == end) for end in (least, most))
    return Spread(least, lower, median, upper, most, *map(tuple, ends))


@dataclass(frozen=True)
class YearToDate:
    """The financial year from 1 April as far as ``ends``, the last day of some period."""

    ends: date

    @property
    def starts(self) -> date:
        return date(self.ends.year - (self.ends.month < 4), 4, 1)

    @property
    def title(self) -> str:
        return f"financial year to {self.ends.day} {self.ends:%B %Y}"


def periods_of(whole: Period | YearToDate, frequency: Frequency) -> tuple[Period, ...]:
    """The periods of ``frequency`` that make up ``whole``, in order. Raises Invalid where they do
    not lie end to end and fill it: weeks make up no quarter, rolling years nothing."""
    if whole.starts.year not in YEARS or whole.ends.year not in YEARS:
        raise Invalid(f"{whole.title} is too far away: years go from {YEARS[0]} to {YEARS[-1]}")
    eve = whole.starts - DAY
    # What follows a period that ended the day before is the one the first day is in.
    period = following(Period("", frequency, eve, eve))
    found: list[Period] = []
    while period.ends <= whole.ends:
        found.append(period)
        period = following(period)
    if not found or (found[0].starts, found[-1].ends) != (whole.starts, whole.ends):
        raise Invalid(f"{whole.title} is not made up of figures by {frequency.replace('_', ' ')}")
    return tuple(found)


def over_periods(
    periods: Iterable[Period],
    figures: Mapping[str, Part],
    method: Totalling,
    measure: Measure = Measure.COUNT,
    title: str = "total",
) -> Total:
    """The total of ``periods`` from figures by period; ``missing`` says which are awaited."""
    if method in NOT_OVER_PERIODS:
        raise Invalid(f"{title}: periods are not totalled by {method.replace('_', ' ')}")
    parts = [replace(figures.get(p.text, Part("")), key=p.text, ends=p.ends) for p in periods]
    return total(parts, method, measure, title)
