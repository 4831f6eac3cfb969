"""What was said about a KPI and what is done: notes on its chart, its problems in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from hub.displays.surround import day, local_time
from hub.drawing import Marker, Node, Theme, fit, label, node, width, wrap
from hub.drawing.marks.badge import line
from hub.snapshot.said import NoteView
from hub.snapshot.views import IssueBrief, KpiView, Snapshot

QUARTER_OF = {
    "analysing": "plan",
    "countermeasures_agreed": "plan",
    "doing": "do",
    "checking": "check",
    "standardised": "act",
    "closed": "act",
}  # of the PDCA wheel, by the state of an issue
TEXT, SMALL = 23.0, 20.0  # px of type
LEADING = 1.22
APART = 16.0  # px between two threads
INDENT = 24.0  # px that replies stand in
REPLIES = 2  # shown of a thread, the newest
TOP = 66.0  # px that the heading takes
STAMP = 40.0  # px that the stamp takes


def actions_of(issue: IssueBrief) -> str:
    """``Problem 14, analysing, 2 of 6 actions done``."""
    state = issue.state.replace("_", " ")
    if not issue.actions:
        return f"Problem {issue.number}, {state}, no action yet"
    plural = "" if issue.actions == 1 else "s"
    done = f"{issue.actions_done} of {issue.actions} action{plural} done"
    return f"Problem {issue.number}, {state}, {done}"


# -- on the chart --------------------------------------------------------------------------

Span = tuple[str, str]  # the first and the last period that a note is about


def _spans(kpi: KpiView) -> dict[str, Span]:
    """What the open notes are about, as far as the chart has it, by id of the note."""
    periods = [point.period for point in kpi.points]
    found: dict[str, Span] = {}
    for note in kpi.notes:
        if note.period is None or note.resolved:
            continue
        last = note.until or note.period
        # texts of periods of one frequency, all of one length, are in the order of their days
        shown = [p for p in periods if note.period <= p <= last and len(p) == len(last)]
        if shown:
            found[note.id] = shown[0], shown[-1]
    return found


def numbered(kpi: KpiView) -> dict[str, int]:
    """Numbers for the open notes about periods that the chart has, by id of the note."""
    return {id: number for number, id in enumerate(_spans(kpi), 1)}


def markers(kpi: KpiView, wide: float) -> list[Marker]:
    """The chart's marks for those notes, leaving out what would stand on another mark."""
    if not kpi.points:
        return []
    first, last = kpi.points[0].ends, kpi.points[-1].ends
    length = (last - first).total_seconds() or 1.0
    ends = {point.period: (point.ends - first).total_seconds() / length for point in kpi.points}
    numbers, said = numbered(kpi), dict[Span, str]()
    for id, span in _spans(kpi).items():
        said[span] = f"{said[span]}, {numbers[id]}" if span in said else str(numbers[id])
    kept: list[tuple[float, float, Marker]] = []
    reached: list[tuple[float, float]] = []
    for (start, end), words in said.items():
        half = max(20.0, width(words, 21, "condensed", 600) / 2 + 14)
        if start != end and any(a <= ends[end] and ends[start] <= b for a, b in reached):
            continue
        for at in dict.fromkeys((start, end)):
            middle = ends[at] * 0.7 * wide
            if all(abs(middle - other) > half + reach for other, reach, _ in kept):
                until = end if start != end else ""
                kept.append((middle, half, Marker(start, words, until, at_end=at != start)))
                reached += [(ends[start], ends[end])] if until else []
                break
    return [marker for *_, marker in kept]


# -- in words ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A line of a note; ``reply`` stands in, beside a bar."""

    size: float
    weight: int
    ink: str
    words: str
    reply: bool = False


@dataclass(frozen=True)
class Told:
    """The threads of a KPI and the last stamp on it, ``room`` px wide."""

    kpi: KpiView
    snapshot: Snapshot
    room: float

    @property
    def height(self) -> float:
        """What all of it takes below the heading, in px."""
        return sum(thread_height(thread) for thread in self._threads) + self._stamped

    @property
    def _stamped(self) -> float:
        return STAMP if self.kpi.reviews else 0.0

    @cached_property
    def _threads(self) -> list[list[Line]]:
        marked = numbered(self.kpi)
        return [list(self._thread(note, marked.get(note.id))) for note in self.kpi.notes]

    @cached_property
    def _briefly(self) -> list[list[Line]]:
        """Each thread without the texts of its replies."""
        marked = numbered(self.kpi)
        return [list(self._thread(note, marked.get(note.id), 0)) for note in self.kpi.notes]

    @cached_property
    def _curtly(self) -> list[list[Line]]:
        """Each thread as the first line of its note and who wrote it."""
        marked = numbered(self.kpi)
        return [list(self._thread(note, marked.get(note.id), 0, 1)) for note in self.kpi.notes]

    def _thread(
        self, note: NoteView, number: int | None, most: int = REPLIES, lines: int = 3
    ) -> Iterator[Line]:
        if note.resolved_at is not None:
            settled = f"Resolved by {note.resolved_by}, {self._when(note.resolved_at)}: "
            yield from self._lines(settled + note.text, SMALL, min(lines, 2), 500, "ink-2")
            return
        yield from self._lines(note.text, TEXT, lines, 600, "ink")
        place = [f"at {number}"] if number else [f"on {note.about}"] if note.about else []
        signed = ", ".join([*place, note.author, self._when(note.at)])
        signed += ", edited" if note.edited_at else ""
        if lines == 1 and note.replies:
            yield from self._lines(f"{signed}, {_replies(note)}", SMALL, 1, 500, "ink-2")
            return
        yield from self._lines(signed, SMALL, 1, 500, "ink-2")
        left_out = max(len(note.replies) - most, 0)
        if left_out:
            words = _replies(note, left_out, "earlier " if most else "")
            yield from self._lines(words, SMALL, 1, 500, "ink-2", reply=True)
        for reply in note.replies[left_out:]:
            said = f"{reply.author}, {self._when(reply.at)}: {reply.text}"
            yield from self._lines(said, SMALL, 2, 500, "ink", reply=True)

    def _lines(
        self, words: str, size: float, most: int, weight: int, ink: str, reply: bool = False
    ) -> Iterator[Line]:
        room = self.room - INDENT * reply
        for part in wrap(" ".join(words.split()), size, room, most, weight=weight):
            yield Line(size, weight, ink, part, reply)

    def _when(self, moment: datetime) -> str:
        local = local_time(moment, self.snapshot)
        today = local_time(self.snapshot.as_of, self.snapshot)
        return f"{local:%H:%M}" if local.date() == today.date() else day(local, today)

    def drawn(self, theme: Theme, x: float, high: float) -> Iterator[Node]:
        """As many threads as there is room for in a card ``high`` px high, and the stamp."""
        y, floor = TOP, high - self._stamped
        threads = self._within(floor - TOP - 16)
        for index, thread in enumerate(threads):
            last = index == len(threads) - 1
            if y + thread_height(thread) > floor - (16 if last else 44) + 0.5:
                yield self._more(len(threads) - index, theme, x, min(y + 24, floor - 14))
                break
            yield from _written(thread, theme, x, y)
            y += thread_height(thread)
        if self.kpi.reviews:
            yield from self._stamp(theme, x, high - 20)

    def _within(self, room: float) -> list[list[Line]]:
        """The threads in ``room`` px: as short as they go, but for the first ones, which say more
        as long as there is room."""
        found = list(self._curtly)
        left = room - sum(map(thread_height, found))
        for fuller in (self._briefly, self._threads):
            for index, thread in enumerate(fuller):
                more = thread_height(thread) - thread_height(found[index])
                if more > left + 0.5:
                    return found
                found[index], left = thread, left - more
        return found

    def _more(self, count: int, theme: Theme, x: float, base: float) -> Node:
        words = f"and {count} more {'note' if count == 1 else 'notes'}"
        return label(words, x, base, SMALL, fill=theme["ink-2"])

    def _stamp(self, theme: Theme, x: float, base: float) -> Iterator[Node]:
        """A tick, and who has looked at which figure on which day."""
        stamp = self.kpi.reviews[0]
        local = local_time(stamp.at, self.snapshot)
        on = day(local, local_time(self.snapshot.as_of, self.snapshot))
        of = f" ({stamp.period_title})" if stamp.period_title else ""
        words = f"Reviewed by {stamp.by} on {on}{of}"
        yield line(f"M{x} {base - 7}l6 6l11 -13", theme["ink-2"], 3)
        size, lines = fit(words, self.room - 28, 1, (SMALL, 18, 16), weight=500)
        yield from (label(part, x + 28, base, size, fill=theme["ink-2"]) for part in lines)


def _replies(note: NoteView, count: int | None = None, which: str = "") -> str:
    """``2 earlier replies``: how many of those to a note, all of them by default."""
    count = len(note.replies) if count is None else count
    return f"{count} {which}{'reply' if count == 1 else 'replies'}"


def _written(thread: Sequence[Line], theme: Theme, x: float, y: float) -> Iterator[Node]:
    for part in thread:
        y += part.size * LEADING
        if part.reply:
            yield node(
                "rect",
                x=x + 6,
                y=y - part.size * LEADING,
                width=3,
                height=part.size * LEADING,
                fill=theme["line"],
            )
        left = x + INDENT * part.reply
        base = y - 0.25 * part.size
        yield label(part.words, left, base, part.size, part.weight, fill=theme[part.ink])


def thread_height(thread: Sequence[Line]) -> float:
    """What a thread takes, with what parts it from the next, in px."""
    return sum(part.size * LEADING for part in thread) + APART


def problem_height(lines: Sequence[str]) -> float:
    """What a problem takes whose title has these lines, in px."""
    return max(60.0, 29.0 * len(lines) + 30) + 16
