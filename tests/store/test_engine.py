"""The two engines: nothing is lost, a reader cannot write, a power cut costs nothing."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from hub.commands import AddNote
from hub.errors import Busy, Unusable
from hub.hub import Hub
from hub.model import Note, Scorecard, Unit
from hub.settings import Settings
from hub.store import Store
from hub.testing import WORKER

THREADS, EACH = 8, 12


def count_up(store: Store) -> None:
    for _ in range(EACH):
        with store.write() as session:
            unit = session.get_one(Unit, "works")
            unit.version += 1  # read, change, write: what a lost update would undo


def test_concurrent_writers_lose_nothing(hub: Hub) -> None:
    with hub.store.read() as session:
        before = session.get_one(Unit, "works").version
    with ThreadPoolExecutor(THREADS) as threads:
        for done in [threads.submit(count_up, hub.store) for _ in range(THREADS)]:
            done.result()
    with hub.store.read() as session:
        assert session.get_one(Unit, "works").version == before + THREADS * EACH


def test_two_processes_worth_of_engines_lose_nothing(hub: Hub) -> None:
    """Each store has its own queue: between them only the database itself keeps order."""
    other = Store(hub.settings.address)
    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(count_up, store) for store in (hub.store, other)]:
            done.result()
    with other.read() as session:
        assert session.get_one(Unit, "works").version == 1 + 2 * EACH
    other.close()


def test_concurrent_commands_are_all_kept_and_numbered(hub: Hub) -> None:
    def note(number: int) -> None:
        note = {"kpi": "works.on_time", "text": f"note {number}"}
        hub.execute(AddNote.model_validate(note), WORKER, f"key {number}")

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(note, range(40)))
    with hub.store.read() as session:
        assert len(session.scalars(select(Note.id)).all()) == 40


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("journal_size_limit", 67108864),
        ("busy_timeout", 5000),
    ],
)
def test_pragmas_are_really_set(hub: Hub, pragma: str, value: object) -> None:
    with hub.store.read() as session:
        assert session.scalar(text(f"pragma {pragma}")) == value
    with hub.store.write() as session:
        assert session.scalar(text(f"pragma {pragma}")) == value


def test_a_reader_cannot_write(hub: Hub) -> None:
    with pytest.raises(Unusable, match="readonly"), hub.store.read() as session:
        session.execute(text("update unit set title = 'Other'"))
    with pytest.raises(Unusable, match="readonly"), hub.store.read() as session:
        session.add(Scorecard(unit_key="x", title="x", legend={}, due={}, figures=[]))
        session.flush()


def test_a_reader_sees_one_moment(hub: Hub) -> None:
    with hub.store.read() as session:
        before = session.scalar(select(Unit.title))
        with hub.store.write() as other:
            other.get_one(Unit, "works").title = "Renamed"
        assert session.scalar(select(Unit.title)) == before
    with hub.store.read() as session:
        assert session.scalar(select(Unit.title)) == "Renamed"


def test_a_failed_write_leaves_everything_as_it_was(hub: Hub) -> None:
    with pytest.raises(ZeroDivisionError), hub.store.write() as session:
        session.get_one(Unit, "works").title = "Half done"
        session.flush()
        raise ZeroDivisionError
    with hub.store.read() as session:
        assert session.get_one(Unit, "works").title == "The Works"


def test_a_broken_reference_is_refused(hub: Hub) -> None:
    with pytest.raises(IntegrityError), hub.store.write() as session:
        session.execute(text("insert into role values ('nobody', 'read', '*')"))


def test_another_process_that_writes_for_too_long_is_busy(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.store.engine.PRAGMAS", ("busy_timeout=1",))
    other = Store(hub.settings.address)
    with hub.store.write() as session:
        session.execute(text("select 1"))
        with pytest.raises(Busy, match="busy writing"), other.write() as late:
            late.execute(text("select 1"))
    other.close()


def test_too_many_readers_are_told_to_come_again(hub: Hub) -> None:
    pool = hub.store._reader.pool
    pool._timeout = 0.01  # type: ignore[attr-defined]
    held = [hub.store._reader.connect() for _ in range(32)]
    with pytest.raises(Busy), hub.store.read() as session:
        session.scalar(text("select 1"))
    for connection in held:
        connection.close()
    assert hub.ask() >= 0


def test_damage_found_while_running_is_told_in_words(hub: Hub) -> None:
    hub.close()
    path = hub.store.path
    for more in ("-wal", "-shm"):
        Path(f"{path}{more}").unlink(missing_ok=True)
    path.write_bytes(b"no database any more" * 500)
    with pytest.raises(Unusable, match="database"):
        hub.ask()


@pytest.mark.parametrize("address", ["postgresql://x/y", "sqlite://", "nonsense"])
def test_other_databases_are_refused_in_words(address: str) -> None:
    with pytest.raises(Unusable, match=r"(?i)sqlite"):
        Hub(Settings(database=address))


@pytest.mark.parametrize("name", ["with space", "per%20cent", "hash#tag", "ünïcode", "what?"])
def test_a_folder_may_be_called_anything(tmp_path: Path, name: str) -> None:
    hub = Hub(Settings(data=tmp_path / name)).open()
    hub.close()
    hub.open().close()  # the second time it is examined
    assert (tmp_path / name / "hub.db").stat().st_size > 0
