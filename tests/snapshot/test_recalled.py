"""Causes that were seen before are found by their words, with what was tried against them."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from hub.commands import EditKpi, UseTool
from hub.hub import Hub
from hub.snapshot.recalled import RecalledCause, recalled
from hub.snapshot.sight import look
from hub.testing import WORKER
from tests.commands.test_issues import KPI, do, raised
from tests.commands.test_problem_steps import action


def ask(hub: Hub, issue: str, words: str) -> str:
    id = str(uuid4())
    about: dict[str, Any] = {"issue": issue, "tool": "five_whys", "action": "ask"}
    do(hub, UseTool, **about, arguments={"text": words, "id": id})
    return id


def found(hub: Hub, like: str, without: str = "", viewers: str = "staff") -> list[RecalledCause]:
    with hub.store.read() as session:
        look(session, viewers)
        return list(recalled(session, like, without))


def texts(hub: Hub, like: str, without: str = "") -> list[str]:
    return [cause.text for cause in found(hub, like, without)]


def test_a_like_cause_comes_with_what_was_tried(hub: Hub) -> None:
    issue = raised(hub)
    id = ask(hub, issue, "The handset script was never translated")
    action(hub, issue, cause=id, text="Translate it", strength="medium")
    (cause,) = found(hub, "no translations of handset scripts")
    assert (cause.id, cause.number, cause.on) == (id, 1, date(2026, 1, 14))
    assert [(t.text, t.strength, t.result) for t in cause.tried] == [("Translate it", "medium", "")]


@pytest.mark.parametrize(
    "like", ["", "the and but", "spare", "xyzzy", '" OR *', "it's NOT (a) query:", "a" * 5000]
)
def test_any_words_may_be_asked_for(hub: Hub, like: str) -> None:
    ask(hub, raised(hub), "The handset script was never translated")
    assert found(hub, like) == []


def test_one_word_of_many_in_common_is_not_enough(hub: Hub) -> None:
    ask(hub, raised(hub), "Nobody ordered the spare parts for the press in March")
    assert texts(hub, "The press office wrote nothing about delays") == []


def test_the_problem_at_hand_does_not_recall_itself(hub: Hub) -> None:
    issue = raised(hub)
    ask(hub, issue, "No spare parts")
    assert texts(hub, "spare part", issue) == []
    assert texts(hub, "spare part") == ["No spare parts"]


def test_words_that_were_changed_are_found_and_the_old_ones_are_not(hub: Hub) -> None:
    issue = raised(hub)
    id = ask(hub, issue, "No spare parts")
    about: dict[str, Any] = {"issue": issue, "tool": "five_whys", "action": "reword"}
    do(hub, UseTool, **about, arguments={"id": id, "text": "Late orders"}, version=1)
    assert (texts(hub, "spare parts"), texts(hub, "order late")) == ([], ["Late orders"])


def test_causes_of_problems_that_viewers_may_not_see_are_not_recalled(hub: Hub) -> None:
    hub.execute(EditKpi(kpi=KPI, version=1, changes={"audience": "restricted"}), WORKER)
    ask(hub, raised(hub), "No spare parts")
    assert found(hub, "spare parts", viewers="staff") == []
    assert len(found(hub, "spare parts", viewers="restricted")) == 1
