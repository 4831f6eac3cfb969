"""Small pictures of their own on pages: the badge of a KPI, and the course of its figures."""

from markupsafe import Markup

from hub.drawing import Node, Theme, badge, node, sparkline, state_of
from hub.drawing.theme import STATES
from hub.snapshot.views import KpiView


def mark_of(kpi: KpiView | None, theme: Theme) -> Markup | str:
    """The badge of a KPI; nothing where there is no KPI."""
    if kpi is None:
        return ""
    state = state_of(kpi)
    by_hand = kpi.override is not None
    words = [STATES[state].word] + ["set by hand"] * by_hand
    words += [f"{kpi.masked} red below"] * bool(kpi.masked)
    words += ["caused upstream"] * bool(kpi.upstream)
    mark = badge(
        state,
        theme,
        22,
        22,
        44,
        overridden=by_hand,
        masked=kpi.masked,
        upstream=bool(kpi.upstream),
    )
    return picture(mark, 44, 44, ", ".join(words))


def spark_of(kpi: KpiView | None, theme: Theme, width: int, height: int) -> Markup | str:
    """The last figures of a KPI as a line; nothing where there are none."""
    if kpi is None:
        return ""
    line = sparkline(
        [p.value for p in kpi.points],
        kpi.aim,
        state_of(kpi),
        theme,
        8,
        12,
        width - 16,
        height - 24,
    )
    return picture(line, width, height, f"{kpi.title}: the last figures") if line else ""


def picture(mark: Node, width: int, height: int, words: str) -> Markup:
    """A mark as a picture of its own; ``words`` are for those who cannot see it."""
    return Markup(
        str(
            node(
                "svg",
                mark,
                xmlns="http://www.w3.org/2000/svg",
                viewBox=f"0 0 {width} {height}",
                role="img",
                aria_label=words,
            )
        )
    )
