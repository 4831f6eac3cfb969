"""Figures from CSV files that somebody else's system drops into a folder."""

import csv
import io
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from pydantic import Field, model_validator

from hub.connectors import BadRow, Connector, Look, Reading, Settings
from hub.domain.periods import instant
from hub.errors import HubError, Invalid

MOST_BYTES = 64_000_000
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


class CsvFile(Connector):
    """A file, or a folder of files, in long form: one figure a row. Rows that cannot be read are
    reported with their number and the rest is taken; a file that is still being written is left
    for the next visit. A file that has not changed since the last visit is not read again."""

    name = "csv_file"
    title = "CSV file"

    class Config(Settings):
        """``columns`` maps the hub's names (kpi, period, at, value, numerator, denominator,
        published, source) to the file's; ``kpis`` maps what the kpi column says to KPI keys, and
        rows about anything else are passed over; ``where`` keeps only rows with these values."""

        path: Path
        pattern: str = "*.csv"
        columns: dict[str, str] = {}
        kpis: dict[str, str] = {}
        where: dict[str, str] = {}
        delimiter: str = Field(",", min_length=1, max_length=1)
        encoding: str = "utf-8-sig"
        settle_seconds: float = Field(1.0, ge=0, description="A file younger than this waits.")

        @model_validator(mode="after")
        def _known_columns(self) -> "CsvFile.Config":
            if strange := self.columns.keys() - COLUMNS:
                raise ValueError(f"columns: no such column: {', '.join(sorted(strange))}")
            return self

    config: Config

    def read(self, look: Look) -> Iterator[Reading | BadRow]:
        files = self._files()
        for gone in look.memory.keys() - {str(path) for path in files}:
            del look.memory[gone]
        for path in files:
            seen = _mark(path)
            if look.memory.get(str(path)) == seen or not self._settled(path):
                continue
            yield from self._file(path, seen)
            if _mark(path) == seen:
                look.memory[str(path)] = seen

    def _file(self, path: Path, seen: tuple[int, int]) -> Iterator[Reading | BadRow]:
        """One file's rows. In a folder, one that cannot be read does not hold up the others."""
        try:
            text = self._text(path)
            if _mark(path) != seen:
                return  # somebody is writing it: whole at the next visit
            yield from self._rows(path.name, text)
        except (OSError, UnicodeDecodeError, csv.Error, Invalid) as error:
            if path == self.config.path:
                raise
            yield BadRow(path.name, error.message if isinstance(error, Invalid) else str(error))

    def _files(self) -> list[Path]:
        """The files to look at. Raises FileNotFoundError where there is nothing at the path."""
        path = self.config.path
        if path.is_dir():
            return sorted(p for p in path.glob(self.config.pattern) if p.is_file())
        path.stat()
        return [path]

    def _settled(self, path: Path) -> bool:
        """Whether it was not written to lately. One of a time to come is from before a clock was
        put back, or from another machine's."""
        return abs(time.time() - path.stat().st_mtime) >= self.config.settle_seconds

    def _text(self, path: Path) -> str:
        if path.stat().st_size > MOST_BYTES:
            raise Invalid(f"{path.name} is larger than {MOST_BYTES:,} bytes")
        return path.read_text(encoding=self.config.encoding)

    def _rows(self, name: str, text: str) -> Iterator[Reading | BadRow]:
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=self.config.delimiter)
        self._complete(name, rows.fieldnames or ())
        columns = {field: self._column(field) for field in COLUMNS}
        for row in rows:
            if None in row or None in row.values():
                yield BadRow(f"{name} row {rows.line_num}", "has not as many cells as the header")
            elif self._wanted(row):
                yield self._reading(f"{name} row {rows.line_num}", row, columns)

    def _wanted(self, row: Mapping[str, str]) -> bool:
        mapped = not self.config.kpis or row.get(self._column("kpi")) in self.config.kpis
        return mapped and all(row.get(c) == wanted for c, wanted in self.config.where.items())

    def _complete(self, name: str, header: Iterable[str]) -> None:
        there = set(header)
        dated = self._column("at" if self._column("at") in there else "period")
        mapped = self.config.columns.values()
        for column in (self._column("kpi"), dated, *mapped, *self.config.where):
            if column not in there:
                raise Invalid(f"{name} has no column {column!r}")

    def _column(self, field: str) -> str:
        return self.config.columns.get(field, field)

    def _reading(
        self, place: str, row: Mapping[str, str], columns: Mapping[str, str]
    ) -> Reading | BadRow:
        cells = {field: row.get(column, "").strip() for field, column in columns.items()}
        try:
            return reading(cells, self.config.kpis, place)
        except HubError as error:
            return BadRow(place, error.message)


def _mark(path: Path) -> tuple[int, int]:
    """What changes when somebody writes the file."""
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


COLUMNS = frozenset(
    {"kpi", "period", "at", "value", "numerator", "denominator", "people", "published", "source"}
)


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
