"""From a write to the last of many open screens that hears of it, against one screen alone."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from websocket import WebSocket, create_connection

from tests.bench.table import Table, median, ms
from tests.bench.writes import serving
from tests.server import Server

SCREENS = (1, 50, 200)
TOPIC = "kpi:works.kpi_0"
WAIT = 20.0  # s that a screen waits for its news


def measure(quick: bool) -> Iterator[Table]:
    rounds = 5 if quick else 25
    with TemporaryDirectory(prefix="hub-bench-") as scratch, serving(Path(scratch), 1) as server:
        found = [_Audience(server, screens, rounds) for screens in SCREENS]
    alone = median(found[0].took)
    yield Table(
        "From the POST to the last open screen that is nudged",
        ("screens", "median", "95 %", "times one", "memory of the hub", "healthz"),
        tuple(audience.row(alone) for audience in found),
        (f"{rounds} rounds each; the screens are read one after the other, in this process",),
    )


class _Audience:
    """So many screens at once: how long the last waited, and what they cost."""

    def __init__(self, server: Server, screens: int, rounds: int) -> None:
        self.screens, self.took = screens, list[float]()
        with ExitStack() as opened:
            sockets = [opened.enter_context(closing(_screen(server))) for _ in range(screens)]
            for _ in range(rounds):
                self.took.append(_round(server, sockets))
            self._memory = _megabytes(server)
            began = time.perf_counter()
            server.get("/healthz")
            self._health = time.perf_counter() - began

    def row(self, alone: float) -> tuple[str, ...]:
        middle, slow = median(self.took), sorted(self.took)[int(len(self.took) * 0.95)]
        memory = f"{self._memory:.0f} MB"
        times = f"{middle / alone:.2f}"
        return str(self.screens), ms(middle), ms(slow), times, memory, ms(self._health)


def _screen(server: Server) -> WebSocket:
    """A Socket.IO client that watches one KPI."""
    address = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    socket = create_connection(address, timeout=WAIT)
    socket.recv()
    socket.send("40/hub,")
    socket.send(f"42/hub,1{json.dumps(['watch', [TOPIC]])}")
    _hear(socket, "43/hub,1")
    return socket


def _hear(socket: WebSocket, beginning: str) -> None:
    """Wait for a message; the server's pings in between are answered."""
    while not (words := str(socket.recv())).startswith(beginning):
        if words == "2":
            socket.send("3")


def _round(server: Server, sockets: list[WebSocket]) -> float:
    figure = {"period": "2026-01-14", "value": uuid4().int % 90_000 / 1000}
    began = time.perf_counter()
    server.post("/kpis/works.kpi_0/measurements", figure)
    for socket in sockets:
        _hear(socket, '42/hub,["changed"')
    return time.perf_counter() - began


def _megabytes(server: Server) -> float:
    """Resident memory of the server's worker."""
    (worker,) = (
        Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    )
    resident = next(
        line for line in Path(f"/proc/{worker}/status").read_text().splitlines() if "VmRSS" in line
    )
    return int(resident.split()[1]) / 1024
