"""A KPI with what people said of it lately: its badge, value and course, then their words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from hub.displays.surround import (
    Box,
    day,
    leading,
    local_time,
    shown_words,
    without_secrets,
    word_of,
)
from hub.domain.status import Status
from hub.drawing import (
    Node,
    Theme,
    badge,
    fit,
    group,
    label,
    look_of,
    sparkline,
    state_of,
    width,
    wrap,
)
from hub.drawing.marks.badge import line
from hub.drawing.marks.card import card, surface
from hub.drawing.theme import STATES, Look
from hub.snapshot.said import NoteView
from hub.snapshot.views import KpiView, Legend, Snapshot
from hub.snapshot.week_notes import ChallengeView, NotedKpi

PAD = 22.0
HEAD = 80.0  # px that the KPI takes above the words, at zoom 1
TEXT, SMALL = 31.0, 22.0
LEADING = 1.22
APART = 18.0  # px between what one said and what another did
SPARK = 170.0  # px that a course is wide
MARK = 44.0  # px that words stand in behind the mark of a question


@dataclass(frozen=True)
class Saying:
    """What somebody said, in lines, and who it was; ``asked`` is a challenge that is open."""

    lines: tuple[str, ...]
    size: float
    signed: str
    asked: bool

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING + SMALL * LEADING + APART


@dataclass(frozen=True)
class NotedCard:
    noted: NotedKpi
    snapshot: Snapshot
    theme: Theme
    words: Legend
    box: Box
    zoom: float

    @staticmethod
    def least(zoom: float) -> float:
        """The height, in px, that a card needs at least: for one saying of two lines."""
        return (HEAD + 2 * TEXT * LEADING) * zoom + SMALL * LEADING + 26

    def drawn(self) -> Node:
        kpi, box = self.kpi, self.box
        field = card(Look.CALM, self.theme, box.width, box.height)
        above = [card(self._look, self.theme, box.width, HEAD * self.zoom)]
        told = (*above * (self._look is not Look.CALM), *self._head(), *self._said())
        drawn = group(f"noted-{kpi.key}", field, *told, x=box.x, y=box.y)
        return leading(drawn, kpi, self.words)

    @cached_property
    def kpi(self) -> KpiView:
        return without_secrets(self.noted.kpi)

    @property
    def _look(self) -> Look:
        """What is behind the figure; words are read on a plain field."""
        look = look_of(self.kpi)
        return look if look in (Look.LOUD, Look.HATCHED) else Look.CALM

    @property
    def _text(self) -> float:
        return TEXT * self.zoom

    @property
    def _inner(self) -> float:
        return self.box.width - 2 * PAD

    # -- the KPI ---------------------------------------------------------------------------------

    def _head(self) -> Iterator[Node]:
        """Badge, value and course at the right, the title at the left."""
        z, theme, kpi = self.zoom, self.theme, self.kpi
        state, base = state_of(kpi), 0.66 * HEAD * z
        right = self.box.width - PAD
        if kpi.points and self.box.width > 700:
            wide, high = SPARK, 0.4 * HEAD * z
            values = [point.value for point in kpi.points]
            course = sparkline(values, kpi.aim, state, theme, right - wide, base - high, wide,
                               high, surface=surface(self._look))  # fmt: skip
            yield from (drawn for drawn in (course,) if drawn is not None)
            right -= wide + 24
        sizes = [40 * z, 36 * z, 32 * z]
        most = 0.34 * self.box.width
        size, (value, *_) = fit(shown_words(kpi), most, 1, sizes, "sans")
        if kpi.status is Status.SUPPRESSED:
            size, (value, *_) = fit(shown_words(kpi), most, 1, (24 * z, 22, 20), weight=500)
        face = "condensed" if kpi.status is Status.SUPPRESSED else "sans"
        wide = width(value, size, face, 600) * 1.03
        ink = theme[STATES[state].ink]
        yield label(value, right, base, size, 600, face, ink, "end", id=f"v-noted-{kpi.key}")
        mark = 42 * z
        x = right - wide - 12 - mark / 2
        yield badge(state, theme, x, base - 0.34 * mark, mark,
                    word=word_of(state, self.words.of(kpi)), overridden=kpi.override is not None,
                    masked=kpi.masked, upstream=bool(kpi.upstream))  # fmt: skip
        yield from self._titled(x - mark / 2 - 16 - PAD, base)

    def _titled(self, room: float, base: float) -> Iterator[Node]:
        size, (words, *_) = fit(self.kpi.name, room, 1, [31 * self.zoom, 30 * self.zoom])
        yield label(words, PAD, base, size, 600, fill=self.theme["ink"])

    # -- what was said ---------------------------------------------------------------------------

    def _said(self) -> Iterator[Node]:
        y, floor = HEAD * self.zoom, self.box.height - 10
        yield line(f"M{PAD} {y}H{self.box.width - PAD}", self.theme["line"], 2)
        y += 8
        sayings = self._sayings(floor - y)
        every = len(self.noted.challenges) + len(self.noted.threads)
        for index, saying in enumerate(sayings):
            left = every - len(sayings) if index == len(sayings) - 1 else 0
            yield from self._saying(saying, y, left)
            y += saying.height

    def _sayings(self, room: float) -> list[Saying]:
        """As many as there is room for, each in as many lines as that leaves."""
        told = [*map(self._challenge, self.noted.challenges), *map(self._note, self.noted.threads)]
        found: list[Saying] = []
        for count in range(len(told), 0, -1):
            for most in (4, 3, 2):
                found = [self._made(*each, most) for each in told[:count]]
                if sum(saying.height for saying in found) - APART <= room:
                    return found
        return found[:1]

    def _made(self, text: str, signed: str, asked: bool, most: int) -> Saying:
        room = self._inner - MARK * asked * self.zoom
        lines = wrap(" ".join(text.split()), self._text, room, most, weight=500)
        return Saying(lines, self._text, signed, asked)

    def _challenge(self, said: ChallengeView) -> tuple[str, str, bool]:
        if said.open:
            return said.question, f"asked by {said.by}, {self._when(said.at)}, not answered", True
        signed = f"{said.answered_by} to the question of {said.by}, {self._when(said.at)}"
        return said.answer or said.question, signed, False

    def _note(self, note: NoteView) -> tuple[str, str, bool]:
        signed = [note.author, self._when(note.at)]
        count = len(note.replies)
        if count:
            last = note.replies[-1]
            plural = "reply" if count == 1 else "replies"
            signed.append(f"{count} {plural}, last by {last.author}, {self._when(last.at)}")
        signed += ["resolved"] if note.resolved else []
        return note.text, ", ".join(signed), False

    def _when(self, moment: datetime) -> str:
        """``Tue 13 Jan``; the time of day on the snapshot's own."""
        local, today = (local_time(m, self.snapshot) for m in (moment, self.snapshot.as_of))
        same = local.date() == today.date()
        return f"today, {local:%H:%M}" if same else f"{local:%a} {day(local, today)}"

    def _saying(self, saying: Saying, y: float, left: int) -> Iterator[Node]:
        theme, size, stood_in = self.theme, saying.size, MARK * saying.asked * self.zoom
        x = PAD + stood_in
        if saying.asked:
            yield badge("challenged", theme, PAD + 0.55 * size, y + 0.62 * size, 1.1 * size)
        for index, words in enumerate(saying.lines):
            base = y + (0.84 + index * LEADING) * size
            yield label(words, x, base, size, fill=theme["ink"])
        base = y + len(saying.lines) * size * LEADING + 0.86 * SMALL
        more = f"and {left} more" if left else ""
        end = width(more, SMALL, "condensed", 600) * 1.03 + 20 if left else 0.0
        room = self._inner - stood_in - end
        (signed,) = wrap(saying.signed, SMALL, room, 1, weight=500)
        yield label(signed, x, base, SMALL, fill=theme["ink-2"])
        if left:
            yield label(more, self.box.width - PAD, base, SMALL, 600, fill=theme["ink-2"],
                        anchor="end")  # fmt: skip
