"""Whoever worked with a tool takes their own last action back; the work of others stays."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from hub.commands import UndoAction, UseTool
from hub.domain.rights import Actor, Grant, Right
from hub.errors import Conflict, Invalid
from hub.hub import Hub
from hub.testing import WORKER, SetClock
from tests.commands.test_issues import do, raised, seen
from tests.commands.test_problem_steps import action

OTHER = Actor("other", "Another", grants=frozenset(Grant(right) for right in Right))


def use(
    hub: Hub,
    issue: str,
    does: str,
    by: Actor = WORKER,
    version: Any = None,
    board: str | None = None,
    **said: Any,
) -> Any:
    about: dict[str, Any] = {"issue": issue, "tool": "five_whys", "action": does, "board": board}
    return do(hub, UseTool, by, **about, arguments=said, version=version)


def ask(hub: Hub, issue: str, words: str = "No spare part", **said: Any) -> str:
    by = said.pop("by", WORKER)
    return str(use(hub, issue, "ask", by, text=words, id=str(uuid4()), **said)["causes"][0])


def undo(hub: Hub, issue: str, by: Actor = WORKER) -> Any:
    return do(hub, UndoAction, by, issue=issue)


def words(hub: Hub, issue: str) -> list[str]:
    return [cause.text for cause in seen(hub, issue).causes]


def test_actions_are_taken_back_the_last_one_first(hub: Hub) -> None:
    issue = raised(hub)
    first = ask(hub, issue, "One")
    ask(hub, issue, "Two", parent=first)
    use(hub, issue, "confirm", version=1, id=first)
    assert undo(hub, issue)["action"] == "confirm"
    assert seen(hub, issue).causes[0].state == "suspected"
    assert undo(hub, issue)["action"] == "ask"
    assert words(hub, issue) == ["One"]
    with pytest.raises(Conflict, match="gone on"):
        undo(hub, issue)  # it was confirmed meanwhile, and is of another version


def test_a_cause_that_nobody_has_touched_goes(hub: Hub) -> None:
    issue = raised(hub)
    ask(hub, issue)
    undo(hub, issue)
    assert words(hub, issue) == []
    with pytest.raises(Invalid, match="nothing of yours"):
        undo(hub, issue)


def test_what_others_have_built_on_stays(hub: Hub) -> None:
    issue = raised(hub)
    mine = ask(hub, issue, "Mine")
    ask(hub, issue, "Theirs", parent=mine, by=OTHER)
    with pytest.raises(Conflict, match="gone on"):
        undo(hub, issue)
    assert words(hub, issue) == ["Mine", "Theirs"]
    undo(hub, issue, OTHER)
    undo(hub, issue)
    assert words(hub, issue) == []


def test_a_cause_with_a_countermeasure_stays(hub: Hub) -> None:
    issue = raised(hub)
    action(hub, issue, cause=ask(hub, issue))
    with pytest.raises(Conflict, match="gone on"):
        undo(hub, issue)


def test_what_the_tool_keeps_is_put_back(hub: Hub) -> None:
    issue = raised(hub)
    cause = ask(hub, issue)
    about = {"issue": issue, "tool": "pareto", "action": "count", "arguments": {"id": cause}}
    do(hub, UseTool, WORKER, **about)
    assert seen(hub, issue).layouts["pareto"]["tally"] == {cause: 1}
    undo(hub, issue)
    assert "tally" not in seen(hub, issue).layouts["pareto"]


def test_after_an_hour_it_stands(hub: Hub, hub_clock: SetClock) -> None:
    issue = raised(hub)
    ask(hub, issue)
    hub_clock.move(minutes=61)
    with pytest.raises(Invalid, match="nothing of yours"):
        undo(hub, issue)


def test_only_so_many_are_kept(hub: Hub) -> None:
    issue = raised(hub)
    for number in range(25):
        ask(hub, issue, f"Cause {number}")
    for _ in range(20):
        undo(hub, issue)
    with pytest.raises(Invalid, match="nothing of yours"):
        undo(hub, issue)
    assert len(words(hub, issue)) == 5


def test_where_nobody_is_known_it_is_what_was_done_at_the_same_board(hub: Hub) -> None:
    issue = raised(hub)
    for board in ("left", "right"):
        use(hub, issue, "ask", board=board, text=f"Said {board}")
    do(hub, UndoAction, WORKER, issue=issue, board="left")
    assert words(hub, issue) == ["Said right"]
    with pytest.raises(Invalid, match="nothing of yours"):
        do(hub, UndoAction, WORKER, issue=issue, board="left")
    do(hub, UndoAction, WORKER, issue=issue)
    assert words(hub, issue) == []


def test_whoever_is_known_takes_their_own_back_from_any_board(hub: Hub) -> None:
    issue = raised(hub)
    somebody = replace(WORKER, id="person:known", at="Board in room 3")
    use(hub, issue, "ask", somebody, board="left", text="Mine")
    do(hub, UndoAction, somebody, issue=issue, board="right")
    assert words(hub, issue) == []
