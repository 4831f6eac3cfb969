"""The restart drill: the server dies and comes back, and every screen is current by itself."""

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import Browser, Page

from tests.drills.houses import house
from tests.drills.killing import kill
from tests.drills.screens import Screen
from tests.server import Server

PATIENCE = 120.0  # s until a wait is taken for a hang
PERIOD = "2026-01-14"
SCENE = "#stage > svg:not(.overlay):not([aria-hidden])"


@dataclass(frozen=True)
class Returned:
    """A restart: seconds from the moment when the server was ready again until the last of so many
    ``screens``, and of the real browsers, showed what had changed since; ``away`` is how long the
    server was."""

    screens: int
    browsers: int
    away: float
    screens_current: float
    browsers_current: float

    def __str__(self) -> str:
        return (
            f"the server was away for {self.away:.1f} s; {self.screens} screens were current "
            f"{self.screens_current:.1f} s after it was ready, {self.browsers} real browsers "
            f"after {self.browsers_current:.1f} s"
        )


def restart(
    browser: Browser, screens: int, browsers: int, away: float
) -> Generator[Returned, None, None]:
    """Kill the server under so many screens, start it again ``away`` seconds later."""
    with house(screens + browsers) as walls:
        server = walls.serve()
        hung = [Screen(server.port, each) for each in walls.screens[browsers:]]
        try:
            pages = [shown(browser, server.address, each) for each in walls.screens[:browsers]]
            for screen in hung:
                screen.start()
            until(lambda: all(screen.watching for screen in hung), "every screen is on")
            while True:
                kill(server)
                died = time.monotonic()
                time.sleep(away)
                server = walls.serve(server.port)
                yield _current(server, hung, pages, died)
        finally:
            for screen in hung:
                screen.end()
            server.stop()


def _current(
    server: Server, hung: Sequence[Screen], pages: Sequence[Page], died: float
) -> Returned:
    ready = time.monotonic()
    words = figure(server)
    for page in pages:
        see(page, words)
    seen = time.monotonic() - ready
    until(lambda: len({screen.tag for screen in hung}) == 1 and ready < _first(hung), "all current")
    last = max(screen.shown for screen in hung) - ready
    return Returned(len(hung), len(pages), ready - died, last, seen)


def _first(hung: Sequence[Screen]) -> float:
    return min(screen.shown for screen in hung)


# -- parts of every drill with walls ------------------------------------------------------------


def shown(browser: Browser, address: str, credential: str) -> Page:
    """The page of a screen that is told of changes."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.set_default_timeout(PATIENCE * 1000)
    page.add_init_script(f"localStorage.setItem('hub.display:', '{credential}')")
    page.goto(f"{address}/display")
    page.locator("html[data-watching]").wait_for(state="attached")
    page.locator(f"{SCENE} text").first.wait_for()
    return page


def figure(server: Server, kpi: str = "works.kpi_0") -> str:
    """Record a figure that there was not before; how a wall shows it."""
    words = f"{uuid4().int % 90_000 / 1000 + 10:.3f}"
    server.post(f"/kpis/{kpi}/measurements", {"period": PERIOD, "value": float(words)})
    return words


def see(page: Page, words: str) -> None:
    """Wait until it stands on the wall."""
    page.locator(f"{SCENE} text", has_text=words).first.wait_for()


def until(true: Callable[[], object], what: str) -> None:
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends, f"never: {what}"
        time.sleep(0.02)
