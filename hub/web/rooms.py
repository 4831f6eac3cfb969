"""The page of rooms: their playlists, hours and themes, and the messages to them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request

from hub.domain.rights import Right, demand_somewhere, holds
from hub.domain.rooms import EVERY_DAY
from hub.errors import NotFound
from hub.hub import LONDON
from hub.snapshot import desk, fleet
from hub.snapshot.fleet import MessageView, RoomView
from hub.snapshot.rooms import MESSAGES
from hub.web.site import Site
from hub.web.subjects import Subjects

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class SentMessage:
    """A message, where it goes in words, and whether who asks may take it back."""

    view: MessageView
    to: str
    ours: bool


def mount(blueprint: Blueprint, site: Site) -> None:
    pages = RoomPages(site)
    blueprint.add_url_rule("/rooms", "rooms", pages.page)


class RoomPages:
    """The views of one mounted hub."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hub = site.hub

    def page(self) -> str:
        """The rooms that who asks may drive; those that they administer can be edited."""
        demand_somewhere(self.site.actor(), Right.DRIVE)
        now = self.hub.now()
        with self.hub.store.read() as session:
            everywhere = fleet.rooms(session, now)
            sent = fleet.messages(session, ending_after=now)
            units, subjects = desk.units(session), Subjects(self.hub, session)
        rooms = [room for room in everywhere if self.site.may(Right.DRIVE, room.unit)]
        rooms.sort(key=lambda room: room.title)
        chosen = self._chosen(rooms)
        return render_template(
            "rooms.html",
            title=chosen.title if chosen else "Rooms",
            rooms=rooms,
            chosen=chosen,
            editable=chosen is not None and self.site.may(Right.ADMINISTER, chosen.unit),
            administers=holds(self.site.actor(), Right.ADMINISTER),
            whole=self.site.may(Right.ADMINISTER, None),
            to_all=self.site.may(Right.DRIVE, None),
            units=[unit for unit in units if self.site.may(Right.ADMINISTER, unit.key)],
            subjects=subjects,
            offers=subjects.offers(),
            now=now,
            messages=[self._sent(message, everywhere) for message in sent],
            weekdays=WEEKDAYS,
            days=lambda item: item.get("days") or sorted(EVERY_DAY),
            until=until,
            topics=["rooms", MESSAGES, *(f"room:{room.key}" for room in rooms)],
            zone=LONDON,
            **self.site.layout(),
        )

    def _chosen(self, rooms: list[RoomView]) -> RoomView | None:
        key = request.args.get("room", "")
        if not key:
            return rooms[0] if rooms else None
        for room in rooms:
            if room.key == key:
                return room
        raise NotFound(f"There is no room called {key!r}.")

    def _sent(self, message: MessageView, rooms: tuple[RoomView, ...]) -> SentMessage:
        known: dict[str, RoomView] = {room.key: room for room in rooms}
        where = [known[key] for key in message.rooms if key in known]
        ours = (
            all(self.site.may(Right.DRIVE, room.unit) for room in where)
            if message.rooms
            else self.site.may(Right.DRIVE, None)
        )
        to = ", ".join(room.title for room in where) if message.rooms else "all rooms"
        return SentMessage(message, to, ours)


def until(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """``14:30``, or ``14:30 on 3 May`` on another day."""
    local = moment.astimezone(zone)
    day = "" if local.date() == now.astimezone(zone).date() else f" on {local.day} {local:%B}"
    return f"{local:%H:%M}{day}"
