"""The type of a scorecard's objectives and perspectives: one size for all on a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hub.drawing import fits, wrap
from hub.snapshot.views import ObjectiveView

LEADING = 1.14
LEAST, LEAST_ASKED = 17.0, 15.0  # px of a title and of its questions
ASKED = (0.84, 0.77, 0.7)  # of the size of titles: that of questions
PARTS = (1, 0.96, 0.92, 0.88, 0.84, 0.8, 0.77, 0.74, 0.71, 0.68)
BAND_SIZES = (26.0, 24.0, 22.0, 20.0, 18.0, 16.0)
BAND_LEADING = 1.06
CAVEAT = "illustrative"
APART = " \u00b7 "


@dataclass(frozen=True)
class Place:
    """What the words of an objective have, in px."""

    objective: ObjectiveView
    room: float
    high: float


@dataclass(frozen=True)
class Type:
    """The sizes of titles and of the questions below them, in px."""

    title: float
    asked: float

    def lines(self, place: Place) -> list[tuple[float, int, str]]:
        """Title and questions as (size, weight, words), at most as high as the place together."""
        size, small = self.title, self.asked
        most = self._most(place, bool(asked(place.objective)))
        title = wrap(place.objective.title, size, place.room, most)
        left = int((place.high - LEADING * size * len(title)) / (LEADING * small))
        said = shortened(place.objective, small, place.room, left) if left > 0 else ()
        return [(size, 600, line) for line in title] + [(small, 500, line) for line in said]

    def whole(self, place: Place, least: int = 0) -> bool:
        """Whether a place takes the title whole, and the questions, or ``least`` lines of them."""
        said = asked(place.objective)
        most = self._most(place, bool(said))
        if not fits(place.objective.title, self.title, place.room, most):
            return False
        title = wrap(place.objective.title, self.title, place.room, most)
        left = int((place.high - LEADING * self.title * len(title)) / (LEADING * self.asked))
        if not said:
            return True
        return left >= least if least else fits(said, self.asked, place.room, left, weight=500)

    def _most(self, place: Place, asked: bool) -> int:
        """Lines that the title may take."""
        high = place.high - LEADING * self.asked * asked
        return max(1, int(high / (LEADING * self.title)))


def type_of(places: Sequence[Place], largest: float) -> Type:
    """The largest type in which everything stands whole in its place.

    Where none does, questions may be cut; at the smallest size titles are too.
    """
    sizes = [size for size in (largest * part for part in PARTS) if size > LEAST]
    choices = list(_choices([*sizes, LEAST]))
    for least in (0, 1):
        for choice in choices:
            if all(choice.whole(place, least) for place in places):
                return choice
    return choices[-1]


def _choices(sizes: Sequence[float]) -> Iterator[Type]:
    for size in sizes:
        for share in ASKED:
            yield Type(size, max(LEAST_ASKED, share * size))


def asked(objective: ObjectiveView) -> str:
    """The questions of an objective, and whether it is made up."""
    return _joined(" ".join(objective.kpqs), objective)


def shortened(objective: ObjectiveView, size: float, room: float, lines: int) -> tuple[str, ...]:
    """``asked`` in at most so many lines; its questions are cut before that it is made up."""
    said, words = asked(objective), " ".join(objective.kpqs).split()
    while words and not fits(said, size, room, lines, weight=500):
        words.pop()
        said = _joined(f"{' '.join(words)}\u2026" if words else "", objective)
    return wrap(said, size, room, lines, weight=500) if said else ()


def _joined(questions: str, objective: ObjectiveView) -> str:
    caveat = CAVEAT if objective.illustrative else ""
    return APART.join(part for part in (questions, caveat) if part)


def band_type(bands: Sequence[tuple[str, float]], room: float, most: int = 5) -> float:
    """The largest size at which each (title, height) fits whole in ``most`` lines, in px."""
    for size in BAND_SIZES:
        if all(fits(title, size, room, min(most, band_lines(h, size))) for title, h in bands):
            return size
    return BAND_SIZES[-1]


def band_lines(high: float, size: float) -> int:
    """How many lines of a perspective's title go into ``high`` px."""
    return max(1, int((high - 8 - 0.25 * size) / (BAND_LEADING * size)))
