"""All sticky notes at once: those in no group in a tidy grid, the others in their groups."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from hub.drawing import Node, Theme, group, label, node
from hub.problem_board.columns import placed
from hub.problem_board.entries import Entry
from hub.problem_board.keys import Key, Row
from hub.problem_board.lettering import LEADING, set_in
from hub.problem_board.sticky_note import Paper
from hub.problem_board.sticky_wall import PASTED, TOOL, UNNAMED, Note, Wall
from hub.problem_board.touch import PLUS, TARGET, Touch, looking, name

EDGE = 14.0  # px around the picture
GAP = 12.0  # px between two notes, and between two groups
PAD = 12.0  # px inside a group
HEAD = 34.0  # px of the words above the notes that are in no group
TITLE = ((24.0, 1), (22.0, 2), (20.0, 2))
ASKED = "What do you see, think or know? A line for each note"
HINT = (
    "Write what you see, think or have heard: one short note for each thing.",
    "Then drag like notes together: they become a group, and a group gets a name.",
)
COUNT = 44.0  # px of the count beside a group's name


@dataclass(frozen=True)
class Density:
    """px of the narrowest group, of the narrowest note, and of how high a note is."""

    group: float
    note: float
    high: float


DENSITIES = (Density(470, 210, 118), Density(360, 160, 100), Density(320, 146, 84))


def writing(group: Entry | None = None) -> Touch:
    """Asking for a new note."""
    about = {} if group is None else {"group": group.id}
    spoken = f"New note in {group.text or 'this group'}" if group else "New note"
    return Touch("add", about, spoken, ASKED, new="id", most=PASTED)


def naming(group: Entry) -> Touch:
    """Asking for the name of a group."""
    spoken = f"Rename {group.text}" if group.text else UNNAMED
    return Touch("rename", {"id": group.id}, spoken, "What do these notes have in common?",
                 group.text, group.version)  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """Notes of one size side by side and below each other, on ``wide`` px."""

    wall: Wall
    notes: Sequence[Note]
    theme: Theme
    wide: float
    density: Density

    @property
    def across(self) -> int:
        return max(1, int((self.wide + GAP) / (self.density.note + GAP)))

    @property
    def high(self) -> float:
        rows = -(-len(self.notes) // self.across)
        return max(0.0, rows * (self.density.high + GAP) - GAP)

    def drawn(self, x: float, y: float) -> Iterator[Node]:
        step = (self.wide + GAP) / self.across
        for number, note in enumerate(self.notes):
            row, column = divmod(number, self.across)
            paper = Paper(self.wall, note, self.theme, step - GAP, self.density.high)
            yield paper.drawn(x + column * step, y + row * (self.density.high + GAP))


@dataclass(frozen=True)
class Panel:
    """A group with its name and its notes; notes are dropped on it."""

    wall: Wall
    group: Entry
    theme: Theme
    wide: float
    density: Density

    @cached_property
    def grid(self) -> Grid:
        notes = self.wall.within(self.group.id)
        return Grid(self.wall, notes, self.theme, self.wide - 2 * PAD, self.density)

    @property
    def high(self) -> float:
        return TARGET + 4 + max(self.grid.high, TARGET) + PAD

    def drawn(self, x: float, y: float) -> Node:
        return group(
            name("group", self.group.id),
            node("rect", x=0, y=0, width=self.wide, height=self.high, rx=12,
                 fill=self.theme["band"], pointer_events="all"),
            self._title(),
            *self.grid.drawn(PAD, TARGET + 4),
            x=x, y=y, role="group", aria_label=f"{self.group.text or UNNAMED}: {self.count} notes",
            data_drop="put", data_args=json.dumps({"group": self.group.id}),
        )  # fmt: skip

    @property
    def count(self) -> int:
        return len(self.grid.notes)

    def _title(self) -> Node:
        """A touch names a group that has no name, and looks at one that has."""
        look = looking(f"Group: {self.group.text}, {self.count}", about=self.group.id)
        named = bool(self.group.text)
        words = set_in(self.group.text or UNNAMED, self.wide - 2 * PAD - COUNT, TITLE)
        base, lines = (TARGET - words.height) / 2, []
        for line in words.lines:
            base += LEADING * words.size
            lines.append(label(line, PAD, base - 0.28 * words.size, words.size, 600,
                               fill=self.theme["ink" if named else "accent"]))  # fmt: skip
        drawn = group(
            name("title", self.group.id),
            node("rect", x=0, y=0, width=self.wide, height=TARGET, rx=12, fill="none",
                 pointer_events="all"),
            *lines,
            label(str(self.count), self.wide - PAD, TARGET / 2 + 8, 22, 500,
                  fill=self.theme["ink-2"], anchor="end"),
        )  # fmt: skip
        return (look if named else naming(self.group)).on(drawn, TOOL, self.wall.analysis.issue.id)


@dataclass(frozen=True)
class Overview:
    """All notes on ``wide`` px and as high as they need, ``room`` px at least."""

    wall: Wall
    theme: Theme
    wide: float
    room: float
    density: Density

    @property
    def across(self) -> float:
        return self.wide - 2 * EDGE

    @property
    def holds(self) -> bool:
        return self.end <= self.room + 0.5

    @property
    def high(self) -> float:
        return max(self.room, self.end)

    @cached_property
    def keys(self) -> Row:
        new_group = Touch("group", {}, "New group", "What is the group to be called?", new="id")
        keys = [Key("add", "New note", writing(), PLUS, inviting=True)]
        if self.wall.notes:
            keys.append(Key("add-group", "New group", new_group, PLUS))
            keys.append(Key("count", self.counted))
        return Row(keys, self.across)

    @property
    def counted(self) -> str:
        """How many notes there are, and how many of them are in how many groups."""
        notes, groups = len(self.wall.notes), len(self.wall.groups)
        said, within = _many(notes, "note"), notes - len(self.loose.notes)
        if not groups:
            return said
        some = f", {within or 'none'} of them" if within < notes else ""
        return f"{said}{some} in {_many(groups, 'group')}"

    @cached_property
    def loose(self) -> Grid:
        notes = self.wall.within(None)
        return Grid(self.wall, notes, self.theme, self.across - 2 * PAD, self.density)

    @property
    def loose_high(self) -> float:
        """px of the notes that are in no group, or of the place where one is taken out of it."""
        if not self.wall.groups:
            return self.loose.high
        return HEAD + self.loose.high + PAD if self.loose.notes else TARGET

    @cached_property
    def panels(self) -> tuple[Panel, ...]:
        return tuple(
            Panel(self.wall, each, self.theme, self.panel_wide, self.density)
            for each in self.wall.groups
        )

    @property
    def many(self) -> int:
        """Groups side by side."""
        most = max(1, int((self.across + GAP) / (self.density.group + GAP)))
        return max(1, min(most, len(self.wall.groups)))

    @property
    def panel_wide(self) -> float:
        return (self.across + GAP) / self.many - GAP

    @property
    def top(self) -> float:
        return EDGE + self.keys.height + GAP

    @cached_property
    def places(self) -> tuple[list[tuple[int, float]], float]:
        """Where each group stands, and where all end."""
        heights = [each.high + GAP for each in self.panels]
        top = self.top + self.loose_high + (GAP if self.wall.notes else 0.0)
        return placed(heights, self.many, top)

    @property
    def end(self) -> float:
        return self.places[1] + (EDGE - GAP if self.wall.groups else EDGE)

    def drawn(self) -> Iterator[Node]:
        issue = self.wall.analysis.issue.id
        yield from self.keys.drawn(TOOL, issue, self.theme, EDGE, EDGE)
        if not (self.wall.notes or self.wall.groups):
            yield from self._hint()
            return
        yield self._loose()
        for panel, (column, y) in zip(self.panels, self.places[0], strict=True):
            yield panel.drawn(EDGE + column * (self.panel_wide + GAP), y)

    def _loose(self) -> Node:
        """What is in no group yet; a note that is dropped here is taken out of its own."""
        grouped = bool(self.wall.groups)
        said = f"In no group yet: {len(self.loose.notes)}"
        if not self.loose.notes:
            said = "Every note is in a group. Drop one here to take it out."
        words = set_in(said, self.across - 2 * PAD, ((20.0, 1), (18.0, 1)))
        (line,) = words.lines
        down = HEAD - 10 if self.loose.notes else TARGET / 2 + 7
        return group(
            "loose",
            node("rect", x=0, y=0, width=self.across, height=self.loose_high, rx=12,
                 fill=self.theme["surface-2" if grouped else "surface"], pointer_events="all"),
            label(line, PAD, down, words.size, fill=self.theme["ink-2"]) if grouped else None,
            *self.loose.drawn(PAD, HEAD if grouped else 0.0),
            x=EDGE, y=self.top, role="group", aria_label=said,
            data_drop="put", data_args=json.dumps({"group": None}),
        )  # fmt: skip

    def _hint(self) -> Iterator[Node]:
        y = max(self.top + 40, 0.42 * self.room)
        for words in HINT:
            for line in (
                found := set_in(words, self.across, ((26.0, 1), (24.0, 2), (22.0, 4)))
            ).lines:
                yield label(line, self.wide / 2, y, found.size, fill=self.theme["ink-2"],
                            anchor="middle")  # fmt: skip
                y += 1.3 * found.size


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
