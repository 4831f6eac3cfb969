"""Meetings: who may record one, of when, and that one that does not count is withdrawn."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from hub.commands import RecordMeeting, WithdrawMeeting
from hub.domain.rights import Actor, ActorKind, Grant, Right
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.hub import Hub
from hub.snapshot.meetings import MeetingView, last_meeting, meetings
from hub.testing import WORKER, SetClock

READER = Actor("reader", "A reader", ActorKind.PERSON, frozenset({Grant(Right.READ)}))


def held(hub: Hub, actor: Actor = WORKER, **fields: Any) -> dict[str, Any]:
    said = {"of": "works", "title": "Board", **fields}
    return hub.execute(RecordMeeting.model_validate(said), actor)


def withdraw(hub: Hub, meeting: str, actor: Actor = WORKER, reason: str = "Another day") -> None:
    hub.execute(WithdrawMeeting(meeting=meeting, reason=reason), actor)


def last(hub: Hub) -> MeetingView | None:
    with hub.store.read() as session:
        return last_meeting(session, "works", hub.now())


def test_a_meeting_is_held_now_or_when_it_was(hub: Hub, hub_clock: SetClock) -> None:
    before = hub_clock() - timedelta(days=3)
    held(hub, title="Earlier", held_at=before.isoformat())
    found = last(hub)
    assert found is not None and (found.title, found.held_at) == ("Earlier", before)
    held(hub)
    found = last(hub)
    assert found is not None and (found.title, found.held_at) == ("Board", hub_clock())


def test_one_that_is_still_to_come_is_refused(hub: Hub, hub_clock: SetClock) -> None:
    with pytest.raises(Invalid, match="still to come"):
        held(hub, held_at=(hub_clock() + timedelta(hours=1)).isoformat())


def test_one_that_does_not_count_is_withdrawn_for_a_reason_and_kept(hub: Hub) -> None:
    meeting = held(hub)["id"]
    withdraw(hub, meeting)
    assert last(hub) is None
    with hub.store.read() as session:
        (item,), more = meetings(session, 10, None, "works")
    assert (item.id, item.withdrawn_reason, more) == (meeting, "Another day", None)
    with pytest.raises(ValidationError):
        withdraw(hub, meeting, reason=" ")
    with pytest.raises(NotFound):
        withdraw(hub, "none")


def test_it_takes_the_right_to_note_on_the_unit(hub: Hub) -> None:
    with pytest.raises(Forbidden):
        held(hub, READER)
    meeting = held(hub)["id"]
    with pytest.raises(Forbidden):
        withdraw(hub, meeting, READER)


def test_a_unit_that_is_not_there_and_an_id_that_is_are_refused(hub: Hub) -> None:
    with pytest.raises(NotFound, match="nowhere"):
        held(hub, of="nowhere")
    meeting = held(hub)["id"]
    with pytest.raises(Conflict):
        held(hub, id=meeting)


def test_it_outdates_what_looks_back_to_meetings(hub: Hub) -> None:
    before = hub.ask()
    meeting = held(hub)["id"]
    recorded = hub.versions({"meetings"})["meetings"]
    withdraw(hub, meeting)
    assert before < recorded < hub.versions({"meetings"})["meetings"]


def test_lists_turn_pages_newest_first(hub: Hub, hub_clock: SetClock) -> None:
    ids = []
    for _ in range(3):
        ids.append(held(hub)["id"])
        hub_clock.move(hours=1)
    with hub.store.read() as session:
        first, after = meetings(session, 2, None, "")
        rest, more = meetings(session, 2, after, "")
    assert [item.id for item in (*first, *rest)] == ids[::-1]
    assert more is None
