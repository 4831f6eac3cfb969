"""The tree of whys: which cause explains which, and what the card of each takes."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from hub.drawing import wrap
from hub.problem_board.lettering import SIZES, Words, set_in
from hub.problem_board.touch import SPACE, TARGET
from hub.snapshot.views import CauseView

TOOL = "five_whys"
TARGETS = 4 * TARGET + 3 * SPACE  # px that a card's targets take side by side
PAD = 9.0  # px inside a card
INDENT = 44.0  # px that a cause stands to the right of what it explains, if not in columns
BESIDE = 4.0  # px between a card and the target at its right
FOLDED = 84.0  # px of the part to touch that stands for causes not drawn, at the end of a branch
NARROWEST = TARGETS + 200  # px of a flat card
HEADING = 30.0  # px of a card above its words
WHOLE = 999  # whys: more than there are
SMALL = ((22.0, 1), (20.0, 8), (18.0, 10), (16.0, 14))


BLAME = re.compile(
    r"\b((?:human|user|operator) error|forg[eo]t\w*|careless\w*|should(?: have|'ve|\u2019ve)"
    r"|negligen\w*|la[zs]y|incompetent\w*|didn['\u2019]t bother|not pay(?:ing)? attention)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Shape:
    """How a card is laid out, in px: its targets stand below its words, or ``flat`` beside them.

    Of flat cards, which stand indented, ``wide`` is the room of the first with what is beside it.
    """

    wide: float
    sizes: tuple[tuple[float, int], ...] = SIZES
    flat: bool = False

    @property
    def room(self) -> float:
        """What words have."""
        return self.wide - 2 * PAD - (TARGETS + 2 * PAD if self.flat else 0)

    def at(self, depth: int) -> "Shape":
        """The shape ``depth`` levels below the head: flat ones all end at the same place."""
        if not self.flat:
            return self
        return replace(self, wide=max(NARROWEST, self.wide - INDENT * depth - BESIDE - FOLDED))


Setting = Callable[[str, float, Sequence[tuple[float, int]]], Words]  # ``set_in``, or as fast


@dataclass(frozen=True)
class Card:
    """A cause with its place: (x, y) is the top left corner, ``number`` says which why it is."""

    cause: CauseView
    number: int
    shape: Shape
    words: Words
    children: "tuple[Card, ...]" = ()
    below: int = 0  # causes below it that are not drawn
    hides_root: bool = False  # whether a root cause is among those
    skips: bool = False  # whether whys between it and the card before it are not drawn
    x: float = 0.0
    y: float = 0.0

    @cached_property
    def evidence(self) -> tuple[str, ...]:
        if not self.cause.evidence:
            return ()
        return wrap(self.cause.evidence, 18, self.shape.room, 2, weight=500)

    @property
    def blames(self) -> bool:
        return self.cause.state != "ruled_out" and BLAME.search(self.cause.text) is not None

    @property
    def touched(self) -> float:
        """Height of the heading and the words, which are one part to touch."""
        return max(TARGET, HEADING + self.words.height + 2)

    @cached_property
    def height(self) -> float:
        words = self.touched + 21.0 * len(self.evidence) + 34.0 * self.blames
        return max(words, TARGET + 12) + 6 if self.shape.flat else words + 4 + TARGET + PAD

    @property
    def target(self) -> float:
        """Width of a target: below the words they take all the room there is."""
        return TARGET if self.shape.flat else (self.shape.wide - 2 * PAD - 3 * SPACE) / 4

    @property
    def targets(self) -> tuple[float, float]:
        """The top left corner of the first target."""
        if self.shape.flat:
            return self.shape.wide - PAD - TARGETS, (self.height - TARGET) / 2
        return PAD, self.height - TARGET - PAD

    @property
    def right(self) -> float:
        return self.x + self.shape.wide

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def asks(self) -> bool:
        """Whether a part to touch stands at its right: all but what is ruled out can be asked."""
        return bool(self.children or self.below or self.cause.state != "ruled_out")

    @property
    def folded(self) -> bool:
        """Whether the branch ends here though it goes on; it may also leave out but a few whys."""
        return bool(self.below) and not self.children

    @property
    def beside(self) -> float:
        """px that this part takes, with the space before it."""
        return (BESIDE + (FOLDED if self.folded else TARGET)) * self.asks

    @cached_property
    def leads_to_root(self) -> bool:
        found = self.cause.root or self.hides_root
        return found or any(child.leads_to_root for child in self.children)

    def walk(self) -> "Iterator[Card]":
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Whys:
    """Which causes explain which, by the cause that they explain (None is the problem)."""

    children: Mapping[str | None, list[CauseView]]

    def of(self, id: str | None) -> list[CauseView]:
        return self.children.get(id, [])

    @cached_property
    def sizes(self) -> Mapping[str | None, int]:
        """How many causes lie below each."""
        found: dict[str | None, int] = {}

        def count(id: str | None) -> int:
            found[id] = sum(1 + count(child.id) for child in self.of(id))
            return found[id]

        count(None)
        return found

    @cached_property
    def ways(self) -> frozenset[str | None]:
        """Those below which there is a root cause."""
        parents = {child.id: parent for parent, own in self.children.items() for child in own}
        found: set[str | None] = set()
        for cause in (child for own in self.children.values() for child in own if child.root):
            id = parents[cause.id]
            while id not in found:
                found.add(id)
                id = parents.get(id) if id else None
        return frozenset(found)

    def nearest_roots(self, id: str, number: int) -> "Iterator[tuple[CauseView, int]]":
        """The first root cause of each branch below the why of that number, and which why it is."""
        for child in self.of(id):
            if child.root:
                yield child, number + 1
            elif child.id in self.ways:
                yield from self.nearest_roots(child.id, number + 1)


@dataclass(frozen=True)
class Fold:
    """How many whys are drawn of a tree before its branches fold, and of the ``way`` to a root.

    What a tree is drawn for is its root causes: where the way to one folds, the root cause itself
    is drawn nevertheless, unless even ``roots`` are folded away.
    """

    others: int = WHOLE
    way: int = WHOLE
    roots: bool = True


@dataclass(frozen=True)
class Dealer:
    """Makes the cards of causes from the ``first`` why on."""

    whys: Whys
    shape: Shape
    first: int = 1
    fold: Fold = Fold()
    set_words: Setting = set_in

    def cards(self, parent: str | None) -> tuple[Card, ...]:
        before = self.first - 1
        return tuple(self._card(cause, self.first, before, 1) for cause in self.whys.of(parent))

    def count(self, parent: str | None) -> int:
        """How many cards that are, without making them."""
        below = ((each.id, self.first) for each in self.whys.of(parent))
        return sum(1 + self._count(*each) for each in below)

    def _count(self, id: str, number: int) -> int:
        return sum(1 + self._count(child.id, which) for child, which in self._below(id, number))

    def _card(self, cause: CauseView, number: int, before: int, depth: int) -> Card:
        """The card of a why, with those below it; ``depth`` is how many cards lead to it."""
        shape = self.shape.at(depth)
        words = self.set_words(cause.text, shape.room, shape.sizes)
        children = tuple(
            self._card(child, which, number, depth + 1)
            for child, which in self._below(cause.id, number)
        )
        sizes = self.whys.sizes
        below = sizes[cause.id] - sum(1 + sizes[child.cause.id] for child in children)
        hides_root = not children and cause.id in self.whys.ways
        return Card(cause, number, shape, words, children, below, hides_root, number > before + 1)

    def _below(self, id: str, number: int) -> Iterable[tuple[CauseView, int]]:
        """What is drawn beside a cause, and which whys those are."""
        leads, fold = id in self.whys.ways, self.fold
        if number - self.first + 1 < (fold.way if leads else fold.others):
            return [(child, number + 1) for child in self.whys.of(id)]
        return self.whys.nearest_roots(id, number) if leads and fold.roots else ()
