"""A cause on a bone: its words, which open it, and the disc with its votes, which gives it one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hub.drawing import Node, Theme, fits, group, label, node, width
from hub.problem_board.fish_bones import TOOL, Twig
from hub.problem_board.lettering import LEADING, Words, set_in
from hub.problem_board.touch import PLUS, STATES, TARGET, Touch, looking, name

INDENT = 26.0  # px that what explains a cause stands further in
BESIDE = 6.0  # px between the words and the disc
ROOTED = ", a root cause among them"
DEEPER = 22.0  # px of the line that says how many more whys there are
UNDER = 5.0  # px between words and the line they stand on
DISC = 18.0
LOWER = 33.0  # px from the top of its target to the middle of the disc: it is level with the words
SIGN = 7.0  # px of half of the sign of a root cause that is not drawn
FACES = (28.0, 26.0, 24.0, 22.0, 20.0)
WHOLE = ((26.0, 1), (24.0, 2), (22.0, 3), (20.0, 14))  # where words are not to be cut


def sizes_in(high: float) -> tuple[tuple[float, int], ...]:
    """The sizes that words may have in a row, and in how many lines."""
    lines = ((size, int((high - UNDER) / (LEADING * size))) for size in FACES)
    return tuple((size, count) for size, count in lines if count) or ((20.0, 1),)


def room_in(wide: float, twig: Twig) -> float:
    """px that the words of a twig have."""
    return wide - TARGET - BESIDE - (INDENT if twig.under else 0) - 8


@dataclass(frozen=True)
class Row:
    """A twig with the room it has; ``words`` are set in it."""

    twig: Twig
    wide: float
    high: float
    words: Words
    bone: str = ""  # what is opened where it stands for further causes
    dragged: bool = False  # whether it can be dragged to another bone

    @classmethod
    def within(cls, twig: Twig, wide: float, high: float, bone: str, dragged: bool = True) -> "Row":
        """Of a given height: what does not fit ends in an ellipsis."""
        if twig.cause is None:
            return cls(twig, wide, high, Words(22, (f"+{twig.more} more",)), bone)
        room = high - (DEEPER if twig.deeper else 0)
        words = set_in(twig.cause.text, room_in(wide, twig), sizes_in(room))
        return cls(twig, wide, high, words, bone, dragged)

    @classmethod
    def whole(cls, twig: Twig, wide: float) -> "Row":
        """As high as its words take."""
        text = twig.cause.text if twig.cause else ""
        words = set_in(text, room_in(wide, twig), WHOLE)
        high = words.height + 2 * UNDER + (DEEPER if twig.deeper else 0)
        return cls(twig, wide, max(TARGET, high), words)

    @property
    def left(self) -> float:
        """Where its line begins."""
        return INDENT if self.twig.under else 0.0

    def drawn(self, issue: str, theme: Theme, x: float, y: float) -> Node:
        cause = self.twig.cause
        if cause is None:
            return self._more(issue, theme, x, y)
        root = ", root cause" * cause.root
        return group(
            name("cause", cause.id),
            node("rect", x=0, y=0, width=self.wide, height=self.high, fill="none"),
            self._opened(issue, theme),
            self._disc(issue, theme),
            x=x,
            y=y,
            role="group",
            aria_label=f"{cause.text}, {STATES[cause.state].lower()}{root}, {self.votes}"
            + self.hidden,
            data_cause=cause.id,
        )

    @property
    def votes(self) -> str:
        return f"{self.twig.votes} vote" + "s" * (self.twig.votes != 1)

    @property
    def hidden(self) -> str:
        """What is said of the whys below it that are not drawn."""
        if not self.twig.deeper:
            return ""
        said = f", {self.twig.deeper} more why" + "s" * (self.twig.deeper > 1)
        return said + ROOTED * self.twig.hides_root

    def _more(self, issue: str, theme: Theme, x: float, y: float) -> Node:
        drawn = group(
            name("more", self.bone),
            node("rect", x=0, y=0, width=self.wide, height=self.high, fill="none",
                 pointer_events="all"),
            *_counted(self.words.lines[0], 0, self.high - UNDER - 9, 22, "accent", theme,
                      self.twig.hides_root),
            x=x, y=y,
        )  # fmt: skip
        spoken = f"Show {self.twig.more} more causes" + ROOTED * self.twig.hides_root
        return looking(spoken, about=self.bone).on(drawn, TOOL, issue)

    def _opened(self, issue: str, theme: Theme) -> Node:
        """The words; a touch looks at the cause."""
        cause = self.twig.cause
        assert cause is not None
        drawn = group(
            name("open", cause.id),
            node("rect", x=0, y=0, width=self.wide - TARGET - BESIDE, height=self.high,
                 fill="none", pointer_events="all"),
            *self._written(theme),
        )  # fmt: skip
        if self.dragged and not self.twig.under:
            drawn = replace(drawn, attributes={**drawn.attributes, "data-drag": "card"})
        touch = Touch("", {"id": cause.id}, f"Look at: {cause.text}", look={"about": cause.id})
        return touch.on(drawn, TOOL, issue)

    def _written(self, theme: Theme) -> Iterator[Node]:
        twig, words = self.twig, self.words
        ink = theme["ink-2" if twig.out else "ink"]
        deeper = DEEPER if twig.deeper else 0.0
        base = self.high - UNDER - words.height - deeper
        strokes = ""
        for line in words.lines:
            base += LEADING * words.size
            foot, weight = base - 0.28 * words.size, 600 if twig.agreed else 500
            yield label(line, self.left, foot, words.size, weight, fill=ink)
            reach = self.left + width(line, words.size, weight=weight) + 3
            strokes += f"M{self.left - 2:.1f} {foot - 0.26 * words.size:.1f}H{reach:.1f}"
        if twig.out:
            yield node("path", d=strokes, fill="none", stroke=ink, stroke_width=2.5)
        if twig.deeper:
            yield from _counted(self._deeper(), self.left, self.high - UNDER - 6, 18, "ink-2",
                                theme, twig.hides_root)  # fmt: skip

    def _deeper(self) -> str:
        """How many more whys there are, as wordy as there is room for."""
        whys = "why" + "s" * (self.twig.deeper > 1)
        sign = 3 * SIGN * self.twig.hides_root
        room = self.wide - TARGET - BESIDE - self.left - sign
        said = [f"+{self.twig.deeper} {words}".rstrip() for words in (f"more {whys}", whys, "")]
        return next((each for each in said if fits(each, 18, room, 1)), said[-1])

    def _disc(self, issue: str, theme: Theme) -> Node:
        """Light: votes; dark: a root cause that is agreed; a ring: a root cause to be confirmed."""
        twig, cause = self.twig, self.twig.cause
        assert cause is not None
        x, y = self.wide - TARGET, (self.high - TARGET) / 2
        edge = "ink" if cause.root else "line"
        drawn = group(
            name("votes", cause.id),
            node("rect", x=0, y=0, width=TARGET, height=TARGET, rx=10, fill="none",
                 pointer_events="none" if twig.out else "all"),
            node("circle", cx=TARGET / 2, cy=LOWER, r=DISC,
                 fill=theme["ink" if twig.agreed else "sunken" if twig.votes else "surface"],
                 stroke=theme[edge], stroke_width=3 if cause.root else 2),
            label(str(twig.votes), TARGET / 2, LOWER + 7, 20, 600, "sans",
                  theme["surface" if twig.agreed else "ink" if twig.votes else "ink-2"], "middle"),
            x=x, y=y,
        )  # fmt: skip
        if twig.out:
            return drawn
        spoken = f"Vote for: {cause.text}, {self.votes}"
        return Touch("vote", {"id": cause.id}, spoken).on(drawn, TOOL, issue)


def _counted(
    said: str, x: float, y: float, size: float, ink: str, theme: Theme, root: bool
) -> Iterator[Node]:
    """How many causes are not drawn, and the sign of a root cause that is among them."""
    yield label(said, x, y, size, 600, fill=theme[ink])
    if root:
        reach = 1.03 * width(said, size, weight=600)
        yield root_sign(theme, x + reach + 2 * SIGN, y - 0.34 * size)


def root_sign(theme: Theme, x: float, y: float) -> Node:
    """The small dark disc that stands for a root cause where it is not drawn itself."""
    return node("circle", cx=round(x, 1), cy=round(y, 1), r=SIGN, fill=theme["ink"])


def add_key(
    bone: str, said: str, issue: str, theme: Theme, x: float, y: float, inviting: bool = False
) -> Node:
    """The plus beside a bone's name: a touch asks for a cause on it."""
    drawn = group(
        name("add", bone),
        node("rect", x=0, y=0, width=TARGET, height=TARGET, rx=TARGET / 2,
             fill=theme["accent" if inviting else "surface"],
             stroke=theme["accent" if inviting else "line"], stroke_width=2,
             pointer_events="all"),
        group(None, node("path", d=PLUS, fill="none", stroke_width=3, stroke_linecap="round",
                         stroke=theme["accent-glyph" if inviting else "accent"]), x=16, y=16),
        x=x, y=y,
    )  # fmt: skip
    return Touch("add", {"bone": bone}, f"Add a cause: {said}", f"{said}: what may be the cause?",
                 new="id", recall=True).on(drawn, TOOL, issue)  # fmt: skip


def stacked(rows: Sequence[Row], apart: float) -> float:
    """Height of rows one below the other."""
    return sum(row.high for row in rows) + apart * max(0, len(rows) - 1)
