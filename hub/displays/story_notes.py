"""What was said about a KPI and what is done: notes on its chart, its problems in words."""

from collections.abc import Sequence

from hub.drawing import Marker, width
from hub.snapshot.views import IssueBrief, KpiView

QUARTER_OF = {
    "analysing": "plan",
    "countermeasures_agreed": "plan",
    "doing": "do",
    "checking": "check",
    "standardised": "act",
    "closed": "act",
}  # of the PDCA wheel, by the state of an issue


def actions_of(issue: IssueBrief) -> str:
    """``Problem 14, analysing, 2 of 6 actions done``."""
    state = issue.state.replace("_", " ")
    if not issue.actions:
        return f"Problem {issue.number}, {state}, no action yet"
    plural = "" if issue.actions == 1 else "s"
    done = f"{issue.actions_done} of {issue.actions} action{plural} done"
    return f"Problem {issue.number}, {state}, {done}"


def numbered(kpi: KpiView) -> dict[str, int]:
    """Numbers for the notes about a period that the chart has, by id of the note."""
    periods = {point.period for point in kpi.points}
    found = [note.id for note in kpi.notes if note.period in periods]
    return {id: number for number, id in enumerate(found, 1)}


def markers(kpi: KpiView, wide: float) -> list[Marker]:
    """The chart's marks for those notes, leaving out what would stand on another mark."""
    if not kpi.points:
        return []
    first, last = kpi.points[0].ends, kpi.points[-1].ends
    span = (last - first).total_seconds() or 1.0
    ends = {point.period: (point.ends - first).total_seconds() / span for point in kpi.points}
    numbers = numbered(kpi)
    said: dict[str, str] = {}
    for note in kpi.notes:
        if note.id in numbers and note.period:
            before = said.get(note.period)
            said[note.period] = f"{before}, {numbers[note.id]}" if before else str(numbers[note.id])
    kept: list[tuple[float, float, Marker]] = []
    for period, words in said.items():
        middle = ends[period] * 0.7 * wide
        half = max(20.0, width(words, 21, "condensed", 600) / 2 + 14)
        if all(abs(middle - other) > half + reach for other, reach, _ in kept):
            kept.append((middle, half, Marker(period, words)))
    return [marker for *_, marker in kept]


def note_height(lines: Sequence[tuple[float, int, str, str]]) -> float:
    """What a note takes, of which each line begins with its size, in px."""
    return sum(size * 1.22 for size, *_ in lines) + 16


def problem_height(lines: Sequence[str]) -> float:
    """What a problem takes whose title has these lines, in px."""
    return max(60.0, 29.0 * len(lines) + 30) + 16
