"""The picture of an is / is not table: the whole table, or from close the cell looked at."""

from collections.abc import Iterator

from hub.drawing import Node, node, scene
from hub.problem_board import Canvas
from hub.problem_board.isnot_close import Close
from hub.problem_board.isnot_facts import Table
from hub.problem_board.isnot_grid import Grid, Stack

MOST_SHRUNK = 56 / 48  # times that a picture is drawn smaller where it does not fit otherwise
BROAD = 760.0  # px from which columns stand beside each other
PAIRED = 1300.0  # px from which entries may stand beside each other in a cell
LOWEST = 400.0  # px below which the grid is not squeezed


def picture(table: Table, canvas: Canvas) -> Node:
    """The table as large as the canvas allows with every entry to be seen."""
    parts = list(_tried(table, canvas))
    complete = next((each for each in parts if each.complete), parts[-1])
    part = next((each for each in parts if each.holds), complete)
    return scene(
        part.wide,
        part.high,
        canvas.theme,
        node("rect", x=0, y=0, width=part.wide, height=part.high, fill=canvas.theme["surface"]),
        *part.drawn(),
        title=f"Is / is not: {table.analysis.issue.title}",
    )


def _tried(table: Table, canvas: Canvas) -> Iterator[Close | Grid | Stack]:
    """What can be drawn, the largest letters first; the last one is taken in any case."""
    wide, high, theme = float(canvas.width), float(canvas.height), canvas.theme
    if table.cell is not None:
        yield Close(table, table.cell, theme, wide, high)
    elif wide < BROAD:
        yield Stack(table, theme, wide, high)
    else:
        if high >= LOWEST:
            yield Grid(table, theme, wide, high)
        more = MOST_SHRUNK * wide, max(MOST_SHRUNK * high, LOWEST)
        yield Grid(table, theme, *more)
        yield Grid(table, theme, *more, 2 if wide >= PAIRED else 1)
