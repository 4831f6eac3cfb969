"""Working days that no calendar knows: a file that an administrator keeps."""

import tomllib
from datetime import date
from pathlib import Path

from hub.domain.periods import Closures
from hub.errors import Invalid, Unusable


def read(path: Path) -> dict[str, Closures]:
    """A file such as ``config/holidays.toml``. Raises Unusable or Invalid, naming file and key."""
    try:
        divisions = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unusable(f"{path}: {error}") from None
    return {division: _closures(path, division, said) for division, said in divisions.items()}


def _closures(path: Path, division: str, said: object) -> Closures:
    if not isinstance(said, dict) or said.keys() - {"closed", "open"}:
        raise Invalid(f"{path}: {division}: give closed = [dates] and open = [dates], no more")
    days = {name: said.get(name, []) for name in ("closed", "open")}
    for name, some in days.items():
        if not isinstance(some, list) or not all(type(day) is date for day in some):
            raise Invalid(f"{path}: {division}: {name}: not a list of dates such as 2026-06-15")
    return Closures(frozenset(days["closed"]), frozenset(days["open"]))
