"""Stacks: panels of one size in a column, or in as many columns as a wide picture has room for."""

from collections.abc import Iterator
from dataclasses import dataclass

from hub.displays.surround import Box

GAP = 16.0
TALLEST = 1.6  # times as high as it must be: a panel does not grow further to fill a picture


@dataclass(frozen=True)
class Stack:
    """Panels at least ``least`` px high in a box, at ``across`` px of width or more each."""

    box: Box
    least: float
    across: float

    @property
    def columns(self) -> int:
        return max(1, int((self.box.width + GAP) // (self.across + GAP)))

    @property
    def rows(self) -> int:
        return max(1, int((self.box.height + GAP) // (self.least + GAP)))

    @property
    def most(self) -> int:
        """How many panels there is room for."""
        return self.columns * self.rows

    def cells(self, count: int) -> Iterator[Box]:
        """The fields of ``count`` panels, column by column."""
        if not count:
            return
        columns = min(self.columns, count)
        rows = -(-count // columns)
        wide = (self.box.width - GAP * (columns - 1)) / columns
        share = (self.box.height - GAP * (rows - 1)) / rows
        high = min(share, TALLEST * self.least)
        for index in range(count):
            column, row = divmod(index, rows)
            x, y = self.box.x + column * (wide + GAP), self.box.y + row * (high + GAP)
            yield Box(x, y, wide, high)
