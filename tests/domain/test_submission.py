"""Submissions: which step may follow which, what is late, and which days are working days."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hub.domain.periods import DAY, bank_holidays, due_date, parse, working
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
    days_late,
    demand_words,
    needs,
    next_working_day,
    punctuality,
    standing,
    step,
    steps,
    working_days_left,
    worst,
)
from hub.errors import Invalid

LONDON = ZoneInfo("Europe/London")
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
divisions = st.sampled_from(("ENG", "WLS", "SCT", "NIR"))
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


@any_of
@given(days, divisions)
def test_the_next_working_day_is_one_and_none_lies_between(day: date, division: str) -> None:
    found = next_working_day(day, division)
    assert found > day
    assert found.weekday() < 5 and found not in bank_holidays(division, found.year)
    between = (day + n * DAY for n in range(1, (found - day).days))
    assert all(d.weekday() > 4 or d in bank_holidays(division, d.year) for d in between)


def test_divisions_rest_on_their_own_days() -> None:
    assert working(date(2026, 1, 2)) and not working(date(2026, 1, 2), "SCT")
    assert next_working_day(date(2026, 7, 10), "NIR") == date(2026, 7, 14)


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2026-01-01", 8),  # a bank holiday: the due day is the 8th working day
        ("2026-01-09", 2),
        ("2026-01-10", 2),
        ("2026-01-11", 2),
        ("2026-01-12", 1),
        ("2026-01-13", 0),
        ("2026-01-20", 0),
    ],
)
def test_working_days_left(today: str, left: int) -> None:
    assert working_days_left(date.fromisoformat(today), DUE) == left


@any_of
@given(days, st.integers(0, 60), divisions)
def test_each_working_day_takes_one_from_what_is_left(day: date, ahead: int, where: str) -> None:
    due = next_working_day(day + ahead * DAY, where)
    left = working_days_left(day, due, where)
    assert left - working_days_left(day + DAY, due, where) == working(day + DAY, where)
    assert left > 0 and working_days_left(due, due, where) == 0


@any_of
@given(days, st.integers(0, 60), divisions)
def test_lateness_begins_after_the_due_day_and_never_shrinks(
    day: date, after: int, where: str
) -> None:
    due = next_working_day(day, where)
    late = days_late(due, due + after * DAY, where)
    assert (late > 0) is (after > 0)
    assert late <= days_late(due, due + (after + 1) * DAY, where) <= late + 1
    assert days_late(due, due - after * DAY, where) == 0


def test_a_day_off_counts_as_the_working_day_that_follows() -> None:
    friday = date(2026, 7, 10)
    late = [days_late(friday, friday + n * DAY) for n in range(5)]
    assert late == [0, 1, 1, 1, 2]
    assert days_late(friday + DAY, friday + DAY) == 0


@pytest.mark.parametrize(
    ("submitted", "zone", "late"),
    [
        ("2026-01-13T23:59:59+00:00", LONDON, 0),
        ("2026-01-14T00:00:00+00:00", LONDON, 1),
        ("2026-01-19T09:00:00+00:00", LONDON, 4),
        ("2026-01-13T23:30:00+00:00", timezone(timedelta(hours=1)), 1),
        ("2026-01-14T02:00:00+00:00", ZoneInfo("America/New_York"), 0),
    ],
)
def test_punctual_until_the_last_minute_of_the_local_day(
    submitted: str, zone: ZoneInfo, late: int
) -> None:
    assert punctuality(DUE, datetime.fromisoformat(submitted), zone) == late


def test_summer_time_ends_the_due_day_an_hour_sooner() -> None:
    due = due_date("2026-05")
    assert punctuality(due, datetime(2026, 6, 10, 22, 59, 59, tzinfo=UTC), LONDON) == 0
    assert punctuality(due, datetime(2026, 6, 10, 23, tzinfo=UTC), LONDON) == 1


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(Invalid, match="needs its time zone"):
        punctuality(DUE, datetime(2026, 1, 13), LONDON)


class OneFigure(RuleBasedStateMachine):
    """Any steps on any days: what one figure can go through."""

    def __init__(self) -> None:
        super().__init__()
        self.today = ENDS - 2 * DAY
        self.stored: State | None = None
        self.flags = Flags()
        self.log: list[Step] = []
        self.asked = self.answered = 0

    @property
    def stands(self) -> Standing:
        return standing(self.stored, ENDS, DUE, self.today, self.flags)

    @rule(passed=st.integers(1, 6))
    def days_pass(self, passed: int) -> None:
        self.today += passed * DAY

    @rule(taken=st.sampled_from(Step))
    def try_a_step(self, taken: Step) -> None:
        before = self.stands.state
        try:
            after = step(before, taken)
        except Invalid:
            assert (before, taken) not in NEXT
            return
        self.take(taken, before, after)

    @precondition(lambda self: bool(steps(self.stands.state)))
    @rule(draw=st.data())
    def take_an_allowed_step(self, draw: st.DataObject) -> None:
        before = self.stands.state
        taken = draw.draw(st.sampled_from(steps(before)))
        self.take(taken, before, step(before, taken))

    def take(self, taken: Step, before: State, after: State) -> None:
        assert before not in SHUT or (taken is Step.RESTATE and after in SHUT)
        if taken is Step.ACCEPT:
            assert self.asked == self.answered
            assert {Step.SUBMIT, Step.NIL_RETURN} & set(self.log)
        if after in SHUT:
            assert Step.ACCEPT in self.log and Step.LOCK in {*self.log, taken}
        self.asked += taken is Step.CHALLENGE
        self.answered += taken is Step.ANSWER
        self.log.append(taken)
        self.stored = after
        if taken is Step.AWAIT_SUPPLIER:
            self.flags = self.flags.awaiting("Northgate", self.today)
        else:
            self.flags = self.flags.after(taken, "No work was ordered.")

    @invariant()
    def a_challenge_is_open_until_it_is_answered(self) -> None:
        assert self.asked - self.answered == (self.stands.state is State.CHALLENGED)

    @invariant()
    def late_is_said_only_of_what_is_not_in(self) -> None:
        within = [s for s in self.log if s in (Step.SUBMIT, Step.NIL_RETURN, Step.RETURN)]
        not_in = not within or within[-1] is Step.RETURN
        assert self.stands.late == (not_in and self.today > DUE)

    @invariant()
    def a_wait_ends_with_a_submission(self) -> None:
        assert not self.flags.waiting or self.stands.state in OUTSTANDING

    @invariant()
    def the_clock_alone_opens_a_figure(self) -> None:
        if self.stands.state in (State.NOT_DUE, State.OPEN):
            assert set(self.log) <= {Step.AWAIT_SUPPLIER}
            assert (self.stands.state is State.OPEN) is (self.today > ENDS)


TestOneFigure = OneFigure.TestCase
TestOneFigure.settings = settings(
    deadline=None, derandomize=True, max_examples=150, stateful_step_count=30
)
