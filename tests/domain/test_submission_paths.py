"""Any steps on any days: what one figure can go through."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hub.domain.periods import DAY, due_date, parse
from hub.domain.submission import (
    NEXT,
    OUTSTANDING,
    Flags,
    Standing,
    State,
    Step,
    standing,
    step,
    steps,
)
from hub.errors import Invalid

PERIOD = "2025-12"
ENDS = parse(PERIOD).ends
DUE = due_date(PERIOD)  # Tuesday 13 January 2026
SHUT = (State.LOCKED, State.RESTATED)


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
