"""What the process behind a KPI does: its kept figures, judged by ``hub.domain.spc``."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, cast

from hub.domain.periods import Frequency, following, parse
from hub.domain.spc import Analysis, Direction, analyse
from hub.domain.status import Polarity
from hub.model import Kpi

TOWARDS = {
    Polarity.HIGHER: Direction.INCREASE,
    Polarity.LOWER: Direction.DECREASE,
    Polarity.RANGE: Direction.NEUTRAL,
}
LETTER = {
    ("special_cause_improvement", Direction.INCREASE): "improvement_high",
    ("special_cause_improvement", Direction.DECREASE): "improvement_low",
    ("special_cause_concern", Direction.INCREASE): "concern_low",
    ("special_cause_concern", Direction.DECREASE): "concern_high",
}
ICON = {
    "special_cause_neutral_high": "neutral_high",
    "special_cause_neutral_low": "neutral_low",
    "common_cause": "common_cause",
    "consistent_pass": "pass",
    "consistent_fail": "fail",
    "inconsistent": "inconsistent",
}


def shown(kpi: Kpi, points: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
    """The points of the KPI's chart, the newest; limits and icons rest on these alone."""
    return points[-(kpi.chart_points or len(points) or 1) :]


def process(kpi: Kpi, points: Sequence[Sequence[Any]]) -> Analysis | None:
    """The analysis of the points shown, an entry for each; None where there is nothing to judge.

    A period without a figure breaks runs and moving ranges, as a missing value does. Figures of a
    live KPI follow each other too closely for limits to mean anything.
    """
    points = shown(kpi, points)
    if not points or kpi.frequency == Frequency.LIVE:
        return None
    series = list(_series(points))
    found = analyse(
        [value for _, value, _ in series],
        [ends for ends, _, _ in series],
        TOWARDS[Polarity(kpi.polarity)],
        points[-1][3],
        [_start(rebase["period"], points) for rebase in kpi.rebases],
    )
    there = [i for i, (_, _, kept) in enumerate(series) if kept]
    return _only(found, there)


def icons(kpi: Kpi, found: Analysis | None) -> tuple[str | None, str | None]:
    """The icons of variation and of assurance; None before the thirteenth point of a process."""
    if found is None or not found["provisional"] or found["provisional"][-1]:
        return None, None
    variation, assurance = found["variation"] or "", found["assurance"] or ""
    towards = TOWARDS[Polarity(kpi.polarity)]
    return LETTER.get((variation, towards), ICON.get(variation)), ICON.get(assurance)


def _series(points: Sequence[Sequence[Any]]) -> Iterator[tuple[str, float | None, bool]]:
    """End, value, and whether it is one of the points; the others stand for gaps."""
    yield points[0][1], points[0][2], True
    for before, point in pairwise(points):
        after = following(parse(before[0]))
        if after.text != point[0]:
            yield after.ends.isoformat(), None, False
        yield point[1], point[2], True


def _start(period: str, points: Sequence[Sequence[Any]]) -> str:
    """The first point of the new process: of that period, or the first after it."""
    begins = parse(period).starts.isoformat()
    return next((point[1] for point in points if point[1] >= begins), "")


def _only(found: Analysis, there: Sequence[int]) -> Analysis:
    kept: dict[str, Any] = {
        name: [value[i] for i in there] if isinstance(value, list) else value
        for name, value in found.items()
    }
    return cast(Analysis, kept)
