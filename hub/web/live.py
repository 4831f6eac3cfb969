"""The nudge: the server says which topic moved on, never what is in it. No writes go this way."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask_socketio import SocketIO, join_room, leave_room, rooms

from hub.errors import Forbidden
from hub.web.site import Site

MOST_TOPICS = 200
LONGEST = 200


def listen(socketio: SocketIO, site: Site) -> None:
    """Answer ``watch`` on the site's namespace and pass the hub's nudges on."""

    def connect(_auth: object = None) -> bool:
        """Only who may read is let in; False refuses the connection."""
        try:
            site.reader()
        except Forbidden:
            return False
        return True

    def watch(topics: object) -> dict[str, int]:
        """Leave what was watched, watch these topics, answer their versions."""
        chosen = _chosen(topics)
        sid: str = request.sid  # type: ignore[attr-defined]
        for room in rooms():
            if room != sid:
                leave_room(room)
        for topic in chosen:
            join_room(topic)
        return site.hub.versions(chosen)

    def notify(versions: Mapping[str, int]) -> None:
        for topic, version in versions.items():
            socketio.emit("changed", {topic: version}, to=topic, namespace=site.namespace)

    handlers: Mapping[str, Any] = {"connect": connect, "watch": watch}
    for event, handler in handlers.items():
        socketio.on_event(event, handler, namespace=site.namespace)
    site.hub.notify = notify


def _chosen(topics: object) -> list[str]:
    if not isinstance(topics, list):
        return []
    words = [t for t in topics if isinstance(t, str) and len(t) <= LONGEST]
    return words[:MOST_TOPICS]
