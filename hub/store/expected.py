"""What a process lets one expect of its next figure: the limits, before that figure is known."""

from collections.abc import Sequence
from typing import Any

from hub.domain.periods import Period, end_of
from hub.domain.spc import FEWEST_FIXED
from hub.model import Kpi
from hub.store.process import process


def expected(
    kpi: Kpi, points: Sequence[Sequence[Any]], period: Period
) -> tuple[float, float] | None:
    """The process limits that the figures before ``period`` give, of a verdict's ``points``.

    None where there are fewer than a year's figures to go by: nobody is asked to explain then.
    """
    ends = end_of(period.ends).isoformat()
    before = [point for point in points if point[1] < ends]
    found = process(kpi, before)
    if found is None or found["group"].count(found["group"][-1]) < FEWEST_FIXED:
        return None
    lower, upper = found["lpl"][-1], found["upl"][-1]
    return None if lower is None or upper is None else (lower, upper)


def outside(limits: tuple[float, float] | None, value: float) -> bool:
    return limits is not None and not limits[0] <= value <= limits[1]
