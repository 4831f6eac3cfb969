"""What leads a problem from one state to the next, and what it takes."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.problem import (
    OPEN,
    Stage,
    Standing,
    State,
    Step,
    after,
    followed,
    furthest_behind,
    possible,
)
from hub.domain.staleness import Care, Stale, stale
from hub.domain.strength import all_weak
from hub.errors import Invalid

READY = Standing(State.ANALYSING, roots=1, ready=1, checks=1)
WAY = (Step.AGREE, Step.START, Step.CHECK, Step.STANDARDISE, Step.CLOSE)


def test_a_problem_goes_all_the_way() -> None:
    standing = replace(READY, state=State.RAISED)
    for step in (Step.TRIAGE, Step.ANALYSE, *WAY):
        standing = replace(standing, state=after(step, standing))
    assert standing.state is State.CLOSED
    assert after(Step.REOPEN, standing) is State.REOPENED


@pytest.mark.parametrize(
    ("standing", "step", "words"),
    [
        (replace(READY, roots=0), Step.AGREE, "No root cause is confirmed"),
        (replace(READY, ready=0), Step.AGREE, "no countermeasure with an owner"),
        (Standing(State.CHECKING), Step.STANDARDISE, "not seen in the figures"),
        (Standing(State.STANDARDISED), Step.CLOSE, "never checked"),
        (replace(READY, state=State.DOING), Step.CLOSE, "not standardised yet"),
        (replace(READY, state=State.CLOSED), Step.PARK, "cannot be parked"),
        (replace(READY, state=State.RAISED), Step.AGREE, "“new” cannot be given agreed"),
    ],
)
def test_a_step_that_lacks_something_says_what(standing: Standing, step: Step, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        after(step, standing)


def test_a_written_waiver_closes_a_problem_from_anywhere_and_stands_in_for_the_check() -> None:
    for state in OPEN:
        assert after(Step.CLOSE, Standing(state, waiver="The service ended")) is State.CLOSED
    checked = Standing(State.CHECKING, waiver="Too small to be seen")
    assert after(Step.STANDARDISE, checked) is State.STANDARDISED


def test_a_cure_without_effect_leads_back_to_the_causes() -> None:
    assert after(Step.ANALYSE, Standing(State.CHECKING)) is State.ANALYSING


def test_a_parked_problem_goes_on_where_it_was() -> None:
    parked = Standing(State.PARKED, before=State.DOING)
    assert after(Step.RESUME, parked) is State.DOING


@given(st.sampled_from(State), st.lists(st.sampled_from(Step), max_size=40), st.booleans())
def test_whatever_is_tried_the_guards_hold(state: State, steps: list[Step], ready: bool) -> None:
    standing = Standing(State.RAISED, roots=ready, ready=ready, before=state)
    for step in steps:
        if step not in possible(standing):
            with pytest.raises(Invalid):
                after(step, standing)
            continue
        try:
            come = after(step, standing)
        except Invalid:
            continue
        if come is State.COUNTERMEASURES_AGREED and step is not Step.RESUME:
            assert ready
        assert come is not State.CLOSED  # nothing was checked, and nobody has waived it
        standing = replace(standing, state=come)


@pytest.mark.parametrize(
    ("state", "stages", "come"),
    [
        (State.COUNTERMEASURES_AGREED, [Stage.PLAN, Stage.PLAN], State.COUNTERMEASURES_AGREED),
        (State.COUNTERMEASURES_AGREED, [Stage.DO, Stage.PLAN], State.DOING),
        (State.DOING, [Stage.CHECK, Stage.DO], State.DOING),
        (State.DOING, [Stage.CHECK, Stage.ACT], State.CHECKING),
        (State.COUNTERMEASURES_AGREED, [Stage.CHECK], State.CHECKING),
        (State.ANALYSING, [Stage.ACT], State.ANALYSING),
        (State.DOING, [], State.DOING),
    ],
)
def test_the_problem_follows_the_work(state: State, stages: list[Stage], come: State) -> None:
    assert followed(state, stages) is come


def test_the_wheel_has_turned_as_far_as_what_is_furthest_behind() -> None:
    assert furthest_behind([Stage.CHECK, Stage.DO, Stage.ACT]) is Stage.DO
    assert furthest_behind([]) is None


def test_a_plan_that_leans_on_care_alone_is_flagged() -> None:
    assert all_weak(["weak", "", "weak"])
    assert not all_weak(["weak", "medium"])
    assert not all_weak(["", ""])


BEGUN = date(2026, 1, 1)
CARE = Care(State.ANALYSING, "Head of Works", BEGUN, BEGUN)


@pytest.mark.parametrize(
    ("care", "today", "rules"),
    [
        (CARE, date(2026, 1, 30), []),
        (CARE, date(2026, 1, 31), [Stale.SILENT]),
        (replace(CARE, owner=""), date(2026, 1, 7), []),
        (replace(CARE, owner=""), date(2026, 1, 8), [Stale.UNASSIGNED]),
        (replace(CARE, due=BEGUN), date(2026, 1, 31), [Stale.SILENT, Stale.OVERDUE]),
        (replace(CARE, state=State.CLOSED, owner=""), date(2027, 1, 1), []),
        (replace(CARE, state=State.PARKED), date(2027, 1, 1), []),
        (replace(CARE, state=State.PARKED, review=BEGUN), date(2026, 1, 2), [Stale.OVERDUE]),
    ],
)
def test_what_is_left_lying_is_told(care: Care, today: date, rules: list[Stale]) -> None:
    assert [rule for rule, _ in stale(care, today)] == rules
