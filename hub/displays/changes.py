"""Changes: what is new since the last meeting; what got worse, what got better, what was done."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from pydantic import Field

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.change_facts import FactsPanel, facts
from hub.displays.change_row import ChangeRow
from hub.displays.paging import TURNED, Page, part_of
from hub.displays.surround import Box, Surround, day, local_time, notice, without_secrets
from hub.drawing import Node, Theme, group, label, node
from hub.snapshot.changes import BETTER, OTHER, WORSE, Change, ChangesSince, ChangesView

Item = TypeVar("Item")
GAP = 12.0
HEADING = 46.0  # px over the rows that got worse, or better
FACTS = 0.31  # of a picture's width
APART = 28.0
TITLES = {WORSE: "Got worse", BETTER: "Got better", OTHER: "Changed otherwise"}


class Changes(Display):
    """KPIs with another status, was and is; beside them figures, notes and problems in numbers."""

    name = "changes"
    title = "What changed since the last meeting"

    class Config(Settings):
        unit: str
        since: date | None = None  # the last meeting, where no day is given
        page: int = Field(1, ge=1)

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(asks=frozenset({self._ask}))

    @property
    def _ask(self) -> ChangesSince:
        return ChangesSince(self.config.unit, self.config.since)

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        view = snapshot.answer(self._ask)
        snapshot = view.house.told(snapshot)
        kpis = [without_secrets(change.kpi) for change in view.moved]
        seen = {state for c in view.moved for state in (c.was.state, c.state)}
        also = frozenset(
            seen | ({"overridden"} if any(c.was.by_hand for c in view.moved) else set())
        )
        title, about = headed(view, snapshot), told(view, snapshot)
        blank = Surround(
            snapshot, frame, title, about, kpis, TURNED, counted=False, signed=False, also=also
        )
        panel = FactsPanel(facts(view), frame.theme, frame.zoom, _columns(frame))
        if not view.moved and not panel.facts:
            alone = replace(blank, note=self._page(1).words)
            return alone.scene(notice("Nothing has changed since then.", frame, alone.box))
        left, right = _split(blank.box, frame, panel, bool(view.moved))
        rows = _Rows(frame, left)
        moved = _pages(view.moved, rows.most(view.moved))
        said = _pages(panel.facts, panel.most(right))
        page = self._page(max(len(moved), len(said)))
        surround = Surround(
            snapshot,
            frame,
            title,
            about,
            kpis,
            page.words,
            counted=False,
            signed=False,
            also=also,
            page=page,
        )
        left, right = _split(surround.box, frame, panel, bool(view.moved))
        rows = _Rows(frame, left)
        some = said[(page.number - 1) % len(said)]
        drawn = [replace(panel, facts=some).drawn(right)] if some else []
        if not view.moved:
            words = notice("Every KPI stands as it stood.", frame, left)
            return surround.scene(words, *drawn)
        counts = Counter(change.turn for change in view.moved)
        shown = moved[(page.number - 1) % len(moved)]
        return surround.scene(*rows.drawn(shown, counts, surround), *drawn)

    def _page(self, of: int) -> Page:
        """The page at hand. Raises NotFound where there is no such page."""
        return part_of(range(of), 1, self.config.page).page


def _pages(items: Sequence[Item], most: int) -> list[tuple[Item, ...]]:
    """The items page by page, as many on each; one page at least."""
    of = max(1, -(-len(items) // most))
    return [tuple(part_of(items, most, number).items) for number in range(1, of + 1)]


def _columns(frame: Frame) -> int:
    """Of the panel with numbers: below the rows it is wide."""
    return 2 if frame.portrait and frame.zoom < 1.3 else 1


def _split(box: Box, frame: Frame, panel: FactsPanel, rows: bool) -> tuple[Box, Box]:
    """The fields of the rows and of the numbers, side by side or below each other."""
    if not panel.facts:
        return box, box
    if frame.portrait:
        high = min(panel.height, (0.42 if rows else 0.7) * box.height)
        above = box.height - high - APART
        lower = Box(box.x, box.y + above + APART, box.width, high)
        return Box(box.x, box.y, box.width, above), lower
    wide = min(max(FACTS * box.width, 520.0), 900.0) * min(frame.zoom, 1.25)
    first = box.width - wide - APART
    high = min(box.height, 1.35 * (panel.height - 48) + 48)
    return Box(box.x, box.y, first, box.height), Box(box.x + first + APART, box.y, wide, high)


class _Rows:
    """Rows under headings, in ``box``; on a very wide picture in several columns."""

    def __init__(self, frame: Frame, box: Box) -> None:
        self._frame, self._box = frame, box
        self._columns = max(1, int(box.width // (1050 * frame.zoom)))
        self._wide = (box.width - APART * (self._columns - 1)) / self._columns
        self._stacked = self._wide < 900 * frame.zoom
        self._high = ChangeRow.least(frame.zoom, self._stacked)

    def most(self, changes: Sequence[Change]) -> int:
        """How many each page can have, headings and all."""
        bare = int((self._box.height + GAP) // (self._high + GAP)) * self._columns
        fitting = (n for n in range(bare, 1, -1) if self._fit(_pages(changes, n)))
        return next(fitting, 1)

    def _fit(self, pages: Sequence[Sequence[Change]]) -> bool:
        return all(
            self._taken(some, self._high) <= self._box.height
            for page in pages
            for some in self._shared(page)
        )

    def _shared(self, changes: Sequence[Change]) -> list[Sequence[Change]]:
        """What each column has."""
        each = -(-len(changes) // self._columns)
        return [changes[n * each : (n + 1) * each] for n in range(self._columns)]

    def _taken(self, changes: Sequence[Change], high: float) -> float:
        headings = len({change.turn for change in changes}) * HEADING
        return headings + len(changes) * (high + GAP) - GAP

    def drawn(
        self, changes: Sequence[Change], counts: Counter[str], surround: Surround
    ) -> Iterator[Node]:
        for column, some in enumerate(self._shared(changes)):
            x = self._box.x + column * (self._wide + APART)
            yield from self._column(some, counts, surround, x, column)

    def _column(
        self,
        changes: Sequence[Change],
        counts: Counter[str],
        surround: Surround,
        x: float,
        column: int,
    ) -> Iterator[Node]:
        theme, y, turn = self._frame.theme, self._box.y, ""
        high = self._grown(changes)
        for change in changes:
            if change.turn != turn:
                turn = change.turn
                words = f"{TITLES[turn]} \u00b7 {counts[turn]}"
                yield _heading(words, theme, x, y, self._wide, f"{turn}-{column}")
                y += HEADING
            box = Box(x, y, self._wide, high)
            yield ChangeRow(
                change, theme, surround.words, box, self._frame.zoom, self._stacked
            ).drawn()
            y += high + GAP

    def _grown(self, changes: Sequence[Change]) -> float:
        """Rows share what is left, but do not grow much."""
        free = self._box.height - self._taken(changes, 0)
        return min(free / max(1, len(changes)), 1.3 * self._high)


def _heading(words: str, theme: Theme, x: float, y: float, wide: float, id: str) -> Node:
    return group(
        f"turn-{id}",
        label(words, 0, 26, 26, 600, fill=theme["ink-2"]),
        node("rect", x=0, y=35, width=wide, height=2, fill=theme["ink-3"]),
        x=x,
        y=y,
    )


def headed(view: ChangesView, snapshot: Snapshot) -> str:
    """``What changed since 10 Dec: IMS``."""
    return f"What changed since {_day(view, snapshot)}: {view.unit_title}"


def told(view: ChangesView, snapshot: Snapshot) -> str:
    """Why since then: the meeting by its title, or that there was none."""
    if view.asked:
        return ""
    if view.meeting is None:
        return "No meeting is recorded, so it looks back 30 days"
    since = f"Since the last meeting, {_day(view, snapshot)}"
    named = view.talk is not None
    return f"{since}: {view.meeting.title}, {view.meeting.unit_title}" if named else since


def _day(view: ChangesView, snapshot: Snapshot) -> str:
    since, today = (local_time(m, snapshot) for m in (view.since, snapshot.as_of))
    return day(since, today)
