"""Words on a tool's cards: the largest letters at which they fit whole, and their lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.drawing import fits, wrap

LEADING = 1.14
SIZES = ((26.0, 1), (24.0, 3), (22.0, 3), (20.0, 8), (18.0, 10), (16.0, 14))


@dataclass(frozen=True)
class Words:
    """Words broken into lines of one size."""

    size: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        return LEADING * self.size * len(self.lines)


def set_in(words: str, room: float, sizes: Sequence[tuple[float, int]] = SIZES) -> Words:
    """The largest of ``sizes``, each with the lines it may take, at which words fit whole."""
    for broken in (False, True):
        for size, lines in sizes:
            if fits(words, size, room, lines, broken=broken):
                return Words(size, wrap(words, size, room, lines))
    size, lines = sizes[-1]
    return Words(size, wrap(words, size, room, lines))
