"""Answers to key performance questions (KPQs): what people make of the figures, in one line."""

from typing import ClassVar, Literal

from pydantic import AwareDatetime, Field

from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.notes import Id, Line
from hub.domain.rights import Right
from hub.domain.visibility import Visibility, touched
from hub.errors import Conflict, NotFound
from hub.model import KpqAnswer, Objective

Confidence = Literal["low", "medium", "high"]


class Answered(Answer):
    id: str
    objective: str
    kpq: str
    text: str
    confidence: str
    by: str
    at: AwareDatetime


@command
class AnswerKpq(Command):
    """Answer a question about an objective in one line, and say how sure one is.

    The newest answer is shown, all are kept for good.
    """

    route: ClassVar[Route] = Route("/objectives/{objective}/kpqs/{kpq}/answers")
    right: ClassVar[Right] = Right.NOTE

    objective: str = Field(max_length=200)
    kpq: str = Field(max_length=200)
    text: Line
    confidence: Confidence
    id: Id

    def unit(self, context: Context) -> str:
        return self._objective(context).unit_key

    def _objective(self, context: Context) -> Objective:
        found = context.session.get(Objective, self.objective)
        if found is None or found.retired:
            raise NotFound(f"There is no objective called {self.objective!r}.")
        return found

    def apply(self, context: Context) -> Answered:
        objective = self._objective(context)
        if all(question["key"] != self.kpq for question in objective.kpqs):
            known = ", ".join(question["key"] for question in objective.kpqs) or "none"
            raise NotFound(
                f"{objective.key} asks no question called {self.kpq!r}; it asks: {known}."
            )
        if context.session.get(KpqAnswer, str(self.id)) is not None:
            raise Conflict("There is an answer with this id already.")
        answer = KpqAnswer(
            id=str(self.id),
            objective_key=objective.key,
            kpq=self.kpq,
            text=" ".join(self.text.split()),
            confidence=self.confidence,
            by_id=context.actor.id,
            by=context.actor.name,
            at=context.now,
        )
        context.session.add(answer)
        context.session.flush()
        context.tell("kpq_answered", *touched([f"unit:{objective.unit_key}"], Visibility.STAFF))
        return Answered(
            id=answer.id,
            objective=objective.key,
            kpq=answer.kpq,
            text=answer.text,
            confidence=answer.confidence,
            by=answer.by,
            at=answer.at,
        )
