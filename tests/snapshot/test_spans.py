"""The financial year to date and the last full quarter, and when neither may be told."""

import pytest

from hub.commands import RecordMeasurements
from hub.errors import Invalid
from hub.hub import Hub
from hub.snapshot.parts import SpanView
from hub.snapshot.views import KpiView, Need
from tests.commands.test_totalling import LOADER, load

HEAD = """
unit: org
title: The organisation
units: [{key: org, title: Organisation, short: Org}]
perspectives: [{key: people, title: People}]
objectives: [{key: o, title: Objective, perspective: people}]
kpis:
  - {key: k, title: A KPI, objectives: [o], owner: Head, %s}
"""


def told(hub: Hub, definition: str, *figures: dict[str, object]) -> KpiView:
    load(hub, HEAD % definition)
    command = {"kpi": "org.k", "figures": list(figures)}
    hub.execute(RecordMeasurements.model_validate(command), LOADER)
    return hub.snapshot(Need(kpis=frozenset({"org.k"}))).kpis["org.k"]


def sums(*months: str) -> list[dict[str, object]]:
    return [{"period": month, "value": 10 + n} for n, month in enumerate(months)]


MONTHLY = "measure: count, frequency: month, over_periods: "
YEAR = ("2025-04", "2025-05", "2025-06", "2025-07", "2025-08", "2025-09", "2025-10", "2025-11")


def test_months_are_added_up_from_april(hub: Hub) -> None:
    view = told(hub, MONTHLY + "sum", *sums("2025-03", *YEAR))
    assert view.year_to_date == SpanView("Financial year to date", 116.0, 8, 8, "month")
    assert view.last_quarter == SpanView("Jul to Sep 2025", 45.0, 3, 3, "month")


def test_a_rate_comes_from_all_its_numerators_and_denominators(hub: Hub) -> None:
    figures = [
        {"period": "2025-04", "numerator": 1, "denominator": 10},
        {"period": "2025-05", "numerator": 90, "denominator": 100},
    ]
    way = "measure: percent, frequency: month, over_periods: ratio"
    view = told(hub, way, *figures)
    assert view.year_to_date is not None
    assert round(view.year_to_date.value, 2) == 82.73
    assert view.last_quarter is None  # nothing is known of January to March


def test_while_a_month_is_missing_it_is_provisional(hub: Hub) -> None:
    view = told(hub, MONTHLY + "sum", *sums("2025-04", "2025-06"))
    assert view.year_to_date is not None
    assert view.year_to_date.provisional
    assert view.year_to_date.rests_on == "2 of 3 months"


def test_a_new_year_looks_back_at_the_quarter_before_it(hub: Hub) -> None:
    view = told(hub, MONTHLY + "sum", *sums("2025-01", "2025-02", "2025-03", "2025-04"))
    assert view.year_to_date == SpanView("Financial year to date", 13.0, 1, 1, "month")
    assert view.last_quarter == SpanView("Jan to Mar 2025", 33.0, 3, 3, "month")


def test_quarters_make_up_a_year_and_no_quarter(hub: Hub) -> None:
    figures = sums("FY2025-26-Q1", "FY2025-26-Q2")
    view = told(hub, "measure: count, frequency: quarter, over_periods: last", *figures)
    assert view.year_to_date == SpanView("Financial year to date", 11.0, 2, 2, "quarter")
    assert view.last_quarter is None


@pytest.mark.parametrize("frequency", ["week", "rolling_year", "live", "year"])
def test_what_does_not_fill_a_year_is_not_taken_together(hub: Hub, frequency: str) -> None:
    when: dict[str, dict[str, object]] = {
        "week": {"period": "2025-W20"},
        "rolling_year": {"period": "12M-2025-05"},
        "live": {"at": "2025-05-01T09:00:00Z"},
        "year": {"period": "FY2024-25"},
    }
    way = f"measure: count, frequency: {frequency}, over_periods: sum"
    view = told(hub, way, when[frequency] | {"value": 5})
    assert (view.year_to_date, view.last_quarter) == (None, None)


def test_a_kpi_that_does_not_say_how_has_neither(hub: Hub) -> None:
    view = told(hub, "measure: count, frequency: month", *sums("2025-04"))
    assert view.year_to_date is None


def test_a_year_that_holds_a_hidden_month_is_not_told(hub: Hub) -> None:
    """It would tell that month: the others taken off, nothing else is left."""
    many = [{"period": m, "value": 5, "people": 50} for m in YEAR]
    way = "measure: days, about_people: true, frequency: month, over_periods: sum"
    view = told(hub, way, *many)
    assert view.year_to_date is not None
    assert view.year_to_date.value == 40
    few = {"period": "2025-09", "value": 7, "people": 4}
    view = told(hub, way, few)
    assert view.status.value != "suppressed"
    assert (view.year_to_date, view.last_quarter) == (None, None)


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("measure: percent, frequency: month, over_periods: mean", "percentages are not averaged"),
        ("measure: count, frequency: month, over_periods: min", "periods are not totalled by min"),
    ],
)
def test_a_way_that_makes_no_sense_is_refused(hub: Hub, way: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        load(hub, HEAD % way)
