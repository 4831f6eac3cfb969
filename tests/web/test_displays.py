"""Paired screens: let in with code and check number, shown their room, and sent away."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio import SocketIO

from hub.bootstrap import ROOT
from hub.hub import Hub
from hub.testing import SetClock
from hub.web.extension import PING_ANSWERED, PING_EVERY

API = "/hub/api/v1"
ROOM = {
    "title": "Board room",
    "playlist": [
        {"scene": "strategy_map", "about": {"unit": "works"}, "seconds": 60},
        {"scene": "scorecard", "about": {"unit": "works"}, "seconds": 30},
    ],
}
HANGS = {"name": "Left of the door", "room": "board", "visibility": "staff", "diagonal": 65,
         "distance": 3}  # fmt: skip


def post(client: FlaskClient, path: str, body: Any, screen: str | None = None) -> tuple[int, Any]:
    answer = client.post(f"/hub{path}", json=body, headers=bearer(screen))
    return answer.status_code, answer.get_json()


def bearer(screen: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {screen}"} if screen else {}


@pytest.fixture
def board(hub_client: FlaskClient) -> FlaskClient:
    """A hub with a room."""
    assert post(hub_client, "/api/v1/rooms/board", ROOM)[0] == 200
    return hub_client


def pair(client: FlaskClient, **about: Any) -> tuple[str, str]:
    """A screen that is let in: its id and its credential."""
    _, waiting = post(client, "/display/pairing", {})
    asked = {"code": waiting["code"].lower(), "check": waiting["check"], **HANGS, **about}
    assert post(client, "/api/v1/displays", asked)[0] == 201
    _, given = post(client, "/display/collect", {"device": waiting["device"]})
    return given["display"], given["credential"]


def now(client: FlaskClient, screen: str) -> Any:
    return client.get("/hub/display/now", headers=bearer(screen)).get_json()


def test_a_screen_is_let_in_with_code_and_check_number(board: FlaskClient) -> None:
    _, waiting = post(board, "/display/pairing", {})
    assert len(waiting["code"]) == 9
    assert f"/hub/displays?code={waiting['code']}" in waiting["approve"]
    assert waiting["qr"].startswith("<svg")
    device = {"device": waiting["device"]}
    assert post(board, "/display/collect", device)[1] == {"display": "", "credential": ""}
    wrong = {"code": waiting["code"], "check": "00", **HANGS}
    assert post(board, "/api/v1/displays", wrong)[0] == 404
    assert post(board, "/api/v1/displays", {**wrong, "check": waiting["check"]})[0] == 201
    status, given = post(board, "/display/collect", device)
    assert (status, len(given["credential"]) > 40) == (200, True)
    assert post(board, "/display/collect", device)[0] == 404  # once
    shown = now(board, given["credential"])
    assert (shown["name"], shown["room_title"]) == ("Left of the door", "Board room")
    assert shown["scene"] == "/scenes/strategy_map.svg?unit=works"


def test_a_code_runs_out(board: FlaskClient, hub_clock: SetClock) -> None:
    _, waiting = post(board, "/display/pairing", {})
    hub_clock.move(minutes=16)
    asked = {"code": waiting["code"], "check": waiting["check"], **HANGS}
    assert post(board, "/api/v1/displays", asked)[0] == 404
    assert post(board, "/display/collect", {"device": waiting["device"]})[0] == 404


def test_a_screen_sees_scenes_and_nothing_else(board: FlaskClient) -> None:
    _, screen = pair(board)
    seen = {
        path: board.get(f"/hub{path}", headers=bearer(screen)).status_code
        for path in ("/display/now", "/scenes/scorecard.svg?unit=works", "/desk", "/api/v1/kpis")
    }
    assert list(seen.values()) == [200, 200, 403, 403]
    kpi = "/api/v1/kpis/works.on_time"
    assert post(board, f"{kpi}/notes", {"text": "Hello"}, screen)[0] == 403
    assert post(board, "/api/v1/rooms/board", {**ROOM, "version": 1}, screen)[0] == 403
    stranger = board.get("/hub/display/now", headers=bearer("hubd_" + "x" * 40))
    assert stranger.status_code == 401


def test_a_room_is_driven_by_its_own_screens_only(board: FlaskClient) -> None:
    _, here = pair(board)
    assert post(board, "/api/v1/rooms/hall", ROOM)[0] == 200
    _, there = pair(board, room="hall")
    story = {"scene": "kpi_story", "about": {"kpi": "works.on_time"}}
    assert post(board, "/api/v1/rooms/board/show", story, there)[0] == 403
    assert post(board, "/api/v1/rooms/board/show", story, here)[0] == 200
    assert now(board, here)["scene"] == "/scenes/kpi_story.svg?kpi=works.on_time"
    assert now(board, here)["driver"] == "Left of the door"
    assert "strategy_map" in now(board, there)["scene"]
    strange = {"scene": "kpi_story", "about": {"nonsense": "x"}}
    assert post(board, "/api/v1/rooms/board/show", strange, here)[0] == 400


def test_perspectives_pause_and_the_way_back(board: FlaskClient, hub_clock: SetClock) -> None:
    _, screen = pair(board)
    room = "/api/v1/rooms/board"
    assert post(board, f"{room}/lens", {"go": "next"}, screen)[1]["about"] == {"lens": "delivery"}
    assert post(board, f"{room}/pause", {"minutes": 5}, screen)[0] == 200
    hub_clock.move(minutes=4)
    shown = now(board, screen)
    assert ("lens_wall" in shown["scene"], bool(shown["paused_until"])) == (True, True)
    assert post(board, f"{room}/resume", {}, screen)[1]["paused_until"] is None
    hub_clock.move(minutes=3)
    assert "strategy_map" in now(board, screen)["scene"]  # nobody touched it for a while
    assert post(board, f"{room}/turn", {"go": "next"}, screen)[1]["scene"] == "scorecard"
    assert post(board, f"{room}/release", {}, screen)[1]["driver"] == ""


def test_a_revoked_screen_is_sent_away_at_once(board: FlaskClient, hub_app: Flask) -> None:
    display, screen = pair(board)
    sockets: SocketIO = hub_app.extensions["socketio"]
    line = sockets.test_client(hub_app, namespace="/hub", auth={"display": screen})
    assert line.is_connected("/hub")
    watched = line.emit("watch", ["unit:works", "room:board", "kpi:works.on_time"],
                        namespace="/hub", callback=True)  # fmt: skip
    assert watched is not None
    names = {topic.partition("@")[0] for topic in watched}
    assert names == {"unit:works", "room:board"}  # what it shows, and no more
    assert post(board, f"/api/v1/displays/{display}/revoke", {})[0] == 200
    assert not line.is_connected("/hub")
    assert board.get("/hub/display/now", headers=bearer(screen)).status_code == 401
    again = sockets.test_client(hub_app, namespace="/hub", auth={"display": screen})
    assert not again.is_connected("/hub")


def test_a_credential_is_renewed_without_a_gap(
    board: FlaskClient, hub: Hub, hub_clock: SetClock
) -> None:
    _, first = pair(board)
    said = {"width": 1920, "height": 1080, "scene": "/scenes/scorecard.svg", "etag": "abc"}
    assert post(board, "/display/contact", said, first)[1] == {"credential": None}
    hub_clock.move(days=8)
    second = post(board, "/display/contact", said, first)[1]["credential"]
    assert now(board, first)["name"] == now(board, second)["name"]  # its answer may get lost
    assert post(board, "/display/contact", said, second)[1] == {"credential": None}
    assert board.get("/hub/display/now", headers=bearer(first)).status_code == 401
    assert now(board, second)["name"] == "Left of the door"


def test_banners_begin_and_end(board: FlaskClient, hub_clock: SetClock) -> None:
    _, screen = pair(board)
    drill = {"text": "Fire drill at noon", "ends_at": "2026-01-14T13:00:00Z", "urgent": True}
    assert post(board, "/api/v1/messages", drill)[0] == 201
    hall = {"text": "Only in the hall", "ends_at": "2026-01-14T13:00:00Z", "rooms": ["hall"]}
    assert post(board, "/api/v1/messages", hall)[0] == 404
    assert [b["text"] for b in now(board, screen)["banners"]] == ["Fire drill at noon"]
    hub_clock.move(hours=1)
    assert now(board, screen)["banners"] == []
    past = {"text": "Too late", "ends_at": "2026-01-14T12:30:00Z"}
    assert post(board, "/api/v1/messages", past)[0] == 400


def test_a_screen_whose_line_is_dead_says_so_within_30_s() -> None:
    """It misses a ping, looks, and waits for the answer as long as a look may take."""
    said = (ROOT / "kiosk" / "src" / "page.ts").read_text()
    patience = re.search(r"LOOK_PATIENCE_MS = ([\d_]+)", said)
    assert patience
    assert PING_EVERY + PING_ANSWERED + int(patience[1]) / 1000 <= 30
