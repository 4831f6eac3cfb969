"""What lies under a place of a drawing, and how well what is drawn there stands out from it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hub.drawing import Node
from tests.geometry import Box, Place, line_of

Colour = tuple[float, float, float]
Point = tuple[float, float]
STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")


@dataclass(frozen=True)
class Field:
    """A filled shape, painted after all before it."""

    box: Box
    paint: str
    opacity: float
    outline: tuple[Point, ...] = ()  # of a path; a rect or a circle is its box
    round: bool = False

    def covers(self, x: float, y: float) -> bool:
        if not (self.box.left <= x <= self.box.right and self.box.top <= y <= self.box.bottom):
            return False
        if self.round:
            radius = (self.box.right - self.box.left) / 2
            across, down = x - self.box.left - radius, y - self.box.top - radius
            return across * across + down * down <= radius * radius
        return not self.outline or _inside(self.outline, x, y)


@dataclass(frozen=True)
class Standing:
    """Words on what is under them; ``contrast`` is the least along their line."""

    words: str
    size: float
    weight: int
    contrast: float

    @property
    def least(self) -> float:
        """What WCAG 2.2 asks for: less of large letters."""
        large = self.size >= 24 or (self.size >= 19 and self.weight >= 600)
        return 3.0 if large else 4.5


def standing(drawing: Node) -> Iterator[Standing]:
    """All words of a drawing, with how well they stand out."""
    painted: list[Field] = []
    for part, place in parts(drawing):
        if part.tag != "text":
            painted += _field(part, place)
        elif words := "".join(map(str, part.children)).strip():
            box, said = line_of(part, words, place), part.attributes
            middle, ends = (box.top + box.bottom) / 2, (box.left + 1, box.right - 1)
            least = min(
                contrast(rgb(said["fill"]), under(painted, x, middle))
                for x in (ends[0], sum(ends) / 2, ends[1])
            )
            size = float(said["font-size"]) * place.scale
            yield Standing(words, size, int(said["font-weight"]), least)


def parts(drawing: Node, place: Place | None = None) -> Iterator[tuple[Node, Place]]:
    """Every node with where it is drawn, in the order of painting."""
    here = (place or Place()).moved(drawing.attributes.get("transform", ""))
    yield drawing, here
    for child in drawing.children:
        if isinstance(child, Node):
            yield from parts(child, here)


def under(painted: Sequence[Field], x: float, y: float) -> Colour:
    """The colour that is seen at a place."""
    seen, left = (0.0, 0.0, 0.0), 1.0
    for field in reversed(painted):
        if field.covers(x, y):
            share = left * field.opacity
            seen = _mixed(seen, rgb(field.paint), share)
            left -= share
            if left < 1e-6:
                break
    return seen


def fields_of(drawing: Node) -> list[Field]:
    return [field for part, place in parts(drawing) for field in _field(part, place)]


def _mixed(seen: Colour, more: Colour, share: float) -> Colour:
    return (seen[0] + share * more[0], seen[1] + share * more[1], seen[2] + share * more[2])


def _field(part: Node, place: Place) -> Iterator[Field]:
    said = part.attributes
    paint = said.get("fill", "none")
    if paint == "none" or part.tag not in ("rect", "circle", "path"):
        return
    opacity = float(said.get("opacity", 1)) * float(said.get("fill-opacity", 1))
    if part.tag == "rect":
        size = (float(said.get(name, 0)) for name in ("x", "y", "width", "height"))
        yield Field(place.box(*size), paint, opacity)
    elif part.tag == "circle":
        x, y, r = (float(said.get(name, 0)) for name in ("cx", "cy", "r"))
        yield Field(place.box(x - r, y - r, 2 * r, 2 * r), paint, opacity, round=True)
    else:
        for outline in outlines(said["d"]):
            moved = tuple((place.x + x * place.scale, place.y + y * place.scale)
                          for x, y in outline)  # fmt: skip
            across, down = [x for x, _ in moved], [y for _, y in moved]
            yield Field(Box(min(across), min(down), max(across), max(down)), paint, opacity, moved)


def outlines(d: str) -> list[list[Point]]:
    """The corners of each closed part of a path; a curve is taken by its ends."""
    found: list[list[Point]] = []
    x = y = 0.0
    for letter, text in STEP.findall(d):
        numbers = [float(number) for number in NUMBER.findall(text)]
        kind, far = letter.upper(), letter.islower()
        for ends in _ends(kind, numbers):
            dx, dy = ends
            x = x if dx is None else dx + (x if far else 0)
            y = y if dy is None else dy + (y if far else 0)
            if kind == "M":
                found.append([])
            if found:
                found[-1].append((x, y))
    return [outline for outline in found if len(outline) > 2]


def _ends(kind: str, numbers: Sequence[float]) -> Iterator[tuple[float | None, float | None]]:
    """Where each step of a path ends; None where it keeps to its line."""
    length = {"H": 1, "V": 1, "M": 2, "L": 2, "T": 2, "Q": 4, "S": 4, "C": 6, "A": 7}.get(kind, 0)
    for start in range(0, len(numbers), length or 1):
        step = numbers[start : start + length]
        if kind == "H":
            yield step[0], None
        elif kind == "V":
            yield None, step[0]
        elif length:
            yield step[-2], step[-1]


def _inside(outline: Sequence[Point], x: float, y: float) -> bool:
    odd = False
    for (ax, ay), (bx, by) in zip(outline, [*outline[1:], outline[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd


def rgb(colour: str) -> Colour:
    """Red, green and blue from 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """WCAG 2.2 contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


__all__ = ["Field", "Standing", "contrast", "fields_of", "outlines", "parts",
           "rgb", "standing", "under"]  # fmt: skip
