"""Is / is not: what a problem is and could be but is not; what differs may be its cause."""

from uuid import UUID

from pydantic import Field

from hub.drawing import Node
from hub.errors import Invalid
from hub.plugins import Settings
from hub.problem_board import Analysis, Arguments, Canvas, Changes, Tool
from hub.problem_board.causes import Text, named
from hub.problem_board.entries import entry, found
from hub.problem_board.isnot_facts import (
    MOST,
    TOOL,
    Cell,
    ColumnName,
    Fact,
    RowName,
    Table,
)
from hub.problem_board.isnot_picture import picture


class IsIsNot(Tool):
    """A table of what, where, when and how much (Kepner and Tregoe): where the problem is seen and
    where it could be but is not, and what sets the two apart. That can be made a cause."""

    name = TOOL
    title = "Is / is not"
    icon = "M3 4H21V20H3ZM3 9H21M9 9V20M15 9V20"
    hint = "Compare where the problem is with where it could be"

    class Saying(Arguments):
        row: RowName
        column: ColumnName
        text: Text
        id: UUID | None = None

    class Wording(Arguments):
        id: str
        text: Text

    class Which(Arguments):
        id: str

    class Made(Arguments):
        id: str
        cause: UUID | None = None  # the identity that the cause is to have

    class Look(Settings):
        about: str | None = None  # a cell; None for the whole table
        page: int = Field(0, ge=0, le=200)  # where there is more in it than a page holds

    def on_add(self, analysis: Analysis, arguments: Saying) -> Changes:
        """Say something in a cell. It never conflicts."""
        table = Table(analysis)
        if len(table.facts) >= MOST:
            raise Invalid(f"The table holds {MOST} entries: remove what is of no use first.")
        new = entry(arguments.text, arguments.id, table.entries)
        return _kept(table, (*table.facts, Fact(new, Cell(arguments.row, arguments.column))))

    def on_reword(self, analysis: Analysis, arguments: Wording) -> Changes:
        """Say it in other words. Raises Conflict where somebody did so first."""
        table = Table(analysis)
        was = found(arguments.id, table.entries)
        new = was.reworded(arguments.text, analysis.seen)
        facts = (each.saying(new) if each.entry == was else each for each in table.facts)
        return _kept(table, tuple(facts))

    def on_remove(self, analysis: Analysis, arguments: Which) -> Changes:
        """Take an entry away; a cause that it was made stays."""
        table = Table(analysis)
        was = found(arguments.id, table.entries)
        was.agree(analysis.seen)
        return _kept(table, tuple(each for each in table.facts if each.entry != was))

    def on_cause(self, analysis: Analysis, arguments: Made) -> Changes:
        """Make what differs a cause, suspected as any new one."""
        table = Table(analysis)
        was = found(arguments.id, table.entries)
        fact = next(each for each in table.facts if each.entry == was)
        if fact.cell.column != "differs":
            raise Invalid("Only what differs can be made a cause.")
        if table.cause(fact) is not None:
            raise Invalid("This is a cause of the problem already.")
        new = named(analysis, was.text, None, arguments.cause)
        made = Fact(was, fact.cell, new.id)
        facts = tuple(made if each == fact else each for each in table.facts)
        return Changes(add=(new,), layout=_kept(table, facts).layout)

    def draw(self, analysis: Analysis, canvas: Canvas) -> Node:
        return picture(Table(analysis), canvas)


def _kept(table: Table, facts: tuple[Fact, ...]) -> Changes:
    return Changes(layout={**table.analysis.layout, "facts": [fact.kept for fact in facts]})
