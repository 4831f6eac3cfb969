"""Initiatives: how far programmes and projects are, against the time that has gone
(domain.md section 11)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ON_TRACK = 0.9  # of what was planned for today
MONITOR = 0.7
PATIENCE = timedelta(days=62)  # a report is out of date after two months


class Kind(StrEnum):
    PROGRAMME = "programme"
    PROJECT = "project"


class State(StrEnum):
    """Where an initiative is on its way; a meeting gives the green light."""

    PROPOSED = "proposed"
    GREEN_LIT = "green_lit"
    IN_DELIVERY = "in_delivery"
    BENEFITS_CHECK = "benefits_check"
    CLOSED = "closed"
    STOPPED = "stopped"


ENDED = frozenset({State.CLOSED, State.STOPPED})


class Standing(StrEnum):
    """How an initiative does; the worst first."""

    OFF_TRACK = "off_track"
    MONITOR = "monitor"
    NOT_REPORTED = "not_reported"  # never
    OUT_OF_DATE = "out_of_date"  # not for a long time
    ON_TRACK = "on_track"
    NOT_BEGUN = "not_begun"
    CLOSED = "closed"
    STOPPED = "stopped"


ORDER = tuple(Standing)


@dataclass(frozen=True)
class Milestone:
    key: str
    title: str
    due: date
    done: date | None = None

    def late(self, today: date) -> bool:
        return self.done is None and self.due < today


def planned(starts: date, ends: date, today: date) -> float:
    """The % that should be complete ``today``, linear from start to end."""
    if today >= ends:
        return 100.0
    return max(0.0, 100 * (today - starts).days / (ends - starts).days)


def standing(
    state: State,
    starts: date,
    ends: date,
    today: date,
    complete: float | None = None,
    reported: date | None = None,
) -> Standing:
    """How an initiative does that was ``complete`` so many %, as was ``reported`` last.

    What is not green-lit yet, or starts later, has not begun; a report is held against today's
    plan and not against that of its own day, so that silence does not look like progress.
    """
    if state in ENDED:
        return Standing(state.value)
    expected = planned(starts, ends, today)
    if state is State.PROPOSED or (not expected and not complete):
        return Standing.NOT_BEGUN
    if complete is None or reported is None:
        return Standing.NOT_REPORTED
    if complete < 100 and today - reported > PATIENCE:
        return Standing.OUT_OF_DATE
    return _against(complete, expected)


def _against(complete: float, expected: float) -> Standing:
    if complete >= ON_TRACK * expected:
        return Standing.ON_TRACK
    return Standing.MONITOR if complete >= MONITOR * expected else Standing.OFF_TRACK


def following(milestones: tuple[Milestone, ...]) -> Milestone | None:
    """The first milestone that is still to come, late or not."""
    left = (milestone for milestone in milestones if milestone.done is None)
    return min(left, key=lambda milestone: milestone.due, default=None)
