"""The proof in the KPI's own figures: a countermeasure's effect is checked, and decided on."""

from typing import Annotated, ClassVar

from pydantic import Field

from hub.commands import topics
from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.countermeasures import one
from hub.commands.issues import OnIssue
from hub.domain.cure import Decision, Result
from hub.domain.problem import Stage
from hub.domain.rights import Right
from hub.errors import Conflict, Invalid
from hub.model import Countermeasure, Issue
from hub.snapshot.effects import due_for_check, effect_of

COMES_TO = {Decision.STANDARDISE: Stage.ACT, Decision.ADJUST: Stage.PLAN}


class Checked(Answer):
    id: str
    result: str
    words: str
    decision: str
    version: int


@command
class CheckEffect(OnIssue):
    """Hold a countermeasure against its KPI's later figures, and decide: standardise it, adjust it,
    or abandon it. To standardise what the figures do not show takes a reason."""

    route: ClassVar[Route] = Route(
        "/issues/{issue}/countermeasures/{countermeasure}/check", status=200
    )

    countermeasure: str
    version: int
    decision: Decision | None = None
    because: Annotated[str, Field(max_length=1000)] = ""

    def apply(self, context: Context) -> Checked:
        row = one(context, self.issue, self.countermeasure)
        if row.version != self.version:
            raise Conflict("Somebody changed this countermeasure first: look at it again.")
        seen = effect_of(context.session, row, context.now)
        if seen is None:
            raise Invalid("Say first which KPI this countermeasure is to move.")
        self._decide(row, seen.result)
        row.result, row.result_at = seen.result.value, context.now
        row.version += 1
        context.session.flush()
        self.outdate(context, "effect_checked")
        return Checked(
            id=row.id,
            result=row.result,
            words=seen.words,
            decision=row.decision,
            version=row.version,
        )

    def _decide(self, row: Countermeasure, result: Result) -> None:
        if self.decision is None:
            return
        because = self.because.strip()
        proved = result is Result.IMPROVED or self.decision is not Decision.STANDARDISE
        if not (proved or because):
            raise Invalid("The figures do not show it: say why it is standardised all the same.")
        row.decision, row.decided_because = self.decision.value, because
        if self.decision in COMES_TO:
            row.stage = COMES_TO[self.decision].value


class Marked(Answer):
    countermeasures: tuple[str, ...]


class MarkChecks(Command):
    """Judge countermeasures whose day of checking has come; the scheduler sends it."""

    right: ClassVar[Right] = Right.ADMINISTER

    def unit(self, context: Context) -> str | None:
        return None

    def apply(self, context: Context) -> Marked:
        marked = [row for row in due_for_check(context.session, context.now) if _mark(context, row)]
        context.session.flush()
        for issue in {row.issue_id for row in marked}:
            unit = context.session.get_one(Issue, issue).unit_key
            context.tell("effect_checked", *topics.of_issue(context.session, issue, unit))
        return Marked(countermeasures=tuple(row.id for row in marked))


def _mark(context: Context, row: Countermeasure) -> bool:
    """Whether the figures say something else than was known."""
    seen = effect_of(context.session, row, context.now)
    if seen is None or seen.result == row.result:
        return False
    row.result, row.result_at = seen.result.value, context.now
    return True
