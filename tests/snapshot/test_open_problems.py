"""Open problems of a unit: in which order they come, and who may know of them."""

from typing import Any

import pytest

from hub.commands import (
    AssignCountermeasure,
    Command,
    LoadScorecard,
    MoveCountermeasure,
    RaiseIssue,
    RecordMeasurements,
)
from hub.displays import Audience
from hub.errors import NotFound
from hub.hub import Hub
from hub.snapshot.open_problems import OpenProblems, ProblemsView
from hub.snapshot.views import Need
from hub.testing import SCORECARD, WORKER, SetClock

KPI, GREEN, SECRET = "works.on_time", "works.pulse", "works.secret"
ASKED = OpenProblems("works")
RESERVE = """\
  - {key: secret, title: Secret reserve, objectives: [delivery], measure: percent,
     frequency: month, owner: Head of Delivery, audience: restricted,
     targets: [{since: 2025-01-01, value: 95}]}
"""


def do(hub: Hub, command: type[Command], **fields: Any) -> dict[str, Any]:
    return hub.execute(command.model_validate(fields), WORKER)


def told(hub: Hub, viewers: str = "restricted") -> ProblemsView:
    need = Need(asks=frozenset({ASKED}))
    return hub.snapshot(need, Audience(viewers)).answer(ASKED)


def titles(view: ProblemsView) -> list[str]:
    return [problem.brief.title for problem in view.problems]


@pytest.fixture
def judged(hub: Hub) -> Hub:
    """One KPI is red, one green, one restricted."""
    text = SCORECARD.replace("  - {key: pulse,", RESERVE + "  - {key: pulse,")
    do(hub, LoadScorecard, name="works.yaml", text=text)
    do(hub, RecordMeasurements, kpi=KPI, figures=[{"period": "2025-12", "value": 90}])
    live = [{"at": "2026-01-14T12:00:00Z", "value": 99.9}]
    do(hub, RecordMeasurements, kpi=GREEN, figures=live)
    return hub


def test_the_worst_comes_first_then_the_overdue_then_the_oldest(
    judged: Hub, hub_clock: SetClock
) -> None:
    do(judged, RaiseIssue, title="Green and old", kpi=GREEN)
    do(judged, RaiseIssue, title="Red and old", kpi=KPI)
    hub_clock.move(seconds=1)
    late = do(judged, RaiseIssue, title="Red and overdue", kpis=[GREEN, KPI])["id"]
    action = {"text": "Count again", "owner": "Head of Delivery", "due": "2026-01-12"}
    do(judged, AssignCountermeasure, issue=late, **action)
    view = told(judged)
    assert titles(view) == ["Red and overdue", "Red and old", "Green and old"]
    assert (view.of, view.unowned, view.overdue) == (3, 3, 1)
    assert view.problems[0].overdue_days == 2
    assert view.problems[0].worst is not None and view.problems[0].worst.key == KPI


def test_what_is_done_is_not_overdue_and_stands_last(judged: Hub) -> None:
    issue = do(judged, RaiseIssue, title="Late", kpi=KPI)["id"]
    action = {"text": "Count again", "owner": "Head of Delivery", "due": "2026-01-12"}
    first = do(judged, AssignCountermeasure, issue=issue, **action)["id"]
    do(judged, AssignCountermeasure, issue=issue, **{**action, "due": "2026-02-01"})
    do(judged, MoveCountermeasure, issue=issue, countermeasure=first, stage="act", version=1)
    (problem,) = told(judged).problems
    assert [c.stage for c in problem.countermeasures] == ["plan", "act"]
    assert problem.overdue_days == 0


def test_days_are_counted(judged: Hub, hub_clock: SetClock) -> None:
    do(judged, RaiseIssue, title="Late", kpi=KPI)
    hub_clock.move(days=12, hours=5)
    assert told(judged).problems[0].days_open == 12


def test_problems_are_for_staff_and_those_of_a_restricted_kpi_for_few(judged: Hub) -> None:
    do(judged, RaiseIssue, title="Of a secret", kpis=[KPI, SECRET])
    do(judged, RaiseIssue, title="Known", kpi=KPI)
    assert titles(told(judged, "staff")) == ["Known"]
    assert told(judged, "staff").of == 1
    assert len(told(judged).problems) == 2
    with pytest.raises(NotFound, match="public areas"):
        told(judged, "public")


def test_a_tile_tells_of_no_problem_that_its_viewers_may_not_know(judged: Hub) -> None:
    do(judged, RaiseIssue, title="Of a secret", kpis=[KPI, SECRET])
    do(judged, RaiseIssue, title="Known", kpi=KPI)
    need = Need(kpis=frozenset({KPI}))
    for viewers, titles in (("restricted", ["Of a secret", "Known"]), ("staff", ["Known"])):
        told = judged.snapshot(need, Audience(viewers)).kpis[KPI]
        assert [brief.title for brief in told.issues] == titles


def test_a_problem_of_a_restricted_kpi_moves_no_list_of_those_who_may_not_know(
    judged: Hub,
) -> None:
    seen = {"issues:works", "issues:works@staff", "issues:*", "issues:*@staff"}
    before = judged.versions(seen)
    do(judged, RaiseIssue, title="Of a secret", kpi=SECRET)
    assert judged.versions(seen) == before


def test_a_unit_that_is_not_there_is_not_found(hub: Hub) -> None:
    asked = OpenProblems("nowhere")
    with pytest.raises(NotFound, match="nowhere"):
        hub.snapshot(Need(asks=frozenset({asked})))
