"""Packs: tables found by their headings, and what is said of the rest of a file."""

import csv
import io

import pytest
from openpyxl import Workbook

from hub.uploads.files import read
from hub.uploads.packs import MOST, Pack, pack
from hub.uploads.templates import Due, as_csv, as_workbook
from tests.uploads.made import saved, separated, sheet_of, workbook

ROW = ("works.on_time", "2025-12", 96)


def packed(raw: bytes) -> Pack:
    return pack(read(raw))


def words(raw: bytes) -> list[str]:
    return [f"{fault.place}: {fault.words}" for fault in packed(raw).faults]


def test_headings_are_found_below_a_title_and_by_other_names() -> None:
    made = Workbook()
    sheet = sheet_of(made)
    sheet["B2"] = "The Works, December"
    sheet.merge_cells("B2:E2")
    for column, text in enumerate(("KPI_Key", "Reporting Period:", "ACTUAL", "Comments"), 2):
        sheet.cell(4, column, text)
    sheet["B5"], sheet["C5"], sheet["D5"], sheet["E5"] = *ROW, "well"
    found = packed(saved(made))
    assert not found.faults
    (entry,) = found.entries
    assert {name: c.place for name, c in entry.cells.items()} == {
        "kpi": "Sheet!B5",
        "period": "Sheet!C5",
        "value": "Sheet!D5",
        "narrative": "Sheet!E5",
    }


def test_the_key_counts_where_there_is_a_title_too() -> None:
    head = ("Title", "kpi", "period", "value")
    found = packed(separated(("Delivered", *ROW), head=head))
    assert found.entries[0].cells["kpi"].text == "works.on_time" and not found.remarks
    only = packed(separated(("Delivered", "2025-12", 96), head=("Title", "Period", "Value")))
    assert only.entries[0].cells["kpi"].text == "Delivered"


def test_the_wrong_sheet_is_told_with_the_sheets_that_there_are() -> None:
    made = Workbook()
    sheet_of(made).append(["Name", "Amount"])
    made.create_sheet("Notes")
    (fault,) = packed(saved(made)).faults
    assert "No sheet has the headings kpi, period and value" in fault.words
    assert "Sheet, Notes" in fault.words


def test_a_hidden_sheet_is_named_and_not_read() -> None:
    made = Workbook()
    sheet_of(made).append(["kpi", "period", "value"])
    sheet_of(made).append(list(ROW))
    hidden = made.create_sheet("Last year")
    hidden.append(["kpi", "period", "value"])
    hidden.append(["works.on_time", "2024-12", 1])
    hidden.sheet_state = "veryHidden"
    made.create_sheet("Notes").append(["some words"])
    found = packed(saved(made))
    assert [e.place for e in found.entries] == ["Sheet!A2"]
    assert found.remarks == [
        "Not read, since hidden: Last year.",
        "Not read, since without the headings: Notes.",
    ]
    sheet_of(made).sheet_state = "hidden"
    made.active = 2
    assert "hidden sheet (Sheet, Last year)" in packed(saved(made)).faults[0].words


@pytest.mark.parametrize(
    ("spot", "refused"),
    [("A2:A3", True), ("C3:D3", True), ("E2:F3", False), ("A5:C6", False)],
)
def test_merged_cells_are_refused_within_the_table(spot: str, refused: bool) -> None:
    raw = workbook([ROW, ROW], lambda sheet: sheet.merge_cells(spot))
    faults = [fault for fault in packed(raw).faults if "merged" in fault.words]
    assert [fault.place for fault in faults] == ([f"Figures!{spot}"] if refused else [])


def test_merged_headings_are_named_where_none_are_found() -> None:
    raw = workbook([ROW], lambda sheet: sheet.merge_cells("A1:B1"))
    assert words(raw)[0].endswith("Merged cells may hide them: Figures!A1:B1.")


def test_two_columns_for_one_thing_are_refused() -> None:
    raw = separated((*ROW, 97), head=("kpi", "period", "value", "Value"))
    assert words(raw) == ["D1: there are two columns for the value, here and in C1"]


def test_strange_columns_are_named_and_those_of_the_template_are_not() -> None:
    head = ("kpi", "period", "value", "unit", "Target")
    assert packed(separated((*ROW, "W", 95), head=head)).remarks == ["Not read: Target (E1)."]


def test_rows_without_a_figure_are_known_and_a_file_of_only_those_is_refused() -> None:
    found = packed(separated(ROW, ("works.on_time", "2026-01", "")))
    assert [entry.filled for entry in found.entries] == [True, False]
    assert words(separated(("works.on_time", "2026-01", ""))) == [
        ": There is no figure in the file."
    ]


def test_more_rows_than_a_pack_has_are_refused() -> None:
    found = packed(separated(*[ROW] * (MOST + 1)))
    assert len(found.entries) == MOST
    assert (found.faults[0].place, found.faults[0].words) == (
        f"A{MOST + 2}",
        f"not more than {MOST:,} figures are taken at once",
    )


DUE = [Due("works.on_time", "=1+1", "The Works", "2025-12", "95.0% (November 2025)")]


def test_the_template_is_a_pack_without_figures() -> None:
    for raw in (as_csv(DUE), as_workbook(DUE)):
        (entry,) = packed(raw).entries
        assert entry.cells["kpi"].text == "works.on_time"
        assert entry.cells["period"].text == "2025-12"
        assert not entry.filled
        assert not packed(raw).remarks


def test_no_title_in_the_template_is_taken_for_a_formula() -> None:
    assert read(as_workbook(DUE)).sheets[0].rows[1][1][2].text == "=1+1"
    rows = list(csv.reader(io.StringIO(as_csv(DUE).decode("utf-8-sig"))))
    assert rows[1][1] == "'=1+1"
