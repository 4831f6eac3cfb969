"""Ways on from a KPI's story: a fact that stands on a field of its own, to be touched."""

from collections.abc import Iterable
from urllib.parse import urlencode

from hub.drawing import Node, Theme, group, node
from hub.drawing.marks.badge import line
from hub.drawing.nodes import written
from hub.snapshot.views import KpiView

UNITS = "Units behind it"
SERVES = "Line of sight"
LEAD = 10.0  # px that the field reaches beyond the words, at its start
END = 40.0  # px that are left to the arrow at its end


def ways(kpi: KpiView) -> dict[str, str]:
    """Where facts lead to, by their name."""
    spread = urlencode({"scene": "spread", "kpi": kpi.key})
    told = urlencode({"scene": "strategy_map", "unit": kpi.unit, "told": kpi.key})
    found = {UNITS: f"?{spread}"} if kpi.parts else {}
    return found | ({SERVES: f"?{told}"} if kpi.serves else {})


def units_told(kpi: KpiView) -> str:
    """``4 units, 62-91%, 1 red below``."""
    count = f"{len(kpi.parts)} unit{'s' * (len(kpi.parts) > 1)}"
    masked = f", {kpi.masked} red below" if kpi.masked else ""
    return f"{kpi.spread_shown or count}{masked}"


def way(
    fact: tuple[str, str],
    drawn: Iterable[Node],
    href: str,
    theme: Theme,
    x: float,
    y: float,
    wide: float,
    high: float,
) -> Node:
    """The ``fact`` that is ``drawn`` from (``LEAD``, 3) on, with an arrow behind its words."""
    name, words = fact
    reach = min(11.0, 0.2 * high)
    tip, middle = wide - 16, high / 2
    ends = (tip - reach, middle - reach, tip, middle, tip - reach, middle + reach)
    field = node("rect", x=0, y=0, width=wide, height=high, rx=8, fill=theme["surface-2"])
    return group(
        f"way-{name.lower().replace(' ', '-')}",
        field,
        *drawn,
        line("M{} {}L{} {}L{} {}".format(*map(written, ends)), theme["ink-2"], 3.5),
        x=x,
        y=y,
        role="link",
        tabindex="0",
        data_href=href,
        data_value=words,
        aria_label=f"{name}: {words}",
    )
