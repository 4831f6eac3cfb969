"""The chart of a KPI story: its figures over time, the target in force, and numbered notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import floor, log10

from hub.domain.figures import Format
from hub.drawing.marks.badge import line
from hub.drawing.nodes import Node, group, label, node, written
from hub.drawing.text import SLACK, width
from hub.drawing.theme import STATES, Theme
from hub.snapshot.views import Point

DOTS = 40  # figures; above that many single dots are not drawn


@dataclass(frozen=True)
class Marker:
    """A note on the chart: the period it is about, and the number or word that stands for it."""

    period: str
    words: str


def chart(
    points: Sequence[Point],
    format: Format,
    state: str,
    theme: Theme,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    markers: Sequence[Marker] = (),
    size: float = 24,
    surface: str = "surface",
    id: str | None = None,
) -> Node:
    """All of ``points``, oldest first, in the given box, axis labels of ``size`` px included.

    The target is a dashed stair where it was dated; ``state`` colours the last point; a restated
    figure is a hollow dot; a marker stands over the figure of its period.
    """
    if not points:
        words = label(
            "No figures yet",
            width / 2,
            height / 2,
            size * 1.2,
            fill=theme["ink-2"],
            anchor="middle",
        )
        return group(id, words, x=x, y=y)
    drawn = _Chart(tuple(points), format, state, theme, width, height, size, surface)
    return group(
        id,
        *drawn.scale(),
        *drawn.dates(),
        *drawn.markers(markers),
        *drawn.targets(),
        *drawn.figures(),
        x=x,
        y=y,
    )


def ticks(low: float, high: float, count: int = 4, finest: float = 0.0) -> list[float]:
    """Round numbers from at or below ``low`` to at or above ``high``.

    They are multiples of ``finest``, the smallest step that can be written, where that is given.
    """
    span = high - low
    if span < 1e-6:  # flat, as far as anybody could see
        span = max(abs(high), 1.0)
    rough = max(span / count, finest)
    power = 10.0 ** floor(log10(rough) + 1e-9)
    steps = [power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= rough * 0.999]
    step = next(step for step in steps if not finest or _whole(step / finest))
    first = floor(low / step + 1e-9)
    last = -floor(-high / step + 1e-9)
    return [round(index * step, 10) for index in range(first, max(last, first + 1) + 1)]


def _whole(number: float) -> bool:
    return abs(number - round(number)) < 1e-6


@dataclass(frozen=True)
class _Chart:
    points: tuple[Point, ...]
    format: Format
    state: str
    theme: Theme
    width: float
    height: float
    size: float
    surface: str

    @cached_property
    def levels(self) -> list[float]:
        values = [p.value for p in self.points]
        values += [p.target for p in self.points if p.target is not None]
        return ticks(min(values), max(values), finest=10.0**-self.format.decimals)

    @cached_property
    def left(self) -> float:
        widest = max(width(self.format.show(level), self.size) for level in self.levels)
        return widest * SLACK + 0.6 * self.size

    @cached_property
    def right(self) -> float:
        words = self.target_words
        return self.width - max(width(words, self.size) * SLACK + 0.5 * self.size, 14)

    @property
    def target_words(self) -> str:
        last = self.points[-1].target
        return "" if last is None else f"target {self.format.show(last)}"

    @property
    def top(self) -> float:
        return 1.9 * self.size

    @property
    def bottom(self) -> float:
        return self.height - 1.7 * self.size

    @cached_property
    def places(self) -> list[tuple[float, float]]:
        return [(self.across(p), self.down(p.value)) for p in self.points]

    def across(self, point: Point) -> float:
        first, last = self.points[0].ends, self.points[-1].ends
        span = (last - first).total_seconds()
        room = self.right - self.left - self.size
        if span <= 0:
            return self.left + room / 2
        return self.left + room * (point.ends - first).total_seconds() / span + self.size / 2

    def down(self, value: float) -> float:
        low, high = self.levels[0], self.levels[-1]
        return self.bottom - (self.bottom - self.top) * (value - low) / (high - low)

    def scale(self) -> list[Node]:
        """A faint line per round number, with the number."""
        drawn: list[Node] = []
        for level in self.levels:
            y = self.down(level)
            drawn.append(
                line(
                    f"M{written(self.left)} {written(y)}H{written(self.right)}",
                    self.theme["line"],
                    1.5,
                )
            )
            drawn.append(
                label(
                    self.format.show(level),
                    self.left - 0.5 * self.size,
                    y + 0.35 * self.size,
                    self.size,
                    fill=self.theme["ink-2"],
                    anchor="end",
                )
            )
        return drawn

    def dates(self) -> list[Node]:
        """The periods' names, as many as do not touch, the last always among them."""
        count = len(self.points)
        strides = (range(count - 1, -1, -stride) for stride in range(1, count + 1))
        chosen = next(indexes for indexes in strides if self._apart(indexes))
        base, ink = self.height - 0.3 * self.size, self.theme["ink-2"]
        return [
            label(
                self.points[index].label,
                self._middle(index),
                base,
                self.size,
                fill=ink,
                anchor="middle",
            )
            for index in chosen
        ]

    def _apart(self, indexes: range) -> bool:
        """Whether the names of these figures' periods stand clear of each other."""
        return all(
            self._middle(right) - self._half(right) - self._middle(left) - self._half(left)
            >= 0.7 * self.size
            for right, left in pairwise(indexes)
        )

    def _half(self, index: int) -> float:
        return width(self.points[index].label, self.size) * SLACK / 2

    def _middle(self, index: int) -> float:
        return max(self.places[index][0], self._half(index))

    def targets(self) -> list[Node]:
        """The target in force at each figure, as a stair, with its name at the end."""
        steps, pen = "", False
        for index, point in enumerate(self.points):
            if point.target is None:
                pen = False
                continue
            y = written(self.down(point.target))
            start, end = self._reach(index)
            steps += f"L{written(start)} {y}" if pen else f"M{written(start)} {y}"
            steps += f"H{written(end)}"
            pen = True
        if not steps:
            return []
        dashed = node(
            "path",
            d=steps,
            fill="none",
            stroke=self.theme["ink-3"],
            stroke_width=2.5,
            stroke_linecap="round",
            stroke_dasharray="3 8",
        )
        if self.points[-1].target is None:
            return [dashed]
        base = self.down(self.points[-1].target) + 0.35 * self.size
        x = self.right + 0.4 * self.size
        return [dashed, label(self.target_words, x, base, self.size, fill=self.theme["ink-2"])]

    def _reach(self, index: int) -> tuple[float, float]:
        """From half-way to the figure before to half-way to the one after."""
        here = self.places[index][0]
        first, last = index == 0, index == len(self.places) - 1
        start = self.left if first else (self.places[index - 1][0] + here) / 2
        end = self.right if last else (here + self.places[index + 1][0]) / 2
        return start, end

    def figures(self) -> list[Node]:
        path = "L".join(f"{written(x)} {written(y)}" for x, y in self.places)
        drawn = [line(f"M{path}", self.theme["ink-2"], 4)]
        if len(self.points) <= DOTS:
            pairs = zip(self.points[:-1], self.places[:-1], strict=True)
            drawn += [self._dot(place, point.restated) for point, place in pairs]
        look = STATES[self.state]
        edge = self.surface if look.edge == "surface" else look.edge
        x, y = self.places[-1]
        drawn.append(
            node(
                "circle",
                cx=x,
                cy=y,
                r=11,
                fill=self.theme[look.dot],
                stroke=self.theme[edge],
                stroke_width=3.5,
            )
        )
        return drawn

    def _dot(self, place: tuple[float, float], restated: bool) -> Node:
        ink = self.theme["ink-2"]
        return node(
            "circle",
            cx=place[0],
            cy=place[1],
            r=5.5 if restated else 4.5,
            fill=self.theme[self.surface] if restated else ink,
            stroke=ink,
            stroke_width=2.5 if restated else None,
        )

    def markers(self, markers: Sequence[Marker]) -> list[Node]:
        """A thin line down from each marker's words, which stand over the figure."""
        where = {point.period: place for point, place in zip(self.points, self.places, strict=True)}
        drawn: list[Node] = []
        for marker in markers:
            if marker.period in where:
                drawn += self._marker(marker.words, *where[marker.period])
        return drawn

    def _marker(self, words: str, x: float, y: float) -> list[Node]:
        size = 0.85 * self.size
        wide = max(width(words, size, "condensed", 600) * SLACK + 0.9 * size, 1.5 * size)
        left = min(max(x - wide / 2, 0), self.width - wide)
        return [
            line(
                f"M{written(x)} {written(1.5 * size)}V{written(self.bottom)}",
                self.theme["ink-3"],
                2,
            ),
            node(
                "rect",
                x=left,
                y=0,
                width=wide,
                height=1.5 * size,
                rx=0.75 * size,
                fill=self.theme["ink-2"],
            ),
            label(
                words,
                left + wide / 2,
                1.08 * size,
                size,
                600,
                fill=self.theme[self.surface],
                anchor="middle",
            ),
        ]
