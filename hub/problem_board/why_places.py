"""Where the cards of a tree of whys stand: each beside what it explains, or indented below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from hub.problem_board.touch import TARGET
from hub.problem_board.why_head import Head
from hub.problem_board.why_tree import INDENT, SMALL, TARGETS, Card, Dealer, Shape

GAP = 64.0  # px between two columns; a target stands in it
HEAD_GAP = 28.0  # px between the head and the first column
APART = 10.0  # px between two cards of a column
EDGE = 10.0  # px around the tree
BROADEST = 1040.0

ROOMY = Shape(340)
TALL = Shape(TARGETS + 18)
DENSE = Shape(TARGETS + 18, SMALL)
COLUMNS = (ROOMY, TALL, DENSE)


@dataclass(frozen=True)
class Tree:
    """All cards in their places, the head, and the box that they take."""

    roots: tuple[Card, ...]
    head: Head
    indented: bool = False

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        return tuple(card for root in self.roots for card in root.walk())

    @cached_property
    def width(self) -> float:
        reach = [card.right + card.beside for card in self.cards]
        return max([EDGE + self.head.width, *reach]) + EDGE

    @cached_property
    def height(self) -> float:
        lowest = max((card.y + card.height for card in self.cards), default=0.0)
        return max(lowest, self.head_y + self.head.height) + EDGE

    @cached_property
    def head_y(self) -> float:
        if self.indented or not self.roots:
            return EDGE
        middle = (self.roots[0].middle + self.roots[-1].middle) / 2
        return max(EDGE, middle - self.head.height / 2)


# -- side by side --------------------------------------------------------------------------


@dataclass(frozen=True)
class Branch:
    """A card, ``y`` below where its branch begins, and beside it the branches of its children, each
    so far ``down``. ``spans`` are from where to where it reaches in each place.

    Columns have even places and the gaps between them odd ones: 0 is the card's own column.
    """

    card: Card
    y: float
    children: "tuple[tuple[Branch, float], ...]"
    spans: Mapping[int, tuple[float, float]]

    @property
    def middle(self) -> float:
        return self.y + self.card.height / 2

    def placed(self, x: float, down: float) -> Card:
        """The card and all below it in their places."""
        beside = x + self.card.shape.wide + GAP
        children = tuple(child.placed(beside, down + below) for child, below in self.children)
        return replace(self.card, x=x, y=self.y + down, children=children)


class Columns:
    """Whys from left to right, a column each; branches stand as close as they go."""

    def __init__(self, dealer: Dealer, focus: str | None) -> None:
        self._stack = _Stack()
        for card in dealer.cards(focus):
            self._stack.add(_branch(card))

    @property
    def _around(self) -> tuple[float, float]:
        """px from the middle of a head up to where the tree begins, and down to where it ends."""
        middle = self._stack.middle
        return middle - min(self._stack.tops.values()), max(self._stack.ends.values()) - middle

    def beside_in(self, room: float) -> float:
        """The height of a head with which the tree needs no more than it did, or than ``room``."""
        if not self._stack.branches:
            return room - 2 * EDGE
        whole, most = room - 2 * EDGE, max(self._around)
        return 2 * max(min(self._around), min(whole - most, whole / 2))

    def beside(self, head: Head) -> Tree:
        """The tree with this head."""
        if not self._stack.branches:
            return Tree((), head)
        above, _ = self._around
        down = EDGE + max(0.0, head.height / 2 - above) - (self._stack.middle - above)
        x = EDGE + head.width + HEAD_GAP
        roots = (branch.placed(x, down + below) for branch, below in self._stack.branches)
        return Tree(tuple(roots), head)


class _Stack:
    """Branches one below the other, and where they begin and end in each column and gap."""

    def __init__(self) -> None:
        self.branches: list[tuple[Branch, float]] = []
        self.tops: dict[int, float] = {}
        self.ends: dict[int, float] = {}

    @property
    def middles(self) -> list[float]:
        return [branch.middle + down for branch, down in self.branches]

    @property
    def middle(self) -> float:
        """Half-way from the middle of the first branch to that of the last."""
        return (self.middles[0] + self.middles[-1]) / 2

    def add(self, branch: Branch) -> None:
        spans = branch.spans
        down = max(
            (self.ends[place] + APART - top for place, (top, _) in spans.items()
             if place in self.ends),
            default=-spans[0][0],
        )  # fmt: skip
        self.branches.append((branch, down))
        for place, (top, end) in spans.items():
            self.tops.setdefault(place, top + down)
            self.ends[place] = end + down


def _branch(card: Card) -> Branch:
    """A card beside the first of its children, the others below that."""
    stack = _Stack()
    for child in card.children:
        stack.add(_branch(child))
    middles = stack.middles
    middle = middles[0] if middles else card.height / 2
    y = middle - card.height / 2
    spans = {place + 2: (stack.tops[place], stack.ends[place]) for place in stack.ends}
    spans[0] = (y, y + card.height)
    if card.asks:
        ends = (middle, *middles)
        spans[1] = (min(middle - TARGET / 2, *ends), max(middle + TARGET / 2, *ends))
    if card.folded:  # what says so is broader than a gap
        spans[2] = spans[1]
    return Branch(card, y, tuple(stack.branches), spans)


# -- indented ------------------------------------------------------------------------------


def indented(dealer: Dealer, head: Head, focus: str | None, apart: float) -> Tree:
    """Whys from top to bottom, a row each, with the causes of one indented below it."""
    rows = _Rows(EDGE + head.height + apart, apart)
    return Tree(rows.placed(dealer.cards(focus), EDGE + INDENT), head, True)


@dataclass
class _Rows:
    y: float
    apart: float

    def placed(self, cards: Sequence[Card], x: float) -> tuple[Card, ...]:
        return tuple(self._placed(card, x) for card in cards)

    def _placed(self, card: Card, x: float) -> Card:
        y = self.y
        self.y += card.height + self.apart
        return replace(card, x=x, y=y, children=self.placed(card.children, x + INDENT))
