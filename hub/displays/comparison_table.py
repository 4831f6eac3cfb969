"""The table of a comparison: KPIs above, units at the side, and in each cell how the unit does."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from hub.displays.surround import Box, Surround, leading, shown_words, word_of
from hub.domain.status import Status
from hub.drawing import (
    STATES,
    Node,
    badge,
    card,
    fit,
    fits,
    group,
    label,
    near_words,
    node,
    sparkline,
    state_of,
)
from hub.drawing.marks.card import surface
from hub.drawing.marks.card_style import ILLUSTRATIVE
from hub.drawing.marks.flags import APART
from hub.drawing.theme import Theme, look_of
from hub.snapshot.comparison import SharedView, UnitRow
from hub.snapshot.views import KpiView

CELL = (330.0, 104.0)  # px that a cell takes at least, at zoom 1
NAMES = 0.22  # of the width: the units
GAP, PAD, NEAR = 10.0, 18.0, 22.0
HIGHEST, UPRIGHT = 180.0, 300.0  # px of a row, and on a picture that is higher than wide
STACKED = 200.0  # px of a row from which the course may stand below the figure
SPARK = 150.0  # px that a course is wide at least
OWN = "not measured here"


@dataclass(frozen=True)
class Table:
    surround: Surround
    unit: str
    shared: Sequence[SharedView]
    rows: Sequence[UnitRow]

    @property
    def theme(self) -> Theme:
        return self.surround.frame.theme

    @property
    def zoom(self) -> float:
        return self.surround.frame.zoom

    @property
    def box(self) -> Box:
        return self.surround.box

    @cached_property
    def names(self) -> float:
        return NAMES * self.box.width

    @cached_property
    def column(self) -> float:
        return (self.box.width - self.names - GAP * len(self.shared)) / len(self.shared)

    @cached_property
    def head(self) -> float:
        return 140.0 * self.zoom + 40 * self.surround.frame.portrait

    @cached_property
    def row(self) -> float:
        free = self.box.height - self.head - GAP * len(self.rows)
        most = UPRIGHT if self.surround.frame.portrait else HIGHEST
        return min(free / max(len(self.rows), 1), most * self.zoom)

    @cached_property
    def periods(self) -> dict[str, str]:
        """The period that most figures of a column are of; another one is said in its cell."""
        found = {}
        for shared in self.shared:
            kpis = (row.kpis.get(shared.key) for row in self.rows)
            named = Counter(k.period_title for k in kpis if k and k.value is not None)
            found[shared.key] = named.most_common(1)[0][0] if named else ""
        return found

    def drawn(self) -> Iterator[Node]:
        box = self.box
        for index, shared in enumerate(self.shared):
            yield self._heading(shared, self._across(index), box.y)
        for number, row in enumerate(self.rows):
            y = box.y + self.head + GAP + number * (self.row + GAP)
            yield self._name(row, y)
            for index, shared in enumerate(self.shared):
                yield self._cell(row, shared, self._across(index), y)

    def _across(self, index: int) -> float:
        return self.box.x + self.names + GAP + index * (self.column + GAP)

    # -- headings --------------------------------------------------------------------------

    def _heading(self, shared: SharedView, x: float, y: float) -> Node:
        """The KPI, the state of the whole, the target, and the way to its bars."""
        kpi, z = shared.total, self.zoom
        mark = 40 * z
        room = self.column - 2 * PAD - mark - 14
        near = self._near(kpi, self.periods[shared.key])
        small, told = fit(near, room, 1 if fits(near, 18, room, 1, weight=500) else 2,
                          (NEAR, 21, 20, 19, 18), weight=500)  # fmt: skip
        beneath = 1.2 * NEAR * len(told) + 4
        block = self.head - beneath - 14
        sizes = [s * z for s in (32, 30, 28, 26, 24) if 2.2 * s * z <= block] or [24 * z]
        most = 3 if block >= 3.3 * sizes[-1] and not fits(kpi.name, sizes[-1], room, 2) else 2
        size, lines = fit(kpi.name, room, most, sizes if most == 2 else sizes[-1:])
        total = len(lines) * 1.1 * size + beneath
        base = (self.head - total) / 2 + 0.86 * size
        drawn = [
            label(line, PAD + mark + 14, base + 1.1 * size * n, size, 600, fill=self.theme["ink"])
            for n, line in enumerate(lines)
        ]
        low = base + 1.1 * size * (len(lines) - 1) + 0.24 * size + NEAR
        drawn += [
            label(words, PAD + mark + 14, low + 1.2 * NEAR * n, small, fill=self.theme["ink-2"])
            for n, words in enumerate(told)
        ]
        state = state_of(kpi)
        word = word_of(state, self.surround.words.of(kpi))
        about = {"scene": "comparison", "unit": self.unit, "kpi": shared.key}
        return group(
            f"kpi-{shared.key}",
            node("rect", x=0, y=0, width=self.column, height=self.head, rx=10,
                 fill=self.theme["band"], pointer_events="all"),
            badge(state, self.theme, PAD + mark / 2, self.head / 2, mark, word=word,
                  masked=kpi.masked),
            *drawn,
            x=x,
            y=y,
            role="link",
            tabindex="0",
            data_href=f"?{urlencode(about)}",
            aria_label=f"{kpi.title}, all units: {shown_words(kpi)}, {word}",
        )  # fmt: skip

    def _near(self, kpi: KpiView, period: str) -> str:
        whole = "" if kpi.status is Status.SUPPRESSED or kpi.value is None else f"all {kpi.shown}"
        target = f"target {kpi.target_shown}" if kpi.targeted else "no target"
        made = ILLUSTRATIVE if kpi.illustrative else ""
        return APART.join(words for words in (whole, target, period, made) if words)

    # -- units -----------------------------------------------------------------------------

    def _name(self, row: UnitRow, y: float) -> Node:
        z, title = self.zoom, row.title
        room = self.names - PAD
        sizes = [s * z for s in (33, 31, 29, 27)]
        if not fits(title, sizes[-1], room, 2):
            title = row.short
        most = 2 if self.row > 2.4 * sizes[-1] else 1
        size, lines = fit(title, room, most, [s for s in sizes if most * 1.12 * s <= self.row - 8]
                          or sizes[-1:])  # fmt: skip
        base = (self.row - len(lines) * 1.1 * size) / 2 + 0.86 * size
        about = {"scene": "scorecard", "unit": row.key}
        return group(
            f"unit-{row.key}",
            node("rect", x=0, y=0, width=self.names, height=self.row, fill="none",
                 pointer_events="all"),
            *(label(line, 0, base + 1.1 * size * n, size, 600, fill=self.theme["ink"])
              for n, line in enumerate(lines)),
            x=self.box.x,
            y=y,
            role="link",
            tabindex="0",
            data_href=f"?{urlencode(about)}",
            aria_label=row.title,
        )  # fmt: skip

    # -- cells -----------------------------------------------------------------------------

    def _cell(self, row: UnitRow, shared: SharedView, x: float, y: float) -> Node:
        id = f"cell-{row.key}-{shared.key}"
        kpi = row.kpis.get(shared.key)
        if kpi is None:
            return self._empty(id, x, y)
        drawn = group(
            id,
            card(look_of(kpi), self.theme, self.column, self.row),
            *self._figure(kpi, shared),
            x=x,
            y=y,
        )
        return leading(drawn, kpi, self.surround.words.of(kpi))

    def _empty(self, id: str, x: float, y: float) -> Node:
        small, cut = fit(OWN, self.column - 2 * PAD, 1, (NEAR, 21, 20, 18), weight=500)
        return group(
            id,
            node("rect", x=0, y=0, width=self.column, height=self.row, rx=10, fill="none"),
            label(cut[0], PAD, self.row / 2 + 8, small, fill=self.theme["ink-2"]),
            x=x,
            y=y,
        )

    def _figure(self, kpi: KpiView, shared: SharedView) -> Iterator[Node]:
        z, state = self.zoom, state_of(kpi)
        mark, words = min(48 * z, 0.6 * self.row), self.surround.words.of(kpi)
        hidden = kpi.status is Status.SUPPRESSED
        left = PAD + mark + 18
        room = self.column - left - PAD
        course = bool(kpi.points) and not hidden
        beside = course and min(0.45 * room, 320.0) >= SPARK
        below = course and not beside and self.row >= STACKED
        high = 0.56 * self.row if below else self.row
        yield badge(state, self.theme, PAD + mark / 2, high / 2, mark,
                    word=word_of(state, words), overridden=kpi.override is not None,
                    masked=kpi.masked, upstream=bool(kpi.upstream))  # fmt: skip
        face, weight = ("condensed", 500) if hidden else ("sans", 600)
        near = self._beneath(kpi, shared)
        spark = min(0.45 * room, 320.0) if beside else 0.0
        text = room - (spark + 20 if spark else 0)
        sizes = (30, 27, 24, 21) if hidden else (45, 42, 38, 34, 30, 27, 24)
        size, lines = fit(shown_words(kpi), text, 1, [s * z for s in sizes], face, weight)
        base = (high - size - (1.25 * NEAR if near else 0)) / 2 + 0.84 * size
        ink = self.theme[STATES[state].ink]
        yield label(lines[0], left, base, size, weight, face, ink,
                    id=f"v-{kpi.key}")  # fmt: skip
        if near:
            small, cut = fit(near, text, 1, (NEAR, 21, 20, 19, 18, 17), weight=500)
            yield label(cut[0], left, base + 0.24 * size + NEAR, small, fill=self.theme["ink-2"])
        if spark:
            tall = min(0.55 * self.row, 0.4 * spark)
            yield self._course(kpi, Box(self.column - PAD - spark, (self.row - tall) / 2, spark,
                                        tall))  # fmt: skip
        if below:
            yield self._course(kpi, Box(PAD, high, self.column - 2 * PAD, self.row - high - PAD))

    def _course(self, kpi: KpiView, box: Box) -> Node:
        drawn = sparkline([p.value for p in kpi.points], kpi.aim, state_of(kpi), self.theme,
                          box.x, box.y, box.width, box.height,
                          surface=surface(look_of(kpi)))  # fmt: skip
        return drawn or group(None)

    def _beneath(self, kpi: KpiView, shared: SharedView) -> str:
        """What sets this figure apart from the others of its column."""
        if kpi.status is Status.SUPPRESSED:
            return ""
        own = kpi.aim != shared.total.aim
        said = [near_words(kpi)] if own or kpi.late or kpi.value is None else []
        if kpi.value is not None and kpi.period_title != self.periods[shared.key]:
            said.append(kpi.period_title)
        if kpi.illustrative and not shared.total.illustrative:
            said.append(ILLUSTRATIVE)
        return APART.join(word for word in said if word)
