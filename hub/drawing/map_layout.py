"""Where everything on a strategy map stands: rows, cards, bands, labels and the ways of links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from hub.drawing.map_page import Box, Lettering, Page, crowned, goal_lettering, vision_lettering
from hub.drawing.map_routes import Extent, Floor, Street, Trip, crowding, passages, streets, trip
from hub.drawing.map_rows import TOP_KINDS, Cell, Row, bands_of, rows_of, shown_links
from hub.snapshot.views import LinkView, MapView, PerspectiveView

MOST_COLUMNS = 8
GUTTER = 28.0
GAP = 22.0  # px between two rows of cards; the links run there
PAD = 8.0  # px from a band's edge to its cards
HEAD = 13.0  # px that an arrow's head takes of a gap
TAIL = 8.0
PITCH = 7.0  # px between two tracks
CROWDED = 0.15  # share of the height that tracks may take before they move closer
EMPTY = 56.0  # px high: a band without objectives
TALLEST = 300.0
BLUNT = 0.62  # a card is no higher than this share of its width, while there is other use for it

Place = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A row with its cards: one box for each of its cells."""

    row: Row
    y: float
    height: float
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Band:
    perspective: PerspectiveView
    box: Box


@dataclass(frozen=True)
class Route:
    """A link and the corners of its way, the head at the last."""

    link: LinkView
    places: tuple[Place, ...]


@dataclass(frozen=True)
class MapPlan:
    """The whole map in px; ``scale`` 1 sets titles at 33 px and values at 45."""

    page: Page
    titled: bool  # whether the heading is words of its own, not the vision's card
    scale: float
    lettering: float  # the scale of titles alone, which have lines to spare on narrow cards
    column: float  # px from one column to the next
    lines: tuple[Line, ...]
    bands: tuple[Band, ...]
    routes: tuple[Route, ...]
    letters: Mapping[str, Lettering]  # of visions and goals

    @cached_property
    def boxes(self) -> Mapping[str, Box]:
        """Each node's card."""
        return {
            cell.key: box
            for line in self.lines
            for cell, box in zip(line.row.cells, line.boxes, strict=True)
            if cell.kind == "node"
        }


def plan_map(view: MapView, width: float, height: float, least: float = 0.0) -> MapPlan:
    """The map of ``view`` on a frame: the same every time for the same view. Titles are to be of
    ``least`` px if that can be."""
    return _Planner(view, Page(width, height, least)).plan()


class _Planner:
    def __init__(self, view: MapView, page: Page) -> None:
        self.view = view
        self.page = page
        self.titled = not crowned(view)
        self.nodes = {n.key: n for n in view.nodes}
        self.columns = self._best_columns()
        self.rows = rows_of(view, self.columns)
        self.links = shown_links(view)

    def plan(self) -> MapPlan:
        self.left, self.right, self.gutter = self.page.left, self.page.right, GUTTER
        self.channels = (18.0, 8.0)
        trips = self._trips()
        self._widen(*crowding(self._floor(), trips))
        ways = streets(self._floor(), trips)
        self._stack(ways)
        return MapPlan(
            page=self.page,
            titled=self.titled,
            scale=self._scale(narrow=True),
            lettering=self._scale(narrow=False),
            column=self._column + self.gutter,
            lines=tuple(self._line(index) for index in range(len(self.rows))),
            bands=self._bands(),
            routes=tuple(
                Route(link, self._places(way)) for link, way in zip(self.links, ways, strict=True)
            ),
            letters=self.letters,
        )

    # Columns

    def _best_columns(self) -> int:
        """The number of columns that leaves cards the largest, then the fewest rows."""
        most = max([len(self._band_keys(p)) for p in bands_of(self.view)], default=1)
        fewest = self.page.fewest_columns
        limit = max(MOST_COLUMNS, int(MOST_COLUMNS * self.page.width / 1920))
        return min(range(fewest, max(fewest, min(most, limit)) + 1), key=self._cramped)

    def _band_keys(self, perspective: PerspectiveView) -> list[str]:
        known = {p.key for p in self.view.perspectives}
        return [
            n.key
            for n in self.view.nodes
            if n.kind not in TOP_KINDS
            and (n.perspective if n.perspective in known else "") == perspective.key
        ]

    def _cramped(self, columns: int) -> tuple[float, int, int]:
        members = [len(self._band_keys(p)) for p in bands_of(self.view)]
        count = sum(max(1, ceil(n / columns)) for n in members) or 1
        kinds = [n.kind for n in self.view.nodes]
        above = 104 + 80 * ("vision" in kinds and self.titled)
        above += sum(100 * ceil(kinds.count(k) / columns) for k in ("plan_goal", "programme"))
        high = (self.page.foot - above) / count - GAP
        wide = (self.page.right - self.page.left + GUTTER) / columns - GUTTER
        enough = max(1.1, self.page.least / 33)
        return -round(min(wide / 330, high / 130, enough), 3), count, columns

    # Across

    @property
    def _column(self) -> float:
        return (self.right - self.left - (self.columns - 1) * self.gutter) / self.columns

    def _sides(self, row: Row, cell: Cell) -> Place:
        if row.kind == "vision" and not self.titled:
            return self.page.left, self.page.head.right
        pace = self._column + self.gutter
        left = self.left + cell.offset * pace
        return left, left + cell.span * pace - self.gutter

    def _floor(self) -> Floor:
        margins = {"programmes": 40.0}
        rows = tuple(
            tuple(
                Extent(*self._sides(row, cell), margins.get(row.kind, 24.0)) for cell in row.cells
            )
            for row in self.rows
        )
        left, right = self.channels
        return Floor(
            rows,
            (self.left - 7 - left / 2, left),
            (self.right + 5 + right / 2, right),
        )

    def _trips(self) -> tuple[Trip, ...]:
        spots = {
            cell.key: (level, index)
            for level, row in enumerate(self.rows)
            for index, cell in enumerate(row.cells)
            if cell.kind == "node"
        }
        trips = [trip(spots[link.source], spots[link.target]) for link in self.links]
        return passages(self._floor(), trips)

    def _widen(self, left: int, inner: int, right: int) -> None:
        """Make room for as many links as share the channels and the fullest gutter."""
        more = PITCH * max(0, left - 2)
        self.left += more
        self.right -= PITCH * right
        self.channels = (18 + more, 8 + PITCH * right)
        limit = 64 if self.columns < 6 else 48
        self.gutter = min(max(GUTTER, 12 + PITCH * inner), limit)

    # Down

    def _stack(self, ways: Sequence[Street]) -> None:
        """The height of every row and gap, filling the page from the heading to the footer."""
        self.letters: dict[str, Lettering] = {}
        fixed = [self._fixed_height(row) for row in self.rows]
        gaps = self._gaps(ways)
        start = (
            self.page.head.bottom + (14 if self.page.portrait else 2)
            if self.titled
            else self.page.head.y
        )
        room = self.page.foot - PAD * self._banded - start - sum(gaps) - sum(h or 0 for h in fixed)
        free = fixed.count(None)
        high = room / free if free else 0.0
        limit = min(TALLEST, BLUNT * self._column)
        if high > limit and free:
            high, gaps, fixed = self._loosened(high, limit, gaps, fixed)
        self.heights = [high if h is None else h for h in fixed]
        self.gaps = gaps
        self.tops: list[float] = []
        y = start
        for gap, height in zip(gaps, self.heights, strict=True):
            self.tops.append(y + gap)
            y += gap + height

    @property
    def _banded(self) -> bool:
        return any(row.kind == "band" for row in self.rows)

    def _loosened(
        self, high: float, limit: float, gaps: list[float], fixed: list[float | None]
    ) -> tuple[float, list[float], list[float | None]]:
        """Cards that would be blunt give height to the gaps and to the rows above them."""
        free = fixed.count(None)
        spare = (high - limit) * free
        wider = min(14.0, 0.4 * spare / max(1, len(gaps) - 1))
        gaps = [gap + wider * (index > 0) for index, gap in enumerate(gaps)]
        spare -= wider * max(0, len(gaps) - 1)
        fixed_sum = sum(h for h in fixed if h) or 1.0
        growth = min(0.3, 0.5 * spare / fixed_sum)
        grown = [None if h is None else h * (1 + growth) for h in fixed]
        return limit + (spare - growth * fixed_sum) / free, gaps, grown

    def _fixed_height(self, row: Row) -> float | None:
        if row.kind == "band":
            return None if row.cells else EMPTY
        heights = [self._set_height(row, cell) for cell in row.cells]
        return max(heights)

    def _set_height(self, row: Row, cell: Cell) -> float:
        left, right = self._sides(row, cell)
        node, wide, crowded = self.nodes[cell.key], right - left, self._crowded
        if row.kind == "programmes":
            return 60 if crowded else 72
        least = 60.0
        if row.kind == "vision":
            letters = vision_lettering(node, wide, self.page, not self.titled, crowded)
            least = 60 if self.titled else 76
        else:
            letters = goal_lettering(node, wide, self.page, self._goal_size(row))
        self.letters[cell.key] = letters
        beneath = node.illustrative and row.kind == "goals"
        return max(least, (14 if crowded else 24) + 24 * beneath + letters.height())

    def _goal_size(self, row: Row) -> int:
        """One size for the goals of a row, down to where the longest would decide."""
        largest = 27 if self._crowded else 31
        found = [largest]
        for cell in row.cells:
            left, right = self._sides(row, cell)
            letters = goal_lettering(self.nodes[cell.key], right - left, self.page, largest)
            found.append(int(letters.size))
        return max(25, min(found))

    @property
    def _crowded(self) -> bool:
        """Whether the bands have so many rows that what is above them gives way."""
        return not self.page.portrait and len(self.rows) > 5

    def _gaps(self, ways: Sequence[Street]) -> list[float]:
        """The height of the gap above each row, by the tracks in it."""
        tracks = [0] * len(self.rows)
        headed = [False] * len(self.rows)
        minus = [False] * len(self.rows)
        for link, way in zip(self.links, ways, strict=True):
            for gap, (_, _, track) in way.gaps.items():
                tracks[gap] = max(tracks[gap], 0 if track is None else track + 1)
                headed[gap] |= not way.trip.ends_up
                minus[gap] |= link.sign < 0
        more = [max(0, count - 1) for count in tracks]
        low = not self.page.portrait and len(self.rows) > 7
        allowed = CROWDED * self.page.height * (0.6 if low else 1)
        self.pitch = PITCH if not sum(more) else max(2.5, min(PITCH, allowed / sum(more)))
        return [
            self._bare_gap(index, tracks[index])
            + more[index] * self.pitch
            + 5 * headed[index]
            + 8 * minus[index]
            for index in range(len(self.rows))
        ]

    def _bare_gap(self, index: int, tracks: int) -> float:
        if index == 0:
            return HEAD + TAIL if tracks else 0.0
        same = (
            self.rows[index].band is not None and self.rows[index].band == self.rows[index - 1].band
        )
        return GAP - 2 if same else GAP + 2 * (self.rows[index - 1].kind != "band")

    def _line(self, index: int) -> Line:
        row, y, height = self.rows[index], self.tops[index], self.heights[index]
        sides = [self._sides(row, cell) for cell in row.cells]
        return Line(row, y, height, tuple(Box(a, y, b - a, height) for a, b in sides))

    def _scale(self, narrow: bool) -> float:
        """By how much cards are larger than the model of 392 x 152 px, or lower alone."""
        cards = [
            (right - left, self.heights[level])
            for level, row in enumerate(self.rows)
            for left, right in (self._sides(row, c) for c in row.cells if c.kind == "node")
            if row.kind == "band"
        ]
        if not cards:
            return 1.0
        least, low = min(w for w, _ in cards), min(h for _, h in cards)
        high, most = (120, 1.08) if least > 620 else (150, max(1.4, self.page.least / 33))
        return max(0.6, min(least / 330 if narrow else most, low / high, most))

    def _bands(self) -> tuple[Band, ...]:
        found = []
        edges = self.page.band_left, self.page.band_right
        for index, perspective in enumerate(bands_of(self.view)):
            levels = [i for i, row in enumerate(self.rows) if row.band == index]
            top = self.tops[levels[0]] - PAD
            bottom = self.tops[levels[-1]] + self.heights[levels[-1]] + PAD
            found.append(Band(perspective, Box(edges[0], top, edges[1] - edges[0], bottom - top)))
        return tuple(found)

    # Links

    def _places(self, way: Street) -> tuple[Place, ...]:
        """The corners of a trip, in the direction that its head points."""
        low, high = way.trip.lower[0], way.trip.upper[0]
        nudge = 1.0
        foot, peak = self.tops[low], self.tops[high] + self.heights[high]
        if way.trip.level:
            peak = self.tops[high] - nudge
        elif way.trip.ends_up:
            peak += nudge
        else:
            foot -= nudge
        gaps = sorted(way.gaps, reverse=True)
        places = [(way.gaps[gaps[0]][0], foot)]
        for gap in gaps:
            start, end, track = way.gaps[gap]
            if track is not None:
                y = self._track_y(gap, track)
                places += [(start, y), (end, y)]
        places.append((way.gaps[gaps[-1]][1], peak))
        return tuple(places if way.trip.ends_up or way.trip.level else reversed(places))

    def _track_y(self, gap: int, track: int) -> float:
        return self.tops[gap] - self.gaps[gap] + HEAD + track * self.pitch
