"""Rows of units behind a total: badge, unit, accountable owner, a dot on one scale, the value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from hub.displays.surround import SLACK, Box, word_of
from hub.domain.status import Polarity, Status
from hub.drawing import STATES, Node, Theme, badge, fit, group, label, node, width
from hub.drawing.marks.badge import line
from hub.drawing.marks.flags import APART
from hub.drawing.marks.kpi_tile import DAGGER, HIDDEN
from hub.drawing.marks.level_axis import LevelAxis
from hub.drawing.nodes import written
from hub.snapshot.parts import PartView
from hub.snapshot.views import KpiView, Legend

GAP = 4.0  # px between two rows
PAD = 16.0
NAME, VALUE = 0.4, 0.26  # the most of a row's width that names and values take
HIGHEST, UPRIGHT = 138.0, 230.0  # px of a row, and of one on a picture that is higher than wide
WORST_FIRST = (Status.RED, Status.AMBER, Status.NO_TARGET, Status.GREEN)
MISSING = "no figure yet"


def in_order(kpi: KpiView) -> list[PartView]:
    """The units with the worst figure first; then those without one, then those it is hidden of.
    Where a range is aimed at, the status says what is worse."""
    placed = [part for part in kpi.parts if part.value is not None]
    if kpi.polarity is Polarity.RANGE:
        placed.sort(key=lambda part: (WORST_FIRST.index(part.status), -(part.value or 0)))
    else:
        sign = 1 if kpi.polarity is Polarity.HIGHER else -1
        placed.sort(key=lambda part: sign * (part.value or 0))
    others = [part for part in kpi.parts if part.value is None]
    return placed + sorted(others, key=lambda part: part.status is Status.SUPPRESSED)


def told(part: PartView, kpi: KpiView) -> str:
    """The value, or why there is none to see."""
    if part.status is Status.SUPPRESSED:
        return HIDDEN
    return MISSING if part.value is None else kpi.format.show(part.value)


def seen(part: PartView) -> PartView:
    """``part`` with nothing in it that its suppression hides."""
    hidden = part.status is Status.SUPPRESSED
    return replace(part, value=None, restated=False, override=None) if hidden else part


@dataclass(frozen=True)
class Rows:
    """``parts`` below each other in ``box``, with the scale that all of them share above.

    ``named`` are those of all columns, which have their words in like places; the scale is made
    from ``kpi.parts``, so that it is the same wherever the scene has one.
    """

    kpi: KpiView
    parts: Sequence[PartView]
    named: Sequence[PartView]
    theme: Theme
    words: Legend
    box: Box
    deep: int  # rows that the box has room for: columns beside each other have as many

    @cached_property
    def size(self) -> float:
        """Type of the scale."""
        return 21.0 if self.box.width > 1000 else 18.0

    @property
    def head(self) -> float:
        return 3.1 * self.size

    @cached_property
    def row(self) -> float:
        """Height of a row with the gap below it."""
        highest = HIGHEST if self.box.width > self.box.height else UPRIGHT
        return min((self.box.height - self.head) / max(self.deep, 1), highest)

    @cached_property
    def title_size(self) -> float:
        return min(40.0, 0.3 * self.row + 5)

    @cached_property
    def owner_size(self) -> float:
        return min(27.0, 0.2 * self.row + 5.5)

    @cached_property
    def value_size(self) -> float:
        return min(46.0, 0.3 * self.row + 7)

    @property
    def mark(self) -> float:
        return min(0.6 * self.row, 50.0)

    @cached_property
    def _names(self) -> float:
        """What names and owners take, within their share."""
        wide = max(
            (
                max(
                    width(part.unit_title, self.title_size, weight=600),
                    width(self._under(part), self.owner_size),
                )
                for part in self.named
            ),
            default=0.0,
        )
        return min(wide * SLACK, NAME * self.box.width)

    @cached_property
    def _values(self) -> float:
        wide = max((self._told_width(part) for part in self.named), default=0.0)
        return min(wide, VALUE * self.box.width)

    def _told_width(self, part: PartView) -> float:
        words = told(part, self.kpi)
        if part.value is None:
            return width(words, self.owner_size) * SLACK
        return width(words, self.value_size, "sans", 600) * SLACK

    @cached_property
    def axis(self) -> LevelAxis:
        left = 2 * PAD + self.mark + self._names + PAD
        right = self.box.width - 2 * PAD - self._values
        shown = [p for p in self.kpi.parts if p.value is not None]
        own = (p.target for p in shown if p.target is not None and self.kpi.target_range is None)
        total = None if self.kpi.status is Status.SUPPRESSED else self.kpi.value
        return LevelAxis(
            (*(p.value for p in shown if p.value is not None), *own),
            self.kpi.aim,
            total,
            self.kpi.format,
            self.theme,
            left,
            right,
            self.box.width,
            self.size,
        )

    def drawn(self) -> Iterator[Node]:
        """The fields of the rows, the scale over them, and on it the dots and the words."""
        top, box = self.head, self.box
        bottom = top + self.row * len(self.parts) - GAP
        fields = [self._field(p, top + self.row * n) for n, p in enumerate(self.parts)]
        yield group(None, *fields, *self.axis.drawn(top, bottom), x=box.x, y=box.y)
        for index, part in enumerate(self.parts):
            yield self._row(part, box.x, box.y + top + self.row * index)

    def _field(self, part: PartView, y: float) -> Node:
        red = part.status is Status.RED
        return node(
            "rect",
            x=0,
            y=y,
            width=self.box.width,
            height=self.row - GAP,
            rx=8,
            fill=self.theme["below-soft" if red else "surface-2"],
        )

    def _row(self, part: PartView, x: float, y: float) -> Node:
        high = self.row - GAP
        scene = "spread" if part.totalled else "kpi_story"
        reason = part.override.reason if part.override else ""
        again = "restated" if part.restated else ""
        state = word_of(part.status.value, self._words)
        said = [told(part, self.kpi), again, self._aim(part), state, self._beneath(part), reason]
        return group(
            f"unit-{part.key}",
            node("rect", x=0, y=0, width=self.box.width, height=high, fill="none",
                 pointer_events="all"),
            badge(part.status.value, self.theme, PAD + self.mark / 2, high / 2, self.mark,
                  word=state, overridden=part.override is not None),
            *self._name(part, high),
            *self._dot(part, high),
            *self._told(part, high),
            x=x,
            y=y,
            role="link",
            tabindex="0",
            data_href=f"?{urlencode({'scene': scene, 'kpi': part.key})}",
            data_value=told(part, self.kpi),
            aria_label=f"{part.unit_title}: {', '.join(words for words in said if words)}",
        )  # fmt: skip

    @property
    def _words(self) -> Legend:
        return self.words.of(self.kpi)

    def _aim(self, part: PartView) -> str:
        if part.target is None or part.value is None or self.kpi.target_range is not None:
            return ""
        return f"target {self.kpi.format.show(part.target)}"

    def _under(self, part: PartView) -> str:
        """The owner, after what the figure says where the status was set by hand."""
        said = (self._beneath(part), part.owner or "no owner yet")
        return APART.join(words for words in said if words)

    def _beneath(self, part: PartView) -> str:
        """What the figure says where somebody has set another status by hand."""
        if part.override is None:
            return ""
        beneath = word_of(part.override.underlying.value, self._words)
        return f"set by hand, figure says \u201c{beneath}\u201d"

    def _name(self, part: PartView, high: float) -> Iterator[Node]:
        left, big, small = 2 * PAD + self.mark, self.title_size, self.owner_size
        owner = self._under(part)
        room = self._names + 0.5
        first = (high - 0.96 * big - 1.08 * small) / 2 + 0.72 * big
        said = ((part.unit_title, big, 600, "ink", first),
                (owner, small, 500, "ink-2", first + 0.24 * big + 0.86 * small))  # fmt: skip
        for words, size, weight, ink, base in said:
            sizes = [size * share for share in (1, 0.94, 0.88, 0.82, 0.76, 0.7)]
            fitted, lines = fit(words, room, 1, sizes, weight=weight)
            for each in lines:
                yield label(each, left, base, fitted, weight, fill=self.theme[ink])

    def _dot(self, part: PartView, high: float) -> Iterator[Node]:
        """The value as a dot, and the unit's own target where that is another one."""
        if part.value is None:
            return
        radius, look = min(0.26 * high, 15.0), STATES[part.status.value]
        if part.target is not None and part.target != self.kpi.aim and self._aim(part):
            x = written(self.axis.across(part.target))
            ends = f"M{x} {written(0.2 * high)}V{written(0.8 * high)}"
            yield line(ends, self.theme["ink-3"], 3)
        yield node(
            "circle",
            cx=self.axis.across(part.value),
            cy=high / 2,
            r=radius,
            fill=self.theme[look.dot],
            stroke=self.theme[look.edge],
            stroke_width=min(2.5, 0.25 * radius),
        )

    def _told(self, part: PartView, high: float) -> Iterator[Node]:
        words, right = told(part, self.kpi), self.box.width - PAD
        face, weight, size = "sans", 600, self.value_size
        if part.value is None:
            face, weight, size = "condensed", 500, self.owner_size
        sizes = [size * share for share in (1, 0.9, 0.8, 0.7, 0.6)]
        fitted, lines = fit(words, self._values + 0.5, 1, sizes, face, weight)
        ink = self.theme["ink" if part.value is not None else "ink-2"]
        for each in lines:
            base = high / 2 + 0.35 * fitted
            yield label(each, right, base, fitted, weight, face, ink, "end")
            if part.restated:
                raised = base - 0.26 * fitted
                yield label(DAGGER, right + 1, raised, 0.5 * fitted, 500, "sans", ink)
