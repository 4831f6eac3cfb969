"""A cause that is being named brings back like ones, and what was tried against them."""

from uuid import uuid4

from playwright.sync_api import expect

from tests.browser import Pages, settled
from tests.server import Server

BOARD = "{}/board?issue={}"


def raised(server: Server, title: str) -> str:
    issue = str(uuid4())
    server.post("/issues", {"id": issue, "title": title, "kpi": "ims.supplier_milestones"})
    return issue


def named(server: Server, issue: str, words: str) -> str:
    asked = {"action": "ask", "arguments": {"text": words, "id": str(uuid4())}}
    return str(server.post(f"/issues/{issue}/tools/five_whys", asked)["causes"][0])


def test_a_like_cause_is_offered_and_taken_with_a_touch(page: Pages, demo: Server) -> None:
    before, now = raised(demo, "Once"), raised(demo, "Again")
    words = f"Nobody ordered spare sprockets {uuid4().hex[:6]}"
    cause = named(demo, before, words)
    plan = {"text": "Order by rule", "owner": "Stores", "due": "2026-03-01", "strength": "medium"}
    demo.post(f"/issues/{before}/countermeasures", {**plan, "cause": cause, "id": str(uuid4())})
    shown = settled(page(BOARD.format(demo.address, now), has_touch=True))
    shown.locator(".tool [data-do='ask']").first.tap()
    area = shown.locator("#editors textarea")
    area.fill("The sprockets were not ordered")
    offered = shown.locator("#editors [data-recalled] button")
    expect(offered).to_contain_text("tried: Order by rule (medium)")
    offered.tap()
    expect(area).to_have_value(words)
    shown.locator("#editors [type=submit]").tap()
    expect(shown.locator(".tool svg")).to_contain_text("sprockets")


def test_without_the_hub_words_are_written_all_the_same(page: Pages, demo: Server) -> None:
    issue = raised(demo, "Alone")
    page.expect_fault("ERR_FAILED|Failed to load")
    shown = settled(page(BOARD.format(demo.address, issue)))
    shown.route("**/api/v1/causes?**", lambda route: route.abort())
    shown.locator(".tool [data-do='ask']").first.click()
    with shown.expect_event("requestfailed"):
        shown.locator("#editors textarea").fill("Nobody ordered sprockets")
    expect(shown.locator("#editors [data-recalled]")).to_be_hidden()
    shown.locator("#editors [type=submit]").click()
    expect(shown.locator(".tool svg")).to_contain_text("sprockets")


def test_the_last_action_is_taken_back_with_a_touch(page: Pages, demo: Server) -> None:
    issue = raised(demo, "Undone")
    shown = settled(page(BOARD.format(demo.address, issue), has_touch=True))
    shown.locator(".tool [data-do='ask']").first.tap()
    shown.locator("#editors textarea").fill("Tapped by mistake")
    shown.locator("#editors [type=submit]").tap()
    expect(shown.locator(".tool svg")).to_contain_text("mistake")
    shown.locator("#undo").tap()
    expect(shown.locator(".tool svg")).not_to_contain_text("mistake")
    page.expect_fault("400")
    shown.locator("#undo").tap()
    expect(shown.locator("#notices")).to_contain_text("nothing of yours to take back")
