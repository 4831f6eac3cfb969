"""The plan: the vision and the published goals, what serves each goal, and how that does now."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from pydantic import Field

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.paging import part_of
from hub.displays.plan_goal import GoalPanel, state_name
from hub.displays.surround import Box, Surround, notice
from hub.drawing import Node, card, fit, group, label
from hub.drawing.theme import Look
from hub.snapshot.plan import GoalView, PlanOf, PlanView

GAP = 20.0
WIDE, HIGH = 560.0, 440.0  # px that the panel of a goal takes at least, at zoom 1
COLUMNS = 4


class Plan(Display):
    """How a unit serves the plan that it works under: a goal that nothing serves is a gap."""

    name = "plan"
    title = "The plan"

    class Config(Settings):
        unit: str
        page: int = Field(1, ge=1)

    @property
    def _ask(self) -> PlanOf:
        return PlanOf(self.config.unit)

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(asks=frozenset({self._ask}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        view = snapshot.answer(self._ask)
        columns, rows = _room(frame, len(view.goals))
        part = part_of(view.goals, columns * rows, self.config.page)
        surround = Surround(
            replace(snapshot, legend=view.legend, data_to=view.data_to),
            frame,
            f"The {view.plan} plan" if view.plan else self.title,
            " \u00b7 ".join(words for words in (_about(view), part.page.words) if words),
            also=_states(view),
            page=part.page,
        )
        drawn = _Drawing(surround, view, columns)
        if not part.items:
            words = "No plan with goals of its own stands above this unit yet."
            return surround.scene(*drawn.vision(), notice(words, frame, drawn.rest))
        return surround.scene(*drawn.vision(), *drawn.goals(tuple(part.items)))


def _room(frame: Frame, goals: int) -> tuple[int, int]:
    """Columns and rows of goals on one picture."""
    across = max(1, int((frame.width - 96 + GAP) / (WIDE * frame.zoom + GAP)))
    down = max(1, int((frame.height - 340) / (HIGH * frame.zoom + GAP)))
    columns = min(across, COLUMNS if frame.width <= 1920 else 8, max(goals, 1))
    return columns, min(down, max(1, -(-goals // columns)))


def _about(view: PlanView) -> str:
    gaps = sum(not goal.serving for goal in view.goals)
    told = f"{gaps} of {len(view.goals)} goals served by nothing" if gaps else ""
    return " \u00b7 ".join(w for w in (f"How {view.unit_title} serves it", told) if w)


def _states(view: PlanView) -> frozenset[str]:
    """The states of badges on the scene."""
    found: set[str] = set()
    for goal in view.goals:
        for state in (goal.state, *(each.state for each in goal.serving)):
            found.add(state_name(state))
            found |= {name for name, count in state.counts if count}
            found |= {"masked"} if state.masked else set()
    return frozenset(found)


@dataclass(frozen=True)
class _Drawing:
    surround: Surround
    view: PlanView
    columns: int

    @cached_property
    def head(self) -> float:
        """Height of the vision; none where there is no vision."""
        if not self.view.vision:
            return 0.0
        return (150.0 if self.surround.frame.portrait else 112.0) * self._grown

    @property
    def _grown(self) -> float:
        """How many times as large the vision is: it has lines enough to be large as it is."""
        return float(self.surround.frame.zoom**0.5)

    @property
    def rest(self) -> Box:
        box = self.surround.box
        used = self.head + GAP if self.head else 0.0
        return Box(box.x, box.y + used, box.width, box.height - used)

    def vision(self) -> Iterator[Node]:
        if not self.head:
            return
        frame, box = self.surround.frame, self.surround.box
        theme = frame.theme
        most = 3 if frame.portrait else 2
        sizes = [s * self._grown for s in (44, 40, 36, 34, 32, 30, 28, 26, 24)]
        sizes = [s for s in sizes if most * 1.14 * s <= self.head - 16] or sizes[-1:]
        size, lines = fit(self.view.vision, box.width - 56, most, sizes, "sans")
        base = (self.head - len(lines) * 1.14 * size) / 2 + 0.86 * size
        yield group(
            "vision",
            card(Look.CALM, theme, box.width, self.head, radius=14),
            *(
                label(line, 28, base + 1.14 * size * index, size, 600, "sans", theme["ink"])
                for index, line in enumerate(lines)
            ),
            x=box.x,
            y=box.y,
            role="link",
            tabindex="0",
            data_href=f"?scene=strategy_map&unit={self.view.unit}",
            aria_label=f"Vision: {self.view.vision}",
        )

    def goals(self, goals: tuple[GoalView, ...]) -> Iterator[Node]:
        box = self.rest
        columns = min(self.columns, len(goals))
        rows = -(-len(goals) // columns)
        wide = (box.width - GAP * (columns - 1)) / columns
        high = (box.height - GAP * (rows - 1)) / rows
        for index, goal in enumerate(goals):
            row, column = divmod(index, columns)
            place = Box(box.x + column * (wide + GAP), box.y + row * (high + GAP), wide, high)
            yield from GoalPanel(goal, self.view, self.surround, place).drawn()
