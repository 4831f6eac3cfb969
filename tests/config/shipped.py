"""The scorecards and figures that ship with the hub, read for tests."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from hub.commands.mandates import LOCKED
from hub.commands.scorecard_file import FiguresPart, KpiPart, NodePart, ScorecardFile
from hub.domain.periods import Frequency, fitting

CONFIG = Path(__file__).parents[2] / "config"
FILES = sorted((CONFIG / "scorecards").glob("*.yaml"))
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
