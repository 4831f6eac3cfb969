"""The page of programmes in a real browser: reporting one, who was slower, and as axe sees it."""

import pytest
from playwright.sync_api import expect

from tests.browser import Pages, axe, settled
from tests.server import Server

KEY = "ims.hosting_contract"
SIZES = [(1366, 768), (1920, 1080), (1080, 1920), (390, 844)]


def version(demo: Server) -> int:
    items = demo.get("/api/v1/initiatives?unit=ims")["items"]
    return int(next(item for item in items if item["key"] == KEY)["version"])


def test_a_report_by_keyboard_alone(page: Pages, demo: Server) -> None:
    shown = settled(page(f"{demo.address}/programmes"))
    shown.locator(f"[id='report-{KEY}'] > summary").focus()
    shown.keyboard.press("Enter")
    shown.keyboard.press("Tab")
    shown.keyboard.type("22")
    shown.keyboard.press("Tab")
    shown.keyboard.type("The tender is nearly written.")
    shown.keyboard.press("Enter")
    card = shown.locator(f"[id='initiative-{KEY}']")
    expect(card).to_contain_text("22% On track")
    expect(card).to_contain_text("The tender is nearly written.")
    expect(shown.locator("#said")).to_have_text("Saved.")


def test_who_was_slower_is_told_and_loses_no_words(page: Pages, demo: Server) -> None:
    page.expect_fault("409")
    shown = settled(page(f"{demo.address}/programmes"))
    shown.locator(f"[id='report-{KEY}'] > summary").click()
    form = shown.locator(f"[id='form-{KEY}']")
    form.locator("[name=complete]").fill("30")
    said = {"complete": 25, "version": version(demo)}
    demo.post(f"/initiatives/{KEY}/progress", said)
    expect(shown.locator(f"[id='initiative-{KEY}'] .far")).to_contain_text("25%")
    form.locator("button[type=submit]").click()
    expect(form.locator("[data-fault]")).to_contain_text("Somebody else has reported")
    expect(form.locator("[name=complete]")).to_have_value("30")
    form.locator("button[type=submit]").click()
    expect(shown.locator(f"[id='initiative-{KEY}'] .far")).to_contain_text("30%")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_it_is_sound_to_axe_in_every_size(
    page: Pages, demo: Server, size: tuple[int, int], theme: str
) -> None:
    wide, high = size
    shown = settled(page(f"{demo.address}/programmes?theme={theme}", width=wide, height=high))
    shown.locator(f"[id='report-{KEY}'] > summary").click()
    assert axe(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
