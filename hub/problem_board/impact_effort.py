"""Impact and effort: what to do first, by how much it would help and what it would take."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from hub.drawing import Node
from hub.errors import Invalid
from hub.plugins import Settings
from hub.problem_board import Analysis, Arguments, Canvas, Changes, Tool
from hub.problem_board.causes import Text
from hub.problem_board.entries import entry, found
from hub.problem_board.impact_cards import Card, cards, ideas
from hub.problem_board.impact_picture import picture

MOST = 100  # ideas
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class ImpactEffort(Tool):
    """A grid on which the countermeasures and ideas for others are placed, by tap or by drag.

    ``layout`` holds the ``ideas``, and where cards stand (``at``: id -> impact and effort).
    """

    name = "impact_effort"
    title = "Impact and effort"
    icon = "M4 3v17h17M12.5 4v12M8 10.5h12M6.5 5h4M6.5 7.5h2.5M15 14h4"
    hint = "Find what helps most for the least work"

    class Said(Arguments):
        text: Text
        id: UUID | None = None

    class Wording(Arguments):
        id: str
        text: Text

    class Which(Arguments):
        id: str

    class Look(Settings):
        chosen: str | None = None  # the card in hand, whose place is asked for
        open: str | None = None  # the cell, or the tray, that shows all of its cards

    class Place(Arguments):
        id: str
        at: tuple[Share, Share]

    def on_idea(self, analysis: Analysis, arguments: Said) -> Changes:
        """Add an idea; it never conflicts."""
        kept = ideas(analysis.layout)
        if len(kept) >= MOST:
            raise Invalid(f"There are {MOST} ideas already: work on those first.")
        new = entry(arguments.text, arguments.id, kept)
        return _keep(analysis, ideas=[each.kept for each in (*kept, new)])

    def on_reword(self, analysis: Analysis, arguments: Wording) -> Changes:
        kept = ideas(analysis.layout)
        new = found(arguments.id, kept).reworded(arguments.text, analysis.seen)
        return _keep(analysis, ideas=[(new if e.id == new.id else e).kept for e in kept])

    def on_remove(self, analysis: Analysis, arguments: Which) -> Changes:
        """Take an idea away, in the words in which it was seen."""
        kept = ideas(analysis.layout)
        gone = found(arguments.id, kept)
        gone.agree(analysis.seen)
        left = [each.kept for each in kept if each.id != gone.id]
        return _keep(analysis, ideas=left, at=_without(analysis, gone.id))

    def on_place(self, analysis: Analysis, arguments: Place) -> Changes:
        """Put a card on the grid. Wherever it was put last, there it is."""
        id = _card(analysis, arguments.id).id
        return _keep(analysis, at={**(analysis.layout.get("at") or {}), id: list(arguments.at)})

    def on_unplace(self, analysis: Analysis, arguments: Which) -> Changes:
        """Back to what is not placed yet."""
        id = _card(analysis, arguments.id).id
        return _keep(analysis, at=_without(analysis, id))

    def draw(self, analysis: Analysis, canvas: Canvas) -> Node:
        return picture(analysis, canvas)


def _keep(analysis: Analysis, **layout: Any) -> Changes:
    return Changes(layout={**analysis.layout, **layout})


def _card(analysis: Analysis, id: str) -> Card:
    for card in cards(analysis):
        if card.id == id:
            return card
    raise Invalid("Somebody has removed this in the meantime.")


def _without(analysis: Analysis, id: str) -> dict[str, Any]:
    places = analysis.layout.get("at") or {}
    return {key: at for key, at in places.items() if key != id}
