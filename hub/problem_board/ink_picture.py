"""The picture of a sketch: the sheet as large as the canvas allows, beside it what one draws with.

A board's page draws on what has ``data-ink`` (kiosk/src/ink.ts): strokes that are not yet in this
picture lie in ``data-wet``, and parts with ``data-pen`` choose what fingers draw with.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from hub.drawing import Node, Theme, group, label, node, scene
from hub.problem_board import Canvas
from hub.problem_board.ink_sheet import COLOURS, HIGH, TOOL, WIDE, WIDTHS, Sheet
from hub.problem_board.keys import BIN
from hub.problem_board.lettering import LEADING, Words, set_in
from hub.problem_board.touch import EDIT, TARGET, Touch, name

EDGE = 14.0  # px around the picture
GAP = 10.0  # px between two keys
KEY = 136.0  # px of a key
SIZE = 21.0
SIDEWAYS = 1.5  # times as wide as high is a canvas with its keys beside the sheet
CAPTION = ((26.0, 1), (24.0, 2), (22.0, 3), (20.0, 20))
ERASER = "M8 20L3.5 15.5L14 5L20.5 11.5L12 20ZM9 10L15.5 16.5M8 20H20"
SWATCH = 13.0  # px of a colour on its key
ASKED = "What does the sketch show?"


def picture(sheet: Sheet, canvas: Canvas) -> Node:
    return _Picture(sheet, canvas).drawn()


@dataclass(frozen=True)
class _Key:
    """A key: one that chooses a ``pen`` is this board's own, a ``touch`` is an action."""

    id: str
    word: str
    sign: Node
    pen: Mapping[str, object] | None = None
    touch: Touch | None = None

    def drawn(self, issue: str, theme: Theme, x: float, y: float) -> Node:
        drawn = group(
            self.id,
            node("rect", x=0, y=0, width=KEY, height=TARGET, rx=10, fill=theme["surface-2"],
                 stroke=theme["line"], stroke_width=2, pointer_events="all"),
            self.sign,
            label(self.word, 50, TARGET / 2 + 7, SIZE, 600, fill=theme["ink"]),
            x=x, y=y,
        )  # fmt: skip
        return self.touch.on(drawn, TOOL, issue) if self.touch else self._choosing(drawn)

    def _choosing(self, drawn: Node) -> Node:
        said = {
            "role": "button",
            "tabindex": "0",
            "aria-label": f"Draw with: {self.word}",
            "aria-pressed": "false",
            "data-pen": json.dumps(dict(self.pen or {})),
        }
        return replace(drawn, attributes={**drawn.attributes, **said})


@dataclass(frozen=True)
class _Picture:
    sheet: Sheet
    canvas: Canvas

    @property
    def theme(self) -> Theme:
        return self.canvas.theme

    @property
    def beside(self) -> bool:
        """Whether the keys stand beside the sheet, else above it."""
        return self.canvas.width >= SIDEWAYS * self.canvas.height

    # -- what one draws with ------------------------------------------------------------------

    @cached_property
    def keys(self) -> list[_Key]:
        keys = [*self._colours(), *self._widths()]
        keys.append(_Key("pen-erase", "Eraser", self._sign(ERASER), {"erase": True}))
        caption = self.sheet.caption
        say = Touch("caption", {}, "Caption of the sketch", ASKED, caption.text, caption.version)
        keys.append(_Key("caption", "Caption", self._sign(EDIT), touch=say))
        if self.sheet.strokes:
            keys.append(_Key("clear", "Clear", self._sign(BIN), touch=self._clearing()))
        return keys

    def _clearing(self) -> Touch:
        count = len(self.sheet.strokes)
        said = "the one stroke" if count == 1 else f"all {count} strokes"
        up_to = {"up_to": self.sheet.strokes[-1].id}
        return Touch("clear", up_to, "Clear the sheet", sure=f"Clear {said} of the sheet?|Clear")

    def _colours(self) -> Iterator[_Key]:
        for colour, token in COLOURS.items():
            dot = node("circle", cx=28, cy=TARGET / 2, r=SWATCH, fill=self.theme[token])
            pen = {"colour": colour, "erase": False}
            yield _Key(name("pen", colour), colour.capitalize(), dot, pen)

    def _widths(self) -> Iterator[_Key]:
        for width, units in WIDTHS.items():
            line = node("path", d="M16 36C22 16 32 40 40 20", fill="none", stroke=self.theme["ink"],
                        stroke_width=0.5 * units, stroke_linecap="round")  # fmt: skip
            pen = {"width": width, "erase": False}
            yield _Key(name("pen", width), width.capitalize(), line, pen)

    def _sign(self, icon: str) -> Node:
        return group(
            None,
            node("path", d=icon, fill="none", stroke=self.theme["accent"], stroke_width=2.6,
                 stroke_linecap="round", stroke_linejoin="round"),
            x=16, y=TARGET / 2 - 12,
        )  # fmt: skip

    # -- where things stand -------------------------------------------------------------------

    @property
    def columns(self) -> int:
        """Keys side by side."""
        if not self.beside:
            return max(1, int((self.canvas.width - 2 * EDGE + GAP) / (KEY + GAP)))
        down = max(1, int((self.canvas.height - 2 * EDGE + GAP) / (TARGET + GAP)))
        return -(-len(self.keys) // down)

    @property
    def rows(self) -> int:
        return -(-len(self.keys) // self.columns)

    @property
    def corner(self) -> tuple[float, float]:
        """Where the sheet begins."""
        if self.beside:
            return EDGE + self.columns * (KEY + GAP) + 4, EDGE
        return EDGE, EDGE + self.rows * (TARGET + GAP)

    @property
    def scale(self) -> float:
        """px of a unit of the sheet: all of it is to be seen at once."""
        x, y = self.corner
        across = (self.canvas.width - EDGE - x) / WIDE
        down = (self.canvas.height - EDGE - y - self._under(across)) / HIGH
        return max(min(across, down), min(across, 0.16)) if self.beside else across

    def _under(self, scale: float) -> float:
        """px below the sheet."""
        return self._words(scale).height + 10 if self.sheet.caption.text else 0.0

    def _words(self, scale: float) -> Words:
        """The caption, on a line as long as the sheet is wide."""
        return set_in(self.sheet.caption.text, WIDE * scale, CAPTION)

    @property
    def high(self) -> float:
        down = HIGH * self.scale
        sheet = self.corner[1] + down + self._under(self.scale) + EDGE
        keys = EDGE + self.rows * (TARGET + GAP)
        return max(float(self.canvas.height), sheet, keys)

    # -- drawing ------------------------------------------------------------------------------

    def drawn(self) -> Node:
        wide = self.canvas.width
        return scene(
            wide,
            self.high,
            self.theme,
            node("rect", x=0, y=0, width=wide, height=self.high, fill=self.theme["surface"],
                 data_roomy="yes"),
            *self._keys(),
            self._sheet(),
            *self._caption(),
            title=f"Sketch: {self.sheet.analysis.issue.title}",
        )  # fmt: skip

    def _keys(self) -> Iterator[Node]:
        """Down the columns beside the sheet, or along the rows above it."""
        for number, key in enumerate(self.keys):
            row, column = divmod(number, self.columns)
            if self.beside:
                column, row = divmod(number, self.rows)
            x, y = EDGE + column * (KEY + GAP), EDGE + row * (TARGET + GAP)
            yield key.drawn(self.sheet.analysis.issue.id, self.theme, x, y)

    def _sheet(self) -> Node:
        x, y = self.corner
        return group(
            "ink-sheet",
            node("rect", x=0, y=0, width=WIDE, height=HIGH, rx=12, fill=self.theme["surface-2"],
                 stroke=self.theme["line"], stroke_width=2, pointer_events="all"),
            *(
                node("path", id=name("stroke", each.id), d=each.path, data_stroke=each.id,
                     fill=self.theme[COLOURS[each.colour]])
                for each in self.sheet.strokes
            ),
            group("ink-wet", data_wet="", data_keep=""),
            x=x, y=y, scale=self.scale, role="img", aria_label=self.spoken,
            data_ink="stroke", data_erase="erase", data_widths=json.dumps(dict(WIDTHS)),
            data_inks=json.dumps({each: self.theme[token] for each, token in COLOURS.items()}),
        )  # fmt: skip

    @property
    def spoken(self) -> str:
        count = len(self.sheet.strokes)
        said = self.sheet.caption.text or "nobody has said yet what it shows"
        return f"Sketch of {count} {'stroke' if count == 1 else 'strokes'}: {said}"

    def _caption(self) -> Iterator[Node]:
        if not self.sheet.caption.text:
            return
        x, y = self.corner
        base = y + HIGH * self.scale + 10
        words = self._words(self.scale)
        for line in words.lines:
            base += LEADING * words.size
            yield label(line, x, base - 0.28 * words.size, words.size, fill=self.theme["ink"])
