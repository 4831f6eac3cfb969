"""The kill drill: a server that dies at random moments, and the count of what it acknowledged."""

import json
import os
import random
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from hub.commands import LoadScorecard
from hub.domain.rights import system
from hub.hub import Hub
from hub.model import AuditEntry, IdempotencyKey, Measurement, Note
from hub.settings import Settings
from hub.store import ledger
from tests.drills.works import scorecard
from tests.drills.writers import Write, Writer
from tests.server import Server, free_port

LONGEST_LIFE = 0.8  # s that a server lives after it is ready, or after its start
KILLED_STARTING = 0.15  # share of the kills that do not wait until the server is ready
GONE_WITHIN = 20.0  # s


@dataclass(frozen=True)
class Outcome:
    """What was acknowledged, and what the database says about it."""

    kills: int
    figures: int
    notes: int
    broken_off: int  # requests whose connection broke: whether they took effect, nobody knew
    answered_again: int  # of the writes those were for, committed before the kill
    lost: int
    duplicated: int
    entries: int  # of the audit chain, which verifies

    @property
    def sound(self) -> bool:
        return self.lost == 0 and self.duplicated == 0

    def __str__(self) -> str:
        return (
            f"{self.kills:,} kills; acknowledged: {self.figures:,} figures and {self.notes:,} "
            f"notes; {self.lost:,} lost, {self.duplicated:,} duplicated\n"
            f"{self.broken_off:,} requests broke off; {self.answered_again:,} writes were "
            "committed when the server died and answered from their key afterwards\n"
            f"the audit chain verifies: {self.entries:,} entries"
        )


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
        posting = [Writer(number, port) for number in range(writers)]
        try:
            _rounds(Path(scratch), port, posting, kills, random.Random(seed), say)
        finally:
            for writer in posting:
                writer.abandon()
        return _count(data, kills, posting)


def _prepare(data: Path, writers: int) -> None:
    hub = Hub(Settings(data=data)).open()
    hub.execute(LoadScorecard(name="works.yaml", text=scorecard(writers)), system("drill"))
    hub.close()


def _rounds(
    scratch: Path,
    port: int,
    posting: Iterable[Writer],
    kills: int,
    chance: random.Random,
    say: Callable[[str], None],
) -> None:
    for writer in posting:
        writer.start()
    for number in range(1, kills + 1):
        server = _server(scratch, port)
        try:
            if chance.random() > KILLED_STARTING:
                server.wait()
            time.sleep(chance.uniform(0, LONGEST_LIFE))
        finally:
            kill(server)
        if number % 10 == 0:
            say(f"{number} kills, {sum(len(w.acknowledged) for w in posting):,} acknowledged")
    last = _server(scratch, port).wait()
    try:
        for writer in posting:
            writer.finish()
    finally:
        last.stop()


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


def _count(data: Path, kills: int, posting: Iterable[Writer]) -> Outcome:
    writes = [write for writer in posting for write in writer.acknowledged]
    hub = Hub(Settings(data=data)).open()
    with hub.store.read() as session:
        entries = ledger.verify(session)
        kept = Counter(f"{value:.0f}" for value in session.scalars(select(Measurement.value)))
        kept.update(session.scalars(select(Note.text)))
        audited = Counter(_mark(body) for body in session.scalars(select(AuditEntry.body)))
        keys = select(IdempotencyKey.key, IdempotencyKey.at)
        committed = {row.key: row.at for row in session.execute(keys)}
    hub.close()
    return Outcome(
        kills,
        sum(not write.is_note for write in writes),
        sum(write.is_note for write in writes),
        sum(write.broken_off for write in writes),
        sum(_answered_again(write, committed.get(write.key)) for write in writes),
        sum(not (kept[w.mark] and audited[w.mark] and w.key in committed) for w in writes),
        sum(kept[w.mark] > 1 or audited[w.mark] > 1 for w in writes),
        entries,
    )


def _mark(body: str) -> str:
    """The mark of the write that an audit entry's body tells of: its words, or its figure."""
    told = json.loads(body)
    return str(told["text"]) if "figures" not in told else f"{told['figures'][0]['value']:.0f}"


def _answered_again(write: Write, committed: datetime | None) -> bool:
    """Whether it was committed before its last connection broke."""
    return committed is not None and write.broke_at is not None and committed < write.broke_at
