"""Pages: what they say when something is wrong, and what is missing."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hub.hub import Hub
from hub.plugins import Missing
from hub.testing import SetClock
from hub.web import FlaskHub

PAGE = {"Accept": "text/html"}


def beside(hub: Hub, prefix: str) -> FlaskClient:
    """A host application with a page and an error page of its own, and the hub at ``prefix``."""
    app = Flask("host")
    app.add_url_rule("/mine", view_func=lambda: "mine")
    app.register_error_handler(404, lambda _error: ("the host has no such page", 404))
    FlaskHub(app, url_prefix=prefix, hub=hub, schedule=False)
    return app.test_client()


def test_a_person_gets_a_page_and_a_program_gets_json(hub_client: FlaskClient) -> None:
    page = hub_client.get("/hub/wall?scene=nope", headers=PAGE)
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "There is no display called" in page.text
    reply = hub_client.get("/hub/wall?scene=nope")
    assert (reply.status_code, reply.is_json) == (404, True)


@pytest.mark.parametrize("prefix", ["", "/hub"])
@pytest.mark.parametrize(
    ("method", "address", "status", "said"),
    [
        ("GET", "/nothing", 404, "There is nothing at {}/nothing."),
        ("GET", "/wall/", 404, "There is nothing at {}/wall/."),
        ("POST", "/nothing", 404, "There is nothing at {}/nothing."),
        ("POST", "/wall", 405, "POST is not possible at {}/wall; it answers GET."),
        ("DELETE", "/", 405, "DELETE is not possible at {}/; it answers GET."),
    ],
)
def test_an_address_that_is_not_there_has_a_way_back(
    hub: Hub, prefix: str, method: str, address: str, status: int, said: str
) -> None:
    client = beside(hub, prefix or "/")
    page = client.open(prefix + address, method=method, headers=PAGE)
    assert (page.status_code, page.mimetype) == (status, "text/html")
    assert said.format(prefix) in page.text
    assert f'<a href="{prefix}/"><strong>Back to the hub</strong>' in page.text
    reply = client.open(prefix + address, method=method)
    assert (reply.status_code, reply.get_json()["error"]) == (status, said.format(prefix))


def test_what_is_not_below_the_hub_is_the_host_s(hub: Hub) -> None:
    client = beside(hub, "/hub")
    assert client.get("/other", headers=PAGE).text == "the host has no such page"
    assert client.get("/hubs", headers=PAGE).text == "the host has no such page"
    assert client.post("/mine").status_code == 405
    assert client.get("/mine").text == "mine"
    assert client.get("/hub").headers["Location"].endswith("/hub/")


def test_options_tells_what_an_address_does_answer(hub_client: FlaskClient) -> None:
    assert hub_client.options("/hub/wall").headers["Allow"] == "GET, HEAD, OPTIONS"
    assert hub_client.post("/hub/wall").headers["Allow"] == "GET, HEAD, OPTIONS"


def test_the_page_of_an_error_keeps_the_theme(hub_client: FlaskClient) -> None:
    page = hub_client.get("/hub/nothing?theme=dark", headers=PAGE).text
    assert 'data-theme="dark"' in page and 'href="/hub/?theme=dark"' in page
    assert 'data-theme="light"' in hub_client.get("/hub/?theme=neon", headers=PAGE).text


def test_pages_know_how_far_the_hub_s_day_is_from_today(hub: Hub, hub_clock: SetClock) -> None:
    assert 'data-shift="0"' in beside(hub, "/hub").get("/hub/wall").text
    pinned = Hub(hub.settings, hub_clock, as_of=date(2026, 1, 14))
    days = (date(2026, 1, 14) - hub_clock.at.date()).days
    assert f'data-shift="{days * 86_400}"' in beside(pinned, "/hub").get("/hub/wall").text
    pinned.close()


def test_an_issue_that_is_gone_is_explained(hub_client: FlaskClient) -> None:
    page = hub_client.get("/hub/board?issue=nope", headers=PAGE)
    assert page.status_code == 404
    assert "There is no such problem." in page.text


def test_words_from_the_address_cannot_become_markup(hub_client: FlaskClient) -> None:
    page = hub_client.get("/hub/wall?scene=<script>alert(1)</script>", headers=PAGE)
    assert "<script>alert" not in page.text


def test_a_broken_plugin_is_shown_as_missing(hub: Hub, hub_client: FlaskClient) -> None:
    hub.displays.missing["clockface"] = Missing("clockface", "ImportError: no module 'clock'")
    assert "ImportError: no module" in hub_client.get("/hub/").text
    assert hub_client.get("/hub/readyz").get_json()["missing"] == {
        "clockface": "ImportError: no module 'clock'"
    }
    page = hub_client.get("/hub/wall?scene=clockface", headers=PAGE)
    assert "cannot be used: its plugin is missing" in page.text


def test_what_a_scene_has_no_use_for_does_no_harm(hub_client: FlaskClient) -> None:
    asked = "/hub/scenes/strategy_map.svg?unit=works&lens=delivery&perspective=&theme=dark"
    assert hub_client.get(asked).status_code == 200
    assert hub_client.get(asked + "&colour=red").status_code == 400


@pytest.mark.parametrize(
    "page",
    ["desk", "desk?kpi=works.on_time", "returns", "review", "uploads", "notes", "questions",
     "kpis/works.on_time"],
)  # fmt: skip
def test_every_page_leads_to_every_other(hub_client: FlaskClient, page: str) -> None:
    text = hub_client.get(f"/hub/{page}", headers=PAGE).text
    places = text[text.index('aria-label="Hub"') : text.index("</nav>")]
    for other in ("", "desk", "returns", "uploads", "review", "notes", "questions", "board"):
        assert re.search(rf'href="/hub/{other}["?]', places), other
    here = page.partition("?")[0]
    assert places.count('aria-current="page"') == (not here.startswith("kpis"))


def test_the_desk_says_what_is_due_and_where_it_is_handed_in(
    hub: Hub, hub_client: FlaskClient
) -> None:
    page = hub_client.get("/hub/desk", headers=PAGE).text
    assert "of December 2025</a> is due from The Works" in " ".join(page.split())
    assert 'href="/hub/returns?unit=works&amp;period=2025-12"' in page
    assert 'href="/hub/uploads?unit=works&amp;period=2025-12"' in page


def test_the_month_goes_along_to_the_upload_and_back(hub_client: FlaskClient) -> None:
    returns = hub_client.get("/hub/returns?unit=works&period=2025-10&theme=dark").text
    way = "/hub/uploads?unit=works&amp;period=2025-10&amp;theme=dark"
    assert f'href="{way}"' in returns
    uploads = hub_client.get(way.replace("&amp;", "&")).text
    assert 'href="/hub/returns?unit=works&amp;period=2025-10&amp;theme=dark"' in uploads
    assert '<option value="2025-10" selected>October 2025' in uploads


def test_the_board_offers_the_beginnings_that_are_set(hub: Hub, hub_client: FlaskClient) -> None:
    hub.settings = hub.settings.model_copy(
        update={"phrases": {"cause": ("Nobody <told>",), "evidence": ()}}
    )
    page = hub_client.get("/hub/board").text
    assert '<button type="button" class="plain" data-phrase>Nobody &lt;told&gt;</button>' in page
    assert "Unclear who" not in page
    assert 'id="phrases-evidence"' not in page
    assert 'id="phrases-countermeasure"' in page
