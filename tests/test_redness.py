"""Scenes with something red in them stay longer, from the moment that it turned red."""

from hub.commands import RecordMeasurements, SetRoom
from hub.domain.rights import Actor
from hub.hub import Hub
from hub.redness import Redness
from hub.scheduler import Scheduler
from hub.snapshot.rooms import open_rooms
from hub.testing import SetClock

STEPS = (
    {"scene": "scorecard", "about": {"unit": "works"}, "seconds": 10, "seconds_when_red": 60},
    {"scene": "lens_wall", "about": {"lens": "delivery"}, "seconds": 10, "only_red": True},
    {"scene": "strategy_map", "about": {"unit": "works"}, "seconds": 10},
)


def room(hub: Hub, worker: Actor) -> None:
    asked = {"room": "board", "title": "Board room", "playlist": STEPS}
    hub.execute(SetRoom.model_validate(asked), worker)


def record(hub: Hub, worker: Actor, value: float) -> None:
    figure = {"period": "2025-12", "value": value}
    asked = {"kpi": "works.on_time", "figures": [figure]}
    hub.execute(RecordMeasurements.model_validate(asked), worker)


def reds(hub: Hub, redness: Redness) -> frozenset[int]:
    with hub.store.read() as session:
        return redness.of(open_rooms(session))["board"]


def test_red_is_seen_where_a_step_asks_for_it(hub: Hub, worker: Actor) -> None:
    room(hub, worker)
    redness = Redness(hub)
    assert reds(hub, redness) == set()
    record(hub, worker, 80)
    assert reds(hub, redness) == reds(hub, redness) == {0, 1}
    record(hub, worker, 97)
    assert reds(hub, redness) == set()


def test_the_room_is_told_by_the_scheduler(hub: Hub, worker: Actor, hub_clock: SetClock) -> None:
    room(hub, worker)
    record(hub, worker, 80)
    look = Scheduler(hub)._look_for_reds
    look()
    told = hub.ask()
    look()
    assert hub.ask() == told  # nothing new
    with hub.store.read() as session:
        board = open_rooms(session)["board"]
    hub_clock.move(seconds=65)
    assert board.showing(hub.now()).scene == "lens_wall"
