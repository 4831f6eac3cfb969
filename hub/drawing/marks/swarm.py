"""A swarm: a dot for each value over one scale, side by side or above each other, none upon
another."""

from collections.abc import Sequence

from hub.drawing.nodes import Node, group, node
from hub.drawing.theme import STATES, Theme

SMALLEST = 2.0  # px


def swarm(
    dots: Sequence[tuple[float, str]],
    theme: Theme,
    high: float,
    largest: float = 11.0,
    *,
    id: str | None = None,
) -> Node:
    """``dots`` are (place, state), drawn around the middle of ``high`` px as large as all fit."""
    ordered = sorted(dots)
    radius = largest
    lanes = _lanes([x for x, _ in ordered], 2 * radius)
    while radius > SMALLEST and 2 * radius * (max(lanes, default=0) + 1) > high:
        radius = max(0.85 * radius, SMALLEST)
        lanes = _lanes([x for x, _ in ordered], 2 * radius)
    apart = min(2 * radius, high / (max(lanes, default=0) + 1))
    return group(
        id,
        *(
            _dot(x, high / 2 + apart * _side(lane), radius, state, theme)
            for (x, state), lane in zip(ordered, lanes, strict=True)
        ),
    )


def _lanes(places: Sequence[float], apart: float) -> list[int]:
    """The first lane for each of the places, from left to right, that is free there."""
    ends: list[float] = []
    found: list[int] = []
    for place in places:
        free = (lane for lane, end in enumerate(ends) if end <= place)
        lane = next(free, len(ends))
        ends[lane : lane + 1] = [place + apart]
        found.append(lane)
    return found


def _side(lane: int) -> float:
    """The first lane in the middle, the others above and below it in turns."""
    return ((lane + 1) // 2) * (1 if lane % 2 else -1)


def _dot(x: float, y: float, radius: float, state: str, theme: Theme) -> Node:
    look = STATES[state]
    return node(
        "circle",
        cx=x,
        cy=y,
        r=radius,
        fill=theme[look.dot],
        stroke=theme[look.edge],
        stroke_width=min(2.0, 0.3 * radius),
    )
