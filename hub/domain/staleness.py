"""When an open problem has been left lying (domain.md 10); days are of the unit's calendar."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hub.domain.problem import OPEN, State

UNASSIGNED = 7
SILENT = 30
OVERDUE = 30


class Stale(StrEnum):
    UNASSIGNED = "unassigned"
    SILENT = "silent"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Care:
    """Who looks after a problem, and since when nothing was heard of it. ``review`` is the day on
    which a parked one is looked at again."""

    state: State
    owner: str
    raised: date
    updated: date
    due: date | None = None
    review: date | None = None


def stale(care: Care, today: date) -> tuple[tuple[Stale, str], ...]:
    """The rules that are broken, each with words. A parked problem rests until its review."""
    if care.state not in OPEN:
        return ()
    if care.state is State.PARKED:
        return _overslept(care, today)
    found = []
    if not care.owner and (days := (today - care.raised).days) >= UNASSIGNED:
        found.append((Stale.UNASSIGNED, f"nobody owns it for {days} days"))
    if (days := (today - care.updated).days) >= SILENT:
        found.append((Stale.SILENT, f"nothing was done for {days} days"))
    if care.due and (days := (today - care.due).days) >= OVERDUE:
        found.append((Stale.OVERDUE, f"overdue for {days} days"))
    return tuple(found)


def _overslept(care: Care, today: date) -> tuple[tuple[Stale, str], ...]:
    if care.review is None or today <= care.review:
        return ()
    return ((Stale.OVERDUE, f"its review was due {(today - care.review).days} days ago"),)
