"""The scorecards that ship with the hub hang together."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from hub.commands.scorecard_file import NodePart, ObjectivePart
from hub.domain.figures import Measure
from hub.domain.periods import Frequency
from hub.domain.status import Polarity
from tests.config.shipped import FILES, cards, full, kpis, rank, read

DEMOS = (("hmrc", "hmrc-ims"), ("nhs-trust", "nhs-paf"))
LENSES = {
    "delivery": "Delivery",
    "supplier_cost": "Supplier cost",
    "project": "Projects",
    "events": "Events",
    "employee": "Employees",
}


def ranks() -> dict[str, int]:
    return {full(node.key, card): rank(node, card) for card in cards() for node in card.map}


def links() -> list[tuple[str, str]]:
    return [(full(k.source, c), full(k.target, c)) for c in cards() for k in c.links]


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


def test_only_ranges_and_what_has_no_target_are_without_direction() -> None:
    for key, kpi in kpis().items():
        if kpi.polarity is Polarity.RANGE:
            assert not kpi.targets or kpi.thresholds.low_red is not None, key
        assert kpi.trigger is None or kpi.polarity is not Polarity.RANGE, key
