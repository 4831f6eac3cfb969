"""One row of a scorecard table: a KPI with its owner, status, figure, target, course and period."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from hub.displays.surround import Box, leading, shown_words, word_of
from hub.domain.status import Status
from hub.drawing import (
    STATES,
    Look,
    Node,
    Theme,
    badge,
    card,
    fit,
    fits,
    flag_row,
    group,
    label,
    near_words,
    sparkline,
    state_of,
    wrap,
)
from hub.snapshot.views import KpiView, Legend

DAGGER = "\u2021"
GAP = 18.0  # px between two columns
NARROW = 1100.0  # px; a row that is narrower gives more of itself to the KPI's title
NARROW_SHARES = (0.4, 0.155, 0.115, 0.14, 0.09, 0.1)
SHARES = (0.355, 0.165, 0.12, 0.15, 0.1, 0.11)
NAMES = ("KPI and owner", "Status", "Value", "Target", "Course", "Period")
TARGET, COURSE = 3, 4


@dataclass(frozen=True)
class Columns:
    """Where the columns of all rows stand, from the left of a row of ``width`` px."""

    width: float

    @cached_property
    def spans(self) -> tuple[tuple[float, float], ...]:
        """(start, room) of each column."""
        shares = NARROW_SHARES if self.width < NARROW else SHARES
        inner = self.width - 2 * GAP - GAP * (len(shares) - 1)
        starts, x = [], GAP
        for share in shares:
            starts.append((x, share * inner))
            x += share * inner + GAP
        return tuple(starts)

    def headings(self, x: float, base: float, theme: Theme, size: float = 20) -> Node:
        """The names of the columns on the base line ``base``; that of the value ends its column."""
        return group(
            "columns",
            *(
                label(name, start + (room if name == "Value" else 0), 0, size,
                      fill=theme["ink-2"], anchor="end" if name == "Value" else None)
                for name, (start, room) in zip(NAMES, self.spans, strict=True)
            ),
            x=x,
            y=base,
        )  # fmt: skip


def kpi_row(
    kpi: KpiView, theme: Theme, words: Legend, box: Box, columns: Columns, again: str = ""
) -> Node:
    """The row of ``kpi`` in ``box``; ``again`` sets it apart where it stands a second time."""
    row = _Row(kpi, theme, words, columns, box.height, again)
    drawn = group(
        f"kpi-{kpi.key}{again}",
        card(STATES[row.state].look, theme, box.width, box.height, radius=8),
        *row.drawn(),
        x=box.x,
        y=box.y,
        data_kpi=kpi.key,
    )
    return leading(drawn, kpi, words)


@dataclass(frozen=True)
class _Row:
    kpi: KpiView
    theme: Theme
    words: Legend
    columns: Columns
    height: float
    again: str

    @property
    def state(self) -> str:
        return state_of(self.kpi)

    @property
    def ink(self) -> str:
        look = STATES[self.state].look
        return self.theme["ink-2" if look is Look.HOLLOW else "ink"]

    def drawn(self) -> Iterator[Node]:
        name, status, value, target, course, period = self.columns.spans
        yield from self.name(*name)
        yield from self.status(*status)
        if self.kpi.status is Status.SUPPRESSED:
            room = target[0] + target[1] - value[0]
            yield from self.near(value[0], room, f"v-{self.kpi.key}{self.again}")
        else:
            yield from self.value(*value)
            spark = self.course(*course)
            reach = target if spark else (target[0], course[0] + course[1] - target[0])
            yield from self.near(*reach)
            if spark:
                yield spark
        yield from self.lines(self.kpi.period_title, *period)

    def name(self, x: float, room: float) -> Iterator[Node]:
        """The title in one line or two, and below it whose it is and what to know about it."""
        h, title = self.height, self._title(room)
        size, lines = fit(title, room, 1, [part * h for part in (0.46, 0.42, 0.38, 0.34)])
        bases = [0.49 * h]
        if h >= 56 and not fits(title, size, room, 1):
            size = 0.285 * h
            lines, bases = wrap(title, size, room, 2), [0.31 * h, 0.61 * h]
            if len(lines) == 1:
                bases = [0.49 * h]
        for line, base in zip(lines, bases, strict=False):
            yield label(line, x, base, size, 600, fill=self.ink)
        small = min(22.0, 0.36 * h if len(lines) == 1 else 0.235 * h)
        owed = self.kpi.owner or "no owner yet"
        yield from flag_row(self.kpi, self.theme, x, 0.89 * h, room, small, also=owed)

    def _title(self, room: float) -> str:
        """The title, or the short one where it would have to be cut."""
        h, title = self.height, self.kpi.title
        two = h >= 56 and fits(title, 0.285 * h, room, 2)
        return title if two or fits(title, 0.34 * h, room, 1) else self.kpi.name

    def status(self, x: float, room: float) -> Iterator[Node]:
        h, size = self.height, min(0.62 * self.height, 40.0)
        word = word_of(self.state, self.words)
        yield badge(self.state, self.theme, x + size / 2, h / 2, size, word=word)
        sizes = [min(0.44 * h, 25.0) * part for part in (1, 0.9, 0.8)]
        yield from self.lines(word, x + size + 10, room - size - 10, sizes)

    def value(self, x: float, room: float) -> Iterator[Node]:
        """The value, its last digit at the end of its column."""
        h, shown = self.height, shown_words(self.kpi)
        mark = 0.2 * h if self.kpi.restated else 0.0
        sizes = [min(part * h, 40.0) for part in (0.62, 0.56, 0.5, 0.44, 0.38, 0.32, 0.26)]
        size, lines = fit(shown, room - mark, 1, sizes, "sans")
        right, base, ink = x + room - mark, h / 2 + 0.35 * size, self.theme[STATES[self.state].ink]
        for line in lines[:1]:
            yield label(
                line, right, base, size, 600, "sans", ink, "end", id=f"v-{self.kpi.key}{self.again}"
            )
        if self.kpi.restated:
            yield label(DAGGER, right + 3, base - 0.26 * size, 0.5 * size, 500, "sans", ink)

    def near(self, x: float, room: float, id: str | None = None) -> Iterator[Node]:
        """The target, or what stands in its place; of a late figure the lateness."""
        words = near_words(self.kpi)
        if words.startswith("target ") and self.kpi.target is not None:
            words = " ".join(part for part in (self.kpi.target_shown, self.kpi.format.suffix)
                             if part)  # fmt: skip
        yield from self.lines(words, x, room, id=id)

    def lines(
        self,
        words: str,
        x: float,
        room: float,
        sizes: list[float] | None = None,
        id: str | None = None,
    ) -> Iterator[Node]:
        """Words in one line or, smaller, in two, half-way down the row."""
        if not words:
            return
        h = self.height
        sizes = sizes or [min(0.44 * h, 24.0) * part for part in (1, 0.92, 0.84)]
        size, lines = fit(words, room, 1, sizes, weight=500)
        if not fits(words, size, room, 1, weight=500):
            smaller = [min(0.38 * h, size), min(0.34 * h, size)]
            size, lines = fit(words, room, 2, smaller, weight=500)
        first = h / 2 + 0.35 * size - (len(lines) - 1) * 0.56 * size
        for index, line in enumerate(lines):
            yield label(line, x, first + 1.12 * size * index, size, fill=self.theme["ink-2"],
                        id=id if index == 0 else None)  # fmt: skip

    def course(self, x: float, room: float) -> Node | None:
        """The sparkline, where there are figures."""
        if self.kpi.value is None or not self.kpi.points:
            return None
        h = self.height
        loud = STATES[self.state].look is Look.LOUD
        return sparkline(
            [point.value for point in self.kpi.points],
            self.kpi.target,
            self.state,
            self.theme,
            x,
            0.28 * h,
            room,
            0.44 * h,
            scale=min(0.9, h / 60),
            surface="below-soft" if loud else "surface",
        )
