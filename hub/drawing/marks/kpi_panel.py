"""The KPI panel: one KPI at large type, for small screens, long distances and the KPI's story."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hub.domain.status import Status
from hub.drawing.marks.badge import badge
from hub.drawing.marks.card import card, surface
from hub.drawing.marks.flags import flag_row, words_size
from hub.drawing.marks.kpi_tile import DAGGER, near_words
from hub.drawing.marks.sparkline import sparkline
from hub.drawing.marks.variation import sign_pair, sign_words, signs
from hub.drawing.nodes import Node, Value, label, node, placed
from hub.drawing.text import SLACK, fit, fits, width
from hub.drawing.theme import STATES, Look, Theme, look_of, state_of
from hub.snapshot.views import KpiView, Point

WIDE, HIGH = 898.0, 418.0  # the panel that all measures below are of
VALUES = (124.0, 112.0, 100.0, 88.0, 76.0, 66.0, 56.0, 48.0, 42.0)  # px of the value
SUFFIX = 38.0  # px of the unit behind the value
SIGN, SIGNS_APART = 64.0, 72.0  # px of the icons at the right end, and from one to the other
SIGN_ROOM = SIGN + 22.0


def kpi_panel(
    kpi: KpiView,
    theme: Theme,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    id: str | None = None,
    title: str | None = None,
    word: str | None = None,
    challenged: bool = False,
    letters: "PanelType | None" = None,
    **attributes: Value | None,
) -> Node:
    """``kpi`` in a box of ``width`` x ``height`` px: title and question on top, badge and value in
    the middle, target and first and last period below. Titles are 50 px, values 124 at 898 x 418.

    ``id``, ``title`` and ``word`` are as for ``kpi_tile``; ``letters`` (``panel_type``) is the type
    that panels side by side have in common. In a high panel the course is high.
    """
    panel = _Panel(kpi, theme, width, height, letters)
    state = state_of(kpi)
    look = Look.HATCHED if challenged else look_of(kpi)
    u = panel.unit
    shown = "" if kpi.status is Status.SUPPRESSED else kpi.shown
    status = STATES[state].word if word is None else word
    said = ", ".join([shown or near_words(kpi), status, *sign_words(kpi)])
    spoken: dict[str, Value | None] = {
        "role": "group",
        "aria_label": f"{title or kpi.name}: {said}",
        "data_kpi": kpi.key,
    }
    return node(
        "g",
        card(look, theme, width, height, radius=14),
        *panel.heading(title or kpi.name, look),
        badge(
            state,
            theme,
            84 * u,
            panel.middle,
            104 * u,
            word=word,
            overridden=kpi.override is not None,
            masked=kpi.masked,
            upstream=bool(kpi.upstream),
        ),
        *panel.figure(shown, f"v-{id or kpi.key}"),
        *panel.history(surface(look)),
        panel.signs(),
        id=id or f"kpi-{kpi.key}",
        transform=placed(x, y),
        **(spoken | attributes),
    )


@dataclass(frozen=True)
class PanelType:
    """The type of panels side by side, in px, and the px to one of the measures."""

    unit: float
    title: float
    words: float
    value: float


def panel_type(kpis: Iterable[KpiView], theme: Theme, width: float, height: float) -> PanelType:
    """The type in which all ``kpis`` fit in panels of that size; what is too long even for a small
    one does not count."""
    panels = [_Panel(kpi, theme, width, height) for kpi in kpis]
    unit = min(width / WIDE, height / HIGH)
    values = [panel.value for panel in panels if panel.figured]
    return PanelType(
        unit,
        max(min((panel.title(panel.kpi.name)[0] for panel in panels), default=0), 36 * unit),
        max(min((panel.words for panel in panels), default=0), 30 * unit),
        max(min(values, default=VALUES[0] * unit), 76 * unit),
    )


class _Panel:
    def __init__(
        self,
        kpi: KpiView,
        theme: Theme,
        wide: float,
        high: float,
        letters: PanelType | None = None,
    ) -> None:
        self.kpi, self.theme, self.wide, self.high = kpi, theme, wide, high
        self.letters = letters
        self.unit = letters.unit if letters else min(wide / WIDE, high / HIGH)
        self.lift = 0.4 * max(0.0, high - HIGH * self.unit)  # of the middle of a high panel
        self.middle = high - 176 * self.unit - self.lift
        self.state = state_of(kpi)
        self.second = theme["ink-2"]
        self.right = wide - (32 + SIGN_ROOM * any(signs(kpi))) * self.unit

    def heading(self, title: str, look: Look) -> list[Node]:
        """Title, then the question it answers, or its flags where it has any."""
        u = self.unit
        room = self.wide - 64 * u
        ink = self.second if look is Look.HOLLOW else self.theme["ink"]
        size, lines = self.title(title)
        top = (70 if len(lines) == 1 else 50) * u
        drawn = [
            label(line, 32 * u, top + index * 1.06 * size, size, 600, fill=ink)
            for index, line in enumerate(lines)
        ]
        base = top + (len(lines) - 1) * 1.06 * size + (52 if len(lines) == 1 else 44) * u
        size = min(36 * u, self.letters.words) if self.letters else 36 * u
        return drawn + flag_row(self.kpi, self.theme, 32 * u, base, room, size, self.kpi.question)

    def title(self, title: str) -> tuple[float, tuple[str, ...]]:
        """Size and lines of a title: one where it fits, else two smaller ones."""
        u, room = self.unit, self.wide - 64 * self.unit
        most = self.letters.title if self.letters else 50 * u
        if fits(title, min(42 * u, most), room, 1):
            return fit(title, room, 1, _down_from(most, [s * u for s in (50, 46, 42)]))
        return fit(title, room, 2, _down_from(most, [s * u for s in (42, 39, 36, 33)]))

    @property
    def words(self) -> float:
        """The size of the question, or of what stands in its place."""
        u = self.unit
        return words_size(self.kpi, self.wide - 64 * u, 36 * u, self.kpi.question)

    @property
    def figured(self) -> bool:
        return self.kpi.status is not Status.SUPPRESSED

    @property
    def value(self) -> float:
        """The size of the value."""
        return self._value_size(self.kpi.shown)

    def figure(self, shown: str, id: str) -> list[Node]:
        """The value with its dagger and its unit, and the target below it."""
        u, left = self.unit, 164 * self.unit
        near = near_words(self.kpi)
        if not shown:
            size, lines = fit(near, self.wide - left - 32 * u, 1, [s * u for s in (60, 50, 42)])
            base = self.middle + 0.34 * size
            return [label(line, left, base, size, fill=self.second, id=id) for line in lines]
        ink = self.theme[STATES[self.state].ink]
        size = self._value_size(shown)
        base = self.middle + 0.345 * size
        drawn = [label(shown, left, base, size, 600, "sans", ink, id=id)]
        end = left + width(shown, size, "sans", 600) * 1.01
        if self.kpi.restated:
            raised = base - 0.26 * size
            drawn.append(label(DAGGER, end + 4 * u, raised, 0.62 * size, 500, "sans", ink))
            end += 0.34 * size
        if self._suffix:
            drawn.append(label(self._suffix, end + 12 * u, base, SUFFIX * u, fill=self.second))
        return drawn + self._target(near)

    @property
    def _suffix(self) -> str:
        return self.kpi.format.suffix if self.kpi.value is not None else ""

    def _value_size(self, shown: str) -> float:
        """As large as leaves the sparkline its half."""
        u = self.unit
        course = self.kpi.value is not None and self.kpi.points
        room = self.wide * 0.55 if course else self.right - 13 * u
        room -= 164 * u + 0.34 * 124 * u * self.kpi.restated
        room -= width(self._suffix, SUFFIX * u) * SLACK + 12 * u * bool(self._suffix)
        sizes = _down_from(self.letters.value if self.letters else 0, [s * u for s in VALUES])
        fitting = (s for s in sizes if width(shown, s, "sans", 600) * SLACK <= room)
        return next(fitting, sizes[-1])

    def _target(self, near: str) -> list[Node]:
        u = self.unit
        room = self.wide * (0.55 if self.kpi.points else 0.93) - 32 * u
        size, lines = fit(near, room, 1, [s * u for s in (42, 38, 34, 30, 26)], weight=500)
        base = self.high - 42 * u
        return [label(line, 32 * u, base, size, fill=self.second) for line in lines]

    def history(self, under: str) -> list[Node]:
        """The sparkline of the last twelve figures, and the names of the first and last."""
        kpi, u = self.kpi, self.unit
        if kpi.status is Status.SUPPRESSED or kpi.value is None or not kpi.points:
            return []
        across, right = 0.55 * self.wide, self.right
        spark = sparkline(
            [point.value for point in kpi.points],
            kpi.aim,
            self.state,
            self.theme,
            across,
            self.high - 222 * u - 2 * self.lift,
            right - across,
            122 * u + 2 * self.lift,
            scale=1.75 * u,
            surface=under,
        )
        shown, base = kpi.points[-12:], self.high - 42 * u
        first, last = _ends(shown[0], shown[-1], right - across, 30 * u)
        ends = [label(last, right, base, 30 * u, fill=self.second, anchor="end")]
        if len(shown) > 1:
            ends.append(label(first, across, base, 30 * u, fill=self.second))
        return [spark, *ends] if spark else ends

    def signs(self) -> Node | None:
        """Variation and below it assurance, at the end of the course."""
        u = self.unit
        x = self.wide - (32 + SIGN / 2) * u
        y = self.high - (161 + SIGNS_APART / 2) * u - self.lift
        return sign_pair(self.kpi, self.theme, x, y, SIGN * u, down=SIGNS_APART * u)


def _down_from(most: float, sizes: Sequence[float]) -> list[float]:
    """``sizes`` from ``most`` on, all where it is 0; the last one is always kept."""
    return [size for size in sizes[:-1] if not most or size <= most + 0.01] + [sizes[-1]]


def _ends(first: Point, last: Point, room: float, size: float) -> tuple[str, str]:
    """The names of both periods, with their years where ``room`` is left between them."""
    dated = f"{first.label} {first.year}".strip(), f"{last.label} {last.year}".strip()
    wide = sum(width(words, size) * SLACK for words in dated)
    return dated if wide + size <= room else (first.label, last.label)
