"""A tag: words on a filled field, for what must not be overlooked and has no colour of its own."""

from hub.drawing.nodes import Node, group, label, node
from hub.drawing.text import SLACK, width
from hub.drawing.theme import Theme

PAD = 0.5  # em at each side of the words


def tag(words: str, theme: Theme, x: float, base: float, size: float = 21.0) -> Node:
    """``words`` whose base line is at ``base``, on ink; the field begins at ``x``."""
    return group(
        None,
        node(
            "rect",
            x=x,
            y=base - 1.06 * size,
            width=tag_width(words, size),
            height=1.48 * size,
            rx=0.24 * size,
            fill=theme["ink"],
        ),
        label(words, x + PAD * size, base, size, 600, fill=theme["surface"]),
    )


def tag_width(words: str, size: float = 21.0) -> float:
    """Width of a tag, in px."""
    return width(words, size, "condensed", 600) * SLACK + 2 * PAD * size


__all__ = ["tag", "tag_width"]
