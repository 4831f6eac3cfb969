"""A display for tests: it shows one unit's note count, and needs that unit alone."""

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.drawing import Node, node


class NoteCount(Display):
    name = "note_count"
    title = "Note count"

    class Config(Settings):
        unit: str

    config: Config

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(scorecards=frozenset({self.config.unit}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        card = snapshot.scorecards[self.config.unit]
        kpis = [kpi for objective in card.objectives for kpi in objective.kpis]
        count = sum(kpi.note_count for kpi in kpis)
        return node("svg", node("text", f"{count} notes", x=0, y=20), viewBox="0 0 10 10")
