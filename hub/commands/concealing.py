"""Keeping hidden what must not be seen of people: what was hidden once, and what changes tell.

Screens forget nothing: a total that was seen, and is another once a hidden figure has joined it or
was corrected, tells by how much. So whoever writes figures about people, or changes how they make
each other up, looks before and after, and settles in the verdicts what stays hidden from then on
(``hub.domain.suppression`` has the rule, ``hub.snapshot.discretion`` keeps to it).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.totals import Totalling
from hub.model import Kpi, Measurement, Verdict
from hub.snapshot.circles import LEVELS, Cell, Circle, Settled, circle_of
from hub.snapshot.discretion import discretion_of

AT_ONCE = 500
FIGURE = Measurement.table()
Numbers = tuple[float, float | None, float | None]  # value, numerator, denominator


@dataclass(frozen=True)
class Sight:
    """The figures of a circle's KPIs, and which of them may be seen."""

    circle: Circle = field(default_factory=Circle)
    numbers: Mapping[Cell, Numbers] = field(default_factory=dict)
    hidden: frozenset[Cell] = frozenset()

    @property
    def seen(self) -> frozenset[Cell]:
        return frozenset(self.numbers.keys() - self.hidden)


@dataclass(frozen=True)
class Watch:
    """What could be seen of KPIs about people before something was written; ``periods`` are those
    that it is about, None all of them."""

    session: Session
    before: Sight
    periods: frozenset[str] | None = None

    @classmethod
    def over(
        cls, session: Session, kpis: Collection[Kpi], periods: Collection[str] | None = None
    ) -> "Watch":
        """Costs nothing where none of the KPIs is about people."""
        wanted = None if periods is None else frozenset(periods)
        return cls(session, _sight(session, _about_people(kpis), wanted), wanted)

    def settle(self, kpis: Collection[Kpi], anew: bool = False) -> list[Kpi]:
        """Keep in the verdicts what is hidden for good; the KPIs of which that is more than
        before. ``anew``: totals are made otherwise now, not only of other figures."""
        keys = _about_people(kpis) | {m.key for m in self.before.circle.members}
        if not keys:
            return []
        now = _sight(self.session, keys, self.periods)
        ever = now.circle.ever | self.before.seen
        closed = self._closed(now, ever, anew)
        held = now.circle.held({period for _, period in now.numbers}, closed) - ever
        return _keep(self.session, now, ever, closed, held)

    def _closed(self, now: Sight, ever: frozenset[Cell], anew: bool) -> set[Cell]:
        """The cells that are hidden from now on, those that are still to come among them."""
        before = self.before.numbers
        changed = {c for c in before.keys() | now.numbers if before.get(c) != now.numbers.get(c)}
        moved = {c for c in changed & now.numbers.keys() if c[0] in now.circle.totals}
        periods, apart = {period for _, period in now.numbers}, _apart(now)
        closed = _remembered(now.circle, ever) - (moved - ever)
        while True:
            closed = now.circle.closed(periods, closed, self.before.seen - changed, apart)
            telling = closed | self.before.hidden
            telling = telling if anew else telling & changed
            told = {c for c in (moved & ever) - closed if telling & self._below(c, now)}
            if not told:
                return closed
            closed |= told

    def _below(self, cell: Cell, now: Sight) -> set[Cell]:
        """The figures that a total is made from in the end, before and now."""
        key, period = cell
        parts = {*_beneath(self.before.circle, key), *_beneath(now.circle, key)}
        return {(part, period) for part in parts - now.circle.totals}


def _remembered(circle: Circle, ever: Collection[Cell]) -> set[Cell]:
    """What was hidden and has to stay so: a total was seen that it covers something in. As long as
    nobody has seen one there is nothing that could be held against the others."""
    told = {period for key, period in ever if key in circle.totals}
    hidden = {cell for cell, state in circle.settled.items() if state is Settled.HIDDEN}
    return {cell for cell in hidden if cell[1] in told}


def _about_people(kpis: Collection[Kpi]) -> set[str]:
    return {kpi.key for kpi in kpis if kpi.about_people}


def _beneath(circle: Circle, key: str) -> Iterator[str]:
    level = [key]
    for _ in range(LEVELS):
        level = [part.key for above in level for part in circle.below.get(above, ())]
        yield from level


def _sight(session: Session, keys: Collection[str], periods: frozenset[str] | None) -> Sight:
    circle = circle_of(session, keys)
    if not circle.members:
        return Sight()
    wanted = {period for _, period in circle.people if periods is None or period in periods}
    return Sight(circle, _numbers(session, circle, sorted(wanted)), discretion_of(circle).cells)


def _numbers(session: Session, circle: Circle, periods: list[str]) -> dict[Cell, Numbers]:
    """The current figures of the periods, of all that the verdicts keep."""
    keys = {member.id: member.key for member in circle.members}
    found: dict[Cell, Numbers] = {}
    for some in (periods[i : i + AT_ONCE] for i in range(0, len(periods), AT_ONCE)):
        for id, period, *numbers in session.execute(
            select(
                FIGURE.c.kpi_id,
                FIGURE.c.period,
                FIGURE.c.value,
                FIGURE.c.numerator,
                FIGURE.c.denominator,
            ).where(FIGURE.c.kpi_id.in_(keys), FIGURE.c.period.in_(some), FIGURE.c.current)
        ):
            if (cell := (keys[id], period)) in circle.people:
                found[cell] = (numbers[0], numbers[1], numbers[2])
    return found


def _apart(now: Sight) -> set[Cell]:
    """Figures that come without the two parts that their total is made from."""
    ratios = {m.key for m in now.circle.members if m.totalling is Totalling.RATIO}
    parts = {m.key for m in now.circle.members if m.mandated_by in ratios}
    return {cell for cell, (_, top, _) in now.numbers.items() if cell[0] in parts and top is None}


def _keep(
    session: Session,
    now: Sight,
    ever: Collection[Cell],
    closed: Collection[Cell],
    held: Collection[Cell],
) -> list[Kpi]:
    """Write what is settled onto the points of the verdicts."""
    ends: dict[str, dict[str, list[Any]]] = defaultdict(dict)
    for cell in now.numbers:
        ends[cell[0]][cell[1]] = [_settled(cell, closed, held).value, cell in ever]
    members = {m.id: m for m in now.circle.members if m.key in ends}
    for verdict in _verdicts(session, members):
        known = ends[members[verdict.kpi_id].key]
        points = [[*p[:6], *known.get(p[0], p[6:])] for p in verdict.points]
        if points != verdict.points:
            verdict.points = points
    session.flush()
    news = {key for key, period in closed if not now.circle.settled.get((key, period))}
    return list(session.scalars(select(Kpi).where(Kpi.key.in_(news)))) if news else []


def _settled(cell: Cell, closed: Collection[Cell], held: Collection[Cell]) -> Settled:
    if cell in closed:
        return Settled.HIDDEN
    return Settled.WAITING if cell in held else Settled.SHOWN


def _verdicts(session: Session, kpis: Collection[int]) -> Iterator[Verdict]:
    """Read anew: they have just been rewritten."""
    wanted = sorted(kpis)
    for some in (wanted[i : i + AT_ONCE] for i in range(0, len(wanted), AT_ONCE)):
        chosen = select(Verdict).where(Verdict.kpi_id.in_(some))
        yield from session.scalars(chosen, execution_options={"populate_existing": True})
