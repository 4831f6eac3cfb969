"""Ink on a board in a real browser: fingers that draw at once, erase, and draw off line."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Pages, axe, settled, touch
from tests.server import Server

KPI = "ims.first_time_fix"
Spot = tuple[float, float]


@pytest.fixture
def problem(demo: Server) -> str:
    """A problem of its own for a test: its id."""
    return str(demo.post("/issues", {"title": "First-time fix below target", "kpi": KPI})["id"])


def board(page: Pages, server: Server, issue: str, **options: Any) -> Page:
    about = {"has_touch": True, **options}
    shown = page(f"{server.address}/board?issue={issue}&tool=ink", **about)
    shown.wait_for_selector("#ink-sheet")
    return settled(shown)


def strokes(shown: Page) -> Locator:
    """Those that the hub has drawn."""
    return shown.locator("#ink-sheet > [data-stroke]")


def wet(shown: Page) -> Locator:
    """Those that the hub has not drawn yet."""
    return shown.locator("[data-wet] > [data-stroke]")


def line(shown: Page, start: Spot, end: Spot) -> list[Spot]:
    """Stops on a straight line, from one part of the sheet's width and height to another."""
    box = shown.locator("#ink-sheet > rect").bounding_box()
    assert box is not None
    across, down = (end[0] - start[0]) / 12, (end[1] - start[1]) / 12
    return [
        (box["x"] + box["width"] * (start[0] + across * n),
         box["y"] + box["height"] * (start[1] + down * n))
        for n in range(13)
    ]  # fmt: skip


def drawn(shown: Page, start: Spot = (0.2, 0.3), end: Spot = (0.5, 0.4)) -> None:
    """One finger draws a straight stroke."""
    finger, stops = touch(shown), line(shown, start, end)
    finger.press(1, *stops[0])
    finger.move(1, *stops[1:])
    finger.lift(1)


def test_two_fingers_draw_at_once_and_another_board_sees_it(
    page: Pages, demo: Server, problem: str
) -> None:
    shown, other = board(page, demo, problem), board(page, demo, problem)
    fingers = touch(shown)
    first, second = line(shown, (0.1, 0.2), (0.3, 0.5)), line(shown, (0.7, 0.2), (0.9, 0.6))
    fingers.press(1, *first[0])
    fingers.press(2, *second[0])
    for one, two in zip(first[1:], second[1:], strict=True):
        fingers.move(1, one)
        fingers.move(2, two)
    expect(wet(shown)).to_have_count(2)
    fingers.lift(1)
    fingers.lift(2)
    expect(strokes(shown)).to_have_count(2)
    expect(wet(shown)).to_have_count(0)
    expect(strokes(other)).to_have_count(2)
    left, right = (strokes(other).nth(n).bounding_box() for n in (0, 1))
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] < right["x"]


def test_a_finger_that_draws_neither_scrolls_nor_zooms(
    page: Pages, demo: Server, problem: str
) -> None:
    shown = board(page, demo, problem, width=1000, height=700)
    before = shown.evaluate("[scrollX, scrollY, document.querySelector('.tool').scrollTop]")
    expect(shown.locator("#ink-sheet")).to_have_css("touch-action", "none")
    drawn(shown, (0.5, 0.8), (0.5, 0.1))
    expect(strokes(shown)).to_have_count(1)
    assert before == shown.evaluate("[scrollX, scrollY, document.querySelector('.tool').scrollTop]")


def test_a_pen_is_chosen_and_stays_chosen(page: Pages, demo: Server, problem: str) -> None:
    shown = board(page, demo, problem)
    shown.locator("#pen-orange").tap()
    shown.locator("#pen-thick").press("Enter")
    drawn(shown)
    expect(strokes(shown)).to_have_attribute("fill", "#B84A00")
    for pen, pressed in (
        ("ink", "false"),
        ("orange", "true"),
        ("thin", "false"),
        ("thick", "true"),
    ):
        expect(shown.locator(f"#pen-{pen}")).to_have_attribute("aria-pressed", pressed)
    assert axe(shown) == []


def test_a_tap_right_after_a_quick_stroke_counts(page: Pages, demo: Server, problem: str) -> None:
    shown = board(page, demo, problem)
    pen = shown.locator("#pen-blue > rect").bounding_box()
    assert pen is not None
    drawn(shown)
    touch(shown).tap(pen["x"] + 20, pen["y"] + 20)
    expect(shown.locator("#pen-blue")).to_have_attribute("aria-pressed", "true")


def test_the_eraser_takes_whole_strokes_and_undo_brings_them_back(
    page: Pages, demo: Server, problem: str
) -> None:
    shown = board(page, demo, problem)
    for down in (0.3, 0.5, 0.8):
        drawn(shown, (0.2, down), (0.6, down))
    expect(strokes(shown)).to_have_count(3)
    shown.locator("#pen-erase").tap()
    drawn(shown, (0.4, 0.2), (0.4, 0.65))
    expect(strokes(shown)).to_have_count(1)
    shown.locator("#undo").tap()
    expect(strokes(shown)).to_have_count(3)


def test_the_sheet_is_cleared_once_that_is_said_again(
    page: Pages, demo: Server, problem: str
) -> None:
    shown = board(page, demo, problem)
    drawn(shown)
    shown.locator("#clear").tap()
    expect(shown.locator(".editor")).to_contain_text("Clear the one stroke of the sheet?")
    shown.locator(".editor [data-close]").tap()
    expect(strokes(shown)).to_have_count(1)
    shown.locator("#clear").tap()
    shown.locator(".editor [type=submit]").tap()
    expect(strokes(shown)).to_have_count(0)


def test_a_stroke_that_is_drawn_off_line_stays_and_lands_once(
    page: Pages, demo: Server, problem: str
) -> None:
    page.expect_fault("ERR_INTERNET_DISCONNECTED|ERR_NETWORK|Failed to load|WebSocket")
    shown = board(page, demo, problem)
    shown.context.set_offline(True)
    drawn(shown)
    drawn(shown, (0.6, 0.6), (0.8, 0.8))
    expect(shown.locator("#link")).to_contain_text("2 waiting")
    expect(wet(shown)).to_have_count(2)
    shown.context.set_offline(False)
    expect(shown.locator("#link")).to_have_attribute("data-state", "saved")
    expect(strokes(shown)).to_have_count(2)
    expect(wet(shown)).to_have_count(0)


def test_a_stroke_that_waits_is_there_when_the_page_is_opened_again(
    page: Pages, demo: Server, problem: str
) -> None:
    page.expect_fault("ERR_FAILED|Failed to load")
    shown = board(page, demo, problem)
    shown.route(re.compile("/tools/ink$"), lambda route: route.abort())
    drawn(shown)
    expect(shown.locator("#link")).to_contain_text("1 waiting")
    shown.reload()
    expect(wet(shown)).to_have_count(1)
    expect(wet(shown)).to_have_attribute("fill", "#0F1C2A")
    shown.unroute_all()
    expect(strokes(shown)).to_have_count(1)
    expect(wet(shown)).to_have_count(0)


def test_a_stroke_that_is_refused_leaves_the_sheet_with_a_reason(
    page: Pages, demo: Server, problem: str
) -> None:
    page.expect_fault("400")
    shown = board(page, demo, problem)
    full = {"status": 400, "json": {"error": "The sheet is full."}}
    shown.route(re.compile("/tools/ink$"), lambda route: route.fulfill(**full))
    drawn(shown)
    expect(shown.locator("#notices")).to_contain_text("The sheet is full.")
    expect(wet(shown)).to_have_count(0)


def test_what_the_sketch_shows_is_typed(page: Pages, demo: Server, problem: str) -> None:
    shown = board(page, demo, problem)
    shown.locator("#caption").press("Enter")
    shown.locator(".editor textarea").fill("The queue at Telford")
    shown.locator(".editor [type=submit]").click()
    sheet = shown.get_by_role("img", name="Sketch of 0 strokes: The queue at Telford")
    expect(sheet).to_be_visible()
