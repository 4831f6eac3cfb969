"""The desk in a real browser: figures, notes and problems by mouse and by keyboard."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser import Pages, axe, settled
from tests.server import Server

SIZES = [(1366, 768), (1920, 1080), (3840, 2160), (1080, 1920)]


def test_a_figure_is_entered_and_shown(page: Pages, demo: Server) -> None:
    desk = page(f"{demo.address}/desk?kpi=ims.restore_time")
    form = desk.locator("form[data-send=figure]")
    expect(form.locator("[name=period]")).to_have_value("2026-01")
    form.locator("[name=value]").fill("93")
    form.locator("[name=value]").press("Enter")
    expect(form.locator("[role=status]")).to_contain_text("saved")
    expect(desk.locator("[id='point-2026-01']")).to_contain_text("93")
    newest = demo.get("/api/v1/kpis/ims.restore_time/measurements?limit=1")["items"][0]
    assert (newest["period"], newest["value"]) == ("2026-01", 93)


def test_a_wrong_period_is_explained_and_nothing_written(page: Pages, demo: Server) -> None:
    page.expect_fault("400")
    path = "/api/v1/kpis/ims.insight/measurements"
    before = demo.get(path)["items"]
    desk = page(f"{demo.address}/desk?kpi=ims.insight")
    form = desk.locator("form[data-send=figure]")
    form.locator("[name=period]").fill("FY2025-26-Q4")
    form.locator("[name=value]").fill("70")
    form.locator("[type=submit]").click()
    expect(form.locator("[role=alert]")).to_contain_text("measured by month")
    expect(form.locator("[name=value]")).to_have_value("70")
    assert demo.get(path)["items"] == before


@pytest.mark.parametrize(
    ("kpi", "written"),
    [("ims.insight", "7,5"), ("ims.insight", "1,23,456"), ("ims.supplier_savings", "£1.2bn")],
)
def test_what_may_be_meant_otherwise_is_not_taken_for_a_figure(
    page: Pages, demo: Server, kpi: str, written: str
) -> None:
    path = f"/api/v1/kpis/{kpi}/measurements"
    before = demo.get(path)["items"]
    form = page(f"{demo.address}/desk?kpi={kpi}").locator("form[data-send=figure]")
    form.locator("[name=value]").fill(written)
    form.locator("[type=submit]").click()
    expect(form.locator("[role=alert]")).to_contain_text("is not a figure")
    assert demo.get(path)["items"] == before


@pytest.mark.parametrize(
    ("kpi", "written", "value"),
    [
        ("ims.capability_uplift", "+6.4%", 6.4),
        ("ims.supplier_savings", "£1,018.5m", 1018.5),
        ("ims.spend_against_budget", "\u22122.5 %", -2.5),
    ],
)
def test_figures_are_taken_as_people_write_them(
    page: Pages, demo: Server, kpi: str, written: str, value: float
) -> None:
    form = page(f"{demo.address}/desk?kpi={kpi}").locator("form[data-send=figure]")
    fraction = form.locator(".fraction").count()
    form.locator("[name=value]").fill(written)
    form.locator("[name=value]").press("Enter")
    expect(form.locator("[role=status]")).to_contain_text("saved")
    assert form.locator(".fraction").count() == fraction
    assert demo.get(f"/api/v1/kpis/{kpi}/measurements?limit=1")["items"][0]["value"] == value


def test_a_note_by_keyboard_alone(page: Pages, demo: Server) -> None:
    words = f"Talked about in the sub-committee {uuid4().hex[:6]}"
    desk = settled(page(f"{demo.address}/desk?kpi=ims.insight"))
    desk.locator("form[data-send=note] textarea").focus()
    desk.keyboard.type(words)
    desk.keyboard.press("Tab")  # past what it is about, which may be left out
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator(".notes .threads")).to_contain_text(words)
    assert demo.get("/api/v1/kpis/ims.insight/notes?limit=1")["items"][0]["text"] == words


def test_a_problem_is_raised(page: Pages, demo: Server) -> None:
    title = f"Milestones slip {uuid4().hex[:6]}"
    desk = page(f"{demo.address}/desk?kpi=ims.milestones_met")
    form = desk.locator("form[data-send=raise]")
    form.locator("[name=title]").fill(title)
    form.locator("[type=submit]").click()
    expect(desk.locator(".issues .said")).to_contain_text(title)
    assert demo.get("/api/v1/issues?limit=1")["items"][0]["kpis"] == ["ims.milestones_met"]


def test_search_narrows_the_list(page: Pages, demo: Server) -> None:
    desk = page(f"{demo.address}/desk")
    desk.locator("#seek").fill("sickness")
    expect(desk.locator("[data-entry]:visible")).to_have_count(2)
    expect(desk.locator("#found")).to_contain_text(re.compile("2"))


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("path", ["/", "/desk", "/desk?kpi=hmrc.adviser_attempts"])
def test_pages_fit_and_axe_is_content(
    page: Pages, demo: Server, path: str, size: tuple[int, int]
) -> None:
    for theme in ("light", "dark"):
        address = f"{demo.address}{path}{'&' if '?' in path else '?'}theme={theme}"
        shown = page(address, width=size[0], height=size[1])
        if path != "/":  # there nothing changes by itself
            settled(shown)
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert axe(shown) == []


def test_illustrative_figures_say_so(page: Pages, demo: Server) -> None:
    desk = page(f"{demo.address}/desk?kpi=ims.insight")
    expect(desk.locator("header.kpi")).to_contain_text("illustrative")


def test_a_total_unfolds_to_its_units_and_takes_no_figure(page: Pages, demo: Server) -> None:
    desk = page(f"{demo.address}/desk?kpi=ims.sickness_absence")
    expect(desk.locator("form[data-send=figure]")).to_have_count(0)
    expect(desk.locator(".units tbody tr")).to_have_count(4)
    expect(desk.locator(".units")).to_contain_text("small numbers hidden")
    folded = desk.locator("[id='behind-ims.sickness_absence']")
    folded.locator("summary").focus()
    desk.keyboard.press("Enter")
    expect(folded.locator("a:visible")).to_have_count(4)
    assert axe(desk) == []
    folded.locator("a", has_text="Sourcing and contracts").click()
    expect(desk.locator("header.kpi")).to_contain_text("Sourcing and contracts")
    expect(desk.locator("form[data-send=figure]")).to_have_count(1)
