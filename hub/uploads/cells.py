"""What a file of figures holds: sheets of cells, each with the address that people know it by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Line = dict[str, Any]  # one line of JSON between the two processes


class Unreadable(Exception):
    """A file that is not taken; the words say why, and where."""


class Kind(StrEnum):
    """What stands in a cell. A formula that has no result yet is ``uncalculated``."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    FLAG = "flag"
    ERROR = "error"
    UNCALCULATED = "uncalculated"


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` is the value as text: a number as Python writes it, a date as ISO 8601."""

    place: str
    kind: Kind
    text: str
    percent: bool = False


@dataclass(frozen=True)
class Sheet:
    """``rows`` are those with anything in them: their number, and their cells by column number.

    ``cut`` says in words why the rest of the sheet was not read; empty where all of it was.
    """

    name: str
    rows: tuple[tuple[int, dict[int, Cell]], ...] = ()
    hidden: bool = False
    merged: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    cut: str = ""

    def place(self, row: int, column: int) -> str:
        return address(self.name, row, column)


@dataclass(frozen=True)
class Book:
    """A file as it was read. ``from_1904`` says that its days are counted from 1904;
    ``separator`` is what parts the columns of CSV."""

    form: str  # csv or xlsx
    sheets: tuple[Sheet, ...]
    from_1904: bool = False
    separator: str = ""


@dataclass
class _Begun:
    """A sheet whose rows are still coming."""

    about: Line
    rows: list[tuple[int, dict[int, Cell]]] = field(default_factory=list)

    def sheet(self) -> Sheet:
        about = self.about
        return Sheet(
            about["sheet"],
            tuple(self.rows),
            about["hidden"],
            tuple(about["merged"]),
            frozenset(about["hidden_rows"]),
            about["cut"],
        )


def book(lines: Iterable[Line]) -> Book:
    """The book that the lines tell of: itself first, then each sheet followed by its rows."""
    told = iter(lines)
    about = next(told)
    sheets = [begun.sheet() for begun in _sheets(told)]
    return Book(about["form"], tuple(sheets), about["from_1904"], about.get("separator", ""))


def _sheets(told: Iterator[Line]) -> list[_Begun]:
    sheets: list[_Begun] = []
    for line in told:
        if "sheet" in line:
            sheets.append(_Begun(line))
        else:
            sheets[-1].rows.append((line["row"], _cells(sheets[-1].about["sheet"], line)))
    return sheets


def _cells(sheet: str, line: Line) -> dict[int, Cell]:
    return {
        column: Cell(address(sheet, line["row"], column), Kind(kind), text, percent)
        for column, kind, text, percent in line["cells"]
    }


def address(sheet: str, row: int, column: int) -> str:
    """``Figures!C5``, as spreadsheets write it; ``C5`` where there is only one sheet."""
    place = f"{letters(column)}{row}"
    if not sheet:
        return place
    plain = sheet.isalnum() and sheet.isascii()
    name = sheet if plain else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{place}"


def letters(column: int) -> str:
    """``A`` for 1, ``AB`` for 28."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def number(column: str) -> int:
    """1 for ``A``, 28 for ``AB``."""
    found = 0
    for letter in column.upper():
        found = found * 26 + ord(letter) - ord("A") + 1
    return found
