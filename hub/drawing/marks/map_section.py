"""One KPI of several on a map card: its name, its figure, its course, and the way to its story."""

from dataclasses import dataclass

from hub.drawing.marks.badge import line
from hub.drawing.marks.card_style import CardStyle, Course, figures, leading, story
from hub.drawing.marks.figure_row import FigureRow
from hub.drawing.marks.foot_row import Footing, foot_row
from hub.drawing.marks.kpi_tile import near_words
from hub.drawing.nodes import Node, label, node, written
from hub.drawing.text import fit

SMALL = (23.0, 22.0, 21.0, 20.0, 19.0, 18.0, 17.0)
LEAST = 15.0  # px of small type
NAME = 72.0  # px at scale 1 from the top of a card to the names of its KPIs, under the title
GUTTER = 28.0  # px between two columns, with the line between them in the middle


@dataclass(frozen=True)
class Field:
    """The part of a card that a KPI has, in px of the card."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Section:
    """A KPI in its field; ``row`` is its figure, ``name`` the base line of its name."""

    row: FigureRow
    style: CardStyle
    field: Field
    name: float
    ruled: bool = False  # whether a line keeps it from the KPI before it
    large: bool = False  # whether the course stands between the name and the figure

    @property
    def unit(self) -> float:
        return self.style.scale

    def draw(self, way: bool) -> Node:
        """The section; where it is a ``way`` in, a finger can open it."""
        field, kpi = self.field, self.row.kpi
        reach = node(
            "rect", x=field.x, y=field.y, width=field.width, height=field.height, rx=10, fill="none"
        )
        words = f"{kpi.title}: {figures(kpi, self.style)}"
        value = self.row.value or near_words(kpi)
        parts = self._parts()
        if not way:
            return node("g", *parts)
        name = f"kpi-{self.row.id.removeprefix('v-')}"
        return node("g", reach, *parts, id=name, **leading(story(kpi), words, value))

    def room(self) -> Course:
        """How large its course may be."""
        if not self.large:
            return Course(*self.row.spark_room)
        u, row = self.unit, self.row
        high = row.base - row.rise - (self.name + 22 * u) - 18 * u
        return Course(row.across, high, large=True)

    def _parts(self) -> list[Node]:
        u, row = self.unit, self.row
        drawn: list[Node] = []
        if self.ruled:
            drawn.append(self._rule())
        beside = not self.large and row.spark[1] >= 30 * u
        drawn += [self._name(row.across - row.spark[0] * beside), *row.draw()]
        if self.large:
            near = Footing(near=near_words(row.kpi)) if row.value else Footing()
            drawn += foot_row(near, row.theme, row.x, row.base + 30 * u, row.across, u)
            chart = row.above()
            drawn += [chart] if chart else []
        return drawn

    def _rule(self) -> Node:
        u = self.unit
        place, start, end = map(
            written, (self.row.x - 18 * u - GUTTER / 2, self.name - 12 * u, self.row.base + 10 * u)
        )
        return line(f"M{place} {start}V{end}", self.row.theme["line"], 2)

    def _name(self, across: float) -> Node:
        sizes = [max(LEAST, size * self.unit) for size in SMALL]
        size, words = fit(self.row.kpi.title, across, 1, sizes, weight=500)
        return label(words[0], self.row.x, self.name, size, fill=self.row.theme["ink-2"])
