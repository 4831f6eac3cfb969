"""Marks say what they must, say nothing they must not, and stay inside their box."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub import web
from hub.domain.figures import Format, Measure
from hub.domain.status import Status
from hub.drawing import (
    DARK,
    LIGHT,
    STATES,
    Marker,
    Node,
    arrow,
    badge,
    chart,
    kpi_panel,
    kpi_tile,
    legend_row,
    node,
    pdca_wheel,
    pill,
    pill_width,
    rounded,
    sparkline,
    tally,
)
from hub.drawing.marks.axes import ticks
from hub.drawing.marks.card import hatch
from hub.drawing.marks.flags import flag_row, icons_width, wheel_stage
from hub.drawing.marks.pdca_wheel import QUARTERS
from hub.drawing.text import SLACK, width
from hub.snapshot.views import KpiView, Legend, Point

from .states import issue, kpi, points, sheet, tiles

GREEN = kpi("Above target", Status.GREEN, 98.6, 97)


def words(drawn: Node) -> list[str]:
    """Every line of text of a drawing."""
    return [str(n.children[0]) for n in drawn.walk() if n.tag == "text"]


def spoken(drawn: Node) -> list[str]:
    return [n.attributes["aria-label"] for n in drawn.walk() if "aria-label" in n.attributes]


def tile(view: KpiView, wide: float = 392, high: float = 152) -> Node:
    return kpi_tile(view, LIGHT, 0, 0, wide, high)


@pytest.mark.parametrize("state", STATES)
def test_every_badge_is_a_shape_of_its_own_with_its_word(state: str) -> None:
    drawn = badge(state, LIGHT, 22, 22, 44)
    assert drawn.attributes["aria-label"] == STATES[state].word
    others = [badge(other, LIGHT, 22, 22, 44).children for other in STATES if other != state]
    assert drawn.children not in others
    assert not words(drawn)


def test_a_badge_says_what_else_is_to_know() -> None:
    drawn = badge("green", DARK, 0, 0, overridden=True, masked=12, upstream=True, word="On track")
    assert drawn.attributes["aria-label"] == "On track, set by hand, caused upstream, 12 red below"
    assert words(drawn) == ["9+"]


def test_a_tile_shows_title_value_and_target() -> None:
    drawn = tile(GREEN)
    assert words(drawn) == ["Above target", "98.6%", "target 97.0%"]
    assert drawn.attributes["id"] == "kpi-above-target"
    value = next(n for n in drawn.walk() if n.attributes.get("id") == "v-above-target")
    assert value.attributes["font-size"] == "45"
    assert drawn.attributes["aria-label"] == "Above target: 98.6%, Above target"


def test_attributes_of_the_caller_come_onto_the_tile() -> None:
    drawn = kpi_tile(GREEN, LIGHT, 5, 5, 392, 152, id="t1", data_do="open", role="button")
    assert drawn.attributes["data-do"] == "open"
    assert drawn.attributes["role"] == "button"
    assert {"t1", "v-t1"} <= {n.attributes.get("id") for n in drawn.walk()}


def test_a_missed_target_tints_its_card() -> None:
    drawn = str(tile(kpi("Below", Status.RED, 71, 78)))
    assert LIGHT["below-soft"] in drawn
    assert LIGHT["below-soft"] not in str(tile(GREEN))


def test_late_data_is_hollow_dashed_and_without_a_status_colour() -> None:
    red = kpi("Below", Status.RED, 71, 78)
    drawn = str(tile(replace(red, late_days=9, late_words="9 working days late")))
    assert "9 working days late" in drawn and "target" not in drawn
    assert 'stroke-dasharray="9 7"' in drawn
    assert not [c for c in ("above", "on", "below", "below-soft") if LIGHT[c] in drawn]
    silent = replace(GREEN, late_days=1, late_words="silent for a minute")
    assert words(tile(silent))[-1] == "silent for a minute"


def test_no_data_says_who_owes_it() -> None:
    never = kpi("Never", Status.NO_DATA, None, 90)
    assert words(tile(never)) == ["Never", "\u2013", "no figure yet,", "owed by Priya Nair"]
    late = words(tile(replace(never, late_days=12, late_words="12 working days late"), 450))
    assert " ".join(late[2:]) == "12 working days late, owed by Priya Nair"


def test_a_suppressed_figure_is_nowhere_in_the_picture() -> None:
    hidden = replace(kpi("Small team", Status.SUPPRESSED, 4.1, 3.0), late_days=5)
    for drawn in (tile(hidden), kpi_panel(hidden, LIGHT, 0, 0, 898, 418)):
        assert words(drawn) == ["Small team", "small numbers hidden"]
        assert "4.1" not in "".join(spoken(drawn))


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (replace(GREEN, restated=True), "\u2021"),
        (replace(GREEN, coverage="England", illustrative=True), "England \u00b7 illustrative"),
        (replace(GREEN, note_count=3), "3"),
        (replace(GREEN, issues=(issue(14),)), "Problem 14"),
        (replace(GREEN, issues=(issue(14), issue(15))), "Problems 14, 15"),
        (replace(GREEN, issues=(issue(14), issue(15), issue(16))), "3 problems"),
        (replace(GREEN, target=None, status=Status.NO_TARGET), "no target"),
        (replace(GREEN, value=None, status=Status.NOT_DUE), "not due yet"),
        (replace(GREEN, format=Format(Measure.DAYS, 1)), "days"),
    ],
)
def test_a_tile_says_what_else_is_to_know(view: KpiView, said: str) -> None:
    assert said in words(tile(view, 450, 190))
    assert said in " ".join(words(kpi_panel(view, LIGHT, 0, 0, 898, 418)))


def right_end(text: Node) -> float:
    """Where a line of text ends, in its group's px."""
    attributes = text.attributes
    size = float(attributes["font-size"])
    face = "condensed" if "Condensed" in attributes["font-family"] else "sans"
    wide = width(str(text.children[0]), size, face, int(attributes["font-weight"]))
    return float(attributes["x"]) + (0 if attributes.get("text-anchor") == "end" else wide)


@given(
    st.text(min_size=1, max_size=120),
    st.floats(-1e9, 1e9),
    st.sampled_from(list(Status)),
    st.sampled_from(list(Measure)),
    st.integers(0, 40),
    st.sampled_from([(280, 120), (392, 152), (450, 136), (600, 300)]),
)
def test_a_tile_of_anything_keeps_its_words_inside(
    title: str, value: float, status: Status, measure: Measure, late: int, box: tuple[int, int]
) -> None:
    view = replace(GREEN, title=title, value=value, status=status, late_days=late,
                   format=Format(measure, 1), owner="Somebody With A Long Name")  # fmt: skip
    for text in (n for n in tile(view, *box).walk() if n.tag == "text"):
        assert right_end(text) <= box[0]
        assert float(text.attributes["y"]) <= box[1]


def test_the_value_keeps_clear_of_the_target() -> None:
    long = replace(GREEN, value=1234567.5, target=1200000.0, format=Format(Measure.GBP, 2))
    drawn = [n for n in tile(long).walk() if n.tag == "text"]
    value, *target = drawn[1:]
    assert " ".join(words(node("g", *target))) == "target \u00a31,200,000.00"
    for line in target:
        wide = width(str(line.children[0]), float(line.attributes["font-size"]))
        assert right_end(value) < float(line.attributes["x"]) - wide


def test_a_sparkline_holds_twelve_points_and_may_be_flat() -> None:
    drawn = sparkline(list(range(40)), 20, "green", LIGHT, 0, 0, 124, 28)
    assert drawn is not None
    line = drawn.children[1]
    assert isinstance(line, Node) and line.attributes["d"].count("L") == 11
    assert sparkline([5, 5], None, "no_target", LIGHT, 0, 0, 124, 28) is not None
    assert sparkline([5], 5, "amber", LIGHT, 0, 0, 124, 28) is not None
    assert sparkline([], 5, "amber", LIGHT, 0, 0, 124, 28) is None


def test_a_chart_has_its_scale_dates_target_and_markers() -> None:
    story = points((79.0, 80.0, 71.0), 78.0)
    markers = (Marker("P1", "rollout"), Marker("P99", "elsewhere"))
    drawn = chart(story, Format(Measure.PERCENT, 0), "red", LIGHT, 0, 0, 900, 300, markers=markers)
    said = words(drawn)
    assert {"Dec", "Jan", "Feb", "target 78%", "rollout", "80%"} <= set(said)
    assert "elsewhere" not in said


def test_a_chart_names_only_periods_that_do_not_touch() -> None:
    story = points(tuple(float(v % 7) for v in range(60)), None)
    said = words(chart(story, Format(), "green", LIGHT, 0, 0, 500, 300))
    assert 3 < len(said) < 20


def quarters(count: int) -> tuple[Point, ...]:
    """Quarterly figures from April 2022 on."""
    start = datetime(2022, 6, 30, tzinfo=UTC)
    return tuple(
        Point(f"P{i}", f"Q{i % 4 + 1}", start + timedelta(days=91.3 * i), float(i),
              year=f"{2022 + i // 4}-{23 + i // 4}")
        for i in range(count)
    )  # fmt: skip


def axis(drawn: Node, words: str) -> list[float]:
    """Where these words stand on the axis."""
    return [float(n.attributes["x"]) for n in drawn.walk() if n.children == (words,)]


def strokes(drawn: Node) -> list[str]:
    """The lines through the figures."""
    return [n.attributes["d"] for n in drawn.walk() if n.attributes.get("stroke-width") == "4"]


@pytest.mark.parametrize("wide", [560, 900, 1200])
def test_each_year_stands_below_the_first_of_its_quarters(wide: float) -> None:
    drawn = chart(quarters(14), Format(), "green", LIGHT, 0, 0, wide, 300)
    for year in ("2022-23", "2023-24", "2024-25"):
        (x,) = axis(drawn, year)
        assert min(abs(x - first) for first in axis(drawn, "Q1")) < 30
    assert len(axis(drawn, "2025-26")) == 1


def test_the_steps_between_names_are_the_same_in_every_year() -> None:
    """From April 2016 on: three years, of which the first and the last are not whole."""
    start = datetime(2016, 4, 30, tzinfo=UTC)
    days = [start + timedelta(days=30.4 * i) for i in range(36)]
    story = tuple(Point(f"{d}", f"{d:%b}", d, 1.0, year=f"{d:%Y}") for d in days)
    said = words(chart(story, Format(), "green", LIGHT, 0, 0, 1060, 300))
    months = {f"{day:%b}" for day in days} & set(said)
    assert months == {"Jan", "Apr", "Jul", "Oct", "Mar"}  # the last one is always named


def test_a_period_whose_year_has_no_room_has_no_name() -> None:
    yearly = tuple(replace(p, year=f"{2000 + i}-{i:02}") for i, p in enumerate(quarters(30)))
    said = words(chart(yearly, Format(), "green", LIGHT, 0, 0, 700, 300))
    assert 1 < len([w for w in said if w.startswith("Q")]) <= len([w for w in said if "-" in w])


def test_the_names_of_instants_stand_within_the_axis() -> None:
    now = datetime(2026, 1, 14, 9, 30, tzinfo=UTC)
    story = tuple(
        Point(f"{i}", f"{now + timedelta(seconds=5 * i):%H:%M:%S}", now + timedelta(seconds=5 * i),
              99.0, year="14 Jan")
        for i in range(36)
    )  # fmt: skip
    drawn = chart(story, Format(), "green", LIGHT, 0, 0, 900, 300)
    (last,) = axis(drawn, story[-1].label)
    end = max(float(n.attributes["d"].split("H")[1]) for n in drawn.walk()
              if n.attributes.get("stroke-width") == "1.5")  # fmt: skip
    assert last + width(story[-1].label, 24) / 2 <= end
    assert len(axis(drawn, "14 Jan")) == 1


def test_a_scale_of_clock_time_has_marks_of_a_clock() -> None:
    story = points((250.0, 660.0, 1620.0), None)
    said = words(chart(story, Format(Measure.SECONDS), "green", LIGHT, 0, 0, 900, 300))
    assert {"0:00", "10:00", "20:00", "30:00"} <= set(said)


def test_a_scale_of_whole_numbers_has_no_decimals() -> None:
    story = points((60.0, 80.0), None)
    said = words(chart(story, Format(Measure.PERCENT), "green", LIGHT, 0, 0, 900, 300))
    assert "80%" in said and "80.0%" not in said


def test_the_line_is_broken_where_figures_are_missing() -> None:
    story = list(points((1.0, 2.0, 3.0, 4.0, 5.0, 6.0), None))
    whole = strokes(chart(story, Format(), "green", LIGHT, 0, 0, 900, 300))
    assert [d.count("L") for d in whole] == [5]
    story[2], story[3] = replace(story[2], follows=False), replace(story[3], follows=False)
    drawn = chart(story, Format(), "green", LIGHT, 0, 0, 900, 300)
    assert [d.count("L") for d in strokes(drawn)] == [1, 2]


def test_a_figure_alone_between_gaps_is_a_dot_however_many_there_are() -> None:
    story = list(points(tuple(float(i) for i in range(60)), None))
    story[30], story[31] = replace(story[30], follows=False), replace(story[31], follows=False)
    drawn = chart(story, Format(), "green", LIGHT, 0, 0, 900, 300)
    assert len([n for n in drawn.walk() if n.tag == "circle"]) == 2  # with the last one


def test_a_target_range_is_a_band_with_its_name() -> None:
    story = points((96.0, 97.0, 99.6), 98.0)
    drawn = chart(story, Format(Measure.PERCENT), "amber", LIGHT, 0, 0, 900, 300,
                  target_range=(95, 99))  # fmt: skip
    said = words(drawn)
    assert "target 95\u201399%" in said and "target 98.0%" not in said
    (field,) = [n for n in drawn.walk() if n.tag == "rect"]
    assert float(field.attributes["height"]) > 50
    dashes = [n for n in drawn.walk() if "stroke-dasharray" in n.attributes]
    assert [n.attributes["d"].count("M") for n in dashes] == [2]


def test_tile_and_panel_tell_a_target_range() -> None:
    view = replace(GREEN, target_range=(95.0, 99.0))
    for drawn in (tile(view, 450, 190), kpi_panel(view, LIGHT, 0, 0, 898, 418)):
        assert "target 95\u201399%" in words(drawn)
        assert not [said for said in words(drawn) if "97" in said]
        (dashes,) = [n for n in drawn.walk() if "stroke-dasharray" in n.attributes]
        assert dashes.attributes["d"].count("M") == 2
    assert "no target" not in words(tile(replace(view, target=None), 450, 190))


def test_the_ends_of_a_panel_have_their_years() -> None:
    view = replace(GREEN, points=tuple(replace(p, year="2025") for p in GREEN.points))
    assert {"Dec 2025", "Nov 2025"} <= set(words(kpi_panel(view, LIGHT, 0, 0, 898, 418)))


@given(st.lists(st.floats(-1e12, 1e12), max_size=30), st.floats(-1e12, 1e12) | st.none())
def test_a_chart_of_any_figures_can_be_drawn(values: list[float], target: float | None) -> None:
    assert chart(points(tuple(values), target), Format(), "green", DARK, 0, 0, 900, 300)


def test_a_chart_of_instants_at_one_moment_can_be_drawn() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    twice = (Point("a", "09:30", now, 1.0), Point("b", "09:30", now, 2.0, 3.0))
    assert "target 3.0" in words(chart(twice, Format(), "red", LIGHT, 0, 0, 900, 300))
    assert words(chart((), Format(), "no_data", LIGHT, 0, 0, 900, 300)) == ["No figures yet"]


def test_the_scale_takes_round_steps() -> None:
    assert ticks(71, 80.5) == [70, 72.5, 75, 77.5, 80, 82.5]
    assert ticks(0, 1) == [0, 0.25, 0.5, 0.75, 1]
    assert ticks(5, 5)[0] <= 5 <= ticks(5, 5)[-1]


def test_corners_are_rounded_as_far_as_their_sides_allow() -> None:
    assert rounded([(0, 0), (0, 50), (50, 50)]) == "M0 0L0 39Q0 50 11 50L50 50"
    assert rounded([(0, 0), (0, 8), (50, 8)]) == "M0 0L0 4Q0 8 4 8L50 8"
    assert rounded([(0, 0), (0, 8)]) == "M0 0L0 8"


def test_arrows_end_in_a_head_at_their_tip() -> None:
    drawn = arrow([(848, 332), (848, 309)], LIGHT, title="helps")
    head = drawn.children[-1]
    assert isinstance(head, Node) and head.attributes["d"].startswith("M848 309L")
    assert LIGHT["accent"] in str(arrow([(0, 9), (0, 0)], LIGHT, told=True))
    assert "stroke-dasharray" in str(arrow([(0, 90), (0, 0)], LIGHT, trade_off=True))


def test_the_wheel_fills_clockwise() -> None:
    filled = [str(pdca_wheel(stage, LIGHT, 0, 0)).count(f'fill="{LIGHT["ink"]}"')
              for stage in (None, "plan", "do", "check", "act")]  # fmt: skip
    assert filled == [0, 1, 2, 3, 4]


def test_the_board_s_wheel_is_the_walls_wheel() -> None:
    page = Path(web.__file__).parent / "templates" / "marks.html"
    assert all(quarter in page.read_text() for quarter in QUARTERS)


def test_a_problem_s_flag_has_its_wheel_and_room_for_it() -> None:
    behind, ahead = replace(issue(14), stage="do"), replace(issue(15), stage="check")
    shown = replace(kpi("Below target", Status.RED, 71, 78), issues=(behind, ahead, issue(16)))
    assert wheel_stage(shown.issues) == "do"
    row = "".join(map(str, flag_row(shown, LIGHT, 0, 0, 300)))
    assert "3 problems, do stage" in row
    bare = replace(shown, issues=(issue(14), issue(15), issue(16)))
    assert "stage" not in "".join(map(str, flag_row(bare, LIGHT, 0, 0, 300)))
    assert icons_width(shown, 20) > icons_width(bare, 20)


def test_a_pill_is_as_wide_as_its_words() -> None:
    drawn = pill("Live, data to 08:30", LIGHT, 0, 0, state="green")
    field = drawn.children[0]
    assert isinstance(field, Node)
    assert float(field.attributes["width"]) == pytest.approx(
        pill_width("Live, data to 08:30", badged=True), abs=0.01
    )
    assert (
        right_end(next(n for n in drawn.walk() if n.tag == "text")) * SLACK
        < float(field.attributes["width"]) * SLACK
    )


def test_legend_and_tally_give_words_and_numbers() -> None:
    assert words(legend_row(Legend(), LIGHT, 0, 0)) == [
        "Above target", "On target", "Below target", "Data late",
    ]  # fmt: skip
    counted = tally({"green": 2, "red": 0, "late": 1}, LIGHT, 0, 0)
    assert words(counted) == ["2", "1"]
    assert spoken(counted) == ["2 above target", "1 data late"]


def test_hatching_stays_on_its_card() -> None:
    numbers = [float(n) for step in hatch(392, 152)[1:].split("M") for n in
               step.replace("L", " ").split()]  # fmt: skip
    assert min(numbers) >= 0 and max(numbers[0::2]) <= 392 and max(numbers[1::2]) <= 152


def test_ids_are_given_once() -> None:
    ids = [n.attributes["id"] for n in sheet(LIGHT).walk() if "id" in n.attributes]
    assert len(ids) == len(set(ids))
    assert len(tiles()) > 10
