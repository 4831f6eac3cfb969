"""The file to fill in: what is due of a unit, as CSV or as a workbook."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from hub.uploads.cells import letters

HEADINGS = (
    "kpi",
    "title",
    "unit",
    "last value",
    "period",
    "state",
    "value",
    "numerator",
    "denominator",
    "people",
    "narrative",
    "source",
)
WIDTHS = (28, 44, 28, 24, 16, 22, 14, 14, 14, 10, 60, 30)
TO_FILL = range(7, len(HEADINGS) + 1)  # columns
SHEET = "Figures"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet takes text for a formula


@dataclass(frozen=True)
class Due:
    """A figure of a pack and how it stands; ``last`` is the one before it, as it is shown."""

    kpi: str
    title: str
    unit: str
    period: str
    last: str = ""
    state: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        return self.kpi, self.title, self.unit, self.last, self.period, self.state


def as_csv(due: Iterable[Due]) -> bytes:
    """With the mark by which Excel knows UTF-8; no cell can be taken for a formula."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(HEADINGS)
    rows.writerows([*map(_inert, each.cells), *[""] * len(TO_FILL)] for each in due)
    return text.getvalue().encode("utf-8-sig")


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def as_workbook(due: Iterable[Due]) -> bytes:
    """One sheet; all that is written there is text, so that no period turns into a date."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    _head(sheet)
    for row, each in enumerate(due, 2):
        for column, words in enumerate(each.cells, 1):
            _put(sheet.cell(row, column), words)
        for column in TO_FILL:
            sheet.cell(row, column).fill = PatternFill("solid", fgColor="FFF6DF")
        sheet.cell(row, HEADINGS.index("narrative") + 1).alignment = Alignment(wrap_text=True)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _head(sheet: Worksheet) -> None:
    for column, (words, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True), 1):
        cell = sheet.cell(1, column)
        _put(cell, words)
        cell.font = Font(bold=True)
        sheet.column_dimensions[letters(column)].width = width
    sheet.freeze_panes = "B2"


def _put(cell: Cell | MergedCell, words: str) -> None:
    assert isinstance(cell, Cell)
    cell.value = words
    cell.data_type = "s"  # a title that begins with = is no formula
    cell.number_format = "@"
