"""Pages: what they say when something is wrong, and what is missing."""

from flask.testing import FlaskClient

from hub.hub import Hub
from hub.plugins import Missing

PAGE = {"Accept": "text/html"}


def test_a_person_gets_a_page_and_a_program_gets_json(hub_client: FlaskClient) -> None:
    page = hub_client.get("/hub/wall?scene=nope", headers=PAGE)
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "no plugin called" in page.text
    reply = hub_client.get("/hub/wall?scene=nope")
    assert (reply.status_code, reply.is_json) == (404, True)


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
    assert "is missing" in page.text


def test_what_a_scene_has_no_use_for_does_no_harm(hub_client: FlaskClient) -> None:
    asked = "/hub/scenes/strategy_map.svg?unit=works&lens=delivery&perspective=&theme=dark"
    assert hub_client.get(asked).status_code == 200
    assert hub_client.get(asked + "&colour=red").status_code == 400
