"""The axes of a KPI story's chart: round numbers at the left, periods below, names at the right."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import floor

from hub.domain.figures import Format, round_step
from hub.drawing.marks.badge import line
from hub.drawing.marks.dates import Spot, names
from hub.drawing.nodes import Node, label, written
from hub.drawing.text import SLACK, width
from hub.drawing.theme import Theme
from hub.snapshot.views import Point


@dataclass(frozen=True)
class Name:
    """What a line is called: ``words`` at its right end, at the ``level`` of its value."""

    words: str
    level: float


def ticks(
    low: float, high: float, count: int = 4, step: Callable[[float], float] = round_step
) -> list[float]:
    """Round numbers from at or below ``low`` to at or above ``high``, about ``count`` steps apart.

    ``step`` is the round step of at least some size, in the unit of the scale.
    """
    span = high - low
    if span < 1e-6:  # flat, as far as anybody could see
        span = max(abs(high), 1.0)
    apart = step(span / count)
    first = floor(low / apart + 1e-9)
    last = -floor(-high / apart + 1e-9)
    return [round(index * apart, 10) for index in range(first, max(last, first + 1) + 1)]


@dataclass(frozen=True)
class Axes:
    """Where figures stand in a box of ``wide`` x ``high`` px.

    The scale holds the points and ``marks``, the other values that are drawn; ``lines`` are the
    names at the right end; ``above`` px are left free over the scale and ``below`` px under it.
    """

    points: tuple[Point, ...]
    marks: tuple[float, ...]
    lines: tuple[Name, ...]
    format: Format
    theme: Theme
    wide: float
    high: float
    size: float
    above: float
    below: float = 0.0

    @cached_property
    def levels(self) -> list[float]:
        values = [*self.marks, *(p.value for p in self.points)]
        return ticks(min(values), max(values), step=self.format.step)

    @cached_property
    def told(self) -> list[str]:
        """The levels in words, without decimals where all are whole."""
        plain = self.format.shortest(self.levels)
        return [plain.show(level) for level in self.levels]

    @cached_property
    def left(self) -> float:
        widest = max(width(name, self.size) for name in self.told)
        return widest * SLACK + 0.6 * self.size

    @cached_property
    def right(self) -> float:
        widest = max((width(name.words, self.size) for name in self.lines), default=0.0)
        return self.wide - max(widest * SLACK + 0.5 * self.size, 14)

    @property
    def top(self) -> float:
        return self.above

    @property
    def bottom(self) -> float:
        return self.high - (3.0 if self.dated else 1.8) * self.size - self.below

    @cached_property
    def dated(self) -> bool:
        """Whether the years stand below the names of the periods."""
        return any(point.year for point in self.points)

    @cached_property
    def places(self) -> list[tuple[float, float]]:
        return [(self.across(p), self.down(p.value)) for p in self.points]

    def standing(self) -> str:
        """Where each period stands, as JSON: for who points at the chart."""
        places = zip(self.points, self.places, strict=True)
        said = [[point.period, round(place[0])] for point, place in places]
        return json.dumps(said, separators=(",", ":"))

    def across(self, point: Point) -> float:
        """By time, with room for the first and the last period's name within the axis."""
        first, last = self.points[0].ends, self.points[-1].ends
        span = (last - first).total_seconds()
        start, end = self.left + self._inset(0), self.right - self._inset(len(self.points) - 1)
        if span <= 0 or start >= end:
            return (self.left + self.right) / 2
        return start + (end - start) * (point.ends - first).total_seconds() / span

    def moment(self, at: datetime) -> float | None:
        """Where a moment stands, in or out of the picture; None where there is no course of time
        to measure it by."""
        first, last = self.points[0], self.points[-1]
        span = (last.ends - first.ends).total_seconds()
        start, end = self.across(first), self.across(last)
        if span <= 0 or start >= end:
            return None
        return start + (end - start) * (at - first.ends).total_seconds() / span

    def _inset(self, index: int) -> float:
        half = width(self.points[index].label, self.size) * SLACK / 2
        return max(half, self.size / 2)

    def down(self, value: float) -> float:
        low, high = self.levels[0], self.levels[-1]
        return self.bottom - (self.bottom - self.top) * (value - low) / (high - low)

    def reach(self, first: int, last: int) -> tuple[float, float]:
        """From half-way to the figure before ``first`` to half-way to the one after ``last``."""
        ends = self.places
        start = self.left if first == 0 else (ends[first - 1][0] + ends[first][0]) / 2
        after = last == len(ends) - 1
        return start, self.right if after else (ends[last][0] + ends[last + 1][0]) / 2

    def scale(self) -> list[Node]:
        """A faint line per round number, with the number."""
        drawn: list[Node] = []
        x, size, ink = self.left - 0.5 * self.size, self.size, self.theme["ink-2"]
        for level, name in zip(self.levels, self.told, strict=True):
            y = self.down(level)
            across = f"M{written(self.left)} {written(y)}H{written(self.right)}"
            drawn.append(line(across, self.theme["line"], 1.5))
            drawn.append(label(name, x, y + 0.35 * size, size, fill=ink, anchor="end"))
        return drawn

    def dates(self) -> list[Node]:
        """The periods' names, and below them their years."""
        spots = [
            Spot(x, point.label, point.year)
            for point, (x, _) in zip(self.points, self.places, strict=True)
        ]
        last = self.high - 0.3 * self.size
        bases = (last - 1.2 * self.size * self.dated, last)
        return [
            label(
                name.words,
                name.middle,
                bases[name.row],
                self.size,
                fill=self.theme["ink-2"],
                anchor="middle",
            )
            for name in names(spots, self.size, self.right)
        ]

    def endings(self) -> list[Node]:
        """The names of the lines at their right ends, none upon another."""
        x, size, ink = self.right + 0.4 * self.size, self.size, self.theme["ink-2"]
        ordered = sorted(self.lines, key=lambda name: -name.level)
        room = self.bottom + 0.5 * size - (self.top - 0.5 * size)
        apart = min(1.02 * size, room / max(len(ordered), 1))
        wanted = [self.down(name.level) for name in ordered]
        middles = spread(wanted, apart, self.top, self.bottom)
        return [
            label(name.words, x, middle + 0.35 * size, size, fill=ink)
            for name, middle in zip(ordered, middles, strict=True)
        ]


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """The places nearest to ``wanted``, which go up, that are ``apart`` from each other and, where
    there is room, lie between ``low`` and ``high``."""
    blocks: list[tuple[float, int]] = []  # the mean of some places less their steps, how many
    for step, place in enumerate(wanted):
        mean, count = place - step * apart, 1
        while blocks and blocks[-1][0] > mean:
            before, others = blocks.pop()
            mean = (before * others + mean * count) / (others + count)
            count += others
        blocks.append((mean, count))
    free = max(high - (len(wanted) - 1) * apart, low)
    means = [min(max(mean, low), free) for mean, count in blocks for _ in range(count)]
    return [mean + step * apart for step, mean in enumerate(means)]
