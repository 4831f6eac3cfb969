"""The A3: nothing overlaps whatever people write, and every section tells what there is."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from hub.displays import Frame
from hub.displays.a3 import A3
from hub.domain.cure import Result
from hub.domain.status import Status
from hub.drawing import DARK, LIGHT, Node
from hub.snapshot.views import EffectView, IssueView
from tests.displays.problems import measure
from tests.displays.sample import KPIS, snapshot
from tests.displays.test_problem import PROBLEMS, WHYS
from tests.geometry import faults, part, said

SIZES = {"sheet": (1920, 1323), "wide": (1920, 1080), "tall": (1080, 1920)}
FRAME = Frame(1920, 1323, LIGHT)


def drawn(view: IssueView, frame: Frame = FRAME) -> Node:
    shown = replace(snapshot(), issues={"i": view})
    return A3({"issue": "i"}).draw(shown, frame)


def words(view: IssueView, name: str) -> str:
    return said(part(drawn(view), f"a3-{name}"))


@pytest.mark.parametrize(("name", "shape", "theme"), [*product(PROBLEMS, SIZES, (LIGHT, DARK))])
def test_nothing_overlaps_or_leaves_its_card(name: str, shape: str, theme: object) -> None:
    frame = Frame(*SIZES[shape], theme)  # type: ignore[arg-type]
    assert faults(drawn(PROBLEMS[name], frame)) == []


def test_the_story_is_told_from_the_background_to_the_follow_up() -> None:
    kpi = KPIS[10]
    planned = replace(
        measure(0, "check", 9), strength="weak", effect_kpi=kpi.key, predicted=80.0,
        check_on=date(2026, 4, 1), decision="adjust",
    )  # fmt: skip
    effect = EffectView(kpi.key, kpi.title, None, Result.NO_CHANGE, "4 figures since.")
    view = replace(
        PROBLEMS["usual"], countermeasures=(planned,), effects={planned.id: effect},
        containment="Calls are logged", waiver="Too small",
    )  # fmt: skip
    assert "Contained for now: Calls are logged" in words(view, "background")
    assert kpi.title in words(view, "current")
    assert "by 1 Apr 2026" in words(view, "target")
    assert "The desk passes calls about handsets on" in words(view, "analysis")
    assert "All of these are weak" in words(view, "countermeasures")
    assert "A: Head of Service Desk" in words(view, "plan")
    assert "9 days over" in words(view, "plan")
    follow = words(view, "follow")
    assert "A No change. 4 figures since. Decided: adjust" in follow and "Too small" in follow


def test_what_led_to_the_root_cause_is_told_first_and_what_is_ruled_out_last() -> None:
    told = words(replace(PROBLEMS["usual"], causes=tuple(reversed(WHYS))), "analysis")
    whys = [cause.text for cause in WHYS]
    assert [*sorted(whys, key=told.index)] == [
        "The desk passes calls about handsets on",
        "Agents have no access to the device console",
        "The course does not cover handsets",
    ]
    assert told.index("Root cause") < told.index("Ruled out")


def test_the_chart_says_from_which_figure_on_a_countermeasure_was_at_work() -> None:
    kpi = KPIS[10]
    planned = replace(measure(0, "check", 0), effect_kpi=kpi.key, predicted=80.0)
    effect = EffectView(kpi.key, kpi.title, date(2026, 7, 20), Result.NO_CHANGE, "-", later=4)
    view = replace(
        PROBLEMS["usual"], countermeasures=(planned,), effects={planned.id: effect}, kpis=(kpi,)
    )
    shown = words(view, "current").split()
    assert "A" in shown
    before = replace(view, effects={planned.id: replace(effect, later=0)})
    assert "A" not in words(before, "current").split()


def test_one_level_that_several_countermeasures_are_to_reach_is_told_once() -> None:
    kpi = KPIS[10]
    plan = tuple(
        replace(measure(n, "do", 0), effect_kpi=kpi.key, predicted=80.0, check_on=date(2026, 4, 1))
        for n in range(3)
    )
    view = replace(PROBLEMS["usual"], countermeasures=plan, kpis=(kpi,))
    assert words(view, "target").count(kpi.title) == 1


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_whole_sheet_is_set_in_one_size(name: str) -> None:
    sheet = drawn(PROBLEMS[name])
    sizes = {
        float(each.attributes["font-size"])
        for section in ("background", "target", "countermeasures")
        for each in part(sheet, f"a3-{section}").walk()
        if each.tag == "text" and each.attributes.get("fill") == LIGHT["ink"]
        and each.attributes.get("text-anchor") != "middle"
    }  # fmt: skip
    assert len(sizes) == 1 and min(sizes) >= 18


def test_what_is_not_there_yet_is_said() -> None:
    view = PROBLEMS["none"]
    assert "Nobody has said yet" in words(view, "background")
    assert "No figure shows it yet" in words(view, "current")
    assert "No root cause is confirmed yet; 0 causes named" in words(view, "analysis")
    assert "None is set yet" in words(view, "countermeasures")
    assert "No effect is predicted yet" in words(view, "follow")


def test_what_there_is_no_room_for_is_counted() -> None:
    assert "more" in words(PROBLEMS["many"], "countermeasures")


def test_a_hidden_figure_is_not_drawn() -> None:
    hidden = replace(KPIS[10], status=Status.SUPPRESSED)
    drawing = drawn(replace(PROBLEMS["usual"], kpis=(hidden,), causes=WHYS))
    assert "a3-chart" not in str(drawing)
