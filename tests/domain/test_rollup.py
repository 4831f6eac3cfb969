"""Roll-up: weights, coverage, and the reds that a green hides (domain.md section 4)."""

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.rollup import SCORES, Child, Rolled, weighted_average
from hub.domain.status import Status

G, A, R, N = Status.GREEN, Status.AMBER, Status.RED, Status.NO_DATA
CHILDREN = st.lists(
    st.builds(Child, st.sampled_from(Status), st.integers(0, 20).map(float)), max_size=12
)


def rolled(*children: tuple[Status, float]) -> Rolled:
    return weighted_average(Child(*c) for c in children)


def test_weights_decide() -> None:
    assert rolled((G, 1), (R, 1)).status is A
    assert rolled((G, 2), (R, 1)).status is G  # 6.67
    assert rolled((G, 1), (R, 2)).status is R  # 3.33
    assert rolled((G, 5), (R, 0)) == Rolled(G, 1.0)


def test_under_half_of_the_weight_is_no_status() -> None:
    assert rolled((G, 1), (N, 1)) == Rolled(G, 0.5)
    assert rolled((G, 1), (N, 1.1)).status is N
    assert rolled((G, 49), (N, 51)) == Rolled(N, 0.49)


def test_nothing_scored_says_why_when_all_agree() -> None:
    assert rolled() == Rolled(N, 0.0)
    assert rolled((Status.NO_TARGET, 1), (Status.NO_TARGET, 3)).status is Status.NO_TARGET
    assert rolled((Status.NO_TARGET, 1), (N, 1)).status is N


def test_a_green_counts_the_reds_it_hides_from_a_tenth_on() -> None:
    assert rolled((G, 9), (R, 1)).masked == 1
    assert rolled((G, 91), (R, 9)).masked == 0
    assert rolled((G, 16), (R, 2), (R, 2)).masked == 2
    assert rolled((A, 8), (R, 2)).masked == 0  # not a green: nothing is hidden


@given(CHILDREN)
def test_status_lies_between_its_children_and_ignores_order(children: list[Child]) -> None:
    found = weighted_average(children)
    assert found == weighted_average(children[::-1])
    assert 0 <= found.coverage <= 1
    if found.status in SCORES:
        scores = [SCORES[c.status] for c in children if c.weight and c.status in SCORES]
        assert min(scores) <= SCORES[found.status] <= max(scores)


@given(CHILDREN, st.sampled_from([2.0, 4.0, 0.5]))
def test_only_shares_of_weight_matter(children: list[Child], factor: float) -> None:
    scaled = [Child(c.status, c.weight * factor) for c in children]
    assert weighted_average(scaled) == weighted_average(children)
