"""From a write to the changed picture in a real browser, against bare HTTP and a WebSocket."""

import http.client
import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from playwright.sync_api import Browser, Page
from playwright.sync_api import sync_playwright as driver

from tests.bench.echo import Echo
from tests.bench.table import Table, median, ms
from tests.bench.writes import serving
from tests.browser import FLAGS, find_browser, use_a_node_that_starts

KPIS = 36
PATIENCE = 20_000  # ms until the change is given up
PAUSE = 0.25  # s between two writes, so that each has the machine to itself
# When the words first stand in the stage, in ms since 1970, by the clock that Python reads too.
WATCH = """(words) => {
  const stage = document.getElementById("stage")
  window.seen = new Promise((resolve) => {
    const look = () => {
      if (!stage.textContent.includes(words)) return
      watcher.disconnect()
      resolve(performance.timeOrigin + performance.now())
    }
    const watcher = new MutationObserver(look)
    watcher.observe(stage, {subtree: true, childList: true, characterData: true})
  })
}"""


def measure(quick: bool) -> Iterator[Table]:
    rounds = 10 if quick else 40
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    echo = Echo()
    try:
        with (
            TemporaryDirectory(prefix="hub-bench-") as scratch,
            serving(Path(scratch), KPIS) as server,
            _browser(scratch) as browser,
        ):
            bare = _Watched(browser, f"http://127.0.0.1:{echo.port}/", posting(echo.port))
            wall = f"{server.address}/wall?scene=lens_wall&lens=delivery"
            hub = _Watched(browser, wall, _recording(server.port))
            for _ in range(rounds + 2):
                bare.round()
                hub.round()
    finally:
        echo.stop()
    yield _table(bare.took[2:], hub.took[2:], rounds)


def _table(bare: list[float], hub: list[float], rounds: int) -> Table:
    ratio = median(ours / plain for ours, plain in zip(hub, bare, strict=True))
    return Table(
        "From the POST to the changed DOM in a browser (lens wall of 36 tiles)",
        ("way", "median", "95 %", "times bare"),
        (
            ("bare HTTP, WebSocket, text in the page", *_row(bare), "1.00"),
            ("hub: write, nudge, fetch, morph", *_row(hub), f"{ratio:.2f}"),
        ),
        (f"{rounds} rounds each, in turns",),
    )


def _row(took: list[float]) -> tuple[str, str]:
    return ms(median(took)), ms(sorted(took)[int(len(took) * 0.95)])


@contextmanager
def _browser(home: str) -> Iterator[Browser]:
    program = find_browser(os.environ)
    use_a_node_that_starts()
    with driver() as running:
        launched = running.chromium.launch(
            executable_path=program, args=list(FLAGS), env={**os.environ, "HOME": home}
        )
        yield launched
        launched.close()


class _Watched:
    """A page, and a way to make it change."""

    def __init__(self, browser: Browser, address: str, post: Callable[[str], None]) -> None:
        self.took: list[float] = []
        self._page: Page = browser.new_page(viewport={"width": 1920, "height": 1080})
        self._page.set_default_timeout(PATIENCE)
        self._page.goto(address, wait_until="networkidle")
        self._post = post

    def round(self) -> None:
        """Post a number that no other round posts, and see when it stands in the page."""
        words = f"{uuid4().int % 90_000 / 1000 + 10:.3f}"
        time.sleep(PAUSE)
        self._page.bring_to_front()
        self._page.evaluate(WATCH, words)
        began = time.time()
        self._post(words)
        patience = f"new Promise((_, give_up) => setTimeout(give_up, {PATIENCE}))"
        seen = self._page.evaluate(f"Promise.race([window.seen, {patience}])")
        self.took.append(seen / 1000 - began)


def posting(port: int) -> Callable[[str], None]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def post(words: str) -> None:
        connection.request("POST", "/", words)
        connection.getresponse().read()

    return post


def _recording(port: int) -> Callable[[str], None]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Content-Type": "application/json"}

    def record(words: str) -> None:
        figure = json.dumps({"period": "2026-01-14", "value": float(words)})
        key = {"Idempotency-Key": str(uuid4())}
        path = "/api/v1/kpis/works.kpi_0/measurements"
        connection.request("POST", path, figure, headers | key)
        reply = connection.getresponse()
        words_back = reply.read()
        if reply.status != http.client.CREATED:
            raise RuntimeError(words_back.decode())

    return record
