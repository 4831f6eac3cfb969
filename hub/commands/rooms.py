"""Rooms: setting them up, and driving what their displays show."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import select

from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.notes import Line
from hub.domain.rights import ActorKind, Right
from hub.domain.rooms import Hold, Pause, Room, Rotation
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.model import Lens, PairedDisplay, Unit
from hub.model import Room as Row
from hub.snapshot.rooms import keep, room_of, row_of

LONGEST_PAUSE = 240  # minutes
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Weekday = Annotated[int, Field(ge=1, le=7)]
Dwell = Annotated[int, Field(ge=5, le=3600)]
About = Annotated[dict[str, Annotated[str, Field(max_length=120)]], Field(max_length=12)]


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is not a time zone such as Europe/London")
    return name


class StepItem(BaseModel):
    """A scene of a playlist. ``seconds_when_red``: how long it stays where something in it is red;
    ``only_red``: it is left out where nothing is. ``days``: ISO weekdays, Monday is 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    scene: str
    about: About = {}
    seconds: Dwell = 60
    seconds_when_red: Dwell | None = None
    only_red: bool = False
    days: tuple[Weekday, ...] = ()


class SpanItem(BaseModel):
    """A stretch of local time on some weekdays (none: every day)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    starts: Clock
    ends: Clock
    days: tuple[Weekday, ...] = ()


class RoomSet(Answer):
    room: str
    version: int


class Driven(Answer):
    """What the room shows now, and until when it stays so if nobody touches it."""

    room: str
    scene: str
    about: Mapping[str, str]
    until: AwareDatetime
    paused_until: AwareDatetime | None
    driver: str


@command
class SetRoom(Command):
    """Set a room up, or edit it: its playlist, its hours and when it is drawn in the dark theme.

    ``version`` is that of the room that was edited; none for a new one.
    """

    route: ClassVar[Route] = Route("/rooms/{room}", status=200)
    right: ClassVar[Right] = Right.ADMINISTER

    room: Key
    title: Line
    of: str | None = Field(None, description="The unit whose room it is.")
    playlist: tuple[StepItem, ...] = Field(min_length=1, max_length=40)
    hours: tuple[SpanItem, ...] = Field((), max_length=20, description="Lit then; none: always.")
    dark: tuple[SpanItem, ...] = Field((), max_length=20, description="Drawn dark then.")
    idle_seconds: int = Field(120, ge=10, le=3600)
    time_zone: Annotated[str, AfterValidator(_zone)] = "Europe/London"
    version: int | None = None

    def unit(self, context: Context) -> str | None:
        return self.of

    def apply(self, context: Context) -> RoomSet:
        for step in self.playlist:
            context.displays[step.scene](step.about)
        if self.of is not None and context.session.get(Unit, self.of) is None:
            raise NotFound(f"There is no unit called {self.of!r}.")
        row = self._row(context)
        row.title, row.unit_key, row.retired = self.title, self.of, False
        row.playlist = [kept(step) for step in self.playlist]
        row.hours = [kept(span) for span in self.hours]
        row.dark = [kept(span) for span in self.dark]
        row.idle_seconds, row.time_zone = self.idle_seconds, self.time_zone
        context.tell("room_set", f"room:{self.room}", "rooms")
        return RoomSet(room=row.key, version=row.version)

    def _row(self, context: Context) -> Row:
        """The row to fill: with its rotation begun, and what people had chosen there gone."""
        row = context.session.get(Row, self.room)
        known = row.version if row is not None and not row.retired else None
        if known != self.version:
            raise Conflict(
                "Somebody else has edited this room meanwhile: look at it again."
                if known is not None
                else f"There is no room called {self.room!r} any more."
            )
        if row is None:
            row = Row(key=self.room, version=0, rotation={})
            context.session.add(row)
        else:
            context.demand(self.right, row.unit_key)
        row.version += 1
        row.rotation = {"step": 0, "at": context.now.isoformat(), "reds": []}
        row.hold, row.pause = {}, {}
        return row


def kept(item: StepItem | SpanItem) -> dict[str, Any]:
    """A step or a span as a room's row keeps it."""
    return {**item.model_dump(mode="json"), "days": sorted(set(item.days))}


class Driving(Command):
    """Base of what changes the state of a room: for who may drive it, and its own displays."""

    right: ClassVar[Right] = Right.DRIVE

    room: Key

    def authorise(self, context: Context) -> None:
        row = row_of(context.session, self.room)
        if context.actor.kind is not ActorKind.DISPLAY:
            return context.demand(self.right, row.unit_key)
        own = context.session.get(PairedDisplay, context.actor.id.removeprefix("display:"))
        if own is None or own.revoked_at is not None or own.room_key != self.room:
            raise Forbidden(f"{context.actor.name} is not a display of this room.")
        return None

    def driven(self, room: Room, context: Context) -> Room:
        """The room as it is from now on; ``room`` is settled."""
        raise NotImplementedError

    def apply(self, context: Context) -> Driven:
        row = row_of(context.session, self.room)
        before = room_of(row)
        room = self.driven(before.settled(context.now), context)
        if room != before:
            keep(row, room)
            context.tell("room_driven", f"room:{self.room}")
        shown = room.showing(context.now)
        return Driven(
            room=self.room,
            scene=shown.scene,
            about=shown.about,
            until=shown.until,
            paused_until=shown.paused_until,
            driver=shown.driver,
        )


@command
class ShowScene(Driving):
    """Show a scene on all displays of a room, until nobody has touched it for the room's idle
    time. Showing it again keeps it there for longer."""

    route: ClassVar[Route] = Route("/rooms/{room}/show", status=200)

    scene: str
    about: About = {}

    def driven(self, room: Room, context: Context) -> Room:
        context.displays[self.scene](self.about)
        hold = Hold(self.scene, self.about, context.actor.name, context.now)
        return replace(room, hold=hold)


@command
class ShowLens(Driving):
    """Look at the room's KPIs from a perspective (delivery, supplier cost ...): by the key of the
    lens, or the one before or after the one that is on."""

    route: ClassVar[Route] = Route("/rooms/{room}/lens", status=200)

    lens: str | None = None
    go: Literal["next", "previous"] | None = None

    def driven(self, room: Room, context: Context) -> Room:
        key = self._key(room, context)
        hold = Hold("lens_wall", {"lens": key}, context.actor.name, context.now)
        return replace(room, hold=hold)

    def _key(self, room: Room, context: Context) -> str:
        chosen = select(Lens.key).where(Lens.retired.is_(False)).order_by(Lens.position, Lens.key)
        keys = list(context.session.scalars(chosen))
        if self.lens is not None and self.lens in keys:
            return self.lens
        if self.lens is not None or not keys:
            raise NotFound(f"There is no perspective called {self.lens or ''!r}.")
        if self.go is None:
            raise Invalid("Give the key of a lens, or go: next or previous.")
        on = room.showing(context.now).about.get("lens")
        if on not in keys:
            return keys[0 if self.go == "next" else -1]
        return keys[(keys.index(on) + (1 if self.go == "next" else -1)) % len(keys)]


@command
class TurnRoom(Driving):
    """Go on to the next scene of the playlist, or back to the one before, and rotate on from
    there."""

    route: ClassVar[Route] = Route("/rooms/{room}/turn", status=200)

    go: Literal["next", "previous"] = "next"

    def driven(self, room: Room, context: Context) -> Room:
        steps = len(room.steps)
        if room.hold is not None:
            return replace(room, hold=None)
        step = (room.rotation.step + (1 if self.go == "next" else -1)) % steps
        return replace(room, rotation=Rotation(step, context.now, room.rotation.reds))


@command
class ReleaseRoom(Driving):
    """Let the room go back to its playlist at once: what was chosen or paused is over."""

    route: ClassVar[Route] = Route("/rooms/{room}/release", status=200)

    def driven(self, room: Room, context: Context) -> Room:
        return _running(replace(room, hold=None), context)


@command
class PauseRoom(Driving):
    """Keep what is on where it is, as a discussion has begun; it goes on by itself after
    ``minutes``."""

    route: ClassVar[Route] = Route("/rooms/{room}/pause", status=200)

    minutes: int = Field(10, ge=1, le=LONGEST_PAUSE)

    def driven(self, room: Room, context: Context) -> Room:
        room = _running(room, context)
        until = context.now + timedelta(minutes=self.minutes)
        return replace(room, pause=Pause(context.now, until, context.actor.name))


@command
class ResumeRoom(Driving):
    """Go on after a pause, from where the room stood."""

    route: ClassVar[Route] = Route("/rooms/{room}/resume", status=200)

    def driven(self, room: Room, context: Context) -> Room:
        return _running(room, context)


def _running(room: Room, context: Context) -> Room:
    """The room with its pause ended now, as if it had been meant to end now."""
    if room.pause is None:
        return room
    return replace(room, pause=replace(room.pause, until=context.now)).settled(context.now)


class MarkReds(Command):
    """Take note of which scenes of a playlist have something red in them; the hub sends it."""

    right: ClassVar[Right] = Right.DRIVE

    room: Key
    reds: tuple[int, ...]

    def unit(self, context: Context) -> str | None:
        return row_of(context.session, self.room).unit_key

    def apply(self, context: Context) -> RoomSet:
        row = row_of(context.session, self.room)
        room = room_of(row)
        reds = frozenset(self.reds)
        if room.rotation.reds != reds:
            keep(row, room.seeing(reds, context.now))
            context.tell("room_reds", f"room:{self.room}")
        return RoomSet(room=row.key, version=row.version)
