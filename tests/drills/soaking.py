"""The soak: a wall lives through months of changes, and nothing may be left over from them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, BrowserType, Page

from tests.drills.browsers import launched
from tests.drills.census import Census, Outcome, Sample
from tests.drills.reel import Reel, shoot
from tests.server import Server

PROJECTOR = Path(__file__).with_name("projector.js")
WARM_UP = 21  # scene changes until each was shown in either theme, with and without a driver
UPDATES_A_SCENE = 4  # while it warms up
# machine code of what runs often is made over thousands of rounds, and counts as heap
INTERPRETED = "--js-flags=--no-turbofan --no-maglev --no-sparkplug"
PLAY = "([updates, scenes]) => projector.play(updates, scenes)"


@dataclass(frozen=True)
class Film:
    """The pictures, and the hub that the page itself comes from."""

    reel: Reel
    server: Server


@contextmanager
def filmed() -> Iterator[Film]:
    with TemporaryDirectory(prefix="hub-soak-") as scratch:
        server = Server(Path(scratch), "demo", "--data", f"{scratch}/data").wait()
        try:
            yield Film(shoot(server), server)
        finally:
            server.stop()


def _silent(words: str) -> None:
    pass


def soak(
    film: Film,
    updates: int,
    scenes: int,
    samples: int,
    leak: str = "",
    say: Callable[[str], None] = _silent,
    chromium: BrowserType | None = None,
) -> Outcome:
    """``leak`` is a script that is run in the page before: to see that one would be found."""
    with launched(INTERPRETED, chromium=chromium) as browser:
        page = _projected(browser, film)
        page.evaluate(leak)
        page.evaluate(PLAY, [WARM_UP * UPDATES_A_SCENE, WARM_UP])
        census, taken = Census(page, browser), list[Sample]()
        began = time.monotonic()
        for number in range(samples + 1):
            done = updates * number // samples
            taken.append(census.take(done))
            say(str(taken[-1]))
            if number < samples:
                turned = [scenes * n // samples for n in (number, number + 1)]
                page.evaluate(
                    PLAY, [updates * (number + 1) // samples - done, turned[1] - turned[0]]
                )
        return Outcome(taken, scenes, time.monotonic() - began)


def _projected(browser: Browser, film: Film) -> Page:
    """The page of the screen, with the reel for its network."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.add_init_script(f"localStorage.setItem('hub.display:', '{film.reel.credential}')")
    page.add_init_script(path=PROJECTOR)
    page.goto(f"{film.server.address}/display", wait_until="networkidle")
    for address, pictures in film.reel.drawn.items():
        page.evaluate("([address, drawn]) => projector.load(address, drawn)", [address, pictures])
    page.evaluate("([now, shots]) => projector.begin(now, shots)", [film.reel.now, film.reel.shots])
    return page
