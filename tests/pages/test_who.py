"""Who stands at a shared board: by badge, by name and PIN, and forgotten after a while."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Pages, axe, settled
from tests.server import Server

BOARD = "{}/board?issue={}"
NAME = "Head of the Post Room {}"


@pytest.fixture
def somebody(demo: Server) -> dict[str, str]:
    """A person of the directory with a badge and a PIN."""
    tail = uuid4().hex[:6]
    badge = f"{uuid4().int % 10**10:010}"
    added = demo.post("/people", {"name": NAME.format(tail), "id": str(uuid4())})
    demo.post(f"/people/{added['id']}/badge", {"badge": badge})
    demo.post(f"/people/{added['id']}/pin", {"pin": "2718"})
    return {"id": str(added["id"]), "name": NAME.format(tail), "badge": badge}


def raised(server: Server) -> str:
    issue = str(uuid4())
    server.post("/issues", {"id": issue, "title": "Whose", "kpi": "ims.supplier_milestones"})
    return issue


def ask(shown: Page, words: str) -> None:
    shown.locator(".tool [data-do='ask']").first.tap()
    shown.locator("#editors textarea").fill(words)
    shown.locator("#editors [type=submit]").tap()
    expect(shown.locator(".tool svg")).to_contain_text(words)


def read_badge(shown: Page, badge: str) -> None:
    """As a reader types: all keys at once, then Enter."""
    for sign in badge:
        shown.keyboard.press(sign)
    shown.keyboard.press("Enter")


def board(page: Pages, demo: Server, **about: Any) -> Page:
    return settled(page(BOARD.format(demo.address, raised(demo)), has_touch=True, **about))


def steps(demo: Server, shown: Page) -> list[dict[str, Any]]:
    issue = shown.locator("section.tool").get_attribute("data-issue")
    return list(demo.get(f"/api/v1/issues/{issue}")["causes"])


def test_a_badge_is_read_and_what_follows_is_theirs(
    page: Pages, demo: Server, somebody: dict[str, str]
) -> None:
    shown = board(page, demo)
    ask(shown, "Before")
    read_badge(shown, somebody["badge"])
    expect(shown.locator("#who")).to_contain_text(somebody["name"])
    ask(shown, "During")
    shown.locator("#who").tap()
    shown.get_by_role("button", name="I am going").tap()
    expect(shown.locator("#who")).to_contain_text("Who is here?")
    ask(shown, "After")
    assert [(cause["text"], cause["by"]) for cause in steps(demo, shown)] == [
        ("Before", "Demo user"),
        ("During", somebody["name"]),
        ("After", "Demo user"),
    ]


def test_a_badge_read_while_words_are_written_leaves_the_words_alone(
    page: Pages, demo: Server, somebody: dict[str, str]
) -> None:
    shown = board(page, demo)
    shown.locator(".tool [data-do='ask']").first.tap()
    area = shown.locator("#editors textarea")
    area.fill("Half a sentence")
    read_badge(shown, somebody["badge"])
    expect(shown.locator("#who")).to_contain_text(somebody["name"])
    expect(area).to_have_value("Half a sentence")


def test_by_name_and_pin_with_a_finger(page: Pages, demo: Server, somebody: dict[str, str]) -> None:
    shown = board(page, demo)
    page.expect_fault("403")
    shown.locator("#who").tap()
    shown.locator("[data-people]").get_by_text(somebody["name"]).tap()
    for pin, known in (("2719", False), ("2718", True)):
        for digit in pin:
            shown.locator(f"[data-digit='{digit}']").tap()
        shown.get_by_role("button", name="Enter").tap()
        if not known:
            expect(shown.locator(".who-panel [data-fault]")).to_have_text(
                "This is not the right PIN."
            )
    expect(shown.locator("#who")).to_contain_text(somebody["name"])
    expect(shown.locator(".who-panel")).to_have_count(0)


def test_by_name_and_pin_with_keys_alone(
    page: Pages, demo: Server, somebody: dict[str, str]
) -> None:
    shown = board(page, demo)
    shown.locator("#who").focus()
    shown.keyboard.press("Enter")
    name = shown.locator("[data-people] button", has_text=somebody["name"])
    name.focus()
    shown.keyboard.press("Enter")
    shown.keyboard.type("2718", delay=120)
    shown.keyboard.press("Enter")
    expect(shown.locator("#who")).to_contain_text(somebody["name"])


def test_an_unknown_badge_is_told_and_the_way_by_name_is_open(page: Pages, demo: Server) -> None:
    shown = board(page, demo)
    page.expect_fault("403")
    read_badge(shown, "9998887776")
    expect(shown.locator(".who-panel [data-fault]")).to_contain_text("not known here")
    expect(shown.locator("[data-people] button").first).to_be_visible()


def test_whoever_shows_an_unknown_badge_is_not_the_one_before(
    page: Pages, demo: Server, somebody: dict[str, str]
) -> None:
    shown = board(page, demo)
    page.expect_fault("403")
    read_badge(shown, somebody["badge"])
    expect(shown.locator("#who")).to_contain_text(somebody["name"])
    with shown.expect_response("**/board/leave"):
        read_badge(shown, "9998887776")
    expect(shown.locator(".who-panel [data-fault]")).to_contain_text("not known here")
    expect(shown.locator("#who")).to_contain_text("Who is here?")


def test_forgotten_when_nobody_touches_the_board_for_a_minute(
    page: Pages, demo: Server, somebody: dict[str, str]
) -> None:
    shown = board(page, demo)
    read_badge(shown, somebody["badge"])
    expect(shown.locator("#who")).to_contain_text(somebody["name"])
    shown.evaluate(LATER, 50_000)
    shown.wait_for_timeout(1_500)  # it looks every second
    expect(shown.locator("#who")).to_contain_text(somebody["name"])
    with shown.expect_response("**/board/leave"):
        shown.evaluate(LATER, 62_000)
    expect(shown.locator("#who")).to_contain_text("Who is here?")


# The board's clock runs on; nothing else of the page does.
LATER = (
    "ms => { const now = performance.now.bind(performance); performance.now = () => now() + ms; }"
)


def test_after_long_rest_the_board_is_at_its_beginning_but_keeps_words(
    page: Pages, demo: Server
) -> None:
    shown = board(page, demo)
    shown.locator(".tool [data-do='ask']").first.tap()
    shown.locator("#editors textarea").fill("Not done yet")
    shown.evaluate(LATER, 11 * 60_000)
    shown.wait_for_timeout(1_500)
    expect(shown.locator("#editors textarea")).to_have_value("Not done yet")
    shown.locator("#editors textarea").fill("")
    first = shown.locator(".problems .card").first
    shown.evaluate("document.querySelector('#editors textarea').value = ''")
    shown.evaluate(LATER, 11 * 60_000)
    expect(shown.locator("#editors > *")).to_have_count(0)
    expect(first).to_have_attribute("aria-current", "true")


def test_after_long_rest_another_problem_gives_way_to_the_first(page: Pages, demo: Server) -> None:
    mine, first = raised(demo), raised(demo)
    shown = settled(page(BOARD.format(demo.address, mine), has_touch=True))
    expect(shown.locator(f"[id='problem-{mine}']")).to_have_attribute("aria-current", "true")
    shown.evaluate(LATER, 11 * 60_000)
    expect(shown.locator(f"[id='problem-{first}']")).to_have_attribute("aria-current", "true")


def test_what_is_tapped_without_the_hub_stays_that_person_s(
    page: Pages, demo: Server, somebody: dict[str, str]
) -> None:
    shown = board(page, demo)
    page.expect_fault("ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load|WebSocket")
    read_badge(shown, somebody["badge"])
    expect(shown.locator("#who")).to_contain_text(somebody["name"])
    shown.context.set_offline(True)
    shown.locator(".tool [data-do='ask']").first.tap()
    shown.locator("#editors textarea").fill("Without a line")
    shown.locator("#editors [type=submit]").tap()
    expect(shown.locator("#link")).to_contain_text("1 waiting")
    shown.locator("#who").tap()
    shown.get_by_role("button", name="I am going").tap()
    shown.context.set_offline(False)
    expect(shown.locator("#link")).to_contain_text("Saved", timeout=40_000)
    assert [(c["text"], c["by"]) for c in steps(demo, shown)] == [
        ("Without a line", somebody["name"])
    ]


def test_the_panel_and_the_directory_are_fit_for_everybody(
    page: Pages, demo: Server, somebody: dict[str, str]
) -> None:
    shown = board(page, demo)
    shown.locator("#who").tap()
    expect(shown.locator("[data-people] button").first).to_be_visible()
    assert axe(shown) == []
    shown.locator("[data-people]").get_by_text(somebody["name"]).tap()
    assert axe(shown) == []
    people = settled(page(f"{demo.address}/people"))
    assert axe(people) == []


def test_an_administrator_enters_somebody_and_gives_a_badge_and_a_pin(
    page: Pages, demo: Server
) -> None:
    name, badge = NAME.format(uuid4().hex[:6]), f"{uuid4().int % 10**10:010}"
    people = settled(page(f"{demo.address}/people"))
    people.locator("#add [name=name]").fill(name)
    people.locator("#add [type=submit]").click()
    row = people.locator(".directory > li", has_text=name)
    expect(row.locator(".ways .lacks")).to_have_text(["No badge", "No PIN"])
    row.get_by_text("Badge", exact=True).click()
    read_badge(people, badge)
    expect(row.locator(".ways .has")).to_have_text("Badge")
    page.expect_fault("400")
    row.locator("summary", has_text="PIN").click()
    pin = row.locator("[name=pin]")
    pin.fill("1234")
    pin.press("Enter")
    expect(row.locator("[data-fault]:visible")).to_contain_text("guessed at once")
    pin.fill("2718")
    pin.press("Enter")
    expect(row.locator(".ways .has")).to_have_count(2)
    shown = board(page, demo)
    read_badge(shown, badge)
    expect(shown.locator("#who")).to_contain_text(name)


def test_a_pin_is_never_kept_in_the_browser(page: Pages, demo: Server) -> None:
    page.expect_fault("ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load|WebSocket")
    people = settled(page(f"{demo.address}/people"))
    row = people.locator(".directory > li").first
    row.locator("summary", has_text="PIN").click()
    people.context.set_offline(True)
    row.locator("[name=pin]").fill("2718")
    row.locator("[name=pin]").press("Enter")
    expect(row.locator("[data-fault]:visible")).to_contain_text("not kept either")
    assert people.locator("#link").inner_text() in ("Offline", "Saved")
