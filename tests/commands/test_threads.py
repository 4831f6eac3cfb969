"""Threads of notes: replies, ranges, edits, settling and taking up again, stamps."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from hub.commands import (
    AddNote,
    EditNote,
    RecordMeasurements,
    ReopenNote,
    ResolveNote,
    StampReview,
)
from hub.domain.rights import Actor, Grant, Right
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.hub import Hub
from hub.snapshot.notes import Sought, ThreadView, threads
from hub.snapshot.views import KpiView, Need, NoteView
from hub.testing import WORKER, SetClock

KPI, LIVE = "works.on_time", "works.pulse"
OTHER = Actor("other", "Another", grants=frozenset({Grant(Right.NOTE), Grant(Right.RECORD)}))


def say(hub: Hub, words: str, by: Actor = WORKER, **more: Any) -> str:
    note = AddNote.model_validate({"kpi": KPI, "text": words, **more})
    return str(hub.execute(note, by)["id"])


def edit(hub: Hub, note: str, words: str, version: int, by: Actor = WORKER) -> dict[str, Any]:
    return hub.execute(EditNote(note=note, text=words, version=version), by)


def resolve(hub: Hub, note: str, by: Actor = WORKER) -> dict[str, Any]:
    return hub.execute(ResolveNote(note=note), by)


def stamp(hub: Hub, by: Actor = WORKER, **more: str) -> dict[str, Any]:
    return hub.execute(StampReview.model_validate({"kpi": KPI, **more}), by)


def seen(hub: Hub, kpi: str = KPI) -> KpiView:
    return hub.snapshot(Need(kpis=frozenset({kpi}))).kpis[kpi]


def only(hub: Hub) -> NoteView:
    (note,) = seen(hub).notes
    return note


def test_a_reply_joins_its_thread_and_is_no_matter_of_its_own(
    hub: Hub, hub_clock: SetClock
) -> None:
    first = say(hub, "Why so few?", period="2025-12")
    hub_clock.move(minutes=1)
    reply = say(hub, "Snow", OTHER, parent=first)
    hub_clock.move(minutes=1)
    say(hub, "Ah", parent=reply)
    view = seen(hub)
    assert (view.note_count, view.latest_note and view.latest_note.text) == (1, "Ah")
    assert [(r.author, r.text, r.period) for r in only(hub).replies] == [
        ("Another", "Snow", None),
        ("A worker", "Ah", None),
    ]


def test_a_reply_stays_with_its_kpi_and_has_no_period(hub: Hub) -> None:
    first = say(hub, "One")
    with pytest.raises(Invalid, match=r"not about works\.pulse"):
        say(hub, "Two", kpi=LIVE, parent=first)
    with pytest.raises(ValidationError, match="leave period out"):
        say(hub, "Two", parent=first, period="2025-12")
    with pytest.raises(NotFound, match="no such note"):
        say(hub, "Two", parent=str(uuid4()))


def test_a_range_runs_forward_in_the_periods_of_its_kpi(hub: Hub) -> None:
    say(hub, "Moved house", period="2025-10", until="2025-12")
    assert (only(hub).period, only(hub).until) == ("2025-10", "2025-12")
    for begins, ends in (("2025-12", "2025-10"), ("2025-12", "2025-12")):
        with pytest.raises(Invalid, match="ends after it begins"):
            say(hub, "x", period=begins, until=ends)
    with pytest.raises(Invalid, match="measured by month"):
        say(hub, "x", period="2025-10", until="2025-W49")
    with pytest.raises(ValidationError, match="begins with period"):
        say(hub, "x", until="2025-12")


def test_an_instant_is_kept_as_figures_have_it(hub: Hub) -> None:
    say(hub, "Stopped", kpi=LIVE, period="2026-01-14T12:00:00+01:00", until="2026-01-14T11:30:00Z")
    (note,) = seen(hub, LIVE).notes
    assert (note.period, note.until) == ("2026-01-14T11:00:00Z", "2026-01-14T11:30:00Z")


def test_an_edit_keeps_what_was_said_before(hub: Hub, hub_clock: SetClock) -> None:
    written = hub_clock.at
    note = say(hub, "Ferst")
    for version, words in enumerate(("First", "The first"), 1):
        hub_clock.move(minutes=1)
        assert edit(hub, note, words, version)["version"] == version + 1
    assert (only(hub).text, only(hub).edited_at) == ("The first", hub_clock.at)
    assert [e.text for e in only(hub).earlier] == ["First", "Ferst"]
    assert only(hub).earlier[-1].at == written
    assert (latest := seen(hub).latest_note) and latest.text == "The first"


def test_an_edit_that_lost_the_race_shows_both_texts(hub: Hub) -> None:
    note = say(hub, "One")
    edit(hub, note, "Two", 1)
    with pytest.raises(Conflict, match="it now says “Two”; yours says “Three”"):
        edit(hub, note, "Three", 1)
    assert (only(hub).text, len(only(hub).earlier)) == ("Two", 1)


def test_the_same_words_again_are_no_edit(hub: Hub) -> None:
    note = say(hub, "One")
    before = hub.ask()
    assert edit(hub, note, " One ", 1)["version"] == 1
    assert (only(hub).edited_at, hub.ask()) == (None, before)


def test_nobody_edits_another_s_words(hub: Hub) -> None:
    note = say(hub, "Mine")
    with pytest.raises(Forbidden, match="Only A worker may edit this note"):
        edit(hub, note, "Yours", 1, OTHER)
    with pytest.raises(NotFound):
        edit(hub, str(uuid4()), "x", 1)


def test_a_resolved_thread_is_quiet_and_says_who_settled_it(hub: Hub, hub_clock: SetClock) -> None:
    first = say(hub, "Old")
    hub_clock.move(minutes=1)
    reply = say(hub, "Done", OTHER, parent=first)
    assert resolve(hub, reply, OTHER)["id"] == first  # a reply stands for its thread
    hub_clock.move(minutes=1)
    assert resolve(hub, first)["resolved_by"] == "Another"  # who settled it first
    view = seen(hub)
    assert (view.note_count, view.latest_note) == (0, None)
    assert (only(hub).resolved, only(hub).resolved_by) == (True, "Another")
    say(hub, "New")
    assert [n.text for n in seen(hub).notes] == ["New", "Old"]
    assert seen(hub).note_count == 1


def test_a_thread_taken_up_again_says_who_when_and_why(hub: Hub) -> None:
    first = say(hub, "Old")
    resolve(hub, first)
    hub.execute(ReopenNote(note=first, text="It is back"), OTHER)
    again = hub.execute(ReopenNote(note=first), WORKER)  # it is open: nothing happens
    assert again["resolved"] is False
    assert (only(hub).resolved, seen(hub).note_count) == (False, 1)
    assert [(r.author, r.text) for r in only(hub).replies] == [("Another", "It is back")]


def test_a_reply_to_a_resolved_thread_leaves_it_resolved(hub: Hub) -> None:
    first = say(hub, "Old")
    resolve(hub, first)
    say(hub, "Thanks", parent=first)
    assert (only(hub).resolved, len(only(hub).replies), seen(hub).note_count) == (True, 1, 0)


def test_a_stamp_is_on_a_figure(hub: Hub) -> None:
    with pytest.raises(Invalid, match="no figure yet"):
        stamp(hub)
    figures = [{"period": p, "value": 96} for p in ("2025-11", "2025-12")]
    record = RecordMeasurements.model_validate({"kpi": KPI, "figures": figures})
    hub.execute(record, WORKER)
    assert stamp(hub, OTHER)["period"] == "2025-12"
    stamp(hub, period="2025-11")
    with pytest.raises(Invalid, match="no figure of '2025-10'"):
        stamp(hub, period="2025-10")
    stamps = {(r.by, r.period_title) for r in seen(hub).reviews}
    assert stamps == {("Another", "December 2025"), ("A worker", "November 2025")}


def test_all_of_it_takes_the_right_to_note(hub: Hub) -> None:
    note = say(hub, "x")
    reader = Actor(WORKER.id, "A reader", grants=frozenset({Grant(Right.READ)}))
    for wish in (
        EditNote(note=note, text="y", version=1),
        ResolveNote(note=note),
        ReopenNote(note=note),
        StampReview.model_validate({"kpi": KPI}),
    ):
        with pytest.raises(Forbidden, match="may not note in works"):
            hub.execute(wish, reader)


# -- finding -------------------------------------------------------------------------------


def found(hub: Hub, **sought: str) -> list[str]:
    with hub.store.read() as session:
        rows: tuple[ThreadView, ...]
        rows, _ = threads(session, Sought(**sought), 50, None)
    return sorted(row.note.text for row in rows)


@pytest.fixture
def talk(hub: Hub, hub_clock: SetClock) -> None:
    """Four threads; the second is resolved and has a reply of another's."""
    told: tuple[tuple[str, dict[str, Any]], ...] = (
        ("Autumn", {"period": "2025-09", "until": "2025-11"}),
        ("Snow at 100% of sites", {"period": "2025-12"}),
        ("Line stops", {"kpi": LIVE}),
        ("In general", {}),
    )
    for words, more in told:
        note = say(hub, words, **more)
        hub_clock.move(minutes=1)
        if words.startswith("Snow"):
            say(hub, "It has melted", OTHER, parent=note)
            resolve(hub, note)


@pytest.mark.parametrize(
    ("sought", "words"),
    [
        ({}, ["Autumn", "In general", "Line stops", "Snow at 100% of sites"]),
        ({"kpi": LIVE}, ["Line stops"]),
        ({"unit": "works", "state": "resolved"}, ["Snow at 100% of sites"]),
        ({"unit": "nowhere"}, []),
        ({"lens": "delivery", "state": "open"}, ["Autumn", "In general", "Line stops"]),
        ({"period": "2025-10"}, ["Autumn"]),
        ({"period": "2025-12"}, ["Snow at 100% of sites"]),
        ({"period": "2025-W42"}, []),  # in the order of letters it would lie in the autumn
        ({"author": "Another"}, ["Snow at 100% of sites"]),
        ({"text": "MELTED"}, ["Snow at 100% of sites"]),
        ({"text": "100%"}, ["Snow at 100% of sites"]),
        ({"text": "%"}, ["Snow at 100% of sites"]),
        ({"text": "_"}, []),
    ],
)
@pytest.mark.usefixtures("talk")
def test_threads_are_found_by_what_they_are_about(
    hub: Hub, sought: dict[str, str], words: list[str]
) -> None:
    assert found(hub, **sought) == words


@pytest.mark.usefixtures("talk")
def test_pages_of_threads_have_each_once_newest_first(hub: Hub) -> None:
    texts: list[str] = []
    after: str | None = None
    with hub.store.read() as session:
        while True:
            rows, after = threads(session, Sought(), 3, after)
            texts += [row.note.text for row in rows]
            if after is None:
                break
    assert texts == ["In general", "Line stops", "Snow at 100% of sites", "Autumn"]
    with hub.store.read() as session, pytest.raises(Invalid, match="no such thread"):
        threads(session, Sought(), 3, "nothing")
    with pytest.raises(Invalid, match="neither open nor resolved"):
        found(hub, state="closed")
