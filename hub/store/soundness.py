"""Is this file a sound hub database that this hub can use? Answered without writing to it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from hub.errors import Unusable
from hub.store.migrations import known_revisions

# File locks on these are unreliable, and WAL needs shared memory: SQLite's own documentation
# (wal.html, "All processes using a database must be on the same host computer").
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph", "glusterfs"}
)
LEFT = "The hub has left it as it is: restore a backup, or point --data somewhere else."


def examine(path: Path) -> None:
    """Raise Unusable, in words, for a file the hub must not touch. A missing file is fine."""
    _local(path)
    _open_to_us(path)
    if not path.exists() or path.stat().st_size == 0:
        return
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            _whole(path, connection)
            _ours(path, connection)
            _linked(path, connection)
    except sqlite3.DatabaseError as error:
        raise Unusable(f"{path} is damaged or not a database ({error}). {LEFT}") from None


def _open_to_us(path: Path) -> None:
    """SQLite writes beside the file, too; and takes the lack of a right for damage."""
    for place in (path.parent, path):
        if os.path.lexists(place) and not os.access(place, os.R_OK | os.W_OK):
            raise Unusable(
                f"{place} may not be read and written by whoever runs this command: "
                "change that, or point --data somewhere else."
            )


def _whole(path: Path, connection: sqlite3.Connection) -> None:
    """SQLite itself does not miss the end of a last page. Where a log stands beside the file, a
    page that was being written is in there."""
    page = int(connection.execute("PRAGMA page_size").fetchone()[0])
    if path.stat().st_size % page and not Path(f"{path}-wal").exists():
        raise sqlite3.DatabaseError("its last page is cut short")
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def _ours(path: Path, connection: sqlite3.Connection) -> None:
    tables = {row[0] for row in connection.execute("select name from sqlite_master")}
    if not tables:
        return
    if "alembic_version" not in tables or "audit" not in tables:
        raise Unusable(f"{path} is a database, but not one of a performance hub.")
    revision = connection.execute("select max(version_num) from alembic_version").fetchone()[0]
    if revision not in known_revisions():
        raise Unusable(
            f"{path} was made by a newer hub (schema {revision}). This hub has not touched it: "
            "install the newer version, or restore a backup from before."
        )


def _linked(path: Path, connection: sqlite3.Connection) -> None:
    """A reference that leads nowhere would fail whoever reads it, much later. Asking costs less
    than ``quick_check``: 0.15 s beside 0.4 s for a million figures."""
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        table, row, parent, _number = broken
        raise Unusable(
            f"{path} is damaged: row {row} of {table} belongs to a {parent} that is not there. "
            f"{LEFT}"
        )


def _local(path: Path) -> None:
    kind = _file_system(path.parent.resolve())
    if kind in NETWORK_FILE_SYSTEMS:
        raise Unusable(f"{path} is on a network file system ({kind}), where SQLite loses data.")


def _file_system(folder: Path) -> str:
    """The type of the file system that holds ``folder``; empty where it cannot be told."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return ""
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _device, point, this, *_rest = line.split(" ")
        inside = os.path.commonpath([point, str(folder)]) == point
        if inside and len(point) >= len(best):
            best, kind = point, this
    return kind
