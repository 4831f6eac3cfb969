"""Grids: how many columns let tiles be drawn largest, and where each tile then stands."""

from collections.abc import Callable
from dataclasses import dataclass

from hub.displays.surround import Box

NEAR = 0.85  # of the largest tiles; smaller ones are not taken to fill a grid


@dataclass(frozen=True)
class Grid:
    """Cells of one size in rows; ``above`` px are kept free over each row.

    Where the last of several rows has at least half of its cells, they share its width.
    """

    box: Box
    columns: int
    rows: int
    gap: float
    above: float = 0.0
    count: int = 0  # of the cells that are taken; all of them if 0

    @property
    def width(self) -> float:
        return (self.box.width - self.gap * (self.columns - 1)) / self.columns

    @property
    def height(self) -> float:
        free = self.box.height - self.gap * (self.rows - 1) - self.above * self.rows
        return free / self.rows

    def cell(self, index: int) -> Box:
        row, column = divmod(index, self.columns)
        wide = self._width(row)
        return Box(
            self.box.x + column * (wide + self.gap),
            self.box.y + row * (self.height + self.gap + self.above) + self.above,
            wide,
            self.height,
        )

    def _width(self, row: int) -> float:
        last = row and row == self.rows - 1
        if not last or not self.count or self.holes or not self.spare:
            return self.width
        taken = self.columns - self.spare
        return (self.box.width - self.gap * (taken - 1)) / taken

    @property
    def spare(self) -> int:
        """How many cells of the last row are not taken."""
        return self.columns * self.rows - self.count

    @property
    def holes(self) -> int:
        """How many cells stay empty, because those beside them would be too wide for the rest."""
        return self.spare if self.rows == 1 or 2 * self.spare > self.columns else 0


def best_grid(
    count: int,
    box: Box,
    unit: Callable[[float, float], float],
    *,
    gap: float = 28.0,
    above: float = 0.0,
) -> Grid:
    """The grid for ``count`` tiles whose ``unit``, of width and height, comes out largest.

    Among those that come near it, the one with the fewest empty cells.
    """
    grids = [
        Grid(box, columns, -(-count // columns), _gap(gap, count), above, count)
        for columns in range(1, max(count, 1) + 1)
    ]

    def large(grid: Grid) -> float:
        return round(unit(grid.width, grid.height), 3)

    largest = max(large(grid) for grid in grids)
    near = min(NEAR * largest, largest)  # below zero where there is no room at all
    return min(
        (grid for grid in grids if large(grid) >= near),
        key=lambda grid: (grid.holes, -large(grid), grid.spare, grid.columns),
    )


def most_legible(
    most: int,
    box: Box,
    unit: Callable[[float, float], float],
    least: float,
    *,
    gap: float = 28.0,
    above: float = 0.0,
) -> int:
    """How many tiles there may be, at ``most``, so that their ``unit`` is ``least`` or more."""
    for count in range(most, 1, -1):
        grid = best_grid(count, box, unit, gap=gap, above=above)
        if unit(grid.width, grid.height) >= least:
            return count
    return 1


def _gap(gap: float, count: int) -> float:
    """Many small tiles stand closer."""
    return gap if count <= 6 else 0.75 * gap if count <= 16 else 0.55 * gap
