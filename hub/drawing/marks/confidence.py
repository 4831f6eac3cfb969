"""How sure an answer is: three rising bars, as many of them full, with the word beside them."""

from hub.drawing.nodes import Node, group, label, node
from hub.drawing.text import SLACK, width
from hub.drawing.theme import Theme

LEVELS = {"low": 1, "medium": 2, "high": 3}
BARS = 1.3  # em that the bars take, with the gap behind them


def confidence_words(level: str) -> str:
    return f"{level.capitalize()} confidence"


def confidence_width(level: str, size: float) -> float:
    """How wide the mark comes out, in px."""
    return BARS * size + width(confidence_words(level), size, "condensed", 600) * SLACK


def confidence(level: str, theme: Theme, x: float, y: float, size: float) -> Node:
    """The mark of a level (low, medium, high) in type of ``size``; ``(x, y)`` starts its base
    line. Hue means status, so it has none."""
    full = LEVELS[level]
    wide = 0.24 * size
    bars = [
        node(
            "rect",
            x=index * 0.36 * size,
            y=-high * size,
            width=wide,
            height=high * size,
            rx=0.06 * size,
            fill=theme["ink"] if index < full else "none",
            stroke=theme["ink" if index < full else "ink-3"],
            stroke_width=0.06 * size,
        )
        for index, high in enumerate((0.3, 0.52, 0.74))
    ]
    words = label(confidence_words(level), BARS * size, 0, size, 600, fill=theme["ink"])
    return group(None, *bars, words, x=x, y=y)
