"""The page of a screen over months: nothing burns in, and a closed room opens again by itself."""

import json
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


def paired(demo: Server, screen: Page, room: str) -> None:
    """Let the screen in, into a room of its own that shows a strategy map."""
    scene = {"scene": "strategy_map", "about": {"unit": "ims"}}
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
    }
    demo.post("/displays", asked)


def test_a_room_that_opens_while_the_hub_is_away_is_not_left_dark(
    demo: Server, page: Pages
) -> None:
    page.expect_fault("ERR_FAILED|ERR_INTERNET_DISCONNECTED|WebSocket")
    screen = page()
    lasts = timedelta(days=1)

    def closed(route: Route) -> None:
        reply = route.fetch()
        said = reply.json()
        if reply.ok:
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
    with screen.expect_response("**/display/now"):
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
