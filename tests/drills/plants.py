"""The works with plants below it: what plants hand in comes to totals of the works."""

import json
from typing import Any

from tests.drills.works import scorecard

OUTPUT, YIELD = "output", "yield"  # KPIs of every plant, and totals of the works


def plant(number: int) -> str:
    return f"plant_{number}"


def with_plants(count: int) -> str:
    """The scorecard of the works with as many KPIs of its own and as many plants, which is YAML
    too: ``works.output`` is the sum of the plants', ``works.yield`` the ratio over all of them."""
    file: dict[str, Any] = json.loads(scorecard(count))
    file["kpis"] += [_total(OUTPUT, "sum", "count"), _total(YIELD, "ratio", "percent")]
    for key in map(plant, range(count)):
        file["units"].append({"key": key, "title": key, "short": key, "parent": "works"})
        file["kpis"] += [_part(key, OUTPUT), _part(key, YIELD)]
    return json.dumps(file)


def _total(key: str, totalling: str, measure: str) -> dict[str, Any]:
    return _kpi(key) | {
        "measure": measure,
        "frequency": "day",
        "totalling": totalling,
        "targets": [{"since": "1900-01-01", "value": 50}],
    }


def _part(unit: str, key: str) -> dict[str, Any]:
    return _kpi(f"{unit}.{key}") | {"unit": unit, "mandated_by": f"works.{key}"}


def _kpi(key: str) -> dict[str, Any]:
    return {
        "key": key,
        "title": f"The {key.rpartition('.')[2]}",
        "objectives": ["objective_0"],
        "owner": "Head of Works",
    }
