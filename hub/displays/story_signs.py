"""What the process behind a figure says, beside its status: the icons, their words, and why."""

from collections.abc import Iterator

from hub.displays.surround import SLACK
from hub.domain.spc import (
    COMMON_CAUSE,
    ENOUGH,
    OUTSIDE,
    SHIFT,
    TREND,
    TWO_IN_THREE,
)
from hub.drawing import ICONS, Node, Theme, fit, icon, label, signs
from hub.snapshot.views import KpiView, Process

ICON = 50.0  # px
HIGH = 64.0  # px of the row of icons
LOW = 36.0  # px of the line that stands in its place while limits are provisional
APART = 28.0
WHY = {
    COMMON_CAUSE: "within the limits, in no run or trend",
    OUTSIDE[1]: "the last figure is above the upper limit",
    OUTSIDE[-1]: "the last figure is below the lower limit",
    TREND[1]: "7 figures or more in a row, each higher than the one before",
    TREND[-1]: "7 figures or more in a row, each lower than the one before",
    TWO_IN_THREE[1]: "2 of 3 figures in a row are close to the upper limit",
    TWO_IN_THREE[-1]: "2 of 3 figures in a row are close to the lower limit",
    SHIFT[1]: "7 figures or more in a row above the average",
    SHIFT[-1]: "7 figures or more in a row below the average",
}  # by the rule that found the last point
HOLDS = {
    "pass": "any figure between the limits meets the target",
    "fail": "no figure between the limits meets the target",
    "inconsistent": "the target lies between the limits",
}


def strip_height(kpi: KpiView) -> float:
    """What the row takes; nothing where there is nothing to say."""
    return HIGH if any(signs(kpi)) else LOW if _provisional(kpi) else 0.0


def strip(kpi: KpiView, theme: Theme, x: float, y: float, room: float) -> Iterator[Node]:
    """The icons of ``kpi`` side by side, each with its words and the reason below them; or why
    there are none yet."""
    shown = [name for name in signs(kpi) if name]
    if not shown:
        said = _provisional(kpi)
        size, lines = fit(said, room, 1, (23, 21, 19, 17), weight=500)
        yield from (label(line, x, y + 22, size, fill=theme["ink-2"]) for line in lines if said)
        return
    each = (room - APART * (len(shown) - 1)) / len(shown)
    for index, name in enumerate(shown):
        yield from _sign(name, _why(name, kpi), theme, x + index * (each + APART), y, each)


def _sign(name: str, why: str, theme: Theme, x: float, y: float, room: float) -> Iterator[Node]:
    yield icon(name, theme, x + ICON / 2, y + ICON / 2, ICON)
    left, beside = x + ICON + 14, (room - ICON - 14) / SLACK
    rows = (
        (ICONS[name].word, 600, "ink", (27, 25, 23, 21)),
        (why, 500, "ink-2", (21, 19.5, 18, 16.5)),
    )
    for index, (words, weight, ink, sizes) in enumerate(row for row in rows if row[0]):
        size, lines = fit(words, beside, 1, sizes, weight=weight)
        base = y + (20 + 26 * index if why else 34)
        yield from (label(line, left, base, size, weight, fill=theme[ink]) for line in lines)


def _why(name: str, kpi: KpiView) -> str:
    """The reason in words; empty where the process does not tell it."""
    process = kpi.process
    if process is None or not process.causes or process.upper[-1] is None:
        return ""
    return HOLDS.get(name) or WHY.get(process.causes[-1], "")


def _provisional(kpi: KpiView) -> str:
    """How far a process is from limits that can be relied on; empty where it has them."""
    process = kpi.process
    if process is None or not process.provisional or not process.provisional[-1]:
        return ""
    count = _members(process)
    return f"Limits are provisional: {count} of the {ENOUGH} figures that they need"


def _members(process: Process) -> int:
    return process.group.count(process.group[-1])
