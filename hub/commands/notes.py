"""Notes: what the sub-committee has to say about a KPI."""

from typing import Annotated, ClassVar
from uuid import UUID, uuid4

from pydantic import AfterValidator, AwareDatetime, Field

from hub.commands import topics
from hub.commands.command import Answer, Command, Context, Route, command
from hub.domain.periods import Frequency, fitting, instant
from hub.domain.rights import Right
from hub.errors import Conflict
from hub.model import Note
from hub.store import verdicts


def legible(text: str) -> str:
    """Words, without control characters that cannot be drawn."""
    kept = "".join(c for c in text if c in "\n\t" or c.isprintable()).strip()
    if not kept:
        raise ValueError("needs words")
    return kept


Words = Annotated[str, Field(max_length=4000), AfterValidator(legible)]
Line = Annotated[str, Field(max_length=200), AfterValidator(legible)]
Id = Annotated[UUID, Field(default_factory=uuid4, description="Made by the client, if it will.")]


class Noted(Answer):
    id: str
    kpi: str
    text: str
    author: str
    at: AwareDatetime
    period: str | None


@command
class AddNote(Command):
    """Note a KPI, or one of its periods. Adding never conflicts."""

    route: ClassVar[Route] = Route("/kpis/{kpi}/notes")
    right: ClassVar[Right] = Right.NOTE

    kpi: str
    text: Words
    period: str | None = None
    id: Id

    def unit(self, context: Context) -> str:
        return context.kpi(self.kpi).unit_key

    def apply(self, context: Context) -> Noted:
        kpi = context.kpi(self.kpi)
        if self.period is not None and kpi.frequency == Frequency.LIVE:
            instant(self.period)
        elif self.period is not None:
            fitting(self.period, Frequency(kpi.frequency), kpi.key)
        if context.session.get(Note, str(self.id)) is not None:
            raise Conflict("There is a note with this id already.")
        note = Note(
            id=str(self.id),
            kpi_id=kpi.id,
            period=self.period,
            text=self.text,
            author_id=context.actor.id,
            author=context.actor.name,
            at=context.now,
        )
        context.session.add(note)
        context.session.flush()
        verdicts.rewrite_notes(context.session, kpi)
        context.tell("kpi_noted", *topics.of_kpis(context.session, [kpi]))
        return Noted(
            id=note.id,
            kpi=kpi.key,
            text=note.text,
            author=note.author,
            at=note.at,
            period=note.period,
        )
