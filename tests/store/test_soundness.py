"""A file that is not a sound database of this hub is refused in words, and left as it is."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from hub.errors import Busy, Unusable
from hub.hub import Hub
from hub.settings import Settings
from hub.store import engine, soundness

Spoil = Callable[[Path], None]


def sound(path: Path) -> None:
    """A hub's database of more than a few pages, whole in its main file."""
    hub = Hub(Settings(data=path.parent)).open()
    hub.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")


def text(path: Path) -> None:
    path.write_text("Dear hub,\nthis is a letter.\n" * 50, encoding="utf-8")


def truncated(path: Path) -> None:
    sound(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_within_a_page(path: Path) -> None:
    sound(path)
    path.write_bytes(path.read_bytes()[:-1000])


def scribbled(path: Path) -> None:
    sound(path)
    whole = bytearray(path.read_bytes())
    whole[4096:12288] = b"\xa5" * 8192
    path.write_bytes(whole)


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table recipe (name text)")
        connection.execute("insert into recipe values ('bread')")
        connection.commit()


def foreign_with_alembic(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table alembic_version (version_num text)")
        connection.commit()


def revised(path: Path, statement: str) -> None:
    sound(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
        connection.execute("pragma wal_checkpoint(truncate)")


def newer(path: Path) -> None:
    revised(path, "update alembic_version set version_num = '9999'")


def without_revision(path: Path) -> None:
    revised(path, "delete from alembic_version")


def orphaned(path: Path) -> None:
    revised(path, "insert into kpi_lens values (7, 'gone', 0)")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (text, "damaged or not a database"),
        (truncated, "damaged or not a database"),
        (cut_within_a_page, "damaged or not a database"),
        (scribbled, "damaged or not a database"),
        (foreign, "not one of a performance hub"),
        (foreign_with_alembic, "not one of a performance hub"),
        (newer, r"newer hub \(schema 9999\)"),
        (without_revision, r"newer hub \(schema None\)"),
        (orphaned, "row 1 of kpi_lens belongs to a (kpi|lens) that is not there"),
    ],
)
def test_it_is_refused_and_its_bytes_stay(tmp_path: Path, spoil: Spoil, words: str) -> None:
    path = tmp_path / "hub.db"
    spoil(path)
    for more in ("-wal", "-shm"):
        Path(f"{path}{more}").unlink(missing_ok=True)
    before = path.read_bytes()
    with pytest.raises(Unusable, match=words):
        Hub(Settings(data=tmp_path)).open()
    assert path.read_bytes() == before


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hub.db").mkdir()
    (tmp_path / "hub.db" / "mine.txt").write_text("mine")
    with pytest.raises(Unusable):
        Hub(Settings(data=tmp_path)).open()
    assert (tmp_path / "hub.db" / "mine.txt").exists()


@pytest.mark.parametrize("denied", ["hub.db", "."])
def test_what_may_not_be_written_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, denied: str
) -> None:
    sound(tmp_path / "hub.db")
    place = (tmp_path / denied).resolve()
    monkeypatch.setattr("os.access", lambda path, _mode: path != place)
    with pytest.raises(Unusable, match=f"^{place} may not be read and written"):
        Hub(Settings(data=tmp_path)).open()


def test_a_database_that_somebody_writes_to_is_busy_and_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_path: Path) -> None:
        raise OperationalError("BEGIN IMMEDIATE", {}, sqlite3.OperationalError("is locked"))

    monkeypatch.setattr(engine, "migrate", locked)
    with pytest.raises(Busy, match="try again"):
        Hub(Settings(data=tmp_path)).open()


@pytest.mark.parametrize("kind", sorted(soundness.NETWORK_FILE_SYSTEMS))
def test_a_network_file_system_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(soundness, "_file_system", lambda _folder: kind)
    with pytest.raises(Unusable, match=f"network file system .{kind}."):
        Hub(Settings(data=tmp_path)).open()
    assert not list(tmp_path.iterdir())


def test_the_file_system_of_a_folder_is_found() -> None:
    assert soundness._file_system(Path("/proc/self")) == "proc"


def test_nothing_or_an_empty_file_is_a_beginning(tmp_path: Path) -> None:
    (tmp_path / "hub.db").touch()
    hub = Hub(Settings(data=tmp_path)).open()
    assert hub.ask() == 0
    hub.close()
