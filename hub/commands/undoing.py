"""Undo: whoever has just worked on an issue with a tool takes their own last action back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from sqlalchemy import delete, select

from hub.commands.command import Answer, Context, Route, command
from hub.commands.issues import BoardId, OnIssue
from hub.domain.reverting import GoneOn, reverted
from hub.errors import Conflict, Invalid
from hub.model import Cause, Countermeasure, IssueCause, ToolAction, ToolLayout
from hub.store import recall

FOR = timedelta(hours=1)  # actions can be taken back
ON = "Somebody has gone on from there: it cannot be taken back any more."


class Undone(Answer):
    issue: str
    tool: str
    action: str


@command
class UndoAction(OnIssue):
    """Take back one's own last action of a tool on an issue, within the hour; what others have
    done since stays. Where nobody has said who they are, one's own is what was done at this
    ``board``."""

    route: ClassVar[Route] = Route("/issues/{issue}/undo", status=200)

    board: BoardId | None = None

    def apply(self, context: Context) -> Undone:
        last = self._last(context)
        if last is None:
            raise Invalid("There is nothing of yours to take back here.")
        for cause in reversed(last.undo.get("added", ())):
            _remove(context, self.issue, cause)
        for cause, edit in last.undo.get("edited", {}).items():
            _restore(context, cause, edit)
        _put_back(context, last)
        context.session.delete(last)
        context.session.flush()
        self.outdate(context, "tool_undone")
        return Undone(issue=self.issue, tool=last.tool, action=last.action)

    def _last(self, context: Context) -> ToolAction | None:
        own = context.session.scalars(
            select(ToolAction)
            .where(
                ToolAction.issue_id == self.issue,
                ToolAction.by_id == context.actor.id,
                ToolAction.at >= context.now - FOR,
            )
            .order_by(ToolAction.id.desc())
        )
        known = context.actor.at is not None or self.board is None
        return next((each for each in own if known or each.undo.get("board") == self.board), None)


def _remove(context: Context, issue: str, id: str) -> None:
    """A cause that was added goes, unless somebody has built on it."""
    session = context.session
    cause = session.get(Cause, id)
    if cause is None:
        raise Conflict(ON)
    planned = select(Countermeasure.id).where(Countermeasure.cause_id == id).limit(1)
    below = select(Cause.id).where(Cause.parent_id == id).limit(1)
    shared = select(IssueCause.issue_id).where(
        IssueCause.cause_id == id, IssueCause.issue_id != issue
    )
    built = (session.scalar(each) for each in (planned, below, shared.limit(1)))
    if cause.version != 1 or any(found is not None for found in built):
        raise Conflict(ON)
    session.execute(delete(IssueCause).where(IssueCause.cause_id == id))
    session.delete(cause)
    session.flush()
    recall.forget(session, id)


def _restore(context: Context, id: str, edit: Mapping[str, Any]) -> None:
    cause = context.session.get(Cause, id)
    if cause is None or cause.version != edit["version"]:
        raise Conflict(ON)
    for name, value in edit["before"].items():
        setattr(cause, name, value)
    cause.version += 1
    recall.keep(context.session, id, cause.text)


def _put_back(context: Context, last: ToolAction) -> None:
    """The tool's layout without what the action did to it."""
    if "layout" not in last.undo:
        return
    kept = context.session.get(ToolLayout, (last.issue_id, last.tool))
    if kept is None:
        raise Conflict(ON)
    before, after = last.undo["layout"]
    try:
        kept.layout = reverted(before, after, kept.layout)
    except GoneOn:
        raise Conflict(ON) from None
    kept.version += 1
