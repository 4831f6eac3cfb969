"""Problems: what is open in a unit and below it, the worst and oldest first, and what is done."""

from pydantic import Field

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.paging import TURNED, part_of
from hub.displays.problem_row import ProblemRow
from hub.displays.stack import Stack
from hub.displays.surround import Surround, notice, without_secrets
from hub.drawing import Node
from hub.snapshot.open_problems import OpenProblems, ProblemsView

ACROSS = {False: 1500.0, True: 800.0}  # px that a row takes at least, upright or not
ASIDE = 1.2  # from this zoom on an upright row has its KPI below


class Problems(Display):
    """Open problems with their KPI, owner, days and countermeasures."""

    name = "problems"
    title = "Open problems"

    class Config(Settings):
        unit: str
        page: int = Field(1, ge=1)

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(asks=frozenset({OpenProblems(self.config.unit)}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        view = snapshot.answer(OpenProblems(self.config.unit))
        snapshot = view.house.told(snapshot)
        upright = frame.portrait
        tall = upright and frame.zoom > ASIDE
        least = ProblemRow.least(frame.zoom, upright, tall)
        every = [without_secrets(p.worst) for p in view.problems if p.worst is not None]
        blank = Surround(snapshot, frame, self.title, "", every, TURNED, counted=False)
        stack = Stack(blank.box, least, ACROSS[upright] * min(frame.zoom, 1.2))
        part = part_of(view.problems, stack.most, self.config.page)
        shown = [without_secrets(p.worst) for p in part.items if p.worst is not None]
        title, about = f"Open problems: {view.unit_title}", told(view)
        surround = Surround(
            snapshot, frame, title, about, shown, part.page.words, counted=False, page=part.page
        )
        if not part.items:
            return surround.scene(notice("No problem is open here.", frame, surround.box))
        stack = Stack(surround.box, least, stack.across)
        rows = (
            ProblemRow(problem, frame.theme, surround.words, box, frame.zoom, upright, tall).drawn()
            for problem, box in zip(part.items, stack.cells(len(part.items)), strict=True)
        )
        return surround.scene(*rows)


def told(view: ProblemsView) -> str:
    """``7 open \u00b7 2 without an owner \u00b7 3 countermeasures overdue``."""
    if not view.of:
        return ""
    said = [f"{view.of} open"]
    said += [f"{view.unowned} without an owner"] if view.unowned else []
    plural = "" if view.overdue == 1 else "s"
    said += [f"{view.overdue} countermeasure{plural} overdue"] if view.overdue else []
    return " \u00b7 ".join(said)
