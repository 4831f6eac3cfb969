"""The tree of whys: which cause explains which, and what the card of each takes."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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
FOLDED = 84.0  # px of the part to touch that stands for causes not drawn
NARROWEST = TARGETS + 200  # px of a flat card
HEADING = 30.0  # px of a card above its words
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
    def beside(self) -> float:
        """px that this part takes, with the space before it."""
        return (BESIDE + (FOLDED if self.below else TARGET)) * self.asks

    def walk(self) -> "Iterator[Card]":
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Dealer:
    """Makes the cards of causes from the ``first`` why to the ``last``."""

    children: Mapping[str | None, list[CauseView]]
    shape: Shape
    first: int
    last: int
    set_words: Setting = set_in

    def cards(self, parent: str | None) -> tuple[Card, ...]:
        return self._cards(parent, self.first)

    def _cards(self, parent: str | None, number: int) -> tuple[Card, ...]:
        return tuple(self._card(cause, number) for cause in self.children.get(parent, []))

    def _card(self, cause: CauseView, number: int) -> Card:
        shape = self.shape.at(number - self.first + 1)
        words = self.set_words(cause.text, shape.room, shape.sizes)
        if number == self.last:
            return Card(cause, number, shape, words, (), self._count(cause.id))
        return Card(cause, number, shape, words, self._cards(cause.id, number + 1))

    def _count(self, id: str) -> int:
        return sum(1 + self._count(child.id) for child in self.children.get(id, []))
