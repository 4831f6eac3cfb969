"""The poster: strategy map and scorecard on one large sheet, for a market stall or a corridor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlsplit

from pydantic import Field

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.map_pages import page_of_map
from hub.displays.paging import Page
from hub.displays.scorecard import ScorecardPages, entries_of
from hub.displays.scorecard_pages import height
from hub.displays.strategy_map import MapDrawing, trade_off
from hub.displays.surround import CLOCK, MARGIN, Box, Surround, local_time
from hub.drawing import Node, fit, fits, group, label, scene, wrap
from hub.drawing.nodes import apart
from hub.errors import NotFound
from hub.snapshot.views import KpiView, MapView, ScorecardView

COLUMN = 1920.0  # px of the sheet that the map and the table are each as wide as, at least
GROWTHS = (0.6, 0.8, 1.0, 1.2, 1.4, 1.6)  # a fuller sheet has more px, and so smaller letters
USUAL = 1.0  # the least of them for a map, and for a table whose objectives stand beside its rows
LEFT = 36.0  # px: where words begin, as on a map
HEAD, SOURCES, GAP = 188.0, 68.0, 26.0
TITLES, IN_TWO = (96.0, 84.0, 72.0, 64.0, 56.0, 48.0), (48.0, 44.0, 40.0, 36.0)
BESIDE = 1.2  # wider than so many heights, the table stands beside the map
TABLE_HEAD, LOWEST = 132.0, 360.0
ROW = 66.0  # px that the table would like to have for a KPI
TABLE_SHARE, MAP_SHAPE = 0.58, 0.78  # the most of the height for the table; of its width for a map
TOPS, BAND = 460.0, 250.0  # the most of the height for the top of a map, and for each of its bands
OUT = 26.0  # px by which the table reaches out of its column, so that its bands end as the map's
LEADING = 1.24
MADE_UP = "Figures marked illustrative are made up for a demonstration."
SMALL, TRADE = 22.0, 170.0  # px of the sources, and those that the trade-off takes beside them
LEGIBLE = 0.72  # the least scale of a map (titles of 24 px: 7 mm on A1)


class Poster(Display):
    """A unit's strategy map and scorecard, dated, with one legend for both."""

    name = "poster"
    title = "Poster"
    paper = (1345, 1920)  # the shape that the margins leave of A1 upright
    sheet = "A1"

    class Config(Settings):
        unit: str
        page: int = Field(1, ge=1)

    def needs(self, frame: Frame, audience: Audience) -> Need:
        unit = frozenset({self.config.unit})
        return Need(maps=unit, scorecards=unit)

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        unit, number = self.config.unit, self.config.page
        view, card = snapshot.maps[unit], snapshot.scorecards[unit]
        tries = (_Sheet(snapshot, frame, view, card, growth) for growth in GROWTHS)
        sheet = next((each for each in tries if each.whole), None)
        sheet = sheet or _Sheet(snapshot, frame, view, card, GROWTHS[-1])
        if number > sheet.pages:
            raise NotFound(f"There is no page {number}: the last one is {sheet.pages}.")
        return scene(
            frame.width,
            frame.height,
            frame.theme,
            group(None, *sheet.drawn(number), scale=sheet.scale),
            title=f"{card.unit_title}: strategy map and scorecard",
            margin=MARGIN * sheet.scale,
            page=(number, sheet.pages),
        )


@dataclass(frozen=True)
class _Sheet:
    """The poster in px of its own, of which the frame shows so many times fewer."""

    snapshot: Snapshot
    frame: Frame
    view: MapView
    card: ScorecardView
    growth: float

    @property
    def beside(self) -> bool:
        """Whether the table stands at the right of the map, not below it."""
        return self.mapped and self.frame.width > BESIDE * self.frame.height

    @property
    def mapped(self) -> bool:
        """Whether the unit has a map of its own."""
        return any(node.unit == self.view.unit for node in self.view.nodes)

    @property
    def width(self) -> float:
        return COLUMN * self.growth * (2 if self.beside else 1)

    @property
    def scale(self) -> float:
        return self.frame.width / self.width

    @property
    def whole_frame(self) -> Frame:
        return self._frame(self.width, self.frame.height / self.scale)

    def _frame(self, width: float, height: float) -> Frame:
        return Frame(round(width), round(height), self.frame.theme)

    # -- how the sheet is shared -----------------------------------------------------------

    @cached_property
    def legend(self) -> Surround:
        """The one legend for both, at the foot of the sheet."""
        entries = entries_of(self.card)
        also = {entry.objective.status.value for entry in entries}
        if self.mapped:
            also |= set(MapDrawing(self.snapshot, self.view, self.whole_frame).states)
        kpis = [entry.kpi for entry in entries if entry.kpi]
        return Surround(
            self.snapshot, self.whole_frame, "", kpis=kpis, also=frozenset(also), counted=False
        )

    @cached_property
    def room(self) -> Box:
        """What the heading, the sources and the legend leave."""
        box = self.legend.box
        return Box(0, HEAD, self.width, box.y + box.height - SOURCES - HEAD)

    @cached_property
    def map_box(self) -> Box:
        room = self.room
        if self.beside:
            return replace(room, width=self.width / 2)
        wish = TABLE_HEAD + height(entries_of(self.card), ROW, None)
        high = room.height - GAP - min(wish, TABLE_SHARE * room.height)
        bands = len(self.view.perspectives)
        return replace(room, height=min(high, MAP_SHAPE * self.width, TOPS + BAND * bands))

    @cached_property
    def table_box(self) -> Box:
        room, above = self.room, self.map_box
        if not self.mapped:
            return room
        if self.beside:
            return Box(self.width / 2, room.y, self.width / 2, room.height)
        y = above.y + above.height + GAP
        return Box(0, y, room.width, room.y + room.height - y)

    @cached_property
    def map_frame(self) -> Frame:
        """With the foot that a map leaves to its legend, which is elsewhere here."""
        box = self.map_box
        portrait = box.height > box.width
        return self._frame(box.width, box.height + (96 if portrait else 60))

    @cached_property
    def table(self) -> ScorecardPages:
        box = self.table_box
        frame = self._frame(box.width + 2 * OUT, box.height)
        named = self.card.title != self.card.unit_title
        card = self.card if named else replace(self.card, title="Scorecard")
        return ScorecardPages(self.snapshot, frame, card, footed=False)

    @cached_property
    def parts(self) -> tuple[int, int]:
        """How many pages the map and the table have."""
        of_map = page_of_map(self.view, self.map_frame, 1)[1].of if self.mapped else 1
        return of_map, max(1, len(self.table.all))

    @property
    def pages(self) -> int:
        return max(self.parts)

    @property
    def whole(self) -> bool:
        """Whether everything stands on one page, in letters that can be read."""
        narrow = self.growth < USUAL and (self.mapped or not self.table.frame.portrait)
        if narrow or self.table_box.height < LOWEST or self.pages > 1:
            return False
        return not self.mapped or self.map(1).plan.scale >= LEGIBLE

    def map(self, number: int) -> MapDrawing:
        shown, page = page_of_map(self.view, self.map_frame, min(number, self.parts[0]))
        return MapDrawing(self.snapshot, shown, self.map_frame, page)

    # -- what stands on it -----------------------------------------------------------------

    def drawn(self, number: int) -> Iterator[Node]:
        yield self._heading(Page(number, self.pages))
        trade = False
        if self.mapped:
            drawing, box = self.map(number), self.map_box
            trade = drawing.has_trade_offs
            yield apart(group("drawn", *drawing.content(), x=box.x, y=box.y), "map")
        surround, lines = self.table.drawn(min(number, self.parts[1]))
        box = self.table_box
        yield apart(group("drawn", *lines, x=box.x - OUT, y=box.y), "table")
        yield apart(group("name", *surround.header(), x=box.x - MARGIN + LEFT, y=box.y), "table")
        yield group(None, *self._foot(trade), x=LEFT - MARGIN)

    def _heading(self, page: Page) -> Node:
        theme = self.frame.theme
        room = self.width - LEFT - CLOCK / self.scale  # the wall has its clock at the right
        name = self.card.unit_title
        whole = fits(name, TITLES[-1], room, 1, "sans")
        lines, sizes = (1, TITLES) if whole else (2, IN_TWO)
        size, words = fit(name, room, lines, sizes, "sans")
        first = 104 - (len(words) - 1) * 1.1 * size
        local = local_time(self.snapshot.as_of, self.snapshot)
        said = ["Strategy map and scorecard" if self.mapped else "Scorecard"]
        said += [f"{local.day} {local:%B %Y}", page.words]
        small, dated = fit(", ".join(filter(None, said)), room, 1, (40, 36, 32, 28), weight=500)
        return group(
            "poster-heading",
            *(
                label(line, LEFT, first + 1.1 * size * index, size, 600, "sans", theme["ink"])
                for index, line in enumerate(words)
            ),
            *(label(line, LEFT, 158, small, fill=theme["ink-2"]) for line in dated),
        )

    def _foot(self, trade: bool) -> Iterator[Node]:
        """Where the figures come from, the trade-off's dashes, and the legend."""
        theme, box = self.frame.theme, self.legend.box
        base = box.y + box.height - 8
        lines = _sources(self.legend.kpis, self.width - 2 * MARGIN - TRADE * trade)
        first = base - LEADING * SMALL * (len(lines) - 1)
        yield group("sources", *(
            label(line, MARGIN, first + LEADING * SMALL * index, SMALL, fill=theme["ink-2"])
            for index, line in enumerate(lines)
        ))  # fmt: skip
        if trade:
            yield trade_off(theme, self.width - MARGIN - TRADE + 30, base, SMALL)
        yield from self.legend.footer()


def _sources(kpis: Sequence[KpiView], room: float) -> tuple[str, ...]:
    """Where the figures come from, each once, as far as two lines hold them; a total has the
    sources of its units."""
    named = dict.fromkeys(_named(kpi.source) for kpi in kpis if kpi.source and not kpi.parts)
    made = MADE_UP if any(kpi.illustrative for kpi in kpis) else ""
    for count in range(len(named), 0, -1):
        left = f", and {len(named) - count} more" if count < len(named) else ""
        said = f"{made} Sources: {'; '.join(list(named)[:count])}{left}.".strip()
        if fits(said, SMALL, room, 2, weight=500):
            return wrap(said, SMALL, room, 2, weight=500)
    return wrap(made, SMALL, room, 2, weight=500) if made else ()


def _named(source: str) -> str:
    """A source in words: of an address, the site."""
    return urlsplit(source).hostname or source
