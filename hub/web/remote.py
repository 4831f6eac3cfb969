"""The remote: a page for a phone that drives what the displays of a room show."""

import io
from dataclasses import asdict
from typing import Any
from urllib.parse import quote, urlencode

import segno
from flask import Blueprint, Response, jsonify, render_template, request

from hub.domain.rights import Right, holds
from hub.errors import Forbidden, NotFound
from hub.snapshot import desk, fleet
from hub.snapshot.fleet import RoomView
from hub.snapshot.rooms import room_now, row_of
from hub.web.displays import told_of
from hub.web.site import Site
from hub.web.subjects import Subjects

SVG = "image/svg+xml; charset=utf-8"


def mount(blueprint: Blueprint, site: Site) -> None:
    remote = Remote(site)
    add = blueprint.add_url_rule
    add("/remote", "remote", remote.page)
    add("/remote/now", "remote_now", remote.now)
    add("/remote/qr.svg", "remote_qr", remote.qr)


MOST_SAID = 200  # characters of a key in an address


class Remote:
    """The views of one mounted hub."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hub = site.hub

    def page(self) -> str:
        """The remote of a room, or the rooms to choose from."""
        rooms = self.driven()
        key = request.args.get("room", "")
        room = next((room for room in rooms if room.key == key), None)
        if key and room is None:
            self._demand(key)
        if room is None and len(rooms) == 1:
            room = rooms[0]
        return render_template(
            "remote.html",
            title=f"Remote: {room.title}" if room else "Remote",
            room=room,
            rooms=rooms,
            **self.site.layout(),
        )

    def driven(self) -> list[RoomView]:
        """The rooms that who asks may drive."""
        actor = self.site.actor()
        if not holds(actor, Right.DRIVE):
            raise Forbidden(f"{actor.name} may not drive what rooms show.")
        with self.hub.store.read() as session:
            rooms = fleet.rooms(session, self.hub.now())
        found = [room for room in rooms if self.site.may(Right.DRIVE, room.unit)]
        return sorted(found, key=lambda room: room.title)

    def _demand(self, key: str) -> None:
        """Raises NotFound, and Forbidden for a room that who asks may not drive."""
        with self.hub.store.read() as session:
            unit = row_of(session, key).unit_key
        self.site.demand(Right.DRIVE, unit)

    def now(self) -> Response:
        """What the room shows now, and what it may be asked to show."""
        key = request.args.get("room", "")
        self._demand(key)
        moment = self.hub.now()
        with self.hub.store.read() as session:
            view, row = room_now(session, key, moment), row_of(session, key)
            lenses, subjects = desk.lenses(session), Subjects(self.hub, session)
        steps = [
            {
                "scene": step["scene"],
                "about": step["about"],
                "words": subjects.words(step["scene"], step["about"]),
                "on": number == view.showing.step,
            }
            for number, step in enumerate(row.playlist)
        ]
        shown: dict[str, Any] = {
            **told_of(view),
            "now": moment.isoformat(),
            "words": subjects.words(view.showing.scene, view.showing.about),
            "lenses": [asdict(lens) for lens in lenses],
            "steps": steps,
        }
        response = jsonify(shown)
        response.headers["Cache-Control"] = "no-store"
        return response

    def qr(self) -> Response:
        """The way to a room's remote as a QR code, or with a ``kpi`` the way to raise a problem
        about it; a screen gets that of its own room."""
        key = request.args.get("room", "")
        display = self.site.display()
        if display is not None and display.room_key != key:
            raise NotFound("This screen is in another room.")
        with self.hub.store.read() as session:
            row_of(session, key)
        home = f"{request.host_url.rstrip('/')}{self.site.prefix}"
        said = {name: request.args.get(name, "")[:MOST_SAID] for name in ("kpi", "period")}
        about = {"raise": said["kpi"], "period": said["period"], "place": "phone"}
        page, about = ("board", about) if said["kpi"] else ("remote", {"room": key})
        address = f"{home}/{page}?{urlencode(about, quote_via=quote)}"
        picture = io.BytesIO()
        code = segno.make(address, micro=False)
        code.save(picture, kind="svg", xmldecl=False, omitsize=True, border=2, desc=address)
        response = Response(picture.getvalue(), content_type=SVG)
        response.headers["Cache-Control"] = "no-store"
        return response
