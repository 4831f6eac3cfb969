"""Snapshots and pictures of a map and a 36-tile wall, with ever more KPIs and history behind."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from hub.commands import LoadScorecard
from hub.displays import Audience, Frame
from hub.domain.rights import system
from hub.drawing import LIGHT
from hub.hub import Hub
from hub.model import Kpi, KpiLens, Lens, Model, Unit
from hub.settings import Settings
from hub.store import verdicts
from tests.bench.history import LONGEST, fill
from tests.bench.table import Table, median
from tests.drills.works import scorecard

SHOWN = 36
KPIS = (100, 1_000, 10_000)
POINTS = (12, 120, LONGEST)
MOST_FIGURES = 300_000  # in one database: beyond it only a share of the KPIs has all its points
FRAME = Frame(1920, 1080, LIGHT)
SCENES = {"strategy_map": {"unit": "works"}, "lens_wall": {"lens": "delivery"}}
LONG = verdicts.POINTS  # shorter histories are less to draw
Cell = tuple[int, int]
AIM = 1.10


def measure(quick: bool) -> Iterator[Table]:
    sizes = (100, 1_000) if quick else KPIS
    rounds = 5 if quick else 15
    with TemporaryDirectory(prefix="hub-bench-") as scratch, _stores(Path(scratch), sizes) as hubs:
        yield from (_measured(name, hubs, rounds) for name in SCENES)


def _measured(name: str, hubs: dict[Cell, Hub], rounds: int) -> Table:
    """One scene on every database, the databases in turns."""
    some = next(iter(hubs.values()))
    if name not in some.displays:
        return Table(f"{name} is not installed", ("",), ())
    taken: dict[Cell, list[float]] = {cell: [] for cell in hubs}
    drawn: dict[Cell, list[float]] = {cell: [] for cell in hubs}
    for _ in range(rounds + 1):
        for cell, hub in hubs.items():
            snapshot, picture = _once(name, hub)
            taken[cell].append(snapshot)
            drawn[cell].append(picture)
    medians = {cell: (median(taken[cell][1:]), median(drawn[cell][1:])) for cell in hubs}
    return _table(name, medians, rounds)


def _once(name: str, hub: Hub) -> tuple[float, float]:
    """Seconds for the snapshot, and for the whole way from the question to SVG."""
    need = hub.displays[name](SCENES[name]).needs(FRAME, Audience())
    began = time.perf_counter()
    hub.snapshot(need)
    between = time.perf_counter()
    str(hub.scene(name, SCENES[name], FRAME).draw())
    return between - began, time.perf_counter() - between


def _table(name: str, medians: dict[Cell, tuple[float, float]], rounds: int) -> Table:
    rows = [
        (f"{kpis:,} KPIs", f"{points:,}", _share(kpis, points), *(f"{s * 1000:.1f}" for s in times))
        for (kpis, points), times in medians.items()
    ]
    return Table(
        f"{name}: {SHOWN} KPIs shown, out of a store that grows (ms)",
        ("in the store", "points each", "KPIs with all points", "snapshot", "snapshot, drawn"),
        rows,
        (
            *_flatness(medians),
            f"medians of {rounds} rounds, the stores in turns; aim: within {AIM - 1:.0%}",
        ),
    )


def _flatness(medians: dict[Cell, tuple[float, float]]) -> Iterator[str]:
    """The slowest against the quickest, along each direction."""
    for which, label in ((0, "snapshot"), (1, "snapshot, drawn")):
        along_kpis = [
            _spread([times[which] for (_, p), times in medians.items() if p == points])
            for points in POINTS
        ]
        along_points = [
            _spread([times[which] for (k, p), times in medians.items() if k == kpis and p >= LONG])
            for kpis in {k for k, _ in medians}
        ]
        yield (
            f"{label}: slowest / quickest {median(along_kpis):.2f} with more KPIs, "
            f"{median(along_points):.2f} with more points beyond the {LONG} that a tile shows"
        )


def _spread(times: list[float]) -> float:
    return max(times) / min(times)


def _share(kpis: int, points: int) -> str:
    return f"{_full(kpis, points):,}"


def _full(kpis: int, points: int) -> int:
    """How many KPIs have all the points; the others have the fewest."""
    return max(SHOWN, min(kpis, MOST_FIGURES // points))


@contextmanager
def _stores(scratch: Path, sizes: tuple[int, ...]) -> Iterator[dict[Cell, Hub]]:
    hubs = {
        (kpis, points): _store(scratch / f"{kpis}-{points}", kpis, points)
        for kpis, points in product(sizes, POINTS)
    }
    try:
        yield hubs
    finally:
        for hub in hubs.values():
            hub.close()


def _store(data: Path, kpis: int, points: int) -> Hub:
    """A hub whose scorecard is shown, and other units with the rest of the KPIs."""
    hub = Hub(Settings(data=data)).open()
    hub.execute(LoadScorecard(name="works.yaml", text=scorecard(SHOWN)), system("bench"))
    with hub.store.write() as session:
        model = _first(session, Kpi)
        session.execute(insert(Lens), [_first(session, Lens) | {"key": "rest", "position": 1}])
        units = [
            _first(session, Unit) | {"key": f"unit_{n}", "title": f"Unit {n}", "position": n + 1}
            for n in range(max(1, kpis // 100))
        ]
        session.execute(insert(Unit), units)
        rest = [
            model | {"id": n, "key": f"rest.kpi_{n}", "unit_key": units[n % len(units)]["key"]}
            for n in range(1_000, 1_000 + kpis - SHOWN)
        ]
        session.execute(insert(Kpi), rest)
        session.execute(insert(KpiLens), [{"kpi_id": k["id"], "lens_key": "rest"} for k in rest])
        every = session.scalars(select(Kpi).order_by(Kpi.id)).all()
        full = _full(kpis, points)
        fill(session, ((k, points if n < full else min(POINTS)) for n, k in enumerate(every)))
    return hub


def _first(session: Session, model: type[Model]) -> dict[str, Any]:
    """The first row, to make others like it."""
    found = session.execute(select(model.table()).limit(1)).mappings().one()
    return dict(found)
