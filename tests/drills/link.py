"""The link: a cable between a screen and its hub that can be pulled, and plugged in again."""

import selectors
import socket
import threading
from contextlib import suppress
from typing import cast

MOMENT = 0.02  # s between two looks at whether the link is whole
PIECE = 65_536


class Link:
    """Listens on ``port`` and passes everything on to the hub. While it is ``pulled`` nothing
    comes through and nobody is told so, as with a cable; ``broken`` connections are cut and new
    ones refused, as by a router that knows."""

    def __init__(self, hub: int) -> None:
        self._hub = hub
        self._pulled = False
        self.passed = 0  # bytes, either way
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._lock = threading.Lock()
        self._ways = selectors.DefaultSelector()
        self._door: socket.socket | None = self._open(0)
        self.port = int(self._door.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def pull(self) -> None:
        self._pulled = True

    def break_off(self) -> None:
        with self._lock:
            if self._door is not None:
                self._ways.unregister(self._door)
                self._door.close()
                self._door = None
            for end in list(self._pairs):
                self._drop(end)

    def mend(self) -> None:
        """Whole again, whatever it was before."""
        with self._lock:
            self._pulled = False
            if self._door is None:
                self._door = self._open(self.port)

    def close(self) -> None:
        self._ended.set()
        self._thread.join(20)
        self.break_off()
        self._ways.close()

    def _open(self, port: int) -> socket.socket:
        door = socket.create_server(("127.0.0.1", port), backlog=200)
        self._ways.register(door, selectors.EVENT_READ)
        return door

    def _run(self) -> None:
        while not self._ended.wait(MOMENT if self._pulled else 0):
            if self._pulled:
                continue
            with self._lock:
                for key, _ in self._ways.select(MOMENT):
                    if self._pulled:
                        break
                    end = cast("socket.socket", key.fileobj)
                    if end is self._door:
                        self._accept(end)
                    elif end in self._pairs:
                        self._pass_on(end)

    def _accept(self, door: socket.socket) -> None:
        here, _ = door.accept()
        try:
            there = socket.create_connection(("127.0.0.1", self._hub), timeout=20)
        except OSError:
            here.close()  # the hub is not there
            return
        self._pairs[here], self._pairs[there] = there, here
        for end in (here, there):
            self._ways.register(end, selectors.EVENT_READ)

    def _pass_on(self, end: socket.socket) -> None:
        piece = b""
        with suppress(OSError):
            if piece := end.recv(PIECE):
                self._pairs[end].sendall(piece)
                self.passed += len(piece)
        if not piece:
            self._drop(end)

    def _drop(self, end: socket.socket) -> None:
        other = self._pairs.pop(end, None)
        if other is None:
            return
        self._pairs.pop(other, None)
        for each in (end, other):
            self._ways.unregister(each)
            each.close()
