"""A goal of the plan with what serves it: each with its badge, its KPIs by state, its programme."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from hub.displays.programme_row import word_of as standing_word
from hub.displays.surround import Box, Surround, word_of
from hub.domain.status import Status
from hub.drawing import STATES, Node, badge, card, fit, group, label, node, tally, width
from hub.drawing.marks.card_style import ILLUSTRATIVE
from hub.drawing.marks.flags import APART
from hub.drawing.theme import Look, Theme
from hub.snapshot.plan import GoalView, PlanView, ServingView, StateView

PAD, GAP, NEAR = 20.0, 10.0, 22.0
ROW, HIGHEST = 96.0, 150.0  # px of what serves a goal, at zoom 1
HEAD = 150.0
KINDS = {
    "programme": "Programme",
    "objective": "Objective",
    "enabler": "Enabler",
    "scorecard": "Scorecard objective",
}


def state_name(state: StateView) -> str:
    """The line of the table of states; what nothing measures has no data."""
    return (state.status or Status.NO_DATA).value


@dataclass(frozen=True)
class GoalPanel:
    goal: GoalView
    view: PlanView
    surround: Surround
    box: Box

    @property
    def theme(self) -> Theme:
        return self.surround.frame.theme

    @property
    def zoom(self) -> float:
        return self.surround.frame.zoom

    @property
    def gap(self) -> bool:
        return not self.goal.serving

    @cached_property
    def head(self) -> float:
        return min(HEAD * self.zoom, 0.5 * self.box.height)

    def drawn(self) -> Iterator[Node]:
        """The panel's field, the goal on it, and a row for each that serves it."""
        box = self.box
        look = Look.HOLLOW if self.gap else Look.CALM
        yield group(
            f"goal-{self.goal.key}",
            card(look, self.theme, box.width, box.height, radius=14),
            x=box.x,
            y=box.y,
        )
        yield self._goal()
        if self.gap:
            yield from self._unserved()
            return
        yield from self._rows()

    # -- the goal --------------------------------------------------------------------------

    def _goal(self) -> Node:
        mark = 62 * self.zoom
        left = PAD + mark + 18
        state = state_name(self.goal.state)
        said = [self._word(self.goal.state), *self._counted(self.goal.state)]
        said += ["nothing serves it: a gap"] if self.gap else []
        wide = self.box.width
        return group(
            f"head-{self.goal.key}",
            node("rect", x=0, y=0, width=wide, height=self.head, fill="none",
                 pointer_events="all"),
            badge(state, self.theme, PAD + mark / 2, self.head / 2, mark,
                  word=self._word(self.goal.state), masked=self.goal.state.masked),
            *self._title(left, wide - left - PAD),
            x=self.box.x,
            y=self.box.y,
            role="link",
            tabindex="0",
            data_href=_map_of(self.view.unit),
            aria_label=f"Goal: {self.goal.title}: {', '.join(said)}",
        )  # fmt: skip

    def _title(self, left: float, room: float) -> Iterator[Node]:
        """The goal in words, below it how many of its KPIs stand how."""
        z = self.zoom
        sizes = [s * z for s in (36, 34, 32, 30, 28, 26)]
        size, lines = fit(self.goal.title, room, 2, sizes)
        small = 26.0
        block = len(lines) * 1.1 * size + 1.5 * small
        base = (self.head - block) / 2 + 0.86 * size
        for each in lines:
            yield label(each, left, base, size, 600, fill=self.theme["ink"])
            base += 1.1 * size
        base += 1.2 * small - 0.86 * size
        counts = dict(self.goal.state.counts)
        wide = _tally_width(counts, small)
        if counts and wide < 0.6 * room:
            yield tally(counts, self.theme, left, base, small, _states_of(counts))
        told = self._word(self.goal.state) if counts else "No KPI measures this yet"
        told = APART.join([told, ILLUSTRATIVE] if self.goal.illustrative else [told])
        x = left + (wide if counts and wide < 0.6 * room else 0.0)
        fitted, cut = fit(told, left + room - x, 1, (24, 22, 20), weight=500)
        yield label(cut[0], x, base, fitted, fill=self.theme["ink-2"])

    def _word(self, state: StateView) -> str:
        return word_of(state_name(state), self.surround.words) if state.counts else "not measured"

    def _counted(self, state: StateView) -> list[str]:
        words = self.surround.words
        return [f"{count} {word_of(name, words)}" for name, count in state.counts]

    def _unserved(self) -> Iterator[Node]:
        box = self.box
        words = f"Nothing of {self.view.unit_title} serves this goal yet: a gap"
        room = box.height - self.head - PAD
        sizes = [s * self.zoom for s in (32, 30, 28, 26, 24)]
        lines_most = max(1, int(room / (1.25 * sizes[0])))
        size, lines = fit(words, box.width - 2 * PAD, min(4, lines_most), sizes, weight=500)
        base = box.y + self.head + (room - len(lines) * 1.2 * size) / 2 + 0.86 * size
        for index, each in enumerate(lines):
            yield label(each, box.x + box.width / 2, base + 1.2 * size * index, size,
                        fill=self.theme["ink-2"], anchor="middle")  # fmt: skip

    # -- what serves it --------------------------------------------------------------------

    @cached_property
    def _room(self) -> float:
        return self.box.height - self.head - PAD

    @cached_property
    def shown(self) -> Sequence[ServingView]:
        """As many as fit; where some do not, a line of words says so."""
        serving, each = self.goal.serving, ROW * self.zoom + GAP
        fitting = int((self._room + GAP) / each)
        if fitting >= len(serving):
            return serving
        return serving[: max(0, int((self._room + GAP - 1.6 * NEAR) / each))]

    def _rows(self) -> Iterator[Node]:
        left_out = len(self.goal.serving) - len(self.shown)
        room = self._room - (1.6 * NEAR if left_out else 0.0)
        count = max(len(self.shown), 1)
        high = min((room - GAP * (count - 1)) / count, HIGHEST * self.zoom)
        x, y = self.box.x + PAD, self.box.y + self.head
        for each in self.shown:
            yield self._row(each, x, y, self.box.width - 2 * PAD, high)
            y += high + GAP
        if left_out:
            words = f"and {left_out} more that serve it" if left_out > 1 else "and one more"
            base = self.box.y + self.box.height - PAD - 4
            yield label(words, x, base, NEAR, fill=self.theme["ink-2"])

    def _row(self, serving: ServingView, x: float, y: float, wide: float, high: float) -> Node:
        red = serving.state.status is Status.RED
        mark = min(46 * self.zoom, 0.6 * high)
        left = 16 + mark + 16
        counts = dict(serving.state.counts)
        beside = _tally_width(counts, 24) + 12 if counts else 0.0
        beside = beside if beside < 0.45 * wide else 0.0
        said = [KINDS.get(serving.kind, ""), serving.unit_short, self._word(serving.state)]
        said += [*self._counted(serving.state), self._programme(serving), serving.rationale]
        return group(
            f"serves-{self.goal.key}-{serving.key}",
            node("rect", x=0, y=0, width=wide, height=high, rx=10, pointer_events="all",
                 fill=self.theme["below-soft" if red else "surface-2"]),
            badge(state_name(serving.state), self.theme, 16 + mark / 2, high / 2, mark,
                  word=self._word(serving.state), masked=serving.state.masked),
            *self._names(serving, left, wide - left - beside - 12, high),
            tally(counts, self.theme, wide - beside, high / 2 + 9, 24, _states_of(counts))
            if beside else None,
            x=x,
            y=y,
            role="link",
            tabindex="0",
            data_href=_way_in(serving),
            aria_label=f"{serving.title}: {', '.join(words for words in said if words)}",
        )  # fmt: skip

    def _names(self, serving: ServingView, left: float, room: float, high: float) -> Iterator[Node]:
        z = self.zoom
        near = [words for words in (self._near(serving), self._programme(serving)) if words]
        sizes = [s * z for s in (31, 29, 27, 26)]
        most = 2 if high - len(near) * 1.25 * NEAR > 2.3 * sizes[-1] else 1
        near = near[: max(0, int((high - 10 - most * 1.1 * sizes[-1]) / (1.25 * NEAR)))]
        block = high - 10 - len(near) * 1.25 * NEAR
        fitting = [s for s in sizes if most * 1.1 * s <= block] or sizes[-1:]
        size, lines = fit(serving.title, room, most, fitting)
        total = len(lines) * 1.1 * size + len(near) * 1.25 * NEAR
        base = (high - total) / 2 + 0.86 * size
        for each in lines:
            yield label(each, left, base, size, 600, fill=self.theme["ink"])
            base += 1.1 * size
        base += 0.95 * NEAR - 0.86 * size
        for words in near:
            small, cut = fit(words, room, 1, (NEAR, 21, 20), weight=500)
            yield label(cut[0], left, base, small, fill=self.theme["ink-2"])
            base += 1.25 * NEAR

    def _near(self, serving: ServingView) -> str:
        """What it is, whose, and through which scorecard objectives it is measured."""
        made = ILLUSTRATIVE if serving.illustrative else ""
        unmeasured = "" if serving.state.counts else "not measured"
        kind = KINDS.get(serving.kind, serving.kind)
        return APART.join(w for w in (kind, serving.unit_short, unmeasured, made) if w)

    def _programme(self, serving: ServingView) -> str:
        """How far the programme is, where it is one that is reported on."""
        found = serving.initiative
        if found is None:
            return ""
        complete = "" if found.complete is None else f"{found.complete:.0f}% complete, "
        made_up = (found.made_up or found.illustrative) and not serving.illustrative
        made = f", {ILLUSTRATIVE}" * made_up
        return f"{complete}{standing_word(found.standing).lower()}{made}"


def _states_of(counts: dict[str, int]) -> tuple[str, ...]:
    return tuple(state for state in STATES if counts.get(state))


def _tally_width(counts: dict[str, int], size: float) -> float:
    numbers = (str(count) for count in counts.values() if count)
    return sum(1.9 * size + width(number, size, "sans", 600) for number in numbers)


def _map_of(unit: str) -> str:
    return f"?{urlencode({'scene': 'strategy_map', 'unit': unit})}"


def _way_in(serving: ServingView) -> str:
    """To the story of its KPI, the picture of its several, its programme, or its unit's map."""
    if len(serving.kpis) == 1:
        return f"?{urlencode({'scene': 'kpi_story', 'kpi': serving.kpis[0]})}"
    if serving.kpis and serving.kind != "scorecard":
        about = {"scene": "strategy_map", "unit": serving.unit, "objective": serving.key}
        return f"?{urlencode(about)}"
    if serving.kind == "scorecard":
        return f"?{urlencode({'scene': 'scorecard', 'unit': serving.unit})}"
    if serving.initiative is not None:
        return f"?{urlencode({'scene': 'programmes', 'unit': serving.initiative.unit})}"
    return _map_of(serving.unit)


__all__ = ["GoalPanel", "state_name"]
