"""The head of a Pareto: what is looked at, what can be added, and what the counts say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from hub.domain.pareto import ENOUGH, Pareto
from hub.drawing import Node, Theme, group, label, node, width
from hub.problem_board.lettering import LEADING, Words, set_in
from hub.problem_board.pareto_counts import CHART, COUNT, TABLE, Table
from hub.problem_board.touch import SPACE, TARGET, Touch, looking

TOOL = "pareto"
EDGE = 12.0  # px around the picture
APART = 14.0  # px between two buttons
WORDY = 330.0  # px that the summary wants beside the buttons
SEGMENT = 104.0
MOST_PASTED = 20_000  # characters
PAGER = 150.0  # px of a button that turns the page
NAMES = {COUNT: "Count", CHART: "Chart", TABLE: "Table"}
SAID = ((24.0, 1), (22.0, 2), (20.0, 2), (18.0, 3))

Made = Callable[[float, float, float], Iterator[Node]]  # what stands at (x, y), so many px wide


def pressed(
    touch: Touch,
    issue: str,
    theme: Theme,
    id: str,
    words: str,
    x: float,
    y: float,
    wide: float,
    tone: str = "surface-2",
    size: float = 21.0,
    high: float = TARGET,
    chosen: bool | None = None,
) -> Node:
    """A button with words; ``tone`` is the token of its colour. Of several that exclude each other
    it is ``chosen`` or not."""
    ink = {"accent": "accent-glyph", "ink": "surface"}.get(tone, "ink")
    line = theme["line"] if tone == "surface-2" else theme[tone]
    drawn = group(
        id,
        node("rect", x=0, y=0, width=wide, height=high, rx=10, fill=theme[tone], stroke=line,
             stroke_width=2, pointer_events="all"),
        label(words, wide / 2, high / 2 + 0.35 * size, size, 600, fill=theme[ink],
              anchor="middle"),
        x=x, y=y, aria_pressed=chosen,
    )  # fmt: skip
    return touch.on(drawn, TOOL, issue)


def summary(found: Pareto, view: str, title: str = "") -> str:
    """What the counts say, in a sentence."""
    if view == COUNT:
        rest = f": {ENOUGH} are enough to tell" if not found.enough else ""
        return f"{found.total:,} counted{rest}" if found.total else "Tap +1 whenever you see one"
    said = f"{title}: " if title else ""
    if not found.enough:
        seen = "observation" if found.total == 1 else "observations"
        return f"{said}Only {found.total} {seen}: too few to tell"
    few, most = found.few, len(found.lines)
    share = round(100 * found.lines[few - 1].cumulative)
    if few > 1 and few > most / 2:
        return f"{said}It takes {few} of {most} to make {share} %: no few stand out"
    makes = "makes" if few == 1 else "make"
    return f"{said}{few} of {most} {makes} {share} % of {found.total:,}"


@dataclass(frozen=True)
class Head:
    """Buttons from left to right, as many rows as they take, and the summary beside or below.

    ``page`` is the one that is shown of ``pages``.
    """

    issue: str
    theme: Theme
    across: float
    view: str
    said: str
    table: Table
    empty: bool = False
    page: int = 0
    pages: int = 1

    @property
    def room(self) -> float:
        return self.across - 2 * EDGE

    @property
    def segment(self) -> float:
        return min(SEGMENT, (self.room - 2 * SPACE) / 3)

    @cached_property
    def parts(self) -> tuple[tuple[float, Made], ...]:
        """What stands in the head besides the summary, with its width."""
        switch = 3 * self.segment + 2 * SPACE
        return ((switch, self._switch), *(() if self.empty else self._buttons()))

    def _buttons(self) -> Iterator[tuple[float, Made]]:
        if self.view == COUNT:
            yield 150.0, self._add
        if self.view == TABLE:
            yield 150.0, self._paste
            yield 120.0, self._title
        if self.pages > 1:
            yield 2 * PAGER + SPACE, self._pager

    @cached_property
    def places(self) -> tuple[tuple[float, float], ...]:
        """Where each part begins, and at last where the summary does."""
        x, y, found = EDGE, EDGE, []
        for wide in (*(wide for wide, _ in self.parts), min(WORDY, self.room)):
            if x > EDGE and x + wide > self.across - EDGE:
                x, y = EDGE, y + TARGET + SPACE
            found.append((x, y))
            x += wide + APART
        return tuple(found)

    @cached_property
    def words(self) -> Words:
        return set_in(self.said, self.across - EDGE - self.places[-1][0], SAID)

    @property
    def bottom(self) -> float:
        x, y = self.places[-1]
        return y + (max(self.words.height, 30.0) if x == EDGE else TARGET)

    def drawn(self) -> Node:
        return group("pareto-head", *self._drawn())

    def _drawn(self) -> Iterator[Node]:
        for (wide, made), (x, y) in zip(self.parts, self.places, strict=False):
            yield from made(x, y, wide)
        x, y = self.places[-1]
        high = TARGET if x > EDGE else self.words.height
        base = y + max(0.0, high - self.words.height) / 2
        for line in self.words.lines:
            base += LEADING * self.words.size
            yield label(line, x, base - 0.28 * self.words.size, self.words.size, 600,
                        fill=self.theme["ink"])  # fmt: skip

    def _switch(self, x: float, y: float, wide: float) -> Iterator[Node]:
        for index, (view, name) in enumerate(NAMES.items()):
            on = view == self.view
            touch = looking(f"Show: {name}", view=view)
            yield pressed(touch, self.issue, self.theme, f"view-{view}", name,
                          x + index * (self.segment + SPACE), y, self.segment,
                          "ink" if on else "surface-2", chosen=on)  # fmt: skip

    def _add(self, x: float, y: float, wide: float) -> Iterator[Node]:
        yield pressed(adding(), self.issue, self.theme, "add-line", "Add a line", x, y, wide)

    def _paste(self, x: float, y: float, wide: float) -> Iterator[Node]:
        touch = pasting(self.table)
        yield pressed(touch, self.issue, self.theme, "paste", "Change table", x, y, wide)

    def _title(self, x: float, y: float, wide: float) -> Iterator[Node]:
        ask = "What is counted, and in which time?"
        spoken = f"Title of the table: {self.table.title or 'none yet'}"
        touch = Touch("title", {}, spoken, ask, self.table.title, self.table.version)
        yield pressed(touch, self.issue, self.theme, "title-table", "Title", x, y, wide)

    def _pager(self, x: float, y: float, wide: float) -> Iterator[Node]:
        for index, (words, by) in enumerate((("Back", -1), ("More", 1))):
            to = self.page + by
            touch = looking(f"Page {to + 1} of {self.pages}", view=self.view, page=to)
            if 0 <= to < self.pages:
                yield pressed(touch, self.issue, self.theme, f"turn-{words.lower()}",
                              f"{words} ({to + 1} of {self.pages})",
                              x + index * (PAGER + SPACE), y, PAGER)  # fmt: skip


def adding() -> Touch:
    """Adding something to count that is no cause."""
    return Touch("line", {}, "Add something to count", "What else shall be counted?", new="id")


def pasting(table: Table) -> Touch:
    """Pasting a table, or changing the one there is."""
    ask = "Paste a table: a name and a count in each line"
    return Touch("table", {}, ask, ask, table.text, table.version, most=MOST_PASTED,
                 look={"view": TABLE})  # fmt: skip


def wide(words: str, size: float) -> float:
    """px that words in bold letters take, and a little more."""
    return width(words, size, "condensed", 600) * 1.03 + 4
