"""The story of one KPI: its figures over time, what it is, what was said and what is being done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.story_facts import LEADING, Fact, FactList, facts, way_to_sheet
from hub.displays.story_notes import QUARTER_OF, TOP, Told, actions_of, markers, problem_height
from hub.displays.story_signs import strip, strip_height
from hub.displays.story_ways import END, LEAD, way, ways
from hub.displays.surround import (
    SLACK,
    Box,
    Surround,
    notice,
    saying,
    shown_words,
    without_secrets,
    word_of,
)
from hub.domain.status import Status
from hub.drawing import (
    STATES,
    Look,
    Node,
    Theme,
    badge,
    card,
    chart,
    fit,
    group,
    kinds_shown,
    label,
    look_of,
    near_words,
    node,
    pdca_wheel,
    state_of,
    width,
    wrap,
)
from hub.snapshot.views import IssueBrief, KpiView

GAP = 24.0
PAD = 32.0
DAGGER = "\u2021"
SUFFIX = 34.0  # px of the unit behind the value
EMPTY = 78.0  # px of the boxes for notes and problems where there are neither


class KpiStory(Display):
    """One KPI, as large as its story allows."""

    name = "kpi_story"
    title = "KPI"

    class Config(Settings):
        kpi: str

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(kpis=frozenset({self.config.kpi}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        kpi = without_secrets(snapshot.kpis[self.config.kpi])
        said = ": ".join(words for words in (kpi.unit_title, kpi.question) if words)
        snapshot = replace(snapshot, legend=snapshot.legend.of(kpi))
        stands_out = kinds_shown(kpi.process) if kpi.process else ()
        surround = Surround(
            snapshot,
            frame,
            kpi.title,
            said,
            (kpi,),
            counted=False,
            signed=False,  # their words stand beside them
            also=frozenset(stands_out),
        )
        return surround.scene(*_Story(surround, kpi).drawn())


@dataclass(frozen=True)
class _Story:
    surround: Surround
    kpi: KpiView

    @property
    def theme(self) -> Theme:
        return self.surround.frame.theme

    @property
    def state(self) -> str:
        return state_of(self.kpi)

    def drawn(self) -> Iterator[Node]:
        box = self.surround.box
        if self.surround.frame.portrait:
            yield from self._upright(box)
            return
        wide = 0.675 * (box.width - GAP)
        high = box.height - GAP - min(self._told_height((wide - GAP) / 2), 0.41 * box.height)
        side = box.x + wide + GAP
        below = Box(box.x, box.y + high + GAP, wide, box.height - high - GAP)
        yield self.figures(Box(box.x, box.y, wide, high))
        yield self.facts(Box(side, box.y, box.x + box.width - side, box.height))
        yield self.notes(Box(below.x, below.y, (wide - GAP) / 2, below.height))
        yield self.problems(
            Box(below.x + (wide + GAP) / 2, below.y, (wide - GAP) / 2, below.height)
        )

    def _upright(self, box: Box) -> Iterator[Node]:
        facts, half = 0.27 * box.height, (box.width - GAP) / 2
        rest = min(self._told_height(half), 0.3 * box.height)
        high = box.height - facts - rest - 2 * GAP
        top = box.y + high + facts + 2 * GAP
        yield self.figures(Box(box.x, box.y, box.width, high))
        yield self.facts(Box(box.x, box.y + high + GAP, box.width, facts))
        yield self.notes(Box(box.x, top, half, rest))
        yield self.problems(Box(box.x + half + GAP, top, half, rest))

    # -- the figure and its chart ----------------------------------------------------------

    def figures(self, box: Box) -> Node:
        look = look_of(self.kpi)
        drawn = group(
            f"kpi-{self.kpi.key}",
            card(look, self.theme, box.width, box.height, radius=14),
            *self._figure(box),
            *self._chart(box, look),
            x=box.x,
            y=box.y,
        )
        return saying(drawn, self.kpi, self.surround.words, {"role": "group"})

    def _figure(self, box: Box) -> Iterator[Node]:
        """Badge and value; beside them the word, what stands for the target, and the period."""
        theme, look = self.theme, STATES[self.state]
        by_hand = self.kpi.override is not None
        yield badge(
            self.state,
            theme,
            PAD + 48,
            84,
            96,
            word=self._word,
            overridden=by_hand,
            masked=self.kpi.masked,
            upstream=bool(self.kpi.upstream),
        )
        left = PAD + 124
        words = shown_words(self.kpi)
        hidden = self.kpi.status is Status.SUPPRESSED
        face, weight = ("condensed", 500) if hidden else ("sans", 600)
        suffix = self.kpi.format.suffix if self.kpi.value is not None and not hidden else ""
        beside = width(suffix, SUFFIX) * SLACK + 12 if suffix else 0.0
        room = 0.56 * box.width - left - beside
        sizes = (60, 52, 44, 36, 30, 25) if hidden else (124, 112, 100, 88, 76, 64, 54, 44, 36)
        size, lines = fit(words, room, 1, sizes, face, weight)
        base = 84 + 0.36 * size
        ink = theme[look.ink]
        end = left
        for line in lines:
            end = left + width(line, size, face, weight) * SLACK
            yield label(line, left, base, size, weight, face, ink, id=f"v-{self.kpi.key}")
        if self.kpi.restated and not hidden:
            yield label(DAGGER, end + 4, base - 0.26 * size, 0.5 * size, 500, "sans", ink)
            end += 0.34 * size
        if suffix:
            yield label(suffix, end + 12, base, SUFFIX, fill=theme["ink-2"])
        yield from self._beside(max(end + beside + 44, left + 200), box.width - PAD)

    def _beside(self, left: float, right: float) -> Iterator[Node]:
        said = (
            (self._word, (42, 38, 34, 30, 26), 600, "ink"),
            (self._target, (30, 27, 24, 21, 19), 500, "ink-2"),
            (self._period, (26, 24, 22, 20, 18), 500, "ink-2"),
        )
        base = 66.0
        told: set[str] = set()
        for words, sizes, weight, ink in said:
            if words.casefold() in told:  # "No target" is the status and stands for the target
                continue
            told.add(words.casefold())
            size, lines = fit(words, right - left, 1, sizes, weight=weight)
            for line in lines:
                yield label(line, left, base, size, weight, fill=self.theme[ink])
                base += 38

    @property
    def _word(self) -> str:
        return word_of(self.state, self.surround.words)

    @cached_property
    def _target(self) -> str:
        """The target or what stands in its place; of a late figure both."""
        near, kpi = near_words(self.kpi), self.kpi
        if kpi.status is Status.SUPPRESSED:
            return ""
        if kpi.late and kpi.targeted:
            near = f"{near}, target {kpi.target_shown}"
        suffix = kpi.format.suffix
        return f"{near} {suffix}" if suffix and kpi.targeted else near

    @property
    def _period(self) -> str:
        said = [self.kpi.period_title, self.kpi.restated_words]
        return ", ".join(words for words in said if words)

    def _chart(self, box: Box, look: Look) -> Iterator[Node]:
        """What the process says, and below it the figures over time."""
        top = 172.0
        if self.kpi.status is Status.SUPPRESSED:
            place = Box(PAD, top, box.width - 2 * PAD, box.height - top - PAD)
            yield self._closed(place)
            return
        under = "bg" if look is Look.HOLLOW else "below-soft" if look is Look.LOUD else "surface"
        yield from strip(self.kpi, self.theme, PAD, top - 4, box.width - 2 * PAD)
        top += strip_height(self.kpi)
        wide, high = box.width - 2 * PAD - 36, box.height - top - 20
        yield chart(
            self.kpi.points,
            self.kpi.format,
            self.state,
            self.theme,
            PAD,
            top,
            wide,
            high,
            target_range=self.kpi.target_range,
            process=self.kpi.process,
            markers=markers(self.kpi, wide),
            events=self.kpi.events,
            way=f"?{urlencode({'scene': 'events', 'unit': self.kpi.unit})}",
            size=24 if high > 300 else 20,
            surface=under,
            id="chart",
        )

    def _closed(self, box: Box) -> Node:
        """In the place of a chart why there is none."""
        field = self.theme["surface-2"]
        words = "Small numbers stay hidden, and so does what would give them away."
        return group(
            "closed",
            node("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=10, fill=field),
            notice(words, self.surround.frame, box),
        )

    # -- what it is ------------------------------------------------------------------------

    def facts(self, box: Box) -> Node:
        """The definition sheet's short lines, in two columns where the card is wide."""
        columns = 2 if box.width > 900 else 1
        wide = (box.width - PAD * (columns + 1)) / columns
        hrefs, high = ways(self.kpi), box.height - 76 - 16
        listed = FactList(list(facts(self.kpi)), columns, wide, high, hrefs, END - LEAD)
        drawn = [self._heading("What this is", box.width)]
        onward = list[Node]()
        for fact in listed.placed():
            x, y = PAD + fact.column * (wide + PAD), 76 + fact.y
            if fact.name in hrefs:
                own = self._fact(fact, listed, LEAD, 3)
                at = (box.x + x - LEAD, box.y + y - 3, wide + 2 * LEAD, fact.height - 2)
                said = (fact.name, " ".join(fact.lines))
                onward.append(way(said, own, hrefs[fact.name], self.theme, *at))
            else:
                drawn += self._fact(fact, listed, x, y)
        shown, whole = self._card("facts", box, *drawn), way_to_sheet(self.kpi)
        whole_card = replace(shown, attributes={**shown.attributes, **whole})
        return group(None, whole_card, *onward)  # a link in a link could not be told from it

    def _fact(self, fact: Fact, listed: FactList, x: float, y: float) -> Iterator[Node]:
        small, second = listed.asked, self.theme["ink-2"]
        yield label(fact.name, x, y + small, small, fill=second, id=_id("fact", fact.name))
        for index, line in enumerate(fact.lines):
            base = y + small + LEADING * listed.size * (index + 1)
            yield label(line, x, base, listed.size, 600, fill=self.theme["ink"])

    # -- what was said, and what is being done ---------------------------------------------

    def _told_height(self, wide: float) -> float:
        """What notes and problems take where all have room: one row where there are none."""
        if not (self.kpi.notes or self.kpi.reviews or self.kpi.issues):
            return EMPTY
        room = wide - 2 * PAD
        problems = (problem_height(self._titled(issue, room)) for issue in self.kpi.issues)
        return max(TOP + self._told(room).height, 78 + sum(problems), 2 * EMPTY) + 16

    def _told(self, room: float) -> Told:
        return Told(self.kpi, self.surround.snapshot, room)

    def notes(self, box: Box) -> Node:
        """Threads of notes, the newest first, as many as there is room for; and the last stamp."""
        drawn = [self._heading("Notes", box.width, self.kpi.note_count)]
        if not self.kpi.notes:
            drawn += self._none("Notes", "Nobody has written a note yet.", box)
        drawn += self._told(box.width - 2 * PAD).drawn(self.theme, PAD, box.height)
        return self._card("notes", box, *drawn)

    def problems(self, box: Box) -> Node:
        """Open problems with their PDCA wheel and how many of their actions are done."""
        issues = self.kpi.issues
        drawn = [self._heading("Open problems", box.width, len(issues))]
        if not issues:
            drawn += self._none("Open problems", "No problem is open.", box)
        y = 78.0
        for index, issue in enumerate(issues):
            lines = self._titled(issue, box.width - 2 * PAD)
            need = problem_height(lines)
            if y + need > box.height - (12 if index == len(issues) - 1 else 44):
                drawn += self._more(len(issues) - index, "problem", y, box)
                break
            drawn.append(self._problem(issue, lines, y, box.width - 2 * PAD))
            y += need
        return self._card("problems", box, *drawn)

    def _titled(self, issue: IssueBrief, room: float) -> Sequence[str]:
        return wrap(issue.title, 24, room - 66, 2)

    def _problem(self, issue: IssueBrief, lines: Sequence[str], y: float, room: float) -> Node:
        theme = self.theme
        size, said = fit(actions_of(issue), room - 66, 1, (20, 18, 16), weight=500)
        return group(
            f"issue-{issue.id}",
            node(
                "rect",
                x=0,
                y=0,
                width=room,
                height=problem_height(lines) - 16,
                fill="none",
                pointer_events="all",
            ),
            pdca_wheel(issue.stage or QUARTER_OF.get(issue.state), theme, 25, 30, 50),
            *(
                label(line, 66, 22 + 29 * index, 24, 600, fill=theme["ink"])
                for index, line in enumerate(lines)
            ),
            *(label(line, 66, 20 + 29 * len(lines), size, fill=theme["ink-2"]) for line in said),
            x=PAD,
            y=y,
            role="link",
            tabindex="0",
            data_href=f"../board?{urlencode({'issue': issue.id})}",
            data_value=actions_of(issue),
            aria_label=f"Problem {issue.number}: {issue.title}, {actions_of(issue)}",
        )

    def _heading(self, words: str, wide: float, count: int | None = None) -> Node:
        theme = self.theme
        number = label(str(count), wide - PAD, 46, 27, 600, fill=theme["ink-2"], anchor="end")
        return group(
            None,
            label(words, PAD, 46, 27, 600, fill=theme["ink-2"]),
            number if count else None,
        )

    def _none(self, heading: str, words: str, box: Box) -> list[Node]:
        if box.height <= EMPTY:
            left = PAD + width(heading, 27, "condensed", 600) * SLACK + 24
            size, lines = fit(words, box.width - PAD - left, 1, (26, 24, 22, 20, 18), weight=500)
            return [label(line, left, 46, size, fill=self.theme["ink-2"]) for line in lines]
        size, lines = fit(words, box.width - 2 * PAD, 2, (26, 24, 22), weight=500)
        return [label(line, PAD, 100 + 1.2 * size * index, size, fill=self.theme["ink-2"])
                for index, line in enumerate(lines)]  # fmt: skip

    def _more(self, count: int, what: str, y: float, box: Box) -> list[Node]:
        words = f"and {count} more {what if count == 1 else f'{what}s'}"
        base = min(y + 24, box.height - 14)
        return [label(words, PAD, base, 20, fill=self.theme["ink-2"])]

    def _card(self, id: str, box: Box, *drawn: Node) -> Node:
        field = card(Look.CALM, self.theme, box.width, box.height, radius=14)
        return group(id, field, *drawn, x=box.x, y=box.y)


def _id(*parts: str) -> str:
    return "-".join(parts).lower().replace(" ", "-")
