"""What stands in the sections of an A3: rows of words and a chart, all of one size on the sheet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from hub.drawing import Node, Theme, group, label, node, wrap
from hub.drawing.marks.tag import tag, tag_width
from hub.drawing.text import fits

LEADING = 1.22  # em from one line to the next
AFTER = 0.42  # em below a row
NEAR = 0.86  # of the size, for what is said about a row; 17 px at least
MARK = 1.9  # em that a mark takes beside its row
STEP = 1.2  # em by which a row stands in
TAGGED = 0.35  # em that a tag takes more than a line
MOST = 8  # lines of a row

Mark = Callable[[float, float, float], Node]  # a mark around x and y, of a size


class Part(Protocol):
    """Something that takes some height where the sheet's letters have a size."""

    def high(self, size: float, wide: float) -> float: ...

    def drawn(
        self, theme: Theme, size: float, x: float, y: float, wide: float, high: float
    ) -> Iterator[Node]: ...


@dataclass(frozen=True)
class Row:
    """Words with a mark before them, a tag behind, and below them what is said about them.

    ``depth`` is by how many steps it stands in; ``faint`` what does not count any more."""

    text: str
    near: str = ""
    mark: Mark | None = None
    tag: str = ""
    depth: int = 0
    faint: bool = False
    strong: bool = False

    def _left(self, size: float) -> float:
        return STEP * size * self.depth + (MARK * size if self.mark else 0.0)

    def _weight(self) -> int:
        return 600 if self.strong else 500

    def _lines(self, size: float, wide: float, at_most: int = MOST) -> tuple[str, ...]:
        """In as few lines as the words take."""
        room, text = wide - self._left(size), " ".join(self.text.split())
        whole = (
            most
            for most in range(1, at_most)
            if fits(text, size, room, most, "condensed", self._weight(), True)
        )
        return wrap(text, size, room, next(whole, at_most), weight=self._weight())

    def _near(self, size: float, wide: float) -> tuple[str, ...]:
        room = wide - self._left(size) - self._tagged(size)
        return wrap(self.near, small(size), room, 2, weight=500) if self.near else ()

    def _tagged(self, size: float) -> float:
        return tag_width(self.tag, small(size)) + 0.5 * size if self.tag else 0.0

    def _below(self, size: float, wide: float) -> float:
        """px of what is said about it."""
        lines = max(len(self._near(size, wide)), 1 if self.tag else 0)
        return small(size) * (1.3 * lines + (TAGGED if self.tag else 0.0))

    def high(self, size: float, wide: float) -> float:
        lines = LEADING * size * len(self._lines(size, wide)) + self._below(size, wide)
        return max(lines, MARK * size if self.mark else 0.0) + AFTER * size

    def drawn(
        self, theme: Theme, size: float, x: float, y: float, wide: float, high: float
    ) -> Iterator[Node]:
        left = x + self._left(size)
        if self.mark:
            yield self.mark(left - (MARK - 0.72) * size, y + 0.62 * size, 1.34 * size)
        if self.depth:
            yield _branch(theme, size, left - 0.8 * size, y)
        ink = theme["ink-2" if self.faint else "ink"]
        room = high - AFTER * size - self._below(size, wide)
        most = max(1, min(MOST, int(room / (LEADING * size) + 0.01)))
        for line in self._lines(size, wide, most):
            yield label(line, left, y + 0.86 * size, size, self._weight(), fill=ink)
            y += LEADING * size
        yield from self._said(theme, size, left, y, wide)

    def _said(
        self, theme: Theme, size: float, left: float, y: float, wide: float
    ) -> Iterator[Node]:
        little = small(size)
        if self.tag:
            y += TAGGED * little / 2
            yield tag(self.tag, theme, left, y + 0.98 * little, little)
        for line in self._near(size, wide):
            yield label(line, left + self._tagged(size), y + 0.98 * little, little,
                        fill=theme["ink-2"])  # fmt: skip
            y += 1.3 * little


@dataclass(frozen=True)
class Picture:
    """A picture that takes what room there is; ``least`` is what it needs to be read, in px."""

    draws: Callable[[float, float, float, float], Node]  # at x and y, so wide and high
    usual: float = 230.0
    least: float = 165.0

    def high(self, size: float, wide: float) -> float:
        return self.usual

    def drawn(
        self, theme: Theme, size: float, x: float, y: float, wide: float, high: float
    ) -> Iterator[Node]:
        yield self.draws(x, y, wide, high - AFTER * size)


@dataclass(frozen=True)
class Section:
    """A titled part of the sheet; ``grows`` where it has a use for more room than it needs."""

    name: str
    title: str
    parts: Sequence[Part] = field(default=())

    @property
    def grows(self) -> bool:
        return any(isinstance(part, Picture) for part in self.parts)

    def high(self, size: float, wide: float) -> float:
        return sum(part.high(size, wide) for part in self.parts)

    def drawn(
        self, theme: Theme, size: float, x: float, y: float, wide: float, high: float
    ) -> Iterator[Node]:
        """What has room of the parts, and how many have not."""
        spare, bottom = high - self.high(size, wide), y + high
        for index, part in enumerate(self.parts):
            left = len(self.parts) - index
            needs = part.high(size, wide)
            if isinstance(part, Picture):
                needs = max(part.least, needs + spare)
            rest = 1.3 * small(size) if left > 1 else 0.0
            if index and y + needs - AFTER * size + rest > bottom:
                yield label(f"and {left} more", x, y + small(size), small(size),
                            fill=theme["ink-2"])  # fmt: skip
                return
            room = min(needs, bottom - rest + AFTER * size - y)
            yield from part.drawn(theme, size, x, y, wide, room)
            y += room


def small(size: float) -> float:
    """The size of what is said about a row."""
    return max(17.0, NEAR * size)


def lettered(letter: str, theme: Theme) -> Mark:
    """A mark with a letter, by which another section speaks of the row."""

    def drawn(x: float, y: float, size: float) -> Node:
        wide = size if len(letter) == 1 else 1.4 * size
        return group(
            None,
            node("rect", x=x - wide / 2, y=y - size / 2, width=wide, height=size,
                 rx=0.25 * size, fill=theme["sunken"]),
            label(letter, x, y + 0.25 * size, 0.7 * size, 600, fill=theme["ink"], anchor="middle"),
        )  # fmt: skip

    return drawn


def _branch(theme: Theme, size: float, x: float, y: float) -> Node:
    """The line from what a row explains to the row."""
    d = f"M{x:.1f} {y - 0.2 * size:.1f}V{y + 0.56 * size:.1f}H{x + 0.6 * size:.1f}"
    return node("path", d=d, fill="none", stroke=theme["link"], stroke_width=2.5)


__all__ = ["AFTER", "Mark", "Part", "Picture", "Row", "Section", "lettered", "small"]
