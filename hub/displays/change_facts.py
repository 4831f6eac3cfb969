"""What else has happened meanwhile, in numbers: figures, notes, problems, definitions."""

from collections.abc import Iterator
from dataclasses import dataclass

from hub.displays.surround import Box
from hub.drawing import Node, Theme, fit, group, label
from hub.drawing.marks.badge import line
from hub.drawing.marks.card import card
from hub.drawing.theme import Look
from hub.snapshot.changes import ChangesView, Redefined

PAD = 24.0
NUMBER, WORDS, NEAR = 42.0, 30.0, 22.0
COLUMN = 96.0  # px of the column with the numbers
LINE = 78.0  # px that a fact takes at the least


@dataclass(frozen=True)
class Fact:
    """A number, what it counts, and what else is worth saying."""

    number: int
    words: str
    more: str = ""


def facts(view: ChangesView) -> tuple[Fact, ...]:
    """What happened, nothing that did not; staff are told of what staff said."""
    found = [
        Fact(view.new, _count(view.new, "new figure")),
        Fact(view.restated, _count(view.restated, "figure") + " restated"),
        *_talk(view),
        Fact(
            len(view.redefined),
            f"{_count(len(view.redefined), 'definition')} changed",
            _named(view.redefined),
        ),
    ]
    return tuple(fact for fact in found if fact.number)


def _talk(view: ChangesView) -> Iterator[Fact]:
    talk = view.talk
    if talk is None:
        return
    yield Fact(talk.notes, f"{_count(talk.notes, 'note')} written")
    waiting = f"{talk.waiting} not answered yet" if talk.waiting else ""
    yield Fact(talk.challenges, f"{_count(talk.challenges, 'challenge')} raised", waiting)
    yield Fact(talk.answered, f"{_count(talk.answered, 'challenge')} answered")
    numbers = ", ".join(f"{brief.number} {brief.title}" for brief in talk.raised)
    yield Fact(len(talk.raised), f"{_count(len(talk.raised), 'problem')} raised", numbers)
    yield Fact(talk.done, f"{_count(talk.done, 'countermeasure')} done")
    yield Fact(talk.overdue, f"{_count(talk.overdue, 'countermeasure')} overdue")


def _named(changed: tuple[Redefined, ...]) -> str:
    return ", ".join(f"{'target of ' * each.target}{each.title}" for each in changed)


def _count(_number: int, what: str) -> str:
    """The number itself stands large before it."""
    return what if _number == 1 else f"{what}s"


@dataclass(frozen=True)
class FactsPanel:
    facts: tuple[Fact, ...]
    theme: Theme
    zoom: float
    columns: int = 1

    @property
    def height(self) -> float:
        """What all of them take, in px."""
        rows = -(-len(self.facts) // self.columns)
        return rows * LINE * self.zoom + 2 * PAD

    def most(self, box: Box) -> int:
        """How many there is room for."""
        return max(1, int((box.height - 2 * PAD) // (LINE * self.zoom))) * self.columns

    def drawn(self, box: Box) -> Node:
        across = -(-len(self.facts) // self.columns) or 1
        pace = min((box.height - 2 * PAD) / across, 1.35 * LINE * self.zoom)
        wide = (box.width - PAD) / self.columns
        drawn: list[Node] = []
        for index, fact in enumerate(self.facts):
            column, row = divmod(index, across)
            x, y = PAD + column * wide, PAD + row * pace
            if row:
                drawn.append(line(f"M{x} {y}H{x + wide - PAD}", self.theme["line"], 2))
            drawn += self._fact(fact, x, y, wide - PAD, pace)
        high = min(box.height, across * pace + 2 * PAD)
        field = card(Look.CALM, self.theme, box.width, high)
        return group("facts", field, *drawn, x=box.x, y=box.y)

    def _fact(self, fact: Fact, x: float, y: float, room: float, high: float) -> Iterator[Node]:
        z, theme = self.zoom, self.theme
        left = COLUMN * z
        sizes = [NUMBER * z, 36 * z, 31 * z, 26 * z, 22 * z]
        size, (number, *_) = fit(str(fact.number), left - 12, 1, sizes, "sans")
        small, lines = fit(fact.words, room - left, 1 if fact.more else 2, (WORDS * z,))
        middle = y + high / 2
        more = fact.more and high > 40 * z + 34
        base = middle + 0.35 * NUMBER * z - (0.42 * NEAR + 4) * bool(more)
        yield label(number, x, base, size, 600, "sans", theme["ink"])
        first = base - 0.55 * small * (len(lines) - 1)
        for index, words in enumerate(lines):
            yield label(words, x + left, first + 1.1 * small * index, small, 600, fill=theme["ink"])
        if more:
            _, said = fit(fact.more, room - left, 1, (NEAR,), weight=500)
            yield from (
                label(words, x + left, base + 30, NEAR, fill=theme["ink-2"]) for words in said
            )
