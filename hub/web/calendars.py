"""Countermeasures as an iCalendar file (RFC 5545): the days on which they are due and checked."""

from datetime import UTC, date, timedelta

from icalendar import Alarm, Calendar, Event

from hub.domain.reminding import eve
from hub.snapshot.duties import DutiesView, Duty

CALENDAR = "text/calendar; charset=utf-8"
READ_AGAIN = timedelta(hours=1)
MORNING = timedelta(hours=9)


def calendar(view: DutiesView, problems: str, *, named: bool) -> bytes:
    """Each day an event of a whole day, with the same UID for as long as the countermeasure is
    there. ``problems`` is the address that an issue's id is put behind; ``named``: the events say
    who has to see to them."""
    made = Calendar()
    made.add("prodid", "-//Performance hub//Countermeasures//EN")
    made.add("version", "2.0")
    made.add("name", f"Countermeasures: {view.title}")
    made.add("x-wr-calname", f"Countermeasures: {view.title}")
    made.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    for duty in view.duties:
        who = f"{duty.owner}: " if named else ""
        if duty.to_do:
            made.add_component(_event(duty, "due", duty.due, f"{who}{duty.text}", problems))
        if duty.check_on and duty.to_check:
            summary = f"{who}Check the effect: {duty.text}"
            made.add_component(_event(duty, "check", duty.check_on, summary, problems))
    return bytes(made.to_ical())


def _event(duty: Duty, kind: str, day: date, summary: str, problems: str) -> Event:
    event = Event()
    event.add("uid", f"{duty.id}-{kind}@performance-hub")
    event.add("dtstamp", duty.updated_at.astimezone(UTC))
    event.add("sequence", duty.version)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", _line(summary))
    event.add("description", "\n".join(_told(duty)))
    event.add("url", problems + duty.issue)
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(day, duty.division, summary))
    return event


def _alarm(day: date, division: str, summary: str) -> Alarm:
    """On the working day before, in the morning."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _line(summary))
    alarm.add("trigger", eve(day, division) - day + MORNING)
    return alarm


def _told(duty: Duty) -> list[str]:
    said = [f"Problem {duty.number}: {duty.title}", f"Owner: {duty.owner}"]
    return [*said, f"Expected: {duty.expected}"] if duty.expected else said


def _line(text: str) -> str:
    return " ".join(text.split())
