"""Submissions: what each unit has sent for a month, who has not, and how punctual they were."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from pydantic import Field

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.pack_keys import months_key, states_key
from hub.displays.pack_row import COLUMNS, LARGEST_LINE, LINE, PackPanel
from hub.displays.paging import part_of
from hub.displays.surround import Box, Surround, notice
from hub.domain.submission import State
from hub.drawing import Node, fit, group, label, node, width
from hub.drawing.marks.badge import line
from hub.drawing.marks.pack_bar import pack_bar
from hub.drawing.theme import Theme
from hub.snapshot.packs import PackView, ReturnsView

GAP = 16.0
UPLOAD = (212.0, 52.0)  # px of the way to the uploads
KEY = 40.0  # px of a line that explains the marks
MOST = {False: 10, True: 12}  # packs on one picture, upright or not
SUMMARY = {False: 118.0, True: 196.0}


class Submissions(Display):
    """Packs by unit: bars from locked to not started, the days left, and who is awaited."""

    name = "submissions"
    title = "Submissions"

    class Config(Settings):
        unit: str
        period: str = ""  # a month; the last that has ended, where none is given
        page: int = Field(1, ge=1)

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(submissions=frozenset({(self.config.unit, self.config.period)}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        view = snapshot.submissions[self.config.unit, self.config.period]
        part = part_of(view.packs, int(MOST[frame.portrait] / frame.zoom), self.config.page)
        shown, left = part.items, part.of - len(part.items)
        note = f"{part.page.words}, {left} more units" if left else ""
        about = " \u00b7 ".join(words for words in (view.title, note) if words)
        title = f"Submissions: {view.period_title}"
        surround = Surround(snapshot, frame, title, about, page=part.page)
        if not shown:
            words = f"Nothing of {view.period_title} is handed in here."
            return surround.scene(notice(words, frame, surround.box))
        return surround.scene(*_drawn(view, shown, frame, surround.box))


def _drawn(view: ReturnsView, packs: Sequence[PackView], frame: Frame, box: Box) -> Iterator[Node]:
    theme, high = frame.theme, SUMMARY[frame.portrait]
    below = KEY * frame.portrait
    yield _summary(view, theme, Box(box.x, box.y, box.width, high), frame.portrait)
    rest = Box(box.x, box.y + high + GAP, box.width, box.height - high - GAP - below)
    yield from _panels(packs, view.period, frame, rest)
    base, half = frame.height - 29.0 - below, 0.66 * box.width
    seen = {month.punctual.outcome for pack in packs for month in pack.months}
    if frame.portrait:
        yield states_key(view.counts, theme, box.x, base, box.width)
        yield months_key(seen, theme, box.x, base + KEY, box.width)
    else:
        yield states_key(view.counts, theme, box.x, base, half)
        yield months_key(seen, theme, box.x + half + 20, base, box.width - half - 20, end=True)


def _panels(packs: Sequence[PackView], period: str, frame: Frame, box: Box) -> Iterator[Node]:
    """Each pack in a panel; those with more figures get more of the room that there is."""
    free = box.height - GAP * (len(packs) - 1)
    for columns in range(1, COLUMNS[frame.portrait] + 1):
        panels = [
            PackPanel(pack, period, frame.theme, box.width, frame.portrait, columns)
            for pack in packs
        ]
        if sum(panel.wish for panel in panels) <= free:
            break
    lines = _shared(panels, free)
    spare = free - sum(panel.height(n) for panel, n in zip(panels, lines, strict=True))
    line = min(LINE + max(0.0, spare) / max(1, sum(lines)), LARGEST_LINE)
    small = min(1.0, free / sum(panel.least for panel in panels))
    y = box.y
    for panel, count in zip(panels, lines, strict=True):
        fitted = replace(panel, line=line)
        high = fitted.height(count) * (1.0 if count else small)
        yield fitted.drawn(box.x, y, high)
        y += high + GAP


def _shared(panels: Sequence[PackPanel], free: float) -> list[int]:
    """How many lines of figures each panel gets: the next goes where most are unseen yet."""
    lines = [0] * len(panels)
    for _ in range(sum(panel.lines for panel in panels)):
        unseen = [len(p.pack.figures) - p.columns * n for p, n in zip(panels, lines, strict=True)]
        index = unseen.index(max(unseen))
        lines[index] += 1
        if sum(p.height(n) for p, n in zip(panels, lines, strict=True)) > free:
            lines[index] -= 1
            break
    return lines


def _summary(view: ReturnsView, theme: Theme, box: Box, portrait: bool) -> Node:
    """The days left in large, and all figures as one bar."""
    number, words = _days(view)
    size = 96.0
    ink, second = theme["ink"], theme["ink-2"]
    wide = width(number, size, "sans", 600) * 1.03
    drawn = [label(number, 0, 84, size, 600, "sans", ink, id="days-left")]
    told = (*words, f"due {_day(view.due)}")
    drawn += [
        label(
            line,
            wide + 20,
            46 + 36 * index,
            31,
            600 if index == 0 else 500,
            fill=ink if index == 0 else second,
        )
        for index, line in enumerate(told)
    ]
    left = max(wide + 20 + max(width(line, 31) for line in told) + 48, 0.0 if portrait else 446)
    x, y, room = (0.0, 128.0, box.width) if portrait else (left, 56.0, box.width - left)
    at, above = (left, box.width - left) if portrait else (x, room)
    left_over = above - UPLOAD[0] - 20
    small, lines = fit(_told(view), left_over, 2 if portrait else 1, (31, 28, 25, 22), weight=500)
    drawn += [
        label(line, at, 36 + 1.2 * small * index, small, fill=ink, id=None if index else "told")
        for index, line in enumerate(lines)
    ]
    drawn.append(pack_bar(view.counts, theme, x, y, room, 56, id="bar-all"))
    drawn.append(_upload_way(view, theme, box.width - UPLOAD[0]))
    return group("summary", *drawn, x=box.x, y=box.y)


def _upload_way(view: ReturnsView, theme: Theme, x: float) -> Node:
    """Where a coordinator who stands before the wall hands in a whole pack."""
    wide, high = UPLOAD
    words, end = "Upload a file", wide - 20
    return group(
        "way-uploads",
        node("rect", x=0, y=0, width=wide, height=high, rx=8, fill=theme["surface"]),
        label(words, 20, 0.5 * high + 9, 25, 600, fill=theme["ink"]),
        line(
            f"M{end - 10} {high / 2 - 10}L{end} {high / 2}L{end - 10} {high / 2 + 10}",
            theme["ink-2"],
            3.5,
        ),
        x=x,
        y=-8,
        role="link",
        tabindex="0",
        data_href=f"../uploads?{urlencode({'unit': view.unit, 'period': view.period})}",
        aria_label=words,
    )


def _days(view: ReturnsView) -> tuple[str, tuple[str, ...]]:
    """The number of the hour, and what it counts."""
    if view.today <= view.due:
        left = view.days_left
        return str(left), (f"working day{'' if left == 1 else 's'} left",)
    late = max((pack.days_late for pack in view.packs), default=0)
    if late:
        return str(late), (f"working day{'' if late == 1 else 's'} late",)
    return "0", ("figures are awaited",)


def _told(view: ReturnsView) -> str:
    """What the bar says, in words: how many are sent, challenged, late."""
    counts = view.counts
    due = len(view.figures) - counts[State.NOT_DUE]
    sent = due - sum(figure.outstanding for figure in view.figures)
    late = sum(figure.standing.late for figure in view.figures)
    said = [f"{sent} of {due} figures sent" if due else "No figure is due yet"]
    said += [f"{late} late"] if late else []
    said += [f"{counts[State.CHALLENGED]} challenged"] if counts[State.CHALLENGED] else []
    said += [f"{counts[State.RESTATED]} restated"] if counts[State.RESTATED] else []
    return " \u00b7 ".join(said)


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"
