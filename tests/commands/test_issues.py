"""Issues: raised on a KPI, analysed with a tool, answered by countermeasures that move on."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from hub.commands import (
    AssignCountermeasure,
    Command,
    LoadScorecard,
    MoveCountermeasure,
    RaiseIssue,
    UseTool,
)
from hub.domain.problem import CauseState
from hub.domain.rights import Actor, Grant, Right
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.hub import Hub
from hub.problem_board import Analysis, Arguments, CauseChange, Changes, NewCause, Tool
from hub.snapshot.views import IssueView, Need
from hub.testing import SCORECARD, WORKER

KPI = "works.on_time"


class Whys(Tool):
    """Asks why, without a picture; trusts whatever it is told."""

    name = "whys"
    title = "Whys"

    class Words(Arguments):
        text: str
        parent: str | None = None

    class Change(Arguments):
        cause: str
        text: str | None = None
        state: CauseState | None = None

    class Nothing(Arguments):
        pass

    def on_ask(self, analysis: Analysis, arguments: Words) -> Changes:
        asked = int(analysis.layout.get("asked", 0)) + 1
        return Changes((NewCause(arguments.text, arguments.parent),), layout={"asked": asked})

    def on_edit(self, analysis: Analysis, arguments: Change) -> Changes:
        change = CauseChange(arguments.cause, arguments.text, arguments.state)
        return Changes(edit=(change,))

    def on_break(self, analysis: Analysis, arguments: Nothing) -> Changes:
        raise ZeroDivisionError


@pytest.fixture
def board(hub: Hub) -> Hub:
    hub.tools.add(Whys)
    return hub


def do(hub: Hub, command: type[Command], by: Actor = WORKER, **fields: Any) -> dict[str, Any]:
    return hub.execute(command.model_validate(fields), by)


def raised(hub: Hub, **fields: Any) -> str:
    return str(do(hub, RaiseIssue, **{"title": "Late again", "kpi": KPI, **fields})["id"])


def use(hub: Hub, issue: str, action: str, version: int | None = None, **arguments: Any) -> Any:
    about: dict[str, Any] = {"issue": issue, "tool": "whys", "action": action, "version": version}
    return do(hub, UseTool, arguments=arguments, **about)


def seen(hub: Hub, issue: str) -> IssueView:
    return hub.snapshot(Need(issues=frozenset({issue}))).issues[issue]


def countermeasure(hub: Hub, issue: str, **fields: Any) -> str:
    wanted = {"text": "Print it", "owner": "Head of Print", "due": "2026-02-01", **fields}
    return str(do(hub, AssignCountermeasure, issue=issue, **wanted)["id"])


# -- raising -------------------------------------------------------------------------------


def test_issues_are_numbered_and_stand_on_their_kpis(hub: Hub) -> None:
    ids = [raised(hub), raised(hub, kpi=None, kpis=["works.pulse", KPI, KPI])]
    views = [seen(hub, id) for id in ids]
    assert [v.brief.number for v in views] == [1, 2]
    assert set(views[1].brief.kpis) == {"works.pulse", KPI}
    assert (views[0].brief.state, views[0].brief.raised_by) == ("raised", "A worker")
    kpi = hub.snapshot(Need(kpis=frozenset({KPI}))).kpis[KPI]
    assert [i.number for i in kpi.issues] == [1, 2]


def test_an_issue_outdates_its_kpis_and_every_list(hub: Hub) -> None:
    before = hub.ask()
    id = raised(hub)
    seen = {f"kpi:{KPI}@staff", "unit:works@staff"}
    own = {"issues:*", "issues:works", f"issue:{id}"}
    touched = {*(f"{topic}@staff" for topic in own), *seen}
    assert all(version > before for version in hub.versions(touched).values())


def test_an_issue_needs_a_kpi_and_a_title(hub: Hub) -> None:
    with pytest.raises(Invalid, match="at least one KPI"):
        raised(hub, kpi=None)
    with pytest.raises(NotFound, match="no KPI called"):
        raised(hub, kpis=["works.nothing"])
    with pytest.raises(ValidationError):
        raised(hub, title=" ")
    with pytest.raises(ValidationError):
        raised(hub, kpis=[str(n) for n in range(51)])


def test_the_right_is_needed_on_the_unit_of_every_kpi(hub: Hub) -> None:
    yard = SCORECARD.replace("works", "yard")
    do(hub, LoadScorecard, name="yard.yaml", text=yard)
    local = Actor("l", "Local", grants=frozenset({Grant(Right.SOLVE, "works")}))
    assert do(hub, RaiseIssue, by=local, title="Ours", kpi=KPI)["unit"] == "works"
    with pytest.raises(Forbidden, match="Local may not solve in yard"):
        do(hub, RaiseIssue, by=local, title="Theirs too", kpis=[KPI, "yard.on_time"])


def test_an_id_is_used_once(hub: Hub) -> None:
    id = str(uuid4())
    assert raised(hub, id=id) == id
    with pytest.raises(Conflict, match="this id already"):
        raised(hub, id=id)


# -- working with a tool -------------------------------------------------------------------


def test_causes_hang_together_and_the_tool_keeps_its_layout(board: Hub) -> None:
    issue = raised(board)
    (first,) = use(board, issue, "ask", text="The printer stood still")["causes"]
    (second,) = use(board, issue, "ask", text="It had no paper", parent=first)["causes"]
    view = seen(board, issue)
    assert [(c.id, c.parent, c.text) for c in view.causes] == [
        (first, None, "The printer stood still"),
        (second, first, "It had no paper"),
    ]
    assert view.layouts == {"whys": {"asked": 2}}
    assert view.brief.state == "analysing"


def test_an_edit_carries_the_version_and_a_lost_race_shows_both_texts(board: Hub) -> None:
    issue = raised(board)
    (cause,) = use(board, issue, "ask", text="First")["causes"]
    use(board, issue, "edit", 1, cause=cause, text="Theirs")
    with pytest.raises(Conflict, match=r"“Theirs”.*“Mine”"):
        use(board, issue, "edit", 1, cause=cause, text="Mine")
    with pytest.raises(Invalid, match="carries the version"):
        use(board, issue, "edit", cause=cause, text="Mine")
    (kept,) = seen(board, issue).causes
    assert (kept.text, kept.version) == ("Theirs", 2)
    use(board, issue, "edit", 2, cause=cause, state="confirmed")
    (kept,) = seen(board, issue).causes
    assert (kept.text, kept.state, kept.version) == ("Theirs", "confirmed", 3)


def test_what_a_tool_keeps_is_edited_with_the_version_that_was_seen(hub: Hub) -> None:
    issue, id = raised(hub), str(uuid4())
    about: dict[str, Any] = {"issue": issue, "tool": "is_is_not"}
    said = {"row": "where", "column": "is", "text": "At the printer", "id": id}
    do(hub, UseTool, **about, action="add", arguments=said)
    theirs, mine = {"id": id, "text": "Theirs"}, {"id": id, "text": "Mine"}
    do(hub, UseTool, **about, action="reword", arguments=theirs, version=1)
    with pytest.raises(Conflict, match=r"“Theirs”.*“Mine”"):
        do(hub, UseTool, **about, action="reword", arguments=mine, version=1)
    with pytest.raises(Invalid, match="carries the version"):
        do(hub, UseTool, **about, action="reword", arguments=mine)
    layout: Any = seen(hub, issue).layouts["is_is_not"]
    (kept,) = layout["facts"]
    assert (kept["text"], kept["version"]) == ("Theirs", 2)


def test_a_tool_reaches_no_other_issue(board: Hub) -> None:
    ours, theirs = raised(board), raised(board)
    (cause,) = use(board, theirs, "ask", text="Theirs")["causes"]
    for action, arguments in (
        ("edit", {"cause": cause, "text": "Mine"}),
        ("edit", {"cause": "nothing", "text": "Mine"}),
        ("ask", {"text": "Why", "parent": cause}),
        ("ask", {"text": "Why", "parent": "nothing"}),
    ):
        with pytest.raises(Invalid, match="not one of this problem's"):
            use(board, ours, action, 1, **arguments)
    assert seen(board, ours).causes == ()
    assert seen(board, theirs).causes[0].text == "Theirs"


@pytest.mark.parametrize("words", ["", " \x00 "])
def test_causes_are_words(board: Hub, words: str) -> None:
    issue = raised(board)
    with pytest.raises(Invalid, match="needs words"):
        use(board, issue, "ask", text=words)
    (cause,) = use(board, issue, "ask", text="Said")["causes"]
    with pytest.raises(Invalid, match="needs words"):
        use(board, issue, "edit", 1, cause=cause, text=words)


def test_what_a_tool_cannot_do_is_said(board: Hub) -> None:
    issue = raised(board)
    with pytest.raises(Invalid, match="Whys cannot 'fly'"):
        use(board, issue, "fly")
    with pytest.raises(Invalid, match="Whys, ask: text: is missing; tone: there is no such field"):
        use(board, issue, "ask", tone="loud")
    with pytest.raises(NotFound, match="no tool called 'hammer'"):
        do(board, UseTool, issue=issue, tool="hammer", action="hit")
    with pytest.raises(NotFound, match="no such problem"):
        use(board, "nothing", "ask", text="x")
    with pytest.raises(ValidationError):
        use(board, issue, "Fly away")


def test_a_tool_that_breaks_changes_nothing(board: Hub) -> None:
    issue = raised(board)
    before = board.ask()
    with pytest.raises(ZeroDivisionError):
        use(board, issue, "break")
    assert (board.ask(), seen(board, issue).brief.state) == (before, "raised")


# -- countermeasures -----------------------------------------------------------------------


def test_a_countermeasure_has_an_owner_a_due_day_and_a_cause(board: Hub) -> None:
    issue = raised(board)
    (cause,) = use(board, issue, "ask", text="No paper")["causes"]
    countermeasure(board, issue, cause=cause)
    (view,) = seen(board, issue).countermeasures
    assert (view.owner, view.due, view.stage) == ("Head of Print", date(2026, 2, 1), "plan")
    assert (view.cause, view.cause_text) == (cause, "No paper")
    with pytest.raises(ValidationError):
        countermeasure(board, issue, owner=" ")
    with pytest.raises(ValidationError):
        countermeasure(board, issue, due="soon")


def test_a_countermeasure_stands_against_the_issue_s_own_cause(board: Hub) -> None:
    ours, theirs = raised(board), raised(board)
    (cause,) = use(board, theirs, "ask", text="Theirs")["causes"]
    with pytest.raises(Invalid, match="own causes"):
        countermeasure(board, ours, cause=cause)
    assert countermeasure(board, ours)  # containment comes before causes


def test_stages_move_on_and_a_lost_race_is_a_conflict(board: Hub) -> None:
    issue = raised(board)
    moved: dict[str, Any] = {"issue": issue, "countermeasure": countermeasure(board, issue)}
    assert do(board, MoveCountermeasure, stage="do", version=1, **moved)["version"] == 2
    with pytest.raises(Conflict, match="it is in Do now"):
        do(board, MoveCountermeasure, stage="act", version=1, **moved)
    do(board, MoveCountermeasure, stage="act", version=2, **moved)
    brief = seen(board, issue).brief
    assert (brief.actions, brief.actions_done, brief.stage) == (1, 1, "act")
    with pytest.raises(ValidationError):
        do(board, MoveCountermeasure, stage="later", version=3, **moved)
    with pytest.raises(NotFound, match="no such countermeasure"):
        do(board, MoveCountermeasure, **{**moved, "issue": raised(board)}, stage="do", version=3)


def test_open_actions_grow_overdue(board: Hub) -> None:
    issue = raised(board)
    countermeasure(board, issue, due="2026-01-10")
    assert seen(board, issue).countermeasures[0].overdue_days == 4


def test_only_who_may_solve_works_on_issues(board: Hub) -> None:
    issue = raised(board)
    guest = Actor("g", "A guest", grants=frozenset({Grant(Right.READ), Grant(Right.NOTE)}))
    told = {"text": "x", "owner": "o", "due": "2026-02-01"}
    attempts: list[tuple[type[Command], dict[str, Any]]] = [
        (RaiseIssue, {"title": "x", "kpi": KPI}),
        (UseTool, {"issue": issue, "tool": "whys", "action": "ask", "arguments": {"text": "x"}}),
        (AssignCountermeasure, {"issue": issue, **told}),
    ]
    for command, fields in attempts:
        with pytest.raises(Forbidden, match="A guest may not solve in works"):
            do(board, command, by=guest, **fields)
