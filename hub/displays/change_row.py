"""One KPI that stands otherwise than it stood: what it was, an arrow, what it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from hub.displays.surround import Box, leading, shown_words, without_secrets, word_of
from hub.drawing import Node, Theme, badge, fit, group, label, look_of, wrap
from hub.drawing.marks.badge import line
from hub.drawing.marks.card import card
from hub.drawing.theme import STATES, Look
from hub.snapshot.changes import Change
from hub.snapshot.views import Legend

PAD = 20.0
HIGH = 92.0  # px of a row at zoom 1
TITLE, WAS, NOW = 31.0, 33.0, 42.0
NEAR = 21.0
FIGURES = (0.17, 0.21)  # of a row: what a badge and its value take, as it was and as it is
WIDEST = (190.0, 240.0)  # px that they take at the most
ARROW = 54.0
NO_FIGURE = "no figure"


@dataclass(frozen=True)
class Shown:
    """A figure with its badge, as large and in such ink."""

    state: str
    value: str
    size: float
    ink: str
    by_hand: bool


@dataclass(frozen=True)
class ChangeRow:
    """``stacked`` has the figures below the title, where a row is narrow."""

    change: Change
    theme: Theme
    words: Legend
    box: Box
    zoom: float
    stacked: bool

    @staticmethod
    def least(zoom: float, stacked: bool) -> float:
        """The height, in px, that a row takes."""
        return (HIGH + 60 * stacked) * zoom

    def drawn(self) -> Node:
        kpi, box = without_secrets(self.change.kpi), self.box
        look = Look.LOUD if self.change.state == "red" else Look.CALM
        look = Look.HATCHED if look_of(kpi) is Look.HATCHED else look
        field = card(look, self.theme, box.width, box.height)
        row = group(f"change-{kpi.key}", field, *self._titled(), *self._figures(),
                    x=box.x, y=box.y)  # fmt: skip
        led = leading(row, kpi, self.words)
        was = self._said(self.change.was.state, self._was)
        said = f"{kpi.title}: was {was}, is {self._said(self.change.state, shown_words(kpi))}"
        return Node(led.tag, {**led.attributes, "aria-label": said}, led.children)

    @property
    def _was(self) -> str:
        return self.change.was_shown if self.change.was.value is not None else NO_FIGURE

    def _said(self, state: str, value: str) -> str:
        return f"{value}, {word_of(state, self.words.of(self.change.kpi))}"

    @property
    def _middle(self) -> float:
        """The height at which the figures stand."""
        return self.box.height - 0.36 * HIGH * self.zoom if self.stacked else self.box.height / 2

    @property
    def _left(self) -> float:
        """Where the figures begin."""
        if self.stacked:
            return PAD
        return self.box.width - PAD - sum(self._rooms) - ARROW * self.zoom

    @property
    def _rooms(self) -> tuple[float, float]:
        """What each badge with its value has."""
        if self.stacked:
            half = (self.box.width - 2 * PAD - ARROW * self.zoom) / 2
            return half, half
        was, now = (
            min(share * self.box.width, most * self.zoom)
            for share, most in zip(FIGURES, WIDEST, strict=True)
        )
        return was, now

    def _titled(self) -> Iterator[Node]:
        kpi, z = self.change.kpi, self.zoom
        room = self.box.width - 2 * PAD if self.stacked else self._left - PAD - 24
        free = self._middle - 0.36 * HIGH * z if self.stacked else self.box.height
        size, lines = fit(kpi.name, room, 1 if self.stacked else 2, (TITLE * z, 30 * z))
        near = kpi.unit_title if 1.06 * size * len(lines) + 26 <= free - 6 else ""
        high = 1.06 * size * len(lines) + 26 * bool(near)
        base = (free - high) / 2 + 0.82 * size
        for index, words in enumerate(lines):
            at = base + 1.06 * size * index
            yield label(words, PAD, at, size, 600, fill=self.theme["ink"])
        if near:
            (words,) = wrap(near, NEAR, room, 1, weight=500)
            below = base + 1.06 * size * (len(lines) - 1) + 28
            yield label(words, PAD, below, NEAR, fill=self.theme["ink-2"])

    def _figures(self) -> Iterator[Node]:
        change, z, theme = self.change, self.zoom, self.theme
        kpi, x, (before, now) = without_secrets(change.kpi), self._left, self._rooms
        was = Shown(change.was.state, self._was, WAS * z, theme["ink-2"], change.was.by_hand)
        yield from self._figure(was, x, before)
        yield self._arrow(x + before)
        ink = theme[STATES[change.state].ink]
        by_hand = kpi.override is not None
        shown = Shown(change.state, shown_words(kpi), NOW * z, ink, by_hand)
        yield from self._figure(shown, x + before + ARROW * z, now)

    def _arrow(self, x: float) -> Node:
        reach, y = ARROW * self.zoom, self._middle
        tip, wing = x + 0.72 * reach, 0.16 * reach
        shaft = f"M{x + 0.1 * reach} {y}H{tip}"
        head = f"M{tip - wing} {y - wing}L{tip} {y}L{tip - wing} {y + wing}"
        return line(shaft + head, self.theme["link"], 4 * self.zoom)

    def _figure(self, shown: Shown, x: float, room: float) -> Iterator[Node]:
        size, mark = shown.size, 1.05 * shown.size
        words = word_of(shown.state, self.words.of(self.change.kpi))
        yield badge(shown.state, self.theme, x + mark / 2, self._middle, mark, word=words,
                    overridden=shown.by_hand)  # fmt: skip
        bare = shown.value == NO_FIGURE
        face, weight = ("condensed", 500) if bare else ("sans", 600)
        sizes = [(0.9 if bare else 1.0) * share * size for share in (1.0, 0.86, 0.72, 0.6, 0.5)]
        fitted, (value, *_) = fit(shown.value, room - mark - 22, 1, sizes, face, weight)
        base = self._middle + 0.35 * fitted
        yield label(value, x + mark + 14, base, fitted, weight, face, shown.ink)
