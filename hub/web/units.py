"""The units behind a total as pages list them: badge, unit, owner, figure, worst first."""

from dataclasses import dataclass

from markupsafe import Markup

from hub.displays.spread_rows import in_order, told
from hub.drawing import STATES, Theme, badge
from hub.snapshot.parts import PartView
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
    restated: bool = False
    by_hand: str = ""  # why somebody has set the status by hand


def unit_rows(kpi: KpiView, theme: Theme) -> list[UnitRow]:
    """A row for each unit; none where ``kpi`` is no total."""
    return [
        UnitRow(
            part.key,
            part.unit_title,
            part.owner or "no owner yet",
            picture(
                badge(part.status.value, theme, 22, 22, 44, overridden=part.override is not None),
                44,
                44,
                _word(part),
            ),
            told(part, kpi),
            kpi.format.show(part.target) if part.target is not None else "",
            part.restated,
            part.override.reason if part.override else "",
        )
        for part in in_order(kpi)
    ]


def _word(part: PartView) -> str:
    word = STATES[part.status.value].word
    if part.override is None:
        return word
    beneath = STATES[part.override.underlying.value].word
    return f"{word}, set by hand; the figure says {beneath}"
