"""Submitting: what a unit's coordinator does with the figures that are due."""

from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field, model_validator
from sqlalchemy import bindparam, select

from hub.commands.command import Context, Route, command
from hub.commands.measuring import Figure, NumberField
from hub.commands.notes import Line, Words
from hub.commands.submission import Case, OnSubmission, Stepped
from hub.domain.figures import Format, Measure
from hub.domain.rights import Right
from hub.domain.submission import NEXT, RIGHT, Step, step
from hub.errors import Invalid
from hub.model import Challenge, Verdict
from hub.snapshot.discretion import discretion
from hub.store.expected import expected, outside

PATH = "/kpis/{kpi}/submissions/{period}"
OPEN_CHALLENGE = select(Challenge).where(
    Challenge.kpi_id == bindparam("kpi"),
    Challenge.period == bindparam("period"),
    Challenge.answered_at.is_(None),
)


def printable(text: str) -> str:
    """Words, or none, without control characters that cannot be drawn."""
    return "".join(c for c in text if c in "\n\t" or c.isprintable()).strip()


Narrative = Annotated[str, Field(max_length=2000), AfterValidator(printable)]


class WithFigure(OnSubmission):
    """A step that may come with a figure: a ``value``, or the two parts of a rate."""

    value: float | None = NumberField
    numerator: float | None = NumberField
    denominator: float | None = NumberField
    people: int | None = Field(None, ge=0, le=2**31, description="How many persons it is about.")
    source: str = Field("", max_length=500, description="Where the figure comes from.")

    @model_validator(mode="after")
    def _whole(self) -> "WithFigure":
        if self.value is not None and (self.numerator, self.denominator) != (None, None):
            raise ValueError("give value, or numerator and denominator, not both")
        if (self.numerator is None) != (self.denominator is None):
            raise ValueError("give numerator and denominator")
        return self

    @property
    def numbers(self) -> dict[str, Any]:
        """The figure as it was given; empty where there is none."""
        parts = ("value", "numerator", "denominator")
        given = {name: getattr(self, name) for name in parts if getattr(self, name) is not None}
        return given | {"people": self.people} if given and self.people is not None else given

    def figure(self, numbers: dict[str, Any], remark: str) -> Figure:
        return Figure(period=self.period, source=self.source, remark=remark, **numbers)


@command
class SaveDraft(WithFigure):
    """Save what is known of a figure so far; nobody but its unit and the reviewers see it."""

    route: ClassVar[Route] = Route(f"{PATH}/draft", status=200)
    right: ClassVar[Right] = RIGHT[Step.SAVE]

    narrative: Narrative = ""

    def apply(self, context: Context) -> Stepped:
        case = self.case(context)
        done = case.take(context, Step.SAVE, draft=self.numbers, narrative=self.narrative)
        self.tell(context, Step.SAVE)
        return done


@command
class SubmitFigure(WithFigure):
    """Submit a figure: the one given, or else the one saved as a draft.

    One that is outside what the process behind the KPI does needs a narrative that says why.
    """

    route: ClassVar[Route] = Route(f"{PATH}/submit")
    right: ClassVar[Right] = RIGHT[Step.SUBMIT]

    narrative: Narrative | None = None

    def apply(self, context: Context) -> Stepped:
        case = self.case(context)
        kept = case.kept
        draft = dict(kept.draft) if kept else {}
        numbers = self.numbers or draft
        if not numbers:
            raise Invalid("Give the figure: there is no draft of one.")
        narrative = (kept.narrative if kept else "") if self.narrative is None else self.narrative
        if (case.state, Step.SUBMIT) not in NEXT:
            case.state = step(case.state, Step.SAVE)  # typed and submitted in one go
        case.record(context, self.figure(numbers, narrative))
        explain(context, case, narrative)
        done = case.take(
            context, Step.SUBMIT, {"narrative": narrative}, draft={}, narrative=narrative
        )
        self.tell(context, Step.SUBMIT)
        return done


def explain(context: Context, case: Case, narrative: str) -> None:
    """Raises Invalid where the figure is outside the process limits and nobody says why. Limits
    are those of the figures that may be seen; the figure itself is told to whoever gave it."""
    verdict, figure, kpi = context.session.get(Verdict, case.kpi.id), case.figure, case.kpi
    if verdict is None or figure is None or narrative.strip():
        return
    closed = discretion(context.session, [kpi])
    points = [point for point in verdict.points if not closed.hides(kpi.key, point[0])]
    limits = expected(kpi, points, case.period)
    if limits is not None and outside(limits, figure.value):
        shown = Format(Measure(kpi.measure), kpi.decimals, kpi.signed)
        told = "The figure" if kpi.about_people else shown.show(figure.value)
        raise Invalid(f"{told} is outside the usual range: {shown.show_limits(*limits)}; say why.")


@command
class NilReturn(OnSubmission):
    """Answer for a period that has no figure, with the reason."""

    route: ClassVar[Route] = Route(f"{PATH}/nil")
    right: ClassVar[Right] = RIGHT[Step.NIL_RETURN]

    reason: Words

    def apply(self, context: Context) -> Stepped:
        case = self.case(context)
        if case.figure is not None:
            raise Invalid("There is a figure already, and a nil return cannot take it back.")
        done = case.take(context, Step.NIL_RETURN, {"reason": self.reason}, draft={})
        self.tell(context, Step.NIL_RETURN)
        return done


@command
class AwaitSupplier(OnSubmission):
    """Say that a supplier's figure is awaited; the accountable owner stays the one who owes it."""

    route: ClassVar[Route] = Route(f"{PATH}/await", status=200)
    right: ClassVar[Right] = RIGHT[Step.AWAIT_SUPPLIER]

    supplier: Line

    def apply(self, context: Context) -> Stepped:
        case = self.case(context)
        flags = case.flags.awaiting(self.supplier, case.today)
        done = case.take(context, Step.AWAIT_SUPPLIER, {"supplier": self.supplier}, flags)
        self.tell(context, Step.AWAIT_SUPPLIER)
        return done


@command
class AnswerChallenge(WithFigure):
    """Answer the open challenge of a figure, with a corrected figure where that is the answer."""

    route: ClassVar[Route] = Route(f"{PATH}/answer", status=200)
    right: ClassVar[Right] = RIGHT[Step.ANSWER]

    answer: Words

    def apply(self, context: Context) -> Stepped:
        case = self.case(context)
        step(case.state, Step.ANSWER)
        if self.numbers:
            case.record(context, self.figure(self.numbers, self.answer[:2000]))
        doubt = open_challenge(context, case)
        doubt.answer = self.answer
        doubt.answered_by_id, doubt.answered_by = context.actor.id, context.actor.name
        doubt.answered_at = context.now
        said = {"answer": self.answer, "question": doubt.question}
        done = case.take(context, Step.ANSWER, said)
        self.tell(context, Step.ANSWER)
        return done


def open_challenge(context: Context, case: Case) -> Challenge:
    found = context.session.scalars(
        OPEN_CHALLENGE, {"kpi": case.kpi.id, "period": case.period.text}
    ).first()
    if found is None:
        raise Invalid("The challenge has been answered.")
    return found
