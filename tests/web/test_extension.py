"""``FlaskHub`` beside whatever is there: several hubs, the host's own Socket.IO, health."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio import SocketIO

from hub.commands import AddNote
from hub.domain.visibility import read
from hub.errors import Forbidden, Unusable
from hub.hub import Hub
from hub.settings import Settings
from hub.testing import WORKER
from hub.web import FlaskHub

KPI = "works.on_time"


def note(hub: Hub) -> None:
    hub.execute(AddNote.model_validate({"kpi": KPI, "text": "x"}), WORKER)


def test_two_hubs_in_one_application_do_not_mix(tmp_path: Path, hub: Hub) -> None:
    app = Flask("two")
    one = FlaskHub(app, url_prefix="/one", hub=hub, identify=lambda _: WORKER, schedule=False)
    settings = Settings(data=tmp_path / "two")
    two = FlaskHub(
        app, url_prefix="/two/", settings=settings, identify=lambda _: WORKER, schedule=False
    )
    client = app.test_client()
    body = {"text": "here"}
    assert client.post(f"/one/api/v1/kpis/{KPI}/notes", json=body).status_code == 201
    assert client.post(f"/two/api/v1/kpis/{KPI}/notes", json=body).status_code == 404
    assert client.get("/two/api/v1/units").get_json()["items"] == []
    assert app.extensions["hub"] == {"/one": one.hub, "/two": two.hub}
    with pytest.raises(Unusable, match="mounted at /two already"):
        FlaskHub(app, url_prefix="two", settings=settings)
    one.close()
    two.close()


def test_two_hubs_nudge_their_own_walls(tmp_path: Path, hub: Hub) -> None:
    app = Flask("two")
    FlaskHub(app, url_prefix="/one", hub=hub, identify=lambda _: WORKER, schedule=False)
    two = FlaskHub(
        app,
        url_prefix="/two",
        settings=Settings(data=tmp_path / "two"),
        identify=lambda _: WORKER,
        schedule=False,
    )
    server: SocketIO = app.extensions["socketio"]
    walls = [server.test_client(app, namespace=name) for name in ("/one", "/two")]
    for wall, name in zip(walls, ("/one", "/two"), strict=True):
        wall.emit("watch", ["unit:works"], namespace=name, callback=True)
    note(hub)
    assert len(walls[0].get_received("/one")) == 1
    assert walls[1].get_received("/two") == []
    two.close()


def test_the_host_s_own_socketio_is_used(hub: Hub) -> None:
    app = Flask("host")
    own = SocketIO(app, async_mode="threading", path="/live/socket.io")
    FlaskHub(app, hub=hub, identify=lambda _: WORKER, schedule=False)
    assert app.extensions["socketio"] is own
    wall = own.test_client(app, namespace="/hub")
    assert wall.is_connected("/hub")
    page = app.test_client().get("/hub/wall?scene=scorecard").get_data(as_text=True)
    assert "/live/socket.io" in page


def test_a_wall_is_told_what_moved_and_nothing_else(hub: Hub, hub_app: Flask) -> None:
    server: SocketIO = hub_app.extensions["socketio"]
    wall = server.test_client(hub_app, namespace="/hub")
    before = wall.emit("watch", [f"kpi:{KPI}", "kpi:other"], namespace="/hub", callback=True)
    assert before == hub.versions(read([f"kpi:{KPI}", "kpi:other"], "restricted"))
    note(hub)
    (told,) = wall.get_received("/hub")
    assert (told["name"], told["args"]) == ("changed", [hub.versions([f"kpi:{KPI}@staff"])])
    wall.emit("watch", ["kpi:other"], namespace="/hub", callback=True)
    note(hub)
    assert wall.get_received("/hub") == []


@pytest.mark.parametrize("topics", [None, "unit:works", 7, {"a": 1}, [1, None, "x" * 201]])
def test_odd_wishes_watch_nothing(hub_app: Flask, topics: object) -> None:
    server: SocketIO = hub_app.extensions["socketio"]
    wall = server.test_client(hub_app, namespace="/hub")
    assert wall.emit("watch", topics, namespace="/hub", callback=True) == {}


def test_who_may_not_read_gets_no_socket(hub: Hub) -> None:
    def turn_away(_request: object) -> None:
        raise Forbidden("not you")

    app = Flask("shut")
    FlaskHub(app, hub=hub, identify=turn_away, schedule=False)  # type: ignore[arg-type]
    server: SocketIO = app.extensions["socketio"]
    assert not server.test_client(app, namespace="/hub").is_connected("/hub")
    assert app.test_client().get("/hub/").status_code == 403


def test_a_visitor_may_look_and_no_more(hub: Hub) -> None:
    app = Flask("open")
    FlaskHub(app, hub=hub, schedule=False)
    client = app.test_client()
    assert client.get("/hub/api/v1/kpis").status_code == 200
    assert client.post(f"/hub/api/v1/kpis/{KPI}/notes", json={"text": "x"}).status_code == 403


def test_health(hub: Hub, hub_client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert hub_client.get("/hub/healthz").get_json() == {"status": "ok"}
    ready = hub_client.get("/hub/readyz")
    assert (ready.status_code, ready.get_json()["missing"]) == (200, {})

    def broken() -> int:
        raise Unusable("the disk is gone")

    monkeypatch.setattr(hub, "ask", broken)
    ready = hub_client.get("/hub/readyz")
    assert (ready.status_code, ready.get_json()["database"]) == (503, "the disk is gone")
    assert hub_client.get("/hub/healthz").status_code == 200


def test_the_host_s_own_pages_and_errors_are_its_own(hub: Hub) -> None:
    app = Flask("host")
    app.add_url_rule("/mine", view_func=lambda: "mine")
    FlaskHub(app, hub=hub, schedule=False)
    client = app.test_client()
    assert client.get("/mine").data == b"mine"
    assert client.get("/nothing").mimetype == "text/html"
