"""One screen that reads nothing: its line is cut, and the others hear of every change."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from websocket import WebSocket, WebSocketException, create_connection
from werkzeug.serving import make_server

from hub.hub import Hub
from hub.web import FlaskHub, backlog
from tests.server import free_port

TOPIC = "kpi:works.on_time"
NEWS = 60_000  # more than the system keeps for a line that nobody reads
FEW = ((socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048),)


@pytest.fixture
def mounted(hub: Hub) -> Iterator[tuple[Any, int]]:
    """A hub behind a real server, and its port."""
    app = Flask("tests")
    FlaskHub(app, hub=hub, url_prefix="/hub", schedule=False)
    port = free_port()
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield app.extensions["socketio"], port
    server.shutdown()
    thread.join(20)
    server.server_close()


def screen(port: int, **options: Any) -> WebSocket:
    """A screen that watches one KPI."""
    address = f"ws://127.0.0.1:{port}/hub/socket.io/?EIO=4&transport=websocket"
    opened: WebSocket = create_connection(address, timeout=60, **options)
    opened.recv()
    opened.send("40/hub,")
    opened.send(f"42/hub,1{json.dumps(['watch', [TOPIC]])}")
    while not str(opened.recv()).startswith("43/hub,1"):
        pass
    return opened


class Reader(threading.Thread):
    """Takes the news of a screen, up to a number."""

    def __init__(self, line: WebSocket, last: int) -> None:
        super().__init__(daemon=True)
        self.line, self.last, self.heard = line, last, list[int]()

    def run(self) -> None:
        while not self.heard or self.heard[-1] < self.last:
            words = str(self.line.recv())
            if words == "2":
                self.line.send("3")
            elif words.startswith('42/hub,["changed"'):
                self.heard.append(json.loads(words[len("42/hub,") :])[1][TOPIC])


def test_who_reads_nothing_is_cut_off_and_the_others_hear_all(
    hub: Hub, mounted: tuple[Any, int], caplog: pytest.LogCaptureFixture
) -> None:
    socketio, port = mounted
    deaf = screen(port, sockopt=FEW)
    reader = Reader(screen(port), NEWS)
    reader.start()
    most = 0
    for version in range(1, NEWS + 1):
        hub.notify({TOPIC: version})
        queues = [each.queue.qsize() for each in list(socketio.server.eio.sockets.values())]
        most = max([most, *queues])
        while len(reader.heard) < version - backlog.MOST // 4 and reader.is_alive():
            time.sleep(0.001)  # a screen that reads is slower than a loop that only writes
    reader.join(60)
    assert reader.heard == list(range(1, NEWS + 1))
    assert caplog.text.count("took no news") == 1
    assert most <= backlog.MOST + 1  # the memory stays as it is
    with pytest.raises((WebSocketException, OSError)):
        while deaf.recv() != "":
            pass
        raise WebSocketException("the line is closed")
    deaf.close()
    reader.line.close()
    until = time.monotonic() + 60
    while socketio.server.eio.sockets and time.monotonic() < until:
        time.sleep(0.05)
    assert not socketio.server.eio.sockets  # nothing of them is left in the memory
