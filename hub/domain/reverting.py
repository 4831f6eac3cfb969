"""Taking one change back out of a document that others have gone on with (a JSON value)."""

from collections.abc import Mapping
from typing import Any


class GoneOn(Exception):
    """What was changed has been changed again since."""


def reverted(before: Any, after: Any, now: Any) -> Any:
    """``now`` without the change from ``before`` to ``after``; what others have changed elsewhere
    stays. Objects are taken apart by their names, and lists whose items have an ``id`` by that.
    Raises GoneOn where the very thing was changed again."""
    if before == after:
        return now
    if now == after:
        return before
    for kind, parts, empty in ((_named, _object, {}), (_listed, _list, [])):
        first = empty if before is _ABSENT else before
        if all(kind(each) for each in (first, after, now)):
            return parts(first, after, now)
    raise GoneOn


_ABSENT = object()


def _object(
    before: Mapping[str, Any], after: Mapping[str, Any], now: Mapping[str, Any]
) -> dict[str, Any]:
    names = dict.fromkeys((*now, *before))
    found = {
        name: reverted(*(each.get(name, _ABSENT) for each in (before, after, now)))
        for name in names
    }
    return {name: value for name, value in found.items() if value is not _ABSENT}


def _named(value: object) -> bool:
    return isinstance(value, Mapping)


def _listed(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, Mapping) and "id" in v for v in value)


def _list(before: list[Any], after: list[Any], now: list[Any]) -> list[Any]:
    return list(
        _object(*({item["id"]: item for item in each} for each in (before, after, now))).values()
    )
