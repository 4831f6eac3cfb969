"""Scenes that tell what people said: a screen in a public area is not told, nor that it changed."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.test_classes import place, record, scene
from tests.web.test_displays import pair, post

__all__ = ["place"]

CHANGES, PROBLEMS = "changes.svg?unit=works", "problems.svg?unit=works"
NOTES = "notes_week.svg?unit=works"
MEETING = {"of": "works", "title": "Closed session", "held_at": "2026-01-01T09:00:00Z"}


def talk(client: FlaskClient) -> None:
    """A note and a problem of a KPI that everybody may see, and a problem of one that few may."""
    assert post(client, "/api/v1/kpis/works.known/notes", {"text": "Between ourselves"})[0] == 201
    for title, kpi in (("Overslept", "works.known"), ("Embezzled", "works.secret")):
        assert post(client, "/api/v1/issues", {"title": title, "kpi": kpi})[0] == 201


def drawn(client: FlaskClient, screen: str, address: str) -> str:
    reply = scene(client, screen, address)
    assert reply.status_code == 200
    return str(reply.get_data(as_text=True))


@pytest.mark.parametrize("address", [PROBLEMS, NOTES])
def test_problems_and_notes_are_not_there_in_public_areas(place: FlaskClient, address: str) -> None:
    talk(place)
    _, public = pair(place, visibility="public")
    assert scene(place, public, address).status_code == 404


def test_staff_read_of_what_they_may_see(place: FlaskClient) -> None:
    talk(place)
    _, staff = pair(place, visibility="staff")
    _, closed = pair(place, visibility="restricted")
    assert "Overslept" in drawn(place, staff, PROBLEMS)
    assert "Between ourselves" in drawn(place, staff, NOTES)
    for address in (PROBLEMS, CHANGES):
        assert "Embezzled" not in drawn(place, staff, address)
        assert "Embezzled" in drawn(place, closed, address)


def test_changes_tell_each_class_its_own(place: FlaskClient) -> None:
    assert post(place, "/api/v1/meetings", MEETING)[0] == 201
    talk(place)
    _, public = pair(place, visibility="public")
    shown = drawn(place, public, CHANGES)
    assert "Known to all" in shown
    for words in ("Secret", "41.7", "83.3", "Overslept", "Embezzled", "Closed session", "written"):
        assert words not in shown
    _, staff = pair(place, visibility="staff")
    assert "Closed session" in drawn(place, staff, CHANGES)


def test_what_is_not_seen_moves_no_etag(place: FlaskClient) -> None:
    def etags(*screens: str) -> list[Any]:
        addresses = (PROBLEMS, CHANGES, NOTES)
        return [
            reply.headers.get("ETag")
            for screen in screens
            for address in addresses
            if (reply := scene(place, screen, address)).status_code == 200
        ]

    _, public = pair(place, visibility="public")
    _, staff = pair(place, visibility="staff")
    before = etags(public, staff)
    record(place, "secret", 42.3)
    assert post(place, "/api/v1/issues", {"title": "Late", "kpi": "works.secret"})[0] == 201
    assert post(place, "/api/v1/kpis/works.secret/notes", {"text": "Hush"})[0] == 201
    assert etags(public, staff) == before
    talk(place)
    assert etags(public) == before[: len(etags(public))]
    assert not set(etags(staff)) & set(before)
