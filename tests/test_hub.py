"""The hub's clock, its scenes, and what a snapshot says at its moment."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.commands import RecordMeasurements
from hub.errors import NotFound
from hub.hub import LONDON, Hub
from hub.settings import Settings
from hub.snapshot.views import Need, Snapshot
from hub.testing import WORKER, SetClock

KPI = "works.on_time"
MOMENTS = st.datetimes(
    datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC), allow_imaginary=False
)


@settings(deadline=None)
@given(MOMENTS, st.dates(date(2020, 1, 2), date(2034, 12, 30)))
def test_a_pinned_day_is_the_day_at_any_time_of_any_season(now: datetime, day: date) -> None:
    """All but the one hour that summer time takes out of a night."""
    hub = Hub(Settings(), SetClock(now), day)
    local = hub.now().astimezone(LONDON)
    assert local.date() == day
    before = now.astimezone(LONDON)
    assert (local.hour - before.hour) % 24 in (0, 1)


def test_an_unpinned_hub_has_the_true_time() -> None:
    now = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert Hub(Settings(), SetClock(now)).now() == now


def snapshot(hub: Hub) -> Snapshot:
    return hub.snapshot(
        Need(
            maps=frozenset({"works"}),
            scorecards=frozenset({"works"}),
            lenses=frozenset({"delivery"}),
            kpis=frozenset({KPI}),
        )
    )


def record(hub: Hub, value: float, period: str = "2025-11") -> None:
    figures = {"kpi": KPI, "figures": [{"period": period, "value": value}]}
    hub.execute(RecordMeasurements.model_validate(figures), WORKER)


def test_one_figure_is_told_alike_everywhere(hub: Hub) -> None:
    record(hub, 96, "2025-12")
    taken = snapshot(hub)
    (objective,) = taken.scorecards["works"].objectives
    views = [
        taken.kpis[KPI],
        next(k for k in objective.kpis if k.key == KPI),
        next(k for k in taken.lenses["delivery"].kpis if k.key == KPI),
        next(k for n in taken.maps["works"].nodes for k in n.kpis if k.key == KPI),
    ]
    assert {(v.value, v.status, v.late_days, v.shown) for v in views} == {(96, "green", 0, "96.0%")}
    assert taken.scorecards["works"].perspectives[0].counts == {"green": 1, "no_data": 1}


def test_a_figure_is_late_from_the_day_after_it_was_due(hub: Hub, hub_clock: SetClock) -> None:
    """December's figure is due on 13 January 2026; now it is the 14th."""
    record(hub, 96)
    view = snapshot(hub).kpis[KPI]
    assert (view.due, view.late_days) == (date(2026, 1, 13), 1)
    assert view.late_words == "1 working day late"
    hub_clock.move(days=-1, hours=11, minutes=59)
    assert not snapshot(hub).kpis[KPI].late  # until 23:59
    hub_clock.move(minutes=2)
    assert snapshot(hub).kpis[KPI].late
    hub_clock.move(days=4)  # Sunday 18 January: no working day since Friday
    assert snapshot(hub).kpis[KPI].late_words == "4 working days late"
    hub_clock.move(days=1)
    assert snapshot(hub).kpis[KPI].late_words == "4 working days late"


def test_a_late_figure_does_not_colour_its_objective(hub: Hub) -> None:
    record(hub, 96)
    (objective,) = snapshot(hub).scorecards["works"].objectives
    assert objective.status == "no_data"


@pytest.mark.parametrize(
    ("need", "said"),
    [
        (Need(maps=frozenset({"mars"})), "no unit called 'mars'; there are: works"),
        (Need(scorecards=frozenset({"mars"})), "no unit called 'mars'"),
        (Need(lenses=frozenset({"mars"})), "no perspective called 'mars'; there are: delivery"),
        (Need(kpis=frozenset({"mars"})), "no KPI called 'mars'"),
        (Need(issues=frozenset({"mars"})), "no such problem"),
    ],
)
def test_what_is_not_there_is_named(hub: Hub, need: Need, said: str) -> None:
    with pytest.raises(NotFound) as refused:
        hub.snapshot(need)
    assert said in refused.value.message
