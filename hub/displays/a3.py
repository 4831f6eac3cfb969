"""The A3 of a problem: its whole story on one landscape sheet, put together from the problem."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.surround import Box, Surround, day, local_time, without_secrets
from hub.domain.cure import RESULT_WORDS
from hub.domain.problem import STATE_WORDS, State
from hub.domain.status import Status
from hub.domain.strength import all_weak
from hub.drawing import Look, Node, Theme, card, chart, group, label, state_of, wrap
from hub.drawing.text import fits
from hub.snapshot.views import CauseView, CountermeasureView, EffectView, IssueView, KpiView

GAP, PAD, HEAD = 18.0, 22.0, 58.0  # px; HEAD is what a section's own title takes
LEADING = 1.24
SIZES = (36.0, 33.0, 30.0, 27.0, 24.0, 22.0, 20.0, 18.0)
LEFT = (("background", 0.2), ("current", 0.36), ("target", 0.14), ("analysis", 0.3))
RIGHT = (("countermeasures", 0.4), ("plan", 0.3), ("follow", 0.3))
TITLES = {
    "background": "1  Background",
    "current": "2  Current condition",
    "target": "3  Target condition",
    "analysis": "4  Root cause analysis",
    "countermeasures": "5  Countermeasures",
    "plan": "6  Plan",
    "follow": "7  Follow-up",
}


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
        return surround.scene(*_Sheet(surround, view, kpis).drawn())


def _told(view: IssueView, snapshot: Snapshot) -> str:
    on = day(local_time(view.brief.raised_at, snapshot), local_time(snapshot.as_of, snapshot))
    owner = f"owned by {view.owner}" if view.owner else "no owner yet"
    state = STATE_WORDS[State(view.brief.state)]
    return " \u00b7 ".join((state, view.unit_title, owner, f"raised {on}"))


@dataclass(frozen=True)
class _Sheet:
    surround: Surround
    view: IssueView
    kpis: Sequence[KpiView]

    @property
    def theme(self) -> Theme:
        return self.surround.frame.theme

    def drawn(self) -> Iterator[Node]:
        for name, box in self._boxes():
            yield group(
                f"a3-{name}",
                card(Look.CALM, self.theme, box.width, box.height, radius=12),
                label(TITLES[name], PAD, 40, 26, 600, fill=self.theme["ink-2"]),
                *self._inside(name, Box(PAD, HEAD, box.width - 2 * PAD, box.height - HEAD - 14)),
                x=box.x,
                y=box.y,
            )

    def _boxes(self) -> Iterator[tuple[str, Box]]:
        """Two columns; one where the sheet stands upright."""
        box = self.surround.box
        if self.surround.frame.portrait:
            halves = [(name, share / 2) for name, share in (*LEFT, *RIGHT)]
            yield from _stacked(halves, box)
            return
        wide = (box.width - GAP) / 2
        yield from _stacked(LEFT, Box(box.x, box.y, wide, box.height))
        yield from _stacked(RIGHT, Box(box.x + wide + GAP, box.y, wide, box.height))

    def _inside(self, name: str, box: Box) -> Iterator[Node]:
        if name == "current" and self._chartable is not None and box.height > 130:
            yield self._chart(self._chartable, box)
        else:
            yield from _written(list(getattr(self, f"_{name}")()), box, self.theme)

    @property
    def _chartable(self) -> KpiView | None:
        return next((k for k in self.kpis if k.status is not Status.SUPPRESSED and k.points), None)

    def _chart(self, kpi: KpiView, box: Box) -> Node:
        (words,) = wrap(f"{kpi.title}: {kpi.shown}", 22, box.width, 1)
        return group(
            None,
            label(words, 0, 20, 22, 600, fill=self.theme["ink"]),
            chart(kpi.points, kpi.format, state_of(kpi), self.theme, 0, 30, box.width - 36,
                  box.height - 34, target_range=kpi.target_range, process=kpi.process, size=20,
                  id="a3-chart"),
            x=box.x, y=box.y,
        )  # fmt: skip

    # -- the sections in words ---------------------------------------------------------------------

    def _background(self) -> Iterator[str]:
        yield self.view.statement or "Nobody has said yet what happens, where, and since when."
        if self.view.containment:
            yield f"Contained for now: {self.view.containment}"

    def _current(self) -> Iterator[str]:
        for kpi in self.kpis:
            aim = f", target {kpi.target_shown}" if kpi.target is not None else ""
            yield f"{kpi.title}: {kpi.shown}{aim}"
        if not self.kpis:
            yield "No figure shows it yet."

    def _target(self) -> Iterator[str]:
        titles = {kpi.key: kpi for kpi in self.kpis}
        found = False
        for measure in self.view.countermeasures:
            if measure.predicted is not None and (kpi := titles.get(measure.effect_kpi)):
                by = f" by {_day(measure.check_on)}" if measure.check_on else ""
                yield f"{kpi.title}: {kpi.format.show(measure.predicted)}{by}"
                found = True
        for kpi in () if found else self.kpis:
            if kpi.target is not None:
                yield f"{kpi.title}: back to its target of {kpi.target_shown}"
                found = True
        if not found:
            yield "No level is agreed yet."

    def _analysis(self) -> Iterator[str]:
        roots = [c for c in self.view.causes if c.root and c.state == "confirmed"]
        for cause in roots:
            yield f"Root cause: {_read_back(cause, self.view.causes)}"
            if cause.evidence:
                yield f"How we know: {cause.evidence}"
        if not roots:
            named = len(self.view.causes)
            yield f"No root cause is confirmed yet; {named} cause{'s' * (named != 1)} named."

    def _countermeasures(self) -> Iterator[str]:
        plan = self.view.countermeasures
        for measure in plan:
            strength = f" ({measure.strength})" if measure.strength else ""
            against = f", against: {measure.cause_text}" if measure.cause_text else ""
            yield f"{measure.text}{strength}{against}"
        if all_weak(measure.strength for measure in plan):
            yield "All of these are weak: they lean on people taking care."
        if not plan:
            yield "None is set yet."

    def _plan(self) -> Iterator[str]:
        for measure in self.view.countermeasures:
            late = f", {measure.overdue_days} days over" if measure.overdue_days else ""
            stage = measure.stage.capitalize()
            yield f"{stage}: {measure.owner}, by {_day(measure.due)}{late}: {measure.text}"
        if not self.view.countermeasures:
            yield "Nobody has anything to do yet."

    def _follow(self) -> Iterator[str]:
        checked = [c for c in self.view.countermeasures if c.id in self.view.effects]
        for measure in checked:
            yield _effect(measure, self.view.effects[measure.id])
        if not checked:
            yield "No effect is predicted yet: say which figure is to move, and by when."
        if self.view.waiver:
            yield f"Closed because: {self.view.waiver}"


def _effect(measure: CountermeasureView, effect: EffectView) -> str:
    decided = f" Decided: {measure.decision}." if measure.decision else ""
    return f"{measure.text}: {RESULT_WORDS[effect.result].lower()}. {effect.words}{decided}"


def _read_back(cause: CauseView, causes: Sequence[CauseView]) -> str:
    """From the cause up to the problem, as it is read aloud."""
    known = {each.id: each for each in causes}
    words, seen = [cause.text], {cause.id}
    while (above := known.get(cause.parent or "")) is not None and above.id not in seen:
        words.append(above.text)
        seen.add(above.id)
        cause = above
    return ", therefore: ".join(text.strip().rstrip(".") for text in words)


def _day(when: date) -> str:
    return f"{when.day} {when:%b %Y}"


def _stacked(shares: Sequence[tuple[str, float]], box: Box) -> Iterator[tuple[str, Box]]:
    room = box.height - GAP * (len(shares) - 1)
    y = box.y
    for name, share in shares:
        yield name, Box(box.x, y, box.width, room * share)
        y += room * share + GAP


def _written(texts: list[str], box: Box, theme: Theme) -> Iterator[Node]:
    """The texts below each other, in the largest letters in which all of them are told whole; where
    there are too many, how many are left."""
    blocks = _laid(texts, box)
    y = box.y
    for size, lines in blocks:
        for words in lines:
            yield label(words, box.x, y + 0.8 * size, size, 500, fill=theme["ink"])
            y += LEADING * size
        y += 0.4 * size


def _laid(texts: list[str], box: Box) -> list[tuple[float, tuple[str, ...]]]:
    texts = [" ".join(text.split()) for text in texts]
    for size in SIZES:
        laid = [(size, _whole(text, size, box.width)) for text in texts]
        if all(lines for _, lines in laid) and _high(laid) <= box.height:
            return laid
    size = SIZES[-1]
    laid = [(size, wrap(text, size, box.width, 2, weight=500)) for text in texts]
    kept: list[tuple[float, tuple[str, ...]]] = []
    while laid and _high([*kept, laid[0], (size, ("and more",))]) <= box.height:
        kept.append(laid.pop(0))
    return [*kept, (size, (f"and {len(laid)} more",))] if laid else kept


def _whole(text: str, size: float, wide: float) -> tuple[str, ...]:
    """All lines of a text; none where it takes too many."""
    for most in range(1, 9):
        if fits(text, size, wide, most, "condensed", 500, True):
            return wrap(text, size, wide, most, weight=500)
    return ()


def _high(laid: Sequence[tuple[float, tuple[str, ...]]]) -> float:
    return sum(LEADING * size * len(lines) + 0.4 * size for size, lines in laid)
