"""A unit's scorecard as a table: perspectives, objectives with their questions, and KPIs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from pydantic import Field

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.paging import ALONE, Page
from hub.displays.scorecard_pages import (
    BETWEEN,
    HEADINGS,
    LARGEST,
    PAD,
    SMALLEST,
    Entry,
    band_line,
    height,
    in_one_line,
    objective_line,
    paged,
    row_of,
    title_size,
)
from hub.displays.scorecard_row import Columns, kpi_row, row_type
from hub.displays.scorecard_type import (
    BAND_LEADING,
    LEADING,
    Place,
    asked,
    band_lines,
    band_type,
    type_of,
)
from hub.displays.surround import SLACK, Box, Surround, notice, without_secrets, word_of
from hub.domain.legibility import NEAR
from hub.drawing import Look, Node, Theme, badge, card, group, label, node, signs, width, wrap
from hub.errors import NotFound
from hub.snapshot.views import ObjectiveView, PerspectiveView, ScorecardView

ROW_GAP = 5.0
LABEL, QUESTION = 0.1, 0.255  # shares of the width, for perspectives and objectives


class Scorecard(Display):
    """Every KPI of a unit, under its objective, in as large rows as there is room for."""

    name = "scorecard"
    title = "Scorecard"

    class Config(Settings):
        unit: str
        page: int = Field(1, ge=1)

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(scorecards=frozenset({self.config.unit}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        scorecard = snapshot.scorecards[self.config.unit]
        surround, table = ScorecardPages(snapshot, frame, scorecard).drawn(self.config.page)
        return surround.scene(*table)


def entries_of(scorecard: ScorecardView) -> list[Entry]:
    """The lines of the whole table, perspective by perspective."""
    known = {band.key for band in scorecard.perspectives}
    others = dict.fromkeys(
        o.perspective for o in scorecard.objectives if o.perspective not in known
    )
    bands = [*scorecard.perspectives, *(PerspectiveView(key, "Others") for key in others)]
    return [
        Entry(band, objective, kpi and without_secrets(kpi))
        for band in bands
        for objective in scorecard.objectives
        if objective.perspective == band.key
        for kpi in objective.kpis or (None,)
    ]


@dataclass(frozen=True)
class ScorecardPages:
    """The table on a frame; ``footed`` says whether it leaves room for a legend there."""

    snapshot: Snapshot
    frame: Frame
    scorecard: ScorecardView
    footed: bool = True

    def drawn(self, number: int) -> tuple[Surround, list[Node]]:
        """A page of the table, and what surrounds it. Raises NotFound past the last."""
        if not self.entries:
            surround = self.surround("")
            words = "This scorecard has no objectives yet."
            return surround, [notice(words, self.frame, surround.box)]
        shown, note = self.page(number)
        surround = self.surround(note, Page(number, len(self.all)))
        table = _Table(surround, shown, self.row(shown), self.row(*self.all))
        return surround, list(table.drawn())

    @cached_property
    def entries(self) -> list[Entry]:
        return entries_of(self.scorecard)

    def surround(self, note: str, page: Page = ALONE) -> Surround:
        card, kpis = self.scorecard, [entry.kpi for entry in self.entries if entry.kpi]
        owned = f"owned by {card.director}" if card.director else ""
        said = ", ".join(words for words in (card.unit_title, owned) if words)
        also = frozenset(entry.objective.status.value for entry in self.entries)
        title = card.title
        return Surround(
            self.snapshot, self.frame, title, said, kpis, note,
            also=also, page=page, footed=self.footed,
        )  # fmt: skip

    def page(self, number: int) -> tuple[list[Entry], str]:
        """The entries of a page, and what it leaves out in words. Raises NotFound past the last."""
        pages = self.all
        if number > len(pages):
            raise NotFound(f"There is no page {number}: the last one is {len(pages)}.")
        after = sum(len(page) for page in pages[number:])
        said = [Page(number, len(pages)).words]
        said += [f"and {after} more" if after else ""]
        return pages[number - 1], ", ".join(words for words in said if words)

    @cached_property
    def all(self) -> list[list[Entry]]:
        smallest = max(SMALLEST, min(SMALLEST * self.frame.least / NEAR, LARGEST))
        return paged(self.entries, *self._room, smallest)

    def row(self, *pages: list[Entry]) -> float:
        """The largest rows that all of ``pages`` have room for, in px."""
        return row_of(pages, *self._room)

    @property
    def _room(self) -> tuple[float, float | None]:
        """Height of the table and, where objectives stand over their rows, its width."""
        box = self.surround("Page 99 of 99, and 999 more").box
        return box.height, box.width if self.frame.portrait else None


class _Table:
    """The ``entries`` in rows of ``row`` px, their type as it fits in rows of ``least`` px."""

    def __init__(
        self, surround: Surround, entries: Sequence[Entry], row: float, least: float
    ) -> None:
        self.surround, self.entries, self.row = surround, entries, row
        self.box, self.portrait = surround.box, surround.frame.portrait
        self.across = self.box.width if self.portrait else None
        self.seen: set[str] = set()
        self.mark = min(34.0, 0.8 * (self.row - ROW_GAP)) if not self.portrait else 34.0
        self.type = type_of(list(self._places()), title_size(self.row))
        signed = any(any(signs(kpi)) for kpi in surround.kpis)
        self.columns = Columns(self.rows.width, signed)
        self.letters = row_type(surround.kpis, surround.words, self.columns, least - ROW_GAP)

    def _places(self) -> Iterator[Place]:
        """What each objective has for its words, where they are not all in one line."""
        for _, members in _runs(self.entries, lambda entry: entry.objective.key):
            objective = members[0].objective
            if not self.portrait:
                wide = QUESTION * self.box.width - 16
                yield self._place(objective, wide, len(members) * self.row - ROW_GAP)
            elif not in_one_line(objective, self.row, self.box.width):
                high = objective_line(objective, self.row, self.box.width)
                yield self._place(objective, self.box.width - 2 * PAD, high)

    def _place(self, objective: ObjectiveView, wide: float, high: float) -> Place:
        return Place(objective, wide - self.mark - 14, high - 4 * self.portrait)

    @cached_property
    def band_size(self) -> float:
        """The size of all perspectives' titles."""
        bands = [
            (entries[0].band.title, height(entries, self.row, self.across) - HEADINGS)
            for _, entries in _runs(self.entries, lambda entry: entry.band.key)
        ]
        if self.portrait:
            return band_type(bands, self.box.width - 32, 1)
        return band_type(bands, LABEL * self.box.width - 24)

    @property
    def theme(self) -> Theme:
        return self.surround.frame.theme

    @property
    def rows(self) -> Box:
        """Where rows start and how wide they are; the rest does not count."""
        left = PAD if self.portrait else (LABEL + QUESTION) * self.box.width
        return Box(self.box.x + left, 0, self.box.width - left - PAD, self.row - ROW_GAP)

    def drawn(self) -> Iterator[Node]:
        yield self.columns.headings(self.rows.x, self.box.y + 24, self.theme)
        y = self.box.y + HEADINGS
        for _, entries in _runs(self.entries, lambda entry: entry.band.key):
            high = height(entries, self.row, self.across) - HEADINGS
            yield self.band(entries[0].band, Box(self.box.x, y, self.box.width, high))
            down = y + PAD + (band_line(self.row) if self.portrait else 0)
            for _, members in _runs(entries, lambda entry: entry.objective.key):
                yield from self.objective(members, down)
                down += len(members) * self.row
                if self.portrait:
                    down += objective_line(members[0].objective, self.row, self.box.width)
            y += high + BETWEEN

    def band(self, band: PerspectiveView, box: Box) -> Node:
        theme = self.theme
        size = self.band_size
        room = box.width - 32 if self.portrait else LABEL * box.width - 24
        most = 1 if self.portrait else min(5, band_lines(box.height, size))
        lines = wrap(band.title, size, room, most)
        first = PAD + size if self.portrait else 5 + 1.02 * size
        return group(
            f"band-{band.key}",
            node("rect", x=0, y=0, width=box.width, height=box.height, rx=12, fill=theme["band"]),
            *(label(line, 14, first + BAND_LEADING * size * index, size, 600, fill=theme["ink"])
              for index, line in enumerate(lines)),
            x=box.x,
            y=box.y,
        )  # fmt: skip

    def objective(self, members: Sequence[Entry], y: float) -> Iterator[Node]:
        """The objective's words and the rows of its KPIs."""
        objective = members[0].objective
        if self.portrait:
            line = objective_line(objective, self.row, self.box.width)
            box = Box(self.box.x + PAD, y, self.box.width - 2 * PAD, line)
            beside = in_one_line(objective, self.row, self.box.width)
            yield self.beside(objective, box) if beside else self.words(objective, box)
            y += line
        else:
            left = self.box.x + LABEL * self.box.width
            high = len(members) * self.row - ROW_GAP
            yield self.words(objective, Box(left, y, QUESTION * self.box.width - 16, high))
        for index, entry in enumerate(members):
            rows = self.rows
            yield self.line(entry, Box(rows.x, y + index * self.row, rows.width, rows.height))

    def words(self, objective: ObjectiveView, box: Box) -> Node:
        """Badge, title, and the questions (KPQs) below it."""
        place, mark = self._place(objective, box.width, box.height), self.mark
        room, lines = place.high, self.type.lines(place)
        total = sum(size * LEADING for size, *_ in lines)
        base = (room - total) / 2
        drawn = []
        for size, weight, text in lines:
            base += size * LEADING
            ink = self.theme["ink" if weight == 600 else "ink-2"]
            drawn.append(label(text, mark + 12, base - 0.26 * size, size, weight, fill=ink))
        return self._headed(objective, box, mark, room / 2, drawn)

    def beside(self, objective: ObjectiveView, box: Box) -> Node:
        """Badge, title, and the questions (KPQs) beside it."""
        size, base = self.type.title, box.height - 4
        mark = 1.15 * size
        start = mark + 12 + (width(objective.title, size, "condensed", 600) + 20) * SLACK
        drawn = [
            label(
                objective.title, mark + 12, base - 0.36 * size, size, 600, fill=self.theme["ink"]
            ),
            label(
                asked(objective),
                start,
                base - 0.36 * size,
                self.type.asked,
                fill=self.theme["ink-2"],
            ),
        ]
        return self._headed(objective, box, mark, base - 0.7 * size, drawn)

    def _headed(
        self, objective: ObjectiveView, box: Box, mark: float, middle: float, drawn: list[Node]
    ) -> Node:
        status = objective.status.value
        word = word_of(status, self.surround.words)
        return group(
            f"objective-{objective.key}",
            badge(status, self.theme, mark / 2, middle, mark, word=word, masked=objective.masked),
            *drawn,
            x=box.x,
            y=box.y,
        )

    def line(self, entry: Entry, box: Box) -> Node:
        if entry.kpi is None:
            return self.empty(entry.objective, box)
        again = f"--{entry.objective.key}" if entry.kpi.key in self.seen else ""
        self.seen.add(entry.kpi.key)
        words, columns = self.surround.words, self.columns
        return kpi_row(entry.kpi, self.theme, words, box, columns, self.letters, again)

    def empty(self, objective: ObjectiveView, box: Box) -> Node:
        size = min(24.0, 0.5 * box.height)
        return group(
            f"empty-{objective.key}",
            card(Look.HOLLOW, self.theme, box.width, box.height, radius=8),
            label("No KPI measures this yet", 18, box.height / 2 + 0.35 * size, size,
                  fill=self.theme["ink-2"]),
            x=box.x,
            y=box.y,
        )  # fmt: skip


def _runs(
    entries: Sequence[Entry], key: Callable[[Entry], str]
) -> Iterator[tuple[str, list[Entry]]]:
    for name, run in groupby(entries, key):
        yield name, list(run)
