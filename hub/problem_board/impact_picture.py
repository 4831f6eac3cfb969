"""The picture of impact and effort: the grid, and beside or below it what is not placed yet."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from hub.drawing import Node, Theme, group, label, node, scene
from hub.problem_board import Analysis, Canvas
from hub.problem_board.impact_cards import CELLS, TRAY, Card, Cell, cards, standing
from hub.problem_board.impact_field import DENSE, TOOL, Cards, Field
from hub.problem_board.lettering import LEADING, set_in
from hub.problem_board.touch import SPACE, TARGET, Touch, looking, name

EDGE = 10.0  # px around the picture
STRIP = 26.0  # px of the names of the quadrants
SIDEWAYS = 76.0  # px of the words beside the grid
ROOMY = 700.0  # px of a canvas with room for these
UPRIGHT = 0.7  # height by width of a canvas on which the tray stands below the grid
LOWEST = 2 * DENSE + SPACE  # px of a cell
ROW = 64.0  # px of a card in a list
LISTED = 300.0  # px that such a card wants
QUADRANTS = (("Do now", 0, 0), ("Plan", 1, 0), ("Fill in", 0, 1), ("Drop", 1, 1))
HINT = "Countermeasures stand here once there are any. Touch a card to place it, or drag it."
TEXT = ((26.0, 2), (24.0, 3), (22.0, 4), (20.0, 5), (18.0, 7), (16.0, 9))


def picture(analysis: Analysis, canvas: Canvas) -> Node:
    """The grid with its cards; a card in hand, or all cards of one cell."""
    return _Picture(analysis, canvas).drawn()


@dataclass(frozen=True)
class _Picture:
    analysis: Analysis
    canvas: Canvas

    @property
    def theme(self) -> Theme:
        return self.canvas.theme

    @property
    def issue(self) -> str:
        return self.analysis.issue.id

    @cached_property
    def all(self) -> tuple[Card, ...]:
        return cards(self.analysis)

    @cached_property
    def chosen(self) -> Card | None:
        """The card in hand, if it is still there."""
        id = self.analysis.look.get("chosen")
        return next((card for card in self.all if card.id == id), None)

    @cached_property
    def open(self) -> str:
        """The key of the cell that shows all its cards, if it has any."""
        key = str(self.analysis.look.get("open") or "")
        return key if standing(self.all, key) else ""

    @property
    def draws(self) -> Cards:
        return Cards(self.issue, self.theme)

    # -- where things stand -----------------------------------------------------------------

    @property
    def below(self) -> bool:
        """Whether the tray stands below the grid."""
        wide, high = self.canvas.width, self.canvas.height
        return wide < ROOMY or high > UPRIGHT * wide

    @property
    def sideways(self) -> float:
        return SIDEWAYS if self.canvas.width >= ROOMY else 0.0

    @cached_property
    def tray(self) -> Field:
        if not self.below:
            return Field(EDGE, EDGE, self._tray_wide, self.grid.high)
        y = self.grid.y + self.grid.high + EDGE
        return Field(EDGE, y, self.canvas.width - 2 * EDGE, self._tray_high)

    @property
    def _tray_wide(self) -> float:
        """px of the tray beside the grid."""
        return min(360.0, max(210.0, 0.2 * self.canvas.width))

    @property
    def _tray_high(self) -> float:
        """px of the tray below it; a phone has to hold its cards below each other."""
        least = 200.0 if self.canvas.width >= ROOMY else 2 * TARGET + 3 * ROW
        return max(0.26 * self.canvas.height, least)

    @cached_property
    def grid(self) -> Field:
        """The three by three cells with the names of the quadrants above and below them."""
        wide, high = float(self.canvas.width), float(self.canvas.height)
        least = 3 * LOWEST + 2 * SPACE + 2 * STRIP
        if self.below:
            x = EDGE + self.sideways
            return Field(x, EDGE, wide - EDGE - x, max(least, high - 3 * EDGE - self._tray_high))
        x = 2 * EDGE + self._tray_wide + self.sideways
        return Field(x, EDGE, wide - EDGE - x, max(least, high - 2 * EDGE))

    @cached_property
    def cells(self) -> tuple[tuple[Cell, Field], ...]:
        grid = self.grid
        inner = Field(grid.x + SPACE, grid.y + STRIP, grid.wide - 2 * SPACE, grid.high - 2 * STRIP)
        return tuple(zip(CELLS, inner.split(3, 3), strict=True))

    @property
    def bottom(self) -> float:
        return max(self.grid.y + self.grid.high, self.tray.y + self.tray.high) + EDGE

    # -- drawing ----------------------------------------------------------------------------

    def drawn(self) -> Node:
        if self.open:
            return self.listed()
        parts = (*self.ground(), *self.whole(), self.aside())
        return self._scene(self.bottom, *parts)

    def _scene(self, bottom: float, *parts: Node) -> Node:
        wide, high = self.canvas.width, max(float(self.canvas.height), bottom)
        field = node("rect", x=0, y=0, width=wide, height=high, fill=self.theme["surface"])
        title = f"Impact and effort: {self.analysis.issue.title}"
        return scene(wide, high, self.theme, field, *parts, title=title)

    def ground(self) -> Iterator[Node]:
        """The four quadrants with their names, and which way effort and impact grow."""
        grid, ink = self.grid, self.theme["ink-2"]
        quarters = grid.split(2, 2)
        for (words, column, row), quarter in zip(QUADRANTS, quarters, strict=True):
            yield node("rect", x=quarter.x, y=quarter.y, width=quarter.wide, height=quarter.high,
                       rx=12, fill=self.theme["band"])  # fmt: skip
            x = quarter.x + (quarter.wide - 12 if column else 12)
            y = quarter.y + (quarter.high - 8 if row else 21)
            yield label(words, x, y, 22, 600, fill=self.theme["ink"],
                        anchor="end" if column else None)  # fmt: skip
        if self.canvas.width < ROOMY:
            return
        low = grid.y + grid.high - 8
        yield label("Less effort", grid.x + grid.wide / 2 - 14, low, 20, fill=ink, anchor="end")
        yield label("More effort", grid.x + grid.wide / 2 + 14, low, 20, fill=ink)
        for word, y in (("More", grid.y + 46), ("Less", grid.y + grid.high - 60)):
            for line, down in ((word, 0), ("impact", 23)):
                yield label(line, grid.x - 10, y + down, 20, fill=ink, anchor="end")

    def whole(self) -> Iterator[Node]:
        for cell, field in self.cells:
            held = standing(self.all, cell.key)
            if self.chosen:
                yield self._goal(self.chosen, cell, field, len(held))
            else:
                yield self._cell(cell, field, held)

    def _cell(self, cell: Cell, field: Field, held: tuple[Card, ...]) -> Node:
        """A cell with its cards, on which others can be dropped."""
        return group(
            name("cell", cell.key),
            node("rect", x=field.x, y=field.y, width=field.wide, height=field.high, rx=10,
                 fill="none", pointer_events="all"),
            *self.draws.among(held, field, cell.key, cell.words),
            role="group", aria_label=f"{cell.words}: {len(held)}",
            data_drop="place", data_args=json.dumps({"at": cell.at}),
        )  # fmt: skip

    def _goal(self, card: Card, cell: Cell, field: Field, held: int) -> Node:
        """A cell that a touch puts the card in hand on."""
        here = card.place == cell.key
        spoken = f"Put it at {cell.words}"
        touch = Touch("place", {"id": card.id, "at": cell.at}, spoken, look={})
        drawn = group(
            name("goal", cell.key),
            node("rect", x=0, y=0, width=field.wide, height=field.high, rx=10,
                 fill=self.theme["accent-soft" if here else "surface"],
                 stroke=self.theme["accent"], stroke_width=3, stroke_dasharray="10 7",
                 pointer_events="all"),
            label("Here now" if here else "Here", field.wide / 2, field.high / 2 + 3, 24, 600,
                  fill=self.theme["ink"], anchor="middle"),
            label(f"{held} there" if held else "none yet", field.wide / 2, field.high / 2 + 24, 18,
                  fill=self.theme["ink-2"], anchor="middle"),
            x=field.x, y=field.y,
        )  # fmt: skip
        return touch.on(drawn, TOOL, self.issue)

    def aside(self) -> Node:
        """The tray, or the card in hand."""
        tray = self.tray
        return group(
            name(TRAY),
            node("rect", x=tray.x, y=tray.y, width=tray.wide, height=tray.high, rx=12,
                 fill=self.theme["sunken"], pointer_events="all"),
            *(self._in_hand(self.chosen) if self.chosen else self._unplaced()),
            role="group", aria_label="Not placed yet",
            data_drop="unplace",
        )  # fmt: skip

    def _unplaced(self) -> Iterator[Node]:
        tray, held = self.tray, standing(self.all, TRAY)
        across = min(tray.wide - 2 * EDGE, 340.0)
        touch = Touch("idea", {}, "Add an idea", "What could be done?", new="id",
                      phrases="countermeasure")  # fmt: skip
        yield self.button(touch, "add-idea", "Add an idea", tray.x + EDGE, tray.y + EDGE, across,
                          "accent")  # fmt: skip
        said = f"Not placed yet: {len(held)}" if held else "All are placed" if self.all else ""
        y = tray.y + EDGE + TARGET + 26
        if not self.all:
            yield from self._hint(y)
            return
        yield label(said, tray.x + EDGE, y, 20, fill=self.theme["ink-2"])
        field = Field(tray.x + EDGE, y + 10, tray.wide - 2 * EDGE, tray.y + tray.high - y - 20)
        yield from self.draws.among(held, field, TRAY, "what is not placed yet", low=True)

    def _hint(self, y: float) -> Iterator[Node]:
        words = set_in(HINT, self.tray.wide - 2 * EDGE, ((20.0, 6), (18.0, 8)))
        for line in words.lines:
            yield label(line, self.tray.x + EDGE, y, words.size, fill=self.theme["ink-2"])
            y += LEADING * words.size

    def _in_hand(self, card: Card) -> Iterator[Node]:
        """The card whose place is asked for, and what else can be done with it."""
        tray = self.tray
        places = self._buttons(card)
        columns = max(1, int((tray.wide - EDGE) // 150)) if self.below else 2
        rows = -(-len(places) // columns)
        high = rows * (TARGET + SPACE) - SPACE
        field = Field(tray.x + EDGE, tray.y + tray.high - EDGE - high, tray.wide - 2 * EDGE, high)
        room = tray.high - high - 3 * EDGE - 28
        sizes = [(size, min(lines, int(room // (LEADING * size)))) for size, lines in TEXT]
        words = set_in(card.text, field.wide, [each for each in sizes if each[1] > 0])
        y = tray.y + EDGE + 20
        yield label("Where does it go?", field.x, y, 20, fill=self.theme["ink-2"])
        y += 8
        for line in words.lines:
            y += LEADING * words.size
            yield label(line, field.x, y - 0.28 * words.size, words.size, 600,
                        fill=self.theme["ink"])  # fmt: skip
        for (touch, said), place in zip(places, field.split(columns, rows), strict=False):
            yield self.button(
                touch, name("in-hand", touch.does or "cancel"), said, place.x, place.y, place.wide
            )

    def _buttons(self, card: Card) -> list[tuple[Touch, str]]:
        which = {"id": card.id}
        found = [(looking("Put it down again"), "Cancel")]
        if card.at:
            found.append((Touch("unplace", which, f"Not placed: {card.text}", look={}), "Take off"))
        if card.idea:
            reword = Touch("reword", which, f"Edit: {card.text}", "Say it in other words",
                           card.text, card.version)  # fmt: skip
            remove = Touch("remove", which, f"Remove: {card.text}", version=card.version, look={})
            spoken = f"Make it a countermeasure: {card.text}"
            plan = {"issue": self.issue, "text": card.text}
            found += [
                (reword, "Reword"),
                (remove, "Remove"),
                (Touch("countermeasure", plan, spoken), "Plan it"),
            ]
        return found

    def button(
        self, touch: Touch, id: str, words: str, x: float, y: float, wide: float,
        tone: str = "surface",
    ) -> Node:  # fmt: skip
        ink = "accent-glyph" if tone == "accent" else "ink"
        drawn = group(
            id,
            node("rect", x=0, y=0, width=wide, height=TARGET, rx=10, fill=self.theme[tone],
                 stroke=self.theme["line"] if tone == "surface" else None, stroke_width=2,
                 pointer_events="all"),
            label(words, wide / 2, 35, 21, 600, fill=self.theme[ink], anchor="middle"),
            x=x, y=y,
        )  # fmt: skip
        made = touch.on(drawn, TOOL, self.issue)
        return _planned(made) if touch.does == "countermeasure" else made

    def listed(self) -> Node:
        """All cards of one cell, and the way back to the grid."""
        held = standing(self.all, self.open)
        words = next((cell.words for cell in CELLS if cell.key == self.open), "not placed yet")
        wide = self.canvas.width - 2 * EDGE
        columns = max(1, int(wide // LISTED))
        rows = -(-len(held) // columns)
        top = EDGE + TARGET + EDGE
        field = Field(EDGE, top, wide, rows * (ROW + SPACE) - SPACE)
        said = set_in(f"{words.capitalize()}: {len(held)}", wide - 210, ((24.0, 1), (20.0, 2)))
        base = EDGE + (TARGET - said.height) / 2
        lines = []
        for line in said.lines:
            base += LEADING * said.size
            lines.append(label(line, EDGE + 200, base - 0.28 * said.size, said.size, 600,
                               fill=self.theme["ink"]))  # fmt: skip
        touch = looking("Back to the grid")
        return self._scene(
            top + field.high + EDGE,
            self.button(touch, "back-to-grid", "Back to the grid", EDGE, EDGE, 186.0),
            *lines,
            *(self.draws.card(card, place)
              for card, place in zip(held, field.split(columns, rows), strict=False)),
        )  # fmt: skip


def _planned(button: Node) -> Node:
    """A button that opens the board's own form for a countermeasure: it is no action of a tool."""
    form = {"data-tool": "", "data-form": "countermeasure-form", "data-title": "New countermeasure"}
    return replace(button, attributes={**button.attributes, **form})
