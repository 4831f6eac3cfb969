"""The perspective scene: one band of a scorecard, as large as its number of KPIs allows."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.displays import Audience, Frame
from hub.displays.perspective import Perspective
from hub.drawing import LIGHT, Node
from hub.errors import NotFound
from hub.snapshot.views import Snapshot
from tests.displays.icons import covered, icons
from tests.displays.sample import FRAMES, snapshot
from tests.displays.views import frames, scorecards
from tests.geometry import faults, part, said, written

WIDE = Frame(1920, 1080, LIGHT)
any_of = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def drawn(perspective: str = "customer", frame: Frame = WIDE) -> Node:
    return Perspective({"unit": "ims", "perspective": perspective}).draw(snapshot(), frame)


def largest(drawing: Node) -> float:
    texts = (each for each in drawing.walk() if each.tag == "text")
    return max(float(text.attributes["font-size"]) for text in texts)


@any_of
@given(scorecards(36), st.integers(0, 5), frames)
def test_nothing_overlaps_whatever_people_write(shown: Snapshot, band: int, frame: Frame) -> None:
    bands = shown.scorecards["ims"].perspectives
    key = bands[band % len(bands)].key
    drawing = Perspective({"unit": "ims", "perspective": key}).draw(shown, frame)
    assert faults(drawing) == []
    assert covered(drawing) == []


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("band", ["performance", "customer", "supplier", "employee"])
def test_the_sample_is_sound(band: str, frame: Frame) -> None:
    assert faults(drawn(band, frame)) == []


def test_the_same_snapshot_gives_the_same_picture() -> None:
    assert str(drawn()) == str(drawn())


def test_it_needs_just_its_scorecard() -> None:
    need = Perspective({"unit": "ims"}).needs(WIDE, Audience())
    assert need.topics() == {"unit:ims"}


def test_four_kpis_are_read_from_afar_each_with_its_question() -> None:
    drawing = drawn()
    assert largest(drawing) >= 124
    assert "Do senior stakeholders say that we bring insight?" in said(drawing)
    assert "How easy is our IT in everyday work?" in said(drawing)


def test_panels_side_by_side_have_type_of_one_size() -> None:
    texts = [each for each in drawn().walk() if each.tag == "text"]
    values = {t.attributes["font-size"] for t in texts if t.attributes.get("id", "")[:2] == "v-"}
    titles = {t.attributes["font-size"] for t in texts if "Plex Sans Condensed" in
              t.attributes["font-family"] and t.attributes["font-weight"] == "600"}  # fmt: skip
    assert len(values) == len({size for size in titles if float(size) > 35}) == 1


def test_seven_kpis_keep_titles_of_fifty_px_in_spite_of_their_number() -> None:
    title = next(each for each in drawn("performance").walk()
                 if each.tag == "text" and "Major incidents" in each.children)  # fmt: skip
    assert float(title.attributes["font-size"]) >= 45


def test_without_a_key_the_first_perspective_is_shown() -> None:
    assert str(drawn("")) == str(drawn("performance")) == str(drawn("ims.performance"))


def test_a_perspective_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(NotFound, match=r"'finance'; there are: ims\.performance, ims\.customer"):
        drawn("finance")


def test_an_objective_that_nothing_measures_is_shown_as_such() -> None:
    words = said(drawn("employee"))
    assert "Hear what people say" in words
    assert "No KPI measures this yet" in words


def test_a_kpi_under_two_objectives_is_shown_once() -> None:
    shown = snapshot()
    card = shown.scorecards["ims"]
    first, *others = card.objectives
    twice = replace(card, objectives=(first, replace(first, key="ims.again"), *others))
    again = Perspective({"unit": "ims"}).draw(replace(shown, scorecards={"ims": twice}), WIDE)
    assert faults(again) == []
    assert said(again) == said(drawn(""))


def test_late_illustrative_and_foreign_figures_say_so() -> None:
    words = said(drawn("employee"))
    assert "9 working days late" in words
    assert "England" in words
    assert "illustrative" in said(drawn("customer"))


def test_a_panel_leads_to_its_story() -> None:
    panel = part(drawn(), "kpi-ims.insight").attributes
    assert panel["role"] == "link"
    assert panel["data-href"] == "?scene=kpi_story&kpi=ims.insight"
    assert panel["data-value"] == "68%"


@pytest.mark.parametrize("frame", FRAMES)
def test_the_clock_keeps_its_place(frame: Frame) -> None:
    shown = snapshot()
    long = replace(shown.scorecards["ims"], unit_title="Information " * 30)
    drawing = Perspective({"unit": "ims"}).draw(replace(shown, scorecards={"ims": long}), frame)
    top = [line.box.right for line in written(drawing) if line.box.top < 96]
    assert max(top) <= frame.width - 236


def test_a_panel_has_its_icons_and_says_their_words() -> None:
    panel = part(drawn(), "kpi-ims.insight")
    assert [name for name, _ in icons(panel)] == ["improvement_high", "pass"]
    assert panel.attributes["aria-label"].endswith(
        "Improving: unusually high, Will meet the target"
    )
    assert icons(part(drawn(), "kpi-ims.needs")) == []
    assert "Improving, high" in said(drawn())
