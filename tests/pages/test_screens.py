"""The page of a screen over months: nothing burns in, and a closed room opens again by itself."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Route, expect

import hub_kiosk
from tests.browser import PATIENCE, Pages, axe
from tests.server import Server

WAITING = (Path(hub_kiosk.__file__).parent / "wait.html").as_uri()
MOVED = """() => {
  const {e, f} = new DOMMatrix(getComputedStyle(document.body).transform);
  return [e, f]; }"""
OUTSIDE = """() => [...document.querySelectorAll("#pairing *")]
  .filter((part) => part.getClientRects().length)
  .map((part) => [part.className, part.getBoundingClientRect()])
  .filter(([, b]) => b.left < 0 || b.top < 0 || b.right > innerWidth || b.bottom > innerHeight)
  .map(([name]) => name)"""
SIZES = [(1920, 1080), (3840, 2160), (1080, 1920)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_picture_goes_round_a_ring_of_eight(
    demo: Server, page: Pages, width: int, height: int
) -> None:
    screen = page("", width, height)
    screen.clock.install(time=0)
    screen.goto(f"{demo.address}/display")
    expect(screen.locator("[data-code]")).not_to_be_empty()
    seen = []
    for _ in range(9):
        seen.append(tuple(screen.evaluate(MOVED)))
        assert screen.evaluate(OUTSIDE) == []
        assert screen.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        screen.clock.fast_forward("03:00")
    radius = 4 * min(width, height) / 1080
    assert len(set(seen)) == 8 and seen[0] == seen[8]
    assert {max(abs(x), abs(y)) for x, y in seen} == {radius}


def test_the_picture_stands_still_where_motion_is_unwanted(demo: Server, page: Pages) -> None:
    screen = page("", reduced_motion="reduce")
    screen.clock.install(time=0)
    screen.goto(f"{demo.address}/display")
    expect(screen.locator("[data-code]")).not_to_be_empty()
    for _ in range(3):
        assert screen.evaluate(MOVED) == [0, 0]
        screen.clock.fast_forward("03:00")


def test_a_finger_hits_what_it_sees(demo: Server, page: Pages) -> None:
    screen = page("", has_touch=True)
    screen.clock.install(time=0)
    screen.goto(f"{demo.address}/display")
    expect(screen.locator("[data-code]")).not_to_be_empty()
    hit = """() => { const part = document.querySelector("[data-qr]");
      const box = part.getBoundingClientRect();
      const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
      return [[box.left + 1, y], [box.right - 1, y], [x, box.top + 1], [x, box.bottom - 1]]
        .every(([across, down]) => part.contains(document.elementFromPoint(across, down))); }"""
    for _ in range(8):
        assert screen.evaluate(hit)
        screen.clock.fast_forward("03:00")


MAP = {"scene": "strategy_map", "about": {"unit": "ims"}}
LENS = {"scene": "lens_wall", "about": {"lens": "delivery"}}


def paired(
    demo: Server, screen: Page, room: str, scene: Mapping[str, object] = MAP, **hangs: object
) -> None:
    """Let the screen in, into a room that shows a strategy map or another scene."""
    demo.post(f"/rooms/{room}", {"title": room.title(), "playlist": [scene]})
    screen.goto(f"{demo.address}/display")
    expect(screen.locator("[data-code]")).not_to_be_empty()
    asked = {
        "code": screen.text_content("[data-code]"),
        "check": screen.text_content("[data-check]"),
        "name": f"Screen of {room}",
        "room": room,
        "visibility": "staff",
        "diagonal": 75,
        "distance": 3,
        **hangs,
    }
    demo.post("/displays", asked)


def test_a_room_that_opens_while_the_hub_is_away_is_not_left_dark(
    demo: Server, page: Pages
) -> None:
    page.expect_fault("ERR_FAILED|ERR_INTERNET_DISCONNECTED|WebSocket")
    screen = page()
    lasts = timedelta(days=1)
    told: list[timedelta] = []

    def closed(route: Route) -> None:
        reply = route.fetch()
        said = reply.json()
        if reply.ok:
            told.append(lasts)
            opens = datetime.fromisoformat(said["now"]) + lasts
            said |= {"resting": True, "rests_until": opens.isoformat()}
        route.fulfill(response=reply, body=json.dumps(said))

    screen.route("**/display/now", closed)
    paired(demo, screen, "attic")
    expect(screen.locator("#rest")).to_be_visible()
    assert screen.evaluate("window.resting") is True
    expect(screen.locator("#stage > svg[aria-label^='Strategy map']")).to_have_count(1)
    expect(screen.locator("#stage title")).to_have_count(0)  # or a pointer left lying shows it
    lasts = timedelta(milliseconds=1)
    with screen.expect_response(lambda reply: "/display/now" in reply.url and lasts in told):
        screen.evaluate("dispatchEvent(new Event('online'))")  # it looks again, and hears of it
    expect(screen.locator("#rest")).to_be_visible()  # for as long as the hub says so
    screen.route("**/display/now", lambda route: route.abort())
    expect(screen.locator("#rest")).to_be_hidden(timeout=PATIENCE)
    assert screen.evaluate("window.resting") is False


@pytest.mark.parametrize(("width", "height"), [*SIZES, (1280, 720)])
def test_the_page_that_waits_says_for_what(page: Pages, width: int, height: int) -> None:
    said = {
        "title": "Waiting for the hub",
        "hub": "http://a-rather-long-name.performance.department.example:8321/hub",
        "why": "No computer of this name was found. Is the network up, and the name right?",
        "self": "wall-3  10.0.0.17",
    }
    address = "&".join(f"{name}={quote(words)}" for name, words in said.items())
    screen = page(f"{WAITING}#{address}", width, height)
    for name, words in said.items():
        expect(screen.locator(f"#{name}")).to_have_text(words)
    outside = OUTSIDE.replace("#pairing *", "body > *")
    assert screen.evaluate(outside) == []
    assert screen.evaluate("window.beat") > 0
    assert axe(screen) == []
    screen.evaluate("location.hash = 'title=This screen is not set up'")
    expect(screen.locator("h1")).to_have_text("This screen is not set up")
    expect(screen.locator("#hub")).to_be_hidden()


PAGED = "#stage > svg[data-page='{}']"


def test_a_scene_turns_its_pages_while_it_stays(demo: Server, page: Pages) -> None:
    """On a screen that hangs far away less is shown at a time."""
    screen = page()
    elapsed = 0.0

    def later(route: Route) -> None:
        reply = route.fetch()
        said = reply.json()
        if reply.ok:
            said |= {"elapsed": elapsed, "stays": 3600}
        route.fulfill(response=reply, body=json.dumps(said))

    screen.route("**/display/now", later)
    paired(demo, screen, "hall", LENS, diagonal=55, distance=5)
    first = screen.locator(PAGED.format(1))
    expect(first).to_have_count(1)
    pages = int(first.get_attribute("data-pages") or 0)
    assert pages > 1
    shown = first.locator("[data-href]").count()
    elapsed = 3599.0
    screen.evaluate("dispatchEvent(new Event('online'))")
    expect(screen.locator(PAGED.format(pages))).to_have_count(1)
    elapsed = 0.0
    screen.evaluate("dispatchEvent(new Event('online'))")
    expect(first).to_have_count(1)
    near = page()
    paired(demo, near, "gallery", LENS, diagonal=98, distance=2)
    expect(near.locator("#stage > svg[aria-label]")).to_have_count(1)
    assert near.locator("#stage > svg [data-href]").count() > shown


def test_a_person_turns_the_pages_of_what_they_chose(demo: Server, page: Pages) -> None:
    screen = page("", has_touch=True)
    paired(demo, screen, "bay", MAP, diagonal=55, distance=5)
    expect(screen.locator(PAGED.format(1))).to_have_count(1)
    screen.touchscreen.tap(1700, 40)
    screen.locator("#driving [data-do=page-on]").tap()
    expect(screen.locator(PAGED.format(2))).to_have_count(1)
    expect(screen.locator("[data-driver]")).to_contain_text("Chosen by")
    expect(screen.locator("#driving [data-page]")).to_contain_text("Page 2 of")
    screen.keyboard.press("Escape")
    expect(screen.locator("[data-driver]")).to_be_hidden()


BOX = """id => { const {x, right} = document.getElementById(id).getBoundingClientRect();
  return [x, right]; }"""


def test_two_screens_draw_one_wide_picture(demo: Server, page: Pages) -> None:
    """The left one its left half, the right one the rest; the bezels between them count."""
    screens = []
    for column in (1, 2):
        screen = page()
        part = {"columns": 2, "rows": 1, "column": column, "row": 1, "gap": 2}
        paired(demo, screen, f"pair-{column}", MAP, part=part)
        wide = "#stage > svg[aria-label][viewBox='0 0 3878 1080']"
        expect(screen.locator(wide)).to_have_count(1)
        screens.append(screen)
    ids = screens[0].evaluate(
        "[...document.querySelectorAll('#stage > svg [id^=node-]')].map(part => part.id)"
    )
    assert len(ids) > 8
    apart = 1920 * 1.02
    for left, right in (tuple(screen.evaluate(BOX, id) for screen in screens) for id in ids):
        assert right == pytest.approx([edge - apart for edge in left], abs=2)
    seen = [any(0 <= s.evaluate(BOX, id)[0] < 1900 for id in ids) for s in screens]
    assert seen == [True, True]


def test_what_lies_under_the_buttons_that_come_up_can_be_tapped(demo: Server, page: Pages) -> None:
    screen = page("", has_touch=True)
    paired(demo, screen, "foyer")
    card = screen.locator("#stage [data-href*='kpi_story']").last
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box
    screen.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] - 12)
    story = screen.locator("#stage > svg[aria-label]:not([aria-label^='Strategy map'])")
    expect(story).to_have_count(1)
    expect(screen.locator("#driving")).to_be_visible()
