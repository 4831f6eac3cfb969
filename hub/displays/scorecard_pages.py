"""How the lines of a scorecard fall onto pages: as few as will do, all of like height."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import inf

from hub.displays.scorecard_type import asked
from hub.displays.surround import SLACK
from hub.drawing import width
from hub.snapshot.views import KpiView, ObjectiveView, PerspectiveView

LARGEST, SMALLEST = 96.0, 43.0  # px of a KPI's row with the gap below it
HEADINGS = 36.0  # px for the names of the columns
PAD, BETWEEN = 7.0, 9.0
PARTED = 1.5, 1.0  # rows that a perspective, and an objective, would rather give than be parted


@dataclass(frozen=True)
class Entry:
    """One line of the table; ``kpi`` is None where nothing measures the objective yet."""

    band: PerspectiveView
    objective: ObjectiveView
    kpi: KpiView | None


def paged(
    entries: Sequence[Entry], room: float, across: float | None, smallest: float = SMALLEST
) -> list[list[Entry]]:
    """The entries in as few pages as hold them in the ``smallest`` rows, of like height, that part
    few perspectives and objectives."""
    if not entries:
        return [[]]
    costs = [tuple(_costs(entries, start, room, across, smallest)) for start in range(len(entries))]
    return [list(entries[start:stop]) for start, stop in pairwise((0, *_stops(costs)))]


def row_of(pages: Sequence[Sequence[Entry]], room: float, across: float | None) -> float:
    """The largest rows, in px, that all pages have room for."""
    for row in range(int(LARGEST), int(SMALLEST), -1):
        if all(height(page, row, across) <= room for page in pages):
            return float(row)
    return SMALLEST


def _costs(
    entries: Sequence[Entry], start: int, room: float, across: float | None, smallest: float
) -> Iterator[float]:
    """Of the pages that begin there and hold one entry, two, and so on, as long as they fit."""
    parted = smallest * _parting(entries, start)
    for number, high in enumerate(_growing(entries[start:], smallest, across)):
        if number and high > room:
            return
        yield (high + parted) ** 2


def _stops(costs: Sequence[Sequence[float]]) -> tuple[int, ...]:
    """Where each page ends, for the least cost of as few pages as will do."""
    end, needed = len(costs), _needed(costs)

    @cache
    def best(start: int, pages: int) -> tuple[float, tuple[int, ...]]:
        """What is left from ``start`` on, in so many pages."""
        if pages == 1:
            return costs[start][-1], (end,)
        found: tuple[float, tuple[int, ...]] = inf, (end,)
        for stop, own in enumerate(costs[start], start + 1):
            if needed[stop] < pages <= end - stop + 1:
                rest, stops = best(stop, pages - 1)
                found = min(found, (own + rest, (stop, *stops)))
        return found

    return best(0, needed[0])[1]


def _needed(costs: Sequence[Sequence[float]]) -> list[int]:
    """How few pages hold what is left from each entry on."""
    needed = [0] * (len(costs) + 1)
    for start in reversed(range(len(costs))):
        needed[start] = 1 + needed[start + len(costs[start])]
    return needed


def _parting(entries: Sequence[Entry], start: int) -> float:
    """In rows, how much is lost by a page that begins there."""
    if not start:
        return 0.0
    before, after = entries[start - 1], entries[start]
    parted = before.band.key == after.band.key, before.objective.key == after.objective.key
    return sum(rows for rows, apart in zip(PARTED, parted, strict=True) if apart)


def height(entries: Sequence[Entry], row: float, across: float | None) -> float:
    """Height of a table of ``entries`` with rows of ``row`` px, in px.

    Where objectives stand over their rows, ``across`` is the width that they have.
    """
    return max(_growing(entries, row, across), default=HEADINGS - BETWEEN)


def _growing(entries: Iterable[Entry], row: float, across: float | None) -> Iterator[float]:
    """Heights of the table with one entry, with two, and so on."""
    seen: set[tuple[str, str]] = set()
    high = HEADINGS - BETWEEN
    for entry in entries:
        band, objective = ("band", entry.band.key), ("objective", entry.objective.key)
        if band not in seen:
            high += 2 * PAD + BETWEEN + (0.0 if across is None else band_line(row))
        if objective not in seen and across is not None:
            high += objective_line(entry.objective, row, across)
        seen |= {band, objective}
        high += row
        yield high


def band_line(row: float) -> float:
    """Height of a perspective's title over its rows."""
    return 26 + 0.25 * row


def objective_line(objective: ObjectiveView, row: float, across: float) -> float:
    """Height of an objective over its rows: lower where its question fits beside its title."""
    return 10 + 0.64 * row if in_one_line(objective, row, across) else 12 + 0.9 * row


def in_one_line(objective: ObjectiveView, row: float, across: float) -> bool:
    """Whether the question of an objective fits beside its title."""
    size = title_size(row)
    wide = width(objective.title, size, "condensed", 600) + 20
    return (wide + width(asked(objective), 0.84 * size)) * SLACK <= across - 60


def title_size(row: float) -> float:
    """The largest type of an objective's title beside rows of ``row`` px."""
    return min(26.0, 0.5 * row)
