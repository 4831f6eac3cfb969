"""The agent, in real Chromium: whatever goes wrong, the wall comes back without a ladder."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path

import pytest

from hub_kiosk.agent import next_clean
from tests.kiosk.walls import Kiosk, SmallHub, until

Start = Callable[..., Kiosk]


@pytest.fixture
def hub() -> Iterator[SmallHub]:
    hub = SmallHub()
    yield hub
    hub.close()


@pytest.fixture
def start(tmp_path: Path, hub: SmallHub) -> Iterator[Start]:
    """``start(...)`` an agent with these settings beside the hub's address."""
    started: list[Kiosk] = []

    def begin(**settings: object) -> Kiosk:
        said = {"hub": hub.address, "patience_seconds": 5, **settings}
        started.append(Kiosk(tmp_path, **said))
        return started[-1]

    yield begin
    for kiosk in started:
        kiosk.stop()


def test_a_browser_that_is_killed_comes_back(start: Start, hub: SmallHub) -> None:
    kiosk = start()
    before = hub.open().page()
    first = kiosk.browser()
    os.kill(first, signal.SIGKILL)
    hub.another_page(before)
    assert kiosk.browser() != first
    assert kiosk.parts(first) == []  # and leaves nothing behind


def test_a_frozen_page_is_started_again(start: Start, hub: SmallHub) -> None:
    kiosk = start()
    before = hub.open().page()
    first = kiosk.browser()
    hub.order = "freeze"
    hub.another_page(before)
    kiosk.says("the page has not painted for 5 s")
    assert kiosk.browser() != first


def test_a_stopped_browser_is_started_again(start: Start, hub: SmallHub) -> None:
    """Stopped as a whole, it neither paints nor answers, and does not end when asked to."""
    kiosk = start()
    before = hub.open().page()
    first = kiosk.browser()
    for part in kiosk.parts(first):
        os.kill(part, signal.SIGSTOP)
    hub.another_page(before)
    assert kiosk.browser() != first
    assert kiosk.parts(first) == []


def test_a_crashed_page_is_opened_again_in_the_same_browser(start: Start, hub: SmallHub) -> None:
    kiosk = start()
    before = hub.open().page()
    first = kiosk.browser()
    for part in kiosk.parts(first, "--type=renderer"):
        os.kill(part, signal.SIGKILL)
    hub.another_page(before)
    kiosk.says("the page crashed and is opened again")
    assert kiosk.browser() == first


def test_without_the_hub_it_waits(start: Start, hub: SmallHub) -> None:
    kiosk = start()
    kiosk.says("Waiting for the hub: The computer is there, but the hub does not run on it yet.")
    hub.open().page()
    kiosk.says(f"showing {hub.address}/display")
    assert kiosk.said.count("the browser is up") == 1


def test_a_page_that_is_not_the_hubs_is_not_left_on_the_wall(start: Start, hub: SmallHub) -> None:
    hub.status = 404
    hub.open()
    kiosk = start()
    kiosk.says("Something answers at this address, but it is not the hub's page for screens.")
    hub.status = 200
    hub.page()


def test_the_network_goes_and_comes(start: Start, hub: SmallHub) -> None:
    kiosk = start()
    hub.open().page()
    first = kiosk.browser()
    hub.close()
    os.kill(first, signal.SIGKILL)  # the worst moment
    kiosk.says("Waiting for the hub")
    hub.open().page()
    assert kiosk.browser() != first


def test_settings_that_are_unfit_are_said_and_mended_without_a_start(
    start: Start, hub: SmallHub
) -> None:
    kiosk = start(hub="wall.example")
    kiosk.says("This screen is not set up")
    kiosk.says("'wall.example' is not an address such as http://hub.example:8321")
    kiosk.write(hub=hub.address)
    hub.open().page()


def test_the_screen_is_off_while_the_room_is_closed(start: Start, hub: SmallHub) -> None:
    kiosk = start(screen_off="wlopm")
    hub.open().page()
    until(lambda: kiosk.switched() == ["--on *"], "on")
    hub.order = "rest"
    until(lambda: kiosk.switched() == ["--on *", "--off *"], "off")
    hub.order = "wake"
    until(lambda: kiosk.switched() == ["--on *", "--off *", "--on *"], "on again")


def test_systemd_hears_of_it_and_stops_it(
    start: Start, hub: SmallHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.settimeout(60)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        kiosk = start()
        hub.open().page()
        heard: set[str] = set()
        while not {"READY=1", "WATCHDOG=1", f"STATUS=showing {hub.address}/display"} <= heard:
            heard.add(line.recv(1000).decode())
        browser = kiosk.browser()
        assert kiosk.stop() == 0
        assert kiosk.parts(browser) == []


@pytest.mark.parametrize(
    ("now", "clean"),
    [("2026-01-14T04:09", "2026-01-14T04:10"), ("2026-01-14T04:10", "2026-01-15T04:10")],
)
def test_the_daily_clean_up(now: str, clean: str) -> None:
    found = next_clean(datetime.fromisoformat(now), time(4, 10))
    assert found == datetime.fromisoformat(clean)
