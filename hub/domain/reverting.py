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


def narrowed(before: Any, after: Any) -> tuple[Any, Any]:
    """The two without what is alike in them, as far as ``reverted`` can do without it: a large
    document in which little has changed is remembered in little."""
    if _named(before) and _named(after):
        return _narrow_objects(before, after)
    if _listed(before) and _listed(after) and _in_one_order(before, after):
        return _narrow_lists(before, after)
    return before, after


def _narrow_objects(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    first: dict[str, Any] = {}
    last: dict[str, Any] = {}
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name, _ABSENT), after.get(name, _ABSENT)
        if one == other:
            continue
        if _ABSENT not in (one, other):
            one, other = narrowed(one, other)
        first |= {} if one is _ABSENT else {name: one}
        last |= {} if other is _ABSENT else {name: other}
    return first, last


def _narrow_lists(before: list[Any], after: list[Any]) -> tuple[list[Any], list[Any]]:
    """Items that both have keep their ``id``, so that others find their way back to their place."""
    one, other = ({item["id"]: item for item in each} for each in (before, after))
    pairs = {id: _narrow_objects(one[id], other[id]) for id in one if id in other}
    return (
        [{**pairs[id][0], "id": id} if id in pairs else item for id, item in one.items()],
        [{**pairs[id][1], "id": id} if id in pairs else item for id, item in other.items()],
    )


def _in_one_order(before: list[Any], after: list[Any]) -> bool:
    """Whether what both lists have stands in the same order, each once."""
    one, other = ([item["id"] for item in each] for each in (before, after))
    both = set(one) & set(other)
    once = len(one) == len(set(one)) and len(other) == len(set(other))
    return once and [id for id in one if id in both] == [id for id in other if id in both]


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
    found = _object(*({item["id"]: item for item in each} for each in (before, after, now)))
    order = [item["id"] for item in before]
    standing = [item["id"] for item in now if item["id"] in found]
    for id in found:
        if id not in standing:
            standing.insert(_place(id, order, standing), id)
    return [found[id] for id in standing]


def _place(id: str, order: list[str], standing: list[str]) -> int:
    """Where an item comes back: behind the one it stood behind, or else before the next one."""
    at = order.index(id)
    for other in reversed(order[:at]):
        if other in standing:
            return standing.index(other) + 1
    return next((standing.index(each) for each in order[at:] if each in standing), len(standing))
