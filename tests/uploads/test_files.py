"""Reading files: every trap is refused or read with its address, by a process that cannot harm."""

import io
import signal
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from hub.errors import Invalid, TooLarge
from hub.uploads import files, separated
from hub.uploads.cells import Cell, Kind, Unreadable, address, book, letters, number
from hub.uploads.files import MOST_BYTES, Limits, read
from hub.uploads.packs import pack
from hub.uploads.wording import COLUMNS, ROWS
from tests.uploads.made import repacked, saved, sheet_of, workbook
from tests.uploads.made import separated as csv

SHEET = "xl/worksheets/sheet1.xml"
ROW = ("works.on_time", "2025-12", 96)
LAUGHS = (
    b'<!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
)


def cell(raw: bytes, row: int = 2, column: int = 3) -> Cell:
    return dict(read(raw).sheets[0].rows)[row][column]


def refusal(raw: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        read(raw)
    return refused.value.message


# -- honest files ----------------------------------------------------------------------------


def test_a_workbook_gives_its_cells_with_their_addresses() -> None:
    assert cell(workbook([ROW])) == Cell("Figures!C2", Kind.NUMBER, "96")
    assert cell(workbook([ROW]), 2, 1).text == "works.on_time"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("by", [",", ";", "\t"])
def test_csv_is_read_in_the_encodings_and_with_the_separators_in_use(
    encoding: str, by: str
) -> None:
    text = by.join(("kpi", "period", "value")) + "\n" + by.join(("Café £", "2025-12", "1.5"))
    assert cell(text.encode(encoding), 2, 1) == Cell("A2", Kind.TEXT, "Café £")
    assert cell(text.encode(encoding)).text == "1.5"


def test_excel_s_own_line_about_the_separator_is_no_row() -> None:
    assert [n for n, _ in read(b"sep=;\nkpi;period;value\na;b;c\n").sheets[0].rows] == [2, 3]


def test_a_comma_within_a_figure_does_not_part_a_table_of_semicolons() -> None:
    assert cell(b"kpi;period;value\nworks.on_time;2025-12;1,5\n").text == "1,5"


def test_addresses_are_those_of_spreadsheets() -> None:
    assert [address(n, 5, 28) for n in ("", "Q3", "Joe's sheet")] == [
        "AB5",
        "Q3!AB5",
        "'Joe''s sheet'!AB5",
    ]
    assert [number(letters(n)) for n in range(1, 800)] == list(range(1, 800))


@pytest.mark.parametrize("epoch", ["1900", "1904"])
def test_dates_are_the_same_days_whichever_year_they_are_counted_from(epoch: str) -> None:
    made = Workbook()
    if epoch == "1904":
        made.epoch = CALENDAR_MAC_1904
    sheet_of(made)["A1"] = date(2025, 12, 1)
    found = read(saved(made))
    assert found.from_1904 == (epoch == "1904")
    assert found.sheets[0].rows[0][1][1].text == datetime(2025, 12, 1).isoformat()


def test_kinds_of_cells_are_told_apart() -> None:
    values = [True, 1.5, "#DIV/0!", datetime(2025, 1, 1, 9).time(), " a\u00a0b\x07 "]
    values[4] = " a\u00a0b "
    found = read(workbook([values])).sheets[0].rows[1][1]
    assert [(c.kind.value, c.text) for c in found.values()] == [
        ("flag", "TRUE"),
        ("number", "1.5"),
        ("error", "#DIV/0!"),
        ("time", "09:00:00"),
        ("text", "a b"),
    ]


def test_a_formula_without_a_result_is_known_as_one() -> None:
    raw = workbook([("works.on_time", "2025-12", "=1+1")])
    assert cell(raw).kind is Kind.UNCALCULATED
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        xml = parts.read(SHEET).replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>")
    assert cell(repacked(raw, **{SHEET: xml})) == Cell("Figures!C2", Kind.NUMBER, "2")


# -- traps -----------------------------------------------------------------------------------


def bomb(size: int = 40_000_000) -> bytes:
    return repacked(workbook([ROW]), **{"xl/media/image1.png": b"\0" * size})


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (lambda: b"  \n", "The file is empty"),
        (bomb, "times smaller than it is: that is no workbook"),
        (lambda: bomb(80_000_000), "Unpacked, the workbook is 80 MB"),
        (lambda: b"PK\x05\x06" + b"\0" * 18, "no workbook"),
        (lambda: b"PK\x03\x04 broken", "damaged"),
        (lambda: workbook([ROW])[:-60], "damaged"),
        (lambda: repacked(workbook([ROW]), **{"xl/vbaProject.bin": b"x"}), "macros"),
        (
            lambda: repacked(workbook([ROW]), **{"xl/externalLinks/externalLink1.xml": b"<x/>"}),
            "linked to other workbooks",
        ),
        (lambda: repacked(workbook([ROW]), **{"xl/workbook.bin": b"x"}), ".xlsb"),
        (lambda: repacked(workbook([ROW]), **{"xl/workbook.xml": b"<x>"}), "can be read"),
        (lambda: repacked(workbook([ROW]), **{"xl/workbook.xml": None}), "can be read"),
        (lambda: repacked(workbook([ROW]), **{SHEET: LAUGHS}), "entities of its own"),
        (lambda: b"\x81\x8d\x8f", "row 1: this is not text"),
        (lambda: b"kpi,period,value\n\0", "row 2: this is not a text file"),
        (lambda: b'kpi,period,value\n"a,b', "row 2: a quotation mark is opened"),
        (lambda: b"\n" * (ROWS + 1) + b"x", f"row {ROWS + 1:,}: a file has not more"),
        (lambda: b"kpi,period,value\n" + b"," * COLUMNS + b"x", "row 2: a row has not more"),
    ],
)
def test_what_cannot_be_a_pack_is_refused_in_a_sentence(raw: object, words: str) -> None:
    assert callable(raw)
    assert words in refusal(raw())


def test_a_file_of_more_than_10_mb_is_not_looked_at() -> None:
    with pytest.raises(TooLarge, match="larger than 10 MB"):
        read(b"x" * (MOST_BYTES + 1))


def test_rows_out_of_their_order_are_refused() -> None:
    """Read row by row, the earlier one would be passed over in silence."""
    raw = workbook([ROW, ROW])
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        xml = parts.read(SHEET)
    assert b'<row r="3"' in xml
    assert "row 2: the rows" in refusal(repacked(raw, **{SHEET: xml.replace(b'r="3"', b'r="2"')}))


@pytest.mark.parametrize("place", [f"A{ROWS + 1}", "CZ7", "XFD1048576"])
def test_a_cell_too_far_away_is_told_and_not_passed_over(place: str) -> None:
    raw = workbook([ROW], lambda sheet: sheet.__setitem__(place, 1))
    found = read(raw).sheets[0]
    assert "is filled; not more than" in found.cut
    assert pack(read(raw)).faults[0].words == found.cut


def test_merged_cells_hidden_rows_and_hidden_sheets_are_told() -> None:
    made = Workbook()
    sheet = sheet_of(made)
    sheet.append(["kpi", "period", "value"])
    sheet.append(list(ROW))
    sheet.merge_cells("A3:B4")
    sheet.row_dimensions[2].hidden = True
    made.create_sheet("Old").sheet_state = "hidden"
    first, second = read(saved(made)).sheets
    assert (first.merged, first.hidden_rows) == (("A3:B4",), frozenset({2}))
    assert (first.hidden, second.hidden) == (False, True)


def test_a_million_empty_rows_that_somebody_has_coloured_are_no_trouble() -> None:
    raw = workbook([ROW])
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        xml = parts.read(SHEET)
    tail = b"".join(b'<row r="%d" s="0" customFormat="1"/>' % n for n in range(3, 60_000))
    found = read(repacked(raw, **{SHEET: xml.replace(b"</sheetData>", tail + b"</sheetData>")}))
    assert [n for n, _ in found.sheets[0].rows] == [1, 2] and not found.sheets[0].cut


# -- the process -----------------------------------------------------------------------------


def test_a_reader_that_takes_too_much_memory_is_ended() -> None:
    """One row of half a million cells has to be held as a whole."""
    raw = workbook([ROW])
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        xml = parts.read(SHEET)
    row = b"<row>" + b"".join(b"<c><v>%d</v></c>" % n for n in range(500_000)) + b"</row>"
    long = repacked(raw, **{SHEET: xml.replace(b"</sheetData>", row + b"</sheetData>")})
    with pytest.raises(Invalid, match="more time or memory"):
        read(long, Limits(memory=100_000_000))


def test_a_reader_that_takes_too_much_of_the_processor_is_ended() -> None:
    busy = "from hub.uploads.reading import confine\nconfine(1, 1 << 30)\nwhile True: pass"
    ended = subprocess.run([sys.executable, "-c", busy], check=False, capture_output=True)
    assert ended.returncode in (-signal.SIGXCPU, -signal.SIGKILL)


def test_a_reader_cannot_write_files(tmp_path: Path) -> None:
    file = tmp_path / "file"
    writer = (
        "from hub.uploads.reading import confine\nconfine(5, 1 << 30)\n"
        f"open({str(file)!r}, 'wb').write(bytes(1 << 22))"
    )
    ended = subprocess.run([sys.executable, "-c", writer], check=False, capture_output=True)
    assert ended.returncode != 0 and file.stat().st_size <= 1 << 20


def test_a_reader_that_does_not_come_to_an_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleeper(tmp_path, "import time\nwhile True: time.sleep(60)")
    monkeypatch.setattr(files, "HUB", tmp_path / "hub")
    with pytest.raises(Invalid, match="more time or memory"):
        read(csv(ROW), Limits(seconds=0.3))


def test_a_reader_that_says_too_much_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleeper(tmp_path, "while True: print('x' * 10_000)")
    monkeypatch.setattr(files, "HUB", tmp_path / "hub")
    with pytest.raises(TooLarge, match="more than a pack"):
        read(csv(ROW), Limits(output=1_000_000))


def test_a_reader_that_breaks_off_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sleeper(tmp_path, 'print(\'{"form": "csv", "from_1904": false}\')\nraise SystemExit("broke")')
    monkeypatch.setattr(files, "HUB", tmp_path / "hub")
    assert "neither a workbook" in refusal(csv(ROW))
    assert "broke" in caplog.text


def sleeper(folder: Path, program: str) -> None:
    """A program in the place of the reader's."""
    package = folder / "hub" / "uploads"
    package.mkdir(parents=True)
    for name in (folder / "hub", package):
        (name / "__init__.py").write_text("")
    (package / "reading.py").write_text(program)


# -- anything at all -------------------------------------------------------------------------


@given(
    st.binary(max_size=400)
    | st.text(max_size=300).map(str.encode)
    | st.text('kpi,period;value\t\n\r" 12.%£', max_size=200).map(str.encode)
)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_csv_upsets_the_reader(raw: bytes) -> None:
    """It becomes cells, or it is refused with the row; and a pack says what is the matter."""
    try:
        found = book([{**line} for line in separated.lines(raw)])
    except Unreadable as refused:
        assert str(refused).startswith("row ")
    else:
        told = pack(found)
        assert told.entries or told.faults


@given(st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_spoilt_workbook_upsets_the_hub(spots: list[tuple[int, int]]) -> None:
    """Bytes of its sheet are changed at random: it is read, or refused in words."""
    raw = workbook([ROW, ("works.on_time", date(2025, 11, 1), "=1+1")])
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        xml = bytearray(parts.read(SHEET))
    for place, value in spots:
        xml[place % len(xml)] = value
    try:
        told = pack(read(repacked(raw, **{SHEET: bytes(xml)})))
    except Invalid as refused:
        assert refused.message
    else:
        assert told.entries or told.faults
