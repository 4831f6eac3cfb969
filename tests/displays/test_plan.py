"""The plan: each goal with what serves it, and a gap where nothing does."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.displays import Audience, Frame
from hub.displays.plan import Plan
from hub.domain.initiatives import Standing
from hub.domain.status import Status
from hub.drawing import DARK, LIGHT, Node
from hub.errors import NotFound
from hub.snapshot.plan import GoalView, PlanOf, PlanView, ServingView, StateView
from hub.snapshot.views import Legend, Snapshot
from tests.displays.initiatives import initiative
from tests.displays.sample import NOW
from tests.displays.views import words
from tests.geometry import crowded, faults, fields, part, said

WIDE = Frame(1920, 1080, LIGHT)
FRAMES = (WIDE, Frame(1920, 1080, DARK, 45), Frame(1080, 1920, LIGHT), Frame(1080, 1920, DARK, 45),
          Frame(3840, 1080, LIGHT))  # fmt: skip
any_of = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
AMBER = StateView(Status.AMBER, 0, (("green", 3), ("red", 2)))
DESK = ServingView("ims.desk", "programme", "Service desk renewal", "ims", "IMS", AMBER,
                   initiative=initiative(Standing.OFF_TRACK))  # fmt: skip
SAFE = ServingView("ims.safe", "objective", "Keep systems safe", "ims", "IMS",
                   StateView(Status.GREEN, 1, (("green", 4), ("red", 1))),
                   ("ims.safe",))  # fmt: skip
GOAL = GoalView("hmrc.tax", "People pay the tax due", "hmrc", AMBER, (DESK, SAFE))
GAP = GoalView("hmrc.open", "Be open", "hmrc", StateView())


def plan(*goals: GoalView, vision: str = "We will close the tax gap") -> PlanView:
    return PlanView("ims", "Information Management Services", "HMRC", vision, goals)


def drawn(view: PlanView, frame: Frame = WIDE, page: int = 1) -> Node:
    snapshot = Snapshot(NOW, answers={PlanOf("ims"): view})
    return Plan({"unit": "ims", "page": page}).draw(snapshot, frame)


states = st.builds(
    StateView,
    st.none() | st.sampled_from(Status),
    st.integers(0, 12),
    st.lists(
        st.tuples(st.sampled_from([s.value for s in Status]), st.integers(1, 99)),
        max_size=6,
        unique_by=lambda pair: pair[0],
    ).map(tuple),
)


@st.composite
def plans(draw: st.DrawFn) -> PlanView:
    goals = []
    for number in range(draw(st.integers(0, 7))):
        serving = [
            ServingView(
                f"n{index}",
                draw(st.sampled_from(("programme", "objective", "enabler", "scorecard"))),
                draw(words()),
                "ims",
                draw(words(3)),
                draw(states),
                draw(st.sampled_from(((), ("k",), ("k", "l")))),
                illustrative=draw(st.booleans()),
                initiative=draw(st.none() | st.sampled_from(Standing).map(initiative)),
            )
            for index in range(draw(st.integers(0, 9)))
        ]
        goals.append(GoalView(f"g{number}", draw(words()), "hmrc", draw(states), tuple(serving),
                              draw(st.booleans())))  # fmt: skip
    legend = draw(st.one_of(st.just(Legend()), st.builds(Legend, words(4), words(4), words(4))))
    return PlanView("ims", draw(words(6)), draw(st.just("") | words(2)),
                    draw(st.just("") | words(60)), tuple(goals), legend, NOW)  # fmt: skip


@any_of
@given(plans(), st.sampled_from(FRAMES))
def test_nothing_overlaps_whatever_people_write(view: PlanView, frame: Frame) -> None:
    drawing = drawn(view, frame)
    assert faults(drawing) == []
    assert crowded(fields(drawing, "data-href")) == []


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("count", [1, 2, 3, 4, 9])
def test_each_page_has_other_goals(count: int, frame: Frame) -> None:
    goals = tuple(replace(GOAL, key=f"g{n}") for n in range(count))
    seen: list[str] = []
    pages = int(drawn(plan(*goals), frame).attributes.get("data-pages", 1))
    for page in range(1, pages + 1):
        drawing = drawn(plan(*goals), frame, page)
        assert faults(drawing) == []
        seen += [each.attributes["id"] for each in drawing.walk()
                 if each.attributes.get("id", "").startswith("goal-")]  # fmt: skip
    assert seen == [f"goal-g{n}" for n in range(count)]
    with pytest.raises(NotFound):
        drawn(plan(*goals), frame, pages + 1)


def test_it_says_its_topics_and_draws_the_same_again() -> None:
    topics = Plan({"unit": "ims"}).needs(WIDE, Audience()).topics()
    assert topics == {"map:ims", "unit:ims", "initiatives:ims"}
    assert str(drawn(plan(GOAL, GAP))) == str(drawn(plan(GOAL, GAP)))


def test_a_goal_says_how_it_stands_and_what_serves_it() -> None:
    drawing = drawn(plan(GOAL))
    words = said(drawing)
    for expected in ("The HMRC plan", "We will close the tax gap", "People pay the tax due",
                     "On target", "Service desk renewal", "20% complete, off track",
                     "Programme \u00b7 IMS", "Objective \u00b7 IMS"):  # fmt: skip
        assert expected in words
    spoken = part(drawing, "head-hmrc.tax").attributes["aria-label"]
    assert spoken == "Goal: People pay the tax due: On target, 3 Above target, 2 Below target"
    assert "1 red below" in str(part(drawing, "serves-hmrc.tax-ims.safe"))


def test_what_serves_a_goal_leads_on() -> None:
    drawing = drawn(plan(GOAL))
    ways = {
        each.attributes["id"]: each.attributes["data-href"]
        for each in drawing.walk()
        if "data-href" in each.attributes
    }
    assert ways["serves-hmrc.tax-ims.desk"] == "?scene=programmes&unit=ims"
    assert ways["serves-hmrc.tax-ims.safe"] == "?scene=kpi_story&kpi=ims.safe"
    assert ways["head-hmrc.tax"] == "?scene=strategy_map&unit=ims"


def test_a_goal_that_nothing_serves_is_a_gap() -> None:
    drawing = drawn(plan(GOAL, GAP))
    assert "1 of 2 goals served by nothing" in said(drawing)
    assert "Nothing of Information Management Services serves this goal yet: a gap" in said(drawing)
    assert "a gap" in part(drawing, "head-hmrc.open").attributes["aria-label"]
    assert "served by nothing" not in said(drawn(plan(GOAL)))


def test_more_than_fit_are_told() -> None:
    many = replace(GOAL, serving=tuple(replace(SAFE, key=f"n{n}") for n in range(12)))
    assert "more that serve it" in said(drawn(plan(many)))


@pytest.mark.parametrize("frame", FRAMES)
def test_without_goals_it_says_so(frame: Frame) -> None:
    drawing = drawn(plan(), frame)
    assert "No plan with goals of its own stands above this unit yet." in said(drawing)
    assert faults(drawing) == []
