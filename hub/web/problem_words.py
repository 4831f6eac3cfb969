"""How the pages of problems speak: of steps, places, severities, results, and what a KPI said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hub.domain.cure import RESULT_WORDS
from hub.domain.periods import Frequency, parse
from hub.domain.problem import Place, Severity, Standing, State, Step, missing, possible
from hub.drawing.marks.variation import ICONS
from hub.drawing.theme import STATES
from hub.snapshot.views import KpiView

SEVERITIES = {Severity.HIGH: "High", Severity.MEDIUM: "Medium", Severity.LOW: "Low"}
RESULTS = {result.value: words for result, words in RESULT_WORDS.items()}
PLACES = {
    Place.WALL: "at a wall",
    Place.BOARD: "at a board",
    Place.PHONE: "on a phone",
    Place.DESK: "at a desk",
    Place.TRIGGER: "by the KPI's own action trigger",
}
LED_TO = {  # what a line of the history begins with
    Step.TRIAGE: "Triaged",
    Step.ANALYSE: "Looking for causes",
    Step.AGREE: "Countermeasures agreed",
    Step.START: "Work began",
    Step.CHECK: "Checking the effect",
    Step.STANDARDISE: "Standardised",
    Step.CLOSE: "Closed",
    Step.PARK: "Parked",
    Step.RESUME: "Taken up again",
    Step.REOPEN: "Opened again",
    "escalate": "Handed up",
    "accept": "Accepted above",
    "return": "Given back",
    "merge": "Merged",
}
_ASKED = {
    Step.TRIAGE: "Triage",
    Step.ANALYSE: "Look for causes",
    Step.AGREE: "Agree the countermeasures",
    Step.START: "Start the work",
    Step.CHECK: "Check the effect",
    Step.STANDARDISE: "Standardise",
    Step.CLOSE: "Close the problem",
    Step.PARK: "Park",
    Step.RESUME: "Take up again",
    Step.REOPEN: "Open again",
}
_NEXT = {  # the way that a problem goes when all is well
    State.RAISED: Step.TRIAGE,
    State.REOPENED: Step.TRIAGE,
    State.TRIAGED: Step.ANALYSE,
    State.ANALYSING: Step.AGREE,
    State.COUNTERMEASURES_AGREED: Step.START,
    State.DOING: Step.CHECK,
    State.CHECKING: Step.STANDARDISE,
    State.STANDARDISED: Step.CLOSE,
    State.PARKED: Step.RESUME,
    State.CLOSED: Step.REOPEN,
}
_WAIVED = (Step.STANDARDISE, Step.CLOSE)  # can be taken with a reason in place of what is missing
_ASKING = (Step.TRIAGE, Step.PARK, Step.REOPEN)
_BACK = frozenset({State.COUNTERMEASURES_AGREED, State.DOING, State.CHECKING, State.STANDARDISED})


@dataclass(frozen=True)
class Offer:
    """A step that can be taken: at once, with a ``waiver`` that says why it is taken although
    something is ``missing``, or not until that is there."""

    step: Step
    words: str
    missing: tuple[str, ...]
    next: bool

    @property
    def waiver(self) -> bool:
        return bool(self.missing) and self.step in _WAIVED

    @property
    def ready(self) -> bool:
        return not self.missing

    @property
    def asks(self) -> bool:
        """Whether words are wanted, or can be given, with it."""
        back = self.step is Step.ANALYSE and not self.next
        return self.waiver or back or self.step in _ASKING


def offers(standing: Standing) -> tuple[Offer, ...]:
    """The steps that a problem can take, the one that is next first."""
    leads = _NEXT[standing.state]
    found = [
        Offer(step, _words(step, standing.state), tuple(missing(step, standing)), step is leads)
        for step in possible(standing)
    ]
    return tuple(sorted(found, key=lambda offer: not offer.next))


def _words(step: Step, state: State) -> str:
    back = step is Step.ANALYSE and state in _BACK
    return "Back to the causes" if back else _ASKED[step]


def said_then(signal: Mapping[str, object], kpis: Mapping[str, KpiView]) -> str:
    """What the KPI said when the problem was raised; empty where nobody kept it."""
    kpi = kpis.get(str(signal.get("kpi")))
    if kpi is None:
        return ""
    return ", ".join(_told(signal, kpi)) + _when(signal, kpi)


def _told(signal: Mapping[str, object], kpi: KpiView) -> Iterator[str]:
    match signal.get("value"):
        case float() | int() as value:
            yield f"{kpi.title}: {kpi.format.show(value)}"
        case _:
            yield kpi.title
    match signal.get("target"):
        case float() | int() as target:
            yield f"target {kpi.format.show(target)}"
    if (status := str(signal.get("status"))) in STATES:
        yield STATES[status].word.lower()
    if (sign := str(signal.get("variation"))) in ICONS:
        yield ICONS[sign].word.lower()


def _when(signal: Mapping[str, object], kpi: KpiView) -> str:
    period = signal.get("period")
    if not isinstance(period, str) or kpi.frequency is Frequency.LIVE:
        return ""
    return f" ({parse(period).title})"
