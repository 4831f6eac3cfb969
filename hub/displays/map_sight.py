"""The line of sight on a strategy map: what is lit, and what is said about it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hub.domain.line_of_sight import Line, lines_of_sight
from hub.drawing.map_rows import shown_links
from hub.snapshot.map_places import Beginning
from hub.snapshot.views import LinkView, MapView

ARROW = " \u2192 "


@dataclass(frozen=True)
class Sight:
    """The nodes and links (source, target) that are lit; ``words`` tell the way."""

    nodes: frozenset[str] = frozenset()
    links: frozenset[tuple[str, str]] = frozenset()
    words: str = ""


DARK = Sight()  # nothing is told


def sight_of(view: MapView, beginning: Beginning) -> Sight:
    """All ways from where a line begins up to the vision; a way that breaks off is lit as far as
    it gets where none arrives."""
    links = shown_links(view)
    upward: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if link.sign > 0:
            upward[link.source].append(link.target)
    tops = {node.key for node in view.nodes if node.kind == "vision"}
    places = [key for key in beginning.nodes if any(node.key == key for node in view.nodes)]
    lines = [line for place in places for line in lines_of_sight(place, upward, tops)]
    arrived = [line for line in lines if not line.broken]
    lit = arrived or lines
    return Sight(
        frozenset(step for line in lit for step in line.steps),
        frozenset(pair for line in lit for pair in pairwise(line.steps)),
        _words(view, links, beginning, arrived, lines),
    )


def _words(
    view: MapView,
    links: Iterable[LinkView],
    beginning: Beginning,
    arrived: Sequence[Line],
    lines: Sequence[Line],
) -> str:
    titles = {node.key: node.title for node in view.nodes}
    if arrived:
        return _told(arrived[0], links, titles)
    if lines:
        last = titles[max(lines, key=lambda line: len(line.steps)).steps[-1]]
        return f"It breaks off: nothing leads on from \u201c{last}\u201d to the vision."
    return f"\u201c{beginning.title}\u201d is for no objective of this map yet."


def _told(line: Line, links: Iterable[LinkView], titles: dict[str, str]) -> str:
    """Why each step helps the next, as people have put it, or else the steps themselves."""
    reasons = {(link.source, link.target): link.rationale for link in links}
    given = [reasons.get(pair, "") for pair in pairwise(line.steps)]
    if given and all(given):
        return " ".join(reason if reason.endswith(".") else f"{reason}." for reason in given)
    return ARROW.join(titles[step] for step in line.steps)
