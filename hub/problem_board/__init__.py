"""Problem-board tools: ways to find causes. Yours: one class, a verb per action, one entry point.

    class Shout(Tool):
        name = "shout"
        title = "Shout"

        class Words(Arguments):
            text: str

        def on_shout(self, analysis, arguments: Words):
            return Changes(add=(NewCause(arguments.text),))

        def draw(self, analysis, frame):
            return scene(...)

Causes are the hub's: a tool gets those of its issue and answers with changes to them, so what
one tool finds the next one shows. ``on_<action>`` takes the analysis and a model of arguments.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, get_type_hints
from uuid import uuid4

from pydantic import ValidationError

from hub.domain.problem import CauseState
from hub.drawing import Node, Theme
from hub.errors import Invalid
from hub.plugins import Plugin, Settings, sentence
from hub.snapshot.views import CauseView, CountermeasureView, IssueBrief

__all__ = [
    "Analysis",
    "Arguments",
    "Canvas",
    "CauseChange",
    "Changes",
    "NewCause",
    "Tool",
]


class Arguments(Settings):
    """Base of an action's argument model: frozen, nothing extra."""


@dataclass(frozen=True)
class Analysis:
    """What a tool works on: the issue, its causes in the order they were named, the tool's own
    layout, the countermeasures. ``by`` is the id of whoever acts, empty where it is only drawn;
    ``seen`` is the version that they saw of what they edit. ``look`` is what one board looks at,
    in the terms of the tool's ``Look``; others may look at something else."""

    issue: IssueBrief
    causes: tuple[CauseView, ...] = ()
    layout: Mapping[str, Any] = field(default_factory=dict)
    countermeasures: tuple[CountermeasureView, ...] = ()
    by: str = ""
    seen: int | None = None
    look: Mapping[str, Any] = field(default_factory=dict)

    def cause(self, id: str) -> CauseView:
        """The cause of that id. Raises Invalid where the issue has none such."""
        for cause in self.causes:
            if cause.id == id:
                return cause
        raise Invalid("That cause is not one of this problem's any more.")


@dataclass(frozen=True)
class Canvas:
    """The part of a board that a tool draws on, in px of its own viewBox."""

    width: int
    height: int
    theme: Theme


@dataclass(frozen=True)
class NewCause:
    """A cause to add; it never conflicts. ``parent`` is the effect that it explains."""

    text: str
    parent: str | None = None
    id: str = field(default_factory=lambda: str(uuid4()))


@dataclass(frozen=True)
class CauseChange:
    """An edit of a cause; what is None stays. Edits carry the version they saw."""

    id: str
    text: str | None = None
    state: CauseState | None = None
    root: bool | None = None
    evidence: str | None = None


@dataclass(frozen=True)
class Changes:
    """What an action does: causes to add, causes to edit, and the tool's layout if it moved."""

    add: tuple[NewCause, ...] = ()
    edit: tuple[CauseChange, ...] = ()
    layout: Mapping[str, Any] | None = None


class Tool(Plugin):
    """A way to think. Actions are methods called ``on_<action>(analysis, arguments)``.

    ``icon`` is the outline of its sign: the data of an SVG path in a box of 24 px; ``hint`` says in
    a few words what it is good for. ``Look`` says what a board can look at: a part, a page. It is
    in the address of that board alone, comes as ``Analysis.look``, and may name what has gone.
    """

    icon: ClassVar[str] = "M12 3v18M3 12h18M6 6l12 12M18 6L6 18"
    hint: ClassVar[str] = ""
    Look: ClassVar[type[Settings]] = Settings

    def draw(self, analysis: Analysis, canvas: Canvas) -> Node:
        """The tool's picture; parts with ``data-do`` turn touches into actions, and parts with
        ``data-look`` change what the board that was touched looks at (afterwards)."""
        raise NotImplementedError

    def looking(self, said: Mapping[str, str]) -> Mapping[str, Any]:
        """What an address says about where to look. Raises Invalid in words a person knows."""
        try:
            return self.Look.model_validate(dict(said)).model_dump()
        except ValidationError as error:
            raise Invalid(f"{self.title}: {sentence(error)}") from None

    def act(self, analysis: Analysis, action: str, arguments: Mapping[str, Any]) -> Changes:
        """Validate the arguments and do ``action``. Raises Invalid in words a person knows."""
        verb: Callable[[Analysis, Any], Changes] | None = getattr(self, f"on_{action}", None)
        if verb is None:
            raise Invalid(f"{self.title} cannot {action!r}.")
        model = get_type_hints(verb)["arguments"]
        try:
            return verb(analysis, model.model_validate(dict(arguments)))
        except ValidationError as error:
            raise Invalid(f"{self.title}, {action}: {sentence(error)}") from None
