"""Where the words of a drawing stand: whether any touch, or leave their card or picture."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from hub.drawing import Node, width

ASCENT, DESCENT = 0.72, 0.22  # em; capitals of the hub's fonts, and the tails of g and y
SLACK = 1.0  # px that boxes may share: letters have room of their own
MOVES = re.compile(r"(translate|scale)\(([^)]*)\)")


@dataclass(frozen=True)
class Box:
    """A field of the picture, in its own px."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the fields have more in common than an edge."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > SLACK and down > SLACK

    def holds(self, other: "Box") -> bool:
        return (
            self.left - SLACK <= other.left
            and self.top - SLACK <= other.top
            and other.right <= self.right + SLACK
            and other.bottom <= self.bottom + SLACK
        )


@dataclass(frozen=True)
class Written:
    """One line of words, the field it takes, and the card it stands on, if any."""

    words: str
    box: Box
    card: Box | None


@dataclass(frozen=True)
class Place:
    """Where a part of a picture begins, and at what scale it is drawn."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0

    def moved(self, transform: str) -> "Place":
        place = self
        for kind, numbers in MOVES.findall(transform):
            values = [float(number) for number in numbers.split()]
            if kind == "scale":
                place = Place(place.x, place.y, place.scale * values[0])
            else:
                x, y = values
                place = Place(place.x + x * place.scale, place.y + y * place.scale, place.scale)
        return place

    def box(self, x: float, y: float, wide: float, high: float) -> Box:
        left, top = self.x + x * self.scale, self.y + y * self.scale
        return Box(left, top, left + wide * self.scale, top + high * self.scale)


def picture(drawing: Node) -> Box:
    """The field of the whole drawing, from its viewBox."""
    left, top, wide, high = map(float, drawing.attributes["viewBox"].split())
    return Box(left, top, left + wide, top + high)


def written(drawing: Node) -> list[Written]:
    """All lines of words, in drawing order."""
    return list(_written(drawing, Place(), None))


def _written(drawn: Node, place: Place, card: Box | None) -> Iterator[Written]:
    place = place.moved(drawn.attributes.get("transform", ""))
    if drawn.tag == "text":
        words = "".join(map(str, drawn.children))
        if words.strip():
            yield Written(words, line_of(drawn, words, place), card)
        return
    card = _card(drawn, place) or card
    for child in drawn.children:
        if isinstance(child, Node):
            yield from _written(child, place, card)


def line_of(drawn: Node, words: str, place: Place) -> Box:
    """The field that a line of words takes."""
    said = drawn.attributes
    size, x, y = float(said["font-size"]), float(said["x"]), float(said["y"])
    face = "condensed" if "Condensed" in said["font-family"] else "sans"
    wide = width(words, size, face, int(said["font-weight"]))
    shift = {"start": 0.0, "middle": wide / 2, "end": wide}[said.get("text-anchor", "start")]
    return place.box(x - shift, y - ASCENT * size, wide, (ASCENT + DESCENT) * size)


def _card(drawn: Node, place: Place) -> Box | None:
    """The field that a group starts with, if it starts with one at its own corner."""
    shapes = [child for child in drawn.children if isinstance(child, Node) and child.tag != "title"]
    if drawn.tag != "g" or not shapes:
        return None
    first = shapes[0]
    if first.tag == "g" and "transform" not in first.attributes:
        return _card(first, place)
    said = first.attributes
    if first.tag != "rect" or (float(said["x"]), float(said["y"])) != (0, 0):
        return None
    return place.box(0, 0, float(said["width"]), float(said["height"]))


def fields(drawing: Node, *attributes: str) -> list[Box]:
    """The cards or targets that have one of some attributes, such as ``data-do``."""
    return list(_fields(drawing, Place(), frozenset(attributes)))


def _fields(drawn: Node, place: Place, attributes: frozenset[str]) -> Iterator[Box]:
    place = place.moved(drawn.attributes.get("transform", ""))
    if attributes & drawn.attributes.keys():
        shape = next(each for each in drawn.walk() if each.tag in ("rect", "circle"))
        yield _shape(shape, place)
    for child in drawn.children:
        if isinstance(child, Node):
            yield from _fields(child, place, attributes)


def _shape(drawn: Node, place: Place) -> Box:
    said = drawn.attributes
    if drawn.tag == "circle":
        x, y, r = (float(said[name]) for name in ("cx", "cy", "r"))
        return place.box(x - r, y - r, 2 * r, 2 * r)
    return place.box(*(float(said[name]) for name in ("x", "y", "width", "height")))


def crowded(boxes: list[Box]) -> list[tuple[Box, Box]]:
    """Those that overlap."""
    return [(one, other) for one, other in combinations(boxes, 2) if one.meets(other)]


def faults(drawing: Node) -> list[str]:
    """What is wrong with a drawing's words and ids, a line each; none is as it should be."""
    lines, whole = written(drawing), picture(drawing)
    found = [f"{line.words!r} leaves the picture" for line in lines if not whole.holds(line.box)]
    found += [
        f"{line.words!r} {line.box} leaves its card {line.card}"
        for line in lines
        if line.card and not line.card.holds(line.box)
    ]
    found += [
        f"{one.words!r} {one.box} touches {other.words!r} {other.box}"
        for one, other in combinations(lines, 2)
        if one.box.meets(other.box)
    ]
    ids = Counter(part.attributes["id"] for part in drawing.walk() if "id" in part.attributes)
    return found + [f"{id!r} is the id of {count} parts" for id, count in ids.items() if count > 1]


def said(drawing: Node) -> str:
    """All words of a drawing, line after line."""
    return " ".join(line.words for line in written(drawing))


def part(drawing: Node, id: str) -> Node:
    """The part with that id."""
    return next(each for each in drawing.walk() if each.attributes.get("id") == id)
