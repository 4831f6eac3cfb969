"""``python3 -m tests.bench``: ratios measured in one run, with the absolute numbers beside them.

``--only writes`` runs one part, ``--quick`` all of them shorter. The bench judges nothing: it
exits with 0 whatever the numbers are.
"""

from __future__ import annotations

import argparse
import signal
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from hub.bootstrap import TEST, enter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.bench.table import Table

PARTS = ("writes", "bulk", "scenes", "units", "screen", "audience", "walls", "board")


def main() -> int:
    enter(replace(TEST, module="tests.bench"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was begun is put away
    from tests.bench import audience, board, bulk, scenes, screen, units, walls, writes
    from tests.bench.table import machine

    asked = argparse.ArgumentParser("tests.bench", description=main.__doc__)
    asked.add_argument("--only", choices=PARTS, help="run this part alone")
    asked.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    asked.add_argument(
        "--displays", type=int, nargs="+", default=[40], help="how many walls there are (40)"
    )
    chosen = asked.parse_args()
    print(machine(), flush=True)
    measures: dict[str, Callable[[bool], Iterator[Table]]] = {
        "writes": writes.measure,
        "bulk": bulk.measure,
        "scenes": scenes.measure,
        "units": units.measure,
        "screen": screen.measure,
        "audience": audience.measure,
        "board": board.measure,
        "walls": lambda quick: walls.measure(quick, chosen.displays),
    }
    for part in (chosen.only,) if chosen.only else PARTS:
        for table in measures[part](chosen.quick):
            print(f"\n{table}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
