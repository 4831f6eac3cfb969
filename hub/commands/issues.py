"""Issues: raise one on a KPI, and work on it with a tool."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar

from pydantic import AwareDatetime, Field
from sqlalchemy import delete, func, select

from hub.commands import topics
from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.notes import Id, Line, legible
from hub.domain.problem import FRESH, Place, State, Step
from hub.domain.reverting import narrowed
from hub.domain.rights import Right
from hub.errors import Conflict, Invalid, NotFound
from hub.model import Cause, Issue, IssueCause, IssueKpi, IssueStep, Kpi, ToolAction, ToolLayout
from hub.problem_board import Analysis, CauseChange, Changes, NewCause
from hub.snapshot.issues import analysis_of
from hub.snapshot.signals import signal_of
from hub.store import recall

KEPT = 20  # actions of one person on one issue that can be taken back
IssueId = Annotated[str, Field(max_length=64)]


class Raised(Answer):
    id: str
    number: int
    title: str
    kpis: tuple[str, ...]
    unit: str
    state: str
    raised_by: str
    raised_at: AwareDatetime
    version: int


class Worked(Answer):
    """``causes`` are the ids of the causes that the action added."""

    issue: str
    tool: str
    action: str
    causes: tuple[str, ...]


@command
class RaiseIssue(Command):
    """Raise an issue on a KPI, or on several; ``period`` is that of the figure which shows it, the
    newest one if none is given. What the first KPI says of it then is kept with the issue."""

    route: ClassVar[Route] = Route("/issues")
    right: ClassVar[Right] = Right.SOLVE

    title: Line
    kpi: str | None = None
    kpis: tuple[str, ...] = Field((), max_length=50)
    statement: Annotated[str, Field(max_length=4000)] = ""
    place: Place = Place.UNKNOWN
    period: Annotated[str, Field(max_length=40)] = ""
    id: Id

    def authorise(self, context: Context) -> None:
        """The right is needed on the unit of every KPI that would bear the issue."""
        for unit in sorted({context.kpi(key).unit_key for key in self.keys}):
            context.demand(self.right, unit)

    @property
    def keys(self) -> tuple[str, ...]:
        keys = dict.fromkeys((self.kpi, *self.kpis) if self.kpi else self.kpis)
        if not keys:
            raise Invalid("An issue stands on at least one KPI: give kpi.")
        return tuple(keys)

    def apply(self, context: Context) -> Raised:
        kpis = [context.kpi(key) for key in self.keys]
        if context.session.get(Issue, str(self.id)) is not None:
            raise Conflict("There is an issue with this id already.")
        issue = Issue(
            id=str(self.id),
            number=next_number(context),
            title=self.title,
            statement=self.statement.strip(),
            unit_key=kpis[0].unit_key,
            state=State.RAISED.value,
            owner=None,
            raised_by_id=context.actor.id,
            raised_by=context.actor.name,
            raised_at=context.tapped,
            updated_at=context.now,
            place=self.place.value,
            signal=signal_of(context.session, kpis[0], self.period),
            entered_by=context.actor.at,
            version=1,
        )
        enter(context, issue, kpis)
        context.tell("issue_raised", *topics.of_issue(context.session, issue.id, issue.unit_key))
        return Raised(
            id=issue.id,
            number=issue.number,
            title=issue.title,
            kpis=self.keys,
            unit=issue.unit_key,
            state=issue.state,
            raised_by=issue.raised_by,
            raised_at=issue.raised_at,
            version=issue.version,
        )


def next_number(context: Context) -> int:
    return (context.session.scalar(select(func.max(Issue.number))) or 0) + 1


def enter(context: Context, issue: Issue, kpis: Sequence[Kpi]) -> None:
    """The issue stands on these KPIs from now on."""
    context.session.add(issue)
    context.session.flush()
    context.session.add_all(IssueKpi(issue_id=issue.id, kpi_id=k.id) for k in kpis)
    context.session.flush()


class OnIssue(Command):
    """A command on one issue; ``issue`` is its id."""

    right: ClassVar[Right] = Right.SOLVE

    issue: IssueId

    def unit(self, context: Context) -> str:
        return found(context, self.issue).unit_key

    def outdate(self, context: Context, kind: str) -> None:
        """Something was done about the issue."""
        issue = found(context, self.issue)
        issue.updated_at = context.now
        context.tell(kind, *topics.of_issue(context.session, issue.id, issue.unit_key))


def found(context: Context, id: str) -> Issue:
    """The issue. Raises NotFound."""
    issue = context.session.get(Issue, id)
    if issue is None:
        raise NotFound("There is no such problem.")
    return issue


def goes_on(context: Context, issue: Issue, step: str, state: State, words: str = "") -> None:
    """The issue comes to a state by a step, and its history says so."""
    issue.state, issue.version = state.value, issue.version + 1
    context.session.add(
        IssueStep(
            issue_id=issue.id,
            step=step,
            state=state.value,
            words=words,
            by_id=context.actor.id,
            by=context.actor.name,
            entered_by=context.actor.at,
            at=context.tapped,
        )
    )


BoardId = Annotated[str, Field(min_length=1, max_length=64)]


@command
class UseTool(OnIssue):
    """One action of a problem-board tool on an issue.

    Adding never conflicts. An action that edits a cause carries the ``version`` of it that the
    person saw; if somebody else was first, that is a conflict and nothing changes. ``board`` tells
    the screens apart at which nobody has said who they are, for undo.
    """

    route: ClassVar[Route] = Route("/issues/{issue}/tools/{tool}")

    tool: str
    action: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
    arguments: dict[str, Any] = {}
    version: int | None = None
    board: BoardId | None = None

    def apply(self, context: Context) -> Worked:
        issue = found(context, self.issue)
        if issue.state == State.CLOSED:
            raise Invalid("This problem is closed: open it again to go on working on it.")
        tool = context.tools[self.tool]()
        analysis = self._analysis(context)
        changes = tool.act(analysis, self.action, self.arguments)
        undo = self._undo(context, analysis, changes)
        added = tuple(self._add(context, new) for new in changes.add)
        for change in changes.edit:
            self._edit(context, change)
        self._keep(context, changes)
        if issue.state in FRESH:
            goes_on(context, issue, Step.ANALYSE, State.ANALYSING)
        context.session.flush()
        if undo:
            remember(context, self.issue, self.tool, self.action, undo)
        self.outdate(context, "tool_used")
        return Worked(issue=self.issue, tool=self.tool, action=self.action, causes=added)

    def _analysis(self, context: Context) -> Analysis:
        brief, causes, layouts, plan = analysis_of(context.session, self.issue, context.now)
        layout = layouts.get(self.tool, {})
        return Analysis(brief, causes, layout, plan, context.actor.id, self.version)

    def _undo(self, context: Context, analysis: Analysis, changes: Changes) -> dict[str, Any]:
        """What it takes to take the changes back, from before they are made."""
        undo: dict[str, Any] = {}
        if changes.add:
            undo["added"] = [new.id for new in changes.add]
        if changes.edit:
            undo["edited"] = {edit.id: self._was(context, edit.id) for edit in changes.edit}
        if changes.layout is not None and changes.layout != analysis.layout:
            undo["layout"] = list(narrowed(dict(analysis.layout), dict(changes.layout)))
        return undo | {"board": self.board} if undo else undo

    def _was(self, context: Context, id: str) -> dict[str, Any]:
        cause = self._own(context, id)
        before = {name: getattr(cause, name) for name in ("text", "state", "root", "evidence")}
        return {"before": before, "version": cause.version + 1}

    def _add(self, context: Context, new: NewCause) -> str:
        if context.session.get(Cause, new.id) is not None:
            raise Conflict("There is a cause with this id already.")
        if new.parent is not None:
            self._own(context, new.parent)
        words = _words(new.text)
        context.session.add(
            Cause(
                id=new.id,
                text=words,
                parent_id=new.parent,
                by_id=context.actor.id,
                by=context.actor.name,
                at=context.tapped,
                entered_by=context.actor.at,
            )
        )
        context.session.flush()
        recall.keep(context.session, new.id, words)
        position = context.session.scalar(
            select(func.count()).where(IssueCause.issue_id == self.issue)
        )
        context.session.add(
            IssueCause(issue_id=self.issue, cause_id=new.id, position=position or 0)
        )
        return new.id

    def _edit(self, context: Context, change: CauseChange) -> None:
        cause = self._own(context, change.id)
        if self.version is None:
            raise Invalid("An edit carries the version that was seen.")
        if cause.version != self.version:
            yours = f"; yours says “{change.text}”" if change.text is not None else ""
            raise Conflict(f"Somebody changed this first: it now says “{cause.text}”{yours}.")
        if change.text is not None:
            cause.text = _words(change.text)
            recall.keep(context.session, cause.id, cause.text)
        for name in ("root", "evidence"):
            if (value := getattr(change, name)) is not None:
                setattr(cause, name, value)
        if change.state is not None:
            cause.state = change.state.value
        cause.version += 1

    def _own(self, context: Context, id: str) -> Cause:
        """A cause of this issue; the right was asked for on this issue's unit alone."""
        if context.session.get(IssueCause, (self.issue, id)) is None:
            raise Invalid("That cause is not one of this problem's any more.")
        return context.session.get_one(Cause, id)

    def _keep(self, context: Context, changes: Changes) -> None:
        if changes.layout is None:
            return
        kept = context.session.get(ToolLayout, (self.issue, self.tool))
        layout: Mapping[str, Any] = changes.layout
        if kept is None:
            context.session.add(
                ToolLayout(issue_id=self.issue, tool=self.tool, layout=dict(layout), version=1)
            )
        else:
            kept.layout, kept.version = dict(layout), kept.version + 1


def remember(context: Context, issue: str, tool: str, action: str, undo: Mapping[str, Any]) -> None:
    """The action can be taken back from now on; the oldest of many cannot any more."""
    session, by = context.session, context.actor.id
    session.add(
        ToolAction(
            issue_id=issue, tool=tool, action=action, by_id=by, at=context.now, undo=dict(undo)
        )
    )
    session.flush()
    mine = (ToolAction.issue_id == issue, ToolAction.by_id == by)
    kept = select(ToolAction.id).where(*mine).order_by(ToolAction.id.desc()).limit(KEPT)
    session.execute(delete(ToolAction).where(*mine, ToolAction.id.not_in(kept)))


def _words(text: str) -> str:
    try:
        return legible(text)
    except ValueError:
        raise Invalid("A cause needs words.") from None
