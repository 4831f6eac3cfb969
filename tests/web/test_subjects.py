"""What playlists offer to choose from, and how a scene is told in words."""

from hub.hub import Hub
from hub.web.subjects import Subjects


def subjects(hub: Hub) -> Subjects:
    with hub.store.read() as session:
        return Subjects(hub, session)


def test_every_scene_that_people_can_choose_is_offered_with_what_it_is_about(hub: Hub) -> None:
    offers = {offer.name: offer for offer in subjects(hub).offers()}
    choosers = {chooser.name: chooser for chooser in offers["strategy_map"].choosers}
    assert list(choosers) == ["unit", "objective", "told", "page"]
    assert {choice.key for choice in choosers["objective"].choices} >= {"works.on_time"}
    assert choosers["told"].otherwise == "None"
    asked = {chooser.name: chooser for chooser in offers["kpq"].choosers}
    assert all(choice.unit == "works" for choice in asked["kpq"].choices)
    assert {chooser.name for chooser in offers["events"].choosers} >= {"days", "lens"}


def test_a_scene_is_told_in_words(hub: Hub) -> None:
    found = subjects(hub)
    about = {"unit": "works", "told": "works.on_time", "page": "2"}
    assert found.words("strategy_map", about).startswith("Strategy map: ")
    assert found.words("strategy_map", about).endswith("line of sight of Deliver on time, page 2")
    assert found.words("events", {"unit": "works", "days": 30}).endswith("30 days")
    assert found.words("gone", {"kpi": "nothing"}) == "gone: nothing"
