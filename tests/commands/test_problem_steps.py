"""What becomes of a problem: its history, its tiers, its duplicates, its countermeasures."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from hub.commands import (
    AdvanceIssue,
    AnswerEscalation,
    AssignCountermeasure,
    CloseIssue,
    EditCountermeasure,
    EditIssue,
    EscalateIssue,
    MergeIssue,
    MoveCountermeasure,
    ParkIssue,
    ReopenIssue,
    TriageIssue,
    UseTool,
)
from hub.domain.rights import Actor, Grant, Right
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.hub import Hub
from tests.commands.test_issues import KPI, do, raised, seen

READER = Actor("reader", "A reader", grants=frozenset({Grant(Right.READ)}))


def cause(hub: Hub, issue: str, root: bool = True) -> str:
    """A cause of the issue, confirmed; and the root of it."""
    id, version = str(uuid4()), 1
    about: dict[str, Any] = {"issue": issue, "tool": "five_whys"}
    do(hub, UseTool, **about, action="ask", arguments={"text": "No spare part", "id": id})
    for action in ("confirm", *("mark_root" for _ in range(root))):
        do(hub, UseTool, **about, action=action, arguments={"id": id}, version=version)
        version += 1
    return id


def action(hub: Hub, issue: str, **fields: Any) -> str:
    said: dict[str, Any] = {
        "text": "Keep one",
        "owner": "Stores",
        "due": date(2026, 3, 1),
        "id": uuid4(),
    }
    return str(do(hub, AssignCountermeasure, issue=issue, **{**said, **fields})["id"])


def state(hub: Hub, issue: str) -> str:
    return seen(hub, issue).brief.state


def step(hub: Hub, command: Any, issue: str, **fields: Any) -> dict[str, Any]:
    return do(hub, command, issue=issue, version=seen(hub, issue).version, **fields)


def test_a_problem_from_triage_to_doing_to_checking(hub: Hub) -> None:
    issue = raised(hub)
    step(hub, TriageIssue, issue, owner="Head of Works", severity="high", category="Supply")
    shown = seen(hub, issue)
    assert (shown.owner, shown.severity, shown.category) == ("Head of Works", "high", "Supply")
    found = cause(hub, issue)
    planned = action(hub, issue, cause=found)
    step(hub, AdvanceIssue, issue, step="agree")
    assert state(hub, issue) == "countermeasures_agreed"
    do(hub, MoveCountermeasure, issue=issue, countermeasure=planned, stage="do", version=1)
    assert state(hub, issue) == "doing"
    said: dict[str, Any] = {
        "countermeasure": planned,
        "stage": "check",
        "version": 2,
        "evidence": "On the shelf",
    }
    do(hub, MoveCountermeasure, issue=issue, **said)
    assert state(hub, issue) == "checking"
    shown = seen(hub, issue)
    assert [s.step for s in shown.steps] == ["triage", "analyse", "agree", "start", "check"]
    assert [(s.stage, s.evidence) for s in shown.countermeasures[0].reached] == [
        ("plan", ""),
        ("do", ""),
        ("check", "On the shelf"),
    ]


def test_nothing_is_agreed_without_a_confirmed_root_cause(hub: Hub) -> None:
    issue = raised(hub)
    cause(hub, issue, root=False)
    action(hub, issue)
    with pytest.raises(Invalid, match="No root cause is confirmed"):
        step(hub, AdvanceIssue, issue, step="agree")
    assert state(hub, issue) == "analysing"


def test_closing_wants_a_check_or_a_reason_and_it_may_come_back(hub: Hub) -> None:
    issue = raised(hub)
    with pytest.raises(Invalid, match="say why it can be closed"):
        step(hub, CloseIssue, issue)
    assert seen(hub, issue).waiver == ""
    step(hub, CloseIssue, issue, waiver="The press was sold")
    assert (state(hub, issue), seen(hub, issue).waiver) == ("closed", "The press was sold")
    step(hub, ReopenIssue, issue, reason="It was not")
    assert (state(hub, issue), seen(hub, issue).waiver) == ("reopened", "")


def test_a_parked_problem_comes_back_to_where_it_was(hub: Hub) -> None:
    issue = raised(hub)
    step(hub, TriageIssue, issue, owner="Head of Works", severity="low")
    with pytest.raises(Invalid, match="lies ahead"):
        step(hub, ParkIssue, issue, reason="No money", review_on=date(2020, 1, 1))
    step(hub, ParkIssue, issue, reason="No money", review_on=date(2099, 1, 1))
    assert (state(hub, issue), seen(hub, issue).review_on) == ("parked", date(2099, 1, 1))
    step(hub, AdvanceIssue, issue, step="resume")
    assert (state(hub, issue), seen(hub, issue).review_on) == ("triaged", None)


def test_a_problem_handed_up_waits_for_one_answer(hub: Hub) -> None:
    issue = raised(hub)
    step(hub, EscalateIssue, issue, reason="Beyond our budget", id=uuid4())
    waiting = seen(hub, issue).escalated
    assert waiting is not None and (waiting.tier, waiting.reason) == (2, "Beyond our budget")
    with pytest.raises(Conflict, match="waits for an answer"):
        step(hub, EscalateIssue, issue, reason="Again", id=uuid4())
    step(hub, AnswerEscalation, issue, accepted=False, answer="Try the pool first")
    assert (seen(hub, issue).tier, seen(hub, issue).escalated) == (1, None)
    step(hub, EscalateIssue, issue, reason="The pool is dry", id=uuid4())
    step(hub, AnswerEscalation, issue, accepted=True, answer="Ours now")
    assert seen(hub, issue).tier == 2
    with pytest.raises(Invalid, match="answered already"):
        step(hub, AnswerEscalation, issue, accepted=True, answer="Ours")


def test_a_duplicate_goes_into_the_other_with_all_it_has(hub: Hub) -> None:
    one, other = raised(hub), raised(hub, title="Late once more")
    found, planned = cause(hub, one), action(hub, one)
    step(hub, MergeIssue, one, into=other)
    kept, gone = seen(hub, other), seen(hub, one)
    assert [c.id for c in kept.causes] == [found]
    assert [c.id for c in kept.countermeasures] == [planned]
    assert (gone.brief.state, gone.merged_into) == ("closed", kept.brief.number)
    assert kept.brief.kpis == (KPI,)
    with pytest.raises(Invalid, match="went into another"):
        step(hub, ReopenIssue, one, reason="No")
    with pytest.raises(Invalid, match="not merged itself"):
        step(hub, MergeIssue, other, into=one)
    with pytest.raises(NotFound):
        step(hub, MergeIssue, other, into="none")


def test_of_two_who_step_at_once_the_second_hears_of_it(hub: Hub) -> None:
    issue = raised(hub)
    version = seen(hub, issue).version
    said: dict[str, Any] = {"owner": "Head of Works", "severity": "high"}
    do(hub, TriageIssue, issue=issue, version=version, **said)
    with pytest.raises(Conflict, match="stands at “Triaged”"):
        do(hub, TriageIssue, issue=issue, version=version, **said)


def test_only_what_is_said_is_changed(hub: Hub) -> None:
    issue = raised(hub, statement="Since June")
    step(hub, EditIssue, issue, owner="Head of Works", due=date(2026, 4, 1))
    step(hub, EditIssue, issue, severity="high")
    shown = seen(hub, issue)
    assert (shown.owner, shown.due, shown.severity) == ("Head of Works", date(2026, 4, 1), "high")
    step(hub, EditIssue, issue, owner=None, due=None)
    shown = seen(hub, issue)
    assert (shown.owner, shown.due, shown.statement) == ("", None, "Since June")


def test_a_prediction_is_of_a_figure(hub: Hub) -> None:
    issue = raised(hub)
    planned = action(hub, issue, strength="weak")
    about: dict[str, Any] = {"issue": issue, "countermeasure": planned}
    with pytest.raises(Invalid, match="choose the KPI"):
        do(hub, EditCountermeasure, **about, version=1, predicted=97)
    said: dict[str, Any] = {"predicted": 97, "effect_kpi": KPI, "check_on": date(2026, 5, 1)}
    do(hub, EditCountermeasure, **about, version=1, **said)
    (shown,) = seen(hub, issue).countermeasures
    assert (shown.predicted, shown.effect_kpi, shown.strength) == (97.0, KPI, "weak")
    with pytest.raises(Conflict, match="Keep one"):
        do(hub, EditCountermeasure, **about, version=1, text="Keep two")


def test_who_may_not_solve_takes_no_step(hub: Hub) -> None:
    issue = raised(hub)
    with pytest.raises(Forbidden):
        do(hub, EscalateIssue, READER, issue=issue, version=1, reason="Up", id=uuid4())


def test_what_is_closed_is_not_worked_on_until_it_is_opened_again(hub: Hub) -> None:
    issue = raised(hub)
    step(hub, CloseIssue, issue, waiver="Too small")
    with pytest.raises(Invalid, match="open it again"):
        cause(hub, issue)
    step(hub, ReopenIssue, issue, reason="It is back")
    assert cause(hub, issue) in {each.id for each in seen(hub, issue).causes}
