"""What surrounds a scene: its name and tally above, the legend and how fresh it is below."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from hub.displays import Frame
from hub.displays.paging import ALONE, Page
from hub.domain.status import Status
from hub.drawing import (
    ICONS,
    KINDS,
    STATES,
    Node,
    fit,
    fits,
    group,
    label,
    legend,
    legend_row,
    legend_width,
    near_words,
    scene,
    sign_words,
    signs,
    state_of,
    tally,
    width,
    wrap,
)
from hub.drawing.theme import LEVELS
from hub.snapshot.views import KpiView, Legend, Snapshot

MARGIN = 48.0
CLOCK = 262.0  # px at the top right that are left to the wall's clock
TITLE_SIZES = (62.0, 56.0, 50.0, 44.0, 40.0)
LEGEND_SIZE = 23.0
SMALL_LEGEND = 20.0  # where that keeps it in one row
LEGEND_ROW = 36.0
WORD_ROOM = 250.0  # px that one word of the legend may take
SLACK = 1.03


@dataclass(frozen=True)
class Box:
    """A part of the picture, in px."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Surround:
    """The frame of a scene; ``box`` is what it leaves to the scene's own content.

    ``kpis`` are all that the scene is about: they are counted above. ``note`` is said below,
    beside the time of the newest figure. ``also`` are the states of other badges on the scene, and
    the kinds of points that stand out on it. ``page`` is the one of several that this is.
    """

    snapshot: Snapshot
    frame: Frame
    title: str
    subtitle: str = ""
    kpis: Sequence[KpiView] = field(default=())
    note: str = ""
    counted: bool = True  # whether the tally is drawn
    signed: bool = True  # whether the legend explains the KPIs' icons
    also: frozenset[str] = frozenset()
    page: Page = ALONE
    tallied: Mapping[str, int] | None = None  # other things than KPIs by state, to be counted
    footed: bool = True  # whether the legend is drawn: a larger picture has one of its own

    def scene(self, *content: Node | None) -> Node:
        """The whole picture, with ``content`` inside."""
        return scene(
            self.frame.width,
            self.frame.height,
            self.frame.theme,
            *self.header(),
            *content,
            *(self.footer() if self.footed else ()),
            title=self.title,
            margin=MARGIN,
            page=(self.page.number, self.page.of),
        )

    @cached_property
    def box(self) -> Box:
        top = 128.0 if not self.frame.portrait else 186.0 if self.counts and self.counted else 136.0
        foot = 52 + LEGEND_ROW * (len(self._rows) - 1) + self._own_row + 20 if self.footed else 0
        return Box(MARGIN, top, self.inner, self.frame.height - foot - top)

    @property
    def inner(self) -> float:
        return self.frame.width - 2 * MARGIN

    @cached_property
    def counts(self) -> Mapping[str, int]:
        if self.tallied is not None:
            return self.tallied
        distinct = {kpi.key: kpi for kpi in self.kpis}.values()
        return Counter(state_of(kpi) for kpi in distinct)

    @cached_property
    def states(self) -> tuple[str, ...]:
        """The states that KPIs are in, in the order of the table."""
        return tuple(state for state in STATES if self.counts.get(state))

    @cached_property
    def explained(self) -> tuple[str, ...]:
        """The states in the legend: those that have a badge here."""
        return explained({*self.states, *self.also, *flags_of(self.kpis)})

    @cached_property
    def icons(self) -> tuple[str, ...]:
        """The icons and points in the legend: those that occur, in the order of their tables."""
        seen = {name for kpi in self.kpis for name in signs(kpi)} if self.signed else set()
        return tuple(name for name in (*ICONS, *KINDS) if name in seen | self.also)

    def header(self) -> list[Node]:
        """The name and the tally, above the content."""
        theme = self.frame.theme
        room = self.frame.width - MARGIN - CLOCK
        beside = 0.0 if self.frame.portrait or not self.counted else self._tally_width(46)
        size, lines = _title(self.title, room - beside - 60)
        first = 76.0 if len(lines) == 1 else 78 - size
        drawn = [
            label(line, MARGIN, first + 1.08 * size * index, size, 600, "sans", theme["ink"])
            for index, line in enumerate(lines)
        ]
        if self.subtitle:
            small, words = fit(self.subtitle, room, 1, (24, 22, 20), weight=500)
            drawn += [label(line, MARGIN, 112, small, fill=theme["ink-2"]) for line in words]
        return [group("heading", *drawn), *self._tally(size, lines)]

    def _tally(self, size: float, lines: Sequence[str]) -> list[Node]:
        if not self.counts or not self.counted:
            return []
        if self.frame.portrait:
            return [self._tally_at(MARGIN, 164, 36)]
        end = MARGIN + max(width(line, size, "sans", 600) for line in lines) * SLACK
        x = min(max(end + 80, 760), self.frame.width - CLOCK - self._tally_width(46))
        return [self._tally_at(x, 76, 46)]

    def _tally_at(self, x: float, y: float, size: float) -> Node:
        words = self.words if self.tallied is not None else None
        theme = self.frame.theme
        return tally(self.counts, theme, x, y, size, self.states, id="tally", words=words)

    def _tally_width(self, size: float) -> float:
        numbers = (str(number) for number in self.counts.values())
        return sum(1.9 * size + width(number, size, "sans", 600) for number in numbers)

    @cached_property
    def words(self) -> Legend:
        """The scheme's words, none so long that it pushes the others away."""
        own = self.snapshot.legend
        green, amber, red = (_clipped(word) for word in (own.green, own.amber, own.red))
        return Legend(green, amber, red, own.others)

    @cached_property
    def _right(self) -> str:
        said = [self.note, freshness(self.snapshot)]
        return ". ".join(words for words in said if words)

    @property
    def _own_row(self) -> float:
        """Height of the row that freshness has to itself on a narrow picture."""
        return LEGEND_ROW if self.frame.portrait and self._right and self.explained else 0.0

    @cached_property
    def _size(self) -> float:
        """Size of the words below: smaller where that saves a row."""
        saved = len(self._split(SMALL_LEGEND)) < len(self._split(LEGEND_SIZE))
        return SMALL_LEGEND if saved else LEGEND_SIZE

    @cached_property
    def _rows(self) -> list[list[str]]:
        return self._split(self._size)

    def _split(self, size: float) -> list[list[str]]:
        """The legend in as many rows as it needs; icons have theirs above the states, beside which
        freshness stands, where not all fit in one."""
        beside = self.inner
        if self._right and not self.frame.portrait:
            beside -= width(self._right, size) * SLACK + 30
        together = self._filled((*self.explained, *self.icons), size, beside)
        if len(together) == 1 or not self.icons:
            return together
        own = self._filled(self.icons, size, self.inner)
        return [*own, *self._filled(self.explained, size, beside)]

    def _filled(self, names: Sequence[str], size: float, room: float) -> list[list[str]]:
        rows: list[list[str]] = [[]]
        left = room
        for name in names:
            wide = legend_width(name, self.words, size)
            if wide > left and rows[-1]:
                rows.append([])
                left = room
            rows[-1].append(name)
            left -= wide
        return rows

    def footer(self) -> list[Node]:
        """The legend and how fresh it all is, below the content."""
        theme, base = self.frame.theme, self.frame.height - 29.0
        first = base - self._own_row - LEGEND_ROW * (len(self._rows) - 1)
        drawn = [
            legend_row(
                self.words,
                theme,
                MARGIN,
                first + LEGEND_ROW * index,
                self._size,
                row,
                id=f"legend-{index}" if index else "legend",
            )
            for index, row in enumerate(self._rows)
            if row
        ]
        if self._right:
            alone = bool(self._own_row)
            drawn.append(
                label(
                    self._right,
                    MARGIN if alone else self.frame.width - MARGIN,
                    base,
                    self._size,
                    fill=theme["ink-2"],
                    anchor="start" if alone else "end",
                    id="freshness",
                )
            )
        return drawn


def flags_of(kpis: Iterable[KpiView]) -> frozenset[str]:
    """What stands on the badges and values of ``kpis`` beside their states."""
    found: set[str] = set()
    for kpi in kpis:
        hidden = kpi.status is Status.SUPPRESSED
        found |= {"challenged"} if kpi.challenged else set()
        found |= {"overridden"} if kpi.override is not None else set()
        found |= {"restated"} if kpi.restated and not hidden else set()
        found |= {"masked"} if kpi.masked else set()
        found |= {"upstream"} if kpi.upstream else set()
    return frozenset(found)


def explained(seen: Collection[str]) -> tuple[str, ...]:
    """What a legend tells of what is ``seen``, in the order of the table: where one of the three
    levels is, each of them, since they are one scale."""
    levels = set(LEVELS) if set(LEVELS) & set(seen) else set()
    return tuple(state for state in STATES if state in levels or state in seen)


def _title(words: str, room: float) -> tuple[float, tuple[str, ...]]:
    """A title in one line where it fits, else smaller in two."""
    for size in TITLE_SIZES:
        if fits(words, size, room, 1, "sans"):
            return size, (words,)
    return fit(words, room, 2, (36, 33, 30, 27), "sans")


def _clipped(word: str) -> str:
    return " ".join(wrap(word, LEGEND_SIZE, WORD_ROOM, 1, weight=500))


def freshness(snapshot: Snapshot) -> str:
    """``Data to 14 Jan 2026, 08:30``, since a print outlives its day; empty where nothing is."""
    if snapshot.data_to is None:
        return ""
    local = local_time(snapshot.data_to, snapshot)
    return f"Data to {local.day} {local:%b %Y}, {local:%H:%M}"


def when(moment: datetime, snapshot: Snapshot) -> str:
    """The time of day, with the day where that is not the snapshot's own."""
    local, today = local_time(moment, snapshot), local_time(snapshot.as_of, snapshot)
    clock = f"{local:%H:%M}"
    return clock if local.date() == today.date() else f"{day(local, today)}, {clock}"


def local_time(moment: datetime, snapshot: Snapshot) -> datetime:
    return moment.astimezone(ZoneInfo(snapshot.time_zone))


def day(local: datetime, today: datetime) -> str:
    """``20 Nov``, with the year where it is not this one."""
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {local:%b}{year}"


def word_of(state: str, words: Legend) -> str:
    """The word of a state, the scheme's own for the three levels."""
    return legend(words, (state,))[0][1]


def shown_words(kpi: KpiView) -> str:
    """The value as a viewer may see it: words in the place of one that is suppressed."""
    return near_words(kpi) if kpi.status is Status.SUPPRESSED else kpi.shown


def leading(drawn: Node, kpi: KpiView, words: Legend) -> Node:
    """``drawn`` as the way to the story of ``kpi``."""
    link = f"?{urlencode({'scene': 'kpi_story', 'kpi': kpi.key})}"
    return saying(
        drawn,
        kpi,
        words,
        {"role": "link", "tabindex": "0", "data-href": link, "pointer-events": "all"},
    )


def saying(drawn: Node, kpi: KpiView, words: Legend, more: Mapping[str, str]) -> Node:
    """``drawn`` with what is shown of ``kpi`` for those who cannot see it, and ``more``."""
    said = [shown_words(kpi), near_words(kpi)]
    said += [f"target {kpi.target_shown}"] if kpi.late and kpi.targeted else []
    said += [word_of(state_of(kpi), words.of(kpi)), *sign_words(kpi)]
    said += [f"{kpi.masked} red below"] * bool(kpi.masked)
    said += [f"caused upstream: {'; '.join(kpi.upstream)}"] * bool(kpi.upstream)
    said += [kpi.contradiction] * bool(kpi.contradiction)
    spoken = {
        "data-value": shown_words(kpi),
        "aria-label": f"{kpi.title}: {', '.join(dict.fromkeys(said))}",
    }
    return replace(drawn, attributes={**drawn.attributes, **spoken, **more})


def notice(words: str, frame: Frame, box: Box) -> Node:
    """Words in the middle of a scene that has nothing else to show."""
    size, lines = fit(words, box.width - 80, 3, (44, 38, 32, 27), weight=500)
    middle, first = box.x + box.width / 2, box.y + box.height / 2 - 0.6 * size * (len(words) > 40)
    return group(
        "notice",
        *(
            label(
                line,
                middle,
                first + 1.2 * size * index,
                size,
                fill=frame.theme["ink-2"],
                anchor="middle",
            )
            for index, line in enumerate(lines)
        ),
    )


def without_secrets(kpi: KpiView) -> KpiView:
    """``kpi`` with nothing in it that its suppression hides."""
    if kpi.status is not Status.SUPPRESSED:
        return kpi
    return replace(
        kpi,
        value=None,
        previous=None,
        numerator=None,
        denominator=None,
        points=(),
        variation="",
        assurance="",
        process=None,
        year_to_date=None,
        last_quarter=None,
    )
