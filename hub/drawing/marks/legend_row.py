"""The legend: each state's badge and word in a row; and the tally that counts KPIs by state."""

from collections.abc import Iterable, Mapping

from hub.drawing.marks.badge import badge
from hub.drawing.nodes import Node, group, label
from hub.drawing.text import SLACK, width
from hub.drawing.theme import LEVELS, STATES, Theme, legend
from hub.snapshot.views import Legend


def legend_row(
    words: Legend,
    theme: Theme,
    x: float,
    y: float,
    size: float = 23,
    states: Iterable[str] = (*LEVELS, "late"),
    *,
    id: str | None = "legend",
) -> Node:
    """Badges and words from ``(x, y)``, the base line of the words; ``size`` is theirs."""
    drawn: list[Node] = []
    across, wide = 0.0, size * 26 / 23
    for state, word in legend(words, states):
        drawn.append(badge(state, theme, across + wide / 2, -size * 0.35, wide, word=word))
        drawn.append(label(word, across + wide * 1.35, 0, size, fill=theme["ink-2"]))
        across += wide * 2.75 + width(word, size) * SLACK
    return group(id, *drawn, x=x, y=y)


def tally(
    counts: Mapping[str, int],
    theme: Theme,
    x: float,
    y: float,
    size: float = 22,
    states: Iterable[str] = (*LEVELS, "late", "no_data"),
    *,
    id: str | None = None,
) -> Node:
    """A badge and a number for each of ``states`` that ``counts`` has, from ``(x, y)`` on."""
    drawn: list[Node] = []
    across = 0.0
    for state in states:
        if counts.get(state):
            spoken = f"{counts[state]} {STATES[state].word.lower()}"
            drawn.append(badge(state, theme, across + size / 2, -size * 0.36, size, word=spoken))
            number = str(counts[state])
            drawn.append(label(number, across + size * 1.23, 0, size, 600, "sans", theme["ink-2"]))
            across += size * 1.9 + width(number, size, "sans", 600)
    return group(id, *drawn, x=x, y=y)
