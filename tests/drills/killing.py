"""The kill drill: a server that dies at random moments, and the count of what it acknowledged."""

import os
import random
import signal
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hub.commands import LoadScorecard
from hub.domain.rights import system
from hub.hub import Hub
from hub.settings import Settings
from tests.drills.counting import COMMAND, Outcome, count
from tests.drills.plants import with_plants
from tests.drills.writers import Writer, writer
from tests.server import Server, free_port

MOST_TAKEN = 30  # writes that a server takes at most before it is killed
AND_A_FILE = 0.25  # share of the servers that take a file besides, which takes longest
LONGEST_LIFE = 30.0  # s that one lives where it does not come to take so much
LAST_LIFE = 120.0  # s, until something of each kind was taken
MOMENT = 0.05  # s, within which it is killed after that
LONGEST_START = 0.8  # s after which one is killed that does not live to be ready
KILLED_STARTING = 0.15  # share of the kills that do not wait until the server is ready
GONE_WITHIN = 20.0  # s


def _silent(words: str) -> None:
    pass


def drill(
    kills: int, writers: int = 8, seed: int = 1, say: Callable[[str], None] = _silent
) -> Outcome:
    """Kill the server ``kills`` times under load and count. Raises Unusable for a broken chain."""
    with TemporaryDirectory(prefix="hub-drill-") as scratch:
        data = Path(scratch) / "data"
        _prepare(data, writers)
        port = free_port()
        posting = [writer(number, port) for number in range(writers)]
        try:
            _rounds(Path(scratch), port, posting, kills, random.Random(seed), say)
        finally:
            for each in posting:
                each.abandon()
        hub = Hub(Settings(data=data)).open()
        try:
            return count(hub, kills, posting)
        finally:
            hub.close()


def _prepare(data: Path, writers: int) -> None:
    hub = Hub(Settings(data=data)).open()
    hub.execute(LoadScorecard(name="works.yaml", text=with_plants(writers)), system("drill"))
    hub.close()


def _rounds(
    scratch: Path,
    port: int,
    posting: Sequence[Writer],
    kills: int,
    chance: random.Random,
    say: Callable[[str], None],
) -> None:
    for each in posting:
        each.start()
    for number in range(1, kills + 1):
        server = _server(scratch, port)
        try:
            if chance.random() < KILLED_STARTING:
                time.sleep(chance.uniform(0, LONGEST_START))
            else:
                server.wait()
                _live(posting, chance)
        finally:
            kill(server)
        if number % 10 == 0:
            say(f"{number} kills, {_taken(posting):,} acknowledged")
    last = _server(scratch, port).wait()
    try:
        _until(lambda: set(COMMAND) <= _kinds(posting), LAST_LIFE)
        for each in posting:
            each.finish()
    finally:
        last.stop()


def _live(posting: Sequence[Writer], chance: random.Random) -> None:
    """Until the server has taken some more writes: by their number, so that a slow machine gets
    as much done between two kills as a fast one."""
    enough = _taken(posting) + chance.randrange(MOST_TAKEN)
    files = _files(posting) + (chance.random() < AND_A_FILE)
    _until(lambda: _taken(posting) >= enough and _files(posting) >= files, LONGEST_LIFE)
    time.sleep(chance.uniform(0, MOMENT))


def _until(done: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not done():
        time.sleep(MOMENT / 10)


def _taken(posting: Iterable[Writer]) -> int:
    return sum(len(writer.acknowledged) for writer in posting)


def _kinds(posting: Iterable[Writer]) -> set[str]:
    return {write.kind for writer in posting for write in list(writer.acknowledged)}


def _files(posting: Iterable[Writer]) -> int:
    """How many were taken, previewed or applied."""
    return sum(len(writer.acknowledged) for writer in posting if writer.packs)


def _server(scratch: Path, port: int) -> Server:
    data = str(scratch / "data")
    return Server(scratch, "serve", "--insecure-demo", "--data", data, port=port)


def kill(server: Server) -> None:
    """Kill the server with all that it started, and wait until its port is free again."""
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait(GONE_WITHIN)
    until = time.monotonic() + GONE_WITHIN
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", server.port)) != 0:
                return
        time.sleep(0.01)
    raise AssertionError("a killed server still listens")
