"""What a scene is drawn for when it goes onto paper: its frame, the sheet, and how many dots."""

from dataclasses import dataclass

from hub.displays import Display, Frame
from hub.drawing import Theme
from hub.drawing.printing import known_paper, to_dots

USUAL = "A4"


@dataclass(frozen=True)
class Order:
    """``width`` is that of a PNG, in px; ``paper`` that of a PDF."""

    frame: Frame
    paper: str
    width: int


def order(
    display: type[Display], theme: Theme, size: tuple[int, int] | None, paper: str = ""
) -> Order:
    """How a display is printed in a ``size`` in px, on a ``paper``, or else as it is made to be.

    Raises Invalid for a paper that there is not.
    """
    frame = Frame.of(*(size or display.paper), theme)
    sheet = known_paper(paper) if paper else display.sheet
    across = size[0] if size else display.paper[0]
    if sheet and not size:
        across = to_dots(sheet, frame.portrait)
    return Order(frame, sheet or USUAL, across)
