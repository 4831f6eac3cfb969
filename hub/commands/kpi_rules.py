"""What a KPI's definition must not say, whether it comes from a file or from the desk."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.commands import scorecard_file as form
from hub.commands import scorecard_items as items
from hub.commands.scorecard_items import Item
from hub.domain.attendance import why_individual
from hub.domain.figures import Measure
from hub.domain.formulas import rule_of
from hub.domain.status import Polarity
from hub.domain.totals import Totalling, over_periods
from hub.errors import Invalid
from hub.model import Kpi, Measurement
from hub.snapshot.circles import circle_of
from hub.store import verdicts

Fault = tuple[str, str]  # the field, and what is wrong with it


def faults(session: Session, item: Item) -> Iterator[Fault]:
    """What no file and no desk may make of a KPI."""
    try:
        _judgeable(item.fields)
    except Invalid as error:
        yield "thresholds", error.message
    try:
        _totalled(item)
    except Invalid as error:
        yield "over_periods", error.message
    yield from _unruly(item.fields)
    yield from _remeasured(session, item)
    yield from _uncovered(session, item)
    individual = why_individual(item.fields["title"], item.fields["formula"])
    if individual:
        yield "title", individual
    if (item.fields["delivered_by"] or "").casefold() == item.fields["owner"].casefold():
        yield (
            "owner",
            (
                f"{item.fields['owner']} delivers it; the accountable owner is one person inside "
                "the house, since what is outsourced is the work and not the accountability"
            ),
        )


def _judgeable(fields: Mapping[str, Any]) -> None:
    """Raise Invalid for targets and thresholds that could never give a status."""
    preset = form.ThresholdsPart.model_validate(fields["thresholds"])
    verdicts.thresholds(Kpi(thresholds=preset.model_dump(mode="json")))
    zero = any(t["value"] == 0 for t in fields["targets"])
    if preset.preset == "tolerance" and zero and preset.absolute is None:
        raise Invalid("a target of zero needs an absolute tolerance")
    ranged = fields["polarity"] == Polarity.RANGE
    if preset.preset == "range" and not ranged:
        raise Invalid("the preset range goes with polarity range")
    if preset.preset in ("hmrc", "tolerance") and ranged and fields["targets"]:
        raise Invalid(f"polarity range cannot be judged by the preset {preset.preset.value}")


def _totalled(item: Item) -> None:
    """Raise Invalid for a way of taking months together that makes no sense."""
    way, measure = item.fields["over_periods"], item.fields["measure"]
    if way is not None and measure is not None:
        over_periods((), {}, Totalling(way), Measure(measure), item.key)


def _unruly(fields: Mapping[str, Any]) -> Iterator[Fault]:
    """What does not go with the formula that is named."""
    rule = rule_of(fields["named_formula"])
    if rule is None:
        return
    if fields["measure"] != rule.measure:
        yield "named_formula", f"{fields['named_formula']} is measured in {rule.measure}"
    if fields["totalling"] not in (None, Totalling.RATIO):
        yield "totalling", "units whose figures are worked out by a formula are totalled by ratio"


def _remeasured(session: Session, item: Item) -> Iterator[Fault]:
    """Figures of another frequency: no picture could put them in order."""
    row = items.stored(session, "kpi", item.key)
    if row is None or row.frequency == item.fields["frequency"]:
        return
    if session.scalar(select(Measurement.id).where(Measurement.kpi_id == row.id).limit(1)):
        yield "frequency", f"it has figures by {row.frequency} already"


def _uncovered(session: Session, item: Item) -> Iterator[Fault]:
    """Figures that were recorded as being about people: those that are hidden would come out."""
    row = items.stored(session, "kpi", item.key)
    if row is None or not row.about_people or item.fields["about_people"]:
        return
    ids = {row.id, *(member.id for member in circle_of(session, [row.key]).members)}
    if session.scalar(select(Measurement.id).where(Measurement.kpi_id.in_(ids)).limit(1)):
        yield "about_people", "it has figures about people, and some may have to stay hidden"
