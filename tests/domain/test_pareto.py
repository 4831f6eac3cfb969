"""Pareto: the order, the shares, the vital few; and what of a pasted table is understood."""

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.pareto import (
    LARGEST,
    LONGEST,
    MOST_LINES,
    MOST_OF_IT,
    Count,
    Unclear,
    folded,
    pareto,
    table,
)

NAMES = ("Faults", "Resets", "VPN", "Printers", "other", "Others ", "Nobody home")
counts = st.lists(st.builds(Count, st.sampled_from(NAMES), st.integers(0, 400)), max_size=30)
any_of = settings(max_examples=200, deadline=None, derandomize=True)


def order(*counted: tuple[str, int]) -> list[str]:
    return [line.count.name for line in pareto(Count(*each) for each in counted).lines]


def test_most_comes_first_and_ties_keep_their_order() -> None:
    assert order(("a", 2), ("b", 5), ("c", 2), ("d", 5)) == ["b", "d", "a", "c"]


def test_other_comes_last_however_much_it_is() -> None:
    assert order(("Other", 90), ("a", 2), ("b", 5)) == ["b", "a", "Other"]


def test_what_nobody_has_seen_makes_no_line() -> None:
    assert order(("a", 0), ("b", 1)) == ["b"]
    assert pareto([]).lines == ()


def test_the_vital_few_are_the_fewest_that_make_80_per_cent() -> None:
    assert pareto([Count("a", 80), Count("b", 10), Count("c", 10)]).few == 1
    assert pareto([Count("a", 79), Count("b", 11), Count("c", 10)]).few == 2


@pytest.mark.parametrize(("n", "enough"), [(29, False), (30, True)])
def test_fewer_than_thirty_observations_are_too_few_to_tell(n: int, enough: bool) -> None:
    assert pareto([Count("a", n - 1), Count("b", 1)]).enough is enough


@any_of
@given(counts)
def test_shares_make_one_and_the_vital_few_are_as_few_as_can_be(given: list[Count]) -> None:
    found = pareto(given)
    sizes = [line.count.n for line in found.lines if not line.count.other]
    assert sizes == sorted(sizes, reverse=True)
    assert [line.count.other for line in found.lines] == sorted(
        line.count.other for line in found.lines
    )
    assert found.total == sum(count.n for count in given)
    if not found.lines:
        return
    assert sum(line.share for line in found.lines) == pytest.approx(1)
    assert found.lines[-1].cumulative == pytest.approx(1)
    sums = list(accumulate(line.share for line in found.lines))
    assert [line.cumulative for line in found.lines] == pytest.approx(sums)
    few = found.few
    assert [line.vital for line in found.lines] == [n < few for n in range(len(found.lines))]
    assert found.lines[few - 1].cumulative >= MOST_OF_IT
    assert few == 1 or found.lines[few - 2].cumulative < MOST_OF_IT


@any_of
@given(counts, st.integers(2, 12))
def test_what_does_not_fit_shares_the_last_place(given: list[Count], most: int) -> None:
    shown, rest = folded(given, most)
    assert [*shown, *rest] == given
    assert len(shown) + bool(rest) <= most
    assert len(rest) != 1


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Faults\t612", [("Faults", 612)]),
        ("Faults,612\r\nResets;3\n", [("Faults", 612), ("Resets", 3)]),
        ("Broken, and wet\t1,234", [("Broken, and wet", 1234)]),
        ('"Broken, and wet",12', [("Broken, and wet", 12)]),
        ("Broken, and wet,12", [("Broken, and wet", 12)]),
        ("Faults;1 234", [("Faults", 1234)]),
        ("  Faults \t 3 \n\nfaults\t4", [("Faults", 7)]),
        ("Faults\t3\t\t", [("Faults", 3)]),
    ],
)
def test_a_table_is_read_line_by_line(text: str, read: list[tuple[str, int]]) -> None:
    heading, found = table(text)
    assert heading == ""
    assert [(count.name, count.n) for count in found] == read


@pytest.mark.parametrize("heading", ["Calls", "Calls in October 2025", "12 to 18 May"])
def test_words_over_the_counts_are_their_heading(heading: str) -> None:
    assert table(f"Cause\t{heading}\nFaults\t3") == (heading, (Count("Faults", 3),))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "counts nothing"),
        ("Faults\t0", "counts nothing"),
        ("Faults\t3\nResets", r"Line 2 \(“Resets”\) needs a name and a count"),
        ("Faults\t3\n\n\t4", "Line 3 .* needs a name and a count"),
        ("Faults\t3\nResets\t2.5", "Line 2 .*“2.5” is not a whole number"),
        ("Faults\t3\nResets\tmany", "“many” is not a whole number"),
        ("Faults\t12o", "Line 1 .*“12o” is not a whole number"),
        ("Faults\t-3", "“-3” is not a whole number"),
        ("Faults,1,234", "is that 1,234 or 234?"),
        (f"{'x' * (LONGEST + 1)}\t3", f"{LONGEST} characters"),
        (f"Faults\t{LARGEST + 1}", "1,000,000 is the most"),
        ("Faults\t1\n" * (MOST_LINES + 1), f"201 lines: {MOST_LINES} are the most"),
    ],
)
def test_a_line_that_is_not_understood_is_named(text: str, words: str) -> None:
    with pytest.raises(Unclear, match=words):
        table(text)


@any_of
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        _, found = table(text)
    except Unclear as fault:
        assert str(fault)
    else:
        assert all(count.n >= 0 and count.name for count in found)
