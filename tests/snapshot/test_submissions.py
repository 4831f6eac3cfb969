"""Packs as snapshots show them: what is due, from whom, since when, and how punctual units are."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from hub.commands import (
    AcceptFigure,
    AnswerChallenge,
    AwaitSupplier,
    ChallengeFigure,
    LoadScorecard,
    LockFigure,
    NilReturn,
    RecordMeasurements,
    SaveDraft,
    SubmitFigure,
)
from hub.domain.periods import following, parse
from hub.domain.punctuality import Outcome
from hub.domain.submission import Reason, Stage, State
from hub.errors import Invalid, NotFound
from hub.hub import Hub
from hub.snapshot.packs import PackView, ReturnsView, SubmissionView
from hub.snapshot.submissions import returns_view
from hub.snapshot.views import KpiView, Need
from hub.testing import SCORECARD, WORKER, SetClock

KPI, MONTH = "works.on_time", "2025-12"
DEPOT = """\
unit: depot
title: Depot scorecard
units:
  - {key: depot, title: The Depot, short: Depot, parent: works, director: Depot director}
perspectives:
  - {key: process, title: Process}
objectives:
  - {key: load, title: Load in time, perspective: process, kpqs: ["Do we load in time?"]}
kpis:
  - {key: loads, title: Loads, objectives: [load], measure: count, frequency: quarter,
     owner: Depot manager, delivered_by: Fleet Ltd, targets: [{since: 2025-01-01, value: 9}]}
  - {key: yearly, title: Audits, objectives: [load], measure: count, frequency: year,
     owner: Depot manager, targets: [{since: 2025-01-01, value: 9}]}
"""


def record(hub: Hub, *figures: tuple[str, float], kpi: str = KPI) -> None:
    rows = [{"period": period, "value": value} for period, value in figures]
    hub.execute(RecordMeasurements.model_validate({"kpi": kpi, "figures": rows}), WORKER)


def seen(hub: Hub, unit: str = "works", month: str = "") -> ReturnsView:
    with hub.store.read() as session:
        return returns_view(session, unit, month, hub.now())


def pack(hub: Hub, month: str = "") -> PackView:
    return seen(hub, month=month).packs[0]


def figure(hub: Hub) -> SubmissionView:
    return pack(hub).figures[0]


def tile(hub: Hub) -> KpiView:
    return hub.snapshot(Need(kpis=frozenset({KPI}))).kpis[KPI]


def submit(hub: Hub, value: float = 96, version: int = 0, period: str = MONTH) -> None:
    hub.execute(SubmitFigure(kpi=KPI, period=period, version=version, value=value), WORKER)


def test_what_is_due_is_of_the_last_month_that_has_ended(hub: Hub) -> None:
    view = seen(hub)
    assert (view.period, view.due.isoformat(), view.days_left) == (MONTH, "2026-01-13", 0)
    one = figure(hub)
    assert (one.state, one.standing.days_late, one.owner) == (State.OPEN, 1, "Head of Delivery")
    assert pack(hub).stage is Stage.NOT_STARTED
    assert [f.kpi for f in view.figures] == [KPI]  # what is measured live comes by itself


def test_a_month_that_has_not_ended_is_not_due(hub: Hub) -> None:
    one = pack(hub, "2026-01")
    assert (one.stage, one.days_left, one.figures[0].possible) == (Stage.NOT_DUE, 20, ())


def test_a_draft_is_shown_with_the_last_figures(hub: Hub) -> None:
    record(hub, *((f"2025-{month:02}", month) for month in range(4, 12)))
    hub.execute(SaveDraft(kpi=KPI, period=MONTH, version=0, value=95, narrative="Soon"), WORKER)
    one = figure(hub)
    assert (one.state, one.draft, one.narrative) == (State.DRAFT, {"value": 95}, "Soon")
    assert [f.shown for f in one.last] == ["11.0%", "10.0%", "9.0%", "8.0%", "7.0%", "6.0%"]
    assert (one.limits, pack(hub).stage) == (None, Stage.PART)


def test_limits_are_of_the_figures_before(hub: Hub) -> None:
    period = parse("2024-08")
    for index in range(16):
        record(hub, (period.text, 91 + index % 3 - 1))
        period = following(period)
    before = figure(hub).limits
    assert before is not None
    assert before[0] < 90 < 92 < before[1]
    hub.execute(SubmitFigure(kpi=KPI, period=MONTH, version=0, value=3, narrative="Fire"), WORKER)
    assert figure(hub).limits == before


def test_a_recorded_figure_is_submitted_by_whoever_recorded_it(hub: Hub) -> None:
    record(hub, (MONTH, 96))
    one = figure(hub)
    assert (one.state, one.by, one.value, one.revision) == (State.SUBMITTED, "A worker", 96, 1)
    assert pack(hub).stage is Stage.SUBMITTED


def test_the_owner_answers_for_a_supplier(hub: Hub, hub_clock: SetClock) -> None:
    hub.execute(AwaitSupplier(kpi=KPI, period=MONTH, version=0, supplier="Fleet Ltd"), WORKER)
    hub_clock.move(days=2)
    words = "Head of Delivery is accountable; awaiting Fleet Ltd for 2 days"
    assert (figure(hub).awaiting, figure(hub).state) == (words, State.OPEN)
    record(hub, (MONTH, 96))
    assert (figure(hub).awaiting, figure(hub).state) == ("", State.SUBMITTED)


def test_a_nil_return_says_why(hub: Hub) -> None:
    hub.execute(NilReturn(kpi=KPI, period=MONTH, version=0, reason="Closed"), WORKER)
    one = figure(hub)
    assert (one.standing.flags.nil, one.value, one.state) == ("Closed", None, State.SUBMITTED)


def test_a_challenged_figure_is_hatched_until_it_is_answered(hub: Hub, hub_clock: SetClock) -> None:
    submit(hub)
    doubt = ChallengeFigure.model_validate(
        {"kpi": KPI, "period": MONTH, "version": 2, "question": "Why?", "code": "other"}
    )
    hub.execute(doubt, WORKER)
    assert (tile(hub).challenged, tile(hub).challenge) == (True, "Why?")
    open_one = figure(hub).challenge
    assert open_one is not None
    assert (open_one.code, open_one.due.isoformat(), open_one.overdue) == (
        Reason.OTHER, "2026-01-15", False
    )  # fmt: skip
    hub_clock.move(days=2)
    late = figure(hub).challenge
    assert late is not None
    assert late.overdue
    hub.execute(AnswerChallenge(kpi=KPI, period=MONTH, version=3, answer="So"), WORKER)
    assert (tile(hub).challenged, figure(hub).challenge) == (False, None)


def test_a_doubt_about_an_older_figure_does_not_hatch_the_new_one(hub: Hub) -> None:
    submit(hub, period="2025-11")
    doubt = {"kpi": KPI, "period": "2025-11", "version": 2, "question": "Why?", "code": "jump"}
    hub.execute(ChallengeFigure.model_validate(doubt), WORKER)
    assert tile(hub).challenged
    submit(hub)
    assert not tile(hub).challenged


def test_packs_are_of_the_unit_and_all_below(hub: Hub) -> None:
    hub.execute(LoadScorecard(name="depot.yaml", text=DEPOT), WORKER)
    assert [(p.unit, [f.period for f in p.figures]) for p in seen(hub).packs] == [
        ("works", [MONTH]),
        ("depot", ["FY2025-26-Q3"]),
    ]
    assert [p.unit for p in seen(hub, "depot").packs] == ["depot"]
    assert [p.unit for p in seen(hub, month="2025-11").packs] == ["works"]
    assert [len(p.figures) for p in seen(hub, month="2025-03").packs] == [1, 2]


def test_the_pack_of_nobody_and_of_no_month(hub: Hub) -> None:
    with pytest.raises(NotFound, match="no unit called 'moon'"):
        seen(hub, "moon")
    with pytest.raises(Invalid, match="not a month"):
        seen(hub, month="FY2025-26")


def test_stages_of_a_pack(hub: Hub) -> None:
    submit(hub)
    assert pack(hub).stage is Stage.SUBMITTED
    hub.execute(AcceptFigure(kpi=KPI, period=MONTH, version=2), WORKER)
    assert pack(hub).stage is Stage.ACCEPTED
    hub.execute(LockFigure(kpi=KPI, period=MONTH, version=3), WORKER)
    assert (pack(hub).stage, pack(hub).worst.state) == (Stage.LOCKED, State.LOCKED)


def test_punctuality_counts_from_when_the_hub_knew_the_kpi(hub: Hub, hub_clock: SetClock) -> None:
    hub_clock.at = datetime(2025, 9, 2, 9, tzinfo=UTC)
    record(hub, ("2025-06", 96), ("2025-07", 96))  # what there was when the hub came
    for month, day in (("2025-08", 10), ("2025-09", 14)):  # due on 10 September and 10 October
        hub_clock.at = datetime(2025, int(month[5:]) + 1, day, 9, tzinfo=UTC)
        submit(hub, period=month)
    hub_clock.at = datetime(2026, 1, 14, 12, tzinfo=UTC)
    months = {m.period: m.punctual for m in pack(hub).months}
    assert len(months) == 12
    assert [(m, months[m].outcome, months[m].days) for m in list(months)[-6:]] == [
        ("2025-07", Outcome.UNKNOWN, 0),
        ("2025-08", Outcome.ON_TIME, 0),
        ("2025-09", Outcome.LATE, 2),
        ("2025-10", Outcome.NEVER, 42),
        ("2025-11", Outcome.NEVER, 22),
        ("2025-12", Outcome.NEVER, 1),
    ]
    assert pack(hub).punctual_months == (1, 5)


def test_a_deadline_ends_a_minute_before_midnight(hub: Hub, hub_clock: SetClock) -> None:
    hub_clock.at = datetime(2025, 9, 2, 9, tzinfo=UTC)
    record(hub, ("2025-07", 96))
    hub_clock.at = datetime(2025, 9, 10, 22, 59, 59, tzinfo=UTC)  # 23:59 in London
    submit(hub, period="2025-08")
    hub_clock.move(days=3)
    assert pack(hub, "2025-08").months[-1].punctual.outcome is Outcome.ON_TIME


def test_many_figures_cost_no_more_statements(hub: Hub) -> None:
    """And a long history does not either."""
    few = statements(hub)
    for number in range(20):
        text = SCORECARD.replace("works", f"works{number}").replace("on_time", f"on_time{number}")
        hub.execute(LoadScorecard(name="more.yaml", text=_below(text, number)), WORKER)
    period = parse("2020-01")
    for _ in range(60):
        record(hub, (period.text, 1.0))
        period = following(period)
    assert len(seen(hub).packs) == 21
    assert statements(hub) == few


def _below(text: str, number: int) -> str:
    return text.replace("director: Director", "director: Director, parent: works").replace(
        "{key: purpose", f"{{key: purpose{number}"
    ).replace("to: purpose", f"to: purpose{number}").replace(
        "{key: delivery, title: Deliver", f"{{key: delivery{number}, title: Deliver"
    ).replace("objectives: [delivery]", f"objectives: [delivery{number}]")  # fmt: skip


def statements(hub: Hub) -> int:
    heard: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        heard.append(statement)

    event.listen(hub.store._reader, "before_cursor_execute", hear)
    seen(hub)
    event.remove(hub.store._reader, "before_cursor_execute", hear)
    return len(heard)


def test_the_api_lists_what_is_due(hub: Hub, hub_client: FlaskClient) -> None:
    hub.execute(LoadScorecard(name="depot.yaml", text=DEPOT), WORKER)
    submit(hub)
    path = f"/hub/api/v1/submissions?unit=works&period={MONTH}"
    page: dict[str, Any] = hub_client.get(f"{path}&limit=1").get_json()
    (first,) = page["items"]
    assert (first["kpi"], first["state"], first["by"]) == (KPI, "submitted", "A worker")
    assert first["possible"] == ["return", "challenge", "accept"]
    (second,) = hub_client.get(page["next"]).get_json()["items"]
    assert (second["kpi"], second["owner"], second["delivered_by"], second["days_late"]) == (
        "depot.loads", "Depot manager", "Fleet Ltd", 1
    )  # fmt: skip
    assert hub_client.get(f"{path}&after=x").status_code == 400


def test_the_api_answers_who_when_from_where_and_which_revision(
    hub: Hub, hub_client: FlaskClient, hub_clock: SetClock
) -> None:
    place = f"/hub/api/v1/kpis/{KPI}/submissions/{MONTH}"
    hub_client.post(f"{place}/submit", json={"version": 0, "value": 95, "source": "Books"})
    hub_clock.move(hours=1)
    hub_client.post(f"{place}/accept", json={"version": 2})
    hub_client.post(f"{place}/lock", json={"version": 3})
    told = {"version": 4, "value": 94, "reason": "Counted twice", "source": "Audit"}
    hub_client.post(f"{place}/restate", json=told)
    found = hub_client.get(place).get_json()
    assert (found["state"], found["value"], found["revision"]) == ("restated", 94, 2)
    assert [(r["revision"], r["value"], r["by"], r["source"]) for r in found["revisions"]] == [
        (2, 94, "A worker", "Audit"),
        (1, 95, "A worker", "Books"),
    ]
    assert [s["step"] for s in found["history"]] == ["restate", "lock", "accept", "submit"]
    assert found["history"][0]["words"] == {"reason": "Counted twice"}
    first, last = found["revisions"][1]["at"], found["revisions"][0]["at"]
    assert datetime.fromisoformat(last) - datetime.fromisoformat(first) == timedelta(hours=1)
    assert tile(hub).restated
    missing = hub_client.get(place.replace("on_time", "pulse"))
    assert (missing.status_code, "hands in" in missing.get_json()["error"]) == (404, True)
