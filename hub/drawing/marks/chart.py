"""The chart of a KPI story: its figures over time, the target in force, numbered notes, dated
events and, where the process behind them is known, its average and limits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from hub.domain.figures import Format
from hub.drawing.marks.axes import Axes, Name
from hub.drawing.marks.badge import line
from hub.drawing.marks.events_row import ROW, EventsRow
from hub.drawing.marks.limits import (
    RING,
    kinds_shown,
    limits,
    marks,
    names,
    outstanding,
    reason_room,
    reasons,
)
from hub.drawing.nodes import Node, group, label, node, written
from hub.drawing.text import SLACK, width
from hub.drawing.theme import STATES, Theme
from hub.snapshot.dated import EventView
from hub.snapshot.views import Point, Process

DOTS = 40  # figures; above that many single dots are not drawn
PLATE = 1.275  # of the type: how high the plate of a marker is
MARKERS, BARE = 1.9, 0.8  # of the type: the room over the scale, with markers and without


@dataclass(frozen=True)
class Marker:
    """A note on the chart: the period it is about, and the number or word that stands for it.

    With ``until`` it is about all from the one to the other: it has a bracket, and its words stand
    over the first period of it, or ``at_end`` over the last.
    """

    period: str
    words: str
    until: str = ""
    at_end: bool = False


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
    process: Process | None = None,
    markers: Sequence[Marker] = (),
    events: Sequence[EventView] = (),
    way: str = "",
    size: float = 24,
    surface: str = "surface",
    id: str | None = None,
) -> Node:
    """All of ``points``, oldest first, in the given box, axis labels of ``size`` px included.

    The target is a dotted stair where it was dated, and a band where a ``target_range`` stands in
    its place; ``state`` colours the last point; a restated figure is a hollow dot; where figures
    are missing the line is broken; a marker stands over the figure of its period. With a
    ``process``, which has an entry for each point, it is an XmR chart: average and limits lie
    below all else, and points that stand out have a ring. ``events`` stand in a row below the
    scale, each with a line up at its date; ``way`` is the address that they lead to.
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
    drawn = _Chart(
        tuple(points), format, state, theme, width, height, size, surface, target_range, process,
        (MARKERS if markers else BARE) * size, tuple(events), way,
    )  # fmt: skip
    return group(
        id,
        *drawn.band(),
        *drawn.axes.scale(),
        *drawn.axes.dates(),
        *drawn.events.behind(),
        *drawn.process_lines(),
        *drawn.markers(markers),
        *drawn.reasons(),
        *drawn.targets(),
        *drawn.axes.endings(),
        *drawn.figures(),
        *drawn.events.row(),
        x=x,
        y=y,
        data_points=drawn.axes.standing(),
    )


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
    process: Process | None
    above: float  # px over the scale and the reasons for new limits
    happened: tuple[EventView, ...] = ()
    way: str = ""

    @cached_property
    def events(self) -> EventsRow:
        return EventsRow(self.happened, self.axes, self.surface, self.way)

    @cached_property
    def axes(self) -> Axes:
        """With a row below for events, where it reaches any."""
        plain = self._axes
        there = EventsRow(self.happened, plain, self.surface).places
        return replace(plain, below=ROW * self.size) if there else plain

    @cached_property
    def _axes(self) -> Axes:
        """The scale holds targets, average and limits too: nothing is clipped."""
        found = self.target_range or [p.target for p in self.points if p.target is not None]
        known = self.process
        return Axes(
            points=self.points,
            marks=(*found, *(marks(known) if known else ())),
            lines=(*self._target_name(), *(names(known) if known else ())),
            format=self.format,
            theme=self.theme,
            wide=self.width,
            high=self.height,
            size=self.size,
            above=self.above + (reason_room(known, self.points, self.size) if known else 0.0),
        )

    def _target_name(self) -> tuple[Name, ...]:
        """What the target in force now is called, at its level or half-way through its range."""
        if self.target_range is not None:
            low, high = self.target_range
            return (Name(f"target {self.format.show_range(low, high)}", (low + high) / 2),)
        last = self.points[-1].target
        return () if last is None else (Name(f"target {self.format.show(last)}", last),)

    def process_lines(self) -> list[Node]:
        return limits(self.process, self.axes) if self.process else []

    def reasons(self) -> list[Node]:
        if self.process is None:
            return []
        base = self.above - 0.3 * self.size
        return reasons(self.process, self.axes, base, self.surface)

    def band(self) -> list[Node]:
        """The target range, between two dotted lines."""
        if self.target_range is None:
            return []
        axes = self.axes
        low, high = (axes.down(end) for end in self.target_range)
        edges = "".join(
            f"M{written(axes.left)} {written(y)}H{written(axes.right)}" for y in (low, high)
        )
        return [
            node(
                "rect",
                x=axes.left,
                y=high,
                width=max(axes.right - axes.left, 0),
                height=low - high,
                fill=self.theme["ink-3"],
                fill_opacity=0.16,
            ),
            self._dashes(edges),
        ]

    def targets(self) -> list[Node]:
        """The target in force at each figure, as a stair."""
        if self.target_range is not None:
            return []
        steps, pen = "", False
        for index, point in enumerate(self.points):
            if point.target is None:
                pen = False
                continue
            y = written(self.axes.down(point.target))
            start, end = self.axes.reach(index, index)
            steps += f"L{written(start)} {y}" if pen else f"M{written(start)} {y}"
            steps += f"H{written(end)}"
            pen = True
        return [self._dashes(steps)] if steps else []

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

    def figures(self) -> list[Node]:
        """The line, broken where figures are missing, a dot each, and the last one coloured."""
        runs = self._runs()
        drawn = [self._line(run) for run in runs if len(run) > 1]
        for run in runs:
            for index in run:
                drawn += self._point(index, alone=len(run) == 1)
        return [*drawn, self._last()]

    def _point(self, index: int, alone: bool) -> list[Node]:
        """A ring of its kind where it stands out; the last point has its ring around its dot."""
        kind = self._kinds[index] if self._kinds else ""
        last = index == len(self.points) - 1
        if kind:
            size = 2 * RING * (2 if last else self._ring)
            hollow = self.surface if self.points[index].restated else None
            return [outstanding(kind, self.theme, *self.axes.places[index], size, hollow)]
        if last or (len(self.points) > DOTS and not alone):
            return []
        return [self._dot(index, 6.5 if alone else 4.5)]

    @cached_property
    def _kinds(self) -> tuple[str, ...]:
        return kinds_shown(self.process) if self.process else ()

    @cached_property
    def _ring(self) -> float:
        """How large rings are: smaller where they would touch each other."""
        steps = (b[0] - a[0] for a, b in pairwise(self.axes.places))
        return max(0.6, min(1.0, min(steps, default=RING) / (2.2 * RING)))

    def _last(self) -> Node:
        look = STATES[self.state]
        edge = self.surface if look.edge == "surface" else look.edge
        x, y = self.axes.places[-1]
        return node(
            "circle",
            cx=x,
            cy=y,
            r=11,
            fill=self.theme[look.dot],
            stroke=self.theme[edge],
            stroke_width=3.5,
        )

    def _runs(self) -> list[range]:
        """The figures between which none is missing."""
        begins = [i for i, point in enumerate(self.points) if i == 0 or not point.follows]
        return [range(*ends) for ends in pairwise([*begins, len(self.points)])]

    def _line(self, run: range) -> Node:
        places = (self.axes.places[i] for i in run)
        path = "L".join(f"{written(x)} {written(y)}" for x, y in places)
        return line(f"M{path}", self.theme["ink-2"], 4)

    def _dot(self, index: int, radius: float) -> Node:
        ink, restated = self.theme["ink-2"], self.points[index].restated
        x, y = self.axes.places[index]
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
        places = zip(self.points, self.axes.places, strict=True)
        where = {point.period: place for point, place in places}
        drawn: list[Node] = []
        for marker in markers:
            if marker.period in where and marker.until in where:
                ends = where[marker.period][0], where[marker.until][0]
                drawn += [self._bracket(*ends), *self._plate(marker.words, ends[marker.at_end])]
            elif marker.period in where:
                x = where[marker.period][0]
                drawn += [self._line_down(x), *self._plate(marker.words, x)]
        return drawn

    def _line_down(self, x: float) -> Node:
        path = f"M{written(x)} {written(PLATE * self.size)}V{written(self.axes.bottom)}"
        return line(path, self.theme["ink-3"], 2)

    def _bracket(self, start: float, end: float) -> Node:
        """Over all figures of a range, its legs pointing at the first and the last."""
        top, foot = written((PLATE + 0.1) * self.size), written((PLATE + 0.5) * self.size)
        path = f"M{written(start)} {foot}V{top}H{written(end)}V{foot}"
        return line(path, self.theme["ink-2"], 2.5)

    def _plate(self, words: str, x: float) -> list[Node]:
        size = 0.85 * self.size
        wide = max(width(words, size, "condensed", 600) * SLACK + 0.9 * size, 1.5 * size)
        left = min(max(x - wide / 2, 0), self.width - wide)
        return [
            node(
                "rect",
                x=left,
                y=0,
                width=wide,
                height=PLATE * self.size,
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
