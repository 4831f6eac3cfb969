"""Where the cards of a tree of whys stand: left to right, each cause beside what it explains."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from hub.drawing import fits, wrap
from hub.snapshot.views import CauseView

TARGET = 56.0  # px of the smallest part to touch
SPACE = 8.0  # px between two targets
TARGETS = 4 * TARGET + 3 * SPACE  # px that a card's targets take side by side
HEAD = 230.0  # px of the problem's card
GAP = 76.0  # px between two columns; a target stands in it
APART = 16.0  # px between two cards of a column
EDGE = 20.0  # px around the tree
PAD = 12.0  # px inside a card
WHY = (108.0, 64.0)  # px of the button that asks why
BESIDE = 14.0  # px between a card and that button
PENCIL = 30.0  # px beside the words for the sign that they can be edited
SIZES = ((26.0, 3), (24.0, 3), (22.0, 4), (20.0, 5), (18.0, 7), (16.0, 12))
LEADING = 1.14
HEADING = 36.0  # px of a card above its words


BLAME = re.compile(
    r"\b((?:human|user|operator) error|forg[eo]t\w*|careless\w*|should(?: have|'ve|\u2019ve)"
    r"|negligen\w*|la[zs]y|incompetent\w*|didn['\u2019]t bother|not pay(?:ing)? attention)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Words:
    """Words broken into lines of one size."""

    size: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        return LEADING * self.size * len(self.lines)


def set_in(words: str, room: float, sizes: Sequence[tuple[float, int]] = SIZES) -> Words:
    """The largest of ``sizes``, each with the lines it may take, at which words fit whole."""
    for broken in (False, True):
        for size, lines in sizes:
            if fits(words, size, room, lines, broken=broken):
                return Words(size, wrap(words, size, room, lines))
    size, lines = sizes[-1]
    return Words(size, wrap(words, size, room, lines))


@dataclass(frozen=True)
class Shape:
    """How a card is laid out: the same parts in a tall, a broad and a flat one, in px.

    ``room`` is what words have. Targets stand below them, or ``beside`` them; number and standing
    are above the words, or else (``footed``) beside the targets.
    """

    wide: float
    room: float
    beside: bool = False
    footed: bool = False


TALL = Shape(TARGETS + 2 * PAD, TARGETS)
BROAD = Shape(TARGETS + 2 * PAD + 100, TARGETS + 100, footed=True)
FLAT = Shape(2 * TARGETS + 3 * PAD, TARGETS, beside=True)
SHAPES = (TALL, BROAD, FLAT)


@dataclass(frozen=True)
class Card:
    """A cause with its place: (x, y) is the top left corner, ``number`` says which why it is."""

    cause: CauseView
    number: int
    shape: Shape
    children: "tuple[Card, ...]" = ()
    below: int = 0  # causes below it that are not drawn
    x: float = 0.0
    y: float = 0.0

    @cached_property
    def words(self) -> Words:
        return set_in(self.cause.text, self.shape.room - PENCIL)

    @cached_property
    def evidence(self) -> tuple[str, ...]:
        if not self.cause.evidence:
            return ()
        return wrap(self.cause.evidence, 17, self.shape.room, 2, weight=500)

    @property
    def blames(self) -> bool:
        return self.cause.state != "ruled_out" and BLAME.search(self.cause.text) is not None

    @property
    def top(self) -> float:
        """Where the words' part to touch starts, down from the card's top."""
        return 8.0 if self.shape.footed else HEADING

    @cached_property
    def touched(self) -> float:
        """Height of the words as a part to touch."""
        return max(TARGET, self.words.height)

    @cached_property
    def height(self) -> float:
        words = self.top + self.touched + 20.0 * len(self.evidence) + 34.0 * self.blames
        return words + 10 if self.shape.beside else words + 8 + TARGET + PAD

    @property
    def targets(self) -> tuple[float, float]:
        """The top left corner of the first target."""
        if self.shape.beside:
            return 2 * PAD + self.shape.room, (self.height - TARGET) / 2
        return PAD, self.height - TARGET - PAD

    @property
    def right(self) -> float:
        return self.x + self.shape.wide

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def leaf(self) -> bool:
        return not self.children

    @property
    def reach(self) -> float:
        """How far its right-hand target reaches."""
        if self.leaf and self.cause.state == "ruled_out" and not self.below:
            return self.right
        return self.right + BESIDE + (2 * WHY[0] if self.below else WHY[0])

    def walk(self) -> "Iterator[Card]":
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Tree:
    """All cards in their places, and the box that they take."""

    roots: tuple[Card, ...]
    head: float  # height of the problem's card

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        return tuple(card for root in self.roots for card in root.walk())

    @cached_property
    def width(self) -> float:
        first = EDGE + HEAD + BESIDE + WHY[0]
        return max((card.reach for card in self.cards), default=first) + EDGE

    @cached_property
    def height(self) -> float:
        lowest = max((card.y + card.height for card in self.cards), default=0.0)
        return max(lowest, self.head_y + self.head) + EDGE

    @cached_property
    def head_y(self) -> float:
        if not self.roots:
            return EDGE
        middle = (self.roots[0].middle + self.roots[-1].middle) / 2
        return max(EDGE, middle - self.head / 2)


def chain(causes: Sequence[CauseView], cause: CauseView) -> list[CauseView]:
    """A cause and all that it explains, one after the other, up to the problem."""
    known = {each.id: each for each in causes}
    found = [cause]
    while (parent := known.get(found[-1].parent or "")) and parent not in found:
        found.append(parent)
    return found


def below(causes: Sequence[CauseView]) -> Mapping[str | None, list[CauseView]]:
    """The causes by the cause they explain, in the order they were named; None is the problem.

    A cause whose parent is not among them, or that would explain itself, explains the problem.
    """
    known = {cause.id: cause for cause in causes}
    found: dict[str | None, list[CauseView]] = {}
    for cause in causes:
        top = chain(causes, cause)[-1]
        round = top.parent in known and known[top.parent] is cause
        parent = cause.parent if cause.parent in known and not round else None
        found.setdefault(parent, []).append(cause)
    return found


def tree(
    causes: Sequence[CauseView],
    head: float,
    shape: Shape = TALL,
    focus: str | None = None,
    deepest: int = 999,
) -> Tree:
    """The tree of ``causes``, or of those below ``focus``, ``deepest`` whys deep at the most."""
    children = below(causes)
    first = _level(children, focus) + 1
    roots = _cards(children, focus, shape, first, first + deepest - 1)
    total = _stack(roots)
    placed, y = [], EDGE + max(0.0, (head - total) / 2)
    for root in roots:
        placed.append(_placed(root, EDGE + HEAD + GAP, y))
        y += _tall(root) + APART
    return Tree(tuple(placed), head)


def _level(children: Mapping[str | None, list[CauseView]], id: str | None) -> int:
    """How many whys deep a cause is; 0 for the problem."""
    parents = {child.id: parent for parent, own in children.items() for child in own}
    level, seen = 0, set()
    while id is not None and id not in seen:
        seen.add(id)
        id, level = parents.get(id), level + 1
    return level


def _cards(
    children: Mapping[str | None, list[CauseView]],
    parent: str | None,
    shape: Shape,
    number: int,
    last: int,
) -> tuple[Card, ...]:
    own = children.get(parent, [])
    if number == last:
        return tuple(Card(c, number, shape, (), _count(children, c.id)) for c in own)
    return tuple(
        Card(c, number, shape, _cards(children, c.id, shape, number + 1, last)) for c in own
    )


def _count(children: Mapping[str | None, list[CauseView]], id: str) -> int:
    return sum(1 + _count(children, child.id) for child in children.get(id, []))


def _stack(cards: Sequence[Card]) -> float:
    return sum(_tall(card) for card in cards) + APART * max(0, len(cards) - 1)


def _tall(card: Card) -> float:
    """Height that a card and all below it take."""
    return max(card.height, _stack(card.children))


def _placed(card: Card, x: float, y: float) -> Card:
    """The card in the middle of its branch, which starts at ``y``, and its children beside it."""
    tall, stack = _tall(card), _stack(card.children)
    children, down = [], y + (tall - stack) / 2
    for child in card.children:
        children.append(_placed(child, x + card.shape.wide + GAP, down))
        down += _tall(child) + APART
    return replace(card, children=tuple(children), x=x, y=y + (tall - card.height) / 2)
