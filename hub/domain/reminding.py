"""When people are reminded of a day on which something of theirs is due; days are working days."""

from collections.abc import Iterable
from datetime import date, timedelta

from hub.domain.periods import working, working_days

AHEAD = 3  # working days before, so that there is still time to do it
AGAIN = 5  # working days from one reminder of what is overdue to the next
DAY = timedelta(days=1)


def pressing(day: date, today: date, division: str = "ENG") -> bool:
    """Whether a day is near enough to be seen to now: within three working days, or past."""
    return day <= today or working_days(today, day, division) <= AHEAD


def reminded(day: date, today: date, division: str = "ENG") -> bool:
    """Whether people are reminded today: three working days before, on the day itself, and every
    five working days after. What falls on a day off waits for the next working day."""
    if not working(today, division):
        return False
    if today <= day:
        return today == day or working_days(today, day, division) == AHEAD
    late = working_days(day, today, division)
    return late % AGAIN == 0 or (late == 1 and not working(day, division))


def reminders(
    due: Iterable[tuple[str, date]], today: date, division: str = "ENG"
) -> tuple[tuple[str, date], ...]:
    """Who asks twice is reminded once: (what, day) of each reminder of today, in the order of
    ``due``, the same one a single time."""
    return tuple(dict.fromkeys((id, day) for id, day in due if reminded(day, today, division)))


def eve(day: date, division: str = "ENG") -> date:
    """The last working day before a day."""
    before = day - DAY
    while not working(before, division):
        before -= DAY
    return before
