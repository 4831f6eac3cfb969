"""Walls: rooms, the displays that are paired with them, requests to be paired, messages."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hub.model.columns import Model


class Room(Model):
    """Displays that share one state (``hub.domain.rooms``).

    ``playlist``, ``hours`` and ``dark`` are what an administrator sets; ``rotation``, ``hold`` and
    ``pause`` what goes on in the room. ``version`` counts edits of the former.
    """

    __tablename__ = "room"

    key: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    unit_key: Mapped[str | None] = mapped_column(ForeignKey("unit.key"))
    playlist: Mapped[list[Any]]
    hours: Mapped[list[Any]] = mapped_column(default=list)
    dark: Mapped[list[Any]] = mapped_column(default=list)
    idle_seconds: Mapped[int] = mapped_column(default=120)
    time_zone: Mapped[str] = mapped_column(default="Europe/London")
    rotation: Mapped[dict[str, Any]]
    hold: Mapped[dict[str, Any]] = mapped_column(default=dict)
    pause: Mapped[dict[str, Any]] = mapped_column(default=dict)
    retired: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class PairedDisplay(Model):
    """A screen that an administrator has let in. Of its credential only the SHA-256 is kept;
    ``following`` is the one that is to take its place once the screen has used it.

    ``diagonal`` in inches, ``distance`` in metres. ``part`` says which part of a picture over
    several screens it draws: ``{"columns", "rows", "column", "row", "gap"}``, empty for all of it.
    """

    __tablename__ = "display"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    room_key: Mapped[str] = mapped_column(ForeignKey("room.key"), index=True)
    visibility: Mapped[str]
    diagonal: Mapped[float]
    distance: Mapped[float]
    part: Mapped[dict[str, Any]] = mapped_column(default=dict)
    credential: Mapped[str] = mapped_column(index=True)
    following: Mapped[str | None] = mapped_column(index=True)
    renewed_at: Mapped[datetime]
    paired_by: Mapped[str]
    paired_at: Mapped[datetime]
    revoked_by: Mapped[str | None]
    revoked_at: Mapped[datetime | None]
    identify_until: Mapped[datetime | None]
    reloads: Mapped[int] = mapped_column(default=0)  # how often it was asked to load itself again
    version: Mapped[int] = mapped_column(default=1)


class DisplayContact(Model):
    """What a display last said of itself: the scene on its glass, its browser, its memory."""

    __tablename__ = "display_contact"

    display_id: Mapped[str] = mapped_column(ForeignKey("display.id"), primary_key=True)
    at: Mapped[datetime]
    browser: Mapped[str] = mapped_column(default="")
    heap: Mapped[int | None]  # bytes
    width: Mapped[int]  # px
    height: Mapped[int]  # px
    scene: Mapped[str] = mapped_column(default="")  # its address below the hub
    etag: Mapped[str] = mapped_column(default="")
    shown_at: Mapped[datetime | None]


class Pairing(Model):
    """A screen that shows its code and waits to be let in. ``device`` is the SHA-256 of the secret
    that it polls with; ``display_id`` is set once somebody has approved it."""

    __tablename__ = "pairing"

    id: Mapped[str] = mapped_column(primary_key=True)
    device: Mapped[str] = mapped_column(index=True)
    code: Mapped[str] = mapped_column(index=True)
    check: Mapped[str]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(default="")
    display_id: Mapped[str | None] = mapped_column(ForeignKey("display.id"))


class Message(Model):
    """A banner to the displays of some rooms, or of all where ``rooms`` is empty."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_ends_at", "ends_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    urgent: Mapped[bool] = mapped_column(default=False)
    rooms: Mapped[list[Any]] = mapped_column(default=list)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    by_id: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
