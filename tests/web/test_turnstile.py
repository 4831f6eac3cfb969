"""A server with all its screens on still answers, whatever is thrown at its sockets."""

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import expect
from websocket import ABNF, WebSocket, WebSocketException, create_connection

from hub.web.turnstile import Turnstile
from tests.browser import Pages
from tests.server import Server

THREADS = 8
SCREENS = 6
KPI = "ims.major_incidents"
RUBBISH = ["9", "4", "42", "4{}", "x" * 200_000, b"\x00\xff" * 50, "1"]
SOCKET = "/socket.io/?EIO=4&transport=websocket"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demo with few threads."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "hub.toml").write_text(f"threads = {THREADS}\n")
    data = ("--data", str(folder / "data"), "--config", str(folder / "hub.toml"))
    server = Server(folder, "demo", *data).wait()
    yield server
    server.stop()


@pytest.fixture
def screens(small: Server) -> Iterator[list[WebSocket]]:
    """As many open sockets as the server takes: places taken before become free in time."""
    opened: list[WebSocket] = []
    for _ in range(SCREENS):
        until(small, 400)
        opened.append(dial(small))
    yield opened
    for socket in opened:
        with suppress(WebSocketException, OSError):
            socket.close()


def dial(server: Server) -> WebSocket:
    """An open Engine.IO socket."""
    socket = create_connection(f"ws://127.0.0.1:{server.port}{SOCKET}", timeout=20)
    assert str(socket.recv()).startswith("0")
    return socket


def knock(server: Server, address: str = SOCKET) -> int:
    """The status that a request to the socket's address without a socket gets: 400, or 503."""
    try:
        urllib.request.urlopen(server.address + address, timeout=20)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    raise AssertionError(f"{address} takes a request for a socket")


def until(server: Server, status: int) -> None:
    for _ in range(2_400):
        if knock(server) == status:
            return
        time.sleep(0.05)
    raise AssertionError(f"the server never answers {status}")


def test_a_screen_too_many_is_turned_away_and_requests_are_answered(
    small: Server, screens: list[WebSocket]
) -> None:
    assert knock(small) == 503
    assert small.get("/healthz") == {"status": "ok"}
    assert small.post(f"/kpis/{KPI}/measurements", {"period": "2026-01", "value": 3})["items"]
    screens.pop().close()
    until(small, 400)
    screens.append(dial(small))
    assert knock(small) == 503


def test_a_wall_without_nudges_looks_by_itself(
    small: Server, screens: list[WebSocket], page: Pages
) -> None:
    page.expect_fault("WebSocket connection to .* 503")
    wall = page()
    wall.clock.install()
    wall.goto(f"{small.address}/wall?scene=kpi_story&kpi={KPI}")
    figure = wall.locator(f"#stage > svg:not([aria-hidden]) [id='v-{KPI}']")
    expect(figure).to_be_visible()
    for value in (71, 72):
        small.post(f"/kpis/{KPI}/measurements", {"period": "2026-01", "value": value})
        expect(figure).not_to_contain_text(str(value))
        wall.clock.fast_forward(10_000)
        expect(figure).to_contain_text(str(value))
    assert len(screens) == SCREENS


@pytest.mark.parametrize("rubbish", RUBBISH, ids=lambda rubbish: repr(rubbish)[:8])
def test_rubbish_costs_no_thread(
    small: Server, screens: list[WebSocket], rubbish: str | bytes
) -> None:
    """Each test before has left its rubbish in every thread there is for screens."""
    assert knock(small) == 503
    for socket in screens:
        code = ABNF.OPCODE_BINARY if isinstance(rubbish, bytes) else ABNF.OPCODE_TEXT
        socket.send(rubbish, code)
    assert small.get("/healthz") == {"status": "ok"}


def test_there_is_no_long_polling_that_could_hang(small: Server) -> None:
    until(small, 400)
    assert knock(small, "/socket.io/?EIO=4&transport=polling") == 400


def test_only_the_sockets_are_counted_and_a_failure_gives_its_place_back() -> None:
    inside, leave = threading.Semaphore(0), threading.Event()

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/hub/socket.io/bad":
            raise ConnectionError
        if environ["PATH_INFO"] == "/hub/socket.io/":
            inside.release()
            leave.wait(20)
        start_response("200 OK", [])
        return [b""]

    turnstile, heard = Turnstile(app, "/hub/socket.io", 3), list[str]()

    def ask(path: str) -> str:
        turnstile({"PATH_INFO": path}, lambda status, _headers: heard.append(status))
        return heard[-1]

    with pytest.raises(ConnectionError):
        ask("/hub/socket.io/bad")
    screen = threading.Thread(target=ask, args=("/hub/socket.io/",))
    screen.start()
    assert inside.acquire(timeout=20)
    assert ask("/hub/socket.io") == "503 Service Unavailable"
    assert ask("/hub/socket.iota") == ask("/hub/wall") == "200 OK"
    leave.set()
    screen.join(20)
    assert ask("/hub/socket.io") == "200 OK"
