"""The fish as it stands on an upright board or a phone: the head on top, bones below each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from hub.drawing import Node, Theme, node
from hub.problem_board.entries import Entry
from hub.problem_board.fish_bones import TOOL, Fish, Twig, cropped
from hub.problem_board.fish_head import Tray, bone_key, head, pill, pill_wide, zone
from hub.problem_board.fish_twig import Row, add_key
from hub.problem_board.touch import SPACE, TARGET

EDGE = 12.0
BROAD = 760.0  # px from which bones stand at both sides of the spine
RIB = 26.0  # px of the line from the spine to a bone
STEM = 14.0  # px from a bone's stem to the causes on it
INSET = 22.0  # px that the stem is in from the end of the bone's name
APART = 14.0  # px between two bones
ROW = 60.0
LEAST = 3  # rows that a bone has where the fish outgrows its canvas
HEAD = 84.0


@dataclass(frozen=True)
class Standing:
    """A fish on ``wide`` px, and ``room`` px or, if it has more on it, as high as it needs."""

    fish: Fish
    theme: Theme
    wide: float
    room: float

    @property
    def issue(self) -> str:
        return self.fish.analysis.issue.id

    @property
    def columns(self) -> int:
        return 2 if self.wide >= BROAD else 1

    @property
    def spine(self) -> float:
        return self.wide / 2 if self.columns == 2 else EDGE + 6

    @property
    def cell(self) -> float:
        """Width of a bone with its causes."""
        if self.columns == 2:
            return self.wide / 2 - EDGE - RIB
        return self.wide - 2 * EDGE - 6 - RIB

    @cached_property
    def tray(self) -> Tray:
        return Tray(self.fish, self.wide - 2 * EDGE, 1 if self.columns == 2 else 2)

    @property
    def _under(self) -> float:
        """What stands below the bones: causes on none of them, and the way to one more."""
        key = TARGET + 10 if bone_key(self.fish) else 0
        return key + (self.tray.height + 12 if self.tray.height else 0) + EDGE

    @property
    def head_high(self) -> float:
        return HEAD if self.fish.analysis.causes else HEAD + 46

    @cached_property
    def ranks(self) -> tuple[tuple[tuple[Entry, tuple[Twig, ...]], ...], ...]:
        """Bones that stand beside each other, with as many of their causes as there is room for."""
        longest = max(sum(map(len, self._groups(bone))) for bone in self.fish.bones)
        most = longest
        while most > LEAST and self._height(self._ranks(most)) > self.room:
            most -= 1
        return self._ranks(most)

    @property
    def holds(self) -> bool:
        shown = [twig for rank in self.ranks for _, twigs in rank for twig in twigs]
        return self.high <= self.room and not any(twig.more for twig in shown)

    @property
    def dragged(self) -> bool:
        """Whether causes are dragged; where the picture is moved under the finger they are not."""
        return self.high <= self.room

    def _groups(self, bone: Entry) -> list[tuple[Twig, ...]]:
        return self.fish.twigs(self.fish.on(bone.id))

    def _ranks(self, most: int) -> tuple[tuple[tuple[Entry, tuple[Twig, ...]], ...], ...]:
        cells = [(bone, cropped(self._groups(bone), max(1, most))) for bone in self.fish.bones]
        return tuple(
            tuple(cells[start : start + self.columns])
            for start in range(0, len(cells), self.columns)
        )

    def _rank(self, rank: tuple[tuple[Entry, tuple[Twig, ...]], ...]) -> float:
        rows = max(len(twigs) for _, twigs in rank)
        return TARGET + rows * ROW + (6 if rows else 0)

    def _height(self, ranks: tuple[tuple[tuple[Entry, tuple[Twig, ...]], ...], ...]) -> float:
        return EDGE + self.head_high + sum(APART + self._rank(rank) for rank in ranks) + self._under

    @cached_property
    def high(self) -> float:
        return max(self.room, self._height(self.ranks))

    def drawn(self) -> Iterator[Node | None]:
        y = EDGE + self.head_high
        yield head(self.fish, self.theme, EDGE, EDGE, self.wide - 2 * EDGE, self.head_high)
        last = y
        spare = (self.high - self._height(self.ranks)) / len(self.ranks)
        for rank in self.ranks:
            y += APART + min(spare, 30)
            last = y + TARGET / 2
            for column, (bone, twigs) in enumerate(rank):
                left = EDGE if column == 0 and self.columns == 2 else self.spine + RIB
                yield zone(bone.id, left, y, self.cell, self._rank(rank),
                           *self._bone(column, bone, twigs, y))  # fmt: skip
            y += self._rank(rank)
        yield from self._spine(EDGE + self.head_high, last)
        yield from self._foot()

    def _spine(self, top: float, last: float) -> Iterator[Node]:
        x, ink = self.spine, self.theme["ink"]
        yield node("path", d=f"M{x:.1f} {top + 14:.1f}V{last:.1f}", fill="none", stroke=ink,
                   stroke_width=6, stroke_linecap="round")  # fmt: skip
        yield node("path", d=f"M{x:.1f} {top + 1:.1f}L{x - 10:.1f} {top + 17:.1f}H{x + 10:.1f}Z",
                   fill=ink)  # fmt: skip

    def _bone(self, column: int, bone: Entry, twigs: tuple[Twig, ...], y: float) -> Iterator[Node]:
        mirrored = self.columns == 2 and column == 0
        near = self.spine - RIB if mirrored else self.spine + RIB
        yield node("path", d=f"M{near:.1f} {y + TARGET / 2:.1f}H{self.spine:.1f}", fill="none",
                   stroke=self.theme["ink-2"], stroke_width=4.5)  # fmt: skip
        wide = pill_wide(bone, self.cell - TARGET - SPACE)
        causes, x = len(self.fish.on(bone.id)), near - wide if mirrored else near
        yield pill(bone, causes, self.issue, self.theme, x, y, wide)
        beside = x - SPACE - TARGET if mirrored else x + wide + SPACE
        yield add_key(bone.id, bone.text, self.issue, self.theme, beside, y,
                      not self.fish.analysis.causes)  # fmt: skip
        yield from self._twigs(bone, twigs, near, y + TARGET + 6, mirrored)

    def _twigs(
        self, bone: Entry, twigs: tuple[Twig, ...], near: float, y: float, mirrored: bool
    ) -> Iterator[Node]:
        """Causes beside the bone's stem: at the left of the spine it is at their right."""
        if not twigs:
            return
        wide = self.cell - INSET - STEM
        x = near - INSET if mirrored else near + INSET
        left = x - STEM - wide if mirrored else x + STEM
        foot = y + ROW * len(twigs) - 1.5
        yield node("path", d=f"M{x:.1f} {y - 6:.1f}V{foot:.1f}", fill="none",
                   stroke=self.theme["ink-2"], stroke_width=4)  # fmt: skip
        for index, twig in enumerate(twigs):
            top = y + ROW * index
            row = Row.within(twig, wide, ROW, bone.id, self.dragged)
            start = left + row.left if mirrored else left + wide
            yield node("path", d=f"M{start:.1f} {top + ROW - 1.5:.1f}H{x:.1f}", fill="none",
                        stroke=self.theme["ink" if twig.agreed else "link"],
                       stroke_width=4 if twig.agreed else 2.5)  # fmt: skip
            yield row.drawn(self.issue, self.theme, left, top)

    def _foot(self) -> Iterator[Node | None]:
        y = self.high - EDGE - self.tray.height
        yield self.tray.drawn(self.theme, EDGE, y, self.dragged)
        key = bone_key(self.fish)
        if key:
            gap = 12 if self.tray.height else 0
            yield key.drawn(TOOL, self.issue, self.theme, EDGE, y - gap - TARGET, 190)
