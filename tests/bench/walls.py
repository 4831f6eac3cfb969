"""What a change on a wall costs: the server, the wire, the browser, and those beside a deaf one."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import CDPSession, Page
from websockets.asyncio.client import ClientConnection, connect

from hub.bootstrap import ROOT
from tests.bench.deaf import beside_a_deaf_one
from tests.bench.echo import Echo
from tests.bench.screen import posting
from tests.bench.table import Table, median, ms
from tests.drills.browsers import launched
from tests.drills.houses import LENS, MAP, Scene, house
from tests.drills.link import Link
from tests.drills.restarting import PATIENCE, figure, shown, until
from tests.drills.screens import Screen
from tests.server import Server

ROOMS = 20
FEW = 40
SEATS = 256  # threads by default, of which one in eight is kept free of screens
THROTTLE = 6
TICK = 100.0  # of the clock that /proc counts CPU time in, a second
SPENT = ("TaskDuration", "ScriptDuration", "RecalcStyleDuration", "LayoutDuration")


def measure(quick: bool, displays: Sequence[int] = (FEW,)) -> Iterator[Table]:
    rounds = 10 if quick else 40
    yield from (_server(screens, rounds) for screens in displays)
    yield _wire()
    yield _browser(rounds)
    yield beside_a_deaf_one(quick)


# -- the server ---------------------------------------------------------------------------------


def _server(screens: int, rounds: int) -> Table:
    rows = [
        _cost(screens, threads, max(3, rounds * FEW // screens))
        for threads in sorted({SEATS, max(SEATS, screens * 8 // 7 + 16)})
    ]
    return Table(
        f"Server CPU per change delivered to a display, in {ROOMS} rooms of one lens wall",
        (
            "displays",
            "threads",
            "told",
            "current",
            "CPU",
            "bare",
            "times bare",
            "to the last",
            "a core: changes/s",
        ),
        rows,
        (
            "bare: the `websockets` library broadcasting the bytes of the same picture;",
            "told: displays that hold a socket, the others look every 10 s by themselves;",
            f"current: of those, how many had each change within {PATIENCE:.0f} s, at the worst;",
            "to the last: median from the POST to the last display told that has the picture;",
            "a core: how many changes a second would take one core; displays run on the same cores",
        ),
    )


def _cost(screens: int, threads: int, rounds: int) -> tuple[str, ...]:
    with house(screens, ROOMS, threads) as walls:
        server = walls.serve()
        hung = [Screen(server.port, each) for each in walls.screens]
        try:
            told = _settle(hung, threads)
            used, took, current = _changes(server, told, rounds)
        finally:
            for screen in hung:
                screen.end()
            server.stop()
    each = used / sum(current)
    plain = _bare(len(told), told[0].picture, rounds)
    return (
        f"{screens:,}",
        f"{threads:,}",
        f"{len(told):,}",
        f"{min(current):,}",
        ms(each),
        ms(plain),
        f"{each / plain:,.0f}",
        ms(median(took)),
        f"{rounds / used:.2f}",
    )


def _settle(hung: Sequence[Screen], threads: int) -> list[Screen]:
    """Those that hold a socket, once as many do as there is room for."""
    seats = min(len(hung), threads - threads // 8)
    for screen in hung:
        screen.start()
    until(lambda: sum(screen.watching for screen in hung) >= seats, "every seat is taken")
    time.sleep(1)
    return [screen for screen in hung if screen.watching]


def _changes(
    server: Server, told: Sequence[Screen], rounds: int
) -> tuple[float, list[float], list[int]]:
    """CPU seconds of the server for so many changes; of each change, seconds until the last display
    had it, and how many have had it at all."""
    took, current = list[float](), list[int]()
    figure(server)
    time.sleep(2)
    before = _cpu(server.process.pid)
    for _ in range(rounds):
        began = time.monotonic()
        figure(server)
        while sum(s.shown > began for s in told) < len(told):
            if time.monotonic() > began + PATIENCE:
                break
            time.sleep(0.02)
        took.append(max(screen.shown for screen in told) - began)
        current.append(sum(screen.shown > began for screen in told))
    return _cpu(server.process.pid) - before, took, current


def _cpu(process: int) -> float:
    """CPU seconds of a process and its children."""
    tasks = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    spent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / TICK + sum(_cpu(int(child)) for child in tasks)


def _bare(screens: int, size: int, rounds: int) -> float:
    """CPU seconds per delivery of a server that does no more than send these bytes to all."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.broadcast"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        used = asyncio.run(_listen(process, screens, size, rounds))
    finally:
        process.kill()
        process.communicate()
    return used / rounds / screens


async def _listen(process: "subprocess.Popen[str]", screens: int, size: int, rounds: int) -> float:
    """CPU seconds for so many rounds, in which everybody reads everything."""
    assert process.stdin is not None
    assert process.stdout is not None
    address = f"ws://127.0.0.1:{process.stdout.readline().strip()}"
    lines: list[ClientConnection] = [
        await connect(address, max_size=None, compression=None) for _ in range(screens)
    ]
    counted = list[float]()
    for _ in range(rounds + 2):
        print(size, file=process.stdin, flush=True)
        counted.append(float(await asyncio.to_thread(process.stdout.readline)))
        await asyncio.gather(*(line.recv() for line in lines))
    for line in lines:
        await line.close()
    return counted[-1] - counted[1]


# -- the wire -----------------------------------------------------------------------------------


def _wire() -> Table:
    rows = [_bytes(title, scene) for title, scene in (("map", MAP), ("lens wall", LENS))]
    return Table(
        "Bytes on the wire per change of a KPI, to one display",
        ("scene", "its picture", "with the change", "times the picture", "of a KPI elsewhere"),
        rows,
        ("nudge, what the room shows, picture, report of what is on the glass; with all headers",),
    )


def _bytes(title: str, scene: Scene) -> tuple[str, ...]:
    with house(1, scene=scene) as walls, launched() as browser:
        server = walls.serve()
        link = Link(server.port)
        try:
            page = shown(browser, link.address, walls.screens[0])
            time.sleep(2)
            before = link.passed
            figure(server)
            time.sleep(3)
            change = link.passed - before
            figure(server, "annexe.kpi_0")
            time.sleep(3)
            elsewhere = link.passed - before - change
            size = int(page.evaluate(PICTURE))
        finally:
            link.close()
            server.stop()
    return title, f"{size:,}", f"{change:,}", f"{change / size:.2f}", f"{elsewhere:,}"


PICTURE = """() => {
  const fetched = performance.getEntriesByType("resource");
  return fetched.find((entry) => entry.name.includes("/scenes/")).decodedBodySize;
}"""


# -- the browser --------------------------------------------------------------------------------


def _browser(rounds: int) -> Table:
    rows = [_echoed(rounds)]
    rows += [_shown(title, scene, rounds) for title, scene in (("map", MAP), ("lens wall", LENS))]
    plain = rows[0][1][0]
    return Table(
        f"Main thread of the browser per change, its CPU {THROTTLE} times as slow as this one's",
        ("page", "all", "script", "styles", "layout", "times bare"),
        [(title, *map(ms, spent), f"{spent[0] / plain:.1f}") for title, spent in rows],
        (f"means of {rounds} changes; bare: a WebSocket whose words are put into a page",),
    )


def _echoed(rounds: int) -> tuple[str, list[float]]:
    echo = Echo()
    try:
        with launched() as browser:
            page = browser.new_page(viewport={"width": 1920, "height": 1080})
            page.goto(f"http://127.0.0.1:{echo.port}/", wait_until="networkidle")
            post = posting(echo.port)
            devtools = _throttled(page)
            before = _spent(devtools)
            for number in range(rounds):
                post(f"{number}.000")
                page.locator("#stage", has_text=f"{number}.000").wait_for()
                time.sleep(0.5)
            return "bare", _each(devtools, before, rounds)
    finally:
        echo.stop()


def _shown(title: str, scene: Scene, rounds: int) -> tuple[str, list[float]]:
    with house(1, scene=scene) as walls, launched() as browser:
        server = walls.serve()
        try:
            page = shown(browser, server.address, walls.screens[0])
            devtools = _throttled(page)
            time.sleep(2)
            before = _spent(devtools)
            for _ in range(rounds):
                with page.expect_request("**/display/contact"):
                    figure(server)
                time.sleep(1)
            return title, _each(devtools, before, rounds)
        finally:
            server.stop()


def _throttled(page: Page) -> CDPSession:
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    return devtools


def _spent(devtools: CDPSession) -> list[float]:
    """Seconds so far, of each kind."""
    told = {m["name"]: m["value"] for m in devtools.send("Performance.getMetrics")["metrics"]}
    return [float(told[kind]) for kind in SPENT]


def _each(devtools: CDPSession, before: list[float], rounds: int) -> list[float]:
    return [(b - a) / rounds for a, b in zip(before, _spent(devtools), strict=True)]
