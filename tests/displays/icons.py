"""Where a drawing's icons of variation and assurance stand."""

from collections.abc import Iterator

from hub.drawing import ICONS, Node
from tests.geometry import Box, Place, written

WORDS = {each.word: name for name, each in ICONS.items()}


def icons(drawing: Node) -> list[tuple[str, Box]]:
    """The name and the field of each, in drawing order, the legend's too."""
    return list(_icons(drawing, Place()))


def _icons(drawn: Node, place: Place) -> Iterator[tuple[str, Box]]:
    place = place.moved(drawn.attributes.get("transform", ""))
    word = drawn.attributes.get("aria-label", "")
    if drawn.attributes.get("role") == "img" and word in WORDS:
        yield WORDS[word], place.box(0, 0, 44, 44)
        return
    for child in drawn.children:
        if isinstance(child, Node):
            yield from _icons(child, place)


def covered(drawing: Node) -> list[tuple[str, str]]:
    """Icons and the words that they touch, apart from the letters within them."""
    lines = [line for line in written(drawing) if line.words not in ("H", "L", "P", "F", "?")]
    return [
        (name, line.words) for name, box in icons(drawing) for line in lines if box.meets(line.box)
    ]
