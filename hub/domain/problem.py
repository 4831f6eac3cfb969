"""Issues: their states, what leads from one to the next, and what it takes (domain.md 10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hub.errors import Invalid


class State(StrEnum):
    RAISED = "raised"
    TRIAGED = "triaged"
    ANALYSING = "analysing"
    COUNTERMEASURES_AGREED = "countermeasures_agreed"
    DOING = "doing"
    CHECKING = "checking"
    STANDARDISED = "standardised"
    CLOSED = "closed"
    REOPENED = "reopened"
    PARKED = "parked"


OPEN = frozenset(State) - {State.CLOSED}

STATE_WORDS = {
    State.RAISED: "New",
    State.TRIAGED: "Triaged",
    State.ANALYSING: "Looking for causes",
    State.COUNTERMEASURES_AGREED: "Countermeasures agreed",
    State.DOING: "Doing",
    State.CHECKING: "Checking the effect",
    State.STANDARDISED: "Standardised",
    State.CLOSED: "Closed",
    State.REOPENED: "Open again",
    State.PARKED: "Parked",
}


class Step(StrEnum):
    TRIAGE = "triage"
    ANALYSE = "analyse"
    AGREE = "agree"
    START = "start"
    CHECK = "check"
    STANDARDISE = "standardise"
    CLOSE = "close"
    PARK = "park"
    RESUME = "resume"
    REOPEN = "reopen"


class Severity(StrEnum):
    """How bad it is for those the problem is about."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Place(StrEnum):
    """Where a problem was raised."""

    WALL = "wall"
    BOARD = "board"
    PHONE = "phone"
    DESK = "desk"
    TRIGGER = "trigger"  # the KPI's own action trigger
    UNKNOWN = ""


class Stage(StrEnum):
    """The quarters of the PDCA wheel."""

    PLAN = "plan"
    DO = "do"
    CHECK = "check"
    ACT = "act"


class CauseState(StrEnum):
    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    RULED_OUT = "ruled_out"


@dataclass(frozen=True)
class Standing:
    """What there is of a problem when it is to take a step. ``roots`` are confirmed root causes,
    ``ready`` countermeasures with an owner and a due date, ``checks`` countermeasures whose effect
    was seen in the KPI; ``before`` is the state that a parked problem had."""

    state: State
    roots: int = 0
    ready: int = 0
    checks: int = 0
    waiver: str = ""
    before: State = State.RAISED


FRESH = frozenset({State.RAISED, State.TRIAGED, State.REOPENED})  # nobody has looked for causes
_WORKED = frozenset({State.COUNTERMEASURES_AGREED, State.DOING, State.CHECKING, State.STANDARDISED})

# The one rule of what may follow what; where a parked problem goes on is its own matter.
_FROM: Mapping[Step, frozenset[State]] = {
    Step.TRIAGE: FRESH,
    Step.ANALYSE: FRESH | _WORKED,  # also back from the check: it had no effect
    Step.AGREE: frozenset({State.ANALYSING}),
    Step.START: frozenset({State.COUNTERMEASURES_AGREED}),
    Step.CHECK: frozenset({State.DOING}),
    Step.STANDARDISE: frozenset({State.CHECKING}),
    Step.CLOSE: OPEN,
    Step.PARK: OPEN - {State.PARKED},
    Step.RESUME: frozenset({State.PARKED}),
    Step.REOPEN: frozenset({State.CLOSED}),
}
_TO: Mapping[Step, State] = {
    Step.TRIAGE: State.TRIAGED,
    Step.ANALYSE: State.ANALYSING,
    Step.AGREE: State.COUNTERMEASURES_AGREED,
    Step.START: State.DOING,
    Step.CHECK: State.CHECKING,
    Step.STANDARDISE: State.STANDARDISED,
    Step.CLOSE: State.CLOSED,
    Step.PARK: State.PARKED,
    Step.REOPEN: State.REOPENED,
}
_DONE: Mapping[Step, str] = {
    Step.TRIAGE: "triaged",
    Step.ANALYSE: "analysed",
    Step.AGREE: "given agreed countermeasures",
    Step.START: "started on",
    Step.CHECK: "checked",
    Step.STANDARDISE: "standardised",
    Step.CLOSE: "closed",
    Step.PARK: "parked",
    Step.RESUME: "taken up again",
    Step.REOPEN: "opened again",
}


def after(step: Step, standing: Standing) -> State:
    """The state that a step leads to. Raises Invalid, in words that say what is missing."""
    if standing.state not in _FROM[step]:
        word = STATE_WORDS[standing.state].lower()
        raise Invalid(f"A problem that stands at “{word}” cannot be {_DONE[step]}.")
    if lacking := " ".join(missing(step, standing)):
        raise Invalid(lacking)
    return standing.before if step is Step.RESUME else _TO[step]


def missing(step: Step, standing: Standing) -> Iterable[str]:
    """What a step still takes, a sentence each."""
    if step in (Step.AGREE, Step.START):
        if not standing.roots:
            yield "No root cause is confirmed yet: mark one, and confirm it."
        if not standing.ready:
            yield "There is no countermeasure with an owner and a due date yet."
    if step is Step.STANDARDISE and not (standing.checks or standing.waiver):
        yield "The effect was not seen in the figures yet: check it, or say why that is not needed."
    if step is Step.CLOSE and not standing.waiver:
        if standing.state is not State.STANDARDISED:
            yield "It is not standardised yet: say why it can be closed all the same."
        elif not standing.checks:
            yield "Its effect was never checked: say why it can be closed without."


def possible(standing: Standing) -> tuple[Step, ...]:
    """The steps that may be offered, with or without words still to be given."""
    return tuple(step for step in Step if standing.state in _FROM[step])


def furthest_behind(stages: Iterable[Stage]) -> Stage | None:
    """The quarter of the wheel that all have reached; None where there are none."""
    return min(stages, key=list(Stage).index, default=None)


def followed(state: State, stages: Iterable[Stage]) -> State:
    """The state that the work itself leads to: what was agreed is being done as soon as a
    countermeasure is, and checked when the last one is."""
    at = set(stages)
    if state is State.COUNTERMEASURES_AGREED and at - {Stage.PLAN}:
        state = State.DOING
    if state is State.DOING and at and at <= {Stage.CHECK, Stage.ACT}:
        state = State.CHECKING
    return state
