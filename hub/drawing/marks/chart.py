"""The chart of a KPI story: its figures over time, the target in force, and numbered notes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import floor

from hub.domain.figures import Format, round_step
from hub.drawing.marks.badge import line
from hub.drawing.marks.dates import Spot, names
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
    target_range: tuple[float, float] | None = None,
    markers: Sequence[Marker] = (),
    size: float = 24,
    surface: str = "surface",
    id: str | None = None,
) -> Node:
    """All of ``points``, oldest first, in the given box, axis labels of ``size`` px included.

    The target is a dashed stair where it was dated, and a band where a ``target_range`` stands in
    its place; ``state`` colours the last point; a restated figure is a hollow dot; where figures
    are missing the line is broken; a marker stands over the figure of its period.
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
    drawn = _Chart(tuple(points), format, state, theme, width, height, size, surface, target_range)
    return group(
        id,
        *drawn.band(),
        *drawn.scale(),
        *drawn.dates(),
        *drawn.markers(markers),
        *drawn.targets(),
        *drawn.figures(),
        x=x,
        y=y,
    )


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
class _Chart:
    points: tuple[Point, ...]
    format: Format
    state: str
    theme: Theme
    width: float
    height: float
    size: float
    surface: str
    target_range: tuple[float, float] | None

    @cached_property
    def levels(self) -> list[float]:
        values = [p.value for p in self.points]
        values += self.target_range or [p.target for p in self.points if p.target is not None]
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
        words = self.target_words
        return self.width - max(width(words, self.size) * SLACK + 0.5 * self.size, 14)

    @property
    def target_words(self) -> str:
        if self.target_range is not None:
            return f"target {self.format.show_range(*self.target_range)}"
        last = self.points[-1].target
        return "" if last is None else f"target {self.format.show(last)}"

    @property
    def top(self) -> float:
        return 1.9 * self.size

    @property
    def bottom(self) -> float:
        return self.height - (3.0 if self.dated else 1.8) * self.size

    @cached_property
    def dated(self) -> bool:
        """Whether the years stand below the names of the periods."""
        return any(point.year for point in self.points)

    @cached_property
    def places(self) -> list[tuple[float, float]]:
        return [(self.across(p), self.down(p.value)) for p in self.points]

    def across(self, point: Point) -> float:
        """By time, with room for the first and the last period's name within the axis."""
        first, last = self.points[0].ends, self.points[-1].ends
        span = (last - first).total_seconds()
        start, end = self.left + self._inset(0), self.right - self._inset(len(self.points) - 1)
        if span <= 0 or start >= end:
            return (self.left + self.right) / 2
        return start + (end - start) * (point.ends - first).total_seconds() / span

    def _inset(self, index: int) -> float:
        return max(self._half(index), self.size / 2)

    def down(self, value: float) -> float:
        low, high = self.levels[0], self.levels[-1]
        return self.bottom - (self.bottom - self.top) * (value - low) / (high - low)

    def scale(self) -> list[Node]:
        """A faint line per round number, with the number."""
        drawn: list[Node] = []
        for level, name in zip(self.levels, self.told, strict=True):
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
                    name,
                    self.left - 0.5 * self.size,
                    y + 0.35 * self.size,
                    self.size,
                    fill=self.theme["ink-2"],
                    anchor="end",
                )
            )
        return drawn

    def dates(self) -> list[Node]:
        """The periods' names, and below them their years."""
        spots = [
            Spot(x, point.label, point.year)
            for point, (x, _) in zip(self.points, self.places, strict=True)
        ]
        bases = (self.height - (1.5 if self.dated else 0.3) * self.size,
                 self.height - 0.3 * self.size)  # fmt: skip
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

    def _half(self, index: int) -> float:
        return width(self.points[index].label, self.size) * SLACK / 2

    def band(self) -> list[Node]:
        """The target range, between two dashed lines, with its name at its end."""
        if self.target_range is None:
            return []
        low, high = (self.down(end) for end in self.target_range)
        edges = "".join(
            f"M{written(self.left)} {written(y)}H{written(self.right)}" for y in (low, high)
        )
        x, base = self.right + 0.4 * self.size, (low + high) / 2 + 0.35 * self.size
        return [
            node(
                "rect",
                x=self.left,
                y=high,
                width=max(self.right - self.left, 0),
                height=low - high,
                fill=self.theme["ink-3"],
                fill_opacity=0.16,
            ),
            self._dashes(edges),
            label(self.target_words, x, base, self.size, fill=self.theme["ink-2"]),
        ]

    def targets(self) -> list[Node]:
        """The target in force at each figure, as a stair, with its name at the end."""
        if self.target_range is not None:
            return []
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
        dashed = self._dashes(steps)
        if self.points[-1].target is None:
            return [dashed]
        base = self.down(self.points[-1].target) + 0.35 * self.size
        x = self.right + 0.4 * self.size
        return [dashed, label(self.target_words, x, base, self.size, fill=self.theme["ink-2"])]

    def _dashes(self, d: str) -> Node:
        return node(
            "path",
            d=d,
            fill="none",
            stroke=self.theme["ink-3"],
            stroke_width=2.5,
            stroke_linecap="round",
            stroke_dasharray="3 8",
        )

    def _reach(self, index: int) -> tuple[float, float]:
        """From half-way to the figure before to half-way to the one after."""
        here = self.places[index][0]
        first, last = index == 0, index == len(self.places) - 1
        start = self.left if first else (self.places[index - 1][0] + here) / 2
        end = self.right if last else (here + self.places[index + 1][0]) / 2
        return start, end

    def figures(self) -> list[Node]:
        """The line, broken where figures are missing, a dot each, and the last one coloured."""
        runs = self._runs()
        drawn = [self._line(run) for run in runs if len(run) > 1]
        for run in runs:
            if len(self.points) <= DOTS or len(run) == 1:
                radius = 6.5 if len(run) == 1 else 4.5
                drawn += [self._dot(i, radius) for i in run if i < len(self.points) - 1]
        look = STATES[self.state]
        edge = self.surface if look.edge == "surface" else look.edge
        x, y = self.places[-1]
        last = node(
            "circle",
            cx=x,
            cy=y,
            r=11,
            fill=self.theme[look.dot],
            stroke=self.theme[edge],
            stroke_width=3.5,
        )
        return [*drawn, last]

    def _runs(self) -> list[range]:
        """The figures between which none is missing."""
        begins = [i for i, point in enumerate(self.points) if i == 0 or not point.follows]
        return [range(*ends) for ends in pairwise([*begins, len(self.points)])]

    def _line(self, run: range) -> Node:
        path = "L".join(f"{written(x)} {written(y)}" for x, y in (self.places[i] for i in run))
        return line(f"M{path}", self.theme["ink-2"], 4)

    def _dot(self, index: int, radius: float) -> Node:
        ink, restated = self.theme["ink-2"], self.points[index].restated
        x, y = self.places[index]
        return node(
            "circle",
            cx=x,
            cy=y,
            r=radius + 1 if restated else radius,
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
