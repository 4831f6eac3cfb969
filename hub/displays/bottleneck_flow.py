"""The flow of problems from raised to closed: how many stand at each state, and for how long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hub.displays.surround import Box
from hub.domain.bottleneck import Reach
from hub.domain.problem import STATE_WORDS, State
from hub.drawing import Node, Theme, fit, group, label, node
from hub.drawing.marks.tag import tag, tag_width

NARROW = "Bottleneck"
TITLE, FIGURE, NEAR = 29.0, 62.0, 22.0  # px at zoom 1
GAP, PAD = 12.0, 14.0


@dataclass(frozen=True)
class Stand:
    """One place of the flow: ``near`` says how long, ``narrow`` whether it is the narrow one."""

    name: str
    title: str
    count: int
    near: tuple[str, ...] = ()
    narrow: bool = False
    aside: bool = False  # beside the flow: parked, or closed


def stands(reaches: Sequence[Reach], parked: Reach, closed: int, at: State | None) -> list[Stand]:
    """The states in their order, then what rests and what came to its end lately."""
    flowing = [
        Stand(each.state, STATE_WORDS[each.state], each.count, waited(each), each.state is at)
        for each in reaches
    ]
    rests = Stand("parked", STATE_WORDS[State.PARKED], parked.count, waited(parked), aside=True)
    return [*flowing, rests, Stand("closed", "Closed", closed, ("in 90 days",), aside=True)]


def waited(each: Reach) -> tuple[str, ...]:
    """``median 12 days``, ``longest 56``; one number where that is all there is to say."""
    if not each.count:
        return ()
    if each.count == 1:
        return (f"for {in_days(each.longest)}",)
    return f"median {in_days(each.middle)}", f"longest {each.longest}"


def in_days(days: float) -> str:
    return f"{days:g} day{'' if days == 1 else 's'}"


@dataclass(frozen=True)
class Flow:
    """The stands in ``box``: as columns beside each other or, in ``rows``, below each other."""

    stands: Sequence[Stand]
    theme: Theme
    box: Box
    zoom: float
    rows: bool

    def drawn(self) -> Node:
        each = self._row if self.rows else self._column
        return group("flow", *(each(index, stand) for index, stand in enumerate(self.stands)))

    @property
    def _most(self) -> int:
        return max(1, *(stand.count for stand in self.stands if stand.name != "closed"))

    def _share(self, stand: Stand) -> float:
        return min(1.0, stand.count / self._most)

    def _field(self, stand: Stand, wide: float, high: float) -> Iterator[Node]:
        """The card of a stand; the narrow place is the loud one."""
        fill = "below-soft" if stand.narrow else "band" if stand.aside else "surface"
        yield node("rect", x=0, y=0, width=wide, height=high, rx=10, fill=self.theme[fill])

    def _bar(self, stand: Stand, x: float, y: float, wide: float, high: float) -> Node:
        fill = "below" if stand.narrow else "line" if stand.aside else "ink-3"
        return node("rect", x=x, y=y, width=wide, height=high, rx=4, fill=self.theme[fill])

    def _ink(self, stand: Stand) -> str:
        quiet = stand.aside or not stand.count
        return self.theme["below-ink" if stand.narrow else "ink-2" if quiet else "ink"]

    def _spoken(self, stand: Stand) -> str:
        narrow = [NARROW.lower()] * stand.narrow
        return ", ".join([f"{stand.title}: {stand.count}", *stand.near, *narrow])

    # -- columns -------------------------------------------------------------------------------

    def _column(self, index: int, stand: Stand) -> Node:
        count, zoom, theme = len(self.stands), self.zoom, self.theme
        wide = (self.box.width - GAP * (count - 1)) / count
        high, room = self.box.height, wide - 2 * PAD
        sizes = [size * zoom for size in (TITLE, 27, 25, 23, 21)]
        size, lines = fit(stand.title, room, 2, sizes)
        near = NEAR * zoom
        foot = high - PAD - 2 * 1.2 * near
        top = PAD + 2 * 1.08 * TITLE * zoom + 44
        figure = FIGURE * zoom
        space = foot - 12 - near - top - figure
        bar = max(3.0, self._share(stand) * space) if stand.count else 3.0
        base = foot - near - 6
        drawn = [label(line, PAD, PAD + size * (0.84 + 1.08 * at), size, fill=self._ink(stand))
                 for at, line in enumerate(lines)]  # fmt: skip
        if stand.narrow:
            small = min(20.0, 20 * room / tag_width(NARROW, 20))
            drawn.append(tag(NARROW, theme, PAD, top - 12, small))
        drawn.append(self._bar(stand, PAD, base - bar, room, bar))
        drawn.append(
            label(str(stand.count), PAD, base - bar - 12, figure, 600, "sans", self._ink(stand),
                  id=f"v-stand-{stand.name}")
        )  # fmt: skip
        for at, words in enumerate(stand.near):
            smaller, said = fit(words, room, 1, [near, 0.9 * near, 0.8 * near], weight=500)
            drawn.append(label(said[0], PAD, foot + 1.2 * near * (at + 1) - 4, smaller,
                               fill=theme["ink-2"]))  # fmt: skip
        return group(
            f"stand-{stand.name}",
            *self._field(stand, wide, high),
            *drawn,
            x=self.box.x + index * (wide + GAP),
            y=self.box.y,
            role="img",
            aria_label=self._spoken(stand),
        )

    # -- rows ----------------------------------------------------------------------------------

    def _row(self, index: int, stand: Stand) -> Node:
        count, zoom, theme = len(self.stands), self.zoom, self.theme
        high = (self.box.height - GAP * (count - 1)) / count
        wide, middle = self.box.width, high / 2
        titled, near_wide = 0.34 * wide, 0.27 * wide
        sizes = [size * min(zoom, high / 62) for size in (TITLE, 27, 25, 23, 21)]
        size, lines = fit(stand.title, titled - 2 * PAD, 1, sizes)
        figure = min(0.62 * FIGURE * zoom, 0.7 * high)
        right = titled + 0.62 * figure * max(len(str(each.count)) for each in self.stands)
        at = right + 0.4 * figure
        bar = max(3.0, self._share(stand) * (wide - at - near_wide - PAD)) if stand.count else 3.0
        near = min(NEAR * zoom, 0.34 * high)
        words = [NARROW, *stand.near] if stand.narrow else list(stand.near)
        drawn = [
            label(lines[0], PAD, middle + 0.35 * size, size, fill=self._ink(stand)),
            label(str(stand.count), right, middle + 0.35 * figure, figure, 600,
                  "sans", self._ink(stand), "end", id=f"v-stand-{stand.name}"),
            self._bar(stand, at, 0.28 * high, bar, 0.44 * high),
        ]  # fmt: skip
        drawn += self._said(words[:2], wide - PAD, middle, near, near_wide - PAD, theme)
        return group(
            f"stand-{stand.name}",
            *self._field(stand, wide, high),
            *drawn,
            x=self.box.x,
            y=self.box.y + index * (high + GAP),
            role="img",
            aria_label=self._spoken(stand),
        )

    def _said(
        self,
        words: Sequence[str],
        right: float,
        middle: float,
        near: float,
        room: float,
        theme: Theme,
    ) -> Iterator[Node]:
        first = middle + 0.35 * near - 0.6 * near * (len(words) - 1)
        for at, line in enumerate(words):
            size, said = fit(line, room, 1, [near, 0.9 * near, 0.8 * near], weight=500)
            yield label(
                said[0], right, first + 1.2 * near * at, size, fill=theme["ink-2"], anchor="end"
            )
