"""What happens by itself: connectors are polled, silence is marked, other processes' news relayed.

APScheduler runs the jobs; a lease row, unique per job and slot, keeps a second node on the same
database from running the same slot again. A source that fails is logged when it starts failing
and when it has recovered, not at every visit.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from hub.commands import (
    KpiFigure,
    MarkChecks,
    MarkEvents,
    MarkReds,
    MarkSilence,
    RaiseTriggered,
    RecordFigures,
)
from hub.commands.importing import event_of, sift
from hub.commands.measuring import MOST
from hub.connectors import BadRow, Connector, Happening, Look
from hub.domain.rights import Actor, system
from hub.errors import HubError, Invalid, NotFound
from hub.hub import Hub
from hub.plugins import Missing
from hub.redness import Redness
from hub.settings import ConnectorSettings
from hub.snapshot.desk import live_kpis
from hub.snapshot.effects import due_for_check
from hub.snapshot.events import turned
from hub.snapshot.rooms import open_rooms
from hub.snapshot.signals import calls
from hub.store import leases, ledger, slips, uploads

log = logging.getLogger(__name__)
ONCE = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
BAD_ROWS_KEPT = 50
PUT_BACK = 1.0  # s by which a clock is put back at the least; less is corrected all the time


class ClockWatch:
    """Calls ``tell`` when somebody has put the computer's clock back, which APScheduler would wait
    out. ``ahead`` is how far the clock is ahead of time that only goes on, in seconds."""

    def __init__(
        self,
        tell: Callable[[], None],
        ahead: Callable[[], float] = lambda: time.time() - time.monotonic(),
        every: float = 1.0,
    ) -> None:
        self._tell, self._ahead, self._every = tell, ahead, every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="clock watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        before = self._ahead()
        while not self._over.wait(self._every):
            now = self._ahead()
            if now < before - PUT_BACK:
                log.warning("the clock was put back by %.0f s", before - now)
                self._tell()
            before = now


@dataclass
class Source:
    """A connector instance at work, and how it is doing."""

    name: str
    settings: ConnectorSettings
    connector: Connector | Missing
    memory: dict[str, object] = field(default_factory=dict)
    visited: datetime | None = None
    recorded: int = 0
    trouble: str = ""
    bad_rows: tuple[BadRow, ...] = ()


class Scheduler:
    """The jobs of one node. ``sources`` says how each connector is doing."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.node = f"{socket.gethostname()}:{os.getpid()}"
        self.sources = {
            name: Source(name, settings, _connector(hub, settings))
            for name, settings in hub.settings.connectors.items()
        }
        self._redness = Redness(hub)
        self._looked = hub.now() - timedelta(days=1)  # for what turned while no server was on
        self._jobs = BackgroundScheduler(timezone="UTC")
        self._clocks = ClockWatch(self.run_soon)

    def start(self) -> None:
        for source in self.sources.values():
            every = source.settings.every_seconds
            self._jobs.add_job(
                self._turn,
                "interval",
                [source],
                seconds=every,
                next_run_time=datetime.now(UTC),  # and not only after the first interval
                **ONCE,
            )
        self._jobs.add_job(self._relay, "interval", seconds=1, **ONCE)
        self._jobs.add_job(self._mark_silence, "interval", seconds=5, **ONCE)
        self._jobs.add_job(self._mark_events, "interval", seconds=5, **ONCE)
        self._jobs.add_job(self._look_for_reds, "interval", seconds=5, **ONCE)
        self._jobs.add_job(self._look_after_problems, "interval", seconds=30, **ONCE)
        self._jobs.add_job(self._tidy, "interval", hours=6, **ONCE)
        self._jobs.start()
        self._clocks.start()

    def stop(self) -> None:
        self._clocks.stop()
        if self._jobs.running:
            self._jobs.shutdown(wait=True)

    def run_soon(self) -> None:
        """Run every job now and at its intervals from now on, not when the clock comes by again
        where it was."""
        for job in self._jobs.get_jobs():
            job.modify(next_run_time=datetime.now(UTC))

    def _turn(self, source: Source) -> None:
        """Visit a source, unless another node has this slot."""
        if isinstance(source.connector, Missing):
            return
        if self._leased(f"connector:{source.name}", source.settings.every_seconds):
            visit(self.hub, source)

    def _leased(self, job: str, every: float) -> bool:
        return leases.taken(self.hub.store, job, every, self.node, self.hub.clock())

    def _relay(self) -> None:
        try:
            self.hub.relay()
        except Exception:  # whoever listens may fail in any way; the next second tries again
            log.exception("could not relay")

    def _mark_silence(self) -> None:
        with self.hub.store.read() as session:
            live = live_kpis(session)
        if live:
            self.hub.execute(MarkSilence(), system("clock"))

    def _mark_events(self) -> None:
        """Tell of events that have begun or ended since the last look."""
        since, now = self._looked, self.hub.now()
        with self.hub.store.read() as session:
            there = turned(session, since, now)
        if there:
            self.hub.execute(MarkEvents(since=since), system("clock"))
        self._looked = now

    def _look_for_reds(self) -> None:
        with self.hub.store.read() as session:
            rooms = open_rooms(session)
        for key, reds in self._redness.of(rooms).items():
            if reds != rooms[key].rotation.reds:
                self.hub.execute(MarkReds(room=key, reds=tuple(sorted(reds))), system("rooms"))

    def _look_after_problems(self) -> None:
        """Raise what figures call for, and judge what was to be checked by today."""
        now = self.hub.now()
        with self.hub.store.read() as session:
            called, due = next(calls(session), None), due_for_check(session, now)
        if called:
            self.hub.execute(RaiseTriggered(), system("triggers"))
        if due:
            self.hub.execute(MarkChecks(), system("checks"))

    def _tidy(self) -> None:
        now = self.hub.clock()
        with self.hub.store.write() as session:
            ledger.forget(session, now)
            uploads.forget(session, self.hub.now())
            slips.forget(session, self.hub.now())
        leases.forget(self.hub.store, now)


def _connector(hub: Hub, settings: ConnectorSettings) -> Connector | Missing:
    try:
        return hub.connectors[settings.plugin](settings.config)
    except HubError as error:
        log.error("connector %s: %s", settings.plugin, error.message)
        return Missing(settings.plugin, error.message)


def visit(hub: Hub, source: Source) -> None:
    """Read a source once and record what it gave. Never raises; ``source`` says how it went."""
    connector = source.connector
    assert isinstance(connector, Connector)
    memory, actor = dict(source.memory), system(f"connector {source.name}")
    try:
        with hub.store.read() as session:
            look = Look(hub.now(), memory, live_kpis(session))
        found = list(connector.read(look))
        figures = [each for each in found if not isinstance(each, Happening)]
        with hub.store.read() as session:
            sifted = sift(session, figures, look.now, connector.made_up, actor.id)
        source.recorded += _record(hub, sifted.good, actor)
        happenings = [each for each in found if isinstance(each, Happening)]
        written, refused = _record_events(hub, happenings, actor)
        source.recorded += written
    except Exception as error:  # a stranger's connector may fail in any way
        _failed(source, error)
        return
    source.memory = memory
    _went_well(source, hub.now(), (*sifted.bad, *refused))


def _record(hub: Hub, figures: Sequence[KpiFigure], actor: Actor) -> int:
    count = 0
    for i in range(0, len(figures), MOST):
        done = hub.execute(RecordFigures(figures=tuple(figures[i : i + MOST])), actor)
        count += int(done["new"]) + int(done["revised"]) + int(done["earlier"])
    return count


def _record_events(
    hub: Hub, happenings: Sequence[Happening], actor: Actor
) -> tuple[int, list[BadRow]]:
    """How many were new or had changed, and those that the hub does not take."""
    count, refused = 0, list[BadRow]()
    for number, happening in enumerate(happenings, 1):
        try:
            done = hub.execute(event_of(happening), actor)
        except (Invalid, NotFound) as error:
            refused.append(BadRow(happening.place or f"event {number}", error.message))
        else:
            count += done["outcome"] in ("new", "changed")
    return count, refused


def _failed(source: Source, error: Exception) -> None:
    words = error.message if isinstance(error, HubError) else f"{type(error).__name__}: {error}"
    if not source.trouble:
        log.warning("connector %s has failed: %s", source.name, words)
    source.trouble = words


def _went_well(source: Source, now: datetime, bad: tuple[BadRow, ...]) -> None:
    if source.trouble:
        log.info("connector %s works again", source.name)
    for row in (row for row in bad[:BAD_ROWS_KEPT] if row not in source.bad_rows):
        log.warning("connector %s, %s: %s", source.name, row.place, row.reason)
    source.trouble, source.visited = "", now
    source.bad_rows = bad[:BAD_ROWS_KEPT]


__all__ = ["Scheduler", "Source", "visit"]
