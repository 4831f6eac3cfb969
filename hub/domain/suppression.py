"""Which figures about people stay hidden so that nobody in a small team is found out.

A cell is the figure of one unit for one period. One about fewer than ``least`` people is hidden,
and with it as many others as it takes that nothing hidden can be worked out from what is shown
(domain.md section 12; the rule for several dimensions is this project's own). The pattern follows
from numbers of people alone, never from the figures, so that it tells nothing about them.

What stays open unless whoever shows the figures sees to it:

- A cell is everything that is said of it. Where it is hidden, hide its rate, its numerator, its
  denominator, its number of people, its status, its trend, its process limits and its place in an
  order. A rate beside a shown denominator is the numerator. A parent that takes the status of
  its worst child passes on a hidden colour.
- A lowest or highest of several units is the figure of one of them (``of_one``).
- Every sum on a screen is a family: quarters, years to date and rolling years as well as units. A
  year that is the figure of its last month is a family of that one part. A sum left out here is a
  way around.
- What was seen is remembered. ``seen`` names the figures that were and still hold: they cover
  nothing, so others are hidden in their place. ``already`` names what was hidden once: it must not
  come to light because a smaller ``least`` or corrected people would let it.
- A total that was seen and has changed since tells by how much its parts did: where one of those
  is hidden, the new total has to be hidden too. ``to_hold_back`` names the totals that had better
  wait before they are seen at all.
- A shown sum bounds its hidden parts. One of zero says that all of them are zero, and one of 100 %
  that all are full; no pattern can hide this, and that a large group had no absence at all is taken
  to be fit to show.
- People in a small team know their own figure, and the rest of theirs by it. ``least`` must leave
  room for that.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import gcd
from typing import Any, Generic, Protocol, TypeVar

from hub.errors import Invalid

LEAST = 10  # people


class Ordered(Protocol):
    """What keys must be: usable in a dict, and in an order that settles ties."""

    def __hash__(self) -> int: ...

    def __lt__(self, other: Any, /) -> bool: ...


Key = TypeVar("Key", bound=Ordered)
Row = dict[int, int]  # coefficients of hidden cells by column, then of families by their tag


class Why(StrEnum):
    """Why a figure is hidden. A wall says the same of both, lest it point at the small ones."""

    PRIMARY = "primary"
    SECONDARY = "secondary"

    def words(self, least: int = LEAST) -> str:
        if self is Why.PRIMARY:
            return f"fewer than {least} people"
        return "hidden so that another figure stays hidden"


@dataclass(frozen=True)
class Family(Generic[Key]):
    """A total that is the sum of its parts, in numerator and denominator.

    ``over_time`` says that the parts are periods of one unit, so about the same people; otherwise
    they are units of one period. ``of_one`` says that the total is the figure of one of its parts,
    as the highest is. Raises Invalid without parts, or with a cell that is there twice.
    """

    total: Key
    parts: tuple[Key, ...]
    over_time: bool = False
    of_one: bool = False

    def __post_init__(self) -> None:
        if not self.parts:
            raise Invalid(f"the total {self.total} has no parts")
        if len({self.total, *self.parts}) <= len(self.parts):
            raise Invalid(f"a cell is there twice in the total {self.total} and its parts")

    def signs(self) -> Iterator[tuple[Key, int]]:
        """The sum as a relation: what adds up to nothing."""
        yield self.total, 1
        for part in self.parts:
            yield part, -1


def hidden(
    cells: Mapping[Key, int | None],
    families: Iterable[Family[Key]],
    least: int = LEAST,
    already: Iterable[Key] = (),
    seen: Collection[Key] = (),
) -> dict[Key, Why]:
    """The cells to hide, each with why; ``cells`` gives the people each is about, None unknown.

    ``already`` are hidden whatever they are about. ``seen`` are known, hidden or not: they cover
    nothing and need no cover, and are hidden only where they are about too few. Unknown is too few.
    A cell that only a family names counts as unknown. No hidden cell follows from the shown ones by
    any combination of families, and no reduced combination tells the sum of hidden cells about
    fewer than ``least`` people. The order of cells and families does not matter.
    Raises Invalid for fewer than no people, or ``least`` below 1.
    """
    if least < 1:
        raise Invalid(f"figures can be hidden below 1 person or more, not below {least}")
    negative = next((key for key, people in cells.items() if people and people < 0), None)
    if negative is not None:
        raise Invalid(f"{negative} cannot be about {cells[negative]} people")
    grid = _Grid.of(cells, families, least, frozenset(seen))
    grid.hide_small()
    grid.hide_again(already)
    grid.cover()
    while grid.cover_combined():
        grid.cover()
    return {key: grid.why[key] for key in sorted(grid.why)}


def to_hold_back(
    families: Iterable[Family[Key]], hidden: Collection[Key], reported: Collection[Key]
) -> frozenset[Key]:
    """The totals that must not be shown yet: a hidden part of theirs has still to report.

    A total seen without and then with that part would tell it. A total of a total that waits,
    waits too. Totals whose late parts are all shown ones need not wait.
    """
    above: dict[Key, list[Key]] = {}
    for family in families:
        for part in family.parts:
            above.setdefault(part, []).append(family.total)
    hidden, reported = frozenset(hidden), frozenset(reported)
    queue = [part for part in above if part in hidden and part not in reported]
    held: set[Key] = set()
    while queue:
        fresh = [total for total in above.get(queue.pop(), ()) if total not in held]
        held.update(fresh)
        queue.extend(fresh)
    return frozenset(held)


@dataclass
class _Grid(Generic[Key]):
    """The cells and families of one call, and what is hidden so far."""

    people: dict[Key, int]  # unknown is 0: it is no cover for another
    families: list[Family[Key]]
    of_cell: dict[Key, list[int]]  # the families a cell is in
    series: dict[Key, Key]  # cells about the same people at other times have the same one
    least: int
    seen: frozenset[Key]
    why: dict[Key, Why] = field(default_factory=dict)
    due: deque[int] = field(default_factory=deque)  # families to look at again
    safe: set[frozenset[Key]] = field(default_factory=set)  # components found to be so

    @classmethod
    def of(
        cls,
        cells: Mapping[Key, int | None],
        families: Iterable[Family[Key]],
        least: int,
        seen: frozenset[Key],
    ) -> "_Grid[Key]":
        """In one order, whatever order they came in."""
        unlike = {replace(f, parts=tuple(sorted(f.parts))) for f in families}
        known = sorted(unlike, key=lambda f: (f.total, f.parts, f.over_time, f.of_one))
        of_cell: dict[Key, list[int]] = {}
        for number, family in enumerate(known):
            for key, _ in family.signs():
                of_cell.setdefault(key, []).append(number)
        people = {key: cells.get(key) or 0 for key in sorted({*cells, *of_cell})}
        return cls(people, known, of_cell, _series(known), least, seen)

    def hide_small(self) -> None:
        for key, people in self.people.items():
            if people < self.least:
                self._hide(key, Why.PRIMARY)

    def hide_again(self, already: Iterable[Key]) -> None:
        for key in sorted(set(already) - self.why.keys()):
            self._hide(key, Why.SECONDARY)

    def _hide(self, key: Key, why: Why) -> None:
        self.why[key] = why
        self.due.extend(self.of_cell.get(key, ()))

    def cover(self) -> None:
        """Hide more until each family by itself is safe, and so are all totals over time."""
        while self.due:
            family = self.families[self.due.popleft()]
            told = [key for key, _ in family.signs() if self._secret(key)]
            if self._tells_a_part(family) and family.total not in self.why:
                self._hide(family.total, Why.SECONDARY)
            elif told and len(told) <= len(family.parts) and self._exposes(told):
                covers = self._covers(family.parts) or self._covers([family.total])
                for key in sorted(covers, key=self._order)[:1]:
                    self._hide(key, Why.SECONDARY)

    def _secret(self, key: Key) -> bool:
        """Whether it is hidden, and nobody has seen it before."""
        return key in self.why and key not in self.seen

    def _tells_a_part(self, family: Family[Key]) -> bool:
        telling = family.over_time or family.of_one
        return telling and any(self._secret(part) for part in family.parts)

    def _covers(self, keys: Iterable[Key]) -> list[Key]:
        """Those that can be hidden for another's sake."""
        return [key for key in keys if key not in self.why and key not in self.seen]

    def _order(self, key: Key) -> tuple[int, Key]:
        """The fewest people first, then by key."""
        return self.people[key], key

    def _exposes(self, told: Collection[Key]) -> bool:
        """Whether these cells must not be known together: they are about too few, or only one.

        Months of one unit are about the same people, who count once.
        """
        most: dict[Key, int] = {}
        for key in told:
            series = self.series.get(key, key)
            most[series] = max(most.get(series, 0), self.people[key])
        return len(told) == 1 or sum(most.values()) < self.least

    def cover_combined(self) -> bool:
        """Hide more in each component that families taken together give away."""
        exposed = {key for component in self._components() for key in self._ways_in(component)}
        for key in sorted(exposed):
            self._hide(key, Why.SECONDARY)
        return bool(exposed)

    def _components(self) -> Iterator[frozenset[Key]]:
        """Hidden cells that families join, directly or through other hidden cells."""
        left = dict.fromkeys(sorted(self.why.keys() - self.seen))
        while left:
            found, queue = set[Key](), [next(iter(left))]
            while queue:
                key = queue.pop()
                if key in left:
                    del left[key]
                    found.add(key)
                    for number in self.of_cell.get(key, ()):
                        queue.extend(k for k, _ in self.families[number].signs() if k in left)
            yield frozenset(found)

    def _ways_in(self, component: frozenset[Key]) -> set[Key]:
        """A shown cell for each way to work out something of ``component``: hidden, it is closed.

        Columns stand from the most people to the fewest. So each reduced row has as few people as
        its first cell allows, a cell that follows has a row to itself, and those who know that a
        unit is empty (which comes last) find no more than the others do.
        """
        if component in self.safe:
            return set()
        closed: set[Key] = set()
        columns = sorted(component, key=lambda key: (-self.people[key], key))
        place = {key: column for column, key in enumerate(columns)}
        numbers = sorted({n for key in component for n in self.of_cell.get(key, ())})
        for row in _reduced([self._row(n, place) for n in numbers], len(columns)):
            told = [columns[c] for c in row if c < len(columns)]
            if self._exposes(told):
                shown = self._shown_in(row, len(columns))
                if closed.isdisjoint(shown) and (covers := self._covers(shown)):
                    closed.add(min(covers, key=self._order))
        if not closed:
            self.safe.add(component)
        return closed

    def _row(self, number: int, place: Mapping[Key, int]) -> Row:
        signs = self.families[number].signs()
        return {place[key]: sign for key, sign in signs if key in place} | {len(place) + number: 1}

    def _shown_in(self, row: Row, tags: int) -> list[Key]:
        """The known cells from which ``row`` follows; none where it is true of any figures."""
        sums: dict[Key, int] = {}
        for tag, factor in row.items():
            if tag >= tags:
                for key, sign in self.families[tag - tags].signs():
                    if not self._secret(key):
                        sums[key] = sums.get(key, 0) + factor * sign
        return [key for key, total in sums.items() if total]


def _series(families: Iterable[Family[Key]]) -> dict[Key, Key]:
    """For each cell of a family over time, one cell that stands for all it is joined to."""
    joined: dict[Key, set[Key]] = {}
    for family in families:
        if family.over_time:
            keys = [key for key, _ in family.signs()]
            whole = max((joined.get(key, {key}) for key in keys), key=len)
            for key in keys:
                whole |= joined.get(key, {key})
            joined.update((key, whole) for key in whole if joined.get(key) is not whole)
    stands = {id(whole): min(whole) for whole in joined.values()}
    return {key: stands[id(whole)] for key, whole in joined.items()}


def _reduced(rows: Iterable[Row], tags: int) -> list[Row]:
    """The reduced echelon form, in whole numbers; columns from ``tags`` on are carried along."""
    leading: dict[int, list[Row]] = {}
    for row in rows:
        leading.setdefault(min(row), []).append(row)
    pivots: dict[int, Row] = {}
    for column in range(tags):
        if same := leading.pop(column, []):
            pivots[column] = pivot = min(same, key=len)
            for row in (_without(row, column, pivot) for row in same if row is not pivot):
                leading.setdefault(min(row), []).append(row)
    for column in sorted(pivots, reverse=True):
        row = pivots[column]
        for later in [c for c in row if c != column and c in pivots]:
            row = _without(row, later, pivots[later])
        pivots[column] = row
    return [pivots[column] for column in sorted(pivots)]


def _without(row: Row, column: int, pivot: Row) -> Row:
    """``row`` with as much of ``pivot`` taken off as leaves nothing in ``column``."""
    keep, take = pivot[column], row[column]
    sums = {c: keep * value for c, value in row.items()}
    for c, value in pivot.items():
        sums[c] = sums.get(c, 0) - take * value
    scale = gcd(*sums.values())
    return {c: value // scale for c, value in sums.items() if value}
