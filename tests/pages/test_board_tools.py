"""Tools on a board in a real browser: counts are tapped and pasted, cards placed by finger."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Pages, axe, settled, touch
from tests.server import Server

KPI = "ims.first_time_fix"
TABLE = "Cause\tCalls in October\n" + "\n".join(f"Cause number {n}\t{90 - n}" for n in range(30))


@pytest.fixture
def problem(demo: Server) -> str:
    """A problem of its own for a test: its id."""
    return str(demo.post("/issues", {"title": "First-time fix below target", "kpi": KPI})["id"])


def planned(server: Server, issue: str, text: str) -> str:
    body = {"text": text, "owner": "Head of People", "due": "2026-02-06"}
    return str(server.post(f"/issues/{issue}/countermeasures", body)["id"])


def used(server: Server, issue: str, tool: str, action: str, **arguments: Any) -> Any:
    body = {"action": action, "arguments": arguments}
    return server.post(f"/issues/{issue}/tools/{tool}", body)


def board(page: Pages, server: Server, issue: str, tool: str) -> Page:
    shown = page(f"{server.address}/board?issue={issue}&tool={tool}", has_touch=True)
    shown.wait_for_selector(".tool svg")
    return settled(shown)


def dragged(shown: Page, card: Locator, goal: Locator) -> None:
    """A finger takes the card to the middle of the goal, and lets go."""
    start, end = card.bounding_box(), goal.bounding_box()
    assert start is not None
    assert end is not None
    x, y = start["x"] + 40, start["y"] + 20
    to = (end["x"] + end["width"] / 2, end["y"] + end["height"] / 2)
    finger = touch(shown)
    finger.press(1, x, y)
    finger.move(1, *[(x + (to[0] - x) * n / 10, y + (to[1] - y) * n / 10) for n in range(1, 11)])
    expect(shown.locator("#drags .ghost")).to_be_visible()
    finger.lift(1)


def test_a_card_of_the_grid_is_dragged_where_it_belongs(
    page: Pages, demo: Server, problem: str
) -> None:
    card = planned(demo, problem, "Name owners")
    shown = board(page, demo, problem, "impact_effort")
    with shown.expect_response(re.compile("/tools/impact_effort$")):
        dragged(
            shown,
            shown.locator(f"[id='placed-{card}']"),
            shown.locator("[id='cell-2-0']"),
        )
    expect(shown.locator("[id='cell-2-0']")).to_contain_text("Name owners")


def test_cards_of_the_grid_and_of_the_stages_keep_apart(
    page: Pages, demo: Server, problem: str
) -> None:
    card = planned(demo, problem, "Name owners")
    shown = board(page, demo, problem, "impact_effort")
    stage, grid = shown.locator("#stage-do"), shown.locator("[id='cell-2-0']")
    dragged(shown, shown.locator(f"[id='card-{card}']"), grid)
    dragged(shown, shown.locator(f"[id='placed-{card}']"), stage)
    expect(shown.locator("#notices")).to_be_empty()
    expect(shown.locator(f"#stage-plan [id='card-{card}']")).to_be_visible()
    expect(shown.locator(f"#tray [id='placed-{card}']")).to_be_visible()
    kept = demo.get(f"/api/v1/issues/{problem}")
    assert kept["countermeasures"][0]["stage"] == "plan"


def test_an_idea_is_placed_by_taps_and_planned_in_its_words(
    page: Pages, demo: Server, problem: str
) -> None:
    used(demo, problem, "impact_effort", "idea", text="Lend handsets")
    shown = board(page, demo, problem, "impact_effort")
    shown.locator(".tool [data-look*=chosen]").tap()
    shown.locator("[id='goal-1-1']").tap()
    expect(shown.locator("[id='cell-1-1']")).to_contain_text("Lend handsets")
    shown.locator("[id='cell-1-1'] [data-look*=chosen]").tap()
    shown.locator(".tool [data-do=countermeasure]").tap()
    editor = shown.locator(".editor")
    expect(editor.locator("[name=text]")).to_have_value("Lend handsets")
    editor.locator("[name=owner]").select_option(index=1)
    editor.locator("[name=due]").fill("2026-02-06")
    editor.locator('button[type="submit"]').click()
    expect(shown.locator("#stage-plan")).to_contain_text("Lend handsets")
    expect(shown.locator("[id='cell-1-1'] [data-look*=chosen]")).to_have_count(1)


def test_causes_are_counted_by_tap(page: Pages, demo: Server, problem: str) -> None:
    cause = used(demo, problem, "five_whys", "ask", text="Handsets break")["causes"][0]
    shown = board(page, demo, problem, "pareto")
    for n in (1, 2):
        shown.locator(f"[id='count-{cause}']").tap()
        expect(shown.locator("#pareto-head")).to_contain_text(f"{n} counted")
    assert axe(shown) == []


def test_a_whole_table_is_pasted_and_one_that_is_not_understood_is_explained(
    page: Pages, demo: Server, problem: str
) -> None:
    page.expect_fault("400")
    shown = board(page, demo, problem, "pareto")
    shown.locator("#view-table").tap()
    for text in (TABLE + "\nA line without a count", TABLE):
        shown.locator(".tool [data-do=table]").first.tap()
        shown.locator(".editor textarea").fill(text)
        shown.locator('.editor button[type="submit"]').click()
    expect(shown.locator("#notices")).to_contain_text("Line 32")
    expect(shown.locator("#pareto-head")).to_contain_text("Calls in October")
    expect(shown.locator(".tool")).to_contain_text("Other (19)")
