"""Punctuality: whether the figures of a period came in time, and by how much they did not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from hub.domain.submission import days_late


class Outcome(StrEnum):
    UNKNOWN = "unknown"  # due before the hub knew the KPI
    NOT_DUE = "not_due"
    ON_TIME = "on_time"
    LATE = "late"
    NEVER = "never"  # it has not come to this day


WORST_LAST = tuple(Outcome)


@dataclass(frozen=True, slots=True)
class Punctual:
    """``days`` are the working days by which it was late, or by which it is missing."""

    outcome: Outcome
    days: int = 0

    @property
    def words(self) -> str:
        days = f"{self.days} working day{'' if self.days == 1 else 's'}"
        match self.outcome:
            case Outcome.UNKNOWN:
                return "not known"
            case Outcome.NOT_DUE:
                return "not due yet"
            case Outcome.ON_TIME:
                return "on time"
            case Outcome.LATE:
                return f"late by {days}"
            case _:
                return f"never, due {days} ago"


def punctual(
    due: date,
    handed_in: datetime | None,
    since: datetime | None,
    now: datetime,
    zone: tzinfo,
    division: str = "ENG",
) -> Punctual:
    """How punctual a figure was, that was due on ``due`` and first handed in at ``handed_in``.

    ``since`` is when the hub first heard of the KPI: figures of older periods came with it, and
    nobody was late with them.
    """
    if since is None or (due < since.astimezone(zone).date()):
        return Punctual(Outcome.UNKNOWN)
    last = (handed_in or now).astimezone(zone).date()
    late = days_late(due, last, division)
    if handed_in is None:
        return Punctual(Outcome.NEVER, late) if late else Punctual(Outcome.NOT_DUE)
    return Punctual(Outcome.LATE, late) if late else Punctual(Outcome.ON_TIME)


def worst_of(several: Iterable[Punctual]) -> Punctual:
    """A unit's punctuality is that of the figure that kept it waiting longest."""
    return max(
        several,
        key=lambda one: (WORST_LAST.index(one.outcome), one.days),
        default=Punctual(Outcome.UNKNOWN),
    )
