"""One bar of a Pareto, and what columns and rows of them have in common."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from hub.drawing import Node, Theme, node
from hub.problem_board import Canvas
from hub.problem_board.pareto_head import pressed
from hub.problem_board.touch import SPACE, TARGET, Touch, name

CAUSE = 96.0  # px of the button that makes a line a cause
FIGURE = 24.0  # px of a count
AXIS = (0.5, 0.8, 1.0)  # shares that the axis names


@dataclass(frozen=True)
class Bar:
    """``share`` is its length, of the whole axis; ``cumulative`` is None where people count."""

    id: str
    name: str
    n: int
    share: float
    cumulative: float | None = None
    vital: bool = False
    touches: tuple[tuple[Touch, str], ...] = ()
    note: str = ""

    @property
    def figure(self) -> str:
        return f"{self.n:,}"

    @property
    def reached(self) -> str:
        return "" if self.cumulative is None else f"{100 * self.cumulative:.0f} %"

    @property
    def weight(self) -> int:
        """Of its letters: the vital few are strong."""
        return 600 if self.vital else 500

    @property
    def spoken(self) -> str:
        of = "" if self.cumulative is None else f", {self.reached} with all before it"
        return f"{self.name}: {self.figure}{of}{', one of the vital few' if self.vital else ''}"


@dataclass(frozen=True)
class Bars:
    """Bars in their places below a head that ends at ``top``; people ``count`` on them or not."""

    bars: tuple[Bar, ...]
    issue: str
    theme: Theme
    canvas: Canvas
    count: bool
    top: float

    @property
    def bottom(self) -> float:
        """How far down the picture goes."""
        raise NotImplementedError

    def drawn(self) -> Iterator[Node]:
        raise NotImplementedError

    @cached_property
    def touched(self) -> bool:
        """Whether there is anything to touch beside the bars, or a note in its place."""
        return any(bar.touches or bar.note for bar in self.bars)

    def targets(self, bar: Bar, x: float, y: float, wide: float) -> Iterator[Node]:
        """What can be done with a bar, in ``wide`` px: the first target takes what is left."""
        last = TARGET if self.count else 0.0
        for index, (touch, words) in enumerate(bar.touches):
            first = index == 0
            yield pressed(
                touch, self.issue, self.theme, name(touch.does, bar.id), words,
                x if first else x + wide - TARGET, y,
                wide - last - SPACE * self.count if first else TARGET,
                "accent" if first and self.count else "surface-2",
                26.0 if self.count else 20.0,
            )  # fmt: skip

    def rise(self, places: Sequence[tuple[float, float]]) -> Node:
        """The line of the shares with all before them."""
        d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        return node("path", d=d, fill="none", stroke=self.theme["ink-2"], stroke_width=3,
                    stroke_linejoin="round")  # fmt: skip

    def dot(self, bar: Bar, x: float, y: float) -> Node:
        """Where a bar stands on that line."""
        return node("circle", cx=x, cy=y, r=6, fill=self.theme["surface"],
                    stroke=self.theme["ink" if bar.vital else "ink-2"], stroke_width=3)  # fmt: skip

    def tone(self, bar: Bar) -> str:
        """The colour of a bar: the vital few are strong."""
        return self.theme["ink" if bar.vital or self.count else "link"]
