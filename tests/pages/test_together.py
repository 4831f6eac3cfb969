"""Several boards and phones on one problem, the link cut in the middle, a browser that is killed:
what was tapped is there once, for everybody."""

import json
import os
import signal
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.plugins import Registry
from hub.problem_board import Tool
from tests.browser import FLAGS, Pages, find_browser, settled
from tests.server import Server

KPI = "ims.first_time_fix"
BOARD = "{}/board?issue={}&tool={}"
GONE = "ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load|WebSocket|ERR_ABORTED"
SCREENS: tuple[dict[str, Any], ...] = (
    {"width": 1920, "height": 1080},
    {"width": 3840, "height": 2160},
    *({"width": 390, "height": 844} for _ in range(3)),
)
TOOLS = sorted(tool.name for tool in Registry("hub.tools", Tool) if tool.name != "ink")
ASKS = ".tool [data-new][data-ask]"  # adds something that did not stand there, in one's own words


@pytest.fixture
def problem(demo: Server) -> str:
    return str(demo.post("/issues", {"title": "Worked on together", "kpi": KPI})["id"])


def write(shown: Page, words: str) -> None:
    """Touch the first thing that asks for words, write them, save."""
    shown.locator(ASKS).first.tap()
    editor = shown.locator("#editors .editor").last
    editor.locator("textarea").fill(words)
    editor.locator("[type=submit]").tap()


def said(shown: Page) -> str:
    return " ".join(shown.locator(".tool svg").all_text_contents())


def causes(server: Server, issue: str) -> list[str]:
    return sorted(each["text"] for each in server.get(f"/api/v1/issues/{issue}")["causes"])


def test_two_boards_and_three_phones_see_what_each_does(
    page: Pages, demo: Server, problem: str
) -> None:
    address = BOARD.format(demo.address, problem, "five_whys")
    shown = [settled(page(address, has_touch=True, **size)) for size in SCREENS]
    for number, one in enumerate(shown):
        write(one, f"Reason{number}")
    for one in shown:
        for number in range(len(shown)):
            expect(one.locator(".tool svg")).to_contain_text(f"Reason{number}")
    assert causes(demo, problem) == [f"Reason{number}" for number in range(len(shown))]
    drawn = [one.locator(".tool [data-cause]").count() for one in shown]
    assert set(drawn) == {len(shown)}


def test_a_board_that_was_cut_off_brings_what_it_kept_and_sees_what_others_did(
    page: Pages, demo: Server, problem: str
) -> None:
    page.expect_fault(GONE)
    address = BOARD.format(demo.address, problem, "five_whys")
    cut, on = (settled(page(address, has_touch=True)) for _ in range(2))
    cut.context.set_offline(True)
    for number in range(3):
        write(cut, f"Away{number}")
        write(on, f"There{number}")
    expect(cut.locator("#link")).to_contain_text("3 waiting")
    cut.context.set_offline(False)
    for one in (cut, on):
        for number in range(3):
            expect(one.locator(".tool svg")).to_contain_text(f"Away{number}")
            expect(one.locator(".tool svg")).to_contain_text(f"There{number}")
    expect(cut.locator("#link")).to_contain_text("Saved")
    assert causes(demo, problem) == [f"{w}{n}" for w in ("Away", "There") for n in range(3)]


def test_two_who_reword_one_cause_both_see_both_texts(
    page: Pages, demo: Server, problem: str
) -> None:
    page.expect_fault("409")
    asked = {"action": "ask", "arguments": {"text": "Nobody asked"}}
    demo.post(f"/issues/{problem}/tools/five_whys", asked)
    address = BOARD.format(demo.address, problem, "five_whys")
    one, other = (settled(page(address, has_touch=True)) for _ in range(2))
    for shown in (one, other):
        shown.locator(".tool [data-do='reword']").first.tap()
    for shown, words in ((one, "The first words"), (other, "The second words")):
        shown.locator("#editors textarea").fill(words)
        shown.locator("#editors [type=submit]").tap()
        expect(shown.locator("#editors > *")).to_have_count(0)
    expect(other.locator("#notices")).to_contain_text("The first words")
    expect(other.locator("#notices")).to_contain_text("The second words")
    expect(one.locator(".tool svg")).to_contain_text("The first words")
    assert causes(demo, problem) == ["The first words"]


def test_each_board_looks_for_itself_and_undo_takes_back_work_not_looking(
    page: Pages, demo: Server, problem: str
) -> None:
    for words in ("Untrained", "Nobody asked"):
        said = {"action": "add", "arguments": {"text": words, "bone": "people"}}
        demo.post(f"/issues/{problem}/tools/fishbone", said)
    address = BOARD.format(demo.address, problem, "fishbone")
    close, far = (settled(page(address, has_touch=True)) for _ in range(2))
    close.locator(".tool [aria-label='Look at: Untrained']").tap()
    expect(close.locator(".tool svg")).not_to_contain_text("Nobody asked")
    close.locator(".tool [data-do=confirm]").tap()
    expect(close.locator(".tool svg")).to_contain_text("Confirmed")
    expect(far.locator(".tool svg")).to_contain_text("Nobody asked")
    close.locator(".tool [aria-label='Back to the whole fishbone']").tap()
    expect(close.locator(".tool svg")).to_contain_text("Nobody asked")
    close.locator("#undo").tap()
    close.go_back()
    expect(close.locator(".tool svg")).to_contain_text("Suspected")
    expect(close.locator(".tool svg")).not_to_contain_text("Nobody asked")
    known = demo.get(f"/api/v1/issues/{problem}")["causes"]
    assert [each["state"] for each in known] == ["suspected", "suspected"]
    expect(far.locator(".tool svg")).to_contain_text("Nobody asked")


def test_what_may_not_be_removed_is_still_looked_at(
    page: Pages, demo: Server, problem: str
) -> None:
    page.expect_fault("409")
    act = f"/issues/{problem}/tools/sticky_notes"
    demo.post(act, {"action": "add", "arguments": {"text": "Callers ring twice"}})
    shown = settled(page(BOARD.format(demo.address, problem, "sticky_notes"), has_touch=True))
    shown.locator("[data-drag=note]").tap()
    expect(shown.locator("#remove")).to_be_visible()
    note = shown.locator(".tool [data-do=reword]").get_attribute("data-args") or ""
    shown.route("**/board?*", lambda route: route.abort())  # it does not hear of what others do
    page.expect_fault(GONE)
    said = {"action": "reword", "arguments": {**json.loads(note), "text": "They ring thrice"}}
    demo.post(act, {**said, "version": 1})
    shown.locator("#remove").tap()
    expect(shown.locator("#notices")).to_contain_text("They ring thrice")
    shown.unroute("**/board?*")
    expect(shown.locator("#reword")).to_be_visible()
    expect(shown.locator(".tool svg")).to_contain_text("They ring thrice")
    shown.locator("#notices").get_by_role("button", name="Use mine").tap()
    expect(shown.locator("[data-drag=note]")).to_have_count(0)
    expect(shown.locator(".tool svg")).not_to_contain_text("They ring thrice")


def test_one_who_edits_a_cause_twice_is_in_nobody_s_way_least_of_all_their_own(
    page: Pages, demo: Server, problem: str
) -> None:
    """Two quick taps, and two without the hub: the second does not wait for the first."""
    page.expect_fault(GONE)
    asked = {"action": "ask", "arguments": {"text": "Nobody asked"}}
    demo.post(f"/issues/{problem}/tools/five_whys", asked)
    shown = settled(page(BOARD.format(demo.address, problem, "five_whys"), has_touch=True))
    shown.locator(".tool [data-do=confirm]").tap()
    shown.locator(".tool [data-do=mark_root]").tap()
    expect(shown.locator(".tool svg")).to_contain_text("Root cause")
    shown.context.set_offline(True)
    shown.locator(".tool [data-do=unmark_root]").tap()
    shown.locator(".tool [data-do=suspect]").tap()
    expect(shown.locator("#link")).to_contain_text("2 waiting")
    shown.context.set_offline(False)
    expect(shown.locator("#link")).to_contain_text("Saved")
    expect(shown.locator(".tool svg")).to_contain_text("Suspected")
    expect(shown.locator("#notices > *")).to_have_count(0)
    (cause,) = demo.get(f"/api/v1/issues/{problem}")["causes"]
    assert (cause["state"], cause["root"], cause["version"]) == ("suspected", False, 5)


def test_what_was_made_on_an_edit_that_was_refused_is_refused_with_it(
    page: Pages, demo: Server, problem: str
) -> None:
    page.expect_fault("409|" + GONE)
    tool = f"/issues/{problem}/tools/five_whys"
    id = demo.post(tool, {"action": "ask", "arguments": {"text": "Nobody asked"}})["causes"][0]
    shown = settled(page(BOARD.format(demo.address, problem, "five_whys"), has_touch=True))
    shown.context.set_offline(True)
    shown.locator(".tool [data-do=confirm]").tap()
    shown.locator(".tool [data-do=mark_root]").tap()
    expect(shown.locator("#link")).to_contain_text("2 waiting")
    demo.post(tool, {"action": "reword", "arguments": {"id": id, "text": "Other"}, "version": 1})
    shown.context.set_offline(False)
    expect(shown.locator("#notices > *")).to_have_count(2)
    (cause,) = demo.get(f"/api/v1/issues/{problem}")["causes"]
    assert (cause["text"], cause["state"], cause["root"]) == ("Other", "suspected", False)


@pytest.mark.parametrize("tool", TOOLS)
def test_every_tool_goes_on_without_the_hub_and_is_sent_once(
    page: Pages, demo: Server, problem: str, tool: str
) -> None:
    page.expect_fault(GONE)
    shown = settled(page(BOARD.format(demo.address, problem, tool), has_touch=True))
    shown.context.set_offline(True)
    write(shown, "Gamma ray")
    write(shown, "Delta wing")
    expect(shown.locator("#link")).to_contain_text("2 waiting")
    shown.context.set_offline(False)
    expect(shown.locator("#link")).to_contain_text("Saved")
    expect(shown.locator(".tool svg")).to_contain_text("Delta")
    assert said(shown).count("Gamma") == said(shown).count("Delta") == 1


def test_a_browser_that_is_killed_has_lost_nothing_that_was_tapped(
    browser: Browser, demo: Server, problem: str, tmp_path: Path
) -> None:
    address = BOARD.format(demo.address, problem, "five_whys")
    words = [f"Kept {n} {uuid4().hex[:4]}" for n in range(4)]
    home = tmp_path / "browser"
    shown = _opened(browser, home, address)
    shown.context.set_offline(True)
    for each in words:
        write(shown, each)
    expect(shown.locator("#link")).to_contain_text("4 waiting")
    _kill(home)
    assert causes(demo, problem) == []
    again = _opened(browser, home, address)
    expect(again.locator("#link")).to_contain_text("Saved")
    expect(again.locator(".tool svg")).to_contain_text(words[-1])
    again.context.close()
    assert causes(demo, problem) == sorted(words)


def _opened(browser: Browser, home: Path, address: str) -> Page:
    """A page of a browser that keeps what it knows in ``home``."""
    context = browser.browser_type.launch_persistent_context(
        str(home),
        executable_path=find_browser(os.environ),
        args=list(FLAGS),
        viewport={"width": 1920, "height": 1080},
        has_touch=True,
    )
    shown = context.new_page()
    shown.goto(address)
    return settled(shown)


def _kill(home: Path) -> None:
    """End every process of the browser that keeps its things in ``home``, at once."""
    until = time.monotonic() + 30
    while mine := _processes(home):
        for process in mine:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        assert time.monotonic() < until
        time.sleep(0.1)
    for lock in home.glob("Singleton*"):
        lock.unlink()


def _processes(home: Path) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            told = (place / "cmdline").read_bytes()
        except OSError:
            continue
        if str(home).encode() in told and b"chrom" in told.lower():
            found.append(int(place.name))
    return [process for process in found if Path(f"/proc/{process}/exe").exists()]
