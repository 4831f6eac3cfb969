"""The parts of a fish beside its bones: the problem, what the marks mean, causes on no bone yet."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from hub.drawing import Node, Theme, group, label, node, width
from hub.problem_board.entries import Entry
from hub.problem_board.fish_bones import LOOSE, MOST_BONES, TOOL, Fish
from hub.problem_board.fish_twig import ROOTED, SIGN, root_sign
from hub.problem_board.keys import Key
from hub.problem_board.lettering import LEADING, Words, set_in
from hub.problem_board.touch import PLUS, TARGET, Touch, looking, name
from hub.snapshot.views import CauseView

PILL = ((24.0, 1), (22.0, 1), (20.0, 2))
CHIP = ((22.0, 1), (20.0, 2))
TITLE = ((30.0, 2), (26.0, 3), (24.0, 4), (22.0, 5), (20.0, 7), (18.0, 9), (16.0, 12))
CAPTION = "Not on a bone yet"
ASIDE = 166.0  # px of the caption beside its causes
CHIPS = (220.0, 340.0)  # px of one of them, at least and at most
ABOVE = 28.0  # px of it above them
APART = 10.0
LEGEND = 30.0  # px from one of its lines to the next
INVITATION = "Tap a plus: what may be the cause?"


def pill_wide(bone: Entry, most: float) -> float:
    """Width of a bone's name in its field."""
    words = set_in(bone.text, most - 36, PILL)
    widest = max(width(line, words.size, weight=600) * 1.04 for line in words.lines)
    return min(most, max(96.0, widest + 40))


def pill(
    bone: Entry, causes: int, issue: str, theme: Theme, x: float, y: float, wide: float
) -> Node:
    """The name of a bone; a touch looks at the bone alone."""
    words = set_in(bone.text, wide - 36, PILL)
    drawn = group(
        name("bone", bone.id),
        node("rect", x=0, y=0, width=wide, height=TARGET, rx=TARGET / 2, fill=theme["ink"],
             pointer_events="all"),
        *_centred(words, wide / 2, TARGET / 2, theme["surface"]),
        x=x, y=y,
    )  # fmt: skip
    spoken = f"Look at {bone.text}, {causes} cause" + "s" * (causes != 1)
    return looking(spoken, about=bone.id).on(drawn, TOOL, issue)


def zone(
    bone: str | None, x: float, y: float, wide: float, high: float, *drawn: Node | None
) -> Node:
    """What a cause is dropped on to put it on a bone; with None it is taken off.

    It moves nothing that stands in it: what is dropped stays where the finger left it.
    """
    return group(
        name("on", bone or LOOSE),
        node("rect", x=x, y=y, width=wide, height=high, rx=12, fill="none", pointer_events="all"),
        *drawn,
        data_drop="put",
        data_args=json.dumps({"bone": bone}),
    )


def _centred(words: Words, x: float, y: float, ink: str) -> Iterator[Node]:
    base = y - words.height / 2
    for line in words.lines:
        base += LEADING * words.size
        yield label(line, x, base - 0.28 * words.size, words.size, 600, fill=ink, anchor="middle")


def head(fish: Fish, theme: Theme, x: float, y: float, wide: float, high: float) -> Node:
    """The problem in a box of a given size."""
    title = fish.analysis.issue.title
    empty = not fish.analysis.causes
    room = high - 16 - (2 * 25 if empty else 0)
    sizes = [(size, min(most, int(room / (LEADING * size)))) for size, most in TITLE]
    words = set_in(title, wide - 28, [(size, most) for size, most in sizes if most] or TITLE[-1:])
    drawn = list(_centred(words, wide / 2, (high - (50 if empty else 0)) / 2, theme["ink"]))
    if empty:
        drawn += _centred(set_in(INVITATION, wide - 20, ((20, 2), (18, 2), (16, 2))), wide / 2,
                          high - 30, theme["ink-2"])  # fmt: skip
    return group(
        "problem",
        node("rect", x=0, y=0, width=wide, height=high, rx=12, fill=theme["below-soft"]),
        *drawn,
        x=x,
        y=y,
    )


def legend(fish: Fish, theme: Theme, x: float, y: float) -> Node:
    """What discs and lines through words mean."""
    votes = f"votes, {fish.limit} each"
    return group(
        "legend",
        *_disc(theme, LEGEND / 2, "ink", "ink"),
        label("root cause", 34, LEGEND / 2 + 7, 20, fill=theme["ink-2"]),
        *_disc(theme, 1.5 * LEGEND, "sunken", "line"),
        label(votes, 34, 1.5 * LEGEND + 7, 20, fill=theme["ink-2"]),
        label("ruled out", 0, 2.5 * LEGEND + 7, 20, fill=theme["ink-2"]),
        node("path", d=f"M-2 {2.5 * LEGEND + 1:.1f}H80", fill="none", stroke=theme["ink-2"],
             stroke_width=2.5),
        x=x,
        y=y,
    )  # fmt: skip


def _disc(theme: Theme, y: float, fill: str, edge: str) -> Iterator[Node]:
    yield node("circle", cx=12, cy=y, r=11, fill=theme[fill], stroke=theme[edge], stroke_width=2)


def bone_key(fish: Fish) -> Key | None:
    """The way to one more bone, while there may be more."""
    if len(fish.bones) >= MOST_BONES:
        return None
    touch = Touch("add_bone", {}, "Add a category", "What is the new category called?", new="id")
    return Key("add-bone", "Category", touch, PLUS)


@dataclass(frozen=True)
class Tray:
    """The causes that nobody has put on a bone: a caption, and as many as there is room for."""

    fish: Fish
    room: float  # px across
    rows: int = 1

    @cached_property
    def causes(self) -> list[CauseView]:
        return self.fish.on(None)

    @property
    def beside(self) -> bool:
        """Whether the caption stands at the left of the causes, not above them."""
        return self.room >= 900

    @property
    def left(self) -> float:
        return ASIDE if self.beside else 0.0

    @property
    def columns(self) -> int:
        return max(1, int((self.room - self.left + APART) / (CHIPS[0] + APART)))

    @property
    def most(self) -> int:
        return self.columns * self.rows

    @property
    def height(self) -> float:
        """px that it takes; none where every cause stands on a bone."""
        if not self.causes:
            return 0.0
        rows = -(-min(len(self.causes), self.most) // self.columns)
        return (0.0 if self.beside else ABOVE) + rows * TARGET + (rows - 1) * APART

    def drawn(self, theme: Theme, x: float, y: float, dragged: bool = True) -> Node | None:
        if not self.causes:
            return None
        foot = y + (35 if self.beside else 19)
        caption = label(CAPTION, x, foot, 20, 600, fill=theme["ink-2"])
        chips = self._chips(theme, x, y, dragged)
        return zone(None, x, y, self.room, self.height, caption, *chips)

    def _chips(self, theme: Theme, x: float, y: float, dragged: bool) -> Iterator[Node]:
        wide = min(CHIPS[1], (self.room - self.left + APART) / self.columns - APART)
        top = y + (0 if self.beside else ABOVE)
        shown = self.causes if len(self.causes) <= self.most else self.causes[: self.most - 1]
        chips = [self._chip(cause) for cause in shown]
        if hidden := self.causes[len(shown) :]:
            spoken = f"Show all {len(self.causes)} causes that are on no bone yet"
            rooted = any(map(self._rooted, hidden))
            chips.append(_Chip(LOOSE, f"+{len(hidden)} more", spoken + ROOTED * rooted, rooted))
        for index, chip in enumerate(chips):
            row, column = divmod(index, self.columns)
            left = x + self.left + column * (wide + APART)
            drag = "card" if dragged and chip.about != LOOSE else None
            drawn = chip.drawn(wide, theme, left, top + row * (TARGET + APART), drag)
            touch = Touch("", {"id": chip.about}, chip.spoken, look={"about": chip.about})
            yield touch.on(drawn, TOOL, self.fish.analysis.issue.id)

    def _rooted(self, cause: CauseView) -> bool:
        return cause.root or self.fish.leads_to_root(cause)

    def _chip(self, cause: CauseView) -> "_Chip":
        out, rooted = cause.state == "ruled_out", self._rooted(cause)
        known = "root cause" if cause.root else "root cause below" if rooted else ""
        said = [cause.text, *(["ruled out"] if out else []), *([known] if known else [])]
        return _Chip(cause.id, cause.text, f"Put on a bone: {', '.join(said)}", rooted, out)


@dataclass(frozen=True)
class _Chip:
    """A cause on no bone, or (``about`` is LOOSE) those for which there is no room."""

    about: str
    text: str
    spoken: str
    rooted: bool = False  # whether it is a root cause, or hides one
    out: bool = False

    def drawn(self, wide: float, theme: Theme, x: float, y: float, drag: str | None) -> Node:
        left = 3 * SIGN * self.rooted
        words = set_in(self.text, wide - 20 - left, CHIP)
        middle = (wide + left) / 2
        return group(
            name("more" if self.about == LOOSE else "loose", self.about),
            node("rect", x=0, y=0, width=wide, height=TARGET, rx=10, fill=theme["surface-2"],
                 stroke=theme["ink-3"], stroke_width=2, stroke_dasharray="8 6",
                 pointer_events="all"),
            root_sign(theme, 2.4 * SIGN, TARGET / 2) if self.rooted else None,
            *_centred(words, middle, TARGET / 2, theme["ink-2" if self.out else "ink"]),
            _struck(words, middle, theme) if self.out else None,
            x=x, y=y, data_drag=drag,
        )  # fmt: skip


def _struck(words: Words, middle: float, theme: Theme) -> Node:
    """A line through each line of what is ruled out."""
    y, strokes = (TARGET - words.height) / 2 - 0.54 * words.size, ""
    for line in words.lines:
        y += LEADING * words.size
        half = width(line, words.size, weight=600) / 2 + 3
        strokes += f"M{middle - half:.1f} {y:.1f}H{middle + half:.1f}"
    return node("path", d=strokes, fill="none", stroke=theme["ink-2"], stroke_width=2.5)
