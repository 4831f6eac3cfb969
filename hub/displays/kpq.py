"""A key performance question (KPQ): what people make of it, and the KPIs that answer it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.grid import Grid, best_grid
from hub.displays.perspective import FLAGS, PANEL, TILE, flagged
from hub.displays.surround import (
    CLOCK,
    MARGIN,
    Box,
    Surround,
    day,
    leading,
    local_time,
    notice,
    without_secrets,
    word_of,
)
from hub.drawing import (
    Look,
    Node,
    card,
    chart,
    common_value,
    fit,
    fits,
    group,
    is_spacious,
    kpi_panel,
    kpi_tile,
    label,
    node,
    panel_type,
    signs,
    state_of,
    width,
)
from hub.drawing.marks.confidence import confidence, confidence_width
from hub.drawing.marks.kpi_panel import PanelType
from hub.errors import NotFound
from hub.snapshot.views import AnswerView, KpiView, QuestionsView, QuestionView

QUESTION_SIZES = (92.0, 84.0, 76.0, 68.0, 60.0, 54.0, 48.0, 42.0)
LINE_SIZES = (46.0, 42.0, 38.0, 34.0, 30.0)
TOUCH = 56.0  # px of a control
TOP = 100.0  # px that the wall's clock, and the line beside it, take
LEAST_CHART = 280.0  # px that a chart takes
MOST = 24  # KPIs on one picture


class KeyQuestion(Display):
    """One question at large type, with its answer and its KPIs."""

    name = "kpq"
    title = "Key question"

    class Config(Settings):
        unit: str
        objective: str = ""  # its key or the last part of it; any if empty
        kpq: str = ""  # the first one if empty

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(questions=frozenset({self.config.unit}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        asking = snapshot.questions[self.config.unit]
        place = chosen(asking, self.config.objective, self.config.kpq)
        if place is None:
            surround = Surround(snapshot, frame, "Key questions", asking.unit_title)
            words = "No objective of this scorecard asks a question yet."
            return surround.scene(notice(words, frame, surround.box))
        question = asking.questions[place]
        kpis = tuple(without_secrets(kpi) for kpi in question.kpis)
        surround = _Asked(
            snapshot,
            frame,
            question.question,
            f"{asking.unit_title}: {question.objective_title}",
            kpis,
            f"and {len(kpis) - MOST} more" if len(kpis) > MOST else "",
            question=question,
            turns=_turns(asking, place),
        )
        return surround.scene(*_answering(surround, kpis[:MOST]))


def chosen(asking: QuestionsView, objective: str, kpq: str) -> int | None:
    """Which question is meant; None where the unit asks none. Raises NotFound, naming those that
    there are."""
    for place, question in enumerate(asking.questions):
        keys = (question.objective, question.objective.rsplit(".", 1)[-1])
        if objective in ("", *keys) and kpq in ("", question.key):
            return place
    if not objective and not kpq:
        return None
    known = ", ".join(f"{q.key} ({q.objective})" for q in asking.questions) or "none"
    raise NotFound(f"There is no such key question; there are: {known}.")


@dataclass(frozen=True)
class Turns:
    """Where a question stands among the unit's, and the ways to those before and after it."""

    number: int
    all: int
    before: str
    after: str


def _turns(asking: QuestionsView, place: int) -> Turns:
    def way(other: int) -> str:
        question = asking.questions[other % len(asking.questions)]
        about = {"unit": asking.unit, "objective": question.objective, "kpq": question.key}
        return f"?{urlencode({'scene': KeyQuestion.name, **about})}"

    return Turns(place + 1, len(asking.questions), way(place - 1), way(place + 1))


@dataclass(frozen=True)
class _Asked(Surround):
    """A surround that is headed by the question, and by what people make of it."""

    question: QuestionView | None = None
    turns: Turns | None = None

    @cached_property
    def _asked(self) -> tuple[float, tuple[str, ...]]:
        lines = 4 if self.frame.portrait else 2
        return fit(self.title, self.inner, lines, QUESTION_SIZES, "sans")

    @property
    def _below_question(self) -> float:
        size, lines = self._asked
        return TOP + len(lines) * 1.08 * size + 0.16 * size

    @property
    def _answer(self) -> AnswerView | None:
        return self.question.answer if self.question else None

    @cached_property
    def _judged(self) -> tuple[float, tuple[str, ...]]:
        words = self._answer.text if self._answer else "Nobody has answered this question yet."
        most = 4 if self.frame.portrait else 2
        weight = 600 if self._answer else 500
        return fit(words, self.inner - 40, most, LINE_SIZES, weight=weight)

    @property
    def _judgement_height(self) -> float:
        size, lines = self._judged
        return 1.16 * size * len(lines) + (50 if self._answer else 4)

    @cached_property
    def box(self) -> Box:
        whole = super().box
        top = self._below_question + self._judgement_height + 44
        return Box(whole.x, top, whole.width, whole.y + whole.height - top)

    def header(self) -> list[Node]:
        theme, (size, lines) = self.frame.theme, self._asked
        room = self.frame.width - MARGIN - CLOCK - self._turns_width
        small, said = fit(
            self.subtitle, room, 1 + self.frame.portrait, (26, 24, 22, 20), weight=500
        )
        first = 62 - 0.58 * small * (len(said) - 1)
        drawn = [
            label(line, MARGIN, first + 1.16 * small * index, small, fill=theme["ink-2"])
            for index, line in enumerate(said)
        ]
        drawn += [
            label(line, MARGIN, TOP + size + 1.08 * size * index, size, 600, "sans", theme["ink"])
            for index, line in enumerate(lines)
        ]
        return [group("heading", *drawn), *self._turning(), *self._judgement()]

    def _judgement(self) -> Iterator[Node]:
        """The line between a bar and its author; or that there is none."""
        theme, (size, lines), answer = self.frame.theme, self._judged, self._answer
        top = self._below_question + 16
        weight, ink = (600, "ink") if answer else (500, "ink-2")
        drawn = [
            label(line, 34, 0.86 * size + 1.16 * size * index, size, weight, fill=theme[ink])
            for index, line in enumerate(lines)
        ]
        high = self._judgement_height
        bar = node("rect", x=0, y=0, width=8, height=high, rx=4, fill=theme["ink-3"])
        signed = self._signed(answer, high - 10) if answer else []
        yield group("judgement", *drawn, *signed, bar, x=MARGIN, y=top)

    def _signed(self, answer: AnswerView, base: float) -> list[Node]:
        theme = self.frame.theme
        local = local_time(answer.at, self.snapshot)
        today = local_time(self.snapshot.as_of, self.snapshot)
        left = 34 + confidence_width(answer.confidence, 27) + 28
        size, lines = fit(
            f"{answer.by}, {day(local, today)}", self.inner - left, 1, (26, 24, 22), weight=500
        )
        return [
            confidence(answer.confidence, theme, 34, base, 27),
            *(label(line, left, base, size, fill=theme["ink-2"]) for line in lines),
        ]

    @property
    def _turns_width(self) -> float:
        if self.turns is None or self.turns.all < 2:
            return 0.0
        return 2 * TOUCH + width(self._counted, 24) + 56

    @property
    def _counted(self) -> str:
        return f"{self.turns.number} of {self.turns.all}" if self.turns else ""

    def _turning(self) -> Iterator[Node]:
        """The ways to the other questions, left of the clock."""
        if self.turns is None or self.turns.all < 2:
            return
        left = self.frame.width - CLOCK - self._turns_width + 20
        words = width(self._counted, 24)
        yield self._turn(left, "M32 16L20 28L32 40", "Question before", self.turns.before)
        middle, ink = left + TOUCH + 14 + words / 2, self.frame.theme["ink-2"]
        yield label(self._counted, middle, 62, 24, fill=ink, anchor="middle", id="turns")
        right = left + TOUCH + words + 28
        yield self._turn(right, "M24 16L36 28L24 40", "Next question", self.turns.after)

    def _turn(self, x: float, path: str, words: str, way: str) -> Node:
        theme = self.frame.theme
        return group(
            words.lower().replace(" ", "-"),
            node("circle", cx=28, cy=28, r=26, fill=theme["surface"]),
            node(
                "path",
                d=path,
                fill="none",
                stroke=theme["ink"],
                stroke_width=4,
                stroke_linecap="round",
                stroke_linejoin="round",
            ),
            x=x,
            y=26,
            role="link",
            tabindex="0",
            data_href=way,
            aria_label=words,
            pointer_events="all",
        )


def _answering(surround: Surround, kpis: Sequence[KpiView]) -> Iterator[Node]:
    """The KPIs, few as panels and many as tiles."""
    if not kpis:
        yield _nothing(surround)
        return
    high = FLAGS * any(flagged(kpi) for kpi in kpis)

    def panel(wide: float, deep: float) -> float:
        return min(wide / PANEL[0], deep / PANEL[1])

    def tile(wide: float, deep: float) -> float:
        return min(wide / TILE[0], deep / (TILE[1] + high), 2.4)

    panels = best_grid(len(kpis), surround.box, panel)
    if panel(panels.width, panels.height) >= 0.8:
        yield from _panels(surround, kpis, panels)
        return
    tiles = best_grid(len(kpis), surround.box, tile)
    scale = tile(tiles.width, tiles.height)
    yield from _tiles(surround, kpis, tiles, scale)


def _panels(surround: Surround, kpis: Sequence[KpiView], grid: Grid) -> Iterator[Node]:
    """Panels, no higher than they fill where there is room for a chart below them."""
    whole = grid.height
    high = min(whole, 0.54 * grid.width)
    high = high if whole - high - 24 >= LEAST_CHART else whole
    bare = [replace(kpi, question="") for kpi in kpis]  # it is above
    letters = panel_type(bare, surround.frame.theme, grid.width, high)
    for index, kpi in enumerate(bare):
        yield from _panel(surround, kpi, grid.cell(index), high, letters)


def _panel(
    surround: Surround, kpi: KpiView, cell: Box, high: float, letters: PanelType
) -> Iterator[Node]:
    """The panel; in the room below, what its figures were over time."""
    words, free = surround.words.of(kpi), cell.height - high - 24
    drawn = kpi_panel(
        kpi,
        surround.frame.theme,
        cell.x,
        cell.y,
        cell.width,
        high,
        word=word_of(state_of(kpi), words),
        letters=letters,
    )
    yield leading(drawn, kpi, words)
    if free >= LEAST_CHART and kpi.points:
        below = Box(cell.x, cell.y + high + 24, cell.width, min(free, 0.62 * cell.width))
        yield _course(surround, kpi, below)


def _course(surround: Surround, kpi: KpiView, box: Box) -> Node:
    theme = surround.frame.theme
    return group(
        f"course-{kpi.key}",
        card(Look.CALM, theme, box.width, box.height, radius=14),
        chart(
            kpi.points,
            kpi.format,
            state_of(kpi),
            theme,
            32,
            32,
            box.width - 64,
            box.height - 56,
            target_range=kpi.target_range,
        ),
        x=box.x,
        y=box.y,
    )


def _tiles(surround: Surround, kpis: Sequence[KpiView], grid: Grid, scale: float) -> Iterator[Node]:
    signed = any(any(signs(kpi)) for kpi in kpis)
    size, theme = (grid.width, grid.height), surround.frame.theme
    largest = common_value(kpis, theme, *size, scale, signed)
    for index, kpi in enumerate(kpis):
        cell, words = grid.cell(index), surround.words.of(kpi)
        drawn = kpi_tile(
            kpi,
            theme,
            cell.x,
            cell.y,
            cell.width,
            cell.height,
            word=word_of(state_of(kpi), words),
            scale=scale,
            signed=signed,
            largest=largest,
            spacious=is_spacious(grid.width, scale),
        )
        yield leading(drawn, kpi, words)


def _nothing(surround: Surround) -> Node:
    """A hollow card in the KPIs' place."""
    box, theme = surround.box, surround.frame.theme
    high = min(box.height, 260.0)
    words = "No KPI answers this question yet."
    size = next(s for s in (44.0, 38.0, 32.0, 26.0, 20.0) if fits(words, s, box.width - 80, 1))
    return group(
        "no-kpi",
        card(Look.HOLLOW, theme, box.width, high, radius=14),
        label(
            words,
            box.width / 2,
            high / 2 + 0.35 * size,
            size,
            fill=theme["ink-2"],
            anchor="middle",
        ),
        x=box.x,
        y=box.y,
    )
