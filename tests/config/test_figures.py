"""The figures that ship with the hub say where they are from, and tell the story of the demos."""

from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from hub.domain.figures import Measure
from hub.domain.periods import fitting
from hub.domain.status import Status, Step, Thresholds, judge
from tests.config.shipped import (
    CONFIG,
    Row,
    cards,
    figures,
    frequency_of,
    full,
    given,
    kpis,
    latest,
    read,
    table,
)

FIGURES = sorted((CONFIG / "figures").glob("*.csv"))
COLUMNS = [
    "period",
    "entity",
    "measure",
    "value",
    "numerator",
    "denominator",
    "target",
    "published",
    "precision",
    "source_url",
    "read_via",
    "note",
]
OPEN_PARLIAMENT = ("hansard", "api.parliament.uk", "parallelparliament", "ukpol", "eldaddp")
EXACTNESS = ("rounded_prose", "rounded_source", "parsed_by_third_party", "computed", "exact")


def status(key: str) -> Status:
    kpi, row = kpis()[key], latest()[key]
    ends = fitting(row["period"], frequency_of(key), key).ends
    dated = [t for t in kpi.targets if t.since <= ends]
    target = max(dated, key=lambda t: t.since).value if dated else None
    fields = kpi.thresholds.model_dump(exclude={"scale"})
    steps = tuple(Step(s.up_to, s.label, s.status) for s in kpi.thresholds.scale)
    thresholds = Thresholds(**fields, scale=steps)
    return judge(float(row["value"]), target, kpi.polarity, thresholds, kpi.decimals)


def test_illustrative_kpis_have_no_published_source_and_others_have() -> None:
    for figure in figures():
        kpi = kpis()[figure.kpi]
        assert kpi.illustrative is (figure.row["source_url"] == ""), figure
        assert kpi.illustrative is (figure.row["precision"] == "illustrative"), figure
        assert kpi.illustrative is figure.file.startswith("illustrative_"), figure
        if kpi.illustrative:
            assert figure.row["published"] == "", figure
        else:
            assert figure.row["source_url"].startswith("https://"), figure


def test_every_kpi_but_the_live_one_has_figures() -> None:
    fed = {figure.kpi for figure in figures()}
    totals = {key for key, kpi in kpis().items() if kpi.totalling}
    assert kpis().keys() - fed == {"ims.service_availability"} | totals
    assert kpis()["ims.service_availability"].illustrative


@pytest.mark.parametrize("path", FIGURES, ids=lambda p: p.stem)
def test_every_row_belongs_to_a_kpi(path: Path) -> None:
    taken = [id(row) for c in cards() for p in c.figures if p.file == path.name for row in given(p)]
    assert {id(row) for row in table(path.name)} == set(taken)
    made_up = ["people"] if path.name.startswith("illustrative_") else []
    assert list(table(path.name)[0]) == COLUMNS + made_up
    assert path.name in (CONFIG / "figures" / "SOURCES.md").read_text(encoding="utf-8")


def test_every_mapped_measure_is_in_its_table() -> None:
    for card in cards():
        for part in card.figures:
            assert part.kpis.keys() == {row[part.measure] for row in given(part)}, part.file
            assert {full(key, card) for key in part.kpis.values()} <= kpis().keys()


def test_every_figure_fits_the_frequency_of_its_kpi() -> None:
    last = {"hmrc": "2025-12-31", "ims": "2025-12-31"}
    for figure in figures():
        period = fitting(figure.row["period"], frequency_of(figure.kpi), figure.kpi)
        unit = figure.kpi.split(".")[0].split("_")[0]
        assert period.ends.isoformat() <= last.get(unit, "2019-03-31"), figure


def test_percentages_are_between_0_and_100() -> None:
    for figure in figures():
        if kpis()[figure.kpi].measure is Measure.PERCENT:
            assert 0 <= float(figure.row["value"]) <= 100, figure
    for key, kpi in kpis().items():
        if kpi.measure is Measure.PERCENT:
            assert all(0 <= target.value <= 100 for target in kpi.targets), key


def test_the_value_of_a_rate_is_its_quotient() -> None:
    rates = [figure for figure in figures() if figure.row["denominator"]]
    for figure in rates:
        row, scale = figure.row, 1
        if kpis()[figure.kpi].measure is Measure.PERCENT:
            scale = 100
        quotient = float(row["numerator"]) / float(row["denominator"]) * scale
        decimals = len(row["value"].partition(".")[2])
        assert abs(quotient - float(row["value"])) <= 0.5 * 10**-decimals + 1e-9, figure
    assert {"rqm.within_four_hours", "hmrc.major_projects_red"} <= {f.kpi for f in rates}


def test_the_three_figures_of_the_trust_agree_with_each_other() -> None:
    rows: dict[str, dict[str, float]] = defaultdict(dict)
    for figure in figures():
        if figure.kpi.startswith("rqm."):
            rows[figure.row["period"]][figure.kpi] = float(figure.row["value"])
    for row in rows.values():
        late = row["rqm.over_four_hours"] / row["rqm.attendances"] * 100
        assert abs(100 - late - row["rqm.within_four_hours"]) < 0.01


def test_of_two_rows_for_a_period_the_one_in_force_is_last() -> None:
    pairs: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for figure in figures():
        pairs[figure.kpi, figure.row["period"]].append(figure.row)
    twice = [rows for rows in pairs.values() if len(rows) > 1]
    assert twice
    for earlier, later in (pair for rows in twice for pair in pairwise(rows)):
        if earlier["published"] and later["published"]:
            assert earlier["published"] < later["published"], later
        else:
            exactness = [EXACTNESS.index(row["precision"]) for row in (earlier, later)]
            assert exactness == sorted(exactness), later


def test_periods_are_in_order() -> None:
    ends: dict[str, str] = {}
    for figure in figures():
        frequency = frequency_of(figure.kpi)
        day = fitting(figure.row["period"], frequency, figure.kpi).ends.isoformat()
        assert ends.get(figure.kpi, "") <= day, figure
        ends[figure.kpi] = day


def test_no_figure_is_under_another_licence() -> None:
    for path in FIGURES:
        for row in table(path.name):
            assert not any(site in row["source_url"] for site in OPEN_PARLIAMENT), row
    sources = (CONFIG / "figures" / "SOURCES.md").read_text(encoding="utf-8")
    assert (
        "Contains public sector information licensed under the Open Government Licence v3.0."
        in sources
    )


def test_the_ims_story_shows_every_state() -> None:
    shown = {key: status(key) for key in latest() if key.startswith("ims")}
    count = Counter(shown.values())
    assert {Status.GREEN, Status.AMBER, Status.RED, Status.NO_TARGET} == count.keys()
    assert count[Status.NO_TARGET] == 1
    assert shown["ims.security_incidents"] is Status.GREEN  # at the bound of its scale
    ended = {key: row["period"] for key, row in latest().items() if key in shown}
    late = [key for key, period in ended.items() if not period.endswith("2025-12")]
    assert set(late) == units_of("ims.sickness_absence")
    toothless = {k.key for k in read("hmrc-ims").kpis if k.trigger is None}
    ranged = {"spend_against_budget", "ims_live_services.desk_load"}
    assert toothless == {"needs_understood"} | ranged


def units_of(total: str) -> set[str]:
    """The KPIs that make up a total."""
    return {
        full(kpi.key, card)
        for card in cards()
        for kpi in card.kpis
        if kpi.mandated_by and full(kpi.mandated_by, card) == total
    }


def test_of_a_total_one_unit_is_so_small_that_it_is_hidden() -> None:
    rows = {key: latest()[key] for key in units_of("ims.sickness_absence")}
    assert len(rows) == 4
    assert kpis()["ims.sickness_absence"].about_people
    small = [key for key, row in rows.items() if int(row["people"]) < 10]
    assert small == ["ims_finance.sickness_absence"]
    top, bottom = (sum(int(r[c]) for r in rows.values()) for c in ("numerator", "denominator"))
    assert f"{top / bottom:.1f}" == "7.9"


def test_what_the_supplier_reports_is_green_while_what_it_brings_is_red() -> None:
    told = kpis()["ims.supplier_service_levels"]
    assert (told.outcome, told.delivered_by) == ("first_time_fix", "IT supplier (outsourced)")
    assert status("ims.supplier_service_levels") is Status.GREEN
    assert status("ims.first_time_fix") is Status.RED


def test_the_ims_story_has_one_that_worsened() -> None:
    series = [float(f.row["value"]) for f in figures() if f.kpi == "ims.first_time_fix"]
    assert series[-5:] == sorted(series[-5:], reverse=True)
    assert status("ims.first_time_fix") is Status.RED


def test_published_figures_are_judged_as_published() -> None:
    assert status("hmrc.adviser_attempts") is Status.AMBER  # 85 against 85
    assert status("hmrc.post_within_15_days") is Status.GREEN  # 86 against 80
    assert status("hmrc.net_easy") is Status.RED  # 61.3 against 65
    assert status("hmrc.call_answer_time") is Status.NO_TARGET
    assert status("rqm.within_four_hours") is Status.GREEN  # 95.86 against 95
    assert status("rqm.england_within_four_hours") is Status.RED
    assert latest()["hmrc.compliance_yield"]["value"] == "8637"
