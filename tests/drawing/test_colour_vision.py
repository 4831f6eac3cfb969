"""Statuses stay apart for people who see colours otherwise: CIEDE2000 after Machado et al. 2009."""

from itertools import combinations

import pytest
from coloraide import Color

from hub.drawing import DARK, LIGHT, Theme

LEVELS = ("above", "on", "below")
# the least distance of any two statuses, rounded; below 10 people mix them up
LEAST = {
    "light": {"normal": 46, "protan": 20, "deutan": 20, "tritan": 35},
    "dark": {"normal": 39, "protan": 21, "deutan": 19, "tritan": 27},
}
GREEN_RED = {"normal": 59, "protan": 20, "deutan": 20, "tritan": 58}  # in either theme


def seen(colour: str, vision: str) -> Color:
    """A colour as a person sees it who lacks one kind of cones."""
    if vision == "normal":
        return Color(colour)
    return Color(colour).filter(vision, 1.0, method="machado").convert("srgb").clip()


def distance(one: str, other: str, vision: str) -> float:
    return float(seen(one, vision).delta_e(seen(other, vision), method="2000"))


@pytest.mark.parametrize("vision", ["normal", "protan", "deutan", "tritan"])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_statuses_are_told_apart(theme: Theme, vision: str) -> None:
    pairs = [distance(theme[a], theme[b], vision) for a, b in combinations(LEVELS, 2)]
    assert round(min(pairs)) >= LEAST[theme.name][vision]
    assert round(distance(theme["above"], theme["below"], vision)) >= GREEN_RED[vision]


def test_textbook_colours_would_not_do() -> None:
    assert distance("#2E7D32", "#C62828", "deutan") < 10


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_is_the_published_one(
    one: tuple[float, float, float], other: tuple[float, float, float], apart: float
) -> None:
    """Rows of the table of Sharma, Wu and Dalal (2005)."""
    first, second = Color("lab-d65", one), Color("lab-d65", other)
    assert first.delta_e(second, method="2000", space="lab-d65") == pytest.approx(apart, abs=1e-4)
