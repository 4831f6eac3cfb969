"""Sticky notes: everybody writes what they know in short notes, and like ones are put together."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, StringConstraints

from hub.drawing import Node
from hub.errors import Invalid
from hub.plugins import Settings
from hub.problem_board import Analysis, Arguments, Canvas, Changes, Tool
from hub.problem_board.causes import Text, named
from hub.problem_board.entries import entry, found
from hub.problem_board.sticky_picture import picture
from hub.problem_board.sticky_wall import (
    MOST,
    PASTED,
    TOOL,
    ColourName,
    Note,
    Wall,
    identities,
    lines,
)

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    AfterValidator(lambda text: " ".join(text.split())),
]


class StickyNotes(Tool):
    """An affinity diagram: many notes written quickly, then put into groups that get names."""

    name = TOOL
    title = "Sticky notes"
    icon = "M4 4H20V14L14 20H4ZM20 14H14V20M8 9H16M8 13H11"
    hint = "Gather what everybody knows, and group it"

    class Said(Arguments):
        text: Annotated[str, StringConstraints(min_length=1, max_length=PASTED)]
        id: UUID | None = None
        group: str | None = None
        colour: ColourName = "yellow"

    class Wording(Arguments):
        id: str
        text: Text

    class Naming(Arguments):
        id: str
        text: Name

    class Which(Arguments):
        id: str

    class Painted(Arguments):
        id: str
        colour: ColourName

    class Put(Arguments):
        id: str
        group: str | None = None  # None takes the note out of its group

    class Joined(Arguments):
        id: str
        onto: str
        group: UUID | None = None  # the identity that a new group is to have

    class Grouped(Arguments):
        text: Name
        note: str | None = None
        id: UUID | None = None

    class Made(Arguments):
        id: str
        cause: UUID | None = None  # the identity that the cause is to have

    class Look(Settings):
        about: str | None = None  # a note or a group; None for all of them

    # -- notes --------------------------------------------------------------------------------

    def on_add(self, analysis: Analysis, arguments: Said) -> Changes:
        """Write a note, or several at once, a line each. It never conflicts: where the group has
        gone meanwhile the note is in none."""
        wall, said = Wall(analysis), lines(arguments.text)
        if not said:
            raise Invalid("A note needs words.")
        if len(wall.notes) + len(said) > MOST:
            raise Invalid(f"There is room for {MOST} notes: remove what is of no use first.")
        group = arguments.group if arguments.group in {each.id for each in wall.groups} else None
        known = [each.entry for each in wall.notes]
        new = [
            Note(entry(text, id, known), arguments.colour, group)
            for text, id in zip(said, identities(arguments.id, len(said)), strict=True)
        ]
        return wall.keeping((*wall.notes, *new)).changes

    def on_reword(self, analysis: Analysis, arguments: Wording) -> Changes:
        """Say it in other words. Raises Conflict where somebody did so first."""
        wall = Wall(analysis)
        note = wall.held(arguments.id)
        new = note.entry.reworded(arguments.text, analysis.seen)
        return wall.having(replace(note, entry=new)).changes

    def on_remove(self, analysis: Analysis, arguments: Which) -> Changes:
        """Take a note away; a cause that it was made stays."""
        wall = Wall(analysis)
        wall.held(arguments.id).entry.agree(analysis.seen)
        return wall.keeping(each for each in wall.notes if each.id != arguments.id).changes

    def on_colour(self, analysis: Analysis, arguments: Painted) -> Changes:
        """Whichever colour it was given last, that it has."""
        wall = Wall(analysis)
        return wall.having(replace(wall.held(arguments.id), colour=arguments.colour)).changes

    def on_cause(self, analysis: Analysis, arguments: Made) -> Changes:
        """Make a note a cause, suspected as any new one."""
        wall = Wall(analysis)
        note = wall.held(arguments.id)
        if wall.cause(note) is not None:
            raise Invalid("This is a cause of the problem already.")
        new = named(analysis, note.text, None, arguments.cause)
        return Changes(add=(new,), layout=wall.having(replace(note, cause=new.id)).changes.layout)

    # -- groups -------------------------------------------------------------------------------

    def on_put(self, analysis: Analysis, arguments: Put) -> Changes:
        """Put a note into a group, or out of any. Wherever it was put last, there it is."""
        wall = Wall(analysis)
        note = wall.held(arguments.id)
        group = None if arguments.group is None else found(arguments.group, wall.groups).id
        return wall.having(replace(note, group=group)).changes

    def on_join(self, analysis: Analysis, arguments: Joined) -> Changes:
        """Put a note to another one: into its group, or with it into a new one without a name."""
        wall = Wall(analysis)
        note, other = wall.held(arguments.id), wall.held(arguments.onto)
        if note == other:
            return wall.changes
        if other in wall.within(None):
            return wall.grouped("", arguments.group, note, other).changes
        return wall.having(replace(note, group=other.group)).changes

    def on_group(self, analysis: Analysis, arguments: Grouped) -> Changes:
        """A new group with a name, and the note that is put into it, if any."""
        wall = Wall(analysis)
        notes = [] if arguments.note is None else [wall.held(arguments.note)]
        return wall.grouped(arguments.text, arguments.id, *notes).changes

    def on_rename(self, analysis: Analysis, arguments: Naming) -> Changes:
        """Raises Conflict where somebody named it otherwise first."""
        wall = Wall(analysis)
        new = found(arguments.id, wall.groups).reworded(arguments.text, analysis.seen)
        return wall.keeping(groups=(new if g.id == new.id else g for g in wall.groups)).changes

    def on_dissolve(self, analysis: Analysis, arguments: Which) -> Changes:
        """Take a group away; its notes stay, in no group."""
        wall = Wall(analysis)
        found(arguments.id, wall.groups).agree(analysis.seen)
        free = (replace(n, group=None) if n.group == arguments.id else n for n in wall.notes)
        left = tuple(each for each in wall.groups if each.id != arguments.id)
        return wall.keeping(free, left).changes

    def draw(self, analysis: Analysis, canvas: Canvas) -> Node:
        return picture(Wall(analysis), canvas)
