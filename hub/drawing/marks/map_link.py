"""A cause-effect link on the map: strong or weak by its width, a trade-off dashed with a minus."""

from collections.abc import Sequence
from itertools import pairwise

from hub.drawing.marks.arrow import Place, arrow_head, rounded
from hub.drawing.nodes import Node, group, node
from hub.drawing.theme import Theme

WIDTHS = {"strong": 3.5, "normal": 2.5, "weak": 1.5}
HEADS = {"strong": (11.0, 7.5), "normal": (10.0, 6.5), "weak": (9.0, 5.0)}
TOLD, TOLD_HEAD = 6.0, (15.0, 10.0)
MINUS = 7.0  # px, radius of the disc


def map_link(
    places: Sequence[Place],
    theme: Theme,
    *,
    sign: int = 1,
    strength: str = "normal",
    told: bool = False,
    id: str | None = None,
    title: str | None = None,
) -> Node:
    """The link along ``places``, its head at the last of them; ``told``: on the line of sight."""
    colour = theme["accent" if told else "link"]
    length, half = TOLD_HEAD if told else HEADS.get(strength, HEADS["normal"])
    (tx, ty), (sx, sy) = places[-1], places[-2]
    back = min(length - 2, abs(ty - sy) + abs(tx - sx))
    end = (tx, ty + back * (1 if sy > ty else -1 if sy < ty else 0))
    return group(
        id,
        node("title", title) if title else None,
        node(
            "path",
            d=rounded([*places[:-1], end]),
            fill="none",
            stroke=colour,
            stroke_width=TOLD if told else WIDTHS.get(strength, WIDTHS["normal"]),
            stroke_linejoin="round",
            stroke_dasharray="7 5" if sign < 0 else None,
        ),
        arrow_head(places[-1], places[-2], colour, length, half),
        minus_disc(*_middle(places), theme) if sign < 0 else None,
    )


def minus_disc(x: float, y: float, theme: Theme) -> Node:
    """The minus of a trade-off."""
    return group(
        None,
        node(
            "circle",
            cx=0,
            cy=0,
            r=MINUS,
            fill=theme["surface"],
            stroke=theme["link"],
            stroke_width=2,
        ),
        node("path", d="M-3.5 0H3.5", stroke=theme["ink"], stroke_width=2.5, fill="none"),
        x=x,
        y=y,
    )


def _middle(places: Sequence[Place]) -> Place:
    """The middle of the longest stretch."""
    a, b = max(
        pairwise(places),
        key=lambda pair: abs(pair[0][0] - pair[1][0]) + abs(pair[0][1] - pair[1][1]),
    )
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
