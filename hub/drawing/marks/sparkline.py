"""A sparkline: up to twelve points, the target as a dashed line or the band of its range, one
coloured last point."""

from collections.abc import Sequence

from hub.drawing.marks.badge import line
from hub.drawing.nodes import Node, group, node, written
from hub.drawing.theme import STATES, Theme

POINTS = 12


def sparkline(
    values: Sequence[float],
    target: float | tuple[float, float] | None,
    state: str,
    theme: Theme,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    scale: float = 1,
    surface: str = "surface",
    id: str | None = None,
) -> Node | None:
    """The last twelve of ``values`` in the box from ``(x, y)``; nothing where there are none.

    ``state`` colours the last point; ``surface`` is the token of the card below it; ``scale``
    thickens the strokes with the card.
    """
    shown = list(values[-POINTS:])
    if not shown:
        return None
    aims = [] if target is None else list(target) if isinstance(target, tuple) else [target]
    marks = [*shown, *aims]
    places = _places(shown, width - 13 * scale, height, min(marks), max(marks))
    places = [(across + 5 * scale, down) for across, down in places]
    look = STATES[state]
    late = look.edge == "ink-3"
    levels = [_down(aim, height, min(marks), max(marks)) for aim in aims]
    return group(
        id,
        *_aim(levels, width, theme, scale),
        line(path(places), theme["ink-3" if late else "ink-2"], 3.5 * scale),
        _dot(places[-1], state, theme, scale, surface),
        x=x,
        y=y,
    )


def path(places: Sequence[tuple[float, float]]) -> str:
    """Straight strokes through ``places``."""
    steps = "L".join(f"{written(float(x))} {written(float(y))}" for x, y in places)
    return f"M{steps}"


def _places(
    values: Sequence[float], width: float, height: float, low: float, high: float
) -> list[tuple[float, float]]:
    if len(values) == 1:
        return [(width, _down(values[0], height, low, high))]
    step = width / (len(values) - 1)
    return [(index * step, _down(v, height, low, high)) for index, v in enumerate(values)]


def _down(value: float, height: float, low: float, high: float) -> float:
    """How far below the top a value lies; flat series run through the middle."""
    return height / 2 if high == low else height * (high - value) / (high - low)


def _aim(levels: Sequence[float], width: float, theme: Theme, scale: float) -> list[Node]:
    """A dashed line at each of the levels, and between two of them a faint field."""
    if not levels:
        return []
    lines = "".join(f"M0 {written(level)}H{written(float(width))}" for level in levels)
    dashed = _dashes(lines, theme, scale)
    if len(levels) == 1:
        return [dashed]
    top, high = min(levels), max(levels) - min(levels)
    field = node("rect", x=0, y=top, width=width, height=high,
                 fill=theme["ink-3"], fill_opacity=0.16)  # fmt: skip
    return [field, dashed]


def _dashes(d: str, theme: Theme, scale: float) -> Node:
    return node(
        "path",
        d=d,
        fill="none",
        stroke=theme["ink-3"],
        stroke_width=2 * scale,
        stroke_linecap="round",
        stroke_dasharray=f"{written(2 * scale)} {written(6 * scale)}",
    )


def _dot(place: tuple[float, float], state: str, theme: Theme, scale: float, surface: str) -> Node:
    look = STATES[state]
    return node(
        "circle",
        cx=place[0],
        cy=place[1],
        r=7 * scale,
        fill=theme[look.dot],
        stroke=theme[surface if look.edge == "surface" else look.edge],
        stroke_width=2.5 * scale,
    )
