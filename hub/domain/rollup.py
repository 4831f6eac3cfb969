"""Roll-up: the status of a parent from the statuses of its children (domain.md section 4)."""

from collections.abc import Iterable
from dataclasses import dataclass

from hub.domain.status import Status, of_score

SCORES = {Status.GREEN: 10.0, Status.AMBER: 5.0, Status.RED: 0.0}
MASKED_SHARE = 0.10
ENOUGH_COVERAGE = 0.5


@dataclass(frozen=True)
class Child:
    status: Status
    weight: float = 1.0


@dataclass(frozen=True)
class Rolled:
    """``coverage`` is the share of weight with data; ``masked`` counts the reds a green hides."""

    status: Status
    coverage: float
    masked: int = 0


def weighted_average(children: Iterable[Child]) -> Rolled:
    """Scores green 10, amber 5, red 0, averaged by weight over the children with data."""
    family = [c for c in children if c.weight > 0]
    scored = [c for c in family if c.status in SCORES]
    known = sum(c.weight for c in scored)
    total = sum(c.weight for c in family)
    coverage = known / total if total else 0.0
    if not scored:
        unscored = {c.status for c in family}
        only = unscored.pop() if len(unscored) == 1 else Status.NO_DATA
        return Rolled(only, coverage)
    if coverage < ENOUGH_COVERAGE:
        return Rolled(Status.NO_DATA, coverage)
    status = of_score(sum(SCORES[c.status] * c.weight for c in scored) / known)
    reds = sum(c.status is Status.RED and c.weight / known >= MASKED_SHARE for c in scored)
    return Rolled(status, coverage, reds if status is Status.GREEN else 0)
