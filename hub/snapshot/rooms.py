"""Rooms and their displays: rows as the rules see them, and what a display shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hub.domain.legibility import Viewing
from hub.domain.rooms import EVERY_DAY, Hold, Pause, Room, Rotation, Showing, Span, Step
from hub.errors import NotFound
from hub.model import DisplayContact, Message, PairedDisplay
from hub.model import Room as Row

MESSAGES = "messages"  # the topic of banners


@dataclass(frozen=True)
class Banner:
    """A message to walls, while it is on."""

    id: str
    text: str
    urgent: bool
    ends_at: datetime


@dataclass(frozen=True)
class RoomNow:
    """What a room shows now."""

    room: str
    room_title: str
    showing: Showing
    banners: tuple[Banner, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        """What outdates this view, beside the topics of the scene itself."""
        return (f"room:{self.room}", MESSAGES)


@dataclass(frozen=True)
class GlassView(RoomNow):
    """What one display shows now, and all that it has to know to do so. ``showings`` are what it
    may show, best first: which of them its viewers may see is for whoever draws to find out.
    ``last`` is the address of the picture that it last said it shows."""

    display: str
    name: str
    visibility: str
    part: Mapping[str, Any]
    viewing: Viewing
    showings: tuple[Showing, ...]
    last: str
    identify_until: datetime | None
    reloads: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"display:{self.display}", *super().topics)


def row_of(session: Session, key: str) -> Row:
    """The room's row. Raises NotFound."""
    row = session.get(Row, key)
    if row is None or row.retired:
        raise NotFound(f"There is no room called {key!r}.")
    return row


def open_rooms(session: Session) -> dict[str, Room]:
    """All rooms, by key."""
    rows = session.scalars(select(Row).where(Row.retired.is_(False)).order_by(Row.key))
    return {row.key: room_of(row) for row in rows}


def room_of(row: Row) -> Room:
    """The room as its rules know it."""
    return Room(
        steps=tuple(_step(kept) for kept in row.playlist),
        rotation=_rotation(row.rotation),
        hold=Hold(**_timed(row.hold)) if row.hold else None,
        pause=Pause(**_timed(row.pause)) if row.pause else None,
        idle=timedelta(seconds=row.idle_seconds),
        hours=tuple(_span(kept) for kept in row.hours),
        dark=tuple(_span(kept) for kept in row.dark),
        zone=ZoneInfo(row.time_zone),
    )


def _step(kept: Mapping[str, Any]) -> Step:
    days = kept.get("days")
    return Step(
        scene=kept["scene"],
        about=kept["about"],
        seconds=kept["seconds"],
        seconds_when_red=kept.get("seconds_when_red"),
        only_red=kept.get("only_red", False),
        days=frozenset(days) if days else EVERY_DAY,
    )


def _span(kept: Mapping[str, Any]) -> Span:
    starts, ends = time.fromisoformat(kept["starts"]), time.fromisoformat(kept["ends"])
    return Span(starts, ends, frozenset(kept.get("days") or EVERY_DAY))


def _rotation(kept: Mapping[str, Any]) -> Rotation:
    at = datetime.fromisoformat(kept["at"])
    return Rotation(kept["step"], at, frozenset(kept.get("reds", ())))


def _timed(kept: Mapping[str, Any]) -> dict[str, Any]:
    instants = {k: datetime.fromisoformat(kept[k]) for k in ("at", "until") if k in kept}
    return {**kept, **instants}


def keep(row: Row, room: Room) -> None:
    """Write back what goes on in a room."""
    rotation, hold, pause = room.rotation, room.hold, room.pause
    row.rotation = {
        "step": rotation.step,
        "at": rotation.at.isoformat(),
        "reds": sorted(rotation.reds),
    }
    row.hold = (
        {
            "scene": hold.scene,
            "about": dict(hold.about),
            "by": hold.by,
            "at": hold.at.isoformat(),
        }
        if hold
        else {}
    )
    row.pause = (
        {"at": pause.at.isoformat(), "until": pause.until.isoformat(), "by": pause.by}
        if pause
        else {}
    )


def display_of(session: Session, credential: str) -> PairedDisplay | None:
    """The display that holds a credential (its SHA-256); None for a stranger and a revoked one."""
    table = PairedDisplay
    return session.scalar(
        select(table)
        .where(or_(table.credential == credential, table.following == credential))
        .where(table.revoked_at.is_(None))
    )


def room_now(session: Session, key: str, now: datetime) -> RoomNow:
    """What a room shows at ``now``. Raises NotFound."""
    row = row_of(session, key)
    return RoomNow(row.key, row.title, room_of(row).showing(now), banners(session, row.key, now))


def glass(session: Session, display: PairedDisplay, now: datetime) -> GlassView:
    """What a display shows at ``now``."""
    row = row_of(session, display.room_key)
    contact = session.get(DisplayContact, display.id)
    showings = room_of(row).showings(now)
    return GlassView(
        display=display.id,
        name=display.name,
        visibility=display.visibility,
        part=display.part,
        viewing=Viewing.of(display.diagonal, display.distance, display.part),
        showings=showings,
        last=contact.scene if contact else "",
        identify_until=display.identify_until,
        reloads=display.reloads,
        room=row.key,
        room_title=row.title,
        showing=showings[0],
        banners=banners(session, row.key, now),
    )


def banners(session: Session, room: str, now: datetime) -> tuple[Banner, ...]:
    """The messages to a room that are on, urgent ones and newer ones first."""
    rows = session.scalars(
        select(Message)
        .where(Message.starts_at <= now, Message.ends_at > now, Message.withdrawn_at.is_(None))
        .order_by(Message.urgent.desc(), Message.at.desc())
        .limit(50)
    )
    return tuple(
        Banner(m.id, m.text, m.urgent, m.ends_at) for m in rows if not m.rooms or room in m.rooms
    )
