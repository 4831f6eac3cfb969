"""The target stair: dated targets as steps, the one in force in full ink."""

from collections.abc import Sequence
from datetime import date

from hub.domain.definition import DatedTarget
from hub.domain.explanation import exact, since_words
from hub.domain.figures import Format
from hub.domain.periods import Frequency
from hub.drawing.nodes import Node, group, label, node, written
from hub.drawing.text import fit
from hub.drawing.theme import Theme

MOST = 8  # steps that can be read beside each other; the latest ones are shown
NARROW = 118.0  # px that a step takes at the least, with text of 22 px


def target_stair(
    targets: Sequence[DatedTarget],
    format: Format,
    frequency: Frequency,
    theme: Theme,
    x: float,
    y: float,
    wide: float,
    high: float,
    *,
    today: date,
    size: float = 22,
    id: str | None = None,
) -> Node | None:
    """The targets, oldest first, as a stair in ``wide`` x ``high`` px; None where there is none."""
    most = max(1, min(MOST, int(wide / (NARROW * size / 22))))
    steps = sorted(targets, key=lambda target: target.since)[-most:]
    if not steps:
        return None
    step = min(wide / len(steps), 14 * size)
    levels = _levels([t.value for t in steps], 1.5 * size, high - 2.4 * size)
    begun = [t for t in steps if t.since <= today]
    drawn: list[Node] = []
    for index, (target, level) in enumerate(zip(steps, levels, strict=True)):
        now = bool(begun) and target is begun[-1]
        ink = theme["ink"] if now else theme["ink-3"]
        left, right = index * step, (index + 1) * step
        rise = f"M{written(left)} {written(levels[index - 1])}V" if index else f"M{written(left)} "
        drawn.append(
            node(
                "path",
                d=f"{rise}{written(level)}H{written(right)}",
                fill="none",
                stroke=ink,
                stroke_width=(0.2 if now else 0.11) * size,
                stroke_dasharray=None if target in begun else "7 5",
            )
        )
        words = exact(format, target.value) + (" now" if now else "")
        drawn.append(_line(words, left, level - 0.45 * size, step, size, 600, theme["ink"]))
        since = f"from {since_words(target.since, frequency)}"
        drawn.append(
            _line(since, left, level + 1.15 * size, step, 0.84 * size, 500, theme["ink-2"])
        )
    said = "; ".join(
        f"{exact(format, t.value)} from {since_words(t.since, frequency)}" for t in steps
    )
    return group(id, *drawn, x=x, y=y, role="img", aria_label=f"Targets: {said}")


def _levels(values: Sequence[float], top: float, foot: float) -> list[float]:
    """Where each step lies: the highest on top; all on one level stand in the middle."""
    low, high = min(values), max(values)
    if high == low:
        return [(top + foot) / 2 for _ in values]
    return [foot - (v - low) / (high - low) * (foot - top) for v in values]


def _line(words: str, x: float, y: float, room: float, size: float, weight: int, ink: str) -> Node:
    sizes = [size * part for part in (1, 0.9, 0.8, 0.7)]
    fitted, lines = fit(words, room - 0.5 * size, 1, sizes, weight=weight)
    return label(lines[0] if lines else "", x + 0.15 * size, y, fitted, weight, fill=ink)
