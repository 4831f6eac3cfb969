"""One event in a list: when it was, what it was, and how the KPIs that it is about stand, before
it and now."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from hub.displays.surround import Box, leading, shown_words
from hub.domain.status import Status
from hub.drawing import Node, Theme, badge, event_mark, fit, group, label, node, state_of, wrap
from hub.drawing.marks.events_row import spoken
from hub.snapshot.dated import EventView
from hub.snapshot.timeline import TimelineView
from hub.snapshot.views import KpiView, Legend, Snapshot

PAD = 22.0
DATED = 250.0  # px of the days of a row
HALF = 0.5  # of a row: where its KPIs begin
CHIP = 320.0  # px that a KPI of a row needs at least
NEAR, SMALL = 23.0, 21.0
MARK = 38.0
LARGER = 1.35  # how many times larger near letters grow at the most


@dataclass(frozen=True)
class Row:
    """An event as a card; ``upright`` puts its KPIs below what it was."""

    event: EventView
    view: TimelineView
    snapshot: Snapshot
    words: Legend
    theme: Theme
    zoom: float
    upright: bool

    @property
    def kpis(self) -> list[KpiView]:
        return [self.view.kpis[key] for key in self.event.kpis if key in self.view.kpis]

    @property
    def _mark(self) -> float:
        return MARK * min(self.zoom, LARGER)

    @cached_property
    def _when(self) -> str:
        today = self.snapshot.as_of.astimezone(self.view.zone).date()
        return self.event.span.words(today)

    @property
    def _away(self) -> str:
        return self.event.span.away(self.snapshot.as_of)

    def drawn(self, box: Box) -> Node:
        card = node("rect", x=0, y=0, width=box.width, height=box.height, rx=12,
                    fill=self.theme["surface"])  # fmt: skip
        content = self._tall(box) if self.upright else self._wide(box)
        return group(f"row-{self.event.id}", card, *content, x=box.x, y=box.y)

    def _wide(self, box: Box) -> Iterator[Node]:
        """Days, event and KPIs side by side."""
        dated = min(DATED * min(self.zoom, LARGER), 0.17 * box.width)
        yield from self._two_lines(self._when, self._away, PAD, box.height, dated - PAD, 29, 2)
        middle = box.height / 2
        yield self._sign(PAD + dated + self._mark / 2, middle)
        start = PAD + dated + self._mark + 18
        half = HALF * box.width
        yield from self._two_lines(
            self.event.title, self._more, start, box.height, half - start - 24, 31, 2
        )
        yield from self._chips(half, box.width - PAD, 0.0, box.height)

    def _tall(self, box: Box) -> Iterator[Node]:
        """The event above, its KPIs below."""
        high = 0.52 * box.height
        yield self._sign(PAD + self._mark / 2, high / 2 + 4)
        start = PAD + self._mark + 18
        size, lines = fit(self._when, 0.3 * box.width, 1, self._sizes(27))
        for line in lines:
            yield label(line, box.width - PAD, high / 2 - 2, size, 600, fill=self.theme["ink-2"],
                        anchor="end")  # fmt: skip
        for line in wrap(self._away, SMALL, 0.3 * box.width, 1, weight=500):
            yield label(line, box.width - PAD, high / 2 + 27, SMALL, fill=self.theme["ink-2"],
                        anchor="end")  # fmt: skip
        room = 0.7 * box.width - PAD - start - 20
        yield from self._two_lines(self.event.title, self._more, start, high + 8, room, 31)
        yield from self._chips(PAD, box.width - PAD, high, box.height - high - 8)

    def _sizes(self, size: float) -> tuple[float, ...]:
        return tuple(share * size * self.zoom for share in (1, 0.93, 0.86, 0.8))

    def _two_lines(
        self, words: str, near: str, x: float, high: float, room: float, size: float, most: int = 1
    ) -> Iterator[Node]:
        """Words to be read from afar and near ones below, in the middle of the height; the near
        ones stay away where the others need their room."""
        found, lines = fit(words, room, 1, self._sizes(size))
        if most > 1 and lines[-1:] != (" ".join(words.split()),):
            found, lines = fit(words, room, most, self._sizes(0.86 * size))
        below = NEAR * 1.2 if near and high > (len(lines) * 1.12 * found + NEAR * 1.2 + 8) else 0.0
        block = len(lines) * 1.12 * found + below
        y = (high - block) / 2 + 0.86 * found
        for line in lines:
            yield label(line, x, y, found, 600, fill=self.theme["ink"])
            y += 1.12 * found
        if below:
            for line in wrap(near, NEAR, room, 1, weight=500):
                yield label(line, x, y - 1.12 * found + 0.26 * found + NEAR, NEAR,
                            fill=self.theme["ink-2"])  # fmt: skip

    @property
    def _more(self) -> str:
        """Whose it is where it is not the unit's own, that it is made up, and what else is told."""
        event = self.event
        said = [event.unit_title] if event.unit != self.view.unit else []
        said += ["illustrative"] * event.illustrative
        said += [" ".join(event.text.split())] * bool(event.text.strip())
        return " \u00b7 ".join(said)

    def _sign(self, x: float, y: float) -> Node:
        sign = event_mark(self.event.kind, self.theme, x, y, self._mark, ink="ink")
        return group(None, sign, role="img", aria_label=spoken(self.event))

    # -- the KPIs --------------------------------------------------------------------------

    def _chips(self, start: float, end: float, y: float, high: float) -> Iterator[Node]:
        if not self.kpis:
            words = f"About {self.event.unit_title} as a whole"
            for line in wrap(words, NEAR, end - start, 1, weight=500):
                yield label(line, start, y + high / 2 + 8, NEAR, fill=self.theme["ink-2"])
            return
        most = max(1, int((end - start) / (CHIP * min(self.zoom, LARGER))))
        kpis = self.kpis[: most if len(self.kpis) <= most else max(1, most - 1)]
        left = len(self.kpis) - len(kpis)
        cells = len(kpis) + (1 if left and most > 1 else 0)
        wide = (end - start) / cells
        for index, kpi in enumerate(kpis):
            yield self._chip(kpi, start + index * wide, y, wide - 16, high)
        if cells > len(kpis):
            words = f"and {left} more"
            x = start + len(kpis) * wide
            yield label(words, x, y + high / 2 + 8, NEAR, fill=self.theme["ink-2"])

    def _chip(self, kpi: KpiView, x: float, y: float, wide: float, high: float) -> Node:
        """The KPI's badge, its name, and its figure before the event and now."""
        theme, size = self.theme, 44.0 * min(self.zoom, LARGER)
        start, middle = size + 14, high / 2
        found, lines = fit(kpi.name, wide - start, 1, (26, 24, 22), weight=600)
        drawn = [
            node("rect", x=0, y=6, width=wide, height=high - 12, rx=8, fill="none"),
            badge(state_of(kpi), theme, size / 2, middle, size, overridden=kpi.override is not None,
                  masked=kpi.masked, upstream=bool(kpi.upstream)),
        ]  # fmt: skip
        drawn += [label(part, start, middle - 5, found, 600, fill=theme["ink"]) for part in lines]
        for part in wrap(self.course(kpi), NEAR, wide - start, 1, weight=500):
            drawn.append(label(part, start, middle + 25, NEAR, fill=theme["ink-2"]))
        own = group(f"of-{self.event.id}-{kpi.key}", *drawn, x=x, y=y)
        return leading(own, kpi, self.words)

    def course(self, kpi: KpiView) -> str:
        """``95.3% before, 89.4% now``: of an event since when there is no figure yet just that of
        before; of one to come the figure that stands."""
        if kpi.value is None or kpi.status is Status.SUPPRESSED:
            return shown_words(kpi)
        starts = self.event.span.starts
        before = [p for p in kpi.points if p.ends < starts]
        if starts > self.snapshot.as_of or not kpi.points:
            return f"{kpi.shown} now"
        if not [p for p in kpi.points if p.ends >= starts]:
            return f"{kpi.shown} before, no figure since"
        if not before:
            return f"{kpi.shown} now"
        return f"{kpi.format.show(before[-1].value)} before, {kpi.shown} now"
