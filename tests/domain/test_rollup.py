"""Roll-up: methods, weights, coverage, and the reds that a green hides (domain.md section 4)."""

from dataclasses import replace
from itertools import pairwise
from math import nan
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.rollup import (
    ENOUGH_COVERAGE,
    METHODS,
    SCORES,
    Child,
    Method,
    Own,
    Rolled,
    roll_up,
)
from hub.domain.status import Status, of_score
from hub.errors import Invalid

G, A, R, N = Status.GREEN, Status.AMBER, Status.RED, Status.NO_DATA
WITHOUT_DATA = tuple(s for s in Status if s not in SCORES)
FROM_CHILDREN = tuple(m for m in Method if m not in (Method.SELF_STANDING, Method.MANUAL))
WEIGHTS = st.one_of(st.integers(0, 20).map(float), st.floats(1e-3, 1e6))
SHARES = st.lists(st.floats(0.1, 1), max_size=3).map(tuple)


@st.composite
def children(draw: st.DrawFn) -> Child:
    status = draw(st.sampled_from(Status))
    score = draw(st.none() | st.floats(0, 10))
    return Child(status, draw(WEIGHTS), score, draw(SHARES))


CHILDREN = st.lists(children(), max_size=12)
METHOD = st.sampled_from(FROM_CHILDREN)
WEIGHTED = Method.WEIGHTED_AVERAGE


def rolled(*family: tuple[Status, float]) -> Rolled:
    return roll_up(WEIGHTED, (Child(*c) for c in family))


def by(method: Method, *family: tuple[Status, float], own: Own | None = None) -> Rolled:
    return roll_up(method, [Child(*c) for c in family], own)


def test_weights_decide() -> None:
    assert rolled((G, 1), (R, 1)).status is A
    assert rolled((G, 2), (R, 1)).status is G  # 6.67
    assert rolled((G, 1), (R, 2)).status is R  # 3.33
    assert rolled((G, 5), (R, 0)) == Rolled(G, 1.0, score=10)


def test_under_half_of_the_weight_is_no_status() -> None:
    assert rolled((G, 1), (N, 1)) == Rolled(G, 0.5, score=10)
    assert rolled((G, 1), (N, 1.1)).status is N
    assert rolled((G, 49), (N, 51)) == Rolled(N, 0.49)


@pytest.mark.parametrize("method", FROM_CHILDREN)
def test_too_little_data_is_said_by_every_method(method: Method) -> None:
    little = by(method, (R, 1), (N, 1), (N, 1))
    assert (little.status, little.partial, little.score) == (N, True, None)
    assert not by(method, (R, 1), (N, 1)).partial
    assert not by(method, (N, 1)).partial  # it has none at all


def test_nothing_scored_says_why_when_all_agree() -> None:
    assert rolled() == Rolled(N, 0.0)
    assert rolled((Status.NO_TARGET, 1), (Status.NO_TARGET, 3)).status is Status.NO_TARGET
    assert rolled((Status.NO_TARGET, 1), (N, 1)).status is N
    assert rolled((Status.NOT_DUE, 1)).status is Status.NOT_DUE
    assert rolled((Status.SUPPRESSED, 1), (Status.NOT_DUE, 0)).status is Status.SUPPRESSED


@pytest.mark.parametrize("method", FROM_CHILDREN)
def test_weight_zero_takes_no_part(method: Method) -> None:
    assert by(method, (G, 1), (R, 0), (N, 0)) == by(method, (G, 1))
    assert by(method, (G, 0), (R, 0)) == by(method) == Rolled(N, 0.0)


@pytest.mark.parametrize("method", FROM_CHILDREN)
@pytest.mark.parametrize("status", WITHOUT_DATA)
def test_every_status_without_data_only_lowers_the_coverage(method: Method, status: Status) -> None:
    found = by(method, (A, 3), (status, 1))
    even = method is Method.AVERAGE
    assert found == Rolled(A, 0.5 if even else 0.75, score=5)


@pytest.mark.parametrize(
    ("method", "status", "score"),
    [
        (Method.WEIGHTED_AVERAGE, R, 2.5),  # (10 + 5 * 0 + 5 + 5) / 8
        (Method.AVERAGE, A, 5.0),
        (Method.WORST_CHILD, R, 0.0),
        (Method.BEST_CHILD, G, 10.0),
        (Method.SUM, G, 10.0),  # 20 clamped
    ],
)
def test_methods(method: Method, status: Status, score: float) -> None:
    found = by(method, (G, 1), (R, 5), (A, 1), (A, 1))
    assert (found.status, found.score) == (status, score)


def test_a_sum_adds_scores_whatever_their_weights() -> None:
    parts = [Child(R, 1, 2.0), Child(R, 7, 3.0), Child(R, 2, 1.5)]
    assert roll_up(Method.SUM, parts).score == 6.5
    assert roll_up(Method.SUM, parts).status is A
    assert roll_up(Method.SUM, [*parts, Child(R, 2, 0.5)]).status is G


def test_there_is_a_way_for_every_method() -> None:
    assert set(METHODS) == set(Method)


def test_a_self_standing_node_has_its_own_status() -> None:
    standing = by(Method.SELF_STANDING, (R, 1), (N, 9), own=Own(A, 6.0))
    assert (standing.status, standing.score, standing.coverage) == (A, 6.0, 1.0)
    assert not standing.manual
    assert by(Method.SELF_STANDING, (G, 1)) == Rolled(N, 0.0)
    assert by(Method.SELF_STANDING, (G, 1), own=Own(Status.NOT_DUE)).status is Status.NOT_DUE


def test_a_manual_status_has_its_reason_and_hides_no_red() -> None:
    manual = by(Method.MANUAL, (R, 1), (G, 1), own=Own(G, reason=" Agreed by the board "))
    assert (manual.status, manual.manual, manual.reason) == (G, True, "Agreed by the board")
    assert manual.masked == 1
    for own in (None, Own(G), Own(G, reason=" ")):
        with pytest.raises(Invalid, match="reason"):
            by(Method.MANUAL, (G, 1), own=own)


def test_a_score_that_contradicts_its_status_gives_way() -> None:
    assert Child(A, score=6.0).points == 6.0
    assert Child(G, score=1.0).points == 10.0  # overridden
    assert Child(N, score=9.0).points is None
    assert Child(Status.SUPPRESSED, score=9.0).points is None


@pytest.mark.parametrize("weight", [-1.0, nan, float("inf"), 1e10])
def test_what_is_no_weight(weight: float) -> None:
    with pytest.raises(Invalid, match="weight"):
        Child(G, weight)


@pytest.mark.parametrize("score", [-0.1, 10.1, nan])
def test_what_is_no_score(score: float) -> None:
    with pytest.raises(Invalid, match="score"):
        Child(G, score=score)


def test_a_green_counts_the_reds_it_hides_from_a_tenth_on() -> None:
    assert rolled((G, 9), (R, 1)).masked == 1
    assert rolled((G, 91), (R, 9)).masked == 0
    assert rolled((G, 16), (R, 2), (R, 2)).masked == 2
    assert rolled((A, 8), (R, 2)).masked == 0  # not a green: nothing is hidden
    assert by(Method.BEST_CHILD, (G, 1), (R, 4), (R, 5)).masked == 2
    assert rolled((G, 8), (R, 1), (N, 3)).masked == 1  # a ninth of what has data
    assert rolled((G, 18), (R, 1)).masked == 0
    assert rolled((G, 14), (R, 2), (R, 3)).reds == (3 / 19, 2 / 19)  # largest first
    assert by(Method.AVERAGE, (G, 9), (G, 9), (R, 1)).masked == 1  # all weights alike


def test_reds_are_counted_at_any_depth_by_the_product_of_shares() -> None:
    team = rolled((G, 4), (R, 1))  # a fifth
    unit = roll_up(WEIGHTED, [team.as_child(1), Child(G)])  # a tenth
    assert (team.masked, unit.masked) == (1, 1)
    assert roll_up(WEIGHTED, [unit.as_child(9), Child(G)]).masked == 0  # less than a tenth
    assert roll_up(WEIGHTED, [unit.as_child(9), Child(G, 0)]).masked == 1
    amber = roll_up(WEIGHTED, [Child(R), Child(G)])
    assert (amber.status, amber.masked) == (A, 0)
    assert roll_up(WEIGHTED, [amber.as_child(), Child(G), Child(G)]).masked == 1


def test_a_red_speaks_for_the_reds_below_it() -> None:
    low = rolled((R, 1), (R, 1))
    above = roll_up(WEIGHTED, [low.as_child(), Child(G), Child(G)])
    assert (above.status, above.masked, above.reds) == (G, 1, (1 / 3,))


def test_reds_under_a_node_without_status_have_no_share() -> None:
    little = rolled((R, 1), (N, 3))
    assert little.partial
    assert roll_up(WEIGHTED, [little.as_child(), Child(G)]) == Rolled(G, 0.5, score=10)


def test_a_score_travels_up() -> None:
    low = rolled((G, 3), (A, 5))
    assert low.score == 6.875
    assert roll_up(WEIGHTED, [low.as_child(), Child(A)]).score == pytest.approx(5.9375)


@given(CHILDREN)
def test_status_lies_between_its_children(family: list[Child]) -> None:
    found = roll_up(WEIGHTED, family)
    if found.status in SCORES:
        scores = [c.points for c in family if c.weight and c.points is not None]
        assert found.score is not None
        assert min(scores) - 1e-9 <= found.score <= max(scores) + 1e-9
        assert found.status is of_score(found.score)


@given(CHILDREN, METHOD, st.randoms())
def test_order_does_not_matter(family: list[Child], method: Method, random: Random) -> None:
    shuffled = list(family)
    random.shuffle(shuffled)
    assert roll_up(method, shuffled) == roll_up(method, family)


@given(CHILDREN, METHOD)
def test_coverage_and_masked_keep_their_bounds(family: list[Child], method: Method) -> None:
    found = roll_up(method, family)
    assert 0 <= found.coverage <= 1
    assert found.masked == 0 or found.status is G
    assert found.partial == (0 < found.coverage < ENOUGH_COVERAGE - 1e-9)
    assert (found.score is None) == (found.status not in SCORES)


@given(CHILDREN)
def test_worst_average_best_and_sum_come_in_order(family: list[Child]) -> None:
    names = (Method.WORST_CHILD, Method.WEIGHTED_AVERAGE, Method.BEST_CHILD, Method.SUM)
    scores = [s for m in names if (s := roll_up(m, family).score) is not None]
    assert len(scores) in (0, 4)
    assert all(low <= high + 1e-9 for low, high in pairwise(scores))


@given(CHILDREN)
def test_an_average_is_a_weighted_average_of_like_weights(family: list[Child]) -> None:
    alike = [replace(c, weight=1.0) for c in family if c.weight > 0]
    assert roll_up(Method.AVERAGE, family) == roll_up(WEIGHTED, alike)


@given(CHILDREN, METHOD, st.sampled_from(WITHOUT_DATA), WEIGHTS)
def test_a_child_without_data_only_changes_the_coverage(
    family: list[Child], method: Method, status: Status, weight: float
) -> None:
    before = roll_up(method, family)
    after = roll_up(method, [*family, Child(status, weight)])
    assert after.coverage <= before.coverage
    if after.status in SCORES:
        assert (after.status, after.score, after.reds) == (
            before.status,
            before.score,
            before.reds,
        )
    elif before.status in SCORES:
        assert after.partial


@given(CHILDREN, st.sampled_from([2.0, 4.0, 0.5]))
def test_only_shares_of_weight_matter(family: list[Child], factor: float) -> None:
    scaled = [replace(c, weight=c.weight * factor) for c in family]
    assert roll_up(WEIGHTED, scaled) == roll_up(Method.WEIGHTED_AVERAGE, family)
