"""The desk side of problems in a real browser: by keyboard alone, who was slower, and axe."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Pages, axe, settled
from tests.server import Server

KPI = "ims.first_time_fix"
OWNER = "Head of Service Design"
SIZES = [(1366, 768), (1920, 1080), (1080, 1920), (420, 900)]


def raised(demo: Server) -> str:
    """A problem of its own for the test: its id."""
    title = f"Calls are passed on {uuid4().hex[:8]}"
    return str(demo.post("/issues", {"title": title, "kpi": KPI})["id"])


def cause(demo: Server, issue: str) -> str:
    """A confirmed root cause, as the board names it."""
    id = str(uuid4())
    tool = f"/issues/{issue}/tools/five_whys"
    said: dict[str, Any] = {"text": "The desk may not reset passwords", "id": id}
    demo.post(tool, {"action": "ask", "arguments": said})
    for number, action in enumerate(("confirm", "mark_root"), 1):
        demo.post(tool, {"action": action, "arguments": {"id": id}, "version": number})
    return id


def assigned(demo: Server, issue: str) -> str:
    plan = {"text": "Give the desk the right", "owner": OWNER, "due": "2026-02-06",
            "strength": "weak", "effect_kpi": KPI, "predicted": 78,
            "check_on": "2026-03-13"}  # fmt: skip
    return str(demo.post(f"/issues/{issue}/countermeasures", plan)["id"])


def tab_to(page: Page, selector: str) -> None:
    """Tab on until the element has the focus."""
    page.locator(selector).wait_for(state="visible")
    for _ in range(120):
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def choose(page: Page, selector: str, begins: str) -> None:
    """Choose in a list by typing how the choice begins."""
    tab_to(page, selector)
    page.keyboard.type(begins)


def day(page: Page, selector: str, digits: str) -> None:
    """Type a day as the field of a British browser, or any other, takes it."""
    tab_to(page, selector)
    page.locator(selector).fill(digits)


def state(page: Page) -> Any:
    return page.locator(".tags .state")


def test_from_triage_to_its_end_by_keyboard_alone(page: Pages, demo: Server) -> None:
    issue = raised(demo)
    shown = settled(page(f"{demo.address}/problems/{issue}"))
    choose(shown, "#form-triage [name=owner]", OWNER)
    choose(shown, "#form-triage [name=severity]", "High")
    tab_to(shown, "#form-triage [type=submit]")
    shown.keyboard.press("Enter")
    expect(state(shown)).to_have_text("Triaged")
    expect(shown.locator("#steps-title")).to_be_focused()
    tab_to(shown, "#form-analyse [type=submit]")
    shown.keyboard.press("Enter")
    expect(state(shown)).to_have_text("Looking for causes")
    expect(shown.locator("#step-agree")).to_contain_text("No root cause is confirmed yet")
    cause(demo, issue)
    shown.locator(".outline").wait_for()
    tab_to(shown, "#add-open")
    shown.keyboard.press("Enter")
    tab_to(shown, "#measure-form-new [name=text]")
    shown.keyboard.type("Give the desk the right")
    choose(shown, "#measure-form-new [name=owner]", OWNER)
    day(shown, "#measure-form-new [name=due]", "2026-02-06")
    tab_to(shown, "#measure-form-new [name=strength]:checked")
    shown.keyboard.press("ArrowDown")  # from not rated to the first, which is strong
    tab_to(shown, "#measure-form-new [type=submit]")
    shown.keyboard.press("Enter")
    expect(shown.locator(".measure")).to_contain_text("Strong")
    expect(shown.locator("#add-open")).to_be_focused()
    for step, word in (
        ("agree", "Countermeasures agreed"),
        ("start", "Doing"),
        ("check", "Checking the effect"),
    ):
        tab_to(shown, f"#form-{step} [type=submit]")
        shown.keyboard.press("Enter")
        expect(state(shown)).to_have_text(word)
    for step, word in (("standardise", "Standardised"), ("close", "Closed")):
        tab_to(shown, f"#form-{step} [name=reason]")
        shown.keyboard.type("Seen at the desk")
        tab_to(shown, f"#form-{step} [type=submit]")
        shown.keyboard.press("Enter")
        expect(state(shown)).to_have_text(word)
    expect(shown.locator(".history")).to_contain_text("Closed: Seen at the desk")


def test_a_countermeasure_is_moved_on_with_what_shows_it(page: Pages, demo: Server) -> None:
    issue = raised(demo)
    once = assigned(demo, issue)
    shown = settled(page(f"{demo.address}/problems/{issue}"))
    shown.locator(f"[id='move-open-{once}']").press("Enter")
    form = shown.locator(f"[id='move-form-{once}']")
    form.locator("[type=submit]").press("Enter")
    expect(form.locator("[data-fault]")).to_have_text("Choose a stage.")
    form.locator("[value=do]").press("Space")
    form.locator("[name=evidence]").fill("Change 4471")
    form.locator("[type=submit]").press("Enter")
    measure = shown.locator(f"[id='measure-{once}']")
    expect(measure).to_contain_text("Change 4471")
    expect(measure.locator("strong").first).to_have_text("Do")
    expect(shown.locator("#said")).to_have_text("Moved.")


def test_a_countermeasure_is_put_in_other_words(page: Pages, demo: Server) -> None:
    issue = raised(demo)
    once = assigned(demo, issue)
    shown = settled(page(f"{demo.address}/problems/{issue}"))
    shown.locator(f"[id='edit-open-{once}']").click()
    form = shown.locator(f"[id='measure-form-{once}']")
    expect(form.locator("[name=predicted]")).to_have_value("78")
    form.locator("[name=predicted]").fill("much")
    form.locator("[type=submit]").click()
    expect(form.locator("[data-fault]")).to_contain_text("is not a figure")
    form.locator("[name=predicted]").fill("80.5%")
    form.locator("[name=strength][value='']").check()
    form.locator("[type=submit]").click()
    measure = shown.locator(f"[id='measure-{once}']")
    expect(measure).to_contain_text("at 80.5%")
    expect(measure).to_contain_text("Strength not rated")


def test_who_was_slower_is_told_and_loses_no_words(page: Pages, demo: Server) -> None:
    page.expect_fault("409")
    issue = raised(demo)
    shown = settled(page(f"{demo.address}/problems/{issue}"))
    shown.locator("#edit-open").click()
    form = shown.locator("#form-edit")
    form.locator("[name=statement]").fill("Since October")
    demo.post(f"/issues/{issue}", {"statement": "Since May", "version": 1})
    expect(shown.locator("#main")).to_contain_text("Since May")
    form.locator("[type=submit]").click()
    expect(form.locator("[data-fault]")).to_contain_text("Somebody was first")
    expect(form.locator("[name=statement]")).to_have_value("Since October")
    form.locator("[type=submit]").click()
    expect(shown.locator("#said")).to_have_text("Saved.")
    expect(shown.locator("#main")).to_contain_text("Since October")


def test_one_s_own_step_is_nobody_else_s(page: Pages, demo: Server) -> None:
    issue = raised(demo)
    shown = settled(page(f"{demo.address}/problems/{issue}"))
    shown.locator("#form-triage [name=category]").fill("Desk")
    shown.locator("#edit-open").click()
    shown.locator("#form-edit [name=statement]").fill("Since October")
    shown.locator("#form-edit [type=submit]").click()
    expect(shown.locator("#said")).to_have_text("Saved.")
    shown.locator("#form-triage [name=owner]").select_option(OWNER)
    shown.locator("#form-triage [name=severity]").select_option("low")
    shown.locator("#form-triage [type=submit]").click()
    expect(state(shown)).to_have_text("Triaged")
    expect(shown.locator("#head")).to_contain_text("Desk")


def test_the_list_is_live_and_is_sought_by_its_address(page: Pages, demo: Server) -> None:
    shown = settled(page(f"{demo.address}/problems"))
    issue = raised(demo)
    expect(shown.locator(f"[id='row-{issue}']")).to_be_visible()
    form = shown.locator("#filters")
    form.locator("[name=kpi]").select_option(KPI)
    form.locator("[name=owner]").select_option(label="No owner yet")
    form.locator("[name=text]").fill("passed on")
    form.locator("[name=text]").press("Enter")
    shown.wait_for_url("**/problems?text=passed+on**")
    expect(form.locator("[name=kpi]")).to_have_value(KPI)
    expect(shown.locator(f"[id='row-{issue}']")).to_be_visible()
    settled(shown)
    demo.post(f"/issues/{issue}", {"owner": OWNER, "version": 1})
    expect(shown.locator(f"[id='row-{issue}']")).to_have_count(0)


def test_without_javascript_the_list_is_sought_as_well(page: Pages, demo: Server) -> None:
    issue = raised(demo)
    shown = page(f"{demo.address}/problems", java_script_enabled=False)
    shown.locator("#filters [name=text]").fill("nowhere to be found")
    shown.locator("#filters [type=submit]").click()
    expect(shown.locator("#none")).to_have_text("No problem is like that.")
    shown.locator("#filters a").click()
    expect(shown.locator(f"[id='row-{issue}']")).to_be_visible()


def looked_at(page: Pages, address: str, width: int, height: int) -> Page:
    shown = settled(page(address, width, height))
    for fold in shown.locator("main .fold > summary").all():
        fold.click()
    return shown


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_axe_finds_nothing_and_nothing_lies_beside_the_page(
    page: Pages, demo: Server, width: int, height: int, theme: str
) -> None:
    issue = raised(demo)
    cause(demo, issue)
    assigned(demo, issue)
    for place in (f"problems/{issue}?", "problems?", f"mine?owner={OWNER}&"):
        shown = looked_at(page, f"{demo.address}/{place}theme={theme}", width, height)
        assert axe(shown) == []
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
        shown.close()


def test_who_was_chosen_last_is_told_elsewhere_how_much_is_due(page: Pages, demo: Server) -> None:
    issue = raised(demo)
    plan = {"text": "Now or never", "owner": OWNER, "due": "2026-01-15"}
    demo.post(f"/issues/{issue}/countermeasures", plan)
    shown = settled(page(f"{demo.address}/mine?owner={OWNER}"))
    expect(shown.locator("#now + ul")).to_contain_text("Now or never")
    shown.goto(f"{demo.address}/desk")
    way = shown.locator("[data-mine]")
    expect(way).to_contain_text("due")
    way.click()
    expect(shown.locator("h1")).to_have_text(OWNER)
