"""The card of one cause: its words and how sure people are of them, and what to touch."""

from collections.abc import Iterator
from dataclasses import dataclass

from hub.drawing import Node, Theme, group, label, node, width
from hub.problem_board.lettering import LEADING
from hub.problem_board.touch import (
    CROSS,
    EDIT,
    PLUS,
    ROOT,
    SHEET,
    SPACE,
    STATES,
    TARGET,
    TICK,
    Touch,
    button,
    looking,
    name,
    sign,
)
from hub.problem_board.why_tree import FOLDED, HEADING, PAD, TOOL, Card

INVITING = (240.0, 96.0)  # px of the button that a problem starts with


def invite(touch: Touch, issue: str, theme: Theme, x: float, y: float) -> Node:
    """The large "Why?" that a problem starts with; ``(x, y)`` is the middle of its left side."""
    wide, high = INVITING
    drawn = group(
        "why-problem",
        node("rect", x=0, y=0, width=wide, height=high, rx=18, fill=theme["accent"],
             pointer_events="all"),
        label("Why?", wide / 2, high / 2 + 14, 40, 600, "sans", theme["accent-glyph"], "middle"),
        x=x, y=y - high / 2,
    )  # fmt: skip
    return touch.on(drawn, TOOL, issue)


def ask_first(
    touch: Touch, issue: str, theme: Theme, cause: str | None, x: float, y: float
) -> Node:
    """The "Why?" at the end of a branch, of the colour that invites."""
    drawn = group(
        _why_of(cause),
        node("rect", x=0, y=0, width=TARGET, height=TARGET, rx=10, fill=theme["accent"],
             pointer_events="all"),
        *sign(PLUS, "Why?", theme["accent-glyph"], theme["accent-glyph"], TARGET),
        x=x, y=y,
    )  # fmt: skip
    return touch.on(drawn, TOOL, issue)


def ask_again(
    touch: Touch, issue: str, theme: Theme, cause: str | None, x: float, y: float
) -> Node:
    """The quieter one where the branch has gone on."""
    return button(touch, TOOL, issue, theme, _why_of(cause), x, y, PLUS, "Why?")


def unfold(card: Card, issue: str, theme: Theme, x: float, y: float) -> Node:
    """What stands for the causes below a card that are not drawn: a touch goes there.

    It is as dark as a root cause's own mark where one is among them.
    """
    said = ", with a root cause" * card.hides_root
    touch = looking(f"Show {card.below} more below{said}: {card.cause.text}", about=card.cause.id)
    wide = FOLDED if card.folded else TARGET
    fill, ink = ("ink", "surface") if card.hides_root else ("accent-soft", "ink")
    drawn = group(
        name("focus", card.cause.id),
        node("rect", x=0, y=0, width=wide, height=TARGET, rx=18, fill=theme[fill],
             pointer_events="all"),
        *(label(line, wide / 2, base, size, 600, fill=theme[ink], anchor="middle")
          for line, base, size in _left_out(card)),
        x=x, y=y,
    )  # fmt: skip
    return touch.on(drawn, TOOL, issue)


def _left_out(card: Card) -> tuple[tuple[str, float, float], ...]:
    """(line, its foot, its size) of what says how many causes are not drawn."""
    if not card.folded:
        return (f"+{card.below}", 27, 22), ("more", 44, 17)
    below = ("root below", 44.0, 17.0) if card.hides_root else ("below", 45.0, 20.0)
    return (f"{card.below} more", 25, 20 if card.below < 100 else 18), below


def _why_of(cause: str | None) -> str:
    return name("why", cause) if cause else "why-problem"


def why(cause: str | None, words: str, again: bool = False) -> Touch:
    """Asking why of a cause, or of the problem itself."""
    spoken = f"{'Why else?' if again else 'Why?'} Ask what brought about: {words}"
    return Touch("ask", {"parent": cause}, spoken, "Why did this happen?", new="id", recall=True)


def card_of(card: Card, issue: str, theme: Theme) -> Node:
    """The card with its words and its four targets, in its place."""
    drawn = _Card(card, issue, theme)
    return group(
        name("cause", card.cause.id),
        drawn.field(),
        *drawn.heading(),
        drawn.words(),
        *drawn.remarks(),
        *drawn.targets(),
        x=card.x,
        y=card.y,
        role="group",
        aria_label=f"Why {card.number}: {card.cause.text}, {drawn.said}",
        data_cause=card.cause.id,
    )


@dataclass(frozen=True)
class _Card:
    card: Card
    issue: str
    theme: Theme

    @property
    def state(self) -> str:
        return self.card.cause.state

    @property
    def standing(self) -> str:
        return STATES.get(self.state, STATES["suspected"])

    @property
    def said(self) -> str:
        return self.standing.lower() + ", root cause" * self.card.cause.root

    @property
    def out(self) -> bool:
        return self.state == "ruled_out"

    def field(self) -> Node:
        """The sure are outlined firmly, a root cause most of all; what is ruled out recedes."""
        root, sure = self.card.cause.root, self.state == "confirmed"
        return node(
            "rect",
            x=0,
            y=0,
            width=self.card.shape.wide,
            height=self.card.height,
            rx=10,
            fill=self.theme["bg" if self.out else "surface"],
            stroke=self.theme["ink" if root else "ink-2" if sure else "line"],
            stroke_width=5 if root else 3 if sure else 2,
            stroke_dasharray=None if root or sure or self.out else "8 6",
        )

    def heading(self) -> Iterator[Node]:
        """Which why it is, and how sure people are."""
        card, ink = self.card, self.theme["ink-2"]
        said = f"Why {card.number}"
        yield label(said, PAD, 23, 19, 600, fill=ink)
        x = PAD + width(said, 19, "condensed", 600) * 1.03 + 12
        if card.cause.root:
            yield self._mark("Root cause", x, 2, "ink", "surface")
        else:
            yield label(self.standing, x, 23, 18, fill=ink)

    def words(self) -> Node:
        """The cause itself; a touch on it or its heading rewords it."""
        cause, words = self.card.cause, self.card.words
        base = HEADING + max(0.0, self.card.touched - HEADING - words.height - 2) / 2
        ink = self.theme["ink-2" if self.out else "ink"]
        written, strokes = [], ""
        for line in words.lines:
            base += LEADING * words.size
            written.append(label(line, PAD, base - 0.28 * words.size, words.size, 600, fill=ink))
            middle = base - 0.52 * words.size
            strokes += f"M{PAD - 3} {middle:.1f}H{PAD + _wide(line, words.size):.1f}"
        touch = Touch(
            "reword",
            {"id": cause.id},
            f"Edit: {cause.text}",
            "Say it in other words",
            cause.text,
            cause.version,
        )
        drawn = group(
            name("reword", cause.id),
            node("rect", x=0, y=0, width=self.card.shape.room + 2 * PAD,
                 height=self.card.touched, fill="none", pointer_events="all"),
            *written,
            node("path", d=strokes, fill="none", stroke=self.theme["ink-2"], stroke_width=2.5)
            if self.out
            else None,
            group(
                None,
                node("path", d=EDIT, fill="none", stroke=self.theme["accent"], stroke_width=2.4,
                     stroke_linejoin="round"),
                x=self.card.shape.room + PAD - 22, y=3,
            ),
        )  # fmt: skip
        return touch.on(drawn, TOOL, self.issue)

    def remarks(self) -> Iterator[Node]:
        """The evidence, and a gentle question where words blame somebody."""
        y = self.card.touched
        for line in self.card.evidence:
            y += 21
            yield label(line, PAD, y - 5, 18, fill=self.theme["ink-2"])
        if self.card.blames:
            yield self._mark("What let this happen?", PAD, y + 3, "accent-soft", "ink")

    def _mark(self, words: str, x: float, y: float, fill: str, ink: str) -> Node:
        wide = _wide(words, 19) + 18
        return group(
            None,
            node("rect", x=0, y=0, width=wide, height=26, rx=13, fill=self.theme[fill]),
            label(words, wide / 2, 19.5, 19, 600, fill=self.theme[ink], anchor="middle"),
            x=x,
            y=y,
        )

    def targets(self) -> Iterator[Node]:
        left, y = self.card.targets
        cause = self.card.cause
        for index, (touch, icon, word, on) in enumerate(self._touches()):
            id = name(touch.does.replace("_", "-"), cause.id)
            x = left + index * (self.card.target + SPACE)
            yield button(touch, TOOL, self.issue, self.theme, id, x, y, icon, word, on,
                         self.card.target)  # fmt: skip

    def _touches(self) -> Iterator[tuple[Touch, str, str, bool]]:
        """(what a touch does, its icon, its word, whether that is how things stand now)."""
        cause = self.card.cause
        sure = self.state == "confirmed"
        ask = "How do we know?"
        yield (
            Touch("evidence", {"id": cause.id}, f"Evidence for: {cause.text}", ask,
                  cause.evidence, cause.version, phrases="evidence"),
            SHEET,
            "Evidence",
            bool(cause.evidence),
        )  # fmt: skip
        yield self._set("suspect" if sure else "confirm", TICK, "Confirm", sure,
                        "Not confirmed after all", "Confirm")  # fmt: skip
        yield self._set("suspect" if self.out else "rule_out", CROSS, "Rule out", self.out,
                        "Not ruled out after all", "Rule out")  # fmt: skip
        yield self._set("unmark_root" if cause.root else "mark_root", ROOT, "Root", cause.root,
                        "Not a root cause after all", "Mark as root cause")  # fmt: skip

    def _set(
        self, does: str, icon: str, word: str, on: bool, undo: str, do: str
    ) -> tuple[Touch, str, str, bool]:
        cause = self.card.cause
        spoken = f"{undo if on else do}: {cause.text}"
        return Touch(does, {"id": cause.id}, spoken, version=cause.version), icon, word, on


def _wide(line: str, size: float) -> float:
    return width(line, size, "condensed", 600) + 4
