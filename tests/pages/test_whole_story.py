"""A whole problem, from the red tile on the wall to the A3 of how it was closed, by finger."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Pages, settled
from tests.pages.test_board_steps import OWNER, editor, save, stands_at, take, triage
from tests.pages.test_raising import TILE, held
from tests.server import Server


def typed(shown: Page, words: str) -> None:
    """With the in-page keyboard."""
    for sign in words:
        key = "{space}" if sign == " " else sign
        editor(shown).locator(f'.hg-button[data-skbtn="{key}"]:visible').tap()


def why(shown: Page, target: str, words: str) -> None:
    shown.locator(target).tap()
    typed(shown, words)
    expect(editor(shown).locator("textarea")).to_have_value(words)
    save(shown)
    expect(shown.locator(".tool svg")).to_contain_text(words)


def raised(shown: Page, title: str) -> str:
    """From the tile that is held; the id of the problem."""
    with held(shown, TILE):
        shown.wait_for_url(re.compile("/board"))
    editor(shown).locator("[name=title]").fill(title)
    save(shown)
    expect(shown.locator(".head h1")).to_have_text(title)
    return str(shown.locator("section.tool").get_attribute("data-issue"))


def analysed(shown: Page) -> None:
    """Two whys, the second one of which is the root cause."""
    why(shown, ".tool [data-do='ask']", "no script")
    why(shown, ".tool [data-do='ask'][aria-label$='no script']", "no owner")
    for action in ("confirm", "mark_root"):
        shown.locator(f".tool [data-do='{action}'][aria-label$='no owner']").tap()
    expect(shown.locator(".tool svg")).to_contain_text("Root cause")


KNOWN = """() => document.querySelector("#countermeasure-form").content.textContent
  .includes("no owner (root cause)")"""


def planned(shown: Page) -> None:
    shown.wait_for_function(KNOWN)
    shown.locator("#add-countermeasure").tap()
    editor(shown).locator("[name=text]").fill("Give every article an owner")
    editor(shown).locator("[name=cause]").select_option(label="no owner (root cause)")
    editor(shown).locator("[name=owner]").select_option(OWNER)
    editor(shown).get_by_role("button", name="1 week").first.tap()
    editor(shown).locator("[name=strength][value=strong]").check()
    save(shown)
    expect(shown.locator("#stage-plan")).to_contain_text("Give every article an owner")


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)], ids=str)
def test_from_the_red_tile_to_the_a3(page: Pages, demo: Server, size: tuple[int, int]) -> None:
    title = f"Fewer first-time fixes {uuid4().hex[:6]}"
    wall = f"{demo.address}/wall?scene=lens_wall&lens=delivery"
    shown = settled(page(wall, *size, has_touch=True))
    issue = raised(shown, title)
    triage(shown)
    stands_at(shown, "Triaged")
    take(shown, "Look for causes")
    stands_at(shown, "Looking for causes")
    analysed(shown)
    planned(shown)
    for step, words in (
        ("Agree the countermeasures", "Countermeasures agreed"),
        ("Start the work", "Doing"),
    ):
        take(shown, step)
        stands_at(shown, words)
    card = shown.locator("#stage-plan [data-drag]")
    for stage in ("Do", "Check", "Act"):
        card.tap()
        shown.get_by_role("button", name=f"Move to {stage}").tap()
        card = shown.locator(f"#stage-{stage.lower()} [data-drag]")
        expect(card).to_have_attribute(
            "data-args", re.compile(f'"version": {" DCA".index(stage[0]) + 1}')
        )
    stands_at(shown, "Checking the effect")  # since all that was planned is done
    for step, words in (("Standardise", "Standardised"), ("Close the problem", "Closed")):
        take(shown, step)
        editor(shown).locator("[name=reason]").fill("Seen at the desk")
        save(shown)
        stands_at(shown, words)
    shown.goto(f"{demo.address}/wall?scene=a3&issue={issue}")
    sheet = shown.locator("#stage svg").first
    expect(sheet).to_have_attribute("aria-label", re.compile(title))
    told = plain(sheet.text_content() or "")
    missing = [
        words
        for words in (title, "no owner", "Give every article an owner", "Closed", OWNER)
        if plain(words) not in told
    ]
    assert missing == [], told


def plain(words: str) -> str:
    """Without spaces: lines part where they have to."""
    return re.sub(r"\s", "", words)
