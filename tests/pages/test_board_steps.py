"""A problem's steps and its countermeasures at the board, by touch: from raised to closed."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Pages, axe
from tests.pages.test_boards import KPI, board, plan
from tests.server import Server

OWNER = "Head of Service Design"


@pytest.fixture
def problem(demo: Server) -> str:
    """A problem of its own for a test: its id."""
    body = {"title": "First-time fix below target", "kpi": KPI}
    return str(demo.post("/issues", body)["id"])


def root_cause(server: Server, issue: str) -> None:
    """A confirmed root cause, as people at another board name it."""
    tool = f"/issues/{issue}/tools/five_whys"
    said = {"action": "ask", "arguments": {"text": "Nobody owns an article", "parent": None}}
    id = server.post(tool, said)["causes"][0]
    for version, action in enumerate(("confirm", "mark_root"), 1):
        server.post(tool, {"action": action, "arguments": {"id": id}, "version": version})


def what_next(shown: Page) -> Locator:
    shown.locator("#next-step").tap()
    panel = shown.get_by_role("dialog", name="What next")
    expect(panel).to_be_visible()
    return panel


def take(shown: Page, step: str) -> None:
    what_next(shown).get_by_role("button", name=step, exact=True).tap()


def editor(shown: Page) -> Locator:
    return shown.locator(".editor").last


def save(shown: Page) -> None:
    editor(shown).locator("[type=submit]").tap()


def stands_at(shown: Page, words: str) -> None:
    expect(shown.locator(".head .title")).to_contain_text(f"· {words} ·")


def kept(server: Server, issue: str) -> dict[str, Any]:
    return dict(server.get(f"/api/v1/issues/{issue}"))


def triage(shown: Page) -> None:
    take(shown, "Triage")
    editor(shown).locator("[name=owner]").select_option(OWNER)
    editor(shown).locator("[name=severity]").select_option("high")
    editor(shown).get_by_role("button", name="2 weeks").tap()
    save(shown)


def test_from_raised_to_closed_by_touch(page: Pages, demo: Server, problem: str) -> None:
    shown = board(page, demo, problem, has_touch=True)
    triage(shown)
    stands_at(shown, "Triaged")
    expect(shown.locator(".head .title")).to_contain_text("due 28 January")
    take(shown, "Look for causes")
    stands_at(shown, "Looking for causes")
    panel = what_next(shown)
    expect(panel).to_contain_text("No root cause is confirmed yet")
    expect(panel).to_contain_text("no countermeasure with an owner and a due date")
    expect(panel.get_by_role("button", name="Agree")).to_have_count(0)
    panel.locator("[data-close]").tap()
    root_cause(demo, problem)
    expect(shown.locator(".tool svg")).to_contain_text("Root cause")
    shown.locator("#add-countermeasure").tap()
    editor(shown).locator("[name=text]").fill("Give every article an owner")
    expect(editor(shown).locator("[name=cause] :checked")).to_contain_text("(root cause)")
    editor(shown).locator("[name=owner]").select_option(OWNER)
    editor(shown).get_by_role("button", name="1 week").first.tap()
    editor(shown).locator("[name=strength][value=strong]").check()
    save(shown)
    expect(shown.locator("#stage-plan")).to_contain_text("Give every article an owner")
    for step, words in (
        ("Agree the countermeasures", "Countermeasures agreed"),
        ("Start the work", "Doing"),
        ("Check the effect", "Checking the effect"),
    ):
        take(shown, step)
        stands_at(shown, words)
    for step, words in (("Standardise", "Standardised"), ("Close the problem", "Closed")):
        take(shown, step)
        expect(editor(shown).locator(".hint")).not_to_be_empty()
        save(shown)
        expect(editor(shown).locator("[data-fault]")).to_have_text("Say why.")
        editor(shown).locator("[name=reason]").fill("Seen at the desk")
        save(shown)
        stands_at(shown, words)
    expect(what_next(shown).get_by_role("button", name="Open again")).to_be_visible()
    assert kept(demo, problem)["waiver"] == "Seen at the desk"


def test_parked_taken_up_handed_up_and_answered(page: Pages, demo: Server, problem: str) -> None:
    shown = board(page, demo, problem, has_touch=True)
    take(shown, "Park")
    editor(shown).locator("[name=reason]").fill("The strike")
    editor(shown).get_by_role("button", name="1 month").tap()
    save(shown)
    stands_at(shown, "Parked")
    take(shown, "Take up again")
    stands_at(shown, "New")
    take(shown, "Hand up to tier 2")
    save(shown)
    expect(editor(shown).locator("[data-fault]")).to_have_text("Say why it is handed up.")
    editor(shown).locator("[name=reason]").fill("Needs money")
    save(shown)
    expect(shown.locator("#next-step")).to_be_focused()
    expect(shown.locator(".head .title")).to_contain_text("handed up to tier 2")
    expect(what_next(shown)).to_contain_text("Needs money")
    shown.get_by_role("button", name="Answer").tap()
    editor(shown).get_by_text("Taken", exact=True).tap()
    editor(shown).locator("[name=answer]").fill("Agreed on Monday")
    with shown.expect_response(re.compile("/escalations/answer$")):
        save(shown)
    assert kept(demo, problem)["tier"] == 2


def test_who_is_slower_at_a_step_reads_both_and_may_insist(
    page: Pages, demo: Server, problem: str
) -> None:
    page.expect_fault("409")
    shown = board(page, demo, problem, has_touch=True)
    take(shown, "Triage")
    theirs = {"owner": "Head of People", "severity": "low", "version": 1}
    demo.post(f"/issues/{problem}/triage", theirs)
    stands_at(shown, "Triaged")
    editor(shown).locator("[name=owner]").select_option(OWNER)
    editor(shown).locator("[name=severity]").select_option("high")
    save(shown)
    notice = shown.locator("#notices")
    expect(notice).to_contain_text("Somebody was first")
    expect(notice).to_contain_text(OWNER)
    notice.get_by_role("button", name="Use mine").tap()
    expect(shown.locator(".head .title")).to_contain_text(OWNER)
    assert kept(demo, problem)["severity"] == "high"


def test_a_countermeasure_is_changed_moved_and_decided_on(
    page: Pages, demo: Server, problem: str
) -> None:
    made = plan(demo, problem, "Name owners")
    shown = board(page, demo, problem, has_touch=True)
    card = shown.locator(f"[id='card-{made}']")
    card.tap()
    shown.get_by_role("button", name="Change, or say its effect").tap()
    editor(shown).locator("[name=effect_kpi]").select_option(KPI)
    editor(shown).locator("[name=predicted]").fill("much")
    editor(shown).locator("[name=strength][value=weak]").check()
    save(shown)
    expect(editor(shown).locator("[data-fault]")).to_contain_text("is not a figure")
    editor(shown).locator("[name=predicted]").fill("78%")
    editor(shown).locator("[name=check_on]").fill("2026-03-10")
    save(shown)
    expect(shown.locator("#stage-plan .flag")).to_contain_text("All weak")
    card.tap()
    reading = shown.get_by_role("dialog", name="Name owners")
    expect(reading).to_contain_text("at 78%, checked on 10 March 2026")
    reading.get_by_role("button", name="Move, and what shows it").tap()
    editor(shown).get_by_text("Do", exact=True).tap()
    editor(shown).locator("[name=evidence]").fill("Change 4471")
    save(shown)
    expect(shown.locator("#stage-do")).to_contain_text("Name owners")
    expect(card).to_have_attribute("data-args", re.compile('"version": 3'))  # the hub's own answer
    card.tap()
    expect(reading).to_contain_text("Change 4471")
    reading.get_by_role("button", name="Check the effect").tap()
    editor(shown).get_by_text("Adjust").tap()
    editor(shown).locator("[name=because]").fill("Owners are away")
    save(shown)
    expect(shown.locator("#stage-plan")).to_contain_text("Name owners")
    [found] = kept(demo, problem)["countermeasures"]
    assert (found["predicted"], found["decision"]) == (78, "adjust")


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1366, 768)], ids=str)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_forms_fit_and_axe_is_content(
    page: Pages, demo: Server, problem: str, size: tuple[int, int], theme: str
) -> None:
    made = plan(demo, problem, "Name owners")
    shown = page(
        f"{demo.address}/board?issue={problem}&theme={theme}",
        width=size[0],
        height=size[1],
        has_touch=True,
    )
    shown.wait_for_selector(".tool svg")
    take(shown, "Triage")
    assert axe(shown) == []
    editor(shown).locator("[data-close]").tap()
    shown.locator(f"[id='card-{made}']").tap()
    shown.get_by_role("button", name="Change").last.tap()
    expect(editor(shown).locator("[type=submit]")).to_be_in_viewport(ratio=1)
    assert axe(shown) == []


SPILT = """dialog => [...dialog.querySelectorAll(".moves > *")].filter(button => {
  const [own, words] = [button.getBoundingClientRect(), document.createRange()];
  words.selectNodeContents(button);
  const out = b => b.left < own.left || b.right > own.right + 1 || b.bottom > own.bottom;
  return [...words.getClientRects()].some(out);
}).map(button => button.textContent)"""


def test_no_word_leaves_its_button_on_a_countermeasure_seen_closely(
    page: Pages, demo: Server, problem: str
) -> None:
    plan = {"text": "Name owners", "owner": "Head of People", "due": "2026-02-06",
            "effect_kpi": KPI, "predicted": 78, "check_on": "2026-03-10"}  # fmt: skip
    made = demo.post(f"/issues/{problem}/countermeasures", plan)["id"]
    shown = board(page, demo, problem, has_touch=True)
    shown.locator(f"[id='card-{made}']").tap()
    reading = shown.get_by_role("dialog", name="Name owners")
    expect(reading.get_by_role("button", name="Check the effect")).to_be_visible()
    for width, height in ((1920, 1080), (3840, 2160), (1366, 768), (390, 844)):
        shown.set_viewport_size({"width": width, "height": height})
        assert reading.evaluate(SPILT) == [], width


def test_an_owner_can_be_named_after_the_first_why(page: Pages, demo: Server, problem: str) -> None:
    """Triage is over once somebody looks for causes; who owns it may be said at any time."""
    root_cause(demo, problem)
    said = {"category": "Supply", "containment": "Calls are logged"}
    demo.post(f"/issues/{problem}", {**said, "version": kept(demo, problem)["version"]})
    shown = board(page, demo, problem, has_touch=True)
    stands_at(shown, "Looking for causes")
    take(shown, "Name an owner")
    form = editor(shown)
    expect(form.locator("[name=title]")).to_have_value("First-time fix below target")
    form.locator("[name=owner]").select_option(OWNER)
    save(shown)
    expect(shown.locator(".head .title")).to_contain_text(OWNER)
    stands_at(shown, "Looking for causes")
    take(shown, "Change what is known")
    expect(editor(shown).locator("[name=owner]")).to_have_value(OWNER)
    now = kept(demo, problem)
    assert (now["owner"], now["category"], now["containment"]) == (OWNER, *said.values())


def test_undo_leaves_what_another_board_did(page: Pages, demo: Server, problem: str) -> None:
    left, right = (board(page, demo, problem, has_touch=True) for _ in range(2))
    for shown, words in ((left, "Said left"), (right, "Said right")):
        shown.locator(".tool [data-do=ask]").first.tap()
        editor(shown).locator("textarea").fill(words)
        save(shown)
        expect(left.locator(".tool svg")).to_contain_text(words)
        expect(right.locator(".tool svg")).to_contain_text(words)
    left.locator("#undo").tap()
    expect(right.locator(".tool svg")).not_to_contain_text("Said left")
    expect(right.locator(".tool svg")).to_contain_text("Said right")
    assert [cause["text"] for cause in kept(demo, problem)["causes"]] == ["Said right"]
