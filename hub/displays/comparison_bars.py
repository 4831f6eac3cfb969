"""One KPI by unit as bars from zero, the worst first, with each target and the figure before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from hub.displays.surround import SLACK, Box, Surround, leading, shown_words, word_of
from hub.domain.status import Polarity, Status
from hub.drawing import (
    STATES,
    Node,
    badge,
    card,
    fit,
    group,
    label,
    near_words,
    node,
    state_of,
    width,
)
from hub.drawing.marks.badge import line
from hub.drawing.marks.card import surface
from hub.drawing.marks.card_style import ILLUSTRATIVE
from hub.drawing.marks.flags import APART
from hub.drawing.nodes import written
from hub.drawing.theme import Look, Theme
from hub.snapshot.views import KpiView

LEAST, HIGHEST, GAP, PAD, NEAR = 104.0, 190.0, 10.0, 20.0, 22.0
HEAD = 100.0
WORST_FIRST = (Status.RED, Status.AMBER, Status.NO_TARGET, Status.GREEN)


def in_order(kpis: Sequence[KpiView]) -> list[KpiView]:
    """The worst figure first; then units without one, then those that it is hidden of."""
    placed = [kpi for kpi in kpis if measured(kpi)]
    others = [kpi for kpi in kpis if not measured(kpi)]
    if any(kpi.polarity is Polarity.RANGE for kpi in placed):
        placed.sort(key=lambda kpi: (_rank(kpi.status), -(kpi.value or 0)))
    else:
        placed.sort(key=lambda k: (k.value or 0) * (1 if k.polarity is Polarity.HIGHER else -1))
    return placed + sorted(others, key=lambda kpi: kpi.status is Status.SUPPRESSED)


def _rank(status: Status) -> int:
    return WORST_FIRST.index(status) if status in WORST_FIRST else len(WORST_FIRST)


def measured(kpi: KpiView) -> bool:
    return kpi.value is not None and kpi.status is not Status.SUPPRESSED


@dataclass(frozen=True)
class Bars:
    """``shown`` of ``kpis``, which are of one definition and share a scale; ``total`` is of all."""

    surround: Surround
    total: KpiView
    shown: Sequence[KpiView]
    kpis: Sequence[KpiView]

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
        return (0.36 if self.surround.frame.portrait else 0.27) * self.box.width

    @cached_property
    def values(self) -> float:
        return max(0.14 * self.box.width, 170 * self.zoom)

    @cached_property
    def row(self) -> float:
        free = self.box.height - HEAD - GAP * len(self.shown)
        return min(free / max(len(self.shown), 1), HIGHEST * self.zoom)

    @cached_property
    def scale(self) -> tuple[float, float]:
        """The least and the most of the axis, zero within."""
        aims = [aim for kpi in self.kpis for aim in _aims(kpi)]
        before = [k.previous for k in self.kpis if measured(k) and k.previous is not None]
        own = [k.value for k in self.kpis if measured(k) and k.value is not None]
        low, high = min((0.0, *aims, *before, *own)), max((0.0, *aims, *before, *own))
        return (low, high) if high > low else (low, low + 1.0)

    def across(self, value: float) -> float:
        low, high = self.scale
        start = PAD + 50 * self.zoom + 16 + self.names
        room = self.box.width - start - self.values - 2 * PAD
        return start + (value - low) / (high - low) * room

    def drawn(self) -> Iterator[Node]:
        yield self._head()
        y = self.box.y + HEAD + GAP
        for kpi in self.shown:
            yield self._row(kpi, y)
            y += self.row + GAP

    # -- the whole -------------------------------------------------------------------------

    def _head(self) -> Node:
        """The figure of all units together, and the way to how they make it up."""
        kpi, theme, box = self.total, self.theme, self.box
        state = state_of(kpi)
        word = word_of(state, self.surround.words.of(kpi))
        hidden = kpi.status is Status.SUPPRESSED
        shown = shown_words(kpi)
        face, weight = ("condensed", 500) if hidden else ("sans", 600)
        size, cut = fit(shown, 0.4 * box.width, 1, (52, 46, 40, 34, 28, 24), face, weight)
        aim = f"target {kpi.target_shown}" if kpi.late and kpi.targeted and not hidden else ""
        told = [f"{kpi.unit_title}: all units", "" if hidden else near_words(kpi), aim,
                kpi.period_title, ILLUSTRATIVE if kpi.illustrative else ""]  # fmt: skip
        left = PAD + 56 + 16
        end = left + width(cut[0], size, face, weight) * SLACK + 28
        small, lines = fit(APART.join(t for t in told if t), box.width - end - PAD, 2,
                           (26, 24, 22, 20, 18), weight=500)  # fmt: skip
        first = HEAD / 2 + 0.35 * small - 0.6 * small * (len(lines) - 1)
        scene = "spread" if kpi.parts else "kpi_story"
        return group(
            f"kpi-{kpi.key}",
            card(STATES[state].look, theme, box.width, HEAD, radius=14),
            badge(state, theme, PAD + 28, HEAD / 2, 56, word=word, masked=kpi.masked),
            label(cut[0], left, HEAD / 2 + 0.35 * size, size, weight, face,
                  theme[STATES[state].ink], id=f"v-{kpi.key}"),
            *(label(each, end, first + 1.2 * small * n, small, fill=theme["ink-2"])
              for n, each in enumerate(lines)),
            x=box.x,
            y=box.y,
            role="link",
            tabindex="0",
            data_href=f"?{urlencode({'scene': scene, 'kpi': kpi.key})}",
            data_value=shown,
            aria_label=f"{kpi.title}, all units: {shown}, {word}",
        )  # fmt: skip

    # -- the units -------------------------------------------------------------------------

    def _row(self, kpi: KpiView, y: float) -> Node:
        state, words = state_of(kpi), self.surround.words.of(kpi)
        mark = min(50 * self.zoom, 0.6 * self.row)
        look = STATES[state].look
        drawn = group(
            f"unit-{kpi.key}",
            card(look if look is not Look.HATCHED else Look.CALM, self.theme, self.box.width,
                 self.row),
            badge(state, self.theme, PAD + mark / 2, self.row / 2, mark,
                  word=word_of(state, words), overridden=kpi.override is not None,
                  masked=kpi.masked, upstream=bool(kpi.upstream)),
            *self._name(kpi, PAD + mark + 16),
            *(self._bar(kpi) if measured(kpi) else self._without(kpi)),
            x=self.box.x,
            y=y,
        )  # fmt: skip
        return leading(drawn, kpi, words)

    def _name(self, kpi: KpiView, left: float) -> Iterator[Node]:
        z = self.zoom
        room = PAD + 50 * z + self.names - left - 10
        near = kpi.owner
        sizes = [s * z for s in (33, 31, 29, 27)]
        most = 2 if self.row - (1.3 * NEAR if near else 0) > 2.5 * sizes[-1] else 1
        block = self.row - 12 - (1.3 * NEAR if near else 0)
        fitting = [s for s in sizes if most * 1.1 * s <= block] or sizes[-1:]
        size, lines = fit(kpi.unit_title, room, most, fitting)
        total = len(lines) * 1.1 * size + (1.25 * NEAR if near else 0)
        base = (self.row - total) / 2 + 0.86 * size
        for each in lines:
            yield label(each, left, base, size, 600, fill=self.theme["ink"])
            base += 1.1 * size
        if near:
            small, cut = fit(near, room, 1, (NEAR, 21, 20), weight=500)
            at = base + 0.95 * NEAR - 0.86 * size
            yield label(cut[0], left, at, small, fill=self.theme["ink-2"])

    def _bar(self, kpi: KpiView) -> Iterator[Node]:
        theme, value = self.theme, kpi.value or 0.0
        high = min(0.42 * self.row, 46 * self.zoom)
        top = (self.row - high) / 2
        left, right = sorted((self.across(0.0), self.across(value)))
        yield node("rect", x=left, y=top, width=max(right - left, 2), height=high, rx=4,
                   fill="none" if kpi.late else theme["ink-2"],
                   stroke=theme["ink-3"] if kpi.late else None,
                   stroke_width=3 if kpi.late else None,
                   stroke_dasharray="9 7" if kpi.late else None)  # fmt: skip
        if kpi.previous is not None:
            x = written(self.across(kpi.previous))
            d = f"M{x} {written(top - 7)}V{written(top + high + 7)}"
            yield line(d, theme["ink-3"], 4, "6 5")
        for aim in _aims(kpi):
            x = written(self.across(aim))
            d = f"M{x} {written(0.1 * self.row)}V{written(0.9 * self.row)}"
            yield line(d, theme[surface(STATES[state_of(kpi)].look)], 10)  # stands out on the bar
            yield line(d, theme["ink"], 4)
        yield from self._value(kpi)

    def _value(self, kpi: KpiView) -> Iterator[Node]:
        z, x = self.zoom, self.box.width - self.values - PAD + 8
        near = APART.join(words for words in (self._apart(kpi),) if words)
        sizes = [s * z for s in (45, 41, 37, 33, 29, 26, 23)]
        size, lines = fit(kpi.shown, self.values - 8, 1, sizes, "sans")
        base = (self.row - size - (1.25 * NEAR if near else 0)) / 2 + 0.84 * size
        ink = self.theme[STATES[state_of(kpi)].ink]
        yield label(lines[0], x, base, size, 600, "sans", ink, id=f"v-{kpi.key}")
        if near:
            small, cut = fit(near, self.values - 8, 1, (NEAR, 21, 20, 19, 18, 17), weight=500)
            yield label(cut[0], x, base + 0.24 * size + NEAR, small, fill=self.theme["ink-2"])

    def _apart(self, kpi: KpiView) -> str:
        """What sets the figure apart: it is late, of another period, or has a target of its own."""
        if kpi.late:
            return kpi.late_words
        if kpi.period_title != self.total.period_title and kpi.period_title:
            return kpi.period_title
        if kpi.targeted and kpi.aim != self.total.aim:
            return f"target {kpi.target_shown}"
        return f"before {kpi.format.show(kpi.previous)}" if kpi.previous is not None else ""

    def _without(self, kpi: KpiView) -> Iterator[Node]:
        """Words in place of a bar."""
        left = PAD + 50 * self.zoom + 16 + self.names
        room = self.box.width - left - 2 * PAD
        sizes = [s * self.zoom for s in (30, 27, 24, 21)]
        size, lines = fit(near_words(kpi), room, 1, sizes, weight=500)
        yield label(lines[0], left, self.row / 2 + 0.35 * size, size, fill=self.theme["ink-2"])


def _aims(kpi: KpiView) -> tuple[float, ...]:
    if kpi.status is Status.SUPPRESSED or kpi.aim is None:
        return ()
    return kpi.aim if isinstance(kpi.aim, tuple) else (kpi.aim,)
