"""Whoever reads all that a hub answers, month by month, and remembers it, finds nothing hidden."""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import Any

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from hub.commands import LoadScorecard
from hub.hub import Hub
from hub.model import Challenge, Kpi, Measurement, Submission, SubmissionStep, Verdict
from hub.testing import WORKER

LEAST = 10
MONTHS = ("2025-10", "2025-11", "2025-12")
TREE = {"north": "org", "south": "org", "west": "org", "town": "west", "port": "west"}
LEAVES = ("north", "south", "town", "port")
CARD = """
unit: org
title: Organisation
units:
  - {key: org, title: Organisation, short: Org}
UNITS
lenses: [{key: crew, title: Crew}]
perspectives: [{key: crew, title: Crew}]
objectives: [{key: attend, title: Attend, perspective: crew}]
kpis:
  - {key: lost, title: Days lost, objectives: [attend], measure: days, frequency: month,
     polarity: lower, owner: Head of Crew, totalling: sum, over_periods: sum, decimals: 0,
     about_people: true, lenses: [crew], targets: [{since: 2025-01-01, value: 12}]}
"""
UNIT = "  - {key: %s, title: %s, short: %s, parent: %s}\n"
PART = """
  - {key: %s.lost, unit: %s, mandated_by: %s, title: Days lost in %s, objectives: [attend],
     owner: Manager, lenses: [crew]%s}
"""
NUMBER = re.compile(r"\d+(?:,\d{3})*")
Form = tuple[frozenset[int], int]  # the figures in a sum, by number, and what they come to


def card(leaves: Iterable[str]) -> str:
    """The scorecard with these units and all above them."""
    there = {above for leaf in leaves for above in (leaf, TREE[leaf])} - {"org"}
    units = "".join(UNIT % (u, u.title(), u, TREE[u]) for u in TREE)
    parts = "".join(
        PART % (u, u, f"{TREE[u]}.lost" if TREE[u] != "org" else "lost", u.title(),
                ", totalling: sum" if u == "west" else "")
        for u in TREE if u in there
    )  # fmt: skip
    return CARD.replace("UNITS\n", units) + parts


def below(unit: str) -> Iterator[str]:
    if unit in LEAVES:
        yield unit
    for child in (u for u, parent in TREE.items() if parent == unit):
        yield from below(child)


@dataclass
class Reader:
    """All sums of figures that somebody knows who has read everything so far: a matrix in reduced
    form, a row for each."""

    rows: dict[int, dict[int, Fraction]] = field(default_factory=dict)  # by their first column

    def learn(self, figures: Iterable[int]) -> None:
        row = self._rest(dict.fromkeys(figures, Fraction(1)))
        if row:
            first = min(row)
            self.rows[first] = {c: v / row[first] for c, v in row.items()}

    def knows(self, row: dict[int, int]) -> bool:
        return not self._rest({c: Fraction(v) for c, v in row.items()})

    def _rest(self, row: dict[int, Fraction]) -> dict[int, Fraction]:
        """What is left of the row when all that is known is taken off."""
        for first in sorted(self.rows):
            if factor := row.get(first):
                for column, value in self.rows[first].items():
                    row[column] = row.get(column, Fraction(0)) - factor * value
                row = {c: v for c, v in row.items() if v}
        return row


@dataclass
class World:
    """What was really recorded: ``figures`` are all that ever were, ``now`` those that hold."""

    hub: Hub
    client: FlaskClient
    chance: random.Random
    leaves: set[str] = field(default_factory=lambda: set(LEAVES))
    figures: list[int] = field(default_factory=list)
    of: dict[int, tuple[str, str]] = field(default_factory=dict)
    people: dict[int, int | None] = field(default_factory=dict)  # the most that one was about
    now: dict[tuple[str, str], int] = field(default_factory=dict)
    counts: dict[tuple[str, str], int | None] = field(default_factory=dict)
    reader: Reader = field(default_factory=Reader)

    def load(self) -> None:
        self.hub.execute(LoadScorecard(name="org.yaml", text=card(self.leaves)), WORKER)

    def fresh(self) -> int:
        return self.chance.randrange(1_000_000, 10_000_000)

    def keep(self, unit: str, month: str, value: int, people: int | None) -> None:
        cell = unit, month
        if cell not in self.now or self.figures[self.now[cell]] != value:
            self.now[cell] = len(self.figures)
            self.of[len(self.figures)] = cell
            self.figures.append(value)
        number = self.now[cell]
        known = [n for n in (self.people.get(number), people) if n is not None]
        self.people[number] = max(known, default=None)
        self.counts[cell] = people

    def secret(self) -> list[int]:
        """The figures that were never about enough people."""
        return [n for n, most in self.people.items() if most is None or most < LEAST]

    # -- what can be written ---------------------------------------------------------------

    def record(self, *figures: tuple[str, str, int, int | None]) -> None:
        rows = [{"kpi": f"{u}.lost" if u != "org" else "lost", "period": m, "value": v, "people": n}
                for u, m, v, n in figures]  # fmt: skip
        reply = self.client.post("/hub/api/v1/measurements", json=rows)
        if reply.status_code == 201:
            for figure in figures:
                self.keep(*figure)
        self.read(reply.text)

    def submit(self, unit: str, month: str, people: int | None) -> None:
        """Draft, hand in, give back, hand in another: whatever the state lets be done."""
        place = f"/hub/api/v1/kpis/{unit}.lost/submissions/{month}"
        figure: dict[str, Any] = {"value": self.fresh(), "people": people}
        steps: dict[str, dict[str, Any]] = {
            "draft": figure, "submit": {}, "return": {"reason": "Again"}
        }  # fmt: skip
        for step, body in steps.items():
            version = (self.client.get(place).json or {}).get("version", 0)
            reply = self.client.post(f"{place}/{step}", json={"version": version, **body})
            if step == "submit" and reply.status_code == 201:
                self.keep(unit, month, figure["value"], people)
            self.read(reply.text)
            self.read(self.client.get(place).text)

    # -- what can be read ------------------------------------------------------------------

    def addresses(self, unit: str, months: Iterable[str]) -> Iterator[str]:
        """What tells of a change in a unit."""
        yield "api/v1/kpis"
        for key in ("lost", "west.lost", f"{unit}.lost"):
            yield f"api/v1/kpis/{key}/measurements"
            yield f"scenes/kpi_story.svg?kpi={key}&size=640x360"
        for month in months:
            yield f"api/v1/submissions?unit=org&period={month}"
            yield f"api/v1/kpis/{unit}.lost/submissions/{month}"

    def everywhere(self) -> Iterator[str]:
        for unit in TREE:
            yield from self.addresses(unit, MONTHS if unit in LEAVES else ())
            yield f"scenes/scorecard.svg?unit={unit}"
        for key in ("lost", "west.lost", "north.lost"):
            yield f"scenes/spread.svg?kpi={key}"
            yield f"scenes/definition_sheet.svg?kpi={key}"
            yield f"kpis/{key}"
        yield "scenes/lens_wall.svg?lens=crew"
        yield from (
            f"scenes/{s}.svg?unit=org" for s in ("scorecard", "perspective", "strategy_map")
        )
        yield "desk"
        for month in MONTHS:
            yield from (f"{page}?unit=org&period={month}" for page in ("returns", "review"))
            yield f"scenes/submissions.svg?unit=org&period={month}"
            yield f"uploads/template.csv?unit=org&month={month}"

    def look(self, addresses: Iterable[str]) -> None:
        """Read all that can be read, whatever it answers, and see whether it tells."""
        for address in addresses:
            self.read(self.client.get(f"/hub/{address}").text)
        self.holds()

    @cached_property
    def written(self) -> set[int]:
        return set()

    def read(self, text: str) -> None:
        """Remember the numbers, and what they are sums of as things stand."""
        self.written |= {int(found.replace(",", "")) for found in NUMBER.findall(text)}
        for figures, value in self.forms():
            if value in self.written:
                self.reader.learn(figures)

    def forms(self) -> Iterator[Form]:
        """Every figure, every total of a month, and every total of several months."""
        for number, value in enumerate(self.figures):
            yield frozenset({number}), value
        for unit in ("org", *TREE):
            by_month = [
                frozenset(self.now[u, m] for u in below(unit) if u in self.leaves
                          and (u, m) in self.now)
                for m in MONTHS
            ]  # fmt: skip
            for count in (1, 2, 3):
                for some in combinations(by_month, count):
                    whole = frozenset().union(*some)
                    if whole:
                        yield whole, sum(self.figures[n] for n in whole)

    def holds(self) -> None:
        """No secret, no sum of secrets about too few, and no change of one can be worked out."""
        secret = set(self.secret())
        for number in secret:
            assert not self.reader.knows({number: 1}), (self.of[number], self.figures[number])
        for one, other in combinations(range(len(self.figures)), 2):
            if self.of[one] == self.of[other] and {one, other} & secret:
                assert not self.reader.knows({one: 1, other: -1}), self.of[one]
            alike = self.of[one][1] == self.of[other][1] and self.of[one] != self.of[other]
            few = (self.people[one] or 0) + (self.people[other] or 0) < LEAST
            if alike and few:
                assert not self.reader.knows({one: 1, other: 1}), (self.of[one], self.of[other])


def afresh(hub: Hub) -> None:
    """No figure and no step: the next example begins with an empty hub."""
    with hub.store.write() as session:
        for table in (Challenge, SubmissionStep, Submission, Measurement, Verdict):
            session.execute(delete(table))
        for kpi in session.query(Kpi):
            kpi.retired = True


PEOPLE = st.sampled_from([None, 0, 3, 5, 7, 10, 12, 25, 60])
WHERE = st.tuples(st.sampled_from(LEAVES), st.sampled_from(MONTHS[-2:]))
STEP = st.one_of(
    st.tuples(st.just("record"), WHERE, PEOPLE),
    st.tuples(st.just("record"), WHERE, PEOPLE),
    st.tuples(st.just("recount"), WHERE, PEOPLE),
    st.tuples(st.just("batch"), st.just(("", "2025-12")), PEOPLE),
    st.tuples(st.just("batch"), st.just(("", "2025-11")), PEOPLE),
    st.tuples(st.just("submit"), WHERE, PEOPLE),
    st.tuples(st.just("withdraw"), WHERE, PEOPLE),
)
Steps = list[tuple[str, tuple[str, str], int | None]]


def take(world: World, name: str, where: tuple[str, str], people: int | None) -> None:
    unit, month = where
    match name:
        case "record" if unit in world.leaves:
            world.record((unit, month, world.fresh(), people))
        case "recount" if where in world.now and unit in world.leaves:
            world.record((unit, month, world.figures[world.now[where]], people))
        case "batch":
            counts = [world.chance.choice([people, 3, 12, 25, 60]) for _ in world.leaves]
            pairs = zip(sorted(world.leaves), counts, strict=True)
            world.record(*((u, month, world.fresh(), n) for u, n in pairs))
        case "submit" if unit in world.leaves:
            world.submit(unit, month, people)
        case "withdraw":
            world.leaves ^= {unit}
            if not world.leaves:
                world.leaves = {unit}
            world.load()


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(STEP, min_size=3, max_size=6), st.integers(0, 1000))
def test_no_sequence_of_queries_tells_what_is_hidden(
    hub: Hub, hub_client: FlaskClient, steps: Steps, seed: int
) -> None:
    afresh(hub)
    world = World(hub, hub_client, random.Random(seed))
    world.load()
    for name, (unit, month), people in steps:
        take(world, name, (unit, month), people)
        world.look(world.addresses(unit or "north", [month]))


def test_no_page_no_picture_and_no_list_tells_what_is_hidden(
    hub: Hub, hub_client: FlaskClient
) -> None:
    """Everything that can be read, while a unit becomes small and others are put right."""
    november, december = MONTHS[1:]
    world = World(hub, hub_client, random.Random(1))
    world.load()
    for month, counts in ((november, (40, 25, 60, 30)), (december, (3, 25, 60, 30))):
        world.record(*((u, month, world.fresh(), n) for u, n in zip(LEAVES, counts, strict=True)))
    world.look(world.everywhere())
    assert world.reader.rows  # what may be seen is seen
    take(world, "record", ("town", november), 5)
    take(world, "record", ("north", december), 4)
    take(world, "submit", ("south", december), 90)
    world.look(world.everywhere())
    take(world, "withdraw", ("port", december), None)
    world.look(world.everywhere())
