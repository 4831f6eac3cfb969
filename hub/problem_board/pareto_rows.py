"""A Pareto in rows: bars below each other, for upright boards and phones."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from hub.drawing import Node, group, label, node
from hub.problem_board.lettering import LEADING, Words, set_in
from hub.problem_board.pareto_bars import CAUSE, FIGURE, Bar, Bars
from hub.problem_board.pareto_head import EDGE, wide
from hub.problem_board.touch import SPACE, TARGET, name

ROOMY = 700.0  # px of a canvas on which names stand beside their bars
APART = 8.0  # px between two rows
GAP = 10.0  # px between the parts of a row
BAR = 30.0
THIN = 16.0  # px of a bar that stands below its name
FIGURES = 32.0  # px of what stands there
REACHED = 20.0
NAMES = ((24.0, 1), (22.0, 2), (20.0, 2), (18.0, 3))


class Rows(Bars):
    """Bars from top to bottom; on a narrow canvas each stands below its name."""

    @property
    def roomy(self) -> bool:
        return self.canvas.width >= ROOMY

    @cached_property
    def figures(self) -> float:
        """px that the counts take."""
        return max(wide(bar.figure, FIGURE + 2) for bar in self.bars) + GAP

    @cached_property
    def reached(self) -> float:
        """px that the shares take."""
        return 0.0 if self.count else wide("100 %", REACHED) + GAP

    @cached_property
    def beside(self) -> float:
        """px that what is touched takes at the right."""
        if not self.touched:
            return 0.0
        return (2 * TARGET + SPACE if self.count else CAUSE) + GAP

    @cached_property
    def room(self) -> float:
        """px without what is touched."""
        return self.canvas.width - 2 * EDGE - self.beside

    @cached_property
    def named(self) -> float:
        """px that a name has."""
        return 0.34 * self.room if self.roomy else self.room

    @cached_property
    def names(self) -> Mapping[str, Words]:
        return {bar.id: set_in(bar.name, self.named, NAMES) for bar in self.bars}

    @property
    def plot(self) -> tuple[float, float]:
        """Where the bars begin, and how long all together are."""
        left = EDGE + self.named + GAP if self.roomy else EDGE
        return left, EDGE + self.room - left - self.figures - self.reached - GAP

    @cached_property
    def high(self) -> float:
        """Height of a row."""
        names = max(words.height for words in self.names.values())
        least = TARGET if self.touched else BAR
        return max(least, names + (0 if self.roomy else FIGURES))

    @property
    def pitch(self) -> float:
        """From row to row; where there is room they stand apart."""
        spare = (self.canvas.height - self.top - GAP - EDGE) / len(self.bars)
        return max(self.high + APART, min(spare, 1.5 * self.high))

    @property
    def bottom(self) -> float:
        return self.top + GAP + self.pitch * len(self.bars) + EDGE

    def drawn(self) -> Iterator[Node]:
        if self.roomy and not self.count:
            yield self.scale()
        for index, bar in enumerate(self.bars):
            yield group(
                name("bar", bar.id),
                *self.row(bar),
                y=self.top + GAP + self.pitch * index,
                role="group",
                aria_label=bar.spoken,
            )
        if self.roomy and not self.count:
            yield from self.sum()

    def row(self, bar: Bar) -> Iterator[Node]:
        middle, right = self.pitch / 2, EDGE + self.room
        words = self.names[bar.id]
        y = middle - (words.height + (0 if self.roomy else FIGURES)) / 2
        figures = middle if self.roomy else y + words.height + FIGURES / 2
        yield self._bar(bar, figures - (BAR if self.roomy else THIN) / 2)
        for line in words.lines:
            y += LEADING * words.size
            yield label(line, EDGE, y - 0.28 * words.size, words.size, bar.weight,
                        fill=self.theme["ink"])  # fmt: skip
        yield label(bar.figure, right - self.reached, figures + 8, FIGURE, 600, "sans",
                    self.theme["ink"], "end")  # fmt: skip
        if bar.reached:
            yield label(bar.reached, right, figures + 7, REACHED, bar.weight,
                        fill=self.theme["ink" if bar.vital else "ink-2"], anchor="end")  # fmt: skip
        across = self.beside - GAP
        yield from self.targets(bar, right + GAP, middle - TARGET / 2, across)
        if bar.note:
            yield label(bar.note, right + GAP + across / 2, middle + 6, 18,
                        fill=self.theme["ink-2"], anchor="middle")  # fmt: skip

    def _bar(self, bar: Bar, y: float) -> Node:
        left, long = self.plot
        return node("rect", x=left, y=y, width=max(2.0, long * bar.share),
                    height=BAR if self.roomy else THIN, fill=self.tone(bar))  # fmt: skip

    def scale(self) -> Node:
        """The 80 % at which the vital few end."""
        left, long = self.plot
        end = self.bottom - EDGE
        return node("path", d=f"M{left + 0.8 * long:.1f} {self.top + GAP:.1f}V{end:.1f}",
                    fill="none", stroke=self.theme["ink-2"], stroke_width=2,
                    stroke_dasharray="10 7")  # fmt: skip

    def sum(self) -> Iterator[Node]:
        left, long = self.plot
        places = [
            (left + long * (bar.cumulative or 0.0),
             self.top + GAP + self.pitch * (index + 0.5))
            for index, bar in enumerate(self.bars)
        ]  # fmt: skip
        yield self.rise(places)
        for bar, (x, y) in zip(self.bars, places, strict=True):
            yield self.dot(bar, x, y)
