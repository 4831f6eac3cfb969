"""The lens wall: the KPIs of one lens side by side, across units and perspectives."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby

from pydantic import Field

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.grid import Grid, best_grid, most_legible
from hub.displays.paging import Part, part_of
from hub.displays.perspective import FLAGS, TILE, TITLE, flagged
from hub.displays.surround import Surround, leading, notice, without_secrets, word_of
from hub.domain.legibility import LARGE
from hub.drawing import (
    Node,
    common_value,
    fit,
    fits,
    group,
    is_spacious,
    kpi_tile,
    label,
    node,
    signs,
    state_of,
)
from hub.snapshot.views import KpiView, LensView

MOST = 36  # tiles on one picture
STRIP = 34.0  # px over each row for the names of units
CONTINUED = ", continued"
WORST_FIRST = ("red", "late", "no_data", "amber", "green", "no_target", "not_due", "suppressed")


class LensWall(Display):
    """KPI tiles by unit, the worst first within each."""

    name = "lens_wall"
    title = "Perspectives"

    class Config(Settings):
        lens: str
        unit: str = ""  # only this unit's, if given
        page: int = Field(1, ge=1)

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(lenses=frozenset({self.config.lens}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        lens = snapshot.lenses[self.config.lens]
        kpis = in_order(lens, self.config.unit)
        surround = Surround(snapshot, frame, lens.title, _about(kpis), kpis)
        part = part_of(kpis, _most(surround), self.config.page)
        shown = part.items
        surround = replace(surround, note=_left_out(part), page=part.page)
        if not shown:
            words = notice("No KPI stands in this perspective yet.", frame, surround.box)
            return surround.scene(words)
        several = len({kpi.unit for kpi in kpis}) > 1
        return surround.scene(*_Tiles(surround, shown, several).drawn())


def in_order(lens: LensView, unit: str) -> list[KpiView]:
    """The lens's KPIs unit by unit in the lens's order of units, the worst of each first."""
    units = list(dict.fromkeys(kpi.unit for kpi in lens.kpis))
    places = {kpi.key: index for index, kpi in enumerate(lens.kpis)}
    chosen = (without_secrets(kpi) for kpi in lens.kpis if unit in ("", kpi.unit))
    return sorted(
        chosen,
        key=lambda kpi: (
            units.index(kpi.unit), WORST_FIRST.index(state_of(kpi)), places[kpi.key]
        ),
    )  # fmt: skip


def _left_out(part: Part[KpiView]) -> str:
    """What a picture does not show, in words; empty where it shows everything."""
    if part.page.of == 1:
        return ""
    return f"{part.page.words}, {part.of - len(part.items)} more KPIs"


def _about(kpis: Sequence[KpiView]) -> str:
    """Whose KPIs they are, and of which one to believe less than its badge says."""
    told = [
        f"\u201c{kpi.name}\u201d is {kpi.contradiction[0].lower()}{kpi.contradiction[1:]}"
        for kpi in kpis
        if kpi.contradiction
    ]
    more = f", and {len(told) - 1} more" if len(told) > 1 else ""
    return ". ".join(words for words in (_whose(kpis), *(t + more for t in told[:1])) if words)


def _whose(kpis: Sequence[KpiView]) -> str:
    titles = list(dict.fromkeys(kpi.unit_title for kpi in kpis))
    return titles[0] if len(titles) == 1 else f"{len(titles)} units" if titles else ""


def most_on(frame: Frame) -> int:
    """How many tiles a picture may have."""
    return int(MOST * frame.room)


def _most(surround: Surround) -> int:
    """How many tiles have titles that can be read from where people stand."""
    with_note = replace(surround, note="Page 99 of 99, 999 more KPIs")
    tiles = _Tiles(
        with_note,
        surround.kpis[: most_on(surround.frame)],
        len({k.unit for k in surround.kpis}) > 1,
    )
    return tiles.most


class _Tiles:
    def __init__(self, surround: Surround, kpis: Sequence[KpiView], several: bool) -> None:
        self.surround, self.kpis = surround, kpis
        self.theme = surround.frame.theme
        self.flags = FLAGS * any(flagged(kpi) for kpi in kpis)
        self.signed = any(any(signs(kpi)) for kpi in surround.kpis)
        self.strip = STRIP if several else 0.0

    @cached_property
    def grid(self) -> Grid:
        box = self.surround.box
        return best_grid(len(self.kpis), box, self._unit, gap=24, above=self.strip)

    @property
    def most(self) -> int:
        frame, box = self.surround.frame, self.surround.box
        least = min(frame.least, LARGE) / TITLE
        return most_legible(most_on(frame), box, self._unit, least, gap=24, above=self.strip)

    @cached_property
    def scale(self) -> float:
        return self._unit(self.grid.width, self.grid.height)

    @cached_property
    def largest(self) -> float:
        """The size of all values."""
        wide, high = self.grid.width, self.grid.height
        return common_value(self.kpis, self.theme, wide, high, self.scale, self.signed)

    def _unit(self, wide: float, high: float) -> float:
        return min(wide / TILE[0], high / (TILE[1] - 20 + self.flags), 1.9)

    def drawn(self) -> Iterator[Node]:
        if self.grid.above:
            yield from self._units()
        for index, kpi in enumerate(self.kpis):
            cell = self.grid.cell(index)
            drawn = kpi_tile(
                kpi,
                self.theme,
                cell.x,
                cell.y,
                cell.width,
                cell.height,
                word=word_of(state_of(kpi), self.surround.words.of(kpi)),
                scale=self.scale,
                signed=self.signed,
                largest=self.largest,
                spacious=is_spacious(self.grid.width, self.scale),
            )
            yield leading(drawn, kpi, self.surround.words)

    def _units(self) -> Iterator[Node]:
        """Each unit's name over its tiles, and where they go on in the next row that they do."""
        places, named = enumerate(self.kpis), set[str]()
        columns = self.grid.columns
        for (row, unit), run in groupby(places, lambda p: (p[0] // columns, p[1].unit)):
            members = list(run)
            first, last = self.grid.cell(members[0][0]), self.grid.cell(members[-1][0])
            wide = last.x + last.width - first.x
            size, lines = heading(members[0][1].unit_title, wide, unit in named)
            named.add(unit)
            yield group(
                f"unit-{unit}-{row}",
                *(label(line, 0, -13, size, 600, fill=self.theme["ink-2"]) for line in lines),
                node("rect", x=0, y=-6, width=wide, height=2, fill=self.theme["ink-3"]),
                x=first.x,
                y=first.y,
            )


def heading(title: str, room: float, again: bool) -> tuple[float, tuple[str, ...]]:
    """A unit's name in one line; where it comes again the name is cut before it says so."""
    sizes = (24, 22, 20, 18, 16)
    if not again:
        return fit(title, room, 1, sizes)
    words = title.split()
    said = f"{title}{CONTINUED}"
    while words and not fits(said, sizes[-1], room, 1):
        words.pop()
        said = (
            f"{' '.join(words)}\u2026{CONTINUED}" if words else CONTINUED.strip(", ").capitalize()
        )
    return fit(said, room, 1, sizes)
