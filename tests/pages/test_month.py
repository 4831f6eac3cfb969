"""The month of a business unit's coordinator in a real browser, from what is due to restated.

Once with a finger and once with the keyboard alone, from the home page on and by the ways that the
pages offer: no address is typed but the first.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import FileChooser, Locator, Page, expect

from tests.browser import Pages, axe, settled
from tests.pages.test_returns import card, press_until, stands
from tests.server import Server

MONTH = "12M-2025-12"  # twelve months to the last month of the demonstration
DEPOT, STORES = "ims_live_services.sickness_absence", "ims_sourcing.sickness_absence"
WAY = ["submit", "challenge", "answer", "accept", "lock", "restate"]
DESKS, BOOKS = "ims_business_partners.sickness_absence", "ims_finance.sickness_absence"


@pytest.fixture(scope="module")
def ims(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demonstration of its own, on the day after the month's figures were due."""
    folder = tmp_path_factory.mktemp("month")
    server = Server(folder, "demo", "--data", str(folder / "data")).wait()
    yield server
    server.stop()


def state(server: Server, kpi: str) -> dict[str, Any]:
    return stands(server, kpi, MONTH)


def steps(server: Server, kpi: str) -> list[str]:
    return [one["step"] for one in reversed(state(server, kpi)["history"])]


def filled(raw: bytes, kpi: str, **cells: float | str) -> bytes:
    """The template with the row of a KPI filled in."""
    book = load_workbook(io.BytesIO(raw))
    sheet = book.worksheets[0]
    columns = {cell.value: number for number, cell in enumerate(sheet[1], 1)}
    row = [cell.value for cell in sheet["A"]].index(kpi) + 1
    for name, value in cells.items():
        sheet.cell(row, columns[name], value)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def kept(folder: Path, name: str, raw: bytes) -> str:
    (folder / name).write_bytes(raw)
    return str(folder / name)


def approved(shown: Page) -> None:
    """The page is there, hears of changes, and axe has nothing grave to say of it."""
    assert axe(settled(shown)) == [], shown.url


def of(shown: Page, kind: str, kpi: str) -> Locator:
    return shown.locator(f"[id='{kind}-{kpi}']")


# -- with a finger -----------------------------------------------------------------------------


def uploaded(mine: Page, folder: Path) -> None:
    """A pack is handed in as a file: faults first, then put right, previewed and applied."""
    mine.locator(".places").get_by_role("link", name="Uploads").tap()
    with mine.expect_download() as told:
        mine.get_by_role("button", name="Excel workbook", exact=True).tap()
    assert told.value.suggested_filename == "ims-2025-12.xlsx"
    template = told.value.path().read_bytes()
    wrong = filled(template, STORES, numerator="n/a", denominator=300, people=300)
    mine.locator("#file").set_input_files(kept(folder, "wrong.xlsx", wrong))
    expect(mine.locator(".wrong")).to_contain_text("“n/a” is not a figure")
    assert axe(mine) == []
    mine.get_by_role("link", name="Another file").tap()
    right = filled(
        template, STORES, numerator=2100, denominator=300, people=300, narrative="A mild autumn"
    )
    mine.locator("#file").set_input_files(kept(folder, "right.xlsx", right))
    row = mine.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Outside the usual range")
    assert axe(mine) == []
    mine.get_by_role("button", name="Apply 1 figure").tap()
    expect(mine.locator("#reason")).to_contain_text("1 figure recorded and submitted")
    mine.get_by_role("link", name="To the returns").tap()
    expect(card(mine, STORES)).to_contain_text("from right.xlsx, Figures!H")


def submitted(mine: Page) -> None:
    """A figure is entered by hand: it is a jump, which has to be explained."""
    form = of(mine, "submit", DEPOT)
    for name, figure in (("numerator", "3900"), ("denominator", "300"), ("people", "300")):
        form.locator(f"[name={name}]").tap()
        mine.keyboard.type(figure)
    expect(form.locator("[data-warn]")).to_contain_text("Outside the usual range: 8.68")
    form.locator("[type=submit]").tap()
    expect(form.locator("[role=alert]")).to_contain_text("Say why")
    expect(form.locator("[name=narrative]")).to_be_focused()
    mine.keyboard.type("Influenza in two depots")
    form.locator("[type=submit]").tap()
    expect(mine.locator("#sent")).to_contain_text("13.0")
    expect(mine.locator("#said")).to_contain_text("Live services")


def challenged(team: Page) -> None:
    of(team, "challenge-open", DEPOT).tap()
    form = of(team, "challenge-form", DEPOT)
    form.get_by_label("Jump beyond the process limits").tap()
    form.locator("[name=question]").fill("Is that the whole year's count?")
    form.locator("[type=submit]").tap()
    expect(of(team, "acts", DEPOT)).to_contain_text("The unit has the question")


def answered(mine: Page) -> None:
    expect(card(mine, DEPOT)).to_contain_text("Is that the whole year's count?")
    approved(mine)
    of(mine, "correct", DEPOT).locator("summary").tap()
    form = of(mine, "answer", DEPOT)
    form.locator("[name=answer]").fill("No, two depots were counted twice")
    form.locator("[name=numerator]").fill("2610")
    form.locator("[name=denominator]").fill("300")
    expect(form.locator("[name=people]")).to_have_value("300")  # nobody has to say it again
    form.locator("[type=submit]").tap()
    expect(card(mine, DEPOT)).to_contain_text("8.7")


def closed(team: Page) -> None:
    """Accepted, locked, and restated once more is known."""
    approved(team)
    of(team, "accept-form", DEPOT).locator("[type=submit]").tap()
    of(team, "lock-form", DEPOT).locator("[type=submit]").tap()
    of(team, "restate-open", DEPOT).tap()
    form = of(team, "restate-form", DEPOT)
    form.locator("[name=numerator]").fill("2640")
    form.locator("[name=denominator]").fill("300")
    form.locator("[name=reason]").fill("A late sick note")
    form.locator("[type=submit]").tap()
    expect(team.locator("header.kpi")).to_contain_text("8.8\u2021")
    approved(team)


def test_the_month_of_a_coordinator(page: Pages, ims: Server, tmp_path: Path) -> None:
    pack = f"{ims.address}/wall?scene=submissions&unit=ims"
    screen = page(pack)
    wall = screen.locator("#stage [id='bar-ims_live_services']")
    expect(wall).to_have_attribute("aria-label", re.compile("1 not started"))

    mine = page(ims.address, has_touch=True, width=1366, height=900)
    mine.get_by_role("link", name="Desk").tap()
    mine.get_by_role("link", name="of December 2025").tap()
    expect(mine.locator("#todo")).to_contain_text("Live services")
    approved(mine)
    uploaded(mine, tmp_path)
    submitted(mine)
    expect(wall).not_to_have_attribute("aria-label", re.compile("not started"))

    team = page(mine.url, has_touch=True, width=1366, height=900)
    team.locator(".places").get_by_role("link", name="Review").tap()
    expect(of(team, "open", DEPOT)).to_contain_text("unusual")
    of(team, "open", DEPOT).tap()
    challenged(team)
    expect(wall).to_have_attribute("aria-label", re.compile("1 challenged"))
    answered(mine)
    expect(of(team, "challenges", DEPOT)).to_contain_text("counted twice")
    closed(team)
    expect(wall).to_have_attribute("aria-label", re.compile("1 locked"))
    approved(screen)

    assert steps(ims, DEPOT)[-6:] == WAY
    assert [r["value"] for r in state(ims, DEPOT)["revisions"] if r["current"]] == [8.8]
    story = page(f"{ims.address}/wall?scene=kpi_story&kpi={DEPOT}")
    expect(story.locator("#stage svg").first).to_contain_text("8.8\u2021")


# -- with the keyboard alone -------------------------------------------------------------------


def go(shown: Page, selector: str, key: str = "Enter") -> None:
    """Go on by keyboard to what the selector names, and press the key there."""
    press_until(shown, selector)
    shown.keyboard.press(key)


def follow(shown: Page, place: str, within: str = "") -> None:
    """Follow a link by keyboard, until its page is there."""
    go(shown, f"{within} a[href*='/{place}']")
    shown.wait_for_url(f"**/{place}**")
    expect(shown.locator("main")).to_be_visible()


def write(shown: Page, selector: str, words: str) -> None:
    press_until(shown, selector)
    shown.keyboard.press("Control+A")
    shown.keyboard.type(words)


def upload_by_keyboard(mine: Page, path: str) -> None:
    asked: list[FileChooser] = []

    def offer(chooser: FileChooser) -> None:
        asked.append(chooser)

    mine.on("filechooser", offer)  # well before the key: the browser takes a moment to listen
    follow(mine, "uploads", ".places")
    for _ in range(20):
        press_until(mine, "#file")
        mine.keyboard.press("Enter")
        mine.wait_for_timeout(500)
        if asked:
            break
    asked[0].set_files(path)
    expect(mine.locator("tbody tr")).to_have_count(1)
    assert axe(mine) == []
    go(mine, "#apply button")
    expect(mine.locator("#reason")).to_contain_text("recorded and submitted")
    follow(mine, "returns", "#reason")
    expect(of(mine, "row", BOOKS)).to_contain_text("by-keyboard.csv")


def test_the_month_by_keyboard_alone(page: Pages, ims: Server, tmp_path: Path) -> None:
    rows = f"kpi,period,numerator,denominator,people\r\n{BOOKS},{MONTH},120,20,20\r\n"
    mine = page(ims.address)
    follow(mine, "desk")
    follow(mine, "returns", ".nothing")
    expect(mine.locator("#todo")).to_contain_text("Business partners")
    upload_by_keyboard(mine, kept(tmp_path, "by-keyboard.csv", rows.encode()))

    due = f"[id='submit-{DESKS}']"
    for name, figure in (("numerator", "270"), ("denominator", "50"), ("people", "50")):
        write(mine, f"{due} [name={name}]", figure)
    mine.keyboard.press("Enter")
    expect(of(mine, "row", DESKS)).to_contain_text("5.4")
    approved(mine)

    team = page(mine.url)
    follow(team, "review", ".places")
    go(team, f"[id='open-{DESKS}']")
    expect(of(team, "acts", DESKS)).to_be_visible()
    go(team, f"[id='challenge-open-{DESKS}']")
    go(team, f"[id='challenge-form-{DESKS}'] [name=code]", "Space")
    write(team, f"[id='challenge-form-{DESKS}'] [name=question]", "Why so low?")
    go(team, f"[id='challenge-form-{DESKS}'] [type=submit]")
    expect(of(team, "acts", DESKS)).to_contain_text("The unit has the question")
    expect(card(mine, DESKS)).to_contain_text("Why so low?")
    write(mine, f"[id='answer-{DESKS}'] [name=answer]", "Few joined in winter")
    go(mine, f"[id='answer-{DESKS}'] [type=submit]")
    expect(of(team, "challenges", DESKS)).to_contain_text("Few joined in winter")
    for step in ("accept", "lock"):
        expect(of(team, f"{step}-form", DESKS)).to_be_visible()
        go(team, f"[id='{step}-form-{DESKS}'] [type=submit]")
        expect(team.locator("#figure-title")).to_be_focused()
    expect(of(team, "restate-open", DESKS)).to_be_visible()
    go(team, f"[id='restate-open-{DESKS}']")
    for name, figure in (("numerator", "275"), ("denominator", "50")):
        write(team, f"[id='restate-form-{DESKS}'] [name={name}]", figure)
    write(team, f"[id='restate-form-{DESKS}'] [name=reason]", "One more note came in")
    go(team, f"[id='restate-form-{DESKS}'] [type=submit]")
    expect(team.locator("header.kpi")).to_contain_text("5.5\u2021")
    approved(team)
    assert steps(ims, DESKS)[-6:] == WAY
