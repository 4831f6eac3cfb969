"""Which figures about people must not be seen, worked out where snapshots are taken.

A figure about too few persons is hidden, and so is what it could be worked out from: the total of
its units, a sibling, limits and icons that rest on it (``hub.domain.suppression``). Whoever shows
figures asks here first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from hub.domain.status import Status
from hub.model import Kpi, Measurement
from hub.snapshot.circles import Cell, Circle, Settled, circle_of
from hub.snapshot.views import KpiView


@dataclass(frozen=True)
class Discretion:
    """``cells`` are hidden; of KPIs in ``guarded`` nothing is told but what was ``looked_at``."""

    cells: frozenset[Cell] = frozenset()
    guarded: frozenset[str] = frozenset()
    looked_at: frozenset[Cell] = frozenset()

    def hides(self, kpi: str, period: str) -> bool:
        cell = kpi, period
        return kpi in self.guarded and (cell in self.cells or cell not in self.looked_at)

    def veiled(self, view: KpiView) -> KpiView:
        """The view without what must not be seen."""
        if view.key not in self.guarded:
            return view
        points = tuple(p for p in view.points if not self.hides(view.key, p.period))
        if len(points) < len(view.points):
            view = replace(view, points=_parted(view, points), previous=None, process=None,
                           variation="", assurance="")  # fmt: skip
        hidden = view.period is not None and self.hides(view.key, view.period)
        return _hidden(view) if hidden else view


def _parted(view: KpiView, points: Sequence[Any]) -> tuple[Any, ...]:
    """The line is broken where a figure is hidden."""
    shown = {p.period for p in points}
    before = dict(zip([p.period for p in view.points[1:]], view.points, strict=False))
    return tuple(
        replace(p, follows=False) if p.period in before and before[p.period].period not in shown
        else p
        for p in points
    )  # fmt: skip


def _hidden(view: KpiView) -> KpiView:
    return replace(
        view,
        status=Status.SUPPRESSED,
        value=None,
        previous=None,
        numerator=None,
        denominator=None,
        points=(),
        restated=False,
        challenge="",
        override=None,
    )


def discretion(session: Session, kpis: Iterable[Kpi]) -> Discretion:
    """What is to be hidden of these KPIs. Costs nothing where none is about people."""
    keys = {kpi.key for kpi in kpis if kpi.about_people}
    if not keys:
        return Discretion()
    return discretion_of(circle_of(session, keys))


def discretion_of(circle: Circle) -> Discretion:
    """What is to be hidden of KPIs about people: what was settled when their figures were written,
    worked out where that was not done."""
    cells = {cell for cell, state in circle.settled.items() if state is not Settled.SHOWN}
    unsettled = {period for _, period in circle.people.keys() - circle.settled.keys()}
    if unsettled:
        closed = circle.closed(unsettled, cells)
        cells |= closed | circle.held(unsettled, closed)
    guarded = frozenset(m.key for m in circle.members)
    return Discretion(frozenset(cells), guarded, frozenset(circle.people))


class Veil:
    """The rows of a KPI's figures that may be told: of one about people the current ones, of the
    periods that verdicts keep and that were looked at; of any other all."""

    def __init__(self, session: Session, kpi: Kpi) -> None:
        self._kpi = kpi
        self._closed = discretion(session, [kpi])

    def shown(self, rows: Sequence[Measurement]) -> Sequence[Measurement]:
        if not self._kpi.about_people:
            return rows
        hides = self._closed.hides
        return [r for r in rows if r.current and not hides(self._kpi.key, r.period)]
