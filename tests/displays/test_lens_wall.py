"""The lens wall: every KPI of a lens by unit, the worst first, whatever it is called."""

import pytest
from hypothesis import HealthCheck, given, settings

from hub.displays import Audience, Frame
from hub.displays.grid import best_grid
from hub.displays.lens_wall import MOST, LensWall, heading
from hub.displays.surround import Box
from hub.drawing import LIGHT, Node
from hub.errors import Invalid, NotFound
from hub.snapshot.views import Snapshot
from tests.displays.sample import FRAMES, PORTRAIT, snapshot
from tests.displays.views import frames, lenses
from tests.geometry import crowded, faults, fields, part, said

WIDE = Frame(1920, 1080, LIGHT)
any_of = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def drawn(lens: str = "delivery", frame: Frame = WIDE, **config: object) -> Node:
    return LensWall({"lens": lens, **config}).draw(snapshot(), frame)


def tiles(drawing: Node) -> list[str]:
    ids = (each.attributes.get("id", "") for each in drawing.walk())
    return [id.removeprefix("kpi-") for id in ids if id.startswith("kpi-")]


@any_of
@given(lenses(), frames)
def test_nothing_overlaps_whatever_people_write(shown: Snapshot, frame: Frame) -> None:
    drawing = LensWall({"lens": "any"}).draw(shown, frame)
    assert faults(drawing) == []
    assert crowded(fields(drawing, "data-href")) == []


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("lens", ["delivery", "few", "many"])
def test_the_sample_is_sound(lens: str, frame: Frame) -> None:
    assert faults(drawn(lens, frame)) == []


def test_the_same_snapshot_gives_the_same_picture() -> None:
    assert str(drawn()) == str(drawn())


def test_it_needs_just_its_lens() -> None:
    need = LensWall({"lens": "delivery"}).needs(WIDE, Audience())
    assert need.topics() == {"lens:delivery"}


def test_units_keep_their_order_and_the_worst_of_each_comes_first() -> None:
    found = tiles(drawn())
    units = [key.partition(".")[0] for key in found]
    assert units == sorted(units, key=["ims", "hmrc", "nhs"].index)
    assert found[:6] == [
        "ims.restore_time",
        "ims.milestones_met",
        "ims.first_time_fix",
        "ims.supplier_dates",
        "ims.days_lost",
        "ims.purpose",
    ]


def test_a_unit_can_be_picked() -> None:
    found = tiles(drawn(unit="nhs"))
    assert found == ["nhs.four_hours", "nhs.beds"]


def test_more_tiles_than_fit_are_told_and_turn_up_on_the_next_page() -> None:
    first, second = drawn("many"), drawn("many", page=2)
    assert len(tiles(first)) == MOST
    assert "and 10 more" in said(first)
    assert not set(tiles(first)) & set(tiles(second))
    assert len(tiles(second)) == 10
    assert f"{MOST} before" in said(second)


def test_a_page_past_the_last_is_refused() -> None:
    with pytest.raises(NotFound, match="no page 3"):
        drawn("many", page=3)


def test_a_setting_it_does_not_know_is_refused() -> None:
    with pytest.raises(Invalid, match="colour"):
        LensWall({"lens": "delivery", "colour": "red"})


def test_a_tile_leads_to_its_story_and_says_all_of_it() -> None:
    tile = part(drawn(), "kpi-ims.first_time_fix").attributes
    assert tile["role"] == "link"
    assert tile["tabindex"] == "0"
    assert tile["data-href"] == "?scene=kpi_story&kpi=ims.first_time_fix"
    assert tile["data-value"] == "71%"
    assert tile["aria-label"] == (
        "Problems resolved at the first call: 71%, target 78%, Below target"
    )


def test_a_suppressed_value_is_nowhere_in_the_picture() -> None:
    drawing = drawn()
    assert "fewer than 10 people" in said(drawing)
    assert part(drawing, "kpi-ims.lost_time").attributes["data-value"] == "fewer than 10 people"
    spoken = part(drawing, "kpi-ims.lost_time").attributes["aria-label"]
    assert "4.1" not in f"{spoken} {said(drawn(unit='ims'))}"


def test_the_legend_has_the_states_that_occur() -> None:
    few = said(drawn("few"))
    assert "No target" in few
    assert "Data late" not in few
    assert "Data to 23 Nov 2026, 08:30" in few


def test_an_empty_lens_says_so() -> None:
    assert "No KPI stands in this perspective yet." in said(drawn(unit="nobody"))


def test_cells_stay_empty_rather_than_that_tiles_shrink_much() -> None:
    grid = best_grid(17, Box(48, 128, 1824, 882), lambda wide, high: min(wide / 392, high / 167),
                     gap=24, above=34)  # fmt: skip
    assert (grid.columns, grid.rows) == (5, 4)


def test_a_grid_without_any_room_is_a_grid_all_the_same() -> None:
    grid = best_grid(17, Box(48, 128, 224, 40), lambda wide, high: min(wide / 392, high / 167),
                     gap=24, above=34)  # fmt: skip
    assert grid.columns * grid.rows >= 17


def test_a_unit_is_named_over_every_row_of_its_tiles() -> None:
    drawing = drawn("many")
    rows = [each for each in drawing.walk() if each.attributes.get("id", "").startswith("unit-")]
    names = [said(row) for row in rows]
    assert names[0] == "Information Management Services"
    assert set(names[1:]) == {"Information Management Services, continued"}


def test_a_long_name_is_cut_before_the_word_that_says_it_goes_on() -> None:
    size, lines = heading("A unit of a great many words " * 3, 300, again=True)
    assert size == 16
    assert lines[0].startswith("A unit of") and lines[0].endswith("\u2026, continued")
    assert heading("Anything", 72, again=True)[1] == ("Continued",)


def test_upright_walls_have_upright_tables_of_tiles() -> None:
    drawing = drawn("many", Frame(*PORTRAIT, LIGHT))
    assert len(tiles(drawing)) == MOST
    places = {part(drawing, f"kpi-{key}").attributes["transform"].split()[0]
              for key in tiles(drawing)}  # fmt: skip
    assert len(places) <= 4
