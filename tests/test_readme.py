"""The README keeps its word: its display works, and what it points at is there."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hub.displays import Display
from hub.drawing import Node

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_display_of_ones_own_draws(draw: Callable[..., Node]) -> None:
    code = next(c for c in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "Reds" in c)
    made: dict[str, Any] = {"__name__": "mine"}
    exec(compile(code, "README.md", "exec"), made)
    display: type[Display] = made["Reds"]
    assert ">0<" in str(draw(display, unit="works"))
    assert len([line for line in code.splitlines() if line.strip()]) <= 22


def test_what_it_points_at_is_there() -> None:
    named = re.findall(r"`((?:hub|kiosk|config|tests)/[\w./]*)`", README)
    named += re.findall(r"\]\((kiosk/[^)]+)\)", README)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_command_is_named() -> None:
    from hub.cli import parser

    verbs = next(a for a in parser()._actions if a.choices and a.metavar == "command").choices
    assert [v for v in verbs or () if f"hub {v}" not in README] == []
