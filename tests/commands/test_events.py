"""Dated events: recorded once, put right by who saw the newest, withdrawn with a reason."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest

from hub.commands import CorrectEvent, LoadScorecard, RecordEvent, WithdrawEvent
from hub.domain.rights import Actor, Grant, Right
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.hub import Hub
from hub.snapshot.dated import EventView
from hub.snapshot.events import Sought, events
from hub.snapshot.views import Need
from hub.testing import WORKER

KPI = "works.on_time"
DEPOT = """\
unit: depot
title: Depot scorecard
units:
  - {key: depot, title: The Depot, short: Depot, parent: works}
perspectives:
  - {key: process, title: Process}
objectives:
  - {key: fast, title: Be fast, perspective: process}
kpis:
  - {key: speed, title: Speed, objectives: [fast], measure: count, frequency: month,
     owner: Head of Depot, targets: [{since: 2025-01-01, value: 9}]}
"""
RELEASE: Mapping[str, Any] = {
    "kind": "release",
    "title": "New press",
    "starts": "2026-01-12",
    "unit": "works",
    "kpis": (KPI,),
}


def record(hub: Hub, actor: Actor = WORKER, **more: Any) -> dict[str, Any]:
    return hub.execute(RecordEvent.model_validate({**RELEASE, **more}), actor)


def correct(hub: Hub, event: str, version: int, **more: Any) -> dict[str, Any]:
    said = {**RELEASE, "event": event, "version": version, **more}
    return hub.execute(CorrectEvent.model_validate(said), WORKER)


def listed(hub: Hub, **sought: str) -> list[EventView]:
    with hub.store.read() as session:
        return list(events(session, Sought(**sought), 100, None)[0])


def of_kpi(hub: Hub, kpi: str = KPI) -> list[str]:
    return [e.title for e in hub.snapshot(Need(kpis=frozenset({kpi}))).kpis[kpi].events]


def touched(hub: Hub, *topics: str) -> set[str]:
    return {topic for topic, version in hub.versions(topics).items() if version}


def test_an_event_stands_with_its_kpi(hub: Hub) -> None:
    done = record(hub)
    assert (done["outcome"], done["version"], done["kpis"]) == ("new", 1, [KPI])
    assert of_kpi(hub) == ["New press"]
    assert [e.title for e in listed(hub, kind="release", unit="works", text="press")] == [
        "New press"
    ]
    assert listed(hub, kind="incident") == listed(hub, kpi="works.pulse") == []


def test_an_id_is_used_once(hub: Hub) -> None:
    record(hub, id=str(id := uuid4()))
    with pytest.raises(Conflict, match="with this id already"):
        record(hub, id=str(id))


def test_the_same_key_again_changes_nothing_and_news_of_it_do(hub: Hub) -> None:
    first = record(hub, key="desk:1")
    again = record(hub, key="desk:1")
    assert (again["outcome"], again["id"], again["version"]) == ("unchanged", first["id"], 1)
    changed = record(hub, key="desk:1", ends="2026-01-13")
    assert (changed["outcome"], changed["id"], changed["version"]) == ("changed", first["id"], 2)
    assert len(listed(hub)) == 1


def test_what_people_put_right_outlasts_a_repeat(hub: Hub) -> None:
    first = record(hub, key="desk:1")
    correct(hub, first["id"], 1, title="New printing press")
    assert record(hub, key="desk:1")["outcome"] == "unchanged"
    assert of_kpi(hub) == ["New printing press"]


def test_what_was_withdrawn_stays_withdrawn(hub: Hub) -> None:
    first = record(hub, key="desk:1")
    for _ in range(2):
        done = hub.execute(WithdrawEvent(event=first["id"], reason="Put off"), WORKER)
        assert (done["outcome"], done["version"]) == ("withdrawn", 2)
    assert record(hub, key="desk:1", title="Put off again")["outcome"] == "withdrawn"
    assert of_kpi(hub) == [] and listed(hub) == []
    with pytest.raises(NotFound, match="not any more"):
        correct(hub, first["id"], 2)


def test_a_lost_race_is_a_conflict_that_says_both(hub: Hub) -> None:
    first = record(hub)
    correct(hub, first["id"], 1, title="Newer press")
    with pytest.raises(Conflict, match=r"it now says “Newer press”; yours says “Older press”"):
        correct(hub, first["id"], 1, title="Older press")


def test_an_event_is_about_kpis_of_its_unit_and_below(hub: Hub) -> None:
    hub.execute(LoadScorecard(name="depot.yaml", text=DEPOT), WORKER)
    record(hub, kpis=(KPI, "depot.speed"))
    assert of_kpi(hub, "depot.speed") == ["New press"]
    with pytest.raises(Invalid, match=r"works.on_time is of works, which is not below depot"):
        record(hub, unit="depot")
    with pytest.raises(NotFound, match="no KPI called"):
        record(hub, kpis=("works.nothing",))
    with pytest.raises(NotFound, match="no unit called"):
        record(hub, unit="nowhere", kpis=())


def test_recording_takes_the_right_to_write_notes_there(hub: Hub) -> None:
    hub.execute(LoadScorecard(name="depot.yaml", text=DEPOT), WORKER)
    below = Actor("b", "B", grants=frozenset({Grant(Right.NOTE, "depot")}))
    reader = Actor("r", "R", grants=frozenset({Grant(Right.RECORD, "works")}))
    record(hub, below, unit="depot", kpis=("depot.speed",))
    for actor in (below, reader):
        with pytest.raises(Forbidden):
            record(hub, actor)
    mine = record(hub, key="desk:1")
    with pytest.raises(Forbidden):  # nor can it be taken away to one's own unit
        record(hub, below, key="desk:1", unit="depot", kpis=())
    with pytest.raises(Forbidden):
        hub.execute(WithdrawEvent(event=mine["id"], reason="Mine"), below)


def test_topics_go_up_the_units_and_under_the_class(hub: Hub) -> None:
    hub.execute(LoadScorecard(name="depot.yaml", text=DEPOT), WORKER)
    record(hub, unit="depot", kpis=("depot.speed",), visibility="restricted")
    names = ("events:works", "events:depot", "events:*", "kpi:depot.speed")
    before = hub.versions(["kpi:depot.speed@restricted"])
    assert touched(hub, *names[:3]) == set()
    assert touched(hub, *(f"{n}@restricted" for n in names)) == {f"{n}@restricted" for n in names}
    assert before["kpi:depot.speed@restricted"]
    assert touched(hub, "events:works@staff", "events:depot@staff") == set()


def test_a_class_that_is_left_is_told(hub: Hub) -> None:
    first = record(hub, visibility="public")
    seen = hub.versions(["events:works"])["events:works"]
    correct(hub, first["id"], 1, visibility="restricted")
    assert hub.versions(["events:works"])["events:works"] > seen


@pytest.mark.parametrize(
    "more", [{"kind": "party"}, {"title": " "}, {"visibility": "all"}, {"starts": None}]
)
def test_what_is_no_event_is_refused(hub: Hub, more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        record(hub, **more)
