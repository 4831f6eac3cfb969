"""Workbooks (.xlsx) as cells: what is unsafe is refused before anything of it is unpacked."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from hub.uploads.cells import Kind, Line, Unreadable, letters, number
from hub.uploads.wording import COLUMNS, ROWS, cleaned

MB = 1_000_000
UNPACKED = 64 * MB
PACKING = 200  # times that a part may be larger unpacked; true workbooks stay below 60
WORTH_ASKING = 1 * MB  # unpacked size below which no part can be a bomb
PARTS = 2_000
SHEETS = 50
MERGED = 1_000
PLACE = re.compile(r"([A-Z]{1,3})\d+")
Marks = tuple[int, str, str, bool]


def lines(raw: bytes) -> Iterator[Line]:
    """Every sheet with its cells. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _safe(archive)
            yield from _book(raw, archive)
    except zipfile.BadZipFile:
        raise Unreadable(
            "The workbook is damaged: open it, save it again and try once more."
        ) from None
    except (ParseError, InvalidFileException, KeyError, ValueError) as error:
        if isinstance(error.__cause__ or error, DefusedXmlException):
            raise Unreadable(
                "The workbook defines entities of its own, which no spreadsheet does."
            ) from None
        raise Unreadable("This is not a workbook that can be read: save it as .xlsx.") from None


def _safe(archive: zipfile.ZipFile) -> None:
    """Refuse bombs, macros and links, all by the archive's table of contents."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > PARTS or unpacked > UNPACKED:
        raise Unreadable(
            f"Unpacked, the workbook is {unpacked // MB:,} MB in {len(parts):,} parts: not more "
            f"than {UNPACKED // MB} MB in {PARTS:,} parts are taken."
        )
    for part in parts:
        if part.file_size > max(WORTH_ASKING, PACKING * part.compress_size):
            raise Unreadable(
                f"{part.filename[:80]} is packed {part.file_size // max(1, part.compress_size):,} "
                "times smaller than it is: that is no workbook."
            )
    names = {part.filename.casefold() for part in parts}
    _without(names)


def _without(names: set[str]) -> None:
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable("The workbook holds macros: save it as .xlsx, without them.")
    if any("/externallinks/" in name for name in names):
        raise Unreadable(
            "The workbook is linked to other workbooks: break the links (Data, Edit Links) first."
        )
    if "content.xml" in names:
        raise Unreadable("This is an OpenDocument workbook (.ods): save it as .xlsx.")
    if "[content_types].xml" not in names:
        raise Unreadable("This is a packed file, but no workbook: save it as .xlsx.")
    if "xl/workbook.bin" in names:
        raise Unreadable("This is a binary workbook (.xlsb): save it as .xlsx.")


def _book(raw: bytes, archive: zipfile.ZipFile) -> Iterator[Line]:
    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    if len(book.worksheets) > SHEETS:
        raise Unreadable(f"The workbook has more than {SHEETS} sheets.")
    yield {"form": "xlsx", "from_1904": book.epoch == CALENDAR_MAC_1904}
    for sheet in book.worksheets:
        # which part of the archive is the sheet, openpyxl has found out and keeps to itself
        with archive.open(sheet._worksheet_path) as source:  # type: ignore[attr-defined]
            marks = _Marks().of(source)
        yield {
            "sheet": cleaned(sheet.title),
            "hidden": sheet.sheet_state != "visible",
            "merged": marks.merged,
            "hidden_rows": marks.hidden,
            "cut": marks.cut,
        }
        for row, cells in enumerate(_rows(sheet, marks), 1):
            kept = list(_cells(row, cells, marks))
            if kept:
                yield {"row": row, "cells": kept}


def _rows(sheet: Any, marks: "_Marks") -> Iterator[Sequence[Any]]:
    """As far as anything is filled: beyond, openpyxl would make up empty cells one by one."""
    bottom, right = min(marks.bottom, ROWS), min(marks.right, COLUMNS)
    return iter(sheet.iter_rows(1, bottom, 1, right)) if bottom else iter(())


@dataclass
class _Marks:
    """What openpyxl does not tell of a sheet that it reads row by row."""

    merged: list[str] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    cut: str = ""
    row: int = 0
    bottom: int = 0  # the last row with anything in it
    right: int = 0  # the last column

    def of(self, source: Any) -> "_Marks":
        for _, element in iterparse(source, ("end",)):
            name = element.tag.rpartition("}")[2]
            if name == "row":
                self._row(element)
                element.clear()
            elif name == "mergeCell" and len(self.merged) < MERGED:
                self.merged.append(element.get("ref", ""))
        return self

    def _row(self, element: Element) -> None:
        before, self.row = self.row, int(float(element.get("r") or self.row + 1))
        if self.row <= before:
            raise Unreadable(f"row {self.row}: the rows of a sheet are not in their order.")
        filled = [column for column, cell in _columns(element) if self._filled(column, cell)]
        if not filled:
            return
        self.bottom, self.right = self.row, max(self.right, *filled)
        if element.get("hidden") in ("1", "true"):
            self.hidden.append(self.row)
        if self.row > ROWS:
            self.cut = (
                self.cut or f"row {self.row:,} is filled; not more than {ROWS:,} rows are read"
            )
        if max(filled) > COLUMNS:
            place = f"{letters(max(filled))}{self.row}"
            self.cut = self.cut or f"{place} is filled; not more than {COLUMNS} columns are read"

    def _filled(self, column: int, cell: Element) -> bool:
        """Whether there is anything in a cell; remembers formulas without a result."""
        parts = {part.tag.rpartition("}")[2]: part for part in cell}
        value = parts.get("v")
        there = value is not None and bool(value.text)
        if "f" in parts and not there and cell.get("t") != "str" and self.row <= ROWS:
            self.uncalculated.add((self.row, column))
        return there or "f" in parts or "is" in parts


def _columns(row: Element) -> Iterator[tuple[int, Element]]:
    column = 0
    for cell in row:
        place = PLACE.fullmatch(cell.get("r", ""))
        column = number(place[1]) if place else column + 1
        yield column, cell


def _cells(row: int, cells: Sequence[Any], marks: _Marks) -> Iterator[Marks]:
    for column, cell in enumerate(cells, 1):
        if (row, column) in marks.uncalculated:
            yield column, Kind.UNCALCULATED.value, "", False
        elif cell.value is not None:
            kind, text = _told(cell.value, cell.data_type)
            if text:
                percent = kind is Kind.NUMBER and "%" in (cell.number_format or "")
                yield column, kind.value, text, percent


def _told(value: Any, data_type: str) -> tuple[Kind, str]:
    """The kind of a cell, and its value as text."""
    if data_type == "e":
        return Kind.ERROR, cleaned(str(value))
    match value:
        case bool():
            return Kind.FLAG, "TRUE" if value else "FALSE"
        case int() | float():
            return Kind.NUMBER, repr(value)
        case datetime() | date():
            return Kind.DATE, value.isoformat()
        case time() | timedelta():
            return Kind.TIME, str(value)
        case _:
            return Kind.TEXT, cleaned(str(value))
