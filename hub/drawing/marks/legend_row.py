"""The legend: badges, icons and points with their words in a row; and the tally that counts KPIs
by state."""

from collections.abc import Iterable, Mapping

from hub.drawing.marks.badge import badge
from hub.drawing.marks.limits import KINDS, outstanding
from hub.drawing.marks.variation import ICONS, icon
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
    names: Iterable[str] = (*LEVELS, "late"),
    *,
    id: str | None = "legend",
) -> Node:
    """Marks and words from ``(x, y)``, the base line of the words; ``size`` is theirs.

    ``names`` are states, icons of variation and assurance, and kinds of points that stand out.
    """
    drawn: list[Node] = []
    across, wide = 0.0, size * 26 / 23
    for name in names:
        word = legend_word(name, words)
        drawn.append(_mark(name, theme, across + wide / 2, -size * 0.35, wide, word))
        drawn.append(label(word, across + wide * 1.35, 0, size, fill=theme["ink-2"]))
        across += legend_width(name, words, size)
    return group(id, *drawn, x=x, y=y)


def legend_word(name: str, words: Legend) -> str:
    """What a legend says beside the mark called ``name``."""
    if name in ICONS:
        return ICONS[name].brief
    return KINDS[name].word if name in KINDS else legend(words, (name,))[0][1]


def legend_width(name: str, words: Legend, size: float) -> float:
    """What a mark, its word and the room behind it take in a legend, in px."""
    return size * 26 / 23 * 2.75 + width(legend_word(name, words), size) * SLACK


def _mark(name: str, theme: Theme, x: float, y: float, wide: float, word: str) -> Node:
    if name in ICONS:
        return icon(name, theme, x, y, wide * 1.15)
    if name in KINDS:
        return outstanding(name, theme, x, y, 0.85 * wide)
    return badge(name, theme, x, y, wide, word=word)


def tally(
    counts: Mapping[str, int],
    theme: Theme,
    x: float,
    y: float,
    size: float = 22,
    states: Iterable[str] = (*LEVELS, "late", "no_data"),
    *,
    id: str | None = None,
    words: Legend | None = None,
) -> Node:
    """A badge and a number for each of ``states`` that ``counts`` has, from ``(x, y)`` on; with
    ``words`` what is read out for the levels is the scheme's own."""
    told = dict(legend(words)) if words else {}
    drawn: list[Node] = []
    across = 0.0
    for state in states:
        if counts.get(state):
            spoken = f"{counts[state]} {told.get(state, STATES[state].word).lower()}"
            drawn.append(badge(state, theme, across + size / 2, -size * 0.36, size, word=spoken))
            number = str(counts[state])
            drawn.append(label(number, across + size * 1.23, 0, size, 600, "sans", theme["ink-2"]))
            across += size * 1.9 + width(number, size, "sans", 600)
    return group(id, *drawn, x=x, y=y)
