"""Totals and their units, small numbers, shared services, and suppliers that look too good."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from hub.commands import RecordMeasurements
from hub.commands.topics import LEANING_ON
from hub.domain.status import Status
from hub.hub import Hub
from hub.snapshot import lists
from hub.snapshot.views import KpiView, Need
from tests.commands.test_totalling import HEAD, LOADER, PART, load

UNITS = ("north", "south", "east", "west")
MONTHS = ("2025-10", "2025-11", "2025-12")


def head(*units: str, about_people: bool = True) -> str:
    declared = "".join(
        f"  - {{key: {u}, title: {u.title()}, short: {u}, parent: org}}\n"
        for u in units
        if u not in ("north", "south")
    )
    text = (HEAD % "ratio").replace("perspectives:", declared + "perspectives:", 1)
    if about_people:
        text = text.replace("decimals: 1", "decimals: 1, about_people: true")
    return text + "".join(PART % (u, u, "lost", "") for u in units)


def record(hub: Hub, unit: str, people: int | None, lost: float, period: str = "2025-12") -> None:
    figure = {"period": period, "numerator": lost, "denominator": 400, "people": people}
    hub.execute(
        RecordMeasurements.model_validate({"kpi": f"{unit}.lost", "figures": [figure]}), LOADER
    )


def seen(hub: Hub, *units: str) -> dict[str, KpiView]:
    keys = frozenset(f"{unit}.lost" for unit in units)
    found = hub.snapshot(Need(kpis=keys)).kpis
    return {unit: found[f"{unit}.lost"] for unit in units}


def test_a_total_tells_its_units_and_how_they_spread(hub: Hub) -> None:
    load(hub, head("north", "south", about_people=False))
    record(hub, "north", None, 4)
    assert seen(hub, "org")["org"].spread_shown == "2 units, 1%"
    record(hub, "south", None, 40)
    total = seen(hub, "org")["org"]
    assert [(p.unit_title, p.value, p.status) for p in total.parts] == [
        ("North", 1.0, Status.NO_TARGET),
        ("South", 10.0, Status.NO_TARGET),
    ]
    assert total.spread_shown == "2 units, 1–10%"  # noqa: RUF001


def test_a_units_own_scorecard_shows_what_is_mandated_from_it(hub: Hub) -> None:
    """Under the objective that it serves; on its parent's the total stands for it."""
    load(hub, head("north", "south"))
    cards = hub.snapshot(Need(scorecards=frozenset({"org", "north"}))).scorecards
    shown = {unit: [(o.key, [k.key for k in o.kpis]) for o in cards[unit].objectives if o.kpis]
             for unit in cards}  # fmt: skip
    ((objective, its),) = shown["north"]
    assert its == ["north.lost"]
    assert dict(shown["org"])[objective] == ["org.lost"]
    assert [p.key for p in cards["north"].perspectives] == [
        p.key for p in cards["org"].perspectives if p.counts
    ]


def test_a_green_total_counts_the_red_units_it_covers_up(hub: Hub) -> None:
    text = head("north", "south", about_people=False).replace(
        "owner: Manager", 'owner: Manager, targets: [{since: "2025-01-01", value: 5}]'
    )
    own = ', totalling: ratio, targets: [{since: "2025-01-01", value: 9}]'
    load(hub, text.replace(", totalling: ratio", own, 1))
    record(hub, "north", None, 4)
    record(hub, "south", None, 40)
    total = seen(hub, "org")["org"]
    assert (total.status, total.masked) == (Status.GREEN, 1)


def test_a_figure_about_too_few_is_hidden_with_its_smallest_sibling(hub: Hub) -> None:
    load(hub, head(*UNITS))
    for unit, people in zip(UNITS, (3, 20, 50, 80), strict=True):
        record(hub, unit, people, 8)
    views = seen(hub, "org", *UNITS)
    hidden = {unit for unit, view in views.items() if view.status is Status.SUPPRESSED}
    assert hidden == {"north", "south"}
    for unit in hidden:
        view = views[unit]
        assert (view.value, view.numerator, view.denominator, view.points) == (None,) * 3 + ((),)
    parts = {p.key: p for p in views["org"].parts}
    assert [p.value for k, p in parts.items() if k in ("north.lost", "south.lost")] == [None, None]
    assert views["org"].spread_shown == "4 units"


def test_a_figure_whose_people_nobody_tells_is_hidden(hub: Hub) -> None:
    load(hub, head("north", "south"))
    record(hub, "north", None, 8)
    assert seen(hub, "north")["north"].status is Status.SUPPRESSED


def test_a_total_waits_for_a_unit_that_may_be_small(hub: Hub) -> None:
    """Seen before and after, it would tell that unit's figure."""
    load(hub, head(*UNITS))
    for unit, people in zip(UNITS, (3, 20, 50, 80), strict=True):
        record(hub, unit, people, 8, "2025-11")
    for unit, people in zip(UNITS[1:], (20, 50, 80), strict=True):
        record(hub, unit, people, 8, "2025-12")
    assert seen(hub, "org")["org"].status is Status.SUPPRESSED
    record(hub, "north", 3, 8, "2025-12")
    assert seen(hub, "org")["org"].status is not Status.SUPPRESSED


def test_the_api_hides_what_the_wall_hides(hub: Hub) -> None:
    load(hub, head(*UNITS))
    for unit, people in zip(UNITS, (3, 20, 50, 80), strict=True):
        record(hub, unit, people, 8)
    with hub.store.read() as session:
        found, _ = lists.measurements(session, "north.lost", 10, None)
        shown, _ = lists.measurements(session, "west.lost", 10, None)
        item = lists.kpi(session, hub.now(), "south.lost")
    assert (found[0].value, found[0].suppressed, found[0].revisions) == (None, True, ())
    assert (shown[0].value, shown[0].suppressed) == (2.0, False)
    assert (item.value, item.previous, item.status) == (None, None, "suppressed")


COUNTS = st.lists(st.integers(0, 40), min_size=4, max_size=4)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(COUNTS, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_no_hidden_figure_can_be_worked_out(hub: Hub, people: list[list[int]], chance: Any) -> None:
    """For each month: hidden cells are none, or two and more, so no subtraction gives one."""
    load(hub, head(*UNITS))
    for month, counts in zip(MONTHS, people, strict=False):
        order = list(zip(UNITS, counts, strict=True))
        chance.shuffle(order)
        for unit, count in order:
            record(hub, unit, count, chance.randrange(1, 100), month)
    views = seen(hub, "org", *UNITS)
    for month, counts in zip(MONTHS, people, strict=False):
        shown = {u for u, v in views.items() if any(p.period == month for p in v.points)}
        hidden = {"org", *UNITS} - shown
        small = {u for u, count in zip(UNITS, counts, strict=True) if count < 10}
        if month == MONTHS[len(people) - 1]:
            assert small <= hidden
            assert len(hidden) != 1


def test_a_red_shared_service_marks_who_depends_on_it(hub: Hub) -> None:
    text = head("north", about_people=False) + (
        "  - {key: lab, title: Lab capacity, objectives: [attend], measure: percent,\n"
        "     frequency: month, owner: Head of Labs, unit: south,\n"
        '     targets: [{since: "2025-01-01", value: 90}]}\n'
        "  - {key: waits, title: Waits, objectives: [attend], measure: percent,\n"
        "     frequency: month, owner: Head of Wards, depends_on: [lab]}\n"
    )
    load(hub, text)
    assert hub.snapshot(Need(kpis=frozenset({"org.waits"}))).kpis["org.waits"].upstream == ()
    plain(hub, "org.lab", 80)
    view = hub.snapshot(Need(kpis=frozenset({"org.waits"}))).kpis["org.waits"]
    assert view.upstream == ("Lab capacity, South",)


def plain(hub: Hub, kpi: str, value: float, period: str = "2025-12") -> None:
    figure = {"period": period, "value": value}
    hub.execute(RecordMeasurements.model_validate({"kpi": kpi, "figures": [figure]}), LOADER)


@pytest.mark.parametrize(
    ("theirs", "ours", "said"),
    [
        ((99, 99, 99), (90, 80, 80), "Green outside, red inside since November 2025: Outcome"),
        ((99, 99, 99), (80, 80, 80), "Green outside, red inside since October 2025: Outcome"),
        ((99, 99, 99), (80, 90, 80), ""),
        ((99, 80, 99), (80, 80, 80), ""),
        ((80, 80, 80), (80, 80, 80), ""),
    ],
)
def test_green_outside_and_red_inside_for_two_periods(
    hub: Hub, theirs: tuple[int, ...], ours: tuple[int, ...], said: str
) -> None:
    target = 'targets: [{since: "2025-01-01", value: 85}]'
    text = head("north", about_people=False) + (
        "  - {key: level, title: Service level, objectives: [attend], measure: percent,\n"
        "     frequency: month, owner: Head of Contracts, delivered_by: Acme, outcome: felt,\n"
        f"     {target}}}\n"
        "  - {key: felt, title: Outcome, objectives: [attend], measure: percent,\n"
        f"     frequency: month, owner: Head of Service, {target}}}\n"
    )
    load(hub, text)
    for month, outside, inside in zip(MONTHS, theirs, ours, strict=True):
        plain(hub, "org.level", outside, month)
        plain(hub, "org.felt", inside, month)
    view = hub.snapshot(Need(kpis=frozenset({"org.level"}))).kpis["org.level"]
    assert view.contradiction == said
    assert view.owner == "Head of Contracts"


def test_a_figure_outdates_the_pictures_of_what_leans_on_it(hub: Hub) -> None:
    file = head("north", about_people=False) + (
        "  - {key: lab, title: Lab, objectives: [attend], measure: percent, frequency: month,\n"
        "     owner: Head of Labs}\n"
        "  - {key: waits, title: Waits, objectives: [attend], measure: percent,\n"
        "     frequency: month, owner: Head of Wards, depends_on: [lab], unit: south}\n"
        "  - {key: level, title: Level, objectives: [attend], measure: percent,\n"
        "     frequency: month, owner: Head of Contracts, outcome: lab}\n"
    )
    load(hub, file)
    heard: set[str] = set()
    hub.notify = heard.update
    plain(hub, "org.lab", 80)
    assert {"kpi:org.waits@staff", "kpi:org.level@staff", "unit:south@staff"} <= heard
    heard.clear()
    plain(hub, "org.level", 80)
    assert "kpi:org.waits" not in heard


def test_what_leans_on_others_is_found_through_its_index(hub: Hub) -> None:
    with hub.store.read() as session:
        statement = str(LEANING_ON.compile(session.get_bind()))
        plan = session.execute(text(f"explain query plan {statement}")).all()
    assert any("ix_kpi_leaning" in row[3] for row in plan)
