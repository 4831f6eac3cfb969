"""Freehand ink: a sheet on which several people draw at once, with fingers, pens and mice."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from hub.drawing import Node
from hub.problem_board import Analysis, Arguments, Canvas, Changes, Tool
from hub.problem_board.causes import Text
from hub.problem_board.ink_picture import picture
from hub.problem_board.ink_sheet import (
    HIGH,
    MOST,
    POINTS,
    TOOL,
    WIDE,
    ColourName,
    Sheet,
    Stroke,
    WidthName,
)

Across = Annotated[float, Field(strict=True, ge=0, le=WIDE, allow_inf_nan=False)]
Down = Annotated[float, Field(strict=True, ge=0, le=HIGH, allow_inf_nan=False)]


class Ink(Tool):
    """A sketch. The browser finds the outline of a stroke; it is sent as one action at the lift."""

    name = TOOL
    title = "Sketch"
    icon = "M3 21C5 15 8 18 9 14S13 10 15 12M14 9L19 4L21 6L16 11L13 12Z"
    hint = "Draw it together: a place, a flow, a part"

    class Drawn(Arguments):
        id: UUID
        colour: ColourName
        width: WidthName
        outline: Annotated[list[tuple[Across, Down]], Field(min_length=3, max_length=POINTS)]

    class Erased(Arguments):
        ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST)]

    class Cleared(Arguments):
        up_to: str  # the last stroke that was seen: what others draw meanwhile stays

    class Caption(Arguments):
        text: Text

    def on_stroke(self, analysis: Analysis, arguments: Drawn) -> Changes:
        """Put a stroke on the sheet; it never conflicts with anybody else's."""
        outline = (round(each, 1) for point in arguments.outline for each in point)
        new = Stroke(str(arguments.id), arguments.colour, arguments.width, tuple(outline))
        return Sheet(analysis).with_stroke(new).changes

    def on_erase(self, analysis: Analysis, arguments: Erased) -> Changes:
        """Take whole strokes away, whoever drew them; those that are gone are gone."""
        return Sheet(analysis).without(str(id) for id in arguments.ids).changes

    def on_clear(self, analysis: Analysis, arguments: Cleared) -> Changes:
        sheet = Sheet(analysis)
        return sheet.without(sheet.up_to(arguments.up_to)).changes

    def on_caption(self, analysis: Analysis, arguments: Caption) -> Changes:
        """Say in words what the sketch shows. Raises Conflict where somebody did so first."""
        sheet = Sheet(analysis)
        return sheet.captioned(sheet.caption.reworded(arguments.text, analysis.seen)).changes

    def draw(self, analysis: Analysis, canvas: Canvas) -> Node:
        return picture(Sheet(analysis), canvas)
