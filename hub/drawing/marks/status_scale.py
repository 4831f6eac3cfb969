"""The status scale: from where to where a figure is green, amber or red, and where it is now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hub.domain.explanation import Explanation, Zone, exact
from hub.domain.figures import Format
from hub.domain.status import Status
from hub.drawing.marks.badge import badge
from hub.drawing.nodes import Node, group, label, node, written
from hub.drawing.text import SLACK, width
from hub.drawing.theme import STATES, Theme

SOFT = {Status.GREEN: "above-soft", Status.AMBER: "on-soft", Status.RED: "below-soft"}
FULL = {Status.GREEN: "above", Status.AMBER: "on-edge", Status.RED: "below"}
BAR = 1.9  # heights, in sizes of the text
ABOVE = 1.75
HIGH = ABOVE + BAR + 1.6


def scale_height(size: float) -> float:
    """Height of the whole mark with text of ``size`` px."""
    return HIGH * size


def status_scale(
    told: Explanation,
    format: Format,
    theme: Theme,
    x: float,
    y: float,
    wide: float,
    size: float = 22,
    *,
    value: float | None = None,
    id: str | None = None,
) -> Node | None:
    """The zones of ``told`` as a bar ``wide`` px long; None where there is none to show.

    The figure stands above the bar, the ends of the zones and the target below it.
    """
    if not any(zone.status in SOFT for zone in told.zones):
        return None
    drawing = _Scale(told, format, theme, wide, size, value)
    return group(
        id,
        *drawing.bar(),
        *drawing.target(),
        *drawing.badges(),
        *drawing.figure(),
        *drawing.ends(),
        x=x,
        y=y,
        role="img",
        aria_label=" ".join(told.sentences),
    )


@dataclass(frozen=True)
class _Scale:
    told: Explanation
    format: Format
    theme: Theme
    wide: float
    size: float
    value: float | None

    @property
    def top(self) -> float:
        return ABOVE * self.size

    @property
    def bottom(self) -> float:
        return (ABOVE + BAR) * self.size

    def at(self, number: float) -> float:
        low, high = self.told.span(self.value)
        return (number - low) / (high - low) * self.wide

    def sides(self, zone: Zone) -> tuple[float, float]:
        """Where a zone begins and ends; a single value is as wide as can be seen."""
        left = 0.0 if zone.low is None else max(0.0, self.at(zone.low))
        right = self.wide if zone.high is None else min(self.wide, self.at(zone.high))
        if not zone.point:
            return left, right
        half = 0.18 * self.size
        return max(0.0, left - half), min(self.wide, right + half)

    def bar(self) -> Iterator[Node]:
        """Zones one after the other, single values on top of their neighbours."""
        for zone in sorted(self.told.zones, key=lambda zone: zone.point):
            if zone.status in SOFT:
                yield from self._zone(zone)

    def _zone(self, zone: Zone) -> Iterator[Node]:
        left, right = self.sides(zone)
        high, edge = self.bottom - self.top, 0.22 * self.size
        full = self.theme[FULL[zone.status]]
        yield node(
            "rect",
            x=left,
            y=self.top,
            width=right - left,
            height=high,
            fill=full if zone.point else self.theme[SOFT[zone.status]],
        )
        yield node("rect", x=left, y=self.bottom - edge, width=right - left, height=edge, fill=full)

    def badges(self) -> Iterator[Node]:
        """A badge to each zone that has room for it; a single value always has."""
        mark = 1.15 * self.size
        for zone in sorted(self.told.zones, key=lambda zone: zone.point):
            left, right = self.sides(zone)
            if zone.status in SOFT and (zone.point or right - left > 1.3 * mark):
                middle = min(max((left + right) / 2, mark / 2), self.wide - mark / 2)
                word = STATES[zone.status.value].word
                base = self.top + 0.83 * self.size
                yield badge(zone.status.value, self.theme, middle, base, mark, word=word)

    def target(self) -> Iterator[Node]:
        if self.told.target is not None:
            x = written(float(self.at(self.told.target)))
            ends = f"M{x} {written(self.top)}V{written(self.bottom + 0.3 * self.size)}"
            yield node(
                "path",
                d=ends,
                fill="none",
                stroke=self.theme["ink"],
                stroke_width=0.1 * self.size,
                stroke_dasharray=f"{written(0.28 * self.size)} {written(0.2 * self.size)}",
            )

    def figure(self) -> Iterator[Node]:
        """An arrow onto the bar with the figure over it."""
        if self.value is None:
            return
        x, high = self.at(self.value), 0.5 * self.size
        tip, left, right = (written(float(n)) for n in (x, x - 0.8 * high, x + 0.8 * high))
        top, foot = written(self.top - 1.1 * high), written(self.top - 0.1 * high)
        ink = self.theme["ink"]
        yield node("path", d=f"M{left} {top}L{right} {top}L{tip} {foot}Z", fill=ink)
        words = self.format.show(self.value)
        at, anchor = self._placed(words, x, self.size, 600, "sans")
        yield label(words, at, 0.92 * self.size, self.size, 600, "sans", ink, anchor)

    def ends(self) -> Iterator[Node]:
        """The target's value, and of the other ends those that have room."""
        taken: list[tuple[float, float]] = []
        small, base = 0.86 * self.size, self.bottom + 1.25 * self.size
        for words, number, weight in self._named():
            half = width(words, small, "condensed", weight) * SLACK / 2
            at, anchor = self._placed(words, self.at(number), small, weight, "condensed")
            left = at - half if anchor == "middle" else at if anchor == "start" else at - 2 * half
            span = (left - 0.4 * small, left + 2 * half + 0.4 * small)
            if any(span[0] < other[1] and other[0] < span[1] for other in taken):
                continue
            taken.append(span)
            ink = self.theme["ink" if weight == 600 else "ink-2"]
            yield label(words, at, base, small, weight, fill=ink, anchor=anchor)

    def _named(self) -> Sequence[tuple[str, float, int]]:
        target = self.told.target
        ends = {e for zone in self.told.zones for e in (zone.low, zone.high) if e is not None}
        plain = self.format.shortest({*ends, target or 0.0})
        named = [] if target is None else [(f"target {exact(plain, target)}", target, 600)]
        return [
            *named,
            *(
                (exact(plain, end), end, 500)
                for end in sorted(ends)
                if target is None or abs(end - target) > 1e-9
            ),
        ]

    def _placed(
        self, words: str, x: float, size: float, weight: int, face: str
    ) -> tuple[float, str]:
        """Where words stand that belong to ``x``: beside the ends of the bar they stay within."""
        half = width(words, size, face, weight) * SLACK / 2
        if x < half:
            return 0.0, "start"
        return (self.wide, "end") if x > self.wide - half else (x, "middle")
