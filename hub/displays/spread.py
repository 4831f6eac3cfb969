"""The spread: a total, and how the units behind it lie apart on one scale."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.spread_rows import Rows, in_order, seen, told
from hub.displays.surround import (
    SLACK,
    Box,
    Surround,
    leading,
    notice,
    shown_words,
    without_secrets,
    word_of,
)
from hub.domain.status import Status
from hub.drawing import (
    STATES,
    Node,
    Theme,
    badge,
    card,
    fit,
    group,
    label,
    near_words,
    node,
    state_of,
    tally,
    width,
)
from hub.drawing.marks.flags import APART
from hub.drawing.marks.kpi_tile import DAGGER
from hub.drawing.marks.level_axis import LevelAxis
from hub.drawing.marks.swarm import swarm
from hub.snapshot.parts import PartView
from hub.snapshot.views import KpiView

GAP, PAD = 20.0, 20.0
HEAD, UPRIGHT_HEAD = 140.0, 226.0
ONE_COLUMN = 14  # rows, where the picture is wider than high
MOST = 40  # rows; of more units the worst are named
WORST = 12


class UnitSpread(Display):
    """Every unit behind a KPI that is a total; of very many units the worst by name."""

    name = "spread"
    title = "Units behind a KPI"

    class Config(Settings):
        kpi: str

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(kpis=frozenset({self.config.kpi}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        kpi = without_secrets(snapshot.kpis[self.config.kpi])
        kpi = replace(kpi, parts=tuple(seen(part) for part in kpi.parts))
        flags = {"overridden"} if any(part.override for part in kpi.parts) else set[str]()
        flags |= {"restated"} if any(part.restated for part in kpi.parts) else set[str]()
        surround = Surround(
            replace(snapshot, legend=snapshot.legend.of(kpi)),
            frame,
            kpi.title,
            f"{kpi.unit_title}: the units behind this KPI",
            (kpi,),
            counted=False,
            signed=False,
            also=frozenset(part.status.value for part in kpi.parts) | flags,
        )
        if not kpi.parts:
            words = "No units stand behind this KPI: it is measured as it is."
            return surround.scene(notice(words, frame, surround.box))
        return surround.scene(*_Spread(surround, kpi).drawn())


@dataclass(frozen=True)
class _Spread:
    surround: Surround
    kpi: KpiView

    @property
    def theme(self) -> Theme:
        return self.surround.frame.theme

    @property
    def portrait(self) -> bool:
        return self.surround.frame.portrait

    @cached_property
    def parts(self) -> list[PartView]:
        return in_order(self.kpi)

    def drawn(self) -> Iterator[Node]:
        box = self.surround.box
        high = UPRIGHT_HEAD if self.portrait else HEAD
        yield self.total(Box(box.x, box.y, box.width, high))
        left = Box(box.x, box.y + high + GAP, box.width, box.height - high - GAP)
        if len(self.parts) > MOST:
            yield from self.crowd(left)
        else:
            one = self.portrait or len(self.parts) <= ONE_COLUMN
            yield from self.columns(self.parts, left, 1 if one else 2)

    # -- the total -------------------------------------------------------------------------

    def total(self, box: Box) -> Node:
        """The badge and value of the total, its target, and what the units come to in words."""
        split = box.width if self.portrait else 0.6 * box.width
        drawn = group(
            f"kpi-{self.kpi.key}",
            card(STATES[self.state].look, self.theme, box.width, box.height, radius=14),
            *self._figure(split - PAD),
            *(
                self._units(2 * PAD, 176, box.width - 4 * PAD)
                if self.portrait
                else self._units(split + PAD, 60, box.width - split - 3 * PAD)
            ),
            x=box.x,
            y=box.y,
        )
        return leading(drawn, self.kpi, self.surround.words)

    @property
    def state(self) -> str:
        return state_of(self.kpi)

    @property
    def _word(self) -> str:
        return word_of(self.state, self.surround.words)

    def _figure(self, right: float) -> Iterator[Node]:
        theme, kpi = self.theme, self.kpi
        yield badge(self.state, theme, 2 * PAD + 40, 70, 80, word=self._word, masked=kpi.masked,
                    upstream=bool(kpi.upstream), overridden=kpi.override is not None)  # fmt: skip
        left, words = 2 * PAD + 108, shown_words(kpi)
        hidden = kpi.status is Status.SUPPRESSED
        face, weight = ("condensed", 500) if hidden else ("sans", 600)
        sizes = (40, 34, 29) if hidden else (88, 78, 68, 58, 48, 40, 34, 28)
        size, lines = fit(words, 0.6 * (right - left), 1, sizes, face, weight)
        ink = theme[STATES[self.state].ink]
        for line in lines:
            yield label(line, left, 70 + 0.36 * size, size, weight, face, ink, id=f"v-{kpi.key}")
        end = left + width(lines[0], size, face, weight) * SLACK
        if kpi.restated and not hidden:
            yield label(DAGGER, end + 2, 70 + 0.1 * size, 0.5 * size, 500, "sans", ink)
        said = ((self._word, 31, 600, "ink"), (self._near, 25, 500, "ink-2"),
                (kpi.period_title, 23, 500, "ink-2"))  # fmt: skip
        shown = [row for row in said if row[0]]
        base = 101.0 - 17 * len(shown)
        for words, largest, weight, token in shown:
            shrunk = [largest * share for share in (1, 0.9, 0.8, 0.7)]
            fitted, lines = fit(words, right - end - 36, 1, shrunk, weight=weight)
            for line in lines:
                yield label(line, end + 36, base, fitted, weight, fill=theme[token])
            base += 34

    @property
    def _near(self) -> str:
        """The target or what stands in its place; of a late figure both."""
        kpi, near = self.kpi, near_words(self.kpi)
        if kpi.status is Status.SUPPRESSED:
            return ""
        if kpi.late and kpi.targeted:
            near = f"{near}, target {kpi.target_shown}"
        return f"{near} {kpi.format.suffix}".strip() if kpi.targeted else near

    def _units(self, x: float, y: float, room: float) -> Iterator[Node]:
        """How many units there are and from where to where they lie; how many are in each state."""
        size, lines = fit(self._reach, room, 1, (31, 28, 25, 22, 19))
        yield from (label(line, x, y, size, 600, fill=self.theme["ink"]) for line in lines)
        counts = Counter(part.status.value for part in self.parts)
        states = tuple(state for state in STATES if counts[state])
        if self.portrait:
            wide = sum(1.9 * 26 + width(str(n), 26, "sans", 600) for n in counts.values())
            beside = width(lines[0], size, weight=600) * SLACK + 40
            if beside + wide <= room:
                yield tally(counts, self.theme, x + beside, y, 26, states, id="tally")
            said, below = self._remarks, y + 34
        else:
            yield tally(counts, self.theme, x, y + 42, 26, states, id="tally")
            wide = sum(1.9 * 26 + width(str(n), 26, "sans", 600) for n in counts.values())
            said, below = self._remarks, y + 42
            x, room = x + wide + 20, room - wide - 20
        fitted, lines = fit(said, max(room, 60), 1, (22, 20, 18, 16, 14), weight=500)
        for line in lines:
            yield label(line, x, below, fitted, fill=self.theme["ink-2"])

    @property
    def _reach(self) -> str:
        if self.kpi.spread_shown:
            return self.kpi.spread_shown
        return f"{len(self.parts)} unit{'s' * (len(self.parts) > 1)}"

    @property
    def _remarks(self) -> str:
        kpi = self.kpi
        masked = f"{kpi.masked} red below a green total" if kpi.masked else ""
        by_hand = f"set by hand: {kpi.override.reason}" if kpi.override else ""
        said = [masked, by_hand, kpi.restated_words, "illustrative" if kpi.illustrative else ""]
        return APART.join(words for words in said if words)

    # -- the units -------------------------------------------------------------------------

    def columns(self, parts: Sequence[PartView], box: Box, count: int) -> Iterator[Node]:
        """Rows in ``count`` columns, the first of them filled first, on a card of their own."""
        deep = -(-len(parts) // count)
        inner = Box(box.x + PAD, box.y + 8, box.width - 2 * PAD, box.height - 8 - PAD)
        wide = (inner.width - 2 * PAD * (count - 1)) / count
        drawn: list[Node] = []
        high = 0.0
        for index in range(count):
            some = parts[index * deep : (index + 1) * deep]
            place = Box(inner.x + index * (wide + 2 * PAD), inner.y, wide, inner.height)
            rows = Rows(self.kpi, some, parts, self.theme, self.surround.words, place, deep)
            drawn += rows.drawn()
            high = max(high, rows.head + rows.row * deep)
        yield self._card("units", Box(box.x, box.y, box.width, min(high + 8 + PAD, box.height)))
        yield from drawn

    def _card(self, id: str, box: Box) -> Node:
        field = node("rect", x=0, y=0, width=box.width, height=box.height, rx=14,
                     fill=self.theme["surface"])  # fmt: skip
        return group(id, field, x=box.x, y=box.y)

    def crowd(self, box: Box) -> Iterator[Node]:
        """A dot for every unit, and below it the worst of them by name."""
        high = (0.24 if self.portrait else 0.36) * box.height
        yield from self._dots(Box(box.x, box.y, box.width, high))
        rest = Box(box.x, box.y + high + GAP, box.width, box.height - high - GAP)
        yield from self.columns(self.parts[:WORST], rest, 1 if self.portrait else 2)

    def _dots(self, box: Box) -> Iterator[Node]:
        rows = Rows(self.kpi, (), (), self.theme, self.surround.words, box, 1)
        axis: LevelAxis = replace(
            rows.axis, left=PAD, right=box.width - PAD, wide=box.width, size=21.0
        )
        top, bottom = 3.1 * 21, box.height - 48
        placed = [p for p in self.parts if p.value is not None]
        dots = [(axis.across(p.value), p.status.value) for p in placed if p.value is not None]
        drawn = swarm(dots, self.theme, bottom - top - 8, id="dots")
        yield self._card("crowd", box)
        yield group(None, *axis.drawn(top, bottom), x=box.x, y=box.y)
        yield group(None, drawn, x=box.x, y=box.y + top + 4)
        size, lines = fit(self._left_out, box.width - 2 * PAD, 1, (23, 21, 19, 17), weight=500)
        for line in lines:
            yield label(line, box.x + PAD, box.y + box.height - 18, size, fill=self.theme["ink-2"])

    @property
    def _left_out(self) -> str:
        """Which units have no dot, and how many are named below."""
        without = Counter(told(p, self.kpi) for p in self.parts if p.value is None)
        named = min(WORST, len(self.parts))
        said = [f"{count} without a dot: {words}" for words, count in without.items()]
        return APART.join([f"The worst {named} of {len(self.parts)} units are named below", *said])
