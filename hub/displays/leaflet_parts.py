"""The parts of a leaflet: the stations on the way to the vision, and the card of a KPI."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.displays.surround import Box, leading, shown_words, word_of
from hub.domain.definition import Trigger
from hub.domain.explanation import exact
from hub.domain.figures import Format
from hub.domain.status import Polarity
from hub.drawing import (
    Look,
    Node,
    Theme,
    badge,
    card,
    fit,
    fits,
    group,
    label,
    look_of,
    near_words,
    state_of,
    wrap,
)
from hub.snapshot.line_of_sight import StepView, Strand
from hub.snapshot.views import KpiView, Legend

MOST = 4  # stations beside each other
GUTTER, FIRST = 46.0, 1.6  # px between stations; the share of the first, others having 1
PAD = 16.0
LEADING = 1.16
SAID, TITLE, CROWN = 19.0, (25.0, 23.0, 21.0, 19.0), (34.0, 31.0, 28.0, 25.0)
FEW_LINES, LINES = 3, 6  # of a station's title
HEADS = (19.0, 17.0, 15.0)
NAME, NEAR, VALUE = (27.0, 25.0, 23.0, 21.0), 20.0, (44.0, 40.0, 36.0, 30.0, 25.0, 21.0)
BADGE = 44.0
LOWEST = BADGE + 2 * PAD  # px of the lowest card at scale 1
FIGURE, DOING = 0.2, 0.42  # shares of a card's width: its value, and what to do
MOST_LINES = 7
SLACK = 1.03
KINDS = {
    "vision": "vision",
    "plan_goal": "objective",
    "programme": "flagship programme",
    "objective": "strategy map",
    "enabler": "strategy map",
    "scorecard_objective": "scorecard",
    "gap": "Gap",
    "between": "By way of",
}


@dataclass(frozen=True)
class Measure:
    """How large the letters are, and how wide a strand is, in px."""

    scale: float
    wide: float
    theme: Theme

    def stations(self, count: int) -> list[float]:
        """Widths of so many stations beside each other: goals have the most words."""
        shares = [FIRST if count > 1 else 1.0, *[1.0] * (count - 1)]
        room = self.wide - GUTTER * self.scale * (count - 1)
        return [room * share / sum(shares) for share in shares]

    def sizes(self, sizes: Sequence[float]) -> tuple[float, ...]:
        return tuple(size * self.scale for size in sizes)


def stations(strand: Strand) -> list[StepView]:
    """What a strand passes, from the top: those in the middle as one where they are many. A gap
    stands where nothing leads on."""
    steps = [step for step in strand.steps if step.kind != "vision"][::-1]
    if strand.broken:
        steps.insert(0, StepView("", "gap", _gap(strand), ""))
    if len(steps) <= MOST:
        return steps
    between = steps[1 : len(steps) - MOST + 2]
    names = " \u2190 ".join(step.title for step in between)
    merged = StepView("", "between", names, "")
    return [steps[0], merged, *steps[len(steps) - MOST + 2 :]]


def _gap(strand: Strand) -> str:
    if not strand.steps:
        return "These KPIs serve no objective yet"
    return "Nothing leads from here to the vision yet"


# -- stations --------------------------------------------------------------------------------


def plate_height(steps: Sequence[StepView], measure: Measure, crown: bool = False) -> float:
    """Height of stations beside each other, so that the longest words have the room."""
    rooms = _rooms(steps, measure)
    highest = max(_block(step, rooms[i], measure, crown) for i, step in enumerate(steps))
    return highest + (SAID * LEADING + 2 * PAD) * measure.scale


def _rooms(steps: Sequence[StepView], measure: Measure) -> list[float]:
    return [_room(wide, measure) for wide in measure.stations(len(steps))]


def _room(wide: float, measure: Measure) -> float:
    return wide - 2 * PAD * measure.scale


def _block(step: StepView, room: float, measure: Measure, crown: bool) -> float:
    size, lines = _words(step, room, measure, crown)
    return LEADING * size * len(lines)


def _words(
    step: StepView, room: float, measure: Measure, crown: bool
) -> tuple[float, tuple[str, ...]]:
    sizes, face = measure.sizes(CROWN if crown else TITLE), "sans" if crown else "condensed"
    few = fits(step.title, sizes[-1], room, FEW_LINES, face)
    return fit(step.title, room, FEW_LINES if few else LINES, sizes, face)


def plate(step: StepView, box: Box, measure: Measure, id: str, crown: bool = False) -> Node:
    """What is on the way: whose it is and what, and its words; a gap is hollow."""
    theme, scale = measure.theme, measure.scale
    pad, room = PAD * scale, _room(box.width, measure)
    gap = step.kind == "gap"
    look = Look.HOLLOW if gap else Look.CALM
    size, lines = _words(step, room, measure, crown)
    first = pad + SAID * scale * LEADING + 0.8 * size
    small, head = _head(step, room, measure)
    ink = theme["ink-2" if gap else "ink"]
    return group(
        id,
        card(look, theme, box.width, box.height, told=crown and not gap),
        *(label(line, pad, pad + 0.75 * SAID * scale, small, fill=theme["ink-2"]) for line in head),
        *(
            label(line, pad, first + LEADING * size * index, size, 600,
                  "sans" if crown else "condensed", ink)
            for index, line in enumerate(lines)
        ),
        x=box.x,
        y=box.y,
    )  # fmt: skip


def is_tidy(steps: Sequence[StepView], measure: Measure) -> bool:
    """Whether the words of stations beside each other stand whole, none of them broken."""
    least, small = measure.sizes(TITLE)[-1], measure.sizes(HEADS)[-1]
    return all(
        fits(step.title, least, room, LINES) and fits(KINDS[step.kind], small, room, 1, weight=500)
        for step, room in zip(steps, _rooms(steps, measure), strict=True)
    )


def _head(step: StepView, room: float, measure: Measure) -> tuple[float, tuple[str, ...]]:
    """Whose it is and what; what it is alone where both have no room."""
    kind, sizes = KINDS[step.kind], measure.sizes(HEADS)
    said = f"{step.unit_short} {kind}" if step.unit_short else kind
    if not fits(said, sizes[-1], room, 1, weight=500):
        said = kind[:1].upper() + kind[1:]
    return fit(said, room, 1, sizes, weight=500)


# -- KPIs ------------------------------------------------------------------------------------


def doing(kpi: KpiView) -> str:
    """What a member of the team can do, and when: the trigger of the KPI in words."""
    trigger = kpi.sheet.trigger if kpi.sheet else None
    if trigger is None or trigger.missing:
        return "No action is agreed yet: say what would help."
    return f"{_when(trigger, kpi.polarity, kpi.format)}: {_lower(trigger.what)}. {_who(trigger)}."


def _when(trigger: Trigger, polarity: Polarity, format: Format) -> str:
    assert trigger.value is not None  # nothing is missing
    reached = exact(format, trigger.value)
    side = {Polarity.HIGHER: " or less", Polarity.LOWER: " or more"}.get(polarity, "")
    return f"At {reached}{side}"


def _who(trigger: Trigger) -> str:
    return f"{trigger.who.rstrip('.')}, {_lower(trigger.by_when)}"


def _lower(words: str) -> str:
    """Words as they go on in a sentence; an abbreviation stays as it is."""
    bare = words.strip().rstrip(".")
    return bare if bare[1:2].isupper() else bare[:1].lower() + bare[1:]


def kpi_height(kpi: KpiView, measure: Measure) -> float:
    middle = _middle(kpi, measure)
    right = _doing(kpi, measure)
    scale = measure.scale
    left_high = LEADING * (sum(size for size, *_ in middle))
    right_high = LEADING * NEAR * scale * (len(right) + 1)
    return max(left_high, right_high, (BADGE + 8) * scale) + 2 * PAD * scale


def _middle(kpi: KpiView, measure: Measure) -> list[tuple[float, int, str]]:
    """The lines beside the value: (size, weight, words)."""
    scale = measure.scale
    room = measure.wide * (1 - FIGURE - DOING) - BADGE * scale - 3 * PAD * scale
    size, name = fit(kpi.name, room, 3, measure.sizes(NAME))
    near = NEAR * scale
    said = [near_words(kpi), kpi.period_title, "illustrative" * kpi.illustrative]
    if kpi.status.value == "suppressed":
        said = [kpi.period_title, "illustrative" * kpi.illustrative]
    about = " \u00b7 ".join(words for words in said if words)
    owned = f"Owner: {kpi.owner}" if kpi.owner else ""
    lines = [(size, 600, line) for line in name]
    for words in (about, owned):
        if words:
            lines += [(near, 500, line) for line in wrap(words, near, room, 3, weight=500)]
    return lines


def _doing(kpi: KpiView, measure: Measure) -> tuple[str, ...]:
    size, room = NEAR * measure.scale, measure.wide * DOING - 2 * PAD * measure.scale
    return wrap(doing(kpi), size, room, MOST_LINES, weight=500)


def kpi_card(kpi: KpiView, box: Box, measure: Measure, words: Legend, again: str) -> Node:
    """A KPI's present state, whose it is, and what can be done about it."""
    theme, scale = measure.theme, measure.scale
    pad, mark, state = PAD * scale, BADGE * scale, state_of(kpi)
    word = word_of(state, words.of(kpi))
    figure = measure.wide * FIGURE
    size, value = fit(shown_words(kpi), figure - 2 * pad, 2, measure.sizes(VALUE), "sans")
    ink = theme["below-ink" if state == "red" else "ink-2" if kpi.late else "ink"]
    middle = box.height / 2
    first = middle - LEADING * size * (len(value) - 1) / 2 + 0.35 * size
    drawn = [
        card(look_of(kpi), theme, box.width, box.height),
        badge(
            state, theme, pad + mark / 2, middle, mark, word=word,
            overridden=kpi.override is not None, masked=kpi.masked, upstream=bool(kpi.upstream),
        ),
    ]  # fmt: skip
    drawn += [
        label(line, 2 * pad + mark, first + LEADING * size * index, size, 600, "sans", ink)
        for index, line in enumerate(value)
    ]
    drawn += _column(_middle(kpi, measure), 2 * pad + mark + figure, box.height, theme)
    near = NEAR * scale
    lines = [(near, 600, "What you can do"), *((near, 500, line) for line in _doing(kpi, measure))]
    drawn += _column(lines, measure.wide * (1 - DOING) + pad, box.height, theme)
    made = group(f"kpi-{kpi.key}{again}", *drawn, x=box.x, y=box.y)
    return leading(made, kpi, words)


def _column(
    lines: Sequence[tuple[float, int, str]], x: float, high: float, theme: Theme
) -> list[Node]:
    """Lines one below the other, around the middle of a card."""
    base = (high - LEADING * sum(size for size, *_ in lines)) / 2
    drawn = []
    for size, weight, line in lines:
        base += LEADING * size
        ink = theme["ink" if weight == 600 else "ink-2"]
        drawn.append(label(line, x, base - 0.3 * size, size, weight, fill=ink))
    return drawn
