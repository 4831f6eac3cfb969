"""How a unit serves the plan above it, from its map, its figures and its programmes."""

from typing import Any

from hub.commands import LoadScorecard, RecordMeasurements
from hub.displays import Audience
from hub.domain.initiatives import Standing
from hub.domain.status import Status
from hub.hub import Hub
from hub.snapshot.plan import GoalView, PlanOf, PlanView
from hub.snapshot.views import Need
from hub.testing import SCORECARD, WORKER

PLAN = """\
unit: crown
title: Crown
units: [{key: crown, title: The Crown, short: Crown}]
perspectives: [{key: all, title: All}]
map:
  - {key: purpose, kind: vision, title: A realm at work}
  - {key: pays, kind: plan_goal, title: Everybody pays}
  - {key: open, kind: plan_goal, title: Be open}
links: [{from: pays, to: purpose}, {from: open, to: purpose}]
"""
MAP = """\
  - {key: on_time, kind: objective, perspective: process, title: Deliver on time}
  - {key: cranes, kind: programme, title: Cranes}
  - {key: apart, kind: objective, perspective: process, title: Apart}
"""
LINKS = """\
  - {from: on_time, to: cranes}
  - {from: cranes, to: crown.pays}
  - {from: apart, to: crown.pays, sign: "-"}
"""
CRANES = """\
initiatives:
  - {key: cranes, kind: programme, title: Cranes, owner: Head of Delivery, starts: 2025-07-01,
     ends: 2026-07-01, state: in_delivery, node: cranes,
     progress: {complete: 20, reported: 2026-01-05, by: Foreman}}
"""


def works() -> str:
    node = "  - {key: on_time, kind: objective, perspective: process, title: Deliver on time}\n"
    link = "  - {from: on_time, to: purpose}\n"
    unit = "{key: works, title: The Works, short: Works, director: Director}"
    assert node in SCORECARD and link in SCORECARD and unit in SCORECARD
    text = SCORECARD.replace(node, MAP).replace(link, LINKS)
    return text.replace(unit, unit.replace("}", ", parent: crown}")) + CRANES


def load(hub: Hub) -> None:
    for name, text in (("crown.yaml", PLAN), ("works.yaml", works())):
        hub.execute(LoadScorecard(name=name, text=text), WORKER)


def record(hub: Hub, value: float) -> None:
    said: Any = {"kpi": "works.on_time", "figures": [{"period": "2025-12", "value": value}]}
    hub.execute(RecordMeasurements.model_validate(said), WORKER)


def seen(hub: Hub, unit: str = "works", audience: Audience | None = None) -> PlanView:
    ask = PlanOf(unit)
    return hub.snapshot(Need(asks=frozenset({ask})), audience).answer(ask)


def goal(view: PlanView, key: str) -> GoalView:
    return next(each for each in view.goals if each.key == key)


def test_a_unit_serves_the_plan_of_the_nearest_unit_above_that_has_one(hub: Hub) -> None:
    load(hub)
    for unit in ("works", "crown"):
        view = seen(hub, unit)
        assert (view.plan, view.vision) == ("Crown", "A realm at work")
        assert [each.key for each in view.goals] == ["crown.pays", "crown.open"]


def test_what_helps_a_goal_is_told_by_all_that_helps_it_in_turn(hub: Hub) -> None:
    load(hub)
    record(hub, 90)
    found = goal(seen(hub), "crown.pays")
    (cranes,) = found.serving
    assert (cranes.key, cranes.kind, cranes.kpis) == ("works.cranes", "programme", ())
    assert dict(cranes.state.counts)["red"] == 1
    assert found.state == cranes.state
    assert cranes.initiative is not None
    assert cranes.initiative.standing is Standing.OFF_TRACK


def test_a_trade_off_serves_nothing_and_a_goal_without_any_is_a_gap(hub: Hub) -> None:
    load(hub)
    view = seen(hub)
    assert "works.apart" not in {each.key for each in goal(view, "crown.pays").serving}
    assert goal(view, "crown.open").serving == ()
    assert goal(view, "crown.open").state.status is None


def test_without_goals_above_there_is_no_plan(hub: Hub) -> None:
    view = seen(hub)
    assert (view.goals, view.plan) == ((), "Works")
    assert view.vision == "Work that lasts"


def test_those_who_may_not_see_the_figures_see_no_state(hub: Hub) -> None:
    load(hub)
    record(hub, 90)
    found = goal(seen(hub, audience=Audience("public")), "crown.pays")
    assert found.state.status is None
    assert [each.title for each in found.serving] == ["Cranes"]
    assert found.serving[0].initiative is None
    assert goal(seen(hub, audience=Audience("staff")), "crown.pays").state.counts


def test_a_figure_touches_the_picture(hub: Hub) -> None:
    load(hub)
    topics = PlanOf("crown").topics()
    before = hub.versions(topics | {f"{topic}@staff" for topic in topics})
    record(hub, 96)
    assert hub.versions(topics | {f"{topic}@staff" for topic in topics}) != before
    assert Status.RED.value not in dict(goal(seen(hub, "crown"), "crown.pays").state.counts)
