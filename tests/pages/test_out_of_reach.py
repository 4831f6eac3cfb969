"""A board whose hub is out of reach: what waits is said, and so is what cannot be opened."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Pages, axe, settled
from tests.pages.test_board_tools import used
from tests.pages.test_boards import because, board, causes, problem, write  # noqa: F401
from tests.server import Server

GONE = "ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK|Failed to load|WebSocket|ERR_ABORTED"


def cut(page: Pages, shown: Page) -> None:
    page.expect_fault(GONE)
    shown.context.set_offline(True)


def lines(shown: Page) -> list[str]:
    return [" ".join(text.split()) for text in shown.locator("#unsent > li").all_inner_texts()]


def test_a_tool_that_cannot_be_opened_says_so_and_the_board_stays_as_it_is(
    page: Pages, demo: Server, problem: str  # noqa: F811
) -> None:  # fmt: skip
    shown = board(page, demo, problem, has_touch=True)
    before = shown.url
    length = shown.evaluate("history.length")
    cut(page, shown)
    shown.locator("#tool-open").tap()
    shown.locator("#tool-link-pareto").tap()
    notice = shown.locator("#notices .notice")
    expect(notice).to_contain_text("out of reach")
    expect(shown).to_have_url(before)
    expect(shown.locator("section[data-tool=five_whys]")).to_be_visible()
    assert axe(shown) == []
    shown.locator(".tool [data-do='ask']").first.tap()
    write(shown, "Asked without the hub")
    expect(shown.locator("#link")).to_contain_text("1 waiting")
    shown.context.set_offline(False)
    expect(shown.locator(".tool svg")).to_contain_text("Asked without")
    expect(notice).to_have_count(0)
    expect(shown).to_have_url(before)
    assert causes(demo, problem) == ["Asked without the hub"]
    shown.locator("#tool-open").tap()
    shown.locator("#tool-link-pareto").tap()
    expect(shown.locator("section[data-tool=pareto]")).to_be_visible()
    assert shown.evaluate("history.length") == length + 1


def test_another_problem_and_the_way_back_wait_for_the_hub_too(
    page: Pages, demo: Server, problem: str  # noqa: F811
) -> None:  # fmt: skip
    other = str(demo.post("/issues", {"title": "Another one", "kpi": "ims.first_time_fix"})["id"])
    shown = board(page, demo, problem, has_touch=True)
    shown.locator(f"[id='problem-{other}']").tap()
    expect(shown.locator("h1")).to_have_text("Another one")
    there = shown.url
    cut(page, shown)
    for turn in (shown.locator(f"[id='problem-{problem}']").tap, shown.go_back):
        turn()
        notice = shown.locator("#notices .notice")
        notice.get_by_role("button", name="Dismiss").tap()
        expect(notice).to_have_count(0)
        expect(shown).to_have_url(there)
    expect(shown.locator("h1")).to_have_text("Another one")
    shown.context.set_offline(False)
    expect(shown.locator("#link")).to_have_attribute("data-state", "saved")
    shown.go_back()
    expect(shown.locator("h1")).to_have_text("First-time fix below target")


def test_what_waits_is_read_without_a_tap_until_it_is_sent(
    page: Pages, demo: Server, problem: str  # noqa: F811
) -> None:  # fmt: skip
    used(demo, problem, "pareto", "line", text="Networks", id=str(uuid4()))
    shown = settled(page(f"{demo.address}/board?issue={problem}&tool=pareto", has_touch=True))
    expect(shown.locator("#unsent")).to_be_hidden()
    cut(page, shown)
    for _ in range(3):
        shown.get_by_label("One more: Networks").tap()
    expect(shown.locator("#unsent")).to_be_visible()
    expect(shown.locator("#unsent > li").last).to_contain_text("\u00d73")
    assert lines(shown) == ["Not sent yet", "One more: Networks \u00d73"]
    for words in ("Handsets", "Printers", "Passwords", "Lines"):
        shown.get_by_label("Add something to count").tap()
        write(shown, words)
    expect(shown.locator("#unsent > li").last).to_have_text("and 3 more")
    assert lines(shown)[1:5] == ["Lines", "Passwords", "Printers", "Handsets"]
    assert shown.locator("#unsent").evaluate("one => getComputedStyle(one).pointerEvents") == "none"
    assert axe(shown) == []
    shown.context.set_offline(False)
    expect(shown.locator("#unsent")).to_be_hidden()
    expect(shown.locator(".tool svg")).to_contain_text("Printers")


@pytest.mark.parametrize("size", [(1366, 768), (1080, 1920)], ids=str)
def test_long_words_that_wait_stay_on_the_screen(
    page: Pages, demo: Server, problem: str, size: tuple[int, int]  # noqa: F811
) -> None:  # fmt: skip
    cause = because(demo, problem, "Nobody was asked before the handsets were chosen " * 4)
    shown = board(page, demo, problem, width=size[0], height=size[1], has_touch=True)
    cut(page, shown)
    shown.locator(f"[id='confirm-{cause}']").tap()
    expect(shown.locator("#unsent > li")).to_have_count(2)
    box = shown.locator("#unsent").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size[0]
    shown.locator("#tool-open").tap()
    shown.locator("#tool-link-pareto").tap()
    notice = shown.locator("#notices .notice").bounding_box()
    assert notice is not None
    assert notice["y"] + notice["height"] <= box["y"]  # both can be read
