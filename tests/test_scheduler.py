"""What happens by itself: sources are visited, and a failure is said once."""

import logging
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, ClassVar

import pytest
from sqlalchemy import select

from hub.commands import LoadScorecard, MarkSilence, RecordEvent, RecordMeasurements
from hub.connectors import BadRow, Connector, Look, Reading
from hub.connectors.illustrative_feed import IllustrativeFeed
from hub.domain.rights import system
from hub.hub import Hub
from hub.model import Lease
from hub.plugins import Missing
from hub.scheduler import ClockWatch, Scheduler, Source, visit
from hub.settings import ConnectorSettings
from hub.snapshot.views import Need
from hub.store import leases
from hub.testing import NOON, SCORECARD, WORKER, SetClock

LIVE = "works.pulse"


class Tap(Connector):
    """Gives what ``flow`` says; raises where that is an error."""

    name = "tap"
    title = "Tap"
    flow: ClassVar[list[Any]] = []

    def read(self, look: Look) -> Iterator[Reading | BadRow]:
        for drop in self.flow:
            if isinstance(drop, Exception):
                raise drop
            yield drop
        look.memory["visits"] = look.memory.get("visits", 0) + 1


@pytest.fixture
def tap(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.setattr(Tap, "flow", [Reading("works.on_time", "2025-12", value=96)])
    hub.connectors.add(Tap)
    return source(hub, Tap())


def source(hub: Hub, connector: Connector) -> Source:
    return Source("tap", ConnectorSettings(plugin=connector.name), connector)


def seen(hub: Hub, kpi: str) -> Any:
    return hub.snapshot(Need(kpis=frozenset({kpi}))).kpis[kpi]


def test_a_visit_records_what_it_finds(hub: Hub, tap: Source) -> None:
    visit(hub, tap)
    visit(hub, tap)
    assert (seen(hub, "works.on_time").value, tap.recorded, tap.trouble) == (96, 1, "")
    assert (tap.visited, tap.memory) == (NOON, {"visits": 2})


def test_a_failure_is_logged_once_and_so_is_the_recovery(
    hub: Hub, tap: Source, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "hub.scheduler")
    good = Tap.flow[:]
    Tap.flow[:] = [*good, ConnectionError("no answer")]
    for _ in range(3):
        visit(hub, tap)
    assert tap.trouble == "ConnectionError: no answer"
    assert (tap.memory, seen(hub, "works.on_time").value) == ({}, None)
    Tap.flow[:] = good
    visit(hub, tap)
    visit(hub, tap)
    assert [r.getMessage() for r in caplog.records] == [
        "connector tap has failed: ConnectionError: no answer",
        "connector tap works again",
    ]


def test_bad_rows_are_told_once_and_the_rest_is_taken(
    hub: Hub, tap: Source, caplog: pytest.LogCaptureFixture
) -> None:
    Tap.flow[:] = [
        BadRow("row 2", "unreadable"),
        Reading("works.nothing", "2025-12", value=1, place="row 3"),
        Reading("works.on_time", "2025-W49", value=1, place="row 4"),
        Reading("works.on_time", "2025-12", value=float("nan"), place="row 5"),
        Reading("works.on_time", "2025-12", value=97, place="row 6"),
    ]
    visit(hub, tap)
    visit(hub, tap)
    assert seen(hub, "works.on_time").value == 97
    assert [row.place for row in tap.bad_rows] == ["row 2", "row 3", "row 4", "row 5"]
    assert "there is no KPI called 'works.nothing'" in tap.bad_rows[1].reason
    assert len(caplog.records) == 4


def test_more_than_one_command_takes_is_recorded_in_parts(
    hub: Hub, tap: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.scheduler.MOST", 4)
    Tap.flow[:] = [Reading("works.on_time", f"2024-{m:02}", value=m) for m in range(1, 11)]
    visit(hub, tap)
    assert (tap.recorded, seen(hub, "works.on_time").value) == (10, 10)


def test_made_up_figures_need_a_kpi_that_says_so(hub: Hub) -> None:
    feed = source(hub, IllustrativeFeed({"kpi": LIVE, "seed": 1}))
    visit(hub, feed)
    assert seen(hub, LIVE).value is None
    assert "not marked illustrative" in feed.bad_rows[0].reason
    marked = SCORECARD.replace("every_seconds: 5,", "every_seconds: 5, illustrative: true,")
    hub.execute(LoadScorecard(name="works.yaml", text=marked), WORKER)
    visit(hub, feed)
    visit(hub, feed)
    assert len(seen(hub, LIVE).points) == 2
    assert all(97 < p.value <= 100 for p in seen(hub, LIVE).points)


def test_an_event_that_begins_or_ends_is_told_once(hub: Hub, hub_clock: SetClock) -> None:
    told = {"kind": "release", "title": "Press", "unit": "works"}
    times = {"starts": "2026-01-14T12:10:00Z", "ends": "2026-01-14T12:20:00Z"}
    hub.execute(RecordEvent.model_validate({**told, **times}), WORKER)
    scheduler, seen = Scheduler(hub), []
    for _ in range(6):
        scheduler._mark_events()
        seen.append(hub.versions(["events:works@staff"])["events:works@staff"])
        hub_clock.move(minutes=6)
    assert [a < b for a, b in pairwise(seen)] == [False, True, False, True, False]
    assert hub.versions(["events:works"]) == {"events:works": 0}


# -- leases --------------------------------------------------------------------------------


def test_a_slot_is_taken_by_one_node(hub: Hub, tap: Source, hub_clock: SetClock) -> None:
    first, second = Scheduler(hub), Scheduler(hub)
    second.node = "another:1"
    for node in (first, second, first):
        node._turn(tap)
    assert tap.memory == {"visits": 1}
    hub_clock.move(seconds=60)
    second._turn(tap)
    assert tap.memory == {"visits": 2}


def test_leases_do_not_pile_up(hub: Hub, hub_clock: SetClock) -> None:
    for _ in range(30):
        assert leases.taken(hub.store, "job", 60, "node", hub_clock())
        hub_clock.move(seconds=60)
    with hub.store.read() as session:
        assert len(session.scalars(select(Lease.slot)).all()) <= leases.SLOTS_KEPT + 1


# -- plugins -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        (ConnectorSettings(plugin="nowhere"), "no connector called 'nowhere'"),
        (ConnectorSettings(plugin="csv_file", config={"paht": "x"}), "paht: there is no such"),
    ],
)
def test_a_source_that_cannot_be_made_is_missing_and_the_rest_runs(
    hub: Hub, hub_clock: SetClock, settings: ConnectorSettings, reason: str
) -> None:
    chosen = hub.settings.model_copy(update={"connectors": {"odd": settings}})
    other = Hub(chosen, hub_clock).open()
    scheduler = Scheduler(other)
    scheduler.start()
    scheduler.stop()
    missing = scheduler.sources["odd"].connector
    assert isinstance(missing, Missing) and reason in missing.reason
    other.close()


def test_jobs_begin_at_once_and_by_themselves(hub: Hub, tap: Source) -> None:
    scheduler = Scheduler(hub)
    scheduler.sources["tap"] = tap
    scheduler.start()
    for _ in range(3000):
        if tap.visited:
            break
        time.sleep(0.01)
    scheduler.stop()
    scheduler.stop()  # the second time there is nothing left to stop
    assert seen(hub, "works.on_time").value == 96


# -- silence -------------------------------------------------------------------------------


def pulse(hub: Hub) -> None:
    figures = [{"at": hub.now().isoformat(), "value": 99.5}]
    command = RecordMeasurements.model_validate({"kpi": LIVE, "figures": figures})
    hub.execute(command, WORKER)


def test_a_live_kpi_that_falls_silent_is_marked_once(hub: Hub, hub_clock: SetClock) -> None:
    pulse(hub)
    hub_clock.move(seconds=15)
    assert hub.execute(MarkSilence(), system("clock")) == {"kpis": []}
    hub_clock.move(seconds=1)
    before = hub.ask()
    assert hub.execute(MarkSilence(), system("clock")) == {"kpis": [LIVE]}
    topics = (f"kpi:{LIVE}@staff", "unit:works@staff", "lens:delivery@staff")
    assert all(version > before for version in hub.versions(topics).values())
    assert seen(hub, LIVE).late
    assert hub.execute(MarkSilence(), system("clock")) == {"kpis": []}


def test_a_live_kpi_that_speaks_again_can_fall_silent_again(hub: Hub, hub_clock: SetClock) -> None:
    for _ in range(2):
        pulse(hub)
        assert not seen(hub, LIVE).late
        hub_clock.move(minutes=3)
        Scheduler(hub)._mark_silence()
        assert seen(hub, LIVE).late_words == "silent for 3 minutes"


def test_jobs_do_not_wait_until_a_clock_that_was_put_back_comes_by_again(hub: Hub) -> None:
    scheduler = Scheduler(hub)
    scheduler.start()
    try:
        for job in scheduler._jobs.get_jobs():
            job.modify(next_run_time=datetime.now(UTC) + timedelta(days=1))
        scheduler.run_soon()
        soon = datetime.now(UTC) + timedelta(hours=7)
        assert all(job.next_run_time < soon for job in scheduler._jobs.get_jobs())
    finally:
        scheduler.stop()


def test_a_clock_that_is_put_back_is_noticed_and_one_that_is_corrected_is_not() -> None:
    told = threading.Event()
    aheads = iter([100.0, 99.9, 99.8, -86_300.0])
    asked = list[float]()

    def ahead() -> float:
        asked.append(next(aheads, -86_300.0))
        return asked[-1]

    watch = ClockWatch(told.set, ahead, every=0.001)
    watch.start()
    assert told.wait(60)
    watch.stop()
    assert asked[:4] == [100.0, 99.9, 99.8, -86_300.0]
