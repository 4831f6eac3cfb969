"""Where problems are stuck: since when, with whom, unanswered; and who may know of them."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from hub.commands import (
    AdvanceIssue,
    CloseIssue,
    Command,
    EscalateIssue,
    RaiseIssue,
    TriageIssue,
)
from hub.displays import Audience
from hub.domain.problem import State
from hub.domain.staleness import Stale
from hub.errors import NotFound
from hub.hub import Hub
from hub.snapshot.bottlenecks import Bottlenecks, BottlenecksView
from hub.snapshot.views import Need
from hub.testing import WORKER, SetClock

ASKED = Bottlenecks("works")


def do(hub: Hub, command: type[Command], **fields: Any) -> dict[str, Any]:
    return hub.execute(command.model_validate(fields), WORKER)


def raised(hub: Hub, title: str) -> str:
    return str(do(hub, RaiseIssue, title=title, kpi="works.on_time")["id"])


def told(hub: Hub, viewers: str = "restricted") -> BottlenecksView:
    need = Need(asks=frozenset({ASKED}))
    return hub.snapshot(need, Audience(viewers)).answer(ASKED)


def test_days_count_from_when_it_came_to_its_state(hub: Hub, hub_clock: SetClock) -> None:
    once = raised(hub, "Late vans")
    hub_clock.move(days=5)
    said = {"owner": "Stores", "severity": "low", "due": date(2026, 1, 20)}
    do(hub, TriageIssue, issue=once, version=1, **said)
    do(hub, AdvanceIssue, issue=once, version=2, step="analyse")
    hub_clock.move(days=9)
    do(hub, EscalateIssue, issue=once, version=3, reason="Needs money", id=str(uuid4()))
    hub_clock.move(days=2)
    other = raised(hub, "No tyres")
    hub_clock.move(days=1)
    first, second = told(hub).problems
    assert (first.title, first.wait.state, first.wait.days) == ("Late vans", State.ANALYSING, 12)
    assert (first.wait.unanswered, first.wait.owner) == (3, "Stores")
    assert (second.id, second.wait.days, second.wait.unanswered) == (other, 1, None)


def test_what_was_left_lying_and_what_was_closed(hub: Hub, hub_clock: SetClock) -> None:
    raised(hub, "Late vans")
    do(hub, CloseIssue, issue=raised(hub, "No tyres"), version=1, waiver="Bought some")
    hub_clock.move(days=8)
    view = told(hub)
    assert view.problems[0].wait.broken == {Stale.UNASSIGNED}
    assert view.closed == 1
    hub_clock.move(days=90)
    assert told(hub).closed == 0


def test_it_is_for_staff(hub: Hub) -> None:
    raised(hub, "Late vans")
    with pytest.raises(NotFound, match="public areas"):
        told(hub, "public")
    assert len(told(hub, "staff").problems) == 1
