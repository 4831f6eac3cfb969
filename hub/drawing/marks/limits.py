"""What an XmR chart adds to figures: average and process limits, and the points that stand out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from hub.domain.periods import parse
from hub.drawing.marks.axes import Axes, Name
from hub.drawing.marks.badge import line
from hub.drawing.nodes import Node, group, label, node, written
from hub.drawing.text import SLACK, fit, width
from hub.drawing.theme import Theme
from hub.snapshot.views import Point, Process, Rebase

RING = 10.0  # px: the radius of the ring around a point that stands out
REASON = 0.92  # of the chart's type: that of the reason for new limits
REASON_LINES = 2
DIAMOND = ((0, -12), (12, 0), (0, 12), (-12, 0))
UPWARD = ((0, -14), (12, 7), (-12, 7))
DOWNWARD = ((0, 14), (12, -7), (-12, -7))


@dataclass(frozen=True)
class Kind:
    """How a point that stands out looks: the ``corners`` of its ring, none for a round one."""

    token: str
    word: str
    corners: tuple[tuple[int, int], ...] = ()


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "special_cause_improvement": Kind("improving", "Unusually good"),
        "special_cause_concern": Kind("concern", "Unusually bad", DIAMOND),
        "special_cause_neutral_high": Kind("changed", "Unusually high", UPWARD),
        "special_cause_neutral_low": Kind("changed", "Unusually low", DOWNWARD),
    }
)


def kinds_shown(process: Process) -> tuple[str, ...]:
    """Of each point the kind in which it stands out, empty for none: limits that are provisional
    are too young to judge by."""
    judged = zip(process.kinds, process.provisional, strict=True)
    return tuple(kind if kind in KINDS and not young else "" for kind, young in judged)


def outstanding(
    kind: str, theme: Theme, x: float, y: float, size: float = 2 * RING, hollow: str | None = None
) -> Node:
    """A point that stands out, ``size`` wide around ``(x, y)``: a dot in a ring of its shape.

    ``hollow`` is the token of the card below a dot that is not filled: a restated figure.
    """
    look = KINDS[kind]
    ink, unit = theme[look.token], size / (2 * RING)
    dot = node("circle", cx=0, cy=0, r=4.6, fill=theme[hollow] if hollow else ink,
               stroke=ink, stroke_width=2)  # fmt: skip
    return group(
        None,
        dot,
        _ring(look.corners, ink, 2.5 / max(unit, 1)),
        x=x,
        y=y,
        scale=unit,
        role="img",
        aria_label=look.word,
    )


def _ring(corners: Sequence[tuple[int, int]], ink: str, stroke: float) -> Node:
    if not corners:
        return node("circle", cx=0, cy=0, r=RING - 1, fill="none", stroke=ink, stroke_width=stroke)
    places = "L".join(f"{across} {down}" for across, down in corners)
    return line(f"M{places}Z", ink, stroke)


@dataclass(frozen=True)
class Era:
    """The points ``first`` to ``last`` that one process stands behind, with its limits."""

    first: int
    last: int
    mean: float | None
    lower: float | None
    upper: float | None
    provisional: bool


def eras(process: Process) -> list[Era]:
    """The processes that rebases part, oldest first."""
    runs = groupby(range(len(process.group)), lambda index: process.group[index])
    return [_era(process, list(members)) for _, members in runs]


def _era(process: Process, members: Sequence[int]) -> Era:
    first, last = members[0], members[-1]
    return Era(
        first,
        last,
        process.mean[last],
        process.lower[last],
        process.upper[last],
        process.provisional[last],
    )


def marks(process: Process) -> Iterator[float]:
    """The values of all averages and limits."""
    for era in eras(process):
        yield from (each for each in (era.mean, era.lower, era.upper) if each is not None)


def names(process: Process) -> Iterator[Name]:
    """What the last average and limits are called; limits without any width need no name."""
    for era in eras(process)[-1:]:
        wide = era.upper != era.lower
        if era.upper is not None and wide:
            yield Name("upper limit", era.upper)
        if era.mean is not None:
            yield Name("average", era.mean)
        if era.lower is not None and wide:
            yield Name("lower limit", era.lower)


def limits(process: Process, axes: Axes) -> list[Node]:
    """Average and limits of each process over its own points, dashed while they are provisional,
    with a faint field between the limits."""
    drawn: list[Node] = []
    for era in eras(process):
        start, end = axes.reach(era.first, era.last)
        dashes = "11 7" if era.provisional else None
        if era.lower is not None and era.upper is not None:
            drawn.append(_field(axes, start, end, era.upper, era.lower))
            edges = "".join(_level(axes, start, end, each) for each in {era.lower, era.upper})
            drawn.append(line(edges, axes.theme["usual"], 2, dashes))
        if era.mean is not None:
            drawn.append(line(_level(axes, start, end, era.mean), axes.theme["usual"], 3, dashes))
    return drawn


def _level(axes: Axes, start: float, end: float, value: float) -> str:
    return f"M{written(start)} {written(axes.down(value))}H{written(end)}"


def _field(axes: Axes, start: float, end: float, upper: float, lower: float) -> Node:
    return node(
        "rect",
        x=start,
        y=axes.down(upper),
        width=max(end - start, 0),
        height=max(axes.down(lower) - axes.down(upper), 0),
        fill=axes.theme["usual"],
        fill_opacity=0.09,
    )


def rebased(process: Process, points: Sequence[Point]) -> list[tuple[int, Rebase]]:
    """Where on the chart new limits begin, by the index of their first point, and why."""
    begins = {era.first for era in eras(process)[1:]}
    found: dict[int, Rebase] = {}
    for rebase in process.rebases:
        starts = parse(rebase.period).starts
        first = next((i for i, point in enumerate(points) if point.ends.date() >= starts), 0)
        if first in begins:
            found[first] = rebase
    return sorted(found.items(), key=lambda each: each[0])


def reason_room(process: Process, points: Sequence[Point], size: float) -> float:
    """What reasons for new limits take over the scale, in px."""
    return 1.1 * REASON * REASON_LINES * size if rebased(process, points) else 0.0


def reasons(process: Process, axes: Axes, base: float, under: str) -> list[Node]:
    """A line where new limits begin, and from ``base`` px down the reason beside it, on a field
    of the token ``under``, which keeps other lines from running through the words."""
    found = rebased(process, axes.points)
    places = [axes.reach(index, index)[0] for index, _ in found]
    drawn: list[Node] = []
    for number, (_, rebase) in enumerate(found):
        x, after = places[number], [*places, axes.wide][number + 1]
        upright = f"M{written(x)} {written(base)}V{written(axes.bottom)}"
        drawn.append(line(upright, axes.theme["ink-3"], 2))
        left = axes.left if number == 0 else x
        drawn += _reason(rebase, axes, x, (left, after), base, under)
    return drawn


def _reason(
    rebase: Rebase, axes: Axes, x: float, between: tuple[float, float], base: float, under: str
) -> list[Node]:
    """The words at the side of ``x`` that has the more room."""
    pad, before, after = 0.4 * axes.size, x - between[0], between[1] - x
    room = max(before, after) - 2 * pad
    if room < 4 * axes.size:
        return []
    sizes = [REASON * axes.size * part for part in (1, 0.9, 0.8)]
    size, lines = fit(f"New limits: {rebase.reason}", room, REASON_LINES, sizes, weight=500)
    wide = max(width(words, size) for words in lines) * SLACK
    left = x + pad if after >= before else x - pad - wide
    high = 1.1 * size * len(lines)
    field = node("rect", x=left, y=base, width=wide, height=high, fill=axes.theme[under])
    ink = axes.theme["ink-2"]
    return [field] + [
        label(words, left, base + size * (0.8 + 1.1 * index), size, fill=ink)
        for index, words in enumerate(lines)
    ]
