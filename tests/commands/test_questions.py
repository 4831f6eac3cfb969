"""Key performance questions: in the file, with their answers, and what is odd about them."""

from typing import Any

import pytest
import yaml
from pydantic import ValidationError
from sqlalchemy import select

from hub.commands import AnswerKpq, LoadScorecard
from hub.commands.scorecards import dump
from hub.domain.lints import Oddity
from hub.domain.rights import Actor, Grant, Right
from hub.domain.visibility import read
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.hub import Hub
from hub.model import KpqAnswer
from hub.snapshot.questions import lints_of
from hub.snapshot.views import Need, QuestionView
from hub.testing import SCORECARD, WORKER, SetClock

CASCADE = {Oddity.GAP, Oddity.UNLINKED, Oddity.UNMEASURED}
WORD, KEY = "Do we keep our word?", "do-we-keep-our-word"
PLAIN = f'kpqs: ["{WORD}"]'
YARD = """\
unit: yard
title: Yard scorecard
units: [{key: yard, title: The Yard, short: Yard, parent: works}]
perspectives: [{key: process, title: Process}]
objectives: [{key: tidy, title: Tidy, perspective: process, kpqs: [%s]}]
kpis:
  - {key: swept, title: Swept, objectives: [tidy], measure: count, frequency: week, owner: Foreman}
"""


def load(hub: Hub, kpqs: str = PLAIN, name: str = "works.yaml") -> dict[str, Any]:
    assert PLAIN in SCORECARD
    text = SCORECARD.replace(PLAIN, kpqs)
    return hub.execute(LoadScorecard(name=name, text=text), WORKER)


def asked(hub: Hub, unit: str = "works") -> tuple[QuestionView, ...]:
    return hub.snapshot(Need(questions=frozenset({unit}))).questions[unit].questions


def answer(hub: Hub, text: str, by: Actor = WORKER, **more: Any) -> dict[str, Any]:
    said = {"objective": "works.delivery", "kpq": KEY, "text": text, "confidence": "high"}
    return hub.execute(AnswerKpq.model_validate({**said, **more}), by)


# -- in the file ---------------------------------------------------------------------------


def test_a_plain_text_gets_a_key_of_its_words(hub: Hub) -> None:
    (question,) = asked(hub)
    assert (question.key, question.question, question.kpis) == (KEY, WORD, ())


def test_a_question_names_the_kpis_that_answer_it(hub: Hub) -> None:
    changed = load(
        hub, "kpqs: [{question: 'How well do we keep it?', kpis: [on_time, works.pulse]}]"
    )
    assert changed["changed"] == ["objective works.delivery: kpqs"]
    (question,) = asked(hub)
    assert question.key == "how-well-do-we-keep-it"
    assert [kpi.key for kpi in question.kpis] == ["works.on_time", "works.pulse"]


@pytest.mark.parametrize(
    ("kpqs", "fault"),
    [
        ("kpqs: [{question: 'A?', kpis: [nothing]}]", "there is no kpi works.nothing"),
        ("kpqs: ['A?', {key: a, question: 'B?'}]", "a stands here twice"),
        ("kpqs: [{key: a}]", "question"),
        ("kpqs: [{question: 'A?', because: x}]", "because"),
        ("kpqs: [7]", "kpqs"),
        ("kpqs: ['']", "question"),
    ],
)
def test_what_a_question_may_not_say(hub: Hub, kpqs: str, fault: str) -> None:
    with pytest.raises(Invalid, match=fault) as refused:
        load(hub, kpqs)
    assert "works.yaml, line" in refused.value.message


def test_units_below_answer_and_others_do_not(hub: Hub) -> None:
    up = YARD % "{question: 'How well?', kpis: [works.on_time]}"
    with pytest.raises(Invalid, match=r"kpi works\.on_time is of works, which is not below yard"):
        hub.execute(LoadScorecard(name="yard.yaml", text=up), WORKER)
    hub.execute(LoadScorecard(name="yard.yaml", text=YARD % "'How tidy is it?'"), WORKER)
    load(hub, "kpqs: [{question: 'How tidy are our yards?', kpis: [yard.swept]}]")
    assert [kpi.key for kpi in asked(hub)[0].kpis] == ["yard.swept"]


@pytest.mark.parametrize(
    ("kpqs", "written"),
    [
        (PLAIN, [WORD]),
        ("kpqs: [{key: how-well, question: 'How well?'}]", ["How well?"]),
        ("kpqs: [{key: a, question: 'How well?'}]", [{"key": "a", "question": "How well?"}]),
        (
            "kpqs: [{question: 'How well?', kpis: [pulse]}]",
            [{"question": "How well?", "kpis": ["works.pulse"]}],
        ),
    ],
)
def test_dump_writes_what_a_person_would(hub: Hub, kpqs: str, written: Any) -> None:
    load(hub, kpqs)
    with hub.store.read() as session:
        text = dump(session, "works")
    assert yaml.safe_load(text)["objectives"][0]["kpqs"] == written
    again = hub.execute(LoadScorecard(name="dump", text=text), WORKER)
    assert (again["added"], again["changed"], again["retired"]) == ([], [], [])


def test_a_load_warns_and_takes_it_all_the_same(hub: Hub) -> None:
    warned = load(hub)["warnings"]
    assert warned[0] == f"“{WORD}” has no KPI that answers it."
    assert "KPI “Line running” answers no key performance question." in warned
    assert "yes or no" in warned[-1]
    good = load(hub, "kpqs: [{question: 'How well do we keep it?', kpis: [on_time, pulse]}]")
    assert good["warnings"] == []


def cascade(hub: Hub, serves: str, unit: str) -> list[str]:
    """What is odd about the scorecard of ``unit`` once an objective of the yard says ``serves``."""
    text = YARD.replace("perspective: process,", f"perspective: process, serves: {serves},", 1)
    hub.execute(LoadScorecard(name="yard.yaml", text=text % "'How tidy is it?'"), WORKER)
    with hub.store.read() as session:
        found = {lint.oddity: lint.words for lint in lints_of(session, unit)}
    return [words for oddity, words in found.items() if oddity in CASCADE]


def test_an_objective_to_which_no_unit_below_contributes_is_a_gap(hub: Hub) -> None:
    load(hub)
    gap = "Objective “Deliver on time” is a gap: no objective of a unit below contributes to it."
    assert cascade(hub, "[]", "works") == [gap]
    assert gap in load(hub, "kpqs: []")["warnings"]
    for kind in ("shared", "contributory"):
        link = f"[{{kind: {kind}, objective: works.delivery}}]"
        assert cascade(hub, link, "works") == cascade(hub, link, "yard") == []


def test_an_objective_serves_one_above_or_says_why_it_is_local(hub: Hub) -> None:
    (words,) = cascade(hub, "[]", "yard")
    assert words.endswith("serves no objective of The Works, and does not say why it is local.")
    assert cascade(hub, "[{kind: local, reason: The yard alone has a yard}]", "yard") == []
    with pytest.raises(Invalid, match="a local objective needs a reason"):
        cascade(hub, "[{kind: local}]", "yard")


# -- answers -------------------------------------------------------------------------------


def test_the_newest_answer_stands_and_all_are_kept(hub: Hub, hub_clock: SetClock) -> None:
    answer(hub, "Mostly", confidence="low")
    hub_clock.move(days=31)
    answer(hub, "Nearly\nalways ")
    (question,) = asked(hub)
    assert question.answer is not None
    assert (question.answer.text, question.answer.confidence) == ("Nearly always", "high")
    assert (question.answer.by, question.answer.at) == ("A worker", hub_clock.at)
    assert [a.text for a in question.answers] == ["Nearly always", "Mostly"]


def test_an_answer_outdates_the_pictures_of_its_unit(hub: Hub) -> None:
    topics = read(Need(questions=frozenset({"works"})).topics(), "staff")
    before = hub.versions(topics)
    answer(hub, "Yes")
    assert hub.versions(topics) != before


def test_answers_outlive_a_question_that_was_dropped(hub: Hub) -> None:
    answer(hub, "Yes")
    load(hub, "kpqs: ['How well?']")
    assert asked(hub)[0].answers == ()
    load(hub)
    assert asked(hub)[0].answers[0].text == "Yes"


def test_many_answers_are_kept_and_the_last_are_shown(hub: Hub, hub_clock: SetClock) -> None:
    for number in range(25):
        hub_clock.move(minutes=1)
        answer(hub, f"Answer {number}")
    shown = asked(hub)[0].answers
    assert (len(shown), shown[0].text, shown[-1].text) == (20, "Answer 24", "Answer 5")
    with hub.store.read() as session:
        assert len(session.scalars(select(KpqAnswer)).all()) == 25


def test_what_cannot_be_answered(hub: Hub) -> None:
    with pytest.raises(NotFound, match="it asks: do-we-keep-our-word"):
        answer(hub, "x", kpq="why")
    with pytest.raises(NotFound, match="no objective"):
        answer(hub, "x", objective="works.nothing")
    for wrong in ({"confidence": "certain"}, {"text": "  "}, {"text": "x" * 201}):
        said = {"objective": "works.delivery", "kpq": KEY, "text": "x", "confidence": "low"}
        with pytest.raises(ValidationError):
            AnswerKpq.model_validate({**said, **wrong})
    id = answer(hub, "x")["id"]
    with pytest.raises(Conflict):
        answer(hub, "y", id=id)
    reader = Actor("r", "A reader", grants=frozenset({Grant(Right.READ)}))
    with pytest.raises(Forbidden, match="may not note in works"):
        answer(hub, "x", reader)


def test_a_unit_that_is_not_there_asks_nothing(hub: Hub) -> None:
    with pytest.raises(NotFound, match="there are: works"):
        asked(hub, "nowhere")
