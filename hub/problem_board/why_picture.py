"""The picture of 5 whys: the problem at the head, causes beside it, and a line to read back."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from hub.drawing import Node, Theme, fits, group, label, node, rounded, scene, wrap
from hub.problem_board import Analysis, Canvas
from hub.problem_board.why_card import PLUS, Touch, button, card_of, name, why, why_button
from hub.problem_board.why_tree import (
    BESIDE,
    EDGE,
    GAP,
    HEAD,
    HEADING,
    LEADING,
    SHAPES,
    TARGET,
    WHY,
    Card,
    Tree,
    Words,
    chain,
    set_in,
    tree,
)
from hub.snapshot.views import CauseView

MOST_SHRUNK = 1.9  # how many times larger than the canvas a tree may be before branches fold
READ_BACK = 64.0  # px at the bottom for the line that is read back
INVITED = ((44.0, 3), (38.0, 4), (32.0, 4), (26.0, 5), (20.0, 7))


def picture(analysis: Analysis, canvas: Canvas) -> Node:
    """The tree as large as the canvas allows, or the invitation to ask the first why."""
    return _Picture(analysis, canvas).drawn()


@dataclass(frozen=True)
class _Picture:
    analysis: Analysis
    canvas: Canvas

    @property
    def theme(self) -> Theme:
        return self.canvas.theme

    @property
    def issue(self) -> str:
        return self.analysis.issue.id

    @cached_property
    def focus(self) -> CauseView | None:
        """The cause whose branch is being looked at, if it is still there."""
        id = self.analysis.layout.get("focus")
        return next((cause for cause in self.analysis.causes if cause.id == id), None)

    @cached_property
    def head(self) -> Words:
        text = self.focus.text if self.focus else self.analysis.issue.title
        return set_in(text, HEAD - 32)

    @property
    def head_height(self) -> float:
        back = TARGET + 12 if self.focus else 0.0
        return HEADING + max(TARGET, self.head.height) + 18 + back

    @cached_property
    def read_back(self) -> str:
        """The first root cause and what follows from it, up to the problem."""
        causes = self.analysis.causes
        root = next((c for c in causes if c.root and c.state != "ruled_out"), None)
        if root is None:
            return ""
        steps = [cause.text.rstrip(" .") for cause in chain(causes, root)]
        return ", therefore ".join([*steps, self.analysis.issue.title])

    @cached_property
    def tree(self) -> Tree:
        """The whole tree; where that is too small to read, its deepest branches are folded."""
        whole = self._largest(999)
        first = min((card.number for card in whole.cards), default=1)
        deepest = max((card.number for card in whole.cards), default=0) - first + 1
        for depth in range(deepest - 1, 0, -1):
            if self.scale_of(whole) <= MOST_SHRUNK:
                break
            folded = self._largest(depth)
            if self.scale_of(folded) < 0.95 * self.scale_of(whole):
                whole = folded
        return whole

    def _largest(self, deepest: int) -> Tree:
        """The tree with cards of that shape which lets it be drawn largest."""
        focus = self.focus.id if self.focus else None
        trees = (
            tree(self.analysis.causes, self.head_height, shape, focus, deepest) for shape in SHAPES
        )
        return min(trees, key=self.scale_of)

    def scale_of(self, drawn: Tree) -> float:
        """How many px of the picture a px of the canvas takes."""
        room = self.canvas.height - (READ_BACK if self.read_back else 0)
        return max(1.0, drawn.width / self.canvas.width, drawn.height / room)

    @cached_property
    def scale(self) -> float:
        return self.scale_of(self.tree)

    @property
    def wide(self) -> float:
        return self.canvas.width * self.scale

    @property
    def high(self) -> float:
        return self.canvas.height * self.scale

    def drawn(self) -> Node:
        empty = not self.analysis.causes
        return scene(
            self.wide,
            self.high,
            self.theme,
            node("rect", x=0, y=0, width=self.wide, height=self.high, fill=self.theme["surface"]),
            *(self.invitation() if empty else self.whole()),
            title=f"5 whys: {self.analysis.issue.title}",
        )

    def invitation(self) -> Iterator[Node]:
        """What a problem starts with: its title and one large button."""
        middle = self.wide / 2
        words = set_in(f"Ask why: {self.analysis.issue.title}", self.wide - 160, INVITED)
        base = self.high / 2 - 60 - words.height / 2
        for line in words.lines:
            base += LEADING * words.size
            yield label(line, middle, base - 0.28 * words.size, words.size, 600,
                        fill=self.theme["ink"], anchor="middle")  # fmt: skip
        yield why_button(why(None, self.analysis.issue.title), self.issue, self.theme,
                         "why-problem", middle - WHY[0], base + 90, 2)  # fmt: skip

    def whole(self) -> Iterator[Node]:
        """Lines first, so that cards stand on them."""
        room = self.high - (READ_BACK * self.scale if self.read_back else 0)
        down = (room - self.tree.height) / 2
        yield group(
            "tree",
            *self.lines(),
            self.problem(),
            self.asking(None, EDGE + HEAD, self.tree.head_y + self.head_height / 2,
                        bool(self.tree.roots)),
            *(part for card in self.tree.cards for part in self.cause(card)),
            y=down,
        )  # fmt: skip
        yield from self.therefore(room)

    def cause(self, card: Card) -> Iterator[Node]:
        yield card_of(card, self.issue, self.theme)
        right = card.right
        if card.below:
            yield self.unfold(card)
        elif card.cause.state != "ruled_out" or not card.leaf:
            yield self.asking(card, right, card.middle, not card.leaf)

    def asking(self, card: Card | None, right: float, middle: float, again: bool) -> Node:
        """The large "Why?" at the end of a branch, and a small one where it has gone on."""
        asked = card.cause if card else self.focus
        touch = why(
            asked.id if asked else None, asked.text if asked else self.analysis.issue.title, again
        )
        id = name("why", asked.id) if asked else "why-problem"
        if again:
            x = right + (GAP - TARGET) / 2
            return button(touch, self.issue, self.theme, id, x, middle - TARGET / 2, PLUS)
        return why_button(touch, self.issue, self.theme, id, right + BESIDE, middle)  # fmt: skip

    def unfold(self, card: Card) -> Node:
        """What stands for the causes below a card that are not drawn: a touch goes there."""
        count = f"{card.below} more below"
        touch = Touch("focus", {"id": card.cause.id}, f"Show {count}: {card.cause.text}")
        wide = 1.9 * WHY[0]
        drawn = group(
            name("focus", card.cause.id),
            node("rect", x=0, y=0, width=wide, height=WHY[1], rx=WHY[1] / 2,
                 fill=self.theme["accent-soft"], pointer_events="all"),
            label(count, wide / 2, WHY[1] / 2 + 9, 25, 600, fill=self.theme["ink"],
                  anchor="middle"),
            x=card.right + BESIDE, y=card.middle - WHY[1] / 2,
        )  # fmt: skip
        return touch.on(drawn, self.issue)

    def problem(self) -> Node:
        """The problem at the head, or the cause whose branch this is, with the way back."""
        words, theme = self.head, self.theme
        base = HEADING + (max(TARGET, words.height) - words.height) / 2
        drawn = []
        for line in words.lines:
            base += LEADING * words.size
            drawn.append(label(line, 16, base - 0.28 * words.size, words.size, 600,
                               fill=theme["ink"]))  # fmt: skip
        said = "The problem" if not self.focus else "Below this cause"
        return group(
            "problem",
            node("rect", x=0, y=0, width=HEAD, height=self.head_height, rx=10,
                 fill=theme["band" if self.focus else "below-soft"]),
            label(said, 16, 30, 19, fill=theme["ink-2"]),
            *drawn,
            self.back() if self.focus else None,
            x=EDGE,
            y=self.tree.head_y,
        )  # fmt: skip

    def back(self) -> Node:
        touch = Touch("focus", {"id": None}, "Back to the whole tree")
        drawn = group(
            "focus-problem",
            node("rect", x=0, y=0, width=HEAD - 24, height=TARGET, rx=10,
                 fill=self.theme["surface"], pointer_events="all"),
            label("Back to the tree", (HEAD - 24) / 2, 36, 23, 600, fill=self.theme["accent"],
                  anchor="middle"),
            x=12, y=self.head_height - TARGET - 12,
        )  # fmt: skip
        return touch.on(drawn, self.issue)

    def lines(self) -> Iterator[Node]:
        """From each card to those it is explained by; to root causes they are dark and thick."""
        yield from self._fan(EDGE + HEAD, self.tree.head_y + self.head_height / 2, self.tree.roots)
        for card in self.tree.cards:
            yield from self._fan(card.right, card.middle, card.children)

    def _fan(self, x: float, y: float, children: tuple[Card, ...]) -> Iterator[Node]:
        for child in sorted(children, key=_leads_to_root):
            root = _leads_to_root(child)
            bend = x + GAP / 2
            places = [(x, y), (bend, y), (bend, child.middle), (child.x, child.middle)]
            if abs(child.middle - y) < 0.5:
                places = [(x, y), (child.x, y)]
            yield node("path", d=rounded(places), fill="none",
                       stroke=self.theme["ink" if root else "link"],
                       stroke_width=4.5 if root else 2.5)  # fmt: skip

    def therefore(self, y: float) -> Iterator[Node]:
        """The read-back in one line or two, if it fits whole."""
        if not self.read_back:
            return
        u, room = self.scale, self.wide - 2 * EDGE * self.scale
        for size, most in ((24.0, 1), (22.0, 1), (20.0, 2), (18.0, 2)):
            if fits(self.read_back, size * u, room, most, weight=500):
                lines = wrap(self.read_back, size * u, room, most, weight=500)
                first = y + (42 if len(lines) == 1 else 26) * u
                yield group(
                    "therefore",
                    *(label(line, EDGE * u, first + 1.2 * size * u * index, size * u,
                            fill=self.theme["ink-2"]) for index, line in enumerate(lines)),
                )  # fmt: skip
                return


def _leads_to_root(card: Card) -> bool:
    return any(each.cause.root for each in card.walk())
