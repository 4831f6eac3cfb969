"""Issues: their states, and the stages of a countermeasure (domain.md section 10)."""

from enum import StrEnum


class State(StrEnum):
    RAISED = "raised"
    TRIAGED = "triaged"
    ANALYSING = "analysing"
    COUNTERMEASURES_AGREED = "countermeasures_agreed"
    DOING = "doing"
    CHECKING = "checking"
    STANDARDISED = "standardised"
    CLOSED = "closed"
    PARKED = "parked"


OPEN = frozenset(State) - {State.CLOSED}


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
