"""The strategy map: what a unit is there for, what it pursues, and how each part stands now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from hub.displays import Audience, Display, Frame, Settings
from hub.displays.map_cards import MapCards
from hub.displays.map_objective import objective_panels
from hub.displays.surround import explained, flags_of, freshness, when
from hub.drawing import Node, fit, fits, group, label, legend, node, scene, tally, width
from hub.drawing import legend_row as badges_row
from hub.drawing.map_layout import Band, Line, MapPlan, Route, plan_map
from hub.drawing.map_page import Box
from hub.drawing.map_rows import Cell
from hub.drawing.marks.map_link import map_link, minus_disc
from hub.drawing.marks.map_plate import (
    note_plate,
    programme_plate,
    programme_size,
    question_plate,
    worded_plate,
)
from hub.drawing.theme import STATES, Theme, state_of
from hub.errors import NotFound
from hub.snapshot.views import MapNodeView, MapView, Need, Snapshot

LABEL_SIZES = (29.0, 28.0, 27.0, 26.0, 25.0, 24.0, 23.0, 22.0, 21.0, 20.0, 19.0, 18.0, 17.0, 16.0)


class StrategyMap(Display):
    """A unit's strategy map with the vision and goals of the plan that it leads up to.

    With ``objective``, the KPIs of just that node: what a card of several opens.
    """

    name = "strategy_map"
    title = "Strategy map"

    class Config(Settings):
        unit: str
        objective: str = ""  # the key of a node; the whole map if empty

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(maps=frozenset({self.config.unit}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        view = snapshot.maps.get(self.config.unit)
        if view is None:
            raise NotFound(f"There is no strategy map of {self.config.unit!r}.")
        if self.config.objective:
            return objective_panels(snapshot, frame, view, self.config.objective)
        drawing = _Drawing(snapshot, view, frame)
        return scene(
            frame.width,
            frame.height,
            frame.theme,
            *drawing.parts(),
            title=f"Strategy map: {view.unit_title}",
            margin=frame.width - drawing.plan.page.right,
        )


@dataclass(frozen=True)
class _Drawing:
    snapshot: Snapshot
    view: MapView
    frame: Frame

    @property
    def theme(self) -> Theme:
        return self.frame.theme

    @cached_property
    def plan(self) -> MapPlan:
        return plan_map(self.view, self.frame.width, self.frame.height)

    @cached_property
    def cards(self) -> MapCards:
        return MapCards(self.view, self.plan, self.theme, self.snapshot.legend)

    @cached_property
    def nodes(self) -> Mapping[str, MapNodeView]:
        return {n.key: n for n in self.view.nodes}

    def parts(self) -> Iterator[Node]:
        yield group("bands", *(self._band(i, band) for i, band in enumerate(self.plan.bands)))
        yield group("links", *self._links())
        yield from self._heading()
        for line in self.plan.lines:
            for cell, box in zip(line.row.cells, line.boxes, strict=True):
                yield self._cell(line, cell, box)
        yield from self._labels()
        yield from self._footer()

    # Links

    def _links(self) -> Iterator[Node]:
        seen: dict[str, int] = {}
        for route in self.plan.routes:
            name = f"link-{route.link.source}-{route.link.target}"
            seen[name] = seen.get(name, 0) + 1
            yield self._link(route, name if seen[name] == 1 else f"{name}-{seen[name]}")

    def _link(self, route: Route, name: str) -> Node:
        link = route.link
        verb = "helps" if link.sign > 0 else "holds back"
        words = f"{self.nodes[link.source].title} {verb} {self.nodes[link.target].title}"
        return map_link(
            route.places,
            self.theme,
            sign=link.sign,
            strength=link.strength,
            id=name,
            title=f"{words}. {link.rationale}".strip(),
        )

    # Cards

    def _heading(self) -> Iterator[Node]:
        if not self.plan.titled:
            return
        box = self.plan.page.head
        words = self.view.vision or self.view.unit_title
        one = fits(words, 36, box.width, 1, "sans")
        sizes, lines = (range(46, 35, -2), 1) if one else (range(36, 21, -2), 2)
        size, set_lines = fit(words, box.width, lines, list(sizes), "sans")
        start = box.y + (box.height - len(set_lines) * 1.13 * size) / 2 + 0.87 * size
        yield group(
            "heading",
            *(
                label(line, box.x, start + i * 1.13 * size, size, 600, "sans", self.theme["ink"])
                for i, line in enumerate(set_lines)
            ),
        )

    def _cell(self, line: Line, cell: Cell, box: Box) -> Node:
        place = (box.x, box.y, box.width, box.height)
        if cell.kind == "question":
            found = next(p for p in self.view.perspectives if p.key == cell.key)
            return question_plate(found.question, self.theme, place, f"question-{cell.key}")
        objective = self.nodes[cell.key]
        if cell.kind == "note":
            note = objective.latest_note
            said = when(note.at, self.snapshot) if note else ""
            caret = cell.points if self._is_free(cell, box) else ""
            return note_plate(objective, self.theme, place, said, self.plan.scale, caret)
        if line.row.kind == "band":
            return self.cards.card(objective, box).draw(box.x, box.y)
        if line.row.kind == "programmes":
            return programme_plate(objective, self.theme, place, self._programme_size)
        letters = self.plan.letters[objective.key]
        face = "sans" if line.row.kind == "vision" and not self.plan.titled else "condensed"
        return worded_plate(objective, self.theme, place, letters.size, letters.lines, face)

    @cached_property
    def _programme_size(self) -> float:
        """One size for the names of all programmes, down to where the longest would decide."""
        sizes = [
            programme_size(self.nodes[cell.key], box.width, box.height)
            for line in self.plan.lines
            if line.row.kind == "programmes"
            for cell, box in zip(line.row.cells, line.boxes, strict=True)
        ]
        return max(24.0, min(sizes, default=30.0))

    def _is_free(self, cell: Cell, box: Box) -> bool:
        """Whether no link runs where the caret of a note would be."""
        x, y = (
            (box.x + box.width / 2, box.y - 8)
            if cell.points == "up"
            else (
                box.x - 8,
                box.y + box.height / 2,
            )
        )
        return not any(
            min(a[0], b[0]) - 20 < x < max(a[0], b[0]) + 20
            and min(a[1], b[1]) - 20 < y < max(a[1], b[1]) + 20
            for route in self.plan.routes
            for a, b in zip(route.places, route.places[1:], strict=False)
        )

    # Bands and labels

    def _band(self, index: int, band: Band) -> Node:
        box = band.box
        field = node(
            "rect",
            x=box.x,
            y=box.y,
            width=box.width,
            height=box.height,
            rx=14,
            fill=self.theme["band"],
        )
        return group(f"band-{band.perspective.key or index}", field)

    def _labels(self) -> Iterator[Node]:
        page = self.plan.page
        yield from self._row_labels()
        for index, band in enumerate(self.plan.bands):
            box = Box(page.label_x, band.box.y, page.label_width, band.box.height)
            counts = band.perspective.counts
            name = band.perspective.key or str(index)
            yield self._label(f"label-{name}", band.perspective.title, box, counts)
            if not any(line.row.band == index and line.row.cells for line in self.plan.lines):
                words = band.perspective.question or "No objective yet"
                wide = page.right - page.left
                place = (page.left, box.y + 6, wide, box.height - 12)
                yield question_plate(words, self.theme, place, f"question-{name}")

    def _row_labels(self) -> Iterator[Node]:
        page, own, plan = self.plan.page, self.view.unit_short, self.view.parent_title
        if self.plan.titled and self.view.vision:
            head = Box(page.label_x, page.head.y, page.label_width, page.head.height)
            yield self._label("label-heading", f"{own} vision", head)
        words = {
            "vision": f"{plan} vision" if self.plan.titled else "Vision",
            "goals": f"{plan} objectives",
            "programmes": "Flagship programmes",
        }
        for kind, text in words.items():
            lines = [line for line in self.plan.lines if line.row.kind == kind]
            if lines:
                top, bottom = lines[0].y, lines[-1].y + lines[-1].height
                box = Box(page.label_x, top, page.label_width, bottom - top)
                yield self._label(f"label-{kind}", text, box)

    def _label(
        self, id: str, words: str, box: Box, counts: Mapping[str, int] | None = None
    ) -> Node:
        """A name around the middle of its row, and below it how many KPIs stand how."""
        small = 22.0 if box.height > 108 or not counts else 18.0
        rows = _tally_rows(counts or {}, box.width, small)
        tallied = len(rows) * small * 1.35
        room = box.height - tallied + (10 if counts is None else -6)
        size, lines = _name(words, box.width, room, self.plan.page.label_size)
        block = len(lines) * size * 1.1 + tallied
        start = box.y + (box.height - block) / 2 + 0.85 * size
        drawn = [
            label(line, box.x, start + i * size * 1.1, size, 600, fill=self.theme["ink"])
            for i, line in enumerate(lines)
        ]
        base = start + (len(lines) - 1) * size * 1.1 if lines else box.y + 4
        for row in rows:
            base += small * 1.35
            drawn.append(tally(row, self.theme, box.x, base, small, list(row)))
        return group(id, *drawn)

    # Footer

    def _footer(self) -> Iterator[Node]:
        page = self.plan.page
        base = page.height - (64 if page.portrait else 30)
        told = freshness(self.snapshot)
        beside = width(told, 23) * 1.03 + 40 if told and not page.portrait else 0
        room = page.right - page.label_x - beside
        states = self._states()
        trade = self._has_trade_offs
        size, rows = self._legend_rows(states, room, trade)
        first, step = (base - 6, 28.0) if len(rows) > 1 else (base, 38.0)
        last = first + step * (len(rows) - 1)
        for index, row in enumerate(rows):
            yield badges_row(
                self.snapshot.legend,
                self.theme,
                page.label_x,
                first + step * index,
                size,
                row,
                id=f"legend-{index}" if index else "legend",
            )
        if trade:
            x = page.label_x + self._legend_width(rows[-1], size, False)
            yield self._trade_off(x, last, size)
        if told:
            ink = self.theme["ink-2"]
            x, y = (page.label_x, last + step) if page.portrait else (page.right, base)
            anchor = "start" if page.portrait else "end"
            yield label(told, x, y, size, fill=ink, anchor=anchor, id="data-to")

    def _legend_rows(
        self, states: Sequence[str], room: float, trade: bool
    ) -> tuple[float, list[Sequence[str]]]:
        """The size of the legend's words and its rows: one, or two on a high picture where one
        would be small."""
        for size in (23.0, 22.0, 21.0, 20.0, 19.0):
            if self._legend_width(states, size, trade) <= room:
                return size, [states]
        size = 19.0
        if self.plan.page.portrait:
            half = -(-len(states) // 2)
            return size, [states[:half], states[half:]]
        while size > 12 and self._legend_width(states, size, trade) > room:
            size -= 1
        return size, [states]

    @property
    def _has_trade_offs(self) -> bool:
        return any(route.link.sign < 0 for route in self.plan.routes)

    def _trade_off(self, x: float, base: float, size: float) -> Node:
        y = -0.35 * size
        dash = node(
            "path",
            d=f"M0 {y:.1f}H{2 * size:.1f}",
            stroke=self.theme["link"],
            stroke_width=2.5,
            stroke_dasharray="7 5",
            fill="none",
        )
        words = label("Trade-off", 2.4 * size, 0, size, fill=self.theme["ink-2"])
        return group("legend-trade-off", dash, minus_disc(size, y, self.theme), words, x=x, y=base)

    def _legend_width(self, states: Sequence[str], size: float, trade: bool) -> float:
        words = [word for _, word in legend(self.snapshot.legend, states)]
        wide = sum(size * 26 / 23 * 2.75 + width(word, size) * 1.03 for word in words)
        return wide + (width("Trade-off", size) * 1.03 + 2.4 * size) * trade

    def _states(self) -> list[str]:
        """What occurs on the map, in the order of the table."""
        kpis = [k for n in self.view.nodes for k in n.kpis]
        seen = {state_of(k) for k in kpis} | flags_of(kpis)
        seen |= {"masked"} if any(n.masked for n in self.view.nodes) else set()
        drawn = (n for n in self.view.nodes if any(not k.late for k in n.kpis))
        seen |= {n.status.value for n in drawn if n.status}
        seen |= {s for p in self.view.perspectives for s, count in p.counts.items() if count}
        return list(explained(seen))


def _name(words: str, across: float, down: float, largest: float) -> tuple[float, Sequence[str]]:
    """A label as large as it goes in its field."""
    sizes = [size for size in LABEL_SIZES if size <= largest]
    for size in sizes:
        lines = int(down / (1.1 * size))
        if lines and fits(words, size, across, min(lines, 5)):
            return fit(words, across, min(lines, 5), [size])
    return fit(words, across, max(1, int(down / (1.1 * sizes[-1]))), sizes[-1:])


def _tally_rows(counts: Mapping[str, int], across: float, size: float) -> list[dict[str, int]]:
    """The counts by state in rows no wider than the label."""
    rows: list[dict[str, int]] = []
    used = across
    for state in STATES:
        if not counts.get(state):
            continue
        wide = size * 1.9 + width(str(counts[state]), size, "sans", 600)
        if used + wide - 0.67 * size > across:
            rows.append({})
            used = 0.0
        rows[-1][state] = counts[state]
        used += wide
    return rows
