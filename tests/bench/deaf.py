"""One display that takes no news: what the others notice of it, and the memory of the server."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from websocket import WebSocket, WebSocketException, create_connection
from werkzeug.serving import make_server

from hub.hub import Hub
from hub.settings import Settings
from hub.web import FlaskHub
from tests.bench.table import Table, median, ms

OTHERS = 10
TOPIC = "kpi:" + "x" * 190  # long, so that what the system keeps for a deaf one is soon full
PAUSE = 0.002  # s between two pieces of news
FEW = ((socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048),)


def beside_a_deaf_one(quick: bool) -> Table:
    news = 12_000 if quick else 40_000
    rows = [_row(name, deaf, news) for name, deaf in (("nobody", 0), ("one of them", 1))]
    return Table(
        f"{OTHERS} displays that read their news, and those that read nothing",
        ("deaf", "median", "99 %", "most that waited", "cut off", "memory grew by"),
        rows,
        (f"from the hub's nudge to each display, {news:,} nudges; all in one process",),
    )


def _row(name: str, deaf: int, news: int) -> tuple[str, ...]:
    with _mounted() as (hub, sockets, port):
        lines = [_display(port) for _ in range(OTHERS)]
        silent = [_display(port, sockopt=FEW) for _ in range(deaf)]
        readers = [_Reader(line, news) for line in lines]
        for reader in readers:
            reader.start()
        before, most, sent = _resident(), 0, list[float]()
        for version in range(1, news + 1):
            sent.append(time.perf_counter())
            hub.notify({TOPIC: version})
            most = max([most, *(each.queue.qsize() for each in list(sockets.values()))])
            time.sleep(PAUSE)
        for reader in readers:
            reader.join(60)
        left = len(sockets)
        grown = _resident() - before
        took = sorted(at - sent[v - 1] for reader in readers for v, at in reader.heard.items())
        for line in (*lines, *silent):
            line.close()
    cut = f"{OTHERS + deaf - left} of {deaf}"
    slow = took[int(len(took) * 0.99)]
    return name, ms(median(took)), ms(slow), str(most), cut, f"{grown / 1e6:.1f} MB"


@contextmanager
def _mounted() -> Iterator[tuple[Hub, Any, int]]:
    """A hub behind a server of this process, the sockets it holds, and its port."""
    with TemporaryDirectory(prefix="hub-bench-") as scratch:
        hub, app = Hub(Settings(data=Path(scratch))), Flask("bench")
        mounted = FlaskHub(app, hub=hub, schedule=False)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield hub, app.extensions["socketio"].server.eio.sockets, server.server_port
        finally:
            server.shutdown()
            server.server_close()
            mounted.close()


def _display(port: int, **options: Any) -> WebSocket:
    address = f"ws://127.0.0.1:{port}/hub/socket.io/?EIO=4&transport=websocket"
    line: WebSocket = create_connection(address, timeout=60, **options)
    line.recv()
    line.send("40/hub,")
    line.send(f"42/hub,1{json.dumps(['watch', [TOPIC]])}")
    while not str(line.recv()).startswith("43/hub,1"):
        pass
    return line


class _Reader(threading.Thread):
    """Takes the news of a display; ``heard`` is when it had each."""

    def __init__(self, line: WebSocket, last: int) -> None:
        super().__init__(daemon=True)
        self.heard: dict[int, float] = {}
        self._line, self._last = line, last

    def run(self) -> None:
        while self._last not in self.heard:
            try:
                words = str(self._line.recv())
            except (WebSocketException, OSError):
                return
            if words == "2":
                self._line.send("3")
            elif words.startswith('42/hub,["changed"'):
                self.heard[json.loads(words[len("42/hub,") :])[1][TOPIC]] = time.perf_counter()


def _resident() -> int:
    """Memory of this process in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if "VmRSS" in line)
