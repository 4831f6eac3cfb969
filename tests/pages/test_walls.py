"""Walls in a real browser: they follow the figures, fit every screen, and never tire."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Pages, axe, settled
from tests.server import Server

SIZES = [(1366, 768), (1920, 1080), (3840, 2160), (1080, 1920)]
SCENES = [
    "scene=strategy_map&unit=ims",
    "scene=strategy_map&unit=hmrc",
    "scene=strategy_map&unit=ims&objective=ims.deliver_change",
    "scene=perspective&unit=ims&perspective=customer_centricity",
    "scene=scorecard&unit=ims",
    "scene=scorecard&unit=ims&page=2",
    "scene=scorecard&unit=hmrc",
    "scene=lens_wall&lens=delivery",
    "scene=kpi_story&kpi=ims.first_time_fix",
    "scene=kpi_story&kpi=ims.sickness_absence",
    "scene=spread&kpi=ims.sickness_absence",
]
OUTSIDE = """() => {
  const {innerWidth: w, innerHeight: h} = window;
  const root = document.documentElement;
  const found = [...document.querySelectorAll("#stage svg text")]
    .filter((t) => t.textContent.trim())
    .filter((t) => { const b = t.getBoundingClientRect();
      return b.width && (b.left < -1 || b.top < -1 || b.right > w + 1 || b.bottom > h + 1); })
    .map((t) => t.textContent);
  if (root.scrollWidth > w || root.scrollHeight > h) found.push("the page scrolls");
  return found;
}"""
OVERLAPPING = """() => {
  // a line's box has room for accents above and tails below: the letters fill less of it
  const letters = (t) => { const b = t.getBoundingClientRect();
    return {left: b.left, right: b.right, top: b.top + b.height * 0.23,
            bottom: b.bottom - b.height * 0.06}; };
  const texts = [...document.querySelectorAll("#stage > svg:not([aria-hidden]) text")]
    .filter((t) => t.textContent.trim())
    .map((t) => [t.textContent, letters(t)]);
  const found = [];
  texts.forEach(([a, p], i) => texts.slice(i + 1).forEach(([b, q]) => {
    const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (wide > 2 && high > 2) found.push(`${a} / ${b}`);
  }));
  return found;
}"""

COVERED = """() => {
  const back = document.querySelector("#back").getBoundingClientRect();
  return [...document.querySelectorAll("#stage > svg:not([aria-hidden]) text")]
    .map((t) => [t.textContent, t.getBoundingClientRect()])
    .filter(([, b]) => b.right > back.left && b.left < back.right)
    .filter(([, b]) => b.bottom - b.height * 0.2 > back.top && b.top < back.bottom)
    .map(([words]) => words);
}"""


SCENE = "#stage > svg:not([aria-hidden])"  # neither the page's own overlay nor one that fades away
WATCHED = """selector => { window.seen = 0;
  new MutationObserver(() => window.seen++).observe(document.querySelector(selector),
    {subtree: true, childList: true, characterData: true, attributes: true}); }"""


def show(page: Pages, server: Server, scene: str, theme: str = "light", **options: int) -> Page:
    wall = page(f"{server.address}/wall?{scene}&theme={theme}", **options)
    wall.wait_for_selector(f"{SCENE} text")
    return settled(wall)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_nothing_overflows_or_overlaps(
    page: Pages, demo: Server, scene: str, size: tuple[int, int]
) -> None:
    for theme in ("light", "dark"):
        wall = show(page, demo, scene, theme, width=size[0], height=size[1])
        assert wall.evaluate(OUTSIDE) == []
        assert wall.evaluate(OVERLAPPING) == []


@pytest.mark.parametrize(
    ("scene", "end"),
    [("scene=strategy_map&unit=ims", "#data-to"), ("scene=lens_wall&lens=delivery", "#freshness")],
)
def test_the_clock_ends_where_the_content_ends(
    page: Pages, demo: Server, scene: str, end: str
) -> None:
    wall = show(page, demo, scene)
    ends = [wall.locator(part).bounding_box() for part in (".overlay .time", f"{SCENE} {end}")]
    right = [box["x"] + box["width"] for box in ends if box]
    assert abs(right[0] - right[1]) < 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_six_bands_fit(page: Pages, nhs: Server, theme: str) -> None:
    wall = show(page, nhs, "scene=strategy_map", theme)
    assert wall.evaluate(OUTSIDE) == []
    assert wall.evaluate(OVERLAPPING) == []


@pytest.mark.parametrize("scene", SCENES)
def test_axe_finds_nothing_grave(page: Pages, demo: Server, scene: str) -> None:
    for theme in ("light", "dark"):
        assert axe(show(page, demo, scene, theme)) == []


def test_the_wall_changes_after_a_post(page: Pages, demo: Server) -> None:
    wall = show(page, demo, "scene=kpi_story&kpi=ims.major_incidents")
    before = wall.locator(SCENE).element_handle()
    figure = wall.locator(f'{SCENE} [id="v-ims.major_incidents"]')
    assert "17" not in str(figure.text_content())
    demo.post("/kpis/ims.major_incidents/measurements", {"period": "2026-01", "value": 17})
    expect(figure).to_have_text(re.compile("17"))
    assert wall.locator(SCENE).element_handle().evaluate("(a, b) => a === b", before)


def test_the_live_feed_moves_the_wall(page: Pages, demo: Server) -> None:
    wall = show(page, demo, "scene=kpi_story&kpi=ims.service_availability")
    wall.evaluate(WATCHED, SCENE)
    wall.wait_for_function("window.seen > 0")
    assert demo.get("/readyz")["sources"]["availability"]["trouble"] == ""


def test_a_note_reaches_the_story(page: Pages, demo: Server) -> None:
    wall = show(page, demo, "scene=kpi_story&kpi=ims.first_time_fix")
    words = f"Handsets were changed in August {uuid4().hex[:6]}"
    demo.post("/kpis/ims.first_time_fix/notes", {"text": words})
    wall.wait_for_function(
        "w => document.querySelector('#stage').textContent.replace(/\\s/g, '').includes(w)",
        arg=words.replace(" ", ""),
    )
    notes = demo.get("/api/v1/kpis/ims.first_time_fix/notes")["items"]
    assert [note["text"] for note in notes].count(words) == 1


def test_a_card_opens_its_story_and_back(page: Pages, demo: Server) -> None:
    wall = show(page, demo, "scene=strategy_map&unit=ims")
    wall.locator('[id="node-ims.simple_it"]').focus()
    wall.keyboard.press("Enter")
    expect(wall.locator(f"{SCENE} text", has_text="Accountable owner").first).to_be_visible()
    expect(wall.locator(f"{SCENE} text", has_text="Flagship")).to_have_count(0)
    wall.keyboard.press("Escape")
    expect(wall.locator(f"{SCENE} text", has_text="Flagship").first).to_be_visible()


def test_a_total_opens_its_units_and_a_unit_its_story(page: Pages, demo: Server) -> None:
    wall = show(page, demo, "scene=kpi_story&kpi=ims.sickness_absence")
    wall.locator('[id="way-units-behind-it"]').focus()
    wall.keyboard.press("Enter")
    wall.wait_for_url("**scene=spread&kpi=ims.sickness_absence**")
    rows = wall.locator(f"{SCENE} [id^='unit-']")
    expect(rows).to_have_count(4)
    hidden = rows.filter(has_text="small numbers hidden")
    expect(hidden).to_have_count(2)
    wall.locator('[id="unit-ims_live_services.sickness_absence"]').click()
    wall.wait_for_url("**kpi=ims_live_services.sickness_absence**")


SUPPLIERS = ("supplier_savings", "supplier_milestones", "supplier_service_levels")
CHANGE = ("milestones_met", "projects_within_budget", "supplier_milestones")


def test_a_finger_reaches_every_kpi_of_a_card_that_shows_several(page: Pages, demo: Server) -> None:
    map_ = "scene=strategy_map&unit=ims"
    wall = show(page, demo, map_, width=1366, height=768, has_touch=True)
    links = wall.locator(f'{SCENE} [id="node-ims.supplier_value"] [data-href]')
    expect(links).to_have_count(len(SUPPLIERS))
    for index, kpi in enumerate(SUPPLIERS):
        box = links.nth(index).locator("> rect").bounding_box()
        assert box and min(box["width"], box["height"]) >= 56
        wall.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] - 6)
        wall.wait_for_url(f"**kpi=ims.{kpi}")
        wall.locator("#back").tap()
        wall.wait_for_url(f"**?{map_}**")
        expect(links).to_have_count(len(SUPPLIERS))


def test_the_keyboard_reaches_every_kpi_of_a_card_that_shows_one_of_several(
    page: Pages, demo: Server
) -> None:
    wall = show(page, demo, "scene=strategy_map&unit=ims")
    wall.locator('[id="node-ims.deliver_change"]').focus()
    wall.keyboard.press("Enter")
    panels = wall.locator(f"{SCENE} [data-href]")
    expect(panels).to_have_count(len(CHANGE))
    ways = panels.evaluate_all("all => all.map((each) => each.dataset.href)")
    assert [way.rpartition("=")[2] for way in ways] == [f"ims.{kpi}" for kpi in CHANGE]
    panels.nth(1).focus()
    wall.keyboard.press("Enter")
    wall.wait_for_url(f"**kpi=ims.{CHANGE[1]}")


def test_the_way_back_covers_no_words(page: Pages, demo: Server) -> None:
    for width, height in SIZES:
        wall = show(page, demo, "scene=strategy_map&unit=ims", width=width, height=height)
        wall.locator('[id="node-ims.deliver_change"]').focus()
        wall.keyboard.press("Enter")
        expect(wall.locator("#back")).to_be_visible()
        expect(wall.locator(f"{SCENE} [data-href]")).to_have_count(len(CHANGE))
        assert wall.evaluate(COVERED) == []


RECORDED = """async ({path, period, values, tile}) => {
  const stage = document.querySelector("#stage");
  const shown = () => Number(document.getElementById(tile).dataset.value.replace(/[^0-9.]/g, ""));
  const until = (value) => new Promise((drawn) => {
    const watch = new MutationObserver(() => {
      if (shown() !== value) return;
      watch.disconnect();
      drawn();
    });
    watch.observe(stage, {subtree: true, attributeFilter: ["data-value"]});
  });
  for (const value of values) {
    const drawn = until(value);
    const reply = await fetch(path, {method: "POST", headers: {"Content-Type": "application/json"},
                                     body: JSON.stringify({period, value})});
    if (!reply.ok) throw new Error(await reply.text());
    await drawn;
  }
}"""


def test_two_thousand_updates_leave_heap_and_nodes_flat(page: Pages, nhs: Server) -> None:
    """Every update is recorded, drawn and morphed; what grows would show as a slope."""
    kpi = next(k for k in nhs.get("/api/v1/kpis")["items"] if k["lenses"] and k["period"])
    wall = show(page, nhs, f"scene=lens_wall&lens={kpi['lenses'][0]}")
    devtools = wall.context.new_cdp_session(wall)

    def measure() -> dict[str, float]:
        devtools.send("HeapProfiler.collectGarbage")
        counters = devtools.send("Memory.getDOMCounters")
        used = wall.evaluate("performance.memory.usedJSHeapSize")
        return {**counters, "heap": used}

    def update(count: int) -> None:
        said = {
            "path": f"/api/v1/kpis/{kpi['key']}/measurements",
            "period": kpi["period"],
            "values": [20 + number % 60 for number in range(count)],
            "tile": f"kpi-{kpi['key']}",
        }
        wall.evaluate(RECORDED, said)

    update(200)
    before = measure()
    update(1800)
    after = measure()
    assert after["nodes"] <= before["nodes"] * 1.05 + 50
    assert after["jsEventListeners"] <= before["jsEventListeners"] + 5
    assert after["heap"] <= before["heap"] * 1.10 + 500_000
