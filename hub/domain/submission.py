"""Submissions: a KPI's figure of one period, from not due to locked (domain.md section 6).

``today`` is the local day of the unit's calendar.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from hub.domain.periods import DAY, Frequency, Period, working, working_days
from hub.domain.rights import Right
from hub.errors import Invalid


class State(StrEnum):
    NOT_DUE = "not_due"  # the period has not ended
    OPEN = "open"  # it has, and nobody has begun
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHALLENGED = "challenged"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    LOCKED = "locked"
    RESTATED = "restated"  # locked, with more than one revision


OUTSTANDING = frozenset({State.OPEN, State.DRAFT, State.RETURNED})  # with the unit: can be late
CLOSED = frozenset({State.ACCEPTED, State.LOCKED, State.RESTATED})  # nothing is recorded onto it


class Step(StrEnum):
    SAVE = "save"
    SUBMIT = "submit"
    NIL_RETURN = "nil_return"
    AWAIT_SUPPLIER = "await_supplier"
    RETURN = "return"
    CHALLENGE = "challenge"
    ANSWER = "answer"
    ACCEPT = "accept"
    LOCK = "lock"
    RESTATE = "restate"


class Reason(StrEnum):
    """Why a figure is challenged."""

    JUMP = "jump"
    METHOD_CHANGED = "method_changed"
    CONTRADICTS = "contradicts"
    NARRATIVE_MISSING = "narrative_missing"
    OTHER = "other"


REASON_WORDS = {
    Reason.JUMP: "Jump beyond the process limits",
    Reason.METHOD_CHANGED: "The method changed",
    Reason.CONTRADICTS: "Contradicts another unit",
    Reason.NARRATIVE_MISSING: "The narrative is missing",
    Reason.OTHER: "Another reason",
}

INSTANT = timedelta(microseconds=1)

# The one rule of what may follow what. A figure typed and submitted in one go takes two steps.
NEXT = {
    (State.OPEN, Step.SAVE): State.DRAFT,
    (State.OPEN, Step.NIL_RETURN): State.SUBMITTED,
    (State.OPEN, Step.AWAIT_SUPPLIER): State.OPEN,
    (State.DRAFT, Step.SAVE): State.DRAFT,
    (State.DRAFT, Step.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Step.NIL_RETURN): State.SUBMITTED,
    (State.DRAFT, Step.AWAIT_SUPPLIER): State.DRAFT,
    (State.SUBMITTED, Step.RETURN): State.RETURNED,
    (State.SUBMITTED, Step.CHALLENGE): State.CHALLENGED,
    (State.SUBMITTED, Step.ACCEPT): State.ACCEPTED,
    (State.CHALLENGED, Step.ANSWER): State.SUBMITTED,
    (State.RETURNED, Step.SAVE): State.DRAFT,
    (State.RETURNED, Step.NIL_RETURN): State.SUBMITTED,
    (State.RETURNED, Step.AWAIT_SUPPLIER): State.RETURNED,
    (State.ACCEPTED, Step.LOCK): State.LOCKED,
    (State.LOCKED, Step.RESTATE): State.RESTATED,
    (State.RESTATED, Step.RESTATE): State.RESTATED,
}

# A restated figure is locked again at once and nobody accepts it a second time, so restating is
# for those who hold the lock and not for those who record.
_REVIEWED = (Step.RETURN, Step.CHALLENGE, Step.ACCEPT, Step.LOCK, Step.RESTATE)
RIGHT = {each: Right.REVIEW if each in _REVIEWED else Right.RECORD for each in Step}

_IS = {
    State.NOT_DUE: "not due",
    State.DRAFT: "a draft",
    State.RESTATED: "locked again",
}
_DONE = {
    Step.SAVE: "saved as a draft",
    Step.SUBMIT: "submitted",
    Step.NIL_RETURN: "made a nil return",
    Step.AWAIT_SUPPLIER: "marked as awaiting a supplier",
    Step.RETURN: "returned",
    Step.CHALLENGE: "challenged",
    Step.ANSWER: "given the answer to its challenge",
    Step.ACCEPT: "accepted",
    Step.LOCK: "locked",
    Step.RESTATE: "restated",
}
_NEEDS: Mapping[Step, Mapping[str, str]] = {
    Step.RETURN: {"reason": "Say why the figure is returned."},
    Step.CHALLENGE: {
        "question": "Ask the question that the figure raises.",
        "code": "Choose the reason for the challenge.",
    },
    Step.ANSWER: {"answer": "Answer the question of the challenge."},
    Step.RESTATE: {"reason": "Say why the figure is restated."},
    Step.NIL_RETURN: {"reason": "Say why there is no figure."},
    Step.AWAIT_SUPPLIER: {"supplier": "Name the supplier that is awaited."},
}


def steps(state: State) -> tuple[Step, ...]:
    """What can be done next."""
    return tuple(taken for at, taken in NEXT if at is state)


def step(state: State, taken: Step) -> State:
    """The state after a step. Raises Invalid, saying what can be done instead."""
    if (state, taken) in NEXT:
        return NEXT[state, taken]
    if state is State.NOT_DUE:
        raise Invalid("The period has not ended yet: its figure opens the day after its end.")
    choice = " or".join(", ".join(_DONE[each] for each in steps(state)).rsplit(",", 1))
    raise Invalid(f"A figure that is {said_of(state)} can only be {choice}.")


def said_of(state: State) -> str:
    """What a figure "is": open, a draft, locked."""
    return _IS.get(state, state.value)


def needs(taken: Step) -> tuple[str, ...]:
    """The words that a step must come with."""
    return tuple(_NEEDS.get(taken, ()))


def demand_words(taken: Step, words: Mapping[str, str]) -> None:
    """Raises Invalid with a sentence for each of the step's words that is missing or blank."""
    asked = _NEEDS.get(taken, {})
    lacking = tuple(ask for word, ask in asked.items() if not words.get(word, "").strip())
    if lacking:
        raise Invalid(" ".join(lacking), lacking)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A supplier whose figure is awaited; the KPI's accountable owner answers for it still."""

    supplier: str
    since: date

    def days(self, today: date) -> int:
        """Calendar days, since a supplier's weekend is the owner's wait."""
        return max(0, (today - self.since).days)

    def words(self, owner: str, today: date) -> str:
        days = self.days(today)
        long = f"for {days} day{'s' * (days > 1)}" if days else "since today"
        return f"{owner} is accountable; awaiting {self.supplier} {long}"


@dataclass(frozen=True, slots=True)
class Flags:
    """What is kept beside the state; ``nil`` is the reason of a nil return, else empty."""

    waiting: Waiting | None = None
    nil: str = ""

    def after(self, taken: Step, reason: str = "") -> "Flags":
        """The flags after a step: any submission ends the wait, any value the nil return."""
        match taken:
            case Step.NIL_RETURN:
                return Flags(nil=reason)
            case Step.SAVE:
                return Flags(self.waiting)
            case Step.SUBMIT | Step.RESTATE:
                return Flags()
            case _:
                return self

    def awaiting(self, supplier: str, since: date) -> "Flags":
        """Saying again that the same supplier is awaited does not start the wait afresh."""
        if self.waiting and self.waiting.supplier == supplier:
            since = min(since, self.waiting.since)
        return Flags(Waiting(supplier, since), self.nil)


def in_order(now: datetime, before: datetime | None) -> datetime:
    """The moment of what comes after ``before``: now, or just after that where the clock was set
    back in between. Whether a figure or a step was first is read from their moments."""
    return now if before is None or before <= now else before + INSTANT


def counted(
    stored: State | None, flags: Flags, at: datetime | None, recorded: datetime | None
) -> tuple[State | None, Flags]:
    """What was stored ``at``, and what a figure ``recorded`` since then makes of it: one that came
    without a step, from a file or the desk, counts as submitted."""
    if recorded is None or (at is not None and recorded <= at):
        return stored, flags
    if stored in (None, State.NOT_DUE, *OUTSTANDING, State.SUBMITTED):
        return State.SUBMITTED, Flags()
    return stored, flags


@dataclass(frozen=True, slots=True)
class Challenge:
    """A question to a submitted figure; it is kept for good, and its answer with it."""

    question: str
    code: Reason
    due: date
    answer: str = ""

    def overdue(self, today: date) -> bool:
        return not self.answer and today > self.due


def challenge(question: str, code: Reason, today: date, division: str = "ENG") -> Challenge:
    """A challenge made ``today``; its answer is due by the end of the next working day."""
    return Challenge(question, code, next_working_day(today, division))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a submission stands on a day; ``days_late`` are working days, 0 if it is not late."""

    state: State
    days_late: int = 0
    flags: Flags = Flags()

    @property
    def late(self) -> bool:
        return self.days_late > 0

    @property
    def late_words(self) -> str:
        return late_words(self.days_late) if self.late else ""


def standing(
    stored: State | None,
    ends: date,
    due: date,
    today: date,
    flags: Flags = Flags(),
    division: str = "ENG",
) -> Standing:
    """How the figure of a period stands; ``stored`` is None where nobody has done anything.

    Late is what is with the unit after the due day: a figure that was returned is late again, so
    that it cannot rest as a draft unnoticed. How late it was at first, ``punctuality`` says.
    """
    if stored in (None, State.NOT_DUE, State.OPEN):
        stored = State.OPEN if today > ends else State.NOT_DUE
    late = days_late(due, today, division) if stored in OUTSTANDING else 0
    return Standing(stored, late, flags)


BEST_FIRST = (
    State.NOT_DUE,  # asks nothing of anybody, so a pack is not due only where all of it is
    State.LOCKED,
    State.RESTATED,
    State.ACCEPTED,
    State.SUBMITTED,
    State.DRAFT,
    State.OPEN,
    State.RETURNED,
    State.CHALLENGED,
)
_PLACE = {state: place for place, state in enumerate(BEST_FIRST)}


def badness(one: Standing) -> tuple[int, int, int]:
    """Orders standings by how much they want doing: challenged, returned, late (the longest
    first), open, draft, submitted, accepted, restated, locked, not due."""
    place = _PLACE[one.state]
    return max(place, _PLACE[State.OPEN]) if one.late else place, one.days_late, place


def worst(standings: Iterable[Standing]) -> Standing:
    """The state of a unit's pack; one without figures is not due."""
    return max(standings, key=badness, default=Standing(State.NOT_DUE))


class Stage(StrEnum):
    """How far a unit's pack has come, in a word."""

    NOT_DUE = "not_due"
    NOT_STARTED = "not_started"
    PART = "part"
    SUBMITTED = "submitted"
    CHALLENGED = "challenged"
    ACCEPTED = "accepted"
    LOCKED = "locked"


def stage(states: Iterable[State]) -> Stage:
    """The stage of a pack; what is not due yet says nothing about the rest."""
    found = set(states) - {State.NOT_DUE}
    if not found:
        return Stage.NOT_DUE
    if State.CHALLENGED in found:
        return Stage.CHALLENGED
    if found <= {State.LOCKED, State.RESTATED}:
        return Stage.LOCKED
    if found <= CLOSED:
        return Stage.ACCEPTED
    if not found & OUTSTANDING:
        return Stage.SUBMITTED
    return Stage.NOT_STARTED if found == {State.OPEN} else Stage.PART


def pack_period(frequency: Frequency, month: Period) -> str | None:
    """The period whose figure belongs into the pack of a month: the one that ends with it.

    None where none does, and for days, weeks and instants: feeds bring those, and nobody hands
    them in by the month.
    """
    year, number = month.ends.year, month.ends.month
    financial = year if number >= 4 else year - 1
    named = f"FY{financial}-{(financial + 1) % 100:02}"
    match frequency:
        case Frequency.MONTH:
            return month.text
        case Frequency.ROLLING_YEAR:
            return f"12M-{month.text}"
        case Frequency.QUARTER if number % 3 == 0:
            return f"{named}-Q{(number - 4) % 12 // 3 + 1}"
        case Frequency.YEAR if number == 3:
            return named
        case Frequency.CALENDAR_YEAR if number == 12:
            return f"CY{year}"
        case _:
            return None


def next_working_day(day: date, division: str = "ENG") -> date:
    """The first working day after ``day``, never ``day`` itself."""
    day += DAY
    while not working(day, division):
        day += DAY
    return day


def working_days_left(today: date, due: date, division: str = "ENG") -> int:
    """Working days after ``today``, up to and with the due day; 0 on that day and later."""
    return working_days(today, due, division)


def days_late(due: date, day: date, division: str = "ENG") -> int:
    """Working days from the due day to ``day``; 0 to its end. A day off counts as the working day
    that follows, since nobody could have taken the figure sooner."""
    if day <= due:
        return 0
    return working_days(due, next_working_day(day - DAY, division), division)


def late_words(days: int) -> str:
    """``9 working days late``."""
    return f"{days} working day{'' if days == 1 else 's'} late"


def punctuality(due: date, submitted: datetime, zone: tzinfo, division: str = "ENG") -> int:
    """Working days by which the first submission was late; 0 is on time: until 23:59 local, the
    last minute included, on the due day."""
    if submitted.tzinfo is None:
        raise Invalid("The moment of a submission needs its time zone.")
    return days_late(due, submitted.astimezone(zone).date(), division)
