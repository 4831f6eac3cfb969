"""Opening a room with the playlist that it begins with, and closing one that nobody needs."""

import re
import unicodedata
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select

from hub.commands.command import Command, Context, Route, command
from hub.commands.notes import Line
from hub.commands.rooms import RoomSet, StepItem, kept
from hub.domain.rights import Right
from hub.errors import Conflict, Invalid, NotFound
from hub.model import Lens, PairedDisplay, Room, Scorecard
from hub.snapshot.rooms import row_of

LONGEST_KEY = 36  # leaves room for a number where the key is taken


class NewRoom(BaseModel):
    """A room that is still to be made: what it is called, and whose scenes it begins with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Line
    of: str = Field(description="A unit that has a scorecard.")


@command
class OpenRoom(Command):
    """Make a room for a unit; it begins with the unit's map and scorecard and the perspectives."""

    route: ClassVar[Route] = Route("/rooms")
    right: ClassVar[Right] = Right.ADMINISTER

    title: Line
    of: str = Field(description="A unit that has a scorecard.")

    def unit(self, context: Context) -> str | None:
        return self.of

    def apply(self, context: Context) -> RoomSet:
        row = begin(context, NewRoom(title=self.title, of=self.of))
        return RoomSet(room=row.key, version=row.version)


@command
class CloseRoom(Command):
    """Give a room up; no display may be in it any more."""

    route: ClassVar[Route] = Route("/rooms/{room}/close", status=200)
    right: ClassVar[Right] = Right.ADMINISTER

    room: str

    def unit(self, context: Context) -> str | None:
        return row_of(context.session, self.room).unit_key

    def apply(self, context: Context) -> RoomSet:
        row = row_of(context.session, self.room)
        table = PairedDisplay
        inside = select(func.count()).where(table.room_key == self.room, table.revoked_at.is_(None))
        if count := context.session.scalar(inside):
            screens = "a display" if count == 1 else f"{count} displays"
            raise Conflict(f"There is still {screens} in {row.title}: move or revoke it first.")
        row.retired = True
        row.version += 1
        context.tell("room_closed", f"room:{self.room}", "rooms")
        return RoomSet(room=row.key, version=row.version)


def begin(context: Context, new: NewRoom) -> Room:
    """The row of a new room. Raises NotFound for a unit without a scorecard."""
    if context.session.get(Scorecard, new.of) is None:
        raise NotFound(f"There is no scorecard of {new.of!r} to show in a room.")
    steps = first_playlist(context, new.of)
    if not steps:
        raise Invalid("There is no scene yet that a room could begin with.")
    row = Room(
        key=_free_key(context, new.title),
        title=new.title,
        unit_key=new.of,
        playlist=steps,
        rotation={"step": 0, "at": context.now.isoformat(), "reds": []},
        version=1,
    )
    context.session.add(row)
    context.session.flush()
    context.tell("room_set", f"room:{row.key}", "rooms")
    return row


def first_playlist(context: Context, unit: str) -> list[dict[str, Any]]:
    """The unit's map, longer where something is red, its scorecard, and all perspectives."""
    lenses = context.session.scalars(
        select(Lens.key).where(Lens.retired.is_(False)).order_by(Lens.position, Lens.key)
    )
    steps = [
        StepItem(scene="strategy_map", about={"unit": unit}, seconds=60, seconds_when_red=120),
        StepItem(scene="scorecard", about={"unit": unit}, seconds=45),
        *(StepItem(scene="lens_wall", about={"lens": key}, seconds=30) for key in lenses),
    ]
    return [kept(step) for step in steps if step.scene in context.displays]


def _free_key(context: Context, title: str) -> str:
    key = key_of(title)
    taken = set(context.session.scalars(select(Room.key).where(Room.key.startswith(key))))
    return next(k for k in (key, *(f"{key}_{n}" for n in range(2, 1000))) if k not in taken)


def key_of(title: str) -> str:
    """A key made of a title: small letters and digits, the first a letter."""
    letters = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:LONGEST_KEY].strip("_")
    return words if words[:1].isalpha() else f"room_{words}".strip("_")[:LONGEST_KEY]
