"""What the cards of one map have in common, where they lead, and what each says in small type."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from hub.domain.status import Status
from hub.drawing.marks.flags import CONTRADICTION
from hub.drawing.marks.foot_row import Footing
from hub.drawing.marks.kpi_tile import near_words
from hub.drawing.nodes import Value
from hub.drawing.theme import STATES, legend, state_of
from hub.snapshot.views import KpiView, Legend, MapNodeView

ILLUSTRATIVE = "illustrative"


@dataclass(frozen=True)
class Course:
    """The one size, in px, that all sparklines of a map have."""

    width: float
    height: float
    large: bool = False  # whether they stand above the values rather than beside them


@dataclass(frozen=True)
class CardStyle:
    """What all cards of one map have in common."""

    scale: float  # 1 sets titles at 33 px, values at 45
    footed: bool  # whether cards end in a line of flags and remarks, which then has the target too
    pace: float = 420.0  # px from one column of the map to the next
    title: float = 33.0  # px: the size that most titles have
    words: Legend = field(default_factory=Legend)
    value: float = 45.0  # px at scale 1: the size of values that have the room
    course: Course | None = None  # None while nobody has measured what all cards have room for

    def word(self, state: str) -> str:
        return dict(legend(self.words)).get(state, STATES[state].word)


def footing_of(objective: MapNodeView, near: str = "", others: int = 0) -> Footing:
    """The small type of a card: ``others`` counts the KPIs that show only their badge."""
    shown = objective.kpis[: len(objective.kpis) - others]
    remarks = ["challenged"] if any(k.challenged for k in objective.kpis) else []
    remarks += ["set by hand"] if any(k.override for k in objective.kpis) else []
    remarks += [CONTRADICTION] if any(k.contradiction for k in objective.kpis) else []
    remarks += [k.coverage for k in shown[:1] if k.coverage]
    if objective.illustrative or any(k.illustrative for k in objective.kpis):
        remarks.append(ILLUSTRATIVE)
    return Footing(
        others=objective.kpis[len(shown) :],
        notes=objective.note_count,
        issues=objective.issues,
        remarks=tuple(remarks),
        near=near,
    )


def story(kpi: KpiView) -> str:
    """The way to the story of a KPI."""
    return f"?{urlencode({'scene': 'kpi_story', 'kpi': kpi.key})}"


def way_in(objective: MapNodeView) -> str:
    """Where a card leads: to the story of its KPI, or of several to a picture of just these."""
    if len(objective.kpis) == 1:
        return story(objective.kpis[0])
    about = {"scene": "strategy_map", "unit": objective.unit, "objective": objective.key}
    return f"?{urlencode(about)}"


def leading(href: str, words: str, value: str) -> dict[str, Value | None]:
    """What a part of a map is that a finger or the keyboard can open, all over its field."""
    return {
        "role": "link",
        "tabindex": 0,
        "aria_label": words,
        "data_href": href,
        "data_value": value,
        "pointer_events": "all",  # a hollow card is open to the finger too
    }


def figures(kpi: KpiView, style: CardStyle) -> str:
    """What is shown of a KPI, for those who cannot see it."""
    shown = "" if kpi.status is Status.SUPPRESSED else f"{kpi.shown}, "
    return f"{shown}{near_words(kpi)}, {style.word(state_of(kpi))}"


def spoken(
    objective: MapNodeView, style: CardStyle, parted: bool = False
) -> dict[str, Value | None]:
    """What a card is to screen readers and to the page; ``parted``: each KPI is a link."""
    kpis = objective.kpis
    if not kpis:
        return {"role": "group", "aria_label": f"{objective.title}: no KPI yet"}
    if parted:
        return {"role": "group", "aria_label": objective.title}
    words = f"{objective.title}: {'; '.join(figures(kpi, style) for kpi in kpis)}"
    shown = " ".join(k.shown for k in kpis if k.status is not Status.SUPPRESSED)
    return leading(way_in(objective), words, shown)
