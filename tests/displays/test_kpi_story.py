"""The story of a KPI: chart, figure, facts, notes and problems."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from hub.displays import Audience, Frame
from hub.displays.kpi_story import KpiStory
from hub.displays.story_notes import markers
from hub.domain.figures import Format, Measure
from hub.domain.status import Status
from hub.drawing import LIGHT, Node
from hub.snapshot.views import KpiView, Snapshot
from tests.displays.sample import FIRST_TIME_FIX, FRAMES, KPIS, note, snapshot
from tests.displays.views import frames, stories
from tests.geometry import faults, part, said

WIDE = Frame(1920, 1080, LIGHT)
any_of = settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def drawn(key: str = "first_time_fix", frame: Frame = WIDE) -> Node:
    return KpiStory({"kpi": f"ims.{key}"}).draw(snapshot(), frame)


def of(kpi: KpiView) -> Node:
    return KpiStory({"kpi": kpi.key}).draw(replace(snapshot(), kpis={kpi.key: kpi}), WIDE)


@any_of
@given(stories(), frames)
def test_nothing_overlaps_whatever_people_write(shown: Snapshot, frame: Frame) -> None:
    (key,) = shown.kpis
    assert faults(KpiStory({"kpi": key}).draw(shown, frame)) == []


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("kpi", KPIS)
def test_the_sample_is_sound(kpi: KpiView, frame: Frame) -> None:
    assert faults(KpiStory({"kpi": kpi.key}).draw(snapshot(), frame)) == []


def test_the_same_snapshot_gives_the_same_picture() -> None:
    assert str(drawn()) == str(drawn())


def test_it_needs_just_its_kpi() -> None:
    assert KpiStory({"kpi": "ims.x"}).needs(WIDE, Audience()).topics() == {"kpi:ims.x"}


def test_it_says_what_the_figure_is() -> None:
    words = said(drawn())
    for expected in (
        "Problems resolved at the first call",
        "Do people get going again at the first call?",
        "71%",
        "Below target",
        "target 78%",
        "November 2026",
        "Director, Live Services",
        "IT supplier (outsourced)",
        "Service desk records",
        "every month",
        "10 December 2026",
        "Illustrative",
        "Data to 23 Nov 2026, 08:30",
    ):
        assert expected in words


def test_notes_have_author_date_and_their_mark_on_the_chart() -> None:
    drawing = drawn()
    assert "at 1, Priya Nair, 06:42" in said(drawing)
    assert "Tom Reid, 19 Nov" in said(drawing)
    chart = "".join(map(str, part(drawing, "chart").walk()))
    assert ">1</text>" in chart
    assert ">2</text>" in chart


def test_problems_have_their_wheel_and_count_of_actions() -> None:
    issue = part(drawn(), "issue-i14")
    assert issue.attributes["data-href"] == "../board?issue=i14"
    assert "Problem 14, doing, 2 of 6 actions done" in issue.attributes["aria-label"]
    wheel = next(each for each in issue.walk() if each.attributes.get("role") == "img")
    assert wheel.attributes["aria-label"] == "Do stage"


def test_more_notes_than_fit_are_counted() -> None:
    many = tuple(note(number, "Tom Reid", "It went on and on. " * 9) for number in range(12))
    words = said(of(replace(FIRST_TIME_FIX, notes=many, note_count=12)))
    assert "more notes" in words


def test_two_notes_about_one_period_share_a_mark() -> None:
    both = (note(1, "A", "One", "2026-08"), note(2, "B", "Two", "2026-08"))
    assert [m.words for m in markers(replace(FIRST_TIME_FIX, notes=both), 1100)] == ["1, 2"]


def test_marks_that_would_touch_are_left_out() -> None:
    both = (note(1, "A", "One", "2026-08"), note(2, "B", "Two", "2026-09"))
    kpi = replace(FIRST_TIME_FIX, notes=both)
    assert len(markers(kpi, 1100)) == 2
    assert len(markers(kpi, 300)) == 1


def test_a_late_figure_says_so_and_keeps_its_target() -> None:
    words = said(drawn("days_lost"))
    assert "Data late" in words
    assert "9 days late, target 8.4 days" in words
    assert "England" in words


def test_a_kpi_without_a_trigger_is_called_toothless_in_words() -> None:
    assert "No action trigger" in said(drawn("milestones_met"))
    assert "No action trigger" not in said(drawn())


def test_a_suppressed_figure_has_neither_value_nor_course() -> None:
    drawing = drawn("lost_time")
    assert "fewer than 10 people" in said(drawing)
    assert not [words for words in said(drawing).split() if "4.1" in words]
    assert "chart" not in {each.attributes.get("id") for each in drawing.walk()}


def test_what_has_no_figure_says_who_owes_it() -> None:
    assert "no figure yet, owed by Director, Live Services" in said(drawn("purpose"))


def test_of_an_address_the_wall_shows_the_host() -> None:
    source = "ICAEW, https://www.icaew.com/insights/viewpoints?page=2#x"
    words = said(of(replace(FIRST_TIME_FIX, source=source)))
    assert "ICAEW, icaew.com" in words
    assert "insights" not in words


def test_the_chart_takes_the_room_that_notes_and_problems_do_not_need() -> None:
    def chart_height(kpi: KpiView) -> float:
        rects = (each for each in part(of(kpi), f"kpi-{kpi.key}").walk() if each.tag == "rect")
        return float(next(rects).attributes["height"])

    bare = replace(FIRST_TIME_FIX, notes=(), note_count=0, issues=())
    assert chart_height(bare) > chart_height(FIRST_TIME_FIX)
    assert "Nobody has written a note yet." in said(of(bare))


def test_that_there_is_no_target_is_said_once() -> None:
    bare = replace(FIRST_TIME_FIX, status=Status.NO_TARGET, target=None)
    words = said(part(of(bare), f"kpi-{bare.key}"))
    assert words.lower().count("no target") == 1


def test_a_range_is_told_as_target_in_words_of_its_own() -> None:
    ranging = replace(FIRST_TIME_FIX, status=Status.AMBER, value=99.6, target=98.0,
                      target_range=(95.0, 99.0), format=Format(Measure.PERCENT))  # fmt: skip
    words = said(of(ranging))
    assert words.count("target 95\u201399%") == 2  # beside the value and on the chart
    assert "98" not in words
    assert "Just out of range" in words and "On target" not in words


def test_the_unit_stands_behind_the_value_where_no_target_says_it() -> None:
    lost = replace(FIRST_TIME_FIX, status=Status.NO_TARGET, target=None, value=8.2,
                   format=Format(Measure.DAYS))  # fmt: skip
    assert "8.2 days" in said(of(lost))


def test_a_figure_that_is_late_was_due() -> None:
    day = date(2026, 11, 11)
    late = said(of(replace(FIRST_TIME_FIX, due=day, late_days=12, late_words="12 days late")))
    assert "Figure was due 11 November 2026" in late
    assert "Next figure due 11 November 2026" in said(of(replace(FIRST_TIME_FIX, due=day)))
