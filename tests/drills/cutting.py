"""The link drill: the cable of a wall is pulled, and what the wall says, keeps and catches up."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.drills.houses import house
from tests.drills.link import Link
from tests.drills.restarting import PATIENCE, SCENE, figure, see, shown
from tests.server import Server

SAID = re.compile(r"No connection since \d\d:\d\d, last values shown")
QUIET = 2.0  # s, so that nobody is looking when the link is cut
BAR = "#stage .overlay .bar"
VALUES = f"""() => Object.fromEntries([...document.querySelectorAll("{SCENE} [id][data-value]")]
  .map((part) => [part.id, part.getAttribute("data-value")]))"""
WORDS = f"""() => document.querySelector("{SCENE}").textContent"""
# which parts stand in an outline, whether or not they belong there
OUTLINED = f"""() => [...document.querySelectorAll("#stage .outlines rect")].map((outline) => {{
  const at = (part) => part.getBoundingClientRect();
  const near = (a, b) => Math.abs(a.x - b.x) < 4 && Math.abs(a.y - b.y) < 4
    && Math.abs(a.right - b.right) < 4 && Math.abs(a.bottom - b.bottom) < 4;
  return [...document.querySelectorAll("{SCENE} [id][data-value]")]
    .find((part) => near(at(part.querySelector(":scope > rect") ?? part), at(outline)))?.id
    ?? "nothing";
}})"""


@dataclass(frozen=True)
class Cut:
    """One cut of so many seconds. ``said`` is after how many the wall said that there is no
    connection, None where the link was back before; ``current`` how many after the link's return
    it showed what had changed meanwhile. ``faults`` are what must not happen."""

    seconds: float
    pulled: bool
    said: float | None
    current: float
    faults: tuple[str, ...]

    def __str__(self) -> str:
        said = "said nothing" if self.said is None else f"said so after {self.said:.1f} s"
        how = "pulled" if self.pulled else "broken"
        faults = "".join(f"; {fault}" for fault in self.faults)
        return (
            f"link {how} for {self.seconds:g} s: the wall {said}, and was current "
            f"{self.current:.1f} s after the link was back{faults}"
        )


def cuts(browser: Browser, asked: Sequence[tuple[float | None, bool]]) -> Iterator[Cut]:
    """Cut the link of one wall again and again: for so many seconds or, with None, until the wall
    says so; with the cable pulled, or else the connection broken."""
    with house(1) as walls:
        server = walls.serve()
        link = Link(server.port)
        try:
            page = shown(browser, link.address, walls.screens[0])
            for seconds, pulled in asked:
                yield _cut(page, link, server, seconds, pulled)
        finally:
            link.close()
            server.stop()


def _cut(page: Page, link: Link, server: Server, seconds: float | None, pulled: bool) -> Cut:
    page.reload()
    page.locator("html[data-watching]").wait_for(state="attached")
    time.sleep(QUIET)
    values, words = page.evaluate(VALUES), page.evaluate(WORDS)
    (link.pull if pulled else link.break_off)()
    began = time.monotonic()
    fresh = figure(server)
    said = _waited(page, began, seconds)
    faults = [] if page.evaluate(WORDS) == words else ["the picture did not stay"]
    link.mend()
    lasted, back = time.monotonic() - began, time.monotonic()
    see(page, fresh)
    current = time.monotonic() - back
    page.locator(f"{BAR}[visibility=hidden]").wait_for(state="attached", timeout=PATIENCE * 1000)
    return Cut(round(lasted, 1), pulled, said, current, (*faults, *_outlined_wrongly(page, values)))


def _waited(page: Page, began: float, seconds: float | None) -> float | None:
    """Wait until the cut is over; after how many seconds the wall had said so, if it had."""
    said = None
    ends = began + (PATIENCE if seconds is None else seconds)
    while time.monotonic() < ends and (said is None or seconds is not None):
        words = page.locator(f"{BAR} text").text_content() or ""
        if said is None and SAID.fullmatch(words):
            said = time.monotonic() - began
        time.sleep(0.1)
    return said


def _outlined_wrongly(page: Page, before: dict[str, str]) -> Iterator[str]:
    after = page.evaluate(VALUES)
    changed = {id for id, value in after.items() if value != before.get(id)}
    for id in page.evaluate(OUTLINED):
        if id not in changed:
            yield f"{id} is outlined and has not changed"
