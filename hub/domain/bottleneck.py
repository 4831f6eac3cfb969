"""Where problems get stuck: how many stand at each state, for how long, and with whom."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from hub.domain.problem import State
from hub.domain.staleness import Stale

FLOW = (
    State.RAISED,
    State.TRIAGED,
    State.ANALYSING,
    State.COUNTERMEASURES_AGREED,
    State.DOING,
    State.CHECKING,
    State.STANDARDISED,
)  # from left to right
AS = {State.REOPENED: State.RAISED}  # a problem that has come back begins anew


@dataclass(frozen=True)
class Wait:
    """An open problem; ``days`` are those that it has stood at ``state``. ``unanswered`` are the
    days since it was handed up, None where no answer is waited for."""

    state: State
    days: int
    owner: str = ""
    unit: str = ""
    tier: int = 1
    broken: frozenset[Stale] = frozenset()
    unanswered: int | None = None

    @property
    def flows(self) -> State:
        return AS.get(self.state, self.state)


@dataclass(frozen=True)
class Reach:
    """What stands at one state; ``middle`` and ``longest`` are days, ``total`` those of all."""

    state: State
    count: int = 0
    middle: float = 0
    longest: int = 0
    total: int = 0


def reach(state: State, waits: Iterable[Wait]) -> Reach:
    """What of ``waits`` stands at ``state``."""
    days = sorted(wait.days for wait in waits if wait.flows is state)
    return Reach(state, len(days), median(days), days[-1], sum(days)) if days else Reach(state)


def flow(waits: Sequence[Wait]) -> tuple[Reach, ...]:
    """The states from raised to standardised, each with what stands there."""
    return tuple(reach(state, waits) for state in FLOW)


def narrow(reaches: Iterable[Reach]) -> State | None:
    """The narrow place: where the problems together have waited the most days. None where nothing
    has waited for a day. What was parked rests on purpose: it is no narrow place."""
    most = max(reaches, key=lambda each: each.total, default=None)
    return most.state if most and most.total else None


def held(waits: Iterable[Wait], whose: Callable[[Wait], str]) -> tuple[tuple[str, int], ...]:
    """How many each one holds, most first; ``whose`` says "" of what nobody holds."""
    counts = Counter(name for wait in waits if (name := whose(wait)))
    return tuple(sorted(counts.items(), key=lambda row: (-row[1], row[0])))


def lying(waits: Iterable[Wait]) -> dict[Stale, int]:
    """How many break each rule of care, in the order of the rules."""
    counts = Counter(rule for wait in waits for rule in wait.broken)
    return {rule: counts[rule] for rule in Stale if counts[rule]}
