"""How the lines of a scorecard fall onto pages: as few as will do, all of like height."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
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


def paged(entries: Sequence[Entry], room: float, across: float | None) -> list[list[Entry]]:
    """The entries in as few pages as hold them in the smallest rows, shared out evenly."""
    return _balanced(entries, len(_filled(entries, room, across)), room, across)


def row_of(pages: Sequence[Sequence[Entry]], room: float, across: float | None) -> float:
    """The largest rows, in px, that all pages have room for."""
    for row in range(int(LARGEST), int(SMALLEST), -1):
        if all(height(page, row, across) <= room for page in pages):
            return float(row)
    return SMALLEST


def _filled(entries: Sequence[Entry], room: float, across: float | None) -> list[list[Entry]]:
    pages: list[list[Entry]] = [[]]
    for entry in entries:
        if pages[-1] and height([*pages[-1], entry], SMALLEST, across) > room:
            pages.append([])
        pages[-1].append(entry)
    return pages


def _balanced(
    entries: Sequence[Entry], count: int, room: float, across: float | None
) -> list[list[Entry]]:
    """``count`` pages of like height that part few perspectives and objectives."""
    end = len(entries)

    @cache
    def best(start: int, pages: int) -> tuple[float, tuple[int, ...]]:
        if pages == 1:
            return cost(start, end), (end,)
        found: tuple[float, tuple[int, ...]] = inf, (end,)
        for stop in range(start + 1, end - pages + 2):
            own = cost(start, stop)
            if own == inf:
                break
            rest, stops = best(stop, pages - 1)
            found = min(found, (own + rest, (stop, *stops)))
        return found

    def cost(start: int, stop: int) -> float:
        high = height(entries[start:stop], SMALLEST, across)
        if high > room and stop - start > 1:
            return inf
        return (high + SMALLEST * _parting(entries, start)) ** 2

    pages, start = [], 0
    for stop in best(0, count)[1]:
        pages.append(list(entries[start:stop]))
        start = stop
    return pages


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
    bands = len({entry.band.key for entry in entries})
    objectives = {entry.objective.key: entry.objective for entry in entries}.values()
    own = 0.0
    if across is not None:
        lines = sum(objective_line(objective, row, across) for objective in objectives)
        own = bands * band_line(row) + lines
    return HEADINGS + len(entries) * row + own + bands * (2 * PAD + BETWEEN) - BETWEEN


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
