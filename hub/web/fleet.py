"""The page of all displays: letting one in, and what is really on the glass of each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, Response, jsonify, render_template, request

from hub.displays import Audience
from hub.domain import pairing
from hub.domain.legibility import Advice, Viewing, advice, least
from hub.domain.presence import Presence
from hub.domain.rights import Right, demand_somewhere
from hub.errors import HubError
from hub.hub import Scene
from hub.snapshot import desk, fleet
from hub.snapshot.fleet import ContactView, DisplayView
from hub.web.scenes import SVG, scene_of
from hub.web.seen import may_see
from hub.web.site import Site, positive
from hub.web.subjects import Subjects

VISIBILITY = {
    "public": (
        "Public area",
        "Anybody may pass. Only what is for the public reaches this screen; it passes over a scene "
        "that is not.",
    ),
    "staff": ("Staff area", "For those who work here: what is for the public and for staff."),
    "restricted": (
        "Restricted room",
        "For those who are let into the room: everything, what is restricted too.",
    ),
}
BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chromium"), ("Version", "Safari"))
SYSTEMS = ("Android", "CrOS", "Windows", "Macintosh", "Linux")
KEEPS_UP = timedelta(seconds=10)  # within which a display shows what has changed
SHOWN = re.compile(r"/scenes/([\w-]+)\.svg")


@dataclass(frozen=True)
class Glass:
    """What is on the glass of a display. ``picture`` is the address of that very picture, empty
    where it is not at hand; ``behind`` what is wrong with it, empty where it is as it should be."""

    words: str
    picture: str
    behind: str


@dataclass(frozen=True)
class FleetRow:
    view: DisplayView
    glass: Glass
    seen: str  # how long ago it was last heard of
    shown: str  # how long ago its picture came on the glass
    advice: Advice
    browser: str
    heap: str


def mount(blueprint: Blueprint, site: Site) -> None:
    pages = FleetPages(site)
    add = blueprint.add_url_rule
    add("/displays", "fleet", pages.page)
    add("/displays/legibility", "legibility", pages.legibility)
    add("/displays/<display>/glass.svg", "glass", pages.glass)


class FleetPages:
    """The views of one mounted hub."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hub = site.hub
        self._current: dict[str, datetime] = {}  # by display: when it was last seen to be so

    def page(self) -> str:
        """The displays of the rooms that who asks administers, and the form for another one."""
        demand_somewhere(self.site.actor(), Right.ADMINISTER)
        now = self.hub.now()
        with self.hub.store.read() as session:
            displays, rooms = fleet.displays(session, now), fleet.rooms(session, now)
            units, subjects = desk.units(session), Subjects(self.hub, session)
        ours = {r.key: r for r in rooms if self.site.may(Right.ADMINISTER, r.unit)}
        seen = Seen(self.site, subjects, now, self._current)
        rows = sorted(
            (seen.row(view) for view in displays if view.room in ours),
            key=lambda row: (row.view.room_title, row.view.room, row.view.name, row.view.id),
        )
        chosen = next((r.view for r in rows if r.view.id == request.args.get("display")), None)
        code = pairing.plain(request.args.get("code", ""))
        return render_template(
            "displays.html",
            title="Displays",
            rooms=[(ours[key], list(group)) for key, group in groupby(rows, lambda r: r.view.room)],
            choices=sorted(ours.values(), key=lambda room: room.title),
            units=[unit for unit in units if self.site.may(Right.ADMINISTER, unit.key)],
            chosen=chosen,
            code=pairing.spaced(code) if code else "",
            counts={p: sum(r.view.presence is p for r in rows) for p in Presence},
            behind=sum(bool(r.glass.behind) for r in rows),
            visibility=VISIBILITY,
            parted=parted,
            topics=["displays", "rooms", *sorted(f"room:{key}" for key in ours)],
            **self.site.layout(),
        )

    def legibility(self) -> Response:
        """Whether letters will be large enough on a screen that hangs so."""
        said = request.args
        part = {side: int(positive(said.get(side, "1"))) for side in ("columns", "rows")}
        diagonal, distance = (positive(said.get(word, "")) for word in ("diagonal", "distance"))
        found = advice(Viewing.of(diagonal, distance, part))
        return jsonify(words=found.words, warns=found.warns)

    def glass(self, display: str) -> Response:
        """The very picture that a display said it shows, of the version that is asked for; no
        content where that is not kept any more."""
        with self.hub.store.read() as session:
            view = fleet.display(session, display, self.hub.now())
        self.site.demand(Right.ADMINISTER, view.unit)
        etag = request.args.get("etag", "")
        picture = self.site.drawn.held(display, etag) or self._drawn(view, etag)
        if picture is None:
            return Response(status=204)
        response = Response(picture, content_type=SVG)
        response.set_etag(etag)
        response.headers["Cache-Control"] = "no-cache, private"
        response.make_conditional(request)
        return response

    def _drawn(self, view: DisplayView, etag: str) -> str | None:
        """Drawn anew only where that gives the same version as the one on the glass."""
        if view.contact is None or view.contact.etag != etag:
            return None
        scene = shown_scene(self.site, view, view.contact)
        if scene is None or scene.etag != etag:
            return None
        picture = self.site.drawn.picture(scene)
        self.site.drawn.hold(view.id, etag)
        return picture


class Seen:
    """Looks at displays one after another, and at each scene once."""

    def __init__(
        self, site: Site, subjects: Subjects, now: datetime, current: dict[str, datetime]
    ) -> None:
        self._site, self._subjects, self._now, self._current = site, subjects, now, current
        self._versions: dict[tuple[str, ...], str] = {}

    def row(self, view: DisplayView) -> FleetRow:
        contact = view.contact
        return FleetRow(
            view=view,
            glass=self._glass(view, contact) if contact else Glass("Nothing yet", "", ""),
            seen=ago(self._now - contact.at) if contact else "",
            shown=ago(self._now - contact.shown_at) if contact and contact.shown_at else "",
            advice=advice(viewing_of(view)),
            browser=browser_words(contact.browser) if contact else "",
            heap=f"{contact.heap / 1_000_000:.0f} MB" if contact and contact.heap else "",
        )

    def _glass(self, view: DisplayView, contact: ContactView) -> Glass:
        name, said = told(contact)
        if not name or not contact.etag:
            return Glass("No picture yet", "", "")
        about = {k: v for k, v in said.items() if k not in ("theme", "size")}
        site, etag = self._site, contact.etag
        at_hand = site.drawn.held(view.id, etag) or self._version(view, name, said) == etag
        address = f"{site.prefix}/displays/{view.id}/glass.svg?etag={etag}" if at_hand else ""
        return Glass(self._subjects.words(name, about), address, self._behind(view, contact))

    def _behind(self, view: DisplayView, contact: ContactView) -> str:
        """What is wrong with what it shows, if the room has shown something else for longer than
        a display takes to keep up."""
        name, said = told(contact)
        showing = view.showing
        about = {**turned(said), **showing.about}
        since = contact.shown_at or contact.at
        if self._keeps_up(view, contact):
            self._current[view.id] = self._now
            return ""
        if self._now - max(since, self._current.get(view.id, since)) <= KEEPS_UP:
            return ""
        words = f"Shows a picture of {ago(self._now - since)}"
        if (name, {k: said.get(k, "") for k in about}) == (showing.scene, about):
            return words
        return f"{words}; its room shows {self._subjects.words(showing.scene, showing.about)}"

    def _keeps_up(self, view: DisplayView, contact: ContactView) -> bool:
        """Whether its picture is that of now: of what its room shows, or of what takes the place
        of scenes that are kept from its viewers."""
        _, said = told(contact)
        for showing in view.showings:
            about = {**turned(said), **showing.about}
            wanted = {**about, "theme": showing.theme, "size": said.get("size", "")}
            if self._version(view, showing.scene, wanted) == contact.etag:
                return True
            audience = Audience(view.visibility)
            if may_see(self._site, showing, contact.scene, audience, viewing_of(view)):
                return False
        return False

    def _version(self, view: DisplayView, name: str, said: Mapping[str, str]) -> str:
        hangs = f"{view.visibility} {least(viewing_of(view))}"
        key = (name, hangs, *(f"{k}={v}" for k, v in sorted(said.items())))
        if key not in self._versions:
            scene = scene_at(self._site, name, said, view)
            self._versions[key] = scene.etag if scene else ""
        return self._versions[key]


def told(contact: ContactView) -> tuple[str, dict[str, str]]:
    """The scene that a display says it shows, and the arguments of its address."""
    address = urlsplit(contact.scene)
    named = SHOWN.fullmatch(address.path)
    return (named[1] if named else ""), dict(parse_qsl(address.query))


def turned(said: Mapping[str, str]) -> dict[str, str]:
    """The page that a display says it shows: it turns them by itself."""
    return {"page": said["page"]} if "page" in said else {}


def shown_scene(site: Site, view: DisplayView, contact: ContactView) -> Scene | None:
    """The scene at the address that a display shows, as it is now."""
    return scene_at(site, *told(contact), view)


def scene_at(site: Site, name: str, said: Mapping[str, str], view: DisplayView) -> Scene | None:
    """What such an address gives to a display; None where it gives no scene any more."""
    try:
        return scene_of(site, name, said, Audience(view.visibility), viewing_of(view))
    except HubError:
        return None


def viewing_of(view: DisplayView) -> Viewing:
    return Viewing.of(view.diagonal, view.distance, view.part)


def ago(age: timedelta) -> str:
    """``3 minutes ago``."""
    seconds = max(0, int(age.total_seconds()))
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            count = seconds // length
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return f"{seconds} second{'' if seconds == 1 else 's'} ago"


def browser_words(agent: str) -> str:
    """``Chromium 141, Linux``."""
    named = (
        f"{title} {found[1]}"
        for token, title in BROWSERS
        if (found := re.search(rf"{token}/(\d+)", agent))
    )
    system = next((word for word in SYSTEMS if word in agent), "")
    known = next(named, "")
    return ", ".join(word for word in (known, system) if word) or agent[:40]


def parted(part: Mapping[str, Any]) -> str:
    """``column 2 of 3, row 1 of 2``."""
    if not part:
        return ""
    return (
        f"column {part['column']} of {part['columns']}, row {part['row']} of {part['rows']}"
        if part["rows"] > 1
        else f"{part['column']} of {part['columns']}"
    )
