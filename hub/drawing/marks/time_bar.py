"""Bars on an axis of days: what is planned and what is complete, with milestones and today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from hub.domain.initiatives import Milestone
from hub.drawing.marks.badge import line
from hub.drawing.nodes import Node, group, label, node, written
from hub.drawing.text import width
from hub.drawing.theme import Theme

MONTHS = (1, 3, 6, 12, 24, 60, 120, 240)  # from one name on the axis to the next
LEAST_DAYS = 180


@dataclass(frozen=True)
class DayAxis:
    """Days from ``first`` to ``last`` between ``left`` and ``right`` px."""

    first: date
    last: date
    left: float
    right: float

    @classmethod
    def over(cls, days: Iterable[date], left: float, right: float) -> "DayAxis":
        """An axis that holds all of ``days``, in whole months, and half a year at least."""
        known = sorted(days)
        first = known[0].replace(day=1)
        last = _months_on(known[-1], 1)
        if (last - first).days < LEAST_DAYS:
            last = _months_on(first, 6)
        return cls(first, last, left, right)

    def across(self, day: date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def ticks(self, size: float) -> Iterator[tuple[float, str]]:
        """Places and names, as many as stand clear of each other."""
        span = (self.right - self.left) / max((self.last - self.first).days, 1)
        room = width("Oct 2026", size) * 1.35
        step = next((m for m in MONTHS if 30.4 * m * span >= room), MONTHS[-1])
        yearly = step >= 12
        day = date(self.first.year - self.first.year % max(step // 12, 1), 1, 1)
        while day <= self.last:
            if day >= self.first:
                yield self.across(day), str(day.year) if yearly else f"{day:%b %Y}"
            day = _months_on(day, step)


def _months_on(day: date, months: int) -> date:
    """The first of the month so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def axis_names(axis: DayAxis, today: date, theme: Theme, y: float, size: float) -> Iterator[Node]:
    """The names of the axis on the base line ``y``, and a flag for today among them."""
    half = width("Today", size, weight=600) * 0.515 + 12
    middle = min(max(axis.across(today), axis.left + half), axis.right - half)
    for x, words in axis.ticks(size):
        wide = width(words, size) * 1.03
        clear = x + wide + 6 < middle - half or x - 6 > middle + half
        if clear and x + wide <= axis.right:
            yield label(words, x, y, size, fill=theme["ink-2"])
    yield group(
        "today",
        node("rect", x=0, y=0, width=2 * half, height=1.45 * size, rx=0.725 * size,
             fill=theme["ink"]),
        label("Today", half, 1.06 * size, size, 600, fill=theme["bg"], anchor="middle"),
        x=middle - half,
        y=y - 1.06 * size,
    )  # fmt: skip


@dataclass(frozen=True)
class TimeBar:
    """From ``starts`` to ``ends``, complete for a share of 0 to 1 (None: nobody said); ``behind``
    is the token of the colour in which what is missing up to today is drawn, if it is."""

    axis: DayAxis
    starts: date
    ends: date
    today: date
    complete: float | None
    behind: str = ""

    def drawn(self, theme: Theme, y: float, high: float) -> Iterator[Node]:
        """The bar, its top at ``y`` and ``high`` px high."""
        left, right = self.axis.across(self.starts), self.axis.across(self.ends)
        wide = max(right - left, high / 2)
        corner = min(high / 2, 7.0)
        hollow = self.complete is None
        yield node("rect", x=left, y=y, width=wide, height=high, rx=corner,
                   fill="none" if hollow else theme["sunken"], stroke=theme["ink-3"],
                   stroke_width=2, stroke_dasharray="7 5" if hollow else None)  # fmt: skip
        done = (self.complete or 0.0) * wide
        now = min(max(self.axis.across(self.today) - left, 0.0), wide)
        if self.behind and now - done > 3:
            yield node("rect", x=left + done, y=y + 0.3 * high, width=now - done,
                       height=0.4 * high, fill=theme[self.behind])  # fmt: skip
        if done > 1:
            yield node("rect", x=left, y=y, width=done, height=high, rx=min(corner, done / 2),
                       fill=theme["ink-2"])  # fmt: skip

    def ruled(self, theme: Theme, top: float, bottom: float, size: float) -> Iterator[Node]:
        """Faint lines where the axis has names."""
        places = "".join(
            f"M{written(x)} {written(top)}V{written(bottom)}" for x, _ in self.axis.ticks(size)
        )
        if places:
            yield line(places, theme["line"], 1.5)

    def now(self, theme: Theme, top: float, bottom: float) -> Node:
        """The line of today."""
        x = written(self.axis.across(self.today))
        return line(f"M{x} {written(top)}V{written(bottom)}", theme["ink"], 3)


def diamond(state: str, theme: Theme, x: float, y: float, size: float) -> Node:
    """A milestone around ``(x, y)``: ``done``, ``late`` or ``open``."""
    half = size / 2 * (1.15 if state == "late" else 1)
    d = (
        f"M{written(x)} {written(y - half)}L{written(x + half)} {written(y)}"
        f"L{written(x)} {written(y + half)}L{written(x - half)} {written(y)}Z"
    )
    fill, edge = {
        "done": ("ink", "ink"),
        "late": ("below", "below"),
        "open": ("surface", "ink-2"),
    }[state]
    shape = node("path", d=d, fill=theme[fill], stroke=theme[edge], stroke_width=2.5,
                 stroke_linejoin="round")  # fmt: skip
    if state != "late":
        return shape
    up, down = written(y - 0.28 * half), written(y + 0.18 * half)
    mark = line(f"M{written(x)} {up}V{down}", theme["below-glyph"], 0.2 * half + 1)
    dot = node("circle", cx=x, cy=y + 0.5 * half, r=0.1 * half + 0.8, fill=theme["below-glyph"])
    return group(None, shape, mark, dot)


def milestone_state(milestone: Milestone, today: date) -> str:
    """How a milestone is drawn."""
    if milestone.done is not None:
        return "done"
    return "late" if milestone.late(today) else "open"
