"""Defining at the desk: checked as a file is, versioned, judged anew, kept by the next load."""

from datetime import date
from typing import Any

import pytest

from hub.commands import (
    EditKpi,
    LiftOverride,
    LoadScorecard,
    OverrideStatus,
    RebaseLimits,
    RecordMeasurements,
    SetTarget,
)
from hub.domain.rights import Actor, Grant, Right
from hub.domain.status import Status
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.hub import Hub
from hub.snapshot.views import KpiView, Need
from hub.testing import SCORECARD, WORKER, SetClock

KPI = "works.on_time"
TRIGGER = {"value": 90, "who": "Head of Delivery", "what": "Call the depot", "by_when": "Today"}
UNITS = """\
unit: yard
title: Yard
units: [{key: yard, title: The Yard, short: Yard, parent: works}]
perspectives: [{key: process, title: Process}]
objectives: [{key: tidy, title: Tidy, perspective: process}]
kpis:
  - {key: on_time, title: Yard on time, objectives: [tidy], owner: Foreman,
     mandated_by: works.on_time}
"""


def edit(hub: Hub, version: int = 1, by: Actor = WORKER, kpi: str = KPI, **changes: Any) -> Any:
    return hub.execute(EditKpi(kpi=kpi, version=version, changes=changes), by)


def record(hub: Hub, value: float, period: str = "2025-12") -> None:
    figures = [{"period": period, "value": value}]
    hub.execute(RecordMeasurements.model_validate({"kpi": KPI, "figures": figures}), WORKER)


def view(hub: Hub, key: str = KPI) -> KpiView:
    return hub.snapshot(Need(kpis=frozenset({key}))).kpis[key]


def sheet(hub: Hub, key: str = KPI) -> Any:
    return view(hub, key).sheet


# -- the sheet -----------------------------------------------------------------------------


def test_fields_are_edited_and_told(hub: Hub) -> None:
    before = hub.ask()
    answer = edit(hub, owner="Head of Lorries", purpose="  Do we keep our word?\x07 ")
    assert answer == {"kpi": KPI, "version": 2, "changed": ["purpose", "owner"]}
    found = sheet(hub)
    assert (found.owner, found.purpose) == ("Head of Lorries", "Do we keep our word?")
    topics = (f"kpi:{KPI}@staff", "lens:delivery@staff", "unit:works@staff")
    assert all(version > before for version in hub.versions(topics).values())


def test_an_edit_that_changes_nothing_is_no_news(hub: Hub) -> None:
    before = hub.ask()
    assert edit(hub, title="Delivered on time")["changed"] == []
    assert hub.ask() == before


def test_a_trigger_gives_teeth(hub: Hub) -> None:
    assert view(hub).toothless
    edit(hub, trigger=TRIGGER)
    assert not view(hub).toothless
    with pytest.raises(Invalid, match=r"trigger\.who: needs words"):
        edit(hub, 2, trigger={**TRIGGER, "who": "\u200b"})
    edit(hub, 2, trigger=None)
    assert view(hub).toothless


def test_a_lost_race_is_a_conflict_and_writes_nothing(hub: Hub) -> None:
    edit(hub, owner="Head of Lorries")
    with pytest.raises(Conflict, match="is at version 2, and you saw version 1"):
        edit(hub, owner="Head of Trains", purpose="?")
    assert sheet(hub).owner == "Head of Lorries"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "title: "),
        ({"owner": None}, "owner: "),
        ({"decimals": 9}, "decimals: "),
        ({"trigger": {"value": 3, "who": "x"}}, "trigger.what: is missing"),
        ({"review": "week"}, "review: reviewed every week, but measured every month"),
        ({"objectives": ["nowhere"]}, "objectives: there is no objective works.nowhere"),
        ({"lenses": ["dreams"]}, "lenses: there is no lens dreams"),
        ({"thresholds": {"preset": "range"}}, "thresholds: range needs"),
        ({"polarity": "range"}, "thresholds: polarity range cannot be judged"),
        ({"key": "x"}, "key: there is no such field to edit"),
        ({"unit": "x"}, "unit: there is no such field to edit"),
        ({"colour": "red"}, "colour: there is no such field to edit"),
        ({"expires": "tomorrow"}, "expires: "),
        ({"targets": [{"since": "2025-01-01"}]}, "targets.0.value: is missing"),
    ],
)
def test_what_a_file_may_not_say_the_desk_may_not_either(
    hub: Hub, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(Invalid) as refused:
        edit(hub, **changes)
    assert refused.value.problems[0].startswith(words)
    assert sheet(hub).version == 1


def test_nonsense_without_end_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(400):
        deep = [deep]
    with pytest.raises(ValueError, match="nested too deeply"):
        EditKpi(kpi=KPI, version=1, changes={"targets": deep})


def test_a_frequency_with_figures_stays(hub: Hub) -> None:
    record(hub, 96)
    with pytest.raises(Invalid, match="frequency: it has figures by month already"):
        edit(hub, frequency="week")


def test_thresholds_and_polarity_judge_again(hub: Hub) -> None:
    record(hub, 94)
    assert view(hub).status is Status.RED
    edit(hub, thresholds={"tolerance": 2})
    assert view(hub).status is Status.AMBER
    edit(hub, 2, polarity="lower", thresholds={})
    assert view(hub).status is Status.GREEN


def test_it_takes_the_right_to_edit(hub: Hub) -> None:
    clerk = Actor("clerk", "A clerk", grants=frozenset({Grant(Right.RECORD)}))
    for command in (
        EditKpi(kpi=KPI, version=1, changes={"owner": "Me"}),
        SetTarget(kpi=KPI, version=1, since=date(2026, 1, 1), value=1),
        RebaseLimits(kpi=KPI, version=1, period="2025-01", reason="New depot"),
        OverrideStatus.model_validate({"kpi": KPI, "status": "green", "reason": "I say so"}),
        LiftOverride(kpi=KPI),
    ):
        with pytest.raises(Forbidden):
            hub.execute(command, clerk)


def test_the_next_load_keeps_what_the_desk_edited(hub: Hub) -> None:
    edit(hub, owner="Head of Lorries")
    load = LoadScorecard(name="works.yaml", text=SCORECARD)
    assert hub.execute(load, WORKER)["kept"] == [f"kpi {KPI}: owner"]
    assert sheet(hub).owner == "Head of Lorries"
    news = SCORECARD.replace("owner: Head of Delivery", "owner: Head of Rail", 1)
    with pytest.raises(Conflict, match="owner was edited on the desk"):
        hub.execute(LoadScorecard(name="works.yaml", text=news), WORKER)


# -- mandated ------------------------------------------------------------------------------


def test_what_is_mandated_is_locked_by_name_and_handed_down(hub: Hub) -> None:
    hub.execute(LoadScorecard(name="yard.yaml", text=UNITS), WORKER)
    with pytest.raises(Invalid) as refused:
        edit(hub, kpi="yard.on_time", formula="Ours", owner="Foreman Two", decimals=2)
    assert refused.value.problems == (
        "decimals: is mandated by works.on_time and cannot be changed here",
        "formula: is mandated by works.on_time and cannot be changed here",
    )
    edit(hub, kpi="yard.on_time", owner="Foreman Two")
    edit(hub, formula="Parcels on time divided by parcels")
    found = sheet(hub, "yard.on_time")
    assert (found.owner, found.formula) == ("Foreman Two", "Parcels on time divided by parcels")


# -- dated targets -------------------------------------------------------------------------


def test_targets_are_added_changed_and_taken_away(hub: Hub) -> None:
    def setting(version: int, since: date, value: float | None) -> None:
        hub.execute(SetTarget(kpi=KPI, version=version, since=since, value=value), WORKER)

    record(hub, 96)
    setting(1, date(2025, 10, 1), 97)
    assert view(hub).status is Status.RED
    setting(2, date(2025, 10, 1), 96)
    assert view(hub).status is Status.AMBER
    setting(3, date(2025, 10, 1), None)
    assert view(hub).status is Status.GREEN
    assert [t.value for t in sheet(hub).targets] == [95]
    with pytest.raises(NotFound, match=r"No target of works\.on_time begins on 2025-10-01"):
        setting(4, date(2025, 10, 1), None)


def test_targets_stand_in_the_order_of_their_days(hub: Hub) -> None:
    for version, (since, value) in enumerate([("2026-04-01", 97), ("2024-04-01", 90)], 1):
        hub.execute(
            SetTarget(kpi=KPI, version=version, since=date.fromisoformat(since), value=value),
            WORKER,
        )
    assert [t.value for t in sheet(hub).targets] == [90, 95, 97]


# -- limits --------------------------------------------------------------------------------


def test_limits_are_measured_anew_with_a_reason_and_a_name(hub: Hub) -> None:
    for month in range(1, 13):
        record(hub, 90 + month % 3, f"2025-{month:02}")
    hub.execute(RebaseLimits(kpi=KPI, version=1, period="2025-07", reason="New depot"), WORKER)
    process = view(hub).process
    assert process is not None
    assert [(r.period, r.reason, r.by) for r in process.rebases] == [
        ("2025-07", "New depot", "A worker")
    ]
    assert len(set(process.group)) == 2
    hub.execute(RebaseLimits(kpi=KPI, version=2, period="2025-07"), WORKER)
    process = view(hub).process
    assert process is not None and process.rebases == ()
    with pytest.raises(NotFound):
        hub.execute(RebaseLimits(kpi=KPI, version=3, period="2025-07"), WORKER)


@pytest.mark.parametrize(
    ("kpi", "period", "reason", "words"),
    [
        (KPI, "2025-W07", "x", "measured by month"),
        (KPI, "2025-07", " ", "rebases.0.reason"),
        ("works.pulse", "2025-07", "x", "measured live"),
    ],
)
def test_a_rebase_that_makes_no_sense(
    hub: Hub, kpi: str, period: str, reason: str, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        hub.execute(RebaseLimits(kpi=kpi, version=1, period=period, reason=reason), WORKER)


# -- set by hand ---------------------------------------------------------------------------


def override(hub: Hub, status: str = "amber", until: date | None = None) -> Any:
    said = {"kpi": KPI, "status": status, "reason": "One lorry in the ditch", "until": until}
    return hub.execute(OverrideStatus.model_validate(said), WORKER)


def test_an_override_shows_its_reason_and_what_is_underneath(hub: Hub) -> None:
    record(hub, 90)
    override(hub)
    found = view(hub)
    assert found.status is Status.AMBER
    assert found.override is not None
    assert found.override.underlying is Status.RED
    assert (found.override.reason, found.override.by) == ("One lorry in the ditch", "A worker")
    record(hub, 99, "2026-01")  # a new figure goes on underneath
    found = view(hub)
    assert found.status is Status.AMBER
    assert found.override is not None and found.override.underlying is Status.GREEN


def test_it_ends_by_itself_after_its_last_day(hub: Hub, hub_clock: SetClock) -> None:
    record(hub, 90)
    override(hub, until=date(2026, 1, 15))
    assert view(hub).override is not None
    hub_clock.move(days=1)
    assert view(hub).override is not None
    hub_clock.move(days=1)
    assert (view(hub).status, view(hub).override) == (Status.RED, None)


def test_it_is_lifted(hub: Hub) -> None:
    record(hub, 90)
    override(hub)
    hub.execute(LiftOverride(kpi=KPI), WORKER)
    assert (view(hub).status, view(hub).override) == (Status.RED, None)
    with pytest.raises(NotFound, match="No status of Delivered on time is set by hand"):
        hub.execute(LiftOverride(kpi=KPI), WORKER)


def test_a_second_override_takes_the_place_of_the_first(hub: Hub) -> None:
    override(hub, "red")
    override(hub, "green")
    assert view(hub).status is Status.GREEN
    hub.execute(LiftOverride(kpi=KPI), WORKER)
    assert view(hub).status is Status.NO_DATA


def test_one_that_is_over_already_is_refused(hub: Hub) -> None:
    with pytest.raises(Invalid, match="until: 2026-01-13 is past"):
        override(hub, until=date(2026, 1, 13))
