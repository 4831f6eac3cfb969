"""Grids: how many columns let tiles be drawn largest, and where each tile then stands."""

from collections.abc import Callable
from dataclasses import dataclass

from hub.displays.surround import Box

NEAR = 0.85  # of the largest tiles; smaller ones are not taken to fill a grid


@dataclass(frozen=True)
class Grid:
    """Cells of one size in rows; ``above`` px are kept free over each row."""

    box: Box
    columns: int
    rows: int
    gap: float
    above: float = 0.0

    @property
    def width(self) -> float:
        return (self.box.width - self.gap * (self.columns - 1)) / self.columns

    @property
    def height(self) -> float:
        free = self.box.height - self.gap * (self.rows - 1) - self.above * self.rows
        return free / self.rows

    def cell(self, index: int) -> Box:
        row, column = divmod(index, self.columns)
        return Box(
            self.box.x + column * (self.width + self.gap),
            self.box.y + row * (self.height + self.gap + self.above) + self.above,
            self.width,
            self.height,
        )


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
        Grid(box, columns, -(-count // columns), _gap(gap, count), above)
        for columns in range(1, max(count, 1) + 1)
    ]

    def large(grid: Grid) -> float:
        return round(unit(grid.width, grid.height), 3)

    largest = max(large(grid) for grid in grids)
    near = min(NEAR * largest, largest)  # below zero where there is no room at all
    return min(
        (grid for grid in grids if large(grid) >= near),
        key=lambda grid: (grid.columns * grid.rows - count, -large(grid), grid.columns),
    )


def _gap(gap: float, count: int) -> float:
    """Many small tiles stand closer."""
    return gap if count <= 6 else 0.75 * gap if count <= 16 else 0.55 * gap
