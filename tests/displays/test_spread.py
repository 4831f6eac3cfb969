"""The units behind a total, the worst first, and no figure of those that are hidden."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.displays import Audience, Frame
from hub.displays.spread import MOST, WORST, UnitSpread
from hub.displays.spread_rows import in_order
from hub.domain.status import Polarity, Status
from hub.drawing import LIGHT, Node
from hub.drawing.marks.level_axis import side_by_side
from hub.snapshot.parts import PartView
from hub.snapshot.views import KpiView, OverrideView, Snapshot
from tests.displays.houses import units
from tests.displays.sample import FRAMES, NOW, TOTAL, snapshot
from tests.displays.views import figures, frames, kpis, parts
from tests.geometry import crowded, faults, fields, part, said

WIDE = Frame(1920, 1080, LIGHT)
UPRIGHT = Frame(1080, 1920, LIGHT)
any_of = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@st.composite
def totals(draw: st.DrawFn) -> Snapshot:
    kpi = draw(kpis())
    count = draw(st.sampled_from((0, 1, 4, 14, 15, 40, 41, 60)))
    some = tuple(draw(parts(number)) for number in range(count))
    polarity = draw(st.sampled_from(Polarity))
    span = draw(st.one_of(st.none(), st.tuples(figures, figures)))
    aim = (min(span), max(span)) if span else None
    whole = replace(kpi, parts=some, polarity=polarity, target_range=aim)
    return Snapshot(NOW, data_to=NOW, kpis={kpi.key: whole})


def of(kpi: KpiView, frame: Frame = WIDE) -> Node:
    shown = replace(snapshot(), kpis={kpi.key: kpi})
    return UnitSpread({"kpi": kpi.key}).draw(shown, frame)


def rows(drawing: Node) -> list[str]:
    ids = (each.attributes.get("id", "") for each in drawing.walk())
    return [id.removeprefix("unit-") for id in ids if id.startswith("unit-")]


@any_of
@given(totals(), frames)
def test_nothing_overlaps_whatever_people_write(shown: Snapshot, frame: Frame) -> None:
    (key,) = shown.kpis
    drawing = UnitSpread({"kpi": key}).draw(shown, frame)
    assert faults(drawing) == []
    assert crowded(fields(drawing, "data-href")) == []


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("count", [2, 4, 14, 24, 40, 41, 200])
def test_the_sample_is_sound(count: int, frame: Frame) -> None:
    assert faults(of(replace(TOTAL, parts=units(count)), frame)) == []


def test_the_same_snapshot_gives_the_same_picture() -> None:
    assert str(of(TOTAL)) == str(of(TOTAL))


def test_it_needs_just_its_kpi() -> None:
    assert UnitSpread({"kpi": "ims.x"}).needs(WIDE, Audience()).topics() == {"kpi:ims.x"}


def test_it_shows_the_total_and_each_unit_with_its_owner_and_figure() -> None:
    drawing = of(TOTAL)
    row = said(part(drawing, f"unit-{TOTAL.parts[0].key}"))
    for expected in (TOTAL.parts[0].unit_title, TOTAL.parts[0].owner):
        assert expected in row
    assert TOTAL.shown in said(part(drawing, f"kpi-{TOTAL.key}"))
    assert f"total {TOTAL.shown}" in said(drawing)
    assert f"target {TOTAL.target_shown}" in said(drawing)


@pytest.mark.parametrize(("polarity", "first"), [(Polarity.HIGHER, 60.0), (Polarity.LOWER, 90.0)])
def test_the_worst_comes_first(polarity: Polarity, first: float) -> None:
    some = tuple(
        replace(each, value=value, status=Status.AMBER)
        for each, value in zip(units(3), (75.0, 60.0, 90.0), strict=True)
    )
    hidden = replace(units(5)[4], value=None, status=Status.SUPPRESSED)
    missing = replace(units(4)[3], value=None, status=Status.NO_DATA)
    order = in_order(replace(TOTAL, parts=(hidden, missing, *some), polarity=polarity))
    assert order[0].value == first
    assert [p.status for p in order[3:]] == [Status.NO_DATA, Status.SUPPRESSED]


def test_in_a_range_the_status_says_what_is_worse() -> None:
    some = tuple(
        replace(each, value=value, status=status)
        for each, value, status in zip(
            units(3), (50.0, 20.0, 70.0), (Status.GREEN, Status.RED, Status.AMBER), strict=True
        )
    )
    order = in_order(replace(TOTAL, parts=some, polarity=Polarity.RANGE))
    assert [p.value for p in order] == [20.0, 70.0, 50.0]


def test_a_hidden_or_missing_figure_has_words_and_no_dot() -> None:
    hidden = replace(units(2)[0], value=None, status=Status.SUPPRESSED)
    missing = replace(units(2)[1], value=None, status=Status.NO_DATA)
    drawing = of(replace(TOTAL, parts=(*units(4)[2:], hidden, missing)))
    for each, expected in ((hidden, "small numbers hidden"), (missing, "no figure yet")):
        row = part(drawing, f"unit-{each.key}")
        assert expected in said(row)
        assert expected in row.attributes["aria-label"]
        assert dots(row) == []
    assert dots(part(drawing, f"unit-{units(4)[3].key}"))


def dots(row: Node) -> list[Node]:
    """What stands on the scale: circles of the row itself, not of its badge."""
    return [child for child in row.children if isinstance(child, Node) and child.tag == "circle"]


@any_of
@given(figures)
def test_a_hidden_figure_leaves_no_trace(value: float) -> None:
    """Not in the words, not in the order, not in the scale: the same picture whatever it is."""
    hidden = replace(units(2)[0], value=value, status=Status.SUPPRESSED, target=None)
    assert str(of(with_part(hidden))) == str(of(with_part(replace(hidden, value=None))))


@any_of
@given(figures)
def test_a_hidden_total_leaves_no_trace(value: float) -> None:
    hidden = replace(TOTAL, status=Status.SUPPRESSED, late_days=0, value=value)
    assert str(of(hidden)) == str(of(replace(hidden, value=None)))


def with_part(hidden: PartView) -> KpiView:
    return replace(TOTAL, parts=(hidden, *units(6)[1:]))


def test_a_unit_leads_to_its_story_and_one_that_is_a_total_to_its_own_units() -> None:
    first, second = units(2)
    drawing = of(replace(TOTAL, parts=(first, replace(second, totalled=True))))
    hrefs = [part(drawing, f"unit-{p.key}").attributes["data-href"] for p in (first, second)]
    assert hrefs == [f"?scene=kpi_story&kpi={first.key}", f"?scene=spread&kpi={second.key}"]
    total = part(drawing, f"kpi-{TOTAL.key}").attributes
    assert total["data-href"] == f"?scene=kpi_story&kpi={TOTAL.key}"


@pytest.mark.parametrize("frame", [WIDE, UPRIGHT])
def test_of_very_many_units_each_has_a_dot_and_the_worst_are_named(frame: Frame) -> None:
    many = units(200)
    drawing = of(replace(TOTAL, parts=many), frame)
    order = in_order(replace(TOTAL, parts=many))
    assert rows(drawing) == [p.key for p in order[:WORST]]
    placed = [p for p in many if p.value is not None]
    assert len([each for each in part(drawing, "dots").walk() if each.tag == "circle"]) == len(
        placed
    )
    assert f"The worst {WORST} of 200 units are named below" in said(drawing)


def test_all_are_named_up_to_forty() -> None:
    for frame in (WIDE, UPRIGHT):
        assert len(rows(of(replace(TOTAL, parts=units(MOST)), frame))) == MOST


def test_reds_below_a_green_total_are_counted() -> None:
    green = replace(TOTAL, status=Status.GREEN, reds=(0.2, 0.3))
    drawing = of(green)
    assert "2 red below a green total" in said(drawing)
    assert "2 red below" in str(part(drawing, f"kpi-{TOTAL.key}"))


@pytest.mark.parametrize("frame", FRAMES)
def test_a_unit_shows_what_was_set_by_hand_and_what_was_restated(frame: Frame) -> None:
    first, second, *rest = TOTAL.parts
    by_hand = OverrideView(Status.AMBER, Status.RED, "Counted twice", "Head of Performance", NOW)
    some = (
        replace(first, status=Status.AMBER, override=by_hand),
        replace(second, restated=True),
        *rest,
    )
    drawing = of(replace(TOTAL, restated=True, parts=some), frame)
    row = part(drawing, f"unit-{first.key}")
    assert "set by hand, figure says \u201cBelow target\u201d" in said(row)
    assert row.attributes["aria-label"].endswith("\u201cBelow target\u201d, Counted twice")
    badges = [each.attributes.get("aria-label") for each in row.walk()]
    assert "On target, set by hand" in badges
    assert "\u2021" in said(part(drawing, f"unit-{second.key}"))
    assert "\u2021" not in said(row)
    assert f"restated part: {second.unit_title}" in said(drawing)
    assert faults(drawing) == []
    hidden = replace(some[0], status=Status.SUPPRESSED), *some[1:]
    assert "by hand" not in said(of(replace(TOTAL, parts=hidden), frame))


def test_a_kpi_without_units_says_so() -> None:
    assert "No units stand behind this KPI" in said(of(replace(TOTAL, parts=())))


def test_two_names_that_would_touch_part_in_the_middle() -> None:
    assert side_by_side([100, 110], [40, 60], 10, 400) == [60, 110]
    assert side_by_side([5, 110], [40, 60], 10, 400) == [0, 80]
    assert side_by_side([390, 395], [40, 60], 10, 400) == [290, 340]
