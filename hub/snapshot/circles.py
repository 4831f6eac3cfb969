"""Circles of KPIs about people that make each other up, and whom each figure is about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.suppression import Family, hidden, to_hold_back
from hub.domain.totals import Totalling
from hub.model import Kpi, Verdict

Cell = tuple[str, str]  # KPI and period
LEVELS = 32
OF_ONE = (Totalling.MAX, Totalling.MIN, Totalling.LAST)


class Settled(IntEnum):
    """What was settled of a figure when it was written (``hub.commands.concealing``)."""

    SHOWN = 0
    HIDDEN = 1
    WAITING = 2  # a total, for a figure that will be hidden


@dataclass(frozen=True)
class Member:
    """A KPI of a circle. By period, newest last: the people behind its figures, what was settled
    of them, and the periods of which a figure was ever seen."""

    id: int
    key: str
    mandated_by: str | None
    totalling: Totalling | None
    weight: float
    least: int
    people: Mapping[str, int | None]
    settled: Mapping[str, Settled]
    ever: frozenset[str]

    @property
    def expected(self) -> int | None:
        """The people that its next figure will be about, as far as the last one tells."""
        return next(reversed(list(self.people.values())), None)


@dataclass(frozen=True)
class Circle:
    """All KPIs whose figures could be worked out from one another's."""

    members: tuple[Member, ...] = ()

    @cached_property
    def people(self) -> dict[Cell, int | None]:
        return {(m.key, period): count for m in self.members for period, count in m.people.items()}

    @cached_property
    def settled(self) -> dict[Cell, Settled]:
        return {(m.key, period): it for m in self.members for period, it in m.settled.items()}

    @cached_property
    def ever(self) -> frozenset[Cell]:
        return frozenset((m.key, period) for m in self.members for period in m.ever)

    @cached_property
    def totals(self) -> frozenset[str]:
        return frozenset(m.key for m in self.members if m.totalling is not None)

    @cached_property
    def below(self) -> Mapping[str, Sequence[Member]]:
        """The KPIs that each one mandates."""
        found: dict[str, list[Member]] = defaultdict(list)
        for member in self.members:
            if member.mandated_by is not None:
                found[member.mandated_by].append(member)
        return found

    def families(self, periods: Collection[str]) -> list[Family[Cell]]:
        """Every total of these periods with all its parts, there or not."""
        return [
            Family((m.key, period), tuple((p.key, period) for p in parts), of_one=_of_one(m))
            for m in self.members
            if m.totalling is not None and (parts := self._parts(m))
            for period in m.people
            if period in periods
        ]

    def _parts(self, total: Member) -> Sequence[Member]:
        """What weighs nothing is no part of a weighted mean, and covers nothing in it."""
        weighed = total.totalling is Totalling.WEIGHTED_MEAN
        return [part for part in self.below.get(total.key, ()) if part.weight or not weighed]

    def closed(
        self,
        periods: Collection[str],
        already: Collection[Cell] = (),
        seen: Collection[Cell] = (),
        apart: Collection[Cell] = (),
    ) -> set[Cell]:
        """The cells of some periods to hide (``hub.domain.suppression``), with those that are
        still to come: of such the people of the last figure count. ``apart`` stand in no total,
        since they have nothing that it is made from."""
        expected = {m.key: m.expected for m in self.members}
        families = [f for f in (_without(f, apart) for f in self.families(periods)) if f]
        cells = {cell: expected[cell[0]] for f in families for cell in f.parts}
        cells |= {cell: n for cell, n in self.people.items() if cell[1] in periods}
        least = max((m.least for m in self.members), default=1)
        return set(hidden(cells, families, least, [c for c in already if c in cells], seen))

    def held(self, periods: Collection[str], closed: Collection[Cell]) -> frozenset[Cell]:
        """The totals that wait for a figure which will be hidden."""
        return to_hold_back(self.families(periods), closed, self.people.keys())


def _of_one(total: Member) -> bool:
    return total.totalling in OF_ONE


def _without(family: Family[Cell], apart: Collection[Cell]) -> Family[Cell] | None:
    parts = tuple(part for part in family.parts if part not in apart)
    return Family(family.total, parts, of_one=family.of_one) if parts else None


def circle_of(session: Session, keys: Collection[str]) -> Circle:
    """The KPIs with all that they make up and are made up of."""
    found: dict[str, Member] = {}
    level = _climbed(session, keys) if keys else set[str]()
    for _ in range(LEVELS):
        if not level:
            break
        rows = session.execute(
            select(Kpi, Verdict.points)
            .outerjoin(Verdict, Verdict.kpi_id == Kpi.id)
            .where(Kpi.key.in_(level), Kpi.retired.is_(False))
        ).all()
        found |= {row.Kpi.key: _member(row.Kpi, row.points or ()) for row in rows}
        below = select(Kpi.key).where(Kpi.mandated_by.in_(level), Kpi.retired.is_(False))
        level = set(session.scalars(below)) - found.keys()
    return Circle(tuple(found[key] for key in sorted(found)))


def _climbed(session: Session, keys: Iterable[str]) -> set[str]:
    """The totals on top of these KPIs; a KPI that makes up nothing is its own."""
    tops, level = set[str](), set(keys)
    for _ in range(LEVELS):
        rows = session.execute(select(Kpi.key, Kpi.mandated_by).where(Kpi.key.in_(level)))
        above = {key: total for key, total in rows}  # noqa: C416 - rows, not pairs
        tops |= {key for key, total in above.items() if total is None}
        level = {total for total in above.values() if total is not None}
        if not level:
            break
    return tops


def _member(kpi: Kpi, points: Sequence[Sequence[Any]]) -> Member:
    return Member(
        kpi.id,
        kpi.key,
        kpi.mandated_by,
        Totalling(kpi.totalling) if kpi.totalling is not None else None,
        kpi.weight,
        kpi.least_people,
        {p[0]: p[5] if len(p) > 5 else None for p in points},
        {p[0]: Settled(p[6]) for p in points if len(p) > 7},
        frozenset(p[0] for p in points if len(p) > 7 and p[7]),
    )
