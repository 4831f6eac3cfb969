"""Causes as every tool has them: which explains which, and what can be said of one."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, StringConstraints

from hub.domain.problem import CauseState
from hub.errors import Invalid
from hub.problem_board import Analysis, Arguments, CauseChange, Changes, NewCause, Tool
from hub.snapshot.views import CauseView

DEEPEST = 12
MOST = 200

Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300),
    AfterValidator(lambda text: " ".join(text.split())),
]


class CauseTool(Tool):
    """A tool on whose picture causes can be reworded, proven, confirmed, ruled out and marked."""

    class Wording(Arguments):
        id: str
        text: Text

    class Which(Arguments):
        id: str

    def on_reword(self, analysis: Analysis, arguments: Wording) -> Changes:
        return edit(analysis, CauseChange(arguments.id, text=arguments.text))

    def on_evidence(self, analysis: Analysis, arguments: Wording) -> Changes:
        """Say how one knows."""
        return edit(analysis, CauseChange(arguments.id, evidence=arguments.text))

    def on_confirm(self, analysis: Analysis, arguments: Which) -> Changes:
        return edit(analysis, CauseChange(arguments.id, state=CauseState.CONFIRMED))

    def on_suspect(self, analysis: Analysis, arguments: Which) -> Changes:
        """Take a cause for possible again, whether it was confirmed or ruled out."""
        return edit(analysis, CauseChange(arguments.id, state=CauseState.SUSPECTED))

    def on_rule_out(self, analysis: Analysis, arguments: Which) -> Changes:
        """Strike a cause out; it stays to be seen. It is then no root cause either."""
        root = False if analysis.cause(arguments.id).root else None
        return edit(analysis, CauseChange(arguments.id, state=CauseState.RULED_OUT, root=root))

    def on_mark_root(self, analysis: Analysis, arguments: Which) -> Changes:
        if analysis.cause(arguments.id).state == CauseState.RULED_OUT:
            raise Invalid(
                "This cause is ruled out, so it cannot be the root cause: suspect it again first."
            )
        return edit(analysis, CauseChange(arguments.id, root=True))

    def on_unmark_root(self, analysis: Analysis, arguments: Which) -> Changes:
        return edit(analysis, CauseChange(arguments.id, root=False))


def named(analysis: Analysis, text: str, parent: str | None, id: UUID | None) -> NewCause:
    """A cause that somebody names. Raises Invalid where there are too many, or too deep."""
    if len(analysis.causes) >= MOST:
        raise Invalid(f"This problem has {MOST} causes already: work on those first.")
    if parent is not None and depth(analysis, parent) >= DEEPEST:
        raise Invalid(
            f"{DEEPEST} whys deep is deep enough: mark a root cause, or try another branch."
        )
    return NewCause(text, parent) if id is None else NewCause(text, parent, str(id))


def edit(analysis: Analysis, change: CauseChange) -> Changes:
    """An edit of one of the issue's own causes. Raises Invalid for any other."""
    analysis.cause(change.id)
    return Changes(edit=(change,))


def depth(analysis: Analysis, id: str) -> int:
    """How many whys lead from the problem to a cause. Raises Invalid where it is not one of its."""
    return len(chain(analysis.causes, analysis.cause(id)))


def chain(causes: Sequence[CauseView], cause: CauseView) -> list[CauseView]:
    """A cause and all that it explains, one after the other, up to the problem."""
    known = {each.id: each for each in causes}
    found = [cause]
    while (parent := known.get(found[-1].parent or "")) and parent not in found:
        found.append(parent)
    return found


def below(causes: Sequence[CauseView]) -> Mapping[str | None, list[CauseView]]:
    """The causes by the cause they explain, in the order they were named; None is the problem.

    A cause whose parent is not among them, or that would explain itself, explains the problem.
    """
    known = {cause.id: cause for cause in causes}
    found: dict[str | None, list[CauseView]] = {}
    for cause in causes:
        top = chain(causes, cause)[-1]
        round = top.parent in known and known[top.parent] is cause
        parent = cause.parent if cause.parent in known and not round else None
        found.setdefault(parent, []).append(cause)
    return found


def level(children: Mapping[str | None, list[CauseView]], id: str | None) -> int:
    """How many whys deep a cause is; 0 for the problem."""
    parents = {child.id: parent for parent, own in children.items() for child in own}
    level, seen = 0, set()
    while id is not None and id not in seen:
        seen.add(id)
        id, level = parents.get(id), level + 1
    return level
