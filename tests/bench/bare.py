"""Bare SQLite, with the hub's durability and the shape of its table of figures, nothing else."""

import sqlite3
import threading
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

SHAPE = """
create table measurement (
    id integer primary key, kpi_id integer not null, period varchar not null,
    ends datetime not null, value float not null, numerator float, denominator float,
    revision integer not null, current boolean not null, published date,
    recorded_at datetime not null, actor varchar not null, entry integer not null,
    source varchar not null, remark varchar not null, unique (kpi_id, period, revision)
);
create index ix_measurement_current on measurement (kpi_id, ends) where current = 1;
"""
INSERT = """
insert into measurement (kpi_id, period, ends, value, revision, current, recorded_at, actor, entry,
    source, remark) values (?, ?, ?, ?, ?, 1, ?, ?, ?, '', '')
"""
Row = tuple[int, str, str, float, int, str, str, int]


def make(path: Path) -> None:
    with closing(connect(path)) as connection:
        connection.executescript(SHAPE)


def connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=60)
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=full")
    return connection


def row(kpi: int, number: int) -> Row:
    at = "2026-01-14 12:00:00.000000"
    return kpi, f"day {number:06}", f"{number:06}", number / 7, 1, at, "bench", number


def commits(path: Path, threads: int, seconds: float, first: int) -> float:
    """Inserts of one row, each committed by itself, from so many threads: how many a second."""
    until = time.perf_counter() + seconds
    counts = [0] * threads

    def write(thread: int) -> None:
        with closing(connect(path)) as connection:
            while time.perf_counter() < until:
                connection.execute("begin immediate")
                connection.execute(INSERT, row(thread, first + counts[thread]))
                connection.execute("commit")
                counts[thread] += 1

    _together(threading.Thread(target=write, args=(n,)) for n in range(threads))
    return sum(counts) / seconds


def _together(threads: Iterable[threading.Thread]) -> None:
    started = list(threads)
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()


def bulk(path: Path, rows: Iterable[Row]) -> float:
    """All the rows in one transaction: how many seconds."""
    with closing(connect(path)) as connection:
        began = time.perf_counter()
        connection.execute("begin immediate")
        connection.executemany(INSERT, rows)
        connection.execute("commit")
        return time.perf_counter() - began
