"""What people ask about a figure, and the answers: the short lines of its definition sheet."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from hub.displays.story_ways import SERVES, UNITS, units_told
from hub.domain.definition import OFTEN
from hub.drawing import fits, wrap
from hub.snapshot.views import KpiView

SIZES = (32.0, 30.0, 28.0, 26.0, 24.0, 22.0, 20.0, 18.0)  # px of an answer
ASKED = 0.72  # of that: the size of the question
LEADING = 1.12
APART = 0.36  # of the size of an answer: what parts it from the next question at the least
FARTHEST = 34.0  # px by which two may stand farther apart than that
ADDRESS = re.compile(r"https?://(?:www\.)?([^/\s?#]+)\S*")


@dataclass(frozen=True)
class Fact:
    """A question and its answer in ``height`` px from ``y`` on, in the column at ``column``."""

    name: str
    lines: tuple[str, ...]
    column: int
    y: float
    height: float


@dataclass(frozen=True)
class FactList:
    """Answers in type of one size in ``columns`` columns, each ``room`` px wide and ``high``;
    those that are ``led`` on keep ``arrow`` px free behind their words."""

    rows: Sequence[tuple[str, str]]
    columns: int
    room: float
    high: float
    led: Collection[str] = ()
    arrow: float = 0.0

    @cached_property
    def size(self) -> float:
        """The size of an answer: the largest at which all stand whole."""
        return next((size for size in SIZES if self._fits(size)), SIZES[-1])

    @property
    def asked(self) -> float:
        """The size of a question."""
        return min(22.0, ASKED * self.size)

    def _fits(self, size: float) -> bool:
        whole = all(fits(words, size, self._room(name), 2) for name, words in self.rows)
        return whole and all(self._need(part, size) <= self.high for part in self._parts)

    @property
    def _parts(self) -> list[Sequence[tuple[str, str]]]:
        """The rows of each column."""
        deep = max(1, -(-len(self.rows) // self.columns))
        return [self.rows[first : first + deep] for first in range(0, len(self.rows), deep)]

    def _need(self, rows: Sequence[tuple[str, str]], size: float) -> float:
        return sum(self._height(name, words, size) for name, words in rows)

    def _room(self, name: str) -> float:
        return self.room - self.arrow * (name in self.led)

    def _height(self, name: str, words: str, size: float) -> float:
        lines = len(wrap(words, size, self._room(name), 2))
        return min(22.0, ASKED * size) + lines * LEADING * size + APART * size

    def placed(self) -> Iterator[Fact]:
        """Each of them in its place, no farther from the next than reads well."""
        size = self.size
        for column, rows in enumerate(self._parts):
            spare = (self.high - self._need(rows, size)) / len(rows)
            y, more = 0.0, max(0.0, min(spare, FARTHEST))
            for name, words in rows:
                high = self._height(name, words, size) + more
                yield Fact(name, wrap(words, size, self._room(name), 2), column, y, high)
                y += high


def facts(kpi: KpiView) -> Iterator[tuple[str, str]]:
    """What people ask about a figure, and the answer."""
    yield "Accountable owner", kpi.owner or "nobody yet"
    if kpi.challenge:
        yield "Challenged", kpi.challenge
    if kpi.delivered_by:
        yield "Delivered by", kpi.delivered_by
    yield "Covers", kpi.coverage or kpi.unit_title
    if kpi.serves:
        yield SERVES, kpi.serves
    if kpi.parts:
        yield UNITS, units_told(kpi)
    if kpi.upstream:
        yield "Caused upstream", "; ".join(kpi.upstream)
    if kpi.contradiction:
        yield "Outside and inside", kpi.contradiction
    if kpi.override is not None:
        yield "Status set by hand", f"{kpi.override.reason} ({kpi.override.by})"
    yield "Source", hosts_only(kpi.source) or "not said"
    yield "Measured", OFTEN[kpi.frequency]
    if kpi.period_title:
        yield "Period shown", kpi.period_title
    for span in (kpi.year_to_date, kpi.last_quarter):
        if span is not None:
            yield span.title, f"{kpi.format.show(span.value)} ({span.rests_on})"
    if usual := usual_range(kpi):
        yield "Usual range", usual
    if kpi.due:
        due = "Figure was due" if kpi.late else "Next figure due"
        yield due, f"{kpi.due.day} {kpi.due:%B %Y}"
    if kpi.illustrative:
        yield "Illustrative", "figures and targets are made up to show the idea"
    if kpi.toothless:
        yield "No action trigger", "no value is agreed at which somebody must act"


def usual_range(kpi: KpiView) -> str:
    """From the lower to the upper process limit; empty while there are none to rely on."""
    process = kpi.process
    if process is None or not process.provisional or process.provisional[-1]:
        return ""
    low, high = process.lower[-1], process.upper[-1]
    return "" if low is None or high is None else kpi.format.show_range(low, high)


def hosts_only(source: str) -> str:
    """A source as a wall shows it: of the addresses in it just the names of their hosts."""
    return ADDRESS.sub(r"\1", source)


def way_to_sheet(kpi: KpiView) -> dict[str, str]:
    """Attributes that lead from a drawing to the whole definition sheet."""
    return {
        "role": "link",
        "tabindex": "0",
        "data-href": f"../kpis/{quote(kpi.key)}",
        "aria-label": f"Definition sheet of {kpi.title}",
        "pointer-events": "all",
    }
