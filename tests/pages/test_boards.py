"""Boards in a real browser: touches become causes and countermeasures, on every board at once."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Pages, axe, settled, touch
from tests.server import Server

SIZES = [(1366, 768), (1920, 1080), (3840, 2160), (1080, 1920)]
KPI = "ims.first_time_fix"


@pytest.fixture
def problem(demo: Server) -> str:
    """A problem of its own for a test: its id."""
    body = {"title": "First-time fix below target", "kpi": KPI}
    return str(demo.post("/issues", body)["id"])


def because(server: Server, issue: str, text: str, parent: str | None = None) -> str:
    """Answer a why through the API: the id of the cause."""
    asked = {"action": "ask", "arguments": {"text": text, "parent": parent}}
    return str(server.post(f"/issues/{issue}/tools/five_whys", asked)["causes"][0])


def chain(server: Server, issue: str, deep: int) -> list[str]:
    """So many whys, each of the one before: the ids of the causes."""
    ids: list[str] = []
    for number in range(1, deep + 1):
        parent = ids[-1] if ids else None
        ids.append(because(server, issue, f"Nobody was asked for part {number}", parent))
    return ids


def plan(server: Server, issue: str, text: str) -> str:
    """A countermeasure in the Plan column: its id."""
    body = {"text": text, "owner": "Head of People", "due": "2026-02-06"}
    return str(server.post(f"/issues/{issue}/countermeasures", body)["id"])


def board(page: Pages, server: Server, issue: str, **options: Any) -> Page:
    shown = page(f"{server.address}/board?issue={issue}", **options)
    shown.wait_for_selector(".tool svg")
    return settled(shown)


def causes(server: Server, issue: str) -> list[str]:
    return [c["text"] for c in server.get(f"/api/v1/issues/{issue}")["causes"]]


def tap(shown: Page, selector: str) -> None:
    """A finger on the middle of a thing, once it stands still and nothing lies on top of it."""
    shown.locator(selector).first.tap()


def write(shown: Page, words: str) -> None:
    """Fill the editor that is open, and save."""
    shown.locator(".editor textarea").last.fill(words)
    shown.locator('.editor button[type="submit"]').last.click()


def test_touches_make_a_chain_of_whys_that_another_board_sees(
    page: Pages, demo: Server, problem: str
) -> None:
    mine = board(page, demo, problem, has_touch=True)
    other = board(page, demo, problem)
    tap(mine, ".tool [data-do='ask']")
    write(mine, "Handset faults go to tier 2")
    expect(other.locator(".tool svg")).to_contain_text("Handset")
    first = demo.get(f"/api/v1/issues/{problem}")["causes"][0]["id"]
    tap(mine, f".tool [id='why-{first}']")
    write(mine, "No script for the new handset")
    expect(other.locator(".tool svg")).to_contain_text("script")
    assert causes(demo, problem) == ["Handset faults go to tier 2", "No script for the new handset"]


def test_the_in_page_keyboard_types(page: Pages, demo: Server, problem: str) -> None:
    shown = board(page, demo, problem, has_touch=True)
    tap(shown, ".tool [data-do='ask']")
    for letter in "no":
        key = shown.locator(
            f'.editor [data-skbtn="{letter}"], .editor [data-skbtn="{letter.upper()}"]'
        )
        key.first.wait_for()
        key.first.tap()
    expect(shown.locator(".editor textarea")).to_have_value(re.compile("^no$", re.IGNORECASE))
    with shown.expect_response(re.compile("/tools/five_whys$")):
        shown.locator('.editor button[type="submit"]').tap()
    expect(shown.locator(".tool svg")).to_contain_text(re.compile("no", re.IGNORECASE))
    assert [c.lower() for c in causes(demo, problem)] == ["no"]


def test_a_root_cause_and_a_countermeasure_with_owner_and_date(
    page: Pages, demo: Server, problem: str
) -> None:
    cause = because(demo, problem, "Nobody owns an article")
    shown = board(page, demo, problem, has_touch=True)
    tap(shown, f".tool [id='mark-root-{cause}']")
    expect(shown.locator(f".tool [id='unmark-root-{cause}']")).to_be_visible()
    shown.locator("[data-do='countermeasure']").first.tap()
    editor = shown.locator(".editor").last
    editor.locator("[name=text]").fill("Give every article an owner")
    editor.locator("[name=cause]").select_option(cause)
    editor.locator("[name=owner]").select_option(index=1)
    editor.locator("[name=due]").fill("2026-02-06")
    editor.locator('button[type="submit"]').click()
    expect(shown.locator("#stage-plan")).to_contain_text("Give every article an owner")
    kept = demo.get(f"/api/v1/issues/{problem}")
    assert kept["causes"][0]["root"] is True
    assert [(c["cause"], c["due"], c["stage"]) for c in kept["countermeasures"]] == [
        (cause, "2026-02-06", "plan")
    ]


def test_a_card_is_dragged_to_its_next_stage(page: Pages, demo: Server, problem: str) -> None:
    cause = because(demo, problem, "Nobody owns an article")
    plan = {"text": "Name owners", "cause": cause, "owner": "Head of People", "due": "2026-02-06"}
    made = demo.post(f"/issues/{problem}/countermeasures", plan)["id"]
    shown = board(page, demo, problem, has_touch=True)
    card = shown.locator(f"[id='card-{made}']").bounding_box()
    goal = shown.locator("#stage-do").bounding_box()
    assert card is not None
    assert goal is not None
    finger = touch(shown)
    x, y = card["x"] + 60, card["y"] + 40
    end = (goal["x"] + goal["width"] / 2, goal["y"] + goal["height"] / 2)
    finger.press(1, x, y)
    steps = [(x + (end[0] - x) * n / 10, y + (end[1] - y) * n / 10) for n in range(1, 11)]
    finger.move(1, *steps)
    with shown.expect_response(re.compile("/stage$")):
        finger.lift(1)
    expect(shown.locator("#stage-do")).to_contain_text("Name owners")
    assert demo.get(f"/api/v1/issues/{problem}")["countermeasures"][0]["stage"] == "do"


def test_what_is_tapped_offline_is_kept_and_sent_once(
    page: Pages, demo: Server, problem: str
) -> None:
    page.expect_fault("ERR_INTERNET_DISCONNECTED|ERR_NETWORK|Failed to load|WebSocket")
    shown = board(page, demo, problem)
    shown.context.set_offline(True)
    for words in ("First of two", "Second of two"):
        shown.locator(".tool [data-do='ask']").first.click()
        write(shown, words)
    expect(shown.locator("#link")).to_contain_text("2 waiting")
    shown.context.set_offline(False)
    expect(shown.locator("#link")).to_have_attribute("data-state", "saved")
    expect(shown.locator(".tool svg")).to_contain_text("Second")
    assert causes(demo, problem) == ["First of two", "Second of two"]


def test_a_lost_race_shows_what_the_other_wrote(page: Pages, demo: Server, problem: str) -> None:
    page.expect_fault("409")
    cause = because(demo, problem, "Handsets break")
    shown = board(page, demo, problem)
    shown.locator(f".tool [id='reword-{cause}']").click()
    theirs = {
        "action": "reword",
        "arguments": {"id": cause, "text": "Batteries fail"},
        "version": 1,
    }
    demo.post(f"/issues/{problem}/tools/five_whys", theirs)
    write(shown, "Handsets overheat")
    expect(shown.locator("#notices")).to_contain_text("Batteries fail")
    expect(shown.locator("#notices")).to_contain_text("Handsets overheat")
    assert causes(demo, problem) == ["Batteries fail"]


def test_spaces_are_no_answer(page: Pages, demo: Server, problem: str) -> None:
    shown = board(page, demo, problem)
    shown.locator(".tool [data-do='ask']").first.click()
    write(shown, "   ")
    expect(shown.locator(".editor [data-fault]")).to_have_text("Write something first.")
    expect(shown.locator(".editor textarea")).to_be_focused()
    expect(shown.locator("#notices")).to_be_empty()
    assert causes(demo, problem) == []


def test_the_keyboard_alone_will_do(page: Pages, demo: Server, problem: str) -> None:
    shown = board(page, demo, problem)
    shown.locator(".tool [data-do='ask']").first.focus()
    shown.keyboard.press("Enter")
    expect(shown.locator(".editor textarea")).to_be_focused()
    shown.keyboard.type("Typed by hand")
    shown.keyboard.press("Tab")
    for _ in range(8):
        if shown.evaluate("document.activeElement.type") == "submit":
            break
        shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    expect(shown.locator(".tool svg")).to_contain_text("Typed")
    assert causes(demo, problem) == ["Typed by hand"]


FAULTS = """() => {
  const w = innerWidth, h = innerHeight, root = document.documentElement, found = [];
  if (root.scrollWidth > w || root.scrollHeight > h) found.push("the page scrolls");
  for (const control of document.querySelectorAll("#bar button, #bar a")) {
    const b = control.getBoundingClientRect();
    if (!b.width || !control.checkVisibility()) continue;
    const name = control.innerText;
    if (b.left < 0 || b.right > w + 1 || b.bottom > h + 1) found.push("cut off: " + name);
    if (b.height < 47.5) found.push("too small: " + name);
    if (control.scrollWidth > control.clientWidth + 1) found.push("clipped: " + name);
  }
  return found;
}"""


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_board_fits_every_screen_and_axe_is_content(
    page: Pages, demo: Server, problem: str, size: tuple[int, int], theme: str
) -> None:
    cause = because(demo, problem, "Handset faults go to tier 2")
    because(demo, problem, "No script for the new handset", cause)
    shown = page(
        f"{demo.address}/board?issue={problem}&theme={theme}", width=size[0], height=size[1]
    )
    expect(settled(shown).locator(".tool svg")).to_contain_text("handset")
    assert shown.evaluate(FAULTS) == []
    assert axe(shown) == []
    shown.locator("#tool-open").click()
    expect(shown.locator("#tool-link-pareto")).to_be_visible()
    assert shown.evaluate(FAULTS) == []
    assert axe(shown) == []
    shown.keyboard.press("Escape")
    expect(shown.locator("#tool-link-pareto")).to_be_hidden()
    expect(shown.locator("#tool-open")).to_be_focused()


def test_a_problem_raised_elsewhere_does_not_take_the_place_of_the_one_on_the_board(
    page: Pages, demo: Server
) -> None:
    title = f"Worked on {uuid4().hex[:6]}"
    mine = str(demo.post("/issues", {"title": title, "kpi": KPI})["id"])
    shown = page(f"{demo.address}/board")
    expect(shown.locator("h1")).to_contain_text(title)
    shown.wait_for_url(f"**/board?issue={mine}&*")
    theirs = str(demo.post("/issues", {"title": "Raised elsewhere", "kpi": KPI})["id"])
    expect(shown.locator(f"[id='problem-{theirs}']")).to_be_visible()
    expect(shown.locator("h1")).to_contain_text(title)


def test_a_new_problem_from_the_board(page: Pages, demo: Server) -> None:
    title = f"Queues at the desk {uuid4().hex[:6]}"
    shown = page(f"{demo.address}/board")
    shown.locator("[data-do='raise']").click()
    editor = shown.locator(".editor").last
    editor.locator("[name=title]").fill(title)
    editor.locator("[name=kpi]").select_option(KPI)
    editor.locator('button[type="submit"]').click()
    expect(shown.locator("h1")).to_contain_text(title)
    assert demo.get("/api/v1/issues?limit=1")["items"][0]["title"] == title


LONG = (
    "Name one owner for each of the 140 articles, put the date of the next review at the top, and "
    "let the tool remind the owner two weeks before; start with the twenty that are read most often"
)
CUT = """element => [element, ...element.querySelectorAll("*")].some(one =>
  one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible" ||
  one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).overflowY !== "visible")"""


def test_a_tap_on_a_countermeasure_shows_all_of_it_and_where_it_can_go(
    page: Pages, demo: Server, problem: str
) -> None:
    made = plan(demo, problem, LONG)
    shown = board(page, demo, problem, has_touch=True)
    tap(shown, f"[id='card-{made}']")
    reading = shown.get_by_role("dialog", name=LONG)
    expect(reading).to_be_visible()
    expect(reading).to_contain_text("6 February 2026")
    assert not reading.evaluate(CUT)
    assert axe(shown) == []
    with shown.expect_response(re.compile("/stage$")):
        reading.get_by_role("button", name="Move to Check").tap()
    expect(shown.locator("#stage-check")).to_contain_text(LONG)
    expect(reading).to_have_count(0)
    assert demo.get(f"/api/v1/issues/{problem}")["countermeasures"][0]["stage"] == "check"


def test_a_card_is_read_and_moved_by_keyboard_alone(
    page: Pages, demo: Server, problem: str
) -> None:
    made = plan(demo, problem, LONG)
    shown = board(page, demo, problem)
    card = shown.locator(f"[id='card-{made}']")
    card.focus()
    shown.keyboard.press("Enter")
    expect(shown.get_by_role("dialog", name=LONG)).to_be_focused()
    shown.keyboard.press("Escape")
    expect(card).to_be_focused()
    shown.keyboard.press("Enter")
    expect(shown.get_by_role("dialog", name=LONG)).to_be_focused()
    shown.keyboard.press("Tab")
    with shown.expect_response(re.compile("/stage$")):
        shown.keyboard.press("Enter")
    expect(shown.locator("#stage-do [data-drag]")).to_be_focused()


def test_a_long_problem_is_read_whole(page: Pages, demo: Server) -> None:
    title = f"{uuid4().hex[:6]} {LONG}"[:190]
    about = {"title": title, "kpi": KPI, "statement": f"{LONG}. " * 8}
    id = str(demo.post("/issues", about)["id"])
    shown = board(page, demo, id, has_touch=True)
    for place in ("h1", f"[id='problem-{id}'] strong"):
        assert not shown.locator(place).evaluate(CUT)
    reading = shown.get_by_role("dialog", name=title)
    tap(shown, "#read-problem")
    expect(reading.locator(".statement")).to_have_text(about["statement"].strip())
    reading.get_by_role("button", name="Close").tap()
    expect(reading).to_have_count(0)
    tap(shown, f"[id='problem-{id}']")
    expect(reading).to_be_visible()


def test_a_problem_is_opened_today_and_not_open_for_no_days(
    within_a_day: None, page: Pages, demo: Server, problem: str
) -> None:
    shown = board(page, demo, problem)
    expect(shown.locator(f"[id='problem-{problem}']")).to_contain_text("opened today")
    expect(shown.locator("#problems")).not_to_contain_text("open 0 days")


def test_cards_that_outgrow_their_column_scroll_under_the_finger(
    page: Pages, demo: Server, problem: str
) -> None:
    plan(demo, problem, "The only one")
    shown = board(page, demo, problem)
    card = shown.locator("#stage-plan .card").first
    expect(card).to_have_css("touch-action", "none")
    for number in range(8):
        plan(demo, problem, f"One more, number {number}")
    expect(shown.locator("#items-plan")).to_have_attribute("data-more", "down")
    expect(card).to_have_css("touch-action", "pan-y")


LOWERED = """() => {
  const bar = document.querySelector("#bar").getBoundingClientRect().top, found = [];
  for (const part of document.querySelectorAll(".problems, .tool, .stage")) {
    const b = part.getBoundingClientRect();
    if (b.top < 0.4 * innerHeight || b.bottom > bar + 1) found.push("out of reach: " + part.id);
    if (b.height < 96) found.push("no room: " + part.id);
  }
  return found;
}"""


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_a_lowered_board_is_within_reach_as_a_whole(
    page: Pages, demo: Server, problem: str, size: tuple[int, int]
) -> None:
    chain(demo, problem, 5)
    last = [plan(demo, problem, f"Countermeasure {number}") for number in range(5)][-1]
    shown = board(page, demo, problem, width=size[0], height=size[1], has_touch=True)
    tap(shown, "#lower")
    expect(shown.locator("#lower")).to_have_attribute("aria-pressed", "true")
    shown.wait_for_function(f"({LOWERED})().length === 0")
    tap(shown, f"[id='card-{last}']")
    expect(shown.get_by_role("dialog", name="Countermeasure 4")).to_be_visible()
    assert shown.evaluate(FAULTS) == []


SMALLEST = """() => Math.min(...[...document.querySelectorAll(
  ".tool :is([data-do], [data-look])")].map(one => {
  const b = one.querySelector("rect").getBoundingClientRect();
  return Math.min(b.width, b.height);
}))"""


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_what_is_touched_in_five_whys_is_48_px_at_least(
    page: Pages, demo: Server, problem: str, size: tuple[int, int]
) -> None:
    chain(demo, problem, 5)
    for number in range(12):
        because(demo, problem, f"Another branch, number {number}")
    shown = board(page, demo, problem, width=size[0], height=size[1])
    expect(shown.locator(".tool [data-do]").first).to_be_attached()
    shown.wait_for_function(f"({SMALLEST})() >= 47.5")


@pytest.fixture
def untroubled(tmp_path: Path) -> Iterator[Server]:
    """A hub of its own in which nobody has raised a problem."""
    data = ("--data", str(tmp_path / "data"))
    server = Server(tmp_path, "demo", "--scorecard", "nhs-trust", *data).wait()
    yield server
    server.stop()


def test_a_board_with_nothing_open_says_so_once_and_has_one_thing_to_do(
    untroubled: Server, page: Pages
) -> None:
    shown = page(f"{untroubled.address}/board")
    expect(shown.locator("h1")).to_have_text("No problem is open")
    expect(shown.get_by_role("button", name="New problem")).to_have_count(1)
    expect(shown.get_by_text("5 whys")).to_have_count(0)
    expect(shown.get_by_text(re.compile("open", re.IGNORECASE))).to_have_count(1)
    expect(shown.get_by_role("link", name="Hub")).to_have_attribute("href", "/")
    assert axe(shown) == []
