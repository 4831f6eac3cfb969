"""Acting with a tool as the hub does, without a hub: what its changes make of an analysis."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, settings

from hub.drawing import Node
from hub.problem_board import Analysis, CauseChange, Changes, Tool
from hub.snapshot.views import CauseView
from tests.geometry import crowded, faults, fields, picture
from tests.problem_board.sample import cause

TOUCHED = ("data-do", "data-look")

any_of = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def after(analysis: Analysis, changes: Changes) -> Analysis:
    """The analysis as the hub keeps it once the changes are made."""
    edits = {change.id: change for change in changes.edit}
    kept = tuple(changed(each, edits.get(each.id)) for each in analysis.causes)
    new = tuple(cause(each.id, each.parent, each.text) for each in changes.add)
    layout = analysis.layout if changes.layout is None else changes.layout
    return replace(analysis, causes=kept + new, layout=layout)


def changed(before: CauseView, change: CauseChange | None) -> CauseView:
    if change is None:
        return before
    said = {name: getattr(change, name) for name in ("text", "root", "evidence")}
    said["state"] = change.state.value if change.state else None
    news = {name: value for name, value in said.items() if value is not None}
    return replace(before, **news, version=before.version + 1)


def parts(drawing: Node, does: str) -> list[Node]:
    """The parts that do something when they are touched."""
    return [each for each in drawing.walk() if each.attributes.get("data-do") == does]


def looks(drawing: Node) -> list[dict[str, Any]]:
    """What the parts of a picture look at when they are touched."""
    said = (each.attributes.get("data-look") for each in drawing.walk())
    return [json.loads(look) for look in said if look is not None]


def looked(tool: type[Tool], analysis: Analysis, look: Mapping[str, Any]) -> Analysis:
    """The analysis as it comes to a board whose address says so."""
    return replace(analysis, look=tool().looking({key: str(said) for key, said in look.items()}))


def flaws(drawing: Node) -> list[str]:
    """What is wrong with a tool's picture: its words, and what is touched in it."""
    found, whole = faults(drawing), picture(drawing)
    for attributes in (("data-cause",), TOUCHED):
        boxes = fields(drawing, *attributes)
        found += [f"{one} and {other} overlap" for one, other in crowded(boxes)]
        found += [f"{box} leaves the picture" for box in boxes if not whole.holds(box)]
    return found + [f"{small} is small" for small in small_targets(drawing)]


def small_targets(drawing: Node) -> list[str]:
    """What is less than 56 px wide or high, or cannot be reached by keyboard or read out."""
    found = []
    for part in drawing.walk():
        if not part.attributes.keys() & set(TOUCHED):
            continue
        said = part.attributes
        field = next(each for each in part.walk() if each.tag == "rect").attributes
        large = min(float(field["width"]), float(field["height"])) >= 56
        if not (large and said["role"] == "button" and said["tabindex"] == "0"
                and said["aria-label"]):  # fmt: skip
            found.append(f"{said.get('id')} ({said['aria-label']})")
    return found
