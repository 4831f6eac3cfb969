"""What people ask about a figure, and the answers: the short lines of its definition sheet."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from hub.displays.story_ways import UNITS, units_told
from hub.domain.definition import OFTEN
from hub.snapshot.views import KpiView

ADDRESS = re.compile(r"https?://(?:www\.)?([^/\s?#]+)\S*")


def facts(kpi: KpiView) -> Iterator[tuple[str, str]]:
    """What people ask about a figure, and the answer."""
    yield "Accountable owner", kpi.owner or "nobody yet"
    if kpi.challenge:
        yield "Challenged", kpi.challenge
    if kpi.delivered_by:
        yield "Delivered by", kpi.delivered_by
    yield "Covers", kpi.coverage or kpi.unit_title
    if kpi.parts:
        yield UNITS, units_told(kpi)
    if kpi.upstream:
        yield "Caused upstream", "; ".join(kpi.upstream)
    if kpi.contradiction:
        yield "Outside and inside", kpi.contradiction
    if kpi.override is not None:
        yield "Status set by hand", f"{kpi.override.reason} ({kpi.override.by})"
    yield "Source", hosts_only(kpi.source) or "not said"
    yield "Measured", OFTEN[kpi.frequency]
    if kpi.period_title:
        yield "Period shown", kpi.period_title
    for span in (kpi.year_to_date, kpi.last_quarter):
        if span is not None:
            yield span.title, f"{kpi.format.show(span.value)} ({span.rests_on})"
    if usual := usual_range(kpi):
        yield "Usual range", usual
    if kpi.due:
        due = "Figure was due" if kpi.late else "Next figure due"
        yield due, f"{kpi.due.day} {kpi.due:%B %Y}"
    if kpi.illustrative:
        yield "Illustrative", "figures and targets are made up to show the idea"
    if kpi.toothless:
        yield "No action trigger", "no value is agreed at which somebody must act"


def usual_range(kpi: KpiView) -> str:
    """From the lower to the upper process limit; empty while there are none to rely on."""
    process = kpi.process
    if process is None or not process.provisional or process.provisional[-1]:
        return ""
    low, high = process.lower[-1], process.upper[-1]
    return "" if low is None or high is None else kpi.format.show_range(low, high)


def hosts_only(source: str) -> str:
    """A source as a wall shows it: of the addresses in it just the names of their hosts."""
    return ADDRESS.sub(r"\1", source)


def way_to_sheet(kpi: KpiView) -> dict[str, str]:
    """Attributes that lead from a drawing to the whole definition sheet."""
    return {
        "role": "link",
        "tabindex": "0",
        "data-href": f"../kpis/{quote(kpi.key)}",
        "aria-label": f"Definition sheet of {kpi.title}",
        "pointer-events": "all",
    }
