"""``python3 -m tests.drills.walls``: the server of many walls dies, and the cable of one is pulled.

``--only restart`` kills the server under its screens and starts it again, ``--only link`` cuts the
link of a wall for as long as ``--cuts`` says. In the end every screen has to show what changed
meanwhile; how long that took is told and not judged.
"""

from __future__ import annotations

import argparse
import signal
import sys
from dataclasses import replace

from hub.bootstrap import TEST, enter

PARTS = ("restart", "link")


def main() -> int:
    enter(replace(TEST, module="tests.drills.walls"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was begun is put away
    from itertools import islice

    from tests.drills.browsers import launched
    from tests.drills.cutting import cuts
    from tests.drills.restarting import restart

    asked = argparse.ArgumentParser("tests.drills.walls", description=main.__doc__)
    asked.add_argument("--only", choices=PARTS, help="run this part alone")
    asked.add_argument("--screens", type=int, default=40, help="without a browser (40)")
    asked.add_argument("--restarts", type=int, default=5, help="how often (5)")
    asked.add_argument("--away", type=float, default=10, help="s that the server is away (10)")
    asked.add_argument(
        "--cuts", type=float, nargs="*", default=[5, 60, 600], help="in s (5 60 600)"
    )
    chosen = asked.parse_args()
    faults = 0
    with launched() as browser:
        if chosen.only in (None, "restart"):
            restarts = restart(browser, chosen.screens, browsers=2, away=chosen.away)
            for returned in islice(restarts, chosen.restarts):
                print(returned, flush=True)
            restarts.close()
        if chosen.only in (None, "link"):
            for cut in cuts(
                browser, [(s, pulled) for s in chosen.cuts for pulled in (True, False)]
            ):
                print(cut, flush=True)
                faults += len(cut.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
