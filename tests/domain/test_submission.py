"""Submissions: which step may follow which, what is said of each, and what a pack comes to."""

from collections.abc import Iterable
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.periods import DAY, due_date, parse
from hub.domain.submission import (
    BEST_FIRST,
    NEXT,
    OUTSTANDING,
    REASON_WORDS,
    RIGHT,
    Challenge,
    Flags,
    Reason,
    Standing,
    State,
    Step,
    Waiting,
    badness,
    challenge,
    demand_words,
    needs,
    standing,
    step,
    steps,
    worst,
)
from hub.errors import Invalid

PERIOD = "2025-12"
ENDS = parse(PERIOD).ends
DUE = due_date(PERIOD)  # Tuesday 13 January 2026
SHUT = (State.LOCKED, State.RESTATED)
# Rows are states, columns the steps in their order; a dot is a refusal.
TABLE = """
           save  submit    nil       await    return   challenge  answer    accept   lock   restate
not_due    .     .         .         .        .        .          .         .        .      .
open       draft .         submitted open     .        .          .         .        .      .
draft      draft submitted submitted draft    .        .          .         .        .      .
submitted  .     .         .         .        returned challenged .         accepted .      .
challenged .     .         .         .        .        .          submitted .        .      .
returned   draft .         submitted returned .        .          .         .        .      .
accepted   .     .         .         .        .        .          .         .        locked .
locked     .     .         .         .        .        .          .         .        .      restated
restated   .     .         .         .        .        .          .         .        .      restated
"""


def rows() -> dict[tuple[State, Step], str]:
    lines = [line.split() for line in TABLE.strip().splitlines()[1:]]
    return {
        (State(name), taken): cell
        for name, *cells in lines
        for taken, cell in zip(Step, cells, strict=True)
    }


CELLS = rows()
any_of = settings(deadline=None, derandomize=True, max_examples=150)
days = st.dates(date(2015, 1, 1), date(2035, 1, 1))
standings = st.builds(
    lambda state, late: Standing(state, late if state in OUTSTANDING else 0),
    st.sampled_from(State),
    st.integers(0, 3),
)


def test_the_table_speaks_of_every_state_and_step() -> None:
    assert set(CELLS) == set(product(State, Step))


@pytest.mark.parametrize(("state", "taken"), CELLS, ids=str)
def test_every_step_is_allowed_or_refused_as_the_table_says(state: State, taken: Step) -> None:
    cell = CELLS[state, taken]
    assert (taken in steps(state)) is (cell != ".")
    if cell != ".":
        assert step(state, taken) is State(cell)
        return
    with pytest.raises(Invalid) as refused:
        step(state, taken)
    assert refused.value.message[0].isupper() and refused.value.message.endswith(".")
    assert "_" not in refused.value.message


@pytest.mark.parametrize(
    ("state", "taken", "sentence"),
    [
        (State.LOCKED, Step.SAVE, "that is locked can only be restated."),
        (State.RESTATED, Step.SAVE, "that is locked again can only be restated."),
        (State.ACCEPTED, Step.RETURN, "that is accepted can only be locked."),
        (State.SUBMITTED, Step.SAVE, "can only be returned, challenged or accepted."),
        (State.CHALLENGED, Step.ACCEPT, "can only be given the answer to its challenge."),
        (State.RETURNED, Step.SUBMIT, "that is returned can only be saved as a draft, made a nil "),
        (State.DRAFT, Step.ACCEPT, "a nil return or marked as awaiting a supplier."),
        (State.NOT_DUE, Step.SAVE, "The period has not ended yet: its figure opens the day "),
    ],
)
def test_a_refusal_says_what_can_be_done(state: State, taken: Step, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        step(state, taken)
    assert sentence in refused.value.message


def test_every_state_but_not_due_can_be_reached_and_left() -> None:
    assert set(NEXT.values()) | {State.OPEN} == set(State) - {State.NOT_DUE}
    assert {state for state in State if not steps(state)} == {State.NOT_DUE}


def test_who_records_does_not_review() -> None:
    assert set(RIGHT) == set(Step)
    reviewed = {taken for taken, right in RIGHT.items() if right == "review"}
    assert reviewed == {Step.RETURN, Step.CHALLENGE, Step.ACCEPT, Step.LOCK, Step.RESTATE}
    assert set(RIGHT.values()) == {"review", "record"}


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        (Step.SAVE, ()),
        (Step.SUBMIT, ()),
        (Step.NIL_RETURN, ("reason",)),
        (Step.AWAIT_SUPPLIER, ("supplier",)),
        (Step.RETURN, ("reason",)),
        (Step.CHALLENGE, ("question", "code")),
        (Step.ANSWER, ("answer",)),
        (Step.ACCEPT, ()),
        (Step.LOCK, ()),
        (Step.RESTATE, ("reason",)),
    ],
)
def test_words_that_a_step_needs(taken: Step, words: tuple[str, ...]) -> None:
    assert needs(taken) == words
    demand_words(taken, dict.fromkeys(words, "So it is."))
    for missing in words:
        with pytest.raises(Invalid) as refused:
            demand_words(taken, {word: " " if word == missing else "Yes." for word in words})
        assert len(refused.value.problems) == 1


def test_all_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        demand_words(Step.CHALLENGE, {})
    assert refused.value.message == (
        "Ask the question that the figure raises. Choose the reason for the challenge."
    )


def test_every_reason_has_words_for_people() -> None:
    assert set(REASON_WORDS) == set(Reason)


@pytest.mark.parametrize(
    ("stored", "today", "state", "late"),
    [
        (None, "2025-12-31", State.NOT_DUE, 0),
        (None, "2026-01-01", State.OPEN, 0),
        (State.NOT_DUE, "2026-01-01", State.OPEN, 0),
        (State.OPEN, "2025-12-31", State.NOT_DUE, 0),
        (None, "2026-01-13", State.OPEN, 0),
        (None, "2026-01-14", State.OPEN, 1),
        (State.DRAFT, "2026-01-13", State.DRAFT, 0),
        (State.DRAFT, "2026-01-20", State.DRAFT, 5),
        (State.RETURNED, "2026-01-15", State.RETURNED, 2),
        (State.SUBMITTED, "2026-01-20", State.SUBMITTED, 0),
        (State.CHALLENGED, "2026-01-20", State.CHALLENGED, 0),
        (State.LOCKED, "2026-01-20", State.LOCKED, 0),
    ],
)
def test_standing(stored: State | None, today: str, state: State, late: int) -> None:
    stands = standing(stored, ENDS, DUE, date.fromisoformat(today))
    assert (stands.state, stands.days_late, stands.late) == (state, late, late > 0)


def test_a_standing_carries_its_flags() -> None:
    flags = Flags(Waiting("Northgate", date(2026, 1, 5)))
    stands = standing(None, ENDS, DUE, date(2026, 1, 14), flags)
    assert stands == Standing(State.OPEN, 1, flags)


def test_the_owner_is_named_while_a_supplier_is_awaited() -> None:
    waiting = Waiting("Northgate", date(2026, 1, 5))
    assert waiting.words("Jo Ward", date(2026, 1, 9)) == (
        "Jo Ward is accountable; awaiting Northgate for 4 days"
    )
    assert waiting.words("Jo Ward", date(2026, 1, 6)).endswith("for 1 day")
    assert waiting.words("Jo Ward", waiting.since).endswith("awaiting Northgate since today")
    assert waiting.days(date(2026, 1, 4)) == 0


def test_a_wait_goes_on_for_the_same_supplier_and_begins_for_another() -> None:
    first = Flags().awaiting("Northgate", date(2026, 1, 5))
    assert first.awaiting("Northgate", date(2026, 1, 8)) == first
    other = first.awaiting("Southgate", date(2026, 1, 8))
    assert other.waiting == Waiting("Southgate", date(2026, 1, 8))
    assert first.after(Step.SAVE) == first


@pytest.mark.parametrize("taken", [Step.SUBMIT, Step.NIL_RETURN])
def test_a_submission_ends_the_wait(taken: Step) -> None:
    flags = Flags().awaiting("Northgate", date(2026, 1, 5))
    assert flags.after(taken, "No work was ordered.").waiting is None


def test_a_nil_return_keeps_its_reason_until_there_is_a_value() -> None:
    nil = Flags().after(Step.NIL_RETURN, "No work was ordered.")
    for taken in (Step.CHALLENGE, Step.ANSWER, Step.ACCEPT, Step.LOCK, Step.RETURN):
        assert nil.after(taken).nil == "No work was ordered."
    for taken in (Step.SAVE, Step.RESTATE):
        assert nil.after(taken).nil == ""


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-01-14", "2026-01-15"),
        ("2026-01-16", "2026-01-19"),  # Friday, Monday
        ("2026-04-02", "2026-04-07"),  # over Easter
        ("2026-12-24", "2026-12-29"),  # 28 December stands in for Boxing Day
    ],
)
def test_a_challenge_is_due_on_the_next_working_day(asked: str, due: str) -> None:
    made = challenge("Why so many?", Reason.JUMP, date.fromisoformat(asked))
    assert made == Challenge("Why so many?", Reason.JUMP, date.fromisoformat(due))
    assert not made.overdue(made.due)
    assert made.overdue(made.due + DAY)
    assert not Challenge("Why?", Reason.JUMP, made.due, "A strike.").overdue(made.due + DAY)


def test_the_order_of_a_pack() -> None:
    late = [Standing(State.OPEN, 2), Standing(State.OPEN, 1), Standing(State.DRAFT, 1)]
    states = [Standing(state) for state in reversed(BEST_FIRST)]
    order = [*states[:2], *late, *states[2:]]
    assert [one.state for one in states] == [
        State.CHALLENGED,
        State.RETURNED,
        State.OPEN,
        State.DRAFT,
        State.SUBMITTED,
        State.ACCEPTED,
        State.RESTATED,
        State.LOCKED,
        State.NOT_DUE,
    ]
    assert sorted(order, key=badness, reverse=True) == order
    assert len({badness(one) for one in order}) == len(order)


def test_a_pack_without_figures_is_not_due() -> None:
    assert worst(()) == Standing(State.NOT_DUE)


@any_of
@given(st.lists(standings, min_size=1), st.randoms(use_true_random=False))
def test_the_worst_is_one_of_them_and_at_least_as_bad_as_each(
    pack: list[Standing], chance: object
) -> None:
    found = worst(pack)
    assert found in pack
    for one in pack:
        assert not any(_worse(one, found))
    assert worst(reversed(pack)) == found
    half = len(pack) // 2
    assert worst([worst(pack[:half]), worst(pack[half:])]) == found


def _worse(one: Standing, other: Standing) -> Iterable[bool]:
    """What section 6 has a coordinator look at first, without the order of the module."""
    pressing = {State.CHALLENGED, State.RETURNED}
    yield one.state is State.CHALLENGED and other.state is not State.CHALLENGED
    yield one.state in pressing and other.state not in pressing
    yield one.late and not other.late and other.state not in pressing
    yield one.state in OUTSTANDING and other.state not in {*OUTSTANDING, *pressing}
    yield one.state not in SHUT and one.state is not State.NOT_DUE and other.state in SHUT
