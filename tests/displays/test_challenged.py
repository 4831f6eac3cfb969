"""A figure that somebody doubts is hatched wherever it is shown, a status set by hand is told."""

from collections.abc import Callable
from typing import Any

import pytest

from hub.commands import ChallengeFigure, OverrideStatus, SubmitFigure
from hub.displays import Display
from hub.displays.kpi_story import KpiStory
from hub.displays.lens_wall import LensWall
from hub.displays.perspective import Perspective
from hub.displays.scorecard import Scorecard
from hub.displays.strategy_map import StrategyMap
from hub.drawing import LIGHT, Node
from hub.hub import Hub
from hub.testing import WORKER
from tests.geometry import faults, said

KPI, MONTH = "works.on_time", "2025-12"
WALLS: tuple[tuple[type[Display], dict[str, str]], ...] = (
    (StrategyMap, {"unit": "works"}),
    (Scorecard, {"unit": "works"}),
    (Perspective, {"unit": "works", "perspective": "process"}),
    (LensWall, {"lens": "delivery"}),
    (KpiStory, {"kpi": KPI}),
)


def hatched(drawing: Node) -> bool:
    """Whether there are the diagonals of a card, long ones and short ones."""
    lines = (n.attributes.get("d", "") for n in drawing.walk() if n.tag == "path"
             and n.attributes.get("stroke") == LIGHT["line"])  # fmt: skip
    return any(line.count("M") > 5 and line.count("M") == line.count("L") for line in lines)


@pytest.mark.parametrize(("display", "config"), WALLS, ids=[d.name for d, _ in WALLS])
def test_a_challenged_figure_is_hatched(
    hub: Hub, draw: Callable[..., Node], display: type[Display], config: dict[str, Any]
) -> None:
    hub.execute(SubmitFigure(kpi=KPI, period=MONTH, version=0, value=91), WORKER)
    assert not hatched(draw(display, **config))
    doubt = {"kpi": KPI, "period": MONTH, "version": 2, "question": "Why?", "code": "jump"}
    hub.execute(ChallengeFigure.model_validate(doubt), WORKER)
    drawing = draw(display, **config)
    assert hatched(drawing)
    assert "hallenged" in said(drawing)
    assert faults(drawing) == []


@pytest.mark.parametrize(("display", "config"), WALLS, ids=[d.name for d, _ in WALLS])
def test_a_status_set_by_hand_is_told_wherever_it_is_shown(
    hub: Hub, draw: Callable[..., Node], display: type[Display], config: dict[str, Any]
) -> None:
    hub.execute(SubmitFigure(kpi=KPI, period=MONTH, version=0, value=91), WORKER)
    by_hand = {"kpi": KPI, "status": "amber", "reason": "Too few answers"}
    hub.execute(OverrideStatus.model_validate(by_hand), WORKER)
    drawing = draw(display, **config)
    badges = [str(n.attributes.get("aria-label", "")) for n in drawing.walk()]
    assert any("set by hand" in words for words in badges)
    assert "set by hand" in said(drawing).casefold()
    assert faults(drawing) == []
