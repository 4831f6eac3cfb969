"""The two engines over one SQLite file: a writer that begins IMMEDIATE, a reader that cannot write.

With SQLAlchemy's defaults, concurrent read-modify-writes lose acknowledged changes; ``BEGIN
IMMEDIATE`` behind a fair queue does not. ``synchronous=FULL`` because a 2xx means committed, also
through a power cut.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

from hub.errors import Busy, Unusable
from hub.store import soundness
from hub.store.convoy import Convoy, Work
from hub.store.migrations import migrate
from hub.store.queue import WriterQueue

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "journal_size_limit=67108864",
    "trusted_schema=OFF",
    "cell_size_check=ON",
)


T = TypeVar("T")


class Store:
    """One database. ``open`` examines and migrates it; ``read`` and ``write`` give sessions."""

    def __init__(self, address: str, patience: float = 10.0) -> None:
        self.path = _path(address)
        self.queue = WriterQueue(patience)
        self._writer = _engine(self.path, "BEGIN IMMEDIATE", size=2)
        self._reader = _engine(self.path, "BEGIN", "query_only=ON", size=32)
        self._convoy = Convoy(self.queue, self._writer, patience)
        self._writing = sessionmaker(self._writer, expire_on_commit=False)
        self._reading = sessionmaker(self._reader, expire_on_commit=False)

    def there(self) -> bool:
        """Whether there is a database already; ``open`` makes one where there is none."""
        return self.path.is_file() and self.path.stat().st_size > 0

    def open(self) -> None:
        """Make ready: refuse what is corrupt or newer than this hub, migrate what is older."""
        _make(self.path.parent)
        soundness.examine(self.path)
        with _in_words():
            migrate(self.path)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that commits at the end, or leaves everything as it was."""
        with _in_words(), self.queue.turn(), self._writing.begin() as session:
            yield session

    def carry(self, work: Work[T]) -> T:
        """A short piece of work in a transaction that it shares with others who wait; it may be
        tried again. What it answers is committed; where it fails, it leaves all as it was."""
        with _in_words():
            return self._convoy.carry(work)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent moment of the database."""
        with _in_words(), self._reading() as session:
            yield session

    def close(self) -> None:
        self._writer.dispose()
        self._reader.dispose()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise Unusable(f"{folder} is a file; a database needs a folder.") from None
    except OSError as error:
        raise Unusable(f"{folder} cannot be made: {error.strerror or error}.") from None


@contextmanager
def _in_words() -> Iterator[None]:
    """What goes wrong below SQL, in words: a lock is a wait, anything else is the database's."""
    try:
        yield
    except NoConnection:
        raise Busy("The hub is busy; please try again in a moment.") from None
    except IntegrityError:
        raise  # whoever writes knows what it means
    except DatabaseError as error:
        if isinstance(error, OperationalError) and "locked" in str(error.orig):
            raise Busy("The hub is busy writing; please try again in a moment.") from None
        raise Unusable(f"The database cannot be used: {error.orig}") from error


def _path(address: str) -> Path:
    try:
        url = make_url(address)
    except ArgumentError:
        raise Unusable("the address of the database is to be sqlite:///path/to/hub.db") from None
    if url.get_backend_name() != "sqlite":
        raise Unusable(f"{url.render_as_string()}: this hub keeps its data in SQLite")
    if not url.database or url.database == ":memory:":
        raise Unusable("the hub needs a database file: sqlite:///path/to/hub.db")
    return Path(url.database)


def _engine(path: Path, begin: str, *more: str, size: int) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"isolation_level": None, "check_same_thread": False},
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
    )

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: Any) -> None:
        for pragma in (*PRAGMAS, *more):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
