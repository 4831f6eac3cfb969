"""Files for the tests: workbooks and CSV made on the spot, honest ones and traps."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEAD = ("kpi", "period", "value")


def sheet_of(book: Workbook) -> Worksheet:
    assert isinstance(book.active, Worksheet)
    return book.active


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(
    rows: Iterable[Sequence[Any]],
    touch: Callable[[Worksheet], object] = lambda sheet: None,
    head: Sequence[str] = HEAD,
) -> bytes:
    """A workbook with the headings and the rows; ``touch`` spoils its sheet."""
    book = Workbook()
    sheet = sheet_of(book)
    sheet.title = "Figures"
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    touch(sheet)
    return saved(book)


def separated(*rows: Sequence[Any], by: str = ",", head: Sequence[str] = HEAD) -> bytes:
    return "\r\n".join(by.join(map(str, row)) for row in (head, *rows)).encode()


def repacked(raw: bytes, **changes: bytes | None) -> bytes:
    """The workbook with some of its parts replaced, added or (None) left out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old:
        parts: Mapping[str, bytes | None] = {n: old.read(n) for n in old.namelist()} | changes
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return file.getvalue()
