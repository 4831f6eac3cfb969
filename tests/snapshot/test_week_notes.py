"""Notes of the week: which threads count, in which order, and for whom."""

from typing import Any

import pytest

from hub.commands import (
    AddNote,
    AnswerChallenge,
    ChallengeFigure,
    Command,
    LoadScorecard,
    ResolveNote,
    SubmitFigure,
)
from hub.displays import Audience
from hub.errors import NotFound
from hub.hub import Hub
from hub.snapshot.views import Need
from hub.snapshot.week_notes import WeekNotes, WeekView
from hub.testing import SCORECARD, WORKER, SetClock

KPI, OTHER = "works.on_time", "works.pulse"


def do(hub: Hub, command: type[Command], **fields: Any) -> dict[str, Any]:
    return hub.execute(command.model_validate(fields), WORKER)


def told(hub: Hub, viewers: str = "restricted", days: int = 7) -> WeekView:
    asked = WeekNotes("works", days)
    return hub.snapshot(Need(asks=frozenset({asked})), Audience(viewers)).answer(asked)


def texts(hub: Hub, **more: Any) -> list[tuple[str, list[str]]]:
    return [(n.kpi.key, [t.text for t in n.threads]) for n in told(hub, **more).kpis]


def test_a_thread_counts_for_a_week_and_again_when_somebody_answers(
    hub: Hub, hub_clock: SetClock
) -> None:
    note = do(hub, AddNote, kpi=KPI, text="Slow")["id"]
    assert texts(hub) == [(KPI, ["Slow"])]
    hub_clock.move(days=8)
    assert texts(hub) == []
    assert texts(hub, days=10) == [(KPI, ["Slow"])]
    do(hub, AddNote, kpi=KPI, text="Still", parent=note)
    assert texts(hub) == [(KPI, ["Slow"])]
    assert [reply.text for reply in told(hub).kpis[0].threads[0].replies] == ["Still"]


def test_what_is_open_comes_before_what_is_resolved(hub: Hub, hub_clock: SetClock) -> None:
    do(hub, AddNote, kpi=KPI, text="Open")
    hub_clock.move(hours=1)
    note = do(hub, AddNote, kpi=OTHER, text="Settled")["id"]
    do(hub, ResolveNote, note=note)
    assert texts(hub) == [(KPI, ["Open"]), (OTHER, ["Settled"])]


def test_a_challenge_comes_first_until_it_is_answered(hub: Hub, hub_clock: SetClock) -> None:
    figure = {"kpi": KPI, "period": "2025-12"}
    sent = do(hub, SubmitFigure, **figure, value=90, narrative="Snow", version=0)["version"]
    asked = {**figure, "question": "All of it?", "code": "other", "version": sent}
    version = do(hub, ChallengeFigure, **asked)["version"]
    hub_clock.move(days=9)
    do(hub, AddNote, kpi=OTHER, text="Newer")
    first, second = told(hub).kpis
    assert [c.question for c in first.challenges] == ["All of it?"]
    assert (first.kpi.key, first.asked, second.kpi.key) == (KPI, 1, OTHER)
    do(hub, AnswerChallenge, **figure, answer="Most of it", version=version)
    assert texts(hub) == [(OTHER, ["Newer"])]


def test_notes_are_for_staff_and_those_on_a_restricted_kpi_for_few(hub: Hub) -> None:
    text = SCORECARD.replace("lenses: [delivery],\n", "audience: restricted,\n", 1)
    do(hub, LoadScorecard, name="works.yaml", text=text)
    do(hub, AddNote, kpi=KPI, text="Between ourselves")
    assert texts(hub, viewers="staff") == []
    assert texts(hub) == [(KPI, ["Between ourselves"])]
    with pytest.raises(NotFound, match="public areas"):
        told(hub, "public")
