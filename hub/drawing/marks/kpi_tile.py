"""The KPI tile: title, badge, value, sparkline and target of one KPI, in every state."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import floor

from hub.domain.status import Status
from hub.drawing.marks.badge import badge
from hub.drawing.marks.card import card, surface
from hub.drawing.marks.flags import flag_row, remarks
from hub.drawing.marks.sparkline import sparkline
from hub.drawing.marks.variation import sign_pair, sign_words, signs
from hub.drawing.nodes import Node, Value, label, node, placed
from hub.drawing.text import SLACK, TITLE_SIZES, fit, fits, width, wrap
from hub.drawing.theme import STATES, Look, State, Theme, look_of, state_of
from hub.snapshot.views import KpiView

WIDE, HIGH = 392.0, 152.0  # the card that all measures below are of
DAGGER = "\u2021"
HIDDEN = "small numbers hidden"  # said of a small unit and of the one hidden to cover it
LEADING = 1.06
SPACIOUS = 500.0  # px; on a tile so wide the icons at the right end stand side by side
SIGN, SIGNS_APART = 30.0, 31.5  # px of the icons, and from one to the other
LARGE_SIGN, LARGE_APART = 48.0, 56.0
LARGEST, SMALLEST_COMMON = 45.0, 36.0  # px of a value at scale 1; and of one for several tiles
STEEPEST = 0.42  # of its width: the height of a sparkline
SPARK = 27.5  # px that a sparkline is high, in a tile that has just the room it needs


def kpi_tile(
    kpi: KpiView,
    theme: Theme,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    id: str | None = None,
    title: str | None = None,
    word: str | None = None,
    challenged: bool = False,
    overridden: bool = False,
    masked: int = 0,
    upstream: bool = False,
    told: bool = False,
    framed: bool = True,
    scale: float | None = None,
    signed: bool | None = None,
    largest: float = 0.0,
    spacious: bool | None = None,
    **attributes: Value | None,
) -> Node:
    """The tile of ``kpi`` in the given box.

    ``scale`` 1 sets titles at 33 px and values at 45, which takes 392 x 152 px for a title of two
    lines, 117 px for one, and 27 px more where there are flags (notes, problems, coverage,
    illustrative). Without it the box decides; give it where tiles stand in a row. A title with
    too little room is set smaller.
    ``id`` names the group (``kpi-<key>`` by default) and, after ``v-``, the value that walls
    patch. ``title`` replaces the KPI's own; ``word`` is the scheme's word for its status;
    ``told`` outlines the tile in the line of sight; without ``framed`` there is no card below.
    ``signed`` keeps the place of the icons of variation and assurance free where ``kpi`` has none,
    so that tiles in a row have their courses in one place; ``largest`` (``common_value``) bounds
    the size of the value at scale 1, so that those of tiles side by side are alike; ``spacious``
    tiles have the icons at the right end side by side, which wide ones do by themselves.
    """
    tile = _Tile(
        kpi,
        theme,
        width,
        height,
        challenged,
        scale,
        any(signs(kpi)) or bool(signed),
        largest,
        spacious,
    )
    name = id or f"kpi-{kpi.key}"
    status = STATES[tile.state].word if word is None else word
    mark = badge(
        tile.state,
        theme,
        41 * tile.unit,
        height - 37 * tile.unit,
        46 * tile.unit,
        word=word,
        overridden=overridden or kpi.override is not None,
        masked=masked or kpi.masked,
        upstream=upstream or bool(kpi.upstream),
    )
    said = ", ".join([tile.value or tile.near, status, *sign_words(kpi)])
    spoken: dict[str, Value | None] = {
        "role": "group",
        "aria_label": f"{title or kpi.name}: {said}",
        "data_kpi": kpi.key,
    }
    return node(
        "g",
        card(tile.look, theme, width, height, told=told) if framed else None,
        *tile.heading(title or kpi.name),
        mark,
        *tile.figure(f"v-{id or kpi.key}"),
        *tile.near_text(),
        tile.signs(),
        id=name,
        transform=placed(x, y),
        **(spoken | attributes),
    )


def is_spacious(width: float, scale: float) -> bool:
    """Whether a tile has the room for large icons side by side."""
    return width >= SPACIOUS * scale


def common_value(
    kpis: Iterable[KpiView], theme: Theme, width: float, height: float, scale: float, signed: bool
) -> float:
    """The size, at scale 1, at which the values of all ``kpis`` fit in tiles of that size; the few
    that are too long even for a small one do not count."""
    tiles = (_Tile(kpi, theme, width, height, False, scale, signed) for kpi in kpis)
    sizes = [tile.value_size for tile in tiles if tile.value]
    return max(min(sizes, default=LARGEST), SMALLEST_COMMON)


def near_words(kpi: KpiView) -> str:
    """What stands in near text in place of, or as, the target."""
    if kpi.status is Status.SUPPRESSED:
        return HIDDEN
    if kpi.late:
        owed = kpi.value is None and kpi.owner
        return f"{kpi.late_words}, owed by {kpi.owner}" if owed else kpi.late_words
    if kpi.status is Status.NOT_DUE:
        return f"due {kpi.due.day}\xa0{kpi.due:%b}" if kpi.due else "not due yet"
    if kpi.status is Status.NO_DATA or kpi.value is None:
        return f"no figure yet, owed by {kpi.owner}" if kpi.owner else "no figure yet"
    return f"target {kpi.target_shown}" if kpi.targeted else "no target"


@dataclass(frozen=True)
class _Figure:
    """How the value is set: its size, what follows it, and where that ends."""

    size: float
    suffix: str
    end: float


@dataclass(frozen=True)
class _Tile:
    kpi: KpiView
    theme: Theme
    width: float
    height: float
    challenged: bool
    scale: float | None
    signed: bool
    largest: float = 0.0
    side_by_side: bool | None = None

    @cached_property
    def unit(self) -> float:
        if self.scale is not None:
            return self.scale
        high = HIGH + 27 * self.flagged
        return max(0.6, min(self.width / WIDE, self.height / high, 2.4))

    @cached_property
    def state(self) -> str:
        return state_of(self.kpi)

    @property
    def row(self) -> State:
        return STATES[self.state]

    @property
    def look(self) -> Look:
        return Look.HATCHED if self.challenged else look_of(self.kpi)

    @property
    def value(self) -> str:
        """The value in words; empty where it must not be seen."""
        return "" if self.kpi.status is Status.SUPPRESSED else self.kpi.shown

    @cached_property
    def near(self) -> str:
        return near_words(self.kpi)

    @cached_property
    def series(self) -> list[float]:
        return [] if self.kpi.status is Status.SUPPRESSED else [p.value for p in self.kpi.points]

    @property
    def right(self) -> float:
        """Where course and near text end."""
        figured = bool(self.value) and self.kpi.value is not None
        room = LARGE_SIGN + LARGE_APART + 20 if self._spacious else SIGN + 6
        return self.width - (18 + room * (self.signed and figured)) * self.unit

    def signs(self) -> Node | None:
        """Variation at the end of the course, assurance at the end of the target; or both beside
        them, as large as the badge."""
        u, kpi, theme = self.unit, self.kpi, self.theme
        if self._spacious:
            x, apart = self.width - (18 + LARGE_SIGN / 2) * u, LARGE_APART * u
            y = self.height - 37 * u
            return sign_pair(kpi, theme, x - apart, y, LARGE_SIGN * u, across=apart)
        x, y = self.width - (14 + SIGN / 2) * u, self.height - 52.5 * u
        return sign_pair(kpi, theme, x, y, SIGN * u, down=SIGNS_APART * u)

    @property
    def _spacious(self) -> bool:
        if self.side_by_side is not None:
            return self.side_by_side
        return is_spacious(self.width, self.unit)

    @property
    def flagged(self) -> bool:
        return bool(self.kpi.note_count or self.kpi.issues or remarks(self.kpi))

    def heading(self, title: str) -> list[Node]:
        """The title as large as it goes, and the flags under it."""
        u = self.unit
        size, lines = self._title(title)
        ink = self.theme["ink-2" if self.look is Look.HOLLOW else "ink"]
        top = 6 * u + size
        drawn = [
            label(line, 18 * u, top + index * size * LEADING, size, 600, fill=ink)
            for index, line in enumerate(lines)
        ]
        if self.flagged:
            base = top + (len(lines) - 1) * size * LEADING + 27 * u
            room = self.width - 36 * u
            drawn += flag_row(self.kpi, self.theme, 18 * u, base, room, 21 * u)
        return drawn

    def _title(self, title: str) -> tuple[float, tuple[str, ...]]:
        u = self.unit
        across = self.width - 20 * u  # the slack keeps a title off the edge
        down = self.height - (69 + 27 * self.flagged) * u
        sizes = [size * u for size in TITLE_SIZES]
        rooms = [max(1, 1 + floor((down - 6 * u - 1.25 * s) / (LEADING * s))) for s in sizes]
        for size, room in zip(sizes, rooms, strict=True):
            if fits(title, size, across, min(room, 3)):
                return size, wrap(title, size, across, min(room, 3))
        return fit(title, across, rooms[-1], sizes[-1:])

    @cached_property
    def _figure(self) -> _Figure:
        """The value at the largest size that leaves room for the near text, in one line or two."""
        u, suffix = self.unit, self.kpi.format.suffix
        near = width(self.near, 21 * u) * SLACK
        beside = self.right - (78 + 12) * u
        one, two = beside - max(100 * u, near), beside - max(100 * u, 0.6 * near)
        small = beside - max(94 * u, 0.87 * near)
        tries = [(45, suffix, one), (42, suffix, one), (38, suffix, one)]
        tries += [(45, "", one), (42, "", one), (38, "", one), (36, "", small), (34, "", small)]
        tries += [(42, "", two), (38, "", two), (34, "", two), (30, "", two), (26, "", two)]
        for size, after, room in tries:
            if self.largest and size > self.largest:
                continue
            if self._value_width(size * u, after) <= room:
                return _Figure(size * u, after, 78 * u + self._value_width(size * u, after))
        return _Figure(22 * u, "", 78 * u + self._value_width(22 * u, ""))

    @property
    def value_size(self) -> float:
        """The size of the value at scale 1."""
        return self._figure.size / self.unit

    def _value_width(self, size: float, suffix: str) -> float:
        wide = width(self.value, size, "sans", 600) * SLACK
        if self.kpi.restated:
            wide += 0.34 * size
        if suffix and self.kpi.value is not None:
            wide += 8 * self.unit + width(suffix, 21 * self.unit) * SLACK
        return wide

    def figure(self, id: str) -> list[Node]:
        """The value, its double dagger where it was restated, and its unit in near text."""
        if not self.value:
            return self._hidden(id)
        u, figure = self.unit, self._figure
        base, ink = self.height - 21 * u, self.theme[self.row.ink]
        drawn = [label(self.value, 78 * u, base, figure.size, 600, "sans", ink, id=id)]
        end = 78 * u + width(self.value, figure.size, "sans", 600) * 1.01
        if self.kpi.restated:
            raised = base - 0.26 * figure.size
            drawn.append(label(DAGGER, end + 2 * u, raised, 0.62 * figure.size, 500, "sans", ink))
            end += 0.34 * figure.size
        if figure.suffix and self.kpi.value is not None:
            second = self.theme["ink-2"]
            drawn.append(label(figure.suffix, end + 8 * u, base, 21 * u, fill=second))
        return drawn

    def _hidden(self, id: str) -> list[Node]:
        """Words in the place of a value that is suppressed."""
        u = self.unit
        sizes = [s * u for s in (30, 27, 24, 21)]
        size, lines = fit(self.near, self.width - 96 * u, 1, sizes, weight=500)
        base, ink = self.height - 27 * u, self.theme["ink-2"]
        return [label(line, 78 * u, base, size, fill=ink, id=id) for line in lines]

    def near_text(self) -> list[Node]:
        """Sparkline and, below it, the target or what stands in its place."""
        if not self.value:
            return []
        u, right = self.unit, self.right
        room = right - self._figure.end - 12 * u
        spark = self._sparkline(right, room)
        sizes = [s * u for s in ((21, 20, 19, 18) if spark else (21, 19, 17, 15, 13))]
        size, lines = fit(self.near, room, 1 if spark else 2, sizes, weight=500)
        last = self.height - (12 if spark else 21) * u
        first = last - (len(lines) - 1) * 1.15 * size
        ink = self.theme["ink-2"]
        drawn = [
            label(line, right, first + index * 1.15 * size, size, fill=ink, anchor="end")
            for index, line in enumerate(lines)
        ]
        return [spark, *drawn] if spark else drawn

    def _sparkline(self, right: float, room: float) -> Node | None:
        """The sparkline up to ``right``, where near text of one line leaves it its place."""
        u = self.unit
        wide = min(max(124 * u, 0.3 * self.width), room)
        if (
            self.kpi.value is None
            or wide < 60 * u
            or not fits(self.near, 18 * u, room, 1, weight=500)
        ):
            return None
        room = 0.7 * max(0.0, self.height - (HIGH + 27) * u)
        high = SPARK * u + min(room, max(0.0, STEEPEST * wide - SPARK * u))
        return sparkline(
            self.series,
            self.kpi.aim,
            self.state,
            self.theme,
            right - wide,
            self.height - (64 - SPARK) * u - high,
            wide,
            high,
            scale=u,
            surface=surface(self.look),
        )
