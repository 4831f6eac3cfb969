"""The lens wall: every KPI of a lens by unit, the worst first, whatever it is called."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from hub.displays import Audience, Frame
from hub.displays.grid import Grid, best_grid
from hub.displays.lens_wall import MOST, LensWall, heading
from hub.displays.surround import Box
from hub.domain.status import Status
from hub.drawing import LIGHT, Node
from hub.errors import Invalid, NotFound
from hub.snapshot.views import KpiView, OverrideView, Snapshot
from tests.displays.houses import units
from tests.displays.icons import covered, icons
from tests.displays.sample import FIRST_TIME_FIX, FRAMES, PORTRAIT, snapshot
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
    assert covered(drawing) == []


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
    assert len(tiles(first)) == len(tiles(second)) == (MOST + 10) / 2
    assert "Page 1 of 2, 23 more KPIs" in said(first)
    assert "Page 2 of 2, 23 more KPIs" in said(second)
    assert not set(tiles(first)) & set(tiles(second))
    assert (first.attributes["data-page"], first.attributes["data-pages"]) == ("1", "2")


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
    assert "small numbers hidden" in said(drawing)
    assert part(drawing, "kpi-ims.lost_time").attributes["data-value"] == "small numbers hidden"
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


def test_the_last_row_fills_its_width_where_that_is_not_too_wide() -> None:
    box = Box(0, 0, 1000, 600)
    last = Grid(box, 2, 2, 20, count=3).cell(2)
    assert (last.x, last.width) == (0, 1000)
    lone = Grid(box, 5, 2, 20, count=6)
    assert lone.cell(5).width == lone.cell(0).width
    assert lone.holes == 4


@pytest.mark.parametrize("lens", ["delivery", "few", "many"])
def test_values_side_by_side_are_of_one_size_but_the_longest(lens: str) -> None:
    shown = drawn(lens)
    ids = [f"v-{key}" for key in tiles(shown)]
    values = [part(shown, id) for id in ids if "hidden" not in said(part(shown, id))]
    sizes = Counter(float(value.attributes["font-size"]) for value in values)
    assert sizes.most_common(1)[0][1] >= 0.9 * len(values)
    assert min(sizes) > 0.9 * max(sizes)


def test_the_legend_explains_the_marks_on_badges_and_values() -> None:
    by_hand = OverrideView(Status.GREEN, Status.RED, "Logged twice", "Jo", snapshot().as_of)
    words = said(part(wall_with(replace(BARE, restated=True, override=by_hand)), "legend"))
    assert "Restated" in words
    assert "Set by hand" in words


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
    assert len(tiles(drawing)) == (MOST + 10) / 2
    places = {part(drawing, f"kpi-{key}").attributes["transform"].split()[0]
              for key in tiles(drawing)}  # fmt: skip
    assert len(places) <= 4


def test_tiles_have_their_icons_and_say_their_words() -> None:
    drawing = drawn()
    tile = part(drawing, "kpi-ims.restore_time")
    assert [name for name, _ in icons(tile)] == ["concern_high", "fail"]
    assert tile.attributes["aria-label"].endswith(
        "Below target, Getting worse: unusually high, Will miss the target as things are"
    )
    for bare in ("ims.days_lost", "ims.lost_time", "ims.availability", "ims.first_time_fix"):
        assert icons(part(drawing, f"kpi-{bare}")) == []


@pytest.mark.parametrize("frame", FRAMES)
def test_the_legend_has_the_icons_that_occur(frame: Frame) -> None:
    words = said(drawn(frame=frame))
    for told in ("Improving, high", "Getting worse, high", "Usual variation", "Will meet target"):
        assert words.count(told) == 1
    for other in ("Improving, low", "Changed, high"):
        assert other not in words
    assert "Usual variation" not in said(drawn("few", frame))


def test_icons_are_of_one_size_all_over_a_wall() -> None:
    drawing = drawn()
    sizes = {
        round(box.right - box.left, 3)
        for key in tiles(drawing)
        for _, box in icons(part(drawing, f"kpi-{key}"))
    }
    assert len(sizes) == 1


BARE = replace(FIRST_TIME_FIX, note_count=0, issues=())


def wall_with(kpi: KpiView) -> Node:
    shown = snapshot()
    lens = shown.lenses["few"]
    kpis = (kpi, *lens.kpis[1:])
    return LensWall({"lens": "few"}).draw(
        replace(shown, lenses={"few": replace(lens, kpis=kpis)}), WIDE
    )


def test_a_tile_says_how_its_units_lie_and_counts_the_reds_below_a_green() -> None:
    drawing = wall_with(replace(BARE, parts=units(4), status=Status.GREEN, reds=(0.5,)))
    tile = part(drawing, "kpi-ims.first_time_fix")
    assert "4 units, 62\u201383%" in said(tile)
    assert "1 red below" in str(tile)
    assert "Red below" in said(drawing)


def test_trouble_upstream_is_on_the_badge_and_in_the_legend() -> None:
    drawing = wall_with(replace(BARE, upstream=("Lab capacity, Pathology",)))
    tile = part(drawing, "kpi-ims.first_time_fix")
    assert "caused upstream: Lab capacity, Pathology" in tile.attributes["aria-label"]
    assert "Caused upstream" in said(drawing)


def test_a_supplier_that_looks_too_good_is_named_in_a_sentence() -> None:
    told = "Green outside, red inside since October 2026: Waits"
    drawing = wall_with(replace(BARE, contradiction=told))
    sentence = f"\u201cProblems resolved at the first call\u201d is g{told[1:]}"
    assert sentence in said(part(drawing, "heading"))
    assert "green outside, red inside" in said(part(drawing, "kpi-ims.first_time_fix"))


def test_remarks_are_brief_where_notes_and_problems_take_the_room() -> None:
    crowded_ = replace(FIRST_TIME_FIX, parts=units(4), contradiction="Green outside, red inside")
    tile = said(part(wall_with(crowded_), "kpi-ims.first_time_fix"))
    assert "red inside \u00b7 illustrative" in tile
    assert "units" not in tile
