"""Slips: somebody at a board types with a phone of their own. Nothing of it is of record, so nobody
is told and nothing is audited: what counts is what is saved at the board."""

from typing import Annotated, ClassVar

from pydantic import AfterValidator, AwareDatetime, Field
from sqlalchemy import func, select

from hub.commands.command import Answer, Command, Context
from hub.commands.issues import IssueId, found
from hub.commands.notes import Id, Line, legible
from hub.commands.pairing import Digest
from hub.domain import slips
from hub.domain.rights import Right, demand_somewhere
from hub.errors import Busy, Invalid, NotFound
from hub.model import Slip
from hub.store.slips import forget

GONE = "This code has run out. Tap “Type on a phone” at the board again for another one."
Sent = Annotated[str, Field(max_length=slips.LONGEST), AfterValidator(legible)]


class Opened(Answer):
    id: str
    expires_at: AwareDatetime


class Written(Answer):
    """``number`` is how many times something was sent by now."""

    number: int


class Closed(Answer):
    id: str


def _demand(context: Context, issue: str | None) -> None:
    """Whoever may solve the problem; where there is none yet, whoever may solve any."""
    if issue is None:
        demand_somewhere(context.actor, Right.SOLVE)
    else:
        context.demand(Right.SOLVE, found(context, issue).unit_key)


class OpenSlip(Command):
    """An editor at a board takes words from a phone: the page of the board sends it. ``asked`` is
    what the editor asks, ``most`` how many characters it takes."""

    right: ClassVar[Right] = Right.SOLVE

    digest: Digest
    asked: Line
    issue: IssueId | None = None
    most: int = Field(300, ge=1, le=slips.LONGEST)
    id: Id

    def authorise(self, context: Context) -> None:
        _demand(context, self.issue)

    def apply(self, context: Context) -> Opened:
        forget(context.session, context.now)
        if (context.session.scalar(select(func.count()).select_from(Slip)) or 0) >= slips.MOST_OPEN:
            raise Busy("Too many phones are awaited at once: try again in some minutes.")
        row = Slip(
            id=str(self.id),
            digest=self.digest,
            issue_id=self.issue,
            asked=self.asked,
            most=self.most,
            sent=[],
            expires_at=context.now + slips.VALID,
        )
        context.session.add(row)
        return Opened(id=row.id, expires_at=row.expires_at)


class WriteOnSlip(Command):
    """Words for the editor; the page on the phone sends it. ``number`` is how many times something
    was sent before, as far as the phone knows: what it sends again, not having heard the answer,
    is written once."""

    right: ClassVar[Right] = Right.READ

    digest: Digest
    text: Sent
    number: int = Field(0, ge=0, le=slips.MOST_SENT)

    def authorise(self, context: Context) -> None:
        """Whoever has the token."""

    def apply(self, context: Context) -> Written:
        row = context.session.scalar(select(Slip).where(Slip.digest == self.digest))
        if row is None or row.expires_at <= context.now:
            raise NotFound(GONE)
        if row.sent[self.number : self.number + 1] != [self.text]:
            self._add(row)
        return Written(number=len(row.sent))

    def _add(self, row: Slip) -> None:
        left = row.most - sum(map(len, row.sent))
        if len(self.text) > left:
            raise Invalid(f"There is room for {max(left, 0)} characters more: make it shorter.")
        if len(row.sent) >= slips.MOST_SENT:
            raise Invalid("Enough was sent with this code: ask for another one at the board.")
        row.sent = [*row.sent, self.text]


class CloseSlip(Command):
    """The editor is closed: its slip is of no use any more."""

    right: ClassVar[Right] = Right.SOLVE

    slip: Annotated[str, Field(max_length=64)]

    def authorise(self, context: Context) -> None:
        row = context.session.get(Slip, self.slip)
        _demand(context, row.issue_id if row is not None else None)

    def apply(self, context: Context) -> Closed:
        row = context.session.get(Slip, self.slip)
        if row is not None:
            context.session.delete(row)
        return Closed(id=self.slip)
