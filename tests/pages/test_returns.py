"""A month in a real browser: due, submitted, challenged, answered, accepted, locked, restated."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Pages, axe, settled
from tests.server import Server

EARLY, MONTH = "2024-11", "2025-12"  # before the first figures of the demonstration, and the last
SCREENS = [
    *((1366, 768, "light"), (1920, 1080, "dark"), (3840, 2160, "light")),
    *((1080, 1920, "dark"), (420, 900, "light")),
]


@pytest.fixture(scope="module")
def ims(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demonstration of its own: other tests count figures."""
    folder = tmp_path_factory.mktemp("returns")
    server = Server(folder, "demo", "--data", str(folder / "data")).wait()
    yield server
    server.stop()


def stands(server: Server, kpi: str, period: str = EARLY) -> dict[str, Any]:
    found: dict[str, Any] = server.get(f"/api/v1/kpis/{kpi}/submissions/{period}")
    return found


def take(server: Server, kpi: str, step: str, period: str = EARLY, **body: Any) -> None:
    version = stands(server, kpi, period)["version"]
    server.post(f"/kpis/{kpi}/submissions/{period}/{step}", {"version": version, **body})


def returns(page: Pages, server: Server, period: str = EARLY, **options: Any) -> Page:
    shown = page(f"{server.address}/returns?unit=ims&period={period}", **options)
    return settled(shown)


def review(page: Pages, server: Server, kpi: str, period: str = EARLY, **options: Any) -> Page:
    shown = page(f"{server.address}/review?unit=ims&period={period}&kpi={kpi}", **options)
    return settled(shown)


def card(shown: Page, kpi: str) -> Locator:
    return shown.locator(f"[id='card-{kpi}']")


def opened(shown: Page, name: str, kpi: str) -> Locator:
    """A form that unfolds."""
    shown.locator(f"[id='{name}-open-{kpi}']").click()
    return shown.locator(f"[id='{name}-form-{kpi}']")


def test_a_figure_from_due_to_restated(page: Pages, ims: Server) -> None:
    kpi = "ims.insight"
    mine = returns(page, ims)
    form = card(mine, kpi).locator("form[data-send=submit]")
    form.locator("[name=value]").fill("61%")
    form.locator("[name=narrative]").fill("First survey")
    form.locator("[type=submit]").click()
    expect(mine.locator("#sent")).to_contain_text("61%")
    expect(mine.locator("#said")).to_contain_text("Submitted. % of senior stakeholders")
    expect(mine.locator("#todo article:focus")).to_have_count(1)  # the next figure that is due

    team = review(page, ims, kpi)
    challenge = opened(team, "challenge", kpi)
    challenge.locator("[value=method_changed]").check()
    challenge.locator("[name=question]").fill("Is it the same survey as before?")
    challenge.locator("[type=submit]").click()

    expect(card(mine, kpi)).to_contain_text("Is it the same survey as before?")
    answer = card(mine, kpi).locator("form[data-send=answer]")
    answer.locator("[name=answer]").fill("Yes, with the same questions")
    answer.locator("[type=submit]").click()

    expect(team.locator(f"[id='challenges-{kpi}']")).to_contain_text("same quest")
    for step in ("accept", "lock"):
        team.locator(f"[id='{step}-form-{kpi}'] [type=submit]").click()
    restate = opened(team, "restate", kpi)
    restate.locator("[name=value]").fill("60")
    restate.locator("[name=reason]").fill("A directorate answered twice")
    restate.locator("[type=submit]").click()
    expect(team.locator("header.kpi")).to_contain_text("60%\u2021")
    expect(team.locator(f"[id='revisions-{kpi}'] li")).to_have_count(2)

    kept = stands(ims, kpi)
    assert [(r["revision"], r["value"], r["by"], r["source"]) for r in kept["revisions"]] == [
        (2, 60, "Demo user", "Returns page"),
        (1, 61, "Demo user", "Returns page"),
    ]
    assert [s["step"] for s in reversed(kept["history"])] == [
        *("submit", "challenge", "answer", "accept", "lock", "restate")
    ]


def test_a_jump_warns_before_it_is_submitted(page: Pages, ims: Server) -> None:
    kpi = "ims.insight"
    take(ims, kpi, "return", MONTH, reason="Please look again")
    shown = returns(page, ims, MONTH)
    form = card(shown, kpi).locator("form[data-send=submit]")
    expect(card(shown, kpi)).to_contain_text("Please look again")
    expect(form.locator("[name=numerator]")).not_to_have_value("")  # what was given back
    form.locator("[name=value]").fill("62")
    expect(form.locator("[data-warn]")).to_be_empty()
    form.locator("[name=value]").fill("12")
    expect(form.locator("[name=numerator]")).to_have_value("")
    expect(form.locator("[data-warn]")).to_contain_text("Outside the usual range: ")
    form.locator("[type=submit]").click()
    expect(form.locator("[role=alert]")).to_contain_text("Say why")
    expect(form.locator("[name=narrative]")).to_be_focused()
    assert stands(ims, kpi, MONTH)["state"] == "returned"
    form.locator("[name=narrative]").fill("The survey went to one directorate alone")
    form.locator("[type=submit]").click()
    expect(shown.locator("#sent")).to_contain_text("12%")
    assert stands(ims, kpi, MONTH)["state"] == "submitted"


def test_what_is_no_figure_is_said_at_its_field(page: Pages, ims: Server) -> None:
    kpi = _keys(ims)[3]
    shown = returns(page, ims)
    form = card(shown, kpi).locator("form[data-send=submit]")
    field = form.locator("[name=value]")
    field.fill("12,4")
    form.locator("[type=submit]").click()
    expect(form.locator("[role=alert]")).to_contain_text("with a point before decimals")
    expect(field).to_be_focused()
    other = _keys(ims)[2]
    take(ims, other, "draft", narrative="Waiting for the depot")
    expect(card(shown, other).locator("[name=narrative]")).to_have_value("Waiting for the depot")
    expect(field).to_have_attribute("aria-invalid", "true")  # news of others does not take it away
    expect(field).to_have_value("12,4")
    field.fill("12.4")
    expect(form.locator("[role=alert]")).to_be_hidden()  # it was of what stood there before
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_a_draft_is_kept_and_nothing_is_wanted_of_it(page: Pages, ims: Server) -> None:
    kpi = _keys(ims)[3]
    shown = returns(page, ims)
    form = card(shown, kpi).locator("form[data-send=submit]")
    form.locator("[name=narrative]").fill("Waiting for the depot")
    card(shown, kpi).locator("[data-draft]").click()
    expect(card(shown, kpi)).to_contain_text("Draft")
    again = returns(page, ims)
    expect(card(again, kpi).locator("[name=narrative]")).to_have_value("Waiting for the depot")
    assert stands(ims, kpi)["state"] == "draft"


def _keys(server: Server) -> list[str]:
    """What a test may take for its own, each another one."""
    items = server.get(f"/api/v1/submissions?unit=ims&period={EARLY}")["items"]
    return [i["kpi"] for i in items if i["unit"] == "ims" and i["kpi"] != "ims.insight"]


def test_a_nil_return_and_an_awaited_supplier(within_a_day: None, page: Pages, ims: Server) -> None:
    kpi = _keys(ims)[4]
    shown = returns(page, ims)
    supplier = opened(shown, "await", kpi)
    supplier.locator("[name=supplier]").fill("Fleet Ltd")
    supplier.locator("[type=submit]").click()
    owner = stands(ims, kpi)["owner"]
    words = f"{owner} is accountable; awaiting Fleet Ltd since today"
    expect(card(shown, kpi)).to_contain_text(words)
    nil = opened(shown, "nil", kpi)
    nil.locator("[name=reason]").fill("Nothing was served in November")
    nil.locator("[type=submit]").click()
    expect(shown.locator("#sent")).to_contain_text("Nothing was served in November")


def press_until(shown: Page, selector: str, key: str = "Tab", most: int = 400) -> None:
    """Go on by keyboard until the focus is on what the selector names."""
    for _ in range(most):
        if shown.evaluate("s => document.activeElement.matches(s)", selector):
            return
        shown.keyboard.press(key)
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_the_keyboard_alone_will_do(page: Pages, ims: Server) -> None:
    kpi = _keys(ims)[5]
    mine = returns(page, ims)
    press_until(mine, f"[id='submit-{kpi}'] [name=value]")
    mine.keyboard.type("3")
    mine.keyboard.press("Enter")
    expect(mine.locator(f"#sent [id='row-{kpi}']")).to_be_visible()
    expect(mine.locator("#todo article:focus")).to_have_count(1)
    team = review(page, ims, kpi)
    press_until(team, f"[id='challenge-open-{kpi}']")
    team.keyboard.press("Enter")
    press_until(team, "[name=code]")
    team.keyboard.press("Space")
    press_until(team, "[name=question]")
    team.keyboard.type("Why so low?")
    press_until(team, f"[id='challenge-form-{kpi}'] [type=submit]")
    team.keyboard.press("Enter")
    expect(team.locator("#figure-title")).to_be_focused()
    expect(team.locator(f"[id='challenges-{kpi}']")).to_contain_text("Why so low?")
    expect(card(mine, kpi)).to_contain_text("Why so low?")
    press_until(mine, f"[id='answer-{kpi}'] [name=answer]")
    mine.keyboard.type("A quiet month")
    press_until(mine, f"[id='answer-{kpi}'] [type=submit]")
    mine.keyboard.press("Enter")
    expect(team.locator(f"[id='challenges-{kpi}']")).to_contain_text("A quiet month")
    for step in ("accept", "lock"):
        expect(team.locator(f"[id='{step}-form-{kpi}']")).to_be_visible()
        press_until(team, f"[id='{step}-form-{kpi}'] [type=submit]")
        team.keyboard.press("Enter")
        expect(team.locator("#figure-title")).to_be_focused()
    expect(team.locator(f"[id='restate-{kpi}']")).to_be_visible()
    assert stands(ims, kpi)["state"] == "locked"


def test_a_pack_is_accepted_and_locked_at_once(page: Pages, ims: Server) -> None:
    shown = settled(page(f"{ims.address}/review?unit=ims&period=2025-10"))
    shown.locator("[id='accept-all-ims'] [type=submit]").click()
    shown.locator("[id='lock-all-ims'] [type=submit]").click()
    expect(shown.locator("#pack-title-ims")).to_contain_text("locked")
    items = ims.get("/api/v1/submissions?unit=ims&period=2025-10")["items"]
    assert {item["state"] for item in items if item["unit"] == "ims"} == {"locked"}


def test_a_lost_race_is_told_and_nothing_is_lost(page: Pages, ims: Server) -> None:
    page.expect_fault("409")
    kpi = _keys(ims)[6]
    take(ims, kpi, "submit", value=5)
    page.expect_fault("ERR_FAILED|Failed to load")
    team = review(page, ims, kpi)
    team.route("**/review?**", lambda route: route.abort())  # this screen hears of nothing
    with team.expect_event("requestfailed"):  # nor is an answer of before on its way
        team.evaluate("dispatchEvent(new Event('online'))")
    form = opened(team, "return", kpi)
    form.locator("[name=reason]").fill("Too low")
    take(ims, kpi, "accept")
    form.locator("[type=submit]").click()
    expect(form.locator("[role=alert]")).to_contain_text("accepted now")
    expect(form.locator("[name=reason]")).to_have_value("Too low")


def test_touch_will_do(page: Pages, ims: Server) -> None:
    kpi = _keys(ims)[7]
    shown = returns(page, ims, has_touch=True, width=420, height=900)
    form = card(shown, kpi).locator("form[data-send=submit]")
    form.locator("[name=value]").tap()
    shown.keyboard.type("4")
    form.locator("[type=submit]").tap()
    expect(shown.locator("#sent")).to_contain_text(stands(ims, kpi)["title"])
    small = shown.evaluate(
        "() => [...document.querySelectorAll('main button, main summary, .places a')].filter("
        "b => b.offsetParent && b.getBoundingClientRect().height < 43.5).map(b => b.innerText)"
    )
    assert small == []


@pytest.mark.parametrize(("width", "height", "theme"), SCREENS)
def test_the_pages_fit_and_axe_is_content(
    page: Pages, ims: Server, width: int, height: int, theme: str
) -> None:
    kpi = _keys(ims)[0]
    if stands(ims, kpi)["state"] == "open":
        take(ims, kpi, "submit", value=97)
        take(ims, kpi, "challenge", question="Why is that?", code="other")
    about = f"unit=ims&period={EARLY}&theme={theme}"
    for path in (f"/returns?{about}", f"/review?{about}", f"/review?{about}&kpi={kpi}"):
        shown = settled(page(ims.address + path, width=width, height=height))
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert axe(shown) == [], path
