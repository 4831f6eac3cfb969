"""The ways that links take over a strategy map: along gaps between rows and gutters between cards.

A trip runs from a lower row to an upper one. It crosses each gap between them once, sideways on a
track of its own where it must, and passes each row between them through a gutter or, outside of
all cards, through the channel left or right of them. Nothing here knows heights: gap ``g`` is the
one above row ``g``, and tracks are numbered from the top.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hub.drawing.map_tracks import Piece, Pin, tracks

PORT_MARGIN = 24.0  # px from a card's corner to the nearest arrow
APART = 26.0  # px between two heads at one card
NEAR = 9.0  # px between verticals that end in the same gap
STEP = 6.0
CORNER = 90.0  # px that an arrow from the side keeps from the end of a wide card
TURN = 40.0  # px of detour that one turn is worth
CROWD = 25.0  # px of detour that one neighbour in a gutter is worth
OUTER = 90.0  # px of detour before the channel at the right edge is taken
PITCH = 7.0


@dataclass(frozen=True)
class Extent:
    """A card in its row, from ``left`` to ``right``; ``margin`` keeps arrows off its corners."""

    left: float
    right: float
    margin: float = PORT_MARGIN

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Trip:
    """A link between two cards: ``lower`` and ``upper`` are (row, cell), ``ends_up`` its head."""

    lower: tuple[int, int]
    upper: tuple[int, int]
    ends_up: bool
    via: tuple[int, ...] = ()  # the gutter in each row between, from the lower end on

    @property
    def level(self) -> bool:
        """Whether both ends are in one row."""
        return self.lower[0] == self.upper[0]

    @property
    def between(self) -> range:
        return range(self.lower[0] - 1, self.upper[0], -1)


@dataclass(frozen=True)
class Street:
    """Where a trip runs in x: per gap (its number) the place below, above, and its track."""

    trip: Trip
    gaps: Mapping[int, tuple[float, float, int | None]]


@dataclass(frozen=True)
class Floor:
    """The cards of each row, and the channels at both sides of them (middle, width)."""

    rows: tuple[tuple[Extent, ...], ...]
    left: tuple[float, float]
    right: tuple[float, float]

    def gutters(self, row: int) -> tuple[tuple[float, float], ...]:
        """(middle, width) of each way through a row: channel, gutters, channel."""
        between = tuple(
            ((a.right + b.left) / 2, b.left - a.right) for a, b in pairwise(self.rows[row])
        )
        return (self.left, *between, self.right)


def trip(source: tuple[int, int], target: tuple[int, int]) -> Trip:
    """The trip of a link between cards at (row, cell); a head in its own row comes from above."""
    if source[0] == target[0]:
        return Trip(source, target, ends_up=False)
    ends_up = source[0] > target[0]
    return Trip(source, target, True) if ends_up else Trip(target, source, False)


def passages(floor: Floor, trips: Sequence[Trip]) -> tuple[Trip, ...]:
    """Each trip with its gutters: short ways first, then few turns, then uncrowded ones."""
    crowd: dict[tuple[int, int], int] = defaultdict(int)
    found = list(trips)
    longest_first = sorted(range(len(trips)), key=lambda i: (-len(trips[i].between), i))
    for index in longest_first:
        via = _passage(floor, trips[index], crowd)
        for row, gutter in zip(trips[index].between, via, strict=True):
            crowd[row, gutter] += 1
        found[index] = Trip(trips[index].lower, trips[index].upper, trips[index].ends_up, via)
    return tuple(found)


def _passage(floor: Floor, trip: Trip, crowd: Mapping[tuple[int, int], int]) -> tuple[int, ...]:
    start = floor.rows[trip.lower[0]][trip.lower[1]]
    end = floor.rows[trip.upper[0]][trip.upper[1]]
    ways: list[tuple[float, Extent, tuple[int, ...]]] = [(0.0, start, ())]
    for row in trip.between:
        gutters = floor.gutters(row)
        ways = [
            min(
                (
                    cost
                    + _detour(place, _slit(x))
                    + CROWD * crowd[row, gutter]
                    + OUTER * (gutter == len(gutters) - 1),
                    _slit(x),
                    (*via, gutter),
                )
                for cost, place, via in ways
            )
            for gutter, (x, _) in enumerate(gutters)
        ]
    return min((cost + _detour(place, end), via) for cost, place, via in ways)[1]


def _slit(x: float) -> Extent:
    return Extent(x, x, 0)


def _detour(a: Extent, b: Extent) -> float:
    """How far sideways it is from one extent to another; nothing where they overlap."""
    apart = max(a.left + a.margin - b.right + b.margin, b.left + b.margin - a.right + a.margin)
    return max(0.0, apart) + (TURN if apart > 0.5 else 0.0)


def crowding(floor: Floor, trips: Iterable[Trip]) -> tuple[int, int, int]:
    """The most trips in the left channel, in any one gutter and in the right channel."""
    counts: dict[str, dict[float, set[int]]] = {"left": {}, "inner": {}, "right": {}}
    for number, each in enumerate(trips):
        for row, gutter in zip(each.between, each.via, strict=True):
            ways = floor.gutters(row)
            last = len(ways) - 1
            kind = "left" if gutter == 0 else "right" if gutter == last else "inner"
            counts[kind].setdefault(round(ways[gutter][0], 1), set()).add(number)
    most = [max(map(len, shared.values()), default=0) for shared in counts.values()]
    return most[0], most[1], most[2]


def streets(floor: Floor, trips: Sequence[Trip]) -> tuple[Street, ...]:
    """Where each trip runs, with verticals and horizontals that do not lie on one another."""
    inside = _gutter_places(floor, trips)
    pieces: dict[int, list[tuple[int, Piece]]] = defaultdict(list)
    for number, each in enumerate(trips):
        for gap, piece in _pieces(floor, each, inside.get(number, {}), number):
            pieces[gap].append((number, piece))
    ways: list[dict[int, tuple[float, float, int | None]]] = [{} for _ in trips]
    for gap in sorted(pieces):
        settled = settle([piece for _, piece in pieces[gap]])
        for (number, _), piece, track in zip(pieces[gap], settled, tracks(settled), strict=True):
            ways[number][gap] = (piece.start.x, piece.end.x, track)
    return tuple(Street(each, way) for each, way in zip(trips, ways, strict=True))


def _gutter_places(floor: Floor, trips: Sequence[Trip]) -> dict[int, dict[int, float]]:
    """Per trip and row the x of its own line in the gutter; aligned gutters share their lines."""
    shared: dict[float, dict[int, set[int]]] = defaultdict(dict)
    room: dict[float, float] = {}
    middles: dict[float, float] = {}
    for number, each in enumerate(trips):
        for row, gutter in zip(each.between, each.via, strict=True):
            x, wide = floor.gutters(row)[gutter]
            name = round(x, 1)
            shared[name].setdefault(number, set()).add(row)
            room[name] = min(wide, room.get(name, wide))
            middles[name] = x
    places: dict[int, dict[int, float]] = defaultdict(dict)
    for name, users in shared.items():
        order = _inside_out(users, trips)
        pitch = min(PITCH, max(0.0, room[name] - 9) / max(1, len(users) - 1))
        for index, number in enumerate(order):
            x = middles[name] + (index - (len(order) - 1) / 2) * pitch
            for row in users[number]:
                places[number][row] = x
    return places


def _inside_out(users: Iterable[int], trips: Sequence[Trip]) -> list[int]:
    """The users of one gutter from left to right, those that stay longest to the left."""
    return sorted(users, key=lambda number: (-len(trips[number].between), number))


def _pieces(
    floor: Floor, trip: Trip, inside: Mapping[int, float], number: int
) -> Iterable[tuple[int, Piece]]:
    low, high = floor.rows[trip.lower[0]][trip.lower[1]], floor.rows[trip.upper[0]][trip.upper[1]]
    if trip.level:
        a = Pin.at_card(number, False, low.left, low.right, low.margin, trip.lower, False)
        b = Pin.at_card(number, False, high.left, high.right, high.margin, trip.upper, True)
        yield trip.lower[0], Piece(a, b)
        return
    start = Pin.at_card(
        number, False, low.left, low.right, low.margin, trip.lower, not trip.ends_up
    )
    for row in range(trip.lower[0], trip.upper[0], -1):
        if row - 1 in inside:
            end = Pin.fixed(number, True, inside[row - 1])
        else:
            end = Pin.at_card(
                number, True, high.left, high.right, high.margin, trip.upper, trip.ends_up
            )
        yield row, Piece(start, end)
        if row - 1 in inside:
            start = Pin.fixed(number, False, inside[row - 1])


def settle(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces of one gap with every pin at a place of its own, straight ones first."""
    taken = [pin for piece in pieces for pin in (piece.start, piece.end) if pin.is_fixed]
    settled: dict[int, Piece] = {}
    ranked = sorted(
        range(len(pieces)), key=lambda i: (not pieces[i].may_be_straight, _far(pieces[i]), i)
    )
    for index in ranked:
        piece = pieces[index]
        straight = _straight(piece, taken) if piece.may_be_straight else None
        placed = straight or _bent(piece, taken)
        settled[index] = placed
        taken += [pin for pin in (placed.start, placed.end) if pin not in taken]
    return tuple(settled[index] for index in range(len(pieces)))


def _far(piece: Piece) -> float:
    return round(abs(piece.start.middle - piece.end.middle), 2)


def _straight(piece: Piece, taken: Sequence[Pin]) -> Piece | None:
    low = max(piece.start.low, piece.end.low)
    high = min(piece.start.high, piece.end.high)
    narrow = min((piece.start, piece.end), key=lambda pin: pin.high - pin.low)
    for x in _around(narrow.middle, low, high):
        start, end = piece.start.put(x), piece.end.put(x)
        if _clear(start, taken) and _clear(end, taken):
            return Piece(start, end)
    return None


def _bent(piece: Piece, taken: Sequence[Pin]) -> Piece:
    end = _placed(piece.end, piece.start.middle, taken)
    start = _placed(piece.start, end.x, [*taken, end])
    return Piece(start, end)


def _placed(pin: Pin, towards: float, taken: Sequence[Pin]) -> Pin:
    """The pin at a free place near the end of its side that looks ``towards`` there."""
    if pin.is_fixed:
        return pin
    quarter = min((pin.high - pin.low) / 4, CORNER)
    wished = min(max(towards, pin.low + quarter), pin.high - quarter)
    tries = [pin.put(x) for x in _around(wished, pin.low, pin.high)]
    free = next((each for each in tries if _clear(each, taken)), None)
    return free or max(tries, key=lambda each: _room(each, taken))


def _around(x: float, low: float, high: float) -> Iterable[float]:
    """Places from ``low`` to ``high``, those nearest to ``x`` first."""
    x = min(max(x, low), high)
    yield x
    reach = STEP
    while x - reach >= low or x + reach <= high:
        if x - reach >= low:
            yield x - reach
        if x + reach <= high:
            yield x + reach
        reach += STEP


def _clear(pin: Pin, taken: Iterable[Pin]) -> bool:
    return all(
        abs(pin.x - other.x) >= (APART if pin.card and pin.card == other.card else NEAR)
        for other in taken
        if other.trip != pin.trip
    )


def _room(pin: Pin, taken: Iterable[Pin]) -> float:
    return min((abs(pin.x - other.x) for other in taken if other.trip != pin.trip), default=99.0)
