"""What changed since the last meeting: told from real commands, as the hub showed it then."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from hub.commands import (
    AddNote,
    AssignCountermeasure,
    Command,
    LiftOverride,
    LoadScorecard,
    MoveCountermeasure,
    OverrideStatus,
    RaiseIssue,
    RecordMeasurements,
    RecordMeeting,
    SetTarget,
)
from hub.displays import Audience
from hub.hub import Hub
from hub.snapshot.changes import ChangesSince, ChangesView
from hub.snapshot.views import Need
from hub.testing import SCORECARD, WORKER, SetClock

KPI = "works.on_time"
NORTH = """\
  - {key: absence, title: Absence, objectives: [delivery], measure: days, frequency: month,
     owner: Head of Delivery, about_people: true, polarity: lower,
     targets: [{since: 2025-01-01, value: 5}]}
"""


def do(hub: Hub, command: type[Command], **fields: Any) -> dict[str, Any]:
    return hub.execute(command.model_validate(fields), WORKER)


def record(hub: Hub, value: float, period: str = "2025-11", kpi: str = KPI, **more: Any) -> None:
    figures = [{"period": period, "value": value, **more}]
    do(hub, RecordMeasurements, kpi=kpi, figures=figures)


def meet(hub: Hub, clock: SetClock) -> None:
    """A meeting now; whatever comes, comes later."""
    do(hub, RecordMeeting, of="works", title="Board")
    clock.move(days=1)


def told(hub: Hub, viewers: str = "restricted", **ask: Any) -> ChangesView:
    asked = ChangesSince("works", **ask)
    need = Need(asks=frozenset({asked}))
    return hub.snapshot(need, Audience(viewers)).answer(asked)


@contextmanager
def counted(hub: Hub) -> Iterator[list[str]]:
    """The statements that are asked meanwhile."""
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    engine = hub.store._reader
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def moves(hub: Hub) -> list[tuple[str, str, float | None, str, float | None, str]]:
    return [
        (c.kpi.key, c.was.state, c.was.value, c.state, c.kpi.value, c.turn) for c in told(hub).moved
    ]


def test_a_new_figure_that_is_worse_is_told_with_what_was(hub: Hub, hub_clock: SetClock) -> None:
    record(hub, 96)
    meet(hub, hub_clock)
    assert moves(hub) == []
    record(hub, 90, "2025-12")
    assert moves(hub) == [(KPI, "late", 96, "red", 90, "other")]
    view = told(hub)
    assert (view.new, view.restated) == (1, 0)
    assert view.meeting is not None and view.meeting.title == "Board"


def test_a_restated_figure_is_told_as_it_was_shown_then(hub: Hub, hub_clock: SetClock) -> None:
    record(hub, 96, "2025-12")
    meet(hub, hub_clock)
    record(hub, 94, "2025-12")
    assert moves(hub) == [(KPI, "green", 96, "red", 94, "worse")]
    assert (told(hub).new, told(hub).restated) == (0, 1)


def test_what_was_corrected_before_the_meeting_is_no_news(hub: Hub, hub_clock: SetClock) -> None:
    record(hub, 90, "2025-12")
    hub_clock.move(hours=1)
    record(hub, 96, "2025-12")
    meet(hub, hub_clock)
    assert moves(hub) == []
    record(hub, 97, "2025-12")
    assert moves(hub) == []
    assert told(hub).restated == 1


def test_an_older_publication_does_not_take_the_place_of_what_was(
    hub: Hub, hub_clock: SetClock
) -> None:
    record(hub, 96, "2025-12", published="2026-01-12")
    hub_clock.move(hours=1)
    record(hub, 90, "2025-12", published="2026-01-10")
    meet(hub, hub_clock)
    record(hub, 91, "2025-12", published="2026-01-13")
    assert moves(hub) == [(KPI, "green", 96, "red", 91, "worse")]


def test_a_target_that_was_raised_since_is_what_changed(hub: Hub, hub_clock: SetClock) -> None:
    record(hub, 96, "2025-12")
    meet(hub, hub_clock)
    do(hub, SetTarget, kpi=KPI, version=1, since="2025-01-01", value=97)
    assert moves(hub) == [(KPI, "green", 96, "red", 96, "worse")]
    (change,) = told(hub).moved
    assert (change.was.target, change.kpi.target) == (95, 97)
    assert [(r.kpi, r.target) for r in told(hub).redefined] == [(KPI, True)]
    assert told(hub).new == 0


def test_a_file_that_changes_the_target_counts_as_well(hub: Hub, hub_clock: SetClock) -> None:
    record(hub, 96, "2025-12")
    meet(hub, hub_clock)
    text = SCORECARD.replace("value: 95}", "value: 96}")
    do(hub, LoadScorecard, name="works.yaml", text=text)
    assert moves(hub) == [(KPI, "green", 96, "amber", 96, "worse")]
    assert [r.kpi for r in told(hub).redefined] == [KPI]


def test_of_two_changes_of_a_target_the_first_says_what_was(hub: Hub, hub_clock: SetClock) -> None:
    record(hub, 96, "2025-12")
    meet(hub, hub_clock)
    do(hub, SetTarget, kpi=KPI, version=1, since="2025-01-01", value=97)
    hub_clock.move(hours=1)
    do(hub, SetTarget, kpi=KPI, version=2, since="2025-01-01", value=98)
    (change,) = told(hub).moved
    assert (change.was.target, change.was.state) == (95, "green")


def test_a_status_set_or_lifted_by_hand_since_is_told(hub: Hub, hub_clock: SetClock) -> None:
    record(hub, 90, "2025-12")
    meet(hub, hub_clock)
    do(hub, OverrideStatus, kpi=KPI, status="amber", reason="Counted twice")
    assert moves(hub) == [(KPI, "red", 90, "amber", 90, "better")]
    meet(hub, hub_clock)
    assert moves(hub) == []
    do(hub, LiftOverride, kpi=KPI)
    assert moves(hub) == [(KPI, "amber", 90, "red", 90, "worse")]
    assert told(hub).moved[0].was.by_hand


def test_a_status_by_hand_that_ran_out_is_told(hub: Hub, hub_clock: SetClock) -> None:
    record(hub, 90, "2025-12")
    do(hub, OverrideStatus, kpi=KPI, status="green", reason="A ditch", until="2026-01-15")
    meet(hub, hub_clock)
    assert moves(hub) == []
    hub_clock.move(days=1)
    assert moves(hub) == [(KPI, "green", 90, "red", 90, "worse")]


def test_a_figure_that_fell_due_is_told_without_anybody_doing_anything(
    hub: Hub, hub_clock: SetClock
) -> None:
    record(hub, 96, "2025-12")
    meet(hub, hub_clock)
    hub_clock.move(days=40)
    assert moves(hub) == [(KPI, "green", 96, "late", 96, "other")]


def test_a_first_figure_was_none(hub: Hub, hub_clock: SetClock) -> None:
    meet(hub, hub_clock)
    record(hub, 96, "2025-12")
    assert moves(hub) == [(KPI, "no_data", None, "green", 96, "other")]


def test_a_live_figure_is_compared_with_that_of_the_moment(hub: Hub, hub_clock: SetClock) -> None:
    def tell(value: float) -> None:
        at = hub_clock().isoformat().replace("+00:00", "Z")
        do(hub, RecordMeasurements, kpi="works.pulse", figures=[{"at": at, "value": value}])

    tell(99.5)
    hub_clock.move(seconds=5)
    meet(hub, hub_clock)
    for value in (98, 98.5):
        tell(value)
        hub_clock.move(seconds=5)
    assert moves(hub) == [("works.pulse", "green", 99.5, "red", 98.5, "worse")]
    assert told(hub).new == 0


def test_words_and_deeds_are_counted(hub: Hub, hub_clock: SetClock) -> None:
    record(hub, 90, "2025-12")
    old = do(hub, RaiseIssue, title="Before", kpi=KPI)["id"]
    due = {"text": "Count again", "owner": "Head of Delivery", "due": "2026-01-10"}
    moved = do(hub, AssignCountermeasure, issue=old, **due)["id"]
    do(hub, AssignCountermeasure, issue=old, **due)
    do(hub, AddNote, kpi=KPI, text="Before")
    meet(hub, hub_clock)
    before = told(hub).talk
    assert before is not None
    assert (before.notes, before.raised, before.done, before.overdue) == (0, (), 0, 2)
    do(hub, MoveCountermeasure, issue=old, countermeasure=moved, stage="act", version=1)
    do(hub, AddNote, kpi=KPI, text="After")
    do(hub, RaiseIssue, title="After", kpi=KPI)
    talk = told(hub).talk
    assert talk is not None
    assert [issue.title for issue in talk.raised] == ["After"]
    assert (talk.notes, talk.done, talk.overdue) == (1, 1, 1)


def test_without_a_meeting_it_looks_back_thirty_days_or_to_a_day_that_is_asked_for(
    hub: Hub, hub_clock: SetClock
) -> None:
    view = told(hub)
    assert (view.meeting, view.since) == (None, hub_clock() - timedelta(days=30))
    day = hub_clock().date() - timedelta(days=3)
    asked = told(hub, day=day)
    assert (asked.asked, asked.since.date()) == (True, day)


def test_the_public_hears_no_words_of_staff(hub: Hub, hub_clock: SetClock) -> None:
    meet(hub, hub_clock)
    record(hub, 96, "2025-12")
    do(hub, AddNote, kpi=KPI, text="Between ourselves")
    do(hub, SetTarget, kpi=KPI, version=1, since="2025-01-01", value=97)
    view = told(hub, "public")
    assert (view.talk, view.moved, view.new, view.redefined) == (None, (), 0, ())


@pytest.mark.parametrize("people", [(50, 3), (3, 50), (3, 4)])
def test_small_numbers_tell_nothing_by_their_change(
    hub: Hub, hub_clock: SetClock, people: tuple[int, int]
) -> None:
    """Neither hidden figure nor one that was hidden is told, nor that it is new."""
    text = SCORECARD.replace("  - {key: pulse,", NORTH + "  - {key: pulse,")
    do(hub, LoadScorecard, name="works.yaml", text=text)
    record(hub, 4.1, "2025-11", "works.absence", people=people[0])
    meet(hub, hub_clock)
    record(hub, 7.3, "2025-12", "works.absence", people=people[1])
    view = told(hub)
    assert [c.kpi.key for c in view.moved if c.kpi.key == "works.absence"] == []
    assert "4.1" not in repr(view) or people[0] >= 10
    assert "7.3" not in repr(view) or people[1] >= 10
    assert view.new == (1 if people[1] >= 10 else 0)


def test_the_earlier_revision_of_a_figure_about_people_is_not_told(
    hub: Hub, hub_clock: SetClock
) -> None:
    text = SCORECARD.replace("  - {key: pulse,", NORTH + "  - {key: pulse,")
    do(hub, LoadScorecard, name="works.yaml", text=text)
    record(hub, 4.1, "2025-12", "works.absence", people=50)
    meet(hub, hub_clock)
    record(hub, 7.3, "2025-12", "works.absence", people=50)
    assert "4.1" not in repr(told(hub))


ORG = """\
unit: org
title: The organisation
units:
  - {key: org, title: Organisation, short: Org}
  - {key: north, title: North, short: North, parent: org}
  - {key: south, title: South, short: South, parent: org}
perspectives: [{key: people, title: People}]
objectives: [{key: attend, title: Attend, perspective: people}]
kpis:
  - {key: lost, title: Lost time, objectives: [attend], measure: percent, frequency: month,
     polarity: lower, owner: Head of People, totalling: ratio, decimals: 1,
     targets: [{since: 2025-01-01, value: 5}]}
  - {key: north.lost, unit: north, mandated_by: lost, title: Lost time, objectives: [attend],
     owner: Manager}
  - {key: south.lost, unit: south, mandated_by: lost, title: Lost time, objectives: [attend],
     owner: Manager}
"""


def test_a_total_was_what_its_units_made_it(hub: Hub, hub_clock: SetClock) -> None:
    """The row of a total is rewritten, so what it was is worked out from what stood below."""

    def tell(unit: str, top: int) -> None:
        figure = {"period": "2025-12", "numerator": top, "denominator": 100}
        do(hub, RecordMeasurements, kpi=f"{unit}.lost", figures=[figure])

    do(hub, LoadScorecard, name="org.yaml", text=ORG)
    tell("north", 2)
    tell("south", 4)
    do(hub, RecordMeeting, of="org", title="Board")
    hub_clock.move(days=1)
    tell("south", 18)
    asked = ChangesSince("org")
    view = hub.snapshot(Need(asks=frozenset({asked}))).answer(asked)
    (total,) = [c for c in view.moved if c.kpi.key == "org.lost"]
    assert (total.was.state, total.was.value) == ("green", 3.0)
    assert (total.state, total.kpi.value, total.turn) == ("red", 10.0, "worse")
    assert (view.new, view.restated) == (0, 1)


def test_a_meeting_above_counts_for_the_units_below(hub: Hub, hub_clock: SetClock) -> None:
    do(hub, LoadScorecard, name="org.yaml", text=ORG)
    do(hub, RecordMeeting, of="org", title="Board")
    hub_clock.move(days=1)
    asked = ChangesSince("north")
    view = hub.snapshot(Need(asks=frozenset({asked}))).answer(asked)
    assert view.meeting is not None and view.meeting.title == "Board"


def test_what_it_costs_does_not_grow_with_history(hub: Hub, hub_clock: SetClock) -> None:
    def asked() -> int:
        with counted(hub) as statements:
            assert len(told(hub).moved) == 1
        return len(statements)

    record(hub, 96)
    meet(hub, hub_clock)
    record(hub, 90, "2025-12")
    before = asked()
    months = [f"{year}-{month:02}" for year in range(2015, 2025) for month in range(1, 13)]
    figures = [{"period": month, "value": 96} for month in months]
    do(hub, RecordMeasurements, kpi=KPI, figures=figures)
    assert asked() == before
