"""A Pareto in columns: bars side by side, and the line of their sum over them."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from hub.drawing import Node, group, label, node
from hub.problem_board.lettering import LEADING, Words, set_in
from hub.problem_board.pareto_bars import AXIS, CAUSE, FIGURE, Bar, Bars
from hub.problem_board.pareto_counts import COUNT
from hub.problem_board.pareto_head import EDGE, wide
from hub.problem_board.touch import SPACE, TARGET, name

SCALE = 62.0  # px that the axis takes at the right
COUNTED = 2 * TARGET + 2 * SPACE  # px of the narrowest column that people count on
BROADEST = 240.0
LOWEST = 96.0  # px of the plot
ABOVE = 36.0  # px over the plot, for what is written at the line
BELOW = 34.0  # px below it, for the counts
NAMES = ((24.0, 2), (22.0, 2), (20.0, 3), (18.0, 3))
REACHED = 18.0  # px of a share at the line


def columns_in(across: float, view: str) -> int:
    """How many columns fit on a canvas."""
    if view == COUNT:
        return max(1, int((across - 2 * EDGE) // COUNTED))
    return max(1, int((across - 2 * EDGE - SCALE) // (CAUSE + SPACE)))


class Columns(Bars):
    """Bars side by side from the left."""

    @cached_property
    def pitch(self) -> float:
        return min(BROADEST, self._room / len(self.bars))

    @property
    def _room(self) -> float:
        return self.canvas.width - 2 * EDGE - (0 if self.count else SCALE)

    @cached_property
    def left(self) -> float:
        return EDGE + (self._room - self.pitch * len(self.bars)) / 2

    @cached_property
    def names(self) -> Mapping[str, Words]:
        return {bar.id: set_in(bar.name, self.pitch - 12, NAMES) for bar in self.bars}

    @property
    def under(self) -> float:
        """px below the plot."""
        names = max(words.height for words in self.names.values())
        return BELOW + names + (TARGET + 10) * self.touched + EDGE

    @cached_property
    def bottom(self) -> float:
        return max(float(self.canvas.height), self.top + ABOVE + LOWEST + self.under)

    @property
    def base(self) -> float:
        return self.bottom - self.under

    @property
    def plot(self) -> float:
        """Height of the plot."""
        return self.base - self.top - ABOVE

    def middle(self, index: int) -> float:
        return self.left + self.pitch * (index + 0.5)

    def drawn(self) -> Iterator[Node]:
        if not self.count:
            yield from self.scale()
        right = self.left + self.pitch * len(self.bars)
        yield node("path", d=f"M{self.left:.1f} {self.base:.1f}H{right:.1f}", fill="none",
                   stroke=self.theme["ink-3"], stroke_width=2)  # fmt: skip
        for index, bar in enumerate(self.bars):
            yield self.column(bar, index)
        if not self.count:
            yield from self.sum()

    def column(self, bar: Bar, index: int) -> Node:
        """A bar with its count and its name below it, and what to touch."""
        return group(
            name("bar", bar.id),
            *self._column(bar),
            x=self.left + self.pitch * index,
            role="group",
            aria_label=bar.spoken,
        )

    def _column(self, bar: Bar) -> Iterator[Node]:
        middle, high = self.pitch / 2, max(2.0, self.plot * bar.share)
        broad = min(110.0, 0.66 * self.pitch)
        yield node("rect", x=middle - broad / 2, y=self.base - high, width=broad, height=high,
                   fill=self.tone(bar))  # fmt: skip
        yield label(bar.figure, middle, self.base + 27, FIGURE, 600, "sans",
                    self.theme["ink"], "middle")  # fmt: skip
        words, y = self.names[bar.id], self.base + BELOW
        for line in words.lines:
            y += LEADING * words.size
            yield label(line, middle, y - 0.28 * words.size, words.size, bar.weight,
                        fill=self.theme["ink"], anchor="middle")  # fmt: skip
        y = self.bottom - EDGE - TARGET
        across = min(self.pitch - SPACE, 2 * CAUSE)
        yield from self.targets(bar, (self.pitch - across) / 2, y, across)
        if bar.note:
            yield label(bar.note, middle, y + 35, 18, fill=self.theme["ink-2"], anchor="middle")

    def scale(self) -> Iterator[Node]:
        """The axis of the shares; the 80 % at which the vital few end is dashed."""
        right = self.left + self.pitch * len(self.bars)
        for share in AXIS:
            y = self.base - share * self.plot
            yield node("path", d=f"M{self.left:.1f} {y:.1f}H{right:.1f}", fill="none",
                       stroke=self.theme["ink-2" if share == 0.8 else "line"],
                       stroke_width=2 if share == 0.8 else 1.5,
                       stroke_dasharray="10 7" if share == 0.8 else None)  # fmt: skip
            if share != 1.0 or self.plot > 110:
                yield label(f"{100 * share:.0f} %", right + 8, y + 7, 19, fill=self.theme["ink-2"])

    def sum(self) -> Iterator[Node]:
        """The line of the shares with all before them, and what they are."""
        places = [
            (self.middle(index), self.base - self.plot * (bar.cumulative or 0.0))
            for index, bar in enumerate(self.bars)
        ]
        yield self.rise(places)
        for bar, (x, y) in zip(self.bars, places, strict=True):
            yield self.dot(bar, x, y)
            across = wide(bar.reached, REACHED)
            yield group(
                None,
                node("rect", x=x + 10 - across, y=y - 31, width=across, height=21,
                     fill=self.theme["surface"]),
                label(bar.reached, x + 8, y - 14, REACHED, bar.weight,
                      fill=self.theme["ink" if bar.vital else "ink-2"], anchor="end"),
            )  # fmt: skip
