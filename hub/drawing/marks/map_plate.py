"""The plates of a strategy map that are no objectives: vision, goal, programme, note, question."""

from collections.abc import Sequence
from math import floor
from urllib.parse import urlencode

from hub.domain.status import Status
from hub.drawing.marks.badge import badge
from hub.drawing.marks.card_style import ILLUSTRATIVE, leading, way_in
from hub.drawing.marks.flags import APART, problem_words
from hub.drawing.nodes import Node, Value, label, node, placed
from hub.drawing.text import fit, fits, wrap
from hub.drawing.theme import STATES, Theme
from hub.snapshot.views import MapNodeView

LEADING = 1.13
SCENES = {"vision": "plan", "plan_goal": "plan", "programme": "programmes"}  # where plates lead


def plate(
    objective: MapNodeView,
    theme: Theme,
    box: tuple[float, float, float, float],
    *children: Node | None,
    radius: float = 10,
    told: bool = False,
) -> Node:
    """The card below ``children``; a missed one is tinted, and one with a KPI leads to it. One on
    the line of sight (``told``) is outlined."""
    x, y, wide, high = box
    red = objective.status is Status.RED
    field = node(
        "rect",
        x=0,
        y=0,
        width=wide,
        height=high,
        rx=radius,
        fill=theme["below-soft" if red else "surface"],
        stroke=theme["accent"] if told else None,
        stroke_width=4 if told else None,
    )
    return node(
        "g",
        field,
        *children,
        id=f"node-{objective.key}",
        transform=placed(x, y),
        **_spoken(objective),
    )


def _spoken(objective: MapNodeView) -> dict[str, Value | None]:
    """Where no KPI measures it, a goal leads to the plan and a programme to the programmes."""
    scene = SCENES.get(objective.kind, "")
    if scene and not objective.kpis:
        href = f"?{urlencode({'scene': scene, 'unit': objective.unit})}"
        return leading(href, objective.title, "")
    if not objective.kpis:
        return {"role": "group", "aria_label": objective.title}
    word = STATES[objective.status.value].word if objective.status else "no status"
    return leading(way_in(objective), f"{objective.title}: {word}", word)


def worded_plate(
    objective: MapNodeView,
    theme: Theme,
    box: tuple[float, float, float, float],
    size: float,
    lines: Sequence[str],
    face: str = "condensed",
    *,
    told: bool = False,
) -> Node:
    """A vision or a goal: its words, around the middle of the plate."""
    _, _, wide, high = box
    marked = objective.status is not None and bool(objective.kpis)
    left = 66.0 if marked else 26.0 if face == "sans" else 22.0
    beneath = objective.illustrative and objective.kind != "vision"
    block = len(lines) * size * LEADING
    start = (high - 24 * beneath - block) / 2 + 0.79 * size + (LEADING - 1) * size / 2
    words = [
        label(line, left, start + i * size * LEADING, size, 600, face, theme["ink"])
        for i, line in enumerate(lines)
    ]
    mark = _mark(objective, theme, 36, high / 2, 40) if marked else None
    remark = None
    if objective.illustrative:
        last = start + (len(lines) - 1) * size * LEADING
        if beneath:
            remark = label(ILLUSTRATIVE, left, last + 27, 20, fill=theme["ink-2"])
        else:
            remark = label(ILLUSTRATIVE, wide - 22, last, 20, fill=theme["ink-2"], anchor="end")
    return plate(objective, theme, box, mark, *words, remark, told=told)


def _mark(objective: MapNodeView, theme: Theme, x: float, y: float, size: float) -> Node | None:
    if objective.status is None:
        return None
    return badge(objective.status.value, theme, x, y, size, masked=objective.masked)


def programme_plate(
    objective: MapNodeView,
    theme: Theme,
    box: tuple[float, float, float, float],
    largest: float = 30.0,
    *,
    told: bool = False,
) -> Node:
    """A flagship programme: a pill with its badge, its name and how it stands."""
    _, _, wide, high = box
    left = _programme_left(objective)
    size, words, beneath = _programme_words(objective, wide, high, largest)
    block = len(words) * size * LEADING + (24 if beneath else 0)
    start = (high - block) / 2 + 0.82 * size
    drawn = [
        label(line, left, start + i * size * LEADING, size, 600, fill=theme["ink"])
        for i, line in enumerate(words)
    ]
    if beneath:
        small, text = beneath
        drawn.append(label(text, left, start + 26, small, fill=theme["ink-2"]))
    mark = _mark(objective, theme, 36, high / 2, 40)
    return plate(objective, theme, box, mark, *drawn, radius=high / 2, told=told)


def programme_size(objective: MapNodeView, wide: float, high: float) -> float:
    """The size that a programme's name would have if it stood alone."""
    return _programme_words(objective, wide, high, min(30.0, 0.45 * high))[0]


def _programme_left(objective: MapNodeView) -> float:
    return 32.0 if objective.status is None else 66.0


def _programme_words(
    objective: MapNodeView, wide: float, high: float, largest: float
) -> tuple[float, Sequence[str], tuple[float, str] | None]:
    """Size and lines of the name and, where it needs one line only, what stands below it."""
    room = wide - _programme_left(objective) - 26
    sizes = [size for size in range(30, 17, -1) if size <= largest]
    beneath = _subtitle(objective, room)
    if beneath and (objective.illustrative or fits(objective.title, 22, room, 1)):
        return (*fit(objective.title, room, 1, sizes), beneath)
    two = [size for size in sizes if 2 * size * LEADING <= high - 4] or [sizes[-1]]
    if fits(objective.title, 24, room, 1):
        return (*fit(objective.title, room, 1, sizes), None)
    return (*fit(objective.title, room, 2, two), None)


def _subtitle(objective: MapNodeView, room: float) -> tuple[float, str] | None:
    """The near line of a programme; that it is illustrative comes before how it stands."""
    told = ILLUSTRATIVE if objective.illustrative else ""
    both = APART.join(part for part in (objective.subtitle, told) if part)
    if not both:
        return None
    for size in (22.0, 21.0, 20.0, 19.0, 18.0, 17.0):
        if fits(both, size, room, 1, weight=500):
            return size, both
    size, lines = fit(told or objective.subtitle, room, 1, (20, 18, 16, 14), weight=500)
    return size, lines[0]


def note_plate(
    objective: MapNodeView,
    theme: Theme,
    box: tuple[float, float, float, float],
    when: str,
    unit: float,
    caret: str = "",
) -> Node:
    """The latest note about a missed objective; ``caret`` points ``up`` or ``left`` to its card."""
    x, y, wide, high = box
    note = objective.latest_note
    assert note is not None
    across = wide - 36 * unit
    near = [(f"{note.author}, {when}", 500, "ink-2")]
    near += [(words, 600, "below-ink") for words in _problem_words(objective)]
    near_size = max(16.0, 22 * unit)
    near = near[: max(0, floor((high - 30 - 20 * unit) / (1.32 * near_size)))]
    down = high - (20 * unit + len(near) * 1.28 * near_size)
    size, lines = _filled(note.text, across, down, unit)
    start = 10 * unit + 0.9 * size
    drawn = [
        label(line, 18 * unit, start + i * size * 1.1, size, 600, fill=theme["ink"])
        for i, line in enumerate(lines)
    ]
    base = start + (len(lines) - 1) * size * 1.1
    for words, weight, ink in near:
        base += 1.32 * near_size
        fitted, cut = fit(
            words, across, 1, (near_size, 0.9 * near_size, 0.8 * near_size), weight=weight
        )
        drawn.append(label(cut[0], 18 * unit, base, fitted, weight, fill=theme[ink]))
    field = node("rect", x=0, y=0, width=wide, height=high, rx=10, fill=theme["below-soft"])
    return node(
        "g",
        field,
        _caret(caret, wide, high, theme),
        *drawn,
        id=f"note-{objective.key}",
        transform=placed(x, y),
        role="note",
        aria_label=f"Note on {objective.title}",
    )


def _problem_words(objective: MapNodeView) -> list[str]:
    if not objective.issues:
        return []
    if len(objective.issues) > 1:
        return [problem_words(objective.issues)]
    issue = objective.issues[0]
    if not issue.actions:
        return [f"Problem {issue.number}: {issue.title}"]
    return [f"Problem {issue.number}: {issue.actions_done} of {issue.actions} actions done"]


def _filled(words: str, across: float, down: float, unit: float) -> tuple[float, Sequence[str]]:
    """``words`` as large as they go into a field, cut only at the smallest size."""
    sizes = [s * unit for s in (30, 28, 26, 24, 22)]
    sizes = [max(16.0, size) for size in sizes]
    for size in sizes:
        lines = max(1, floor(down / (1.1 * size)))
        if fits(words, size, across, lines):
            return size, wrap(words, size, across, lines)
    size = sizes[-1]
    return size, wrap(words, size, across, max(1, floor(down / (1.1 * size))))


def _caret(caret: str, wide: float, high: float, theme: Theme) -> Node | None:
    """A corner of the plate drawn out towards the card that the note is about."""
    middle, side = round(wide / 2), round(high / 2)
    drawn = {
        "up": f"M{middle - 14} 1L{middle} -14L{middle + 14} 1Z",
        "left": f"M1 {side - 14}L-14 {side}L1 {side + 14}Z",
    }.get(caret)
    return node("path", d=drawn, fill=theme["below-soft"]) if drawn else None


def question_plate(
    words: str, theme: Theme, box: tuple[float, float, float, float], id: str
) -> Node:
    """The question that a band answers, in quiet words straight on the band."""
    x, y, wide, high = box
    for size in (28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0):
        lines = max(1, floor((high - 8) / (1.18 * size)))
        if fits(words, size, wide - 12, lines, weight=500):
            break
    set_lines = wrap(words, size, wide - 12, lines, weight=500)
    start = (high - len(set_lines) * 1.18 * size) / 2 + 0.9 * size
    drawn = [
        label(line, 4, start + i * 1.18 * size, size, fill=theme["ink-2"])
        for i, line in enumerate(set_lines)
    ]
    return node("g", *drawn, id=id, transform=placed(x, y))


def sight_plate(words: str, theme: Theme, box: tuple[float, float, float, float]) -> Node:
    """What is said about the line of sight that is lit, straight on the band."""
    x, y, wide, high = box
    head = min(31.0, 0.26 * high)
    below = 1.3 * head
    for size in (26.0, 24.0, 22.0, 20.0, 18.0, 16.0):
        lines = max(1, floor((high - below - 6) / (1.18 * size)))
        if fits(words, size, wide - 12, lines, weight=500):
            break
    drawn = [
        label(line, 4, below + (i + 0.9) * 1.18 * size, size, fill=theme["ink-2"])
        for i, line in enumerate(wrap(words, size, wide - 12, lines, weight=500))
    ]
    title = label("Line of sight", 4, head, head, 600, fill=theme["accent"])
    return node("g", title, *drawn, id="sight", transform=placed(x, y))
