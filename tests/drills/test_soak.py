"""A wall that lives through many changes holds no more afterwards; one that would is found out."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from tests.drills.census import Outcome, Sample
from tests.drills.soaking import Film, filmed, soak

KEPT_SCENES = """() => { const kept = window.kept = []; new MutationObserver((changes) => {
  for (const change of changes) kept.push(...change.removedNodes);
}).observe(document.querySelector("#stage"), {childList: true}); }"""
KEPT_ANSWERS = """() => { const kept = window.kept = [], {fetch} = window;
  window.fetch = (...asked) => {
    kept.push(new Array(200).fill(kept.length));
    return fetch(...asked);
  }; }"""
KEPT_LISTENERS = """() => { new MutationObserver(() => addEventListener("x", () => 0))
  .observe(document.querySelector("#stage"), {childList: true}); }"""
SAMPLE = Sample(0, 549, 549, 31, 0, 8, 1_400_000, 0)


@pytest.fixture(scope="module")
def film() -> Iterator[Film]:
    with filmed() as found:
        yield found


def test_nothing_is_left_over_from_changes(film: Film, browser: Browser) -> None:
    outcome = soak(film, updates=600, scenes=40, samples=6, chromium=browser.browser_type)
    assert outcome.growths == [], outcome.samples
    assert len(outcome.samples) == 7


@pytest.mark.parametrize(
    ("leak", "found"),
    [(KEPT_SCENES, "detached"), (KEPT_ANSWERS, "the heap"), (KEPT_LISTENERS, "listeners")],
    ids=["nodes", "heap", "listeners"],
)
def test_a_leak_is_found(film: Film, browser: Browser, leak: str, found: str) -> None:
    kind = browser.browser_type
    outcome = soak(film, updates=60, scenes=6, samples=3, leak=leak, chromium=kind)
    assert any(word.startswith(found) for word in outcome.growths), outcome


@pytest.mark.parametrize(
    ("heaps", "growth"),
    [
        ((100, 101, 100, 99, 100), 0),
        ((100, 100, 100, 100, 180), 0),
        ((100, 110, 120, 131, 140), 1 / 3),
    ],
)
def test_the_heap_is_judged_by_all_samples(heaps: tuple[int, ...], growth: float) -> None:
    taken = [replace(SAMPLE, updates=100 * n, heap=heap) for n, heap in enumerate(heaps)]
    assert Outcome(taken, 0, 0).heap_growth == pytest.approx(growth, abs=0.01)


def test_one_node_more_is_growth() -> None:
    after = replace(SAMPLE, updates=100, nodes=550)
    assert Outcome([SAMPLE, after], 0, 0).growths == ["nodes: 549 to 550, 550 at most"]
