"""Dated events: what kinds there are, when one begins and ends, and how its time is said."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from hub.errors import Invalid

DAY = timedelta(days=1)
LONGEST = timedelta(days=3660)  # ten years: longer ones, and later ones, are slips of the finger
EARLIEST = 1990
ONE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class EventKind(StrEnum):
    """In the order of their lanes."""

    RELEASE = "release"
    INCIDENT = "incident"
    CAMPAIGN = "campaign"
    CHANGE = "change"
    OTHER = "other"

    @property
    def word(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True)
class Span:
    """From when to when something was; without ``ends`` it happened at one moment.

    What is dated by days alone starts with the first of them and ends with the last, at midnight
    of the unit's own time zone.
    """

    starts: datetime
    ends: datetime | None
    zone: ZoneInfo

    @property
    def first(self) -> date:
        return self.starts.astimezone(self.zone).date()

    @property
    def last(self) -> date:
        """The last day that it touches."""
        if self.ends is None:
            return self.first
        local = self.ends.astimezone(self.zone)
        return local.date() - DAY if local.time() == time() else local.date()

    @property
    def by_days(self) -> bool:
        """Whether it is dated by days alone."""
        ends = self.ends or self.starts
        return all(m.astimezone(self.zone).time() == time() for m in (self.starts, ends))

    @property
    def over(self) -> datetime:
        """When it counts as over: a moment does when its day is."""
        return self.ends or midnight(self.first + DAY, self.zone)

    def standing(self, now: datetime) -> str:
        """``on`` now, ``next`` or ``past``."""
        return "next" if self.starts > now else "past" if self.over <= now else "on"

    def away(self, now: datetime) -> str:
        """``on now``, ``in 3 days``, ``yesterday``: how far it is from now, in days there."""
        today = now.astimezone(self.zone).date()
        match self.standing(now):
            case "on":
                return "on now"
            case "next":
                days = (self.first - today).days
                return ("later today", "tomorrow")[days] if days < 2 else f"in {days} days"
            case _:
                days = (today - self.last).days
                return ("earlier today", "yesterday")[days] if days < 2 else f"{days} days ago"

    def words(self, today: date) -> str:
        """``14 Jan``, ``28 Dec 2025 to 3 Jan``, ``14 Jan, 22:00 to 23:30``: years other than this
        one are said."""
        begins, ends = _day(self.first, today), _day(self.last, today)
        if self.by_days:
            return begins if self.first == self.last else f"{begins} to {ends}"
        begins = f"{begins}, {self.starts.astimezone(self.zone):%H:%M}"
        if self.ends is None:
            return begins
        clock = f"{self.ends.astimezone(self.zone):%H:%M}"
        same = self.ends.astimezone(self.zone).date() == self.first
        return f"{begins} to {clock if same else f'{ends}, {clock}'}"


def _day(day: date, today: date) -> str:
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {day:%b}{year}"


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def span(starts: str, ends: str | None, zone: ZoneInfo, now: datetime) -> Span:
    """The time of an event as somebody wrote it: days, or times that are the zone's own where they
    name no other. Raises Invalid for one that makes no sense."""
    begins = _moment(starts, "starts", zone)
    over = None if ends is None else _moment(ends, "ends", zone, last=True)
    if begins > now + LONGEST:
        raise Invalid(f"starts: {starts} is more than ten years ahead; look at the year.")
    if over is not None and over <= begins:
        raise Invalid(
            f"ends: an event ends after it starts, and {ends} is not after {starts}. "
            "Leave the end out where it happened at one moment."
        )
    if over is not None and over - begins > LONGEST:
        raise Invalid(f"ends: from {starts} to {ends} is more than ten years; look at the years.")
    return Span(begins, over, zone)


def _moment(text: str, what: str, zone: ZoneInfo, last: bool = False) -> datetime:
    """A day's beginning, or its end where it is the ``last`` one; or a time."""
    words = (
        f"{what}: {text!r} is neither a day such as 2026-01-14 nor a time such as 2026-01-14T22:30"
    )
    try:
        if ONE_DAY.fullmatch(text):
            found = midnight(date.fromisoformat(text) + (DAY if last else timedelta()), zone)
        else:
            read = datetime.fromisoformat(text)
            found = (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid(words) from None
    if found.year < EARLIEST:
        raise Invalid(f"{what}: {text} is before {EARLIEST}; look at the year.")
    return found
