"""A sticky note or a group from close: all its words, and what can be done with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from hub.drawing import Node, Theme, group, label, node
from hub.problem_board.entries import Entry
from hub.problem_board.keys import BACK, BIN, Key, Row
from hub.problem_board.lettering import LEADING, set_in
from hub.problem_board.sticky_groups import DENSITIES, EDGE, GAP, Grid, naming, writing
from hub.problem_board.sticky_note import PAD, Paper
from hub.problem_board.sticky_wall import COLOURS, NAMELESS, TOOL, ColourName, Note, Wall
from hub.problem_board.touch import EDIT, PLUS, ROOT, STATES, TARGET, Touch, looking, name

LARGE = ((34.0, 3), (30.0, 4), (26.0, 6), (24.0, 9), (22.0, 24))
TITLE = ((34.0, 1), (30.0, 2), (26.0, 4))
SWATCH = 118.0  # px of a colour to choose
APART = 60.0  # px beside a part of the page in two columns
BROAD = 1000.0  # px from which it has two columns
LOOSE = "M4 12H20M15 7L20 12L15 17"
DISSOLVE = "M4 4L9 9M20 4L15 9M4 20L9 15M20 20L15 15"


class _Written:
    """Parts that are put below each other; ``y`` is where the next one begins."""

    def __init__(self, issue: str, theme: Theme, x: float, y: float, wide: float) -> None:
        self.found: list[Node] = []
        self.issue, self.theme, self.x, self.y, self.wide = issue, theme, x, y, wide

    def keys(self, keys: Sequence[Key]) -> None:
        row = Row(keys, self.wide)
        self.found += row.drawn(TOOL, self.issue, self.theme, self.x, self.y)
        self.y += row.height + GAP

    def words(self, text: str, sizes: Sequence[tuple[float, int]], ink: str = "ink") -> None:
        words = set_in(text, self.wide, sizes)
        for line in words.lines:
            self.y += LEADING * words.size
            self.found.append(label(line, self.x, self.y - 0.28 * words.size, words.size, 600,
                                    fill=self.theme[ink]))  # fmt: skip
        self.y += 8

    def part(self, drawn: Node, high: float) -> None:
        self.found.append(drawn)
        self.y += high + GAP


@dataclass(frozen=True)
class NoteClose:
    """A note on ``wide`` px and as high as it needs, ``room`` px at least."""

    wall: Wall
    note: Note
    theme: Theme
    wide: float
    room: float

    holds = True

    @property
    def high(self) -> float:
        return max(self.room, self._parts[1])

    def drawn(self) -> Iterator[Node]:
        yield from self._parts[0]

    @property
    def issue(self) -> str:
        return self.wall.analysis.issue.id

    @cached_property
    def _parts(self) -> tuple[Sequence[Node], float]:
        """The note and what can be done with it; beside it or below where it can be put."""
        across = self.wide - 2 * EDGE
        two = self.wide >= BROAD
        half = (across - APART) / 2
        left = _Written(self.issue, self.theme, EDGE, EDGE, half if two else across)
        left.keys([_back()])
        self._paper(left)
        left.keys(self._keys)
        self._colours(left)
        right = left
        if two:
            right = _Written(self.issue, self.theme, EDGE + half + APART, EDGE, half)
        right.words("Put it into", ((24.0, 1),), "ink-2")
        right.keys(self._groups)
        end = max(left.y, right.y) + EDGE
        return left.found if right is left else [*left.found, *right.found], end

    def _paper(self, at: _Written) -> None:
        words = set_in(self.note.text, at.wide - 2 * PAD, LARGE)
        paper = Paper(self.wall, replace(self.note, cause=None), self.theme, at.wide,
                      words.height + 4 * PAD)  # fmt: skip
        drawn = group(name("close", self.note.id), paper.field(), *paper.written(words),
                      x=at.x, y=at.y)  # fmt: skip
        at.part(drawn, paper.high)

    @property
    def _keys(self) -> list[Key]:
        id, entry = {"id": self.note.id}, self.note.entry
        reword = Touch("reword", id, f"Edit: {entry.text}", "Say it in other words", entry.text,
                       entry.version)  # fmt: skip
        remove = Touch("remove", id, f"Remove: {entry.text}", version=entry.version, look={})
        make = Touch("cause", id, f"Make it a cause: {entry.text}", new="cause")
        cause = self.wall.cause(self.note)
        said = f"Cause: {STATES[cause.state].lower()}" if cause else ""
        return [
            Key("reword", "Words", reword, EDIT),
            Key("remove", "Remove", remove, BIN),
            Key("cause", said) if cause else Key("cause", "Make it a cause", make, ROOT),
        ]

    def _colours(self, at: _Written) -> None:
        """The colours to choose from, in as many rows as they take."""
        across = max(1, int((at.wide + GAP) / (SWATCH + GAP)))
        y = at.y
        for number, colour in enumerate(COLOURS):
            row, column = divmod(number, across)
            at.found.append(
                self._swatch(colour, at.x + column * (SWATCH + GAP), y + row * (TARGET + GAP))
            )
            at.y = y + (row + 1) * (TARGET + GAP)

    def _swatch(self, colour: ColourName, x: float, y: float) -> Node:
        here = colour == self.note.colour
        paper, edge = COLOURS[colour]
        touch = Touch("colour", {"id": self.note.id, "colour": colour}, f"Make it {colour}")
        drawn = group(
            name("colour", colour),
            node("rect", x=0, y=0, width=SWATCH, height=TARGET, rx=10, fill=self.theme[paper],
                 stroke=self.theme["ink" if here else edge], stroke_width=5 if here else 1.5,
                 pointer_events="all"),
            label(colour.capitalize(), SWATCH / 2, TARGET / 2 + 7, 21, 600,
                  fill=self.theme["ink"], anchor="middle"),
            x=x, y=y, aria_pressed=here,
        )  # fmt: skip
        return touch.on(drawn, TOOL, self.issue)

    @property
    def _groups(self) -> list[Key]:
        """Every group as a way to put the note into it, a new one, and out of its own."""
        grouped = self.note not in self.wall.within(None)
        keys = [
            Key(name("put", each.id), each.text or NAMELESS,
                Touch("put", {"id": self.note.id, "group": each.id},
                      f"Put into {each.text or 'the group without a name'}", look={}),
                on=grouped and each.id == self.note.group)
            for each in self.wall.groups
        ]  # fmt: skip
        new = Touch("group", {"note": self.note.id}, "Put into a new group",
                    "What is the group to be called?", new="id", look={})  # fmt: skip
        keys.append(Key("put-new", "New group", new, PLUS, inviting=not self.wall.groups))
        if grouped:
            out = Touch("put", {"id": self.note.id, "group": None}, "Take out of its group",
                        look={})  # fmt: skip
            keys.append(Key("put-out", "Out of its group", out, LOOSE))
        return keys


@dataclass(frozen=True)
class GroupClose:
    """A group on ``wide`` px and as high as it needs, ``room`` px at least."""

    wall: Wall
    group: Entry
    theme: Theme
    wide: float
    room: float

    holds = True

    @property
    def high(self) -> float:
        return max(self.room, self._parts[1])

    def drawn(self) -> Iterator[Node]:
        yield from self._parts[0]

    @cached_property
    def _parts(self) -> tuple[Sequence[Node], float]:
        issue, across = self.wall.analysis.issue.id, self.wide - 2 * EDGE
        at = _Written(issue, self.theme, EDGE, EDGE, across)
        at.keys(self._keys)
        at.words(self.group.text or NAMELESS, TITLE)
        notes = self.wall.within(self.group.id)
        if not notes:
            at.words("No note is in this group yet.", ((22.0, 1), (20.0, 3)), "ink-2")
        grid = Grid(self.wall, notes, self.theme, across, DENSITIES[0])
        at.found += grid.drawn(EDGE, at.y + 6)
        return at.found, at.y + 6 + grid.high + EDGE

    @property
    def _keys(self) -> list[Key]:
        title = self.group.text or "the group"
        dissolve = Touch("dissolve", {"id": self.group.id}, f"Dissolve {title}; its notes stay",
                         version=self.group.version, look={})  # fmt: skip
        return [
            _back(),
            Key("add", "New note here", writing(self.group), PLUS, inviting=True),
            Key("rename", "Name", naming(self.group), EDIT),
            Key("dissolve", "Dissolve", dissolve, DISSOLVE),
        ]


def _back() -> Key:
    return Key("all-notes", "All notes", looking("Back to all notes"), BACK)
