"""Programmes and projects: what is complete against what was planned, whatever they are called."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.displays import Audience, Frame
from hub.displays.programmes import Programmes
from hub.domain.initiatives import Kind, Standing
from hub.drawing import DARK, LIGHT, Node
from hub.drawing.marks.time_bar import DayAxis
from hub.errors import NotFound
from hub.snapshot.initiatives import InitiativesView, OfUnit
from hub.snapshot.views import Snapshot
from tests.displays.initiatives import TODAY, initiative, initiatives, one_of_each
from tests.displays.sample import NOW
from tests.geometry import crowded, faults, fields, part, said

WIDE = Frame(1920, 1080, LIGHT)
FRAMES = (WIDE, Frame(1920, 1080, DARK, 45), Frame(1080, 1920, LIGHT), Frame(1080, 1920, DARK, 45),
          Frame(3840, 1080, LIGHT))  # fmt: skip
any_of = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def drawn(view: InitiativesView, frame: Frame = WIDE, page: int = 1) -> Node:
    snapshot = Snapshot(NOW, answers={OfUnit("ims"): view})
    return Programmes({"unit": "ims", "page": page}).draw(snapshot, frame)


def rows(drawing: Node) -> list[str]:
    ids = (each.attributes.get("id", "") for each in drawing.walk())
    return [id.removeprefix("initiative-") for id in ids if id.startswith("initiative-")]


def of(*hows: Standing) -> InitiativesView:
    made = tuple(initiative(how, number) for number, how in enumerate(hows))
    return InitiativesView("ims", "Information Management Services", TODAY, made)


@any_of
@given(initiatives(), st.sampled_from(FRAMES))
def test_nothing_overlaps_whatever_people_write(view: InitiativesView, frame: Frame) -> None:
    drawing = drawn(view, frame)
    assert faults(drawing) == []
    assert crowded(fields(drawing, "data-href")) == []


@pytest.mark.parametrize("frame", FRAMES)
def test_every_standing_is_drawn_and_each_page_shows_others(frame: Frame) -> None:
    view, seen = one_of_each(), list[str]()
    pages = int(drawn(view, frame).attributes.get("data-pages", 1))
    for page in range(1, pages + 1):
        drawing = drawn(view, frame, page)
        assert faults(drawing) == []
        seen += rows(drawing)
    assert seen == [each.key for each in view.initiatives]
    with pytest.raises(NotFound):
        drawn(view, frame, pages + 1)


def test_it_says_its_topics_and_draws_the_same_again() -> None:
    assert Programmes({"unit": "ims"}).needs(WIDE, Audience()).topics() == {"initiatives:ims"}
    assert str(drawn(one_of_each())) == str(drawn(one_of_each()))


def test_a_row_says_all_of_it_and_leads_to_what_it_delivers() -> None:
    drawing = drawn(of(Standing.OFF_TRACK))
    row = part(drawing, f"initiative-{rows(drawing)[0]}")
    assert row.attributes["data-href"] == ("?scene=strategy_map&unit=ims&objective=ims.desk")
    for words in ("20%", "Off track", "planned 60%", "Head of Service Desk",
                  "Late: First office moved, was due 1 Oct 2026"):  # fmt: skip
        assert words in said(row)
    assert row.attributes["aria-label"].startswith(
        "Service desk renewal 0: Off track, 20% complete, planned 60%, reported 19 Nov 2026"
    )


def test_without_a_node_it_leads_to_the_scorecard() -> None:
    view = of(Standing.ON_TRACK)
    bare = replace(view, initiatives=(replace(view.initiatives[0], node=""),))
    assert "?scene=scorecard&unit=ims" in str(drawn(bare)).replace("&amp;", "&")


@pytest.mark.parametrize("frame", FRAMES)
def test_made_up_progress_says_so_on_every_wall(frame: Frame) -> None:
    view = of(Standing.MONITOR)
    made = replace(view, initiatives=(replace(view.initiatives[0], made_up=True),))
    assert "progress illustrative" in said(drawn(made, frame))
    assert "illustrative" not in said(drawn(view, frame))


def test_kinds_have_headings_and_the_tally_counts_all() -> None:
    words = said(drawn(one_of_each()))
    assert "Programmes" in words
    assert "Page 1 of" in words
    tally = str(part(drawn(one_of_each()), "tally"))
    for expected in ("2 off track", "2 monitor", "2 on track", "2 stopped"):
        assert expected in tally
    assert "above target" not in tally


def test_who_may_not_know_the_owner_is_not_told() -> None:
    view = of(Standing.ON_TRACK)
    bare = replace(view, initiatives=(replace(view.initiatives[0], owner=""),))
    assert "Head of Service Desk" not in str(drawn(bare))


def test_none_at_all_is_said() -> None:
    assert "No programme or project is declared here yet." in said(drawn(of()))


def test_a_short_axis_has_months_and_a_long_one_years() -> None:
    short = DayAxis.over([TODAY], 0, 1000)
    names = [name for _, name in short.ticks(22)]
    assert names[0] == "Nov 2026"
    assert len(names) > 3
    long = DayAxis.over([TODAY.replace(year=1990), TODAY], 0, 1000)
    assert all(name.isdecimal() for _, name in long.ticks(22))
    places = [x for x, _ in long.ticks(22)]
    assert places == sorted(places)
    assert len(places) < 20


def test_projects_come_after_programmes() -> None:
    view = InitiativesView("ims", "IMS", TODAY, (initiative(Standing.ON_TRACK),
                           initiative(Standing.OFF_TRACK, 1, Kind.PROJECT)))  # fmt: skip
    words = said(drawn(view))
    assert words.index("Programmes") < words.index("Projects")
