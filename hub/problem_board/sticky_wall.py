"""What sticky notes hold: notes in their colours, their groups, and what is looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from hub.errors import Invalid
from hub.problem_board import Analysis, Changes
from hub.problem_board.entries import Entry, entry
from hub.snapshot.views import CauseView

TOOL = "sticky_notes"
MOST = 200  # notes
GROUPS = 40
LONGEST = 300  # characters of a note
PASTED = 6_000  # characters of notes that are written at once, a line each
ColourName = Literal["yellow", "blue", "green", "grey"]
COLOURS: Mapping[ColourName, tuple[str, str]] = {
    "yellow": ("on-soft", "on-edge"),
    "blue": ("accent-soft", "accent"),
    "green": ("above-soft", "above"),
    "grey": ("sunken", "ink-3"),
}  # tokens of a note's field and of its edge
UNNAMED = "Name this group"
NAMELESS = "The group without a name"  # where it is not a touch that names it


@dataclass(frozen=True)
class Note:
    """A short text; ``group`` is the id of its group, ``cause`` that of the cause it was made."""

    entry: Entry
    colour: ColourName = "yellow"
    group: str | None = None
    cause: str | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Note":
        """As it lies in the layout."""
        return cls(Entry.of(kept), kept["colour"], kept.get("group"), kept.get("cause"))

    @property
    def id(self) -> str:
        return self.entry.id

    @property
    def text(self) -> str:
        return self.entry.text

    @property
    def kept(self) -> dict[str, Any]:
        more = {"group": self.group, "cause": self.cause}
        said = {name: value for name, value in more.items() if value}
        return {**self.entry.kept, "colour": self.colour, **said}


@dataclass(frozen=True)
class Wall:
    """An analysis as the notes see it.

    The layout keeps ``notes`` and ``groups``; what is looked at is one of those.
    """

    analysis: Analysis

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        return tuple(Note.of(each) for each in self.analysis.layout.get("notes", ()))

    @cached_property
    def groups(self) -> tuple[Entry, ...]:
        return tuple(Entry.of(each) for each in self.analysis.layout.get("groups", ()))

    @property
    def focus(self) -> str | None:
        return self.analysis.look.get("about")

    @property
    def note(self) -> Note | None:
        """The one that is looked at."""
        return next((each for each in self.notes if each.id == self.focus), None)

    @property
    def group(self) -> Entry | None:
        """The one that is looked at."""
        return next((each for each in self.groups if each.id == self.focus), None)

    def within(self, group: str | None) -> list[Note]:
        """The notes of a group; of None those that are in none."""
        known = {each.id for each in self.groups}
        return [n for n in self.notes if (n.group if n.group in known else None) == group]

    def held(self, id: str) -> Note:
        """The note of that id. Raises Invalid where somebody has removed it."""
        for each in self.notes:
            if each.id == id:
                return each
        raise Invalid("Somebody has removed this note in the meantime.")

    def cause(self, note: Note) -> CauseView | None:
        """The cause that a note was made, if the problem still has it."""
        return next((each for each in self.analysis.causes if each.id == note.cause), None)

    def title(self, note: Note) -> str:
        """The name of a note's group; empty where it is in none, or that has no name yet."""
        return next((each.text for each in self.groups if each.id == note.group), "")

    # -- changes ------------------------------------------------------------------------------

    def having(self, new: Note) -> "Wall":
        """With a note in place of what it was."""
        return self.keeping(notes=(new if each.id == new.id else each for each in self.notes))

    def keeping(
        self, notes: Iterable[Note] | None = None, groups: Iterable[Entry] | None = None
    ) -> "Wall":
        """With other notes and groups; one without a name goes with the last of its notes."""
        stay = tuple(self.notes if notes is None else notes)
        filled = {each.group for each in stay}
        all = self.groups if groups is None else groups
        layout = {
            **self.analysis.layout,
            "notes": [each.kept for each in stay],
            "groups": [each.kept for each in all if each.text or each.id in filled],
        }
        return Wall(replace(self.analysis, layout=layout))

    def grouped(self, text: str, id: UUID | None, *notes: Note) -> "Wall":
        """With a new group that takes some notes. Raises Invalid where there are too many."""
        if len(self.groups) >= GROUPS:
            raise Invalid(f"There are {GROUPS} groups already: put the note into one of those.")
        new = entry(text, id, self.groups)
        taken = {each.id for each in notes}
        moved = (replace(n, group=new.id) if n.id in taken else n for n in self.notes)
        return self.keeping(moved, (*self.groups, new))

    @property
    def changes(self) -> Changes:
        return Changes(layout=self.analysis.layout)


def lines(text: str) -> list[str]:
    """The notes that are written at once, a line each. Raises Invalid for one that is too long."""
    found = [" ".join(line.split()) for line in text.splitlines()]
    for line in found:
        if len(line) > LONGEST:
            raise Invalid(
                f"A note holds {LONGEST} characters; this has {len(line)}: “{line[:40]} ...”"
            )
    return [line for line in found if line]


def identities(first: UUID | None, count: int) -> list[UUID]:
    """Of notes that are written at once; the same for the same ``first`` one."""
    start = first or uuid4()
    return [start, *(uuid5(NAMESPACE_OID, f"{start} {number}") for number in range(1, count))]
