"""Words at the board: beginnings that are tapped, and what somebody types with a phone."""

import re

from playwright.sync_api import Page, expect

from tests.browser import Pages, axe
from tests.pages.test_boards import board, causes, problem  # noqa: F401
from tests.server import Server


def asked(page: Pages, demo: Server, problem: str) -> Page:  # noqa: F811
    """A board with an editor that asks why."""
    shown = board(page, demo, problem, has_touch=True)
    shown.locator(".tool [data-do='ask']").first.tap()
    shown.locator(".editor [data-skbtn]").first.wait_for()
    return shown


def phone(page: Pages, demo: Server, shown: Page) -> Page:
    """The page that the QR code of the editor leads to, on a phone."""
    shown.get_by_role("button", name="Type on a phone").tap()
    expect(shown.locator(".editor [data-qr] svg")).to_be_visible()
    way = shown.locator(".editor [data-address]").inner_text().partition("/type/")[2]
    return page(f"{demo.address}/type/{way}", 390, 844, has_touch=True, is_mobile=True)


def test_a_tapped_beginning_is_written_where_the_cursor_is(
    page: Pages, demo: Server, problem: str  # noqa: F811
) -> None:  # fmt: skip
    shown = asked(page, demo, problem)
    area = shown.locator(".editor textarea")
    shown.get_by_role("button", name="Unclear who", exact=True).tap()
    expect(area).to_have_value("Unclear who ")
    expect(area).to_be_focused()
    area.fill("Since May: spares")
    area.evaluate("area => area.setSelectionRange(10, 10)")
    shown.get_by_role("button", name="Waiting for", exact=True).tap()
    expect(area).to_have_value("Since May: Waiting for  spares")
    small = shown.locator(".editor [data-phrase]").evaluate_all(
        "chips => chips.filter(chip => chip.getBoundingClientRect().height < 56).length"
    )
    assert small == 0
    assert axe(shown) == []


def test_no_more_is_written_than_there_is_room_for(
    page: Pages, demo: Server, problem: str  # noqa: F811
) -> None:  # fmt: skip
    shown = asked(page, demo, problem)
    area = shown.locator(".editor textarea")
    area.fill("x" * 295)
    shown.get_by_role("button", name="Unclear who", exact=True).tap()
    expect(area).to_have_value("x" * 295 + " Uncl")


def test_beginnings_are_those_of_the_field_and_there_are_none_for_a_name(
    page: Pages, demo: Server, problem: str  # noqa: F811
) -> None:  # fmt: skip
    shown = board(page, demo, problem, has_touch=True)
    shown.locator("#add-countermeasure").tap()
    chips = shown.locator(".editor [data-phrase]")
    expect(chips.first).to_have_text("Make it impossible to")
    shown.locator(".editor [name=due]").fill("2026-02-06")
    chips.nth(1).tap()
    expect(shown.locator(".editor [name=text]")).to_have_value("Automate ")
    shown.locator(".editor [data-close]").tap()
    shown.locator("#raise").tap()
    expect(chips).to_have_count(0)
    shown.locator(".editor [name=statement]").tap()
    expect(chips.first).to_have_text("Since")


def test_words_typed_with_a_phone_land_in_the_editor_and_are_saved_at_the_board(
    page: Pages, demo: Server, problem: str  # noqa: F811
) -> None:  # fmt: skip
    shown = asked(page, demo, problem)
    area = shown.locator(".editor textarea")
    area.fill("Two things")
    mine = phone(page, demo, shown)
    expect(mine.get_by_role("heading", level=1)).to_have_text("Why did this happen?")
    expect(mine.locator("main")).to_contain_text("First-time fix below target")
    assert axe(mine) == []
    for words in ("No script for the handset", "and nobody to ask"):
        mine.locator("textarea").fill(words)
        mine.get_by_role("button", name="Send to the board").tap()
        expect(mine.locator("#sent li").first).to_have_text(words)
        expect(mine.locator("textarea")).to_have_value("")
    expect(area).to_have_value("Two things\nNo script for the handset\nand nobody to ask")
    expect(shown.locator(".editor [data-landed]")).to_contain_text("Tap Save")
    assert axe(shown) == []
    assert axe(mine) == []
    assert causes(demo, problem) == []
    with shown.expect_response(re.compile("/close$")):
        shown.locator(".editor [type=submit]").tap()
    expect(shown.locator(".tool svg")).to_contain_text("script")
    page.expect_fault("404")
    mine.locator("textarea").fill("Too late")
    mine.get_by_role("button", name="Send to the board").tap()
    expect(mine.locator("#said")).to_contain_text("run out")
    expect(mine.locator("textarea")).to_have_value("Too late")
    mine.reload()
    expect(mine.get_by_role("heading", level=1)).to_have_text("This code has run out")
    assert axe(mine) == []


def test_the_keyboard_comes_back_and_the_code_stays_good(
    page: Pages, demo: Server, problem: str  # noqa: F811
) -> None:  # fmt: skip
    shown = asked(page, demo, problem)
    mine = phone(page, demo, shown)
    expect(shown.locator(".editor [data-keys]")).to_be_hidden()
    shown.get_by_role("button", name="Type on a phone").tap()
    expect(shown.locator(".editor [data-keys]")).to_be_visible()
    mine.locator("textarea").fill("Still heard")
    mine.get_by_role("button", name="Send to the board").tap()
    expect(shown.locator(".editor textarea")).to_have_value("Still heard")


def test_a_phone_without_a_line_keeps_the_words(
    page: Pages, demo: Server, problem: str  # noqa: F811
) -> None:  # fmt: skip
    mine = phone(page, demo, asked(page, demo, problem))
    page.expect_fault("ERR_INTERNET_DISCONNECTED|Failed to load")
    mine.context.set_offline(True)
    mine.locator("textarea").fill("Keep me")
    mine.get_by_role("button", name="Send to the board").tap()
    expect(mine.locator("#said")).to_contain_text("still here")
    expect(mine.locator("textarea")).to_have_value("Keep me")
