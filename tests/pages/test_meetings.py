"""Meetings on the page of notes, in a real browser: recorded, seen on the wall's way, withdrawn."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser import Pages, axe, settled
from tests.server import Server


def test_a_meeting_is_recorded_and_withdrawn_for_a_reason(page: Pages, demo: Server) -> None:
    title = f"Sub-committee {uuid4().hex[:8]}"
    shown = settled(page(f"{demo.address}/notes"))
    shown.locator("#meet > summary").click()
    form = shown.locator("#meet-form")
    form.locator("[type=submit]").click()
    expect(form.locator("[role=alert]")).to_have_text("Say which meeting it was.")
    form.locator("[name=of]").select_option("ims")
    form.locator("[name=title]").fill(title)
    form.locator("[type=submit]").click()
    row = shown.locator("#meetings-held li", has_text=title)
    expect(row).to_contain_text("Information Management Services")
    expect(row.locator("a")).to_have_attribute("href", "/wall?scene=changes&unit=ims")
    row.locator("summary").click()
    row.locator("[name=reason]").fill("It was put off")
    row.locator("[type=submit]").click()
    expect(row).to_have_count(0)
    found = [m for m in demo.get("/api/v1/meetings?unit=ims")["items"] if m["title"] == title]
    assert [m["withdrawn_reason"] for m in found] == ["It was put off"]


def test_one_that_is_still_to_come_is_refused_in_words(page: Pages, demo: Server) -> None:
    page.expect_fault("400")
    shown = settled(page(f"{demo.address}/notes"))
    shown.locator("#meet > summary").click()
    form = shown.locator("#meet-form")
    form.locator("[name=title]").fill("Next year")
    form.locator("[name=held]").fill("2090-01-01T10:00")
    form.locator("[type=submit]").click()
    expect(form.locator("[role=alert]")).to_contain_text("still to come")
    with shown.expect_response("**/notes"):
        shown.evaluate("dispatchEvent(new Event('online'))")  # the page is made anew around it
    settled(shown)
    expect(form.locator("[role=alert]")).to_contain_text("still to come")


@pytest.mark.parametrize("dark", [False, True])
def test_the_page_is_clean_with_everything_unfolded(page: Pages, demo: Server, dark: bool) -> None:
    demo.post("/meetings", {"of": "ims", "title": "Board"})
    shown = settled(page(f"{demo.address}/notes{'?theme=dark' if dark else ''}"))
    for fold in shown.locator("#meetings summary").all():
        fold.click()
    assert axe(shown) == []
    for target in shown.locator("#meetings :is(summary, button, a, input, select):visible").all():
        box = target.bounding_box()
        assert box is not None and box["height"] >= 44
