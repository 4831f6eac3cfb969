"""The XmR chart: average, limits and points that stand out, and what keeps clear of what."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.figures import Format, Measure
from hub.drawing import KINDS, LIGHT, Node, chart
from hub.drawing.marks.axes import spread
from hub.snapshot.views import Point, Process, Rebase
from tests.displays.sample import FALLING, HANDLED, NEW_DESK, SWING, months, process
from tests.geometry import crowded, said, written

PERCENT = Format(Measure.PERCENT, 1)
STEADY = months([80 + s for s in SWING], 70.0)


def drawn(
    points: tuple[Point, ...], known: Process | None, high: float = 400, size: float = 24
) -> Node:
    return chart(points, PERCENT, "green", LIGHT, 0, 0, 1100, high, process=known, size=size)


def strokes(drawing: Node, width: str) -> list[Node]:
    """The lines of average ("3") or limits ("2")."""
    usual = (n for n in drawing.walk() if n.attributes.get("stroke") == LIGHT["usual"])
    return [n for n in usual if n.tag == "path" and n.attributes["stroke-width"] == width]


def rings(drawing: Node) -> list[str]:
    """What the points that stand out are called."""
    known = {kind.word for kind in KINDS.values()}
    said = (n.attributes.get("aria-label", "") for n in drawing.walk())
    return [words for words in said if words in known]


def levels(drawing: Node) -> list[float]:
    """How far down the average and the limits lie."""
    paths = [n.attributes["d"] for width in ("3", "2") for n in strokes(drawing, width)]
    return [float(step.split("H")[0].split(" ")[1]) for d in paths for step in d.split("M")[1:]]


def test_average_and_limits_are_drawn_and_named() -> None:
    drawing = drawn(STEADY, process(STEADY))
    assert len(levels(drawing)) == 3
    for name in ("upper limit", "average", "lower limit", "target 70.0%"):
        assert name in said(drawing)
    assert rings(drawing) == []


def test_a_chart_without_a_process_has_none_of_it() -> None:
    drawing = drawn(STEADY, None)
    assert levels(drawing) == [] and "average" not in said(drawing)


def test_the_scale_holds_the_limits() -> None:
    for points in (STEADY, HANDLED, FALLING):
        drawing = drawn(points, process(points))
        lines = [n for n in drawing.walk() if n.attributes.get("stroke-width") == "1.5"]
        grid = [float(n.attributes["d"].split("H")[0].split(" ")[1]) for n in lines]
        assert min(grid) <= min(levels(drawing)) and max(levels(drawing)) <= max(grid)


def test_limits_are_dashed_until_there_are_thirteen_figures() -> None:
    (average,) = strokes(drawn(STEADY, process(STEADY)), "3")
    assert "stroke-dasharray" not in average.attributes
    young = STEADY[:12]
    for width in ("3", "2"):
        (dashed,) = strokes(drawn(young, process(young)), width)
        assert dashed.attributes["stroke-dasharray"] == "11 7"


def test_new_limits_are_a_step_with_the_reason_beside_it() -> None:
    drawing = drawn(HANDLED, process(HANDLED, NEW_DESK))
    first, second = strokes(drawing, "3")
    end = first.attributes["d"].split("H")[1]
    assert second.attributes["d"].startswith(f"M{end} ")  # the one begins where the other ends
    assert "New limits: the service desk moved to one place" in said(drawing)
    assert "New limits" not in said(drawn(HANDLED, process(HANDLED)))


def test_a_period_without_a_figure_gives_its_reason_to_the_next() -> None:
    gap = (*HANDLED[:13], *(replace(p, follows=i > 0) for i, p in enumerate(HANDLED[14:])))
    known = replace(process(gap, replace(NEW_DESK, period=gap[13].period)), rebases=(NEW_DESK,))
    assert NEW_DESK.period not in {point.period for point in gap}
    assert NEW_DESK.reason in said(drawn(gap, known))


def test_points_that_stand_out_have_a_ring_of_the_shape_and_colour_of_their_kind() -> None:
    drawing = drawn(FALLING, process(FALLING))
    found = rings(drawing)
    assert found.count("Unusually good") == 12 and found.count("Unusually bad") == 8
    assert LIGHT["improving"] in str(drawing) and LIGHT["concern"] in str(drawing)
    shapes = {kind.corners for kind in KINDS.values()}
    assert len(shapes) == len(KINDS)


def test_a_restated_point_that_stands_out_stays_hollow() -> None:
    points = (*FALLING[:-2], replace(FALLING[-2], restated=True), FALLING[-1])
    ring = [n for n in drawn(points, process(points)).walk()
            if n.attributes.get("aria-label") == "Unusually bad"][-2]  # fmt: skip
    dot = ring.children[0]
    assert isinstance(dot, Node) and dot.attributes["fill"] == LIGHT["surface"]


def test_limits_lie_below_the_target_and_the_figures() -> None:
    order = [n.attributes for n in drawn(FALLING, process(FALLING)).walk() if n.tag == "path"]
    target = next(i for i, said in enumerate(order) if said.get("stroke-dasharray") == "3 8")
    course = next(i for i, said in enumerate(order) if said.get("stroke-width") == "4")
    last = max(i for i, said in enumerate(order)
               if said.get("stroke") == LIGHT["usual"])  # fmt: skip
    assert last < target < course


def test_limits_without_any_width_have_one_name() -> None:
    same = months([5.0] * 13, 5.0)
    words = said(drawn(same, process(same)))
    assert "average" in words and "limit" not in words


@pytest.mark.parametrize(("high", "size"), [(220, 20), (320, 24), (600, 24)])
@pytest.mark.parametrize("points", [STEADY, HANDLED, FALLING, months([5.0] * 13, 5.0)])
def test_no_name_stands_on_another(points: tuple[Point, ...], high: float, size: float) -> None:
    drawing = drawn(points, process(points), high, size)
    assert crowded([line.box for line in written(drawing)]) == []


def test_a_reason_has_the_side_with_more_room_and_is_cut_where_there_is_little() -> None:
    late = Rebase(HANDLED[-3].period, "a very good reason " * 20, "Priya Nair")
    drawing = drawn(HANDLED, process(HANDLED, NEW_DESK, late))
    assert said(drawing).count("New limits") == 2
    assert "\u2026" in said(drawing)
    alone = drawn(HANDLED, process(HANDLED, late))
    (line,) = [each for each in written(alone) if each.words.startswith("New limits")]
    assert line.box.left < 600


@given(st.lists(st.floats(-500, 900), max_size=6).map(sorted), st.floats(1, 40))
def test_names_are_spread_in_their_order(wanted: list[float], apart: float) -> None:
    places = spread(wanted, apart, 0, 400)
    assert all(b - a >= apart - 1e-6 for a, b in pairwise(places))
    assert all(-1e-6 <= place <= 400 + 1e-6 for place in places)


def test_names_with_room_stand_at_their_lines() -> None:
    assert spread([10, 50, 52], 20, 0, 400) == [10, 41, 61]


def test_nothing_stands_out_against_limits_that_are_provisional() -> None:
    young = process(FALLING[-8:])
    assert set(young.kinds) != {"common_cause"}
    assert rings(drawn(FALLING[-8:], young)) == []
