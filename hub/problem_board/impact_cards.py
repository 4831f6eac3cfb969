"""The cards of an impact and effort grid: countermeasures and ideas, and where they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hub.domain.pareto import plain
from hub.problem_board import Analysis
from hub.problem_board.entries import Entry

SIDE = 3  # cells along each side of the grid
LEVELS = ("little", "some", "much")
TRAY = "tray"
STAGES = {"plan": "Plan", "do": "Do", "check": "Check", "act": "Act"}

At = tuple[float, float]  # impact and effort, from 0 to 1


@dataclass(frozen=True, order=True)
class Cell:
    """A ninth of the grid: steps of impact and of effort, from 0."""

    impact: int
    effort: int

    @classmethod
    def of(cls, at: At) -> "Cell":
        impact, effort = (min(SIDE - 1, int(SIDE * share)) for share in at)
        return cls(impact, effort)

    @property
    def at(self) -> At:
        """Its middle."""
        return round((self.impact + 0.5) / SIDE, 3), round((self.effort + 0.5) / SIDE, 3)

    @property
    def key(self) -> str:
        return f"{self.impact}-{self.effort}"

    @property
    def words(self) -> str:
        return f"{LEVELS[self.impact]} impact, {LEVELS[self.effort]} effort"


CELLS = tuple(
    Cell(impact, effort) for impact in reversed(range(SIDE)) for effort in range(SIDE)
)  # as they are read, from the top


@dataclass(frozen=True)
class Card:
    """A countermeasure, or an idea for one; ``version`` is that of an idea's words."""

    id: str
    text: str
    note: str = ""
    idea: bool = False
    version: int = 0
    at: At | None = None

    @property
    def place(self) -> str:
        """The key of its cell, or the tray."""
        return Cell.of(self.at).key if self.at else TRAY


def cards(analysis: Analysis) -> tuple[Card, ...]:
    """Countermeasures, then ideas. An idea in whose words there is a countermeasure has become
    that one, which stands where the idea stood."""
    kept = ideas(analysis.layout)
    places: Mapping[str, Any] = analysis.layout.get("at") or {}
    inherited = {plain(each.text): places.get(each.id) for each in kept}
    taken = {plain(each.text) for each in analysis.countermeasures}
    measures = (
        Card(each.id, each.text, f"{STAGES.get(each.stage, each.stage)}, {each.owner}",
             at=_at(places.get(each.id) or inherited.get(plain(each.text))))
        for each in analysis.countermeasures
    )  # fmt: skip
    own = (
        Card(each.id, each.text, "Idea", True, each.version, _at(places.get(each.id)))
        for each in kept
        if plain(each.text) not in taken
    )
    return (*measures, *own)


def _at(place: Iterable[float] | None) -> At | None:
    if place is None:
        return None
    impact, effort = place
    return impact, effort


def ideas(layout: Mapping[str, Any]) -> tuple[Entry, ...]:
    return tuple(Entry.of(kept) for kept in layout.get("ideas") or ())


def standing(all: Iterable[Card], place: str) -> tuple[Card, ...]:
    """The cards of a cell, or of the tray."""
    return tuple(card for card in all if card.place == place)
