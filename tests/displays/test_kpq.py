"""The scene of a key performance question: the question, what people make of it, its KPIs."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from hub.displays import Audience, Frame
from hub.displays.kpq import KeyQuestion
from hub.drawing import LIGHT, Node
from hub.errors import NotFound
from hub.snapshot.views import QuestionsView, Snapshot
from tests.displays.sample import FRAMES, snapshot
from tests.displays.views import frames, questions
from tests.geometry import faults, part, said

WIDE = Frame(1920, 1080, LIGHT)
any_of = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def drawn(frame: Frame = WIDE, **config: str) -> Node:
    return KeyQuestion({"unit": "ims", **config}).draw(snapshot(), frame)


@any_of
@given(questions(), frames)
def test_nothing_overlaps_whatever_people_write(shown: Snapshot, frame: Frame) -> None:
    assert faults(KeyQuestion({"unit": "ims"}).draw(shown, frame)) == []


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("kpq", ["first", "health", "value", "voice", "security"])
def test_the_sample_is_sound(kpq: str, frame: Frame) -> None:
    assert faults(drawn(frame, kpq=kpq)) == []


def test_it_needs_the_questions_of_its_unit() -> None:
    assert KeyQuestion({"unit": "ims"}).needs(WIDE, Audience()).topics() == {"unit:ims"}


def test_the_question_heads_its_answer_and_its_kpis() -> None:
    drawing = drawn(kpq="first")
    words = said(drawing)
    assert "Do people get going again at the first call?" in words
    assert "Less often than in spring; the new articles" in words
    assert "Medium confidence" in words and "Priya Nair, 20 Nov" in words
    story = part(drawing, "kpi-ims.first_time_fix").attributes["data-href"]
    assert story == "?scene=kpi_story&kpi=ims.first_time_fix"
    heading = [each for each in part(drawing, "heading").walk() if each.tag == "text"]
    assert max(float(each.attributes["font-size"]) for each in heading) >= 60


def test_what_is_not_there_is_said() -> None:
    assert "Nobody has answered this question yet." in said(drawn(kpq="security"))
    assert "No KPI answers this question yet." in said(drawn(kpq="voice"))
    nothing = replace(snapshot(), questions={"ims": QuestionsView("ims", "IMS", ())})
    words = said(KeyQuestion({"unit": "ims"}).draw(nothing, WIDE))
    assert "No objective of this scorecard asks a question yet." in words


def test_the_ways_go_round_all_questions() -> None:
    drawing = drawn()
    assert "1 of 14" in said(drawing)
    after = part(drawing, "next-question").attributes["data-href"]
    assert after == "?scene=kpq&unit=ims&objective=ims.services&kpq=services"
    before = part(drawing, "question-before").attributes["data-href"]
    assert before == "?scene=kpq&unit=ims&objective=ims.voice&kpq=voice"


@pytest.mark.parametrize("config", [{"kpq": "first"}, {"objective": "first"},
                                    {"objective": "ims.first", "kpq": "first"}])  # fmt: skip
def test_a_question_is_found_by_its_objective_or_its_key(config: dict[str, str]) -> None:
    asked = KeyQuestion({"unit": "ims", **config})
    assert "at the first call?" in said(asked.draw(snapshot(), WIDE))


def test_a_question_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(NotFound, match=r"first \(ims\.first\)"):
        drawn(kpq="nothing")


def test_a_suppressed_figure_has_neither_value_nor_course() -> None:
    for frame in FRAMES:
        drawing = drawn(frame, kpq="health")
        assert "4.1" not in said(drawing)
        assert "course-ims.lost_time" not in {e.attributes.get("id") for e in drawing.walk()}
