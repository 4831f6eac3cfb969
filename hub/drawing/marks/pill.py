"""A pill: a full-round field with words and, where there is one, a badge."""

from hub.drawing.marks.badge import badge
from hub.drawing.nodes import Node, Value, label, node, placed
from hub.drawing.text import SLACK, width
from hub.drawing.theme import Theme


def pill(
    words: str,
    theme: Theme,
    x: float,
    y: float,
    height: float = 44,
    *,
    fill: str = "surface",
    ink: str = "ink",
    state: str | None = None,
    id: str | None = None,
    **attributes: Value | None,
) -> Node:
    """``words`` on a pill whose top left corner is ``(x, y)``; ``fill`` and ``ink`` are tokens.

    ``state`` puts its badge in front. ``pill_width`` says how wide it comes out.
    """
    size = height * 0.47
    start = height * (1.08 if state else 0.4)
    return node(
        "g",
        node(
            "rect",
            x=0,
            y=0,
            width=pill_width(words, height, state is not None),
            height=height,
            rx=height / 2,
            fill=theme[fill],
        ),
        badge(state, theme, height * 0.57, height / 2, height * 0.62) if state else None,
        label(words, start, height / 2 + size * 0.35, size, 600, fill=theme[ink]),
        id=id,
        transform=placed(x, y),
        **attributes,
    )


def pill_width(words: str, height: float = 44, badged: bool = False) -> float:
    """Width of a pill, in px."""
    room = height * (1.08 if badged else 0.4) + height * 0.4
    return room + width(words, height * 0.47, "condensed", 600) * SLACK
