"""5 whys: ask why, and why again, until the answer is something that can be changed."""

from uuid import UUID

from hub.drawing import Node
from hub.plugins import Settings
from hub.problem_board import Analysis, Arguments, Canvas, Changes
from hub.problem_board.causes import CauseTool, Text, named
from hub.problem_board.why_picture import picture
from hub.problem_board.why_tree import TOOL


class FiveWhys(CauseTool):
    """A tree of causes: each answers why the one before it (or the problem) happened.

    What it is in five is a rule of thumb: branches end where a cause is marked as a root cause or
    ruled out.
    """

    name = TOOL
    title = "5 whys"
    icon = "M9 3h6v5H9zM2 16h6v5H2zM16 16h6v5h-6zM12 8v4M5 16v-4h14v4"
    hint = "Ask why until you reach a cause you can change"

    class Why(Arguments):
        text: Text
        parent: str | None = None  # the cause that this one explains; None for the problem itself
        id: UUID | None = None

    class Look(Settings):
        about: str | None = None  # the cause whose branch is looked at; None for the whole tree

    def on_ask(self, analysis: Analysis, arguments: Why) -> Changes:
        """Add an answer to "Why?" below its parent. Words that blame are welcome as a start."""
        new = named(analysis, arguments.text, arguments.parent, arguments.id)
        return Changes(add=(new,))

    def draw(self, analysis: Analysis, canvas: Canvas) -> Node:
        return picture(analysis, canvas)
