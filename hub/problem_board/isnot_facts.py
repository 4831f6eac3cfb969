"""What an is / is not table holds: facts by row and column, and which became a cause."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from hub.problem_board import Analysis
from hub.problem_board.entries import Entry
from hub.snapshot.views import CauseView

TOOL = "is_is_not"
MOST = 120  # facts in a table
RowName = Literal["what", "where", "when", "extent"]
ColumnName = Literal["is", "is_not", "differs"]
ROWS: Mapping[RowName, str] = {
    "what": "What",
    "where": "Where",
    "when": "When",
    "extent": "How much",
}
COLUMNS: Mapping[ColumnName, str] = {
    "is": "Is",
    "is_not": "Is not",
    "differs": "What differs",
}
QUESTIONS: Mapping[tuple[str, str], str] = {
    ("what", "is"): "What is wrong, and with what?",
    ("what", "is_not"): "What could be wrong as well, but is not?",
    ("what", "differs"): "What sets the one apart from the other?",
    ("where", "is"): "Where is it seen?",
    ("where", "is_not"): "Where could it be seen, but is not?",
    ("where", "differs"): "What is different about that place?",
    ("when", "is"): "When was it first seen, and when since?",
    ("when", "is_not"): "When could it have been seen, but was not?",
    ("when", "differs"): "What is different about that time?",
    ("extent", "is"): "How many, how often, how bad?",
    ("extent", "is_not"): "How bad could it be, but is not?",
    ("extent", "differs"): "What is different about that extent?",
}


@dataclass(frozen=True)
class Cell:
    """Where a row and a column meet; its ``id`` says both."""

    row: RowName
    column: ColumnName

    @property
    def id(self) -> str:
        return f"{self.row}-{self.column}"

    @property
    def title(self) -> str:
        return f"{ROWS[self.row]}: {COLUMNS[self.column].lower()}"

    @property
    def question(self) -> str:
        return QUESTIONS[self.row, self.column]


CELLS = tuple(Cell(row, column) for row in ROWS for column in COLUMNS)


@dataclass(frozen=True)
class Fact:
    """A short text in a cell; ``cause`` is the id of the cause that it was made."""

    entry: Entry
    cell: Cell
    cause: str | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Fact":
        """As it lies in the layout."""
        return cls(Entry.of(kept), Cell(kept["row"], kept["column"]), kept.get("cause"))

    @property
    def kept(self) -> dict[str, Any]:
        place = {"row": self.cell.row, "column": self.cell.column}
        return {**self.entry.kept, **place, **({"cause": self.cause} if self.cause else {})}

    def saying(self, entry: Entry) -> "Fact":
        return replace(self, entry=entry)


@dataclass(frozen=True)
class Table:
    """An analysis as the table sees it.

    The layout keeps ``facts``; what is looked at is a cell, and a page of it.
    """

    analysis: Analysis

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(Fact.of(each) for each in self.analysis.layout.get("facts", ()))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(fact.entry for fact in self.facts)

    @property
    def cell(self) -> Cell | None:
        """The one that is looked at."""
        id = self.analysis.look.get("about")
        return next((cell for cell in CELLS if cell.id == id), None)

    @property
    def page(self) -> int:
        return int(self.analysis.look.get("page", 0))

    def within(self, cell: Cell) -> list[Fact]:
        return [fact for fact in self.facts if fact.cell == cell]

    def cause(self, fact: Fact) -> CauseView | None:
        """The cause that a fact was made, if the problem still has it."""
        return next((each for each in self.analysis.causes if each.id == fact.cause), None)
