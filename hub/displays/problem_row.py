"""One open problem on a wall: its number, what is done about it and by whom, and its worst KPI."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from hub.displays.surround import Box, leading, without_secrets, word_of
from hub.drawing import Node, Theme, fit, group, kpi_tile, label, node, pdca_wheel, state_of, wrap
from hub.drawing.marks.badge import line
from hub.drawing.marks.card import card
from hub.drawing.marks.tag import tag, tag_width
from hub.drawing.theme import Look
from hub.snapshot.open_problems import OpenProblem
from hub.snapshot.views import CountermeasureView, KpiView, Legend

PAD = 22.0
TILE = (392.0, 152.0)  # px of a KPI's tile at scale 1
TITLE = 33.0
NEAR = 22.0
ACTION = 66.0  # px that a countermeasure takes
WHEEL = 40.0
FOOT = 46.0  # px of the line that says who owns it
NUMBER = 128.0  # px of the column with the number


@dataclass(frozen=True)
class ProblemRow:
    """A panel in ``box``. ``upright`` has what is done below what it is about; ``tall`` has the
    KPI below all of that."""

    problem: OpenProblem
    theme: Theme
    words: Legend
    box: Box
    zoom: float
    upright: bool
    tall: bool

    @staticmethod
    def least(zoom: float, upright: bool, tall: bool) -> float:
        """The height, in px, that a row needs at least."""
        head = 2 * 1.1 * TITLE * zoom + FOOT + PAD
        if tall:
            return head + ACTION + (TILE[1] + 14) * zoom
        return head + 2 * ACTION if upright else max(head + 6, TILE[1] * zoom)

    def drawn(self) -> Node:
        box = self.box
        field = card(Look.CALM, self.theme, box.width, box.height)
        kpi = self.problem.worst
        tile = [self._tile(kpi)] if kpi is not None else []
        return group(f"problem-{self.problem.brief.id}", field, self._board(), *tile,
                     x=box.x, y=box.y)  # fmt: skip

    # -- the problem, as the way to its board ---------------------------------------------------

    @cached_property
    def _field(self) -> Box:
        """What is left of the panel beside its KPI."""
        if self.tall:
            return Box(0, 0, self.box.width, self.box.height - (TILE[1] + 8) * self.zoom)
        wide = min(TILE[0] * self.zoom * 1.04, 0.46 * self.box.width)
        return Box(0, 0, self.box.width - wide, self.box.height)

    @property
    def _number(self) -> float:
        return NUMBER * (1 + 0.6 * (self.zoom - 1))

    @cached_property
    def _body(self) -> Box:
        """Where the title stands."""
        left, free = self._number, self._field.width - self._number
        wide = free if self.upright else 0.48 * free
        return Box(left, 0, wide - PAD, self._field.height - (ACTION if self.upright else 0))

    @cached_property
    def _title(self) -> tuple[float, tuple[str, ...]]:
        sizes = [TITLE * self.zoom * share for share in (1.0, 0.95, 0.91)]
        room = self._body.height - FOOT - PAD
        lines = max(1, min(3, int(room // (1.1 * sizes[-1]))))
        size, titled = fit(self.problem.brief.title, self._body.width, lines, sizes)
        if 1.1 * size * len(titled) > room:
            size, titled = (
                sizes[-1],
                wrap(self.problem.brief.title, sizes[-1], self._body.width, lines),
            )
        return size, titled

    @property
    def _foot(self) -> float:
        """The base line of who owns it: below the title, or at the foot of the panel."""
        if not self.upright:
            return self._body.height - PAD + 2
        size, titled = self._title
        return PAD + 1.1 * size * len(titled) + 32

    def _board(self) -> Node:
        brief = self.problem.brief
        field = self._field
        return group(
            f"board-{brief.id}",
            node("rect", x=0, y=0, width=field.width, height=field.height, fill="none"),
            *self._count(),
            *self._about(),
            *self._actions(),
            role="link",
            tabindex="0",
            pointer_events="all",
            data_href=f"../board?{urlencode({'issue': brief.id})}",
            aria_label=f"Problem {brief.number}: {brief.title}, {', '.join(self._said())}",
        )

    def _said(self) -> list[str]:
        """The row in words."""
        found = [self._state, self._open_for, self.problem.owner or "no owner yet"]
        late = self.problem.overdue_days
        count = len(self.problem.countermeasures)
        found.append(f"{count} countermeasure{'' if count == 1 else 's'}")
        return [*found, f"{late} days overdue"] if late else found

    @property
    def _state(self) -> str:
        return self.problem.brief.state.replace("_", " ")

    @property
    def _open_for(self) -> str:
        days = self.problem.days_open
        return "open since today" if not days else f"open {days} day{'' if days == 1 else 's'}"

    def _count(self) -> Iterator[Node]:
        """The number that people say aloud, and for how many days it has been open."""
        theme, room = self.theme, self._number - PAD - 8
        sizes = [share * self.zoom for share in (50.0, 42.0, 36.0, 30.0)]
        size, (number, *_) = fit(str(self.problem.brief.number), room, 1, sizes, "sans")
        top = PAD + 0.76 * size
        yield label(number, PAD, top, size, 600, "sans", theme["ink"])
        small, lines = fit(self._open_for, room, 2, (NEAR, 20, 18), weight=500)
        yield from (
            label(words, PAD, top + 14 + 1.15 * small * (index + 1), small, fill=theme["ink-2"])
            for index, words in enumerate(lines)
        )

    def _about(self) -> Iterator[Node]:
        body, theme = self._body, self.theme
        size, titled = self._title
        for index, words in enumerate(titled):
            base = PAD + (0.78 + 1.1 * index) * size
            yield label(words, body.x, base, size, 600, fill=theme["ink"])
        yield from self._owned(body.x, self._foot, body.width)

    def _owned(self, x: float, base: float, room: float) -> Iterator[Node]:
        """Who it belongs to and how far they are; that it belongs to nobody is loud."""
        told = [self._state, self.problem.unit_title]
        if self.problem.owner:
            told.insert(0, self.problem.owner)
        else:
            yield tag(UNOWNED, self.theme, x, base)
            x, room = x + tag_width(UNOWNED) + 14, room - tag_width(UNOWNED) - 14
        said = " \u00b7 ".join(told)
        if room > 60:
            (words,) = wrap(said, NEAR, room, 1, weight=500)
            yield label(words, x, base, NEAR, fill=self.theme["ink-2"])

    # -- what is done about it ---------------------------------------------------------------------

    def _actions(self) -> Iterator[Node]:
        body, field = self._body, self._field
        if self.upright:
            x, room, top = body.x, body.width, self._foot + 12
            high = field.height - top - 4
        else:
            x, top = body.x + body.width + PAD, PAD - 10
            room, high = field.width - x - PAD, field.height - 2 * top
        measures = self.problem.countermeasures
        if not measures:
            yield from self._nothing(x, top, room)
            return
        most = max(1, int(high // ACTION))
        shown = measures[:most]
        for index, measure in enumerate(shown):
            left = len(measures) - most if index == most - 1 else 0
            yield from self._action(measure, x, top + ACTION * index, room, left)

    def _nothing(self, x: float, top: float, room: float) -> Iterator[Node]:
        yield pdca_wheel(None, self.theme, x + WHEEL / 2, top + ACTION / 2, WHEEL)
        size, lines = fit("No countermeasure yet", room - WHEEL - 16, 1, (25, 22, 20), weight=500)
        base = top + ACTION / 2 + 0.35 * size
        yield from (
            label(words, x + WHEEL + 16, base, size, fill=self.theme["ink-2"]) for words in lines
        )

    def _action(
        self, measure: CountermeasureView, x: float, top: float, room: float, left: int
    ) -> Iterator[Node]:
        theme, start = self.theme, x + WHEEL + 16
        room -= WHEEL + 16
        yield pdca_wheel(measure.stage, theme, x + WHEEL / 2, top + ACTION / 2, WHEEL)
        (words,) = wrap(" ".join(measure.text.split()), 24, room, 1)
        yield label(words, start, top + 24, 24, 600, fill=theme["ink"])
        end = start + room
        if measure.overdue_days:
            days = measure.overdue_days
            late = f"{days} day{'' if days == 1 else 's'} overdue"
            if tag_width(late, 20) <= room:
                yield tag(late, theme, start, top + 55, 20)
                start += tag_width(late, 20) + 12
        due = f"due {measure.due.day} {measure.due:%b}"
        told = measure.owner if measure.overdue_days or measure.stage == "act" else (
            f"{due}, {measure.owner}"
        )  # fmt: skip
        said = f"and {left} more \u00b7 {told}" if left else told
        if end - start > 60:
            (near,) = wrap(said, 21, end - start, 1, weight=500)
            yield label(near, start, top + 55, 21, fill=theme["ink-2"])

    # -- the KPI, as the way to its story -------------------------------------------------------

    def _tile(self, kpi: KpiView) -> Node:
        theme, field = self.theme, self._field
        wide = self.box.width if self.tall else self.box.width - field.width
        high = self.box.height - field.height if self.tall else self.box.height
        x, y = (0.0, field.height) if self.tall else (field.width, 0.0)
        shown = replace(without_secrets(kpi), note_count=0, issues=())
        scale = min(wide / TILE[0], high / (TILE[1] + 6), self.zoom * 1.15)
        word = word_of(state_of(kpi), self.words.of(kpi))
        own = f"{self.problem.brief.id}-{kpi.key}"
        tile = kpi_tile(shown, theme, 0, 0, wide, high, id=own, framed=False, scale=scale,
                        word=word, title=self._named(kpi))  # fmt: skip
        rule = f"M{PAD} 0H{wide - PAD}" if self.tall else f"M0 {PAD}V{high - PAD}"
        touched = node("rect", x=0, y=0, width=wide, height=high, fill="none")
        drawn = group(f"story-{own}", touched, line(rule, theme["line"], 2), tile, x=x, y=y)
        return leading(drawn, kpi, self.words)

    def _named(self, kpi: KpiView) -> str:
        others = len(self.problem.kpis) - 1
        return f"{kpi.name} and {others} more" if others else kpi.name


UNOWNED = "No owner yet"
