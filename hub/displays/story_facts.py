"""What people ask about a figure, and the answers: the short lines of its definition sheet."""

import re
from collections.abc import Iterator

from hub.domain.periods import Frequency
from hub.snapshot.views import KpiView

ADDRESS = re.compile(r"https?://(?:www\.)?([^/\s?#]+)\S*")
OFTEN = {
    Frequency.LIVE: "all the time",
    Frequency.DAY: "every day",
    Frequency.WEEK: "every week",
    Frequency.MONTH: "every month",
    Frequency.QUARTER: "every quarter",
    Frequency.YEAR: "every financial year",
    Frequency.CALENDAR_YEAR: "every calendar year",
    Frequency.ROLLING_YEAR: "every month, for twelve months",
}


def facts(kpi: KpiView) -> Iterator[tuple[str, str]]:
    """What people ask about a figure, and the answer."""
    yield "Accountable owner", kpi.owner or "nobody yet"
    if kpi.delivered_by:
        yield "Delivered by", kpi.delivered_by
    yield "Covers", kpi.coverage or kpi.unit_title
    yield "Source", hosts_only(kpi.source) or "not said"
    yield "Measured", OFTEN[kpi.frequency]
    if kpi.period_title:
        yield "Period shown", kpi.period_title
    if kpi.due:
        due = "Figure was due" if kpi.late else "Next figure due"
        yield due, f"{kpi.due.day} {kpi.due:%B %Y}"
    if kpi.illustrative:
        yield "Illustrative", "figures and targets are made up to show the idea"
    if kpi.toothless:
        yield "No action trigger", "no value is agreed at which somebody must act"


def hosts_only(source: str) -> str:
    """A source as a wall shows it: of the addresses in it just the names of their hosts."""
    return ADDRESS.sub(r"\1", source)
