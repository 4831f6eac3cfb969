"""Lists for the API about walls: displays, rooms, messages."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from hub.errors import Invalid
from hub.model import Message
from hub.snapshot import fleet
from hub.snapshot.lists import Item

T = TypeVar("T")


class ContactItem(Item):
    """What a display last said of itself: ``heap`` in bytes, lengths in px."""

    at: datetime
    browser: str
    heap: int | None
    width: int
    height: int
    scene: str
    etag: str
    shown_at: datetime | None


class DisplayItem(Item):
    """A paired display. ``presence``: online | stale | offline by the age of its contact, awaited
    where there was none. ``diagonal`` in inches, ``distance`` in metres."""

    id: str
    name: str
    room: str
    room_title: str
    visibility: str
    diagonal: float
    distance: float
    part: Mapping[str, Any]
    paired_by: str
    paired_at: datetime
    version: int
    presence: str
    contact: ContactItem | None


class RoomItem(Item):
    """A room as it is set up, and what it shows now."""

    key: str
    title: str
    unit: str | None
    playlist: tuple[Mapping[str, Any], ...]
    hours: tuple[Mapping[str, Any], ...]
    dark: tuple[Mapping[str, Any], ...]
    idle_seconds: int
    time_zone: str
    version: int
    displays: int
    scene: str
    about: Mapping[str, str]
    theme: str
    driver: str
    paused_until: datetime | None
    resting: bool


class MessageItem(Item):
    """A banner; no ``rooms``: to all of them."""

    id: str
    text: str
    urgent: bool
    rooms: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    by: str
    at: datetime
    withdrawn_by: str | None
    withdrawn_at: datetime | None


def displays(
    session: Session, now: datetime, limit: int, after: str | None
) -> tuple[list[DisplayItem], str | None]:
    found, more = _page(fleet.displays(session, now, after or "", limit + 1), limit)
    items = [
        DisplayItem(
            **_said(view, DisplayItem, "presence", "contact"),
            presence=view.presence.value,
            contact=ContactItem(**_said(view.contact, ContactItem)) if view.contact else None,
        )
        for view in found
    ]
    return items, items[-1].id if more else None


def rooms(
    session: Session, now: datetime, limit: int, after: str | None
) -> tuple[list[RoomItem], str | None]:
    found, more = _page(fleet.rooms(session, now, after or "", limit + 1), limit)
    items = [RoomItem(**_said(view, RoomItem), **_said(view.showing, RoomItem)) for view in found]
    return items, items[-1].key if more else None


def messages(
    session: Session, _now: datetime, limit: int, after: str | None
) -> tuple[list[MessageItem], str | None]:
    """Messages, newest first; ``after`` is the id of the last one seen."""
    if after is not None and session.get(Message, after) is None:
        raise Invalid("after: is the id of a message")
    found, more = _page(fleet.messages(session, after or "", limit + 1), limit)
    items = [MessageItem(**_said(view, MessageItem)) for view in found]
    return items, items[-1].id if more else None


def _page(found: tuple[T, ...], limit: int) -> tuple[tuple[T, ...], bool]:
    return found[:limit], len(found) > limit


def _said(view: Any, item: type[Item], *but: str) -> dict[str, Any]:
    """What a view says of the fields of an item."""
    names = {field.name for field in fields(view)} & item.model_fields.keys() - set(but)
    return {name: getattr(view, name) for name in names}
