"""Legibility: whether letters on a screen are large enough for those who look at it from afar.

Letters are to be at least 16 minutes of arc high (ISO 9241-303, NUREG-0700: height = 6.283 x
distance x minutes / 21600). Sizes are px of a picture that is 1920 wide on a 16:9 screen.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MINUTES = 16.0
CAPITALS = 0.698  # em that the capitals of the hub's fonts are high
WIDTH = 1920  # px of a picture
INCH = 0.0254  # m
ACROSS = 16 / math.hypot(16, 9)  # of a diagonal

NEAR = 21  # px: targets, dates, owners
FAR = 30  # px: titles, values, badges of the strategy map and of scorecards
LARGE = 50  # px: titles where one perspective fills the screen
MOST_ZOOM = 1.65  # of FAR that LARGE is: beyond it, a screen hangs too far away


@dataclass(frozen=True)
class Viewing:
    """How a screen is looked at: its ``diagonal`` in inches, from ``distance`` metres. ``screens``
    is how many of them, along one side, the picture is spread over."""

    diagonal: float
    distance: float
    screens: int = 1

    @classmethod
    def of(cls, diagonal: float, distance: float, part: Mapping[str, Any]) -> "Viewing":
        """Of a screen that draws that ``part`` of a picture (``columns``, ``rows``), or all of it
        where it is empty."""
        return cls(diagonal, distance, min(part.get("columns", 1), part.get("rows", 1)))

    @property
    def needed(self) -> float:
        """The smallest size, in px of the picture, that can be read from there."""
        return self.distance * _size_at(1, self.diagonal * self.screens)

    def reach(self, size: float) -> float:
        """From how many metres letters of ``size`` px can be read."""
        return size / _size_at(1, self.diagonal * self.screens)

    def diagonal_for(self, size: float) -> int:
        """How many inches each screen must have so that ``size`` px can be read from there."""
        return math.ceil(self.diagonal * self.needed / size)


def least(viewing: Viewing) -> float:
    """The size, in px, that letters to be read from there must have: in steps of 2 px, so that
    screens that hang nearly alike share their pictures."""
    return 2.0 * math.ceil(viewing.needed / 2)


def _size_at(distance: float, diagonal: float) -> float:
    height = 6.283 * distance * MINUTES / 21600
    return height * WIDTH / (diagonal * INCH * ACROSS) / CAPITALS


@dataclass(frozen=True)
class Advice:
    """What can be read from where people stand; ``warns`` where that is too little."""

    words: str
    warns: bool


def advice(viewing: Viewing) -> Advice:
    """What to expect of a screen that hangs there, and what to do about it."""
    size, place = f"{viewing.diagonal:g} in", f"{viewing.distance:g} m"
    if viewing.needed <= NEAR:
        return Advice(f"Everything can be read from {place}, targets and dates too.", False)
    if viewing.needed <= FAR:
        near = viewing.reach(NEAR)
        words = f"Titles and values can be read from {place}; targets and dates from {near:.1f} m."
        return Advice(words, False)
    if viewing.needed <= LARGE:
        return Advice(
            f"Too far for a whole map: on {size} its titles can be read from "
            f"{viewing.reach(FAR):.1f} m at most. Show one perspective or one KPI at a time, hang "
            f"the screen nearer, or take one of {viewing.diagonal_for(FAR)} in.",
            True,
        )
    return Advice(
        f"Too far: from {place} not even the large titles of a single perspective can be read on "
        f"{size}. Hang the screen within {viewing.reach(LARGE):.1f} m of those who look at it, or "
        f"take one of {viewing.diagonal_for(LARGE)} in; a whole map needs "
        f"{viewing.diagonal_for(FAR)} in.",
        True,
    )
