"""The golden pictures of the problem board's tools: each without anything, as it mostly stands, and
with more than fits."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from hub.drawing import DARK, LIGHT, Node
from hub.plugins import Registry
from hub.problem_board import Analysis, Canvas, Tool
from hub.problem_board.impact_cards import CELLS
from tests.golden.gallery import Picture
from tests.problem_board import fishes, sketches, stickies, tables, test_impact_effort
from tests.problem_board import test_pareto as pareto
from tests.problem_board.sample import ISSUE, WHYS, cause

HOUSE = "tools"
SIZES = MappingProxyType({"board": (1512, 428), "upright": (1000, 900)})
STATES = ("empty", "typical", "overfull")


def _whys() -> tuple[Analysis, ...]:
    tree = tuple(
        cause(str(n), str((n - 1) // 3) if n else None, f"Cause number {n} of very many")
        for n in range(200)
    )
    typical = tuple(cause(*why) for why in WHYS)
    return Analysis(ISSUE), Analysis(ISSUE, typical), Analysis(ISSUE, tree)


def analyses() -> Mapping[str, tuple[Analysis, ...]]:
    """What is drawn of each tool that comes with the hub: empty, typical, overfull."""
    found = {
        name: tuple(dict(module.analyses())[state] for state in STATES)
        for name, module in {
            "fishbone": fishes,
            "ink": sketches,
            "is_is_not": tables,
            "sticky_notes": stickies,
        }.items()
    }
    grid, counts = test_impact_effort, pareto.STATES
    placed = grid.placed(grid.FIVE, ("0", CELLS[0]), ("1", CELLS[0]), ("2", CELLS[5]))
    found["impact_effort"] = (grid.EMPTY, placed, grid.THIRTY)
    found["pareto"] = (counts["empty"], counts["some"], counts["crowd"])
    found["five_whys"] = _whys()
    return found


def drawings() -> Iterator[tuple[Picture, Node]]:
    """Every golden picture of a tool, drawn."""
    tools = Registry("hub.tools", Tool)
    for name, states in analyses().items():
        for state, analysis in zip(STATES, states, strict=True):
            for size, (width, height) in SIZES.items():
                for theme in (LIGHT, DARK):
                    drawn = tools[name]().draw(analysis, Canvas(width, height, theme))
                    yield Picture(HOUSE, f"{name}.{state}", size, theme.name), drawn
