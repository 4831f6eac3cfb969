"""Notes: what the sub-committee has to say about a KPI."""

from datetime import date, datetime
from typing import Annotated, ClassVar, Self
from uuid import UUID, uuid4

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from hub.commands import topics
from hub.commands.command import Answer, Command, Context, Route, command
from hub.domain.periods import Frequency, fitting, instant
from hub.domain.rights import Right
from hub.domain.visibility import Visibility
from hub.errors import Conflict, Invalid, NotFound
from hub.model import Kpi, Note
from hub.store import verdicts

ALL_NOTES = "notes:*"  # the topic of the page that lists them


def legible(text: str) -> str:
    """Words, without control characters that cannot be drawn."""
    kept = "".join(c for c in text if c in "\n\t" or c.isprintable()).strip()
    if not kept:
        raise ValueError("needs words")
    return kept


Words = Annotated[str, Field(max_length=4000), AfterValidator(legible)]
Line = Annotated[str, Field(max_length=200), AfterValidator(legible)]
Id = Annotated[UUID, Field(default_factory=uuid4, description="Made by the client, if it will.")]
PeriodText = Annotated[str, Field(max_length=40)]


class Noted(Answer):
    id: str
    kpi: str
    text: str
    author: str
    at: AwareDatetime
    period: str | None
    until: str | None
    parent: str | None
    version: int


@command
class AddNote(Command):
    """Note a KPI, one of its periods, a range of them, or reply to a note. Adding never conflicts.

    A reply joins the thread of its ``parent``, and is about what that is about.
    """

    route: ClassVar[Route] = Route("/kpis/{kpi}/notes")
    right: ClassVar[Right] = Right.NOTE

    kpi: str
    text: Words
    period: PeriodText | None = None
    until: PeriodText | None = Field(None, description="Last period of a range that has begun.")
    parent: str | None = Field(None, max_length=64, description="The note that this answers.")
    id: Id

    @model_validator(mode="after")
    def _about_one_thing(self) -> Self:
        if self.until is not None and self.period is None:
            raise ValueError("a range begins with period")
        if self.parent is not None and self.period is not None:
            raise ValueError("a reply is about what its thread is about: leave period out")
        return self

    def unit(self, context: Context) -> str:
        return context.kpi(self.kpi).unit_key

    def apply(self, context: Context) -> Noted:
        kpi = context.kpi(self.kpi)
        period, until = self._placed(kpi)
        if context.session.get(Note, str(self.id)) is not None:
            raise Conflict("There is a note with this id already.")
        thread = thread_of(context, self.parent) if self.parent is not None else None
        if thread is not None and thread.kpi_id != kpi.id:
            raise Invalid(f"The note that this answers is not about {kpi.key}.")
        note = write(context, kpi, str(self.id), self.text, thread, period, until)
        outdate(context, kpi, "kpi_noted")
        return noted(note, kpi)

    def _placed(self, kpi: Kpi) -> tuple[str | None, str | None]:
        """Period and end as figures have them. Raises Invalid for periods that are not of the
        KPI's frequency, or run backwards."""
        begins = _placed(self.period, kpi) if self.period is not None else None
        ends = _placed(self.until, kpi) if self.until is not None else None
        if begins and ends and ends[0] <= begins[0]:
            raise Invalid(f"A range ends after it begins: {self.until} is not after {self.period}.")
        return begins[1] if begins else None, ends[1] if ends else None


def _placed(text: str, kpi: Kpi) -> tuple[date | datetime, str]:
    """When a period or an instant ends, and how figures have it."""
    if kpi.frequency == Frequency.LIVE:
        moment = instant(text)
        return moment, moment.isoformat().replace("+00:00", "Z")
    period = fitting(text, Frequency(kpi.frequency), kpi.key)
    return period.ends, period.text


def write(
    context: Context,
    kpi: Kpi,
    id: str,
    text: str,
    thread: Note | None = None,
    period: str | None = None,
    until: str | None = None,
) -> Note:
    """Keep a note of whoever asks, as a reply where there is a ``thread``."""
    note = Note(
        id=id,
        kpi_id=kpi.id,
        parent_id=thread.id if thread is not None else None,
        period=period,
        until=until,
        text=text,
        author_id=context.actor.id,
        author=context.actor.name,
        at=context.now,
        version=1,
    )
    context.session.add(note)
    context.session.flush()
    return note


def note_of(context: Context, id: str) -> Note:
    found = context.session.get(Note, id)
    if found is None:
        raise NotFound("There is no such note.")
    return found


def thread_of(context: Context, id: str) -> Note:
    """The first note of the thread that a note stands in."""
    note = note_of(context, id)
    return note if note.parent_id is None else note_of(context, note.parent_id)


def outdate(context: Context, kpi: Kpi, kind: str) -> None:
    """Bring the KPI's count of notes up to date, and tell whoever shows it."""
    context.session.flush()
    verdicts.rewrite_notes(context.session, kpi)
    context.tell(kind, ALL_NOTES, *topics.of_kpis(context.session, [kpi], Visibility.STAFF))


def noted(note: Note, kpi: Kpi) -> Noted:
    return Noted(
        id=note.id,
        kpi=kpi.key,
        text=note.text,
        author=note.author,
        at=note.at,
        period=note.period,
        until=note.until,
        parent=note.parent_id,
        version=note.version,
    )
