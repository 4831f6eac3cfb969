"""Definition sheets in a real browser: read, edited by keyboard, and two people at one sheet."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Pages, axe, settled
from tests.server import Server

SIZES = [(420, 900), (1366, 768), (1920, 1080), (1080, 1920)]


def opened(page: Page, group: str) -> Any:
    """The group's form, opened by keyboard."""
    page.locator(f"#open-{group}").focus()
    page.keyboard.press("Enter")
    form = page.locator(f"#form-{group}")
    expect(form).to_be_visible()
    return form


def version(server: Server, page: Page) -> int:
    return int(page.locator("main").get_attribute("data-version") or 0)


def test_a_sheet_is_read(page: Pages, demo: Server) -> None:
    sheet = page(f"{demo.address}/kpis/ims.supplier_milestones")
    expect(sheet.locator("#row-formula dd")).to_contain_text("Supplier milestones met")
    expect(sheet.locator("#score")).to_contain_text("16 of 16 required fields are filled")
    expect(sheet.locator("#explained .plainly")).to_contain_text("Below 90%: below target (red).")
    expect(sheet.locator("#history")).to_contain_text("Nothing has been changed here")


def test_the_desk_leads_to_the_sheet(page: Pages, demo: Server) -> None:
    desk = page(f"{demo.address}/desk?kpi=ims.insight")
    desk.get_by_role("link", name="Whole sheet").click()
    expect(desk).to_have_url(f"{demo.address}/kpis/ims.insight")


def test_the_story_leads_to_the_sheet(page: Pages, demo: Server) -> None:
    story = page(f"{demo.address}/wall?scene=kpi_story&kpi=ims.insight")
    story.locator("#facts").focus()
    story.keyboard.press("Enter")
    expect(story).to_have_url(re.compile(r"/kpis/ims\.insight"))


def test_a_field_is_edited_by_keyboard_and_told_in_the_changes(page: Pages, demo: Server) -> None:
    words = f"Do people find their way? {uuid4().hex[:6]}"
    sheet = page(f"{demo.address}/kpis/ims.line_of_sight")
    form = opened(sheet, "why")
    form.locator("#field-purpose").fill(words)
    sheet.keyboard.press("Control+Enter")
    expect(sheet.locator("#row-purpose dd")).to_have_text(words)
    expect(form).to_be_hidden()
    expect(sheet.locator("#open-why")).to_be_focused()
    expect(sheet.locator("#history li").first).to_contain_text(words)


def test_a_trigger_gives_teeth(page: Pages, demo: Server) -> None:
    page.expect_fault("400")
    sheet = page(f"{demo.address}/kpis/ims.needs_understood")
    expect(sheet.locator("#teeth")).to_contain_text("Toothless")
    form = opened(sheet, "trigger")
    form.locator("#field-trigger-value").fill("6.5")
    form.locator("#field-trigger-who").fill("Director, Business Partners")
    sheet.keyboard.press("Control+Enter")
    fault = form.locator("#fault-field-trigger-what")
    expect(fault).to_have_text("Needs words")
    expect(form.locator("#field-trigger-what")).to_be_focused()
    form.locator("#field-trigger-what").fill("Ask the customers")
    form.locator("#field-trigger-by_when").fill("Before the next survey")
    sheet.keyboard.press("Control+Enter")
    expect(sheet.locator("#teeth")).to_have_count(0)
    expect(sheet.locator("#score")).to_contain_text("required fields are filled")


def test_what_is_no_figure_is_said_beside_its_field(page: Pages, demo: Server) -> None:
    sheet = page(f"{demo.address}/kpis/ims.ease_of_use")
    form = opened(sheet, "target")
    form.locator("#field-baseline").fill("7,5")
    sheet.keyboard.press("Control+Enter")
    expect(form.locator("#fault-field-baseline")).to_contain_text("is not a figure")
    expect(form.locator("#field-baseline")).to_have_value("7,5")


def test_a_review_more_often_than_the_figure_is_refused(page: Pages, demo: Server) -> None:
    page.expect_fault("400")
    sheet = page(f"{demo.address}/kpis/ims.ease_of_use")
    form = opened(sheet, "how")
    form.locator("#field-review").select_option("day")
    sheet.keyboard.press("Control+Enter")
    expect(form.locator("#fault-field-review")).to_contain_text("cannot come more often")


def test_targets_are_edited_as_a_list(page: Pages, demo: Server) -> None:
    sheet = page(f"{demo.address}/kpis/ims.milestones_met")
    form = opened(sheet, "target")
    rows = form.locator("[data-row]")
    last = rows.nth(rows.count() - 1)
    last.locator("[data-since]").fill("2027-04-01")
    last.locator("[data-value]").fill("97%")
    sheet.keyboard.press("Control+Enter")
    expect(sheet.locator("#row-targets dd")).to_contain_text("97% from April 2027")


def test_two_people_at_one_field_see_both_texts(page: Pages, demo: Server) -> None:
    page.expect_fault("409")
    kpi = "ims.first_time_fix"
    sheet = settled(page(f"{demo.address}/kpis/{kpi}"))
    form = opened(sheet, "use")
    form.locator("#field-remarks").fill("Mine")
    theirs = {"version": version(demo, sheet), "changes": {"remarks": "Theirs", "use": "Other"}}
    demo.post(f"/kpis/{kpi}/definition", theirs)
    expect(sheet.locator("#row-remarks dd")).to_have_text("Theirs")
    sheet.locator("#field-remarks").press("Control+Enter")
    expect(form.locator("[data-theirs-of=remarks]")).to_contain_text("It says now: Theirs")
    expect(form.locator("#field-remarks")).to_have_value("Mine")
    expect(form.locator("#field-use")).to_have_value("Other")  # what only they changed comes in
    sheet.locator("#field-remarks").press("Control+Enter")
    expect(sheet.locator("#row-remarks dd")).to_have_text("Mine")
    expect(sheet.locator("#row-use dd")).to_have_text("Other")


def test_their_words_can_be_taken(page: Pages, demo: Server) -> None:
    page.expect_fault("409")
    kpi = "ims.supplier_savings"
    sheet = settled(page(f"{demo.address}/kpis/{kpi}"))
    form = opened(sheet, "who")
    form.locator("#field-measured_by").fill("We")
    theirs = {"version": version(demo, sheet), "changes": {"measured_by": "They"}}
    demo.post(f"/kpis/{kpi}/definition", theirs)
    form.locator("#field-measured_by").press("Control+Enter")
    form.get_by_role("button", name="Take theirs").click()
    expect(form.locator("#field-measured_by")).to_have_value("They")
    form.get_by_role("button", name="Save").click()
    expect(sheet.locator("#row-measured_by dd")).to_have_text("They")


def test_a_status_is_set_by_hand_and_lifted(page: Pages, demo: Server) -> None:
    sheet = page(f"{demo.address}/kpis/ims.security_compliance")
    sheet.locator("#setting summary").focus()
    sheet.keyboard.press("Enter")
    form = sheet.locator("#by-hand-form")
    form.locator("[value=amber]").check()
    form.locator("[name=reason]").fill("Two sites still to report")
    form.locator("[name=reason]").press("Enter")
    expect(sheet.locator("#override")).to_contain_text("Two sites still to report")
    expect(sheet.locator("#head .badge svg").first).to_have_attribute(
        "aria-label", "On target, set by hand"
    )
    sheet.get_by_role("button", name="Let the figure speak").click()
    expect(sheet.locator("#no-override")).to_be_visible()
    expect(sheet.locator("#history li").first).to_contain_text("Status no longer set by hand")


def test_limits_are_measured_anew(page: Pages, demo: Server) -> None:
    sheet = page(f"{demo.address}/kpis/ims.restore_time")
    sheet.locator("#rebasing summary").click()
    sheet.locator("#rebase [name=period]").fill("2025-07")
    sheet.locator("#rebase [name=reason]").fill("New restore procedure")
    sheet.locator("#rebase [name=reason]").press("Enter")
    row = sheet.locator("[id='rebase-2025-07']")
    expect(row).to_contain_text("From July 2025: New restore procedure")
    row.get_by_role("button", name="Take away").click()
    expect(row).to_have_count(0)


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_sheets_fit_and_axe_is_content(page: Pages, demo: Server, size: tuple[int, int]) -> None:
    for theme, kpi in (("light", "ims.capability_uplift"), ("dark", "ims.spend_against_budget")):
        address = f"{demo.address}/kpis/{kpi}?theme={theme}"
        shown = settled(page(address, width=size[0], height=size[1]))
        for group in ("why", "how", "who", "target", "trigger", "use"):
            opened(shown, group)
        shown.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert axe(shown) == []
        small = shown.evaluate(
            """[...document.querySelectorAll('button, summary, .leaf input, .leaf select, .pick')]
            .filter((one) => one.checkVisibility() && !['radio', 'checkbox'].includes(one.type)
              && one.getBoundingClientRect().height < 43).map((one) => one.outerHTML)"""
        )
        assert small == []
