"""``python3 -m tests.bench``: ratios measured in one run, with the absolute numbers beside them.

``--only writes`` runs one part, ``--quick`` all of them shorter. The bench judges nothing: it
exits with 0 whatever the numbers are.
"""

from __future__ import annotations

import argparse
import signal
import sys
from dataclasses import replace

from hub.bootstrap import TEST, enter

PARTS = ("writes", "bulk", "scenes", "units", "screen", "audience")


def main() -> int:
    enter(replace(TEST, module="tests.bench"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was begun is put away
    from tests.bench import audience, bulk, scenes, screen, units, writes
    from tests.bench.table import machine

    asked = argparse.ArgumentParser("tests.bench", description=main.__doc__)
    asked.add_argument("--only", choices=PARTS, help="run this part alone")
    asked.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    chosen = asked.parse_args()
    print(machine(), flush=True)
    measures = {
        "writes": writes.measure,
        "bulk": bulk.measure,
        "scenes": scenes.measure,
        "units": units.measure,
        "screen": screen.measure,
        "audience": audience.measure,
    }
    for part in (chosen.only,) if chosen.only else PARTS:
        for table in measures[part](chosen.quick):
            print(f"\n{table}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
