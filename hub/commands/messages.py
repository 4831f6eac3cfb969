"""Messages: a banner to the walls of some rooms or of all, with an end."""

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.notes import Id, Line
from hub.domain.rights import Right
from hub.errors import Conflict, Invalid, NotFound
from hub.model import Message
from hub.snapshot.rooms import MESSAGES, row_of


class Posted(Answer):
    id: str
    text: str
    ends_at: AwareDatetime


@command
class PostMessage(Command):
    """Show a banner on the displays of ``rooms``, or of all rooms, until ``ends_at``."""

    route: ClassVar[Route] = Route("/messages")
    right: ClassVar[Right] = Right.DRIVE

    text: Line
    ends_at: AwareDatetime
    starts_at: AwareDatetime | None = None
    rooms: tuple[Annotated[str, Field(max_length=40)], ...] = Field((), max_length=100)
    urgent: bool = False
    id: Id

    def authorise(self, context: Context) -> None:
        """The right is needed for every room, and on the whole hub for all of them."""
        if not self.rooms:
            context.demand(self.right, None)
        for room in self.rooms:
            context.demand(self.right, row_of(context.session, room).unit_key)

    def apply(self, context: Context) -> Posted:
        starts = self.starts_at or context.now
        if self.ends_at <= max(starts, context.now):
            raise Invalid("ends_at: a message ends after it begins, and not before now")
        if context.session.get(Message, str(self.id)) is not None:
            raise Conflict("There is a message with this id already.")
        row = Message(
            id=str(self.id),
            text=self.text,
            urgent=self.urgent,
            rooms=list(self.rooms),
            starts_at=starts,
            ends_at=self.ends_at,
            by_id=context.actor.id,
            by=context.actor.name,
            at=context.now,
        )
        context.session.add(row)
        context.tell("message_posted", MESSAGES)
        return Posted(id=row.id, text=row.text, ends_at=row.ends_at)


@command
class WithdrawMessage(Command):
    """Take a banner off the walls before its end."""

    route: ClassVar[Route] = Route("/messages/{message}/withdraw", status=200)
    right: ClassVar[Right] = Right.DRIVE

    message: str

    def authorise(self, context: Context) -> None:
        row = self._row(context)
        if not row.rooms:
            context.demand(self.right, None)
        for room in row.rooms:
            context.demand(self.right, row_of(context.session, room).unit_key)

    def apply(self, context: Context) -> Posted:
        row = self._row(context)
        if row.withdrawn_at is None:
            row.withdrawn_by, row.withdrawn_at = context.actor.name, context.now
            context.tell("message_withdrawn", MESSAGES)
        return Posted(id=row.id, text=row.text, ends_at=row.ends_at)

    def _row(self, context: Context) -> Message:
        row = context.session.get(Message, self.message)
        if row is None:
            raise NotFound("There is no such message.")
        return row
