"""Meetings: that people sat together over a unit's figures, so that walls can say what is new."""

from typing import ClassVar

from pydantic import AwareDatetime

from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.notes import Id, Line
from hub.domain.rights import Right
from hub.errors import Conflict, Invalid, NotFound
from hub.model import Meeting, Unit
from hub.snapshot.meetings import MEETINGS


class Met(Answer):
    id: str
    unit: str
    title: str
    held_at: AwareDatetime
    by: str


@command
class RecordMeeting(Command):
    """Record that a meeting about a unit and all below it was held; by itself it is held now."""

    route: ClassVar[Route] = Route("/meetings")
    right: ClassVar[Right] = Right.NOTE

    of: str
    title: Line
    held_at: AwareDatetime | None = None
    id: Id

    def unit(self, context: Context) -> str:
        found = context.session.get(Unit, self.of)
        if found is None or found.retired:
            raise NotFound(f"There is no unit called {self.of!r}.")
        return found.key

    def apply(self, context: Context) -> Met:
        held = self.held_at or context.now
        if held > context.now:
            raise Invalid("held_at: a meeting that is still to come has changed nothing yet")
        if context.session.get(Meeting, str(self.id)) is not None:
            raise Conflict("There is a meeting with this id already.")
        row = Meeting(
            id=str(self.id),
            unit_key=self.of,
            title=self.title,
            held_at=held,
            by_id=context.actor.id,
            by=context.actor.name,
            at=context.now,
        )
        context.session.add(row)
        context.tell("meeting_recorded", MEETINGS)
        return _met(row)


@command
class WithdrawMeeting(Command):
    """Say why a meeting that was recorded does not count: it was another day, or never held."""

    route: ClassVar[Route] = Route("/meetings/{meeting}/withdraw", status=200)
    right: ClassVar[Right] = Right.NOTE

    meeting: str
    reason: Line

    def unit(self, context: Context) -> str:
        return self._row(context).unit_key

    def apply(self, context: Context) -> Met:
        row = self._row(context)
        if row.withdrawn_at is None:
            row.withdrawn_by, row.withdrawn_at = context.actor.name, context.now
            row.withdrawn_reason = self.reason
            context.tell("meeting_withdrawn", MEETINGS)
        return _met(row)

    def _row(self, context: Context) -> Meeting:
        row = context.session.get(Meeting, self.meeting)
        if row is None:
            raise NotFound("There is no such meeting.")
        return row


def _met(row: Meeting) -> Met:
    return Met(id=row.id, unit=row.unit_key, title=row.title, held_at=row.held_at, by=row.by)
