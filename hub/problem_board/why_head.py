"""The head of a tree of whys: the problem, or the cause whose branch is being looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from hub.drawing import Node, Theme, group, label, node
from hub.problem_board.why_card import Touch, ask_again, ask_first, why
from hub.problem_board.why_tree import HEADING, LEADING, PAD, SPACE, TARGET, Words, set_in
from hub.snapshot.views import CauseView

NARROW, BROAD = 84.0, 214.0  # px of the problem's head beside the tree, and of a cause's
CAPTION = 18.0  # px of what the head is called
BACK = 112.0  # px of the way back to the whole tree
BAR = ((24.0, 1), (20.0, 2), (18.0, 4), (16.0, 6))
TITLE = ((24.0, 3), (22.0, 4), (20.0, 8), (18.0, 12), (16.0, 20))


@dataclass(frozen=True)
class Head:
    """Where the tree begins; the board has named the problem, so beside a tree it is narrow.

    Over a tree it is a bar of ``across`` px, and says the words again.
    """

    title: str
    focus: CauseView | None = None
    across: float = 0.0

    @property
    def width(self) -> float:
        return self.across or (BROAD if self.focus else NARROW)

    @property
    def captions(self) -> tuple[str, ...]:
        if self.focus:
            return ("Below this cause",)
        return ("The problem",) if self.across else ("The", "problem")

    @property
    def targets(self) -> float:
        """px that the parts to touch take side by side."""
        return TARGET + (BACK + SPACE if self.focus else 0)

    @cached_property
    def words(self) -> Words:
        if self.across:
            text = self.focus.text if self.focus else self.title
            return set_in(text, self.across - self.targets - 4 * PAD, BAR)
        return set_in(self.focus.text, BROAD - 2 * PAD, TITLE) if self.focus else Words(CAPTION, ())

    @property
    def under(self) -> float:
        """How far down the words reach."""
        return HEADING + 22 * (len(self.captions) - 1) + self.words.height

    @property
    def height(self) -> float:
        if self.across:
            return max(self.under + 8, TARGET + 12)
        return self.under + 8 + TARGET + PAD

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
        base = 23.0
        for line in self.captions:
            yield label(line, PAD, base, CAPTION, fill=theme["ink-2"])
            base += 22
        base = HEADING + 22 * (len(self.captions) - 1)
        size = self.words.size
        for line in self.words.lines:
            base += LEADING * size
            yield label(line, PAD, base - 0.28 * size, size, 600, fill=theme["ink"])

    def _touched(self, issue: str, theme: Theme, asked: bool) -> Iterator[Node]:
        if self.across:
            x, y = self.width - PAD - self.targets, (self.height - TARGET) / 2
        else:
            x, y = (self.width - self.targets) / 2, self.height - TARGET - PAD
        if self.focus:
            yield self._back(issue, theme, x, y)
            x += BACK + SPACE
        id = self.focus.id if self.focus else None
        touch = why(id, self.focus.text if self.focus else self.title, asked)
        yield (ask_again if asked else ask_first)(touch, issue, theme, id, x, y)

    def _back(self, issue: str, theme: Theme, x: float, y: float) -> Node:
        touch = Touch("focus", {"id": None}, "Back to the whole tree")
        drawn = group(
            "focus-problem",
            node("rect", x=0, y=0, width=BACK, height=TARGET, rx=10, fill=theme["surface"],
                 pointer_events="all"),
            label("Whole tree", BACK / 2, 36, 22, 600, fill=theme["accent"], anchor="middle"),
            x=x, y=y,
        )  # fmt: skip
        return touch.on(drawn, issue)
