"""The strategy map: what a unit is there for, what it pursues, and how each part stands now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from pydantic import Field
from pydantic.config import JsonDict

from hub.displays import Audience, Display, Frame, Settings
from hub.displays.map_cards import MapCards
from hub.displays.map_labels import MapLabels
from hub.displays.map_objective import objective_panels
from hub.displays.map_pages import page_of_map
from hub.displays.map_sight import DARK, Sight, sight_of
from hub.displays.paging import ALONE, Page
from hub.displays.surround import explained, flags_of, freshness, when
from hub.drawing import Node, fit, fits, group, label, legend, node, scene, width
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
    sight_plate,
    worded_plate,
)
from hub.drawing.theme import Theme, state_of
from hub.errors import NotFound
from hub.snapshot.map_places import MapPlaces
from hub.snapshot.views import LinkView, MapNodeView, MapView, Need, Snapshot

NODE: JsonDict = {"subject": "node"}  # what playlists let people choose


class StrategyMap(Display):
    """A unit's strategy map with the vision and goals of the plan that it leads up to.

    With ``objective``, the KPIs of just that node: what a card of several opens.
    """

    name = "strategy_map"
    title = "Strategy map"

    class Config(Settings):
        unit: str
        objective: str = Field("", json_schema_extra=NODE)  # a node's key; none: the whole map
        told: str = Field("", json_schema_extra=NODE)  # the node or KPI whose line of sight is lit
        page: int = Field(1, ge=1)  # of a map with more objectives than can be read together

    def needs(self, frame: Frame, audience: Audience) -> Need:
        asks = frozenset({self._places}) if self.config.told else frozenset()
        return Need(maps=frozenset({self.config.unit}), asks=asks)

    @property
    def _places(self) -> MapPlaces:
        return MapPlaces(self.config.unit, self.config.told)

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        view = snapshot.maps.get(self.config.unit)
        if view is None:
            raise NotFound(f"There is no strategy map of {self.config.unit!r}.")
        if self.config.objective:
            return objective_panels(snapshot, frame, view, self.config.objective)
        shown, page = page_of_map(view, frame, self.config.page)
        sight = sight_of(view, snapshot.answer(self._places)) if self.config.told else DARK
        drawing = MapDrawing(snapshot, shown, frame, page, sight)
        return scene(
            frame.width,
            frame.height,
            frame.theme,
            *drawing.content(),
            *drawing.footer(),
            title=f"Strategy map: {view.unit_title}",
            margin=frame.width - drawing.plan.page.right,
            page=(page.number, page.of),
        )


@dataclass(frozen=True)
class MapDrawing:
    """A map, or a page of one, on a frame."""

    snapshot: Snapshot
    view: MapView
    frame: Frame
    page: Page = ALONE
    sight: Sight = DARK

    @property
    def theme(self) -> Theme:
        return self.frame.theme

    @cached_property
    def plan(self) -> MapPlan:
        return plan_map(self.view, self.frame.width, self.frame.height, self.frame.least)

    @cached_property
    def cards(self) -> MapCards:
        told = self.sight.nodes
        return MapCards(self.view, self.plan, self.theme, self.snapshot.legend, told)

    @cached_property
    def nodes(self) -> Mapping[str, MapNodeView]:
        return {n.key: n for n in self.view.nodes}

    def content(self) -> Iterator[Node]:
        """The map alone, from the top of the frame down to ``plan.page.foot``."""
        yield group("bands", *(self._band(i, band) for i, band in enumerate(self.plan.bands)))
        yield group("links", *self._links())
        yield from self._heading()
        for line in self.plan.lines:
            for cell, box in zip(line.row.cells, line.boxes, strict=True):
                yield self._cell(line, cell, box)
        yield from MapLabels(self.view, self.plan, self.theme).drawn()

    # Links

    def _links(self) -> Iterator[Node]:
        seen: dict[str, int] = {}
        for route in sorted(self.plan.routes, key=lambda route: self._is_told(route.link)):
            name = f"link-{route.link.source}-{route.link.target}"
            seen[name] = seen.get(name, 0) + 1
            yield self._link(route, name if seen[name] == 1 else f"{name}-{seen[name]}")

    def _is_told(self, link: LinkView) -> bool:
        """Whether it is on the line of sight; such links are drawn over the others."""
        return link.sign > 0 and (link.source, link.target) in self.sight.links

    def _link(self, route: Route, name: str) -> Node:
        link = route.link
        verb = "helps" if link.sign > 0 else "holds back"
        words = f"{self.nodes[link.source].title} {verb} {self.nodes[link.target].title}"
        return map_link(
            route.places,
            self.theme,
            sign=link.sign,
            strength=link.strength,
            told=self._is_told(link),
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
        """A cell; a node that leads nowhere else shows its own line of sight."""
        drawn = self._plate(line, cell, box)
        if cell.kind != "node" or any("data-href" in part.attributes for part in drawn.walk()):
            return drawn
        about = {"scene": "strategy_map", "unit": self.view.unit, "told": cell.key}
        way = {
            "role": "link",
            "tabindex": "0",
            "data-href": f"?{urlencode(about)}",
            "aria-label": f"{self.nodes[cell.key].title}: line of sight",
            "pointer-events": "all",
        }
        return replace(drawn, attributes={**drawn.attributes, **way})

    def _plate(self, line: Line, cell: Cell, box: Box) -> Node:
        place = (box.x, box.y, box.width, box.height)
        if (cell.kind, cell.key) == self._spare:
            return sight_plate(self.sight.words, self.theme, place)
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
            return programme_plate(
                objective,
                self.theme,
                place,
                self._programme_size,
                told=objective.key in self.sight.nodes,
            )
        letters = self.plan.letters[objective.key]
        face = "sans" if line.row.kind == "vision" and not self.plan.titled else "condensed"
        told = objective.key in self.sight.nodes
        return worded_plate(
            objective, self.theme, place, letters.size, letters.lines, face, told=told
        )

    @cached_property
    def _spare(self) -> tuple[str, str] | None:
        """The cell that gives way to what is said about the line of sight."""
        spare = (
            (cell.kind, cell.key)
            for line in self.plan.lines
            for cell in line.row.cells
            if cell.kind != "node"
        )
        return next(spare, None) if self.sight.words else None

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

    # Footer

    def footer(self) -> Iterator[Node]:
        """The legend and how fresh it all is."""
        page = self.plan.page
        base = page.height - (64 if page.portrait else 30)
        sight = f"Line of sight: {self.sight.words}" if self.sight.words and not self._spare else ""
        if sight:
            yield from self._sight_line(sight, base)
            return
        told = ". ".join(words for words in (self.page.words, freshness(self.snapshot)) if words)
        beside = width(told, 23) * 1.03 + 40 if told and not page.portrait else 0
        room = page.right - page.label_x - beside
        states = self.states
        trade = self.has_trade_offs
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
            yield trade_off(self.theme, x, last, size)
        if told:
            ink = self.theme["ink-2"]
            x, y = (page.label_x, last + step) if page.portrait else (page.right, base)
            anchor = "start" if page.portrait else "end"
            yield label(told, x, y, size, fill=ink, anchor=anchor, id="data-to")

    def _sight_line(self, words: str, base: float) -> Iterator[Node]:
        """What is said about the line of sight, in the place of the legend."""
        page = self.plan.page
        room = page.right - page.label_x
        lines = 2 if page.portrait else 1
        size, said = fit(words, room, lines, (27, 25, 23, 21, 19))
        for index, line in enumerate(said):
            y = base + 1.2 * size * index
            yield label(line, page.label_x, y, size, 600, fill=self.theme["accent"])

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
    def has_trade_offs(self) -> bool:
        return any(route.link.sign < 0 for route in self.plan.routes)

    def _legend_width(self, states: Sequence[str], size: float, trade: bool) -> float:
        words = [word for _, word in legend(self.snapshot.legend, states)]
        wide = sum(size * 26 / 23 * 2.75 + width(word, size) * 1.03 for word in words)
        return wide + (width("Trade-off", size) * 1.03 + 2.4 * size) * trade

    @property
    def states(self) -> list[str]:
        """What occurs on the map, in the order of the table."""
        kpis = [k for n in self.view.nodes for k in n.kpis]
        seen = {state_of(k) for k in kpis} | flags_of(kpis)
        seen |= {"masked"} if any(n.masked for n in self.view.nodes) else set()
        drawn = (n for n in self.view.nodes if any(not k.late for k in n.kpis))
        seen |= {n.status.value for n in drawn if n.status}
        seen |= {s for p in self.view.perspectives for s, count in p.counts.items() if count}
        return list(explained(seen))


def trade_off(theme: Theme, x: float, base: float, size: float) -> Node:
    """The dashes and words of the legend that explain a link that holds back."""
    y = -0.35 * size
    dash = node(
        "path",
        d=f"M0 {y:.1f}H{2 * size:.1f}",
        stroke=theme["link"],
        stroke_width=2.5,
        stroke_dasharray="7 5",
        fill="none",
    )
    words = label("Trade-off", 2.4 * size, 0, size, fill=theme["ink-2"])
    return group("legend-trade-off", dash, minus_disc(size, y, theme), words, x=x, y=base)
