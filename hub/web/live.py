"""The nudge: the server says which topic moved on, never what is in it. No writes go this way."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request
from flask_socketio import SocketIO, join_room, leave_room, rooms
from flask_socketio import disconnect as disconnect_socket

from hub.displays import Audience, Frame
from hub.domain.visibility import Visibility, read
from hub.drawing import LIGHT
from hub.errors import Forbidden, HubError
from hub.model import PairedDisplay
from hub.snapshot.rooms import glass
from hub.web.backlog import Backlog
from hub.web.seen import seen
from hub.web.site import Site

MOST_TOPICS = 200
LONGEST = 200


def listen(socketio: SocketIO, site: Site) -> None:
    """Answer ``watch`` on the site's namespace and pass the hub's nudges on."""

    screens, backlog = Screens(site), Backlog(socketio)

    def connect(auth: object = None) -> bool:
        """Only who may read is let in, and paired screens; False refuses the connection."""
        credential = auth.get("display") if isinstance(auth, dict) else None
        try:
            if isinstance(credential, str):
                screens.enter(_sid(), credential)
            else:
                site.reader()
        except Forbidden:
            return False
        return True

    def disconnect(_reason: object = None) -> None:
        screens.leave(_sid())

    def watch(topics: object) -> dict[str, int]:
        """Leave what was watched, watch these topics, answer their versions. A paired screen
        watches what it shows, whatever it asks for."""
        chosen = _chosen(topics)
        sid = _sid()
        shown = screens.topics(sid)
        asked = chosen if shown is None else [topic for topic in chosen if topic in shown]
        chosen = sorted(read(asked, screens.viewers(sid)))
        for room in rooms():
            if room != sid:
                leave_room(room)
        for topic in chosen:
            join_room(topic)
        return site.hub.versions(chosen)

    def notify(versions: Mapping[str, int]) -> None:
        for topic, version in versions.items():
            socketio.emit("changed", {topic: version}, to=topic, namespace=site.namespace)
        for sid in screens.revoked(versions):
            disconnect_socket(sid, namespace=site.namespace)
        backlog.relieve()

    handlers: Mapping[str, Any] = {"connect": connect, "disconnect": disconnect, "watch": watch}
    for event, handler in handlers.items():
        socketio.on_event(event, handler, namespace=site.namespace)
    site.hub.notify = notify


def _sid() -> str:
    sid: str = request.sid  # type: ignore[attr-defined]
    return sid


class Screens:
    """The sockets of paired screens, so that one is told of its own scene and of nothing else, and
    its socket ends with its credential."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._credentials: dict[str, tuple[str, str]] = {}  # by socket: display, credential
        self._classes: dict[str, str] = {}

    def enter(self, sid: str, credential: str) -> None:
        """Raises Unpaired."""
        display = self._site.paired(credential)
        self._credentials[sid] = (display.id, credential)
        self._classes[sid] = display.visibility

    def leave(self, sid: str) -> None:
        self._credentials.pop(sid, None)
        self._classes.pop(sid, None)

    def topics(self, sid: str) -> frozenset[str] | None:
        """What the screen may watch; None for a socket that is not a screen's."""
        if sid not in self._credentials:
            return None
        try:
            display = self._site.paired(self._credentials[sid][1])
            self._classes[sid] = display.visibility  # it may have got another one
            return shown_topics(self._site, display)
        except HubError:
            return frozenset()

    def viewers(self, sid: str) -> str:
        """The visibility class of whoever looks: of a screen, or of a person, who sees all."""
        return self._classes.get(sid, Visibility.RESTRICTED)

    def revoked(self, topics: Iterable[str]) -> list[str]:
        """The sockets of those among the displays that something happened to that are not let in
        any more."""
        touched = {topic.removeprefix("display:") for topic in topics if ":" in topic}
        asked = [(s, c) for s, (id, c) in list(self._credentials.items()) if id in touched]
        return [sid for sid, credential in asked if not self._let_in(credential)]

    def _let_in(self, credential: str) -> bool:
        try:
            self._site.paired(credential)
        except Forbidden:
            return False
        return True


def shown_topics(site: Site, display: PairedDisplay) -> frozenset[str]:
    """The topics of what a screen shows now: its own, and those of its scene."""
    with site.hub.store.read() as session:
        view = glass(session, display, site.hub.now())
    view = seen(site, view)
    scene = site.hub.displays[view.showing.scene](view.showing.about)
    frame = Frame.of(1920, 1080, LIGHT)
    need = scene.needs(frame, Audience(display.visibility))
    return need.topics() | frozenset(view.topics)


def _chosen(topics: object) -> list[str]:
    if not isinstance(topics, list):
        return []
    words = [t for t in topics if isinstance(t, str) and len(t) <= LONGEST]
    return words[:MOST_TOPICS]
