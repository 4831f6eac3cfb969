"""Slips: words from a phone come to one editor at a board, for ten minutes, and that is all."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from hub.domain.rights import Actor, Grant, Right
from hub.domain.slips import BYTES, MOST_SENT
from hub.errors import Forbidden
from hub.hub import Hub
from hub.model import AuditEntry, Event, Slip
from hub.scheduler import Scheduler
from hub.testing import SetClock
from hub.web import FlaskHub
from tests.web.test_displays import board, pair  # noqa: F401

READER = Actor("reader", "A reader", grants=frozenset({Grant(Right.READ)}))
ELSEWHERE = Actor("other", "Elsewhere", grants=frozenset({Grant(Right.SOLVE, "else")}))


def post(client: FlaskClient, path: str, body: Any, **headers: str) -> tuple[int, Any]:
    answer = client.post(f"/hub{path}", json=body, headers=headers)
    return answer.status_code, answer.get_json()


@pytest.fixture
def problem(hub_client: FlaskClient) -> str:
    raised = {"title": "Late again & again", "kpi": "works.on_time", "id": str(uuid4())}
    assert post(hub_client, "/api/v1/issues", raised)[0] == 201
    return raised["id"]


def opened(client: FlaskClient, problem: str | None, **about: Any) -> tuple[str, str]:
    """A slip: its id, and the path that its QR code leads to."""
    asked = {"asked": "Why did this happen?", "issue": problem, **about}
    status, slip = post(client, "/slips", asked)
    assert status == 200
    assert slip["qr"].startswith("<svg")
    return slip["id"], "/type/" + slip["address"].partition("/type/")[2]


def sent(client: FlaskClient, slip: str) -> list[str]:
    found: list[str] = client.get(f"/hub/slips/{slip}").get_json()["sent"]
    return found


def entries(hub: Hub) -> list[int]:
    with hub.store.read() as session:
        return [session.scalar(select(func.count()).select_from(m)) or 0
                for m in (AuditEntry, Event)]  # fmt: skip


def test_what_a_phone_sends_comes_to_the_editor(hub_client: FlaskClient, problem: str) -> None:
    slip, way = opened(hub_client, problem)
    page = hub_client.get(f"/hub{way}")
    assert page.status_code == 200
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == (
        "no-store",
        "no-referrer",
    )
    for said in ("Why did this happen?", "Late again &amp; again"):
        assert said in page.text
    assert post(hub_client, way, {"text": " No spare parts ", "number": 0}) == (200, {"number": 1})
    assert post(hub_client, way, {"text": "And no orders", "number": 1}) == (200, {"number": 2})
    assert sent(hub_client, slip) == ["No spare parts", "And no orders"]


def test_what_is_sent_again_for_want_of_an_answer_comes_once(
    hub_client: FlaskClient, problem: str
) -> None:
    slip, way = opened(hub_client, problem)
    for _ in range(2):
        assert post(hub_client, way, {"text": "Once", "number": 0}) == (200, {"number": 1})
    assert post(hub_client, way, {"text": "From another phone", "number": 0})[0] == 200
    assert sent(hub_client, slip) == ["Once", "From another phone"]


def test_a_slip_is_no_secret_that_is_kept_and_leaves_no_trace(
    hub: Hub, hub_client: FlaskClient, problem: str
) -> None:
    before = entries(hub)
    slip, way = opened(hub_client, problem)
    token = way.removeprefix("/type/")
    post(hub_client, way, {"text": "Nobody knows", "number": 0})
    with hub.store.read() as session:
        row = session.get(Slip, slip)
        assert row is not None
        assert token not in (row.id, row.digest)
    assert len(token) * 6 >= BYTES * 8 >= 128  # bits
    assert post(hub_client, f"/slips/{slip}/close", {})[0] == 200
    assert entries(hub) == before


def test_a_slip_runs_out_and_goes(
    hub: Hub, hub_client: FlaskClient, hub_clock: SetClock, problem: str
) -> None:
    slip, way = opened(hub_client, problem)
    hub_clock.move(minutes=9)
    assert post(hub_client, way, {"text": "In time"})[0] == 200
    hub_clock.move(minutes=1)
    status, told = post(hub_client, way, {"text": "Too late", "number": 1})
    assert (status, "run out" in told["error"]) == (404, True)
    assert hub_client.get(f"/hub/slips/{slip}").status_code == 404
    page = hub_client.get(f"/hub{way}")
    assert (page.status_code, "This code has run out" in page.text) == (404, True)
    Scheduler(hub)._tidy()
    with hub.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Slip)) == 0


def test_the_next_slip_takes_those_away_that_have_run_out(
    hub: Hub, hub_client: FlaskClient, hub_clock: SetClock, problem: str
) -> None:
    opened(hub_client, problem)
    hub_clock.move(minutes=10)
    slip, _ = opened(hub_client, None)
    with hub.store.read() as session:
        assert list(session.scalars(select(Slip.id))) == [slip]


def test_a_closed_editor_takes_nothing_more(hub_client: FlaskClient, problem: str) -> None:
    slip, way = opened(hub_client, problem)
    for _ in range(2):
        assert post(hub_client, f"/slips/{slip}/close", {})[0] == 200
    assert post(hub_client, way, {"text": "Too late"})[0] == 404
    assert hub_client.get(f"/hub{way}").status_code == 404


@pytest.mark.parametrize("token", ["x", "x" * 32, "x" * 3000, "%00", "<script>", "☃"])
def test_garbage_opens_nothing(hub_client: FlaskClient, token: str) -> None:
    page = hub_client.get(f"/hub/type/{token}")
    assert (page.status_code, "This code has run out" in page.text) == (404, True)
    assert "<script>" not in page.text
    assert post(hub_client, f"/type/{token}", {"text": "Words"})[0] == 404


def test_an_editor_takes_no_more_than_it_has_room_for(
    hub_client: FlaskClient, problem: str
) -> None:
    slip, way = opened(hub_client, problem, most=10)
    assert post(hub_client, way, {"text": "12345678901"})[0] == 400
    assert post(hub_client, way, {"text": "1234567"})[0] == 200
    status, told = post(hub_client, way, {"text": "8901", "number": 1})
    assert (status, "3 characters" in told["error"]) == (400, True)
    assert post(hub_client, way, {"text": "x" * 100_000, "number": 1})[0] == 400
    assert sent(hub_client, slip) == ["1234567"]


def test_nobody_sends_without_end(hub_client: FlaskClient, problem: str) -> None:
    _, way = opened(hub_client, problem)
    for number in range(MOST_SENT):
        assert post(hub_client, way, {"text": f"{number}", "number": number})[0] == 200
    assert post(hub_client, way, {"text": "More", "number": MOST_SENT})[0] == 400


@pytest.mark.parametrize("text", ["", "   ", "\x00", None, 7, ["a"]])
def test_what_is_no_words_is_refused(hub_client: FlaskClient, problem: str, text: object) -> None:
    _, way = opened(hub_client, problem)
    assert post(hub_client, way, {"text": text})[0] == 400
    assert post(hub_client, way, {"text": "Words", "digest": "0" * 64})[0] == 400


def test_another_site_writes_nothing(hub_client: FlaskClient, problem: str) -> None:
    slip, way = opened(hub_client, problem)
    words = {"text": "Not from here"}
    assert post(hub_client, way, words, Origin="https://elsewhere.example")[0] == 403
    assert post(hub_client, way, words, **{"Sec-Fetch-Site": "cross-site"})[0] == 403
    form = hub_client.post(f"/hub{way}", data={"text": "Not from a form"})
    assert form.status_code == 400
    assert sent(hub_client, slip) == []
    assert post(hub_client, way, {"text": "From here"}, Origin="http://localhost")[0] == 200


@pytest.mark.parametrize("actor", [READER, ELSEWHERE], ids=lambda a: a.id)
def test_whoever_may_not_solve_a_problem_gets_no_slip_for_it(
    hub: Hub, hub_client: FlaskClient, problem: str, actor: Actor
) -> None:
    app = Flask("others")
    FlaskHub(app, hub=hub, identify=lambda _request: actor, schedule=False)
    other = app.test_client()
    slip, way = opened(hub_client, problem)
    assert post(other, "/slips", {"asked": "Why?", "issue": problem})[0] == 403
    assert other.get(f"/hub/slips/{slip}").status_code == 403
    assert post(other, f"/slips/{slip}/close", {})[0] == 403
    assert post(other, way, {"text": "With the slip they write"})[0] == 200


def test_a_screen_gets_no_slip(board: FlaskClient) -> None:  # noqa: F811
    _, screen = pair(board)
    held = {"Authorization": f"Bearer {screen}"}
    assert post(board, "/slips", {"asked": "Why?"}, **held)[0] == 403


def test_who_must_say_who_they_are_types_with_a_slip_alone(
    hub: Hub, hub_client: FlaskClient, problem: str
) -> None:
    def nobody(_request: object) -> Actor:
        raise Forbidden("Sign in first.")

    app = Flask("closed")
    FlaskHub(app, hub=hub, identify=nobody, schedule=False)
    phone = app.test_client()
    _, way = opened(hub_client, problem)
    assert phone.get("/hub/board").status_code == 403
    assert phone.get(f"/hub{way}").status_code == 200
    assert post(phone, way, {"text": "From my phone"})[0] == 200


def test_a_board_that_no_phone_can_reach_says_so(hub_client: FlaskClient, problem: str) -> None:
    asked = {"asked": "Why?", "issue": problem}
    alone = post(hub_client, "/slips", asked)[1]
    assert "no phone can reach" in alone["caution"]
    known = hub_client.post("/hub/slips", json=asked, base_url="http://hub.example:8321")
    assert known.get_json()["caution"] == ""
    assert known.get_json()["address"].startswith("http://hub.example:8321/hub/type/")
