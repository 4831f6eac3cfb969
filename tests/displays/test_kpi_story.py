"""The story of a KPI: chart, figure, facts, notes and problems."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from hub.displays import Audience, Frame
from hub.displays.kpi_story import KpiStory
from hub.displays.story_notes import TOP, Told, markers, thread_height
from hub.domain.figures import Format, Measure
from hub.domain.status import Status
from hub.drawing import LIGHT, Node
from hub.snapshot.parts import SpanView
from hub.snapshot.views import KpiView, Snapshot
from tests.displays.icons import covered, icons
from tests.displays.sample import (
    FIRST_TIME_FIX,
    FRAMES,
    KPIS,
    REBASED,
    STAMP,
    STORIES,
    THREADS,
    TOTAL,
    WORSE,
    YOUNG,
    note,
    snapshot,
)
from tests.displays.views import frames, stories
from tests.geometry import faults, part, said

WIDE = Frame(1920, 1080, LIGHT)
NOTED = THREADS[0].at
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
    drawing = KpiStory({"kpi": key}).draw(shown, frame)
    assert faults(drawing) == []
    assert covered(drawing) == []


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("kpi", [*KPIS, *STORIES])
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


def test_threads_have_their_last_replies_where_there_is_room() -> None:
    told = replace(FIRST_TIME_FIX, notes=THREADS[:1], note_count=1, issues=())
    words = said(part(of(told), "notes"))
    assert "at 1, Priya Nair, 06:42, edited" in words
    assert "1 earlier reply" in words
    assert "Reply 0" not in words and "Reply 1" in words and "Reply 2" in words
    many = said(part(of(replace(FIRST_TIME_FIX, notes=THREADS * 2, note_count=4)), "notes"))
    assert "3 replies" in many and "Reply 1" not in many


def test_resolved_threads_are_quiet() -> None:
    kpi = replace(FIRST_TIME_FIX, notes=THREADS, note_count=2)
    words = said(part(of(kpi), "notes"))
    assert words.startswith("Notes 2 ")
    assert "Resolved by Priya Nair, 22 Nov: The knowledge articles" in words
    assert [m.words for m in markers(kpi, 1100)] == ["1", "2"]
    settled = replace(THREADS[0], resolved_by="A", resolved_at=NOTED)
    assert markers(replace(FIRST_TIME_FIX, notes=(settled,)), 1100) == []


def test_a_range_has_a_bracket_over_what_the_chart_shows_of_it() -> None:
    ranging = replace(note(1, "A", "One"), period="2026-10", until="2027-02")
    (mark,) = markers(replace(FIRST_TIME_FIX, notes=(ranging,)), 1100)
    assert (mark.period, mark.words, mark.until) == ("2026-10", "1", "2026-11")
    earlier = replace(ranging, period="2025-01", until="2025-06")
    assert markers(replace(FIRST_TIME_FIX, notes=(earlier,)), 1100) == []
    one = note(2, "B", "Two", "2026-10")  # stands where the range begins
    marks = markers(replace(FIRST_TIME_FIX, notes=(one, ranging)), 1100)
    assert [(m.words, m.until, m.at_end) for m in marks] == [("1", "", False),
                                                             ("2", "2026-11", True)]  # fmt: skip
    drawing = of(replace(FIRST_TIME_FIX, notes=(replace(ranging, period="2026-03"),)))
    paths = [str(each.attributes.get("d")) for each in part(drawing, "chart").walk()]
    assert any(path.count("V") == 2 and path.count("H") == 1 for path in paths)


def test_a_stamp_says_who_looked_at_which_figure() -> None:
    stamped = replace(FIRST_TIME_FIX, reviews=(STAMP,))
    words = "Reviewed by Chief Information Officer on 21 Nov (October 2026)"
    assert words in said(of(stamped))
    assert words in said(of(replace(stamped, notes=(), note_count=0)))


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
    assert "9 working days late, target 8.4 days" in words
    assert "England" in words


def test_a_kpi_without_a_trigger_is_called_toothless_in_words() -> None:
    assert "No action trigger" in said(drawn("milestones_met"))
    assert "No action trigger" not in said(drawn())


def test_a_suppressed_figure_has_neither_value_nor_course() -> None:
    drawing = drawn("lost_time")
    assert "small numbers hidden" in said(drawing)
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
    late = said(
        of(replace(FIRST_TIME_FIX, due=day, late_days=12, late_words="12 working days late"))
    )
    assert "Figure was due 11 November 2026" in late
    assert "Next figure due 11 November 2026" in said(of(replace(FIRST_TIME_FIX, due=day)))


def test_beside_the_status_stand_the_icons_with_their_words_and_the_rule() -> None:
    words = said(of(WORSE))
    assert "Getting worse: unusually low the last figure is below the lower limit" in words
    assert "May meet or miss the target the target lies between the limits" in words
    assert [name for name, _ in icons(of(WORSE))] == ["concern_low", "inconsistent"]
    spoken = part(of(WORSE), f"kpi-{WORSE.key}").attributes["aria-label"]
    assert "Getting worse: unusually low, May meet or miss the target" in spoken


def test_the_legend_tells_the_points_that_stand_out() -> None:
    assert "Unusually good Unusually bad" in said(part(of(WORSE), "legend"))
    assert "Unusually" not in said(of(REBASED))


def test_new_limits_have_their_reason_on_the_chart() -> None:
    assert "New limits: the service desk moved to one place" in said(of(REBASED))


def test_with_few_figures_the_story_says_that_limits_are_provisional() -> None:
    words = said(of(YOUNG))
    assert "Limits are provisional: 6 of the 13 figures that they need" in words
    assert "Usual range" not in words
    assert "Usual range 88.4\u201393.7%" in said(of(REBASED))


def test_where_nothing_is_judged_the_levels_are_not_explained() -> None:
    assert said(part(drawn("lost_time"), "legend")) == "Not shown"


def test_answers_are_of_one_size_and_whole() -> None:
    drawing = part(drawn(), "facts")
    answers = [each for each in drawing.walk() if each.attributes.get("font-weight") == "600"]
    assert len({each.attributes["font-size"] for each in answers[1:]}) == 1  # but the heading
    assert "figures and targets are made up to show the idea" in said(drawing)


def test_every_note_that_is_on_the_chart_is_told_however_briefly() -> None:
    told = Told(replace(FIRST_TIME_FIX, notes=THREADS), snapshot(), 500)
    height = TOP + sum(thread_height(lines) for lines in told._curtly) + 16
    drawn_notes = "".join(str(each) for each in told.drawn(LIGHT, 0, height))
    assert "more note" not in drawn_notes
    assert "3 replies" in drawn_notes


def test_what_is_late_or_suppressed_says_nothing_of_its_process() -> None:
    late = of(replace(WORSE, late_days=3, late_words="3 working days late"))
    assert icons(late) == [] and "Getting worse" not in said(late)
    hidden = of(replace(WORSE, status=Status.SUPPRESSED))
    assert icons(hidden) == []
    assert not [word for word in ("limit", "average", "Usual", "7") if word in said(
        part(hidden, f"kpi-{WORSE.key}"))]  # fmt: skip


def test_a_total_says_how_its_units_lie_and_leads_to_them() -> None:
    drawing = of(replace(TOTAL, status=Status.GREEN, reds=(0.4,)))
    way = part(drawing, "way-units-behind-it")
    assert "4 units, 62.0\u201383.5%, 1 red below" in said(way)
    assert way.attributes["data-href"] == f"?scene=spread&kpi={TOTAL.key}"
    links = [each for each in drawing.walk() if "data-href" in each.attributes]
    assert not any(other in tuple(link.walk())[1:] for link in links for other in links)
    assert "1 red below" in part(drawing, f"kpi-{TOTAL.key}").attributes["aria-label"]


def test_trouble_that_comes_from_elsewhere_is_told() -> None:
    green = "Green outside, red inside since October 2026: Waits"
    words = said(
        of(replace(FIRST_TIME_FIX, upstream=("Lab capacity, Pathology",), contradiction=green))
    )
    assert "Caused upstream Lab capacity, Pathology" in words
    assert green in words


def test_the_year_to_date_says_what_it_rests_on() -> None:
    year = SpanView("Financial year to date", 77.3, 7, 8, "month")
    quarter = SpanView("Jul to Sep 2026", 76.0, 3, 3, "month")
    words = said(of(replace(FIRST_TIME_FIX, year_to_date=year, last_quarter=quarter)))
    assert "Financial year to date 77% (7 of 8 months)" in words
    assert "Jul to Sep 2026 76% (3 of 3 months)" in words
