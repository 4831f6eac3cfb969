"""Maps with more objectives than can be read together: pages of bands, the vision on each."""

from itertools import pairwise

import pytest

from hub.displays import Frame
from hub.displays.map_cards import MapCards
from hub.displays.map_pages import MOST, NEARLY, legible_pages, most_on, pages_of_map
from hub.displays.strategy_map import StrategyMap
from hub.drawing import LIGHT
from hub.drawing.map_layout import plan_map
from hub.drawing.map_rows import TOP_KINDS
from hub.errors import NotFound
from hub.snapshot.views import Legend, MapView
from tests.displays.maps import MAPS, crowded, full
from tests.displays.nodes import FRAMES, snapshot
from tests.displays.test_strategy_map import faults

SIZES = {**FRAMES, "two": (3840, 1080)}


def objectives(view: MapView) -> list[str]:
    return [n.key for n in view.nodes if n.kind not in TOP_KINDS]


@pytest.mark.parametrize("most", [4, 9, 25, 60])
def test_each_objective_is_on_one_page(most: int) -> None:
    view = crowded()
    pages = pages_of_map(view, most)
    assert sorted(key for page in pages for key in objectives(page)) == sorted(objectives(view))
    assert all(len(objectives(page)) <= most for page in pages)


def test_bands_stay_whole_where_they_fit_and_pages_are_alike() -> None:
    pages = pages_of_map(full(), 12)
    assert [[p.key for p in page.perspectives] for page in pages] == [
        ["b0", "b1"],
        ["b2", "b3"],
        ["b4"],
    ]
    counts = [len(objectives(page)) for page in pages_of_map(MAPS["ims"](), 9)]
    assert max(abs(a - b) for a, b in pairwise(counts)) <= 4


def test_what_a_map_leads_up_to_is_on_every_page() -> None:
    view = MAPS["ims"]()
    tops = [n.key for n in view.nodes if n.kind in TOP_KINDS]
    assert tops
    for page in pages_of_map(view, 5):
        assert [n.key for n in page.nodes if n.kind in TOP_KINDS] == tops


def test_a_map_that_fits_stays_as_it_is() -> None:
    view = full()
    assert pages_of_map(view, MOST) == [view]


@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize("least", [0, 36, 50, 90])
@pytest.mark.parametrize("name", ["ims", "crowded"])
def test_titles_grow_with_the_distance_and_nothing_overlaps(
    name: str, least: float, shape: str
) -> None:
    view = {**MAPS, "crowded": crowded}[name]()
    frame = Frame(*SIZES[shape], LIGHT, least)
    first = StrategyMap({"unit": view.unit}).draw(snapshot(view), frame)
    last = int(first.attributes.get("data-pages", "1"))
    for number in range(1, last + 1):
        page = StrategyMap({"unit": view.unit, "page": number}).draw(snapshot(view), frame)
        assert faults(page, frame) == []
    assert (last == 1) == (len(legible_pages(view, frame)) == 1)
    with pytest.raises(NotFound, match=f"last one is {last}"):
        StrategyMap({"unit": view.unit, "page": last + 1}).draw(snapshot(view), frame)


def test_people_further_away_get_fewer_objectives_at_a_time() -> None:
    counts = [most_on(Frame(1920, 1080, LIGHT, least)) for least in (0, 33, 36, 40, 50, 90)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == MOST and counts[-1] >= 6


@pytest.mark.parametrize("least", [24, 30, 36, 44])
def test_titles_are_of_the_size_that_the_distance_asks_for(least: float) -> None:
    frame = Frame(1920, 1080, LIGHT, least)
    for page in legible_pages(full(), frame):
        plan = plan_map(page, frame.width, frame.height, least)
        assert MapCards(page, plan, LIGHT, Legend()).style.title >= NEARLY * least
