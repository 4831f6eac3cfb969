"""Buttons with a sign and a word, one after the other, in as many rows as they take."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from hub.drawing import Node, Theme, group, label, node, width, wrap
from hub.problem_board.touch import TARGET, Touch

SPACE = 10.0  # px between two buttons
SIZE = 21.0
SIGN = 34.0  # px that a sign takes beside its word
SIDES = 32.0
BACK = "M14 4L6 12L14 20M6 12H21"
BIN = "M4 7H20M9 7V4H15V7M6 7L7 21H17L18 7"
VOTE = "M12 20V5M5 12L12 5L19 12"


@dataclass(frozen=True)
class Key:
    """A button; ``on`` says that what it does has been done, ``inviting`` that it is the first
    thing to do here. One without a touch is a caption."""

    id: str
    word: str
    touch: Touch | None = None
    icon: str = ""
    on: bool = False
    inviting: bool = False

    @property
    def natural(self) -> float:
        """px that it takes if it is not cut."""
        sides = SIDES + (SIGN if self.icon else 0) if self.touch else 8
        return max(TARGET if self.touch else 0, width(self.word, SIZE, weight=600) * 1.05 + sides)

    @property
    def colours(self) -> tuple[str, str, str]:
        """Its field, the edge of it and what stands on it, as tokens."""
        if self.on:
            return "ink", "ink", "surface"
        if self.inviting:
            return "accent", "accent", "accent-glyph"
        return "surface-2", "line", "ink"

    def drawn(self, tool: str, issue: str, theme: Theme, x: float, y: float, wide: float) -> Node:
        if self.touch is None:
            (word,) = wrap(self.word, SIZE, wide, 1)
            return label(word, x, y + TARGET / 2 + 7, SIZE, 600, fill=theme["ink-2"])
        fill, edge, ink = self.colours
        sign = SIGN if self.icon else 0.0
        (word,) = wrap(self.word, SIZE, max(wide - SIDES - sign + 8, 16), 1)
        middle = (wide + sign) / 2
        drawn = group(
            self.id,
            node("rect", x=0, y=0, width=wide, height=TARGET, rx=10, fill=theme[fill],
                 stroke=theme[edge], stroke_width=2, pointer_events="all"),
            self._sign(theme["accent" if ink == "ink" else ink],
                       middle - sign - width(word, SIZE, weight=600) / 2),
            label(word, middle, TARGET / 2 + 7, SIZE, 600, fill=theme[ink], anchor="middle"),
            x=x,
            y=y,
        )  # fmt: skip
        return self.touch.on(drawn, tool, issue)

    def _sign(self, stroke: str, x: float) -> Node | None:
        if not self.icon:
            return None
        return group(
            None,
            node("path", d=self.icon, fill="none", stroke=stroke, stroke_width=2.6,
                 stroke_linecap="round", stroke_linejoin="round"),
            x=x, y=TARGET / 2 - 12,
        )  # fmt: skip


@dataclass(frozen=True)
class Row:
    """Keys in their places within ``room`` px, from ``(0, 0)`` on."""

    keys: Sequence[Key]
    room: float

    @cached_property
    def places(self) -> tuple[tuple[Key, float, float, float], ...]:
        """Each key, where it begins, and its width."""
        found, x, y = [], 0.0, 0.0
        for key in self.keys:
            wide = min(key.natural, self.room)
            if x and x + wide > self.room:
                x, y = 0.0, y + TARGET + SPACE
            found.append((key, x, y, wide))
            x += wide + SPACE
        return tuple(found)

    @property
    def height(self) -> float:
        return self.places[-1][2] + TARGET if self.places else 0.0

    def drawn(self, tool: str, issue: str, theme: Theme, x: float, y: float) -> list[Node]:
        return [
            key.drawn(tool, issue, theme, x + left, y + top, wide)
            for key, left, top, wide in self.places
        ]
