"""How wide words are, and how they fall into lines: on the server, by stored font metrics."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from math import inf

from hub.drawing.metrics import advances

SLACK = 1.03  # CairoSVG hints advances slightly wider than Chromium
ELLIPSIS = "\u2026"
TITLE_SIZES = (33.0, 31.0, 29.0, 27.0, 25.0, 23.0, 21.0)
UNKNOWN = 0.7  # em; a letter of a font that stands in
SYMBOL = 1.3  # em; emoji are wider than they are high
SPACES = re.compile(r"[^\S\xa0\u2007\u202f]+")  # no-break spaces keep their word together
JOINER = "\u200d"
CUT_AFTER = re.compile(r"(?<=[-/\u2013_.@])(?=\w\w)")


def width(words: str, size: float, face: str = "condensed", weight: int = 500) -> float:
    """Width of one line of text, in the unit of ``size``."""
    return size * _ems(words, face, weight)


@lru_cache(maxsize=32_768)
def _ems(words: str, face: str, weight: int) -> float:
    """Width in em. The same words are measured over and over until their lines are even."""
    return sum(_advance(character, face, weight) for character in words)


@lru_cache(maxsize=16384)
def _advance(character: str, face: str, weight: int) -> float:
    """Advance in em; what the condensed cut lacks is taken from the other, as browsers do."""
    fonts = advances()
    for font in (f"{face}-{weight}", f"sans-{weight}"):
        if (known := fonts[font].get(character)) is not None:
            return known
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return SYMBOL if unicodedata.category(character) == "So" else 1.0
    return UNKNOWN


def wrap(
    words: str,
    size: float,
    max_width: float,
    lines: int,
    face: str = "condensed",
    weight: int = 600,
) -> tuple[str, ...]:
    """``words`` in at most ``lines`` lines of like width, none wider than ``max_width``.

    A word that is too long is broken; what still does not fit ends in an ellipsis.
    """
    ruler = _Ruler(max_width / size / SLACK, face, weight)
    pieces = [piece for word in _words(words) for piece in ruler.broken(word)]
    filled = ruler.fill(pieces, ruler.limit)
    if len(filled) > lines:
        return (*filled[: lines - 1], ruler.cut(" ".join(filled[lines - 1 :])))
    return tuple(ruler.balanced(pieces, len(filled)))


def fit(
    words: str,
    max_width: float,
    max_lines: int,
    sizes: Sequence[float] = TITLE_SIZES,
    face: str = "condensed",
    weight: int = 600,
) -> tuple[float, tuple[str, ...]]:
    """The largest of ``sizes`` at which ``words`` fit whole, and their lines at it.

    A size that needs no word broken goes before a larger one that does; the smallest size with an
    ellipsis is the last resort.
    """
    for broken in (False, True):
        for size in sizes:
            if fits(words, size, max_width, max_lines, face, weight, broken):
                return size, wrap(words, size, max_width, max_lines, face, weight)
    return sizes[-1], wrap(words, sizes[-1], max_width, max_lines, face, weight)


def fits(
    words: str,
    size: float,
    max_width: float,
    lines: int,
    face: str = "condensed",
    weight: int = 600,
    broken: bool = False,
) -> bool:
    """Whether ``words`` need no ellipsis and, unless ``broken`` is allowed, no word broken."""
    ruler = _Ruler(max_width / size / SLACK, face, weight)
    pieces = [piece for word in _words(words) for piece in ruler.broken(word)]
    if not broken and len(pieces) > len(_words(words)):
        return False
    return len(ruler.fill(pieces, ruler.limit)) <= lines


def _words(words: str) -> list[str]:
    return [word for word in SPACES.split(words) if word]


class _Ruler:
    """Measures in em for one font, against a limit that already has the slack taken off."""

    def __init__(self, limit: float, face: str, weight: int) -> None:
        self.limit = limit
        self._face = face
        self._weight = weight

    def width(self, words: str) -> float:
        return width(words, 1.0, self._face, self._weight)

    def fill(self, pieces: Sequence[str], limit: float) -> list[str]:
        """Lines as full as they go, none wider than ``limit`` where a piece is not."""
        lines: list[str] = []
        room, space = -inf, self.width(" ")
        for piece in pieces:
            wide = self.width(piece)
            if space + wide <= room:
                lines[-1] += f" {piece}"
                room -= space + wide
            else:
                lines.append(piece)
                room = limit - wide
        return lines

    def balanced(self, pieces: Sequence[str], count: int) -> list[str]:
        """The same number of lines at the smallest width that allows it."""
        narrow, wide = 0.0, self.limit
        best = self.fill(pieces, wide)
        while wide - narrow > 0.05 and count > 1:
            middle = (narrow + wide) / 2
            lines = self.fill(pieces, middle)
            if len(lines) <= count:
                best, wide = lines, middle
            else:
                narrow = middle
        return best

    def broken(self, word: str) -> list[str]:
        """``word``, or its parts where it is wider than a line: hyphens and slashes part first."""
        if self.width(word) <= self.limit:
            return [word]
        parts: list[str] = []
        for part in CUT_AFTER.split(word):
            if parts and self.width(parts[-1] + part) <= self.limit:
                parts[-1] += part
            else:
                parts.extend(self._chopped(part))
        return parts

    def _chopped(self, part: str) -> list[str]:
        chopped: list[str] = []
        for cluster in _clusters(part):
            if chopped and self.width(chopped[-1] + cluster) <= self.limit:
                chopped[-1] += cluster
            else:
                chopped.append(cluster)
        return chopped

    def cut(self, words: str) -> str:
        """As much of ``words`` as fits before an ellipsis."""
        room = self.limit - self.width(ELLIPSIS)
        kept = ""
        for cluster in _clusters(words):
            if self.width(kept + cluster) > room:
                break
            kept += cluster
        return kept.rstrip(" ,;:\u2013-") + ELLIPSIS


def _clusters(text: str) -> list[str]:
    """Letters with the marks and joiners that belong to them."""
    clusters: list[str] = []
    for character in text:
        attached = unicodedata.category(character).startswith("M") or character == JOINER
        if clusters and (attached or clusters[-1].endswith(JOINER)):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters
