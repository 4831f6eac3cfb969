"""Submissions through the API: every step, who may take it, races, and what locks keep out."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from hub.commands import AcceptFigure, RecordFigures, RecordMeasurements, SubmitFigure
from hub.commands.importing import sift
from hub.connectors import Reading
from hub.domain.periods import following, parse
from hub.domain.rights import Actor, Grant, Right, system
from hub.errors import Forbidden, Invalid
from hub.hub import Hub
from hub.model import Challenge, Measurement, Submission, SubmissionStep, Topic
from hub.testing import WORKER, SetClock

KPI, LIVE, MONTH = "works.on_time", "works.pulse", "2025-12"
PLACE = f"/hub/api/v1/kpis/{KPI}/submissions/{MONTH}"
QUESTION = {"question": "Why did it jump?", "code": "jump"}


class Month:
    """The submission of one month, as the API lets it be worked on."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.version = 0

    def __call__(self, step: str, status: int = 200, /, **body: Any) -> dict[str, Any]:
        """Take a step with the version last seen; the answer, which must have the status."""
        sent = {"version": self.version, **body}
        reply = self.client.post(f"{PLACE}/{step}", json=sent)
        assert reply.status_code == status, reply.json
        answer: dict[str, Any] = reply.json or {}
        self.version = answer.get("version", self.version)
        return answer


@pytest.fixture
def december(hub_client: FlaskClient) -> Month:
    return Month(hub_client)


def history(hub: Hub) -> list[tuple[str, str, int | None]]:
    with hub.store.read() as session:
        rows = session.scalars(select(SubmissionStep).order_by(SubmissionStep.id))
        return [(row.step, row.state, row.revision) for row in rows]


def figures(hub: Hub) -> list[tuple[int, float, bool]]:
    with hub.store.read() as session:
        rows = session.scalars(select(Measurement).order_by(Measurement.revision))
        return [(row.revision, row.value, row.current) for row in rows]


def record(hub: Hub, *figures: dict[str, Any], by: Actor = WORKER) -> None:
    command = RecordMeasurements.model_validate({"kpi": KPI, "figures": figures})
    hub.execute(command, by)


def lock(month: Month, value: float = 96) -> None:
    month("submit", 201, value=value)
    month("accept")
    month("lock")


def test_a_month_from_draft_to_restated(hub: Hub, december: Month, hub_clock: SetClock) -> None:
    assert december("draft", value=95, narrative="From the depot")["state"] == "draft"
    done = december("submit", 201)
    assert (done["state"], done["value"], done["revision"]) == ("submitted", 95, 1)
    assert december("challenge", 201, **QUESTION)["state"] == "challenged"
    hub_clock.move(hours=1)
    assert december("answer", answer="Two depots were closed")["state"] == "submitted"
    assert december("accept")["state"] == "accepted"
    assert december("lock")["state"] == "locked"
    done = december("restate", 201, value=94, reason="A depot was counted twice")
    assert (done["state"], done["value"], done["revision"]) == ("restated", 94, 2)
    assert figures(hub) == [(1, 95, False), (2, 94, True)]
    assert history(hub) == [
        ("save", "draft", None),
        ("submit", "submitted", 1),
        ("challenge", "challenged", 1),
        ("answer", "submitted", 1),
        ("accept", "accepted", 1),
        ("lock", "locked", 1),
        ("restate", "restated", 2),
    ]


def test_a_figure_is_recorded_with_who_and_why(hub: Hub, december: Month) -> None:
    december("submit", 201, numerator=19, denominator=20, narrative="Snow", source="Depot books")
    with hub.store.read() as session:
        row = session.scalars(select(Measurement)).one()
        kept = session.scalars(select(Submission)).one()
    assert (row.value, row.actor, row.remark, row.source) == (95, "worker", "Snow", "Depot books")
    assert (kept.narrative, kept.draft) == ("Snow", {})
    assert kept.first_submitted == datetime(2026, 1, 14, 12, tzinfo=UTC)


def test_a_challenge_is_kept_with_its_answer(hub: Hub, december: Month) -> None:
    december("submit", 201, value=95)
    december("challenge", 201, **QUESTION)
    done = december("answer", answer="A typing error", value=59.0)
    assert (done["value"], done["revision"]) == (59, 2)
    with hub.store.read() as session:
        kept = session.scalars(select(Challenge)).one()
    assert (kept.question, kept.code, kept.answer) == (*QUESTION.values(), "A typing error")
    assert (kept.due.isoformat(), kept.answered_by) == ("2026-01-15", "A worker")


def test_a_figure_goes_back_and_comes_again(hub: Hub, december: Month) -> None:
    december("submit", 201, value=95)
    assert december("return", reason="Wrong month")["state"] == "returned"
    assert december("submit", 201, value=96)["revision"] == 2
    assert december("return", reason="Still wrong")["state"] == "returned"
    again = december("submit", 201, value=96)
    assert (again["revision"], again["state"]) == (2, "submitted")


def test_a_nil_return_and_a_supplier_that_is_awaited(hub: Hub, december: Month) -> None:
    assert december("await", supplier="Fleet Ltd")["state"] == "open"
    assert december("nil", 201, reason="The line stood still")["state"] == "submitted"
    with hub.store.read() as session:
        kept = session.scalars(select(Submission)).one()
    assert (kept.nil, kept.supplier, kept.since) == ("The line stood still", "", None)
    assert december("return", reason="It did run")["state"] == "returned"
    december("submit", 201, value=3)
    december("return", reason="Are you sure?")
    assert "nil return cannot take it back" in december("nil", 400, reason="No")["error"]


@pytest.mark.parametrize(
    ("step", "body", "words"),
    [
        ("submit", {}, "there is no draft"),
        ("submit", {"value": 1, "numerator": 1}, "not both"),
        ("submit", {"numerator": 1}, "give numerator and denominator"),
        ("nil", {"reason": " "}, "needs words"),
        ("return", {"reason": "x"}, "can only be saved as a draft"),
        ("challenge", {**QUESTION, "code": "mood"}, "code"),
        ("accept", {}, "A figure that is open can only be"),
        ("restate", {"value": 1, "reason": "x"}, "A figure that is open can only be"),
        ("answer", {"answer": "x"}, "A figure that is open can only be"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    hub: Hub, december: Month, step: str, body: dict[str, Any], words: str
) -> None:
    assert words in december(step, 400, **body)["error"]
    assert (history(hub), figures(hub)) == ([], [])


@pytest.mark.parametrize(
    ("kpi", "period", "words"),
    [
        (KPI, "2026-01", "has not ended yet"),
        (KPI, "2025-W49", "measured by month"),
        (LIVE, MONTH, "measured live"),
    ],
)
def test_only_a_period_that_has_ended_is_submitted(
    hub_client: FlaskClient, kpi: str, period: str, words: str
) -> None:
    path = f"/hub/api/v1/kpis/{kpi}/submissions/{period}/submit"
    reply = hub_client.post(path, json={"version": 0, "value": 1})
    assert (reply.status_code, words in str(reply.json)) == (400, True)


def test_whoever_saw_an_older_state_is_told(hub: Hub, december: Month) -> None:
    december("submit", 201, value=95)
    december.version -= 1
    assert "is submitted now" in december("submit", 409, value=59)["error"]
    december.version += 1
    record(hub, {"period": MONTH, "value": 91})  # a figure that came by another way
    assert december("accept", 409)["error"].startswith("Somebody was first")
    assert figures(hub)[-1] == (2, 91, True)


def test_a_recorded_figure_counts_as_submitted(hub: Hub, december: Month) -> None:
    record(hub, {"period": MONTH, "value": 95})
    december.version = 1
    assert december("accept")["state"] == "accepted"
    with hub.store.read() as session:
        kept = session.scalars(select(Submission)).one()
    assert kept.first_submitted is not None


def test_a_draft_is_overtaken_by_a_figure(hub: Hub, december: Month, hub_clock: SetClock) -> None:
    december("draft", narrative="To come")
    hub_clock.move(minutes=1)
    record(hub, {"period": MONTH, "value": 95})
    december.version += 1
    assert december("accept")["state"] == "accepted"


@pytest.mark.parametrize("reached", ["accept", "lock"])
def test_nothing_is_recorded_onto_a_closed_figure(hub: Hub, december: Month, reached: str) -> None:
    december("submit", 201, value=96)
    december("accept")
    if reached == "lock":
        december("lock")
    words = "is locked; restate it" if reached == "lock" else "is accepted"
    with pytest.raises(Invalid, match=f"December 2025 {words}"):
        record(hub, {"period": MONTH, "value": 91})
    with pytest.raises(Invalid, match=f"row 2: {KPI}: the figure of December 2025 {words}"):
        rows = [{"kpi": KPI, "period": p, "value": 91} for p in ("2025-11", MONTH)]
        hub.execute(RecordFigures.model_validate({"figures": rows}), WORKER)
    assert figures(hub) == [(1, 96, True)]
    record(hub, {"period": MONTH, "value": 96})  # telling it again changes nothing
    record(hub, {"period": "2025-11", "value": 91})


def test_a_closed_figure_makes_a_bad_row_of_an_import(hub: Hub, december: Month) -> None:
    lock(december)
    rows = [
        Reading(kpi=KPI, period=MONTH, value=91, place="line 2"),
        Reading(kpi=KPI, period="2025-11", value=91, place="line 3"),
        Reading(kpi=KPI, period=MONTH, value=96, place="line 4"),
    ]
    with hub.store.read() as session:
        sifted = sift(session, rows, hub.now(), by=system("feed").id)
    assert [(bad.place, bad.reason) for bad in sifted.bad] == [
        ("line 2", f"{KPI}: the figure of December 2025 is locked; restate it")
    ]
    assert [(good.period, good.value) for good in sifted.good] == [("2025-11", 91), (MONTH, 96)]
    hub.execute(RecordFigures(figures=tuple(sifted.good)), system("feed"))


def test_a_restatement_says_something_else_and_why(hub: Hub, december: Month) -> None:
    lock(december)
    assert "nothing to restate" in december("restate", 400, value=96, reason="x")["error"]
    assert "takes the place" in december("restate", 400, reason="x")["error"]
    december("restate", 400, value=95)
    assert figures(hub) == [(1, 96, True)]


def steady(hub: Hub, count: int = 16) -> None:
    """Figures of a process that stays between 90 and 92, up to November."""
    period, rows = parse("2024-08"), list[dict[str, Any]]()
    for index in range(count):
        rows.append({"period": period.text, "value": 91 + (index % 3 - 1)})
        period = following(period)
    assert period.text == MONTH
    record(hub, *rows)


def test_a_jump_wants_a_narrative(hub: Hub, december: Month) -> None:
    steady(hub)
    assert "is outside the usual range" in december("submit", 400, value=60)["error"]
    assert "say why" in december("submit", 400, value=60, narrative="  ")["error"]
    december("submit", 201, value=60, narrative="The depot burnt down")


def test_rights_are_asked_for(hub: Hub) -> None:
    coordinator = Actor("c", "Pat", grants=frozenset({Grant(Right.RECORD, "works")}))
    reviewer = Actor("r", "Rob", grants=frozenset({Grant(Right.REVIEW, "works")}))
    submit = SubmitFigure(kpi=KPI, period=MONTH, version=0, value=95)
    with pytest.raises(Forbidden, match="Rob may not record in works"):
        hub.execute(submit, reviewer)
    hub.execute(submit, coordinator)
    accept = AcceptFigure(kpi=KPI, period=MONTH, version=2)
    with pytest.raises(Forbidden, match="Pat may not review in works"):
        hub.execute(accept, coordinator)
    assert hub.execute(accept, reviewer)["state"] == "accepted"


def test_a_pack_is_accepted_whole_or_not_at_all(hub: Hub, hub_client: FlaskClient) -> None:
    december = Month(hub_client)

    def pack(step: str, status: int, *rows: dict[str, Any]) -> dict[str, Any]:
        path = f"/hub/api/v1/units/works/packs/{MONTH}/{step}"
        reply = hub_client.post(path, json={"rows": rows})
        assert reply.status_code == status, reply.json
        return dict(reply.json or {})

    def row(kpi: str = KPI) -> dict[str, Any]:
        return {"kpi": kpi, "version": december.version}

    assert pack("accept", 400, row())["error"].startswith(f"{KPI}: A figure that is open")
    december("submit", 201, value=95)
    assert f"{LIVE}: no figure of it" in pack("accept", 400, row(), row(LIVE))["error"]
    assert "no such KPI in works" in pack("accept", 400, row(), row("works.x"))["error"]
    assert "stands here twice" in pack("accept", 400, row(), row())["error"]
    assert "Somebody was first" in pack("accept", 409, {"kpi": KPI, "version": 1})["error"]
    assert [step for step, _, _ in history(hub)] == ["submit"]
    december.version = pack("accept", 200, row())["items"][0]["version"]
    assert pack("lock", 200, row())["items"][0]["state"] == "locked"


def test_walls_are_told(hub: Hub, december: Month) -> None:
    def told(step: str, status: int, **body: Any) -> set[str]:
        before = versions()
        december(step, status, **body)
        return {topic for topic, version in versions().items() if before.get(topic) != version}

    def versions() -> dict[str, int]:
        with hub.store.read() as session:
            return {t.name: t.version for t in session.scalars(select(Topic))}

    of_staff = {f"kpi:{KPI}@staff", "unit:works@staff", "lens:delivery@staff"}
    shown = {*of_staff, "submissions:works"}
    assert told("draft", 200, value=95) == {f"kpi:{KPI}@staff", "submissions:works"}
    assert told("submit", 201) == shown
    assert told("challenge", 201, **QUESTION) == shown


def test_one_more_statement_keeps_the_locks(hub: Hub) -> None:
    heard: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        heard.append(statement)

    steady(hub)
    event.listen(hub.store._writer, "before_cursor_execute", hear)
    for count in (1, 12):
        period = parse(MONTH)
        rows = []
        for _ in range(count):
            rows.append({"period": period.text, "value": 10 + count})
            period = parse("2023-01") if period.text == MONTH else following(period)
        heard.clear()
        record(hub, *rows)
        assert len([s for s in heard if "FROM submission" in s]) == 1
    event.remove(hub.store._writer, "before_cursor_execute", hear)
