"""Acknowledged single writes over HTTP against bare commits of SQLite at the same durability."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from hub.bootstrap import ROOT
from hub.commands import LoadScorecard
from hub.domain.rights import system
from hub.hub import Hub
from hub.settings import Settings
from tests.bench import bare
from tests.bench.clients import Job
from tests.bench.table import Table, median, ms
from tests.drills.works import scorecard
from tests.server import Server

KPIS = 36
CLIENTS = (1, 8, 32)
A_PROCESS = 8  # clients that one process holds: more would wait for each other
AIMS = {8: 0.5}


def measure(quick: bool) -> Iterator[Table]:
    rounds, seconds = (3, 1.0) if quick else (7, 2.0)
    with TemporaryDirectory(prefix="hub-bench-") as scratch, serving(Path(scratch), KPIS) as server:
        file = Path(scratch) / "bare.db"
        bare.make(file)
        _hub(server, 8, 1.0)  # the first requests pay for what the later ones find ready
        found = [_Load(clients, file, server) for clients in CLIENTS]
        for number in range(rounds):
            for load in found:
                load.round(seconds, number)
    yield _table([load.row() for load in found], rounds, seconds)


def _table(rows: list[tuple[str, ...]], rounds: int, seconds: float) -> Table:
    return Table(
        "Acknowledged single writes over HTTP against bare SQLite commits (WAL, synchronous=FULL)",
        ("clients", "bare/s", "hub/s", "ratio", "aim", "overhead", "median", "95 %"),
        rows,
        (
            f"medians of {rounds} rounds of {seconds:g} s, bare and hub in turns; overhead: time "
            "per write beyond a bare one;",
            "median, 95 %: how long a client waits; clients run beside the server on its cores",
        ),
    )


@contextmanager
def serving(scratch: Path, kpis: int) -> Iterator[Server]:
    """A server on a fresh hub with the scorecard of the works."""
    data = scratch / "data"
    hub = Hub(Settings(data=data)).open()
    hub.execute(LoadScorecard(name="works.yaml", text=scorecard(kpis)), system("bench"))
    hub.close()
    server = Server(scratch, "serve", "--insecure-demo", "--data", str(data)).wait()
    try:
        yield server
    finally:
        server.stop()


class _Load:
    """So many clients at once: what the rounds gave."""

    def __init__(self, clients: int, file: Path, server: Server) -> None:
        self.clients, self._file, self._server = clients, file, server
        self._bare: list[float] = []
        self._hub: list[float] = []
        self._took: list[float] = []

    def round(self, seconds: float, number: int) -> None:
        first = number * 1_000_000 + self.clients * 10_000_000
        self._bare.append(bare.commits(self._file, self.clients, seconds, first))
        took = _hub(self._server, self.clients, seconds)
        self._hub.append(len(took) / seconds)
        self._took += took

    def row(self) -> tuple[str, ...]:
        plain, ours = median(self._bare), median(self._hub)
        ratio = median(hub / bare for hub, bare in zip(self._hub, self._bare, strict=True))
        aim = f">= {AIMS[self.clients]}" if self.clients in AIMS else ""
        took = sorted(self._took)
        return (
            str(self.clients),
            f"{plain:,.0f}",
            f"{ours:,.0f}",
            f"{ratio:.2f}",
            aim,
            ms(1 / ours - 1 / plain),
            ms(median(took)),
            ms(took[int(len(took) * 0.95)]),
        )


def _hub(server: Server, clients: int, seconds: float) -> list[float]:
    """Seconds that each acknowledged write took. Raises RuntimeError where one was refused."""
    processes = [
        _start(Job(server.port, min(A_PROCESS, clients - first), seconds, first, KPIS))
        for first in range(0, clients, A_PROCESS)
    ]
    try:
        for process in processes:
            _line(process)  # it is ready
        for process in processes:
            _say(process, "go")
        answers = [
            json.loads(process.communicate(timeout=seconds + 60)[0]) for process in processes
        ]
    finally:
        for process in processes:
            process.kill()
            process.wait()
    if faults := [fault for answer in answers for fault in answer["faults"]]:
        raise RuntimeError(f"{len(faults)} writes were refused: {faults[0]}")
    return [took for answer in answers for took in answer["took"]]


def _start(job: Job) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.clients"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    _say(process, json.dumps(asdict(job)))
    return process


def _say(process: "subprocess.Popen[str]", words: str) -> None:
    assert process.stdin is not None
    print(words, file=process.stdin, flush=True)


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()
