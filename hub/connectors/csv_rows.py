"""Rows of CSV files that somebody else's system drops into a folder: what all connectors that read
such files have in common."""

import csv
import io
import time
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from pydantic import Field, model_validator

from hub.connectors import BadRow, Connector, Happening, Look, Reading, Settings
from hub.errors import HubError, Invalid

MOST_BYTES = 64_000_000
Row = TypeVar("Row", Reading, Happening)


class CsvSettings(Settings):
    """``columns`` maps the hub's names for columns to the file's; ``where`` keeps only rows with
    these values."""

    known: ClassVar[frozenset[str]] = frozenset()  # the hub's names for columns

    path: Path
    pattern: str = "*.csv"
    columns: dict[str, str] = {}
    where: dict[str, str] = {}
    delimiter: str = Field(",", min_length=1, max_length=1)
    encoding: str = "utf-8-sig"
    settle_seconds: float = Field(1.0, ge=0, description="A file younger than this waits.")

    @model_validator(mode="after")
    def _known_columns(self) -> "CsvSettings":
        if strange := self.columns.keys() - self.known:
            raise ValueError(f"columns: no such column: {', '.join(sorted(strange))}")
        return self


class CsvRows(Connector, Generic[Row]):
    """A file, or a folder of files, of which every row gives one thing. Rows that cannot be read
    are reported with their number and the rest is taken; a file that is still being written is left
    for the next visit. A file that has not changed since the last visit is not read again."""

    Config = CsvSettings
    config: CsvSettings

    @abstractmethod
    def found(self, cells: Mapping[str, str], place: str) -> Row:
        """What a row gives, by the hub's names for its columns; those that are not there are empty.
        Raises Invalid, naming the cell that cannot be read."""

    @abstractmethod
    def required(self, header: frozenset[str]) -> Iterable[str]:
        """The hub's names of the columns that must be there."""

    def wanted(self, row: Mapping[str, str]) -> bool:
        """Whether a row is taken at all; others are passed over."""
        return all(row.get(column) == value for column, value in self.config.where.items())

    def read(self, look: Look) -> Iterator[Row | BadRow]:
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

    def _file(self, path: Path, seen: tuple[int, int]) -> Iterator[Row | BadRow]:
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

    def _rows(self, name: str, text: str) -> Iterator[Row | BadRow]:
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=self.config.delimiter)
        self._complete(name, rows.fieldnames or ())
        columns = {field: self.column(field) for field in self.config.known}
        for row in rows:
            if None in row or None in row.values():
                yield BadRow(f"{name} row {rows.line_num}", "has not as many cells as the header")
            elif self.wanted(row):
                yield self._read(f"{name} row {rows.line_num}", row, columns)

    def _complete(self, name: str, header: Iterable[str]) -> None:
        there = frozenset(header)
        needed: list[str] = [self.column(field) for field in self.required(there)]
        for column in (*needed, *self.config.columns.values(), *self.config.where):
            if column not in there:
                raise Invalid(f"{name} has no column {column!r}")

    def column(self, field: str) -> str:
        """The file's name for a column."""
        return self.config.columns.get(field, field)

    def _read(self, place: str, row: Mapping[str, str], columns: Mapping[str, str]) -> Row | BadRow:
        cells = {field: row.get(column, "").strip() for field, column in columns.items()}
        try:
            return self.found(cells, place)
        except HubError as error:
            return BadRow(place, error.message)


def _mark(path: Path) -> tuple[int, int]:
    """What changes when somebody writes the file."""
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size
