"""The last line of a map card: badges of further KPIs, notes, problems, remarks, the target."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hub.drawing.marks.badge import badge
from hub.drawing.marks.flags import (
    APART,
    flag_width,
    issue_flag,
    note_flag,
    problem_width,
    problem_words,
    wheel_stage,
)
from hub.drawing.nodes import Node, label
from hub.drawing.text import SLACK, width, wrap
from hub.drawing.theme import Theme, state_of
from hub.snapshot.views import IssueBrief, KpiView

SIZES = (21.0, 20.0, 19.0, 18.0, 17.0, 16.0, 15.0)
LEAST = 16.0  # px, unless it would not fit even so
LAST = (15.0, 14.0, 13.0)
SPACE = 0.6  # em between two things on the line


@dataclass(frozen=True)
class Footing:
    """What a card says in small type."""

    others: tuple[KpiView, ...] = ()  # KPIs of which only the badge is shown
    notes: int = 0
    issues: tuple[IssueBrief, ...] = ()
    remarks: tuple[str, ...] = ()  # "England", "illustrative"
    near: str = ""  # the target or what stands in its place; the value where no row is for it
    value_id: str | None = None  # set where ``near`` is the value

    @property
    def empty(self) -> bool:
        return not (self.others or self.notes or self.issues or self.remarks or self.near)

    def choices(self) -> "Iterator[Footing]":
        """The same with ever less to say; remarks go last, "illustrative" never."""
        yield self
        last, near = self.remarks[-1:], self.near.split(",")[0]
        yield replace(self, near=near)
        yield replace(self, near=near, notes=0)
        yield replace(self, near=near, notes=0, others=())
        yield replace(self, near=near, notes=0, others=(), remarks=last)
        yield replace(self, near=near, notes=0, others=(), remarks=last, issues=())
        yield Footing(remarks=last)

    @property
    def near_weight(self) -> int:
        return 600 if self.value_id else 500


def foot_row(
    footing: Footing,
    theme: Theme,
    x: float,
    base: float,
    across: float,
    unit: float,
    *,
    to_right: bool = False,
) -> list[Node]:
    """The line from ``x`` on, at most ``across`` wide, as full as it goes.

    ``to_right`` has it end at the right instead of starting at the left.
    """
    chosen, size, short = _chosen(footing, across, unit)
    rest = max(0.0, across - _wide(chosen, size, short) + SPACE * size) if to_right else 0.0
    drawn, at = list[Node](), x + rest
    for kpi in chosen.others:
        drawn.append(badge(state_of(kpi), theme, at + 0.5 * size, base - 0.35 * size, size))
        at += 1.25 * size
    at += 0.35 * size * bool(chosen.others)
    if chosen.notes:
        drawn.append(note_flag(chosen.notes, theme, at, base, size))
        at += flag_width(str(chosen.notes), size) + SPACE * size
    if chosen.issues:
        words, stage = _problem(chosen.issues, short), wheel_stage(chosen.issues)
        drawn.append(issue_flag(words, theme, at, base, size, stage=stage))
        at += problem_width(words, size, stage) + SPACE * size
    ink = theme["ink-2"]
    if chosen.remarks:
        room = x + across - at + 1
        words = wrap(APART.join(chosen.remarks), size, room, 1, weight=500)[0]
        drawn.append(label(words, at, base, size, fill=ink))
    if chosen.near:
        weight, end = chosen.near_weight, x + across
        ink = theme["ink"] if chosen.value_id else ink
        drawn.append(
            label(chosen.near, end, base, size, weight, fill=ink, anchor="end", id=chosen.value_id)
        )
    return drawn


def _chosen(footing: Footing, across: float, unit: float) -> tuple[Footing, float, bool]:
    """The fullest line that fits, its size, and whether problems are numbers only."""
    sizes = sorted({max(LEAST, size * unit) for size in SIZES}, reverse=True)
    for choice in footing.choices():
        for short in (False, True):
            for size in sizes:
                if _wide(choice, size, short) <= across:
                    return choice, size, short
    last = Footing(remarks=footing.remarks[-1:])
    if across < 3 * LAST[-1]:
        last = Footing()
    size = next((size for size in LAST if _wide(last, size, True) <= across), LAST[-1])
    return last, size, True


def _wide(footing: Footing, size: float, short: bool) -> float:
    wide = 1.25 * size * len(footing.others) + 0.35 * size * bool(footing.others)
    if footing.notes:
        wide += flag_width(str(footing.notes), size) + SPACE * size
    if footing.issues:
        words, stage = _problem(footing.issues, short), wheel_stage(footing.issues)
        wide += problem_width(words, size, stage) + SPACE * size
    for words, weight in ((APART.join(footing.remarks), 500), (footing.near, footing.near_weight)):
        wide += width(words, size, "condensed", weight) * SLACK + SPACE * size * bool(words)
    return wide


def _problem(issues: Sequence[IssueBrief], short: bool) -> str:
    if not short:
        return problem_words(issues)
    return str(issues[0].number) if len(issues) == 1 else f"{issues[0].number}+"
