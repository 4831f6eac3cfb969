"""The names under a time axis: periods as many as do not touch, and their years below them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from hub.drawing.text import SLACK, width

STRIDES = (1, 2, 3, 4, 6)  # parts of a year; beyond them a whole dozen of periods and its multiples
CLEAR = (0.7, 0.45)  # of the size, between two names of a row


@dataclass(frozen=True)
class Spot:
    """A figure's place on the axis in px, the name of its period, and the year that it leaves
    out."""

    x: float
    label: str
    year: str = ""


@dataclass(frozen=True)
class Name:
    """Words on the axis around ``middle`` px; ``row`` 1 is that of the years."""

    words: str
    middle: float
    row: int


def names(spots: Sequence[Spot], size: float, right: float) -> list[Name]:
    """The last period's name always; of the others those that stand clear, in even steps from the
    first of a year, and only where their year is told. All stand left of ``right``."""
    axis = _Axis(spots[-1], size, right)
    years = [list(of) for _, of in groupby(spots, lambda spot: spot.year)]
    strides = (*STRIDES, *range(12, len(spots) + 12, 12))
    stride = next(n for n in strides if all(axis.apart(year[::n]) for year in years))
    for year in reversed(years):
        axis.write(year, stride)
    return axis.written


class _Axis:
    def __init__(self, last: Spot, size: float, right: float) -> None:
        self.last, self.size, self.right = last, size, right
        self.written = [self._named(last)]

    def write(self, year: Sequence[Spot], stride: int) -> None:
        """The year, and of its periods every ``stride``-th that touches no name before."""
        if self._told(year):
            for name in map(self._named, year[::stride]):
                if self._clear(name):
                    self._put(name)

    def apart(self, spots: Sequence[Spot]) -> bool:
        """Whether the names of these periods stand clear of each other."""
        each = [self._named(spot) for spot in spots]
        return not any(map(self._touch, each, each[1:]))

    def _told(self, spots: Sequence[Spot]) -> bool:
        """Write the year below its first period, or below the last of all where the two touch."""
        first = spots[0]
        for spot in (first, self.last) if spots[-1] is self.last else (first,):
            wanted = [self._named(spot), self._dated(spot)]
            if all(name in self.written or self._clear(name) for name in wanted):
                for name in wanted:
                    self._put(name)
                return True
        return False

    def _put(self, name: Name) -> None:
        if name.words and name not in self.written:
            self.written.append(name)

    def _named(self, spot: Spot) -> Name:
        return self._within(spot.label, spot.x, 0)

    def _dated(self, spot: Spot) -> Name:
        return self._within(spot.year, spot.x, 1)

    def _within(self, words: str, x: float, row: int) -> Name:
        half = self._half(words)
        return Name(words, max(min(x, self.right - half), half), row)

    def _half(self, words: str) -> float:
        return width(words, self.size) * SLACK / 2

    def _clear(self, name: Name) -> bool:
        return not any(self._touch(name, other) for other in self.written if other.row == name.row)

    def _touch(self, one: Name, other: Name) -> bool:
        room = abs(one.middle - other.middle) - self._half(one.words) - self._half(other.words)
        return room < CLEAR[one.row] * self.size
