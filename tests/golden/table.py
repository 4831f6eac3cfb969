"""What the golden pictures looked like when somebody last agreed.

A digest of every page is kept, the whole text of some, and as many small PNGs as have every pair of
scene, house, theme and shape in one.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from hub.drawing import Node
from tests.golden.gallery import Picture, pages, pictures
from tests.golden.houses import House

HERE = Path(__file__).resolve().parent
TABLE = HERE / "digests.json"
TEXTS = HERE / "svg"
PAINTED = HERE / "png"
WHOLE = {("full", "wide", "light"), ("few", "tall", "dark")}  # house, shape, theme
Digests = Mapping[str, Sequence[str]]


def digest(drawing: Node) -> str:
    return hashlib.sha256(str(drawing).encode()).hexdigest()[:16]


def digests(house: House) -> dict[str, list[str]]:
    """Of all pages of a house, by the names of their pictures."""
    return {each.name: [digest(page) for page in pages(house, each)] for each in pictures(house)}


def agreed() -> dict[str, list[str]]:
    """The digests as they are kept."""
    kept: dict[str, list[str]] = json.loads(TABLE.read_text("utf-8")) if TABLE.exists() else {}
    return kept


def differing(kept: Digests, found: Digests) -> Iterator[str]:
    """A line for each picture that is another one, is new, or is no longer drawn."""
    for name in sorted(kept.keys() | found.keys()):
        if name not in kept:
            yield f"{name} is new"
        elif name not in found:
            yield f"{name} is no longer drawn"
        elif kept[name] != found[name]:
            yield f"{name} has changed"


def is_whole(picture: Picture) -> bool:
    """Whether the text of its first page is kept whole."""
    return (picture.house, picture.size, picture.theme) in WHOLE


def text_of(drawing: Node) -> str:
    """The text of a picture, an element a line, so that a change is a few lines."""
    return str(drawing).replace("><", ">\n<") + "\n"


def file_of(folder: Path, picture: Picture, kind: str) -> Path:
    return folder / f"{picture.name.replace('/', '-')}.{kind}"


def pairwise(every: Iterable[Picture]) -> list[Picture]:
    """A few of the pictures, with every pair of scene, house, theme and shape that there is."""
    pairs = {each: frozenset(_pairs(each)) for each in sorted(every)}
    left = set().union(*pairs.values()) if pairs else set()
    chosen = []
    while left:
        best = max(pairs, key=lambda each: len(pairs[each] & left))
        chosen.append(best)
        left -= pairs[best]
    return sorted(chosen)


def _pairs(picture: Picture) -> Iterator[tuple[str, ...]]:
    values = ("scene", picture.scene), ("house", picture.house), ("theme", picture.theme)
    for one, other in combinations((*values, ("size", picture.size)), 2):
        yield (*one, *other)
