"""The picture of sticky notes: all of them in their groups, or from close the one looked at."""

from collections.abc import Iterator

from hub.drawing import Node, node, scene
from hub.problem_board import Canvas
from hub.problem_board.sticky_close import GroupClose, NoteClose
from hub.problem_board.sticky_groups import DENSITIES, Overview
from hub.problem_board.sticky_wall import Wall

MOST_SHRUNK = 56 / 48  # times that a picture is drawn smaller where it does not fit otherwise


def picture(wall: Wall, canvas: Canvas) -> Node:
    """The notes as large as the canvas allows; where they are too many it grows downwards."""
    parts = list(_tried(wall, canvas))
    part = next((each for each in parts if each.holds), parts[-1])
    return scene(
        part.wide,
        part.high,
        canvas.theme,
        node("rect", x=0, y=0, width=part.wide, height=part.high, fill=canvas.theme["surface"],
             data_roomy="yes"),
        *part.drawn(),
        title=f"Sticky notes: {wall.analysis.issue.title}",
    )  # fmt: skip


def _tried(wall: Wall, canvas: Canvas) -> Iterator[NoteClose | GroupClose | Overview]:
    """What can be drawn, the largest letters first; the last one is taken in any case."""
    wide, high, theme = float(canvas.width), float(canvas.height), canvas.theme
    if wall.note is not None:
        yield NoteClose(wall, wall.note, theme, wide, high)
    elif wall.group is not None:
        yield GroupClose(wall, wall.group, theme, wide, high)
    else:
        for density in DENSITIES:
            yield Overview(wall, theme, wide, high, density)
        yield Overview(wall, theme, MOST_SHRUNK * wide, MOST_SHRUNK * high, DENSITIES[-1])
        yield Overview(wall, theme, wide, high, DENSITIES[-1])
