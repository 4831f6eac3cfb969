"""Recognised at a shared board: what is done there is that person's, entered at the board."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from hub.commands import RetirePerson, SetBadge
from hub.domain.recognition import TRIES
from hub.domain.rights import Actor, Grant, Right
from hub.hub import Hub
from hub.model import AuditEntry
from hub.store.ledger import verify
from hub.testing import WORKER, SetClock
from hub.web import FlaskHub
from hub.web.people import STRANGERS
from tests.commands.test_issues import do, seen
from tests.commands.test_people import person

KPI = "works.on_time"


@pytest.fixture
def known(hub: Hub) -> str:
    """Somebody with a badge and a PIN."""
    return person(hub, "Head of Delivery", pin="2718", badge="00471122")


def show(client: FlaskClient, **shown: str) -> Any:
    return client.post("/hub/board/recognise", json=shown)


def token(client: FlaskClient, **shown: str) -> dict[str, str]:
    """The header that goes with what is done from now on."""
    answer = show(client, **(shown or {"badge": "00471122"}))
    assert answer.status_code == 201, answer.json
    return {"Hub-Presence": answer.json["token"]}


def raise_one(client: FlaskClient, headers: dict[str, str], key: str | None = None) -> Any:
    body = {"title": "Late again", "kpi": KPI, "id": key or str(uuid4())}
    keyed = {"Idempotency-Key": key} if key else {}
    return client.post("/hub/api/v1/issues", json=body, headers={**headers, **keyed})


def last_entry(hub: Hub) -> AuditEntry:
    with hub.store.read() as session:
        verify(session)
        return session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()  # type: ignore[return-value]


@pytest.mark.parametrize("how", ["badge", "pin"])
def test_what_somebody_does_at_a_board_is_theirs_and_was_entered_there(
    hub: Hub, hub_client: FlaskClient, known: str, how: str
) -> None:
    shown = {"badge": "00471122"} if how == "badge" else {"person": known, "pin": "2718"}
    raised = raise_one(hub_client, token(hub_client, **shown))
    assert raised.json["raised_by"] == "Head of Delivery"
    view = seen(hub, raised.json["id"])
    assert (view.brief.raised_by, view.entered_by) == ("Head of Delivery", "A worker")
    entry = last_entry(hub)
    assert (entry.actor, entry.actor_name) == (f"person:{known}", "Head of Delivery")
    assert entry.entered_by == "A worker" and entry.tapped_at is None


def test_without_anybody_it_is_the_board_s_own(hub: Hub, hub_client: FlaskClient) -> None:
    assert raise_one(hub_client, {}).json["raised_by"] == "A worker"
    assert last_entry(hub).entered_by is None


@pytest.mark.parametrize(
    ("shown", "status", "words"),
    [
        ({"badge": "99999999"}, 403, "not known here"),
        ({"badge": "1"}, 403, "not known here"),
        ({"person": "nobody", "pin": "2718"}, 404, "nobody like that"),
        ({"pin": "2718"}, 400, "either a badge"),
        ({}, 400, "either a badge"),
        ({"badge": "00471122", "person": "x", "pin": "2718"}, 400, "either a badge"),
    ],
)
def test_whoever_is_not_recognised_hears_why(
    hub_client: FlaskClient, known: str, shown: dict[str, str], status: int, words: str
) -> None:
    answer = show(hub_client, **shown)
    assert answer.status_code == status
    assert words in answer.json["error"]
    assert "2718" not in answer.text


def test_a_wrong_pin_and_then_no_more_tries(hub_client: FlaskClient, known: str) -> None:
    for _ in range(TRIES):
        assert show(hub_client, person=known, pin="0000").status_code == 403
    refused = show(hub_client, person=known, pin="2718")
    assert refused.status_code == 403
    assert "Too many wrong PINs" in refused.json["error"]
    token(hub_client, badge="00471122")  # the badge is good all the same


def test_so_many_unknown_badges_and_none_is_looked_at(hub_client: FlaskClient, known: str) -> None:
    for number in range(STRANGERS):
        assert show(hub_client, badge=f"9000{number:04}").status_code == 403
    assert show(hub_client, badge="00471122").status_code == 503
    token(hub_client, person=known, pin="2718")


def test_who_has_gone_is_known_no_more(hub: Hub, hub_client: FlaskClient, known: str) -> None:
    mine = token(hub_client)
    assert hub_client.post("/hub/board/leave", json={}, headers=mine).status_code == 200
    hub.clock.move(seconds=30)  # type: ignore[attr-defined]
    refused = raise_one(hub_client, mine)
    assert refused.status_code == 403
    assert "say who you are" in refused.json["error"]


def test_what_was_tapped_before_going_is_theirs_when_it_comes_later(
    hub: Hub, hub_client: FlaskClient, hub_clock: SetClock, known: str
) -> None:
    """The link was cut: the board sends what waits, after somebody has gone for long."""
    mine = token(hub_client)
    hub_clock.move(seconds=40)
    tapped = hub.now()
    hub_clock.move(seconds=20)
    hub_client.post("/hub/board/leave", json={}, headers=mine)
    hub_clock.move(hours=3)
    key, late = str(uuid4()), {"Hub-Tapped-Ago": "10820.0"}
    raised = raise_one(hub_client, {**mine, **late}, key)
    assert raised.json["raised_by"] == "Head of Delivery"
    assert seen(hub, raised.json["id"]).brief.raised_at == tapped
    assert last_entry(hub).tapped_at == tapped
    again = raise_one(hub_client, {**mine, "Hub-Tapped-Ago": "10825.0"}, key)
    assert again.json == raised.json
    after = raise_one(hub_client, {**mine, "Hub-Tapped-Ago": "10000.0"})
    assert after.status_code == 403


def test_a_token_of_yesterday_is_nobody_s(
    hub_client: FlaskClient, hub_clock: SetClock, known: str
) -> None:
    mine = token(hub_client)
    hub_clock.move(hours=13)
    assert raise_one(hub_client, mine).status_code == 403
    assert raise_one(hub_client, {"Hub-Presence": "garbage"}).status_code == 403
    assert raise_one(hub_client, {"Hub-Tapped-Ago": "soon"}).status_code == 400
    assert raise_one(hub_client, {"Hub-Tapped-Ago": "-5"}).status_code == 400


@pytest.mark.parametrize("end", [RetirePerson, SetBadge])
def test_another_badge_and_retiring_end_it(
    hub: Hub, hub_client: FlaskClient, hub_clock: SetClock, known: str, end: Any
) -> None:
    mine = token(hub_client)
    asked = end(person=known, badge=None) if end is SetBadge else end(person=known)
    hub.execute(asked, WORKER)
    hub_clock.move(seconds=30)
    assert raise_one(hub_client, mine).status_code == 403


def test_a_pin_gives_no_right_that_the_board_has_not(hub: Hub, known: str) -> None:
    """Only whoever may solve problems may recognise anybody, and what they may stays the same."""
    for rights, status in (((Right.READ,), 403), ((Right.READ, Right.SOLVE), 201)):
        board = Actor("board", "Board 1", grants=frozenset(Grant(right) for right in rights))
        app = Flask(__name__)
        FlaskHub(app, hub=hub, identify=lambda _r, board=board: board, schedule=False)  # type: ignore[misc]
        client = app.test_client()
        answer = show(client, badge="00471122")
        assert answer.status_code == status
        if status == 201:
            mine = {"Hub-Presence": answer.json["token"]}
            noted = client.post(f"/hub/api/v1/kpis/{KPI}/notes", json={"text": "x"}, headers=mine)
            assert noted.status_code == 403
            assert raise_one(client, mine).json["raised_by"] == "Head of Delivery"


def test_the_directory_is_listed_without_badges_and_pins(
    hub_client: FlaskClient, known: str
) -> None:
    page: Any = hub_client.get("/hub/api/v1/people?limit=1").json
    assert page["items"][0] == {
        "id": known,
        "name": "Head of Delivery",
        "unit": None,
        "badge": True,
        "pin": True,
        "version": 3,
    }
    assert page["next"] is None


def test_the_page_of_people(hub: Hub, hub_client: FlaskClient, known: str) -> None:
    empty = hub_client.get("/hub/people", headers={"Accept": "text/html"})
    assert "Head of Delivery" in empty.text and "1 in the directory, 1 with a badge" in empty.text
    do(hub, RetirePerson, person=known)
    assert "Nobody is in the directory yet" in hub_client.get("/hub/people").text
