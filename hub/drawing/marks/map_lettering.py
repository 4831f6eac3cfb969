"""How the title of a map card falls into lines: in the size of its map, smaller where it must."""

from collections.abc import Sequence
from math import floor

from hub.drawing.text import fit, fits, wrap

TITLES = (33.0, 32.0, 31.0, 30.0, 29.0, 28.0, 27.0, 26.0, 25.0, 24.0, 23.0, 22.0, 21.0, 20.0)
SMALLEST = 16.0  # px
LEADING = 1.06
RISE, FALL = 0.8, 0.22  # em that a line takes above and below its base line


def lettered(
    title: str, wished: float, across: float, down: float, most: int
) -> tuple[float, Sequence[str]]:
    """Size and lines of ``title`` in ``across`` x ``down`` px, at most of the size ``wished``."""
    sizes = [max(SMALLEST, wished * size / TITLES[0]) for size in TITLES]
    sizes += [s for s in (18.0, 17.0, SMALLEST) if s < sizes[-1]]
    for size in sizes:
        lines = lines_in(down, size, most)
        if lines and fits(title, size, across, lines):
            return size, wrap(title, size, across, lines)
    for size in (sizes[-1], 15.0, 14.0, 13.0, 12.0):
        if lines := lines_in(down, size, most):
            return fit(title, across, lines, [size])
    return fit(title, across, 1, [max(9.0, down)])


def lines_in(down: float, size: float, most: int) -> int:
    """How many lines of ``size`` stand in ``down`` px, at most ``most``."""
    return max(0, min(most, 1 + floor((down / size - RISE - FALL) / LEADING + 1e-6)))
