"""The events of a unit: releases, incidents, campaigns and changes over time, what is on now and
what comes next, and how the KPIs that each is about stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pydantic import Field

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.event_lanes import Lanes
from hub.displays.event_rows import Row
from hub.displays.paging import part_of
from hub.displays.surround import Box, Surround, notice, without_secrets
from hub.drawing import Node, Theme, event_mark, group, label, node, wrap
from hub.drawing.marks.events_row import spoken
from hub.snapshot.dated import EventView
from hub.snapshot.timeline import Timeline, TimelineView

GAP = 16.0
PAD = 22.0
ROW, TALL_ROW = 104.0, 158.0  # px of a row, before it is zoomed
ABOVE = {False: 0.42, True: 0.26}  # of the box, and upright: what lanes may take
SIDE = 0.29  # of the width: what is on now and what comes next, beside the lanes
CARD = 190.0  # px of each of the two, upright
LARGEST = "Page 99 of 99"  # room for it is kept before pages are known


class Events(Display):
    """A timeline with lanes by kind, and each event with the KPIs it is about."""

    name = "events"
    title = "Events"

    class Config(Settings):
        unit: str
        days: int = Field(90, ge=7, le=1100)
        lens: str = ""  # only events about its KPIs, if given
        page: int = Field(1, ge=1)

    @property
    def ask(self) -> Timeline:
        return Timeline(self.config.unit, self.config.days, self.config.lens)

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(asks=frozenset({self.ask}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        view = _discreet(snapshot.answer(self.ask))
        lens = f" \u00b7 {view.lens_title}" if view.lens_title else ""
        about = f"{view.unit_title}{lens} \u00b7 the last {self.config.days} days and what comes"
        kpis = tuple(view.kpis.values())
        surround = Surround(snapshot, frame, "Events", about, kpis, LARGEST, signed=False)
        scene = _Scene(view, snapshot, surround)
        part = part_of(scene.ordered, scene.most, self.config.page)
        paged = replace(surround, page=part.page, note=part.page.words)
        if not part.items:
            words = (
                f"Nothing is recorded of the last {self.config.days} days, and nothing announced. "
                "Releases, incidents and campaigns are recorded on the Events page."
            )
            return paged.scene(notice(words, frame, paged.box))
        return paged.scene(*scene.drawn(part.items))


def _discreet(view: TimelineView) -> TimelineView:
    return replace(view, kpis={key: without_secrets(kpi) for key, kpi in view.kpis.items()})


@dataclass(frozen=True)
class _Scene:
    view: TimelineView
    snapshot: Snapshot
    surround: Surround

    @property
    def frame(self) -> Frame:
        return self.surround.frame

    @property
    def theme(self) -> Theme:
        return self.frame.theme

    @cached_property
    def on(self) -> list[EventView]:
        return self._standing("on")

    @cached_property
    def coming(self) -> list[EventView]:
        return self._standing("next")

    def _standing(self, standing: str) -> list[EventView]:
        now = self.snapshot.as_of
        return [e for e in self.view.events if e.span.standing(now) == standing]

    @property
    def ordered(self) -> list[EventView]:
        """What has begun, the latest first, and then what comes."""
        begun = [e for e in self.view.events if e not in self.coming]
        return [*reversed(begun), *self.coming]

    # -- where everything stands -----------------------------------------------------------

    @cached_property
    def lanes(self) -> Lanes:
        box = self.surround.box
        wide = box.width if self.frame.portrait else (1 - SIDE) * box.width - GAP
        shown = self._lanes(Box(box.x, box.y, wide, box.height))
        rows = sum(len(rows) for rows in shown.packed.values())
        least = 0.0 if self.frame.portrait else 2 * CARD * min(self.frame.zoom, 1.3) + GAP
        high = min(max(shown.wish(rows), least), ABOVE[self.frame.portrait] * box.height)
        return self._lanes(Box(box.x, box.y, wide, high))

    def _lanes(self, box: Box) -> Lanes:
        view = self.view
        return Lanes(view.events, view.since, self.snapshot.as_of, view.zone, self.theme, box,
                     self.frame.zoom)  # fmt: skip

    @property
    def cards(self) -> tuple[Box, Box]:
        """What is on now and what comes next."""
        box, lanes = self.surround.box, self.lanes.box
        if self.frame.portrait:
            wide, y = (box.width - GAP) / 2, lanes.y + lanes.height + GAP
            high = CARD * min(self.frame.zoom, 1.3)
            return Box(box.x, y, wide, high), Box(box.x + wide + GAP, y, wide, high)
        x, high = lanes.x + lanes.width + GAP, (lanes.height - GAP) / 2
        wide = box.x + box.width - x
        return Box(x, lanes.y, wide, high), Box(x, lanes.y + high + GAP, wide, high)

    @property
    def list(self) -> Box:
        box, last = self.surround.box, self.cards[1]
        top = last.y + last.height + GAP
        return Box(box.x, top, box.width, box.y + box.height - top)

    @property
    def columns(self) -> int:
        """More than one where the picture is as wide as several screens."""
        return max(1, int(self.list.width // 1700))

    @property
    def _row(self) -> float:
        return (TALL_ROW if self.frame.portrait else ROW) * self.frame.zoom

    @property
    def most(self) -> int:
        """How many events a page lists."""
        return self.columns * max(1, int((self.list.height + GAP) // (self._row + GAP)))

    # -- drawing ---------------------------------------------------------------------------

    def drawn(self, events: Sequence[EventView]) -> Iterator[Node]:
        yield self.lanes.drawn()
        on, coming = self.cards
        yield self._card("on", "On now", self.on, "Nothing is on now.", on)
        yield self._card("coming", "Next", self.coming, "Nothing is announced.", coming)
        yield from self._list(events)

    def _list(self, events: Sequence[EventView]) -> Iterator[Node]:
        box, count = self.list, max(1, -(-len(events) // self.columns))
        high = min((box.height + GAP) / count - GAP, 1.25 * self._row)
        wide = (box.width - GAP * (self.columns - 1)) / self.columns
        for index, event in enumerate(events):
            column, line = divmod(index, count)
            row = Row(event, self.view, self.snapshot, self.surround.words, self.theme,
                      self.frame.zoom, self.frame.portrait)  # fmt: skip
            place = Box(box.x + column * (wide + GAP), box.y + line * (high + GAP), wide, high)
            yield row.drawn(place)

    def _card(
        self, id: str, heading: str, events: Sequence[EventView], none: str, box: Box
    ) -> Node:
        """As many of ``events`` as there is room for, by name and day."""
        theme = self.theme
        drawn = [
            node("rect", x=0, y=0, width=box.width, height=box.height, rx=14,
                 fill=theme["surface"]),
            label(heading, PAD, 42, 27, 600, fill=theme["ink-2"]),
        ]  # fmt: skip
        if events:
            number = str(len(events))
            drawn.append(label(number, box.width - PAD, 42, 27, 600, fill=theme["ink-2"],
                               anchor="end"))  # fmt: skip
        else:
            drawn += [label(part, PAD, 42 + 46, 24, fill=theme["ink-2"])
                      for part in wrap(none, 24, box.width - 2 * PAD, 1, weight=500)]  # fmt: skip
        y = 58.0
        for index, event in enumerate(events):
            lines = self._named(event, box.width)
            high = self._size * 1.12 * len(lines) + 34
            if y + high > box.height - 8 and (index or len(lines) == 1):
                break
            lines = lines if y + high <= box.height - 8 else self._named(event, box.width, 1)
            drawn.append(self._entry(event, lines, y, box.width, f"{id}-{event.id}"))
            y += self._size * 1.12 * len(lines) + 40
        return group(f"events-{id}", *drawn, x=box.x, y=box.y)

    @property
    def _size(self) -> float:
        return 29.0 * min(self.frame.zoom, 1.4)

    def _named(self, event: EventView, wide: float, most: int = 2) -> tuple[str, ...]:
        return wrap(event.title, self._size, wide - 2 * PAD - 52, most)

    def _entry(
        self, event: EventView, lines: Sequence[str], y: float, wide: float, id: str
    ) -> Node:
        theme, size, left = self.theme, self._size, PAD + 52
        now = self.snapshot.as_of
        today = now.astimezone(self.view.zone).date()
        away = event.span.away(now)
        when = event.span.words(today)
        said = when if away == "on now" else f"{when}, {away}"
        drawn = [event_mark(event.kind, theme, PAD + 18, y + 0.62 * size, 36, ink="ink")]
        drawn += [
            label(line, left, y + size * (0.9 + 1.12 * index), size, 600, fill=theme["ink"])
            for index, line in enumerate(lines)
        ]
        base = y + 1.12 * size * len(lines) + 23
        drawn += [label(part, left, base, 23, fill=theme["ink-2"])
                  for part in wrap(said, 23, wide - PAD - left, 1, weight=500)]  # fmt: skip
        return group(id, *drawn, role="img", aria_label=spoken(event))
