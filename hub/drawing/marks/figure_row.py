"""One KPI in one row: badge, value, sparkline and, where it belongs there, the near text."""

from dataclasses import dataclass
from functools import cached_property

from hub.domain.status import Status
from hub.drawing.marks.badge import badge
from hub.drawing.marks.card_style import Course
from hub.drawing.marks.kpi_tile import DAGGER, near_words
from hub.drawing.marks.sparkline import sparkline
from hub.drawing.nodes import Node, label
from hub.drawing.text import SLACK, fit, fits, width
from hub.drawing.theme import STATES, Theme, state_of
from hub.snapshot.views import KpiView

LEAST = 14.0  # px of near text
SHORTEST = 66.0  # px: a sparkline below this says nothing
WISHED = 90.0  # px: values are set smaller, a little, to leave it that much
VALUE_SIZES = (45.0, 43.0, 41.0, 39.0, 36.0, 33.0, 30.0, 27.0, 24.0)


@dataclass(frozen=True)
class FigureRow:
    """A KPI on a base line ``base``, from ``x`` on, ``across`` wide; ``unit`` scales the type."""

    kpi: KpiView
    theme: Theme
    x: float
    base: float
    across: float
    unit: float
    id: str
    word: str
    near: bool = True  # whether the target stands under the sparkline
    drawn_in: bool = True  # whether the sparkline stands in the row
    surface: str = "surface"
    masked: int = 0
    largest: float = VALUE_SIZES[0]  # px of the value at unit 1
    course: Course | None = None  # the size of the map's sparklines; the row's own without it

    @cached_property
    def state(self) -> str:
        return state_of(self.kpi)

    @property
    def value(self) -> str:
        """The value in words; those in its place where it must not be seen."""
        return "" if self.kpi.status is Status.SUPPRESSED else self.kpi.shown

    @property
    def rise(self) -> float:
        """How far badge and value stand up from the base line, in px."""
        return (0.855 * self.largest - 1.5) * self.unit

    def draw(self) -> list[Node]:
        u = self.unit
        mark = badge(
            self.state,
            self.theme,
            self.x + self._badge / 2,
            self.base - 0.355 * self.largest * u,
            self._badge,
            word=self.word,
            masked=self.masked,
            overridden=self.kpi.override is not None,
            upstream=bool(self.kpi.upstream),
        )
        if not self.value:
            return [mark, *self._hidden()]
        return [mark, *self._figure(), *self._right()]

    @property
    def _start(self) -> float:
        return self.x + self._badge + 14 * self.unit

    @property
    def _badge(self) -> float:
        return (self.largest - 3) * self.unit

    @property
    def _end(self) -> float:
        return self.x + self.across

    def _hidden(self) -> list[Node]:
        u, ink = self.unit, self.theme["ink-2"]
        sizes = [s * u for s in (30, 27, 24, 21, 18, 16)]
        size, lines = fit(near_words(self.kpi), self.across - 60 * u, 1, sizes, weight=500)
        y = self.base - 6 * u
        return [label(line, self._start, y, size, fill=ink, id=self.id) for line in lines]

    @cached_property
    def _set(self) -> tuple[float, str]:
        """Size of the value and the word behind it: first without the word, then smaller."""
        u = self.unit
        near = min(self._near_width, 0.52 * self.across) if self.near else 0.0
        drawn = WISHED * u * (self.drawn_in and bool(self.kpi.points))
        first = max(drawn, (0.8 if self.drawn_in else 0.58) * near)
        all_sizes = [size for size in VALUE_SIZES if size <= self.largest]
        for need, sizes in ((first, all_sizes[:-3]), (0.58 * near, all_sizes)):
            room = self.across - 60 * u - need - 14 * u * bool(need)
            for size in sizes:
                for suffix in (self.kpi.format.suffix, ""):
                    if self._wide(size * u, suffix) <= room:
                        return size * u, suffix
        return self._squeezed(), ""

    @property
    def size(self) -> float:
        """The size of the value, in px."""
        return self._set[0]

    def _squeezed(self) -> float:
        room = self.across - 60 * self.unit
        for size in (*VALUE_SIZES, 21.0, 18.0):
            if self._wide(size * self.unit, "") <= room:
                return size * self.unit
        return max(10.0, 18 * self.unit * room / self._wide(18 * self.unit, ""))

    @cached_property
    def _near_width(self) -> float:
        return width(near_words(self.kpi), 21 * self.unit) * SLACK

    def _wide(self, size: float, suffix: str) -> float:
        wide = width(self.value, size, "sans", 600) * SLACK
        wide += 0.36 * size * self.kpi.restated
        if suffix and self.kpi.value is not None:
            wide += 0.16 * size + width(suffix, 21 * self.unit) * SLACK
        return wide

    def _figure(self) -> list[Node]:
        size, suffix = self._set
        state = STATES[self.state]
        ink = self.theme[state.ink]
        drawn = [label(self.value, self._start, self.base, size, 600, "sans", ink, id=self.id)]
        end = self._start + width(self.value, size, "sans", 600) * SLACK
        if self.kpi.restated:
            drawn.append(label(DAGGER, end, self.base - 0.26 * size, 0.6 * size, 500, "sans", ink))
            end += 0.36 * size
        if suffix and self.kpi.value is not None:
            second = self.theme["ink-2"]
            drawn.append(label(suffix, end + 0.16 * size, self.base, 21 * self.unit, fill=second))
        return drawn

    @property
    def _room(self) -> float:
        """What is free right of the value."""
        return self._end - self._start - self._wide(*self._set) - 14 * self.unit

    @cached_property
    def spark(self) -> tuple[float, float]:
        """Width and height of the sparkline in the row: the map's where there is room for that."""
        wide, high = self.spark_room
        if self.course is None or not wide:
            return wide, high
        return (self.course.width, self.course.height) if wide >= self.course.width else (0.0, 0.0)

    @cached_property
    def spark_room(self) -> tuple[float, float]:
        """Width and height that a sparkline may take: long rows can have a higher one."""
        u, room = self.unit, self._room
        if not (self.drawn_in and self.kpi.points) or self.kpi.value is None or room < SHORTEST * u:
            return 0.0, 0.0
        if self.near and not fits(near_words(self.kpi), max(LEAST, 16 * u), room, 1, weight=500):
            return 0.0, 0.0  # the target in two lines takes its place
        if room >= 260 * u:
            return room - 50 * u, (44 if self.near else 30) * u
        return min(room, max(124 * u, 0.34 * self.across)), 27.5 * u

    def _right(self) -> list[Node]:
        u = self.unit
        wide, high = self.spark
        drawn: list[Node] = []
        if wide:
            y = self.base - (15.5 if self.near else 2.5) * u - high
            found = self.sparkline(self._end - wide, y, wide, high)
            drawn += [found] if found else []
        if self.near and self._room > 20 * u:
            drawn += self._near(self._room, self.base + (9 if wide else 0) * u, 1 if wide else 2)
        return drawn

    def _near(self, room: float, y: float, most: int) -> list[Node]:
        """The near text up to the right end; ``y`` is the base line of its last line."""
        sizes = [max(LEAST, s * self.unit) for s in (21, 20, 19, 18, 17, 16)]
        words = near_words(self.kpi)
        size, lines = fit(words, room, 1, sizes[:4], weight=500)
        if lines != (words,):
            size, lines = fit(words, room, most, sizes, weight=500)
        top, ink = y - (len(lines) - 1) * 1.1 * size, self.theme["ink-2"]
        return [
            label(line, self._end, top + i * 1.1 * size, size, fill=ink, anchor="end")
            for i, line in enumerate(lines)
        ]

    def above(self) -> Node | None:
        """The course above the figure, where the map has its courses there."""
        course = self.course
        if course is None or not course.large or not self.value:
            return None
        top = self.base - self.rise - 18 * self.unit - course.height
        return self.sparkline(self.x, top, course.width, course.height)

    def sparkline(self, x: float, y: float, wide: float, high: float) -> Node | None:
        return sparkline(
            [p.value for p in self.kpi.points],
            self.kpi.aim,
            self.state,
            self.theme,
            x,
            y,
            wide,
            high,
            scale=self.unit,
            surface=self.surface,
        )
