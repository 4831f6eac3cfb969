"""What becomes of an issue: triaged, agreed, checked, standardised, closed; parked, handed up,
merged into another. The rule of what may follow what is in ``hub.domain.problem``."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from sqlalchemy import select, update

from hub.commands.command import Answer, Context, Route, command
from hub.commands.issues import OnIssue, found, goes_on
from hub.commands.notes import Id, Line, Words
from hub.domain.problem import STATE_WORDS, Severity, State, Step, after
from hub.errors import Conflict, Invalid, NotFound
from hub.model import Countermeasure, Escalation, Issue, IssueCause, IssueKpi
from hub.snapshot.issues import standing

Reason = Annotated[Words, Field(max_length=1000)]
TOP_TIER = 4
TEXTS = frozenset({"statement", "category", "severity", "containment"})


class Stepped(Answer):
    id: str
    state: str
    tier: int
    version: int


class Stepping(OnIssue):
    """A step of an issue; ``version`` is what the person saw of it."""

    version: int

    def seen(self, context: Context) -> Issue:
        """The issue, if it is as the person saw it. Raises Conflict."""
        issue = found(context, self.issue)
        if issue.version != self.version:
            raise Conflict(
                f"Somebody was first: the problem stands at “{STATE_WORDS[State(issue.state)]}”."
            )
        return issue

    def go(
        self, context: Context, issue: Issue, step: Step, words: str = "", waiver: str = ""
    ) -> Stepped:
        """Take the step, if it may be taken now. Raises Invalid."""
        state = after(step, standing(context.session, issue, waiver))
        goes_on(context, issue, step, state, words)
        return self.told(context, issue, f"issue_{step.value}")

    def told(self, context: Context, issue: Issue, kind: str) -> Stepped:
        context.session.flush()
        self.outdate(context, kind)
        return Stepped(id=issue.id, state=issue.state, tier=issue.tier, version=issue.version)


class Said(Stepping):
    """What is known of a problem besides its causes; fields that are not sent stay."""

    title: Line | None = None
    statement: Annotated[str, Field(max_length=4000)] | None = None
    category: Annotated[str, Field(max_length=60)] | None = None
    severity: Severity | None = None
    containment: Annotated[str, Field(max_length=2000)] | None = None
    owner: Annotated[str, Field(max_length=200)] | None = None
    due: date | None = None

    def keep(self, issue: Issue) -> None:
        for name in self.model_fields_set & {*TEXTS, "owner", "due"}:
            value = getattr(self, name)
            kept = (value.strip() if isinstance(value, str) else value) or None
            setattr(issue, name, kept or "" if name in TEXTS else kept)
        issue.title = self.title or issue.title


@command
class EditIssue(Said):
    """Change what is said of a problem: its title, statement, owner, severity, due date ..."""

    route: ClassVar[Route] = Route("/issues/{issue}", status=200)

    def apply(self, context: Context) -> Stepped:
        issue = self.seen(context)
        self.keep(issue)
        issue.version += 1
        return self.told(context, issue, "issue_edited")


@command
class TriageIssue(Said):
    """Decide whose the problem is and how bad; whatever else is known is said with it."""

    route: ClassVar[Route] = Route("/issues/{issue}/triage", status=200)

    owner: Line
    severity: Severity

    def apply(self, context: Context) -> Stepped:
        issue = self.seen(context)
        self.keep(issue)
        return self.go(context, issue, Step.TRIAGE, f"{self.owner}, severity {self.severity}")


@command
class AdvanceIssue(Stepping):
    """Take a problem on by one step, or back to its causes where the cure had no effect."""

    route: ClassVar[Route] = Route("/issues/{issue}/state", status=200)

    step: Literal[Step.ANALYSE, Step.AGREE, Step.START, Step.CHECK, Step.STANDARDISE, Step.RESUME]
    reason: Annotated[str, Field(max_length=1000)] = ""

    def apply(self, context: Context) -> Stepped:
        issue = self.seen(context)
        reason = self.reason.strip()
        answer = self.go(context, issue, Step(self.step), reason, reason)
        issue.review_on = None
        return answer


@command
class CloseIssue(Stepping):
    """Close a problem whose cure was seen to work; or say why it is closed without."""

    route: ClassVar[Route] = Route("/issues/{issue}/close", status=200)

    waiver: Annotated[str, Field(max_length=1000)] = ""

    def apply(self, context: Context) -> Stepped:
        issue = self.seen(context)
        issue.waiver = self.waiver.strip()
        return self.go(context, issue, Step.CLOSE, issue.waiver, issue.waiver)


@command
class ParkIssue(Stepping):
    """Leave a problem lying on purpose, until the day on which it is looked at again."""

    route: ClassVar[Route] = Route("/issues/{issue}/park", status=200)

    reason: Reason
    review_on: date

    def apply(self, context: Context) -> Stepped:
        issue = self.seen(context)
        if self.review_on <= context.now.date():
            raise Invalid("The day of the review lies ahead: choose a later one.")
        issue.before, issue.review_on = issue.state, self.review_on
        return self.go(context, issue, Step.PARK, self.reason)


@command
class ReopenIssue(Stepping):
    """Open a closed problem again: it has come back."""

    route: ClassVar[Route] = Route("/issues/{issue}/reopen", status=200)

    reason: Reason

    def apply(self, context: Context) -> Stepped:
        issue = self.seen(context)
        if issue.merged_into:
            raise Invalid("This problem went into another one: work on that one.")
        issue.waiver = ""
        return self.go(context, issue, Step.REOPEN, self.reason)


# -- tiers ---------------------------------------------------------------------------------------


@command
class EscalateIssue(Stepping):
    """Hand a problem up by one tier, with the reason; it waits there for an answer."""

    route: ClassVar[Route] = Route("/issues/{issue}/escalations")

    reason: Reason
    id: Id

    def apply(self, context: Context) -> Stepped:
        issue = self.seen(context)
        if issue.state == State.CLOSED:
            raise Invalid("This problem is closed: open it again first.")
        if issue.tier >= TOP_TIER:
            raise Invalid(f"There is no tier above {TOP_TIER}.")
        if _waiting(context, issue) is not None:
            raise Conflict("This problem waits for an answer from above already.")
        context.session.add(
            Escalation(
                id=str(self.id),
                issue_id=issue.id,
                tier=issue.tier + 1,
                reason=self.reason,
                by_id=context.actor.id,
                by=context.actor.name,
                at=context.tapped,
            )
        )
        goes_on(context, issue, "escalate", State(issue.state), self.reason)
        return self.told(context, issue, "issue_escalated")


@command
class AnswerEscalation(Stepping):
    """Take a problem that was handed up, or give it back; either way with an answer."""

    route: ClassVar[Route] = Route("/issues/{issue}/escalations/answer", status=200)

    accepted: bool
    answer: Reason

    def apply(self, context: Context) -> Stepped:
        issue = self.seen(context)
        waiting = _waiting(context, issue)
        if waiting is None:
            raise Invalid("Nobody has handed this problem up, or it was answered already.")
        waiting.accepted, waiting.answer = self.accepted, self.answer
        waiting.answered_by, waiting.answered_at = context.actor.name, context.tapped
        if self.accepted:
            issue.tier = waiting.tier
        step = "accept" if self.accepted else "return"
        goes_on(context, issue, step, State(issue.state), self.answer)
        return self.told(context, issue, f"escalation_{step}ed")


def _waiting(context: Context, issue: Issue) -> Escalation | None:
    waits = select(Escalation).where(Escalation.issue_id == issue.id, Escalation.accepted.is_(None))
    return context.session.scalar(waits)


# -- duplicates ----------------------------------------------------------------------------------


@command
class MergeIssue(Stepping):
    """Let a problem go into another one: its KPIs, causes and countermeasures go with it."""

    route: ClassVar[Route] = Route("/issues/{issue}/merge", status=200)

    into: str

    def apply(self, context: Context) -> Stepped:
        issue, into = self.seen(context), context.session.get(Issue, self.into)
        if into is None:
            raise NotFound("There is no such problem to go into.")
        if into.id == issue.id or into.merged_into:
            raise Invalid("Choose another problem, one that is not merged itself.")
        if State.CLOSED in (issue.state, into.state):
            raise Invalid("Both problems have to be open.")
        context.demand(self.right, into.unit_key)
        _move(context, issue.id, into.id)
        issue.merged_into = into.id
        words = f"Problem {issue.number} goes into problem {into.number}"
        goes_on(context, into, "merge", State(into.state), words)
        goes_on(context, issue, "merge", State.CLOSED, words)
        into.updated_at = context.now
        OnIssue.outdate(self.model_copy(update={"issue": into.id}), context, "issue_merged")
        return self.told(context, issue, "issue_merged")


def _move(context: Context, source: str, target: str) -> None:
    """All that hangs on one issue hangs on the other; causes stay with both."""
    session = context.session
    for table, other in ((IssueKpi, "kpi_id"), (IssueCause, "cause_id")):
        column = getattr(table, other)
        there = set(session.scalars(select(column).where(table.issue_id == target)))
        for row in session.scalars(select(table).where(table.issue_id == source)).all():
            if (key := getattr(row, other)) not in there:
                rest = {"position": row.position + 1000} if isinstance(row, IssueCause) else {}
                session.add(table(issue_id=target, **{other: key}, **rest))
    moved = Countermeasure.issue_id == source
    session.execute(update(Countermeasure).where(moved).values(issue_id=target))
    session.flush()
