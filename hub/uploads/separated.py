"""CSV files as cells: what they are written in, what parts their columns, and their rows."""

import csv
import io
from collections.abc import Iterator, Sequence

from hub.uploads.cells import Kind, Line, Unreadable
from hub.uploads.wording import COLUMNS, ROWS, cleaned

SEPARATORS = (",", ";", "\t")
DECLARED = "sep="  # the first line by which Excel is told of the separator


def lines(raw: bytes) -> Iterator[Line]:
    """The file as one sheet without a name. Raises Unreadable with the row that is at fault."""
    text = decoded(raw)
    separator, skipped = _separator(text)
    yield {"form": "csv", "from_1904": False, "separator": separator}
    yield {"sheet": "", "hidden": False, "merged": [], "hidden_rows": [], "cut": ""}
    records = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    row = 0
    try:
        for row, record in enumerate(records, 1):
            if row > ROWS:
                raise Unreadable(f"row {row:,}: a file has not more than {ROWS:,} rows.")
            if row > skipped and (cells := _cells(row, record)):
                yield {"row": row, "cells": cells}
    except csv.Error:
        raise Unreadable(
            f"row {row + 1}: a quotation mark is opened there and not closed, or stands within a "
            "cell: write it twice, or leave it out."
        ) from None


def _cells(row: int, record: Sequence[str]) -> list[tuple[int, str, str, bool]]:
    texts = [cleaned(text) for text in record]
    kept = [(n, Kind.TEXT.value, text, False) for n, text in enumerate(texts, 1) if text]
    if kept and kept[-1][0] > COLUMNS:
        raise Unreadable(f"row {row}: a row has not more than {COLUMNS} cells.")
    return kept


def decoded(raw: bytes) -> str:
    """UTF-8 with or without its mark, what Excel calls Unicode text, or the Windows code page."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decoded(raw, "utf-16")
    if b"\0" in raw:
        row = raw[: raw.index(b"\0")].count(b"\n") + 1
        raise Unreadable(f"row {row}: this is not a text file, nor a workbook (.xlsx).")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(raw, "cp1252")


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        raise Unreadable(f"row {row}: this is not text; save the file as CSV UTF-8.") from None


def _separator(text: str) -> tuple[str, int]:
    """What parts the columns, and how many rows stand before the table to say so."""
    first, _, rest = text.lstrip("\r\n").partition("\n")
    said = first.strip("\r").strip('"').casefold()
    if said.startswith(DECLARED) and said[len(DECLARED) :] in SEPARATORS:
        return said[len(DECLARED) :], 1
    head = (first, *rest.split("\n", 20)[:20])
    counts = {each: max(line.count(each) for line in head) for each in SEPARATORS}
    return max(SEPARATORS, key=lambda each: (_columns(head, each), counts[each])), 0


def _columns(head: Sequence[str], separator: str) -> int:
    """How many of the columns that a file must have a line of its head names."""
    return max(
        len({cell.strip().strip('"').casefold() for cell in line.split(separator)} & KNOWN)
        for line in head
    )


KNOWN = frozenset({"kpi", "period", "value", "numerator", "denominator"})
