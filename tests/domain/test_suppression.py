"""Suppression of small numbers: tables of what is hidden, and attackers that find nothing out."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.domain.suppression import Family, Why, hidden, to_hold_back
from hub.errors import Invalid

P, S = Why.PRIMARY, Why.SECONDARY
CONSTANT = ""  # where a row of shown figures keeps their sum
any_of = settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def family(total: str, *parts: str) -> Family[str]:
    return Family(total, parts)


# --- tables -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ({"a": 10, "b": 11, "c": 12}, {}),
        ({"a": 9, "b": 11, "c": 12}, {"a": P, "b": S}),
        ({"a": 12, "b": 12, "c": 3}, {"a": S, "c": P}),  # a tie, by key
        ({"a": 0, "b": 30, "c": 40}, {"a": P, "b": S}),
        ({"a": None, "b": 30, "c": 40}, {"a": P, "b": S}),
        ({"a": 0, "b": 1, "c": 40}, {"a": P, "b": P, "c": S}),
        ({"a": 4, "b": 5, "c": 40, "d": 50}, {"a": P, "b": P, "c": S}),
        ({"a": 4, "b": 6, "c": 40}, {"a": P, "b": P}),  # ten people together
        ({"a": None, "b": 9, "c": 40}, {"a": P, "b": P, "c": S}),  # unknown is no cover
    ],
)
def test_a_small_unit_takes_its_smallest_sibling_with_it(
    people: dict[str, int | None], expected: dict[str, Why]
) -> None:
    cells = people | {"all": 100}
    assert hidden(cells, [family("all", *people)]) == expected


def test_where_no_part_is_left_the_total_is_hidden() -> None:
    assert hidden({"all": 9, "a": 9}, [family("all", "a")]) == {"all": P, "a": P}
    cells = {"all": 100, "a": 4, "b": 5}  # the others of the hundred are no unit's
    assert hidden(cells, [family("all", "a", "b")]) == {"all": S, "a": P, "b": P}


def test_a_figure_of_no_family_hides_alone() -> None:
    assert hidden({"a": 9, "b": 40, "c": None}, []) == {"a": P, "c": P}


def test_a_hidden_total_carries_down_to_its_parts() -> None:
    cells = {"all": 63, "a": 20, "b": 3, "c": 40, "a1": 8, "a2": 12, "c1": 18, "c2": 22}
    families = [family("all", "a", "b", "c"), family("c", "c1", "c2")]
    assert hidden(cells, families) == {"a": S, "a1": P, "b": P}
    cells = {"all": 43, "b": 3, "c": 40, "c1": 18, "c2": 22}
    families = [family("all", "b", "c"), family("c", "c1", "c2")]
    assert hidden(cells, families) == {"b": P, "c": S, "c1": S}


def test_a_hidden_month_hides_every_total_over_time_that_contains_it() -> None:
    months = {f"m{n}": 20 for n in range(1, 7)} | {"m2": 4}
    totals = {"q1": 15, "q2": 20, "year": 18}
    families = [
        Family("q1", ("m1", "m2", "m3"), over_time=True),
        Family("q2", ("m4", "m5", "m6"), over_time=True),
        Family("year", ("q1", "q2"), over_time=True),
    ]
    assert hidden(months | totals, families) == {"m2": P, "q1": S, "year": S}


def test_a_hidden_year_hides_a_month_too() -> None:
    cells = {"m1": 14, "m2": 12, "m3": 13, "year": 9}
    year = Family("year", ("m1", "m2", "m3"), over_time=True)
    assert hidden(cells, [year]) == {"m2": S, "year": P}


def test_the_same_few_people_in_many_months_stay_few() -> None:
    """Two teams of three are six people, however many of their months are added up."""
    months = ("m1", "m2", "m3", "m4", "m5")
    cells = {(unit, month): 3 for unit in "ab" for month in months[:4]}
    cells |= {(unit, "m5"): 80 for unit in "abc"} | {(unit, "year"): 20 for unit in "abc"}
    families = [Family((u, "year"), tuple((u, m) for m in months), over_time=True) for u in "ab"]
    families.append(Family(("all", "year"), tuple((u, "year") for u in "abc")))
    found = hidden(cells | {("all", "year"): 60}, families)
    assert ("c", "year") in found or ("all", "year") in found or ("a", "m5") in found


def test_two_families_together_give_nothing_away() -> None:
    """Each of them hides two or more, and yet x would follow from one less the other."""
    cells = {"s": 80, "t": 90, "a": 9, "b": 30, "x": 9, "y": 41, "z": 42}
    families = [family("s", "a", "b", "y"), family("t", "a", "b", "x", "z")]
    shown = {"s": 12, "t": 17, "y": 4, "z": 6}
    assert Attacker(shown, families).works_out("x") == 17 - 6 - (12 - 4)
    assert hidden(cells, families) == {"a": P, "b": S, "x": P, "y": S}


def test_an_empty_unit_is_no_cover_for_a_small_one() -> None:
    """Who knows that a2 is empty would know a from a1, so b from a and all."""
    cells = {"all": 50, "a": 11, "b": 3, "c": 36, "a1": 11, "a2": 0}
    found = hidden(cells, [family("all", "a", "b", "c"), family("a", "a1", "a2")])
    assert found == {"a": S, "a1": S, "a2": P, "b": P}


def test_a_cell_that_only_a_family_names_is_unknown() -> None:
    assert hidden({"all": 60, "b": 60}, [family("all", "a", "b")]) == {"a": P, "b": S}


def test_what_the_families_alone_say_is_left_alone() -> None:
    """That c is nothing follows from no figure, so that no hiding would help."""
    cells = {"all": 50, "a": 30, "b": 20, "c": 0}
    found = hidden(cells, [family("all", "a", "b"), family("all", "a", "b", "c")])
    assert found == {"a": S, "b": S, "c": P}


def test_the_reason_is_told_in_words() -> None:
    assert P.words() == "fewer than 10 people"
    assert P.words(6) == "fewer than 6 people"
    assert S.words() == "hidden so that another figure stays hidden"


def test_nonsense_is_refused_in_words() -> None:
    with pytest.raises(Invalid, match="the total all has no parts"):
        family("all")
    for parts in (("a", "a"), ("a", "all")):
        with pytest.raises(Invalid, match="a cell is there twice in the total all"):
            family("all", *parts)
    with pytest.raises(Invalid, match="a cannot be about -1 people"):
        hidden({"a": -1}, [])
    with pytest.raises(Invalid, match="not below 0"):
        hidden({"a": 1}, [], least=0)


def test_totals_wait_for_their_hidden_parts() -> None:
    families = [family("all", "a", "b"), family("a", "a1", "a2"), family("b", "b1", "b2")]
    small = {"a1", "a2"}
    assert to_hold_back(families, small, {"a1", "b1"}) == {"a", "all"}
    assert to_hold_back(families, small, {"a1", "a2"}) == set()  # b1 and b2 are shown anyway
    assert to_hold_back(families, set(), set()) == set()


# --- attackers --------------------------------------------------------------------------------


class Attacker:
    """Works out by Gauss and Jordan, over fractions, all that shown figures determine."""

    def __init__(self, shown: Mapping[str, int], families: Iterable[Family[str]]) -> None:
        self.rows: dict[str, dict[str, Fraction]] = {}
        for one in families:
            row: dict[str, Fraction] = {}
            for cell, sign in ((one.total, 1), *((part, -1) for part in one.parts)):
                known = cell in shown
                name, amount = (CONSTANT, sign * shown[cell]) if known else (cell, sign)
                row[name] = row.get(name, Fraction(0)) + amount
            self.learn(row)

    def learn(self, row: dict[str, Fraction]) -> None:
        """Take in that ``row`` adds up to zero."""
        row = self.reduce(row)
        if unknown := set(row) - {CONSTANT}:
            first = min(unknown)
            row = {cell: amount / row[first] for cell, amount in row.items()}
            self.rows = {cell: less(old, row, first) for cell, old in self.rows.items()}
            self.rows[first] = row

    def reduce(self, row: dict[str, Fraction]) -> dict[str, Fraction]:
        for cell in set(row) & set(self.rows):
            row = less(row, self.rows[cell], cell)
        return {cell: amount for cell, amount in row.items() if amount}

    def works_out(self, *cells: str) -> Fraction | None:
        """The sum of ``cells``, or None where the shown figures leave it open."""
        left = self.reduce(dict.fromkeys(cells, Fraction(1)))
        return left.get(CONSTANT, Fraction(0)) if not set(left) - {CONSTANT} else None


def less(row: dict[str, Fraction], other: dict[str, Fraction], cell: str) -> dict[str, Fraction]:
    if not (times := row.get(cell)):
        return row
    sums = {c: row.get(c, Fraction(0)) - times * other.get(c, 0) for c in {*row, *other}}
    return {c: amount for c, amount in sums.items() if amount}


@dataclass(frozen=True)
class Grid:
    """Teams in units in one organisation, by month and added up over time."""

    people: dict[str, int]
    unknown: frozenset[str]  # cells whose number of people the hub has not been told
    families: list[Family[str]]

    @property
    def cells(self) -> dict[str, int | None]:
        return {cell: None if cell in self.unknown else n for cell, n in self.people.items()}

    @property
    def leaves(self) -> list[str]:
        return sorted(set(self.people) - {one.total for one in self.families})

    def figures(self, leaves: Mapping[str, int]) -> dict[str, int]:
        """Figures of all cells, by adding up those of the leaves."""
        known = dict(leaves)
        parts = {one.total: one.parts for one in self.families}

        def value(cell: str) -> int:
            if cell not in known:
                known[cell] = sum(map(value, parts[cell]))
            return known[cell]

        return {cell: value(cell) for cell in self.people}


@st.composite
def grids(draw: st.DrawFn, units: int = 4, teams: int = 3, months: int = 3, least: int = 0) -> Grid:
    """Grids of teams with ``least`` people or more; a total is by year, running, or neither."""
    tree = {"all": [f"u{n}" for n in range(draw(st.integers(2, units)))]}
    for unit in tuple(tree["all"]):
        if count := draw(st.integers(0, teams)):
            tree[unit] = [f"{unit}t{n}" for n in range(count)]
    names = sorted({"all", *(part for parts in tree.values() for part in parts)})
    times = [f"m{n}" for n in range(draw(st.integers(1, months)))]
    running = {f"to-{time}": times[: n + 1] for n, time in enumerate(times)}
    totals = draw(st.sampled_from([{}, {"year": times}, running]))
    most = least + draw(st.sampled_from([4, 14, 40]))
    people = {
        f"{name} {time}": draw(st.integers(least, most))
        for name, time in product([name for name in names if name not in tree], times)
    }
    unknown = draw(st.sets(st.sampled_from(sorted(people)), max_size=0 if least else 2))
    for unit, time in product(reversed(tree), times):
        people[f"{unit} {time}"] = sum(people[f"{part} {time}"] for part in tree[unit])
    over_time = [
        Family(f"{name} {total}", tuple(f"{name} {time}" for time in parts), over_time=True)
        for name, (total, parts) in product(names, totals.items())
    ]
    for one in over_time:  # the average, rounded up
        people[one.total] = -(-sum(people[part] for part in one.parts) // len(one.parts))
    in_units = [
        Family(f"{unit} {time}", tuple(f"{part} {time}" for part in parts))
        for (unit, parts), time in product(tree.items(), [*times, *totals])
    ]
    return Grid(people, frozenset(unknown), in_units + over_time)


@st.composite
def overlaps(draw: st.DrawFn) -> Grid:
    """Groups that overlap in any way, of teams that need have nothing else in common."""
    teams = [f"t{n}" for n in range(draw(st.integers(3, 8)))]
    people = {team: draw(st.integers(0, 30)) for team in teams}
    groups = draw(st.lists(st.sets(st.sampled_from(teams), min_size=2), min_size=2, max_size=7))
    families = [Family(f"g{n}", tuple(sorted(group))) for n, group in enumerate(groups)]
    totals = {one.total: sum(people[part] for part in one.parts) for one in families}
    return Grid(people | totals, frozenset(), families)


def seen(grid: Grid, found: Mapping[str, Why], seed: int) -> dict[str, int]:
    """What a wall shows of random figures; an empty team has none."""
    chance = random.Random(seed)
    leaves = {cell: chance.randint(0, 9) if grid.people[cell] else 0 for cell in grid.leaves}
    return {cell: value for cell, value in grid.figures(leaves).items() if cell not in found}


def test_the_attacker_finds_what_is_badly_hidden() -> None:
    shown = {"all": 12, "b": 5, "c": 4}
    assert Attacker(shown, [family("all", "a", "b", "c")]).works_out("a") == 3
    shown = {"all": 12, "c": 4}
    open_to_doubt = Attacker(shown, [family("all", "a", "b", "c")])
    assert open_to_doubt.works_out("a") is None
    assert open_to_doubt.works_out("a", "b") == 8


@settings(any_of, max_examples=300)
@given(grids() | overlaps(), st.integers(0, 99))
def test_no_hidden_figure_can_be_worked_out(grid: Grid, seed: int) -> None:
    found = hidden(grid.cells, grid.families)
    attacker = Attacker(seen(grid, found, seed), grid.families)
    assert not [cell for cell in found if attacker.works_out(cell) is not None]


@any_of
@given(grids(), st.integers(0, 99))
def test_nor_can_that_of_a_small_team_by_who_knows_which_are_empty(grid: Grid, seed: int) -> None:
    found = hidden(grid.cells, grid.families)
    empty = {cell: 0 for cell, people in grid.people.items() if people == 0}
    attacker = Attacker(seen(grid, found, seed) | empty, grid.families)
    small = [cell for cell, why in found.items() if why is P and cell not in empty]
    assert not [cell for cell in small if attacker.works_out(cell) is not None]


@any_of
@given(grids(), st.integers(0, 99))
def test_nor_can_the_sum_of_two_teams_that_are_small_together(grid: Grid, seed: int) -> None:
    found = hidden(grid.cells, grid.families)
    attacker = Attacker(seen(grid, found, seed), grid.families)
    teams = {cell.split()[0] for cell in grid.leaves}
    small = [cell for cell, why in found.items() if why is P and cell.split()[0] in teams]
    for one, other in combinations(small, 2):
        at_once = one.split()[1] == other.split()[1]
        if at_once and grid.people[one] + grid.people[other] < 10:
            assert attacker.works_out(one, other) is None


@settings(any_of, max_examples=60)
@given(grids(units=2, teams=2, months=2, least=1), st.integers(0, 99))
def test_a_hidden_figure_could_be_another_whole_number(grid: Grid, seed: int) -> None:
    """By trying: each hidden figure can be higher or lower, none below zero, for what is shown."""
    found = hidden(grid.cells, grid.families)
    chance = random.Random(seed)
    truth = grid.figures({cell: chance.randint(1, 3) for cell in grid.leaves})
    same = set(found)  # as the truth in all that was tried
    for leaves in near(truth, [(cell, cell in found) for cell in grid.leaves]):
        tried = grid.figures(leaves)
        if all(tried[cell] == truth[cell] for cell in tried if cell not in found):
            same -= {cell for cell in same if tried[cell] != truth[cell]}
        if not same:
            break
    assert not same


def near(truth: Mapping[str, int], leaves: list[tuple[str, bool]]) -> Iterator[dict[str, int]]:
    """Figures of leaves, of which those that are free may differ by one from the truth."""
    ranges = [(-1, 0, 1) if free else (0,) for _, free in leaves]
    for steps in product(*ranges):
        yield {cell: truth[cell] + step for (cell, _), step in zip(leaves, steps, strict=True)}


# --- order and number ---------------------------------------------------------------------------


@any_of
@given(grids(least=10))
def test_nothing_is_hidden_where_all_are_enough(grid: Grid) -> None:
    assert hidden(grid.cells, grid.families) == {}


@settings(any_of, max_examples=300)
@given(grids() | overlaps(), st.randoms(use_true_random=False))
def test_order_does_not_matter(grid: Grid, chance: random.Random) -> None:
    cells, families = list(grid.cells.items()), list(grid.families)
    chance.shuffle(cells)
    chance.shuffle(families)
    turned = [Family(f.total, f.parts[::-1], f.over_time) for f in families]
    found = hidden(grid.cells, grid.families)
    assert hidden(dict(cells), [*turned, *families]) == found
    assert list(found) == sorted(found)


@any_of
@given(grids(), st.integers(1, 12), st.integers(0, 12))
def test_fewer_people_needed_hides_no_more_small_figures(grid: Grid, least: int, more: int) -> None:
    def small(below: int) -> set[str]:
        found = hidden(grid.cells, grid.families, least=below)
        return {cell for cell, why in found.items() if why is P}

    assert small(least) <= small(least + more)
    assert small(least) == {cell for cell, n in grid.cells.items() if n is None or n < least}


@any_of
@given(grids())
def test_a_total_over_time_is_hidden_with_each_of_its_months(grid: Grid) -> None:
    found = hidden(grid.cells, grid.families)
    for one in grid.families:
        if one.over_time and not found.keys().isdisjoint(one.parts):
            assert one.total in found


def test_few_small_teams_among_many_hide_few_others() -> None:
    """Two hundred units by twelve months and a year, of which three teams are small."""
    months = [f"m{n:02}" for n in range(12)]
    areas = {f"a{n}": [f"a{n}t{k:02}" for k in range(18)] for n in range(10)}
    tree = {"all": [*areas]} | areas
    names = [*tree, *(team for teams in areas.values() for team in teams)]
    small = {"a1t03", "a4t00", "a4t17"}
    size = {name: 7 if name in small else 20 + n for n, name in enumerate(names)}
    cells = {f"{name} {time}": size[name] for name, time in product(names, [*months, "year"])}
    families = [
        Family(f"{unit} {time}", tuple(f"{part} {time}" for part in parts))
        for (unit, parts), time in product(tree.items(), [*months, "year"])
    ] + [Family(f"{name} year", tuple(f"{name} {m}" for m in months), True) for name in names]
    found = hidden(cells, families)
    assert Counter(found.values()) == {P: 3 * 13, S: 13}  # the two of one area cover each other
    attacker = Attacker({cell: n for cell, n in cells.items() if cell not in found}, families)
    assert not [cell for cell in found if attacker.works_out(cell) is not None]


# --- what is remembered -------------------------------------------------------------------------


def test_what_was_seen_covers_nothing() -> None:
    cells = {"all": 100, "a": 4, "b": 20, "c": 30, "d": 46}
    families = [family("all", "a", "b", "c", "d")]
    assert hidden(cells, families, seen=["b"]) == {"a": P, "c": S}
    assert hidden(cells, families, seen=["b", "c", "d"]) == {"a": P, "all": S}
    assert hidden(cells, families, seen=["a", "b"]) == {"a": P}  # it is known as it is


def test_a_hidden_figure_that_was_seen_is_no_cover() -> None:
    cells = {"all": 100, "a": 6, "b": 7, "c": 30, "d": 57}
    families = [family("all", "a", "b", "c", "d")]
    assert hidden(cells, families) == {"a": P, "b": P}
    assert hidden(cells, families, seen=["a"]) == {"a": P, "b": P, "c": S}


def test_what_was_hidden_stays_hidden() -> None:
    cells = {"all": 100, "a": 4, "b": 30, "c": 20, "d": 46}
    families = [family("all", "a", "b", "c", "d")]
    assert hidden(cells, families, already=["b"]) == {"a": P, "b": S}
    assert hidden(cells | {"a": 40}, families, already=["a", "b"]) == {"a": S, "b": S}


def test_a_highest_of_several_is_the_figure_of_one() -> None:
    highest = Family("all", ("a", "b", "c"), of_one=True)
    assert hidden({"all": 60, "a": 4, "b": 20, "c": 36}, [highest]) == {"a": P, "all": S}
    assert hidden({"all": 60, "a": 14, "b": 20, "c": 26}, [highest]) == {}
