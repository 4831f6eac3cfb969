"""The panel of a pack: unit, stage, bar, who has not sent, punctuality, and its figures."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from hub.domain.submission import Stage, State, badness
from hub.drawing import Node, badge, card, fit, fits, group, label, width, wrap
from hub.drawing.marks.pack_bar import WORDS, field, pack_bar, shown_as
from hub.drawing.marks.punctual_strip import punctual_strip, strip_step
from hub.drawing.theme import Look, Theme
from hub.snapshot.packs import PackView, SubmissionView

STAGES = {
    Stage.NOT_DUE: "Not due yet",
    Stage.NOT_STARTED: "Not started",
    Stage.PART: "Part sent",
    Stage.SUBMITTED: "All sent",
    Stage.CHALLENGED: "Challenged",
    Stage.ACCEPTED: "Accepted",
    Stage.LOCKED: "Locked",
}
PAD = 20.0
HEAD = {False: 96.0, True: 196.0}  # px of a panel without its figures
LINE, LARGEST_LINE = 36.0, 56.0  # px of a line of figures
CELL = 27.0
COLUMNS = {False: 3, True: 2}  # the most
SMALLEST = 20


@dataclass(frozen=True)
class PackPanel:
    """A pack in a panel of ``across`` px; ``wish`` is the height at which it shows every figure,
    each on a ``line`` so high. What is lower than ``least`` is drawn smaller. It leads to the
    unit's returns."""

    pack: PackView
    period: str  # the month
    theme: Theme
    across: float
    portrait: bool
    columns: int = 1  # of figures
    line: float = LINE
    scale: float = 1.0

    @property
    def width(self) -> float:
        """The width in the panel's own px."""
        return self.across / self.scale

    @property
    def least(self) -> float:
        return HEAD[self.portrait]

    @property
    def wish(self) -> float:
        return self.height(self.lines)

    def height(self, lines: int) -> float:
        """What the panel takes with so many lines of figures."""
        return self.least + lines * self.line + (PAD / 2 if lines else 0)

    @property
    def lines(self) -> int:
        """How many lines all figures take."""
        return -(-len(self.pack.figures) // self.columns)

    def drawn(self, x: float, y: float, height: float) -> Node:
        scaled = replace(self, scale=min(1.0, height / self.least))
        content = scaled._upright() if self.portrait else scaled._wide()
        return group(
            f"pack-{self.pack.unit}",
            card(Look.CALM, self.theme, self.width, height),
            group(None, *content, scale=scaled.scale),
            *self._figures(height),
            x=x,
            y=y,
            role="link",
            tabindex="0",
            data_stage=self.pack.stage.value,
            data_href=f"../returns?{urlencode({'unit': self.pack.unit, 'period': self.period})}",
            aria_label=f"{self.pack.title}: {self._words}",
        )

    # -- the head --------------------------------------------------------------------------

    def _wide(self) -> Iterator[Node]:
        strip = self._strip_width
        bar = 0.24 * self.width
        name = 0.27 * self.width
        yield from self._name(PAD, name - PAD)
        yield from self._stage(name + PAD, bar)
        yield pack_bar(
            self.pack.counts, self.theme, name + PAD, 52, bar, 34, id=f"bar-{self.pack.unit}"
        )
        at = name + bar + 2.5 * PAD
        yield from self._awaited(at, self.width - at - strip - 2 * PAD)
        yield from self._strip(self.width - PAD - strip, 52)

    def _upright(self) -> Iterator[Node]:
        strip = self._strip_width
        room = self.width - 2 * PAD
        yield from self._name(PAD, room - strip - PAD)
        yield from self._strip(self.width - PAD - strip, 46)
        half = 0.46 * room
        yield from self._stage(PAD, half, 118)
        yield pack_bar(self.pack.counts, self.theme, PAD, 136, half, 40, id=f"bar-{self.pack.unit}")
        yield from self._awaited(PAD + half + PAD, room - half - PAD, 108)

    @property
    def _strip_width(self) -> float:
        return len(self.pack.months) * strip_step(CELL) - 0.16 * CELL if self.pack.months else 0.0

    def _name(self, x: float, room: float) -> Iterator[Node]:
        size, lines = fit(self.pack.title, room, 1, (33, 31, 29, 27), weight=600)
        if len(lines) == 1 and lines[0].endswith("\u2026"):
            size, lines = fit(self.pack.short or self.pack.title, room, 1, (33, 29, 27))
        yield label(lines[0], x, 44, size, 600, fill=self.theme["ink"])
        if self.pack.director:
            small, told = fit(self.pack.director, room, 1, (23, 21, 20), weight=500)
            yield label(told[0], x, 76, small, fill=self.theme["ink-2"])

    def _stage(self, x: float, room: float, base: float = 38) -> Iterator[Node]:
        """The stage in a word, and at the end of the bar how many of how many are sent."""
        pack, ink = self.pack, self.theme["ink"]
        mark = self._mark
        start = x + 34 if mark else x
        if mark:
            yield badge(mark, self.theme, x + 13, base - 10, 27)
        due = len(pack.figures) - pack.counts[State.NOT_DUE]
        sent = f"{pack.sent} of {due} sent" if due else ""
        yield label(sent, x + room, base, 23, fill=self.theme["ink-2"], anchor="end")
        left = x + room - start - width(sent, 23) * 1.03 - 12
        size, lines = fit(self._words, left, 1, (29, 27, 25, 23, 21))
        yield label(lines[0], start, base, size, 600, fill=ink, id=f"stage-{pack.unit}")

    @property
    def _mark(self) -> str:
        """The badge that says more than the word: late, or challenged."""
        if self.pack.stage is Stage.CHALLENGED:
            return "challenged"
        return "late" if self.pack.days_late else ""

    @property
    def _words(self) -> str:
        late, begun = self.pack.days_late, self.pack.stage is Stage.PART and not self.pack.sent
        words = "Started" if begun else STAGES[self.pack.stage]
        if late and self.pack.stage in (Stage.NOT_STARTED, Stage.PART):
            return f"{words}, {late} day{'' if late == 1 else 's'} late"
        return words

    def _awaited(self, x: float, room: float, base: float = 38) -> Iterator[Node]:
        """Who has not sent, or who has a question to answer."""
        awaited = Counter(figure.owner for figure in self.pack.outstanding)
        asked = Counter(f.owner for f in self.pack.figures if f.state is State.CHALLENGED)
        heading, owners = ("Awaited from", awaited) if awaited else ("Asked", asked)
        if not owners:
            words = "Nothing is awaited" if self.pack.stage is not Stage.NOT_DUE else ""
            yield from self._lines(x, room, base, words)
            return
        named = [f"{who} ({n})" if n > 1 else who for who, n in owners.most_common()]
        yield from self._lines(x, room, base, f"{heading} {listed(named)}")

    def _lines(self, x: float, room: float, base: float, words: str) -> Iterator[Node]:
        if not words or room < 80:
            return
        size, lines = fit(words, room, 2, (24, 22, 20), weight=500)
        for index, line in enumerate(lines):
            yield label(line, x, base + 1.25 * size * index, size, fill=self.theme["ink-2"])

    def _strip(self, x: float, y: float) -> Iterator[Node]:
        if not self.pack.months:
            return
        months = [(month.label, month.punctual) for month in self.pack.months]
        yield punctual_strip(months, self.theme, x, y, CELL, id=f"punctual-{self.pack.unit}")

    # -- the figures -----------------------------------------------------------------------

    @cached_property
    def _ranked(self) -> Sequence[SubmissionView]:
        return sorted(self.pack.figures, key=lambda f: badness(f.standing), reverse=True)

    def _figures(self, height: float) -> Iterator[Node]:
        """As many figures as there is room for, what wants doing first."""
        columns = self.columns
        lines = int((height - self.least) // self.line)
        if lines <= 0:
            return
        places = lines * columns
        shown = list(self._ranked[:places])
        if len(self._ranked) > places:
            shown = shown[:-1]
        wide = (self.width - 2 * PAD - (columns - 1) * 1.6 * PAD) / columns
        size = self._letters(shown, wide)
        for index, figure in enumerate(shown):
            column, line = divmod(index, lines)
            x = PAD + column * (wide + 1.6 * PAD)
            yield self._figure(figure, x, self.least + line * self.line, wide, size)
        if rest := len(self._ranked) - len(shown):
            x = PAD + (columns - 1) * (wide + 1.6 * PAD)
            y = self.least + (lines - 0.32) * self.line
            yield label(f"and {rest} more", x, y, 0.56 * self.line, fill=self.theme["ink-2"])

    def _letters(self, shown: Sequence[SubmissionView], room: float) -> float:
        """The size at which all names stand whole, as far as there is one."""
        for tenths in range(round(6.2 * self.line), 10 * SMALLEST, -5):
            size = tenths / 10
            if all(fits(f.name, size, _room(f, size, room), 1, weight=500) for f in shown):
                return size
        return SMALLEST

    def _figure(self, figure: SubmissionView, x: float, y: float, room: float, size: float) -> Node:
        said, box = _said(figure), (1.15 * size, 0.9 * size)
        loud = figure.standing.late or figure.state is State.CHALLENGED
        ink = self.theme["ink" if loud else "ink-2"]
        (name,) = wrap(figure.name, size, _room(figure, size, room), 1, weight=500)
        base = 0.5 * self.line + 0.36 * size
        return group(
            f"figure-{figure.kpi}",
            group(None, *field(shown_as(figure.state), self.theme, *box), y=base - 0.82 * size),
            label(name, 1.7 * size, base, size, fill=self.theme["ink"]),
            label(said, room, base, size, 600 if loud else 500, fill=ink, anchor="end"),
            x=x,
            y=y,
            data_kpi=figure.kpi,
        )


def listed(names: Sequence[str]) -> str:
    """Names one after the other; those with a comma of their own are parted by semicolons."""
    if len(names) == 2:
        return " and ".join(names)
    return ("; " if any("," in name for name in names) else ", ").join(names)


def _room(figure: SubmissionView, size: float, room: float) -> float:
    """What a line leaves to the name of its figure."""
    return room - width(_said(figure), size, "condensed", 600) * 1.03 - 3.2 * size


def _said(figure: SubmissionView) -> str:
    """What is worth knowing of a figure beside its name."""
    days = figure.standing.days_late
    if days:
        return f"{days} day{'' if days == 1 else 's'} late"
    if figure.state in (State.SUBMITTED, State.ACCEPTED, State.LOCKED, State.RESTATED):
        dagger = "\u2021" if figure.state is State.RESTATED else ""
        return "nil return" if figure.standing.flags.nil else figure.shown + dagger
    return WORDS[figure.state].lower()
