"""The card of a map objective: its title and up to three headline KPIs, in whatever box it has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor

from hub.domain.status import Status
from hub.drawing.marks.badge import badge, line
from hub.drawing.marks.card import card, surface
from hub.drawing.marks.card_style import CardStyle, footing_of, spoken
from hub.drawing.marks.figure_row import FigureRow
from hub.drawing.marks.foot_row import Footing, foot_row
from hub.drawing.marks.kpi_tile import near_words
from hub.drawing.nodes import Node, label, node, placed, written
from hub.drawing.text import fit, fits, width, wrap
from hub.drawing.theme import STATES, Look, Theme, state_of
from hub.snapshot.views import KpiView, MapNodeView

TITLES = (33.0, 32.0, 31.0, 30.0, 29.0, 28.0, 27.0, 26.0, 25.0, 24.0, 23.0, 22.0, 21.0, 20.0)
SMALL = (23.0, 22.0, 21.0, 20.0, 19.0, 18.0, 17.0)
LEAST = 15.0  # px of small type
SMALLEST = 16.0  # px
LEADING = 1.06
RISE, FALL = 0.8, 0.22  # em that a line takes above and below its base line


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

    def draw(self, x: float, y: float) -> Node:
        parts = {
            "bare": self._bare,
            "strip": self._strip,
            "across": self._across,
            "stacked": self._stacked,
            "single": self._single,
            "slim": self._slim,
        }[self.form]()
        field = card(self.look, self.theme, self.width, self.height)
        return node(
            "g",
            field,
            *parts,
            id=f"node-{self.objective.key}",
            transform=placed(x, y),
            **spoken(self.objective, self.style),
        )

    @cached_property
    def look(self) -> Look:
        looks = [STATES[state_of(k)].look for k in self.objective.kpis]
        if looks and all(look is Look.HOLLOW for look in looks):
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
        u, count = self.unit, len(self.objective.kpis)
        if count == 0:
            return "bare"
        share, each = self.width / (count + 1), self.width / count
        low = self.height < 132 * u
        if 88 <= self.height < 170 * u and share >= (270 if low else 380) * u:
            return "strip"
        roomy = each >= 300 * u or (each >= 240 * u and self.height >= 236 * u)
        if count > 1 and roomy and self.height >= max(132 * u, 100):
            return "across"
        if count > 1 and self.height >= (89 + 26 * self.style.footed + 82 * count) * u:
            return "stacked"
        if self._over_figure >= 21 and self.width >= 215 * u and self._title_over_figure:
            return "single"
        return "slim"

    @property
    def _title_over_figure(self) -> bool:
        """Whether the whole title has room above a value; on low cards it goes before it."""
        lines = _lines(18, self._over_figure, 3)
        return self.height > 120 or fits(self.objective.title, 18, self.inner, lines, broken=True)

    # Titles

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
                down = self._over_figure
                return self.inner, down, 2 if down < 118 * u else 3
        size = self._slim_badge
        across = self.width - 24 * u - size - 10 * u
        return across, self.height - 12 * u - (20 if self._slim_foot else 0), 4

    def fits_title(self, size: float) -> bool:
        across, down, most = self.title_room()
        lines = _lines(size, down, most)
        return lines > 0 and fits(self.objective.title, size, across, lines)

    def _title(self, x: float, top: float, middle: bool = False) -> tuple[list[Node], float]:
        """The title from ``top`` on, or around the middle of its room, and where it ends."""
        across, down, most = self.title_room()
        size, lines = self._lettering(across, down, most)
        high = (RISE + FALL + (len(lines) - 1) * LEADING) * size
        start = top + max(0.0, (down - high) / 2 if middle else 0.0) + RISE * size
        ink = self.theme["ink-2" if self.look is Look.HOLLOW else "ink"]
        drawn = [
            label(words, x, start + i * size * LEADING, size, 600, fill=ink)
            for i, words in enumerate(lines)
        ]
        return drawn, start + (len(lines) - 1) * size * LEADING + FALL * size

    def _lettering(self, across: float, down: float, most: int) -> tuple[float, Sequence[str]]:
        title = self.objective.title
        sizes = [max(SMALLEST, self.style.title * size / TITLES[0]) for size in TITLES]
        sizes += [s for s in (18.0, 17.0, SMALLEST) if s < sizes[-1]]
        for size in sizes:
            lines = _lines(size, down, most)
            if lines and fits(title, size, across, lines):
                return size, wrap(title, size, across, lines)
        for size in (sizes[-1], 15.0, 14.0, 13.0, 12.0):
            if lines := _lines(size, down, most):
                return fit(title, across, lines, [size])
        return fit(title, across, 1, [max(9.0, down)])

    # Forms

    def _bare(self) -> list[Node]:
        u = self.unit
        title, _ = self._title(18 * u, 11 * u)
        footing = footing_of(self.objective, "no KPI yet")
        return [*title, *self._foot(footing)]

    def _foot(self, footing: Footing) -> list[Node]:
        u = self.unit
        return foot_row(footing, self.theme, 18 * u, self._foot_base, self.inner, u)

    @property
    def _foot_base(self) -> float:
        return self.height - max(9 * self.unit, 6.0)

    @property
    def _figure_base(self) -> float:
        """The base line of the value on a card of one: small type does not shrink as cards do."""
        u = self.unit
        base = self._foot_base - max(23 * u, 21.0) if self.style.footed else self.height - 21 * u
        return base - 5 * u * (self.height > 210 * u)

    @property
    def _over_figure(self) -> float:
        """What is left for the title above the value."""
        return self._figure_base - (47 if self.style.footed else 53) * self.unit

    def _single(self) -> list[Node]:
        u, footed = self.unit, self.style.footed
        kpi = self.objective.kpis[0]
        title, end = self._title(18 * u, (9 if footed else 12) * u)
        base = self._figure_base
        free = base - 39 * u - end
        large = free > 74 * u and bool(kpi.points)
        row = self._row(kpi, 18 * u, base, self.inner, near=not footed, drawn_in=not large)
        drawn = [*title, *row.draw()]
        if large and (chart := row.sparkline(18 * u, end + 22 * u, self.inner, free - 40 * u)):
            drawn.append(chart)
        if footed:
            near = near_words(kpi) if row.value else ""
            others = len(self.objective.kpis) - 1
            drawn += self._foot(footing_of(self.objective, near, others))
        return drawn

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
            self.ids[kpi.key],
            self.style.word(state_of(kpi)),
            near,
            drawn_in,
            surface(self.look),
            self.objective.masked if single else 0,
        )

    def _across(self) -> list[Node]:
        """The title over its KPIs side by side."""
        u = self.unit
        size = min(34 * u, 40.0)
        title, _ = self._title(18 * u + size + 10 * u, 9 * u)
        mark = self._rolled_up(18 * u + size / 2, 27 * u, size)
        base = self.height - 21 * u
        drawn = [*mark, *title, *self._flags_at_title(title)]
        pace = self._section_pace()
        lift = max(0.0, base - 128 * u)
        for index, kpi in enumerate(self.objective.kpis):
            drawn += self._section(kpi, index * pace, base, pace, index > 0, lift)
        return drawn

    def _section_pace(self) -> float:
        count = len(self.objective.kpis)
        even = (self.width + 28) / count
        return self.style.pace if abs(self.style.pace - even) < 2 else even

    def _section(
        self,
        kpi: KpiView,
        left: float,
        base: float,
        pace: float,
        ruled: bool,
        lift: float = 0.0,
    ) -> list[Node]:
        """One KPI with its own name above it, and a line that keeps it from its neighbour.

        ``lift`` is how much higher the name could stand; where that is much, the series is drawn
        large between the two.
        """
        u = self.unit
        x = left + 18 * u
        across = min(pace - 28, self.width - left) - 36 * u
        drawn: list[Node] = []
        if lift > 84 * u and kpi.points:
            return self._large_section(kpi, x, base, across, ruled, lift)
        if ruled:
            drawn.append(self._rule(left - 14, base - 66 * u, base))
        row = self._row(kpi, x, base, across)
        room = across if row.spark[1] < 30 * u else across - row.spark[0]
        y = base - (51 if self.form == "stacked" else 56) * u
        return [*drawn, self._name(kpi, x, y, room), *row.draw()]

    def _large_section(
        self, kpi: KpiView, x: float, base: float, across: float, ruled: bool, lift: float
    ) -> list[Node]:
        """One KPI with its series drawn large between its name and its value."""
        u = self.unit
        row = self._row(kpi, x, base - 18 * u, across, near=False, drawn_in=False)
        chart = row.sparkline(x, base - 32 * u - lift, across, lift - 40 * u)
        drawn = [self._name(kpi, x, base - 56 * u - lift, across), *row.draw()]
        drawn += foot_row(Footing(near=near_words(kpi)), self.theme, x, base + 9 * u, across, u)
        drawn += [self._rule(x - 18 * u - 14, base - 66 * u - lift, base)] if ruled else []
        return [*drawn, chart] if chart else drawn

    def _rule(self, x: float, top: float, base: float) -> Node:
        """The line between two KPIs."""
        place, start, end = map(written, (float(x), float(top), base + 10 * self.unit))
        return line(f"M{place} {start}V{end}", self.theme["line"], 2)

    def _name(self, kpi: KpiView, x: float, y: float, across: float) -> Node:
        sizes = [max(LEAST, size * self.unit) for size in SMALL]
        size, words = fit(kpi.title, across, 1, sizes, weight=500)
        return label(words[0], x, y, size, fill=self.theme["ink-2"])

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
        left = self._strip_title + 36 * u + 28
        pace = (self.width + 28 - left) / len(self.objective.kpis)
        base = self.height / 2 + 30 * u
        drawn = list(title)
        if not footing.empty:
            bottom = self.height - 12 * u
            drawn += foot_row(footing, self.theme, 18 * u, bottom, self._strip_title, u)
        for index, kpi in enumerate(self.objective.kpis):
            drawn += self._section(kpi, left + index * pace, base, pace, True)
        return drawn

    def _stacked(self) -> list[Node]:
        """The title over its KPIs, one below the other."""
        u = self.unit
        title, end = self._title(18 * u, 12 * u)
        foot = 26 * u * self.style.footed
        count = len(self.objective.kpis)
        pace = (self.height - foot - end - 6 * u) / count
        drawn = list(title)
        for index, kpi in enumerate(self.objective.kpis):
            base = end + pace * index + pace / 2 + 32 * u
            drawn += self._section(kpi, 0, base, self.width + 28, False)
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
        word = self.style.word(state)
        mark = badge(
            state,
            self.theme,
            12 * u + size / 2,
            middle,
            size,
            word=word,
            masked=self.objective.masked,
        )
        title, _ = self._title(12 * u + size + 10 * u, 6 * u, middle=True)
        if not foot:
            return [mark, *title]
        shown = "" if kpi.status is Status.SUPPRESSED else kpi.shown
        footing = footing_of(self.objective, shown, len(self.objective.kpis) - 1)
        named = Footing(
            footing.others,
            footing.notes,
            footing.issues,
            footing.remarks,
            shown,
            self.ids[kpi.key],
        )
        base = self.height - 6
        across = self.width - 24 * u
        return [mark, *title, *foot_row(named, self.theme, 12 * u, base, across, u)]


def _lines(size: float, down: float, most: int) -> int:
    """How many lines of ``size`` stand in ``down`` px."""
    return max(0, min(most, 1 + floor((down / size - RISE - FALL) / LEADING + 1e-6)))
