"""The picture of a fishbone: the whole fish, or from close what is looked at."""

from collections.abc import Iterator

from hub.drawing import Node, node, scene
from hub.problem_board import Canvas
from hub.problem_board.fish_bones import Fish
from hub.problem_board.fish_close import Close
from hub.problem_board.fish_lying import Lying
from hub.problem_board.fish_standing import BROAD, Standing

MOST_SHRUNK = 56 / 48  # times that a picture is drawn smaller where it does not fit otherwise
FLAT = 0.75  # height by width of a canvas up to which the fish lies
LOWEST = 380.0  # px below which a lying fish is not squeezed
BROADEST = 900.0


def picture(fish: Fish, canvas: Canvas) -> Node:
    """The fish as large as the canvas allows with every cause to be seen."""
    for part in _tried(fish, canvas):
        if isinstance(part, Close) or part.holds:
            break
    return scene(
        part.wide,
        part.high,
        canvas.theme,
        node("rect", x=0, y=0, width=part.wide, height=part.high, fill=canvas.theme["surface"]),
        *part.drawn(),
        title=f"Fishbone: {fish.analysis.issue.title}",
    )


def _tried(fish: Fish, canvas: Canvas) -> Iterator[Close | Lying | Standing]:
    """What can be drawn, the largest letters first; the last one is taken in any case."""
    wide, high, theme = float(canvas.width), float(canvas.height), canvas.theme
    if fish.loose or fish.bone or fish.cause:
        yield Close(fish, theme, wide, high)
        return
    shrunk = MOST_SHRUNK
    if high <= FLAT * wide and wide >= BROADEST:
        if high >= LOWEST:
            yield Lying(fish, theme, wide, high)
        yield Lying(fish, theme, shrunk * wide, max(shrunk * high, LOWEST))
        return
    yield Standing(fish, theme, wide, high)
    if wide >= BROAD:
        yield Standing(fish, theme, shrunk * wide, shrunk * high)
