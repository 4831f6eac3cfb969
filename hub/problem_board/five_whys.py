"""5 whys: ask why, and why again, until the answer is something that can be changed."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, StringConstraints

from hub.domain.problem import CauseState
from hub.drawing import Node
from hub.errors import Invalid
from hub.problem_board import Analysis, Arguments, Canvas, CauseChange, Changes, NewCause, Tool
from hub.problem_board.why_picture import picture
from hub.problem_board.why_tree import chain

DEEPEST = 12
MOST = 200

Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300),
    AfterValidator(lambda text: " ".join(text.split())),
]


class FiveWhys(Tool):
    """A tree of causes: each answers why the one before it (or the problem) happened.

    What it is in five is a rule of thumb: branches end where a cause is marked as a root cause or
    ruled out. ``layout`` holds ``focus``, the cause whose branch is being looked at.
    """

    name = "five_whys"
    title = "5 whys"
    icon = "M9 3h6v5H9zM2 16h6v5H2zM16 16h6v5h-6zM12 8v4M5 16v-4h14v4"
    hint = "Ask why until you reach a cause you can change"

    class Why(Arguments):
        text: Text
        parent: str | None = None  # the cause that this one explains; None for the problem itself
        id: UUID | None = None

    class Wording(Arguments):
        id: str
        text: Text

    class Which(Arguments):
        id: str

    class Focus(Arguments):
        id: str | None = None  # None for the whole tree

    def on_ask(self, analysis: Analysis, arguments: Why) -> Changes:
        """Add an answer to "Why?" below its parent. Words that blame are welcome as a start."""
        if len(analysis.causes) >= MOST:
            raise Invalid(f"This problem has {MOST} causes already: work on those first.")
        if arguments.parent is not None and _depth(analysis, arguments.parent) >= DEEPEST:
            raise Invalid(
                f"{DEEPEST} whys deep is deep enough: mark a root cause, or try another branch."
            )
        if arguments.id is None:
            return Changes(add=(NewCause(arguments.text, arguments.parent),))
        return Changes(add=(NewCause(arguments.text, arguments.parent, str(arguments.id)),))

    def on_reword(self, analysis: Analysis, arguments: Wording) -> Changes:
        return _edit(analysis, CauseChange(arguments.id, text=arguments.text))

    def on_evidence(self, analysis: Analysis, arguments: Wording) -> Changes:
        """Say how one knows."""
        return _edit(analysis, CauseChange(arguments.id, evidence=arguments.text))

    def on_confirm(self, analysis: Analysis, arguments: Which) -> Changes:
        return _edit(analysis, CauseChange(arguments.id, state=CauseState.CONFIRMED))

    def on_suspect(self, analysis: Analysis, arguments: Which) -> Changes:
        """Take a cause for possible again, whether it was confirmed or ruled out."""
        return _edit(analysis, CauseChange(arguments.id, state=CauseState.SUSPECTED))

    def on_rule_out(self, analysis: Analysis, arguments: Which) -> Changes:
        """Strike a cause out; it stays to be seen. It is then no root cause either."""
        root = False if analysis.cause(arguments.id).root else None
        return _edit(analysis, CauseChange(arguments.id, state=CauseState.RULED_OUT, root=root))

    def on_mark_root(self, analysis: Analysis, arguments: Which) -> Changes:
        if analysis.cause(arguments.id).state == CauseState.RULED_OUT:
            raise Invalid(
                "This cause is ruled out, so it cannot be the root cause: suspect it again first."
            )
        return _edit(analysis, CauseChange(arguments.id, root=True))

    def on_unmark_root(self, analysis: Analysis, arguments: Which) -> Changes:
        return _edit(analysis, CauseChange(arguments.id, root=False))

    def on_focus(self, analysis: Analysis, arguments: Focus) -> Changes:
        """Look at the branch below one cause, or at the whole tree again."""
        if arguments.id is not None:
            analysis.cause(arguments.id)
        return Changes(layout={**analysis.layout, "focus": arguments.id})

    def draw(self, analysis: Analysis, canvas: Canvas) -> Node:
        return picture(analysis, canvas)


def _edit(analysis: Analysis, change: CauseChange) -> Changes:
    """An edit of one of the issue's own causes. Raises Invalid for any other."""
    analysis.cause(change.id)
    return Changes(edit=(change,))


def _depth(analysis: Analysis, id: str) -> int:
    """How many whys lead from the problem to a cause. Raises Invalid where it is not one of its."""
    return len(chain(analysis.causes, analysis.cause(id)))
