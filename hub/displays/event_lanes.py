"""Lanes of dated events over time, one for each kind: marks with names, bars where they lasted,
what was and what is to come on either side of a line for now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from hub.displays.surround import Box
from hub.domain.events import DAY, EventKind, midnight
from hub.drawing import Node, Theme, event_mark, fits, group, label, node, width, wrap
from hub.drawing.marks.badge import line
from hub.drawing.marks.events_row import spoken
from hub.snapshot.dated import EventView

SLACK = 1.03
AXIS = 46.0  # px that the dates below take
NOW = 38.0  # px over the lanes for the word of now
MARK = 30.0
NAME = 22.0
LEAST = 70.0  # px: a name with less room is left out
GAP = 10.0
AHEAD = 0.2  # of the days that are shown: how far the time to come reaches
WEEKS = timedelta(days=50)  # up to so many days the weeks are told, of more the months
ROWS = 3  # at the most in one lane
PITCH = 40.0  # px of a row of a lane
BETWEEN = 16.0  # px of a lane beside its rows


@dataclass
class Placed:
    """Events on one place of a lane, more than one where they would hide each other; ``x`` and
    ``end`` are px from the left."""

    x: float
    end: float
    events: list[EventView]

    @property
    def reach(self) -> float:
        """Where its mark or its bar ends."""
        return max(self.end, self.x + MARK / 2)


@dataclass(frozen=True)
class Lanes:
    """``box`` holds lanes for the kinds that occur, and the dates."""

    events: Sequence[EventView]
    since: datetime
    now: datetime
    zone: ZoneInfo
    theme: Theme
    box: Box
    zoom: float = 1.0
    until: datetime = field(init=False)

    def __post_init__(self) -> None:
        ahead = max((self.now - self.since) * AHEAD, timedelta(days=5))
        object.__setattr__(self, "until", self.now + ahead)

    @cached_property
    def kinds(self) -> list[EventKind]:
        there = {event.kind for event in self.within}
        return [kind for kind in EventKind if kind in there]

    @cached_property
    def within(self) -> list[EventView]:
        return [e for e in self.events if e.span.starts < self.until and e.span.over > self.since]

    @cached_property
    def left(self) -> float:
        """Where time begins: beside the names of the lanes."""
        names = (width(kind.word, self._named, "condensed", 600) for kind in self.kinds)
        return self.box.x + MARK + 14 + max(names, default=0.0) * SLACK + 26

    @property
    def _named(self) -> float:
        return 27.0 * min(self.zoom, 1.3)

    @property
    def right(self) -> float:
        return self.box.x + self.box.width

    @property
    def top(self) -> float:
        return self.box.y + NOW

    @property
    def bottom(self) -> float:
        return self.box.y + self.box.height - AXIS

    @cached_property
    def packed(self) -> dict[EventKind, list[list[Placed]]]:
        """The rows of each lane: as many as it asks for and there is height for."""
        most = dict.fromkeys(self.kinds, ROWS)
        while True:
            found = {kind: self._rows_of(kind, most[kind]) for kind in self.kinds}
            counts = {kind: len(rows) for kind, rows in found.items()}
            if self.wish(sum(counts.values())) <= self.box.height or set(counts.values()) <= {1}:
                return found
            fullest = max(counts, key=lambda kind: counts[kind])
            most[fullest] = counts[fullest] - 1

    def wish(self, rows: int) -> float:
        """The height for so many rows, in px."""
        return NOW + AXIS + len(self.kinds) * BETWEEN + rows * PITCH * min(self.zoom, 1.2)

    @cached_property
    def lanes(self) -> dict[EventKind, tuple[float, float]]:
        """Top and height of each lane: those with more rows get more of it."""
        free = self.bottom - self.top - len(self.kinds) * BETWEEN
        each = free / max(1, sum(len(rows) for rows in self.packed.values()))
        found, y = {}, self.top
        for kind, rows in self.packed.items():
            found[kind] = (y, BETWEEN + each * len(rows))
            y += BETWEEN + each * len(rows)
        return found

    def across(self, moment: datetime) -> float:
        share = (moment - self.since) / (self.until - self.since)
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)

    def drawn(self) -> Node:
        return group("lanes", *self._ground(), *self._dates(), *self._now(), *self._rows())

    def _ground(self) -> Iterator[Node]:
        """A field for each lane, its kind at the left."""
        theme, wide = self.theme, self.right - self.box.x
        for kind, (y, high) in self.lanes.items():
            middle = y + high / 2
            yield node("rect", x=self.box.x, y=y + 3, width=wide, height=high - 6, rx=10,
                       fill=theme["band"])  # fmt: skip
            yield event_mark(kind, theme, self.box.x + 14 + MARK / 2, middle, MARK, surface="band")
            yield label(kind.word, self.box.x + MARK + 28, middle + 0.35 * self._named,
                        self._named, 600, fill=theme["ink"])  # fmt: skip

    # -- time ------------------------------------------------------------------------------

    def _dates(self) -> Iterator[Node]:
        """Months, or weeks where few days are shown: a faint line at each one's beginning, and the
        name of those that have room for it."""
        reached, base = self.left - 1, self.bottom + 32
        for day in self._beginnings():
            x = self.across(midnight(day, self.zone))
            yield line(f"M{x:.1f} {self.top}V{self.bottom + 6}", self.theme["line"], 2)
            words = self._called(day)
            end = x + 6 + width(words, NAME) * SLACK
            if x + 6 > reached and end < self.right:
                yield label(words, x + 6, base, NAME, fill=self.theme["ink-2"])
                reached = end + 14

    def _beginnings(self) -> Iterator[date]:
        day, weekly = self.since.astimezone(self.zone).date() + DAY, self._weekly
        while midnight(day, self.zone) < self.until:
            if day.weekday() == 0 if weekly else day.day == 1:
                yield day
            day += DAY

    @property
    def _weekly(self) -> bool:
        return self.until - self.since < WEEKS

    def _called(self, day: date) -> str:
        if self._weekly:
            return f"{day.day} {day:%b}"
        return f"{day:%b %Y}" if day.month == 1 else f"{day:%b}"

    def _now(self) -> Iterator[Node]:
        theme, x = self.theme, self.across(self.now)
        yield line(f"M{x:.1f} {self.top - 4}V{self.bottom}", theme["ink"], 3)
        yield label("Now", x, self.top - 12, 24, 600, fill=theme["ink"], anchor="middle", id="now")

    # -- what happened ---------------------------------------------------------------------

    def _rows(self) -> Iterator[Node]:
        for kind, rows in self.packed.items():
            y, high = self.lanes[kind]
            each = (high - BETWEEN) / max(len(rows), 1)
            for number, row in enumerate(rows):
                middle = y + BETWEEN / 2 + (number + 0.5) * each
                ends = [placed.x - MARK / 2 for placed in row[1:]] + [self.right - 6]
                for placed, end in zip(row, ends, strict=True):
                    yield self._told(placed, end - GAP, middle)

    def _rows_of(self, kind: EventKind, most: int) -> list[list[Placed]]:
        """Each event in a row where its name has room; where no row has room for its mark, it is
        counted with another one."""
        events = [event for event in self.within if event.kind is kind]
        rows: list[list[Placed]] = []
        for event in sorted(events, key=lambda e: (e.span.starts, e.id)):
            x = min(max(self.across(event.span.starts), self.left + MARK / 2),
                    self.right - MARK / 2 - 6)  # fmt: skip
            end = max(self.across(event.span.ends), x) if event.span.ends else x
            new = Placed(x, min(end, self.right - 6), [event])
            free = [row for row in rows if self._named_to(row[-1]) + GAP <= x - MARK / 2]
            clear = [row for row in rows if row[-1].reach + GAP <= x - MARK / 2]
            if free:
                free[0].append(new)
            elif len(rows) < most:
                rows.append([new])
            elif clear:
                min(clear, key=lambda row: row[-1].reach).append(new)
            else:
                last = min((row[-1] for row in rows), key=lambda placed: placed.reach)
                last.events.append(event)
                last.end = max(last.end, new.end)
        return rows

    def _named_to(self, placed: Placed) -> float:
        """Where its name would end, if it were told whole."""
        words = self._words(placed)
        wide = width(words, NAME, "condensed", 600) * SLACK + 0.3 * MARK
        return max(placed.x + MARK / 2 + wide, placed.reach)

    def _words(self, placed: Placed) -> str:
        if len(placed.events) == 1:
            return " ".join(placed.events[0].title.split())
        return f"{len(placed.events)} together"

    def _told(self, placed: Placed, end: float, middle: float) -> Node:
        theme, first = self.theme, placed.events[0]
        drawn = list[Node]()
        if placed.end > placed.x:
            long, high = placed.end - placed.x, 1.2 * MARK
            bar = node("rect", x=placed.x, y=middle - high / 2, width=long, height=high, rx=8,
                       fill=theme["ink-3"], fill_opacity=0.3)  # fmt: skip
            drawn.append(bar)
        start, words = placed.x + MARK / 2 + 6, self._words(placed)
        room = end - start
        told = room >= LEAST or (room > 0 and fits(words, NAME, room, 1))
        for part in wrap(words, NAME, room, 1) if told else ():
            drawn += [self._plate(placed, start, part, middle)]
            drawn += [label(part, start, middle + 8, NAME, 600, fill=theme["ink"])]
        drawn.append(event_mark(first.kind, theme, placed.x, middle, 0.86 * MARK, surface="band",
                                ink="ink"))  # fmt: skip
        said = "; ".join(spoken(event) for event in placed.events)
        return group(f"on-lane-{first.id}", *drawn, role="img", aria_label=said)

    def _plate(self, placed: Placed, start: float, words: str, middle: float) -> Node:
        """The lane's own colour behind a name, so that no line runs through it; a bar stays."""
        left = max(start, placed.end + 1 if placed.end > placed.x else placed.x)
        end = start + width(words, NAME, "condensed", 600) * SLACK + 4
        return node("rect", x=left, y=middle - 15, width=max(end - left, 0), height=30,
                    fill=self.theme["band"])  # fmt: skip
