"""The units behind a total as pages list them: badge, unit, owner, figure, worst first."""

from dataclasses import dataclass

from markupsafe import Markup

from hub.displays.spread_rows import in_order, told
from hub.drawing import STATES, Theme, badge
from hub.snapshot.views import KpiView
from hub.web.pictures import picture


@dataclass(frozen=True)
class UnitRow:
    """``shown`` is the value, or why there is none to see."""

    key: str
    title: str
    owner: str
    mark: Markup
    shown: str
    target: str = ""


def unit_rows(kpi: KpiView, theme: Theme) -> list[UnitRow]:
    """A row for each unit; none where ``kpi`` is no total."""
    return [
        UnitRow(
            part.key,
            part.unit_title,
            part.owner or "no owner yet",
            picture(
                badge(part.status.value, theme, 22, 22, 44), 44, 44, STATES[part.status.value].word
            ),
            told(part, kpi),
            kpi.format.show(part.target) if part.target is not None else "",
        )
        for part in in_order(kpi)
    ]
