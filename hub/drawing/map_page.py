"""The page that a strategy map stands on: its fixed measures, and how its top rows are set."""

from dataclasses import dataclass

from hub.drawing.text import fit, fits, wrap
from hub.snapshot.views import MapNodeView, MapView


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


FOUR_ABREAST = 39.0  # px: titles that have the room to stand four abreast


@dataclass(frozen=True)
class Page:
    """The fixed measures of a frame."""

    width: float
    height: float
    least: float = 0.0  # px of the letters of titles, if that can be

    @property
    def portrait(self) -> bool:
        return self.height > self.width

    @property
    def label_x(self) -> float:
        return 24 if self.portrait else 36

    @property
    def label_width(self) -> float:
        return 138 if self.portrait else 168

    @property
    def label_size(self) -> float:
        return 25 if self.portrait else 29

    @property
    def left(self) -> float:
        return 190 if self.portrait else 232

    @property
    def right(self) -> float:
        return self.width - (24 if self.portrait else 36)

    @property
    def band_left(self) -> float:
        return 12 if self.portrait else 18

    @property
    def band_right(self) -> float:
        return self.width - (12 if self.portrait else 26)

    @property
    def clock_x(self) -> float:
        """Left edge of the box at the top right that belongs to the page: 220 x 76 px."""
        return self.width - 236

    @property
    def head(self) -> Box:
        """The line beside the clock: the heading, or the vision of a unit that is on top."""
        return Box(self.left, 20, self.clock_x - 24 - self.left, 76)

    @property
    def foot(self) -> float:
        """Where the bands end; below it is the footer."""
        return self.height - (96 if self.portrait else 60)

    @property
    def fewest_columns(self) -> int:
        if self.portrait:
            return 2
        return 3 if self.least > FOUR_ABREAST else 4


@dataclass(frozen=True)
class Lettering:
    """Words set in lines of one size."""

    size: float
    lines: tuple[str, ...]

    def height(self, leading: float = 1.13) -> float:
        return len(self.lines) * self.size * leading


def crowned(view: MapView) -> bool:
    """Whether the vision on the map is the unit's own, so that it needs no other heading."""
    visions = [n for n in view.nodes if n.kind == "vision"]
    return len(visions) == 1 and visions[0].unit == view.unit


def vision_lettering(
    node: MapNodeView, width: float, page: Page, crown: bool, crowded: bool
) -> Lettering:
    """A vision's words: in the largest type of the wall where it is the unit's own."""
    room = width - 52 - 110 * node.illustrative
    if crown:
        for sizes, lines in (((46, 44, 42, 40, 38), 1), ((36, 34, 32, 30, 28), 2)):
            for size in sizes:
                if fits(node.title, size, room, lines, "sans"):
                    return Lettering(size, wrap(node.title, size, room, lines, "sans"))
        most = 4 if page.portrait else 3
        return Lettering(*fit(node.title, room, most, (30, 28, 26, 24, 22), "sans"))
    largest = 27 if crowded else 28 if page.portrait else 33
    lines = 4 if page.portrait else 2
    return Lettering(*fit(node.title, room, lines, list(range(largest, 21, -1))))


def goal_lettering(node: MapNodeView, width: float, page: Page, largest: int) -> Lettering:
    room = width - 44 - 44 * bool(node.kpis)
    lines = 4 if page.portrait or width < 330 else 2
    return Lettering(*fit(node.title, room, lines, list(range(largest, 20, -1))))
