"""Sketches of several sizes, to be looked at and to be tested.

    python -m tests.problem_board.sketches tests/out

writes each in both themes, on every board, as PNG.
"""

import sys
from collections.abc import Iterator
from math import cos, pi, sin
from pathlib import Path
from typing import Any
from uuid import UUID

from hub.drawing import DARK, LIGHT, Node, Theme
from hub.problem_board import Analysis, Canvas
from hub.problem_board.ink import Ink
from hub.problem_board.ink_sheet import COLOURS, HIGH, MOST, WIDE
from tests.problem_board.fishes import LONG
from tests.problem_board.sample import ISSUE
from tests.problem_board.stickies import BOARDS

__all__ = ["BOARDS", "analyses", "drawn", "ring", "sketch"]


def ring(x: float, y: float, across: float = 120, wide: float = 8) -> list[tuple[float, float]]:
    """The outline of a stroke that goes nearly once around, kept on the sheet."""
    turns = [1.9 * pi * n / 24 for n in range(25)]
    there = [(x + across * cos(t), y + across * sin(t)) for t in turns]
    back = [(x + (across - wide) * cos(t), y + (across - wide) * sin(t)) for t in reversed(turns)]
    return [
        (round(min(max(a, 0), WIDE), 1), round(min(max(b, 0), HIGH), 1)) for a, b in (*there, *back)
    ]


def stroke(number: int, x: float, y: float, across: float = 120) -> dict[str, Any]:
    outline = [each for point in ring(x, y, across) for each in point]
    colour = list(COLOURS)[number % 4]
    return {"id": str(UUID(int=number)), "colour": colour, "width": "thin", "outline": outline}


def sketch(*strokes: dict[str, Any], caption: str = "") -> Analysis:
    said = {"id": "caption", "text": caption, "version": 1}
    return Analysis(ISSUE, (), {"strokes": list(strokes), **({"caption": said} if caption else {})})


def analyses() -> Iterator[tuple[str, Analysis]]:
    yield "empty", Analysis(ISSUE)
    some = [stroke(n, 240 + 190 * n, 300 + 220 * (n % 2)) for n in range(7)]
    yield "typical", sketch(*some, caption="Where calls wait on their way to tier 2")
    full = [stroke(n, 53 * n % WIDE, 37 * n % HIGH, 30) for n in range(MOST)]
    yield "overfull", sketch(*full, caption=LONG[:300])


def drawn(analysis: Analysis, theme: Theme, size: tuple[int, int]) -> Node:
    return Ink().draw(analysis, Canvas(*size, theme))


def main(folder: Path) -> None:
    from hub.drawing.printing import to_png

    folder.mkdir(parents=True, exist_ok=True)
    for name, analysis in analyses():
        for theme in (LIGHT, DARK):
            for board, size in BOARDS.items():
                path = folder / f"sketch-{name}-{board}-{theme.name}.png"
                path.write_bytes(to_png(drawn(analysis, theme, size), size[0]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
