"""Is / is not tables of several sizes, to be looked at and to be tested.

    python -m tests.problem_board.tables tests/out

writes each in both themes, on every board, as PNG.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hub.drawing import DARK, LIGHT, Node, Theme
from hub.problem_board import Analysis, Canvas
from hub.problem_board.is_is_not import IsIsNot
from hub.problem_board.isnot_facts import CELLS, Cell
from tests.problem_board.fishes import BOARDS, LONG
from tests.problem_board.sample import ISSUE, cause

SAID = (
    ("what", "is", "Faults of the new handset go to tier 2"),
    ("what", "is_not", "Faults of the old handset, which tier 1 mends"),
    ("what", "differs", "There is no script for the new one"),
    ("where", "is", "Telford desk"),
    ("where", "is", "Cardiff desk since November"),
    ("where", "is_not", "Shipley desk"),
    ("where", "differs", "Shipley tried the handset in the pilot"),
    ("when", "is", "Since the rollout on 6 October"),
    ("when", "is_not", "In the pilot in August"),
    ("extent", "is", "612 of 840 calls in October"),
)


def fact(number: int, cell: Cell, text: str, made: str | None = None) -> dict[str, object]:
    kept = {"id": f"f{number}", "text": text, "version": 1, "row": cell.row, "column": cell.column}
    return {**kept, "cause": made} if made else kept


def typical() -> Analysis:
    cells = {cell.id: cell for cell in CELLS}
    facts = [fact(n, cells[f"{row}-{column}"], text) for n, (row, column, text) in enumerate(SAID)]
    facts[2]["cause"] = "a"
    return Analysis(ISSUE, (cause("a", None, SAID[2][2]),), {"facts": facts})


def many(count: int, text: str = "Entry number {}", cells: int = len(CELLS)) -> Analysis:
    """So many entries in the first so many cells; some of what differs is a cause."""
    facts, causes = [], []
    for n in range(count):
        cell = CELLS[n % cells]
        made = f"c{n}" if cell.column == "differs" and n % 2 else None
        facts.append(fact(n, cell, text.format(n), made))
        if made:
            causes.append(cause(made, None, text.format(n), ("suspected", "ruled_out")[n % 4 // 2]))
    return Analysis(ISSUE, tuple(causes), {"facts": facts})


def looking_at(analysis: Analysis, cell: str) -> Analysis:
    return replace(analysis, look={"about": cell})


def analyses() -> Iterator[tuple[str, Analysis]]:
    yield "empty", Analysis(ISSUE)
    yield "typical", typical()
    yield "forty", many(40)
    yield "overfull", many(120)
    yield "long", many(30, LONG[:290] + " {}")
    yield "cell", looking_at(typical(), "what-differs")
    yield "empty cell", looking_at(typical(), "extent-differs")
    yield "full cell", looking_at(many(120, LONG[:200] + " {}", 3), "what-differs")


def drawn(analysis: Analysis, theme: Theme, size: tuple[int, int]) -> Node:
    return IsIsNot().draw(analysis, Canvas(*size, theme))


def main(folder: Path) -> None:
    from hub.drawing.printing import to_png

    folder.mkdir(parents=True, exist_ok=True)
    for name, analysis in analyses():
        for theme in (LIGHT, DARK):
            for board, size in BOARDS.items():
                path = folder / f"table-{name.replace(' ', '_')}-{board}-{theme.name}.png"
                path.write_bytes(to_png(drawn(analysis, theme, size), size[0]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
