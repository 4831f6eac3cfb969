"""Fishbone and is / is not in a real browser, by finger; every tool, read out and by keyboard."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hub.plugins import Registry
from hub.problem_board import Tool
from tests.browser import Pages, axe, settled
from tests.pages.test_together import BOARD, write
from tests.pages.test_who import read_badge, somebody
from tests.server import Server

__all__ = ["somebody"]
KPI = "ims.first_time_fix"
TOOLS = sorted(tool.name for tool in Registry("hub.tools", Tool))
DRAWN = ".tool svg"


@pytest.fixture
def problem(demo: Server) -> str:
    return str(demo.post("/issues", {"title": "Looked at closely", "kpi": KPI})["id"])


def board(page: Pages, server: Server, issue: str, tool: str) -> Page:
    return settled(page(BOARD.format(server.address, issue, tool), has_touch=True))


def say(shown: Page, target: str, words: str) -> None:
    """Touch a part that asks for words, write them, save."""
    shown.locator(target).first.tap()
    shown.locator("#editors textarea").fill(words)
    shown.locator("#editors [type=submit]").tap()
    expect(shown.locator(DRAWN)).to_contain_text(words)


def kept(server: Server, issue: str) -> list[dict[str, Any]]:
    return list(server.get(f"/api/v1/issues/{issue}")["causes"])


def test_a_fish_grows_by_finger(page: Pages, demo: Server, problem: str) -> None:
    shown = board(page, demo, problem, "fishbone")
    say(shown, ".tool [data-do=add][data-args*=people]", "Untrained")
    say(shown, ".tool [data-do=add_bone]", "Weather")
    shown.locator(".tool [data-look][aria-label='Look at: Untrained']").tap()
    say(shown, ".tool [data-do=add][data-args*=parent]", "No course")
    root, below = kept(demo, problem)
    assert (root["text"], below["text"], below["parent"]) == ("Untrained", "No course", root["id"])
    shown.locator(".tool [data-look][aria-label='Back to the whole fishbone']").tap()
    expect(shown.locator(DRAWN)).to_contain_text("Weather")
    other = board(page, demo, problem, "five_whys")
    expect(other.locator(DRAWN)).to_contain_text("No course")


def test_each_person_has_three_votes(
    page: Pages, demo: Server, problem: str, somebody: dict[str, str]
) -> None:
    shown = board(page, demo, problem, "fishbone")
    page.expect_fault("400")
    say(shown, ".tool [data-do=add][data-args*=people]", "Untrained")
    vote = shown.locator(".tool [data-do=vote]")
    for count in (1, 2, 3):
        vote.tap()
        expect(vote).to_have_attribute("aria-label", _votes(count))
    vote.tap()
    expect(shown.locator("#notices")).to_contain_text("You have given all 3 votes")
    read_badge(shown, somebody["badge"])
    expect(shown.locator("#who")).to_contain_text(somebody["name"])
    vote.tap()
    expect(vote).to_have_attribute("aria-label", _votes(4))


def _votes(count: int) -> re.Pattern[str]:
    return re.compile(rf"\b{count} vote")


def test_what_differs_becomes_a_cause(page: Pages, demo: Server, problem: str) -> None:
    shown = board(page, demo, problem, "is_is_not")
    say(shown, ".tool [data-do=add][aria-label='Add to What: is']", "Handsets")
    say(shown, ".tool [data-do=add][aria-label='Add to What: what differs']", "New supplier")
    shown.locator(".tool [data-look*=what-differs]").first.tap()
    shown.locator(".tool [data-do=cause]").tap()
    expect(shown.locator(DRAWN)).to_contain_text("Cause: suspected")
    assert [cause["text"] for cause in kept(demo, problem)] == ["New supplier"]


@pytest.mark.parametrize("tool", TOOLS)
def test_every_tool_is_fit_for_everybody(
    page: Pages, demo: Server, problem: str, tool: str
) -> None:
    shown = board(page, demo, problem, tool)
    assert axe(shown) == []
    if tool != "ink":
        write(shown, "Gamma ray")
        expect(shown.locator(DRAWN)).to_contain_text("Gamma")
    assert axe(shown) == []
    names = list(_reached(shown))
    assert len(names) == len(shown.locator(".tool :is([data-do], [data-look], [data-pen])").all())
    assert all(names), names


def _reached(shown: Page) -> Iterator[str]:
    """The names of all that the Tab key comes to within the tool, in turn."""
    shown.locator("section.tool").evaluate("tool => { tool.tabIndex = -1; tool.focus() }")
    for _ in range(200):
        shown.keyboard.press("Tab")
        name = shown.evaluate(
            """() => document.activeElement?.closest("section.tool")
                 ? document.activeElement.getAttribute("aria-label") ?? "" : null"""
        )
        if name is None:
            return
        yield name
