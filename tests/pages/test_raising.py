"""From a red tile to a problem in one gesture: by finger and mouse, on a wall and on a phone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.browser import Pages, settled
from tests.pages.test_screens import LENS, paired
from tests.server import Server

HELD = 700  # ms, more than a press has to last
TILE = "#stage [data-kpi='ims.first_time_fix']"


@contextmanager
def held(page: Page, selector: str) -> Iterator[None]:
    """While a finger rests on a part."""
    box = page.locator(selector).first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    line = page.context.new_cdp_session(page)
    line.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    yield
    line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def wall(page: Pages, demo: Server, about: str, **options: bool) -> Page:
    shown = page(f"{demo.address}/wall?{about}", **options)
    return settled(shown)


def test_a_tile_that_is_held_raises_a_problem_that_has_all_of_it(page: Pages, demo: Server) -> None:
    shown = wall(page, demo, "scene=lens_wall&lens=delivery", has_touch=True)
    with held(shown, TILE):
        shown.wait_for_url(re.compile("/board"))
    form = shown.locator("#editors form")
    expect(form.locator("[name=kpi]")).to_have_value("ims.first_time_fix")
    title = form.locator("[name=title]").input_value()
    assert "first call" in title and "%" in title
    known = demo.get("/api/v1/kpis/ims.first_time_fix")["issues"]
    assert form.locator("a").count() == len(known) > 0
    form.locator("[type=submit]").click()
    expect(shown.locator(".head h1")).to_have_text(title)
    assert "raise=" not in shown.url
    (issue,) = (i for i in demo.get("/api/v1/issues")["items"] if i["title"] == title)
    assert demo.get(f"/api/v1/issues/{issue['id']}")["place"] == "wall"


def test_a_point_of_a_chart_gives_its_period(page: Pages, demo: Server) -> None:
    shown = wall(page, demo, "scene=kpi_story&kpi=ims.first_time_fix")
    chart = shown.locator("[data-points]").first
    points = chart.evaluate("c => JSON.parse(c.dataset.points)")
    third = chart.evaluate(
        "(c, x) => new DOMPoint(x, 0).matrixTransform(c.getScreenCTM()).x", points[2][1]
    )
    box = chart.bounding_box()
    assert box
    shown.mouse.click(third, box["y"] + box["height"] / 2, button="right")
    shown.wait_for_url(re.compile("/board"))
    title = shown.locator("#editors form [name=title]").input_value()
    assert title.endswith("February 2025")
    shown.locator("#editors form [type=submit]").click()
    expect(shown.locator(".head h1")).to_have_text(title)
    (issue,) = (i for i in demo.get("/api/v1/issues")["items"] if i["title"] == title)
    signal = demo.get(f"/api/v1/issues/{issue['id']}")["signal"]
    assert signal["period"] == points[2][0] == "2025-02"


def test_a_short_touch_and_one_that_moves_open_no_problem(page: Pages, demo: Server) -> None:
    shown = wall(page, demo, "scene=lens_wall&lens=delivery", has_touch=True)
    shown.locator(TILE).first.tap()
    expect(shown.locator("#stage > svg[data-topics]")).to_have_count(1)
    shown.wait_for_timeout(HELD)
    assert "/board" not in shown.url


def test_a_screen_that_writes_nothing_shows_the_way_to_a_phone(page: Pages, demo: Server) -> None:
    screen = page(has_touch=True)
    paired(demo, screen, "library", LENS)
    settled(screen)
    dialog = screen.locator("#phone")
    with held(screen, TILE):
        expect(dialog).to_be_visible()
    expect(dialog).to_be_visible()
    expect(dialog.locator("h2")).to_have_text("Raise a problem with your phone")
    address = dialog.locator("[data-address]").text_content() or ""
    assert "/board?raise=ims.first_time_fix" in address
    phone = settled(page(address.replace("localhost", "127.0.0.1"), width=420, height=900))
    expect(phone.locator("#editors form [name=kpi]")).to_have_value("ims.first_time_fix")
