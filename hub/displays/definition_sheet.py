"""The definition sheet of one KPI: made for a sheet of A4, and good on a wall too."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.surround import SLACK, Surround, without_secrets
from hub.domain.definition import Definition, completeness, teeth
from hub.domain.explanation import Explanation
from hub.domain.sheet_words import Group, groups
from hub.drawing import Look, Node, Theme, badge, card, group, label, width, wrap
from hub.drawing.marks.share_ring import share_ring
from hub.drawing.marks.status_scale import scale_height, status_scale
from hub.drawing.marks.target_stair import target_stair
from hub.snapshot.sheets import explained
from hub.snapshot.views import KpiView

SIZES = (30.0, 28.0, 26.0, 24.0, 22.0, 20.0, 18.0)  # of the text; 18 px are 7.4 pt on A4
LINES = (99, 12, 8, 6, 5, 4, 3, 2, 1)  # that a text may have, once the smallest size is too large
GAP = 22.0
PAD = 26.0
LABELS = 0.235  # of a card's width, for the names of the fields
LEADING = 1.24
STAIR = 4.9  # heights of the text
ROWS = (("standing",), ("why",), ("how",), ("who", "trigger"), ("target",), ("use",))


class DefinitionSheet(Display):
    """What a KPI measures, why, who answers for it, and what makes somebody act."""

    name = "definition_sheet"
    title = "Definition sheet"
    paper = (1323, 1920)  # the shape that the margins leave of A4 upright
    sheet = "A4"

    class Config(Settings):
        kpi: str

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(kpis=frozenset({self.config.kpi}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        kpi = without_secrets(snapshot.kpis[self.config.kpi])
        snapshot = replace(snapshot, legend=snapshot.legend.of(kpi))
        said = " \u00b7 ".join(
            words
            for words in (
                "Definition sheet",
                kpi.unit_title,
                kpi.key,
                f"version {kpi.sheet.version}" if kpi.sheet else "",
            )
            if words
        )
        levels = frozenset(zone.status.value for zone in explained(kpi, snapshot).zones)
        surround = Surround(snapshot, frame, kpi.title, said, (kpi,), counted=False, also=levels)
        return surround.scene(*_Sheet(surround, kpi).drawn())


@dataclass(frozen=True)
class _Block:
    """A card of the sheet: how high it is, and what is drawn on it."""

    height: float
    drawn: tuple[Node, ...]
    cut: bool = False  # whether a text on it did not fit whole


@dataclass(frozen=True)
class _Card:
    """A block at its place below the heading of the scene."""

    block: _Block
    x: float
    y: float
    wide: float
    high: float


@dataclass(frozen=True)
class _Sheet:
    surround: Surround
    kpi: KpiView

    @property
    def theme(self) -> Theme:
        return self.surround.frame.theme

    @property
    def sheet(self) -> Definition:
        assert self.kpi.sheet is not None  # asked for by key
        return self.kpi.sheet

    def drawn(self) -> Iterator[Node]:
        """The cards, as large as they fit; texts are cut only when the smallest size is too
        large for them, and then the sheet says where the rest is."""
        box = self.surround.box
        tries = [(size, LINES[0]) for size in SIZES] + [(SIZES[-1], n) for n in LINES[1:]]
        for size, lines in tries:
            cards = self._laid(size, lines)
            cut = any(each.block.cut for each in cards)
            foot = max(each.y + each.high for each in cards)
            if foot <= box.height - (1.9 * size if cut else 0):
                break
        for each in cards:
            yield self._card(each)
        if cut:
            words = f"\u2026 means that a text is longer: it stands whole at /kpis/{self.kpi.key}"
            base = box.y + box.height - 0.5 * size
            yield label(words, box.x, base, size, 600, fill=self.theme["ink"], id="rest")

    def _card(self, placed: _Card) -> Node:
        box, block = self.surround.box, placed.block
        field = card(Look.CALM, self.theme, placed.wide, placed.high, radius=14)
        return group(None, field, *block.drawn, x=box.x + placed.x, y=box.y + placed.y)

    def _laid(self, size: float, lines: int) -> list[_Card]:
        """The cards in rows, or beside each other where the picture is wider than high."""
        wide = self.surround.box.width
        half = (wide - GAP) / 2
        if not self.surround.frame.portrait:
            return _in_columns(self._blocks({}, half, size, lines), half)
        narrow = dict.fromkeys((key for row in ROWS if len(row) > 1 for key in row), half)
        return _in_rows(self._blocks(narrow, wide, size, lines), narrow, wide)

    def _blocks(
        self, narrow: Mapping[str, float], wide: float, size: float, lines: int
    ) -> dict[str, _Block]:
        found = {"standing": self._standing(wide, size)}
        for each in groups(self.sheet):
            extra = self._pictures(wide, size) if each.key == "target" else _Block(0.0, ())
            room = narrow.get(each.key, wide)
            found[each.key] = self._group(each, room, size, lines, extra)
        return found

    # -- how complete it is ----------------------------------------------------------------

    def _standing(self, wide: float, size: float) -> _Block:
        """The completeness score, what is missing, and whether the KPI has teeth."""
        theme, found = self.theme, completeness(self.sheet)
        ring, room = 4.2 * size, wide - 2 * PAD - 5.2 * size
        shown = f"{found.percent}%"
        words = f"{found.filled} of {found.required} required fields are filled"
        left, y = PAD + 5.2 * size, PAD + 0.9 * size
        drawn = [
            share_ring(
                found.share, theme, PAD + ring / 2, PAD + ring / 2, ring, words=words, shown=shown
            ),
            label(words, left, y, size, 600, fill=theme["ink"]),
        ]
        lacking = ", ".join(r.label for r in found.missing)
        said = [f"Missing: {lacking}." if lacking else "Nothing that is required is missing."]
        for line in wrap(said[0], size, room, 3, weight=500):
            y += LEADING * size
            drawn.append(label(line, left, y, size, fill=theme["ink-2"]))
        if bite := teeth(self.sheet):
            y += 1.5 * size
            drawn.append(badge("toothless", theme, left + 0.4 * size, y - 0.33 * size, 1.2 * size))
            for line in wrap(bite, size, room - 1.4 * size, 2):
                drawn.append(label(line, left + 1.3 * size, y, size, 600, fill=theme["ink"]))
                y += LEADING * size
            y -= LEADING * size
        return _Block(max(y + 0.4 * size, PAD + ring) + PAD, tuple(drawn))

    # -- fields ----------------------------------------------------------------------------

    def _group(self, field: Group, wide: float, size: float, lines: int, extra: _Block) -> _Block:
        theme = self.theme
        names = max(LABELS * wide, 9.5 * size)
        room = wide - 2 * PAD - names
        y = PAD + 0.7 * size
        drawn = [label(field.title, PAD, y, 1.08 * size, 600, fill=theme["ink-2"])]
        y += 0.35 * size
        cut = False
        for row in field.rows:
            if not row.words and not self._required(row.name):
                continue
            text = row.words or "\u2013 not filled in"
            shown = wrap(text, size, room, lines, weight=500)
            cut = cut or _longer(text, shown, size, room, lines)
            ink = theme["ink" if row.words else "ink-3"]
            y += LEADING * size
            drawn += _name(row.label, y, size, names, theme)
            for index, line in enumerate(shown):
                base = y + LEADING * size * index
                drawn.append(label(line, PAD + names, base, size, fill=ink))
            y += LEADING * size * (len(shown) - 1) + 0.16 * size
        if extra.drawn:
            drawn.append(group(None, *extra.drawn, y=y + 0.6 * size))
            y += 0.6 * size + extra.height
        return _Block(y + 0.35 * size + PAD * 0.6, tuple(drawn), cut)

    def _required(self, name: str) -> bool:
        field = name.split(".")[0]
        return field in {r.name for r in completeness(self.sheet).missing}

    # -- target and status -----------------------------------------------------------------

    def _pictures(self, wide: float, size: float) -> _Block:
        """The scale of the status, the sentences that explain it, and the stair of targets."""
        told = explained(self.kpi, self.surround.snapshot)
        room, y = wide - 2 * PAD, 0.0
        drawn: list[Node] = []
        value = self.kpi.value
        format = self.sheet.format
        scale = status_scale(told, format, self.theme, PAD, y, room, size, value=value, id="scale")
        if scale:
            drawn.append(scale)
            y += scale_height(size) + 0.3 * size
        for line in self._sentences(told, room, 0.92 * size):
            y += LEADING * 0.92 * size
            drawn.append(label(line, PAD, y, 0.92 * size, fill=self.theme["ink"]))
        if len(self.sheet.targets) > 1:
            y += 0.7 * size
            stair = self._stair(y, room, size)
            drawn += [stair] if stair else []
            y += STAIR * size
        return _Block(y, tuple(drawn))

    def _sentences(self, told: Explanation, room: float, size: float) -> Sequence[str]:
        hand = self.kpi.override
        by_hand = [f"Set by hand by {hand.by}: {hand.reason}."] if hand else []
        return wrap(" ".join([*told.sentences, *by_hand]), size, room, 12, weight=500)

    def _stair(self, y: float, room: float, size: float) -> Node | None:
        snapshot = self.surround.snapshot
        return target_stair(
            self.sheet.targets,
            self.sheet.format,
            self.sheet.frequency,
            self.theme,
            PAD,
            y,
            room,
            STAIR * size,
            today=snapshot.as_of.astimezone(ZoneInfo(snapshot.time_zone)).date(),
            size=0.92 * size,
            id="stair",
        )


def _name(words: str, y: float, size: float, room: float, theme: Theme) -> list[Node]:
    """The name of a field, smaller where its column is too narrow for it."""
    wide = width(words, size) * SLACK
    fitted = size if wide <= room - 16 else size * (room - 16) / wide
    return [label(words, PAD, y, fitted, fill=theme["ink-2"])]


def _longer(text: str, shown: Sequence[str], size: float, room: float, lines: int) -> bool:
    return len(shown) == lines and len(wrap(text, size, room, lines + 1, weight=500)) > lines


def _in_rows(blocks: Mapping[str, _Block], narrow: Mapping[str, float], wide: float) -> list[_Card]:
    found: list[_Card] = []
    y = 0.0
    for row in ROWS:
        high, x = max(blocks[key].height for key in row), 0.0
        for key in row:
            found.append(_Card(blocks[key], x, y, narrow.get(key, wide), high))
            x += found[-1].wide + GAP
        y += high + GAP
    return found


def _in_columns(blocks: Mapping[str, _Block], wide: float) -> list[_Card]:
    """Two columns, in the order of the sheet, parted where they come out most alike."""
    order = list(blocks.values())
    heights = [block.height + GAP for block in order]
    part = min(range(1, len(order)), key=lambda n: max(sum(heights[:n]), sum(heights[n:])))
    found: list[_Card] = []
    for column, some in enumerate((order[:part], order[part:])):
        y = 0.0
        for block in some:
            found.append(_Card(block, column * (wide + GAP), y, wide, block.height))
            y += block.height + GAP
    return found
