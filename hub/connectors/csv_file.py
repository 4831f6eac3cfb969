"""Figures from CSV files that somebody else's system drops into a folder."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar

from hub.connectors import Reading
from hub.connectors.csv_rows import CsvRows, CsvSettings
from hub.domain.periods import instant
from hub.errors import Invalid

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
COLUMNS = frozenset(
    {"kpi", "period", "at", "value", "numerator", "denominator", "people", "published", "source"}
)


class CsvFile(CsvRows[Reading]):
    """A file, or a folder of files, in long form: one figure a row."""

    name = "csv_file"
    title = "CSV file"

    class Config(CsvSettings):
        """``columns`` maps the hub's names (kpi, period, at, value, numerator, denominator,
        published, source) to the file's; ``kpis`` maps what the kpi column says to KPI keys, and
        rows about anything else are passed over; ``where`` keeps only rows with these values."""

        known: ClassVar[frozenset[str]] = COLUMNS

        kpis: dict[str, str] = {}

    config: Config

    def required(self, header: frozenset[str]) -> Iterable[str]:
        return ("kpi", "at" if self.column("at") in header else "period")

    def wanted(self, row: Mapping[str, str]) -> bool:
        mapped = not self.config.kpis or row.get(self.column("kpi")) in self.config.kpis
        return mapped and super().wanted(row)

    def found(self, cells: Mapping[str, str], place: str) -> Reading:
        return reading(cells, self.config.kpis, place)


def reading(cells: Mapping[str, str], kpis: Mapping[str, str], place: str) -> Reading:
    """A row's cells as a reading. Raises Invalid, naming the cell that cannot be read."""
    name = cells["kpi"]
    key = kpis.get(name, name)
    if not key:
        raise Invalid("the KPI is empty")
    rate = bool(cells["numerator"] or cells["denominator"])
    return Reading(
        kpi=key,
        period=cells["period"] or None,
        at=instant(cells["at"]) if cells["at"] else None,
        value=None if rate else number(cells["value"], "value"),
        numerator=number(cells["numerator"], "numerator") if rate else None,
        denominator=number(cells["denominator"], "denominator") if rate else None,
        people=people(cells["people"]),
        published=published(cells["published"]),
        source=cells["source"],
        place=place,
    )


def number(text: str, cell: str) -> float:
    """``12``, ``-0.5``, ``1e3``: nothing with thousands separators, units or words."""
    if not NUMBER.fullmatch(text):
        raise Invalid(f"{cell}: {text!r} is not a number" if text else f"{cell} is empty")
    found = float(text)
    if abs(found) == float("inf"):
        raise Invalid(f"{cell}: {text!r} is too large")
    return found


def people(text: str) -> int | None:
    """How many persons a figure is about; nothing where that is not told."""
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Invalid(f"people: {text!r} is not a number of persons")
    return int(text) if text else None


def published(text: str) -> date | None:
    """``2026-02-12``; ``2024-11`` where only the month is known, taken as its first day."""
    if not text:
        return None
    try:
        return date.fromisoformat(f"{text}-01" if len(text) == 7 else text)
    except ValueError:
        raise Invalid(f"published: {text!r} is not a date such as 2026-02-12") from None
