"""Dated events from CSV files: mapped columns, bad rows by number, repeats that do no harm."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hub.connectors import BadRow, Connector, Found, Happening, Look
from hub.connectors.csv_events import CsvEvents
from hub.errors import Invalid
from hub.hub import Hub
from hub.scheduler import Source, visit
from hub.settings import ConnectorSettings
from hub.snapshot.views import Need
from hub.testing import NOON

ReadAll = Callable[[Connector], list[Found]]
HEADER = "key,kind,title,starts,unit,kpis\n"
KPI = "works.on_time"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "events.csv"


def connector(path: Path, **config: Any) -> CsvEvents:
    return CsvEvents({"path": path, "settle_seconds": 0, **config})


def test_rows_become_happenings(file: Path, read_all: ReadAll) -> None:
    file.write_text(
        "key,kind,title,starts,ends,unit,kpis,visibility,source,illustrative,text\n"
        "7,Release,New press,2026-01-12,2026-01-13,works,a.b; c.d,public,desk,yes,At last\n"
    )
    assert read_all(connector(file)) == [
        Happening("7", "release", "New press", "2026-01-12", "works", "2026-01-13", "At last",
                  ("a.b", "c.d"), "public", "desk", True, "events.csv row 2")
    ]  # fmt: skip


def test_columns_and_kinds_are_mapped(file: Path, read_all: ReadAll) -> None:
    file.write_text("number;type;summary;opened\n7;P1;Belt torn;2026-01-12T08:30\n")
    config = {
        "columns": {"key": "number", "kind": "type", "title": "summary", "starts": "opened"},
        "kinds": {"P1": "incident"},
        "delimiter": ";",
        "unit": "works",
        "prefix": "desk:",
        "visibility": "restricted",
    }
    (found,) = read_all(connector(file, **config))
    assert isinstance(found, Happening)
    assert (found.key, found.kind, found.unit) == ("desk:7", "incident", "works")
    assert (found.starts, found.visibility) == ("2026-01-12T08:30", "restricted")


def test_bad_rows_are_numbered_and_the_rest_is_taken(file: Path, read_all: ReadAll) -> None:
    rows = (
        ",release,A,2026-01-12,works,",
        "2,release,,2026-01-12,works,",
        "3,release,A,2026-01-12",
    )
    file.write_text(HEADER + "\n".join((*rows, "4,release,A,2026-01-12,works,")) + "\n")
    found = read_all(connector(file))
    assert [(r.place, r.reason) for r in found if isinstance(r, BadRow)] == [
        ("events.csv row 2", "key is empty"),
        ("events.csv row 3", "title is empty"),
        ("events.csv row 4", "has not as many cells as the header"),
    ]
    assert [h.key for h in found if isinstance(h, Happening)] == ["4"]


def test_a_file_needs_units_unless_one_is_set(file: Path, read_all: ReadAll) -> None:
    file.write_text("key,kind,title,starts\n1,release,A,2026-01-12\n")
    with pytest.raises(Invalid, match="has no column 'unit'"):
        read_all(connector(file))
    assert len(read_all(connector(file, unit="works"))) == 1


def test_an_unchanged_file_is_not_read_again(file: Path) -> None:
    file.write_text(HEADER + "1,release,A,2026-01-12,works,\n")
    look, reader = Look(NOON), connector(file)
    assert [len(list(reader.read(look))) for _ in range(2)] == [1, 0]


# -- as the scheduler takes them -----------------------------------------------------------


def source(reader: Connector) -> Source:
    return Source("desk", ConnectorSettings(plugin=reader.name), reader)


def titles(hub: Hub) -> list[str]:
    return [e.title for e in hub.snapshot(Need(kpis=frozenset({KPI}))).kpis[KPI].events]


def test_a_visit_records_events_and_names_those_it_cannot_take(hub: Hub, file: Path) -> None:
    file.write_text(
        HEADER
        + f"1,release,New press,2026-01-12,works,{KPI}\n"
        + "2,party,Cake,2026-01-12,works,\n"
        + "3,incident,Flood,someday,works,\n"
        + "4,incident,Flood,2026-01-12,nowhere,\n"
        + "5,incident,Flood,2026-01-12,works,works.nothing\n"
    )
    desk = source(connector(file))
    visit(hub, desk)
    assert (titles(hub), desk.recorded, desk.trouble) == (["New press"], 1, "")
    assert [row.place for row in desk.bad_rows] == [f"events.csv row {n}" for n in range(3, 7)]
    assert "kind" in desk.bad_rows[0].reason and "'someday'" in desk.bad_rows[1].reason


def test_a_file_that_is_read_again_after_a_restart_does_no_harm(hub: Hub, file: Path) -> None:
    file.write_text(HEADER + f"1,release,New press,2026-01-12,works,{KPI}\n")
    for _ in range(2):
        desk = source(connector(file))  # its memory is lost at a restart
        visit(hub, desk)
    assert (titles(hub), desk.recorded) == (["New press"], 0)
    file.write_text(HEADER + f"1,release,Newer press,2026-01-12,works,{KPI}\n")
    visit(hub, desk)
    assert (titles(hub), desk.recorded) == (["Newer press"], 1)
