"""A pack: the rows of figures in a file, found by their headings, and what stands in the way."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hub.uploads.cells import Book, Cell, Sheet, letters, number

HEAD = 20  # rows in which the headings are looked for
MOST = 2_000  # figures in one pack
MOST_NAMED = 8  # places named in one sentence
NAMES = {
    "kpi": ("kpi", "key", "kpi key", "indicator", "measure", "title", "kpi title"),
    "period": ("period", "reporting period", "month", "date"),
    "value": ("value", "figure", "actual"),
    "numerator": ("numerator",),
    "denominator": ("denominator",),
    "people": ("people", "number of people"),
    "narrative": ("narrative", "remark", "remarks", "comment", "comments", "analysis"),
    "source": ("source",),
}
COLUMN = {heading: name for name, headings in NAMES.items() for heading in headings}
FIGURES = ("value", "numerator", "denominator")
EITHER = re.compile(r"\D{0,2}\d{1,3},\d{3}\D{0,2}", re.ASCII)  # thousands, or decimals
RANGE = re.compile(r"([A-Z]{1,3})(\d{1,9})(?::([A-Z]{1,3})(\d{1,9}))?", re.ASCII)


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: an address, or empty for the file as a whole."""

    place: str
    words: str


@dataclass(frozen=True)
class Entry:
    """One row of a pack: its cells by what their columns hold; ``place`` is its KPI's cell."""

    place: str
    cells: Mapping[str, Cell]
    hidden: bool = False

    @property
    def filled(self) -> bool:
        return any(name in self.cells for name in FIGURES)

    def at(self, name: str) -> str:
        """The address of a cell, or of the row's first where there is nothing in that one."""
        return self.cells[name].place if name in self.cells else self.place


@dataclass
class Pack:
    """``remarks`` tell what of the file was passed over; any of the ``faults`` refuses it."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """Where a sheet's headings stand: their row, and the column of each."""

    row: int
    columns: Mapping[str, int]


def pack(book: Book) -> Pack:
    """The rows of every visible sheet that has the headings."""
    found = Pack()
    tables = [(sheet, table) for sheet in book.sheets if (table := _table(sheet))]
    shown = [(sheet, table) for sheet, table in tables if not sheet.hidden]
    if not shown:
        found.faults.append(_no_table(book, [sheet.name for sheet, _ in tables]))
    for sheet, table in shown:
        _take(sheet, table, found)
    if book.separator == ";":
        found.faults += _commas(found.entries)
    _pass_over(book, {sheet.name for sheet, _ in shown}, found)
    if len(found.entries) > MOST:
        last = found.entries[MOST].place
        found.faults.append(Fault(last, f"not more than {MOST:,} figures are taken at once"))
        del found.entries[MOST:]
    if shown and not found.faults and not any(entry.filled for entry in found.entries):
        found.faults.append(Fault("", "There is no figure in the file."))
    return found


def _no_table(book: Book, hidden: list[str]) -> Fault:
    wanted = "headings kpi, period and value (or numerator and denominator) in one row"
    heads = [s.place(1, 1)[:-2] + spot for s in book.sheets for spot in s.merged if _high(spot)]
    if hidden:
        return Fault("", f"The figures are on a hidden sheet ({_named(hidden)}): show it first.")
    if book.form == "csv":
        return Fault("", f"The file has no {wanted} among its first {HEAD}.")
    sheets = _named([sheet.name for sheet in book.sheets])
    merged = f" Merged cells may hide them: {_named(heads)}." if heads else ""
    words = f"No sheet has the {wanted} among its first {HEAD}; there are: {sheets}."
    return Fault("", words + merged)


def _high(spot: str) -> bool:
    """Whether merged cells begin where headings are looked for."""
    m = RANGE.fullmatch(spot)
    return m is not None and int(m[2]) <= HEAD


def _named(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def heading(text: str) -> str:
    """A heading as it is compared: ``Reporting_Period:`` is ``reporting period``."""
    return " ".join(text.casefold().replace("_", " ").rstrip(":* ").split())


def _table(sheet: Sheet) -> Table | None:
    for row, cells in sheet.rows:
        if row > HEAD:
            return None
        columns: dict[str, int] = {}
        for column, cell in sorted(cells.items(), key=_choice):
            columns.setdefault(COLUMN.get(heading(cell.text), ""), column)
        rate = "numerator" in columns and "denominator" in columns
        if "kpi" in columns and "period" in columns and ("value" in columns or rate):
            columns.pop("", None)
            return Table(row, columns)
    return None


def _choice(item: tuple[int, Cell]) -> tuple[int, int]:
    """Of two headings for one thing the more exact comes first: kpi before title."""
    column, cell = item
    said = heading(cell.text)
    return NAMES[COLUMN[said]].index(said) if said in COLUMN else 0, column


def _take(sheet: Sheet, table: Table, found: Pack) -> None:
    if sheet.cut:
        found.faults.append(Fault(sheet.name, sheet.cut))
    found.faults += _doubled(sheet, table)
    last = table.row
    for row, cells in sheet.rows:
        if row <= table.row:
            continue
        named = {name: cells[column] for name, column in table.columns.items() if column in cells}
        if named:
            last = row
            place = sheet.place(row, table.columns["kpi"])
            found.entries.append(Entry(place, named, row in sheet.hidden_rows))
    found.faults += _merged(sheet, table, last)
    found.remarks += _unread(sheet, table)


def _doubled(sheet: Sheet, table: Table) -> Iterator[Fault]:
    """Two headings of the same name: nobody can tell which column is meant."""
    cells = dict(sheet.rows)[table.row]
    for name, column in table.columns.items():
        said = heading(cells[column].text)
        for other, cell in cells.items():
            if other != column and heading(cell.text) == said:
                where = cells[column].place
                yield Fault(
                    cell.place, f"there are two columns for the {name}, here and in {where}"
                )


def _merged(sheet: Sheet, table: Table, last: int) -> Iterator[Fault]:
    """Merged cells within the table: of all that they cover only one holds what they show."""
    left, right = min(table.columns.values()), max(table.columns.values())
    for spot in sheet.merged:
        m = RANGE.fullmatch(spot)
        if m is None:
            continue
        columns = sorted((number(m[1]), number(m[3] or m[1])))
        rows = sorted((int(m[2]), int(m[4] or m[2])))
        if rows[0] <= last and rows[1] >= table.row and columns[0] <= right and columns[1] >= left:
            corner = sheet.place(rows[0], columns[0])
            place = f"{corner}:{letters(columns[1])}{rows[1]}"
            yield Fault(place, "these cells are merged: unmerge them, and fill each one")


def _commas(entries: list[Entry]) -> Iterator[Fault]:
    """Semicolons part the columns where commas part decimals: ``95,125`` may be 95 there."""
    for entry in entries:
        for name in (*FIGURES, "people"):
            cell = entry.cells.get(name)
            if cell is not None and EITHER.fullmatch(cell.text):
                words = "may be read in two ways: write it without a comma, decimals with a point"
                yield Fault(cell.place, f"“{cell.text}” {words}")


def _unread(sheet: Sheet, table: Table) -> Iterator[str]:
    """Columns with headings that mean nothing here, but for those that a template brings."""
    cells = dict(sheet.rows)[table.row]
    strange = [
        f"{cell.text[:40]} ({cell.place})"
        for column, cell in sorted(cells.items())
        if column not in table.columns.values() and heading(cell.text) not in (*OURS, *COLUMN)
    ]
    if strange:
        yield f"Not read: {_named(strange)}."


OURS = ("unit", "last value", "state")


def _pass_over(book: Book, read: set[str], found: Pack) -> None:
    hidden = [s.name for s in book.sheets if s.hidden and s.rows]
    others = [s.name for s in book.sheets if s.name not in read and not s.hidden and s.rows]
    if read and hidden:
        found.remarks.append(f"Not read, since hidden: {_named(hidden)}.")
    if read and others:
        found.remarks.append(f"Not read, since without the headings: {_named(others)}.")
    if book.from_1904:
        found.remarks.append("This workbook counts its days from 1904; its dates are read so.")
