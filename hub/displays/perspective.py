"""One perspective of a unit in large type, for smaller screens and long distances."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from pydantic import Field

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.grid import Grid, best_grid, most_legible
from hub.displays.paging import part_of
from hub.displays.surround import Box, Surround, leading, notice, without_secrets, word_of
from hub.domain.legibility import LARGE
from hub.drawing import (
    Look,
    Node,
    card,
    common_value,
    fit,
    flag_row,
    group,
    is_spacious,
    kpi_panel,
    kpi_tile,
    label,
    panel_type,
    signs,
    state_of,
)
from hub.drawing.marks.flags import remarks
from hub.drawing.marks.kpi_panel import PanelType
from hub.errors import NotFound
from hub.snapshot.views import KpiView, ObjectiveView, PerspectiveView, ScorecardView

PANEL = (898.0, 418.0)
TILE = (392.0, 160.0)
TITLE = 33.0  # px of a tile's title at its own scale
LARGE_TITLE = 50.0  # of a panel's
FLAGS = 27.0  # px that notes, problems and remarks add to a tile
PANELS_DOWN_TO = 0.85  # of full size; below that a tile's title is the larger one
MOST = 36


class Perspective(Display):
    """The KPIs of one perspective, each under the question that it answers."""

    name = "perspective"
    title = "Perspective"

    class Config(Settings):
        unit: str
        perspective: str = ""  # its key or the last part of it; the first one if empty
        page: int = Field(1, ge=1)

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(scorecards=frozenset({self.config.unit}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        scorecard = snapshot.scorecards[self.config.unit]
        band = chosen(scorecard, self.config.perspective)
        shown = panels(scorecard, band)
        kpis = [kpi for _, kpi in shown if kpi]
        said = [scorecard.unit_title, band.question if band else ""]
        surround = Surround(
            snapshot,
            frame,
            band.title if band else scorecard.unit_title,
            ": ".join(words for words in said if words),
            kpis,
        )
        if not shown:
            words = "No objective stands in this perspective yet."
            return surround.scene(notice(words, frame, surround.box))
        whole = replace(surround, note="Page 99 of 99, 999 more")
        part = part_of(shown, _Panels(whole, shown).most, self.config.page)
        left = len(shown) - len(part.items)
        note = f"{part.page.words}, {left} more" if left else ""
        surround = replace(surround, note=note, page=part.page)
        return surround.scene(*_Panels(surround, part.items).drawn())


def chosen(scorecard: ScorecardView, key: str) -> PerspectiveView | None:
    """The perspective of that key, or of which it is the last part; the first one for no key.

    Raises NotFound, naming those that there are.
    """
    if not key:
        return next(iter(scorecard.perspectives), None)
    for band in scorecard.perspectives:
        if key in (band.key, band.key.rsplit(".", 1)[-1]):
            return band
    known = ", ".join(band.key for band in scorecard.perspectives) or "none"
    raise NotFound(f"There is no perspective called {key!r}; there are: {known}.")


Panel = tuple[ObjectiveView, KpiView | None]


def panels(scorecard: ScorecardView, band: PerspectiveView | None) -> list[Panel]:
    """Each KPI once, with the objective it stands under; an objective without any by itself."""
    found: list[Panel] = []
    seen: set[str] = set()
    for objective in scorecard.objectives:
        if band is None or objective.perspective != band.key:
            continue
        if not objective.kpis:
            found.append((objective, None))
        for kpi in objective.kpis:
            if kpi.key not in seen:
                seen.add(kpi.key)
                found.append((objective, without_secrets(kpi)))
    return found


class _Panels:
    def __init__(self, surround: Surround, shown: Sequence[Panel]) -> None:
        self.surround, self.shown = surround, shown
        self.theme, self.words = surround.frame.theme, surround.words
        self.flags = FLAGS * any(flagged(kpi) for _, kpi in shown if kpi)
        self.signed = any(any(signs(kpi)) for kpi in surround.kpis)

    @cached_property
    def large(self) -> Grid:
        return best_grid(len(self.shown), self.surround.box, _panel_unit)

    @cached_property
    def small(self) -> Grid:
        return best_grid(len(self.shown), self.surround.box, self._tile_unit)

    @property
    def most(self) -> int:
        """How many have titles that can be read from where people stand."""
        box, least = self.surround.box, min(self.surround.frame.least, LARGE)
        tiles = most_legible(MOST, box, self._tile_unit, least / TITLE)
        return max(tiles, most_legible(MOST, box, _panel_unit, least / LARGE_TITLE))

    def _tile_unit(self, wide: float, high: float) -> float:
        return min(wide / TILE[0], high / (TILE[1] + self.flags))

    @cached_property
    def _scale(self) -> float:
        return min(self._tile_unit(self.small.width, self.small.height), 2.4)

    @cached_property
    def _value(self) -> float:
        """The size of all values on tiles."""
        kpis = [kpi for _, kpi in self.shown if kpi]
        size = (self.small.width, self.small.height)
        return common_value(kpis, self.theme, *size, self._scale, self.signed)

    @cached_property
    def _letters(self) -> PanelType:
        """The type of all panels."""
        asked = [asking(kpi, objective) for objective, kpi in self.shown if kpi]
        return panel_type(asked, self.theme, self.large.width, self.large.height)

    def drawn(self) -> list[Node]:
        if _panel_unit(self.large.width, self.large.height) >= PANELS_DOWN_TO:
            return self._in(self.large, True)
        return self._in(self.small, False)

    def _in(self, grid: Grid, large: bool) -> list[Node]:
        return [
            self._empty(objective, grid.cell(index), large)
            if kpi is None
            else self._panel(objective, kpi, grid.cell(index))
            if large
            else self._tile(kpi, grid.cell(index))
            for index, (objective, kpi) in enumerate(self.shown)
        ]

    def _panel(self, objective: ObjectiveView, kpi: KpiView, cell: Box) -> Node:
        """The panel with the question below its title, and below that what to know of it."""
        u = self._letters.unit
        drawn = kpi_panel(
            asking(kpi, objective),
            self.theme,
            cell.x,
            cell.y,
            cell.width,
            cell.height,
            word=word_of(state_of(kpi), self.words.of(kpi)),
            letters=self._letters,
        )
        drawn = leading(drawn, kpi, self.words.of(kpi))
        if not flagged(kpi):
            return drawn
        flags = flag_row(kpi, self.theme, 32 * u, 170 * u, cell.width - 64 * u, 29 * u)
        return replace(drawn, children=(*drawn.children, *flags))

    def _tile(self, kpi: KpiView, cell: Box) -> Node:
        drawn = kpi_tile(
            kpi,
            self.theme,
            cell.x,
            cell.y,
            cell.width,
            cell.height,
            word=word_of(state_of(kpi), self.words.of(kpi)),
            scale=self._scale,
            signed=self.signed,
            largest=self._value,
            spacious=is_spacious(self.small.width, self._scale),
        )
        return leading(drawn, kpi, self.words.of(kpi))

    def _empty(self, objective: ObjectiveView, cell: Box, large: bool) -> Node:
        """An objective that nothing measures yet, in the type of its neighbours."""
        u = self._letters.unit if large else self._scale * 0.66
        room, ink = cell.width - 54 * u, self.theme["ink-2"]
        most = max(1, int((cell.height - 90 * u) / (54 * u)))
        size, lines = fit(objective.title, room, most, [s * u for s in (50, 46, 42, 36, 30)])
        small, words = fit(
            "No KPI measures this yet", room, 1, [s * u for s in (36, 30, 24)], weight=500
        )
        top = 10 * u + size
        return group(
            f"objective-{objective.key}",
            card(Look.HOLLOW, self.theme, cell.width, cell.height, radius=14 if large else 10),
            *(
                label(line, 27 * u, top + 1.06 * size * index, size, 600, fill=ink)
                for index, line in enumerate(lines)
            ),
            *(label(line, 27 * u, cell.height - 28 * u, small, fill=ink) for line in words),
            x=cell.x,
            y=cell.y,
        )


def _panel_unit(wide: float, high: float) -> float:
    return min(wide / PANEL[0], high / PANEL[1])


def flagged(kpi: KpiView) -> bool:
    """Whether a tile of ``kpi`` has a row of notes, problems and remarks."""
    return bool(kpi.note_count or kpi.issues or remarks(kpi))


def asking(kpi: KpiView, objective: ObjectiveView) -> KpiView:
    """``kpi`` under the question of its objective, or its title where it asks none; without flags,
    which would stand in the question's way."""
    question = next(iter(objective.kpqs), objective.title)
    bare = replace(kpi, note_count=0, issues=(), coverage="", illustrative=False, parts=())
    return replace(bare, question=question, contradiction="")
