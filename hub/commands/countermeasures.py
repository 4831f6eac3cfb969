"""Countermeasures: set, changed, moved round the PDCA wheel; the issue follows the work."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, FiniteFloat
from sqlalchemy import select

from hub.commands.command import Answer, Context, Route, command
from hub.commands.issues import OnIssue, found, goes_on
from hub.commands.notes import Id, Line, Words
from hub.domain.problem import Stage, State, Step, followed
from hub.domain.strength import Strength
from hub.errors import Conflict, Invalid, NotFound
from hub.model import Countermeasure, Issue, IssueCause, StageReached


class Assigned(Answer):
    id: str
    issue: str
    stage: str
    version: int


class Plan(OnIssue):
    """What is said of a countermeasure besides its words; all of it may follow later."""

    strength: Strength | None = None
    effect_kpi: str | None = None
    predicted: FiniteFloat | None = None
    check_on: date | None = None

    def keep(self, context: Context, row: Countermeasure) -> None:
        """Only what was said is kept. Raises Invalid for a prediction of no KPI."""
        said = self.model_fields_set
        if "strength" in said:
            row.strength = self.strength.value if self.strength else ""
        if "effect_kpi" in said:
            row.effect_kpi_id = context.kpi(self.effect_kpi).id if self.effect_kpi else None
        if "predicted" in said:
            row.predicted = self.predicted
        if "check_on" in said:
            row.check_on = self.check_on
        if row.predicted is not None and row.effect_kpi_id is None:
            raise Invalid("A prediction is of a figure: choose the KPI that is to move.")


@command
class AssignCountermeasure(Plan):
    """Set a countermeasure with an owner and a due date, against one of the issue's causes.

    Containment comes before causes are known, so ``cause`` may be left out.
    """

    route: ClassVar[Route] = Route("/issues/{issue}/countermeasures")

    text: Words
    cause: str | None = None
    owner: Line
    due: date
    id: Id

    def apply(self, context: Context) -> Assigned:
        issue = found(context, self.issue)
        _demand_own(context, self.issue, self.cause)
        if context.session.get(Countermeasure, str(self.id)) is not None:
            raise Conflict("There is a countermeasure with this id already.")
        row = Countermeasure(
            id=str(self.id),
            issue_id=self.issue,
            cause_id=self.cause or None,
            text=self.text,
            owner=self.owner,
            due=self.due,
            stage=Stage.PLAN.value,
            by_id=context.actor.id,
            by=context.actor.name,
            at=context.tapped,
            entered_by=context.actor.at,
            version=1,
        )
        self.keep(context, row)
        context.session.add(row)
        context.session.flush()
        _reach(context, row, Stage.PLAN)
        issue.version += 1
        self.outdate(context, "countermeasure_assigned")
        return Assigned(id=row.id, issue=self.issue, stage=row.stage, version=1)


@command
class EditCountermeasure(Plan):
    """Change what is said of a countermeasure; fields that are not sent stay."""

    route: ClassVar[Route] = Route("/issues/{issue}/countermeasures/{countermeasure}", status=200)

    countermeasure: str
    version: int
    text: Words | None = None
    owner: Line | None = None
    due: date | None = None
    cause: str | None = None

    def apply(self, context: Context) -> Assigned:
        row = one(context, self.issue, self.countermeasure)
        if row.version != self.version:
            yours = f"; yours says “{self.text}”" if self.text is not None else ""
            raise Conflict(f"Somebody changed this first: it now says “{row.text}”{yours}.")
        for name in ("text", "owner", "due"):
            if (value := getattr(self, name)) is not None:
                setattr(row, name, value)
        if "cause" in self.model_fields_set:
            _demand_own(context, self.issue, self.cause)
            row.cause_id = self.cause or None
        self.keep(context, row)
        row.version += 1
        context.session.flush()
        self.outdate(context, "countermeasure_edited")
        return Assigned(id=row.id, issue=self.issue, stage=row.stage, version=row.version)


@command
class MoveCountermeasure(OnIssue):
    """Move a countermeasure to another stage of the PDCA wheel, with what shows that it is there.

    The issue follows: it is being done as soon as a countermeasure is, and checked when the last
    one is.
    """

    route: ClassVar[Route] = Route(
        "/issues/{issue}/countermeasures/{countermeasure}/stage", status=200
    )

    countermeasure: str
    stage: Stage
    version: int
    evidence: Annotated[str, Field(max_length=2000)] = ""

    def apply(self, context: Context) -> Assigned:
        moved = one(context, self.issue, self.countermeasure)
        if moved.version != self.version:
            raise Conflict(f"Somebody moved this first: it is in {moved.stage.title()} now.")
        moved.stage, moved.version = self.stage.value, moved.version + 1
        moved.moved_at = context.tapped
        _reach(context, moved, self.stage, self.evidence.strip())
        context.session.flush()
        _follow(context, found(context, self.issue))
        self.outdate(context, "countermeasure_moved")
        return Assigned(id=moved.id, issue=self.issue, stage=moved.stage, version=moved.version)


def one(context: Context, issue: str, id: str) -> Countermeasure:
    """The countermeasure of that issue. Raises NotFound."""
    row = context.session.get(Countermeasure, id)
    if row is None or row.issue_id != issue:
        raise NotFound("There is no such countermeasure.")
    return row


def _stages(context: Context, issue: str) -> Iterable[Stage]:
    chosen = select(Countermeasure.stage).where(Countermeasure.issue_id == issue)
    return [Stage(each) for each in context.session.scalars(chosen)]


def _follow(context: Context, issue: Issue) -> None:
    state = followed(State(issue.state), _stages(context, issue.id))
    steps = {State.DOING: Step.START, State.CHECKING: Step.CHECK}
    if state.value != issue.state:
        goes_on(context, issue, steps[state], state)


def _reach(context: Context, row: Countermeasure, stage: Stage, evidence: str = "") -> None:
    kept = context.session.get(StageReached, (row.id, stage.value))
    if kept is None:
        kept = StageReached(countermeasure_id=row.id, stage=stage.value)
        context.session.add(kept)
    kept.by, kept.at = context.actor.name, context.tapped
    kept.evidence = evidence or kept.evidence or ""


def _demand_own(context: Context, issue: str, cause: str | None) -> None:
    if cause and context.session.get(IssueCause, (issue, cause)) is None:
        raise Invalid("A countermeasure stands against one of the problem's own causes.")
