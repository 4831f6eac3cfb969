"""The leaflet of a team: how each of its KPIs feeds the vision, and what a member can do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pydantic import Field

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.leaflet_parts import (
    GUTTER,
    LOWEST,
    Measure,
    is_tidy,
    kpi_card,
    kpi_height,
    plate,
    plate_height,
    stations,
)
from hub.displays.paging import Page
from hub.displays.surround import Box, Surround, notice, without_secrets
from hub.drawing import Node, Theme, arrow, label, node
from hub.errors import NotFound
from hub.snapshot.line_of_sight import LinesOfSight, SightView, StepView, Strand
from hub.snapshot.views import KpiView, Legend

SCALES = (1.5, 1.35, 1.2, 1.1, 1.0, 0.92)  # the largest with which all is on one page
INDENT, GAP, APART = 44.0, 30.0, 14.0  # px at scale 1
SPINE = 16.0  # px from the left edge to the line that leads up to the vision
NO_VISION = StepView("", "gap", "No vision stands on the map yet", "")


class Leaflet(Display):
    """The line of sight of a team, in words and as a picture, for a sheet of A4."""

    name = "leaflet"
    title = "Leaflet"
    paper = (1323, 1920)  # the shape that the margins leave of A4 upright
    sheet = "A4"

    class Config(Settings):
        unit: str
        page: int = Field(1, ge=1)

    def needs(self, frame: Frame, audience: Audience) -> Need:
        unit = self.config.unit
        return Need(scorecards=frozenset({unit}), asks=frozenset({LinesOfSight(unit)}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        view = discreet(snapshot.answer(LinesOfSight(self.config.unit)))
        least = [scale for scale in SCALES if scale >= frame.zoom] or [frame.zoom]
        tries = [_Leaflet(snapshot, frame, view, scale) for scale in least]
        drawing = next((each for each in tries if each.whole), tries[-1])
        return drawing.page(self.config.page)


def discreet(view: SightView) -> SightView:
    """The view without what the suppression of a KPI hides."""
    strands = (
        replace(strand, kpis=tuple(without_secrets(kpi) for kpi in strand.kpis))
        for strand in view.strands
    )
    return replace(view, strands=tuple(strands))


@dataclass(frozen=True)
class _Leaflet:
    snapshot: Snapshot
    frame: Frame
    view: SightView
    scale: float

    @property
    def theme(self) -> Theme:
        return self.frame.theme

    @property
    def kpis(self) -> list[KpiView]:
        return [kpi for strand in self.view.strands for kpi in strand.kpis]

    def surround(self, page: Page) -> Surround:
        said = "How our figures feed the vision, and what each of us can do"
        title = self.view.unit_title
        return Surround(
            self.snapshot, self.frame, title, said, self.kpis, page.words, signed=False, page=page
        )

    @cached_property
    def box(self) -> Box:
        return self.surround(Page(99, 99)).box

    @cached_property
    def measure(self) -> Measure:
        return Measure(self.scale, self.box.width - INDENT * self.scale, self.theme)

    # -- heights ---------------------------------------------------------------------------

    @cached_property
    def crown(self) -> tuple[StepView, ...]:
        """What is on top of each page: the vision that all leads up to, below the unit's own words
        where it has others."""
        own = (self.view.own,) if self.view.own else ()
        return (*own, *(self.view.visions[:1] or (NO_VISION,)))

    @cached_property
    def crown_height(self) -> float:
        measure = replace(self.measure, wide=self.box.width)
        return sum(plate_height([step], measure, True) + APART * self.scale for step in self.crown)

    @property
    def whole(self) -> bool:
        """Whether all is on one page and in whole words; what cannot be is not measured."""
        least = len(self.kpis) * LOWEST * self.scale
        if least > self.box.height or len(self.pages) > 1:
            return False
        return all(is_tidy(stations(strand), self.measure) for strand in self.view.strands)

    @cached_property
    def pages(self) -> list[list[Strand]]:
        """The strands on each page; one that is parted goes on below its stations."""
        found: list[list[Strand]] = [[]]
        room = left = self.box.height - self.crown_height
        for strand in self.view.strands:
            head = self._head(strand)
            rest = list(strand.kpis)
            while rest:
                fitting = self._fitting(rest, left - head)
                if not fitting and found[-1]:
                    found.append([])
                    left = room
                    continue
                part = rest[: max(1, fitting)]
                found[-1].append(replace(strand, kpis=tuple(part)))
                left -= head + sum(self._high(kpi) for kpi in part)
                rest = rest[len(part) :]
        return found

    def _fitting(self, kpis: Sequence[KpiView], room: float) -> int:
        for count, kpi in enumerate(kpis):
            room -= self._high(kpi)
            if room < 0:
                return count
        return len(kpis)

    def _high(self, kpi: KpiView) -> float:
        return self._heights[kpi.key] + APART * self.scale

    @cached_property
    def _heights(self) -> dict[str, float]:
        return {kpi.key: kpi_height(kpi, self.measure) for kpi in self.kpis}

    def _head(self, strand: Strand) -> float:
        """Height of the stations, with what parts them from what is above and below."""
        return plate_height(stations(strand), self.measure) + (GAP + GUTTER * 0.62) * self.scale

    # -- drawing ---------------------------------------------------------------------------

    def page(self, number: int) -> Node:
        if number > len(self.pages):
            raise NotFound(f"There is no page {number}: the last one is {len(self.pages)}.")
        surround = self.surround(Page(number, len(self.pages)))
        strands = self.pages[number - 1]
        if not strands:
            box = replace(self.box, y=self.box.y + self.crown_height)
            box = replace(box, height=self.box.height - self.crown_height)
            words = notice("This team has no KPIs of its own yet.", self.frame, box)
            return surround.scene(*self._crown(), words)
        return surround.scene(*self._strands(strands), *self._crown())

    def _crown(self) -> Iterator[Node]:
        y = self.box.y
        measure = replace(self.measure, wide=self.box.width)
        for index, step in enumerate(self.crown):
            high = plate_height([step], measure, True)
            field = Box(self.box.x, y, self.box.width, high)
            yield plate(step, field, measure, f"vision-{index}", crown=True)
            y += high + APART * self.scale

    def _strands(self, strands: Sequence[Strand]) -> Iterator[Node]:
        y = self.box.y + self.crown_height
        seen: set[str] = set()
        ends: list[float] = []
        drawn: list[Node] = []
        for index, strand in enumerate(strands):
            y += GAP * self.scale
            high = plate_height(stations(strand), self.measure)
            drawn += self._stations(strand, index, y, high)
            if not strand.broken:
                ends.append(y + high / 2)
            y += high + GUTTER * 0.62 * self.scale
            drawn += self._others(strand, index, y)
            drawn += self._kpis(strand, y, y - GUTTER * 0.62 * self.scale, seen)
            y += sum(self._high(kpi) for kpi in strand.kpis)
        yield from self._spine(ends)
        yield from drawn

    def _spine(self, ends: Sequence[float]) -> Iterator[Node]:
        """The line that leads up from all stations to the vision."""
        if not ends:
            return
        x = self.box.x + SPINE * self.scale
        top = self.box.y + self.crown_height - APART * self.scale
        for end in ends[:-1]:
            yield node("path", d=f"M{self._left:.1f} {end:.1f}H{x:.1f}", fill="none",
                       stroke=self.theme["accent"], stroke_width=6)  # fmt: skip
        corners = [(self._left, ends[-1]), (x, ends[-1]), (x, top)]
        yield arrow(corners, self.theme, told=True, id="line-of-sight")

    @property
    def _left(self) -> float:
        return self.box.x + INDENT * self.scale

    def _stations(self, strand: Strand, index: int, y: float, high: float) -> Iterator[Node]:
        """From the goal at the left to the objective of the scorecard at the right."""
        shown = stations(strand)
        x = self._left
        for place, (each, wide) in enumerate(zip(shown, self._wides(strand), strict=True)):
            if place and not (strand.broken and place == 1):
                tip = x - GUTTER * self.scale
                yield arrow([(x, y + high / 2), (tip, y + high / 2)], self.theme, told=True)
            yield plate(each, Box(x, y, wide, high), self.measure, f"strand-{index}-{place}")
            x += wide + GUTTER * self.scale

    def _others(self, strand: Strand, index: int, y: float) -> Iterator[Node]:
        """How many ways up there are besides, for those who know the map."""
        if strand.others:
            words = f"and {strand.others} other way{'s' * (strand.others > 1)} up the map"
            size, ink = 17 * self.scale, self.theme["ink-2"]
            id = f"others-{index}"
            yield label(words, self._left, y - 8 * self.scale, size, fill=ink, id=id)

    def _wides(self, strand: Strand) -> list[float]:
        return self.measure.stations(len(stations(strand)))

    def _kpis(self, strand: Strand, y: float, above: float, seen: set[str]) -> Iterator[Node]:
        wides = self._wides(strand)
        x = self._left + self.measure.wide - wides[-1] / 2
        linked = not (strand.broken and len(wides) == 1)
        for kpi in strand.kpis:
            again = f"--{len(seen)}" if kpi.key in seen else ""
            seen.add(kpi.key)
            high = self._heights[kpi.key]
            box = Box(self._left, y, self.measure.wide, high)
            if linked:
                yield self._up(x, y, above, first=kpi is strand.kpis[0])
            yield kpi_card(kpi, box, self.measure, self.words, again)
            y += high + APART * self.scale
            above = y - APART * self.scale

    def _up(self, x: float, y: float, above: float, first: bool) -> Node:
        """From a card to what is above it: the objective, or the card before."""
        if first:
            return arrow([(x, y), (x, above)], self.theme, told=True)
        way = f"M{x:.1f} {y:.1f}V{above:.1f}"
        return node("path", d=way, fill="none", stroke=self.theme["accent"], stroke_width=6)

    @cached_property
    def words(self) -> Legend:
        return self.surround(Page()).words
