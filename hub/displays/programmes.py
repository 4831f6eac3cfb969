"""Programmes and projects: what is complete against what was planned, the worst first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pydantic import Field

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.paging import part_of
from hub.displays.programme_row import WORDS, ProgrammeRow, day_words, state_of
from hub.displays.surround import Box, Surround, notice
from hub.domain.initiatives import Kind
from hub.drawing import Node, group, label, width
from hub.drawing.marks.time_bar import DayAxis, axis_names, diamond
from hub.drawing.theme import Theme
from hub.snapshot.initiatives import InitiativesView, InitiativeView, OfUnit

HEADINGS = {Kind.PROGRAMME: "Programmes", Kind.PROJECT: "Projects"}
LEAST = {False: 118.0, True: 176.0}  # px of a row, upright or not, at zoom 1
HIGHEST = 1.65  # of the least
GAP, STRIP, NEAR = 10.0, 44.0, 22.0
UPRIGHT_HEAD = 2 * 1.7 * NEAR  # px of the key and the axis over a picture that is high
KEY = (("done", "Milestone done"), ("open", "to come"), ("late", "late"))


KEY_WIDTH = sum(26 + width(words, 20) * 1.03 + 22 for _, words in KEY)


class Programmes(Display):
    """The programmes and projects of a unit and all below it, on an axis of time."""

    name = "programmes"
    title = "Programmes and projects"

    class Config(Settings):
        unit: str
        page: int = Field(1, ge=1)

    @property
    def _ask(self) -> OfUnit:
        return OfUnit(self.config.unit)

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(asks=frozenset({self._ask}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        view = snapshot.answer(self._ask)
        part = part_of(view.initiatives, _most(frame), self.config.page)
        told = replace(snapshot, legend=WORDS)
        surround = Surround(
            told,
            frame,
            self.title,
            " \u00b7 ".join(words for words in (view.unit_title, part.page.words) if words),
            note=_newest(view),
            tallied=Counter(state_of(each.standing) for each in view.initiatives),
            page=part.page,
        )
        if not part.items:
            words = "No programme or project is declared here yet."
            return surround.scene(notice(words, frame, surround.box))
        return surround.scene(*_Rows(surround, view, part.items).drawn())


def _most(frame: Frame) -> int:
    """How many rows one picture holds, with headings for both kinds."""
    head = 240.0 if frame.portrait else 200.0
    free = frame.height - head - 2 * STRIP - UPRIGHT_HEAD * frame.portrait
    return max(1, int(free / (LEAST[frame.portrait] * frame.zoom + GAP)))


def _newest(view: InitiativesView) -> str:
    days = [each.reported_on for each in view.initiatives if each.reported_on]
    return f"Progress as reported to {day_words(max(days))}" if days else ""


@dataclass(frozen=True)
class _Rows:
    surround: Surround
    view: InitiativesView
    shown: Sequence[InitiativeView]

    @property
    def theme(self) -> Theme:
        return self.surround.frame.theme

    @property
    def box(self) -> Box:
        return self.surround.box

    @cached_property
    def kinds(self) -> list[Kind]:
        return list(dict.fromkeys(each.kind for each in self.shown))

    @cached_property
    def high(self) -> float:
        """Height of a row: what there is shared out, within bounds."""
        frame, count = self.surround.frame, len(self.shown)
        strips = STRIP * len(self.kinds) if len(self.kinds) > 1 else STRIP
        free = self.box.height - strips - UPRIGHT_HEAD * frame.portrait - GAP * (count - 1)
        return min(free / count, HIGHEST * LEAST[frame.portrait] * frame.zoom)

    @cached_property
    def axis(self) -> DayAxis:
        """From the first start on the picture to the last end, today within."""
        days = [day for each in self.shown for day in (each.starts, each.ends)]
        days += [m.due for each in self.shown for m in each.milestones]
        left, right = ProgrammeRow.span(self.surround.frame, self.box.width)
        return DayAxis.over([*days, self.view.today], left, right)

    def drawn(self) -> Iterator[Node]:
        box, y = self.box, self.box.y
        names = y + STRIP - 14
        if self.surround.frame.portrait:
            yield self._key(box.x, y + NEAR)
            y += UPRIGHT_HEAD
            names = y - 12
        else:
            yield self._key(box.x + self.axis.left - 24 - KEY_WIDTH, names)
        yield group("axis", *axis_names(self.axis, self.view.today, self.theme, names - box.y,
                                        NEAR), x=box.x, y=box.y)  # fmt: skip
        for kind in self.kinds:
            heading = HEADINGS[kind]
            yield label(heading, box.x, y + STRIP - 13, 30, 600, fill=self.theme["ink"],
                        id=f"kind-{kind.value}")  # fmt: skip
            y += STRIP
            for each in (one for one in self.shown if one.kind is kind):
                row = ProgrammeRow(each, self.axis, self.surround.frame, self.view.today,
                                   box.width, self.high, len(self._units) > 1)  # fmt: skip
                yield row.drawn(box.x, y)
                y += self.high + GAP

    @cached_property
    def _units(self) -> set[str]:
        return {each.unit for each in self.view.initiatives}

    def _key(self, x: float, base: float) -> Node:
        """What the diamonds say; those that occur."""
        drawn: list[Node] = []
        across = 0.0
        for state, words in KEY:
            drawn.append(diamond(state, self.theme, across + 10, -7, 18))
            drawn.append(label(words, across + 26, 0, 20, fill=self.theme["ink-2"]))
            across += 26 + width(words, 20) * 1.03 + 22
        return group("milestones", *drawn, x=x, y=base)
