"""What has to be true of any picture for a wall: room for the clock, targets that a finger meets,
letters that can be read, and a legend that tells what its badges mean."""

import re
from collections.abc import Iterator
from functools import cache

from hub.drawing import DARK, LIGHT, STATES, Node, Theme
from hub.drawing.marks.badge import DRAWN
from tests.geometry import Box, fields, picture, said, written
from tests.golden.ground import parts, standing

CLOCK = (236.0, 96.0)  # px at the top right, where a wall shows the time
TARGET = 24.0  # px a side: the least that WCAG 2.2 asks of a target
PAGES = re.compile(r"\bPage (\d+) of (\d+)")
SMALLEST = 10.0  # px: nothing at all is set smaller


def under_the_clock(drawing: Node) -> list[str]:
    """Words and targets that the wall's clock would cover."""
    whole = picture(drawing)
    clock = Box(whole.right - CLOCK[0], 0, whole.right, CLOCK[1])
    found = [f"{line.words!r} is under the clock" for line in written(drawing)
             if line.box.meets(clock)]  # fmt: skip
    targets = fields(drawing, "data-href")
    return found + [f"a target {box} is under the clock" for box in targets if box.meets(clock)]


def miscounted(drawing: Node) -> list[str]:
    """Words about pages that are not those that a wall turns."""
    number, of = (drawing.attributes.get(name, "1") for name in ("data-page", "data-pages"))
    told = set(PAGES.findall(said(drawing)))
    return [f"Page {a} of {b} is page {number} of {of}" for a, b in told - {(number, of)}]


def too_small_to_hit(drawing: Node) -> list[str]:
    return [
        f"a target of {box.right - box.left:.0f} x {box.bottom - box.top:.0f} px at {box}"
        for box in fields(drawing, "data-href")
        if min(box.right - box.left, box.bottom - box.top) < TARGET
    ]


def too_small_to_read(drawing: Node) -> list[str]:
    return [
        f"{words!r} is set at {size:.1f} px" for words, size in sizes(drawing) if size < SMALLEST
    ]


def sizes(drawing: Node) -> Iterator[tuple[str, float]]:
    """All words, and how large they are on the picture, in px; a letter alone is part of a mark."""
    for part, place in parts(drawing):
        words = "".join(map(str, part.children)) if part.tag == "text" else ""
        if len(words) > 1:
            yield words, float(part.attributes["font-size"]) * place.scale


def pale(drawing: Node) -> list[str]:
    """Words that do not stand out from what is under them."""
    return [
        f"{words.words!r} has a contrast of {words.contrast:.2f}, not {words.least}"
        for words in standing(drawing)
        if words.contrast < words.least - 0.005
    ]


def unexplained(drawing: Node, theme: Theme) -> list[str]:
    """States whose badge is shown, and that neither the legend nor words on the picture tell."""
    looks = _looks(theme.name)
    words = said(drawing).lower()
    legend, elsewhere = set[str](), set[str]()
    for inside, part in _with_legend(drawing, False):
        if part.attributes.get("role") != "img":
            continue
        drawn = "".join(map(str, part.children))
        shown = {state for look, state in looks.items() if drawn.startswith(look)}
        if inside:
            legend |= shown
        else:
            elsewhere |= {state for state in shown if not _is_told(state, part, words)}
    return [f"{state} is shown and not in the legend" for state in sorted(elsewhere - legend)]


def _is_told(state: str, badge: Node, words: str) -> bool:
    """Whether the words of a picture say what a badge does: its state, or all that it is."""
    names = state, STATES[state].word, badge.attributes.get("aria-label", state)
    return any(re.search(rf"\b{re.escape(name.lower())}\b", words) for name in names)


def _with_legend(part: Node, inside: bool) -> Iterator[tuple[bool, Node]]:
    inside = inside or "legend" in part.attributes.get("id", "")
    yield inside, part
    for child in part.children:
        if isinstance(child, Node):
            yield from _with_legend(child, inside)


@cache
def _looks(theme: str) -> dict[str, str]:
    """The states by what their badges look like."""
    colours = LIGHT if theme == LIGHT.name else DARK
    return {"".join(map(str, DRAWN[state.badge](colours))): name for name, state in STATES.items()}
