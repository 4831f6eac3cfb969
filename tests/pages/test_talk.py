"""Notes and key questions in a real browser: by keyboard, by touch, and as axe sees them."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import Pages, axe, settled
from tests.server import Server

SIZES = [(1366, 768), (1920, 1080), (3840, 2160), (1080, 1920), (390, 844)]
KPI = "ims.ease_of_use"
QUESTION = "/objectives/ims.everyday_ease/kpqs/easy_everyday/answers"


def written(demo: Server, words: str = "Talk", **more: str) -> tuple[str, str]:
    """A note of its own for the test: its id and its text."""
    text = f"{words} {uuid4().hex[:8]}"
    return str(demo.post(f"/kpis/{KPI}/notes", {"text": text, **more})["id"]), text


def found(page: Pages, demo: Server, text: str, **options: bool) -> Page:
    return settled(page(f"{demo.address}/notes?text={text.split()[-1]}", **options))


def test_a_thread_by_keyboard_alone(page: Pages, demo: Server) -> None:
    note, text = written(demo)
    shown = found(page, demo, text)
    thread = shown.locator(f"[id='thread-{note}']")
    fold = shown.locator(f"[id='reply-to-{note}'] > summary")
    fold.focus()
    shown.keyboard.press("Enter")
    shown.keyboard.press("Tab")
    shown.keyboard.type("It is in hand")
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    expect(thread.locator(".replies")).to_contain_text("It is in hand")
    expect(fold).to_be_focused()
    expect(shown.locator("#said")).to_have_text("Saved.")
    shown.keyboard.press("Tab")
    expect(shown.locator(f"button[id='settle-{note}']")).to_be_focused()
    shown.keyboard.press("Enter")
    summary = shown.locator(f"summary[id='settle-{note}']")
    expect(summary).to_contain_text("Resolved by Demo user")
    expect(summary).to_be_focused()
    assert demo.get(f"/api/v1/notes?text={text.split()[-1]}")["items"][0]["resolved"] is True


def test_a_resolved_thread_is_reopened_by_touch(page: Pages, demo: Server) -> None:
    note, text = written(demo)
    demo.post(f"/notes/{note}/resolve", {})
    shown = found(page, demo, text, has_touch=True)

    def tap(selector: str) -> None:
        target = shown.locator(selector)
        target.tap(trial=True)  # there, at rest and with nothing on top of it
        box = target.bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= 44
        target.tap()

    tap(f"summary[id='settle-{note}']")
    shown.locator(f"[id='reopen-{note}'] [name=text]").fill("It is back")
    tap(f"[id='reopen-{note}'] button")
    expect(shown.locator(f"article[id='thread-{note}'] .replies")).to_contain_text("It is back")


def test_ones_own_words_are_edited_and_a_lost_race_shows_both(page: Pages, demo: Server) -> None:
    page.expect_fault("409")
    note, text = written(demo, "First")
    other = f"Other {text}"

    def overtaken(route: Route) -> None:
        """Words sent from another screen arrive before these do."""
        demo.post(f"/notes/{note}/text", {"text": other, "version": 1})
        route.continue_()

    shown = found(page, demo, text)
    shown.locator(f"[id='edit-{note}'] > summary").click()
    form = shown.locator(f"[id='edit-form-{note}']")
    form.locator("textarea").fill(f"Mine {text}")
    shown.route("**/text", overtaken, times=1)
    form.locator("[type=submit]").click()
    expect(form.locator("[role=alert]")).to_contain_text(f"it now says “{other}”")
    expect(form.locator("[role=alert]")).to_contain_text(f"yours says “Mine {text}”")
    expect(form.locator("textarea")).to_have_value(f"Mine {text}")
    expect(form).to_have_attribute("data-version", "2")
    form.locator("[type=submit]").click()
    expect(shown.locator(f"[id='said-{note}'] > .text")).to_have_text(f"Mine {text}")
    history = shown.locator(f"[id='earlier-{note}']")
    history.locator("summary").click()
    expect(history.locator(".earlier")).to_contain_text(text)


def test_another_s_reply_comes_in_while_one_writes(page: Pages, demo: Server) -> None:
    note, text = written(demo)
    shown = found(page, demo, text)
    shown.locator(f"[id='reply-to-{note}'] > summary").click()
    mine = shown.locator(f"[id='reply-form-{note}'] textarea")
    mine.fill("Half a senten")
    demo.post(f"/kpis/{KPI}/notes", {"text": "Somebody was faster", "parent": note})
    expect(shown.locator(".replies")).to_contain_text("Somebody was faster")
    expect(mine).to_be_visible()  # what was unfolded stays so
    expect(mine).to_have_value("Half a senten")


def test_filters_narrow_and_the_way_back_widens(page: Pages, demo: Server) -> None:
    note, text = written(demo, period="2025-09", until="2025-11")
    other, _ = written(demo)
    shown = settled(page(f"{demo.address}/notes"))
    shown.locator("[name=period]").fill("2025-10")
    shown.locator("[name=period]").press("Enter")
    expect(shown.locator(f"[id='row-{note}']")).to_be_visible()
    expect(shown.locator(f"[id='row-{other}']")).to_have_count(0)
    shown.locator("[name=state]").select_option("resolved")
    expect(shown.locator("#none")).to_contain_text("No note is like that.")
    assert "period=2025-10" in shown.url and "state=resolved" in shown.url
    shown.go_back()
    expect(shown.locator(f"[id='row-{note}']")).to_be_visible()
    expect(shown.locator("[name=state]")).to_have_value("")
    shown.locator("#clear").click()
    expect(shown.locator(f"[id='row-{other}']")).to_be_visible()
    expect(shown.locator("[name=period]")).to_have_value("")
    expect(shown.locator("#threads")).to_contain_text(text)


def test_a_note_on_a_range_and_a_stamp_from_the_desk(page: Pages, demo: Server) -> None:
    words = f"Two months without a survey {uuid4().hex[:6]}"
    desk = page(f"{demo.address}/desk?kpi={KPI}")
    form = desk.locator("form[data-send=note]")
    form.locator("textarea").fill(words)
    form.locator("summary").click()
    form.locator("[name=period]").fill("2025-10")
    form.locator("[name=until]").fill("2025-11")
    form.locator("[type=submit]").click()
    row = desk.locator(".threads > li").filter(has_text=words)
    expect(row).to_contain_text("on October 2025 to November 2025")
    desk.locator("form[data-send=review] button").click()
    expect(desk.locator("#stamped-1")).to_contain_text("Reviewed by Demo user on")


def test_a_question_is_answered(page: Pages, demo: Server) -> None:
    words = f"Easier than in spring {uuid4().hex[:6]}"
    shown = page(f"{demo.address}/questions")
    asked = shown.locator("[id='kpq-ims.everyday_ease-easy_everyday']")
    asked.locator("summary").last.click()
    asked.locator("[name=text]").fill(words)
    asked.locator("[type=submit]").click()
    expect(asked.locator("[role=alert]")).to_have_text("Say how sure you are.")
    asked.get_by_label("Medium").check()
    asked.locator("[type=submit]").click()
    expect(asked.locator(".judgement")).to_contain_text(words)
    expect(asked.locator(".judgement")).to_contain_text(re.compile("medium confidence", re.I))


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("path", ["/notes", "/questions", f"/desk?kpi={KPI}"])
def test_pages_fit_and_axe_is_content(
    page: Pages, demo: Server, path: str, size: tuple[int, int]
) -> None:
    note, text = written(demo, "W" * 60, period="2025-10", until="2025-11")
    demo.post(f"/kpis/{KPI}/notes", {"text": "Reply " * 40, "parent": note})
    demo.post(f"/notes/{note}/text", {"text": f"{text} again", "version": 1})
    resolved, _ = written(demo)
    demo.post(f"/notes/{resolved}/resolve", {})
    demo.post(QUESTION, {"text": "Easy", "confidence": "high"})
    for theme in ("light", "dark"):
        address = f"{demo.address}{path}{'&' if '?' in path else '?'}theme={theme}"
        shown = settled(page(address, width=size[0], height=size[1]))
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert axe(shown) == []
        shown.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert axe(shown) == []
