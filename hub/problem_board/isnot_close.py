"""One cell of an is / is not table from close: its entries, and what can be done with each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from hub.drawing import Node, Theme, group, label, node
from hub.problem_board.columns import paged, placed, turns
from hub.problem_board.isnot_entry import adding
from hub.problem_board.isnot_facts import TOOL, Cell, Fact, Table
from hub.problem_board.keys import BACK, BIN, Key, Row
from hub.problem_board.lettering import LEADING, Words, set_in
from hub.problem_board.touch import EDIT, PLUS, ROOT, STATES, Touch, looking, name
from hub.snapshot.views import CauseView

EDGE = 14.0
COLUMN = 460.0  # px of a column of entries, at least
GUTTER = 18.0
PAD = 12.0
APART = 12.0
WHOLE = ((26.0, 2), (24.0, 3), (22.0, 6), (20.0, 20))
TITLE = ((30.0, 1), (26.0, 2))


@dataclass(frozen=True)
class Block:
    """An entry with all its words and its keys."""

    fact: Fact
    cause: CauseView | None
    wide: float

    @cached_property
    def words(self) -> Words:
        return set_in(self.fact.entry.text, self.wide - 2 * PAD, WHOLE)

    @cached_property
    def keys(self) -> Row:
        entry, id = self.fact.entry, {"id": self.fact.entry.id}
        reword = Touch("reword", id, f"Edit: {entry.text}", "Say it in other words", entry.text,
                       entry.version)  # fmt: skip
        remove = Touch("remove", id, f"Remove: {entry.text}", version=entry.version)
        keys = [
            Key(name("reword", entry.id), "Words", reword, EDIT),
            Key(name("remove", entry.id), "Remove", remove, BIN),
        ]
        if self.cause is not None:
            said = f"Cause: {STATES[self.cause.state].lower()}"
            keys.append(Key(name("cause", entry.id), said))
        elif self.fact.cell.column == "differs":
            make = Touch("cause", id, f"Make it a cause: {entry.text}", new="cause")
            keys.append(Key(name("cause", entry.id), "Make it a cause", make, ROOT))
        return Row(keys, self.wide - 2 * PAD)

    @property
    def high(self) -> float:
        return PAD + self.words.height + 8 + self.keys.height + PAD

    def drawn(self, issue: str, theme: Theme, x: float, y: float) -> Node:
        base, written = PAD, []
        for line in self.words.lines:
            base += LEADING * self.words.size
            foot = base - 0.28 * self.words.size
            written.append(label(line, PAD, foot, self.words.size, 500, fill=theme["ink"]))
        return group(
            name("block", self.fact.entry.id),
            node("rect", x=0, y=0, width=self.wide, height=self.high, rx=10,
                 fill=theme["surface-2"], stroke=theme["ink" if self.cause else "line"],
                 stroke_width=3 if self.cause else 1.5),
            *written,
            *self.keys.drawn(TOOL, issue, theme, PAD, base + 8),
            x=x, y=y,
        )  # fmt: skip


@dataclass(frozen=True)
class Close:
    """A cell on ``wide`` px and as high as it needs, ``room`` px at least."""

    table: Table
    cell: Cell
    theme: Theme
    wide: float
    room: float

    @property
    def issue(self) -> str:
        return self.table.analysis.issue.id

    @property
    def across(self) -> float:
        return self.wide - 2 * EDGE

    @property
    def holds(self) -> bool:
        return True

    complete = holds

    @property
    def high(self) -> float:
        return max(self.room, self._parts[1])

    def drawn(self) -> Iterator[Node]:
        yield from self._parts[0]

    @cached_property
    def _parts(self) -> tuple[Sequence[Node], float]:
        found: list[Node] = []
        facts = self.table.within(self.cell)
        y = self._keys(found, self._ways(not facts), EDGE)
        y = self._words(found, self.cell.title, TITLE, "ink", y)
        y = self._words(found, self.cell.question, ((22.0, 2), (20.0, 4)), "ink-2", y) + 6
        return found, self._blocks(found, facts, y) + EDGE

    def _ways(self, empty: bool) -> list[Key]:
        back = looking("Back to the whole table")
        add = Key("add", "Entry", adding(self.cell), PLUS, inviting=empty)
        return [Key("whole", "Table", back, BACK), add]

    def _blocks(self, found: list[Node], facts: Sequence[Fact], y: float) -> float:
        many = max(1, int((self.across + GUTTER) / (COLUMN + GUTTER)))
        wide = (self.across + GUTTER) / many - GUTTER
        blocks = [Block(fact, self.table.cause(fact), wide) for fact in facts]
        heights = [block.high + APART for block in blocks]
        pages = paged(heights, many, self.room)
        number = min(self.table.page, len(pages) - 1)
        if len(pages) > 1:
            y = self._keys(found, turns(self.cell.id, number, len(pages)), y)
        shown = pages[number]
        places, end = placed([heights[each] for each in shown], many, y)
        for each, (column, top) in zip(shown, places, strict=True):
            x = EDGE + column * (wide + GUTTER)
            found.append(blocks[each].drawn(self.issue, self.theme, x, top))
        return end

    def _keys(self, found: list[Node], keys: Sequence[Key], y: float) -> float:
        row = Row(keys, self.across)
        found += row.drawn(TOOL, self.issue, self.theme, EDGE, y)
        return y + row.height + 12

    def _words(
        self, found: list[Node], text: str, sizes: Sequence[tuple[float, int]], ink: str, y: float
    ) -> float:
        words = set_in(text, self.across, sizes)
        for line in words.lines:
            y += LEADING * words.size
            found.append(label(line, EDGE, y - 0.28 * words.size, words.size, 600,
                               fill=self.theme[ink]))  # fmt: skip
        return y + 6
