"""Cards in a field of an impact and effort grid: as large as their number allows, or "+4"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hub.drawing import Node, Theme, group, label, node
from hub.problem_board.impact_cards import Card
from hub.problem_board.lettering import LEADING, set_in
from hub.problem_board.touch import SPACE, Touch, looking, name

TOOL = "impact_effort"
CARD = 168.0  # px of a card where there are several side by side
DENSE = 52.0  # px of the lowest card, where there are many
PAD = 10.0  # px inside a card
WIDEST = 420.0
NOTE = 24.0  # px of what stands below the words of a card that has room for it
LOW = 112.0  # px of a card that may be lower than its field
ROOMY = ((26.0, 2), (24.0, 3), (22.0, 5), (20.0, 14))  # (size, lines) of words that have room
SIZES = (26.0, 24.0, 22.0, 20.0, 18.0, 16.0)


@dataclass(frozen=True)
class Field:
    """A part of the picture, in px."""

    x: float
    y: float
    wide: float
    high: float

    def split(self, columns: int, rows: int) -> tuple["Field", ...]:
        """Even parts with a space between, as they are read."""
        wide = (self.wide - SPACE * (columns - 1)) / columns
        high = (self.high - SPACE * (rows - 1)) / rows
        return tuple(
            Field(self.x + (wide + SPACE) * column, self.y + (high + SPACE) * row, wide, high)
            for row in range(rows)
            for column in range(columns)
        )

    def places(self, cards: int) -> tuple["Field", ...]:
        """As few places as take so many cards, or all that there is room for."""
        across = max(1, int((self.wide + SPACE) // (CARD + SPACE)))
        down = max(1, int((self.high + SPACE) // (DENSE + SPACE)))
        shapes = [(c, r) for r in range(1, down + 1) for c in range(1, across + 1)]
        fit = [shape for shape in shapes if shape[0] * shape[1] >= cards]
        # even shares rather than long strips, and no more places than are needed
        columns, rows = min(fit, key=self._waste) if fit else (across, down)
        return self.split(columns, rows)

    def _waste(self, shape: tuple[int, int]) -> tuple[int, float]:
        columns, rows = shape
        return columns * rows, abs(self.wide / columns - 2.6 * self.high / rows)


@dataclass(frozen=True)
class Cards:
    """Draws cards, each to be touched and dragged."""

    issue: str
    theme: Theme

    def among(
        self, cards: Sequence[Card], field: Field, key: str, words: str, low: bool = False
    ) -> Iterator[Node]:
        """Cards side by side and below each other; where they are too many the last place says
        how many more there are, and a touch there shows them all. Cards that are to be ``low``
        are no higher than their words want, from the top of the field on."""
        places = field.places(len(cards))
        if low and cards:
            places = tuple(self._lowered(places, field.y, cards))
        shown = len(cards) if len(cards) <= len(places) else len(places) - 1
        for card, place in zip(cards[:shown], places, strict=False):
            yield self.card(card, place)
        if shown < len(cards):
            yield self.more(len(cards) - shown, places[-1], key, words)

    def _lowered(
        self, places: Sequence[Field], top: float, cards: Sequence[Card]
    ) -> Iterator[Field]:
        """The places, each row of them as high as the longest words in it want."""
        across = sum(each.y == places[0].y for each in places)
        for start in range(0, len(places), across):
            row = places[start : start + across]
            wanted = [_wanted(each, row[0].wide) for each in cards[start : start + across]]
            high = min(row[0].high, max([LOW, *wanted]))
            yield from (replace(each, y=top, high=high) for each in row)
            top += high + SPACE

    def card(self, card: Card, place: Field) -> Node:
        wide = min(place.wide, WIDEST)
        spoken = f"Place: {card.text} ({card.note})"
        touch = Touch("", {"id": card.id}, spoken, look={"chosen": card.id})
        drawn = group(
            name("placed", card.id),
            node("rect", x=0, y=0, width=wide, height=place.high, rx=10,
                 fill=self.theme["surface"], stroke=self.theme["line" if card.idea else "ink-2"],
                 stroke_width=2, stroke_dasharray="8 6" if card.idea else None,
                 pointer_events="all"),
            *self._words(card, wide, place.high),
            x=place.x, y=place.y, data_drag="card",
        )  # fmt: skip
        return touch.on(drawn, TOOL, self.issue)

    def _words(self, card: Card, wide: float, high: float) -> Iterator[Node]:
        """The words, and below them what it is where that fits too."""
        noted = high >= 92 and wide >= CARD
        room = high - 8 - NOTE * noted
        sizes = [(size, max(1, int(room // (LEADING * size)))) for size in SIZES]
        words = set_in(card.text, wide - 2 * PAD, [each for each in sizes if each[1]])
        base = 4 + (room - words.height) / 2
        for line in words.lines:
            base += LEADING * words.size
            yield label(line, PAD, base - 0.28 * words.size, words.size, 600,
                        fill=self.theme["ink"])  # fmt: skip
        if noted:
            note = set_in(card.note, wide - 2 * PAD, ((18.0, 1),)).lines[0]
            yield label(note, PAD, high - 12, 18, fill=self.theme["ink-2"])

    def more(self, count: int, place: Field, key: str, words: str) -> Node:
        touch = looking(f"Show all: {words}", open=key)
        drawn = group(
            name("more-cards", key),
            node("rect", x=0, y=0, width=place.wide, height=place.high, rx=10,
                 fill=self.theme["accent-soft"], pointer_events="all"),
            label(f"+{count}", place.wide / 2, place.high / 2 + 9, 26, 600, "sans",
                  self.theme["ink"], "middle"),
            x=place.x, y=place.y,
        )  # fmt: skip
        return touch.on(drawn, TOOL, self.issue)


def _wanted(card: Card, wide: float) -> float:
    """The height of a card that says all its words in letters as large as there is room for."""
    words = set_in(card.text, min(wide, WIDEST) - 2 * PAD, ROOMY)
    return words.height + 2 * PAD + NOTE
