"""A screen in a public area is never told what its viewers may not see: not in the picture, not
in its ETag, not over the socket."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio import SocketIO

from hub.commands import LoadScorecard
from hub.displays import Display, Frame, Snapshot
from hub.drawing import Node
from hub.hub import Hub
from hub.testing import SCORECARD, WORKER, SetClock
from tests.web.test_displays import ROOM, bearer, now, pair, post

PULSE = "  - {key: pulse,"
SECRET = """\
  - {key: secret, title: Secret reserve, objectives: [delivery], measure: percent,
     frequency: month, owner: Head of Delivery, lenses: [delivery], audience: restricted,
     targets: [{since: 2025-01-01, value: 95}]}
  - {key: known, title: Known to all, objectives: [delivery], measure: percent,
     frequency: month, owner: Head of Delivery, lenses: [delivery], audience: public,
     targets: [{since: 2025-01-01, value: 95}]}
"""
INITIATIVES = """\
initiatives:
  - {key: vault, kind: project, title: Secret vault, owner: Keeper, starts: 2025-07-01,
     ends: 2026-07-01, state: in_delivery, audience: restricted}
  - {key: roof, kind: project, title: New roof, owner: Roofer in person, starts: 2025-07-01,
     ends: 2026-07-01, state: in_delivery, audience: public}
"""
SCENES = (
    "strategy_map.svg?unit=works",
    "scorecard.svg?unit=works",
    "lens_wall.svg?lens=delivery",
    "perspective.svg?unit=works&perspective=process",
    "plan.svg?unit=works",
    "comparison.svg?unit=works",
    "poster.svg?unit=works",
)
OF_KPIS = ("kpi_story.svg?kpi=works.secret", "spread.svg?kpi=works.secret",
           "definition_sheet.svg?kpi=works.secret")  # fmt: skip


@pytest.fixture
def place(hub: Hub, hub_client: FlaskClient) -> FlaskClient:
    """KPIs of every class, each with a figure, and a room."""
    text = SCORECARD.replace(PULSE, SECRET + PULSE) + INITIATIVES
    hub.execute(LoadScorecard(name="works.yaml", text=text), WORKER)
    for kpi, value in (("secret", 41.7), ("known", 96), ("on_time", 83.3)):
        record(hub_client, kpi, value)
    assert post(hub_client, "/api/v1/rooms/board", ROOM)[0] == 200
    return hub_client


def record(client: FlaskClient, kpi: str, value: float) -> None:
    path = f"/api/v1/kpis/works.{kpi}/measurements"
    assert post(client, path, {"period": "2025-12", "value": value})[0] == 201


def scene(client: FlaskClient, screen: str, address: str) -> Any:
    return client.get(f"/hub/scenes/{address}", headers=bearer(screen))


@pytest.mark.parametrize(
    ("viewers", "unseen"),
    [("public", ("Secret", "41.7", "83.3")), ("staff", ("Secret", "41.7")), ("restricted", ())],
)
def test_a_picture_holds_what_its_viewers_may_see(
    place: FlaskClient, viewers: str, unseen: tuple[str, ...]
) -> None:
    _, screen = pair(place, visibility=viewers)
    replies = [scene(place, screen, address) for address in SCENES]
    assert {reply.status_code for reply in replies} == {200}
    pictures = [reply.get_data(as_text=True) for reply in replies]
    for words in unseen:
        assert not [p for p in pictures if words in p]
    assert [p for p in pictures if "96" in p]
    refused = {scene(place, screen, address).status_code for address in OF_KPIS}
    assert refused == ({200} if viewers == "restricted" else {404})


def test_what_is_not_seen_moves_no_etag(place: FlaskClient) -> None:
    _, public = pair(place, visibility="public")
    _, closed = pair(place, visibility="restricted")
    before = [[scene(place, s, a).headers["ETag"] for a in SCENES] for s in (public, closed)]
    record(place, "secret", 42.3)
    note = {"text": "Between ourselves"}
    assert post(place, "/api/v1/kpis/works.known/notes", note)[0] == 201
    assert post(place, "/api/v1/issues", {"title": "Late", "kpi": "works.known"})[0] == 201
    after = [[scene(place, s, a).headers["ETag"] for a in SCENES] for s in (public, closed)]
    assert after[0] == before[0]
    assert not set(after[1]) & set(before[1])
    record(place, "known", 97)
    assert not {scene(place, public, a).headers["ETag"] for a in SCENES} & set(before[0])


def test_notes_and_problems_are_for_staff(place: FlaskClient) -> None:
    _, public = pair(place, visibility="public")
    note = {"text": "Between ourselves"}
    assert post(place, "/api/v1/kpis/works.known/notes", note)[0] == 201
    story = scene(place, public, "kpi_story.svg?kpi=works.known").get_data(as_text=True)
    assert "Known to all" in story
    assert "ourselves" not in story
    for address in ("submissions.svg?unit=works", "kpq.svg?unit=works", "leaflet.svg?unit=works"):
        assert scene(place, public, address).status_code == 404


def test_what_is_not_seen_is_not_nudged(place: FlaskClient, hub_app: Flask) -> None:
    _, public = pair(place, visibility="public")
    sockets: SocketIO = hub_app.extensions["socketio"]
    line = sockets.test_client(hub_app, namespace="/hub", auth={"display": public})
    line.emit("watch", ["unit:works", "map:works"], namespace="/hub", callback=True)
    line.get_received("/hub")
    record(place, "secret", 42.3)
    assert line.get_received("/hub") == []
    record(place, "known", 97)
    assert [found["name"] for found in line.get_received("/hub")]


# -- dated events --------------------------------------------------------------------------

EVENT_SCENES = ("events.svg?unit=works", "kpi_story.svg?kpi=works.known")


def happen(client: FlaskClient, title: str, visibility: str, *kpis: str) -> None:
    event = {
        "kind": "release",
        "title": title,
        "starts": "2025-12-20",
        "unit": "works",
        "kpis": list(kpis),
        "visibility": visibility,
    }
    assert post(client, "/api/v1/events", event)[0] == 201


def more_figures(client: FlaskClient) -> None:
    """A course of figures, so that the chart has a time for events to stand at."""
    path = "/api/v1/kpis/works.known/measurements"
    for month in (10, 11):
        assert post(client, path, {"period": f"2025-{month}", "value": 95})[0] == 201


@pytest.mark.parametrize(("viewers", "seen"), [("public", 1), ("staff", 2), ("restricted", 3)])
def test_an_event_is_shown_to_its_class(place: FlaskClient, viewers: str, seen: int) -> None:
    more_figures(place)
    told = (("Open day", "public"), ("New shifts", "staff"), ("Closing down", "restricted"))
    for title, visibility in told:
        happen(place, title, visibility, "works.known", "works.secret")
    _, screen = pair(place, visibility=viewers)
    for address in EVENT_SCENES:
        picture = scene(place, screen, address).get_data(as_text=True)
        assert [title in picture for title, _ in told] == [index < seen for index in range(3)]
        assert ("Secret" in picture) == (viewers == "restricted" and "events" in address)


def test_an_event_that_is_not_seen_moves_no_etag_and_no_socket(
    place: FlaskClient, hub_app: Flask
) -> None:
    _, public = pair(place, visibility="public")
    room = {**ROOM, "playlist": [{"scene": "events", "about": {"unit": "works"}}], "version": 1}
    assert post(place, "/api/v1/rooms/board", room)[0] == 200
    sockets: SocketIO = hub_app.extensions["socketio"]
    line = sockets.test_client(hub_app, namespace="/hub", auth={"display": public})
    line.emit("watch", ["events:works", "unit:works"], namespace="/hub", callback=True)
    line.get_received("/hub")
    before = [scene(place, public, address).headers["ETag"] for address in EVENT_SCENES]
    happen(place, "New shifts", "staff", "works.known")
    assert [scene(place, public, a).headers["ETag"] for a in EVENT_SCENES] == before
    assert line.get_received("/hub") == []
    happen(place, "Open day", "public", "works.known")
    assert not {scene(place, public, a).headers["ETag"] for a in EVENT_SCENES} & set(before)
    assert [found["name"] for found in line.get_received("/hub")]


def test_who_recorded_an_event_is_for_staff(place: FlaskClient) -> None:
    happen(place, "Open day", "public")
    _, public = pair(place, visibility="public")
    assert "A worker" not in scene(place, public, EVENT_SCENES[0]).get_data(as_text=True)


def test_of_programmes_a_screen_is_told_what_is_for_it(place: FlaskClient) -> None:
    """Whose they are is for staff; a report on a hidden one moves nothing."""
    _, public = pair(place, visibility="public")
    _, staff = pair(place, visibility="staff")
    address = "programmes.svg?unit=works"
    shown = scene(place, public, address)
    assert "New roof" in shown.get_data(as_text=True)
    assert "Roofer" not in shown.get_data(as_text=True)
    assert "Roofer" in scene(place, staff, address).get_data(as_text=True)
    report = {"complete": 41.7, "version": 1}
    assert post(place, "/api/v1/initiatives/works.vault/progress", report)[0] == 201
    for screen in (public, staff):
        assert "vault" not in scene(place, screen, address).get_data(as_text=True)
    assert scene(place, public, address).headers["ETag"] == shown.headers["ETag"]
    assert post(place, "/api/v1/initiatives/works.roof/progress", report)[0] == 201
    assert scene(place, public, address).headers["ETag"] != shown.headers["ETag"]


# -- what takes the place of a scene that is kept from them ---------------------------------

STORY = {"scene": "kpi_story", "about": {"kpi": "works.secret"}}
STEPS = ({"scene": "scorecard", "about": {"unit": "works"}},
         {"scene": "submissions", "about": {"unit": "works"}}, STORY)  # fmt: skip
SPREAD = {"scene": "spread", "about": {"kpi": "works.known"}}
UPRIGHT = "theme=light&size=1080x1920"


def play(client: FlaskClient, *steps: dict[str, Any]) -> None:
    room = {**ROOM, "playlist": [{**step, "seconds": 60} for step in steps], "version": 1}
    assert post(client, "/api/v1/rooms/board", room)[0] == 200


def shown(client: FlaskClient, screen: str) -> tuple[str, bool]:
    """The scene that a screen is told to show, and whether it is given its picture."""
    address = now(client, screen)["scene"]
    given = client.get(f"/hub{address}", headers=bearer(screen)).status_code == 200
    return address.removeprefix("/scenes/").partition(".svg")[0], given


def test_a_step_that_is_kept_from_a_screen_is_passed_over(
    place: FlaskClient, hub_clock: SetClock
) -> None:
    play(place, *STEPS)
    screens = [pair(place, visibility=c)[1] for c in ("public", "staff", "restricted")]
    told = []
    for _ in range(4):
        told.append([shown(place, screen) for screen in screens])
        assert "secret" not in place.get("/hub/display/now", headers=bearer(screens[0])).text
        assert len({now(place, screen)["until"] for screen in screens}) == 1
        hub_clock.move(seconds=60)
    assert {given for row in told for _, given in row} == {True}
    assert [[scene for scene, _ in row] for row in told] == [
        ["scorecard", "scorecard", "scorecard"],
        ["scorecard", "submissions", "submissions"],
        ["scorecard", "scorecard", "kpi_story"],
        ["scorecard", "scorecard", "scorecard"],
    ]


def test_a_scene_that_is_chosen_and_kept_from_a_screen_is_passed_over(place: FlaskClient) -> None:
    _, public = pair(place, visibility="public")
    _, closed = pair(place, visibility="restricted")
    assert post(place, "/api/v1/rooms/board/show", STORY)[0] == 200
    assert shown(place, closed) == ("kpi_story", True)
    assert shown(place, public) == ("strategy_map", True)  # the rotation goes on there
    said = now(place, public)
    assert (said["driver"], said["returns_at"], said["stays"]) == ("", None, 60)


def test_where_all_is_kept_from_a_screen_it_says_so(place: FlaskClient) -> None:
    play(place, STEPS[1])
    assert shown(place, pair(place, visibility="public")[1]) == ("submissions", False)


def test_a_screen_that_passes_a_step_over_is_still_nudged(
    place: FlaskClient, hub_app: Flask
) -> None:
    play(place, STORY, STEPS[0])
    _, public = pair(place, visibility="public")
    sockets: SocketIO = hub_app.extensions["socketio"]
    line = sockets.test_client(hub_app, namespace="/hub", auth={"display": public})
    asked = ["room:board", "unit:works", "kpi:works.secret"]
    watched = line.emit("watch", asked, namespace="/hub", callback=True)
    assert isinstance(watched, dict)
    assert set(watched) == {"room:board", "unit:works"}
    line.get_received("/hub")
    record(place, "secret", 42.3)
    assert line.get_received("/hub") == []
    assert post(place, "/api/v1/rooms/board/turn", {"go": "next"})[0] == 200
    assert [found["name"] for found in line.get_received("/hub")] == ["changed"]


def watch_drawing(hub: Hub, name: str, drawn: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    display = hub.displays[name]
    draw = display.draw

    def noted(self: Display, snapshot: Snapshot, frame: Frame) -> Node:
        drawn.append(name)
        return draw(self, snapshot, frame)

    monkeypatch.setattr(display, "draw", noted)


def test_what_may_be_seen_is_found_out_by_the_one_drawing(
    place: FlaskClient, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(place, STORY, STEPS[0], SPREAD)
    drawn: list[str] = []
    for name in ("scorecard", "spread"):
        watch_drawing(hub, name, drawn, monkeypatch)
    _, public = pair(place, visibility="public")
    said = {"width": 1080, "height": 1920, "scene": f"/scenes/x.svg?{UPRIGHT}", "etag": "x"}
    assert post(place, "/display/contact", said, public)[0] == 200
    address = now(place, public)["scene"]
    assert place.get(f"/hub{address}&{UPRIGHT}", headers=bearer(public)).status_code == 200
    now(place, public)
    assert drawn == ["scorecard"]


def test_a_display_that_fails_does_not_stop_the_room(
    place: FlaskClient, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(place, STEPS[0], STORY)
    monkeypatch.setattr(hub.displays["scorecard"], "draw", lambda *_: 1 / 0)
    _, public = pair(place, visibility="public")
    assert "/scenes/scorecard.svg" in now(place, public)["scene"]
