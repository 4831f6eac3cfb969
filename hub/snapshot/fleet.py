"""The fleet: every display that is let in, its room, and what it last said of itself; the rooms
and the messages to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.domain.presence import Presence, presence
from hub.domain.rooms import Showing
from hub.errors import NotFound
from hub.model import DisplayContact, Message, PairedDisplay, Room, Unit
from hub.snapshot.rooms import room_of

MOST = 1000  # displays, rooms or messages on a page
LET_IN = (
    select(PairedDisplay, Room, DisplayContact)
    .join(Room, Room.key == PairedDisplay.room_key)
    .outerjoin(DisplayContact, DisplayContact.display_id == PairedDisplay.id)
    .where(PairedDisplay.revoked_at.is_(None))
)


@dataclass(frozen=True)
class ContactView:
    """What a display last said of itself. ``scene`` is the address of the picture on its glass,
    below the hub; ``etag`` its version; ``shown_at`` when it came there."""

    at: datetime
    browser: str
    heap: int | None  # bytes
    width: int  # px
    height: int  # px
    scene: str
    etag: str
    shown_at: datetime | None


@dataclass(frozen=True)
class DisplayView:
    id: str
    name: str
    room: str
    room_title: str
    unit: str | None
    visibility: str
    diagonal: float  # inches
    distance: float  # metres
    part: Mapping[str, Any]
    paired_by: str
    paired_at: datetime
    version: int
    presence: Presence
    contact: ContactView | None
    showings: tuple[Showing, ...]  # of its room, by preference

    @property
    def showing(self) -> Showing:
        """What its room shows."""
        return self.showings[0]


@dataclass(frozen=True)
class RoomView:
    """A room as it is set up, and what it shows now."""

    key: str
    title: str
    unit: str | None
    unit_title: str
    playlist: tuple[Mapping[str, Any], ...]
    hours: tuple[Mapping[str, Any], ...]
    dark: tuple[Mapping[str, Any], ...]
    idle_seconds: int
    time_zone: str
    version: int
    displays: int
    showing: Showing


@dataclass(frozen=True)
class MessageView:
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
    session: Session, now: datetime, after: str = "", limit: int = MOST
) -> tuple[DisplayView, ...]:
    """Displays by id that are let in, from the one ``after``."""
    rows = session.execute(
        LET_IN.where(PairedDisplay.id > after).order_by(PairedDisplay.id).limit(limit)
    )
    return tuple(_display(display, room, contact, now) for display, room, contact in rows)


def display(session: Session, id: str, now: datetime) -> DisplayView:
    """One that is let in. Raises NotFound."""
    row = session.execute(LET_IN.where(PairedDisplay.id == id)).first()
    if row is None:
        raise NotFound("There is no such display.")
    return _display(*row, now)


def _display(
    display: PairedDisplay, room: Room, contact: DisplayContact | None, now: datetime
) -> DisplayView:
    return DisplayView(
        id=display.id,
        name=display.name,
        room=room.key,
        room_title=room.title,
        unit=room.unit_key,
        visibility=display.visibility,
        diagonal=display.diagonal,
        distance=display.distance,
        part=display.part,
        paired_by=display.paired_by,
        paired_at=display.paired_at,
        version=display.version,
        presence=presence(contact.at if contact else None, now),
        contact=_contact(contact) if contact else None,
        showings=room_of(room).showings(now),
    )


def _contact(row: DisplayContact) -> ContactView:
    return ContactView(
        at=row.at,
        browser=row.browser,
        heap=row.heap,
        width=row.width,
        height=row.height,
        scene=row.scene,
        etag=row.etag,
        shown_at=row.shown_at,
    )


def rooms(
    session: Session, now: datetime, after: str = "", limit: int = MOST
) -> tuple[RoomView, ...]:
    """Rooms by key, from the one ``after``."""
    inside = (
        select(PairedDisplay.room_key, func.count().label("count"))
        .where(PairedDisplay.revoked_at.is_(None))
        .group_by(PairedDisplay.room_key)
        .subquery()
    )
    rows = session.execute(
        select(Room, Unit.title, inside.c.count)
        .outerjoin(Unit, Unit.key == Room.unit_key)
        .outerjoin(inside, inside.c.room_key == Room.key)
        .where(Room.retired.is_(False), Room.key > after)
        .order_by(Room.key)
        .limit(limit)
    )
    return tuple(_room(row, title or "", count or 0, now) for row, title, count in rows)


def _room(row: Room, unit_title: str, displays: int, now: datetime) -> RoomView:
    return RoomView(
        key=row.key,
        title=row.title,
        unit=row.unit_key,
        unit_title=unit_title,
        playlist=tuple(row.playlist),
        hours=tuple(row.hours),
        dark=tuple(row.dark),
        idle_seconds=row.idle_seconds,
        time_zone=row.time_zone,
        version=row.version,
        displays=displays,
        showing=room_of(row).showing(now),
    )


def messages(
    session: Session, after: str = "", limit: int = MOST, ending_after: datetime | None = None
) -> tuple[MessageView, ...]:
    """Messages, newest first, from the one ``after``; those that end after a moment and were not
    withdrawn, where one is given."""
    chosen = select(Message).order_by(Message.at.desc(), Message.id.desc()).limit(limit)
    if ending_after is not None:
        chosen = chosen.where(Message.ends_at > ending_after, Message.withdrawn_at.is_(None))
    if after and (last := session.get(Message, after)) is not None:
        chosen = chosen.where(
            (Message.at < last.at) | ((Message.at == last.at) & (Message.id < last.id))
        )
    return tuple(
        MessageView(
            id=row.id,
            text=row.text,
            urgent=row.urgent,
            rooms=tuple(row.rooms),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            by=row.by,
            at=row.at,
            withdrawn_by=row.withdrawn_by,
            withdrawn_at=row.withdrawn_at,
        )
        for row in session.scalars(chosen)
    )
