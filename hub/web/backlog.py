"""Screens that take no news: the line of one is cut before what waits for it fills the memory.

News to a screen whose browser hangs, or whose cable was pulled, waits in a queue that Engine.IO
does not bound. Whoever is cut off comes back by itself and looks at everything anew.
"""

import logging
import socket
from collections.abc import Iterator, Mapping
from typing import Any

from flask_socketio import SocketIO

log = logging.getLogger(__name__)
MOST = 300  # pieces of news that may wait for one screen: one that reads has hardly any
LINES = ("gunicorn.socket", "werkzeug.socket")


def cut_off_the_deaf(socketio: SocketIO, most: int = MOST) -> int:
    """Cut the line of every screen for which more than ``most`` pieces of news wait; how many."""
    server = _server(socketio)
    cut = 0
    for id, waiting in _waiting(server.eio.sockets):
        if waiting > most and _cut(server.environ.get(id) or {}):
            log.warning("a screen took no news: %d pieces waited, and its line was cut", waiting)
            cut += 1
    return cut


def _server(socketio: Any) -> Any:
    """The Socket.IO server inside, which types do not tell of."""
    return socketio.server


def _waiting(sockets: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for id, each in list(sockets.items()):
        yield id, each.queue.qsize()


def _cut(environ: Mapping[str, Any]) -> bool:
    """Shut the connection itself: an orderly farewell would wait behind the news."""
    line = next((environ[name] for name in LINES if name in environ), None)
    if line is None:
        return False
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return False  # it is gone already
    return True
