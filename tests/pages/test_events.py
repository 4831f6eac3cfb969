"""The page of dated events in a real browser: by keyboard, by touch, and as axe sees it."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import Pages, axe, settled
from tests.server import Server

SIZES = [(1366, 768), (1920, 1080), (1080, 1920), (390, 844)]
KPI = "ims.ease_of_use"


def happened(demo: Server, words: str = "Event") -> tuple[str, str]:
    """An event of its own for the test: its id and its title."""
    title = f"{words} {uuid4().hex[:8]}"
    told = {"kind": "release", "title": title, "starts": "2026-01-09", "unit": "ims",
            "kpis": [KPI]}  # fmt: skip
    return str(demo.post("/events", told)["id"]), title


def found(demo: Server, title: str) -> list[dict[str, object]]:
    items: list[dict[str, object]] = demo.get(f"/api/v1/events?text={title.split()[-1]}")["items"]
    return items


def opened(page: Pages, demo: Server, **options: object) -> Page:
    return settled(page(f"{demo.address}/events", **options))  # type: ignore[arg-type]


def test_an_event_is_recorded_by_keyboard_alone(page: Pages, demo: Server) -> None:
    title = f"Cut-over {uuid4().hex[:8]}"
    shown = opened(page, demo)
    form = shown.locator("#record")
    form.locator("[name=title]").focus()
    shown.keyboard.type(title)
    shown.keyboard.press("Tab")
    shown.keyboard.press("ArrowRight")  # from release to incident
    form.locator("[name=starts_day]").fill("2026-01-08")
    form.locator("[name=starts_at]").fill("22:30")
    form.locator("[name=ends_at]").fill("23:15")
    form.locator("[name=unit]").select_option("ims")
    form.locator("#about-new > summary").press("Enter")
    form.locator(f"[name=kpis][value='{KPI}']").press("Space")
    form.locator("[name=text]").press("Tab")
    form.locator("[type=submit]").press("Enter")
    expect(form.locator("[data-done]")).to_have_text("The event is recorded.")
    expect(shown.locator("#events")).to_contain_text(title)
    (item,) = found(demo, title)
    assert (item["kind"], item["kpis"], item["visibility"]) == ("incident", [KPI], "staff")
    assert (item["starts"], item["ends"]) == ("2026-01-08T22:30:00Z", "2026-01-08T23:15:00Z")


def test_only_kpis_of_the_unit_can_be_ticked(page: Pages, demo: Server) -> None:
    shown = opened(page, demo)
    shown.locator("#about-new > summary").click()
    offered = shown.locator("#about-new .tick:visible")
    shown.locator("#record [name=unit]").select_option("hmrc")
    every = offered.count()
    shown.locator("#record [name=unit]").select_option("ims_live_services")
    assert 0 < offered.count() < every
    expect(shown.locator(f"#record .tick:has([value='{KPI}'])")).to_be_hidden()


def test_what_is_missing_and_what_makes_no_sense_is_said(page: Pages, demo: Server) -> None:
    page.expect_fault("400")
    shown = opened(page, demo)
    form = shown.locator("#record")
    form.locator("[type=submit]").click()
    expect(form.locator("[role=alert]")).to_have_text("Say in a few words what happened.")
    form.locator("[name=title]").fill("Backwards")
    form.locator("[name=starts_day]").fill("2026-01-08")
    form.locator("[name=ends_day]").fill("2026-01-05")
    form.locator("[type=submit]").click()
    expect(form.locator("[role=alert]")).to_contain_text("an event ends after it starts")
    expect(form.locator("[name=title]")).to_have_value("Backwards")


def test_an_event_is_put_right_and_a_lost_race_is_told(page: Pages, demo: Server) -> None:
    page.expect_fault("409")
    event, title = happened(demo)
    told = {"kind": "release", "title": f"Other {title}", "starts": "2026-01-09", "unit": "ims"}

    def overtaken(route: Route) -> None:
        """The words of another screen arrive before these do."""
        demo.post(f"/events/{event}", {**told, "version": 1})
        route.continue_()

    shown = opened(page, demo)
    shown.locator(f"[id='to-correct-{event}']").click()
    form = shown.locator(f"[id='correct-{event}']")
    expect(form.locator("[name=starts_day]")).to_have_value("2026-01-09")
    expect(form.locator(f"[name=kpis][value='{KPI}']")).to_be_checked()
    form.locator("[name=title]").fill(f"Mine {title}")
    shown.route(f"**/events/{event}", overtaken, times=1)
    form.locator("[type=submit]").click()
    expect(form.locator("[role=alert]")).to_contain_text(f"it now says “Other {title}”")
    expect(form).to_have_attribute("data-version", "2")
    form.locator("[type=submit]").click()
    expect(shown.locator(f"[id='title-{event}']")).to_have_text(f"Mine {title}")


def test_an_event_is_withdrawn_by_touch(page: Pages, demo: Server) -> None:
    event, title = happened(demo)
    shown = opened(page, demo, has_touch=True)
    fold = shown.locator(f"[id='withdraw-{event}'] > summary")
    box = fold.bounding_box()
    assert box is not None and min(box["width"], box["height"]) >= 44
    fold.tap()
    shown.locator(f"[id='withdrawing-{event}'] [name=reason]").fill("Put off")
    shown.locator(f"[id='withdrawing-{event}'] button").tap()
    expect(shown.locator(f"[id='event-{event}']")).to_have_count(0)
    assert found(demo, title) == []


def test_another_s_event_comes_in_by_itself(page: Pages, demo: Server) -> None:
    shown = opened(page, demo)
    shown.locator("#record [name=title]").fill("Half a sente")
    event, _ = happened(demo)
    expect(shown.locator(f"[id='event-{event}']")).to_be_visible()
    expect(shown.locator("#record [name=title]")).to_have_value("Half a sente")


def test_a_mark_on_the_chart_leads_to_the_timeline(page: Pages, demo: Server) -> None:
    shown = page(f"{demo.address}/wall?scene=kpi_story&kpi=ims.first_time_fix")
    mark = shown.locator("[id^='event-'][role=link]").first
    expect(mark).to_be_visible()
    assert "Service desk" in (mark.get_attribute("aria-label") or "")
    mark.click()
    expect(shown.locator("#lanes")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_axe_finds_nothing_and_nothing_lies_beside_the_page(
    page: Pages, demo: Server, width: int, height: int, theme: str
) -> None:
    shown = settled(page(f"{demo.address}/events?theme={theme}", width, height))
    shown.locator("#about-new > summary").click()
    shown.locator(".event .fold > summary").first.click()
    assert axe(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
