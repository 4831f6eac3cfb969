"""A level axis: one horizontal scale that many rows share, with the target and the total on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from hub.domain.figures import Format
from hub.drawing.marks.axes import ticks
from hub.drawing.marks.badge import line
from hub.drawing.nodes import Node, label, node, written
from hub.drawing.text import SLACK, width
from hub.drawing.theme import Theme

MOST_STEPS = 6
NAMES, NUMBERS = 1.5, 1.4  # em of the line of names and of the line of numbers above the rows
APART = 0.8  # em between two names or numbers
REACH = 14.0  # px between the ends of the scale and those of its room, so that dots have theirs


@dataclass(frozen=True)
class LevelAxis:
    """Where ``values`` stand between ``left`` and ``right`` px of a row that is ``wide`` px.

    ``aim`` is the target or the range in its place; ``total`` what the rows come to. The scale is
    made from what is given here alone: what must not be seen is not given.
    """

    values: tuple[float, ...]
    aim: float | tuple[float, float] | None
    total: float | None
    format: Format
    theme: Theme
    left: float
    right: float
    wide: float
    size: float

    @cached_property
    def levels(self) -> list[float]:
        """Round numbers whose words do not touch; none where there is nothing to place."""
        marks = [*self.values, *self._aims, *([] if self.total is None else [self.total])]
        if not marks:
            return []
        for count in range(MOST_STEPS, 1, -1):
            levels = ticks(min(marks), max(marks), count, self.format.step)
            widest = max(width(words, self.size) for words in self._told(levels))
            room = (self.right - self.left - 2 * REACH) / (len(levels) - 1)
            if widest * SLACK + APART * self.size <= room:
                return levels
        levels = ticks(min(marks), max(marks), 1, self.format.step)
        return [levels[0], levels[-1]]

    @property
    def _aims(self) -> tuple[float, ...]:
        if self.aim is None:
            return ()
        return self.aim if isinstance(self.aim, tuple) else (self.aim,)

    def _told(self, levels: Sequence[float]) -> list[str]:
        plain = self.format.shortest(levels)
        return [plain.show(level) for level in levels]

    @property
    def head(self) -> float:
        """What names and numbers take above the rows, in px."""
        return (NAMES + NUMBERS) * self.size if self.levels else 0.0

    def across(self, value: float) -> float:
        low, high = self.levels[0], self.levels[-1]
        start, end = self.left + REACH, self.right - REACH
        return start + (end - start) * (value - low) / (high - low)

    def drawn(self, top: float, bottom: float) -> Iterator[Node]:
        """All of it behind rows that go from ``top`` to ``bottom``; names and numbers above."""
        if not self.levels:
            return
        yield from self._scale(top, bottom)
        yield from self._target(top, bottom)
        if self.total is not None:
            yield self._upright(self.total, top, bottom, self.theme["ink-2"], 3)
        base = top - (NUMBERS + 0.35) * self.size
        yield from self._names(base)

    def _upright(
        self,
        value: float,
        top: float,
        bottom: float,
        ink: str,
        thick: float,
        dash: str | None = None,
    ) -> Node:
        x = written(self.across(value))
        return line(f"M{x} {written(top)}V{written(bottom)}", ink, thick, dash)

    def _scale(self, top: float, bottom: float) -> Iterator[Node]:
        """A faint line for each round number, with the number above."""
        base, ink = top - 0.45 * self.size, self.theme["ink-2"]
        for level, words in zip(self.levels, self._told(self.levels), strict=True):
            yield self._upright(level, top, bottom, self.theme["line"], 1.5)
            yield label(words, self.across(level), base, self.size, fill=ink, anchor="middle")

    def _target(self, top: float, bottom: float) -> Iterator[Node]:
        """A dashed line, or a field between two of them."""
        if len(self._aims) == 2:
            low, high = (self.across(aim) for aim in sorted(self._aims))
            yield node("rect", x=low, y=top, width=high - low, height=bottom - top,
                       fill=self.theme["ink-3"], fill_opacity=0.16)  # fmt: skip
        for aim in self._aims:
            yield self._upright(aim, top, bottom, self.theme["ink-3"], 2.5, "3 7")

    def _names(self, base: float) -> Iterator[Node]:
        """What the lines are, over them, or as near as leaves each its room."""
        named: list[tuple[float, str]] = []
        if self.total is not None:
            named.append((self.across(self.total), f"total {self.format.show(self.total)}"))
        if self._aims:
            middle = sum(self.across(aim) for aim in self._aims) / len(self._aims)
            shown = self.format.show_range(self._aims[0], self._aims[-1])
            named.append((middle, f"target {shown}"))
        named.sort()
        wides = [width(words, self.size, weight=600) * SLACK for _, words in named]
        starts = side_by_side([x for x, _ in named], wides, APART * self.size, self.wide)
        for start, (_, words) in zip(starts, named, strict=True):
            yield label(words, start, base, self.size, 600, fill=self.theme["ink-2"])


def side_by_side(
    middles: Sequence[float], wides: Sequence[float], apart: float, room: float
) -> list[float]:
    """Where words start that stand over ``middles``, from left to right: within ``room``, and none
    upon another where there is room for all. Two that would touch part in the middle."""
    starts = [middle - wide / 2 for middle, wide in zip(middles, wides, strict=True)]
    if len(starts) == 2 and starts[1] - starts[0] - wides[0] < apart:
        between = (middles[0] + middles[1]) / 2
        starts = [between - apart / 2 - wides[0], between + apart / 2]
    after = 0.0
    for index, wide in enumerate(wides):
        starts[index] = max(after, starts[index])
        after = starts[index] + wide + apart
    before = room
    for index in reversed(range(len(starts))):
        starts[index] = min(starts[index], before - wides[index])
        before = starts[index] - apart
    return starts
