"""The pack bar: how many figures of a pack stand where, from locked to not begun.

Hue means status, and where a figure stands in its submission is none: the bar goes from full to
empty instead, and what is challenged is hatched as everywhere.
"""

from collections.abc import Mapping, Sequence

from hub.domain.submission import State
from hub.drawing.marks.card import hatch
from hub.drawing.nodes import Node, group, label, node
from hub.drawing.text import SLACK, width
from hub.drawing.theme import Theme

ORDER = (
    State.LOCKED,
    State.ACCEPTED,
    State.SUBMITTED,
    State.CHALLENGED,
    State.RETURNED,
    State.DRAFT,
    State.OPEN,
    State.NOT_DUE,
)
WORDS = {
    State.LOCKED: "Locked",
    State.ACCEPTED: "Accepted",
    State.SUBMITTED: "Submitted",
    State.CHALLENGED: "Challenged",
    State.RETURNED: "Returned",
    State.DRAFT: "Draft",
    State.OPEN: "Not started",
    State.NOT_DUE: "Not due",
}
FILLS = {State.LOCKED: "ink", State.ACCEPTED: "ink-2", State.SUBMITTED: "ink-3"}
NARROWEST = 1.15  # of the height: the least that a part is wide
GAP = 4.0


def shown_as(state: State) -> State:
    """A restated figure is a locked one to the bar."""
    return State.LOCKED if state is State.RESTATED else state


def pack_bar(
    counts: Mapping[State, int],
    theme: Theme,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    id: str | None = None,
) -> Node:
    """The bar from ``(x, y)``, each part as wide as it has figures, with their number in it."""
    merged = dict.fromkeys(ORDER, 0)
    for state, count in counts.items():
        merged[shown_as(state)] += count
    there = [(state, count) for state, count in merged.items() if count]
    drawn, across = list[Node](), 0.0
    for (state, count), wide in zip(there, _widths(there, width, height), strict=True):
        drawn.append(_part(state, str(count), theme, across, wide, height))
        across += wide + GAP
    said = ", ".join(f"{count} {WORDS[state].lower()}" for state, count in there)
    return group(id, *drawn, x=x, y=y, role="img", aria_label=said or "nothing is due")


def _widths(there: Sequence[tuple[State, int]], width: float, height: float) -> Sequence[float]:
    """Widths in proportion, none too narrow for its number."""
    free = width - GAP * (len(there) - 1)
    least = min(NARROWEST * height, free / max(len(there), 1))
    total = sum(count for _, count in there)
    rest = free - least * len(there)
    return [least + rest * count / total for _, count in there]


def _part(state: State, words: str, theme: Theme, x: float, wide: float, height: float) -> Node:
    size = 0.62 * height
    ink = theme["surface" if state in FILLS else "ink"]
    number = label(words, wide / 2, height / 2 + 0.35 * size, size, 600, "sans", ink, "middle")
    plate = None
    if state is State.CHALLENGED:  # the number stands on a plain plate, or nobody could read it
        room = width_of(words, size) + 0.3 * height
        plate = node(
            "rect", x=wide / 2 - room / 2, y=3, width=room, height=height - 6, fill=theme["surface"]
        )
    return group(None, *field(state, theme, wide, height), plate, number, x=x)


def width_of(words: str, size: float) -> float:
    return width(words, size, "sans", 600) * SLACK


def field(state: State, theme: Theme, wide: float, height: float) -> list[Node]:
    """What a state looks like, as a field of this size."""
    solid = FILLS.get(shown_as(state))
    hollow = state in (State.OPEN, State.NOT_DUE)
    outline = node(
        "rect",
        x=1.5,
        y=1.5,
        width=wide - 3,
        height=height - 3,
        rx=min(6.0, height / 4),
        fill=theme[solid] if solid else "none" if hollow else theme["surface"],
        stroke=theme[solid or ("line" if state is State.NOT_DUE else "ink-2")],
        stroke_width=3 if state in (State.CHALLENGED, State.RETURNED) else 2,
        stroke_dasharray="7 5" if state is State.OPEN else None,
    )
    if state is State.CHALLENGED:
        lines = hatch(wide, height, 3, 9)
        return [outline, node("path", d=lines, fill="none", stroke=theme["ink-3"], stroke_width=2)]
    if state is State.RETURNED:
        return [outline, _turned(theme, wide, height)]
    return [outline]


def _turned(theme: Theme, wide: float, height: float) -> Node:
    """A corner folded back: the figure is with its unit again."""
    corner = 0.38 * height
    return node(
        "path",
        d=f"M{wide - 2:.1f} {corner:.1f}V2H{wide - corner:.1f}Z",
        fill=theme["ink-2"],
        stroke="none",
    )
