"""Mandated KPIs: a unit's KPI that has its definition from another one, and may not change it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.commands import scorecard_file as form
from hub.commands.scorecard_items import Item
from hub.commands.scorecard_text import Source
from hub.errors import Invalid
from hub.model import Kpi

LOCKED = (
    "measure",
    "decimals",
    "signed",
    "polarity",
    "formula",
    "numerator",
    "denominator",
    "named_formula",
    "frequency",
    "review",
    "every_seconds",
    "purpose",
    "thresholds",
    "scale_min",
    "scale_max",
    "about_people",
    "least_people",
    "over_periods",
)


def inherit(
    session: Session, wanted: list[Item], file: form.ScorecardFile, source: Source
) -> list[Item]:
    """The items with the definitions that they have from elsewhere. Raises Invalid where a file
    writes down what is locked, or where definitions go round in a circle."""
    said = {item.key: part.model_fields_set for item, part in _parts(wanted, file)}
    of = _Definitions(session, {i.key: i for i in wanted if i.kind == "kpi"})
    faults = [
        f"{source.at((*item.place, name))}: kpi {item.key}: {name} is mandated by "
        f"{item.fields['mandated_by']} and cannot be changed here"
        for item in wanted
        if item.kind == "kpi" and item.fields["mandated_by"]
        for name in LOCKED
        if name in said[item.key]
        and item.fields[name] != of.fields(item.fields["mandated_by"]).get(name)
    ]
    if faults:
        raise Invalid("; ".join(faults), tuple(faults))
    return [_with(item, of) for item in wanted]


def _parts(wanted: list[Item], file: form.ScorecardFile) -> Iterator[tuple[Item, form.KpiPart]]:
    for item in wanted:
        if item.kind == "kpi":
            yield item, file.kpis[item.position]


def _with(item: Item, of: "_Definitions") -> Item:
    if item.kind != "kpi" or not item.fields["mandated_by"]:
        return item
    return replace(item, fields=dict(item.fields) | of.fields(item.fields["mandated_by"]))


class _Definitions:
    """The locked fields of a KPI: of the file at hand, or else of the hub."""

    def __init__(self, session: Session, here: Mapping[str, Item]) -> None:
        self._session, self._here = session, here

    def fields(self, key: str, way: tuple[str, ...] = ()) -> dict[str, Any]:
        if key in way:
            raise Invalid(f"kpi {key}: mandated_by goes round in a circle: {' > '.join(way)}")
        item = self._here.get(key)
        if item is None:
            row = self._session.scalar(select(Kpi).where(Kpi.key == key))
            return {} if row is None else {name: getattr(row, name) for name in LOCKED}
        if item.fields["mandated_by"]:
            return self.fields(item.fields["mandated_by"], (*way, key))
        return {name: item.fields[name] for name in LOCKED}


def own(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What of a mandated KPI's fields its own file says."""
    return {name: value for name, value in fields.items() if name not in LOCKED}


def hand_down(session: Session, unit: str) -> list[Kpi]:
    """Bring the KPIs that KPIs of ``unit`` mandate to the definitions as they are now; those that
    changed."""
    changed: list[Kpi] = []
    above = list(session.scalars(select(Kpi).where(Kpi.declared_in == unit)))
    for _ in range(32):
        keys = {kpi.key: kpi for kpi in above}
        above = list(session.scalars(select(Kpi).where(Kpi.mandated_by.in_(keys))))
        changed += [kpi for kpi in above if _follows(kpi, keys[kpi.mandated_by or ""])]
        if not above:
            break
    session.flush()
    return changed


def _follows(kpi: Kpi, mandating: Kpi) -> bool:
    """Take over the definition; whether that changed anything."""
    news = {n: getattr(mandating, n) for n in LOCKED if getattr(kpi, n) != getattr(mandating, n)}
    for name, value in news.items():
        setattr(kpi, name, value)
    return bool(news)
