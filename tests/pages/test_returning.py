"""The wall in a browser: the way back by keyboard, and the clock of a day that is not today."""

import re

from playwright.sync_api import expect

from tests.browser import Pages, settled
from tests.server import Server

FOCUSED = "document.activeElement.id"


def test_the_focus_returns_to_the_card_that_was_opened(page: Pages, demo: Server) -> None:
    wall = settled(page(f"{demo.address}/wall?scene=strategy_map&unit=ims"))
    card = wall.locator("#stage svg [data-href]").nth(3)
    card.focus()
    opened = wall.evaluate(FOCUSED)
    assert opened
    for way_back in ("Escape", "Enter"):
        wall.keyboard.press("Enter")
        expect(wall.locator("#back")).to_be_visible()
        wall.wait_for_function(f"{FOCUSED} !== {opened!r}")
        if way_back == "Enter":
            wall.locator("#back").focus()
        wall.keyboard.press(way_back)
        expect(wall.locator("#back")).to_be_hidden()
        wall.wait_for_function(f"{FOCUSED} === {opened!r}")


def test_the_clock_shows_the_day_that_the_figures_are_of(page: Pages, demo: Server) -> None:
    wall = page(f"{demo.address}/wall?scene=strategy_map&unit=ims")
    expect(wall.locator("#banner")).to_contain_text("figures as of 14 January 2026")
    day = re.compile(r"^(Wed 14|Thu 15) Jan 2026$")  # the time of day goes on, through midnight
    expect(wall.locator("#stage .day")).to_have_text(day)
