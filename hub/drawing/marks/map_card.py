"""The card of a map objective: its title and up to three headline KPIs, in whatever box it has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from hub.domain.status import Status
from hub.drawing.marks.badge import badge
from hub.drawing.marks.card import card, surface
from hub.drawing.marks.card_style import CardStyle, Course, footing_of, spoken
from hub.drawing.marks.figure_row import FigureRow
from hub.drawing.marks.foot_row import Footing, foot_row
from hub.drawing.marks.kpi_tile import near_words
from hub.drawing.marks.map_form import form_of
from hub.drawing.marks.map_lettering import FALL, LEADING, RISE, lettered, lines_in
from hub.drawing.marks.map_section import GUTTER, NAME, Field, Section
from hub.drawing.nodes import Node, label, node, placed
from hub.drawing.text import fits, width
from hub.drawing.theme import Look, Theme, look_of, state_of
from hub.snapshot.views import KpiView, MapNodeView

TOUCH = 84.0  # px: what a finger needs, 56 px, on a wall of 1366 x 768 with a banner
TALL = 222.0  # px at scale 1: a card has room for a large sparkline from here on
LARGE = 44.0  # px at scale 1: the least height of such a sparkline


@dataclass(frozen=True)
class ObjectiveCard:
    """An objective in a box of ``width`` x ``height`` px; ``ids`` are those of the values."""

    objective: MapNodeView
    theme: Theme
    width: float
    height: float
    style: CardStyle
    ids: Mapping[str, str]
    top: float = 0.0
    told: bool = False  # on the line of sight

    def draw(self, x: float, y: float) -> Node:
        parts = {
            "bare": self._bare,
            "strip": self._strip,
            "across": self._across,
            "stacked": self._stacked,
            "single": self._single,
            "slim": self._slim,
        }[self.form]()
        field = card(self.look, self.theme, self.width, self.height, told=self.told)
        return node(
            "g",
            field,
            *parts,
            id=f"node-{self.objective.key}",
            transform=placed(x, y),
            **spoken(self.objective, self.style, self.parted),
        )

    @property
    def parted(self) -> bool:
        """Whether each of several KPIs has a field that is large enough for a finger."""
        fields = [section.field for section in self.sections]
        return len(fields) > 1 and all(min(f.width, f.height) >= TOUCH for f in fields)

    def courses(self) -> list[Course]:
        """What each sparkline on this card has room for: beside its value, or above it."""
        if self.form == "single":
            large = self._free_over_figure() - 34 * self.unit
            if self._has_large and self._tall and large >= LARGE * self.unit:
                return [Course(self.inner, large, large=True)]
            rooms = [Course(*row.spark_room) for row in self.rows]
        else:
            rooms = [section.room() for section in self.sections if section.row.kpi.points]
        return [room for room in rooms if room.width]

    @cached_property
    def look(self) -> Look:
        looks = [look_of(k) for k in self.objective.kpis]
        if Look.HATCHED in looks:
            return Look.HATCHED
        if all(look is Look.HOLLOW for look in looks):
            return Look.HOLLOW
        if self.objective.status is Status.RED or looks == [Look.LOUD]:
            return Look.LOUD
        return Look.CALM

    # Which form fits the box

    @property
    def unit(self) -> float:
        return self.style.scale

    @property
    def inner(self) -> float:
        return self.width - 36 * self.unit

    @cached_property
    def form(self) -> str:
        count, footed = len(self.objective.kpis), self.style.footed
        form = form_of(count, self.width, self.height, self.unit, footed)
        narrow = self.width < 215 * self.unit or self._over_figure < 21
        return "slim" if form == "single" and (narrow or not self._title_over_figure) else form

    @property
    def _title_over_figure(self) -> bool:
        """Whether the whole title has room above a value; on low cards it goes before it."""
        lines = lines_in(self._over_figure, 18, 3)
        return self.height > 120 or fits(self.objective.title, 18, self.inner, lines, broken=True)

    # Titles

    @property
    def _head(self) -> float:
        """From the top of a card to its title."""
        return (10 if self.style.footed else 12) * self.unit

    def title_room(self) -> tuple[float, float, int]:
        """Width, height and most lines that the title may take, in px."""
        u, footed = self.unit, self.style.footed
        match self.form:
            case "bare":
                return self.inner, self.height - (22 + 26) * u, 4
            case "strip":
                return self._strip_title, self.height - (20 + 26 * footed) * u, 3
            case "across":
                return self.inner - 44 * u - self._remark_room, 36 * u, 1
            case "stacked":
                return self.inner, 72 * u, 2
            case "single":
                spare = (LARGE + 34) * u * self._tall
                return self.inner, self._over_figure - spare, 3 if self.height > 170 * u else 2
        size = self._slim_badge
        across = self.width - 24 * u - size - 10 * u
        return across, self.height - 12 * u - (20 if self._slim_foot else 0), 4

    def fits_title(self, size: float) -> bool:
        across, down, most = self.title_room()
        lines = lines_in(down, size, most)
        return lines > 0 and fits(self.objective.title, size, across, lines)

    def _title(self, x: float, top: float, middle: bool = False) -> tuple[list[Node], float]:
        """The title from ``top`` on, or around the middle of its room, and where it ends."""
        across, down, most = self.title_room()
        size, lines = lettered(self.objective.title, self.style.title, across, down, most)
        high = (RISE + FALL + (len(lines) - 1) * LEADING) * size
        start = top + max(0.0, (down - high) / 2 if middle else 0.0) + RISE * size
        ink = self.theme["ink-2" if self.look is Look.HOLLOW else "ink"]
        drawn = [
            label(words, x, start + i * size * LEADING, size, 600, fill=ink)
            for i, words in enumerate(lines)
        ]
        return drawn, start + (len(lines) - 1) * size * LEADING + FALL * size

    # Forms

    def _bare(self) -> list[Node]:
        u = self.unit
        title, _ = self._title(18 * u, self._head)
        footing = footing_of(self.objective, "no KPI yet")
        return [*title, *self._foot(footing)]

    def _foot(self, footing: Footing) -> list[Node]:
        u = self.unit
        return foot_row(footing, self.theme, 18 * u, self._foot_base, self.inner, u)

    @property
    def _foot_base(self) -> float:
        return self.height - max((10 + 2 * self._tall) * self.unit, 7.0)

    @property
    def _footed_base(self) -> float:
        """The base line of a value over the last line: small type does not shrink as cards do."""
        return self._foot_base - max((28 + 2 * self._tall) * self.unit, 22.0)

    @property
    def _figure_base(self) -> float:
        """The base line of the value on a card of one."""
        return self._footed_base if self.style.footed else self.height - 21 * self.unit

    @property
    def _over_figure(self) -> float:
        """What is left for the title above the value."""
        clear = (0.855 * self.style.value + (8 if self.style.footed else 3)) * self.unit
        return self._figure_base - clear - self._head

    @property
    def _tall(self) -> bool:
        """Whether there is room for a large sparkline above the value."""
        return self.height > TALL * self.unit

    def _single_row(self) -> FigureRow:
        kpi = self.objective.kpis[0]
        large = bool(self.style.course and self.style.course.large)
        near = not self.style.footed and not large
        base = self._figure_base if near or self.style.footed else self._footed_base
        return self._row(kpi, 18 * self.unit, base, self.inner, near=near, drawn_in=not large)

    def _free_over_figure(self) -> float:
        """The height between the title and the value."""
        _, end = self._title(18 * self.unit, self._head)
        return self._footed_base - (0.855 * self.style.value - 1.5) * self.unit - end

    def _single(self) -> list[Node]:
        title, _ = self._title(18 * self.unit, self._head)
        (row,) = self.rows
        chart = row.above()
        drawn = [*title, *row.draw(), *([chart] if chart else [])]
        if row.near:
            return drawn
        near = near_words(row.kpi) if row.value else ""
        others = len(self.objective.kpis) - 1
        return [*drawn, *self._foot(footing_of(self.objective, near, others))]

    def _row(
        self,
        kpi: KpiView,
        x: float,
        base: float,
        across: float,
        near: bool = True,
        drawn_in: bool = True,
    ) -> FigureRow:
        single = len(self.objective.kpis) == 1 or self.form == "single"
        return FigureRow(
            kpi,
            self.theme,
            x,
            base,
            across,
            self.unit,
            self.ids.get(kpi.key, ""),
            self.style.word(state_of(kpi)),
            near,
            drawn_in,
            surface(self.look),
            self.objective.masked if single else 0,
            self.style.value,
            self.style.course,
        )

    @cached_property
    def sections(self) -> Sequence[Section]:
        """Its KPIs, each in a field of its own, in the forms that have them so."""
        match self.form:
            case "across":
                return self._beside(0.0, self._section_pace(), self.height - 21 * self.unit)
            case "strip":
                left = self._strip_title + 36 * self.unit + GUTTER
                pace = (self.width + GUTTER - left) / len(self.objective.kpis)
                return self._beside(left, pace, self.height / 2 + 30 * self.unit)
            case "stacked":
                return self._beneath()
        return ()

    def _beside(self, left: float, pace: float, base: float) -> list[Section]:
        u, count = self.unit, len(self.objective.kpis)
        across_card = self.form == "across"
        large = across_card and self._tall and self._has_large
        found = []
        for index, kpi in enumerate(self.objective.kpis):
            start = left + index * pace
            x, across = start + 18 * u, min(pace - GUTTER, self.width - start) - 36 * u
            row = self._row(
                kpi, x, self._footed_base if large else base, across, not large, not large
            )
            name = NAME * u if large else base - 56 * u
            first, last = index == 0, index == count - 1
            edge = 0.0 if first else start - GUTTER / 2
            end = self.width if last else start + pace - GUTTER / 2
            field = Field(edge, 0.0, end - edge, self.height)
            ruled = index > 0 or not across_card
            found.append(Section(row, self.style, field, name, ruled, large))
        return found

    @property
    def _has_large(self) -> bool:
        """Whether sparklines are large, as far as is known."""
        return self.style.course is None or self.style.course.large

    def _beneath(self) -> list[Section]:
        u = self.unit
        _, end = self._title(18 * u, self._head)
        count = len(self.objective.kpis)
        pace = (self.height - 26 * u * self.style.footed - end - 6 * u) / count
        found = []
        for index, kpi in enumerate(self.objective.kpis):
            base = end + pace * index + pace / 2 + 32 * u
            row = self._row(kpi, 18 * u, base, self.inner)
            field = Field(0.0, end + pace * index, self.width, pace)
            found.append(Section(row, self.style, field, base - 51 * u))
        return found

    @property
    def rows(self) -> Sequence[FigureRow]:
        """Its figures that stand in rows."""
        if self.form == "single":
            return (self._single_row(),)
        return [section.row for section in self.sections]

    def _drawn_sections(self) -> list[Node]:
        return [section.draw(self.parted) for section in self.sections]

    def _across(self) -> list[Node]:
        """The title over its KPIs side by side."""
        u = self.unit
        size = min(34 * u, 40.0)
        title, _ = self._title(18 * u + size + 10 * u, self._head)
        middle = float(title[0].attributes["y"]) - 0.35 * float(title[0].attributes["font-size"])
        mark = self._rolled_up(18 * u + size / 2, middle, size)
        return [*mark, *title, *self._flags_at_title(title), *self._drawn_sections()]

    def _section_pace(self) -> float:
        even = (self.width + GUTTER) / len(self.objective.kpis)
        return self.style.pace if abs(self.style.pace - even) < 2 else even

    def _rolled_up(self, x: float, y: float, size: float) -> list[Node]:
        status, masked = self.objective.status, self.objective.masked
        if status is None:
            return []
        word = self.style.word(status.value)
        return [badge(status.value, self.theme, x, y, size, word=word, masked=masked)]

    def _flags_at_title(self, title: Sequence[Node]) -> list[Node]:
        """Flags and remarks at the right end of the title's line, where it leaves them room."""
        footing = footing_of(self.objective)
        if footing.empty:
            return []
        u = self.unit
        last = title[-1]
        size = float(last.attributes["font-size"])
        words = "".join(map(str, last.children))
        end = float(last.attributes["x"]) + width(words, size, "condensed", 600) * 1.03 + 22 * u
        room = self.width - 18 * u - end
        base = float(last.attributes["y"])
        return foot_row(footing, self.theme, end, base, room, u, to_right=True)

    @property
    def _remark_room(self) -> float:
        """What the title beside it leaves to the remark that must be read."""
        last = footing_of(self.objective).remarks[-1:]
        return width(last[0], 21 * self.unit) * 1.03 + 36 * self.unit if last else 0.0

    @property
    def _strip_title(self) -> float:
        share = self.width / (len(self.objective.kpis) + 1)
        return min(share, max(self.style.pace, 300 * self.unit)) - 36 * self.unit

    def _strip(self) -> list[Node]:
        """The title at the left and the KPIs in columns beside it."""
        u = self.unit
        footing = footing_of(self.objective)
        title, _ = self._title(18 * u, 10 * u, middle=True)
        drawn = list(title)
        if not footing.empty:
            bottom = self.height - 12 * u
            drawn += foot_row(footing, self.theme, 18 * u, bottom, self._strip_title, u)
        return [*drawn, *self._drawn_sections()]

    def _stacked(self) -> list[Node]:
        """The title over its KPIs, one below the other."""
        title, _ = self._title(18 * self.unit, self._head)
        drawn = [*title, *self._drawn_sections()]
        if self.style.footed:
            drawn += self._foot(footing_of(self.objective))
        return drawn

    @property
    def _slim_badge(self) -> float:
        return max(18.0, min(40 * self.unit, 0.5 * self.height))

    @property
    def _slim_foot(self) -> bool:
        return self.height >= 44

    def _slim(self) -> list[Node]:
        """Badge and title; the value goes into the last line."""
        u, size = self.unit, self._slim_badge
        kpi = self.objective.kpis[0]
        state = state_of(kpi)
        foot = 20 if self._slim_foot else 0
        middle = (self.height - foot) / 2
        mark = badge(
            state,
            self.theme,
            12 * u + size / 2,
            middle,
            size,
            word=self.style.word(state),
            masked=self.objective.masked,
            overridden=kpi.override is not None,
            upstream=bool(kpi.upstream),
        )
        title, _ = self._title(12 * u + size + 10 * u, 6 * u, middle=True)
        if not foot:
            return [mark, *title]
        shown = "" if kpi.status is Status.SUPPRESSED else kpi.shown
        footing = footing_of(self.objective, shown, len(self.objective.kpis) - 1)
        named = replace(footing, near=shown, value_id=self.ids[kpi.key])
        base = self.height - 6
        across = self.width - 24 * u
        return [mark, *title, *foot_row(named, self.theme, 12 * u, base, across, u)]
