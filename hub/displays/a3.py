"""The A3 of a problem: its whole story on one landscape sheet, put together from the problem."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.a3_rows import Mark, Part, Picture, Row, Section, lettered
from hub.displays.causes import in_order
from hub.displays.surround import Box, Surround, day, local_time, without_secrets
from hub.domain.cure import RESULT_WORDS
from hub.domain.problem import STATE_WORDS, State
from hub.domain.status import Status
from hub.domain.strength import all_weak
from hub.drawing import Look, Marker, Node, Theme, card, chart, group, label, pdca_wheel, state_of
from hub.snapshot.views import CauseView, CountermeasureView, IssueView, KpiView

GAP, PAD, HEAD, FOOT = 18.0, 22.0, 58.0, 14.0  # px; HEAD is what a section's own title takes
SIZES = (32.0, 30.0, 28.0, 26.0, 24.0, 22.0, 20.0, 18.0)
STAGES = {"plan": "planned", "do": "being tried", "check": "being checked", "act": "done"}
MARKS = {"confirmed": "Confirmed", "ruled_out": "Ruled out", "suspected": "Suspected"}
DEEPEST = 6  # steps beyond which causes are not set further in


class A3(Display):
    """Background, current and target condition, analysis; countermeasures, plan, follow-up."""

    name = "a3"
    title = "A3"
    paper = (1920, 1323)  # the shape that the margins leave of A3 lying
    sheet = "A3"

    class Config(Settings):
        issue: str

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(issues=frozenset({self.config.issue}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        view = snapshot.issues[self.config.issue]
        kpis = tuple(without_secrets(kpi) for kpi in view.kpis)
        title = f"Problem {view.brief.number}: {view.brief.title}"
        about = _told(view, snapshot)
        surround = Surround(snapshot, frame, title, about, kpis, counted=False, signed=False)
        left, right = _Story(view, kpis, frame.theme).columns
        columns = [(*left, *right)] if frame.portrait else [left, right]
        return surround.scene(*_Sheet(surround, columns).drawn())


def _told(view: IssueView, snapshot: Snapshot) -> str:
    on = day(local_time(view.brief.raised_at, snapshot), local_time(snapshot.as_of, snapshot))
    owner = f"owned by {view.owner}" if view.owner else "no owner yet"
    state = STATE_WORDS[State(view.brief.state)]
    return " \u00b7 ".join((state, view.unit_title, owner, f"raised {on}"))


@dataclass(frozen=True)
class _Sheet:
    """The sections in their columns, all in letters of the largest size in which they have room."""

    surround: Surround
    columns: Sequence[Sequence[Section]]

    @property
    def theme(self) -> Theme:
        return self.surround.frame.theme

    @property
    def _wide(self) -> float:
        """px of a column."""
        box, many = self.surround.box, len(self.columns)
        return (box.width - GAP * (many - 1)) / many

    @property
    def _inner(self) -> float:
        return self._wide - 2 * PAD

    @cached_property
    def size(self) -> float:
        fitting = (
            size
            for size in SIZES
            if all(sum(self._needed(each, size)) <= self._room(each) for each in self.columns)
        )
        return next(fitting, SIZES[-1])

    def _room(self, column: Sequence[Section]) -> float:
        """px that the sections of a column have inside, all together."""
        many = len(column)
        return self.surround.box.height - GAP * (many - 1) - many * (HEAD + FOOT)

    def _needed(self, column: Sequence[Section], size: float) -> list[float]:
        return [section.high(size, self._inner) for section in column]

    def drawn(self) -> Iterator[Node]:
        box = self.surround.box
        for index, column in enumerate(self.columns):
            x, y = box.x + index * (self._wide + GAP), box.y
            heights = _shared(column, self._needed(column, self.size), self._room(column))
            for section, high in zip(column, heights, strict=True):
                yield self._section(section, x, y, high)
                y += high + HEAD + FOOT + GAP

    def _section(self, section: Section, x: float, y: float, high: float) -> Node:
        return group(
            f"a3-{section.name}",
            card(Look.CALM, self.theme, self._wide, high + HEAD + FOOT, radius=12),
            label(section.title, PAD, 40, 26, 600, fill=self.theme["ink-2"]),
            *section.drawn(self.theme, self.size, PAD, HEAD, self._inner, high),
            x=x,
            y=y,
        )


def _shared(column: Sequence[Section], needed: Sequence[float], room: float) -> list[float]:
    """What each section gets: what it needs, and of what is left over those most that grow; where
    there is too little, whoever needs most gives way."""
    spare = room - sum(needed)
    if spare < 0:
        return _rationed(needed, room)
    weights = [3.0 if section.grows else 1.0 for section in column]
    return [
        need + spare * weight / sum(weights) for need, weight in zip(needed, weights, strict=True)
    ]


def _rationed(needed: Sequence[float], room: float) -> list[float]:
    """The needs, cut off at the level at which they take the room."""
    level, left = room, list(needed)
    for count in range(len(needed), 0, -1):
        level = (room - sum(sorted(needed)[: len(needed) - count])) / count
        if sorted(needed)[len(needed) - count] > level:
            break
    return [min(need, level) for need in left]


# -- the sections ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Story:
    """What each section has to tell of a problem."""

    view: IssueView
    kpis: Sequence[KpiView]
    theme: Theme

    @property
    def columns(self) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
        return (
            (
                Section("background", "1  Background", tuple(self._background())),
                Section("current", "2  Current condition", tuple(self._current())),
                Section("target", "3  Target condition", tuple(self._target())),
                Section("analysis", "4  Root cause analysis", tuple(self._analysis())),
            ),
            (
                Section("countermeasures", "5  Countermeasures", tuple(self._countermeasures())),
                Section("plan", "6  Plan", tuple(self._plan())),
                Section("follow", "7  Follow-up", tuple(self._follow())),
            ),
        )

    def _background(self) -> Iterator[Part]:
        yield Row(self.view.statement or "Nobody has said yet what happens, where, and since when.")
        if self.view.containment:
            yield Row(f"Contained for now: {self.view.containment}")

    # -- figures -------------------------------------------------------------------------------

    def _current(self) -> Iterator[Part]:
        charted = next((k for k in self.kpis if _chartable(k)), None)
        if charted is not None:
            yield Row(_standing(charted), strong=True)
            yield Picture(lambda x, y, wide, high: self._chart(charted, Box(x, y, wide, high)))
        for kpi in self.kpis:
            if kpi is not charted:
                yield Row(_standing(kpi))
        if not self.kpis:
            yield Row("No figure shows it yet.")

    def _chart(self, kpi: KpiView, box: Box) -> Node:
        return group(
            None,
            chart(kpi.points, kpi.format, state_of(kpi), self.theme, 0, 0, box.width - 36,
                  box.height, target_range=kpi.target_range, process=kpi.process,
                  markers=self._done(kpi), size=20, id="a3-chart"),
            x=box.x, y=box.y,
        )  # fmt: skip

    def _done(self, kpi: KpiView) -> tuple[Marker, ...]:
        """The first figure after each countermeasure that was to move the KPI."""
        first: dict[str, list[str]] = {}
        for letter, measure in self._lettered:
            effect = self.view.effects.get(measure.id)
            if effect and effect.kpi == kpi.key and 0 < effect.later <= len(kpi.points):
                first.setdefault(kpi.points[-effect.later].period, []).append(letter)
        return tuple(Marker(period, ", ".join(letters)) for period, letters in first.items())

    def _target(self) -> Iterator[Part]:
        titles = {kpi.key: kpi for kpi in self.kpis}
        told: dict[str, None] = {}
        for measure in self.view.countermeasures:
            if measure.predicted is not None and (kpi := titles.get(measure.effect_kpi)):
                by = f" by {_day(measure.check_on)}" if measure.check_on else ""
                told[f"{kpi.title}: {kpi.format.show(measure.predicted)}{by}"] = None
        for kpi in () if told else self.kpis:
            if kpi.target is not None:
                told[f"{kpi.title}: back to its target of {kpi.target_shown}"] = None
        yield from (Row(words) for words in told or ("No level is agreed yet.",))

    # -- causes --------------------------------------------------------------------------------

    def _analysis(self) -> Iterator[Part]:
        """Each cause below what it explains; what led nowhere comes last."""
        causes = self.view.causes
        if not any(c.root and c.state == "confirmed" for c in causes):
            count = f"{len(causes)} cause{'s' * (len(causes) != 1)} named"
            yield Row(f"No root cause is confirmed yet; {count}.")
        for cause, depth in in_order(_weightiest_first(causes)):
            yield Row(
                cause.text,
                " \u00b7 ".join(filter(None, (MARKS[cause.state], cause.evidence))),
                tag="Root cause" if cause.root else "",
                depth=min(depth, DEEPEST),
                faint=cause.state == "ruled_out",
                strong=cause.root,
            )

    # -- countermeasures -----------------------------------------------------------------------

    @property
    def _lettered(self) -> list[tuple[str, CountermeasureView]]:
        return [(_letter(index), each) for index, each in enumerate(self.view.countermeasures)]

    def _countermeasures(self) -> Iterator[Part]:
        for letter, measure in self._lettered:
            against = f"against: {measure.cause_text}" if measure.cause_text else ""
            near = " \u00b7 ".join(filter(None, (measure.strength.capitalize(), against)))
            yield Row(measure.text, near, lettered(letter, self.theme))
        if all_weak(measure.strength for measure in self.view.countermeasures):
            yield Row("All of these are weak: they lean on people taking care.", strong=True)
        if not self.view.countermeasures:
            yield Row("None is set yet.")

    def _plan(self) -> Iterator[Part]:
        for letter, measure in self._lettered:
            yield Row(
                f"{letter}: {measure.owner}, by {_day(measure.due)}, {STAGES[measure.stage]}",
                mark=self._wheel(measure),
                tag=_late(measure),
            )
        if not self.view.countermeasures:
            yield Row("Nobody has anything to do yet.")

    def _wheel(self, measure: CountermeasureView) -> Mark:
        return lambda x, y, size: pdca_wheel(measure.stage, self.theme, x, y, size)

    def _follow(self) -> Iterator[Part]:
        checked = [pair for pair in self._lettered if pair[1].id in self.view.effects]
        for letter, measure in checked:
            effect = self.view.effects[measure.id]
            words = f"{RESULT_WORDS[effect.result]}. {effect.words}"
            decided = f"Decided: {measure.decision}" if measure.decision else ""
            near = ": ".join(filter(None, (decided, measure.decided_because)))
            yield Row(words, near, lettered(letter, self.theme))
        if not checked:
            yield Row("No effect is predicted yet: say which figure is to move, and by when.")
        if self.view.waiver:
            yield Row(f"Closed because: {self.view.waiver}")


def _chartable(kpi: KpiView) -> bool:
    return kpi.status is not Status.SUPPRESSED and bool(kpi.points)


def _standing(kpi: KpiView) -> str:
    aim = f", target {kpi.target_shown}" if kpi.target is not None else ""
    return f"{kpi.title}: {kpi.shown}{aim}"


def _weightiest_first(causes: Sequence[CauseView]) -> list[CauseView]:
    """Those that led to a root cause, then the others, what is ruled out at the end."""
    known = {cause.id: cause for cause in causes}
    leading: set[str] = set()
    for cause in causes:
        here: CauseView | None = cause if cause.root and cause.state != "ruled_out" else None
        while here is not None and here.id not in leading:
            leading.add(here.id)
            here = known.get(here.parent or "")
    return sorted(causes, key=lambda each: (each.id not in leading, each.state == "ruled_out"))


def _letter(index: int) -> str:
    """A, B ... Z, A2, B2 ..."""
    return chr(ord("A") + index % 26) + (str(index // 26 + 1) if index >= 26 else "")


def _late(measure: CountermeasureView) -> str:
    days = measure.overdue_days
    return f"{days} day{'' if days == 1 else 's'} over" if days else ""


def _day(when: date) -> str:
    return f"{when.day} {when:%b %Y}"
