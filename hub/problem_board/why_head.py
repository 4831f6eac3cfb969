"""The head of a tree of whys: the problem, or the cause whose branch is being looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from hub.drawing import Node, Theme, group, label, node
from hub.problem_board.lettering import LEADING, Words, set_in
from hub.problem_board.touch import SPACE, TARGET, looking
from hub.problem_board.why_card import ask_again, ask_first, why
from hub.problem_board.why_tree import TOOL
from hub.snapshot.views import CauseView

NARROW, BROAD = 96.0, 230.0  # px of a head beside the tree: without words, and with them
MARGIN = 14.0  # px inside a head
SLIM = 9.0  # px at the left and the right inside a narrow one
CUT = ((18.0, 5), (16.0, 7))  # (size, lines) of a title in it
LEAST = 3  # lines that a title is not cut to less than
CAPTION = 19.0  # px of what the head is called
BACK = 130.0  # px of the way back to the whole tree
LINE = 23.0  # px from one caption to the next
BAR = ((24.0, 1), (20.0, 2), (18.0, 4), (16.0, 6))
TITLE = ((24.0, 3), (22.0, 4), (20.0, 8), (18.0, 12), (16.0, 20))


@dataclass(frozen=True)
class Head:
    """Where the tree begins; over a tree it is a bar of ``across`` px.

    The board has named the problem, so beside a tree it may be narrow and say as much of that as
    ``narrow`` px of height take, or no more than that it is the problem.
    """

    title: str
    focus: CauseView | None = None
    across: float = 0.0
    narrow: float | None = None

    @property
    def width(self) -> float:
        return self.across or (NARROW if self.slim else BROAD)

    @property
    def slim(self) -> bool:
        return self.narrow is not None and self.focus is None

    @property
    def captions(self) -> tuple[str, ...]:
        if self.slim:
            return ("The", "problem")
        return ("Below this cause",) if self.focus else ("The problem",)

    @property
    def targets(self) -> float:
        """px that the parts to touch take side by side."""
        return TARGET + (BACK + SPACE if self.focus else 0)

    @cached_property
    def words(self) -> Words:
        if self.across:
            text = self.focus.text if self.focus else self.title
            return set_in(text, self.across - self.targets - 3 * MARGIN, BAR)
        if self.narrow is not None and self.slim:
            return self._cut(self.narrow)
        text = self.focus.text if self.focus else self.title
        return set_in(text, BROAD - 2 * MARGIN, TITLE)

    def _cut(self, high: float) -> Words:
        """As many lines of the title as there is height for, if they say something."""
        room = high - self.above - self._foot
        sizes = [(size, min(most, int(room / (LEADING * size)))) for size, most in CUT]
        if sizes[-1][1] < LEAST:
            return Words(CAPTION, ())
        return set_in(self.title, NARROW - 2 * SLIM, sizes)

    @property
    def _foot(self) -> float:
        """px below the words."""
        return MARGIN if self.across else 10 + TARGET + MARGIN

    @property
    def margin(self) -> float:
        """px at the left of what is written."""
        return SLIM if self.slim else MARGIN

    @property
    def above(self) -> float:
        """How far down the captions reach."""
        return MARGIN + LINE * len(self.captions) + 4 * self.slim

    @property
    def under(self) -> float:
        """How far down the words reach."""
        return self.above + self.words.height

    @property
    def height(self) -> float:
        high = self.under + self._foot
        return max(high, TARGET + 12) if self.across else high

    def drawn(self, issue: str, theme: Theme, asked: bool, x: float, y: float) -> Node:
        """The head in its place; ``asked`` says that a why has been asked of it."""
        return group(
            "problem",
            node("rect", x=0, y=0, width=self.width, height=self.height, rx=10,
                 fill=theme["band" if self.focus else "below-soft"]),
            *self._written(theme),
            *self._touched(issue, theme, asked),
            x=x,
            y=y,
        )  # fmt: skip

    def _written(self, theme: Theme) -> Iterator[Node]:
        base, size = MARGIN, self.words.size
        mute = not self.words.lines
        for line in self.captions:
            base += LINE
            yield label(line, self.margin, base - 7, CAPTION, 600 if mute else 500,
                        fill=theme["ink" if mute else "ink-2"])  # fmt: skip
        base = self.above
        for line in self.words.lines:
            base += LEADING * size
            yield label(line, self.margin, base - 0.28 * size, size, 600, fill=theme["ink"])

    def _touched(self, issue: str, theme: Theme, asked: bool) -> Iterator[Node]:
        if self.across:
            x, y = self.width - MARGIN - self.targets, (self.height - TARGET) / 2
        else:
            x, y = self.margin, self.height - TARGET - MARGIN
        if self.focus:
            yield self._back(issue, theme, x, y)
            x += BACK + SPACE
        id = self.focus.id if self.focus else None
        touch = why(id, self.focus.text if self.focus else self.title, asked)
        yield (ask_again if asked else ask_first)(touch, issue, theme, id, x, y)

    def _back(self, issue: str, theme: Theme, x: float, y: float) -> Node:
        touch = looking("Back to the whole tree")
        drawn = group(
            "focus-problem",
            node("rect", x=0, y=0, width=BACK, height=TARGET, rx=10, fill=theme["surface"],
                 pointer_events="all"),
            label("Whole tree", BACK / 2, 35, 21, 600, fill=theme["accent"], anchor="middle"),
            x=x, y=y,
        )  # fmt: skip
        return touch.on(drawn, TOOL, issue)
