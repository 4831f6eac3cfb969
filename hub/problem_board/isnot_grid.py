"""The whole is / is not table: a grid on a board, and its cells below each other on a phone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from hub.drawing import Node, Theme, label, node
from hub.problem_board.isnot_entry import Card, asked, plus
from hub.problem_board.isnot_facts import CELLS, COLUMNS, ROWS, Cell, RowName, Table
from hub.problem_board.lettering import LEADING, set_in
from hub.problem_board.touch import TARGET

EDGE = 12.0
HEADING = 42.0  # px of a column's name
SIDE = 134.0  # px of a row's name
GAP = 10.0  # px between two cells
INSIDE = 6.0  # px between a cell's edge and what stands in it
APART = 6.0  # px between two entries
NAME = ((26.0, 1), (24.0, 2))
LEAST = 3  # entries that a cell of a phone shows


def cards(table: Table, cell: Cell, most: int) -> list[Card]:
    """As many of a cell's entries as it has room for; the last one counts the others."""
    facts = table.within(cell)
    shown = facts if len(facts) <= most else facts[: most - 1]
    found = [Card(cell, fact, table.cause(fact)) for fact in shown]
    more = len(facts) - len(shown)
    return [*found, Card(cell, None, None, more, not shown)] if more else found


@dataclass(frozen=True)
class Grid:
    """The table on ``wide`` by ``high`` px, ``beside`` entries next to each other in a cell."""

    table: Table
    theme: Theme
    wide: float
    high: float
    beside: int = 1

    @property
    def issue(self) -> str:
        return self.table.analysis.issue.id

    @property
    def column(self) -> float:
        """Width of a column."""
        return (self.wide - 2 * EDGE - SIDE - GAP * len(COLUMNS)) / len(COLUMNS)

    @property
    def _step(self) -> float:
        return TARGET + APART

    @property
    def _room(self) -> float:
        """Height that the entries of all rows have."""
        bare = len(ROWS) * (2 * INSIDE - APART + GAP)
        return self.high - EDGE - HEADING - EDGE / 2 - bare

    @cached_property
    def _needed(self) -> Mapping[RowName, int]:
        """How many lines of entries each row has in its fullest cell."""
        return {
            row: max(1, *(-(-len(self.table.within(Cell(row, column))) // self.beside)
                          for column in COLUMNS))
            for row in ROWS
        }  # fmt: skip

    @cached_property
    def given(self) -> Mapping[RowName, int]:
        """How many lines of them each row shows: those that lack most are the first to get room."""
        given = dict.fromkeys(ROWS, 1)
        for _ in range(int(self._room / self._step) - len(ROWS)):
            row = max(given, key=lambda each: self._needed[each] - given[each])
            if self._needed[row] <= given[row]:
                break
            given[row] += 1
        return given

    @property
    def complete(self) -> bool:
        """Whether every entry is to be seen."""
        return self.given == self._needed

    @property
    def holds(self) -> bool:
        """Whether every entry is to be seen, with all its words."""
        return self.complete and not any(
            line.endswith("\u2026")
            for cell in CELLS
            for card in self._cards(cell)
            for line in card.words(self._across, self._each(cell)).lines
        )

    def _cards(self, cell: Cell) -> list[Card]:
        return cards(self.table, cell, self.given[cell.row] * self.beside)

    @property
    def _answer(self) -> float:
        """Width that a cell has beside its plus."""
        return self.column - 2 * INSIDE - TARGET - APART

    @property
    def _across(self) -> float:
        """Width of an entry."""
        return (self._answer + APART) / self.beside - APART

    @cached_property
    def heights(self) -> Mapping[RowName, float]:
        """What is left over is shared by all rows."""
        spare = max(0.0, self._room - self._step * sum(self.given.values()))
        share = spare / sum(self.given.values())
        return {
            row: count * (self._step + share) - APART + 2 * INSIDE
            for row, count in self.given.items()
        }

    def _each(self, cell: Cell) -> float:
        """Height of the entries of one cell."""
        lines = max(1, -(-len(self._cards(cell)) // self.beside))
        return (self.heights[cell.row] - 2 * INSIDE + APART) / lines - APART

    def drawn(self) -> Iterator[Node]:
        yield from self._headings()
        y = EDGE + HEADING
        for row, title in ROWS.items():
            high = self.heights[row]
            yield from self._name(title, y, high)
            for index, column in enumerate(COLUMNS):
                x = EDGE + SIDE + GAP + index * (self.column + GAP)
                yield from self._cell(Cell(row, column), x, y, high)
            y += high + GAP

    def _headings(self) -> Iterator[Node]:
        for index, title in enumerate(COLUMNS.values()):
            x = EDGE + SIDE + GAP + index * (self.column + GAP)
            yield label(title, x + INSIDE + 4, EDGE + 24, 24, 600, fill=self.theme["ink"])

    def _name(self, title: str, y: float, high: float) -> Iterator[Node]:
        words = set_in(title, SIDE - 20, NAME)
        base = y + (high - words.height) / 2
        for line in words.lines:
            base += LEADING * words.size
            yield label(line, EDGE + 4, base - 0.28 * words.size, words.size, 600,
                        fill=self.theme["ink"])  # fmt: skip

    def _cell(self, cell: Cell, x: float, y: float, high: float) -> Iterator[Node]:
        fill = "band" if cell.column == "differs" else "bg"
        yield node("rect", x=x, y=y, width=self.column, height=high, rx=10, fill=self.theme[fill])
        shown = self._cards(cell)
        left, top = x + INSIDE, y + INSIDE
        if not shown:
            yield from asked(cell, self.theme, left, top, self._answer, high - 2 * INSIDE)
        each = self._each(cell)
        for index, card in enumerate(shown):
            down, across = divmod(index, self.beside)
            yield card.drawn(self.issue, self.theme, left + across * (self._across + APART),
                             top + down * (each + APART), self._across, each)  # fmt: skip
        inviting = not self.table.facts and cell == Cell("what", "is")
        yield plus(cell, self.issue, self.theme, x + self.column - INSIDE - TARGET,
                   y + (high - TARGET) / 2, inviting)  # fmt: skip


@dataclass(frozen=True)
class Stack:
    """The table on a narrow board: as high as it needs."""

    table: Table
    theme: Theme
    wide: float
    room: float

    @property
    def issue(self) -> str:
        return self.table.analysis.issue.id

    @cached_property
    def _parts(self) -> tuple[Sequence[Node], float]:
        found: list[Node] = []
        y = EDGE
        for row, title in ROWS.items():
            found.append(label(title, EDGE, y + 26, 26, 600, fill=self.theme["ink"]))
            y += 38
            for column in COLUMNS:
                y = self._cell(found, Cell(row, column), y) + GAP
            y += GAP
        return found, y

    @property
    def holds(self) -> bool:
        return True

    complete = holds

    @property
    def high(self) -> float:
        return max(self.room, self._parts[1])

    def drawn(self) -> Iterator[Node]:
        yield from self._parts[0]

    def _cell(self, found: list[Node], cell: Cell, y: float) -> float:
        """A cell with its name above; says where it ends."""
        shown = cards(self.table, cell, LEAST)
        each = TARGET + 12
        rows = max(1, len(shown))
        high = 30 + rows * (each + APART) - APART + 2 * INSIDE
        across = self.wide - 2 * EDGE - 2 * INSIDE - TARGET - APART
        fill, left = "band" if cell.column == "differs" else "bg", EDGE + INSIDE
        found.append(node("rect", x=EDGE, y=y, width=self.wide - 2 * EDGE, height=high, rx=10,
                          fill=self.theme[fill]))  # fmt: skip
        found.append(label(COLUMNS[cell.column], left + 4, y + 24, 20, 600,
                           fill=self.theme["ink-2"]))  # fmt: skip
        top = y + 30 + INSIDE
        if not shown:
            found += asked(cell, self.theme, left, top, across, each)
        for index, card in enumerate(shown):
            place = top + index * (each + APART)
            found.append(card.drawn(self.issue, self.theme, left, place, across, each))
        found.append(plus(cell, self.issue, self.theme, self.wide - EDGE - INSIDE - TARGET,
                          top + (each - TARGET) / 2))  # fmt: skip
        return y + high
