"""KPIs as scenes see them: what stands between figures, their years, and targets that range."""

from datetime import UTC, datetime
from typing import Any

from hub.commands import LoadScorecard, RecordMeasurements
from hub.hub import Hub
from hub.snapshot.views import KpiView, Need
from hub.testing import SCORECARD, WORKER, SetClock

MONTHLY, LIVE = "works.on_time", "works.pulse"
JULY = datetime(2026, 7, 1, 12, tzinfo=UTC)


def told(hub: Hub, key: str = MONTHLY) -> KpiView:
    return hub.snapshot(Need(kpis=frozenset({key}))).kpis[key]


def record(hub: Hub, key: str, *figures: dict[str, Any]) -> None:
    command = RecordMeasurements.model_validate({"kpi": key, "figures": figures})
    hub.execute(command, WORKER)


def ranging(targets: str = "") -> str:
    """The scorecard with a KPI that is to stay from 95 to 99 %."""
    return SCORECARD.replace(
        "targets: [{since: 2025-01-01, value: 95}]",
        "polarity: range, thresholds: {preset: range, low_red: 90, low_amber: 95, high_amber: 99,"
        f" high_red: 100}}{targets}",
    )


def test_a_figure_after_a_missing_one_does_not_follow(hub: Hub) -> None:
    months = ("2025-08", "2025-09", "2025-11", "2025-12")
    record(hub, MONTHLY, *({"period": month, "value": 95} for month in months))
    assert [point.follows for point in told(hub).points] == [True, True, False, True]
    assert [point.year for point in told(hub).points] == ["2025"] * 4


def test_a_live_figure_follows_unless_the_source_was_silent(hub: Hub) -> None:
    """Every five seconds; three of those may pass."""
    clock = ("11:59:00", "11:59:05", "11:59:20", "11:59:36")
    record(hub, LIVE, *({"at": f"2026-01-14T{at}Z", "value": 99} for at in clock))
    assert [point.follows for point in told(hub, LIVE).points] == [True, True, True, False]


def test_instants_are_told_in_the_time_of_the_place(hub: Hub, hub_clock: SetClock) -> None:
    hub_clock.at = JULY
    record(hub, LIVE, {"at": "2026-06-30T23:30:00Z", "value": 99})
    (point,) = told(hub, LIVE).points
    assert (point.label, point.year) == ("00:30:00", "1 Jul")


def test_a_range_stands_for_the_target(hub: Hub) -> None:
    hub.execute(LoadScorecard(name="works.yaml", text=ranging()), WORKER)
    record(hub, MONTHLY, {"period": "2025-12", "value": 99.6})
    kpi = told(hub)
    assert (kpi.status, kpi.targeted, kpi.aim) == ("amber", True, (95, 99))
    assert kpi.target_shown == "95\u201399%"


def test_a_range_is_told_in_the_place_of_a_single_target(hub: Hub) -> None:
    dated = ", targets: [{since: 2025-01-01, value: 98}]"
    hub.execute(LoadScorecard(name="works.yaml", text=ranging(dated)), WORKER)
    record(hub, MONTHLY, {"period": "2025-12", "value": 97})
    assert (told(hub).target, told(hub).target_shown) == (98, "95\u201399%")


def test_the_source_of_a_figure_is_that_of_its_definition_unless_it_says_its_own(hub: Hub) -> None:
    month = "frequency: month, "
    named = SCORECARD.replace(month, f"{month}source: Order book, ")
    hub.execute(LoadScorecard(name="works.yaml", text=named), WORKER)
    record(hub, MONTHLY, {"period": "2025-12", "value": 97})
    assert told(hub).source == "Order book"
    record(hub, MONTHLY, {"period": "2025-12", "value": 98, "source": "an audit"})
    assert told(hub).source == "an audit"
