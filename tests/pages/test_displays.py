"""Paired screens in a real browser, and the pages around them: let in, driven, looked after."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import PATIENCE, Pages, axe
from tests.server import Server

SCENE = "#stage > svg:not(.overlay):not([aria-hidden])"
LENSES = ("Delivery", "Supplier cost", "Projects")
SIZES = [(390, 844), (1366, 768), (1920, 1080), (3840, 2160), (1080, 1920)]
COVERED = """host => {
  // what stands there covers no words of the scene, which is whole within the window
  const box = document.querySelector(host).getBoundingClientRect();
  return [...document.querySelectorAll("#stage > svg:not(.overlay) text")]
    .map((t) => [t.textContent, t.getBoundingClientRect()])
    .filter(([, b]) => b.width && b.right > box.left && b.left < box.right
      && b.bottom - b.height * 0.2 > box.top && b.top + b.height * 0.2 < box.bottom)
    .map(([words]) => words);
}"""
OVERLAPPING = """() => {
  const kinds = "button, a, input, select, textarea, summary, h1, h2, h3";
  const all = [...document.querySelectorAll(kinds)]
    .filter((e) => e.checkVisibility() && !e.closest(".foot, .bar, .sr") && !e.matches(".sr"));
  const boxes = all.map((e) => [e, e.getBoundingClientRect()]).filter(([, b]) => b.width);
  const found = [];
  boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
    if (a.contains(b) || b.contains(a)) return;
    const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    const said = [a, b].map((each) => each.outerHTML.slice(0, 60)).join(" / ");
    if (wide > 1 && high > 1) found.push(said);
  }));
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) found.push("the page is wider than the window");
  return found;
}"""


def open_room(server: Server, title: str = "Room") -> str:
    """A room of its own for a test."""
    room = server.post("/rooms", {"title": f"{title} {uuid4().hex[:6]}", "of": "ims"})
    key: str = room["room"]
    return key


def edit_room(server: Server, key: str, **change: Any) -> None:
    asked = server.get("/api/v1/rooms?limit=1000")["items"]
    room = next(room for room in asked if room["key"] == key)
    names = ("title", "playlist", "hours", "dark", "idle_seconds", "time_zone", "version")
    body = {name: room[name] for name in names} | {"of": room["unit"]} | change
    server.post(f"/rooms/{key}", body)


def waiting(page: Pages, server: Server, **options: Any) -> tuple[Page, str, str]:
    """A screen that nobody has let in, with its code and its check number."""
    screen = page(f"{server.address}/display", **options)
    expect(screen.locator("[data-check]")).to_have_text(re.compile(r"\d\d"))
    code, check = screen.locator("[data-code]"), screen.locator("[data-check]")
    return screen, code.inner_text(), check.inner_text()


def hang(page: Pages, server: Server, room: str, name: str = "", **options: Any) -> Page:
    """A screen that shows its room."""
    screen, code, check = waiting(page, server, **options)
    about = {"name": name or "Left of the door", "visibility": "staff", "diagonal": 65,
             "distance": 3}  # fmt: skip
    server.post("/displays", {"code": code, "check": check, "room": room, **about})
    expect(screen.locator(f"{SCENE} text").first).to_be_visible()
    return screen


def shows(screen: Page, words: str) -> None:
    expect(screen.locator(SCENE)).to_have_attribute("aria-label", re.compile(re.escape(words)))


def card(fleet: Page, name: str) -> Locator:
    return fleet.locator(".screen", has=fleet.locator("h3", has_text=name))


def test_from_the_code_to_the_picture(page: Pages, demo: Server) -> None:
    screen, code, check = waiting(page, demo)
    title, name = f"Board room {uuid4().hex[:6]}", f"Left of the door {uuid4().hex[:6]}"
    fleet = page(f"{demo.address}/displays?code={code}")
    expect(fleet.get_by_label("Code on the screen")).to_have_value(code)
    fleet.get_by_label("Check number").fill(check)
    fleet.get_by_label("Name", exact=True).fill(name)
    fleet.locator("[name=room]").select_option("A new room")
    fleet.get_by_label("What the room is called").fill(title)
    fleet.get_by_label("It begins with the scenes of").select_option("ims")
    fleet.get_by_label("Diagonal, inches").fill("55")
    fleet.get_by_label("Seen from, metres").fill("4")
    expect(fleet.locator("#legible")).to_contain_text("Too far for a whole map")
    fleet.get_by_role("button", name="Let it in").click()
    expect(fleet.locator("#approve [data-done]")).to_contain_text("It is let in")
    expect(screen.locator(f"{SCENE} text").first).to_be_visible()
    expect(screen.locator("#pairing")).to_be_hidden()
    hung = card(fleet, name)
    expect(hung).to_contain_text("Online")
    expect(hung.locator("[data-picture]")).to_have_count(1)
    fleet.wait_for_function(
        "name => [...document.querySelectorAll('.screen')].some((each) =>"
        " each.textContent.includes(name) &&"
        " each.querySelector('[data-picture]')?.shadowRoot?.querySelector('text'))",
        arg=name,
    )
    assert axe(fleet) == []


def test_a_wrong_check_number_is_told_and_nobody_let_in(page: Pages, demo: Server) -> None:
    page.expect_fault("404")
    screen, code, _ = waiting(page, demo)
    open_room(demo)
    fleet = page(f"{demo.address}/displays?code={code}")
    fleet.get_by_label("Check number").fill("00")
    fleet.get_by_label("Name", exact=True).fill("Nowhere")
    fleet.get_by_role("button", name="Let it in").click()
    expect(fleet.locator("#approve [data-fault]")).to_contain_text("No screen that waits")
    expect(screen.locator("#pairing")).to_be_visible()


def test_a_revoked_screen_shows_the_pairing_page_and_no_form(page: Pages, demo: Server) -> None:
    page.expect_fault("401|404.*glass")  # its picture may be asked for while it goes
    room, name = open_room(demo), f"Revoked {uuid4().hex[:6]}"
    screen = hang(page, demo, room, name)
    fleet = page(f"{demo.address}/displays")
    hung = card(fleet, name)
    hung.locator("summary", has_text="Revoke").click()
    expect(hung).to_contain_text("goes dark at once")
    hung.get_by_role("button", name=f"Revoke {name}").click()
    expect(screen.locator("#pairing")).to_be_visible()
    expect(screen.locator("[data-code]")).to_have_text(re.compile(r"[A-Z]{4}-[A-Z]{4}"))
    assert screen.locator("form, input, [type=password]").count() == 0
    assert screen.url == f"{demo.address}/display"
    expect(hung).to_have_count(0)


def test_a_perspective_is_chosen_by_finger_by_key_and_from_a_phone(
    page: Pages, demo: Server
) -> None:
    room = open_room(demo)
    screens = [hang(page, demo, room, has_touch=True), hang(page, demo, room)]
    screens[0].touchscreen.tap(8, 500)
    screens[0].locator("#driving button", has_text=LENSES[1]).tap()
    for screen in screens:
        shows(screen, LENSES[1])
    screens[1].keyboard.press("ArrowRight")
    for screen in screens:
        shows(screen, LENSES[2])
    screens[1].keyboard.press("1")
    for screen in screens:
        shows(screen, LENSES[0])
    phone = page(
        f"{demo.address}/remote?room={room}", width=390, height=844, has_touch=True, is_mobile=True
    )
    shown = phone.locator("[data-lenses] button")
    expect(shown.filter(has_text=LENSES[0])).to_have_attribute("aria-pressed", "true")
    shown.filter(has_text=LENSES[1]).tap()
    for screen in screens:
        shows(screen, LENSES[1])
        expect(screen.locator("[data-driver]")).to_contain_text("Chosen by Demo user")
    expect(phone.locator("#now-title")).to_contain_text(LENSES[1])
    phone.get_by_role("button", name="Back to the playlist").tap()
    for screen in screens:
        expect(screen.locator("[data-driver]")).to_be_hidden()
    expect(shown.filter(has_text=LENSES[1])).to_have_attribute("aria-pressed", "false")


def test_the_way_to_the_phone_is_a_code_on_the_wall(page: Pages, demo: Server) -> None:
    room = open_room(demo)
    screen = hang(page, demo, room, has_touch=True)
    screen.touchscreen.tap(8, 500)
    screen.locator("#phone-open").tap()
    expect(screen.locator("#phone")).to_be_visible()
    expect(screen.locator("#phone [data-qr] svg")).to_have_count(1)
    expect(screen.locator("[data-address]")).to_have_text(f"{demo.address}/remote?room={room}")
    screen.keyboard.press("Escape")
    expect(screen.locator("#phone")).to_be_hidden()


@pytest.mark.parametrize("size", SIZES[1:], ids=lambda s: f"{s[0]}x{s[1]}")
def test_a_pause_is_told_beside_the_scene_and_ended(
    page: Pages, demo: Server, size: tuple[int, int]
) -> None:
    room = open_room(demo)
    screen = hang(page, demo, room, width=size[0], height=size[1])
    phone = page(f"{demo.address}/remote?room={room}", width=390, height=844)
    phone.get_by_role("button", name="Pause").click()
    told = re.compile(r"Paused by Demo user · goes on in (10:00|9:\d\d)")
    expect(screen.locator("[data-driver]")).to_have_text(told)
    expect(phone.locator("[data-driver]")).to_have_text(told)
    assert screen.evaluate(COVERED, "[data-driver]") == []
    phone.get_by_role("button", name="Go on").click()
    expect(screen.locator("[data-driver]")).to_be_hidden()
    expect(phone.get_by_role("button", name="Pause")).to_be_visible()
    screen.keyboard.press(" ")
    expect(phone.get_by_role("button", name="Go on")).to_be_visible()


def test_a_scene_that_nobody_touches_gives_way_to_the_playlist(page: Pages, demo: Server) -> None:
    room = open_room(demo)
    edit_room(demo, room, idle_seconds=10)
    screen = hang(page, demo, room)
    before = screen.locator(SCENE).get_attribute("aria-label") or ""
    screen.keyboard.press("2")
    shows(screen, LENSES[1])
    expect(screen.locator("[data-driver]")).to_have_text(re.compile(r"Chosen by .* · back in 0:"))
    expect(screen.locator("[data-driver]")).to_be_hidden(timeout=PATIENCE)
    shows(screen, before)


def test_a_banner_stands_above_the_scene_until_it_is_withdrawn(page: Pages, demo: Server) -> None:
    room = open_room(demo)
    screen = hang(page, demo, room)
    rooms = page(f"{demo.address}/rooms?room={room}")
    text = f"Fire drill {uuid4().hex[:6]}"
    rooms.get_by_label("A banner on the walls").fill(text)
    rooms.get_by_label("Some rooms").check()
    expect(rooms.locator(f"[data-to][value={room}]")).to_be_checked()
    rooms.get_by_label("Urgent").check()
    rooms.get_by_role("button", name="Show it").click()
    expect(screen.locator("#messages")).to_have_text(text)
    assert screen.evaluate(COVERED, "#messages") == []
    assert axe(screen) == []
    rooms.get_by_role("button", name=re.compile(text)).click()
    expect(screen.locator("#messages")).to_be_hidden()
    expect(rooms.locator("#sent")).not_to_contain_text(text)


def test_a_display_is_identified_reloaded_and_renamed(page: Pages, demo: Server) -> None:
    room, name = open_room(demo), f"Over the lift {uuid4().hex[:6]}"
    screen = hang(page, demo, room, name)
    fleet = page(f"{demo.address}/displays")
    hung = card(fleet, name)
    hung.get_by_role("button", name="Identify").click()
    expect(screen.locator("#identify [data-name]")).to_have_text(name)
    expect(screen.locator("#identify")).to_be_visible()
    screen.evaluate("window.before = true")
    hung.get_by_role("button", name="Reload").click()
    screen.wait_for_function("window.before === undefined")
    expect(screen.locator(f"{SCENE} text").first).to_be_visible()
    hung.get_by_role("link", name="Edit").click()
    expect(fleet.get_by_label("Name", exact=True)).to_have_value(name)
    fleet.get_by_label("Name", exact=True).fill(f"{name}, left")
    fleet.locator("summary", has_text="Part of a wide picture").click()
    fleet.get_by_label("Columns").fill("2")
    fleet.get_by_label("Column 2, row 1").check()
    fleet.get_by_role("button", name="Save").click()
    expect(card(fleet, f"{name}, left")).to_contain_text("2 of 2 of a wide picture")


def test_a_playlist_is_put_in_order_and_saved(page: Pages, demo: Server) -> None:
    room = open_room(demo)
    rooms = page(f"{demo.address}/rooms?room={room}")
    steps = rooms.locator("[data-step]")
    first, second = (steps.nth(n).locator("[data-scene]") for n in (0, 1))
    expect(first).to_have_value("strategy_map")
    steps.nth(1).get_by_role("button", name="Earlier").press("Enter")
    expect(first).to_have_value("scorecard")
    grip, target = steps.nth(1).locator("[data-grip]"), steps.nth(0)
    grip.hover()
    rooms.mouse.down()
    box = target.bounding_box()
    assert box
    rooms.mouse.move(box["x"] + 40, box["y"] + 20, steps=4)
    rooms.mouse.move(box["x"] + 40, box["y"] + 4, steps=2)
    rooms.mouse.up()
    expect(first).to_have_value("strategy_map")
    expect(second).to_have_value("scorecard")
    second.select_option("perspective")
    steps.nth(1).locator("[data-subject=perspective]").select_option("ims.customer_centricity")
    steps.nth(1).get_by_label("Stays, s").fill("20")
    steps.nth(1).get_by_label("Sunday").uncheck()
    rooms.get_by_role("button", name="Add hours").click()
    rooms.get_by_role("button", name="Save the room").click()
    expect(rooms.locator("#said")).to_have_text("The room is saved.")
    kept = next(r for r in demo.get("/api/v1/rooms?limit=1000")["items"] if r["key"] == room)
    assert kept["playlist"][1] == {
        "scene": "perspective",
        "about": {"unit": "ims", "perspective": "ims.customer_centricity"},
        "seconds": 20,
        "seconds_when_red": None,
        "only_red": False,
        "days": [1, 2, 3, 4, 5, 6],
    }
    assert kept["hours"] == [{"starts": "08:00", "ends": "18:00", "days": []}]


def test_who_was_slower_sees_both_settings(page: Pages, demo: Server) -> None:
    page.expect_fault("409")
    room = open_room(demo)
    rooms = page(f"{demo.address}/rooms?room={room}")
    rooms.get_by_label("Idle for, s").fill("300")
    edit_room(demo, room, title="Another title")
    expect(rooms.locator("#head h1")).to_have_text("Another title")  # it has come that far
    expect(rooms.get_by_label("Idle for, s")).to_have_value("300")
    rooms.get_by_role("button", name="Save the room").click()
    conflict = rooms.locator("[data-conflict]")
    expect(conflict).to_contain_text("Idle for 300 s")
    expect(conflict).to_contain_text("Title: Another title")
    assert axe(rooms) == []
    conflict.get_by_role("button", name="Take theirs").click()
    expect(rooms.locator("[data-title]")).to_have_value("Another title")
    expect(rooms.get_by_label("Idle for, s")).to_have_value("120")
    rooms.get_by_label("Idle for, s").fill("60")
    rooms.get_by_role("button", name="Save the room").click()
    expect(rooms.locator("#said")).to_have_text("The room is saved.")


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_the_pages_fit_and_axe_is_content(page: Pages, demo: Server, size: tuple[int, int]) -> None:
    room = open_room(demo, "A long corridor on the second floor, by the stairs")
    hang(page, demo, room, f"Over the lift, left {uuid4().hex[:6]}", width=1080, height=1920)
    for theme in ("light", "dark"):
        for path in ("displays", f"rooms?room={room}", f"remote?room={room}"):
            and_ = "&" if "?" in path else "?"
            address = f"{demo.address}/{path}{and_}theme={theme}"
            shown = page(address, width=size[0], height=size[1])
            ready = {"d": "#legible:not(:empty)", "r": "#main"}[path[0]]
            expect(shown.locator(ready)).to_be_attached()
            if path.startswith("remote"):
                expect(shown.locator(f"{SCENE} text").first).to_be_visible()
            shown.evaluate("document.fonts.ready.then(() => true)")
            assert (path, theme, shown.evaluate(OVERLAPPING)) == (path, theme, [])
            assert (path, theme, axe(shown)) == (path, theme, [])
            shown.context.close()


def test_a_message_ends_by_the_clock_on_the_wall_wherever_it_is_written(
    demo: Server, page: Pages
) -> None:
    scene = {"scene": "strategy_map", "about": {"unit": "ims"}}
    demo.post("/rooms/porch", {"title": "Porch", "playlist": [scene]})
    away = page(f"{demo.address}/rooms?room=porch", timezone_id="Asia/Tokyo")
    away.fill("#message [name=text]", "Lift out of order")
    away.select_option("#message [name=lasts]", "at")
    away.fill("#message [name=at]", "2026-01-14T23:59")
    away.click("#message [type=submit]")
    expect(away.locator("#sent")).to_contain_text("Lift out of order")
    (found,) = [m for m in demo.get("/api/v1/messages")["items"] if m["text"].startswith("Lift")]
    assert datetime.fromisoformat(found["ends_at"]) == datetime(2026, 1, 14, 23, 59, tzinfo=UTC)
    demo.post(f"/messages/{found['id']}/withdraw", {})
