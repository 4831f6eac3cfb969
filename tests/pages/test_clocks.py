"""Walls whose clocks jump: their own, or the hub's; and the two days on which every clock does."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from hub.commands import SetRoom
from hub.hub import Hub
from hub.testing import NOON, WORKER, SetClock
from hub.web import FlaskHub
from tests.browser import Pages
from tests.drills.houses import let_in
from tests.server import free_port

SCENE = "#stage > svg:not(.overlay):not([aria-hidden])"
TIME, BAR = "#stage .overlay .time", "#stage .overlay .bar[visibility=visible]"
STEPS = [
    {"scene": "strategy_map", "about": {"unit": "works"}, "seconds": 3600},
    {"scene": "lens_wall", "about": {"lens": "delivery"}, "seconds": 3600},
]
Hang = Callable[..., Page]


@pytest.fixture
def hang(hub: Hub, page: Pages) -> Iterator[Hang]:
    """``hang(time)`` a screen whose own clock says so, in a room that shows two scenes for an hour
    each. The hub's clock is ``hub_clock``."""
    app = Flask("tests")
    FlaskHub(app, hub=hub, identify=lambda _request: WORKER, schedule=False)
    server = make_server("127.0.0.1", free_port(), app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    room = {"room": "hall", "title": "Hall", "playlist": STEPS}
    hub.execute(SetRoom.model_validate(room), WORKER)
    credential = let_in(hub, "hall")

    def begin(time: str = NOON.isoformat()) -> Page:
        screen = page()
        screen.clock.install(time=time)
        screen.add_init_script(f"localStorage.setItem('hub.display:/hub', '{credential}')")
        screen.goto(f"http://127.0.0.1:{server.port}/hub/display")
        screen.locator("html[data-watching]").wait_for(state="attached")
        return screen

    yield begin
    page.close()
    server.shutdown()
    thread.join(20)
    server.server_close()


def shows(screen: Page, words: str) -> None:
    expect(screen.locator(f"{SCENE}[aria-label*='{words}']")).to_have_count(1)


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ("2026-03-29T00:59:30Z", "00:59", "02:00"),
        ("2026-10-25T00:59:30Z", "01:59", "01:00"),
        ("2026-10-25T01:59:30Z", "01:59", "02:00"),
    ],
    ids=["summer time begins", "summer time ends", "and the hour after"],
)
def test_the_clock_on_the_wall_on_the_days_on_which_clocks_change(
    hang: Hang, hub_clock: SetClock, before: str, said: str, after: str
) -> None:
    screen = hang(before)
    expect(screen.locator(TIME)).to_have_text(said)
    screen.clock.fast_forward("00:40")
    expect(screen.locator(TIME)).to_have_text(after)
    expect(screen.locator(BAR)).to_have_count(0)


@pytest.mark.parametrize("days", [1, -1])
def test_a_screen_whose_clock_jumps_a_day(hang: Hang, hub: Hub, days: int) -> None:
    """What it shows is by the hub's clock, and goes on; it says another time of day by itself."""
    screen = hang()
    expect(screen.locator(TIME)).to_have_text("12:00")
    screen.clock.set_system_time(NOON + timedelta(days=days, hours=3))
    screen.clock.fast_forward("01:01")
    expect(screen.locator(TIME)).to_have_text("15:01")
    shows(screen, "Strategy map")
    screen.keyboard.press(" ")
    told = screen.locator("[data-driver]")
    expect(told).to_contain_text("goes on in 10:00")
    screen.clock.set_system_time(NOON)
    screen.clock.fast_forward("01:01")
    expect(told).to_contain_text("goes on in 10:00")  # the hub's clock stands still
    expect(screen.locator(BAR)).to_have_count(0)


def test_a_hub_whose_clock_jumps_a_day_ahead(hang: Hang, hub_clock: SetClock) -> None:
    screen = hang()
    shows(screen, "Strategy map")
    hub_clock.move(days=1)
    screen.clock.fast_forward("01:01")
    expect(screen.locator(BAR)).to_have_count(0)
    shows(screen, "Strategy map")
    hub_clock.move(hours=1, seconds=1)
    screen.clock.fast_forward("01:00:01")
    shows(screen, "Delivery")


def test_a_hub_whose_clock_falls_a_day_back_and_is_put_right(
    hang: Hang, hub_clock: SetClock
) -> None:
    screen = hang()
    shows(screen, "Strategy map")
    hub_clock.move(days=-1)
    screen.clock.fast_forward("01:01")
    expect(screen.locator(BAR)).to_have_count(0)
    shows(screen, "Strategy map")
    hub_clock.move(days=1, hours=1, seconds=1)
    screen.clock.fast_forward("01:01")
    shows(screen, "Delivery")
