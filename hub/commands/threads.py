"""Threads of notes: edit one's own words, settle a matter or take it up again, stamp a review."""

from typing import ClassVar
from uuid import uuid4

from pydantic import AwareDatetime, Field
from sqlalchemy import select

from hub.commands import topics
from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.notes import (
    Id,
    Noted,
    PeriodText,
    Words,
    note_of,
    noted,
    outdate,
    thread_of,
    write,
)
from hub.domain.rights import Right
from hub.domain.visibility import Visibility
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.model import Kpi, Measurement, Note, NoteEdit, Review, Verdict


class Settled(Answer):
    """Whether the thread is resolved, and by whom since when."""

    id: str
    kpi: str
    resolved: bool
    resolved_by: str | None
    resolved_at: AwareDatetime | None


class Reviewed(Answer):
    id: str
    kpi: str
    period: str
    by: str
    at: AwareDatetime


class OnNote(Command):
    """A command on one note; ``note`` is its id."""

    right: ClassVar[Right] = Right.NOTE

    note: str = Field(max_length=64)

    def unit(self, context: Context) -> str:
        return self.kpi(context).unit_key

    def kpi(self, context: Context) -> Kpi:
        """The KPI that it is about. Raises NotFound for one that is retired."""
        found = context.session.get_one(Kpi, note_of(context, self.note).kpi_id)
        if found.retired:
            raise NotFound(f"The KPI {found.key!r} of this note is retired.")
        return found


@command
class EditNote(OnNote):
    """Put a note of one's own in other words; the words before are kept and shown.

    ``version`` is of the words that were seen: where they have changed since, nothing is written.
    """

    route: ClassVar[Route] = Route("/notes/{note}/text", status=200)

    text: Words
    version: int

    def authorise(self, context: Context) -> None:
        """Only its author may edit a note, whatever rights others hold."""
        super().authorise(context)
        author = note_of(context, self.note)
        if author.author_id != context.actor.id:
            raise Forbidden(f"Only {author.author} may edit this note.")

    def apply(self, context: Context) -> Noted:
        note, kpi = note_of(context, self.note), self.kpi(context)
        if note.version != self.version:
            raise Conflict(
                f"Somebody changed this first: it now says “{note.text}”; yours says “{self.text}”."
            )
        if note.text != self.text:
            self._keep(context, note)
            note.text, note.edited_at, note.version = self.text, context.now, note.version + 1
            outdate(context, kpi, "note_edited")
        return noted(note, kpi)

    def _keep(self, context: Context, note: Note) -> None:
        written = note.edited_at or note.at
        context.session.add(
            NoteEdit(note_id=note.id, version=note.version, text=note.text, at=written)
        )


@command
class ResolveNote(OnNote):
    """Settle the thread that a note stands in. Who settled it first has settled it."""

    route: ClassVar[Route] = Route("/notes/{note}/resolve", status=200)

    def apply(self, context: Context) -> Settled:
        thread, kpi = thread_of(context, self.note), self.kpi(context)
        if thread.resolved_at is None:
            thread.resolved_by, thread.resolved_at = context.actor.name, context.now
            outdate(context, kpi, "note_resolved")
        return _settled(thread, kpi)


@command
class ReopenNote(OnNote):
    """Take a settled thread up again. The thread gets a reply that says who did, when and why."""

    route: ClassVar[Route] = Route("/notes/{note}/reopen", status=200)

    text: Words = "Reopened."

    def apply(self, context: Context) -> Settled:
        thread, kpi = thread_of(context, self.note), self.kpi(context)
        if thread.resolved_at is not None:
            thread.resolved_by = thread.resolved_at = None
            write(context, kpi, str(uuid4()), self.text, thread)
            outdate(context, kpi, "note_reopened")
        return _settled(thread, kpi)


def _settled(thread: Note, kpi: Kpi) -> Settled:
    return Settled(
        id=thread.id,
        kpi=kpi.key,
        resolved=thread.resolved_at is not None,
        resolved_by=thread.resolved_by,
        resolved_at=thread.resolved_at,
    )


@command
class StampReview(Command):
    """Say that one has looked at a KPI's figure: of ``period``, else the newest."""

    route: ClassVar[Route] = Route("/kpis/{kpi}/reviews")
    right: ClassVar[Right] = Right.NOTE

    kpi: str
    period: PeriodText | None = None
    id: Id

    def unit(self, context: Context) -> str:
        return context.kpi(self.kpi).unit_key

    def apply(self, context: Context) -> Reviewed:
        kpi = context.kpi(self.kpi)
        period = self._period(context, kpi)
        if context.session.get(Review, str(self.id)) is not None:
            raise Conflict("There is a review with this id already.")
        stamp = Review(
            id=str(self.id),
            kpi_id=kpi.id,
            period=period,
            by_id=context.actor.id,
            by=context.actor.name,
            at=context.now,
        )
        context.session.add(stamp)
        context.session.flush()
        context.tell("kpi_reviewed", *topics.of_kpis(context.session, [kpi], Visibility.STAFF))
        return Reviewed(id=stamp.id, kpi=kpi.key, period=period, by=stamp.by, at=stamp.at)

    def _period(self, context: Context, kpi: Kpi) -> str:
        """The period with a figure that was looked at. Raises Invalid where there is none."""
        if self.period is None:
            newest = context.session.get(Verdict, kpi.id)
            if newest is None or newest.period is None:
                raise Invalid(f"{kpi.key} has no figure yet that could be reviewed.")
            return newest.period
        known = select(Measurement.id).where(
            Measurement.kpi_id == kpi.id, Measurement.period == self.period, Measurement.current
        )
        if context.session.scalar(known.limit(1)) is None:
            raise Invalid(f"{kpi.key} has no figure of {self.period!r} that could be reviewed.")
        return self.period
