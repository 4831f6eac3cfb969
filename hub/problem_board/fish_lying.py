"""The fish as it lies on a broad board: bones above and below the spine, the head at its right."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from hub.drawing import Node, Theme, node
from hub.problem_board.entries import Entry
from hub.problem_board.fish_bones import TOOL, Fish, cropped
from hub.problem_board.fish_head import (
    ABOVE,
    APART,
    LEGEND,
    Tray,
    bone_key,
    head,
    legend,
    pill,
    pill_wide,
    zone,
)
from hub.problem_board.fish_twig import Row, add_key
from hub.problem_board.touch import SPACE, TARGET

EDGE = 14.0
TOP = 10.0  # px above and below the names of the bones
SLANT = 0.36  # px that a bone goes across for one down
CLEAR = 8.0  # px between the spine and the rows next to it
UNDER = 6.0  # px between the name of a bone and the rows next to it
ROW = (TARGET, 78.0)  # px of a cause's row, at least and at most
BESIDE = 12.0  # px between a bone and the words at either side
ARROW = 64.0  # px of the spine between the last bone and the head
LOW = 620.0  # px of a board up to which there is no room below the fish
TRAY, GUTTER = 236.0, 22.0
HEAD = (208.0, 300.0)


@dataclass(frozen=True)
class Lying:
    """A fish on ``wide`` by ``high`` px."""

    fish: Fish
    theme: Theme
    wide: float
    high: float

    @property
    def issue(self) -> str:
        return self.fish.analysis.issue.id

    @property
    def aside(self) -> bool:
        """Whether causes on no bone stand at the left of the fish: below it there is no room."""
        return self.high < LOW

    @cached_property
    def tray(self) -> Tray:
        if self.aside:
            rows = int((self.high - 2 * EDGE - ABOVE + APART) / (TARGET + APART))
            return Tray(self.fish, TRAY, max(1, rows))
        return Tray(self.fish, self.wide - 2 * EDGE)

    @property
    def left(self) -> float:
        """Where the fish begins."""
        return EDGE + (TRAY + GUTTER if self.aside and self.tray.height else 0)

    @property
    def depth(self) -> float:
        """Height of the fish itself."""
        below = self.tray.height + APART if self.tray.height and not self.aside else 0
        return self.high - below

    @property
    def spine(self) -> float:
        return self.depth / 2

    @property
    def reach(self) -> float:
        """From the spine to the names of the bones."""
        return self.spine - TOP - TARGET

    @property
    def beside(self) -> float:
        """Height that there is for the causes on a bone."""
        return self.reach - CLEAR - UNDER

    @property
    def head_wide(self) -> float:
        return max(HEAD[0], min(HEAD[1], 0.155 * self.wide))

    @property
    def neck(self) -> float:
        """Where the spine meets the head."""
        return self.wide - EDGE - self.head_wide

    @property
    def pairs(self) -> int:
        return -(-len(self.fish.bones) // 2)

    @property
    def pitch(self) -> float:
        """From one bone to the next."""
        return (self.neck - ARROW - self.left - SLANT * self.reach) / self.pairs

    @property
    def most(self) -> int:
        """Rows that a bone holds."""
        return max(1, int(self.beside / ROW[0]))

    @property
    def holds(self) -> bool:
        """Whether every cause is to be seen."""
        return all(
            sum(map(len, self.fish.twigs(self.fish.on(bone.id)))) <= self.most
            for bone in self.fish.bones
        )

    @cached_property
    def row_high(self) -> float:
        return min(ROW[1], self.beside / self.most)

    def drawn(self) -> Iterator[Node | None]:
        yield from self._lines()
        for index, bone in enumerate(self.fish.bones):
            x, above = self._joint(index)
            left = x - SLANT * self.reach / 2 - self.pitch + BESIDE
            yield zone(bone.id, left, TOP if above else self.spine + 4, self.pitch - BESIDE,
                       self.spine - TOP - 4, *self._bone(index, bone))  # fmt: skip
        yield from self._head()
        low = self.high - EDGE / 2 - self.tray.height
        yield self.tray.drawn(self.theme, EDGE, EDGE if self.aside else low)

    def _joint(self, index: int) -> tuple[float, bool]:
        """Where a bone meets the spine, and whether it stands above it."""
        column, below = divmod(index, 2)
        left = self.left + SLANT * self.reach
        return left + self.pitch * (column + 1), not below

    def _at(self, index: int, y: float) -> float:
        """Where a bone is at a height."""
        return self._joint(index)[0] - SLANT * abs(y - self.spine)

    def _lines(self) -> Iterator[Node]:
        """The spine with its arrow, and the bones."""
        y, tip = self.spine, self.neck - 2
        yield node("path", d=f"M{self.left:.1f} {y:.1f}H{tip - 20:.1f}", fill="none",
                   stroke=self.theme["ink"], stroke_width=6, stroke_linecap="round")  # fmt: skip
        yield node("path", d=f"M{tip:.1f} {y:.1f}L{tip - 26:.1f} {y - 14:.1f}V{y + 14:.1f}Z",
                   fill=self.theme["ink"])  # fmt: skip
        for index in range(len(self.fish.bones)):
            x, above = self._joint(index)
            end = y - self.reach if above else y + self.reach
            yield node("path", d=f"M{x:.1f} {y:.1f}L{self._at(index, end):.1f} {end:.1f}",
                       fill="none", stroke=self.theme["ink-2"], stroke_width=4.5)  # fmt: skip

    def _bone(self, index: int, bone: Entry) -> Iterator[Node]:
        """A bone's name at its end, the way to a new cause, and the causes beside it."""
        _, above = self._joint(index)
        causes = self.fish.on(bone.id)
        top = TOP if above else self.depth - TOP - TARGET
        end = self._at(index, self.spine - self.reach) + 32
        wide = pill_wide(bone, self.pitch - BESIDE - TARGET - SPACE)
        yield pill(
            bone, len(causes), self.issue, self.theme, end - TARGET - SPACE - wide, top, wide
        )
        yield add_key(bone.id, bone.text, self.issue, self.theme, end - TARGET, top,
                      not self.fish.analysis.causes)  # fmt: skip
        yield from self._twigs(index, bone)

    def _twigs(self, index: int, bone: Entry) -> Iterator[Node]:
        _, above = self._joint(index)
        twigs = cropped(self.fish.twigs(self.fish.on(bone.id)), self.most)
        wide = self.pitch - SLANT * self.row_high - 2 * BESIDE
        y = TOP + TARGET + UNDER if above else self.spine + CLEAR
        spare = self.beside / max(1, len(twigs)) - self.row_high
        for twig in twigs:
            y += min(spare, 0.3 * self.row_high)
            foot = y + self.row_high
            right = min(self._at(index, y), self._at(index, foot)) - BESIDE
            row = Row.within(twig, wide, self.row_high, bone.id)
            if twig.cause is not None:
                yield self._twig(twig.agreed, right - wide + row.left, foot, self._at(index, foot))
            yield row.drawn(self.issue, self.theme, right - wide, y)
            y = foot

    def _twig(self, agreed: bool, x: float, y: float, end: float) -> Node:
        return node("path", d=f"M{x:.1f} {y - 1.5:.1f}H{end:.1f}", fill="none",
                    stroke=self.theme["ink" if agreed else "link"],
                    stroke_width=4 if agreed else 2.5)  # fmt: skip

    def _head(self) -> Iterator[Node]:
        key = bone_key(self.fish)
        low = TARGET + 10 if key else 0.0
        told = 3 * LEGEND if self.depth >= 3 * LEGEND + low + 150 + 2 * EDGE else 0.0
        most = self.depth - 2 * EDGE - 2 * max(told + 10 if told else 0, low)
        high = min(240.0, most)
        yield head(self.fish, self.theme, self.neck, self.spine - high / 2, self.head_wide, high)
        if told:
            yield legend(self.fish, self.theme, self.neck + 26, EDGE)
        if key:
            y = self.depth - TOP - TARGET
            yield key.drawn(TOOL, self.issue, self.theme, self.neck, y, self.head_wide)
