"""What a Pareto of a problem counts, as it lies in the layout: a tally, or a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hub.domain.pareto import Count, plain
from hub.problem_board import Analysis
from hub.problem_board.entries import Entry

COUNT, CHART, TABLE = "count", "chart", "table"
VIEWS = (COUNT, CHART, TABLE)


def view(analysis: Analysis) -> str:
    """What is looked at: the tally to count on, its chart, or that of the table. Where nobody has
    said, it is the tally, or the table where that is all there is."""
    return analysis.look.get("view") or (COUNT if _counted(analysis) else TABLE)


def _counted(analysis: Analysis) -> bool:
    """Whether the tally is in use, or there is nothing else."""
    return any(count.n for count in tally(analysis)) or not analysis.layout.get("table")


def tally(analysis: Analysis) -> tuple[Count, ...]:
    """The problem's causes and the further lines, in the order they were named.

    What is ruled out is no more counted, but stays where it has been.
    """
    counted: Mapping[str, int] = analysis.layout.get("tally") or {}
    causes = (
        Count(cause.text, counted.get(cause.id, 0), cause.id)
        for cause in analysis.causes
        if cause.state != "ruled_out" or counted.get(cause.id)
    )
    return (*causes, *lines(analysis.layout))


def lines(layout: Mapping[str, Any]) -> tuple[Count, ...]:
    """The lines of the tally that are no causes."""
    return tuple(Count(row["name"], row["n"], row["id"]) for row in layout.get("lines") or ())


def kept_lines(counts: Iterable[Count]) -> list[dict[str, Any]]:
    return [{"id": count.id, "name": count.name, "n": count.n} for count in counts]


@dataclass(frozen=True)
class Table:
    """Counts that somebody pasted; the ``id`` of one is that of the cause it was made.

    ``version`` counts how often the table was replaced; 0 is none at all.
    """

    title: str = ""
    counts: tuple[Count, ...] = ()
    version: int = 0

    @classmethod
    def of(cls, layout: Mapping[str, Any]) -> "Table":
        kept = layout.get("table")
        if not kept:
            return cls()
        counts = (Count(row["name"], row["n"], row["cause"]) for row in kept["rows"])
        return cls(kept["title"], tuple(counts), kept["version"])

    @property
    def kept(self) -> dict[str, Any]:
        rows = [{"name": each.name, "n": each.n, "cause": each.id} for each in self.counts]
        return {"title": self.title, "rows": rows, "version": self.version}

    @property
    def text(self) -> str:
        """The table as it can be pasted again."""
        heading = (f"Cause\t{self.title}",) if self.title else ()
        return "\n".join((*heading, *(f"{each.name}\t{each.n}" for each in self.counts)))

    @property
    def entry(self) -> Entry:
        """In few words, to say which of two tables stands."""
        total = sum(each.n for each in self.counts)
        lines = f"{len(self.counts)} line{'s' * (len(self.counts) != 1)}"
        title = f"{self.title}: " if self.title else ""
        return Entry("table", f"{title}{lines}, {total:,} in all", self.version)

    def find(self, name: str) -> Count | None:
        return next((each for each in self.counts if plain(each.name) == plain(name)), None)

    def marked(self, name: str, cause: str) -> "Table":
        """The table with a line of it made a cause."""
        counts = (
            replace(each, id=cause) if plain(each.name) == plain(name) else each
            for each in self.counts
        )
        return replace(self, counts=tuple(counts))


def cause_of(analysis: Analysis, count: Count) -> str:
    """The id of the cause that a line of a table is: it was made one, or says the same; or empty.

    One that is no cause of the problem any more can be made one again.
    """
    for cause in analysis.causes:
        if cause.id == count.id or plain(cause.text) == plain(count.name):
            return cause.id
    return ""
