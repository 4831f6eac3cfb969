"""One entry of an is / is not table as it stands in its cell, and the way to a new one."""

from dataclasses import dataclass

from hub.drawing import Node, Theme, group, label, node
from hub.problem_board.isnot_facts import TOOL, Cell, Fact
from hub.problem_board.lettering import LEADING, Words, set_in
from hub.problem_board.touch import PLUS, STATES, TARGET, Touch, looking, name
from hub.snapshot.views import CauseView

PAD = 10.0
FACES = (26.0, 24.0, 22.0, 20.0)
TAG = 74.0  # px of the word that says that it is a cause
HIGH = 92.0  # px of a card from which on that stands under its words
UNDER = 36.0  # px that it takes there
ASKED = ((20.0, 2), (18.0, 3), (17.0, 3), (16.0, 4))


def sizes_in(high: float) -> tuple[tuple[float, int], ...]:
    """The sizes that words may have on a card, and in how many lines."""
    lines = ((size, int((high - 6) / (LEADING * size))) for size in FACES)
    return tuple((size, count) for size, count in lines if count) or ((20.0, 1),)


@dataclass(frozen=True)
class Card:
    """A fact, or ``more`` that are not drawn; a touch looks at its cell."""

    cell: Cell
    fact: Fact | None
    cause: CauseView | None = None
    more: int = 0
    alone: bool = False  # whether none is drawn

    def drawn(self, issue: str, theme: Theme, x: float, y: float, wide: float, high: float) -> Node:
        touch = looking(f"Look at {self.cell.title}, {self.spoken}", about=self.cell.id)
        drawn = group(
            name("fact", self.fact.entry.id) if self.fact else name("more", self.cell.id),
            self._field(theme, wide, high),
            *self._written(theme, wide, high),
            self._tag(theme, wide, high),
            x=x,
            y=y,
        )
        return touch.on(drawn, TOOL, issue)

    @property
    def text(self) -> str:
        if self.fact:
            return self.fact.entry.text
        return f"{self.more} entries" if self.alone else f"+{self.more} more"

    @property
    def spoken(self) -> str:
        return f"{self.text}, {self.standing}" if self.cause else self.text

    @property
    def standing(self) -> str:
        """What has become of the cause."""
        return f"cause, {STATES[self.cause.state].lower()}" if self.cause else ""

    def _field(self, theme: Theme, wide: float, high: float) -> Node:
        return node(
            "rect", x=0, y=0, width=wide, height=high, rx=8,
            fill=theme["surface-2" if self.fact else "accent-soft"],
            stroke=theme["ink" if self.cause else "line"], stroke_width=3 if self.cause else 1.5,
            pointer_events="all",
        )  # fmt: skip

    def words(self, wide: float, high: float) -> Words:
        if self.cause and high >= HIGH:
            return set_in(self.text, wide - 2 * PAD, sizes_in(high - UNDER))
        room = wide - 2 * PAD - (TAG if self.cause else 0)
        return set_in(self.text, room, sizes_in(high))

    def _written(self, theme: Theme, wide: float, high: float) -> list[Node]:
        words = self.words(wide, high)
        under = UNDER if self.cause and high >= HIGH else 0.0
        base, found = (high - under - words.height) / 2, []
        ink = theme["ink" if self.fact else "accent"]
        for line in words.lines:
            base += LEADING * words.size
            weight = 500 if self.fact else 600
            found.append(label(line, PAD, base - 0.28 * words.size, words.size, weight, fill=ink))
        return found

    def _tag(self, theme: Theme, wide: float, high: float) -> Node | None:
        if self.cause is None:
            return None
        out = self.cause.state == "ruled_out"
        return group(
            None,
            node("rect", x=0, y=0, width=TAG - 8, height=28, rx=14,
                 fill=theme["sunken" if out else "ink"]),
            label("Cause", (TAG - 8) / 2, 20, 18, 600, fill=theme["ink-2" if out else "surface"],
                  anchor="middle"),
            node("path", d=f"M8 14H{TAG - 16:.0f}", fill="none", stroke=theme["ink-2"],
                 stroke_width=2) if out else None,
            x=PAD if high >= HIGH else wide - TAG,
            y=high - UNDER if high >= HIGH else (high - 28) / 2,
        )  # fmt: skip


def plus(cell: Cell, issue: str, theme: Theme, x: float, y: float, inviting: bool = False) -> Node:
    """The plus of a cell: a touch asks for a new entry."""
    drawn = group(
        name("add", cell.id),
        node("rect", x=0, y=0, width=TARGET, height=TARGET, rx=TARGET / 2,
             fill=theme["accent" if inviting else "surface"],
             stroke=theme["accent" if inviting else "line"], stroke_width=2,
             pointer_events="all"),
        group(None, node("path", d=PLUS, fill="none", stroke_width=3, stroke_linecap="round",
                         stroke=theme["accent-glyph" if inviting else "accent"]), x=16, y=16),
        x=x, y=y,
    )  # fmt: skip
    return adding(cell).on(drawn, TOOL, issue)


def adding(cell: Cell) -> Touch:
    """Asking for a new entry in a cell."""
    to = {"row": cell.row, "column": cell.column}
    return Touch("add", to, f"Add to {cell.title}", cell.question, new="id")


def asked(cell: Cell, theme: Theme, x: float, y: float, wide: float, high: float) -> list[Node]:
    """The question of a cell where nobody has answered it."""
    words = set_in(cell.question, wide - 2 * PAD, ASKED)
    base, found = y + (high - words.height) / 2, []
    for line in words.lines:
        base += LEADING * words.size
        found.append(
            label(line, x + PAD, base - 0.28 * words.size, words.size, fill=theme["ink-2"])
        )
    return found
