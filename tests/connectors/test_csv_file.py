"""Figures from CSV files: mapped columns, bad rows by number, nothing read twice or half."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hub.connectors import BadRow, Connector, Found, Look, Reading
from hub.connectors.csv_file import CsvFile, number, published
from hub.errors import Invalid
from hub.testing import NOON

ReadAll = Callable[[Connector], list[Found]]
HEADER = "kpi,period,value\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "figures.csv"


def connector(path: Path, **config: Any) -> CsvFile:
    return CsvFile({"path": path, "settle_seconds": 0, **config})


def test_rows_become_readings(file: Path, read_all: ReadAll) -> None:
    file.write_text(
        "kpi,period,at,value,numerator,denominator,published,source\n"
        "a,2025-12,,96.5,,,2026-01-20,desk\n"
        "b,,2026-01-14T13:00:00+01:00,,19,20,2026-01,\n"
    )
    first, second = read_all(connector(file))
    assert first == Reading(
        "a", "2025-12", value=96.5, published=published("2026-01-20"), source="desk",
        place="figures.csv row 2",
    )  # fmt: skip
    assert isinstance(second, Reading)
    assert (second.at, second.numerator, second.denominator, second.value) == (NOON, 19, 20, None)
    assert second.published == published("2026-01-01")


def test_columns_are_mapped_and_other_rows_passed_over(file: Path, read_all: ReadAll) -> None:
    file.write_text(
        "what;when;how much;where\n"
        "On time;2025-12;96;North\nOn time;2025-12;97;South\nX;x;x;North\n"
    )
    config = {
        "columns": {"kpi": "what", "period": "when", "value": "how much"},
        "kpis": {"On time": "works.on_time"},
        "where": {"where": "North"},
        "delimiter": ";",
    }
    place = "figures.csv row 2"
    assert read_all(connector(file, **config)) == [
        Reading("works.on_time", "2025-12", value=96, place=place)
    ]


def test_bad_rows_are_numbered_and_the_rest_is_taken(file: Path, read_all: ReadAll) -> None:
    rows = (
        "a,2025-12,1",
        "a,2025-12,many",
        "a,2025-12",
        "a,2025-12,1,2",
        ",2025-12,1",
        "a,2026-01,",
    )
    file.write_text(HEADER + "\n".join((*rows, "a,2026-02,2")) + "\n")
    found = read_all(connector(file))
    assert [r.value for r in found if isinstance(r, Reading)] == [1, 2]
    assert [(r.place, r.reason) for r in found if isinstance(r, BadRow)] == [
        ("figures.csv row 3", "value: 'many' is not a number"),
        ("figures.csv row 4", "has not as many cells as the header"),
        ("figures.csv row 5", "has not as many cells as the header"),
        ("figures.csv row 6", "the KPI is empty"),
        ("figures.csv row 7", "value is empty"),
    ]


@pytest.mark.parametrize(
    ("header", "config", "said"),
    [
        ("kpi,value", {}, "'period'"),
        ("name,period,value", {}, "'kpi'"),
        (HEADER.strip(), {"columns": {"value": "Value"}}, "'Value'"),
        (HEADER.strip(), {"where": {"region": "North"}}, "'region'"),
        ("", {}, "'kpi'"),
    ],
)
def test_a_column_that_is_not_there_is_named(
    file: Path, read_all: ReadAll, header: str, config: dict[str, Any], said: str
) -> None:
    file.write_text(f"{header}\na,2025-12,1\n")
    with pytest.raises(Invalid, match=f"figures.csv has no column {said}"):
        read_all(connector(file, **config))


def test_an_unknown_column_is_refused_before_anything_is_read(file: Path) -> None:
    with pytest.raises(Invalid, match="no such column: valeu"):
        connector(file, columns={"valeu": "x"})


def test_an_unchanged_file_is_not_read_again(file: Path) -> None:
    file.write_text(HEADER + "a,2025-12,1\n")
    look, reader = Look(NOON), connector(file)
    assert [len(list(reader.read(look))) for _ in range(2)] == [1, 0]
    file.write_text(HEADER + "a,2025-12,1\na,2026-01,2\n")
    assert len(list(reader.read(look))) == 2


def test_a_young_file_waits(file: Path) -> None:
    file.write_text(HEADER + "a,2025-12,1\n")
    look, reader = Look(NOON), connector(file, settle_seconds=3600)
    assert list(reader.read(look)) == []
    os.utime(file, (1_700_000_000, 1_700_000_000))
    assert len(list(reader.read(look))) == 1


@pytest.mark.parametrize("settle_seconds", [0, 60])
def test_a_file_of_a_time_to_come_is_read(file: Path, settle_seconds: int) -> None:
    """As after a clock was put back: it would wait until that time has come."""
    file.write_text(HEADER + "a,2025-12,1\n")
    os.utime(file, (4_000_000_000, 4_000_000_000))
    reader = connector(file, settle_seconds=settle_seconds)
    assert len(list(reader.read(Look(NOON)))) == 1


def test_a_file_that_is_written_while_it_is_read_waits(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(HEADER + "a,2025-12,1\n")
    whole = CsvFile._text

    def slowly(self: CsvFile, path: Path) -> str:
        text = whole(self, path)
        path.write_text(text + "a,2026-01,2\n")
        return text

    look, reader = Look(NOON), connector(file)
    with monkeypatch.context() as patched:
        patched.setattr(CsvFile, "_text", slowly)
        assert list(reader.read(look)) == []
    assert len(list(reader.read(look))) == 2


def test_a_folder_is_read_in_order_and_only_what_the_pattern_takes(
    tmp_path: Path, read_all: ReadAll
) -> None:
    for name in ("b.csv", "a.csv", "note.txt"):
        (tmp_path / name).write_text(f"{HEADER}{name[0]},2025-12,1\n")
    found = read_all(connector(tmp_path))
    assert [r.kpi for r in found if isinstance(r, Reading)] == ["a", "b"]


def test_one_spoilt_file_of_a_folder_does_not_hold_up_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"kpi,period,value\nB\xe4r,2025-12,1\n")
    (tmp_path / "b.csv").write_text("no,such,columns\n1,2,3\n")
    (tmp_path / "c.csv").write_text(HEADER + "c,2025-12,1\n")
    look, reader = Look(NOON), connector(tmp_path)
    found = list(reader.read(look))
    assert [r.place for r in found if isinstance(r, BadRow)] == ["a.csv", "b.csv"]
    assert [r.kpi for r in found if isinstance(r, Reading)] == ["c"]
    assert list(reader.read(look)) == []  # told once
    (tmp_path / "c.csv").unlink()
    assert list(reader.read(look)) == [] and len(look.memory) == 2


def test_a_file_of_another_encoding(file: Path, read_all: ReadAll) -> None:
    file.write_bytes((HEADER + "Bär,2025-12,1\n").encode("latin-1"))
    with pytest.raises(UnicodeDecodeError):
        read_all(connector(file))
    (reading,) = read_all(connector(file, encoding="latin-1"))
    assert isinstance(reading, Reading) and reading.kpi == "Bär"


def test_a_byte_order_mark_is_no_letter(file: Path, read_all: ReadAll) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + (HEADER + "a,2025-12,1\n").encode())
    assert len(read_all(connector(file))) == 1


def test_a_missing_file_is_a_failure(file: Path, read_all: ReadAll) -> None:
    with pytest.raises(FileNotFoundError):
        read_all(connector(file))


def test_a_file_has_an_end(file: Path, read_all: ReadAll, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.connectors.csv_rows.MOST_BYTES", 10)
    file.write_text(HEADER)
    with pytest.raises(Invalid, match="larger than"):
        read_all(connector(file))


@pytest.mark.parametrize(
    "text", ["1,204", "£3", "5%", "nan", "inf", "1e999", "٣", "", "0x1", "1_0"]
)
def test_only_plain_numbers(text: str) -> None:
    with pytest.raises(Invalid, match="value"):
        number(text, "value")


@pytest.mark.parametrize("text", ["soon", "2026-13", "2026-02-30", "01/02/2026"])
def test_only_plain_dates(text: str) -> None:
    with pytest.raises(Invalid, match="is not a date such as"):
        published(text)
