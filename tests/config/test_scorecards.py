"""The scorecards that ship with the hub hang together and say where their figures are from."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from hub.commands.mandates import LOCKED
from hub.commands.scorecard_file import FiguresPart, KpiPart, NodePart, ObjectivePart, ScorecardFile
from hub.domain.figures import Measure
from hub.domain.periods import Frequency, fitting
from hub.domain.status import Polarity, Status, Step, Thresholds, judge

CONFIG = Path(__file__).parents[2] / "config"
FILES = sorted((CONFIG / "scorecards").glob("*.yaml"))
FIGURES = sorted((CONFIG / "figures").glob("*.csv"))
DEMOS = (("hmrc", "hmrc-ims"), ("nhs-trust", "nhs-paf"))
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
LENSES = {
    "delivery": "Delivery",
    "supplier_cost": "Supplier cost",
    "project": "Projects",
    "events": "Events",
    "employee": "Employees",
}
OPEN_PARLIAMENT = ("hansard", "api.parliament.uk", "parallelparliament", "ukpol", "eldaddp")
EXACTNESS = ("rounded_prose", "rounded_source", "parsed_by_third_party", "computed", "exact")
RANK = {"vision": 0, "plan_goal": 1, "programme": 2}

Row = dict[str, str]


@cache
def read(name: str) -> ScorecardFile:
    text = (CONFIG / "scorecards" / f"{name}.yaml").read_text(encoding="utf-8")
    return ScorecardFile.model_validate(yaml.safe_load(text))


@cache
def table(name: str) -> tuple[Row, ...]:
    with (CONFIG / "figures" / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def cards() -> list[ScorecardFile]:
    return [read(path.stem) for path in FILES]


def full(key: str, card: ScorecardFile) -> str:
    return key if "." in key else f"{card.unit}.{key}"


def kpis() -> dict[str, KpiPart]:
    """Every KPI, a mandated one with the definition that it has from elsewhere."""
    found = {full(kpi.key, card): (kpi, card) for card in cards() for kpi in card.kpis}
    return {key: _defined(kpi, card, found) for key, (kpi, card) in found.items()}


def _defined(
    kpi: KpiPart, card: ScorecardFile, found: dict[str, tuple[KpiPart, ScorecardFile]]
) -> KpiPart:
    if kpi.mandated_by is None:
        return kpi
    above = found[full(kpi.mandated_by, card)][0]
    return kpi.model_copy(update={name: getattr(above, name) for name in LOCKED})


def rank(node: NodePart, card: ScorecardFile) -> int:
    """How far below the vision a node is drawn."""
    if node.perspective is None:
        return RANK[node.kind]
    bands = [full(p.key, card) for p in card.perspectives]
    return 3 + bands.index(full(node.perspective, card))


def ranks() -> dict[str, int]:
    return {full(node.key, card): rank(node, card) for card in cards() for node in card.map}


def links() -> list[tuple[str, str]]:
    return [(full(k.source, c), full(k.target, c)) for c in cards() for k in c.links]


@dataclass(frozen=True)
class Figure:
    """A row of a table, and the KPI that a scorecard file gives it to."""

    kpi: str
    row: Row
    file: str


def given(part: FiguresPart) -> list[Row]:
    """The rows of the part's table that belong to it."""
    return [
        row
        for row in table(part.file)
        if row[part.measure] in part.kpis and part.where.items() <= row.items()
    ]


def figures() -> Iterator[Figure]:
    for card in cards():
        for part in card.figures:
            for row in given(part):
                yield Figure(full(part.kpis[row[part.measure]], card), row, part.file)


def latest() -> dict[str, Row]:
    """The row in force for the newest period of each KPI."""
    newest: dict[str, Row] = {}
    for figure in figures():
        held = newest.get(figure.kpi)
        frequency = frequency_of(figure.kpi)
        ends = fitting(figure.row["period"], frequency, figure.kpi).ends
        if held is None or fitting(held["period"], frequency, figure.kpi).ends <= ends:
            newest[figure.kpi] = figure.row
    return newest


def frequency_of(key: str) -> Frequency:
    frequency = kpis()[key].frequency
    assert frequency is not None
    return frequency


def status(key: str) -> Status:
    kpi, row = kpis()[key], latest()[key]
    ends = fitting(row["period"], frequency_of(key), key).ends
    dated = [t for t in kpi.targets if t.since <= ends]
    target = max(dated, key=lambda t: t.since).value if dated else None
    fields = kpi.thresholds.model_dump(exclude={"scale"})
    steps = tuple(Step(s.up_to, s.label, s.status) for s in kpi.thresholds.scale)
    thresholds = Thresholds(**fields, scale=steps)
    return judge(float(row["value"]), target, kpi.polarity, thresholds, kpi.decimals)


def test_the_four_scorecards_ship() -> None:
    assert {path.stem for path in FILES} == {name for demo in DEMOS for name in demo}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_file_begins_by_saying_what_it_is_and_where_it_is_from(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "config/figures/" in text.split("unit:")[0]
    card = read(path.stem)
    assert card.source
    assert card.vision
    assert card.perspectives
    assert card.unit in {unit.key for unit in card.units}


def test_keys_are_unique_in_the_hub() -> None:
    keys: Counter[str] = Counter()
    for card in cards():
        keys.update(full(part.key, card) for part in card.perspectives)
        keys.update(full(part.key, card) for part in card.map)
        keys.update(full(part.key, card) for part in card.objectives)
        keys.update(full(part.key, card) for part in card.kpis)
        keys.update(unit.key for unit in card.units)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("demo", DEMOS, ids=" and ".join)
def test_what_a_demo_points_at_is_there(demo: tuple[str, ...]) -> None:
    family = [read(name) for name in demo]
    units = {unit.key for card in family for unit in card.units}
    nodes = {full(node.key, card) for card in family for node in card.map}
    for card in family:
        bands = {full(p.key, card) for p in card.perspectives}
        objectives = {full(o.key, card) for o in card.objectives}
        lenses = {lens.key for lens in card.lenses}
        assert {unit.parent for unit in card.units} <= units | {None}
        assert {full(n.perspective, card) for n in card.map if n.perspective} <= bands
        assert {full(o.perspective, card) for o in card.objectives} == bands
        assert {full(k, card) for o in card.objectives for k in o.rolls_up_to} <= nodes
        assert {full(k, card) for link in card.links for k in (link.source, link.target)} <= nodes
        assert {full(k, card) for kpi in card.kpis for k in kpi.objectives} <= objectives
        assert {lens for kpi in card.kpis for lens in kpi.lenses} <= lenses


def test_each_file_can_be_read_after_its_parents() -> None:
    """In the order of DEMOS, nothing points to a file that has not been read yet."""
    for demo in DEMOS:
        units: set[str] = set()
        nodes: set[str] = set()
        for card in (read(name) for name in demo):
            units |= {unit.key for unit in card.units}
            nodes |= {full(node.key, card) for node in card.map}
            assert {unit.parent for unit in card.units} <= units | {None}
            assert {full(link.target, card) for link in card.links} <= nodes


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_file_has_the_same_lenses(path: Path) -> None:
    assert {lens.key: lens.title for lens in read(path.stem).lenses} == LENSES


def test_every_lens_of_the_hmrc_demo_has_four_kpis_or_more() -> None:
    count = Counter(lens for name in DEMOS[0] for kpi in read(name).kpis for lens in kpi.lenses)
    assert {lens: count[lens] for lens in LENSES if count[lens] < 4} == {}


def test_every_kpi_is_in_a_lens() -> None:
    assert [key for key, kpi in kpis().items() if not kpi.lenses] == []


def test_links_lead_up_or_sideways_and_never_in_a_circle() -> None:
    level = ranks()
    assert [pair for pair in links() if level[pair[0]] < level[pair[1]]] == []
    above = defaultdict(set)
    for source, target in links():
        above[source].add(target)
    for start in level:
        reached = climb(start, above)
        assert start not in reached


def climb(start: str, above: dict[str, set[str]]) -> set[str]:
    """Every node that can be reached from ``start``, itself only if there is a circle."""
    reached: set[str] = set()
    ahead = list(above.get(start, ()))
    while ahead:
        node = ahead.pop()
        if node not in reached:
            reached.add(node)
            ahead += above.get(node, ())
    return reached


def test_every_node_has_a_path_to_a_vision_and_four_links_at_most() -> None:
    above = defaultdict(set)
    for source, target in links():
        above[source].add(target)
    visions = {key for key, level in ranks().items() if level == 0}
    for key in ranks().keys() - visions:
        assert climb(key, above) & visions, key
        assert len(above[key]) <= 4, key


def test_links_are_told_once_and_say_why() -> None:
    assert max(Counter(links()).values()) == 1
    assert [k for card in cards() for k in card.links if not k.rationale] == []


def test_what_is_illustrative_has_no_source_and_the_rest_has_one() -> None:
    for card in cards():
        parts: tuple[NodePart | ObjectivePart, ...] = (*card.map, *card.objectives)
        for part in parts:
            assert part.illustrative is (part.source == ""), full(part.key, card)
        for link in card.links:
            assert link.illustrative or link.evidence, (link.source, link.target)


def test_the_ims_map_is_the_one_the_case_describes() -> None:
    card = read("hmrc-ims")
    bands = Counter(node.perspective for node in card.map if node.perspective)
    assert [p.title for p in card.perspectives] == [
        "Performance",
        "Customer centricity",
        "Supplier engagement",
        "Employee engagement",
    ]
    assert 11 <= sum(bands.values()) <= 13
    assert bands["supplier_engagement"] == 1  # "only one direct supplier related objective"
    assert sum(node.kind == "programme" for node in card.map) <= 4
    named = {node.title for node in card.map if not node.illustrative}
    assert named == {
        "IMS information security",
        "Ensure IT security standards are maintained",
        "Provide strategic insight and innovation",
        "Deliver value for money from supplier relationships",
        "Improve capability and professionalism of staff",
    }


def test_the_line_of_sight_that_the_case_tells_is_there() -> None:
    told = [
        ("ims.secure_systems", "ims.information_security"),
        ("ims.information_security", "hmrc.goal_professionalism"),
        ("ims.information_security", "hmrc.goal_entitlement"),
        ("hmrc.goal_professionalism", "hmrc.vision"),
        ("hmrc.goal_entitlement", "hmrc.vision"),
    ]
    assert set(told) <= set(links())


def test_definition_sheets_hold_together() -> None:
    for key, kpi in kpis().items():
        assert kpi.purpose, key
        assert kpi.formula, key
        assert kpi.source, key
        assert "supplier" not in kpi.owner.lower(), key
        assert (kpi.frequency is Frequency.LIVE) is (kpi.every_seconds is not None), key
        dates = [target.since for target in kpi.targets]
        assert dates == sorted(set(dates)), key
        if kpi.measure is Measure.PERCENT and kpi.frequency is not Frequency.LIVE:
            assert kpi.numerator and kpi.denominator, key


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
    assert toothless == {"needs_understood", "spend_against_budget"}


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


def test_only_ranges_and_what_has_no_target_are_without_direction() -> None:
    for key, kpi in kpis().items():
        if kpi.polarity is Polarity.RANGE:
            assert not kpi.targets or kpi.thresholds.low_red is not None, key
        assert kpi.trigger is None or kpi.polarity is not Polarity.RANGE, key
