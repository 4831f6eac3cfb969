"""One row of a scorecard table: a KPI with its owner, status, figure, target, course and period."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from hub.displays.scorecard_type import CAVEAT
from hub.displays.surround import SLACK, Box, leading, shown_words, word_of
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
    icon,
    label,
    look_of,
    near_words,
    signs,
    sparkline,
    state_of,
    width,
    wrap,
)
from hub.drawing.marks.flags import APART, SMALLER, icons_width, remarks
from hub.snapshot.views import KpiView, Legend

DAGGER = "\u2021"
GAP, CLOSE = 18.0, 13.0  # px between two columns, and where there are many of them
NARROW = 1100.0  # px; a row that is narrower gives more of itself to the KPI's title
NARROW_SHARES = (0.405, 0.15, 0.115, 0.12, 0.08, 0.13)
SHARES = (0.41, 0.15, 0.11, 0.12, 0.085, 0.125)
NAMES = ("KPI and owner", "Status", "Value", "Target", "Course", "Period")
VARIATION = "Variation"
HEADING = 20.0  # px
SIGNS = 5  # the place of the column of icons
LEAST = 14.0  # px of the words in a row, while they can be read whole so
LEAST_UNDER = 13.0
UNDER = 1.3  # em from a title's base line to that of the line below it, in its own type
LEADING = 1.12


@dataclass(frozen=True)
class Columns:
    """Where the columns of all rows stand, from the left of a row of ``width`` px."""

    width: float
    signed: bool = False  # whether there are icons, which have a column after the course

    @cached_property
    def spans(self) -> tuple[tuple[float, float], ...]:
        """(start, room) of each column but that of the icons."""
        return tuple(span for place, span in enumerate(self._all) if place != SIGNS)

    @property
    def signs(self) -> tuple[float, float]:
        """(start, room) of the column of icons; no room where there are none."""
        return self._all[SIGNS]

    @cached_property
    def _all(self) -> tuple[tuple[float, float], ...]:
        shares = NARROW_SHARES if self.width < NARROW else SHARES
        own = width(VARIATION, HEADING) * SLACK if self.signed else 0.0
        gap = CLOSE if self.signed and self.width < NARROW else GAP
        inner = self.width - 2 * GAP - gap * (len(shares) - 1 + self.signed) - own
        rooms = [share * inner for share in shares]
        rooms.insert(SIGNS, own)
        starts, x = [], GAP
        for room in rooms:
            starts.append((x, room))
            x += room + gap if room else 0
        return tuple(starts)

    def headings(self, x: float, base: float, theme: Theme, size: float = HEADING) -> Node:
        """The names of the columns on the base line ``base``; that of the value ends its column."""
        return group(
            "columns",
            *(
                label(name, start + (room if name == "Value" else 0), 0, size,
                      fill=theme["ink-2"], anchor="end" if name == "Value" else None)
                for name, (start, room) in zip(NAMES, self.spans, strict=True)
            ),
            label(VARIATION, self.signs[0], 0, size, fill=theme["ink-2"]) if self.signed else None,
            x=x,
            y=base,
        )  # fmt: skip


@dataclass(frozen=True)
class RowType:
    """The type of all rows on a page, in px: of titles, of the line below them, of each column."""

    title: float
    under: float
    value: float
    status: float
    target: float
    period: float


def row_type(kpis: Sequence[KpiView], words: Legend, columns: Columns, high: float) -> RowType:
    """The largest type in which every row of ``high`` px says everything whole."""
    name, status, value, target, _, period = (room for _, room in columns.spans)
    largest = min(0.4 * high, 24.0)
    states = [word_of(state_of(kpi), words.of(kpi)) for kpi in kpis]
    aims = [_aim(kpi) for kpi in kpis if _has_course(kpi)]
    near = [
        _column(states, status - _mark(high) - 10, high, largest),
        _column(aims, target, high, largest),
        _column([kpi.period_title for kpi in kpis], period, high, largest),
    ]
    alike = max(min(near), 0.75 * largest)
    under = _under(kpis, name, high)
    title, under = _title(kpis, name, high, under)
    return RowType(title, under, _value(kpis, value, high), *(min(size, alike) for size in near))


def _sizes(largest: float, least: float) -> list[float]:
    return [largest * 0.96**step for step in range(40) if largest * 0.96**step > least] + [least]


def _title(kpis: Sequence[KpiView], room: float, high: float, under: float) -> tuple[float, float]:
    """One size for all titles, in one line where that is not small, else in two; and that of the
    line below them, smaller than ``under`` where two lines of a title need the room.

    A title that is too long even for the smallest type does not count, but its short one does.
    """
    least = min(0.36 * high, 18.0)
    largest = min(0.4 * high, 30.0)
    for small in _sizes(under, min(under, LEAST_UNDER)):
        most = _lines(least, high, small)
        said = [k.title if fits(k.title, least, room, most) else k.name for k in kpis]
        one, two = _sizes(largest, max(least, 0.27 * high)), _sizes(largest, least)
        for size, lines in (*((s, 1) for s in one), *((s, _lines(s, high, small)) for s in two)):
            if all(fits(words, size, room, lines) for words in said):
                return size, min(small, max(LEAST_UNDER, 0.85 * size))
    return least, min(under, LEAST_UNDER)


def _lines(size: float, high: float, under: float) -> int:
    """How many lines of a title the row has room for."""
    return 2 if (1.08 + 0.75) * size + UNDER * under <= 0.82 * high else 1


def _under(kpis: Sequence[KpiView], room: float, high: float) -> float:
    largest = min(0.32 * high, 21.0)
    for size in _sizes(largest, min(largest, LEAST_UNDER)):
        if all(_under_fits(kpi, size, room) for kpi in kpis):
            return size
    return min(largest, LEAST_UNDER)


def _under_fits(kpi: KpiView, size: float, room: float) -> bool:
    """Whether the owner, whom it covers and that it is made up fit, and what else there is to say
    at the smaller size at which ``flag_row`` sets it then."""
    made = CAVEAT if kpi.illustrative else ""
    plain = APART.join(part for part in (kpi.coverage, made, _owner(kpi)) if part)
    said = APART.join(part for part in (remarks(kpi, brief=True), _owner(kpi)) if part)
    icons = icons_width(kpi, size)
    whole = icons + width(said, SMALLER[-1] * size) * SLACK
    return max(width(plain, size) * SLACK, whole) <= room


def _owner(kpi: KpiView) -> str:
    return kpi.owner or "no owner yet"


def _value(kpis: Sequence[KpiView], room: float, high: float) -> float:
    shown = [shown_words(k) for k in kpis if _figured(k)]
    for size in _sizes(min(0.56 * high, 40.0), 0.3 * high):
        if all(fits(words, size, room, 1, "sans") for words in shown):
            return size
    return 0.3 * high


def _column(words: Sequence[str], room: float, high: float, largest: float) -> float:
    """One size for a column: in one line where that is not much smaller, else in two."""
    least = min(LEAST, 0.34 * high)
    two = min(0.84 * largest, 0.88 * high / (1 + LEADING))
    for lines, sizes in ((1, _sizes(largest, max(least, 0.7 * largest))), (2, _sizes(two, least))):
        for size in sizes:
            if all(fits(each, size, room, lines, weight=500) for each in words):
                return size
    return least


def _mark(high: float) -> float:
    """The size of a row's badge."""
    return min(0.58 * high, 36.0)


def _figured(kpi: KpiView) -> bool:
    return kpi.status is not Status.SUPPRESSED


def _has_course(kpi: KpiView) -> bool:
    """Whether there are figures to draw."""
    return _figured(kpi) and kpi.value is not None and bool(kpi.points)


def _aim(kpi: KpiView) -> str:
    """The target, or what stands in its place; of a late figure the lateness."""
    words = near_words(kpi)
    if not words.startswith("target ") or not kpi.targeted:
        return words
    return " ".join(part for part in (kpi.target_shown, kpi.format.suffix) if part)


def kpi_row(
    kpi: KpiView,
    theme: Theme,
    words: Legend,
    box: Box,
    columns: Columns,
    letters: RowType,
    again: str = "",
) -> Node:
    """The row of ``kpi`` in ``box``; ``again`` sets it apart where it stands a second time."""
    row = _Row(kpi, theme, words, columns, letters, box.height, again)
    drawn = group(
        f"kpi-{kpi.key}{again}",
        card(look_of(kpi), theme, box.width, box.height, radius=8),
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
    letters: RowType
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
        id = f"v-{self.kpi.key}{self.again}"
        if not _figured(self.kpi):
            room = target[0] + target[1] - value[0]
            yield from self.lines(_aim(self.kpi), value[0], room, self.letters.target, id)
        else:
            yield from self.value(*value, id)
            spark = self.course(*course)
            reach = target[1] if spark else course[0] + course[1] - target[0]
            yield from self.lines(_aim(self.kpi), target[0], reach, self.letters.target)
            if spark:
                yield spark
            yield from self.signs(*self.columns.signs)
        yield from self.lines(self.kpi.period_title, *period, self.letters.period)

    def name(self, x: float, room: float) -> Iterator[Node]:
        """The title in one line or two, and below it whose it is and what to know about it."""
        size, under = self.letters.title, self.letters.under
        most = _lines(size, self.height, under)
        title = self.kpi.title if fits(self.kpi.title, size, room, most) else self.kpi.name
        lines = wrap(title, size, room, most)
        high = (0.75 + 1.08 * (len(lines) - 1)) * size + UNDER * under
        base = (self.height - high) / 2 + 0.72 * size
        for index, line in enumerate(lines):
            yield label(line, x, base + 1.08 * size * index, size, 600, fill=self.ink)
        last = base + 1.08 * size * (len(lines) - 1) + UNDER * under
        yield from flag_row(self.kpi, self.theme, x, last, room, under, also=_owner(self.kpi))

    def status(self, x: float, room: float) -> Iterator[Node]:
        h, size = self.height, _mark(self.height)
        word = word_of(self.state, self.words.of(self.kpi))
        by_hand = self.kpi.override is not None
        yield badge(
            self.state,
            self.theme,
            x + size / 2,
            h / 2,
            size,
            word=word,
            overridden=by_hand,
            masked=self.kpi.masked,
            upstream=bool(self.kpi.upstream),
        )
        yield from self.lines(word, x + size + 10, room - size - 10, self.letters.status)

    def value(self, x: float, room: float, id: str) -> Iterator[Node]:
        """The value, its last digit at the end of its column, its dagger beyond that."""
        h, shown = self.height, shown_words(self.kpi)
        sizes = _sizes(self.letters.value, 0.2 * h)
        size, lines = fit(shown, room, 1, sizes, "sans")
        right, base, ink = x + room, h / 2 + 0.35 * size, self.theme[STATES[self.state].ink]
        for line in lines[:1]:
            yield label(line, right, base, size, 600, "sans", ink, "end", id=id)
        if self.kpi.restated:
            small = min(0.5 * size, 22.0)
            yield label(DAGGER, right + 2, base - 0.26 * size, small, 500, "sans", ink)

    def signs(self, x: float, room: float) -> Iterator[Node]:
        """The icons of variation and of assurance, each in its place."""
        size = min(0.74 * self.height, 0.48 * room)
        places = (x + size / 2, x + room - size / 2)
        for name, middle in zip(signs(self.kpi), places, strict=True):
            if name:
                yield icon(name, self.theme, middle, self.height / 2, size)

    def lines(
        self, words: str, x: float, room: float, size: float, id: str | None = None
    ) -> Iterator[Node]:
        """Words in one line or in two, half-way down the row; smaller where they would be cut."""
        if not words:
            return
        two = min(size, 0.88 * self.height / (1 + LEADING))
        sizes = _sizes(two, min(two, LEAST))
        lines: tuple[str, ...] = (words,)
        if not fits(words, size, room, 1, weight=500):
            size, lines = fit(words, room, 2, sizes, weight=500)
        first = self.height / 2 + 0.35 * size - (len(lines) - 1) * LEADING / 2 * size
        for index, line in enumerate(lines):
            yield label(line, x, first + LEADING * size * index, size, fill=self.theme["ink-2"],
                        id=id if index == 0 else None)  # fmt: skip

    def course(self, x: float, room: float) -> Node | None:
        """The sparkline, where there are figures."""
        if not _has_course(self.kpi):
            return None
        h = self.height
        loud = STATES[self.state].look is Look.LOUD
        return sparkline(
            [point.value for point in self.kpi.points],
            self.kpi.aim,
            self.state,
            self.theme,
            x,
            0.28 * h,
            room,
            0.44 * h,
            scale=min(0.9, h / 60),
            surface="below-soft" if loud else "surface",
        )
