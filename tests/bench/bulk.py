"""100,000 figures through the import path against executemany into a table of the same shape."""

import csv
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hub.bootstrap import ROOT
from hub.commands import LoadScorecard, RecordFigures
from hub.commands.importing import sift
from hub.connectors import Look
from hub.connectors.csv_file import CsvFile
from hub.domain.rights import system
from hub.hub import Hub, utc_now
from hub.settings import Settings
from tests.bench import bare
from tests.bench.table import Table, median
from tests.drills.works import scorecard

KPIS = 36
FIGURES = 100_000
AIM = 0.3
FIRST_DAY = date(2000, 1, 1)
STAGES = ("read the CSV", "hold against KPIs", "record")


def measure(quick: bool) -> Iterator[Table]:
    rounds, figures = 3, 20_000 if quick else FIGURES
    with TemporaryDirectory(prefix="hub-bench-") as scratch:
        file = Path(scratch) / "figures.csv"
        _write(file, figures)
        found = [_round(Path(scratch), number, file, figures) for number in range(rounds)]
    yield _table(found, figures, rounds)


def _table(found: list[list[float]], figures: int, rounds: int) -> Table:
    plain = median(r[0] for r in found)
    names = ("bare executemany", *STAGES, "the import path, in all", "hub import, the command")
    rows = [
        (
            name,
            f"{median(r[i] for r in found):.2f} s",
            f"{figures / median(r[i] for r in found):,.0f}",
            f"{median(r[0] / r[i] for r in found):.2f}" if i in (0, 4, 5) else "",
            f">= {AIM}" if i == 4 else "",
        )
        for i, name in enumerate(names)
    ]
    return Table(
        f"{figures:,} figures at once (bare: {plain:.2f} s)",
        ("way", "time", "figures/s", "ratio", "aim"),
        rows,
        (f"medians of {rounds} rounds, each into a fresh database of {KPIS} KPIs",),
    )


def _write(file: Path, figures: int) -> None:
    with file.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(("kpi", "period", "value", "source"))
        for number in range(figures):
            day = FIRST_DAY + timedelta(days=number // KPIS)
            rows.writerow((f"works.kpi_{number % KPIS}", day, number / 7, "bench"))


def _round(scratch: Path, number: int, file: Path, figures: int) -> list[float]:
    """Seconds: bare, the three stages of an import, their sum, and the command."""
    plain = scratch / f"bare-{number}.db"
    bare.make(plain)
    rows = [bare.row(n % KPIS, n // KPIS) for n in range(figures)]
    stages = _import(_fresh(scratch / f"path-{number}"), file)
    hub = _fresh(scratch / f"command-{number}")
    return [bare.bulk(plain, rows), *stages, sum(stages), _command(hub.settings.data, file)]


def _fresh(data: Path) -> Hub:
    hub = Hub(Settings(data=data)).open()
    hub.execute(LoadScorecard(name="works.yaml", text=scorecard(KPIS)), system("bench"))
    hub.close()
    return hub


def _import(hub: Hub, file: Path) -> list[float]:
    """Just what ``hub import`` does, stage by stage."""
    marks = [time.perf_counter()]
    readings = list(CsvFile({"path": file, "settle_seconds": 0}).read(Look(utc_now())))
    marks.append(time.perf_counter())
    with hub.store.read() as session:
        sifted = sift(session, readings, hub.now())
    marks.append(time.perf_counter())
    hub.execute(RecordFigures(figures=tuple(sifted.good)), system("bench"))
    marks.append(time.perf_counter())
    hub.close()
    return [after - before for before, after in pairwise(marks)]


def _command(data: Path, file: Path) -> float:
    command = [sys.executable, "-m", "hub", "import", str(file), "--data", str(data)]
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, timeout=600)
    return time.perf_counter() - began
