"""One sticky note as it lies on the wall: to be touched, dragged, and dropped on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from hub.drawing import Node, Theme, group, label, node
from hub.problem_board.lettering import LEADING, Words, set_in
from hub.problem_board.sticky_wall import COLOURS, TOOL, Note, Wall
from hub.problem_board.touch import STATES, Touch, name

PAD = 12.0  # px beside the words
FACES = (26.0, 24.0, 22.0, 20.0, 18.0)
TAG = 30.0  # px below the words, of what says that it is a cause
WIDE = 64.0  # px of that


def sizes_in(high: float) -> tuple[tuple[float, int], ...]:
    """The sizes that words may have in so many px, and in how many lines."""
    lines = ((size, int(high / (LEADING * size))) for size in FACES)
    return tuple((size, count) for size, count in lines if count)


@dataclass(frozen=True)
class Paper:
    """A note of some size; a touch looks at it."""

    wall: Wall
    note: Note
    theme: Theme
    wide: float
    high: float

    def drawn(self, x: float, y: float) -> Node:
        """The note with the place that others are dropped on."""
        touch = Touch("", {"id": self.note.id}, self.spoken, look={"about": self.note.id})
        paper = group(
            name("note", self.note.id),
            self.field(),
            *self.written(self.words),
            self.tag(),
            x=x, y=y, data_drag="note",
        )  # fmt: skip
        return group(
            name("onto", self.note.id),
            node("rect", x=x - 3, y=y - 3, width=self.wide + 6, height=self.high + 6, rx=9,
                 fill="none"),
            touch.on(paper, TOOL, self.wall.analysis.issue.id),
            data_drop="join", data_args=json.dumps({"onto": self.note.id}), data_new="group",
        )  # fmt: skip

    @property
    def spoken(self) -> str:
        cause = self.wall.cause(self.note)
        group = self.wall.title(self.note)
        said = [f"Note: {self.note.text}", self.note.colour]
        said += [f"in {group}"] if group else []
        return ", ".join(said + ([f"cause, {STATES[cause.state].lower()}"] if cause else []))

    @property
    def under(self) -> float:
        """px below the words."""
        return TAG if self.wall.cause(self.note) else 0.0

    @property
    def words(self) -> Words:
        return set_in(self.note.text, self.wide - 2 * PAD, sizes_in(self.high - self.under - 8))

    def field(self) -> Node:
        paper, edge = COLOURS[self.note.colour]
        return node("rect", x=0, y=0, width=self.wide, height=self.high, rx=6,
                    fill=self.theme[paper], stroke=self.theme[edge], stroke_width=1.5,
                    pointer_events="all")  # fmt: skip

    def written(self, words: Words) -> Iterator[Node]:
        base = (self.high - self.under - words.height) / 2
        for line in words.lines:
            base += LEADING * words.size
            yield label(line, PAD, base - 0.28 * words.size, words.size, 500,
                        fill=self.theme["ink"])  # fmt: skip

    def tag(self) -> Node | None:
        """What says that it is a cause; struck out where that is ruled out."""
        cause = self.wall.cause(self.note)
        if cause is None:
            return None
        out = cause.state == "ruled_out"
        return group(
            None,
            node("rect", x=0, y=0, width=WIDE, height=24, rx=12,
                 fill=self.theme["surface" if out else "ink"]),
            label("Cause", WIDE / 2, 18, 18, 600, fill=self.theme["ink-2" if out else "surface"],
                  anchor="middle"),
            node("path", d=f"M8 12H{WIDE - 8:.0f}", fill="none", stroke=self.theme["ink-2"],
                 stroke_width=2) if out else None,
            x=PAD, y=self.high - TAG,
        )  # fmt: skip
