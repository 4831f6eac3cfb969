"""The line of sight: lit from where it begins up to the vision, told in words, honest at a gap."""

from dataclasses import replace

import pytest

from hub.displays import Frame
from hub.displays.map_sight import sight_of
from hub.displays.strategy_map import StrategyMap
from hub.drawing import DARK, LIGHT, Node
from hub.snapshot.asks import Ask
from hub.snapshot.map_places import Beginning, MapPlaces
from hub.snapshot.views import LinkView, MapView
from tests.displays.maps import MAPS
from tests.displays.nodes import FRAMES, snapshot
from tests.displays.test_strategy_map import card, faults, texts

LANDSCAPE = Frame(1920, 1080, LIGHT)


def drawn(view: MapView, begins: tuple[str, ...], frame: Frame = LANDSCAPE) -> Node:
    told = begins[0] if begins else "kpi"
    beginning = Beginning("What was touched", begins)
    answers: dict[Ask[object], object] = {MapPlaces(view.unit, told): beginning}
    shown = replace(snapshot(view), answers=answers)
    return StrategyMap({"unit": view.unit, "told": told}).draw(shown, frame)


def lit(scene: Node, colour: str = LIGHT["accent"]) -> set[str]:
    """Cards with the outline, and links in the colour, of the line of sight."""
    found = set()
    for part in scene.walk():
        id = part.attributes.get("id", "")
        if id.startswith(("node-", "link-")):
            first = next(n for n in part.walk() if n.tag in ("rect", "path"))
            if first.attributes.get("stroke") == colour:
                found.add(id)
    return found


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("shape", FRAMES)
@pytest.mark.parametrize("name", MAPS)
def test_nothing_overlaps_whichever_line_is_lit(name: str, shape: str, theme: object) -> None:
    frame = Frame(*FRAMES[shape], theme)  # type: ignore[arg-type]
    view = MAPS[name]()
    for start in view.nodes[-2:]:
        assert faults(drawn(view, (start.key,), frame), frame) == []


def test_all_ways_up_to_the_vision_are_lit_and_nothing_else() -> None:
    view = MAPS["trust"]()
    assert lit(drawn(view, ("t.open",))) == {
        "node-t.open",
        "node-t.prompt",
        "node-trust.goal",
        "node-trust.vision",
        "link-t.open-t.prompt",
        "link-t.prompt-trust.goal",
        "link-trust.goal-trust.vision",
    }


def test_a_trade_off_is_no_way_up() -> None:
    view = MAPS["trust"]()
    sight = sight_of(view, Beginning("", ("t.cost",)))
    assert ("t.cost", "t.tests") not in sight.links
    assert ("t.cost", "t.change") in sight.links


def test_the_reasons_of_people_are_told_where_there_are_some() -> None:
    view = replace(
        MAPS["trust"](),
        links=(
            LinkView("t.prompt", "trust.goal", rationale="Whoever is seen does not wait"),
            LinkView("trust.goal", "trust.vision", rationale="Care that waits is not prompt."),
        ),
    )
    sight = sight_of(view, Beginning("", ("t.prompt",)))
    assert sight.words == "Whoever is seen does not wait. Care that waits is not prompt."
    bare = sight_of(MAPS["trust"](), Beginning("", ("t.prompt",)))
    assert bare.words == (
        "See and treat patients without delay \u2192 Reduce waiting times \u2192 "
        "Prompt and safe care for everyone who comes to us"
    )


def test_a_way_that_breaks_off_is_lit_as_far_as_it_gets_and_says_so() -> None:
    view = MAPS["trust"]()
    broken = replace(view, links=tuple(k for k in view.links if k.source != "t.prompt"))
    sight = sight_of(broken, Beginning("", ("t.open",)))
    assert sight.nodes == {"t.open", "t.prompt"}
    assert "nothing leads on from \u201cSee and treat patients without delay\u201d" in sight.words


def test_what_is_for_no_objective_of_the_map_says_so() -> None:
    scene = drawn(MAPS["trust"](), ())
    assert lit(scene) == set()
    assert "\u201cWhat was touched\u201d is for no objective of this map yet." in " ".join(
        texts(scene)
    )


def test_a_card_that_leads_nowhere_else_shows_its_line_of_sight() -> None:
    view = MAPS["trust"]()
    scene = StrategyMap({"unit": view.unit}).draw(snapshot(view), LANDSCAPE)
    bare = card(scene, "t.change").attributes
    assert bare["data-href"] == "?scene=strategy_map&unit=trust&told=t.change"
    assert bare["role"] == "link" and bare["tabindex"] == "0"
    assert "kpi_story" in card(scene, "t.tests").attributes["data-href"]
