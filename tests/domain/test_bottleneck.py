"""Where problems get stuck: counted by state, with the narrow place where most days were lost."""

from hub.domain.bottleneck import FLOW, Reach, Wait, flow, held, lying, narrow, reach
from hub.domain.problem import State
from hub.domain.staleness import Stale

WAITS = (
    Wait(State.ANALYSING, 40, "Head of Works", "Works"),
    Wait(State.ANALYSING, 10, "", "Works", broken=frozenset({Stale.UNASSIGNED})),
    Wait(State.REOPENED, 3, "Stores", "Stores"),
    Wait(State.PARKED, 400, "Stores", "Stores"),
)


def test_each_state_says_how_many_and_for_how_long() -> None:
    found = {each.state: each for each in flow(WAITS)}
    assert tuple(found) == FLOW
    assert found[State.ANALYSING] == Reach(State.ANALYSING, 2, 25, 40, 50)
    assert found[State.RAISED].count == 1, "one that has come back begins anew"
    assert found[State.DOING] == Reach(State.DOING)


def test_the_narrow_place_is_where_most_days_were_lost() -> None:
    assert narrow(flow(WAITS)) is State.ANALYSING, "what was parked rests on purpose"
    assert narrow(flow((Wait(State.DOING, 0),))) is None
    assert narrow(()) is None
    assert reach(State.PARKED, WAITS).longest == 400


def test_who_holds_most_comes_first_and_nobody_is_nobody() -> None:
    assert held(WAITS, lambda wait: wait.owner) == (("Stores", 2), ("Head of Works", 1))


def test_rules_that_nobody_breaks_are_not_told() -> None:
    assert lying(WAITS) == {Stale.UNASSIGNED: 1}
