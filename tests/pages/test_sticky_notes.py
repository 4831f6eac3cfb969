"""Sticky notes on a board in a real browser: written, dragged together, grouped by taps alone."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Pages, axe, settled, touch
from tests.server import Server

KPI = "ims.first_time_fix"
USED = re.compile("/tools/sticky_notes$")
BOARD = re.compile(r"/board\?")  # looked at again: until then a card stays where it was dropped
DRAWN = """() => new Promise((resolve) => {
  let rest = setTimeout(resolve, 400)
  const watcher = new MutationObserver(() => {
    clearTimeout(rest)
    rest = setTimeout(resolve, 400)
  })
  const all = {subtree: true, childList: true, attributes: true}
  watcher.observe(document.querySelector(".tool"), all)
})"""


@pytest.fixture
def problem(demo: Server) -> str:
    """A problem of its own for a test: its id."""
    return str(demo.post("/issues", {"title": "First-time fix below target", "kpi": KPI})["id"])


def used(server: Server, issue: str, action: str, **arguments: Any) -> None:
    body = {"action": action, "arguments": arguments}
    server.post(f"/issues/{issue}/tools/sticky_notes", body)


def board(page: Pages, server: Server, issue: str) -> Page:
    shown = page(f"{server.address}/board?issue={issue}&tool=sticky_notes", has_touch=True)
    shown.wait_for_selector(".tool svg")
    return settled(shown)


def write(shown: Page, words: str) -> None:
    """Fill the editor that is open, and save."""
    shown.locator(".editor textarea").fill(words)
    with shown.expect_response(USED):
        shown.locator('.editor button[type="submit"]').click()


def note(shown: Page, words: str) -> Locator:
    return shown.locator("[data-drag=note]").filter(has_text=words)


def group(shown: Page, words: str) -> Locator:
    return shown.locator(".tool [data-drop=put]").filter(has_text=words)


def dragged(shown: Page, card: Locator, goal: Locator) -> None:
    """A finger takes the note to the lower right of the goal, and lets go."""
    start, end = card.bounding_box(), goal.bounding_box()
    assert start is not None
    assert end is not None
    x, y = start["x"] + 40, start["y"] + 20
    to = (end["x"] + end["width"] - 24, end["y"] + end["height"] - 9)
    finger = touch(shown)
    finger.press(1, x, y)
    finger.move(1, *[(x + (to[0] - x) * n / 10, y + (to[1] - y) * n / 10) for n in range(1, 11)])
    expect(shown.locator("#drags .ghost")).to_be_visible()
    with shown.expect_response(BOARD), shown.expect_response(USED):
        finger.lift(1)
    shown.evaluate(DRAWN)


def test_several_lines_are_several_notes(page: Pages, demo: Server, problem: str) -> None:
    shown = board(page, demo, problem)
    shown.locator("#add").tap()
    write(shown, "Callers ring twice\nNo script for the handset\nAbsence at Telford")
    expect(shown.locator("[data-drag=note]")).to_have_count(3)
    assert axe(shown) == []


def test_notes_that_are_dragged_together_become_a_group_that_gets_a_name(
    page: Pages, demo: Server, problem: str
) -> None:
    used(demo, problem, "add", text="Callers ring twice\nNobody calls back\nNo script")
    shown = board(page, demo, problem)
    dragged(shown, note(shown, "Nobody calls back"), note(shown, "Callers ring twice"))
    made = group(shown, "Name this group")
    expect(made.locator("[data-drag=note]")).to_have_count(2)
    made.locator("[data-do=rename]").tap()
    write(shown, "What callers do")
    named = group(shown, "What callers do")
    dragged(shown, note(shown, "No script"), named)
    expect(named.locator("[data-drag=note]")).to_have_count(3)
    dragged(shown, note(shown, "No script"), shown.locator("#loose"))
    expect(named.locator("[data-drag=note]")).to_have_count(2)
    expect(shown.locator("#loose")).to_contain_text("No script")


def test_taps_alone_put_a_note_into_a_group_and_make_it_a_cause(
    page: Pages, demo: Server, problem: str
) -> None:
    used(demo, problem, "add", text="Callers ring twice")
    used(demo, problem, "group", text="What callers do")
    shown = board(page, demo, problem)
    note(shown, "Callers ring twice").tap()
    shown.locator(".tool [data-do=put]").tap()
    inside = group(shown, "What callers do").locator("[data-drag=note]")
    expect(inside).to_contain_text("Callers ring twice")
    inside.tap()
    shown.locator(".tool [data-do=cause]").tap()
    expect(shown.locator(".tool svg")).to_contain_text("Cause: suspected")
    causes = demo.get(f"/api/v1/issues/{problem}")["causes"]
    assert [cause["text"] for cause in causes] == ["Callers ring twice"]


def test_a_note_that_was_removed_comes_back(page: Pages, demo: Server, problem: str) -> None:
    used(demo, problem, "add", text="First\nSecond\nThird")
    shown = board(page, demo, problem)
    note(shown, "Second").tap()
    shown.locator("#remove").tap()
    expect(shown.locator("[data-drag=note]")).to_have_text(["First", "Third"])
    shown.locator("#undo").tap()
    expect(shown.locator("[data-drag=note]")).to_have_text(["First", "Second", "Third"])


def test_a_drawing_that_wants_room_has_that_of_the_stages(
    page: Pages, demo: Server, problem: str
) -> None:
    shown = board(page, demo, problem)
    expect(shown.locator("#stage-plan")).to_be_hidden()
    shown.locator("#tool-open").tap()
    shown.locator("#tool-link-five_whys").tap()
    expect(shown.locator("#stage-plan")).to_be_visible()
