"""The picture of a Pareto: columns on a wide board, rows on an upright one or a phone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from hub.domain.pareto import Line, Pareto, folded, pareto
from hub.drawing import Node, Theme, label, node, scene
from hub.problem_board import Analysis, Canvas
from hub.problem_board.lettering import LEADING, set_in
from hub.problem_board.pareto_bars import Bar, Bars
from hub.problem_board.pareto_columns import Columns, columns_in
from hub.problem_board.pareto_counts import COUNT, TABLE, Table, cause_of, tally, view
from hub.problem_board.pareto_head import EDGE, Head, adding, pasting, pressed, summary
from hub.problem_board.pareto_rows import Rows
from hub.problem_board.touch import TARGET, Touch, looking

MOST = 12  # bars in a picture
UPRIGHT = 0.6  # height by width of a canvas on which bars rather lie
NARROW = 760.0  # px of a canvas that is too narrow for columns
INVITING = (260.0, 84.0)
INVITED = ((36.0, 2), (30.0, 3), (24.0, 5), (20.0, 8))
INVITATIONS = {
    COUNT: "Count how often each cause is seen: name causes, or add what you count",
    "chart": "Nothing is counted yet: count first, and the chart shows what makes most of it",
    TABLE: "Paste counts from a spreadsheet: a name and a count in each line",
}


def picture(analysis: Analysis, canvas: Canvas) -> Node:
    """The counts that people look at, as bars; or how to begin."""
    return _Picture(analysis, canvas).drawn()


@dataclass(frozen=True)
class _Picture:
    analysis: Analysis
    canvas: Canvas

    @property
    def theme(self) -> Theme:
        return self.canvas.theme

    @property
    def issue(self) -> str:
        return self.analysis.issue.id

    @cached_property
    def view(self) -> str:
        return view(self.analysis)

    @cached_property
    def table(self) -> Table:
        return Table.of(self.analysis.layout)

    @cached_property
    def pareto(self) -> Pareto:
        return pareto(self.table.counts if self.view == TABLE else tally(self.analysis))

    @property
    def lying(self) -> bool:
        wide, high = self.canvas.width, self.canvas.height
        return wide < NARROW or high > UPRIGHT * wide

    @property
    def fitting(self) -> int:
        """How many bars have room."""
        return MOST if self.lying else min(MOST, columns_in(self.canvas.width, self.view))

    @cached_property
    def pages(self) -> int:
        counts = len(tally(self.analysis)) if self.view == COUNT else 1
        return max(1, -(-counts // self.fitting))

    @cached_property
    def page(self) -> int:
        return min(int(self.analysis.look.get("page") or 0), self.pages - 1)

    @cached_property
    def bars(self) -> tuple[Bar, ...]:
        if self.view == COUNT:
            return tuple(self._counted())
        return tuple(self._ordered())

    def _counted(self) -> Iterator[Bar]:
        """The tally in the order of naming, so that nothing moves away under a finger."""
        counts = tally(self.analysis)
        causes = {cause.id for cause in self.analysis.causes}
        largest = max([count.n for count in counts], default=0)
        for count in counts[self.page * self.fitting :][: self.fitting]:
            which = {"id": count.id}
            touches = [(Touch("count", which, f"One more: {count.name}, {count.n} so far"), "+1")]
            if count.n:
                touches.append((Touch("take", which, f"Take one back: {count.name}"), "\u22121"))
            elif count.id not in causes:
                touches.append((Touch("drop", which, f"Remove: {count.name}"), "\u00d7"))
            share = count.n / largest if largest else 0.0
            yield Bar(count.id, count.name, count.n, share, touches=tuple(touches))

    def _ordered(self) -> Iterator[Bar]:
        lines = self.pareto.lines
        shown, rest = folded([line.count for line in lines], self.fitting)
        for line in lines[: len(shown)]:
            yield self._bar(line)
        if rest:
            n = sum(count.n for count in rest)
            name = f"Other ({len(rest)})"
            yield Bar("other-bars", name, n, n / self.pareto.total, 1.0, False)

    def _bar(self, line: Line) -> Bar:
        name, n = line.count.name, line.count.n
        vital = line.vital and not line.count.other and self.pareto.enough
        id = f"row-{name}" if self.view == TABLE else line.count.id
        bar = Bar(id, name, n, line.share, line.cumulative, vital)
        if self.view != TABLE or line.count.other:
            return bar
        if cause_of(self.analysis, line.count):
            return replace(bar, note="Is a cause")
        touch = Touch("cause", {"name": name}, f"Make it a cause: {name}", new="id")
        return replace(bar, touches=((touch, "Cause"),))

    @cached_property
    def head(self) -> Head:
        title = self.table.title if self.view == TABLE else ""
        said = summary(self.pareto, self.view, title) if self.bars else ""
        return Head(self.issue, self.theme, self.canvas.width, self.view, said, self.table,
                    not self.bars, self.page, self.pages)  # fmt: skip

    def drawn(self) -> Node:
        if not self.bars:
            return self._scene(float(self.canvas.height), *self.invitation())
        shape = Rows if self.lying else Columns
        bars: Bars = shape(self.bars, self.issue, self.theme, self.canvas, self.view == COUNT,
                           self.head.bottom)  # fmt: skip
        return self._scene(bars.bottom, self.head.drawn(), *bars.drawn())

    def _scene(self, bottom: float, *parts: Node) -> Node:
        wide, high = self.canvas.width, max(float(self.canvas.height), bottom)
        field = node("rect", x=0, y=0, width=wide, height=high, fill=self.theme["surface"])
        title = f"Pareto: {self.analysis.issue.title}"
        return scene(wide, high, self.theme, field, *parts, title=title)

    def invitation(self) -> Iterator[Node]:
        """What stands where nothing is counted: what to do, and one large button."""
        yield self.head.drawn()
        top, middle = EDGE + TARGET, self.canvas.width / 2
        words = set_in(INVITATIONS[self.view], self.canvas.width - 80, INVITED)
        wide, high = INVITING
        base = top + (self.canvas.height - top - words.height - 28 - high) / 2
        for line in words.lines:
            base += LEADING * words.size
            yield label(line, middle, base - 0.28 * words.size, words.size, 600,
                        fill=self.theme["ink"], anchor="middle")  # fmt: skip
        touch, said = {
            COUNT: (adding(), "Add a line"),
            TABLE: (pasting(self.table), "Paste a table"),
        }.get(self.view, (looking("Count", view=COUNT), "Count"))
        yield pressed(touch, self.issue, self.theme, "begin", said, middle - wide / 2, base + 28,
                      wide, "accent", 28.0, high)  # fmt: skip
