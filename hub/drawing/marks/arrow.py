"""Arrows: orthogonal strokes with round corners that end in a head drawn as a path."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from hub.drawing.nodes import Node, group, node, written
from hub.drawing.theme import Theme

RADIUS = 11.0
Place = tuple[float, float]


def rounded(places: Sequence[Place], radius: float = RADIUS) -> str:
    """Path data through ``places`` with each corner rounded as far as its sides allow."""
    steps = [f"M{_at(places[0])}"]
    for before, corner, after in zip(places, places[1:], places[2:], strict=False):
        bend = min(radius, _length(before, corner) / 2, _length(corner, after) / 2)
        enter, leave = _towards(corner, before, bend), _towards(corner, after, bend)
        steps.append(f"L{_at(enter)}Q{_at(corner)} {_at(leave)}")
    return "".join([*steps, f"L{_at(places[-1])}"])


def arrow_head(tip: Place, start: Place, fill: str, length: float = 10, half: float = 6.5) -> Node:
    """A head that points from ``start`` to ``tip``, ``length`` long and twice ``half`` wide."""
    back = _towards(tip, start, length)
    far = max(_length(start, tip), 0.01)
    across = (-(tip[1] - start[1]) / far * half, (tip[0] - start[0]) / far * half)
    left = (back[0] + across[0], back[1] + across[1])
    right = (back[0] - across[0], back[1] - across[1])
    return node("path", d=f"M{_at(tip)}L{_at(left)}L{_at(right)}Z", fill=fill)


def arrow(
    places: Sequence[Place],
    theme: Theme,
    *,
    told: bool = False,
    trade_off: bool = False,
    weak: bool = False,
    id: str | None = None,
    title: str | None = None,
) -> Node:
    """A cause-effect arrow along ``places``, its tip at the last of them.

    ``told`` draws it in the one blue of the line of sight; ``trade_off`` dashes it and puts a
    minus by its head (it holds its target back); ``weak`` draws it thinner.
    """
    colour = theme["accent" if told else "link"]
    length, half = (15.0, 10.0) if told else (10.0, 6.5)
    tip, start = places[-1], places[-2]
    end = _towards(tip, start, min(length - 2, _length(tip, start)))
    stroke = node(
        "path",
        d=rounded([*places[:-1], end]),
        fill="none",
        stroke=colour,
        stroke_width=6 if told else 1.5 if weak else 2.5,
        stroke_linejoin="round",
        stroke_dasharray="9 6" if trade_off else None,
    )
    return group(
        id,
        node("title", title) if title else None,
        stroke,
        arrow_head(tip, start, colour, length, half),
        _minus(places, theme, colour) if trade_off else None,
    )


def _minus(places: Sequence[Place], theme: Theme, colour: str) -> Node:
    """A minus in a disc, in the middle of the longest stretch."""
    a, b = max(pairwise(places), key=lambda pair: _length(*pair))
    x, y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    return group(
        None,
        node("circle", cx=0, cy=0, r=9, fill=theme["surface"], stroke=colour, stroke_width=2),
        node("path", d="M-4.5 0H4.5", stroke=theme["ink"], stroke_width=2.5, fill="none"),
        x=x,
        y=y,
    )


def _length(a: Place, b: Place) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def _towards(a: Place, b: Place, far: float) -> Place:
    """The place ``far`` px from ``a`` on the way to ``b``."""
    share = far / max(_length(a, b), 0.01)
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def _at(place: Place) -> str:
    return f"{written(float(place[0]))} {written(float(place[1]))}"
