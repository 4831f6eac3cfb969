"""Walls of sticky notes of several sizes, to be looked at and to be tested.

    python -m tests.problem_board.stickies tests/out

writes each in both themes, on every board, as PNG.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from hub.drawing import DARK, LIGHT, Node, Theme
from hub.problem_board import Analysis, Canvas
from hub.problem_board.sticky_notes import StickyNotes
from hub.problem_board.sticky_wall import COLOURS
from tests.problem_board.fishes import LONG
from tests.problem_board.sample import ISSUE, cause

BOARDS = {
    "board": (1512, 428),
    "roomy": (1512, 760),
    "wide": (2400, 900),
    "upright": (1000, 1200),
    "phone": (360, 500),
}
GROUPS = (("g1", "What analysts know"), ("g2", "Handsets and spares"), ("g3", "How calls flow"))
SAID = (
    ("g1", "yellow", "New analysts start without the handset course"),
    ("g1", "yellow", "Knowledge articles are out of date"),
    ("g1", "blue", "No script for the new handset"),
    ("g1", "yellow", "Fault codes are too broad to learn from"),
    ("g2", "green", "Spare handsets run out by Wednesday"),
    ("g2", "green", "Supplier queue over 3 days"),
    ("g2", "yellow", "Handset image not ready at the rollout"),
    ("g3", "blue", "Handset faults go straight to tier 2"),
    ("g3", "blue", "Nobody tells tier 1 what tier 2 did"),
    (None, "yellow", "Absence at Telford desk"),
    (None, "grey", "Desk moves in September"),
    (None, "yellow", "Callers ring twice"),
)


def note(id: str, text: str, group: str | None = None, **more: Any) -> dict[str, Any]:
    kept = {"id": id, "text": text, "version": 1, "colour": "yellow", **more}
    return {**kept, "group": group} if group else kept


def typical() -> Analysis:
    notes = [note(f"n{n}", text, group, colour=colour)
             for n, (group, colour, text) in enumerate(SAID)]  # fmt: skip
    notes[2]["cause"] = "a"
    groups = [{"id": id, "text": text, "version": 1} for id, text in GROUPS]
    return Analysis(ISSUE, (cause("a", None, SAID[2][2]),), {"notes": notes, "groups": groups})


def many(count: int, text: str = "Note number {}", groups: int = 0) -> Analysis:
    """So many notes in so many groups, every seventh in none; some are causes, one has no name."""
    kept = [{"id": f"g{n}", "text": f"Group number {n}" if n % 4 != 3 else "", "version": 1}
            for n in range(groups)]  # fmt: skip
    notes, causes = [], []
    for n in range(count):
        made = f"c{n}" if n % 5 == 1 else None
        group = f"g{n % groups}" if groups and n % 7 else None
        more = {"colour": list(COLOURS)[n % 4], **({"cause": made} if made else {})}
        notes.append(note(f"n{n}", text.format(n), group, **more))
        if made:
            causes.append(cause(made, None, text.format(n), ("suspected", "ruled_out")[n // 5 % 2]))
    return Analysis(ISSUE, tuple(causes), {"notes": notes, "groups": kept})


def looking_at(analysis: Analysis, id: str | None) -> Analysis:
    return replace(analysis, look={"about": id})


def analyses() -> Iterator[tuple[str, Analysis]]:
    long = LONG[:290] + " {}"
    yield "empty", Analysis(ISSUE)
    yield "typical", typical()
    yield "loose", many(12)
    yield "overfull", many(120, long, 8)
    yield "overfull loose", many(120, long)
    yield "many groups", many(40, "Note {}", 40)
    yield "note", looking_at(typical(), "n4")
    yield "note that is a cause", looking_at(typical(), "n2")
    yield "long note", looking_at(many(120, long, 40), "n1")
    yield "group", looking_at(typical(), "g1")
    yield "full group", looking_at(many(120, long, 1), "g0")
    yield "empty group", looking_at(Analysis(ISSUE, (), {"groups": [
        {"id": "g", "text": LONG[:80], "version": 1}]}), "g")  # fmt: skip


def drawn(analysis: Analysis, theme: Theme, size: tuple[int, int]) -> Node:
    return StickyNotes().draw(analysis, Canvas(*size, theme))


def main(folder: Path) -> None:
    from hub.drawing.printing import to_png

    folder.mkdir(parents=True, exist_ok=True)
    for name, analysis in analyses():
        for theme in (LIGHT, DARK):
            for board, size in BOARDS.items():
                path = folder / f"notes-{name.replace(' ', '_')}-{board}-{theme.name}.png"
                path.write_bytes(to_png(drawn(analysis, theme, size), size[0]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
