"""``python3 -m tests.drills.kill --kills 300``: the server is killed while people write to it.

Writers post figures and notes, take submissions from draft to restatement, and hand in packs as
files, each write with an idempotency key, and repeat one until it is acknowledged. Meanwhile the
server is killed without warning at random moments and started again on the same data. In the end
everything acknowledged has to be in the database exactly once and no pack in part; totals and
verdicts have to be what the figures make them, and the audit chain whole.
"""

from __future__ import annotations

import argparse
import signal
import sys
from dataclasses import replace

from hub.bootstrap import TEST, enter


def main() -> int:
    enter(replace(TEST, module="tests.drills.kill"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was begun is put away
    from tests.drills.killing import drill

    asked = argparse.ArgumentParser("tests.drills.kill", description=main.__doc__)
    asked.add_argument("--kills", type=int, default=300, help="how often (300)")
    asked.add_argument("--writers", type=int, default=8, help="how many write at once (8)")
    asked.add_argument("--seed", type=int, default=1, help="of the random moments (1)")
    chosen = asked.parse_args()
    outcome = drill(chosen.kills, chosen.writers, chosen.seed, say=print)
    print(outcome)
    return 0 if outcome.sound else 1


if __name__ == "__main__":
    sys.exit(main())
