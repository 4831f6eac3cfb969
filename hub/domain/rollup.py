"""Roll-up: the status of a parent from the statuses of its children (domain.md section 4).

Scores run from 0 to 10 (``hub.domain.status.of_score``). A child without data - not measured, not
due, without a target, suppressed - has no share and no score, and its weight lowers the coverage:
what is not due is not yet known, and a suppressed status must not show through its parent. A child
of weight zero is listed for information: it takes part in no method, as if it were not there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import fsum

from hub.domain.status import Status, of_score
from hub.errors import Invalid

SCORES = {Status.GREEN: 10.0, Status.AMBER: 5.0, Status.RED: 0.0}
FULL_SCORE = 10.0
MASKED_SHARE = 0.10
ENOUGH_COVERAGE = 0.5
MOST_WEIGHT = 1e9
SLACK = 1e-9  # a product of shares that is a tenth on paper is a tenth


class Method(StrEnum):
    """How a node of the scorecard comes by its status."""

    WEIGHTED_AVERAGE = "weighted_average"
    AVERAGE = "average"
    WORST_CHILD = "worst_child"
    BEST_CHILD = "best_child"
    SUM = "sum"
    SELF_STANDING = "self_standing"
    MANUAL = "manual"


@dataclass(frozen=True)
class Child:
    """``score`` refines the status; one that says another status (an override) gives way to it.

    ``reds`` are the shares, within this child, of the reds beneath it. A red child speaks for
    those below it, so that one trouble is counted once.
    """

    status: Status
    weight: float = 1.0
    score: float | None = None
    reds: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.weight <= MOST_WEIGHT:
            raise Invalid(f"{self.weight} is not a weight: weights go from 0 to {MOST_WEIGHT:,.0f}")
        if self.score is not None and not 0 <= self.score <= FULL_SCORE:
            raise Invalid(f"{self.score} is not a score: scores go from 0 to {FULL_SCORE:.0f}")

    @property
    def points(self) -> float | None:
        """The score it counts with, none where there is no data."""
        if self.score is not None and of_score(self.score) is self.status:
            return self.score
        return SCORES.get(self.status)

    @property
    def red_shares(self) -> tuple[float, ...]:
        return (1.0,) if self.status is Status.RED else self.reds


@dataclass(frozen=True)
class Own:
    """The status a node has by itself: measured, or set by hand with a ``reason``."""

    status: Status
    score: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class Rolled:
    """``coverage`` is the share of weight with data; ``reds`` are the shares of the reds beneath,
    largest first, from a tenth on; ``reason`` says why the status was set by hand."""

    status: Status
    coverage: float
    reds: tuple[float, ...] = ()
    score: float | None = None
    reason: str = ""

    @property
    def masked(self) -> int:
        """How many reds a green hides, at any depth."""
        return len(self.reds) if self.status is Status.GREEN else 0

    @property
    def partial(self) -> bool:
        """Whether it has no status since too little of it has data."""
        return self.status is Status.NO_DATA and self.coverage > 0

    @property
    def manual(self) -> bool:
        return bool(self.reason)

    def as_child(self, weight: float = 1.0) -> Child:
        """This node as one of the children of the node above."""
        return Child(self.status, weight, self.score, self.reds)


Scored = Sequence[tuple[float, float]]  # points and share of each child with data
Way = Callable[[Sequence[Child], Own | None], Rolled]


def roll_up(method: Method, children: Iterable[Child], own: Own | None = None) -> Rolled:
    """A node's status by its method. Raises Invalid for a manual status without a reason."""
    return METHODS[method](tuple(c for c in children if c.weight > 0), own)


def _mean(scored: Scored) -> float:
    return fsum(points * share for points, share in scored)


def _worst(scored: Scored) -> float:
    return min(points for points, _ in scored)


def _best(scored: Scored) -> float:
    return max(points for points, _ in scored)


def _sum(scored: Scored) -> float:
    """Children as parts of one scale: their scores add up, the weights do not multiply them.

    Additive value models (Keeney and Raiffa 1976; OECD Handbook on Constructing Composite
    Indicators 2008) add on a bounded scale, so the sum ends at full score. Taking shares as
    factors would make it the weighted average. A child without data adds nothing.
    """
    return fsum(points for points, _ in scored)


def _by(score: Callable[[Scored], float]) -> Way:
    def rolled(family: Sequence[Child], _: Own | None) -> Rolled:
        known = _with_data(family)
        if not known:
            return Rolled(_unanimous(family), 0.0)
        total = _weight(known)
        coverage = total / _weight(family)
        if coverage < ENOUGH_COVERAGE - SLACK:
            return Rolled(Status.NO_DATA, coverage, _reds(family))
        scored = [(c.points or 0.0, c.weight / total) for c in known]
        points = min(FULL_SCORE, max(0.0, score(scored)))
        return Rolled(of_score(points), coverage, _reds(family), points)

    return rolled


def _with_data(family: Sequence[Child]) -> Sequence[Child]:
    return [c for c in family if c.points is not None]


def _weight(family: Sequence[Child]) -> float:
    return fsum(c.weight for c in family)


def _evenly(way: Way) -> Way:
    """``way`` with all weights alike."""
    return lambda family, own: way([replace(c, weight=1.0) for c in family], own)


def _unanimous(family: Sequence[Child]) -> Status:
    """Why there is no status, where all agree (all not due, say); no data where they do not."""
    said = {c.status for c in family}
    return said.pop() if len(said) == 1 else Status.NO_DATA


def _reds(family: Sequence[Child]) -> tuple[float, ...]:
    """Shares of the topmost red on each path down, from a tenth on: further up they only shrink."""
    known = _with_data(family)
    total = _weight(known)
    shares = (c.weight / total * share for c in known for share in c.red_shares)
    return tuple(sorted((s for s in shares if s >= MASKED_SHARE - SLACK), reverse=True))


def _self_standing(family: Sequence[Child], own: Own | None) -> Rolled:
    """The node's own status. Its children are ignored but for the reds it would hide; coverage
    says whether it has data of its own."""
    if own is None:
        return Rolled(Status.NO_DATA, 0.0, _reds(family))
    itself = Child(own.status, score=own.score)
    coverage = 0.0 if itself.points is None else 1.0
    return Rolled(own.status, coverage, _reds(family), itself.points)


def _manual(family: Sequence[Child], own: Own | None) -> Rolled:
    if own is None or not own.reason.strip():
        raise Invalid("a status set by hand needs a reason")
    return replace(_self_standing(family, own), reason=own.reason.strip())


METHODS: Mapping[Method, Way] = {
    Method.WEIGHTED_AVERAGE: _by(_mean),
    Method.AVERAGE: _evenly(_by(_mean)),
    Method.WORST_CHILD: _by(_worst),
    Method.BEST_CHILD: _by(_best),
    Method.SUM: _by(_sum),
    Method.SELF_STANDING: _self_standing,
    Method.MANUAL: _manual,
}
