"""A unit of 1,000 KPIs, a total over 200 units, and one more figure, with ever more history."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import event, select

from hub.commands import LoadScorecard, RecordMeasurements
from hub.displays import Audience, Frame
from hub.domain.rights import system
from hub.drawing import LIGHT
from hub.hub import Hub
from hub.model import Kpi
from hub.settings import Settings
from hub.store import verdicts
from tests.bench.history import FIRST_DAY, LONGEST, fill
from tests.bench.table import Table, median
from tests.drills.works import scorecard

KPIS, REGIONS, UNITS = 1_000, 10, 200
SHORT, KEPT = 12, verdicts.POINTS  # a verdict holds no more points than that
BEHIND_SNAPSHOTS = (SHORT, KEPT, LONGEST)
BEHIND_WRITES = (SHORT, 120, LONGEST)
MOST_FIGURES = 200_000  # in one database: beyond it only a share of the KPIs has all its points
FRAME = Frame(1920, 1080, LIGHT)
BENCH = system("bench")
TOTAL = "house.rate"


@dataclass(frozen=True)
class _House:
    """A scorecard with something to show of it; ``figure_of`` is the KPI that gets a figure."""

    title: str
    text: str
    scene: str
    config: Mapping[str, str]
    figure_of: str


def measure(quick: bool) -> Iterator[Table]:
    rounds = 5 if quick else 15
    spread = {"kpi": TOTAL}
    houses = (
        _House(f"a unit of {KPIS:,} KPIs", scorecard(KPIS), "scorecard", {"unit": "works"},
               "works.kpi_0"),
        _House(f"a total over {UNITS} units", tree(levels=1), "spread", spread, "unit_0.rate"),
        _House(f"a total over {REGIONS} regions, totals of {UNITS} units", tree(levels=2),
               "spread", spread, "unit_0.rate"),
    )  # fmt: skip
    for house in houses:
        yield _snapshots(house, rounds)
    for house in houses:
        yield _writes(house, rounds)


def tree(levels: int) -> str:
    """The house, its regions, their units: each has the KPI that the house mandates. With two
    ``levels`` a region's is the total of its units."""
    regions = [f"region_{n}" for n in range(REGIONS)]
    units = {f"unit_{n}": regions[n % REGIONS] for n in range(UNITS)}
    return json.dumps(
        {
            "unit": "house",
            "title": "The house",
            "units": [
                {"key": "house", "title": "The House", "short": "House"},
                *(_unit(key, "house") for key in regions),
                *(_unit(key, region) for key, region in units.items()),
            ],
            "perspectives": [{"key": "all", "title": "All"}],
            "objectives": [{"key": "aim", "title": "Keep our word", "perspective": "all"}],
            "kpis": [
                _kpi("rate") | {"measure": "count", "frequency": "day", "totalling": "sum"},
                *(_part(key, TOTAL) | {"totalling": "sum"} for key in regions if levels > 1),
                *(
                    _part(key, f"{region}.rate" if levels > 1 else TOTAL)
                    for key, region in units.items()
                ),
            ],
        }
    )


def _unit(key: str, parent: str) -> dict[str, str]:
    return {"key": key, "title": key.replace("_", " ").title(), "short": key, "parent": parent}


def _kpi(key: str) -> dict[str, Any]:
    return {"key": key, "title": "Orders kept", "objectives": ["aim"], "owner": "Head of Orders"}


def _part(unit: str, above: str) -> dict[str, Any]:
    return _kpi(f"{unit}.rate") | {"unit": unit, "mandated_by": above}


def _snapshots(house: _House, rounds: int) -> Table:
    with _stores(house, BEHIND_SNAPSHOTS) as hubs:
        taken: dict[int, list[tuple[float, float]]] = {points: [] for points in hubs}
        for _ in range(rounds + 1):
            for points, hub in hubs.items():
                taken[points].append(_once(hub, house))
        kpis = _count(hubs[SHORT])
    times = {p: [median(s) for s in zip(*some[1:], strict=True)] for p, some in taken.items()}
    rows = [
        (f"{points:,}", f"{_full(kpis, points):,}",
         *(_beside(now, first) for now, first in zip(some, times[SHORT], strict=True)))
        for points, some in times.items()
    ]  # fmt: skip
    return Table(
        f"{house.title}: its {house.scene} (ms, and as a ratio to {SHORT} points)",
        ("points each", "KPIs with all points", "snapshot", "snapshot, drawn"),
        rows,
        (f"medians of {rounds} rounds; a verdict keeps {KEPT} points: beyond that it is flat",),
    )


def _once(hub: Hub, house: _House) -> tuple[float, float]:
    """Seconds for the snapshot, and for the whole way from the question to SVG."""
    need = hub.displays[house.scene](house.config).needs(FRAME, Audience())
    began = time.perf_counter()
    hub.snapshot(need)
    between = time.perf_counter()
    str(hub.scene(house.scene, house.config, FRAME).draw())
    return between - began, time.perf_counter() - between


def _beside(seconds: float, first: float) -> str:
    return f"{seconds * 1000:,.1f} ({seconds / first:.2f})"


def _writes(house: _House, rounds: int) -> Table:
    with _stores(house, BEHIND_WRITES) as hubs:
        counted = {points: _statements(hub, house.figure_of) for points, hub in hubs.items()}
        taken: dict[int, list[float]] = {points: [] for points in hubs}
        for number in range(1, rounds + 2):
            for points, hub in hubs.items():
                began = time.perf_counter()
                _record(hub, house.figure_of, number)
                taken[points].append(time.perf_counter() - began)
    times = {points: median(some[1:]) for points, some in taken.items()}
    rows = [
        (f"{points:,}", f"{counted[points]:,}", _beside(seconds, times[SHORT]))
        for points, seconds in times.items()
    ]
    constant = "the same" if len(set(counted.values())) == 1 else "not the same"
    return Table(
        f"one more figure of {house.title} (ms, and as a ratio to {SHORT} points)",
        ("points behind it", "SQL statements", "recorded"),
        rows,
        (f"the number of statements is {constant}", f"medians of {rounds} figures"),
    )


def _statements(hub: Hub, kpi: str) -> int:
    """How many statements one figure takes in the engine that writes."""
    heard: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        heard.append(statement)

    with hub.store.write() as session:
        engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", hear)
    _record(hub, kpi, 0)
    event.remove(engine, "before_cursor_execute", hear)
    return len(heard)


def _record(hub: Hub, kpi: str, number: int) -> None:
    """The figure of the day that follows all there are."""
    day = FIRST_DAY + timedelta(days=LONGEST + number)
    figure = {"period": day.isoformat(), "value": 40 + number}
    hub.execute(RecordMeasurements.model_validate({"kpi": kpi, "figures": [figure]}), BENCH)


def _count(hub: Hub) -> int:
    with hub.store.read() as session:
        return len(session.scalars(select(Kpi.id)).all())


def _full(kpis: int, points: int) -> int:
    """How many KPIs have all the points; the others have as many as a verdict keeps at most."""
    return min(kpis, max(1, MOST_FIGURES // points))


@contextmanager
def _stores(house: _House, behind: tuple[int, ...]) -> Iterator[dict[int, Hub]]:
    with TemporaryDirectory(prefix="hub-bench-") as scratch:
        hubs = {points: _store(Path(scratch) / str(points), house, points) for points in behind}
        try:
            yield hubs
        finally:
            for hub in hubs.values():
                hub.close()


def _store(data: Path, house: _House, points: int) -> Hub:
    hub = Hub(Settings(data=data)).open()
    hub.execute(LoadScorecard(name="house.yaml", text=house.text), BENCH)
    with hub.store.write() as session:
        every = session.scalars(select(Kpi).order_by(Kpi.id)).all()
        full = _full(len(every), points)
        fewer = min(points, KEPT)
        fill(session, ((k, points if n < full else fewer) for n, k in enumerate(every)))
    return hub
