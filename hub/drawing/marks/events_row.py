"""Dated events on a chart: a line at each one's date, a quiet band where it lasted, and below the
scale a row of marks with short names, those that would touch told as one by their number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hub.drawing.marks.axes import Axes
from hub.drawing.marks.badge import line
from hub.drawing.marks.event_mark import event_mark
from hub.drawing.nodes import Node, group, label, node, written
from hub.drawing.text import SLACK, fits, width, wrap
from hub.drawing.theme import Theme
from hub.snapshot.dated import EventView

ROW = 1.5  # of the type: what the row takes below the scale
MARK = 1.0  # of the type: how wide a mark is
NAME = 0.84  # of the type: that of the names
GAP = 8.0
LEAST = 4.0  # of the type: a name with less room is left out
ALWAYS = date.min  # of no year of ours: so that years are said


@dataclass(frozen=True)
class Spot:
    """Events that are told together, around ``x`` px."""

    x: float
    events: tuple[EventView, ...]
    half: float  # px to either side

    @property
    def words(self) -> str:
        if len(self.events) == 1:
            return self.events[0].title
        kinds = {event.kind for event in self.events}
        what = self.events[0].kind.value if len(kinds) == 1 else "event"
        plural = "others" if what == "other" else f"{what}s"
        return f"{len(self.events)} {plural}"

    @property
    def spoken(self) -> str:
        """Everything, for those who cannot see it."""
        return "; ".join(spoken(event) for event in self.events)


def spoken(event: EventView) -> str:
    """``Release, 12 Jan 2026: New self-service``."""
    return f"{event.kind.word}, {event.span.words(ALWAYS)}: {event.title}"


@dataclass(frozen=True)
class EventsRow:
    """Those of ``events`` that the time axis reaches; each leads to ``href``, if there is one."""

    events: tuple[EventView, ...]
    axes: Axes
    surface: str
    href: str = ""

    @property
    def theme(self) -> Theme:
        return self.axes.theme

    @property
    def size(self) -> float:
        return self.axes.size

    @cached_property
    def places(self) -> list[tuple[EventView, float, float]]:
        """Each event that is shown, and from where to where it reaches, in px."""
        found = []
        for event in self.events:
            start = self.axes.moment(event.span.starts)
            end = start if event.span.ends is None else self.axes.moment(event.span.ends)
            if start is None or end is None or end < self.axes.left or start > self.axes.right:
                continue
            found.append((event, max(start, self.axes.left), min(end, self.axes.right)))
        return sorted(found, key=lambda place: (place[1], place[0].id))

    @cached_property
    def spots(self) -> list[Spot]:
        """The marks from left to right, those that would touch taken together."""
        found: list[Spot] = []
        for event, x, _ in self.places:
            spot = self._spot((event,), x)
            while found and found[-1].x + found[-1].half + GAP > spot.x - spot.half:
                before = found.pop()
                one, other = len(before.events), len(spot.events)
                middle = (before.x * one + spot.x * other) / (one + other)
                spot = self._spot((*before.events, *spot.events), middle)
            found.append(spot)
        return found

    def _spot(self, events: tuple[EventView, ...], x: float) -> Spot:
        wide = MARK * self.size
        if len(events) > 1:
            wide = max(self._wide(str(len(events)), 600) + 0.8 * self.size, 1.3 * self.size)
        return Spot(x, events, wide / 2)

    def _wide(self, words: str, weight: int = 500) -> float:
        return width(words, NAME * self.size, "condensed", weight) * SLACK

    def behind(self) -> list[Node]:
        """Bands and lines, which lie below figures and limits."""
        top, bottom, theme = self.axes.top, self.axes.bottom, self.theme
        drawn = [
            node("rect", x=start, y=top, width=end - start, height=bottom - top,
                 fill=theme["ink-3"], fill_opacity=0.14)
            for start, end in _united((s, e) for _, s, e in self.places if e > s)
        ]  # fmt: skip
        marks = dict.fromkeys(round(start) for _, start, _ in self.places)
        down = written(bottom + 0.25 * ROW * self.size)
        drawn += [line(f"M{x} {written(top)}V{down}", theme["ink-3"], 1.5) for x in marks]
        return drawn

    def row(self) -> list[Node]:
        """The marks and their names."""
        after = [*(spot.x - spot.half for spot in self.spots), self.axes.wide][1:]
        return [self._told(spot, end) for spot, end in zip(self.spots, after, strict=True)]

    def _told(self, spot: Spot, end: float) -> Node:
        start, middle = spot.x - spot.half, self.axes.bottom + 0.55 * ROW * self.size
        names = list(self._name(spot, end - GAP, middle))
        reach = min(end - GAP, self.axes.wide) if names else spot.x + spot.half
        target = node("rect", x=start - 2, y=self.axes.bottom, width=reach - start + 4,
                      height=ROW * self.size, fill="none", pointer_events="all")  # fmt: skip
        return group(
            f"event-{spot.events[0].id}",
            target,
            *self._sign(spot, middle),
            *names,
            role="link" if self.href else "img",
            tabindex="0" if self.href else None,
            data_href=self.href or None,
            aria_label=spot.spoken,
        )

    def _sign(self, spot: Spot, middle: float) -> Iterator[Node]:
        if len(spot.events) == 1:
            kind, size = spot.events[0].kind, MARK * self.size
            yield event_mark(kind, self.theme, spot.x, middle, size, surface=self.surface)
            return
        theme, small, high = self.theme, NAME * self.size, 1.15 * self.size
        yield node("rect", x=spot.x - spot.half, y=middle - high / 2, width=2 * spot.half,
                   height=high, rx=high / 2, fill=theme["ink-2"])  # fmt: skip
        yield label(str(len(spot.events)), spot.x, middle + 0.36 * small, small, 600,
                    fill=theme[self.surface], anchor="middle")  # fmt: skip

    def _name(self, spot: Spot, end: float, middle: float) -> Iterator[Node]:
        """To the right of the mark, cut where the next one stands; left out where that says too
        little."""
        size, start = NAME * self.size, spot.x + spot.half + 0.3 * self.size
        words, room = " ".join(spot.words.split()), end - start
        if room <= 0 or (room < LEAST * self.size and not fits(words, size, room, 1, weight=500)):
            return
        for part in wrap(words, size, room, 1, weight=500):
            yield label(part, start, middle + 0.36 * size, size, fill=self.theme["ink-2"])


def _united(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """The stretches that any of ``spans``, which begin in order, covers."""
    found: list[tuple[float, float]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
