"""The census: what is left in a page once everything that nobody holds is collected."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

COLLECTIONS = 3  # what one frees may hold what the next one frees
LEAST_GROWTH = 0.04  # share of the heap over a whole soak that counts as no growth
DETACHED = """function () {
  return this.filter((node) => !Object.hasOwn(node, "constructor")) // what is one, not their kinds
    .filter((node) => node.getRootNode({composed: true}) !== document).length;
}"""


@dataclass(frozen=True)
class Sample:
    """``nodes`` are all the browser holds for the page, ``inside`` those in its document,
    ``detached`` those that a script still holds though they are in no document. ``heap`` in bytes;
    ``resident`` is the memory of the page's process in bytes."""

    updates: int
    nodes: int
    inside: int
    listeners: int
    detached: int
    timers: int
    heap: int
    resident: int

    def __str__(self) -> str:
        return (
            f"{self.updates:>7,} updates: {self.nodes:,} nodes ({self.inside:,} in the document), "
            f"{self.listeners:,} listeners, {self.detached:,} detached, {self.timers} timers, "
            f"heap {self.heap / 1e6:.2f} MB, process {self.resident / 1e6:.0f} MB"
        )


@dataclass(frozen=True)
class Outcome:
    """The samples of a soak after it has warmed up."""

    samples: Sequence[Sample]
    scenes: int
    seconds: float

    @property
    def growths(self) -> list[str]:
        """What did not stay as it was."""
        found = [
            f"{name}: {counts[0]:,} to {counts[-1]:,}, {max(counts):,} at most"
            for name in ("nodes", "inside", "listeners", "detached")
            if len(set(counts := [getattr(sample, name) for sample in self.samples])) > 1
        ]
        if self.heap_growth > LEAST_GROWTH:
            found.append(f"the heap by {self.heap_growth:.1%}")
        return found

    @property
    def heap_growth(self) -> float:
        """By how much of itself the heap grew from the first sample to the last, as the middle of
        the slopes between all pairs of samples says (Theil and Sen): no single one decides."""
        slopes = [
            (b.heap - a.heap) / (b.updates - a.updates)
            for n, a in enumerate(self.samples)
            for b in self.samples[n + 1 :]
        ]
        ran = self.samples[-1].updates - self.samples[0].updates
        return median(slopes) * ran / median(sample.heap for sample in self.samples)

    @property
    def sound(self) -> bool:
        return not self.growths

    def __str__(self) -> str:
        last = self.samples[-1]
        grew = "; ".join(self.growths) or "nothing grew"
        return (
            f"{last.updates:,} updates, {self.scenes:,} scene changes in {self.seconds:,.0f} s, "
            f"{len(self.samples)} samples: heap {self.heap_growth:+.2%}\n{last}\n{grew}"
        )


class Census:
    """Counts what the browser holds for a page."""

    def __init__(self, page: Page, browser: Browser) -> None:
        self._page = page
        self._devtools: CDPSession = page.context.new_cdp_session(page)
        self._devtools.send("Performance.enable")
        self._renderer = _renderer(browser)

    def take(self, updates: int) -> Sample:
        """Brings the page to its home picture, and counts."""
        found = self._page.evaluate("projector.home()")
        for _ in range(COLLECTIONS):
            self._devtools.send("HeapProfiler.collectGarbage")
        held = self._devtools.send("Memory.getDOMCounters")
        if self._page.evaluate("projector.writes()") != found["writes"]:
            return self.take(updates)  # it was counted while it wrote
        metrics = self._devtools.send("Performance.getMetrics")["metrics"]
        heap = next(each["value"] for each in metrics if each["name"] == "JSHeapUsedSize")
        return Sample(
            updates=updates,
            nodes=held["nodes"],
            inside=found["inside"],
            listeners=held["jsEventListeners"],
            detached=self._detached(),
            timers=found["timers"],
            heap=int(heap),
            resident=_resident(self._renderer),
        )

    def _detached(self) -> int:
        """How many nodes a script holds that are in no document."""
        ask = self._devtools.send
        kind = ask("Runtime.evaluate", {"expression": "Node.prototype", "objectGroup": "census"})
        asked = {"prototypeObjectId": kind["result"]["objectId"], "objectGroup": "census"}
        nodes = ask("Runtime.queryObjects", asked)["objects"]["objectId"]
        call = {"objectId": nodes, "functionDeclaration": DETACHED, "returnByValue": True}
        count: int = ask("Runtime.callFunctionOn", call)["result"]["value"]
        ask("Runtime.releaseObjectGroup", {"objectGroup": "census"})
        return count


def _renderer(browser: Browser) -> int:
    """The process of the only page; 0 where this system does not say."""
    devtools = browser.new_browser_cdp_session()
    processes: list[dict[str, Any]] = devtools.send("SystemInfo.getProcessInfo")["processInfo"]
    devtools.detach()
    renderers = [each for each in processes if each["type"] == "renderer"]
    busiest = max(renderers, key=lambda each: float(each["cpuTime"]), default={"id": 0})
    return int(busiest["id"])


def _resident(process: int) -> int:
    status = Path(f"/proc/{process}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if "VmRSS" in line), 0)
