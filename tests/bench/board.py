"""The problem board: from a touch to the pixels of two boards, large diagrams on a slow screen, and
what is left in the browser after thousands of actions."""

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, CDPSession, Page

from tests.bench.echo import Echo
from tests.bench.table import Table, median, ms
from tests.bench.writes import serving
from tests.browser import settled
from tests.drills.browsers import launched
from tests.server import Server

KPIS = 12
PAUSE = 0.2  # s between two touches, so that each has the machine to itself
PATIENCE = 60_000  # ms until a change is given up
THROTTLE = 6
COLLECTIONS = 3
SAMPLES = 6
LARGE = {"five_whys": 200, "fishbone": 120}  # causes
TOUCHED = """() => addEventListener("pointerdown", () => {
  window.began = performance.timeOrigin + performance.now()
}, true)"""
# When a part of the page first says something else, and that is painted; ms since 1970.
WATCH = """(selector) => {
  const text = () => document.querySelector(selector)?.outerHTML ?? ""
  const before = text()
  window.seen = new Promise((resolve) => {
    const watcher = new MutationObserver(() => {
      if (text() === before) return
      watcher.disconnect()
      requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()))
    })
    watcher.observe(document.body,
      {subtree: true, childList: true, attributes: true, characterData: true})
  })
}"""
SEEN = f"Promise.race([window.seen, new Promise((_, no) => setTimeout(no, {PATIENCE}))])"
ECHO = """() => addEventListener("pointerdown", () => {
  void fetch("/", {method: "POST", body: String(Math.random())})
}, true)"""
# So many touches of one target, each after the one before has come back from the hub.
TAPS = """async ([target, times]) => {
  for (let done = 0; done < times; done += 1) {
    const part = document.querySelector(target)
    const [was, version] = [part.dataset.do, part.dataset.version]
    part.dispatchEvent(new MouseEvent("click", {bubbles: true}))
    await new Promise((resolve) => {
      const look = () => {
        const now = document.querySelector(target)
        if (!now || (now.dataset.do === was && now.dataset.version === version)) return
        watcher.disconnect()
        resolve()
      }
      const watcher = new MutationObserver(look)
      watcher.observe(document.body, {subtree: true, childList: true, attributes: true})
      look()
    })
  }
}"""


def measure(quick: bool) -> Iterator[Table]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with TemporaryDirectory(prefix="hub-bench-") as scratch, serving(Path(scratch), KPIS) as server:
        with launched() as one, launched(chromium=one.browser_type) as other:
            yield _touches(server, one, other, 20 if quick else 100)
        with launched() as browser:
            yield _throttled(server, browser, 5 if quick else 15)
        with launched("--js-flags=--no-turbofan --no-maglev --no-sparkplug") as browser:
            yield _left_over(server, browser, 300 if quick else 10_000)


# -- from a touch to the pixels -----------------------------------------------------------------


@dataclass
class Pair:
    """Two pages that show the same; ``target`` is touched on the first one."""

    own: Page
    other: Page
    target: str
    shows: str
    took: list[tuple[float, float]]

    def round(self) -> None:
        time.sleep(PAUSE)
        for page in (self.own, self.other):
            page.evaluate(WATCH, self.shows)
        box = self.own.locator(self.target).bounding_box()
        assert box is not None
        self.own.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        seen = [page.evaluate(SEEN) for page in (self.own, self.other)]
        began = self.own.evaluate("window.began")
        self.took.append((seen[0] / 1000 - began / 1000, seen[1] / 1000 - began / 1000))


def _touches(server: Server, one: Browser, other: Browser, rounds: int) -> Table:
    issue, cause = _problem(server, 5, "five_whys")
    echo = Echo()
    try:
        board = f"{server.address}/board?issue={issue}"
        target = _toggle(cause)
        hub = _pair(one, other, board, target, ".tool svg", TOUCHED)
        for page in (hub.own, hub.other):
            settled(page)
        plain = _pair(one, other, f"http://127.0.0.1:{echo.port}/", "body", "#stage", TOUCHED)
        plain.own.evaluate(ECHO)
        for page in (plain.own, plain.other):
            page.wait_for_function("document.title === 'Ready'")
            page.evaluate("document.body.style.minHeight = '100vh'")
        for _ in range(rounds + 2):
            for pair in (plain, hub):
                pair.own.bring_to_front()
                pair.other.bring_to_front()
                pair.round()
    finally:
        echo.stop()
    rows = []
    for place, name in enumerate(("own board", "another board")):
        bare = [each[place] for each in plain.took[2:]]
        ours = [each[place] for each in hub.took[2:]]
        times = median(a / b for a, b in zip(ours, bare, strict=True))
        rows += [
            (f"{name}: bare fetch, WebSocket, text", *_spread(bare), "1.00"),
            (f"{name}: hub, a cause is confirmed", *_spread(ours), f"{times:.2f}"),
        ]
    return Table(
        "From the touch to the painted change on two problem boards",
        ("way", "median", "99 %", "times bare"),
        rows,
        (f"{rounds} touches each, in turns; two browsers, on the cores of the server",),
    )


def _pair(one: Browser, other: Browser, address: str, target: str, shows: str, init: str) -> Pair:
    pages = []
    for browser in (one, other):
        context = browser.new_context(viewport={"width": 1920, "height": 1080}, has_touch=True)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        page.evaluate(init)
        pages.append(page)
    return Pair(pages[0], pages[1], target, shows, [])


def _toggle(cause: str) -> str:
    """The target that confirms a cause, and takes that back."""
    return f'.tool [data-args*="{cause}"]:is([data-do="confirm"], [data-do="suspect"])'


def _spread(took: list[float]) -> tuple[str, str]:
    return ms(median(took)), ms(quantiles(took, n=100)[98])


# -- large diagrams on a slow screen --------------------------------------------------------------


def _throttled(server: Server, browser: Browser, rounds: int) -> Table:
    rows = []
    for tool, causes in LARGE.items():
        for count in (3, causes):
            fast, slow = (_followed(server, browser, tool, count, rate, rounds) for rate in (1, 6))
            rows.append((f"{tool}, {count} causes", *_spread(fast), *_spread(slow),
                         f"{median(slow) / median(fast):.1f}"))  # fmt: skip
    return Table(
        "From somebody else's change to its pixels on a board with a slow processor",
        ("diagram", "median", "99 %", f"{THROTTLE}x slower", "99 %", "ratio"),
        rows,
        (f"{rounds} changes each: the hub commits, draws, nudges; the board fetches and morphs",),
    )


def _followed(
    server: Server, browser: Browser, tool: str, causes: int, rate: int, rounds: int
) -> list[float]:
    issue, cause = _problem(server, causes, tool)
    with _board(browser, f"{server.address}/board?issue={issue}&tool={tool}") as page:
        devtools = page.context.new_cdp_session(page)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": rate})
        took = []
        for number in range(rounds + 1):
            time.sleep(PAUSE)
            page.evaluate(WATCH, ".tool svg")
            began = time.time()
            does = "suspect" if number % 2 else "confirm"
            said = {"action": does, "arguments": {"id": cause}, "version": number + 1}
            server.post(f"/issues/{issue}/tools/{tool}", said)
            took.append(page.evaluate(SEEN) / 1000 - began)
        devtools.detach()
    return took[1:]


@contextmanager
def _board(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    yield settled(page)
    context.close()


def _problem(server: Server, causes: int, tool: str) -> tuple[str, str]:
    """A problem with so many causes, three below each, and the one that was named first."""
    issue, named = str(uuid4()), [str(uuid4()) for _ in range(causes)]
    server.post("/issues", {"id": issue, "title": "Measured", "kpi": "works.kpi_0"})
    verb = "add" if tool == "fishbone" else "ask"
    bones = ("people", "methods", "equipment", "materials", "environment", "measurement")
    for number, id in enumerate(named):
        said: dict[str, Any] = {"text": f"Cause {number} of many that were named", "id": id}
        if tool == "fishbone":
            said["bone"] = bones[number % len(bones)]
        else:
            said["parent"] = named[(number - 1) // 3] if number else None
        server.post(f"/issues/{issue}/tools/{tool}", {"action": verb, "arguments": said})
    return issue, named[0]


# -- what is left over ----------------------------------------------------------------------------


def _left_over(server: Server, browser: Browser, actions: int) -> Table:
    issue, cause = _problem(server, 5, "five_whys")
    rows = []
    with _board(browser, f"{server.address}/board?issue={issue}") as page:
        devtools = page.context.new_cdp_session(page)
        devtools.send("Performance.enable")
        page.evaluate(TAPS, [_toggle(cause), 40])  # until everything was used once
        for sample in range(SAMPLES + 1):
            if sample:
                page.evaluate(TAPS, [_toggle(cause), actions // SAMPLES])
            rows.append((f"{sample * (actions // SAMPLES):,}", *_census(page, devtools)))
            print(*rows[-1], sep=", ", file=sys.stderr, flush=True)  # it takes a quarter of an hour
    return Table(
        "What a board holds after so many touches that the hub has answered",
        ("actions", "heap", "nodes", "listeners"),
        rows,
        ("after collecting garbage; the interpreter alone, since compiled code counts as heap",),
    )


def _census(page: Page, devtools: CDPSession) -> tuple[str, str, str]:
    page.wait_for_timeout(1_500)  # what follows the last answer is done
    for _ in range(COLLECTIONS):
        devtools.send("HeapProfiler.collectGarbage")
    held = devtools.send("Memory.getDOMCounters")
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    heap = next(each["value"] for each in metrics if each["name"] == "JSHeapUsedSize")
    return f"{heap / 1e6:.3f} MB", f"{held['nodes']:,}", f"{held['jsEventListeners']:,}"
