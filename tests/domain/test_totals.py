"""Totals: values over units, periods and trees (domain.md section 4)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import inf, nan
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.figures import Measure
from hub.domain.periods import Frequency, parse
from hub.domain.totals import (
    VALUES,
    Part,
    Spread,
    Total,
    Totalling,
    YearToDate,
    over_periods,
    periods_of,
    rate,
    total,
)
from hub.errors import Invalid

NUMBERS = st.floats(-1e9, 1e9)
WEIGHTS = st.one_of(st.just(0.0), st.floats(1e-3, 1e6))
COUNTS = st.integers(0, 10**6).map(float)


@st.composite
def parts(draw: st.DrawFn, key: str = "") -> Part:
    part = Part(
        key or draw(st.text("abcdef", min_size=1, max_size=4)),
        weight=draw(WEIGHTS),
        ends=draw(st.dates(date(2025, 1, 1), date(2025, 3, 1))),
    )
    if draw(st.booleans()):
        return replace(part, value=draw(st.none() | NUMBERS))
    top, bottom = draw(st.none() | COUNTS), draw(st.none() | COUNTS)
    return replace(part, numerator=top, denominator=bottom)


@st.composite
def rates(draw: st.DrawFn) -> Part:
    return Part("a", numerator=draw(COUNTS), denominator=draw(st.integers(1, 10**6).map(float)))


PARTS = st.lists(parts(), max_size=10, unique_by=lambda p: p.key)
METHODS = st.sampled_from(Totalling)


def alike(one: float | None, other: float | None) -> bool:
    """Equal but for the rounding of sums that cancel out."""
    if one is None or other is None:
        return one is other
    return bool(one == pytest.approx(other, abs=1e-3))


def values(*some: float | None) -> list[Part]:
    return [Part(f"u{n}", v) for n, v in enumerate(some)]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (Totalling.SUM, 18.0),
        (Totalling.MEAN, 6.0),
        (Totalling.WEIGHTED_MEAN, 5.0),
        (Totalling.MAX, 10.0),
        (Totalling.MIN, 3.0),
        (Totalling.LAST, 5.0),
    ],
)
def test_methods(method: Totalling, expected: float) -> None:
    some = [
        Part("north", 10.0, weight=1, ends=date(2025, 6, 30)),
        Part("south", 5.0, weight=2, ends=date(2025, 7, 31)),
        Part("east", 3.0, weight=2.5, ends=date(2025, 5, 31)),
        Part("west", None, weight=4.5, ends=date(2025, 8, 31)),
    ]
    found = total(some, method)
    value = (10 + 10 + 7.5) / 5.5 if method is Totalling.WEIGHTED_MEAN else expected
    assert found.value == pytest.approx(value)
    assert (found.by_count, found.by_weight) == (0.75, 0.55)
    assert (found.missing, found.provisional) == (("west",), True)
    assert found.ends == date(2025, 7, 31)


def test_there_is_a_value_for_every_method() -> None:
    assert set(VALUES) == set(Totalling)


def test_a_ratio_adds_the_parts_of_the_rates() -> None:
    small = Part("small", numerator=1, denominator=2)  # 50 %
    large = Part("large", numerator=90, denominator=100)  # 90 %
    found = total([small, large], Totalling.RATIO, Measure.PERCENT)
    assert found.value == pytest.approx(91 / 102 * 100)  # not 70
    assert (found.numerator, found.denominator) == (91, 102)
    assert found.spread is not None
    assert (found.spread.least, found.spread.most) == (50, 90)
    assert total([small, large], Totalling.RATIO).value == pytest.approx(91 / 102)


def test_percentages_are_never_averaged() -> None:
    with pytest.raises(Invalid, match=r"calls: percentages are not averaged.*ratio"):
        total(values(50, 90), Totalling.MEAN, Measure.PERCENT, "calls")
    weighed = [Part("a", 50.0, weight=2), Part("b", 90.0, weight=100)]
    assert total(weighed, Totalling.WEIGHTED_MEAN, Measure.PERCENT).value == pytest.approx(
        9100 / 102
    )


def test_a_rate_without_its_parts_cannot_join_a_ratio() -> None:
    published = Part("published", 99.0)
    found = total(
        [published, Part("own", 50.0, numerator=1, denominator=2)], Totalling.RATIO, Measure.PERCENT
    )
    assert (found.value, found.missing) == (50, ("published",))


def test_nothing_out_of_nothing_is_a_figure_but_something_is_not() -> None:
    idle = Part("idle", numerator=0, denominator=0)
    busy = Part("busy", numerator=3, denominator=4)
    found = total([idle, busy], Totalling.RATIO, Measure.PERCENT)
    assert (found.value, found.missing, found.by_count) == (75, (), 1)
    assert found.spread is not None
    assert found.spread.lowest == found.spread.highest == ("busy",)
    alone = total([idle], Totalling.RATIO, Measure.PERCENT)
    assert (alone.value, alone.spread, alone.by_count) == (None, None, 1)
    for top, bottom in ((5, 0), (5, -1), (0, -1)):
        wrong = Part("wrong", numerator=top, denominator=bottom)
        assert total([wrong, busy], Totalling.RATIO).missing == ("wrong",)
    assert total([idle, busy], Totalling.SUM).missing == ("idle",)  # it has no rate to add


def test_a_rate_counts_by_its_value_in_the_other_methods() -> None:
    some = [Part("a", numerator=1, denominator=2), Part("b", numerator=3, denominator=4)]
    assert total(some, Totalling.MAX, Measure.PERCENT).value == 75
    assert total(some, Totalling.MIN).value == 0.5


@pytest.mark.parametrize("method", Totalling)
def test_without_figures_there_is_no_value(method: Totalling) -> None:
    assert total([], method) == Total(None, 0.0, 0.0, 0.0)
    awaited = total([Part("b"), Part("a")], method)
    assert (awaited.value, awaited.spread, awaited.by_count) == (None, None, 0)
    assert awaited.missing == ("a", "b")


def test_without_weight_there_is_no_weighted_mean() -> None:
    light = [Part("a", 1.0, weight=0), Part("b", 2.0, weight=0)]
    found = total(light, Totalling.WEIGHTED_MEAN)
    assert (found.value, found.by_count, found.by_weight) == (None, 1, 0)
    assert total([*light, Part("c", 5.0)], Totalling.WEIGHTED_MEAN).value == 5
    assert total(light, Totalling.SUM).value == 3


def test_zero_is_a_value() -> None:
    found = total(values(0.0, 4.0, None), Totalling.MEAN)
    assert (found.value, found.missing) == (2, ("u2",))


def test_the_spread_names_who_holds_the_ends() -> None:
    found = total(values(4, 1, 9, 1, None), Totalling.SUM).spread
    assert found == Spread(1, 1, 2.5, 5.25, 9, ("u1", "u3"), ("u2",))
    alone = total(values(7), Totalling.SUM).spread
    assert alone == Spread(7, 7, 7, 7, 7, ("u0",), ("u0",))


def test_the_last_of_those_that_end_together_is_the_last_by_name() -> None:
    both = [Part("b", 1.0, ends=date(2025, 6, 30)), Part("a", 2.0, ends=date(2025, 6, 30))]
    assert total(both, Totalling.LAST).value == total(both[::-1], Totalling.LAST).value == 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Part("north", nan),
        lambda: Part("north", inf),
        lambda: Part("north", weight=-1.0),
        lambda: Part("north", weight=inf),
        lambda: Part("north", numerator=1e300, denominator=1e-300),
    ],
)
def test_what_is_no_figure(wrong: Callable[[], Part]) -> None:
    with pytest.raises(Invalid, match="north"):
        wrong()


def test_what_no_number_holds_is_refused() -> None:
    with pytest.raises(Invalid, match="too large"):
        total(values(1e308, 1e308), Totalling.SUM)


@given(st.lists(rates(), min_size=1, max_size=20), st.sampled_from(Measure))
def test_a_rate_lies_between_the_rates_of_its_parts(some: list[Part], measure: Measure) -> None:
    found = total(some, Totalling.RATIO, measure)
    assert found.value is not None
    assert found.spread is not None
    slack = 1e-9 * found.spread.most
    assert found.spread.least - slack <= found.value <= found.spread.most + slack


@given(PARTS, METHODS, st.randoms())
def test_order_does_not_matter(some: list[Part], method: Totalling, random: Random) -> None:
    shuffled = list(some)
    random.shuffle(shuffled)
    assert total(shuffled, method) == total(some, method)


@given(PARTS, METHODS)
def test_coverage_and_spread_keep_their_bounds(some: list[Part], method: Totalling) -> None:
    found = total(some, method)
    assert 0 <= found.by_count <= 1
    assert 0 <= found.by_weight <= 1
    assert found.provisional == (found.by_count < 1 and bool(some))
    if found.spread:
        s = found.spread
        slack = 1e-9 * max(abs(s.least), abs(s.most))
        ladder = (s.least, s.lower_quartile, s.median, s.upper_quartile, s.most)
        assert all(a <= b + slack for a, b in pairwise(ladder))
        if method not in (Totalling.SUM, Totalling.RATIO) and found.value is not None:
            assert s.least - slack <= found.value <= s.most + slack


@given(PARTS, METHODS, st.text("xyz", min_size=1))
def test_a_missing_part_changes_the_coverage_alone(
    some: list[Part], method: Totalling, key: str
) -> None:
    before, after = total(some, method), total([*some, Part(key)], method)
    assert after.value == before.value
    assert after.spread == before.spread
    assert after.by_count <= before.by_count
    assert after.by_weight <= before.by_weight
    assert key in after.missing


def test_rates_follow_their_measure() -> None:
    assert rate(1, 4, Measure.PERCENT) == 25
    assert rate(1, 4, Measure.DAYS) == 0.25


@pytest.mark.parametrize(
    ("whole", "frequency", "first", "last", "count"),
    [
        ("FY2025-26-Q1", Frequency.MONTH, "2025-04", "2025-06", 3),
        ("FY2025-26-Q4", Frequency.MONTH, "2026-01", "2026-03", 3),
        ("FY2025-26", Frequency.MONTH, "2025-04", "2026-03", 12),
        ("FY2025-26", Frequency.QUARTER, "FY2025-26-Q1", "FY2025-26-Q4", 4),
        ("FY2025-26", Frequency.YEAR, "FY2025-26", "FY2025-26", 1),
        ("CY2025", Frequency.MONTH, "2025-01", "2025-12", 12),
        ("CY2025", Frequency.QUARTER, "FY2024-25-Q4", "FY2025-26-Q3", 4),
        ("12M-2025-11", Frequency.MONTH, "2024-12", "2025-11", 12),
        ("2024-02", Frequency.DAY, "2024-02-01", "2024-02-29", 29),
        ("2025-W01", Frequency.DAY, "2024-12-30", "2025-01-05", 7),
        ("2025-12", Frequency.MONTH, "2025-12", "2025-12", 1),
    ],
)
def test_what_makes_up_a_period(
    whole: str, frequency: Frequency, first: str, last: str, count: int
) -> None:
    found = periods_of(parse(whole), frequency)
    assert (found[0].text, found[-1].text, len(found)) == (first, last, count)


@pytest.mark.parametrize(
    ("whole", "frequency"),
    [
        ("FY2025-26-Q1", Frequency.WEEK),
        ("2025-12", Frequency.QUARTER),
        ("FY2025-26", Frequency.CALENDAR_YEAR),
        ("CY2025", Frequency.YEAR),
        ("FY2025-26", Frequency.LIVE),
        ("FY2025-26", Frequency.ROLLING_YEAR),
        ("12M-2025-12", Frequency.ROLLING_YEAR),
        ("12M-2025-11", Frequency.QUARTER),
        ("CY0001", Frequency.MONTH),
        ("CY9998", Frequency.MONTH),
    ],
)
def test_what_does_not_make_up_a_period(whole: str, frequency: Frequency) -> None:
    with pytest.raises(Invalid, match=r"is not made up of|too far away"):
        periods_of(parse(whole), frequency)


@pytest.mark.parametrize(
    ("ends", "months", "quarters"),
    [
        (date(2025, 4, 30), 1, None),
        (date(2025, 12, 31), 9, 3),
        (date(2026, 1, 31), 10, None),
        (date(2026, 3, 31), 12, 4),
    ],
)
def test_a_year_to_date_begins_on_1_april(ends: date, months: int, quarters: int | None) -> None:
    year = YearToDate(ends)
    found = periods_of(year, Frequency.MONTH)
    assert (found[0].text, len(found), found[-1].ends) == ("2025-04", months, ends)
    if quarters:
        assert len(periods_of(year, Frequency.QUARTER)) == quarters
    else:
        with pytest.raises(Invalid, match="financial year to"):
            periods_of(year, Frequency.QUARTER)


FIGURES = {
    "2025-04": Part("", 10.0, numerator=1, denominator=10),
    "2025-05": Part("", 40.0, numerator=4, denominator=10),
    "2025-06": Part("", 80.0, numerator=64, denominator=80),
}


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (Totalling.SUM, 130),
        (Totalling.MEAN, 130 / 3),
        (Totalling.LAST, 80),
        (Totalling.MAX, 80),
        (Totalling.RATIO, 0.69),
    ],
)
def test_a_quarter_by_the_declared_method(method: Totalling, expected: float) -> None:
    months = periods_of(parse("FY2025-26-Q1"), Frequency.MONTH)
    found = over_periods(months[::-1], FIGURES, method)
    assert found.value == pytest.approx(expected)
    assert (found.provisional, found.by_count) == (False, 1)
    assert found.ends == date(2025, 6, 30)


def test_a_total_with_a_month_to_come_is_provisional() -> None:
    months = periods_of(YearToDate(date(2025, 8, 31)), Frequency.MONTH)
    found = over_periods(months, FIGURES, Totalling.LAST)
    assert (found.value, found.provisional) == (80, True)
    assert found.missing == ("2025-07", "2025-08")
    assert found.by_count == 0.6
    assert found.spread is not None
    assert found.spread.lowest == ("2025-04",)


@pytest.mark.parametrize("method", [Totalling.WEIGHTED_MEAN, Totalling.MIN])
def test_periods_have_methods_of_their_own(method: Totalling) -> None:
    with pytest.raises(
        Invalid, match=r"sick days: periods are not totalled by (weighted mean|min)"
    ):
        over_periods([], {}, method, title="sick days")
