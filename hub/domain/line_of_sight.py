"""Lines of sight: the ways from what people do up to the vision, and where they break off.

domain.md section 7: every path from a unit's or team's KPI up to the vision; a broken path is shown
as a gap.
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

LOOKED_AT = 5000  # steps after which a tangle is told as far as it was followed


@dataclass(frozen=True)
class Line:
    """A way up, step by step; ``broken`` where nothing leads on from its last step."""

    steps: tuple[str, ...]
    broken: bool


def lines_of_sight(
    start: str, upward: Mapping[str, Sequence[str]], tops: Collection[str]
) -> Iterator[Line]:
    """Every way from ``start`` that comes by no step twice, the shortest first.

    ``upward`` says what each step serves, ``tops`` where a way has arrived.
    """
    ways: deque[tuple[str, ...]] = deque([(start,)])
    for _ in range(LOOKED_AT):
        if not ways:
            return
        way = ways.popleft()
        onward = [step for step in upward.get(way[-1], ()) if step not in way]
        if way[-1] in tops:
            yield Line(way, broken=False)
        elif not onward:
            yield Line(way, broken=True)
        else:
            ways.extend((*way, step) for step in onward)
