"""What the cards of one map have in common, and what each says in small type."""

from dataclasses import dataclass, field

from hub.domain.status import Status
from hub.drawing.marks.foot_row import Footing
from hub.drawing.marks.kpi_tile import near_words
from hub.drawing.nodes import Value
from hub.drawing.theme import STATES, legend, state_of
from hub.snapshot.views import Legend, MapNodeView

ILLUSTRATIVE = "illustrative"


@dataclass(frozen=True)
class CardStyle:
    """What all cards of one map have in common."""

    scale: float  # 1 sets titles at 33 px, values at 45
    footed: bool  # whether cards end in a line of flags and remarks, which then has the target too
    pace: float = 420.0  # px from one column of the map to the next
    title: float = 33.0  # px: the size that most titles have
    words: Legend = field(default_factory=Legend)

    def word(self, state: str) -> str:
        return dict(legend(self.words)).get(state, STATES[state].word)


def footing_of(objective: MapNodeView, near: str = "", others: int = 0) -> Footing:
    """The small type of a card: ``others`` counts the KPIs that show only their badge."""
    shown = objective.kpis[: len(objective.kpis) - others]
    remarks = [k.coverage for k in shown[:1] if k.coverage]
    if objective.illustrative or any(k.illustrative for k in objective.kpis):
        remarks.append(ILLUSTRATIVE)
    return Footing(
        others=objective.kpis[len(shown) :],
        notes=objective.note_count,
        issues=objective.issues,
        remarks=tuple(remarks),
        near=near,
    )


def spoken(objective: MapNodeView, style: CardStyle) -> dict[str, Value | None]:
    """What a card is to screen readers and to the page: a link to the story of its first KPI."""
    kpis = objective.kpis
    if not kpis:
        return {"role": "group", "aria_label": f"{objective.title}: no KPI yet"}
    words = []
    for kpi in kpis:
        shown = "" if kpi.status is Status.SUPPRESSED else f"{kpi.shown}, "
        words.append(f"{shown}{near_words(kpi)}, {style.word(state_of(kpi))}")
    return {
        "role": "link",
        "tabindex": 0,
        "aria_label": f"{objective.title}: {'; '.join(words)}",
        "data_href": f"?scene=kpi_story&kpi={kpis[0].key}",
        "data_kpi": kpis[0].key,
        "data_value": " ".join(k.shown for k in kpis if k.status is not Status.SUPPRESSED),
    }
