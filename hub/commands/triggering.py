"""Issues that raise themselves: a KPI has come to its action trigger."""

from typing import ClassVar
from uuid import NAMESPACE_URL, uuid5

from hub.commands import topics
from hub.commands.command import Answer, Command, Context
from hub.commands.issues import enter, next_number
from hub.domain.definition import Trigger
from hub.domain.problem import Place, State
from hub.domain.rights import Right
from hub.model import Issue
from hub.snapshot.signals import Call, calls, signal_of


class Called(Answer):
    issues: tuple[str, ...]


class RaiseTriggered(Command):
    """Raise an issue for every KPI that calls for action, once an episode, addressed to who acts on
    the figure. The scheduler sends it."""

    right: ClassVar[Right] = Right.ADMINISTER

    def unit(self, context: Context) -> str | None:
        return None

    def apply(self, context: Context) -> Called:
        raised = [_raise(context, call) for call in calls(context.session)]
        return Called(issues=tuple(issue.id for issue in raised))


def _raise(context: Context, call: Call) -> Issue:
    issue = Issue(
        id=str(uuid5(NAMESPACE_URL, f"episode:{call.episode}")),
        number=next_number(context),
        title=f"Action trigger reached: {call.kpi.title}"[:200],
        statement=_asked_for(call.trigger),
        unit_key=call.kpi.unit_key,
        state=State.RAISED.value,
        owner=None,
        raised_by_id=context.actor.id,
        raised_by="The action trigger",
        raised_at=context.now,
        updated_at=context.now,
        place=Place.TRIGGER.value,
        signal=signal_of(context.session, call.kpi),
        episode=call.episode,
        addressed=call.trigger.who,
        version=1,
    )
    enter(context, issue, [call.kpi])
    context.tell("issue_raised", *topics.of_issue(context.session, issue.id, issue.unit_key))
    return issue


def _asked_for(trigger: Trigger) -> str:
    """What was agreed for this case, in the words of the definition sheet."""
    who, what, when = (
        text.strip().rstrip(".") for text in (trigger.who, trigger.what, trigger.by_when)
    )
    return f"Agreed for this case: {what}. Who: {who}. By when: {when}."
