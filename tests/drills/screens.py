"""Screens without a browser: each follows its room as the page of a paired screen does."""

import http.client
import json
import random
import re
import socket
import threading
import time
from contextlib import suppress
from typing import Any

from websocket import WebSocket, WebSocketException, WebSocketTimeoutException, create_connection

from tests.drills.reel import LANDSCAPE

POLL, POLL_WITHOUT_NUDGES = 60.0, 10.0  # s; all of these as kiosk/src/feed.ts has them
RETRY_FIRST, RETRY_LAST = 1.0, 6.0
PATIENCE = 10.0
FAULTS = (OSError, http.client.HTTPException, WebSocketException)


class Screen(threading.Thread):
    """Looks when it is nudged, when its line is lost, and now and then. ``tag`` is that of the
    picture it shows, since ``shown`` by the monotonic clock; ``picture``
    are its bytes."""

    def __init__(self, port: int, credential: str) -> None:
        super().__init__(daemon=True)
        self.tag = ""
        self.shown = 0.0
        self.picture = 0
        self.looks = 0
        self.watching = False
        self._port, self._credential = port, credential
        self._address = ""
        self._topics: list[str] = []
        self._failures = 0
        self._line: WebSocket | None = None
        self._ended = threading.Event()
        self._room: dict[str, Any] = {}
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def run(self) -> None:
        while not self._ended.is_set():
            try:
                self._look()
                self._failures = 0
                self._listen()
            except FAULTS:
                self._lost()

    def end(self) -> None:
        self._ended.set()
        if self._line is not None and self._line.sock is not None:
            with suppress(OSError):
                self._line.sock.shutdown(socket.SHUT_RDWR)

    # -- the picture -----------------------------------------------------------------------------

    def _look(self, news: str = "") -> None:
        """Fetch what there is to show, and the topics that it depends on; what the room shows only
        where the ``news`` are not of the scene alone."""
        if not news or any(f'"{topic}' in news for topic in self._room["topics"]):
            self._room = json.loads(self._get("/display/now")[1])
        now = self._room
        address = f"{now['scene']}&theme={now['theme']}&size={LANDSCAPE}"
        tag, picture = self._get(address, self.tag if address == self._address else "")
        if picture:
            self.tag, self.shown, self._address = tag, time.monotonic(), address
            self.picture = len(picture)
            self._topics = [*now["topics"], *_topics(picture.decode())]
        self.looks += 1

    def _get(self, path: str, tag: str = "") -> tuple[str, bytes]:
        """The ETag and the body, which is empty where nothing has changed."""
        headers = {"Authorization": f"Bearer {self._credential}"}
        if tag:
            headers["If-None-Match"] = tag
        self._http.request("GET", path, headers=headers)
        reply = self._http.getresponse()
        body = reply.read()
        if reply.status not in (200, 304):
            raise http.client.HTTPException(f"{path}: {reply.status}")
        return reply.headers.get("ETag", ""), body

    # -- the nudges ------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Look at every nudge. Raises when the line is lost."""
        line = self._connected()
        poll = time.monotonic() + POLL
        while not self._ended.is_set():
            line.settimeout(max(0.1, poll - time.monotonic()))
            words = ""
            with suppress(WebSocketTimeoutException):
                words = str(line.recv())
            if words == "2":
                line.send("3")
            elif (told := words.startswith('42/hub,["changed"')) or time.monotonic() >= poll:
                self._look(words if told else "")
                poll = time.monotonic() + POLL

    def _connected(self) -> WebSocket:
        address = f"ws://127.0.0.1:{self._port}/socket.io/?EIO=4&transport=websocket"
        line = self._line = create_connection(address, timeout=PATIENCE)
        line.recv()
        line.send(f"40/hub,{json.dumps({'display': self._credential})}")
        line.send(f"42/hub,1{json.dumps(['watch', self._topics])}")
        while not str(line.recv()).startswith("43/hub,1"):
            pass
        self._look()  # nothing can fall in between
        self.watching = True
        return line

    def _lost(self) -> None:
        self.watching = False
        self._http.close()
        if self._line is not None:
            self._line.close()
        pause = min(RETRY_LAST, RETRY_FIRST * 2**self._failures) * random.uniform(0.5, 1)
        self._failures += 1
        self._ended.wait(pause)


def _topics(picture: str) -> list[str]:
    said = re.search(r' data-topics="([^"]*)"', picture)
    return said[1].split() if said else []
