"""Files that people hand in by mistake or in malice, by what is the matter with them."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.uploads.made import HEAD, repacked, saved, separated, sheet_of, workbook

KPI = "works.on_time"
ROW = (KPI, "2025-12", 96)
SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
MB = 1_000_000


def old_workbook() -> bytes:
    """What Excel 97 to 2003 wrote, as far as one sees from its head."""
    return OLE + "Workbook".encode("utf-16-le") + bytes(2_000)


def with_password() -> bytes:
    """An encrypted .xlsx is such a file with the workbook in one of its streams."""
    return OLE + "EncryptedPackage".encode("utf-16-le") + bytes(2_000)


def open_document() -> bytes:
    """What LibreOffice writes as .ods."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", "<office:document-content/>")
        made.writestr("META-INF/manifest.xml", "<manifest:manifest/>")
    return file.getvalue()


def page_called_workbook() -> bytes:
    """A table of HTML, as many programs export it under the name of a workbook."""
    return b"<html><table><tr><td>kpi</td><td>period</td><td>value</td></tr></table></html>"


def bomb(size: int) -> bytes:
    return repacked(workbook([ROW]), **{"xl/media/image1.png": bytes(size)})


def reaching_out(part: str) -> bytes:
    """A workbook of which one part brings in a file of the server."""
    with zipfile.ZipFile(io.BytesIO(workbook([ROW]))) as old:
        xml = old.read(part)
    head, brace, rest = xml.partition(b">") if xml.startswith(b"<?xml") else (b"", b"", xml)
    trap = b'<!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/passwd">]>'
    return repacked(workbook([ROW]), **{part: head + brace + trap + rest})


def linked() -> bytes:
    return repacked(workbook([ROW]), **{"xl/externalLinks/externalLink1.xml": b"<x/>"})


def with_macros() -> bytes:
    return repacked(workbook([ROW]), **{"xl/vbaProject.bin": b"x"})


def sheets(*named: tuple[str, list[tuple[Any, ...]], str]) -> bytes:
    """A workbook of sheets: name, rows, and whether it is visible."""
    made = Workbook()
    made.remove(sheet_of(made))
    for name, rows, state in named:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = state
    return saved(made)


def counted_from(year: int, day: date) -> bytes:
    made = Workbook()
    if year == 1904:
        made.epoch = CALENDAR_MAC_1904
    sheet = sheet_of(made)
    sheet.title = "Figures"
    for row in (HEAD, (KPI, day, 96)):
        sheet.append(list(row))
    return saved(made)


def long_list(rows: int) -> Iterator[tuple[Any, ...]]:
    return ((KPI, "2025-12", number) for number in range(rows))


def long_workbook(rows: int) -> bytes:
    made = Workbook(write_only=True)
    sheet = made.create_sheet("Figures")
    sheet.append(HEAD)
    for row in long_list(rows):
        sheet.append(row)
    return saved(made)


def percent(value: float) -> bytes:
    return workbook(
        [(KPI, "2025-12", value)],
        lambda sheet: setattr(sheet["C2"], "number_format", "0.0%"),
    )


def spaced(by: str, encoding: str, value: str = "96") -> bytes:
    """CSV in an encoding of the time, with words beyond ASCII."""
    head, row = (*HEAD, "narrative"), (KPI, "2025-12", value, "Café, £3m")
    quoted = [f'"{cell}"' if by in cell else cell for cell in row]
    return "\r\n".join((by.join(head), by.join(quoted))).encode(encoding)


def crowded() -> bytes:
    """Fifty sheets, each with one cell far down on the right."""
    made = Workbook()
    made.remove(sheet_of(made))
    for number in range(50):
        made.create_sheet(f"S{number}")["CV10000"] = 1
    return saved(made)


Refused = tuple[str, Callable[[], bytes], int, str]
REFUSED: tuple[Refused, ...] = (
    ("empty", lambda: b"", 400, "The file is empty."),
    ("nothing but blanks", lambda: b"\r\n \r\n", 400, "The file is empty."),
    ("more than 10 MB", lambda: b"x" * (10 * MB + 1), 413, "larger than 10 MB"),
    ("old binary workbook", old_workbook, 400, "old Excel file (.xls): save it as .xlsx"),
    ("password", with_password, 400, "The workbook has a password"),
    ("ods", open_document, 400, "OpenDocument workbook (.ods): save it as .xlsx"),
    ("html", page_called_workbook, 400, "a web page or XML, not a workbook"),
    ("pdf", lambda: b"%PDF-1.7\n\0\xff", 400, "row 2: this is not a text file"),
    ("zip bomb", lambda: bomb(40 * MB), 400, "times smaller than it is"),
    ("large zip bomb", lambda: bomb(80 * MB), 400, "Unpacked, the workbook is 80 MB"),
    ("cut off", lambda: workbook([ROW])[:-60], 400, "The workbook is damaged"),
    ("file of the server", lambda: reaching_out(SHEET), 400, "entities of its own"),
    ("in styles", lambda: reaching_out("xl/styles.xml"), 400, "entities of its own"),
    ("in workbook", lambda: reaching_out("xl/workbook.xml"), 400, "entities of its own"),
    ("external links", linked, 400, "linked to other workbooks"),
    ("macros", with_macros, 400, "holds macros"),
    (
        "100,000 rows of CSV",
        lambda: separated(*long_list(100_000)),
        400,
        "row 10,001: a file has not more than 10,000 rows",
    ),
    ("open quotation", lambda: b'kpi,period,value\n"works,2025-12,1\n', 400, "row 2: a quotation"),
)

Faulty = tuple[str, Callable[[], bytes], tuple[str, ...]]
FAULTY: tuple[Faulty, ...] = (
    (
        "wrong sheet",
        lambda: sheets(("Costs", [("Name", "Sum")], "visible"), ("Notes", [], "visible")),
        (": No sheet has the headings kpi, period and value",),
    ),
    (
        "merged cells",
        lambda: workbook([ROW, ROW], lambda sheet: sheet.merge_cells("A2:A3")),
        ("Figures!A2:A3: these cells are merged", "Figures!A3: the KPI is missing"),
    ),
    (
        "text in number cells",
        lambda: workbook([(KPI, "2025-12", "about 96")]),
        ("Figures!C2: “about 96” is not a figure",),
    ),
    (
        "another unit",
        lambda: workbook([(KPI, "2025-12", "£96m")]),
        ("Figures!C2: “£96m” has a unit that is not this KPI's",),
    ),
    (
        "day or month first",
        lambda: separated((KPI, "01/12/2025", 96)),
        ("B2: “01/12/2025” may be read in two ways",),
    ),
    (
        "date as a number",
        lambda: workbook([(KPI, 46000, 96)]),
        ("Figures!B2: 46000 looks like a date that is shown as a number",),
    ),
    (
        "duplicate rows",
        lambda: workbook([ROW, (KPI, "Dec-25", 97)]),
        ("Figures!A3: Delivered on time, 2025-12 stands in Figures!A2 already",),
    ),
    (
        "formula without a result",
        lambda: workbook([(KPI, "2025-12", "=48/50*100")]),
        ("Figures!C2: the result of this formula is not in the file",),
    ),
    (
        "formula gone wrong",
        lambda: workbook([(KPI, "2025-12", "#DIV/0!")]),
        ("Figures!C2: #DIV/0!: the formula has no result",),
    ),
    (
        "hidden sheet",
        lambda: sheets(("Notes", [("words",)], "visible"), ("Figures", [HEAD, ROW], "hidden")),
        (": The figures are on a hidden sheet (Figures): show it first",),
    ),
    (
        "100,000 rows",
        lambda: long_workbook(100_000),
        ("Figures: row 10,001 is filled; not more than 10,000 rows are read",),
    ),
    (
        "decimal comma",
        lambda: spaced(";", "utf-8", "95,5"),
        ("C2: “95,5” may be read in two ways: write a point before decimals",),
    ),
    (
        "decimal comma that looks like thousands",
        lambda: spaced(";", "cp1252", "95,125"),
        ("C2: “95,125” may be read in two ways",),
    ),
    (
        "quoted decimal comma",
        lambda: separated((KPI, "2025-12", '"95,5"')),
        ("C2: “95,5” may be read in two ways",),
    ),
    ("fifty sheets of nothing", crowded, (": No sheet has the headings",)),
)

Good = tuple[str, Callable[[], bytes], str]
GOOD: tuple[Good, ...] = (
    ("workbook", lambda: workbook([ROW]), "Figures!C2"),
    ("percentage", lambda: percent(0.96), "Figures!C2"),
    ("days from 1900", lambda: counted_from(1900, date(2025, 12, 1)), "Figures!C2"),
    ("days from 1904", lambda: counted_from(1904, date(2025, 12, 31)), "Figures!C2"),
    ("date as text", lambda: separated((KPI, "31/12/2025", 96)), "C2"),
    ("utf-8", lambda: spaced(",", "utf-8"), "C2"),
    ("utf-8 with its mark", lambda: spaced(";", "utf-8-sig"), "C2"),
    ("utf-16", lambda: spaced("\t", "utf-16"), "C2"),
    ("cp1252", lambda: spaced(",", "cp1252"), "C2"),
    (
        "hidden row",
        lambda: workbook([ROW], lambda sheet: setattr(sheet.row_dimensions[2], "hidden", True)),
        "Figures!C2",
    ),
    (
        "hidden sheet beside it",
        lambda: sheets(
            ("Figures", [HEAD, ROW], "visible"), ("Old", [HEAD, (KPI, "2025-11", 1)], "hidden")
        ),
        "Figures!C2",
    ),
)
