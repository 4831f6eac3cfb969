"""Fishbones of several sizes, to be looked at and to be tested.

    python -m tests.problem_board.fishes tests/out

writes each in both themes, on every board, as PNG.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from hub.drawing import DARK, LIGHT, Node, Theme
from hub.problem_board import Analysis, Canvas
from hub.problem_board.fish_bones import DEFAULT
from hub.problem_board.fishbone import Fishbone
from hub.snapshot.views import CauseView
from tests.problem_board.sample import ISSUE, cause

BOARDS = {"board": (1512, 428), "wide": (2400, 900), "upright": (1000, 900), "phone": (360, 500)}
CAUSES = (
    ("a", None, "New analysts untrained", "people"),
    ("b", None, "Handset faults go to tier 2", "methods"),
    ("c", "b", "No script for the new handset", ""),
    ("d", "c", "The rollout plan had no task for it", ""),
    ("e", None, "Handset image not ready", "equipment"),
    ("f", None, "Spare handsets run out", "materials"),
    ("g", None, "Articles out of date", "methods"),
    ("h", None, "Absence at Telford desk", "people"),
    ("i", None, "Fault codes too broad", "measurement"),
    ("j", None, "Desk moves in September", "environment"),
    ("k", None, "Supplier queue over 3 days", None),
)
VOTES = {"a": {"p1": 2}, "g": {"p1": 1, "p2": 3, "p3": 2}, "b": {"p3": 1}, "e": {"p4": 3}}
WITHOUT = [{"id": bone.id} for bone in DEFAULT]  # none of the usual bones
LONG = "Nobody had been asked whether the Donaudampfschifffahrtsgesellschaft would deliver " * 3


def typical() -> Analysis:
    causes = [cause(id, parent, text) for id, parent, text, _ in CAUSES]
    causes[6] = replace(causes[6], state="confirmed", root=True, evidence="140 older than a year")
    causes[7] = replace(causes[7], state="ruled_out")
    of = {id: bone for id, _, _, bone in CAUSES if bone}
    return Analysis(ISSUE, tuple(causes), {"of": of, "votes": VOTES})


def many(count: int, text: str = "Cause number {}", bones: int = 6) -> Analysis:
    """So many causes on so many bones; every third explains the one before it."""
    names = [f"Category number {n}" if bones > 6 else f"Bone {n}" for n in range(bones)]
    kept = [{"id": f"b{n}", "text": name, "version": 1} for n, name in enumerate(names)]
    causes: list[CauseView] = []
    for n in range(count):
        parent = str(n - 1) if n % 3 == 2 else None
        causes.append(cause(str(n), parent, text.format(n)))
    of = {each.id: f"b{int(each.id) % bones}" for each in causes if int(each.id) % 7}
    layout = {"bones": kept, "without": WITHOUT, "of": of, "votes": {"1": {"p": 12}}}
    return Analysis(ISSUE, tuple(causes), layout)


def looking_at(analysis: Analysis, id: str) -> Analysis:
    return replace(analysis, look={"about": id})


def analyses() -> Iterator[tuple[str, Analysis]]:
    yield "empty", Analysis(ISSUE)
    yield "typical", typical()
    yield "thirty", many(30)
    yield "overfull", many(120)
    yield "long", many(40, LONG[:290] + " {}", 8)
    yield "one bone", many(5, bones=1)
    yield "bone", looking_at(typical(), "methods")
    yield "full bone", looking_at(many(120, LONG[:150] + " {}", 1), "b0")
    yield "loose", looking_at(many(120), "loose")
    yield "cause", looking_at(typical(), "g")
    yield "loose cause", looking_at(typical(), "k")
    yield "deep cause", looking_at(typical(), "c")
    yield "long cause", looking_at(many(40, LONG[:290] + " {}", 8), "1")


def drawn(analysis: Analysis, theme: Theme, size: tuple[int, int], **config: Any) -> Node:
    return Fishbone(config).draw(analysis, Canvas(*size, theme))


def main(folder: Path) -> None:
    from hub.drawing.printing import to_png

    folder.mkdir(parents=True, exist_ok=True)
    for name, analysis in analyses():
        for theme in (LIGHT, DARK):
            for board, size in BOARDS.items():
                path = folder / f"fish-{name.replace(' ', '_')}-{board}-{theme.name}.png"
                path.write_bytes(to_png(drawn(analysis, theme, size), size[0]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
