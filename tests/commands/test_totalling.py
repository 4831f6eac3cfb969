"""Mandated KPIs: one definition for many units, and a total that follows their figures."""

from typing import Any

import pytest
from sqlalchemy import event

from hub.commands import LoadScorecard, OverrideStatus, RecordMeasurements
from hub.commands.scorecards import dump
from hub.displays import Frame
from hub.domain.rights import Actor, system
from hub.domain.status import Status
from hub.drawing import LIGHT
from hub.errors import Invalid
from hub.hub import Hub
from hub.snapshot import lists
from hub.snapshot.views import KpiView, Need

LOADER = system("test")
HEAD = """
unit: org
title: The organisation
units:
  - {key: org, title: Organisation, short: Org}
  - {key: north, title: North, short: North, parent: org}
  - {key: south, title: South, short: South, parent: org}
  - {key: town, title: Town, short: Town, parent: south}
perspectives: [{key: people, title: People}]
objectives: [{key: attend, title: Support attendance, perspective: people}]
kpis:
  - {key: lost, title: Lost time, objectives: [attend], measure: percent, frequency: month,
     polarity: lower, owner: Head of People, totalling: %s, decimals: 1}
"""
PART = """
  - {key: %s.lost, unit: %s, mandated_by: %s, title: Lost time, objectives: [attend],
     owner: Manager%s}
"""
WHOLE = (
    HEAD % "ratio" + PART % ("north", "north", "lost", "") + PART % ("south", "south", "lost", "")
)


@pytest.fixture
def org(hub: Hub) -> Hub:
    load(hub, WHOLE)
    return hub


def load(hub: Hub, text: str, name: str = "org.yaml") -> dict[str, Any]:
    return hub.execute(LoadScorecard(name=name, text=text), LOADER)


def record(hub: Hub, kpi: str, *figures: tuple[str, float, float], by: Actor = LOADER) -> None:
    rows = [{"period": p, "numerator": n, "denominator": d} for p, n, d in figures]
    hub.execute(RecordMeasurements.model_validate({"kpi": kpi, "figures": rows}), by)


def seen(hub: Hub, key: str = "org.lost") -> KpiView:
    return hub.snapshot(Need(kpis=frozenset({key}))).kpis[key]


def test_a_rate_is_totalled_from_its_parts_and_not_from_percentages(org: Hub) -> None:
    record(org, "north.lost", ("2025-12", 1, 100))
    assert (seen(org).value, seen(org).source) == (1.0, "total of 1 of 2 units")
    record(org, "south.lost", ("2025-12", 30, 300))
    total = seen(org)
    assert (total.value, total.numerator, total.denominator) == (7.75, 31, 400)
    assert (total.source, total.restated) == ("total of 2 units", False)


def test_a_revision_of_a_part_moves_the_total_of_its_period_alone(org: Hub) -> None:
    record(org, "north.lost", ("2025-11", 10, 100), ("2025-12", 20, 100))
    record(org, "north.lost", ("2025-11", 30, 100))
    assert [p.value for p in seen(org).points] == [30.0, 20.0]


def test_totals_go_up_through_all_levels(hub: Hub) -> None:
    middle = (PART % ("south", "south", "lost", ", totalling: ratio")).rstrip()
    load(hub, HEAD % "ratio" + middle + PART % ("town", "town", "south.lost", ""))
    record(hub, "town.lost", ("2025-12", 5, 50))
    assert (seen(hub, "south.lost").value, seen(hub).value) == (10.0, 10.0)


def test_a_total_is_not_recorded_by_hand(org: Hub) -> None:
    with pytest.raises(Invalid, match=r"org\.lost is a total: record the figures of its units"):
        record(org, "org.lost", ("2025-12", 5, 50))


def test_the_definition_comes_from_above_and_is_locked(org: Hub) -> None:
    part = seen(org, "north.lost")
    assert (part.polarity.value, part.format.measure.value, part.frequency.value) == (
        "lower",
        "percent",
        "month",
    )
    own = WHOLE.replace("owner: Manager}", "owner: Manager, polarity: higher}", 1)
    with pytest.raises(Invalid, match=r"org.yaml, line \d+.*polarity is mandated by org.lost"):
        load(org, own)
    same = WHOLE.replace("owner: Manager}", "owner: Manager, polarity: lower}", 1)
    assert load(org, same)["changed"] == []


def test_a_change_above_reaches_the_units_that_stand_in_other_files(org: Hub) -> None:
    east = """
unit: east
title: East
units: [{key: east, title: East, short: East, parent: org}]
perspectives: [{key: people, title: People}]
objectives: [{key: attend, title: Attendance, perspective: people}]
kpis: [{key: lost, mandated_by: org.lost, title: Lost time, objectives: [attend], owner: Manager}]
"""
    load(org, east, "east.yaml")
    record(org, "east.lost", ("2025-12", 5, 50))
    load(org, WHOLE.replace("decimals: 1", "decimals: 2"))
    assert seen(org, "east.lost").format.decimals == 2
    assert load(org, east, "east.yaml")["changed"] == []
    assert "polarity" not in dump_of(org, "east")


def dump_of(hub: Hub, unit: str) -> str:
    with hub.store.read() as session:
        return dump(session, unit)


def test_a_dump_is_loaded_again_without_a_change(org: Hub) -> None:
    text = dump_of(org, "org")
    done = load(org, text)
    assert (done["added"], done["changed"], done["retired"]) == ([], [], [])


def test_a_unit_that_leaves_leaves_the_total(org: Hub) -> None:
    record(org, "north.lost", ("2025-12", 1, 100))
    record(org, "south.lost", ("2025-12", 30, 300))
    load(org, HEAD % "ratio" + PART % ("north", "north", "lost", ""))
    assert (seen(org).value, seen(org).source) == (1.0, "total of 1 units")


def test_definitions_in_a_circle_are_refused(hub: Hub) -> None:
    text = HEAD % "ratio" + PART % ("north", "north", "south.lost", "")
    text += PART % ("south", "south", "north.lost", "")
    with pytest.raises(Invalid, match="goes round in a circle"):
        load(hub, text)


@pytest.mark.parametrize(("method", "words"), [("mean", "not averaged"), ("last", "no last one")])
def test_a_totalling_that_makes_no_sense_is_refused(hub: Hub, method: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        load(hub, HEAD % method)


def test_the_statements_of_a_write_do_not_grow_with_units_or_history(hub: Hub) -> None:
    units = "".join(
        f"  - {{key: u{n}, title: U{n}, short: U{n}, parent: org}}\n" for n in range(40)
    )
    parts = "".join(PART % (f"u{n}", f"u{n}", "lost", "") for n in range(40))
    text = (HEAD % "ratio").replace("perspectives:", units + "perspectives:", 1)
    load(hub, text + parts)
    months = [f"{y}-{m:02}" for y in (2023, 2024, 2025) for m in range(1, 13)]
    first = statements(hub, "u0.lost", ("2025-12", 1, 10))
    for n in range(40):
        record(hub, f"u{n}.lost", *((month, n, 100) for month in months))
    assert statements(hub, "u0.lost", ("2025-12", 2, 10)) - first <= 1  # a row to be moved


def statements(hub: Hub, kpi: str, figure: tuple[str, float, float]) -> int:
    heard: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        heard.append(statement)

    engine = hub.store._writer
    event.listen(engine, "before_cursor_execute", hear)
    record(hub, kpi, figure)
    event.remove(engine, "before_cursor_execute", hear)
    return len(heard)


MORE = """
  - {key: other, title: Other, objectives: [attend], measure: percent, frequency: month,
     owner: Head of People, targets: [{since: "2025-01-01", value: 50}]}
"""


def objective(hub: Hub, unit: str = "org") -> Any:
    return hub.snapshot(Need(scorecards=frozenset({unit}))).scorecards[unit].objectives[0]


def test_units_do_not_stand_beside_their_total(org: Hub) -> None:
    record(org, "north.lost", ("2025-12", 1, 100))
    assert [kpi.key for kpi in objective(org).kpis] == ["org.lost"]


def test_an_objective_comes_by_its_status_as_its_file_says(hub: Hub) -> None:
    own = ', targets: [{since: "2025-01-01", value: 9}]'
    text = WHOLE.replace(", totalling: ratio", own) + MORE
    text = text.replace("mandated_by: lost, ", "measure: percent, frequency: month, ")
    load(hub, text)
    for kpi, value in (("org.lost", 1), ("org.other", 1)):
        figure = {"period": "2025-12", "value": value}
        command = {"kpi": kpi, "figures": [figure]}
        hub.execute(RecordMeasurements.model_validate(command), LOADER)
    assert objective(hub).status.value == "amber"
    for way, status in (("worst_child", "red"), ("best_child", "green"), ("average", "amber")):
        way_text = text.replace(
            "perspective: people}", f"perspective: people, method: {{way: {way}}}}}", 1
        )
        load(hub, way_text)
        assert objective(hub).status.value == status
    by_hand = "perspective: people, method: {way: manual, status: green, reason: Agreed}}"
    load(hub, text.replace("perspective: people}", by_hand, 1))
    assert (objective(hub).status.value, objective(hub).masked) == ("green", 1)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("method: {way: manual}", "a status and a reason go with the way manual"),
        ("method: {way: self_standing}", "no figure of its own"),
        ("serves: [{kind: local}]", "a local objective needs a reason"),
        ("serves: [{kind: shared}]", "name the parent's objective"),
        ("serves: [{kind: shared, objective: up.nowhere}]", "there is no objective up.nowhere"),
    ],
)
def test_what_an_objective_cannot_be(hub: Hub, more: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        load(hub, WHOLE.replace("perspective: people}", f"perspective: people, {more}}}", 1))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("title: Bradford factor", "Bradford factor"),
        ("delivered_by: Head of People, title: Lost time", "accountable owner is one person"),
    ],
)
def test_what_a_kpi_cannot_be(hub: Hub, change: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        load(hub, WHOLE.replace("title: Lost time", change, 1))


def test_what_changes_in_a_unit_outdates_the_picture_of_its_total(org: Hub) -> None:
    scene = ("spread", {"kpi": "org.lost"})
    frame = Frame(1920, 1080, LIGHT)
    record(org, "north.lost", ("2025-12", 1, 100))
    before = org.scene(*scene, frame).etag
    load(org, WHOLE.replace("owner: Manager}", "owner: Somebody else}", 1))
    assert org.scene(*scene, frame).etag != before


# -- named formulas ------------------------------------------------------------------------

RULED = WHOLE.replace("totalling: ratio", "totalling: ratio, named_formula: lost_time_rate")


def test_a_named_formula_works_figures_out_and_refuses_what_it_cannot_be(org: Hub) -> None:
    load(org, RULED)
    record(org, "north.lost", ("2025-12", 45, 900))
    record(org, "south.lost", ("2025-12", 0, 100))
    assert (seen(org, "north.lost").value, seen(org).value) == (5.0, 4.5)
    with pytest.raises(Invalid, match=r"more time was lost \(9\) than could be worked \(8\)"):
        record(org, "north.lost", ("2025-12", 9, 8))
    with pytest.raises(Invalid, match=r"row 2: north\.lost: the possible working time is zero"):
        record(org, "north.lost", ("2025-11", 1, 8), ("2025-12", 0, 0))
    by_hand = {"kpi": "north.lost", "figures": [{"period": "2025-12", "value": 5}]}
    with pytest.raises(Invalid, match="give the two parts, not the value: Time lost to absence"):
        org.execute(RecordMeasurements.model_validate(by_hand), LOADER)
    assert seen(org, "north.lost").value == 5.0


def test_a_sheet_says_the_formula_that_it_names_and_units_have_it_too(org: Hub) -> None:
    load(org, RULED)
    for key in ("org.lost", "north.lost"):
        found = seen(org, key).sheet
        assert found is not None
        assert found.formula == "Time lost to absence \u00f7 possible working time \u00d7 100"
        assert (found.numerator, found.rate) == ("Time lost to absence", True)
    assert "named_formula: lost_time_rate" in dump_of(org, "org")
    assert load(org, RULED)["changed"] == []


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("percent", "count", "named_formula: lost_time_rate is measured in percent"),
        ("totalling: ratio", "totalling: sum", "totalling: units whose figures are worked out"),
    ],
)
def test_a_definition_that_does_not_go_with_its_formula_is_refused(
    hub: Hub, before: str, after: str, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        load(hub, RULED.replace(before, after))


# -- restated and overridden parts ---------------------------------------------------------


def test_a_total_is_marked_with_the_part_that_was_restated(hub: Hub) -> None:
    middle = (PART % ("south", "south", "lost", ", totalling: ratio")).rstrip()
    north = (PART % ("north", "north", "lost", "")).rstrip()
    load(hub, HEAD % "ratio" + north + middle + PART % ("town", "town", "south.lost", ""))
    record(hub, "north.lost", ("2025-12", 1, 100))
    record(hub, "town.lost", ("2025-11", 3, 100), ("2025-12", 3, 100))
    assert (seen(hub).restated, seen(hub).restated_words) == (False, "")
    record(hub, "town.lost", ("2025-12", 5, 100))
    for key, part in (("south.lost", "Town"), ("org.lost", "South")):
        assert (seen(hub, key).restated, seen(hub, key).restated_parts) == (True, (part,))
        assert [p.restated for p in seen(hub, key).points] == [False, True]
    assert seen(hub).restated_words == "restated part: South"
    with hub.store.read() as session:
        item = lists.kpi(session, hub.now(), "org.lost")
    assert (item.restated, item.restated_parts) == (True, ("south.lost",))


def test_a_year_to_date_names_the_period_that_was_restated(hub: Hub) -> None:
    load(hub, WHOLE.replace("totalling: ratio", "totalling: ratio, over_periods: ratio"))
    record(hub, "north.lost", *((f"2025-{m:02}", 1, 100) for m in range(4, 13)))
    record(hub, "north.lost", ("2025-11", 4, 100))
    for key in ("north.lost", "org.lost"):
        year, quarter = seen(hub, key).year_to_date, seen(hub, key).last_quarter
        assert year is not None
        assert quarter is not None
        assert year.rests_on == "9 of 9 months, restated part: November 2025"
        assert quarter.restated == ("November 2025",)


def test_a_unit_whose_status_was_set_by_hand_says_so_behind_the_total(org: Hub) -> None:
    record(org, "north.lost", ("2025-12", 1, 100))
    by_hand = {"kpi": "north.lost", "status": "amber", "reason": "Counted twice"}
    org.execute(OverrideStatus.model_validate(by_hand), LOADER)
    north, south = seen(org).parts
    assert north.override is not None
    assert (north.status, north.override.underlying) == (Status.AMBER, Status.NO_TARGET)
    assert south.override is None
