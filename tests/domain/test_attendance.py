"""Attendance: rates with their errors, and measures of individuals that are refused."""

from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.attendance import lost_time_rate, why_individual, working_days_lost_per_fte
from hub.errors import Invalid

AMOUNTS = st.floats(0, 1e6)
WHOLES = st.floats(1e-3, 1e6)
any_of = settings(deadline=None, derandomize=True)


def test_days_lost_are_per_full_time_equivalent() -> None:
    assert working_days_lost_per_fte(84, 12) == 7
    assert working_days_lost_per_fte(0, 12.5) == 0
    assert working_days_lost_per_fte(3, 0.5) == 6  # one person, half time


def test_lost_time_is_a_percentage_of_what_was_possible() -> None:
    assert lost_time_rate(45, 900) == 5
    assert lost_time_rate(0, 900) == 0
    assert lost_time_rate(900, 900) == 100


@pytest.mark.parametrize(
    ("days", "fte", "words"),
    [
        (5, 0, "the average FTE is zero, so there is no rate"),
        (5, -2, r"the average FTE cannot be below zero \(-2\)"),
        (-1, 4, r"the working days lost cannot be below zero \(-1\)"),
        (nan, 4, "the working days lost must be a number"),
        (5, inf, "the average FTE must be a number"),
    ],
)
def test_days_lost_per_nobody_are_refused(days: float, fte: float, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        working_days_lost_per_fte(days, fte)


@pytest.mark.parametrize(
    ("absent", "possible", "words"),
    [
        (0, 0, "the possible working time is zero, so there is no rate"),
        (1, -8, r"the possible working time cannot be below zero \(-8\)"),
        (-1, 8, r"the time lost to absence cannot be below zero \(-1\)"),
        (9, 8, r"more time was lost \(9\) than could be worked \(8\)"),
        (nan, 8, "the time lost to absence must be a number"),
    ],
)
def test_absence_out_of_nothing_is_refused(absent: float, possible: float, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        lost_time_rate(absent, possible)


@any_of
@given(AMOUNTS, WHOLES, WHOLES)
def test_rates_keep_within_their_bounds(part: float, whole: float, more: float) -> None:
    lost = min(part, whole)
    assert 0 <= lost_time_rate(lost, whole) <= 100
    assert working_days_lost_per_fte(part, whole + more) <= working_days_lost_per_fte(part, whole)


INDIVIDUAL = """\
Bradford factor
BRADFORD FACTOR
Bradford-factor
bradford_factor
BradfordFactor
Bradford\u2019s factor
Bradford “Factor”
Bradford (factor)
Brad ford factor
Bradfrod factor
Bradfort Factors
Br\u00adadford factor
\uff22\uff52\uff41\uff44\uff46\uff4f\uff52\uff44 factor
Bradford absence factor
Average Bradford factor per team
Staff over the trigger of the Bradford factor
Bradford score
Bradford Index
Bradford points for absence
Bradford formula, sickness
BF score for absence
S x S x D
S \u00d7 S \u00d7 D
S*S*D
SxSxD
S·S·D
S² \u00d7 D
S^2 * D
S**2*D
S2D
B = S² \u00d7 D
D x S x S
E x E x D
Spells \u00d7 spells \u00d7 days
Episodes x episodes x total days
Number of spells squared multiplied by the number of days
spells of absence squared times days lost
Square of the number of absences times days absent
Days lost x number of spells squared
Individual absence score
Absence score per employee
Absence ranking of each employee
Attendance points by named employee
Ranking of employees by absence
League table of staff by sickness absence
Sickness absence by individual employee""".splitlines()

OF_GROUPS = """\
Bradford office: calls answered
Bradford: factors in delay
Bradford: score out of ten
Bradford office, customer satisfaction score
Bradford customer score
Bradford sickness rate
Bradford scores for A&E attendance
Bradford Factory visits
Bradford formula grant spent
Bradford index of multiple deprivation
Calls answered in Bradford
Bedford factor price
Risk factor score
Factor productivity
Working days lost per FTE
Average working days lost per employee
Working days lost in the year divided by staff years
Full-time equivalent days lost to sickness divided by those available
Sickness absence rate
Sickness days per person
Lost-time rate
Absence per employee
Staff absences in 2 days
Absences closed by managers within 2 days
Attendance of staff at training
A&E attendance rating by people
Supplier cost per member of staff served
Individuals and businesses pay the tax due
Individual tax returns on time
Personal Tax attendance rate
Spells with a length of stay over 21 days
Readmissions: spells 2 days or shorter
Waiting times in days
Project score S x D
SSD failures
Buildings: square metres per person""".splitlines()


@pytest.mark.parametrize("text", INDIVIDUAL)
def test_a_measure_of_individuals_is_known_by_its_title_or_its_formula(text: str) -> None:
    for title, formula in ((text, ""), ("People", text)):
        reason = why_individual(title, formula)
        assert reason is not None
        assert reason.startswith(f"“{title}” ")
        assert "a KPI is about a group" in reason


@pytest.mark.parametrize("text", OF_GROUPS)
def test_a_measure_of_a_group_passes(text: str) -> None:
    assert why_individual(text) is None
    assert why_individual("Calls answered", text) is None


def test_a_score_of_bradford_is_individual_where_absence_is_its_subject() -> None:
    assert why_individual("Bradford score of the office", "Marks that customers give") is None
    assert why_individual("Bradford score of the office", "Absences of each of its staff")


@any_of
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_words_around_it_hide_a_bradford_factor(before: str, after: str) -> None:
    text = f"{before} Bradford factor {after}"
    assert why_individual(text)
    assert why_individual(after, text)
