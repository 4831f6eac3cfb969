"""Trees of whys of several sizes, to be looked at.

    python -m tests.problem_board.sample tests/out

writes each in both themes as SVG and PNG.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hub.drawing import DARK, LIGHT, Node, Theme
from hub.problem_board import Analysis, Canvas
from hub.problem_board.five_whys import FiveWhys
from hub.snapshot.views import CauseView, IssueBrief
from tests.displays.sample import NOW

ISSUE = IssueBrief(
    "i14", 14, "First-time fix below target", "analysing", "Priya Nair", NOW, (), "ims"
)
WHYS = (
    ("a", None, "Handset faults go to tier 2", "confirmed", False, "612 of 840 calls in October"),
    ("b", "a", "Analysts have no script for the new handset", "confirmed", False, ""),
    ("c", "b", "Knowledge articles are out of date", "confirmed", True, "140 older than a year"),
    ("d", "b", "The rollout plan had no task for it", "suspected", False, ""),
    ("e", None, "The analyst forgot to ask for the asset number", "suspected", False, ""),
    ("f", None, "Absence at Telford desk", "ruled_out", False, "absence is as last year"),
)
WAY = (
    "Supplier designs arrive late",
    "Design reviews wait for a free reviewer",
    "Only one person may review",
    "The review standard names a single role",
    "The standard was not revised since 2019, when the team was three people and one contractor",
    "Nobody owns the standard",
)
CANVAS = (1380, 560)


def cause(
    id: str, parent: str | None, text: str, state: str = "suspected", root: bool = False,
    evidence: str = "",
) -> CauseView:  # fmt: skip
    return CauseView(id, text, parent, state, root, evidence, "Priya Nair", 1)


def analyses() -> Iterator[tuple[str, Analysis]]:
    whys = tuple(cause(*why) for why in WHYS)
    yield "empty", Analysis(ISSUE)
    yield "first", Analysis(ISSUE, whys[:1])
    yield "some", Analysis(ISSUE, whys)
    chain = tuple(
        cause(
            str(n), str(n - 1) if n else None, f"Because of what number {n} says, quite at length"
        )
        for n in range(5)
    )
    yield "five", Analysis(ISSUE, (*chain[:4], replace(chain[4], root=True)))
    deep = tuple(cause(str(n), str(n - 1) if n else None, "Another why " * 4) for n in range(12))
    yield "deep", Analysis(ISSUE, deep)
    yield "focus", Analysis(ISSUE, deep, look={"about": "6"})
    many = tuple(
        cause(str(n), str((n - 1) // 3) if n else None, f"Cause number {n}") for n in range(40)
    )
    yield "many", Analysis(ISSUE, many)
    yield "root among many", Analysis(ISSUE, (*many[:39], replace(many[39], root=True)))
    yield "way to a root", way_to_a_root()
    yield "all roots", Analysis(ISSUE, tuple(replace(each, root=True) for each in many))


def way_to_a_root() -> Analysis:
    """Six whys that lead to a root cause, and more beside them than a board takes."""
    way = [cause(str(n), str(n - 1) if n else None, text) for n, text in enumerate(WAY)]
    way[5] = replace(way[5], state="confirmed", root=True, evidence="No name in the standard")
    others = [cause(f"o{n}", None, f"Reviewers on leave in week {n}") for n in range(40, 48)]
    return Analysis(ISSUE, (*way, cause("b", "0", "Suppliers get the brief late"), *others))


def drawn(analysis: Analysis, theme: Theme) -> Node:
    return FiveWhys().draw(analysis, Canvas(*CANVAS, theme))


def main(folder: Path) -> None:
    from hub.drawing.printing import to_png

    folder.mkdir(parents=True, exist_ok=True)
    for theme in (LIGHT, DARK):
        for name, analysis in analyses():
            path = folder / f"whys-{name.replace(' ', '_')}-{theme.name}"
            picture = drawn(analysis, theme)
            path.with_suffix(".svg").write_text(str(picture), "utf-8")
            path.with_suffix(".png").write_bytes(to_png(picture, CANVAS[0]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
