"""Pareto: count which causes make most of a problem, so that work begins with the vital few."""

from dataclasses import replace
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from pydantic import AfterValidator, Field, StringConstraints

from hub.domain.pareto import LARGEST, Count, Unclear, plain, table
from hub.drawing import Node
from hub.errors import Conflict, Invalid
from hub.plugins import Settings
from hub.problem_board import Analysis, Arguments, Canvas, Changes, Tool
from hub.problem_board.causes import named
from hub.problem_board.pareto_counts import Table, cause_of, kept_lines, lines, tally
from hub.problem_board.pareto_head import MOST_PASTED
from hub.problem_board.pareto_picture import picture

MOST_ADDED = 60  # lines of the tally that are no causes
MOST_PAGES = 100
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(lambda text: " ".join(text.split())),
]


class Pareto(Tool):
    """Bars with most first and the line of their sum. What is counted is one of two things: a
    tally, in which people tap each time they see a cause, or a table from a spreadsheet.

    ``layout`` holds ``tally`` (cause id -> n), ``lines`` that are no causes, and the ``table``.
    """

    name = "pareto"
    title = "Pareto"
    icon = "M4 3v18h17M8 21v-13M12.5 21v-8M17 21v-4M8 5.5C11 4.5 15 4 20 4"
    hint = "Count which few causes make most of it"

    class Look(Settings):
        view: Literal["count", "chart", "table"] | None = None  # None for the chart there is
        page: Annotated[int, Field(ge=0, lt=MOST_PAGES)] = 0  # of a long tally

    class Which(Arguments):
        id: str

    class Added(Arguments):
        text: Name
        id: UUID | None = None

    class Pasted(Arguments):
        text: Annotated[str, StringConstraints(max_length=MOST_PASTED)]
        title: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""

    class Titled(Arguments):
        text: Name

    class Row(Arguments):
        name: str
        id: UUID | None = None

    def on_count(self, analysis: Analysis, arguments: Which) -> Changes:
        """Seen once more. It adds, so that several people can count at once."""
        return _counted(analysis, arguments.id, 1)

    def on_take(self, analysis: Analysis, arguments: Which) -> Changes:
        """Take one back that was counted by mistake."""
        return _counted(analysis, arguments.id, -1)

    def on_line(self, analysis: Analysis, arguments: Added) -> Changes:
        """Add something to count that is no cause."""
        rows = lines(analysis.layout)
        if len(rows) >= MOST_ADDED:
            raise Invalid(f"The tally has {MOST_ADDED} lines of its own already.")
        if any(plain(each.name) == plain(arguments.text) for each in tally(analysis)):
            raise Invalid(f"“{arguments.text}” is in the tally already: count it there.")
        id = str(arguments.id or uuid4())
        if any(each.id == id for each in tally(analysis)):
            raise Conflict("There is a line with this id already.")
        return _keep(analysis, lines=kept_lines((*rows, Count(arguments.text, 0, id))))

    def on_drop(self, analysis: Analysis, arguments: Which) -> Changes:
        """Remove a line that was added and never counted."""
        rows = lines(analysis.layout)
        if any(each.id == arguments.id and each.n for each in rows):
            raise Invalid("Somebody has counted this: take the counts back first.")
        return _keep(analysis, lines=kept_lines(row for row in rows if row.id != arguments.id))

    def on_table(self, analysis: Analysis, arguments: Pasted) -> Changes:
        """Put a table in the place of the one that was seen."""
        try:
            heading, counts = table(arguments.text)
        except Unclear as fault:
            raise Invalid(str(fault)) from None
        before = Table.of(analysis.layout)
        same = ((each, before.find(each.name)) for each in counts)
        counts = tuple(replace(each, id=was.id) if was else each for each, was in same)
        title = arguments.title or heading
        new = Table(title, counts, before.version + 1)
        before.entry.agree(analysis.seen, new.entry.text)
        return _keep(analysis, table=new.kept)

    def on_title(self, analysis: Analysis, arguments: Titled) -> Changes:
        """Say what the table counts, and of which time."""
        before = Table.of(analysis.layout)
        new = replace(before, title=arguments.text, version=before.version + 1)
        before.entry.agree(analysis.seen, new.entry.text)
        return _keep(analysis, table=new.kept)

    def on_cause(self, analysis: Analysis, arguments: Row) -> Changes:
        """Make a line of the table a cause of the problem."""
        before = Table.of(analysis.layout)
        row = before.find(arguments.name)
        if row is None:
            raise Invalid("The table has no such line any more.")
        if cause_of(analysis, row):
            raise Invalid(f"“{row.name}” is one of this problem's causes already.")
        new = named(analysis, row.name, None, arguments.id)
        layout = {**analysis.layout, "table": before.marked(row.name, new.id).kept}
        return Changes(add=(new,), layout=layout)

    def draw(self, analysis: Analysis, canvas: Canvas) -> Node:
        return picture(analysis, canvas)


def _keep(analysis: Analysis, **layout: Any) -> Changes:
    return Changes(layout={**analysis.layout, **layout})


def _counted(analysis: Analysis, id: str, by: int) -> Changes:
    rows = lines(analysis.layout)
    if any(row.id == id for row in rows):
        changed = (replace(row, n=_sum(row.n, by)) if row.id == id else row for row in rows)
        return _keep(analysis, lines=kept_lines(changed))
    counts = dict(analysis.layout.get("tally") or {})
    counts[analysis.cause(id).id] = _sum(counts.get(id, 0), by)
    return _keep(analysis, tally=counts)


def _sum(n: int, by: int) -> int:
    if not 0 <= n + by <= LARGEST:
        raise Invalid("Nothing is counted here." if by < 0 else f"{LARGEST:,} is the most.")
    return n + by
