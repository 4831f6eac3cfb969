"""The page of all displays, its lists in the API, and the remote of a room."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hub.domain.rights import Actor, Grant, Right
from hub.hub import Hub
from hub.testing import WORKER, SetClock
from hub.web import FlaskHub
from tests.web.test_displays import HANGS, bearer, now, pair, post

SIZE = "size=1920x1080&theme=light"
READER = Actor("reader", "A reader", grants=frozenset({Grant(Right.READ)}))
DRIVER = Actor("driver", "A driver", grants=frozenset({Grant(Right.READ), Grant(Right.DRIVE)}))


@pytest.fixture
def board(hub_client: FlaskClient) -> FlaskClient:
    """A hub with a room."""
    assert post(hub_client, "/api/v1/rooms", {"title": "Board room", "of": "works"})[0] == 201
    return hub_client


def hang(client: FlaskClient) -> tuple[str, str]:
    return pair(client, room="board_room", name="Left of the door")


def report(client: FlaskClient, screen: str, scene: str = "") -> str:
    """Show what the room shows, or another scene, as a screen does; its ETag."""
    address = f"{scene or now(client, screen)['scene']}&{SIZE}"
    etag = client.get(f"/hub{address}", headers=bearer(screen)).get_etag()[0] or ""
    said = {"width": 1920, "height": 1080, "scene": address, "etag": etag, "heap": 12_400_000}
    agent = "Mozilla/5.0 (X11; Linux aarch64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36"
    assert post(client, "/display/contact", {**said, "browser": agent}, screen)[0] == 200
    return etag


def page(client: FlaskClient, address: str = "/displays") -> str:
    return client.get(f"/hub{address}").get_data(as_text=True)


def test_a_room_begins_with_the_scenes_of_its_unit(board: FlaskClient) -> None:
    room = board.get("/hub/api/v1/rooms").get_json()["items"][0]
    assert (room["key"], room["title"], room["unit"]) == ("board_room", "Board room", "works")
    assert [s["scene"] for s in room["playlist"]] == ["strategy_map", "scorecard", "lens_wall"]
    assert (room["scene"], room["about"]) == ("strategy_map", {"unit": "works"})
    status, second = post(board, "/api/v1/rooms", {"title": "Board room!", "of": "works"})
    assert (status, second["room"]) == (201, "board_room_2")
    assert post(board, "/api/v1/rooms", {"title": "7", "of": "works"})[1]["room"] == "room_7"
    assert post(board, "/api/v1/rooms", {"title": "Hall", "of": "nobody"})[0] == 404


def test_a_screen_is_let_into_a_new_room_in_one_go(board: FlaskClient) -> None:
    _, waiting = post(board, "/display/pairing", {})
    shown = {"code": waiting["code"], "check": waiting["check"]}
    asked = {**HANGS, **shown, "new_room": {"title": "Hall", "of": "works"}}
    assert post(board, "/api/v1/displays", asked)[0] == 400  # two rooms at once
    del asked["room"]
    wrong = {**asked, "check": "00"}
    assert post(board, "/api/v1/displays", wrong)[0] == 404
    rooms = board.get("/hub/api/v1/rooms").get_json()["items"]
    assert [room["key"] for room in rooms] == ["board_room"]  # a wrong number leaves no room
    assert post(board, "/api/v1/displays", asked)[0] == 201
    assert board.get("/hub/api/v1/displays").get_json()["items"][0]["room"] == "hall"


def test_a_room_is_closed_once_it_is_empty(board: FlaskClient) -> None:
    display, _ = hang(board)
    status, said = post(board, "/api/v1/rooms/board_room/close", {})
    assert (status, "a display in Board room" in said["error"]) == (409, True)
    assert post(board, f"/api/v1/displays/{display}/revoke", {})[0] == 200
    assert post(board, "/api/v1/rooms/board_room/close", {})[0] == 200
    assert board.get("/hub/api/v1/rooms").get_json()["items"] == []


def test_the_fleet_stands_by_the_age_of_its_contact(
    board: FlaskClient, hub_clock: SetClock
) -> None:
    _, screen = hang(board)

    def stands() -> str:
        found: str = board.get("/hub/api/v1/displays").get_json()["items"][0]["presence"]
        return found

    assert stands() == "awaited"
    report(board, screen)
    assert stands() == "online"
    assert "Chromium 141, Linux, 1920 \u00d7 1080 px, heap 12 MB" in page(board)
    hub_clock.move(seconds=90)
    assert stands() == "stale"
    hub_clock.move(minutes=4)
    assert stands() == "offline"
    assert "Last contact 5 minutes ago" in page(board)


def test_the_thumbnail_is_the_very_picture_on_the_glass(
    board: FlaskClient, hub: Hub, hub_app: Flask
) -> None:
    display, screen = hang(board)
    etag = report(board, screen)
    glass = f"/hub/displays/{display}/glass.svg?etag={etag}"
    shown = board.get(glass)
    assert shown.status_code == 200
    assert glass.replace("&", "&amp;") in page(board)
    figure = {"period": "2025-11", "value": 80}
    assert post(board, "/api/v1/kpis/works.on_time/measurements", figure)[0] == 201
    assert board.get(glass).data == shown.data  # not the figures of now
    fresh = report(board, screen)
    assert fresh != etag
    assert board.get(glass).status_code == 204
    assert board.get(f"/hub/displays/{display}/glass.svg?etag={fresh}").status_code == 200


def test_a_picture_that_is_not_kept_any_more_is_not_made_up(
    board: FlaskClient, hub: Hub, hub_clock: SetClock
) -> None:
    _, screen = hang(board)
    etag = report(board, screen)
    client = client_of(WORKER, hub)  # as if the hub were started anew
    assert f"glass.svg?etag={etag}" in page(client)  # the same version can be drawn again
    figure = {"period": "2025-11", "value": 80}
    assert post(client, "/api/v1/kpis/works.on_time/measurements", figure)[0] == 201
    hub_clock.move(minutes=3)
    said = page(client)
    assert "That picture is not kept here any more; it came on the glass 3 minutes ago" in said
    assert "glass.svg" not in said


def test_what_is_behind_its_room_says_so(board: FlaskClient, hub_clock: SetClock) -> None:
    _, screen = hang(board)
    report(board, screen)
    assert "Shows a picture of" not in page(board)
    hub_clock.move(seconds=40)
    report(board, screen)
    page(board)
    figure = {"period": "2025-11", "value": 80}
    assert post(board, "/api/v1/kpis/works.on_time/measurements", figure)[0] == 201
    assert "Shows a picture of" not in page(board)  # it has ten seconds to keep up
    hub_clock.move(seconds=15)
    assert "Shows a picture of 55 seconds ago</strong>" in page(board)
    assert post(board, "/api/v1/rooms/board_room/lens", {"lens": "delivery"})[0] == 200
    said = page(board)
    assert "Shows a picture of 55 seconds ago; its room shows Perspectives: Delivery" in said


def test_what_passes_a_step_over_is_not_behind(board: FlaskClient, hub_clock: SetClock) -> None:
    kept_from_all = {"scene": "kpi_story", "about": {"kpi": "works.gone"}}
    _, screen = hang(board)
    assert post(board, "/api/v1/rooms/board_room/show", kept_from_all)[0] == 200
    report(board, screen)
    hub_clock.move(seconds=40)
    assert "Shows a picture of" not in page(board)
    figure = {"period": "2025-11", "value": 80}
    assert post(board, "/api/v1/kpis/works.on_time/measurements", figure)[0] == 201
    hub_clock.move(seconds=15)
    assert "Shows a picture of 55 seconds ago" in page(board)


def test_letters_that_are_too_small_are_warned_of(board: FlaskClient) -> None:
    pair(board, room="board_room", diagonal=55, distance=5)
    assert "not even the large titles of a single perspective" in page(board)
    asked = "/hub/displays/legibility?diagonal=86&distance=3&columns=1&rows=1"
    assert board.get(asked).get_json()["warns"] is False
    assert board.get("/hub/displays/legibility?diagonal=0&distance=3").status_code == 400


def test_messages_are_listed_newest_first(board: FlaskClient, hub_clock: SetClock) -> None:
    for text in ("First", "Second", "Third"):
        ends = {"text": text, "ends_at": "2026-01-14T18:00:00Z"}
        assert post(board, "/api/v1/messages", ends)[0] == 201
        hub_clock.move(minutes=1)
    first = board.get("/hub/api/v1/messages?limit=2").get_json()
    assert [m["text"] for m in first["items"]] == ["Third", "Second"]
    rest = board.get(first["next"]).get_json()
    assert ([m["text"] for m in rest["items"]], rest["next"]) == (["First"], None)
    assert post(board, f"/api/v1/messages/{first['items'][0]['id']}/withdraw", {})[0] == 200
    said = page(board, "/rooms")
    assert "Second" in said
    assert "Third" not in said


@pytest.fixture
def people(board: FlaskClient, hub: Hub) -> Iterator[dict[str, FlaskClient]]:
    """Clients of people with fewer rights."""
    yield {actor.id: client_of(actor, hub) for actor in (READER, DRIVER)}


def client_of(actor: Actor, hub: Hub) -> FlaskClient:
    app = Flask(actor.id)
    FlaskHub(app, hub=hub, identify=lambda _request: actor, schedule=False)
    return app.test_client()


def test_pages_are_for_those_who_hold_the_right(people: dict[str, FlaskClient]) -> None:
    reader, driver = people["reader"], people["driver"]
    asked = {
        "/displays": (403, 403),
        "/api/v1/displays": (403, 403),
        "/rooms": (403, 200),
        "/remote?room=board_room": (403, 200),
        "/remote/now?room=board_room": (403, 200),
        "/api/v1/rooms": (200, 200),
    }
    for path, wanted in asked.items():
        found = (reader.get(f"/hub{path}").status_code, driver.get(f"/hub{path}").status_code)
        assert (path, found) == (path, wanted)
    assert "Save the room" not in page(driver, "/rooms")
    assert "/displays" not in page(driver, "/")
    assert "/remote" in page(driver, "/")
    assert "/remote" not in page(reader, "/")


def test_the_remote_knows_what_the_room_shows(board: FlaskClient) -> None:
    shown = board.get("/hub/remote/now?room=board_room").get_json()
    assert shown["words"] == "Strategy map: The Works"
    assert [step["on"] for step in shown["steps"]] == [True, False, False]
    assert [lens["key"] for lens in shown["lenses"]] == ["delivery"]
    assert "room:board_room" in shown["topics"]
    assert board.get("/hub/remote/now?room=nowhere").status_code == 404


def test_a_screen_offers_the_remote_of_its_own_room(board: FlaskClient) -> None:
    _, screen = hang(board)
    assert post(board, "/api/v1/rooms", {"title": "Hall", "of": "works"})[0] == 201
    own = board.get("/hub/remote/qr.svg?room=board_room", headers=bearer(screen))
    assert "http://localhost/hub/remote?room=board_room" in own.get_data(as_text=True)
    other = board.get("/hub/remote/qr.svg?room=hall", headers=bearer(screen))
    assert other.status_code == 404
    assert board.get("/hub/remote?room=board_room", headers=bearer(screen)).status_code == 403
