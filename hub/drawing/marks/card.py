"""The card that tiles and objectives stand on: its look says what to make of the figures on it."""

from hub.drawing.nodes import Node, group, node, written
from hub.drawing.theme import Look, Theme

RADIUS = 10.0
HATCH = 22.0  # px between two diagonal lines
LARGE = 400.0  # px of height from which they stand further apart


def card(
    look: Look,
    theme: Theme,
    width: float,
    height: float,
    *,
    radius: float = RADIUS,
    told: bool = False,
) -> Node:
    """The field from (0, 0); ``told`` outlines it as part of the line of sight."""
    hollow = look is Look.HOLLOW
    field = node(
        "rect",
        x=0,
        y=0,
        width=width,
        height=height,
        rx=radius,
        fill="none" if hollow else theme[surface(look)],
        stroke=theme["accent"] if told else theme["ink-3"] if hollow else None,
        stroke_width=4 if told else 2.5 if hollow else None,
        stroke_dasharray="9 7" if hollow and not told else None,
    )
    if look is not Look.HATCHED:
        return field
    apart = HATCH if height < LARGE else 2 * HATCH  # so that a chart on it can be read
    lines = node(
        "path",
        d=hatch(width, height, apart=apart),
        fill="none",
        stroke=theme["line"],
        stroke_width=2,
    )
    return group(None, field, lines)


def surface(look: Look) -> str:
    """The token of the colour that a card of this look has."""
    return "below-soft" if look is Look.LOUD else "surface"


def hatch(width: float, height: float, inset: float = 3, apart: float = HATCH) -> str:
    """Diagonals over a field, cut off at its sides by arithmetic: nothing needs clipping."""
    steps = []
    reach = apart
    while reach < width + height - 2 * inset:
        left = max(inset, reach - height + inset)
        right = min(width - inset, reach - inset)
        if right > left:
            ends = (left, reach - left, right, reach - right)
            steps.append("M{} {}L{} {}".format(*map(written, map(float, ends))))
        reach += apart
    return "".join(steps)
