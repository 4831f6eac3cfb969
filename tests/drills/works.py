"""A scorecard for drills and the bench: as many daily KPIs as wanted, on a map, in one lens."""

import json
from typing import Any

OBJECTIVES = 9
PERSPECTIVES = ("money", "customers", "process", "people")


def scorecard(kpis: int) -> str:
    """The text of a scorecard file of the unit ``works`` with KPIs ``kpi_0``, ``kpi_1`` ..."""
    return json.dumps(_file(kpis))  # which is YAML too


def annexe() -> str:
    """The text of a scorecard file of a second unit, ``annexe``, with one KPI in no lens."""
    units = [{"key": "annexe", "title": "The Annexe", "short": "Annexe"}]
    objective = {"key": "reach", "title": "Reach it", "perspective": "annexe_money"}
    aim = {"key": "annexe_aim", "kind": "objective", "title": "Aim", "perspective": "annexe_money"}
    return json.dumps(
        {
            "unit": "annexe",
            "title": "Annexe scorecard",
            "units": units,
            "perspectives": [{"key": "annexe_money", "title": "Money"}],
            "map": [aim],
            "links": [],
            "objectives": [objective | {"rolls_up_to": ["annexe_aim"], "kpqs": ["Do we?"]}],
            "kpis": [_kpi(0) | {"objectives": ["reach"], "lenses": []}],
        }
    )


def _file(kpis: int) -> dict[str, Any]:
    objectives = range(OBJECTIVES)
    return {
        "unit": "works",
        "title": "Works scorecard",
        "vision": "Work that lasts",
        "units": [{"key": "works", "title": "The Works", "short": "Works"}],
        "perspectives": [{"key": key, "title": key.title()} for key in PERSPECTIVES],
        "lenses": [{"key": "delivery", "title": "Delivery"}],
        "map": [
            {"key": "purpose", "kind": "vision", "title": "Work that lasts"},
            *(_node(number) for number in objectives),
        ],
        "links": [_link(number) for number in objectives],
        "objectives": [_objective(number) for number in objectives],
        "kpis": [_kpi(number) for number in range(kpis)],
    }


def _band(number: int) -> str:
    return PERSPECTIVES[number % len(PERSPECTIVES)]


def _node(number: int) -> dict[str, Any]:
    title = f"Aim number {number}"
    return {
        "key": f"aim_{number}",
        "kind": "objective",
        "title": title,
        "perspective": _band(number),
    }


def _link(number: int) -> dict[str, str]:
    """An aim leads to one of the band above, the topmost band to the purpose."""
    above = f"aim_{number - 1}" if number % len(PERSPECTIVES) else "purpose"
    return {"from": f"aim_{number}", "to": above}


def _objective(number: int) -> dict[str, Any]:
    return {
        "key": f"objective_{number}",
        "title": f"Reach aim number {number}",
        "perspective": _band(number),
        "rolls_up_to": [f"aim_{number}"],
        "kpqs": ["Do we keep our word?"],
    }


def _kpi(number: int) -> dict[str, Any]:
    return {
        "key": f"kpi_{number}",
        "title": f"Measure number {number}",
        "objectives": [f"objective_{number % OBJECTIVES}"],
        "measure": "count",
        "decimals": 3,
        "frequency": "day",
        "owner": "Head of Works",
        "lenses": ["delivery"],
        "targets": [{"since": "2000-01-01", "value": 50}],
    }
