"""One problem as a whole: what it is about, why it happens, and what is done about it by whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.causes import in_order
from hub.displays.surround import (
    Box,
    Surround,
    day,
    leading,
    local_time,
    without_secrets,
    word_of,
)
from hub.drawing import (
    Look,
    Node,
    Theme,
    card,
    fit,
    group,
    kpi_tile,
    label,
    pdca_wheel,
    state_of,
    wrap,
)
from hub.drawing.marks.badge import line
from hub.drawing.marks.tag import tag, tag_width
from hub.snapshot.views import CauseView, CountermeasureView, IssueView

PAD, GAP = 26.0, 24.0
HEAD = 70.0  # px of a card's own title
TILE = (392.0, 152.0)
CAUSE, NEAR = 27.0, 21.0  # px of a cause, and of what is said about it
STEP = 34.0  # px by which a cause stands further in than what it explains
WHEEL = 56.0
MOST_KPIS = 3
DEEPEST = 6  # steps beyond which causes are not set further in
LARGER = (1.7, 1.5, 1.35, 1.2, 1.1, 1.0)  # where there is little to say
MARKS = {"confirmed": "confirmed", "ruled_out": "ruled out", "suspected": "suspected"}


class Problem(Display):
    """One problem: its KPIs, its causes as a tree, its countermeasures by stage."""

    name = "problem"
    title = "Problem"

    class Config(Settings):
        issue: str

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(issues=frozenset({self.config.issue}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        view = snapshot.issues[self.config.issue]
        kpis = tuple(without_secrets(kpi) for kpi in view.kpis)
        title = f"Problem {view.brief.number}: {view.brief.title}"
        surround = Surround(snapshot, frame, title, _told(view, snapshot), kpis, counted=False)
        parts = (_Parts(surround, replace(view, kpis=kpis), larger) for larger in LARGER)
        return surround.scene(
            *next(found for found in parts if found.larger == 1 or found.fits).drawn()
        )


def _told(view: IssueView, snapshot: Snapshot) -> str:
    """Where it is, how far, whose it is, and who raised it when."""
    raised = local_time(view.brief.raised_at, snapshot)
    on = day(raised, local_time(snapshot.as_of, snapshot))
    state = view.brief.state.replace("_", " ").capitalize()
    owner = f"owned by {view.owner}" if view.owner else "no owner yet"
    by = f"raised {on} by {view.brief.raised_by}"
    return " \u00b7 ".join((state, view.unit_title, owner, by))


@dataclass(frozen=True)
class _Parts:
    """``larger`` is by how much words are larger than usual."""

    surround: Surround
    view: IssueView
    larger: float

    @property
    def fits(self) -> bool:
        """Whether all causes and countermeasures have room."""
        why, done = self._boxes[1:]
        causes, y = [*in_order(self.view.causes)], HEAD
        for cause, depth in causes:
            y = self._cause(cause, depth, why.width, y).foot + 18
        end, y = y, HEAD
        for measure in self.view.countermeasures:
            y = self._measure(measure, done.width, y).foot + 26
        return end <= why.height - PAD and y <= done.height - PAD

    @property
    def near(self) -> float:
        return NEAR * min(self.larger, 1.3)

    @property
    def size(self) -> float:
        """Of a cause or a countermeasure."""
        return CAUSE * max(self.larger, self.surround.frame.zoom)

    @property
    def theme(self) -> Theme:
        return self.surround.frame.theme

    def drawn(self) -> Iterator[Node]:
        about, why, done = self._boxes
        yield from self._about(about)
        yield self._why(why)
        yield self._done(done)

    @property
    def _boxes(self) -> tuple[Box, Box, Box]:
        """Where it says what it is about, why it happens, and what is done."""
        box, zoom = self.surround.box, self.surround.frame.zoom
        if self.surround.frame.portrait:
            tiles = min(MOST_KPIS, max(1, len(self.view.kpis))) * (TILE[1] * zoom + GAP)
            low = Box(box.x, box.y + tiles, box.width, box.height - tiles)
            half = (low.height - GAP) / 2
            return (
                Box(box.x, box.y, box.width, tiles - GAP),
                Box(low.x, low.y, low.width, half),
                Box(low.x, low.y + half + GAP, low.width, half),
            )
        side = 0.27 * box.width * zoom
        rest = (box.width - side - 2 * GAP) / 2
        return (
            Box(box.x, box.y, side, box.height),
            Box(box.x + side + GAP, box.y, rest, box.height),
            Box(box.x + side + rest + 2 * GAP, box.y, rest, box.height),
        )

    def _card(self, id: str, title: str, box: Box, *children: Node) -> Node:
        field = card(Look.CALM, self.theme, box.width, box.height, radius=14)
        head = label(title, PAD, 46, 30, 600, fill=self.theme["ink-2"])
        return group(id, field, head, *children, x=box.x, y=box.y)

    # -- what it is about ------------------------------------------------------------------------

    def _about(self, box: Box) -> Iterator[Node]:
        """Its KPIs, and below them the problem in words."""
        zoom = self.surround.frame.zoom
        shown = self.view.kpis[:MOST_KPIS]
        each = (box.height - GAP * (len(shown) - 1)) / max(1, len(shown))
        high = min(TILE[1] * zoom * 1.25, each)
        for index, kpi in enumerate(shown):
            drawn = kpi_tile(
                replace(kpi, note_count=0, issues=()),
                self.theme,
                box.x,
                box.y + index * (high + GAP),
                box.width,
                high,
                scale=min(box.width / TILE[0], high / TILE[1], 1.25 * zoom),
                word=word_of(state_of(kpi), self.surround.words.of(kpi)),
            )
            yield leading(drawn, kpi, self.surround.words.of(kpi))
        top = len(shown) * (high + GAP)
        if self.view.statement and box.height - top > HEAD + 80:
            yield self._statement(Box(box.x, box.y + top, box.width, box.height - top))

    def _statement(self, box: Box) -> Node:
        size = CAUSE * max(min(self.larger, 1.35), min(1.2, self.surround.frame.zoom))
        most = int((box.height - HEAD - PAD) / (1.22 * size))
        words = " ".join(self.view.statement.split())
        said = wrap(words, size, box.width - 2 * PAD, most, weight=500)
        lines = (
            label(words, PAD, HEAD + 1.22 * size * (index + 0.8), size, fill=self.theme["ink"])
            for index, words in enumerate(said)
        )
        return self._card("statement", "What is wrong", box, *lines)

    # -- why it happens --------------------------------------------------------------------------

    def _why(self, box: Box) -> Node:
        causes = in_order(self.view.causes)
        if not causes:
            return self._card("why", "Why", box, *self._none("No cause is named yet", box))
        drawn: list[Node] = []
        y = HEAD
        for index, (cause, depth) in enumerate(causes):
            rows = self._cause(cause, depth, box.width, y)
            left = len(causes) - index
            if rows.foot > box.height - PAD - (30 if left > 1 else 0):
                drawn.append(self._more(left, "cause", box))
                break
            drawn += rows.nodes
            y = rows.foot + 18
        return self._card("why", "Why", box, *drawn)

    def _cause(self, cause: CauseView, depth: int, wide: float, top: float) -> "_Rows":
        theme, size, small = self.theme, self.size, self.near
        x = PAD + STEP * min(depth, DEEPEST) + 4
        ruled_out = cause.state == "ruled_out"
        lines = wrap(" ".join(cause.text.split()), size, wide - x - PAD, 3)
        ink = theme["ink-3" if ruled_out else "ink"]
        nodes = [
            label(words, x, top + size * (0.8 + 1.12 * index), size, 600, fill=ink)
            for index, words in enumerate(lines)
        ]
        base = top + size * (0.8 + 1.12 * (len(lines) - 1)) + 1.55 * small
        start = x
        if cause.root:
            nodes.append(tag("Root cause", theme, x, base, small))
            start += tag_width("Root cause", small) + 12
        near = " \u00b7 ".join(words for words in (MARKS[cause.state], cause.evidence) if words)
        (told,) = wrap(near, small, max(80.0, wide - start - PAD), 1, weight=500)
        nodes.append(label(told, start, base, small, fill=theme["ink-2"]))
        if depth:
            nodes.append(line(f"M{x - 20} {top + 2}V{base}", theme["line"], 3))
        return _Rows(nodes, base + 6)

    # -- what is done about it -------------------------------------------------------------------

    def _done(self, box: Box) -> Node:
        measures, title = self.view.countermeasures, "What is done about it"
        if not measures:
            return self._card("done", title, box, *self._none("No countermeasure yet", box))
        drawn: list[Node] = []
        y = HEAD
        for index, measure in enumerate(measures):
            rows = self._measure(measure, box.width, y)
            left = len(measures) - index
            if rows.foot > box.height - PAD - (30 if left > 1 else 0):
                drawn.append(self._more(left, "countermeasure", box))
                break
            drawn += rows.nodes
            y = rows.foot + 26
        return self._card("done", title, box, *drawn)

    def _measure(self, measure: CountermeasureView, wide: float, top: float) -> "_Rows":
        theme, size, small = self.theme, self.size, self.near
        x = PAD + WHEEL + 20
        room = wide - x - PAD
        nodes = [pdca_wheel(measure.stage, theme, PAD + WHEEL / 2, top + WHEEL / 2 + 4, WHEEL)]
        lines = wrap(" ".join(measure.text.split()), size, room, 3)
        nodes += [
            label(words, x, top + size * (0.8 + 1.12 * index), size, 600, fill=theme["ink"])
            for index, words in enumerate(lines)
        ]
        base = top + size * (0.8 + 1.12 * (len(lines) - 1)) + 1.55 * small
        start, late = x, _late(measure)
        if late:
            nodes.append(tag(late, theme, x, base, small))
            start += tag_width(late, small) + 12
        due = f"due {measure.due.day} {measure.due:%b}, " if not late else ""
        (told,) = wrap(f"{due}{measure.owner}", small, max(80.0, wide - start - PAD), 1, weight=500)
        nodes.append(label(told, start, base, small, fill=theme["ink-2"]))
        if measure.cause_text:
            base += 1.45 * small
            (told,) = wrap(f"against: {measure.cause_text}", small, room, 1, weight=500)
            nodes.append(label(told, x, base, small, fill=theme["ink-2"]))
        return _Rows(nodes, max(base, top + WHEEL) + 6)

    # -- both -----------------------------------------------------------------------------------

    def _none(self, words: str, box: Box) -> list[Node]:
        size, lines = fit(words, box.width - 2 * PAD, 1, (28, 25, 22), weight=500)
        middle = box.height / 2 + 10
        return [
            label(each, box.width / 2, middle, size, fill=self.theme["ink-2"], anchor="middle")
            for each in lines
        ]

    def _more(self, count: int, what: str, box: Box) -> Node:
        words = f"and {count} more {what}{'' if count == 1 else 's'}"
        return label(words, PAD, box.height - PAD + 4, NEAR, fill=self.theme["ink-2"])


@dataclass(frozen=True)
class _Rows:
    """What is drawn, and where it ends."""

    nodes: Sequence[Node]
    foot: float


def _late(measure: CountermeasureView) -> str:
    days = measure.overdue_days
    return f"{days} day{'' if days == 1 else 's'} overdue" if days else ""
