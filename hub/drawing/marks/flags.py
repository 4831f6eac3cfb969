"""Small flags beside a title: how many notes, and which problem is open."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hub.domain.problem import Stage, furthest_behind
from hub.drawing.marks.badge import line as stroke
from hub.drawing.marks.pdca_wheel import pdca_wheel
from hub.drawing.nodes import Node, group, label, node
from hub.drawing.text import SLACK, fit, fits, width
from hub.drawing.theme import Theme
from hub.snapshot.views import IssueBrief, KpiView

GAP = 0.35  # em between icon and words
WHEEL, SPOKES = 1.1, 0.3  # em: the PDCA wheel behind the words, and the room before it
SMALLER = (1.0, 0.92, 0.84, 0.76, 0.7)  # of the size of the flags: that of the words beside them
CONTRADICTION, BRIEF = "green outside, red inside", "red inside"
APART = " \u00b7 "  # between remarks, each of which is in words of its own


def note_flag(
    count: int, theme: Theme, x: float, y: float, size: float = 21, *, id: str | None = None
) -> Node:
    """A speech bubble and the number of notes; ``(x, y)`` is the start of the base line."""
    bubble = node(
        "path",
        d="M6 4H26Q30 4 30 8V20Q30 24 26 24H15L8 30V24H6Q2 24 2 20V8Q2 4 6 4Z",
        fill="none",
        stroke=theme["ink-2"],
        stroke_width=3,
        stroke_linejoin="round",
    )
    lines = stroke("M9 11.5H23M9 17H18", theme["ink-2"], 2.5)
    spoken = f"{count} note" if count == 1 else f"{count} notes"
    return _flag((bubble, lines), str(count), theme["ink-2"], spoken, x, y, size, id)


def issue_flag(
    words: str,
    theme: Theme,
    x: float,
    y: float,
    size: float = 21,
    *,
    id: str | None = None,
    stage: str = "",
) -> Node:
    """A flag on a pole, words such as "Problem 14", and the PDCA wheel as far as ``stage`` where
    there is one; ``(x, y)`` starts the base line."""
    ink = theme["below-ink"]
    pole = stroke("M7 3V30", ink, 3)
    cloth = node(
        "path",
        d="M7 4H27L22 11L27 18H7Z",
        fill=theme["below"],
        stroke=theme["below"],
        stroke_width=2,
        stroke_linejoin="round",
    )
    if not stage:
        return _flag((pole, cloth), words, ink, words, x, y, size, id, 600)
    at = flag_width(words, size, 600) + (SPOKES + WHEEL / 2) * size
    wheel = pdca_wheel(stage, theme, at, -0.37 * size, WHEEL * size)
    spoken = f"{words}, {stage} stage"
    return _flag((pole, cloth), words, ink, spoken, x, y, size, id, 600, wheel)


def flag_width(words: str, size: float = 21, weight: int = 500) -> float:
    """How much room a flag with ``words`` takes, in px."""
    return size * (1 + GAP) + width(words, size, "condensed", weight) * SLACK


def problem_width(words: str, size: float, stage: str) -> float:
    """How much room an ``issue_flag`` takes, in px."""
    return flag_width(words, size, 600) + (SPOKES + WHEEL) * size * bool(stage)


def wheel_stage(issues: Iterable[IssueBrief]) -> str:
    """How far the wheel of these problems has turned: that of the one that is furthest behind,
    among those with countermeasures. Empty where there is none."""
    return furthest_behind(Stage(issue.stage) for issue in issues if issue.stage) or ""


def flag_row(
    kpi: KpiView,
    theme: Theme,
    x: float,
    y: float,
    room: float,
    size: float = 21,
    also: str = "",
) -> list[Node]:
    """Notes, problems, coverage and ``also`` of a KPI on one base line, at most ``room`` wide."""
    across, drawn = x, list[Node]()
    if kpi.note_count:
        drawn.append(note_flag(kpi.note_count, theme, across, y, size))
        across += flag_width(str(kpi.note_count), size) + 0.7 * size
    if kpi.issues:
        words, stage = problem_words(kpi.issues), wheel_stage(kpi.issues)
        drawn.append(issue_flag(words, theme, across, y, size, stage=stage))
        across += problem_width(words, size, stage) + 0.7 * size
    smaller, lines = _said(kpi, x + room - across, size, also)
    drawn += [label(line, across, y, smaller, fill=theme["ink-2"]) for line in lines]
    return drawn


def words_size(kpi: KpiView, room: float, size: float, also: str = "") -> float:
    """The size at which ``flag_row`` sets the words; ``size`` where there are none."""
    room -= icons_width(kpi, size)
    return _said(kpi, room, size, also)[0] if remarks(kpi) or also else size


def icons_width(kpi: KpiView, size: float) -> float:
    """What notes and problems take in a row of flags, with the room behind them, in px."""
    wide = 0.0
    if kpi.note_count:
        wide += flag_width(str(kpi.note_count), size) + 0.7 * size
    if kpi.issues:
        stage = wheel_stage(kpi.issues)
        wide += problem_width(problem_words(kpi.issues), size, stage) + 0.7 * size
    return wide


def _said(kpi: KpiView, room: float, size: float, also: str) -> tuple[float, tuple[str, ...]]:
    """Remarks and ``also`` in one line, in brief where there is no room for the whole."""
    room = max(room, 2 * size)
    whole, brief = (APART.join(p for p in (said, also) if p) for said in told(kpi))
    words = whole if fits(whole, SMALLER[-1] * size, room, 1, weight=500) else brief
    return fit(words, room, 1, [part * size for part in SMALLER], weight=500)


def told(kpi: KpiView) -> tuple[str, str]:
    """The remarks, and the same in brief for where there is no room for all."""
    return remarks(kpi), remarks(kpi, brief=True)


def remarks(kpi: KpiView, *, brief: bool = False) -> str:
    """What to know about the figure, in words: doubts, why its status was set by hand, how far its
    units lie apart and which of them were restated, whom it covers, and whether it is made up.

    In ``brief`` without the reason, how far the units lie apart, and the doubt, which the card's
    hatching shows.
    """
    kpi = replace(kpi, parts=()) if brief else kpi
    doubt = "challenged" if kpi.challenged and not brief else ""
    apart = (BRIEF if brief else CONTRADICTION) if kpi.contradiction else ""
    made = "illustrative" if kpi.illustrative else ""
    reason = f": {kpi.override.reason}" if kpi.override and not brief else ""
    by_hand = f"set by hand{reason}" if kpi.override else ""
    restated = kpi.restated_words if kpi.restated_parts else ""  # else the value's own mark says it
    own = (doubt, by_hand, apart, kpi.spread_shown, restated, kpi.coverage, made)
    return APART.join(remark for remark in own if remark)


def problem_words(issues: Sequence[IssueBrief]) -> str:
    """``Problem 14``, ``Problems 14, 15`` or, from three on, how many."""
    if len(issues) > 2:
        return f"{len(issues)} problems"
    numbers = ", ".join(str(issue.number) for issue in issues)
    return f"Problem{'s' * (len(issues) > 1)} {numbers}"


def _flag(
    icon: tuple[Node, ...],
    words: str,
    ink: str,
    spoken: str,
    x: float,
    y: float,
    size: float,
    id: str | None,
    weight: int = 500,
    wheel: Node | None = None,
) -> Node:
    return group(
        id,
        group(None, *icon, y=-size * 0.87, scale=size / 32),
        label(words, size * (1 + GAP), 0, size, weight, fill=ink),
        wheel,
        x=x,
        y=y,
        role="img",
        aria_label=spoken,
    )
