"""Screens that take no news: the line of one is cut before what waits for it fills the memory.

News to a screen whose browser hangs, or whose cable was pulled, waits in a queue that Engine.IO
does not bound. Whoever is cut off comes back by itself and looks at everything anew.
"""

import logging
import socket
from collections.abc import Iterator, Mapping
from queue import Empty, Queue
from typing import Any

from flask_socketio import SocketIO

log = logging.getLogger(__name__)
MOST = 300  # pieces of news that may wait for one screen: one that reads has hardly any
LINES = ("gunicorn.socket", "werkzeug.socket")


class Backlog:
    """Looks at what waits for the screens of one server of sockets."""

    def __init__(self, socketio: SocketIO, most: int = MOST) -> None:
        self._server: Any = getattr(socketio, "server")  # noqa: B009  # types do not tell of it
        self._most = most
        self._cut: frozenset[str] = frozenset()

    def relieve(self) -> None:
        """Cut the line of every screen for which too much waits, and forget what does."""
        deaf = dict(self._deaf())
        for id, queue in deaf.items():
            if id not in self._cut:
                log.warning("a screen took no news: its line was cut, and it will look anew")
                _cut(self._server.environ.get(id) or {})
            _empty(queue)
        self._cut = (self._cut & self._server.eio.sockets.keys()) | deaf.keys()

    def _deaf(self) -> Iterator[tuple[str, "Queue[Any]"]]:
        for id, each in list(self._server.eio.sockets.items()):
            if each.queue.qsize() > self._most:
                yield id, each.queue


def _cut(environ: Mapping[str, Any]) -> None:
    """Shut the connection itself: an orderly farewell would wait behind the news."""
    for line in (environ[name] for name in LINES if name in environ):
        try:
            line.shutdown(socket.SHUT_RDWR)
        except OSError:
            log.debug("the line was gone already")


def _empty(queue: "Queue[Any]") -> None:
    """Whoever writes to a line that was cut may be long in noticing."""
    while True:
        try:
            queue.get_nowait()
        except Empty:
            return
        queue.task_done()
