"""The poster: map and scorecard on one sheet, whole and sound in every frame."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.displays import Audience, Frame
from hub.displays.poster import Poster
from hub.drawing import DARK, LIGHT, Node
from hub.errors import NotFound
from hub.snapshot.views import MapView, ObjectiveView, PerspectiveView, ScorecardView, Snapshot
from tests.displays.any_maps import any_map
from tests.displays.directorate import ims
from tests.displays.nodes import kpi as bare_kpi
from tests.displays.nodes import objective
from tests.displays.sample import FRAMES, KPIS, scorecard
from tests.displays.sample import snapshot as sample
from tests.displays.views import scorecards
from tests.geometry import faults, said

PAPER = Frame.of(*Poster.paper, LIGHT)
ALL = (*FRAMES, PAPER, replace(PAPER, theme=DARK), Frame(3840, 1080, LIGHT))
LONG = "Provide strategic insight and innovation to everyone who relies on us, in time"


def snapshot(view: MapView | None = None, card: ScorecardView | None = None) -> Snapshot:
    return replace(sample(), maps={"ims": view or ims()}, scorecards={"ims": card or scorecard()})


def drawn(shown: Snapshot | None = None, frame: Frame = PAPER, page: int = 1) -> Node:
    return Poster({"unit": "ims", "page": page}).draw(shown or snapshot(), frame)


def pages(shown: Snapshot, frame: Frame = PAPER) -> Iterator[Node]:
    first = drawn(shown, frame)
    yield first
    for number in range(2, int(first.attributes.get("data-pages", "1")) + 1):
        yield drawn(shown, frame, number)


@pytest.mark.parametrize("frame", ALL)
def test_the_sample_is_whole_on_one_sheet(frame: Frame) -> None:
    (drawing,) = pages(snapshot(), frame)
    assert faults(drawing) == []
    words = said(drawing)
    for expected in ("Information Management Services", "23 November 2026", "Sources: Service desk",
                     "IMS balanced scorecard", "IMS information security",
                     "Problems resolved at the first call"):  # fmt: skip
        assert expected in words


def test_there_is_one_legend_and_one_date_of_the_data() -> None:
    ids = [part.attributes.get("id", "") for part in drawn().walk()]
    assert [id for id in ids if id.endswith(("freshness", "data-to"))] == ["freshness"]
    assert not [id for id in ids if id.startswith(("map-legend", "table-legend"))]
    assert said(drawn()).count("Data to") == 1


@settings(max_examples=25, deadline=None, derandomize=True,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(scorecards(), st.sampled_from(ALL))
def test_nothing_overlaps_whatever_people_write(shown: Snapshot, frame: Frame) -> None:
    for drawing in pages(replace(shown, maps={"ims": ims()}), frame):
        assert faults(drawing) == []


@settings(max_examples=15, deadline=None, derandomize=True,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(any_map())
def test_any_map_goes_with_a_scorecard(view: MapView) -> None:
    for drawing in pages(snapshot(replace(view, unit="ims"))):
        ids = [part.attributes["id"] for part in drawing.walk() if "id" in part.attributes]
        assert len(ids) == len(set(ids))


def full(count: int) -> Snapshot:
    """A map and a scorecard of so many objectives with long names."""
    bands = tuple(PerspectiveView(f"b{n}", f"Perspective {n}") for n in range(4))
    nodes = tuple(
        objective(f"ims.n{n}", LONG, f"b{n % 4}", bare_kpi(f"ims.k{n}", title=LONG))
        for n in range(count)
    )
    objectives = tuple(
        ObjectiveView(f"ims.o{n}", LONG, f"b{n % 4}", KPIS[0].status, (LONG,),
                      kpis=(replace(KPIS[n % 9], key=f"ims.k{n}", title=LONG),))
        for n in range(count)
    )  # fmt: skip
    view = replace(ims(), perspectives=bands, nodes=nodes, links=())
    card = replace(scorecard(), perspectives=bands, objectives=objectives, unit_title=LONG)
    return snapshot(view, card)


@pytest.mark.parametrize("frame", [PAPER, replace(PAPER, theme=DARK)])
@pytest.mark.parametrize("count", [1, 25, 120])
def test_many_objectives_with_long_names_go_on_over_pages(frame: Frame, count: int) -> None:
    found = list(pages(full(count), frame))
    assert (len(found) > 1) == (count == 120)
    keys = set()
    for drawing in found:
        assert faults(drawing) == []
        ids = [part.attributes.get("id", "") for part in drawing.walk()]
        keys |= {id for id in ids if id.startswith("table-kpi-")}
    assert len(keys) == count


@pytest.mark.parametrize("frame", ALL)
def test_a_unit_without_a_map_has_its_scorecard_alone_and_one_without_either_is_told_so(
    frame: Frame,
) -> None:
    theirs = tuple(node for node in ims().nodes if node.unit == "hmrc")
    view, card = replace(ims(), nodes=theirs, links=()), replace(scorecard(), objectives=())
    for shown, expected in (
        (snapshot(view), "Systems that meet IT security standards"),
        (snapshot(view, card), "This scorecard has no objectives yet."),
    ):
        drawing = drawn(shown, frame)
        assert faults(drawing) == []
        assert expected in said(drawing)
        assert "Strategy map" not in said(drawing)


def test_there_is_no_page_past_the_last() -> None:
    with pytest.raises(NotFound, match="no page 2: the last one is 1"):
        drawn(page=2)


def test_it_needs_just_the_map_and_the_scorecard() -> None:
    need = Poster({"unit": "ims"}).needs(PAPER, Audience())
    assert need.topics() == {"unit:ims", "map:ims"}
