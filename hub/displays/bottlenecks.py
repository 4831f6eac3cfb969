"""Bottlenecks: where the problems of a unit and below get stuck, for how long, and with whom."""

from collections.abc import Sequence

from pydantic import Field

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.bottleneck_flow import Flow, in_days, stands
from hub.displays.bottleneck_panels import drawn, panels
from hub.displays.paging import TURNED, part_of
from hub.displays.surround import Box, Surround, notice
from hub.domain.bottleneck import flow, narrow, reach
from hub.domain.problem import STATE_WORDS, State
from hub.drawing import Node
from hub.snapshot.bottlenecks import Bottlenecks, BottlenecksView

AFAR = 1.2  # from this zoom on the flow has a picture of its own, and the lists have another
GAP = 16.0


class BottleneckScene(Display):
    """The flow of problems from raised to closed, with its narrow place; and what waits longest."""

    name = "bottlenecks"
    title = "Bottlenecks"

    class Config(Settings):
        unit: str
        page: int = Field(1, ge=1)

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(asks=frozenset({Bottlenecks(self.config.unit)}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        view = snapshot.answer(Bottlenecks(self.config.unit))
        afar = frame.zoom > AFAR
        parts = ("flow", "lists") if view.problems else ("none",)
        part = part_of(parts, 1 if afar else 2, self.config.page)
        note = part.page.words or (TURNED if afar else "")
        surround = Surround(
            snapshot, frame, f"{self.title}: {view.unit_title}", told(view), (), note,
            counted=False, page=part.page,
        )  # fmt: skip
        if not view.problems:
            words = "No problem is open here: nothing is stuck."
            return surround.scene(notice(words, frame, surround.box))
        return surround.scene(*self._parts(view, frame, surround.box, part.items))

    def _parts(
        self, view: BottlenecksView, frame: Frame, box: Box, shown: Sequence[str]
    ) -> list[Node]:
        rows = frame.portrait or frame.zoom > AFAR
        share = 1.0 if len(shown) == 1 else 0.5 if frame.portrait else 0.56
        top = Box(box.x, box.y, box.width, share * box.height - GAP * (share < 1))
        rest = 0.0 if len(shown) == 1 else share * box.height
        below = Box(box.x, box.y + rest, box.width, box.height - rest)
        waits = [problem.wait for problem in view.problems]
        found: list[Node] = []
        if "flow" in shown:
            reaches = flow(waits)
            every = stands(reaches, reach(State.PARKED, waits), view.closed, narrow(reaches))
            found.append(Flow(every, frame.theme, top, frame.zoom, rows).drawn())
        if "lists" in shown:
            across = 1 if frame.portrait else 2 if frame.zoom > AFAR else 4
            across = 2 if frame.portrait and frame.zoom <= AFAR else across
            found += drawn(panels(view), frame.theme, below, frame.zoom, across)
        return found


def told(view: BottlenecksView) -> str:
    """``7 open \u00b7 bottleneck: looking for causes, 3 problems, median 41 days``."""
    reaches = flow([problem.wait for problem in view.problems])
    at = narrow(reaches)
    if at is None:
        return f"{len(view.problems)} open" if view.problems else ""
    there = next(each for each in reaches if each.state is at)
    plural = "" if there.count == 1 else "s"
    words = f"{STATE_WORDS[at].lower()}, {there.count} problem{plural}"
    return f"{len(view.problems)} open \u00b7 bottleneck: {words}, median {in_days(there.middle)}"
