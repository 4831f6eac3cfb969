"""The way to paper from a wall, for a person at a desk: by finger and by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Pages, axe, settled
from tests.server import Server

SCENE = "#stage > svg:not([aria-hidden]) text"


def wall(page: Pages, server: Server, theme: str = "light", **options: int) -> Page:
    shown = page(f"{server.address}/wall?scene=scorecard&unit=ims&theme={theme}", **options)
    shown.wait_for_selector(SCENE)
    return settled(shown)


def test_the_links_follow_the_scene_that_is_shown(page: Pages, demo: Server) -> None:
    shown = wall(page, demo)
    shown.locator("#prints summary").click()
    pdf = shown.get_by_role("link", name="PDF")
    expect(pdf).to_have_attribute("href", re.compile(r"/scenes/scorecard\.pdf\?unit=ims"))
    shown.locator("#prints summary").click()
    shown.locator('[id="kpi-ims.major_incidents"]').click()
    shown.wait_for_selector('svg[aria-label^="Major incidents"]')
    shown.locator("#prints summary").click()
    expect(pdf).to_have_attribute("href", re.compile(r"kpi_story\.pdf\?kpi=ims\.major_incidents"))
    address = str(pdf.get_attribute("href"))
    answer = shown.request.get(address)
    assert (answer.status, answer.body()[:4]) == (200, b"%PDF")


def test_it_works_by_keyboard_and_escape_closes_it(page: Pages, demo: Server) -> None:
    shown = wall(page, demo)
    summary = shown.locator("#prints summary")
    summary.focus()
    shown.keyboard.press("Enter")
    expect(shown.get_by_role("link", name="PNG")).to_be_visible()
    shown.keyboard.press("Tab")
    expect(shown.get_by_role("link", name="PDF")).to_be_focused()
    shown.keyboard.press("Escape")
    expect(shown.get_by_role("link", name="PDF")).to_be_hidden()
    expect(summary).to_be_focused()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_targets_are_large_and_axe_finds_nothing_grave(
    page: Pages, demo: Server, theme: str
) -> None:
    shown = wall(page, demo, theme, width=1366, height=768)
    shown.locator("#prints summary").click()
    for target in shown.locator("#prints summary, #prints a").all():
        box = target.bounding_box()
        assert box and box["height"] >= 56 and box["width"] >= 56
    assert axe(shown) == []


def test_it_goes_when_nobody_is_there(page: Pages, demo: Server) -> None:
    shown = wall(page, demo)
    shown.wait_for_selector("html[data-at-rest]", state="attached")
    expect(shown.locator("#prints")).to_have_css("opacity", "0")
    shown.mouse.move(200, 200)
    expect(shown.locator("#prints")).to_have_css("opacity", "1")
