"""Scenes as trees of SVG nodes: only what Chromium and CairoSVG draw alike can be made.

What is safe to send to a wall and what prints is one list: the tags in ``TAGS`` and the
attributes in ``ATTRIBUTES``, each with the values it may have, plus ``aria-*`` and ``data-*``.
Everything else raises ``Undrawable`` when the node is made, not when it is drawn.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

from hub.drawing.theme import Theme
from hub.errors import HubError

NAMESPACE = "http://www.w3.org/2000/svg"
TAGS = frozenset({"svg", "g", "rect", "circle", "path", "text", "title", "desc"})
WORDY = frozenset({"text", "title", "desc"})
FAMILIES = MappingProxyType(
    {
        "sans": "IBM Plex Sans",
        # The condensed cut lacks a few letters (sigma among them): the browser then takes the other
        "condensed": "IBM Plex Sans Condensed, IBM Plex Sans",
    }
)

Value = str | int | float


class Undrawable(HubError):
    """Somebody tried to draw what walls and paper would not show alike, or not safely."""


NUMBER = r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?"
NUMBERS = rf"{NUMBER}(?:[ ,]+{NUMBER})*"


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


def _one_of(*words: str) -> Callable[[str], bool]:
    return frozenset(words).__contains__


_number = _matches(NUMBER)
_paint = _matches(r"#[0-9a-fA-F]{6}|none")

ATTRIBUTES: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    dict.fromkeys(
        (
            *("x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "font-size"),
            *("stroke-width", "stroke-dashoffset", "stroke-miterlimit"),
            *("opacity", "fill-opacity", "stroke-opacity"),
        ),
        _number,
    )
    | dict.fromkeys(("fill", "stroke"), _paint)
    | {
        "id": _matches(r"(?a:[^\s\x00-\x1f])+"),
        "role": _matches(r"[a-z-]+"),
        "tabindex": _matches(r"-?\d+"),
        "xmlns": _one_of(NAMESPACE),
        "viewBox": _matches(NUMBERS),
        "d": _matches(r"[MmLlHhVvCcSsQqTtAaZz0-9eE+\-., ]+"),
        "transform": _matches(rf"(?:(?:translate|scale|rotate|matrix)\({NUMBERS}\) ?)+"),
        "stroke-dasharray": _matches(rf"none|{NUMBERS}"),
        "stroke-linecap": _one_of("butt", "round", "square"),
        "stroke-linejoin": _one_of("miter", "round", "bevel"),
        "fill-rule": _one_of("nonzero", "evenodd"),
        "font-family": _one_of(*FAMILIES.values()),
        "font-weight": _one_of("400", "500", "600"),
        "text-anchor": _one_of("start", "middle", "end"),
        "pointer-events": _one_of("none", "all"),
    }
)
OPEN = re.compile(r"(?:aria|data)-[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
ILLEGAL = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


@dataclass(frozen=True)
class Node:
    """One SVG element; ``str(node)`` is its text. Made by ``node`` as a rule."""

    tag: str
    attributes: Mapping[str, str]
    children: "tuple[Node | str, ...]" = ()

    def __post_init__(self) -> None:
        if self.tag not in TAGS:
            raise Undrawable(f"<{self.tag}> cannot be drawn: use {', '.join(sorted(TAGS))}")
        for name, value in self.attributes.items():
            _check(self.tag, name, value)
        for child in self.children:
            _check_child(self.tag, child)
        object.__setattr__(self, "attributes", MappingProxyType(dict(self.attributes)))
        object.__setattr__(self, "children", tuple(map(legal, self.children)))

    def __str__(self) -> str:
        return "".join(_written(self))

    def walk(self) -> "Iterator[Node]":
        """This node and every node below it, in drawing order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()


def legal(child: "Node | str") -> "Node | str":
    """``child`` without the characters that XML cannot hold."""
    return ILLEGAL.sub("", child) if isinstance(child, str) else child


def _check(tag: str, name: str, value: str) -> None:
    if not isinstance(value, str):
        raise Undrawable(f"<{tag}> {name} is {value!r}: attributes are text")
    if isinstance(name, str) and OPEN.fullmatch(name):
        return
    allowed = ATTRIBUTES.get(name)
    if allowed is None:
        raise Undrawable(f"<{tag}> cannot have the attribute {name!r}")
    if not allowed(value):
        raise Undrawable(f"<{tag}> cannot have {name}={value!r}")


def _check_child(tag: str, child: "Node | str") -> None:
    if isinstance(child, str):
        if tag not in WORDY:
            raise Undrawable(f"words belong in <text>, not straight in <{tag}>: {child!r}")
    elif not isinstance(child, Node):
        raise Undrawable(f"<{tag}> cannot hold {child!r}")
    elif tag in WORDY or child.tag == "svg":
        raise Undrawable(f"<{tag}> cannot hold <{child.tag}>")


def _written(drawn: Node) -> Iterator[str]:
    yield f"<{drawn.tag}"
    for name, value in drawn.attributes.items():
        yield f' {name}="{escape(ILLEGAL.sub("", value))}"'
    if not drawn.children:
        yield "/>"
        return
    yield ">"
    for child in drawn.children:
        if isinstance(child, str):
            yield escape(child)
        else:
            yield from _written(child)
    yield f"</{drawn.tag}>"


def written(value: Value) -> str:
    """A value as an attribute: numbers short, two decimals at the most; truth as true, false."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Undrawable(f"{value} is not a place on a wall")
        short = f"{value:.2f}".rstrip("0").rstrip(".")
        return "0" if short == "-0" else short
    return str(value)


def node(tag: str, *children: Node | str | None, **attributes: Value | None) -> Node:
    """A node: ``stroke_width=2`` becomes ``stroke-width="2"``; what is None is left out."""
    return Node(
        tag,
        {
            name.rstrip("_").replace("_", "-"): written(value)
            for name, value in attributes.items()
            if value is not None
        },
        tuple(child for child in children if child is not None),
    )


def group(
    id: str | None,
    *children: Node | None,
    x: float = 0,
    y: float = 0,
    scale: float = 1,
    **attributes: Value | None,
) -> Node:
    """Nodes drawn from ``(x, y)`` on; with an ``id`` they keep their identity between scenes."""
    return node("g", *children, id=id, transform=placed(x, y, scale), **attributes)


def apart(drawn: Node, mark: str) -> Node:
    """``drawn`` with ``mark`` before each of its ids, to stand beside what has the same ones."""
    said = dict(drawn.attributes)
    if "id" in said:
        said["id"] = f"{mark}-{said['id']}"
    inside = (apart(each, mark) if isinstance(each, Node) else each for each in drawn.children)
    return Node(drawn.tag, said, tuple(inside))


def placed(x: float, y: float, scale: float = 1) -> str | None:
    """A transform that moves to ``(x, y)`` and then scales; None where it would do nothing."""
    moves = [f"translate({written(float(x))} {written(float(y))})"] if x or y else []
    if scale != 1:
        moves.append(f"scale({scale:.4f})")
    return " ".join(moves) or None


def label(
    words: str,
    x: float,
    y: float,
    size: float,
    weight: int = 500,
    face: str = "condensed",
    fill: str | None = None,
    anchor: str | None = None,
    **attributes: Value | None,
) -> Node:
    """One line of text whose base line starts (or, by ``anchor``, ends) at ``(x, y)``."""
    if face not in FAMILIES:
        raise Undrawable(f"there is no face {face!r}: use {' or '.join(FAMILIES)}")
    return node(
        "text",
        words,
        x=x,
        y=y,
        font_family=FAMILIES[face],
        font_size=size,
        font_weight=weight,
        fill=fill,
        text_anchor=None if anchor == "start" else anchor,
        **attributes,
    )


def scene(
    width: float,
    height: float,
    theme: Theme,
    *children: Node | None,
    title: str,
    margin: float | None = None,
    page: tuple[int, int] = (1, 1),
) -> Node:
    """The root of a picture, with its background.

    The role is ``group``, not ``img``: the words and controls inside stay open to screen readers.
    ``margin`` is how far from the right edge the content ends, so that the wall's own clock can end
    there too; ``page`` is its number and of how many, where there is more than a picture holds.
    """
    return node(
        "svg",
        node("title", title),
        node("rect", x=0, y=0, width=width, height=height, fill=theme["bg"]),
        *children,
        xmlns=NAMESPACE,
        viewBox=f"0 0 {written(width)} {written(height)}",
        role="group",
        aria_label=title,
        data_theme=theme.name,
        data_margin=margin,
        data_page=page[0] if page[1] > 1 else None,
        data_pages=page[1] if page[1] > 1 else None,
    )
