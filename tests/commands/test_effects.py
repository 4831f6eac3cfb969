"""From a red figure to a problem, and from a countermeasure to the proof in later figures."""

from datetime import date
from typing import Any

import pytest

from hub.commands import (
    AdvanceIssue,
    CheckEffect,
    CloseIssue,
    EditKpi,
    MarkChecks,
    MoveCountermeasure,
    RaiseTriggered,
    RebaseLimits,
    RecordMeasurements,
)
from hub.domain.cure import Result
from hub.domain.rights import system
from hub.errors import Conflict, Invalid
from hub.hub import Hub
from hub.snapshot.views import IssueBrief, Need
from hub.testing import WORKER, SetClock
from tests.commands.test_issues import KPI, do, raised, seen
from tests.commands.test_problem_steps import action, cause, state, step

CLOCK = system("clock")
STEADY = (90.0, 92, 89, 91, 90, 93, 88, 90, 91, 89, 92, 90)
TRIGGER = {"value": 88, "who": "Head of Delivery", "what": "Hold a review", "by_when": "Friday"}


def record(hub: Hub, *months: tuple[str, float]) -> None:
    for period, value in months:
        hub.execute(
            RecordMeasurements(kpi=KPI, figures=({"period": period, "value": value},)), WORKER
        )


def year(hub: Hub, number: int = 2025, values: tuple[float, ...] = STEADY) -> None:
    record(hub, *((f"{number}-{month:02}", value) for month, value in enumerate(values, 1)))


@pytest.fixture
def done(hub: Hub, hub_clock: SetClock) -> tuple[str, str]:
    """A problem whose countermeasure is in place since January; and that countermeasure."""
    year(hub)
    issue = raised(hub)
    planned = action(hub, issue, effect_kpi=KPI, predicted=97, check_on=date(2026, 4, 1))
    for version, stage in enumerate(("do", "check"), 1):
        about: dict[str, Any] = {"issue": issue, "countermeasure": planned}
        do(hub, MoveCountermeasure, **about, stage=stage, version=version)
    hub_clock.move(days=90)
    return issue, planned


def check(hub: Hub, done: tuple[str, str], **fields: Any) -> dict[str, Any]:
    issue, planned = done
    (row,) = (c for c in seen(hub, issue).countermeasures if c.id == planned)
    about: dict[str, Any] = {"issue": issue, "countermeasure": planned, "version": row.version}
    return do(hub, CheckEffect, **{**about, **fields})


# -- the effect -----------------------------------------------------------------------------------


def test_the_figures_of_whole_periods_since_are_what_counts(
    hub: Hub, done: tuple[str, str]
) -> None:
    record(hub, ("2026-01", 99))  # January had begun already
    effect = seen(hub, done[0]).effects[done[1]]
    assert (effect.result, effect.later) == (Result.TOO_EARLY, 0)
    record(hub, ("2026-02", 99))
    effect = seen(hub, done[0]).effects[done[1]]
    assert (effect.result, effect.later, effect.reached) == (Result.IMPROVED, 1, True)


def test_a_check_is_kept_with_what_was_decided(hub: Hub, done: tuple[str, str]) -> None:
    record(hub, ("2026-02", 99))
    assert check(hub, done, decision="standardise")["result"] == "improved"
    (row,) = seen(hub, done[0]).countermeasures
    assert (row.result, row.decision, row.stage) == ("improved", "standardise", "act")


def test_what_the_figures_do_not_show_is_standardised_with_a_reason_alone(
    hub: Hub, done: tuple[str, str]
) -> None:
    record(hub, ("2026-02", 90), ("2026-03", 91))
    with pytest.raises(Invalid, match="do not show it"):
        check(hub, done, decision="standardise")
    said = check(hub, done, decision="standardise", because="It saves an hour a day")
    assert (said["result"], said["decision"]) == ("too_early", "standardise")


def test_an_adjusted_countermeasure_is_planned_anew(hub: Hub, done: tuple[str, str]) -> None:
    check(hub, done, decision="adjust")
    assert seen(hub, done[0]).countermeasures[0].stage == "plan"


def test_two_who_check_at_once_do_not_decide_twice(hub: Hub, done: tuple[str, str]) -> None:
    check(hub, done)
    with pytest.raises(Conflict):
        check(hub, done, version=3)


def test_what_moves_no_kpi_cannot_be_checked(hub: Hub) -> None:
    issue = raised(hub)
    with pytest.raises(Invalid, match="which KPI"):
        check(hub, (issue, action(hub, issue)))


def test_on_the_day_of_the_check_the_figures_are_judged_by_themselves(
    hub: Hub, done: tuple[str, str], hub_clock: SetClock
) -> None:
    record(hub, ("2026-02", 70))
    assert hub.execute(MarkChecks(), CLOCK)["countermeasures"] == [done[1]]
    assert seen(hub, done[0]).countermeasures[0].result == "worse"
    assert hub.execute(MarkChecks(), CLOCK)["countermeasures"] == []


def test_before_its_day_nothing_is_judged(hub: Hub) -> None:
    year(hub)
    issue = raised(hub)
    action(hub, issue, effect_kpi=KPI, check_on=date(2026, 4, 1))
    assert hub.execute(MarkChecks(), CLOCK)["countermeasures"] == []


def test_from_the_red_figure_to_the_proof(hub: Hub, hub_clock: SetClock) -> None:
    """Red figure, problem, root cause, countermeasure, and the KPI's own later figures."""
    year(hub)
    issue = raised(hub)
    found = cause(hub, issue)
    planned = action(hub, issue, cause=found, effect_kpi=KPI, predicted=97)
    step(hub, AdvanceIssue, issue, step="agree")
    for version, stage in enumerate(("do", "check"), 1):
        about: dict[str, Any] = {"issue": issue, "countermeasure": planned}
        do(hub, MoveCountermeasure, **about, stage=stage, version=version)
    assert state(hub, issue) == "checking"
    with pytest.raises(Invalid, match="not seen in the figures"):
        step(hub, AdvanceIssue, issue, step="standardise")
    hub_clock.move(days=90)
    record(hub, ("2026-02", 99), ("2026-03", 98))
    check(hub, (issue, planned), decision="standardise")
    step(hub, AdvanceIssue, issue, step="standardise")
    step(hub, CloseIssue, issue)
    assert (state(hub, issue), seen(hub, issue).waiver) == ("closed", "")


def test_an_improvement_that_lasts_proposes_new_limits(
    hub: Hub, done: tuple[str, str], hub_clock: SetClock
) -> None:
    hub_clock.move(days=40)
    record(hub, ("2026-02", 99), ("2026-03", 99))
    assert seen(hub, done[0]).effects[done[1]].rebase == ""
    record(hub, ("2026-04", 99))
    assert seen(hub, done[0]).effects[done[1]].rebase == "2026-02"
    rebase = RebaseLimits(kpi=KPI, version=1, period="2026-02", reason="Spare parts are kept")
    hub.execute(rebase, WORKER)
    assert seen(hub, done[0]).effects[done[1]].rebase == ""


# -- triggers -------------------------------------------------------------------------------------


@pytest.fixture
def triggered(hub: Hub) -> Hub:
    changes = {"trigger": TRIGGER}
    hub.execute(EditKpi(kpi=KPI, version=1, changes=changes), WORKER)
    return hub


def open_problems(hub: Hub) -> tuple[IssueBrief, ...]:
    return hub.snapshot(Need(issue_lists=frozenset({"*"}))).issue_lists["*"]


def call(hub: Hub) -> list[str]:
    return list(hub.execute(RaiseTriggered(), CLOCK)["issues"])


def test_a_trigger_raises_one_problem_an_episode(triggered: Hub) -> None:
    record(triggered, ("2025-09", 90), ("2025-10", 87))
    (issue,) = call(triggered)
    view = seen(triggered, issue)
    assert view.addressed == "Head of Delivery"
    assert view.signal["period"] == "2025-10"
    assert "Agreed for this case: Hold a review." in view.statement
    record(triggered, ("2025-11", 86))
    assert call(triggered) == []
    step(triggered, CloseIssue, issue, waiver="Seen to")
    assert call(triggered) == []  # still the same episode
    record(triggered, ("2025-12", 95))
    assert call(triggered) == []


def test_the_next_episode_raises_another_one_unless_one_is_open(triggered: Hub) -> None:
    record(triggered, ("2025-08", 87))
    (first,) = call(triggered)
    record(triggered, ("2025-09", 95), ("2025-10", 87))
    assert call(triggered) == []
    step(triggered, CloseIssue, first, waiver="Seen to")
    (second,) = call(triggered)
    assert [brief.id for brief in open_problems(triggered)] == [second]


def test_figures_about_people_call_for_nothing_and_are_not_kept(triggered: Hub) -> None:
    """That they did would tell of figures that may be hidden."""
    changes = {"about_people": True}
    triggered.execute(EditKpi(kpi=KPI, version=2, changes=changes), WORKER)
    figure = {"period": "2025-12", "numerator": 8, "denominator": 10, "people": 10}
    said = {"kpi": KPI, "figures": [figure]}
    triggered.execute(RecordMeasurements.model_validate(said), WORKER)
    assert call(triggered) == []
    assert "value" not in seen(triggered, raised(triggered)).signal


def test_a_problem_keeps_the_figure_that_it_was_raised_on(hub: Hub) -> None:
    record(hub, ("2025-11", 91), ("2025-12", 90))
    assert seen(hub, raised(hub)).signal["value"] == 90
    assert seen(hub, raised(hub, period="2025-11")).signal["value"] == 91
    with pytest.raises(Invalid, match="no figure of 2024-01"):
        raised(hub, period="2024-01")
