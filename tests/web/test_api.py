"""The API: every command by its route, every list by its pages, refusals in words."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hub.commands import COMMANDS, AddNote, RecordMeasurements
from hub.domain.rights import Actor, Grant, Right
from hub.errors import Busy, Conflict, Unusable
from hub.hub import Hub
from hub.testing import SCORECARD, WORKER, SetClock
from hub.web import FlaskHub
from hub.web.api import MOST_BYTES

API = "/hub/api/v1"
KPI = "works.on_time"


def post(client: FlaskClient, path: str, body: Any, key: str | None = None) -> tuple[int, Any]:
    headers = {"Idempotency-Key": key} if key else {}
    answer = client.post(API + path, json=body, headers=headers)
    return answer.status_code, answer.get_json()


def walk(client: FlaskClient, path: str) -> list[Any]:
    """Every item of a list, page by page."""
    items: list[Any] = []
    following: str | None = API + path
    while following:
        page = client.get(following).get_json()
        items += page["items"]
        following = page["next"]
    return items


def client_of(hub: Hub, *grants: Grant) -> FlaskClient:
    actor = Actor("limited", "Somebody", grants=frozenset(grants))
    app = Flask("limited")
    FlaskHub(app, hub=hub, identify=lambda _request: actor, schedule=False)
    return app.test_client()


# -- commands ------------------------------------------------------------------------------


def test_every_command_is_reached_by_its_route(hub_client: FlaskClient) -> None:
    """From a figure to a countermeasure that has moved on."""
    issue, cause, action, note = (str(uuid4()) for _ in range(4))
    five = {"title": "Late", "kpi": KPI, "id": issue}
    doing = {"text": "Print", "owner": "Head of Print", "due": "2026-02-01", "id": action}
    moved = f"/issues/{issue}/countermeasures/{action}/stage"
    sent: dict[str, tuple[str, Any, int]] = {
        "RecordMeasurements": (
            f"/kpis/{KPI}/measurements",
            {"period": "2025-12", "value": 96},
            201,
        ),
        "RecordFigures": ("/measurements", [{"kpi": KPI, "period": "2025-12", "value": 97}], 201),
        "AddNote": (f"/kpis/{KPI}/notes", {"text": "Well done", "id": note}, 201),
        "EditNote": (f"/notes/{note}/text", {"text": "Very well done", "version": 1}, 200),
        "ResolveNote": (f"/notes/{note}/resolve", {}, 200),
        "ReopenNote": (f"/notes/{note}/reopen", {"text": "Once more"}, 200),
        "StampReview": (f"/kpis/{KPI}/reviews", {"period": "2025-12"}, 201),
        "AnswerKpq": (
            "/objectives/works.delivery/kpqs/do-we-keep-our-word/answers",
            {"text": "Nearly always", "confidence": "high"},
            201,
        ),
        "LoadScorecard": ("/scorecards", {"name": "works.yaml", "text": SCORECARD}, 200),
        "RaiseIssue": ("/issues", five, 201),
        "UseTool": (f"/issues/{issue}/tools/five_whys", {"action": cause}, 400),
        "AssignCountermeasure": (f"/issues/{issue}/countermeasures", doing, 201),
        "MoveCountermeasure": (moved, {"stage": "do", "version": 1}, 200),
        "ReportProgress": ("/initiatives/none/progress", {"complete": 5, "version": 1}, 404),
        "ApplyUpload": ("/uploads/none/apply", {"digest": "0" * 64}, 404),
    }
    sent |= submitted() | defined() | walled() | happened() | solved(issue, action) | known()
    assert {c.__name__ for c in COMMANDS if c.route} == set(sent)
    for name, (path, body, status) in sent.items():
        assert (name, post(hub_client, path, body)[0]) == (name, status)


def defined() -> dict[str, tuple[str, Any, int]]:
    """A sheet that is edited, its target, its limits, and a status set by hand."""
    kpi = f"/kpis/{KPI}"
    anew = {"version": 3, "period": "2025-07", "reason": "New depot"}
    return {
        "EditKpi": (f"{kpi}/definition", {"version": 1, "changes": {"owner": "Me"}}, 200),
        "SetTarget": (f"{kpi}/targets", {"version": 2, "since": "2026-04-01", "value": 97}, 200),
        "RebaseLimits": (f"{kpi}/rebases", anew, 200),
        "OverrideStatus": (f"{kpi}/override", {"status": "amber", "reason": "Ditch"}, 201),
        "LiftOverride": (f"{kpi}/override/lift", {}, 200),
    }


def known() -> dict[str, tuple[str, Any, int]]:
    """Somebody is entered into the directory, given a badge and a PIN, and goes."""
    person = str(uuid4())
    return {
        "AddPerson": ("/people", {"name": "Head of Delivery", "id": person}, 201),
        "RenamePerson": (f"/people/{person}/name", {"name": "Head of Post", "version": 1}, 200),
        "SetBadge": (f"/people/{person}/badge", {"badge": "00471122"}, 200),
        "SetPin": (f"/people/{person}/pin", {"pin": "2718"}, 200),
        "RetirePerson": (f"/people/{person}/retire", {}, 200),
    }


def solved(issue: str, action: str) -> dict[str, tuple[str, Any, int]]:
    """A problem that was raised and has a countermeasure goes on, and comes back."""
    about, reason = f"/issues/{issue}", {"reason": "No money this year"}
    triage = {"owner": "Head of Works", "severity": "high", "version": 3}
    parked = {**reason, "review_on": "2099-01-01", "version": 6}
    edit = {"strength": "weak", "version": 2}
    return {
        "EditCountermeasure": (f"{about}/countermeasures/{action}", edit, 200),
        "CheckEffect": (f"{about}/countermeasures/{action}/check", {"version": 3}, 400),
        "UndoAction": (f"{about}/undo", {}, 400),
        "EditIssue": (about, {"statement": "Since June", "version": 2}, 200),
        "TriageIssue": (f"{about}/triage", triage, 200),
        "EscalateIssue": (f"{about}/escalations", {**reason, "version": 4}, 201),
        "AnswerEscalation": (
            f"{about}/escalations/answer",
            {"accepted": True, "answer": "We shall see to it", "version": 5},
            200,
        ),
        "ParkIssue": (f"{about}/park", parked, 200),
        "AdvanceIssue": (f"{about}/state", {"step": "resume", "version": 7}, 200),
        "CloseIssue": (f"{about}/close", {"waiver": "The press was sold", "version": 8}, 200),
        "ReopenIssue": (f"{about}/reopen", {"reason": "It was not", "version": 9}, 200),
        "MergeIssue": (f"{about}/merge", {"into": "none", "version": 10}, 404),
    }


def walled() -> dict[str, tuple[str, Any, int]]:
    """Rooms, what they show, messages to them; and displays, of which there are none."""
    scene = {"scene": "scorecard", "about": {"unit": "works"}}
    hangs = {"name": "Left", "room": "hall", "visibility": "staff", "diagonal": 65, "distance": 3}
    message = {"text": "Fire drill", "ends_at": "2026-01-14T18:00:00Z", "id": str(uuid4())}
    meeting = {"of": "works", "title": "Board", "id": str(uuid4())}
    none = "/displays/none"
    return {
        "OpenRoom": ("/rooms", {"title": "Hall", "of": "works"}, 201),
        "SetRoom": ("/rooms/hall", {"title": "Hall", "playlist": [scene], "version": 1}, 200),
        "ShowScene": ("/rooms/hall/show", scene, 200),
        "ShowLens": ("/rooms/hall/lens", {"lens": "delivery"}, 200),
        "TurnRoom": ("/rooms/hall/turn", {"go": "next"}, 200),
        "PauseRoom": ("/rooms/hall/pause", {"minutes": 5}, 200),
        "ResumeRoom": ("/rooms/hall/resume", {}, 200),
        "ReleaseRoom": ("/rooms/hall/release", {}, 200),
        "ApprovePairing": ("/displays", {"code": "BCDF-GHJK", "check": "10", **hangs}, 404),
        "EditDisplay": (none, {**hangs, "version": 1}, 404),
        "IdentifyDisplay": (f"{none}/identify", {}, 404),
        "ReloadDisplay": (f"{none}/reload", {}, 404),
        "RevokeDisplay": (f"{none}/revoke", {}, 404),
        "PostMessage": ("/messages", message, 201),
        "RecordMeeting": ("/meetings", meeting, 201),
        "WithdrawMeeting": (f"/meetings/{meeting['id']}/withdraw", {"reason": "No"}, 200),
        "WithdrawMessage": (f"/messages/{message['id']}/withdraw", {}, 200),
        "CloseRoom": ("/rooms/hall/close", {}, 200),
    }


def happened() -> dict[str, tuple[str, Any, int]]:
    """An event that is recorded, put right and withdrawn."""
    event = str(uuid4())
    told = {"kind": "release", "title": "Press", "starts": "2026-01-12", "unit": "works"}
    return {
        "RecordEvent": ("/events", {**told, "id": event, "kpis": [KPI]}, 201),
        "CorrectEvent": (f"/events/{event}", {**told, "version": 1}, 200),
        "WithdrawEvent": (f"/events/{event}/withdraw", {"reason": "Put off"}, 200),
    }


def submitted() -> dict[str, tuple[str, Any, int]]:
    """The steps of two submissions, of one that nobody recorded and of one recorded twice."""
    month, recorded = (f"/kpis/{KPI}/submissions/2025-{number}" for number in (11, 12))
    pack = {"rows": [{"kpi": KPI, "version": 6}]}
    doubt = {"version": 4, "question": "Why?", "code": "jump"}
    return {
        "SaveDraft": (f"{month}/draft", {"version": 0, "value": 95}, 200),
        "AwaitSupplier": (f"{month}/await", {"version": 1, "supplier": "Fleet Ltd"}, 200),
        "SubmitFigure": (f"{month}/submit", {"version": 2}, 201),
        "ChallengeFigure": (f"{month}/challenge", doubt, 201),
        "AnswerChallenge": (f"{month}/answer", {"version": 5, "answer": "Snow"}, 200),
        "AcceptPack": ("/units/works/packs/2025-11/accept", pack, 200),
        "LockPack": ("/units/works/packs/2025-11/lock", pack, 409),
        "ReturnFigure": (f"{month}/return", {"version": 7, "reason": "Why"}, 400),
        "NilReturn": (f"{month}/nil", {"version": 7, "reason": "Why"}, 400),
        "AcceptFigure": (f"{recorded}/accept", {"version": 2}, 200),
        "LockFigure": (f"{recorded}/lock", {"version": 3}, 200),
        "RestateFigure": (f"{recorded}/restate", {"version": 4, "value": 9, "reason": "Why"}, 201),
    }


def test_one_figure_or_a_list(hub_client: FlaskClient) -> None:
    path = f"/kpis/{KPI}/measurements"
    status, answer = post(hub_client, path, {"period": "2025-12", "value": 96})
    assert (status, answer["items"][0]["outcome"]) == (201, "new")
    status, answer = post(
        hub_client, path, [{"period": f"2025-{m:02}", "value": m} for m in (1, 2)]
    )
    assert (status, len(answer["items"])) == (201, 2)


def test_a_key_repeats_the_answer_and_refuses_another_body(hub_client: FlaskClient) -> None:
    path = f"/kpis/{KPI}/notes"
    first = post(hub_client, path, {"text": "Once"}, "key")
    assert post(hub_client, path, {"text": "Once"}, "key") == first
    assert post(hub_client, path, {"text": "Twice"}, "key")[0] == 422
    assert post(hub_client, path, {"text": "Once"}, "k" * 201)[0] == 400
    assert len(walk(hub_client, path)) == 1


# -- refusals ------------------------------------------------------------------------------


def test_a_wrong_figure_is_the_only_fault_that_is_told(hub_client: FlaskClient) -> None:
    wrong = {"period": "2025-12", "value": "1"}
    _, answer = post(hub_client, f"/kpis/{KPI}/measurements", wrong)
    assert answer["problems"] == ["figures.0.value: Input should be a valid number"]


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("/kpis/works.nothing/notes", {"text": "x"}, 404, "no KPI called 'works.nothing'"),
        (f"/kpis/{KPI}/notes", {"text": "x", "tone": "y"}, 400, "tone: there is no such field"),
        (f"/kpis/{KPI}/notes", {}, 400, "text: is missing"),
        (f"/kpis/{KPI}/notes", {"text": "x", "kpi": KPI}, 400, "kpi: stands in the address"),
        (f"/kpis/{KPI}/notes", ["x"], 400, "JSON object"),
        (f"/kpis/{KPI}/measurements", {"period": "2025-W1", "value": 1}, 400, "not a period"),
        (f"/kpis/{KPI}/measurements", {"period": "2025-12", "value": "1"}, 400, "valid number"),
        (f"/kpis/{KPI}/measurements", {"period": "2025-12", "value": True}, 400, "valid number"),
        (f"/kpis/{KPI}/measurements", {"kpi": KPI, "value": 1}, 400, "kpi: there is no such"),
        (f"/kpis/{KPI}/measurements", "x", 400, "figures.0"),
        (f"/kpis/{KPI}/measurements", [], 400, "figures"),
        (f"/kpis/{KPI}/measurements", [{}] * 5001, 413, "not more than 5,000"),
        ("/issues", {"title": "x"}, 400, "give kpi"),
        ("/issues/none/countermeasures", {"text": "x"}, 400, "owner: is missing"),
        ("/nowhere", {}, 404, "openapi.json"),
        ("/scorecards", {"name": "x.yaml", "text": "["}, 400, "x.yaml, line 1"),
    ],
)
def test_refusals_have_a_status_and_words(
    hub_client: FlaskClient, path: str, body: Any, status: int, said: str
) -> None:
    found, answer = post(hub_client, path, body)
    assert (found, said in answer["error"]) == (status, True), answer
    assert all(isinstance(problem, str) for problem in answer["problems"])


@pytest.mark.parametrize(
    ("raw", "kind", "status", "said"),
    [
        (b"text=x", "application/x-www-form-urlencoded", 400, "Content-Type"),
        (b"{", "application/json", 400, "not JSON"),
        (b"", "application/json", 400, "not JSON"),
        (b'{"text": NaN}', "application/json", 400, "NaN is not a number"),
        (b'{"text": -Infinity}', "application/json", 400, "Infinity"),
        (b'{"text": "\xff"}', "application/json", 400, "not JSON"),
        (b'{"text": "\\ud800"}', "application/json", 400, ""),
        (b"[" * 100_000, "application/json", 400, "not JSON"),
        (b"1" * 5000, "application/json", 400, "not JSON"),
        (b'"' + b"x" * MOST_BYTES + b'"', "application/json", 413, "larger than 4 MB"),
    ],
)
def test_bodies_that_cannot_be_read(
    hub_client: FlaskClient, raw: bytes, kind: str, status: int, said: str
) -> None:
    answer = hub_client.post(f"{API}/kpis/{KPI}/notes", data=raw, content_type=kind)
    assert (answer.status_code, said in answer.get_json()["error"]) == (status, True)


def test_odd_words_in_a_tool_s_arguments_are_refused_too(hub_client: FlaskClient) -> None:
    """Half a character cannot be kept; it is no reason to fail."""
    raw = b'{"action": "ask", "arguments": {"text": "\\ud800"}}'
    path = f"{API}/issues/none/tools/five_whys"
    answer = hub_client.post(path, data=raw, content_type="application/json")
    assert answer.status_code in (400, 404)


def test_without_the_right_nothing_is_done(hub: Hub) -> None:
    client = client_of(hub, Grant(Right.READ), Grant(Right.NOTE, "elsewhere"))
    status, answer = post(client, f"/kpis/{KPI}/notes", {"text": "x"})
    assert (status, answer["error"]) == (403, "Somebody may not note in works")
    assert post(client, "/scorecards", {"name": "x", "text": SCORECARD})[0] == 403


def test_who_may_not_read_sees_nothing(hub: Hub) -> None:
    """Neither lists nor pictures nor pages; only whether the hub is well."""
    client = client_of(hub, Grant(Right.RECORD))
    for path in (
        "/api/v1/kpis",
        "/scenes/scorecard.svg?unit=works",
        "/wall",
        "/",
        "/board",
        "/desk",
    ):
        assert client.get(f"/hub{path}").status_code == 403, path
    assert client.get("/hub/healthz").status_code == 200
    assert post(client, f"/kpis/{KPI}/measurements", {"period": "2025-12", "value": 1})[0] == 201


@pytest.mark.parametrize(
    ("error", "status"), [(Busy("come again"), 503), (Conflict("lost"), 409), (Unusable("no"), 500)]
)
def test_errors_have_their_status(
    hub: Hub,
    hub_client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(AddNote, "apply", fail)
    answer = hub_client.post(f"{API}/kpis/{KPI}/notes", json={"text": "x"})
    assert (answer.status_code, answer.get_json()["error"]) == (status, str(error))
    assert answer.headers.get("Retry-After") == ("2" if status == 503 else None)


def test_a_failure_inside_is_an_apology_without_particulars(
    hub: Hub, hub_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("password is swordfish")

    monkeypatch.setattr(AddNote, "apply", fail)
    hub_app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = hub_app.test_client().post(f"{API}/kpis/{KPI}/notes", json={"text": "x"})
    assert answer.status_code == 500
    assert "Nothing was changed" in answer.get_json()["error"] and b"swordfish" not in answer.data


# -- lists ---------------------------------------------------------------------------------


@pytest.fixture
def full(hub: Hub, hub_client: FlaskClient, hub_clock: SetClock) -> FlaskClient:
    """Some of everything, all of it at the same moment."""
    for year in (2023, 2024):
        figures = [{"period": f"{year}-{m:02}", "value": m} for m in range(1, 13)]
        post(hub_client, f"/kpis/{KPI}/measurements", figures)
    post(hub_client, f"/kpis/{KPI}/measurements", {"period": "2024-05", "value": 50})
    for number in range(7):
        post(hub_client, f"/kpis/{KPI}/notes", {"text": f"note {number}"})
        post(hub_client, "/issues", {"title": f"issue {number}", "kpi": KPI})
    return hub_client


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 24, 1000])
@pytest.mark.parametrize(
    ("path", "name", "count"),
    [
        (f"/kpis/{KPI}/measurements", "period", 24),
        (f"/kpis/{KPI}/notes", "id", 7),
        ("/issues", "id", 7),
        ("/kpis", "key", 2),
        ("/units", "key", 1),
        ("/lenses", "key", 1),
    ],
)
def test_pages_walk_everything_exactly_once(
    full: FlaskClient, path: str, name: str, count: int, limit: int
) -> None:
    found = [item[name] for item in walk(full, f"{path}?limit={limit}")]
    assert len(found) == len(set(found)) == count


def test_filters_hold_on_every_page(full: FlaskClient) -> None:
    assert len(walk(full, "/kpis?unit=works&lens=delivery&limit=1")) == 2
    assert walk(full, "/kpis?unit=elsewhere&limit=1") == []


def test_a_measurement_shows_all_its_revisions(full: FlaskClient) -> None:
    items = {item["period"]: item for item in walk(full, f"/kpis/{KPI}/measurements")}
    assert [(r["value"], r["current"]) for r in items["2024-05"]["revisions"]] == [
        (5, False),
        (50, True),
    ]
    assert list(items) == sorted(items, reverse=True)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=-1", "limit"),
        ("limit=two", "limit"),
        (f"limit={'9' * 5000}", "limit"),
        ("limit=٣", "limit"),
        ("page=2", "page: there is no such parameter"),
        ("after=nothing", "after"),
    ],
)
def test_odd_questions_are_refused_in_words(hub_client: FlaskClient, query: str, said: str) -> None:
    answer = hub_client.get(f"{API}/kpis/{KPI}/measurements?{query}")
    assert (answer.status_code, said in answer.get_json()["error"]) == (400, True)


def test_one_item_by_its_key(full: FlaskClient) -> None:
    kpi = full.get(f"{API}/kpis/{KPI}").get_json()
    assert (kpi["value"], kpi["period"], kpi["notes"], len(kpi["issues"])) == (12, "2024-12", 7, 7)
    issue = full.get(f"{API}/issues/{kpi['issues'][0]}").get_json()
    assert (issue["number"], issue["causes"], issue["countermeasures"]) == (1, [], [])
    for path in ("/kpis/works.nothing", "/issues/nothing", "/kpis/works.nothing/notes"):
        assert full.get(API + path).status_code == 404


# -- one door -------------------------------------------------------------------------------


def test_the_api_sends_what_the_hub_does(hub: Hub, hub_client: FlaskClient) -> None:
    figures = {"kpi": KPI, "figures": [{"period": "2025-12", "value": 96}]}
    said = hub.execute(RecordMeasurements.model_validate(figures), WORKER, "key")
    body = {"period": "2025-12", "value": 96}
    status, answer = post(hub_client, f"/kpis/{KPI}/measurements", body, "key")
    assert (status, answer) == (201, said)


def test_threads_are_listed_with_replies_and_filters(
    hub_client: FlaskClient, hub_clock: SetClock
) -> None:
    first, reply = str(uuid4()), str(uuid4())
    said = {"text": "Snow", "period": "2025-10", "until": "2025-12", "id": first}
    post(hub_client, f"/kpis/{KPI}/notes", said)
    post(hub_client, f"/kpis/{KPI}/notes", {"text": "Melted", "parent": first, "id": reply})
    post(hub_client, f"/notes/{reply}/text", {"text": "It melted", "version": 1})
    post(hub_client, f"/notes/{first}/resolve", {})
    hub_clock.move(minutes=1)
    post(hub_client, "/kpis/works.pulse/notes", {"text": "Other"})
    assert [item["text"] for item in walk(hub_client, "/notes?limit=1")] == ["Other", "Snow"]
    (thread,) = walk(hub_client, "/notes?state=resolved&period=2025-11&text=MELT&unit=works")
    assert (thread["kpi"], thread["until"], thread["resolved_by"]) == (KPI, "2025-12", "A worker")
    (answer,) = thread["replies"]
    assert (answer["text"], [e["text"] for e in answer["earlier"]]) == ("It melted", ["Melted"])
    assert walk(hub_client, "/notes?author=Nobody") == []
    flat = walk(hub_client, f"/kpis/{KPI}/notes")
    assert {n["id"]: n["parent"] for n in flat} == {first: None, reply: first}
    refused = hub_client.get(f"{API}/notes?state=closed")
    assert (refused.status_code, refused.get_json()["error"]) == (
        400,
        "state: 'closed' is neither open nor resolved",
    )
    assert hub_client.get(f"{API}/notes?colour=red").status_code == 400


def test_an_edit_that_lost_the_race_is_a_409_with_both_texts(hub_client: FlaskClient) -> None:
    note = str(uuid4())
    post(hub_client, f"/kpis/{KPI}/notes", {"text": "One", "id": note})
    post(hub_client, f"/notes/{note}/text", {"text": "Two", "version": 1})
    status, answer = post(hub_client, f"/notes/{note}/text", {"text": "Three", "version": 1})
    assert status == 409
    assert "“Two”" in answer["error"] and "“Three”" in answer["error"]


def test_events_are_listed_in_pages_the_latest_first(hub_client: FlaskClient) -> None:
    told = {"kind": "release", "title": "Press", "unit": "works", "kpis": [KPI]}
    for day in (12, 10, 11):
        assert post(hub_client, "/events", {**told, "starts": f"2026-01-{day}"})[0] == 201
    found = walk(hub_client, "/events?limit=1&unit=works&kind=release")
    assert [item["starts"][:10] for item in found] == ["2026-01-12", "2026-01-11", "2026-01-10"]
    assert found[0]["kpis"] == [KPI] and found[0]["visibility"] == "staff"
    assert walk(hub_client, "/events?limit=9&kpi=works.pulse") == []
