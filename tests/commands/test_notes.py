"""Notes on a KPI, and on its periods."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from hub.commands import AddNote, RecordMeasurements
from hub.domain.rights import Actor, Grant, Right
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.hub import Hub
from hub.snapshot.views import KpiView, Need
from hub.testing import WORKER, SetClock

KPI = "works.on_time"


def say(hub: Hub, words: str, **more: Any) -> dict[str, Any]:
    note = AddNote.model_validate({"kpi": KPI, "text": words, **more})
    return hub.execute(note, WORKER)


def seen(hub: Hub) -> KpiView:
    return hub.snapshot(Need(kpis=frozenset({KPI}))).kpis[KPI]


def test_notes_are_counted_and_the_latest_is_at_hand(hub: Hub, hub_clock: SetClock) -> None:
    say(hub, "First")
    hub_clock.move(minutes=1)
    say(hub, "Second", period="2025-12")
    view = seen(hub)
    assert (view.note_count, view.latest_note and view.latest_note.text) == (2, "Second")
    assert [(n.text, n.period) for n in view.notes] == [("Second", "2025-12"), ("First", None)]


def test_a_note_outlives_new_figures(hub: Hub) -> None:
    say(hub, "Kept")
    figures = {"kpi": KPI, "figures": [{"period": "2025-12", "value": 96}]}
    hub.execute(RecordMeasurements.model_validate(figures), WORKER)
    assert (seen(hub).note_count, seen(hub).value) == (1, 96)


def test_words_lose_what_cannot_be_drawn(hub: Hub) -> None:
    assert say(hub, "  tab\there\x07\x00, line\nthere ")["text"] == "tab\there, line\nthere"


@pytest.mark.parametrize("words", ["", "   ", "\x00\x07", "x" * 4001])
def test_a_note_needs_words_and_has_an_end(words: str) -> None:
    with pytest.raises(ValidationError):
        AddNote.model_validate({"kpi": KPI, "text": words})


def test_a_note_on_a_period_fits_its_kpi(hub: Hub) -> None:
    with pytest.raises(Invalid, match="measured by month"):
        say(hub, "x", period="2025-W49")
    with pytest.raises(Invalid, match="not an instant"):
        say(hub, "x", kpi="works.pulse", period="2025-12")
    assert seen(hub).note_count == 0


def test_an_id_is_used_once(hub: Hub) -> None:
    id = str(uuid4())
    assert say(hub, "x", id=id)["id"] == id
    with pytest.raises(Conflict, match="this id already"):
        say(hub, "y", id=id)


def test_who_may_note_and_what(hub: Hub) -> None:
    reader = Actor("r", "A reader", grants=frozenset({Grant(Right.READ)}))
    with pytest.raises(Forbidden, match="A reader may not note in works"):
        hub.execute(AddNote.model_validate({"kpi": KPI, "text": "x"}), reader)
    with pytest.raises(NotFound):
        say(hub, "x", kpi="works.nothing")
