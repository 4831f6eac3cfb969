"""Uploading a pack in a real browser: choose or drop, look, tick, apply."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Pages, axe
from tests.pages.test_desks import SIZES
from tests.server import Server
from tests.uploads.made import separated, workbook

KPI = "ims.ease_of_use"
PREVIEW = re.compile(r"/uploads\?.*\bupload=")
HEAD = ("kpi", "period", "value", "narrative")


def figure(demo: Server, kpi: str, period: str) -> Any:
    items = demo.get(f"/api/v1/kpis/{kpi}/measurements?limit=1000")["items"]
    return next((item for item in items if item["period"] == period), None)


def file(folder: Path, name: str, raw: bytes) -> str:
    path = folder / name
    path.write_bytes(raw)
    return str(path)


def choose(shown: Page, path: str) -> None:
    shown.locator("#file").set_input_files(path)
    shown.wait_for_url(PREVIEW)


def test_a_pack_is_uploaded_previewed_and_applied(
    page: Pages, demo: Server, tmp_path: Path
) -> None:
    raw = workbook([(KPI, "Dec-17", 4.1), ("ims.insight", "2017-11", 61)])
    shown = page(f"{demo.address}/uploads")
    choose(shown, file(tmp_path, "pack.xlsx", raw))
    expect(shown.locator("h1")).to_have_text("pack.xlsx")
    expect(shown.locator("tbody tr").first).to_contain_text("Figures!C2")
    expect(shown.locator("tbody tr").first).to_contain_text("Dec-17 is read as December 2017")
    assert figure(demo, KPI, "2017-12") is None
    shown.get_by_role("button", name="Apply 2 figures").click()
    expect(shown.locator("#reason")).to_contain_text("2 figures recorded and submitted")
    assert figure(demo, KPI, "2017-12")["value"] == 4.1
    choose(page(f"{demo.address}/uploads"), file(tmp_path, "pack.xlsx", raw))


def test_a_doubt_is_ticked_by_keyboard_alone(page: Pages, demo: Server, tmp_path: Path) -> None:
    raw = separated(("ims.insight", "2017-10", 0.61, "odd"), head=HEAD)
    shown = page(f"{demo.address}/uploads")
    choose(shown, file(tmp_path, "pack.csv", raw))
    button = shown.get_by_role("button", name="Apply 1 figure")
    expect(button).to_be_disabled()
    expect(shown.locator(".doubt")).to_contain_text("looks like a fraction")
    tick = shown.locator("[data-confirm]")
    for _ in range(40):
        shown.keyboard.press("Tab")
        if tick.evaluate("box => box === document.activeElement"):
            break
    shown.keyboard.press("Space")
    expect(button).to_be_enabled()
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    expect(shown.locator("#reason")).to_contain_text("1 figure recorded")


def test_a_file_is_dropped_onto_the_page(page: Pages, demo: Server) -> None:
    shown = page(f"{demo.address}/uploads")
    shown.evaluate(
        """text => {
          const files = new DataTransfer();
          files.items.add(new File([text], "dropped.csv"));
          const kinds = { bubbles: true, cancelable: true, dataTransfer: files };
          const place = document.querySelector("[data-drop-file]");
          place.dispatchEvent(new DragEvent("dragover", kinds));
          place.dispatchEvent(new DragEvent("drop", kinds));
        }""",
        separated((KPI, "2017-09", "n/a")).decode(),
    )
    shown.wait_for_url(PREVIEW)
    expect(shown.locator(".wrong")).to_contain_text("C2“n/a” is not a figure")
    expect(shown.get_by_role("button")).to_have_count(0)


def test_a_file_that_is_refused_leaves_the_page_as_it_was(
    page: Pages, demo: Server, tmp_path: Path
) -> None:
    page.expect_fault("400")
    shown = page(f"{demo.address}/uploads")
    shown.locator("#file").set_input_files(file(tmp_path, "broken.xlsx", b"PK\x03\x04"))
    expect(shown.get_by_role("alert")).to_contain_text("The workbook is damaged")
    shown.locator("#file").set_input_files(file(tmp_path, "large.csv", b"x" * 10_000_001))
    expect(shown.get_by_role("alert")).to_contain_text("larger than 10 MB")


def test_what_somebody_else_did_first_is_told_and_nothing_recorded(
    page: Pages, demo: Server, tmp_path: Path
) -> None:
    page.expect_fault("409")
    shown = page(f"{demo.address}/uploads")
    choose(shown, file(tmp_path, "pack.csv", separated((KPI, "2017-08", 4), (KPI, "2017-07", 4))))
    demo.post(f"/kpis/{KPI}/measurements", {"period": "2017-08", "value": 3})
    shown.get_by_role("button", name="Apply 2 figures").click()
    expect(shown.get_by_role("alert")).to_contain_text("August 2017 is submitted now")
    assert figure(demo, KPI, "2017-07") is None


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_uploads_fit_and_axe_is_content(
    page: Pages, demo: Server, tmp_path: Path, size: tuple[int, int]
) -> None:
    rows = [(KPI, f"2016-{n:02}", 4, "as before") for n in range(1, 13)]
    raws = {
        "good.csv": separated(*rows, ("ims.insight", "2016-12", 0.6, ""), head=HEAD),
        "bad.csv": separated(*rows, ("nope", "2016-12", 1, ""), head=HEAD),
    }
    for theme in ("light", "dark"):
        shown = page(f"{demo.address}/uploads?theme={theme}", width=size[0], height=size[1])
        fits = "document.documentElement.scrollWidth <= innerWidth"
        assert shown.evaluate(fits) and axe(shown) == []
        for name, raw in raws.items():
            shown.goto(f"{demo.address}/uploads?theme={theme}")
            choose(shown, file(tmp_path, name, raw))
            assert shown.locator("html").get_attribute("data-theme") == theme
            assert shown.evaluate(fits) and axe(shown) == []


def test_targets_are_large_enough_for_fingers(page: Pages, demo: Server, tmp_path: Path) -> None:
    shown = page(f"{demo.address}/uploads", has_touch=True)
    choose(shown, file(tmp_path, "p.csv", separated(("ims.insight", "2016-12", 0.6))))
    places = shown.locator("button, .places a, .tick").all()
    assert places
    for place in places:
        box = place.bounding_box()
        assert box is not None and box["height"] >= 44
