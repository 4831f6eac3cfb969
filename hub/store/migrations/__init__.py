"""Migrations of the database (Alembic), behind a guard that nothing is lost on the way.

Batch migrations of SQLite copy a table and drop the old one: with foreign keys on, that deletes
every child row without an error. So they are off on the migration's connection, and before the
commit the foreign keys are checked and the rows of every table counted again.
"""

import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import URL, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

from hub.errors import Unusable


@cache
def scripts() -> ScriptDirectory:
    return ScriptDirectory(str(Path(__file__).parent))


def known_revisions() -> frozenset[str]:
    return frozenset(script.revision for script in scripts().walk_revisions())


def migrate(path: Path) -> None:
    """Bring the file to the newest revision in one transaction, or leave it as it was."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"isolation_level": None},
        poolclass=NullPool,
    )
    event.listen(engine, "connect", _without_foreign_keys)
    event.listen(engine, "begin", _immediately)
    with engine.begin() as connection:
        _upgrade(connection)
    engine.dispose()


def _without_foreign_keys(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _immediately(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _upgrade(connection: Connection) -> None:
    directory = scripts()
    context = MigrationContext.configure(connection)
    current = context.get_current_revision() or "base"
    ahead = [s for s in directory.walk_revisions(current, "head") if s.revision != current]
    if not ahead:
        return
    before = counts(connection)
    with Operations.context(context):
        for script in reversed(ahead):
            script.module.upgrade()
            context.stamp(directory, script.revision)
    guard(connection, before)


def counts(connection: Connection) -> dict[str, int]:
    """Rows of each table of the hub."""
    names = connection.exec_driver_sql(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' "
        "and name != 'alembic_version'"
    ).scalars()
    return {
        name: int(connection.exec_driver_sql(f'select count(*) from "{name}"').scalar_one())
        for name in names.all()
    }


def guard(connection: Connection, before: dict[str, int]) -> None:
    """Raise Unusable, which rolls the migration back, if rows or references went missing."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    after = counts(connection)
    lost = {name: n - after.get(name, 0) for name, n in before.items() if after.get(name, 0) < n}
    if broken or lost:
        raise Unusable(
            f"The migration would have lost data (rows: {lost}, references: {len(broken)}); "
            "it was undone."
        )
