"""Badges: one silhouette per state, drawn as paths in a 44 x 44 box, so none needs colour."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hub.drawing.nodes import Node, group, label, node
from hub.drawing.theme import STATES, Theme

BOX = 44.0


def badge(
    state: str,
    theme: Theme,
    x: float,
    y: float,
    size: float = 46,
    *,
    id: str | None = None,
    word: str | None = None,
    overridden: bool = False,
    masked: int = 0,
    upstream: bool = False,
) -> Node:
    """The badge of ``state`` (a key of ``STATES``), ``size`` wide around ``(x, y)``.

    ``word`` is what screen readers say, the table's word unless the scheme has its own.
    ``overridden`` folds a corner, ``masked`` counts the reds below, ``upstream`` points at where
    the trouble comes from.
    """
    words = [word or STATES[state].word]
    words += ["set by hand"] * overridden + ["caused upstream"] * upstream
    words += [f"{masked} red below"] * bool(masked)
    return group(
        id,
        *DRAWN[STATES[state].badge](theme),
        _fold(theme) if overridden else None,
        *(_count_pip(theme, masked) if masked else ()),
        *(_upstream_pip(theme) if upstream else ()),
        x=x - size / 2,
        y=y - size / 2,
        scale=size / BOX,
        role="img",
        aria_label=", ".join(words),
    )


def line(d: str, stroke: str, stroke_width: float, dashes: str | None = None) -> Node:
    """An open stroke with round ends."""
    return node(
        "path",
        d=d,
        fill="none",
        stroke=stroke,
        stroke_width=stroke_width,
        stroke_linecap="butt" if dashes else "round",
        stroke_linejoin="round",
        stroke_dasharray=dashes,
    )


def _ring(colour: str, stroke_width: float, dashes: str | None = None, r: float = 19) -> Node:
    return node(
        "circle",
        cx=22,
        cy=22,
        r=r,
        fill="none",
        stroke=colour,
        stroke_width=stroke_width,
        stroke_dasharray=dashes,
    )


def _above(theme: Theme) -> tuple[Node, ...]:
    return (
        node("circle", cx=22, cy=22, r=21, fill=theme["above"]),
        line("M12.5 25.5L22 16L31.5 25.5", theme["above-glyph"], 5),
    )


def _on(theme: Theme) -> tuple[Node, ...]:
    box = node(
        "rect",
        x=3,
        y=3,
        width=38,
        height=38,
        rx=7,
        fill=theme["on"],
        stroke=theme["on-edge"],
        stroke_width=2.5,
    )
    return (box, line("M12.5 17.5H31.5M12.5 26.5H31.5", theme["on-glyph"], 5))


def _below(theme: Theme) -> tuple[Node, ...]:
    red, glyph = theme["below"], theme["below-glyph"]
    return (
        node(
            "path",
            d="M3 5.5L41 5.5L22 40Z",
            fill=red,
            stroke=red,
            stroke_width=4.5,
            stroke_linejoin="round",
        ),
        line("M22 12V21", glyph, 5),
        node("circle", cx=22, cy=28.6, r=3, fill=glyph),
    )


def _late(theme: Theme) -> tuple[Node, ...]:
    grey = theme["late"]
    return (_ring(grey, 4, "7.4 4.5"), line("M22 12.5V22.5L29 26", grey, 4))


def _no_target(theme: Theme) -> tuple[Node, ...]:
    return (_ring(theme["late"], 4), line("M13.5 22H30.5", theme["late"], 4.5))


def _not_due(theme: Theme) -> tuple[Node, ...]:
    return (_ring(theme["late"], 2.2, r=19.5),)


def _suppressed(theme: Theme) -> tuple[Node, ...]:
    return (node("rect", x=3, y=14, width=38, height=16, rx=4, fill=theme["late"]),)


def _no_data(theme: Theme) -> tuple[Node, ...]:
    grey = theme["late"]
    box = node(
        "rect",
        x=4,
        y=4,
        width=36,
        height=36,
        rx=8,
        fill="none",
        stroke=grey,
        stroke_width=3.5,
        stroke_dasharray="6.3 5",
    )
    return (box, line("M14.5 22H29.5", grey, 4.5))


def _challenged(theme: Theme) -> tuple[Node, ...]:
    ink = theme["ink-2"]
    return (
        _ring(ink, 3),
        line("M5.4 31.2L31.2 5.4M9.5 36.6L36.6 9.5M12.8 38.6L38.6 12.8", theme["line"], 2.5),
        _question(ink),
        node("circle", cx=22, cy=32.4, r=2.9, fill=ink),
    )


def _question(ink: str) -> Node:
    return line("M15.5 17.2C15.5 8.6 28.5 8.8 28.5 16.8C28.5 21.6 22 21.4 22 26.2", ink, 4.5)


def _overridden(theme: Theme) -> tuple[Node, ...]:
    grey = theme["late"]
    sheet = "M33 40H11Q4 40 4 33V11Q4 4 11 4H27L40 17V33Q40 40 33 40Z"
    return (
        node("path", d=sheet, fill="none", stroke=grey, stroke_width=3.5, stroke_linejoin="round"),
        node(
            "path",
            d="M27 4V17H40Z",
            fill=grey,
            stroke=grey,
            stroke_width=2,
            stroke_linejoin="round",
        ),
    )


def _restated(theme: Theme) -> tuple[Node, ...]:
    return (line("M22 5V39M12.5 15H31.5M12.5 29H31.5", theme["ink-2"], 4.5),)


def _masked(theme: Theme) -> tuple[Node, ...]:
    return (
        node("circle", cx=22, cy=22, r=13, fill=theme["below"]),
        line("M22 15.5V22.5", theme["below-glyph"], 4),
        node("circle", cx=22, cy=28.4, r=2.4, fill=theme["below-glyph"]),
    )


def _toothless(theme: Theme) -> tuple[Node, ...]:
    return (line("M28 6H15V38H28", theme["ink-2"], 4.5),)


def _upstream(theme: Theme) -> tuple[Node, ...]:
    return (
        node("circle", cx=22, cy=22, r=15, fill=theme["ink-2"]),
        line("M22 30V14.5M15 21L22 14L29 21", theme["surface"], 4),
    )


def _closed(theme: Theme) -> tuple[Node, ...]:
    ink = theme["ink-2"]
    return (_ring(ink, 3), line("M13.5 23L19.5 29L31 16.5", ink, 4.5))


def _stopped(theme: Theme) -> tuple[Node, ...]:
    ink = theme["ink-2"]
    square = node("rect", x=14.5, y=14.5, width=15, height=15, rx=2, fill=ink)
    return (_ring(ink, 3), square)


def _fold(theme: Theme) -> Node:
    """The corner of a badge that a person has set, over any silhouette."""
    return node(
        "path",
        d="M28 -1V16H45Z",
        fill=theme["ink"],
        stroke=theme["surface"],
        stroke_width=2.5,
        stroke_linejoin="round",
    )


def _count_pip(theme: Theme, count: int) -> tuple[Node, ...]:
    words = str(count) if count < 10 else "9+"
    return (
        node(
            "circle",
            cx=38,
            cy=39,
            r=11,
            fill=theme["below"],
            stroke=theme["surface"],
            stroke_width=2.5,
        ),
        label(words, 38, 44.6, 16, 600, "sans", theme["below-glyph"], "middle"),
    )


def _upstream_pip(theme: Theme) -> tuple[Node, ...]:
    return (
        node(
            "circle",
            cx=6,
            cy=39,
            r=10,
            fill=theme["ink-2"],
            stroke=theme["surface"],
            stroke_width=2.5,
        ),
        line("M6 44V34.5M1.8 38.4L6 34.2L10.2 38.4", theme["surface"], 2.8),
    )


DRAWN: Mapping[str, Callable[[Theme], tuple[Node, ...]]] = MappingProxyType(
    {
        "above": _above,
        "on": _on,
        "below": _below,
        "late": _late,
        "no_target": _no_target,
        "not_due": _not_due,
        "suppressed": _suppressed,
        "no_data": _no_data,
        "challenged": _challenged,
        "overridden": _overridden,
        "restated": _restated,
        "masked": _masked,
        "toothless": _toothless,
        "upstream": _upstream,
        "closed": _closed,
        "stopped": _stopped,
    }
)
