"""The share ring: how much of something is done, as an arc and a percentage; no hue, no verdict."""

from math import cos, pi, sin

from hub.drawing.nodes import Node, group, label, node, written
from hub.drawing.theme import Theme


def share_ring(
    share: float,
    theme: Theme,
    x: float,
    y: float,
    size: float,
    *,
    words: str,
    shown: str,
    id: str | None = None,
) -> Node:
    """A ring ``size`` px wide around ``(x, y)``, filled clockwise from the top to ``share`` of it.

    ``shown`` stands in the middle, ``words`` are what screen readers say.
    """
    stroke = 0.13 * size
    radius = (size - stroke) / 2
    return group(
        id,
        node(
            "circle",
            cx=0,
            cy=0,
            r=radius,
            fill="none",
            stroke=theme["line"],
            stroke_width=stroke,
        ),
        _arc(min(1.0, max(0.0, share)), radius, stroke, theme["ink"]),
        label(
            shown,
            0,
            0.085 * size,
            (0.27 if len(shown) < 4 else 0.225) * size,
            600,
            "sans",
            theme["ink"],
            "middle",
        ),
        x=x,
        y=y,
        role="img",
        aria_label=words,
    )


def _arc(share: float, radius: float, stroke: float, ink: str) -> Node | None:
    if share <= 0:
        return None
    if share >= 1:
        return node("circle", cx=0, cy=0, r=radius, fill="none", stroke=ink, stroke_width=stroke)
    turn = 2 * pi * share
    end = f"{written(radius * sin(turn))} {written(-radius * cos(turn))}"
    arc = f"A{written(radius)} {written(radius)} 0 {int(share > 0.5)} 1 {end}"
    return node(
        "path",
        d=f"M0 {written(-radius)}{arc}",
        fill="none",
        stroke=ink,
        stroke_width=stroke,
    )
