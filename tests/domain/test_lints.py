"""Lints of key performance questions: what is odd, in words, the worse things first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.lints import Aim, Asking, Kpq, Oddity, of_cascade, of_questions
from hub.domain.questions import LONGEST, key_of

OPEN = "How safe is customers\u2019 information?"


def oddities(question: str, *kpis: str) -> list[Oddity]:
    asking = Asking("works.o", "Keep it safe", (Kpq("k", question, kpis),))
    return [lint.oddity for lint in of_questions([asking], {})]


@pytest.mark.parametrize(
    "question",
    [
        OPEN,
        "How much tax does our work bring in or protect?",
        "How well are people able to work and to improve the work?",
        "Is it cheaper to make or to buy?",
        "Isolde: how well does she sing?",
        "\u60a8\u6ee1\u610f\u5417\uff1f",
    ],
)
def test_a_good_question_passes(question: str) -> None:
    assert oddities(question, "works.k") == []


@pytest.mark.parametrize(
    ("question", "oddity"),
    [
        ("We are safe.", Oddity.NO_QUESTION),
        ("How safe is it", Oddity.NO_QUESTION),
        ("Is it safe?", Oddity.CLOSED),
        ("DO people come back?", Oddity.CLOSED),
        ("Isn\u2019t it safe?", Oddity.CLOSED),
        ("How safe is it, and who knows?", Oddity.SEVERAL),
        ("How safe is it? Who knows?", Oddity.SEVERAL),
        ("Is it safe and does it work?", Oddity.SEVERAL),
    ],
)
def test_what_is_odd_about_a_question(question: str, oddity: Oddity) -> None:
    assert oddities(question, "works.k") == [oddity]


def test_a_question_without_kpis_and_a_kpi_without_question() -> None:
    asking = [Asking("works.o", "Keep it safe", (Kpq("k", OPEN),)), Asking("works.p", "Be quick")]
    found = of_questions(asking, {"works.a": "A", "works.b": "B"}, {"works.b"})
    assert [(lint.oddity, lint.about, lint.kpq) for lint in found] == [
        (Oddity.NO_KPI, "works.o", "k"),
        (Oddity.ASKS_NOTHING, "works.p", ""),
        (Oddity.NO_KPQ, "works.a", ""),
    ]
    assert found[0].words == f"\u201c{OPEN}\u201d has no KPI that answers it."
    assert found[1].words == "Objective \u201cBe quick\u201d asks no key performance question."
    assert found[2].words == "KPI \u201cA\u201d answers no key performance question."


def test_matters_of_style_come_last_and_are_gentle() -> None:
    asking = [Asking("works.o", "O", (Kpq("k", "Is it safe?", ("works.a",)), Kpq("l", OPEN)))]
    found = of_questions(asking, {"works.a": "A"})
    assert [lint.gentle for lint in found] == [False, True]


def test_a_key_is_made_of_the_words() -> None:
    assert key_of(OPEN) == "how-safe-is-customers-information"
    assert key_of("How many come to A&E?") == "how-many-come-to-a-e"
    assert key_of("Caf\u00e9?") == "cafe"


def test_questions_that_are_cut_or_not_latin_are_told_apart() -> None:
    one, two = ("How " + "very " * 20 + end for end in ("well?", "ill?"))
    assert key_of(one) != key_of(two)
    assert key_of("\u60a8\u6ee1\u610f\u5417").startswith("question-")
    assert key_of("\u60a8\u6ee1\u610f\u5417") != key_of("\u60a8\u597d\u5417")


@given(st.text(min_size=1))
def test_any_question_has_a_key_that_a_file_may_hold(question: str) -> None:
    key = key_of(question)
    assert len(key) <= LONGEST and key == key_of(question)
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") and key[0] != "-"


def test_a_broken_line_from_unit_to_unit_is_told_only_where_there_are_units() -> None:
    bare = Aim("works.o", "Keep it safe")
    sound = Aim("works.p", "Be quick", kpis=1, contributors=2, linked=True)
    assert [lint.oddity for lint in of_cascade([bare])] == [Oddity.UNMEASURED]
    found = of_cascade([bare, sound], above="The house", below=True)
    assert [(lint.oddity, lint.about, lint.gentle) for lint in found] == [
        (Oddity.UNMEASURED, "works.o", False),
        (Oddity.GAP, "works.o", False),
        (Oddity.UNLINKED, "works.o", False),
    ]
