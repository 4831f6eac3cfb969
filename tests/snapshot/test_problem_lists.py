"""Lists of problems and of what people have to see to: what is found, in which order, by whom."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hub.commands import (
    AssignCountermeasure,
    CloseIssue,
    Command,
    EditIssue,
    LoadScorecard,
    MoveCountermeasure,
    RaiseIssue,
    TriageIssue,
    UseTool,
)
from hub.displays import Audience
from hub.domain.strength import Strength
from hub.errors import Invalid, NotFound
from hub.hub import Hub
from hub.model import Countermeasure, Issue
from hub.snapshot.duties import DutiesOf, DutiesView
from hub.snapshot.issues import standing
from hub.snapshot.problem_lists import ALL, NOBODY, ON_A_PAGE, ProblemList, ProblemPage, Sought
from hub.snapshot.problem_page import OneProblem, ProblemView, numbered
from hub.snapshot.views import Need
from hub.testing import SCORECARD, WORKER, SetClock

KPI, GREEN, SECRET = "works.on_time", "works.pulse", "works.secret"
RESERVE = """\
  - {key: secret, title: Secret reserve, objectives: [delivery], measure: percent,
     frequency: month, owner: Head of Delivery, audience: restricted,
     targets: [{since: 2025-01-01, value: 95}]}
"""


def do(hub: Hub, command: type[Command], **fields: Any) -> dict[str, Any]:
    return hub.execute(command.model_validate(fields), WORKER)


def raised(hub: Hub, title: str, **fields: Any) -> str:
    return str(do(hub, RaiseIssue, **{"title": title, "kpi": KPI, **fields})["id"])


def triaged(hub: Hub, id: str, owner: str, severity: str) -> None:
    do(hub, TriageIssue, issue=id, version=1, owner=owner, severity=severity)


def found(hub: Hub, viewers: str = "restricted", page: str = "1", **sought: str) -> ProblemPage:
    asked = ProblemList(Sought(**sought), int(page))
    return hub.snapshot(Need(asks=frozenset({asked})), Audience(viewers)).answer(asked)


def titles(hub: Hub, **sought: str) -> list[str]:
    return [problem.brief.title for problem in found(hub, **sought).problems]


def duties(hub: Hub, viewers: str = "restricted", **of: str) -> DutiesView:
    asked = DutiesOf(**of)
    return hub.snapshot(Need(asks=frozenset({asked})), Audience(viewers)).answer(asked)


def one(hub: Hub, id: str) -> ProblemView:
    return hub.snapshot(Need(asks=frozenset({OneProblem(id)}))).answer(OneProblem(id))


def measure(hub: Hub, issue: str, **fields: Any) -> str:
    said = {"text": "Keep a spare", "owner": "Stores", "due": date(2026, 2, 1), **fields}
    return str(do(hub, AssignCountermeasure, issue=issue, **said)["id"])


@pytest.fixture
def three(hub: Hub, hub_clock: SetClock) -> list[str]:
    """Three problems, a day apart: grave and owned, untouched, closed."""
    first = raised(hub, "Late vans", statement="On Mondays")
    triaged(hub, first, "Head of Delivery", "low")
    hub_clock.move(days=1)
    second = raised(hub, "Line stops", kpi=GREEN)
    hub_clock.move(days=1)
    third = raised(hub, "Gone")
    do(hub, CloseIssue, issue=third, version=1, waiver="It was a mistake")
    return [first, second, third]


@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        ({}, ["Line stops", "Late vans"]),
        ({"sort": "age"}, ["Late vans", "Line stops"]),
        ({"sort": "severity"}, ["Late vans", "Line stops"]),
        ({"state": ALL}, ["Gone", "Line stops", "Late vans"]),
        ({"state": "closed"}, ["Gone"]),
        ({"state": "triaged"}, ["Late vans"]),
        ({"unit": "works"}, ["Line stops", "Late vans"]),
        ({"unit": "nowhere"}, []),
        ({"kpi": GREEN}, ["Line stops"]),
        ({"owner": "Head of Delivery"}, ["Late vans"]),
        ({"owner": NOBODY}, ["Line stops"]),
        ({"text": "vans MONDAYS"}, ["Late vans"]),
        ({"text": "vans tuesdays"}, []),
        ({"text": "2"}, ["Line stops"]),
        ({"text": "99999999999999999999"}, []),
        ({"text": "%"}, []),
        ({"text": "_"}, []),
    ],
)
@pytest.mark.usefixtures("three")
def test_problems_are_sought(hub: Hub, sought: dict[str, str], expected: list[str]) -> None:
    assert titles(hub, **sought) == expected


def test_words_of_causes_and_countermeasures_are_found(hub: Hub, three: list[str]) -> None:
    do(hub, UseTool, issue=three[0], tool="five_whys", action="ask", arguments={"text": "No tyre"})
    measure(hub, three[1], text="Oil the 50% bearing")
    assert titles(hub, text="tyre") == ["Late vans"]
    assert titles(hub, text="50% oil") == ["Line stops"]
    assert titles(hub, text="tyre oil") == []


def test_the_age_is_counted_from_the_day_it_was_raised(
    hub: Hub, three: list[str], hub_clock: SetClock
) -> None:
    hub_clock.move(days=5)
    assert len(three) == 3 and titles(hub, age="7") == ["Late vans"]
    assert found(hub, age="7").problems[0].days_open == 7
    assert titles(hub, age="30") == []


@pytest.mark.usefixtures("three")
def test_what_was_left_lying_is_found_and_said(hub: Hub, hub_clock: SetClock) -> None:
    hub_clock.move(days=7)
    page = found(hub, stale="yes")
    assert page.of == 1
    assert page.problems[0].stale == ("nobody owns it for 8 days",)
    hub_clock.move(days=25)
    assert titles(hub, stale="yes", sort="age") == ["Late vans", "Line stops"]
    assert titles(hub, stale="yes", state="closed") == []


def test_the_gravest_come_first_and_those_not_rated_last(hub: Hub) -> None:
    for title, severity in (("Low", "low"), ("Unrated", ""), ("High", "high"), ("Mid", "medium")):
        id = raised(hub, title)
        if severity:
            triaged(hub, id, "Stores", severity)
    assert titles(hub, sort="severity") == ["High", "Mid", "Low", "Unrated"]


def test_a_row_says_what_a_list_needs(hub: Hub, three: list[str], hub_clock: SetClock) -> None:
    due = date(2026, 1, 15)
    do(hub, EditIssue, issue=three[1], version=1, owner="Stores", due=due)
    measure(hub, three[1])
    last, line, vans = found(hub, state=ALL).problems
    assert (line.owner, line.due, line.overdue, line.tier) == ("Stores", due, True, 1)
    assert (line.brief.actions, line.brief.actions_done) == (1, 0)
    assert line.worst is not None and line.worst.key == GREEN
    assert (vans.severity, vans.unit_title, vans.overdue) == ("low", "The Works", False)
    assert (last.days_open, last.closed_at) == (None, hub_clock())


def test_pages_hold_fifty_and_one_past_the_end_is_the_last(hub: Hub) -> None:
    for number in range(ON_A_PAGE + 1):
        raised(hub, f"Problem {number}")
    first, last = found(hub), found(hub, page="99")
    assert (len(first.problems), first.of, first.pages) == (50, 51, 2)
    assert (len(last.problems), last.page) == (1, 2)
    assert found(hub, text="nothing").pages == 1


@pytest.mark.parametrize(
    "sought",
    [{"state": "odd"}, {"age": "8"}, {"sort": "colour"}, {"stale": "no"}, {"text": "x" * 201}],
)
def test_what_makes_no_sense_is_refused(hub: Hub, sought: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        found(hub, **sought)


@pytest.fixture
def secret(hub: Hub) -> str:
    """A problem of a KPI that is restricted."""
    text = SCORECARD.replace("  - {key: pulse,", RESERVE + "  - {key: pulse,")
    do(hub, LoadScorecard, name="works.yaml", text=text)
    id = raised(hub, "Of a secret", kpi=SECRET)
    do(hub, EditIssue, issue=id, version=1, owner="The Treasurer")
    measure(hub, id, owner="The Treasurer")
    return id


def test_problems_are_for_staff_and_those_of_a_restricted_kpi_for_few(
    hub: Hub, secret: str
) -> None:
    raised(hub, "Known")
    page = found(hub, viewers="staff")
    assert [problem.brief.title for problem in page.problems] == ["Known"]
    assert (page.of, page.owners) == (1, ())
    assert found(hub).of == 2 and found(hub).owners == ("The Treasurer",)
    assert duties(hub, "staff", unit="works").duties == ()
    with pytest.raises(NotFound):
        duties(hub, "staff", owner="The Treasurer")
    with pytest.raises(NotFound, match="public areas"):
        found(hub, viewers="public")
    for ask in (OneProblem(secret), DutiesOf(unit="works")):
        with pytest.raises(NotFound, match="public areas"):
            hub.snapshot(Need(asks=frozenset({ask})), Audience("public"))


# -- one of them ---------------------------------------------------------------------------------


def test_a_page_knows_what_there_is_for_the_next_step(hub: Hub, three: list[str]) -> None:
    measure(hub, three[0])
    view = one(hub, three[0])
    assert (view.standing.state, view.standing.roots, view.standing.ready) == ("triaged", 0, 1)
    assert view.days_open == 2 and not view.overdue
    assert [other.title for other in view.into] == ["Line stops"]
    assert [figure.key for figure in view.figures] == [KPI, GREEN]
    assert view.owners == ("Director", "Head of Delivery", "Stores")
    assert one(hub, three[2]).days_open is None


def test_a_check_counts_once_it_tells_something(hub: Hub, three: list[str]) -> None:
    id = measure(hub, three[0])
    for result, checks in (("", 0), ("too_early", 0), ("no_change", 1)):
        with hub.store.write() as session:
            session.get_one(Countermeasure, id).result = result
        with hub.store.read() as session:
            assert standing(session, session.get_one(Issue, three[0])).checks == checks


def test_a_problem_is_found_by_its_number(hub: Hub, three: list[str]) -> None:
    with hub.store.read() as session:
        assert numbered(session, 2) == three[1]
        with pytest.raises(NotFound, match="no problem 9"):
            numbered(session, 9)


# -- duties --------------------------------------------------------------------------------------


def test_an_owner_sees_what_is_due_the_overdue_first(hub: Hub) -> None:
    issue = raised(hub, "Late vans")
    measure(hub, issue, text="Later", due=date(2026, 3, 1), strength=Strength.STRONG)
    measure(hub, issue, text="Overdue", due=date(2026, 1, 12))
    measure(hub, issue, text="Another's", owner="Director")
    view = duties(hub, owner="Stores")
    assert [(duty.text, duty.overdue_days) for duty in view.to_do] == [("Overdue", 2), ("Later", 0)]
    assert (view.title, view.to_check, view.to_do[1].strength) == ("Stores", (), "strong")
    assert len(duties(hub, unit="works").to_do) == 3


def test_what_is_done_waits_for_its_check(hub: Hub) -> None:
    issue = raised(hub, "Late vans")
    expected = {"effect_kpi": KPI, "predicted": 95}
    late = measure(hub, issue, text="Late", check_on=date(2026, 1, 10), **expected)
    measure(hub, issue, text="Soon", check_on=date(2026, 1, 20))
    done = measure(hub, issue, text="No check")
    for id in (late, done):
        do(hub, MoveCountermeasure, issue=issue, countermeasure=id, stage="act", version=1)
    view = duties(hub, owner="Stores")
    assert [duty.text for duty in view.to_do] == ["Soon"]
    assert [(duty.text, duty.check_days) for duty in view.to_check] == [("Late", 4), ("Soon", 0)]
    assert view.to_check[0].expected == "Delivered on time at 95.0%"


def test_nothing_is_due_of_a_closed_problem_and_its_owner_is_still_known(hub: Hub) -> None:
    issue = raised(hub, "Late vans")
    measure(hub, issue)
    do(hub, CloseIssue, issue=issue, version=2, waiver="Gone")
    assert duties(hub, owner="Stores").duties == ()


def test_who_owns_nothing_and_what_is_not_there_is_not_found(hub: Hub) -> None:
    for asked in (DutiesOf(owner="Nobody"), DutiesOf(unit="nowhere"), DutiesOf()):
        with pytest.raises(NotFound):
            hub.snapshot(Need(asks=frozenset({asked})))


def test_a_list_depends_on_its_unit_or_on_all() -> None:
    assert ProblemList().topics() == frozenset({"issues:*"})
    assert ProblemList(replace(Sought(), unit="ims")).topics() == frozenset({"issues:ims"})
    assert DutiesOf(unit="ims").topics() == frozenset({"issues:ims"})
