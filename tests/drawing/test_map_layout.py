"""Where a strategy map puts things: rows filled, few crossings, links clear of every card."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.drawing.map_layout import MapPlan, plan_map
from hub.drawing.map_rows import fewest_crossings, layered, rows_of, spread
from hub.drawing.map_tracks import Piece, Pin, tracks
from hub.snapshot.views import LinkView, MapView
from tests.displays.any_maps import any_map
from tests.displays.directorate import ims
from tests.displays.maps import MAPS, paf, trust
from tests.displays.nodes import FRAMES

SIZES = list(FRAMES.values())


def crosses_a_card(plan: MapPlan) -> bool:
    boxes = [box for line in plan.lines for box in line.boxes]
    strokes = [s for route in plan.routes for s in pairwise(route.places)]
    return any(
        max(a[0], b[0]) > box.x + 0.5
        and min(a[0], b[0]) < box.right - 0.5
        and max(a[1], b[1]) > box.y + 0.5
        and min(a[1], b[1]) < box.bottom - 0.5
        for a, b in strokes
        for box in boxes
    )


def test_every_node_has_one_place_and_no_two_share_it() -> None:
    for make in MAPS.values():
        for width, height in SIZES:
            plan = plan_map(make(), width, height)
            assert set(plan.boxes) == {n.key for n in make().nodes}
            boxes = [box for line in plan.lines for box in line.boxes]
            for a, b in combinations(boxes, 2):
                apart_x = a.right < b.x + 0.5 or b.right < a.x + 0.5
                assert apart_x or a.bottom < b.y + 0.5 or b.bottom < a.y + 0.5


def test_the_clock_keeps_its_corner() -> None:
    for make in MAPS.values():
        for width, height in SIZES:
            for box in plan_map(make(), width, height).boxes.values():
                assert box.right <= width - 236 or box.y >= 96


def test_links_are_orthogonal_and_cross_no_card() -> None:
    for make in MAPS.values():
        for width, height in SIZES:
            plan = plan_map(make(), width, height)
            for route in plan.routes:
                for a, b in pairwise(route.places):
                    assert a[0] == pytest.approx(b[0]) or a[1] == pytest.approx(b[1])
            assert not crosses_a_card(plan)


def test_a_link_ends_at_its_target_and_starts_at_its_source() -> None:
    plan = plan_map(ims(), 1920, 1080)
    for route in plan.routes:
        source, target = plan.boxes[route.link.source], plan.boxes[route.link.target]
        (x, y), (tip_x, tip_y) = route.places[0], route.places[-1]
        assert source.x < x < source.right and y == pytest.approx(source.y)
        assert target.x < tip_x < target.right and tip_y == pytest.approx(target.bottom + 1)


def test_a_link_over_several_bands_takes_gutters_or_the_side_channel() -> None:
    plan = plan_map(ims(), 1920, 1080)
    far = next(r for r in plan.routes if r.link.source == "ims.build_capability")
    assert len(far.places) > 2


def test_a_link_inside_a_row_and_one_downward_end_in_a_head_from_above() -> None:
    view = trust()
    links = (LinkView("t.open", "t.tests"), LinkView("t.prompt", "t.staff"))
    plan = plan_map(replace(view, links=links), 1920, 1080)
    for route in plan.routes:
        assert route.places[-1][1] == pytest.approx(plan.boxes[route.link.target].y - 1)
        assert route.places[-2][1] < route.places[-1][1]


def test_links_to_nowhere_and_to_themselves_are_left_out() -> None:
    view = replace(
        paf(), links=(LinkView("o1", "o1"), LinkView("o1", "gone"), LinkView("o1", "o0"))
    )
    assert [r.link.target for r in plan_map(view, 1920, 1080).routes] == ["o0"]


def test_an_order_with_fewer_crossings_is_found() -> None:
    rows = [["a", "b", "c"], ["x", "y", "z"]]
    links = [("x", "c"), ("y", "b"), ("z", "a")]
    found = fewest_crossings(rows, links)
    place = {key: row.index(key) for row in found for key in row}
    assert [place[b] for _, b in links] == sorted(
        (place[b] for _, b in links), reverse=place["x"] > place["z"]
    )


def test_the_order_of_the_file_stays_where_nothing_is_gained() -> None:
    rows = [["a", "b"], ["x", "y"]]
    assert fewest_crossings(rows, [("x", "a"), ("y", "b")]) == rows
    assert layered([["a"], []], []) == [["a"], []]


@pytest.mark.parametrize(
    ("wishes", "room", "spans"),
    [
        ([3], 4, [4.0]),
        ([1, 1, 1], 4, [4 / 3] * 3),
        ([2, 1, 1], 4, [2.0, 1.0, 1.0]),
        ([1, 1], 4, [2.0, 2.0]),
        ([1, 1, 1, 1], 4, [1.0] * 4),
    ],
)
def test_cards_share_the_columns_by_how_many_kpis_they_have(
    wishes: list[int], room: int, spans: list[float]
) -> None:
    assert spread(wishes, room) == pytest.approx(spans)


def test_a_note_stands_under_its_missed_card_where_a_cell_is_free() -> None:
    rows = rows_of(ims(), 4)
    cells = [(row, cell) for row in rows for cell in row.cells if cell.kind == "note"]
    ((row, note),) = cells
    above = rows[rows.index(row) - 1]
    card = next(cell for cell in above.cells if cell.key == note.key)
    assert (note.key, note.offset, note.points) == ("ims.resolve_first_time", card.offset, "up")


def test_links_side_by_side_have_tracks_of_their_own() -> None:
    def pin(trip: int, above: bool, x: float) -> Pin:
        return Pin.fixed(trip, above, x)

    one = Piece(pin(0, False, 100), pin(0, True, 400))
    other = Piece(pin(1, False, 200), pin(1, True, 500))
    through = Piece(pin(2, False, 700), pin(2, True, 700))
    found = tracks([one, other, through])
    assert found[2] is None and found[0] != found[1]


@settings(deadline=None, max_examples=60, derandomize=True)
@given(view=any_map(), size=st.sampled_from(SIZES))
def test_any_map_is_laid_out_clear_and_the_same_again(view: MapView, size: tuple[int, int]) -> None:
    plan = plan_map(view, *size)
    assert plan == plan_map(view, *size)
    assert set(plan.boxes) == {n.key for n in view.nodes}
    assert not crosses_a_card(plan)
    assert len(plan.routes) == sum(k.source != k.target for k in view.links)
    for box in plan.boxes.values():
        assert box.x > 0 and box.right < size[0] and box.bottom < size[1] and box.height > 30
