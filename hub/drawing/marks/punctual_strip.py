"""The punctuality strip: a cell for each of the last months, in time, late or never."""

from collections.abc import Sequence

from hub.domain.punctuality import Outcome, Punctual
from hub.drawing.nodes import Node, group, label, node
from hub.drawing.theme import Theme

GAP = 0.16  # of a cell


def punctual_strip(
    months: Sequence[tuple[str, Punctual]],
    theme: Theme,
    x: float,
    y: float,
    side: float,
    *,
    labelled: bool = True,
    id: str | None = None,
) -> Node:
    """Cells of ``side`` px from ``(x, y)``, oldest first, with the months' first letters above.

    A full cell was in time; an open one has the working days by which it was late, none of it came
    where there is a cross, and a dot is all that is known of the time before the hub.
    """
    drawn = []
    for index, (month, punctual) in enumerate(months):
        at = index * strip_step(side)
        if labelled:
            middle = at + side / 2
            letter, size = month[:1], 0.62 * side
            drawn.append(
                label(letter, middle, -0.28 * side, size, fill=theme["ink-2"], anchor="middle")
            )
        drawn.append(group(None, *cell(punctual, theme, side), x=at))
    said = ", ".join(f"{month} {punctual.words}" for month, punctual in months)
    return group(id, *drawn, x=x, y=y, role="img", aria_label=said or "no months yet")


def strip_step(side: float) -> float:
    """From the start of one cell to the next."""
    return side * (1 + GAP)


def cell(punctual: Punctual, theme: Theme, size: float) -> list[Node]:
    """The mark of one month."""
    middle = size / 2
    match punctual.outcome:
        case Outcome.UNKNOWN:
            return [node("circle", cx=middle, cy=middle, r=0.1 * size, fill=theme["ink-3"])]
        case Outcome.NOT_DUE:
            return [_box(theme, size, "line", "none")]
        case Outcome.ON_TIME:
            return [_box(theme, size, "ink-3", "ink-3")]
        case Outcome.LATE:
            return [_box(theme, size, "ink-2", "surface"), _days(punctual.days, theme, size)]
        case _:
            a, b = 0.3 * size, 0.7 * size
            cross = f"M{a:.1f} {a:.1f}L{b:.1f} {b:.1f}M{b:.1f} {a:.1f}L{a:.1f} {b:.1f}"
            line = node("path", d=cross, fill="none", stroke=theme["ink"], stroke_width=3)
            return [_box(theme, size, "ink", "none", "5 4"), line]


def _box(theme: Theme, size: float, edge: str, fill: str, dashes: str | None = None) -> Node:
    return node(
        "rect",
        x=1.25,
        y=1.25,
        width=size - 2.5,
        height=size - 2.5,
        rx=0.16 * size,
        fill=fill if fill == "none" else theme[fill],
        stroke=theme[edge],
        stroke_width=2.5,
        stroke_dasharray=dashes,
    )


def _days(days: int, theme: Theme, size: float) -> Node:
    words = str(days) if days < 100 else "99+"
    letters = (0.66, 0.54, 0.4)[len(words) - 1] * size
    base = size / 2 + 0.35 * letters
    return label(words, size / 2, base, letters, 600, fill=theme["ink"], anchor="middle")
