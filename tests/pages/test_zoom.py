"""A close look at a drawing on the board: two fingers zoom it, one moves it, nobody else does."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Fingers, Pages, axe, settled, touch
from tests.pages.test_boards import because, board, chain, plan, problem  # noqa: F401
from tests.server import Server

Spot = tuple[float, float]
SCALE = """() => {
  const drawing = document.querySelector(".tool > svg");
  return drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
}"""
AT = """([x, y]) => {
  const drawing = document.querySelector(".tool > svg");
  const at = new DOMPoint(x, y).matrixTransform(drawing.getScreenCTM().inverse());
  return [at.x, at.y];
}"""
MIDDLE = """() => {
  const b = document.querySelector("section.tool").getBoundingClientRect();
  return [b.left + b.width / 2, b.top + b.height / 2];
}"""
GLIDED = """() => new Promise(done => {
  let before = NaN;
  const look = () => {
    const room = document.querySelector("section.tool"), now = room.scrollLeft + room.scrollTop;
    if (now === before) done(true); else { before = now; setTimeout(look, 100); }
  };
  look();
})"""


@pytest.fixture
def tree(demo: Server, problem: str) -> list[str]:  # noqa: F811
    """Whys that are higher than their room: eight chains of three."""
    return [id for _ in range(8) for id in chain(demo, problem, 3)]


def middle(shown: Page) -> Spot:
    x, y = shown.evaluate(MIDDLE)
    return x, y


def at(shown: Page, spot: Spot) -> Any:
    """Where in the drawing a spot of the screen is."""
    return pytest.approx(shown.evaluate(AT, list(spot)), abs=2)


def pinch(fingers: Fingers, spot: Spot, apart: float, to: float) -> None:
    """Two fingers about a spot, so many px apart, and then so many."""
    x, y = spot
    fingers.press(1, x - apart / 2, y)
    fingers.press(2, x + apart / 2, y)
    for n in range(1, 9):
        half = (apart + (to - apart) * n / 8) / 2
        fingers.move(1, (x - half, y))
        fingers.move(2, (x + half, y))


def scaled(shown: Page, scale: float) -> None:
    """Wait until so many px are one of the drawing: moves come with the next frame."""
    shown.wait_for_function(f"() => Math.abs(({SCALE})() / {scale} - 1) < 0.01")


def place(shown: Page, id: str) -> list[float]:
    box = shown.locator(f"[id='cause-{id}']").bounding_box()
    assert box is not None
    return [box["x"], box["y"], box["width"]]


def test_two_fingers_zoom_about_the_middle_between_them_and_move(
    page: Pages, demo: Server, problem: str, tree: list[str]  # noqa: F811
) -> None:  # fmt: skip
    shown = board(page, demo, problem, has_touch=True)
    before, spot = shown.evaluate(SCALE), middle(shown)
    held = at(shown, spot)
    fingers = touch(shown)
    pinch(fingers, spot, 200, 400)
    scaled(shown, 2 * before)
    assert shown.evaluate(AT, list(spot)) == held
    x, y = spot
    for n in range(1, 5):
        fingers.move(1, (x - 200 + 25 * n, y))
        fingers.move(2, (x + 200 + 25 * n, y))
    fingers.lift(1)
    fingers.lift(2)
    assert shown.evaluate(AT, [x + 100, y]) == held
    scaled(shown, 2 * before)
    assert shown.evaluate("visualViewport.scale") == 1
    expect(shown.locator(".editor")).to_have_count(0)


def test_a_change_by_somebody_else_moves_nothing_that_is_looked_at(
    page: Pages, demo: Server, problem: str, tree: list[str]  # noqa: F811
) -> None:  # fmt: skip
    shown = board(page, demo, problem, has_touch=True)
    fingers, spot, natural = touch(shown), middle(shown), shown.evaluate(SCALE)
    pinch(fingers, spot, 200, 400)
    fingers.lift(1)
    fingers.lift(2)
    scaled(shown, 2 * natural)
    looked_at = shown.evaluate("""([x, y]) => document.elementFromPoint(x, y)
        .closest("[data-cause]")?.dataset.cause ?? ""  """, list(spot)) or tree[7]  # fmt: skip
    before = place(shown, looked_at)
    added = because(demo, problem, "Seen from elsewhere", tree[0])
    expect(shown.locator(f"[id='cause-{added}']")).to_be_attached()
    assert place(shown, looked_at) == pytest.approx(before, abs=2)


def test_a_card_is_dragged_by_one_finger_while_two_others_pinch(
    page: Pages, demo: Server, problem: str, tree: list[str]  # noqa: F811
) -> None:  # fmt: skip
    card = plan(demo, problem, "Name owners")
    shown = board(page, demo, problem, has_touch=True)
    scale, spot = shown.evaluate(SCALE), middle(shown)
    box = shown.locator(f"[id='card-{card}']").bounding_box()
    goal = shown.locator("#stage-check").bounding_box()
    assert box is not None
    assert goal is not None
    fingers = touch(shown)
    fingers.press(7, box["x"] + 60, box["y"] + 30)
    fingers.move(7, (box["x"] + 100, box["y"] + 40), (box["x"] + 200, box["y"] + 50))
    pinch(fingers, spot, 200, 300)
    expect(shown.locator(".ghost")).to_have_count(1)
    fingers.move(7, (goal["x"] + 80, goal["y"] + 80))
    fingers.lift(1)
    fingers.lift(2)
    with shown.expect_response(re.compile("/stage$")):
        fingers.lift(7)
    scaled(shown, 1.5 * scale)
    expect(shown.locator("#stage-check")).to_contain_text("Name owners")


def test_a_second_finger_on_a_card_drags_it(
    page: Pages, demo: Server, problem: str  # noqa: F811
) -> None:  # fmt: skip
    card = plan(demo, problem, "Name owners")
    shown = page(f"{demo.address}/board?issue={problem}&tool=impact_effort", has_touch=True)
    settled(shown)
    scale = shown.evaluate(SCALE)
    box = shown.locator(f"[id='placed-{card}']").bounding_box()
    cell = shown.locator("[id='cell-2-0']").bounding_box()
    assert box is not None
    assert cell is not None
    fingers = touch(shown)
    fingers.press(1, cell["x"] + 20, cell["y"] + 20)
    shown.wait_for_timeout(200)  # two fingers of one hand land sooner
    fingers.press(2, box["x"] + 40, box["y"] + 30)
    fingers.move(2, (box["x"] + 60, box["y"] + 60), (cell["x"] + 90, cell["y"] + 60))
    expect(shown.locator(".ghost")).to_have_count(1)
    with shown.expect_response(re.compile("/tools/impact_effort$")):
        fingers.lift(2)
    fingers.lift(1)
    assert shown.evaluate(SCALE) == scale
    expect(shown.locator("[id='cell-2-0']")).to_contain_text("Name owners")


def grid(page: Pages, server: Server, issue: str) -> Page:
    return settled(page(f"{server.address}/board?issue={issue}&tool=impact_effort", has_touch=True))


def spot(shown: Page, id: str, dx: float = 40, dy: float = 30) -> Spot:
    """A spot of a part, from its upper left."""
    box = shown.locator(f"[id='{id}']").bounding_box()
    assert box is not None
    return box["x"] + dx, box["y"] + dy


@pytest.mark.parametrize("second", [(150, 60), (60, 0)], ids=["beside it", "on it as well"])
def test_two_fingers_of_a_hand_zoom_where_they_land_on_a_card(
    page: Pages, demo: Server, problem: str, second: Spot  # noqa: F811
) -> None:  # fmt: skip
    card = plan(demo, problem, "Name owners")
    shown = grid(page, demo, problem)
    natural, (x, y) = shown.evaluate(SCALE), spot(shown, f"placed-{card}")
    dx, dy = second
    fingers = touch(shown)
    fingers.land({1: (x, y), 2: (x + dx, y + dy)})
    for n in range(1, 9):
        fingers.move(2, (x + dx * (1 + n / 8), y + dy * (1 + n / 8)))
    scaled(shown, 2 * natural)
    shown.wait_for_timeout(200)  # a finger that rests on a card for so long lifts it
    expect(shown.locator(".ghost")).to_have_count(0)
    fingers.lift(2)
    fingers.move(1, (x + 40, y + 40))
    fingers.lift(1)
    expect(shown.locator("#tray")).to_contain_text("Name owners")
    expect(shown.locator(".ghost, .editor")).to_have_count(0)
    shown.reload()
    expect(shown.locator("#tray")).to_contain_text("Name owners")


def test_two_people_drag_two_cards_at_once(
    page: Pages, demo: Server, problem: str  # noqa: F811
) -> None:  # fmt: skip
    cards = [plan(demo, problem, words) for words in ("Name owners", "Train the desk")]
    shown = grid(page, demo, problem)
    scale = shown.evaluate(SCALE)
    starts = [spot(shown, f"placed-{card}") for card in cards]
    goals = [spot(shown, cell) for cell in ("cell-2-0", "cell-0-0")]
    fingers = touch(shown)
    for finger, (start, goal) in enumerate(zip(starts, goals, strict=True), 1):
        fingers.press(finger, *start)
        fingers.move(finger, (start[0], start[1] + 20), goal)
    expect(shown.locator(".ghost")).to_have_count(2)
    for finger in (1, 2):
        with shown.expect_response(re.compile("/tools/impact_effort$")):
            fingers.lift(finger)
    expect(shown.locator("[id='cell-2-0']")).to_contain_text("Name owners")
    expect(shown.locator("[id='cell-0-0']")).to_contain_text("Train the desk")
    assert shown.evaluate(SCALE) == scale


def test_one_finger_moves_what_is_larger_than_its_room_and_taps_nothing(
    page: Pages, demo: Server, problem: str, tree: list[str]  # noqa: F811
) -> None:  # fmt: skip
    shown = board(page, demo, problem, has_touch=True, reduced_motion="reduce")
    box = shown.locator(f"[id='reword-{tree[3]}']").bounding_box()
    assert box is not None
    x, y = box["x"] + 30, box["y"] + 30
    held = at(shown, (x, y))
    fingers = touch(shown)
    fingers.press(1, x, y)
    fingers.move(1, (x, y - 30), (x, y - 90))
    fingers.lift(1)
    shown.wait_for_function("document.querySelector('section.tool').scrollTop === 90")
    assert shown.evaluate(AT, [x, y - 90]) == held
    expect(shown.locator(".editor")).to_have_count(0)


def test_what_is_let_go_of_in_mid_move_glides_to_rest(
    page: Pages, demo: Server, problem: str, tree: list[str]  # noqa: F811
) -> None:  # fmt: skip
    shown = board(page, demo, problem, has_touch=True)
    fingers, (x, y) = touch(shown), middle(shown)
    fingers.press(1, x, y)
    fingers.move(1, *((x, y - 20 * n) for n in range(1, 6)))
    fingers.lift(1)
    shown.evaluate(GLIDED)
    assert shown.evaluate("document.querySelector('section.tool').scrollTop") >= 100


def test_taps_act_on_what_is_under_the_finger_at_any_size(
    page: Pages, demo: Server, problem: str, tree: list[str]  # noqa: F811
) -> None:  # fmt: skip
    shown = board(page, demo, problem, has_touch=True)
    shown.locator("#zoom").get_by_label("Whole drawing").tap()
    room = shown.locator("section.tool").bounding_box()
    assert room is not None
    for id in (tree[2], tree[-1]):
        box = shown.locator(f"[id='confirm-{id}']").bounding_box()
        assert box is not None
        assert box["height"] < 48
        assert room["y"] <= box["y"] <= room["y"] + room["height"] - box["height"]
        touch(shown).tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(shown.locator(f"[id='suspect-{id}']")).to_be_visible()
    assert axe(shown) == []


def test_buttons_and_keys_do_what_two_fingers_do(
    page: Pages, demo: Server, problem: str, tree: list[str]  # noqa: F811
) -> None:  # fmt: skip
    shown = board(page, demo, problem)
    natural, spot = shown.evaluate(SCALE), middle(shown)
    by = shown.locator("#zoom")
    grown = f"() => ({SCALE})() > {natural} * 1.2"
    by.get_by_label("Zoom in").click()
    shown.wait_for_function(grown)
    by.get_by_label("Zoom out").click()
    shown.wait_for_function(f"() => Math.abs(({SCALE})() - {natural}) < 0.001")
    shown.keyboard.press("+")
    shown.wait_for_function(grown)
    left = shown.evaluate("document.querySelector('section.tool').scrollLeft")
    shown.keyboard.press("ArrowRight")
    room = "document.querySelector('section.tool')"
    shown.wait_for_function(f"() => {room}.scrollLeft > {left} + 100")
    shown.keyboard.press("0")
    expect(by.get_by_label("Whole drawing")).to_have_attribute("aria-pressed", "true")
    shown.keyboard.press("0")
    expect(by.get_by_label("Whole drawing")).to_have_attribute("aria-pressed", "false")
    held = at(shown, spot)
    shown.mouse.move(*spot)
    shown.keyboard.down("Control")
    shown.mouse.wheel(0, -200)
    shown.keyboard.up("Control")
    shown.wait_for_function(grown)
    assert shown.evaluate(AT, list(spot)) == held


COVERED = """() => {
  const room = document.querySelector("section.tool"), buttons = document.querySelector("#zoom");
  room.scrollTo(room.scrollWidth, room.scrollHeight);
  const over = buttons.getBoundingClientRect();
  const all = [...room.querySelectorAll("[data-do], [data-look], [data-drag]")];
  return all.map(one => one.getBoundingClientRect())
    .filter(b => b.bottom > over.top && b.right > over.left && b.width).length;
}"""


@pytest.mark.parametrize("tool", ["five_whys", "is_is_not", "impact_effort", "pareto", "fishbone"])
def test_what_lies_under_the_zoom_buttons_is_scrolled_free(
    page: Pages, demo: Server, problem: str, tool: str  # noqa: F811
) -> None:  # fmt: skip
    chain(demo, problem, 5)
    plan(demo, problem, "Name owners")
    address = f"{demo.address}/board?issue={problem}&tool={tool}"
    shown = settled(page(address, width=1366, height=768, has_touch=True))
    if not shown.locator("#zoom").is_visible():
        shown.locator("section.tool").press("+")
    expect(shown.locator("#zoom")).to_be_visible()
    assert shown.evaluate(COVERED) == 0


def test_a_drawing_that_misses_a_little_room_is_shown_whole_without_buttons(
    page: Pages, demo: Server, problem: str  # noqa: F811
) -> None:  # fmt: skip
    plan(demo, problem, "Name owners")
    shown = grid(page, demo, problem)
    expect(shown.locator("#zoom")).to_be_hidden()
    room = shown.locator("section.tool")
    assert room.evaluate("room => room.scrollHeight <= room.clientHeight + 8")


def test_a_badge_that_is_read_zooms_nothing(
    page: Pages, demo: Server, problem: str, tree: list[str]  # noqa: F811
) -> None:  # fmt: skip
    shown = board(page, demo, problem)
    shown.evaluate("""() => { for (const key of ["0", "0", "+", "7"])
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })); }""")
    shown.evaluate("new Promise(done => setTimeout(done, 200))")
    expect(shown.get_by_label("Whole drawing")).to_have_attribute("aria-pressed", "false")


def test_a_problem_keeps_its_view_and_another_tool_begins_anew(
    page: Pages, demo: Server, problem: str, tree: list[str]  # noqa: F811
) -> None:  # fmt: skip
    other = str(demo.post("/issues", {"title": "Another one", "kpi": "ims.first_time_fix"})["id"])
    shown = board(page, demo, problem, has_touch=True)
    natural = shown.evaluate(SCALE)
    expect(shown.locator("#zoom")).to_be_visible()
    shown.locator("#zoom").get_by_label("Zoom in").tap()
    room = shown.locator("section.tool")
    room.evaluate("room => room.scrollTo(90, 70)")
    scale = shown.evaluate(SCALE)
    shown.locator(f"[id='problem-{other}']").tap()
    expect(shown.locator("h1")).to_have_text("Another one")
    expect(shown.locator("#zoom")).to_be_hidden()
    shown.go_back()
    expect(shown.locator(f"[id='cause-{tree[0]}']")).to_be_attached()
    shown.wait_for_function("document.querySelector('section.tool').scrollLeft === 90")
    assert shown.evaluate(SCALE) == pytest.approx(scale)
    assert room.evaluate("room => room.scrollTop") == 70
    shown.locator("#tool-open").tap()
    shown.locator("#tool-link-pareto").tap()
    expect(shown.locator("section[data-tool=pareto]")).to_be_visible()
    shown.locator("#tool-open").tap()
    shown.locator("#tool-link-five_whys").tap()
    expect(shown.locator(f"[id='cause-{tree[0]}']")).to_be_attached()
    shown.wait_for_function(f"() => Math.abs(({SCALE})() - {natural}) < 0.001")


def test_two_fingers_of_a_hand_zoom_a_sheet_that_one_draws_on(
    page: Pages, demo: Server, problem: str  # noqa: F811
) -> None:  # fmt: skip
    shown = page(f"{demo.address}/board?issue={problem}&tool=ink", has_touch=True)
    settled(shown)
    natural, (x, y) = shown.evaluate(SCALE), middle(shown)
    fingers = touch(shown)
    fingers.land({1: (x - 100, y), 2: (x + 100, y)})
    for n in range(1, 9):
        fingers.move(1, (x - 100 - 12.5 * n, y))
        fingers.move(2, (x + 100 + 12.5 * n, y))
    scaled(shown, 2 * natural)
    fingers.lift(2)
    fingers.move(1, (x - 100, y + 40))
    fingers.lift(1)
    expect(shown.locator("[data-ink] [data-stroke]")).to_have_count(0)
    fingers.press(1, x, y)
    fingers.move(1, (x + 40, y + 10), (x + 80, y + 20))
    fingers.lift(1)
    expect(shown.locator("[data-ink] > [data-stroke]")).to_have_count(1)
    scaled(shown, 2 * natural)
