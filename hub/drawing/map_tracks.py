"""Tracks in one gap of a strategy map: which link runs above which, so that few cross."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations

CLEAR = 12.0  # px between two horizontals on one track
TOUCH = 3.0  # px within which two verticals look like one
BLUR = 40  # how much worse than a crossing lines on one another are
EVERY_ORDER = 6  # tracks up to which every order is tried
ROUNDS = 12
STRAIGHT = 0.5  # px


@dataclass(frozen=True)
class Pin:
    """An end of a piece: at the upper or lower side of the gap, from ``low`` to ``high``."""

    trip: int
    above: bool
    low: float
    high: float
    x: float
    card: tuple[int, int] | None = None
    headed: bool = False

    @classmethod
    def fixed(cls, trip: int, above: bool, x: float) -> "Pin":
        return cls(trip, above, x, x, x)

    @classmethod
    def at_card(
        cls,
        trip: int,
        above: bool,
        left: float,
        right: float,
        margin: float,
        card: tuple[int, int],
        headed: bool,
    ) -> "Pin":
        inset = min(margin, (right - left) / 3)
        middle = (left + right) / 2
        return cls(trip, above, left + inset, right - inset, middle, card, headed)

    @property
    def is_fixed(self) -> bool:
        return self.card is None

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    def put(self, x: float) -> "Pin":
        return replace(self, x=x)


@dataclass(frozen=True)
class Piece:
    """A trip's way through one gap, from ``start`` to ``end``."""

    start: Pin
    end: Pin

    @property
    def may_be_straight(self) -> bool:
        return self.start.above != self.end.above and max(self.start.low, self.end.low) <= min(
            self.start.high, self.end.high
        )

    @property
    def is_straight(self) -> bool:
        return self.start.above != self.end.above and abs(self.start.x - self.end.x) < STRAIGHT

    @property
    def left(self) -> float:
        return min(self.start.x, self.end.x)

    @property
    def right(self) -> float:
        return max(self.start.x, self.end.x)


def tracks(pieces: Sequence[Piece]) -> tuple[int | None, ...]:
    """The track of each piece, counted from the top; None where it runs straight through."""
    running = [i for i, piece in enumerate(pieces) if not piece.is_straight]
    lanes = _packed([pieces[i] for i in running])
    order = _best_order([[running[i] for i in lane] for lane in lanes], pieces)
    found: dict[int, int] = {i: track for track, lane in enumerate(order) for i in lane}
    return tuple(found.get(i) for i in range(len(pieces)))


def _packed(pieces: Sequence[Piece]) -> list[list[int]]:
    """As few lanes as there are pieces side by side, those of like direction together."""
    lanes: list[list[int]] = []
    for index in sorted(range(len(pieces)), key=lambda i: (pieces[i].left, pieces[i].right)):
        piece = pieces[index]
        for lane in lanes:
            if all(piece.left - pieces[i].right >= CLEAR for i in lane):
                lane.append(index)
                break
        else:
            lanes.append([index])
    return lanes


def _best_order(lanes: list[list[int]], pieces: Sequence[Piece]) -> list[list[int]]:
    costs = [[_over(upper, lower, pieces) for lower in lanes] for upper in lanes]
    order = tuple(range(len(lanes)))
    if len(lanes) <= EVERY_ORDER:
        order = min(permutations(order), key=lambda each: _cost(each, costs))
    else:
        order = _improved(order, costs)
    return [lanes[i] for i in order]


def _improved(order: tuple[int, ...], costs: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """``order`` after the best swap of two lanes, again and again while one helps."""
    for _ in range(ROUNDS):
        swapped = [_swapped(order, a, b) for a, b in combinations(range(len(order)), 2)]
        found = min(swapped, key=lambda each: _cost(each, costs))
        if _cost(found, costs) >= _cost(order, costs):
            break
        order = found
    return order


def _swapped(order: tuple[int, ...], a: int, b: int) -> tuple[int, ...]:
    other = list(order)
    other[a], other[b] = other[b], other[a]
    return tuple(other)


def _cost(order: Sequence[int], costs: Sequence[Sequence[int]]) -> int:
    return sum(costs[upper][lower] for upper, lower in combinations(order, 2))


def _over(upper: Sequence[int], lower: Sequence[int], pieces: Sequence[Piece]) -> int:
    """Crossings where one lane runs above another; verticals on one another count much more."""
    cost = 0
    for a in upper:
        for b in lower:
            cost += _crossings(pieces[a], 0, pieces[b], 1) + _crossings(pieces[b], 1, pieces[a], 0)
            cost += BLUR * _blurred(pieces[a], 0, pieces[b], 1)
    return cost


def _crossings(upright: Piece, own: int, flat: Piece, track: int) -> int:
    """How often the verticals of one piece cross the horizontal of the other."""
    return sum(
        flat.left < pin.x < flat.right and (track < own if pin.above else track > own)
        for pin in (upright.start, upright.end)
    )


def _blurred(a: Piece, own: int, b: Piece, other: int) -> int:
    """How often a vertical of one lies on a vertical of the other."""
    count = 0
    for p in (a.start, a.end):
        for q in (b.start, b.end):
            if abs(p.x - q.x) >= TOUCH:
                continue
            if p.above == q.above:
                count += 1
            elif p.above:
                count += own >= other
            else:
                count += own <= other
    return count
