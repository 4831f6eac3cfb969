"""``python3 -m tests.drills.soak --updates 50000 --scenes 2000``: months of a wall in minutes.

A real Chromium shows the real page of a paired screen. Its network is played in the page with
pictures that a real hub drew beforehand: figures, scenes, pages, themes, banners and drivers
change, and the line is lost now and then. Between stretches of that the page comes back to one
picture, and what is left in the browser after a forced collection is counted: nodes, listeners and
what is detached have to stay the same, the heap may not grow.
"""

from __future__ import annotations

import argparse
import signal
import sys
from dataclasses import replace

from hub.bootstrap import TEST, enter


def _tell(words: str) -> None:
    print(words, flush=True)


def main() -> int:
    enter(replace(TEST, module="tests.drills.soak"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was begun is put away
    from tests.drills.soaking import filmed, soak

    asked = argparse.ArgumentParser("tests.drills.soak", description=main.__doc__)
    asked.add_argument("--updates", type=int, default=50_000, help="how many changes (50000)")
    asked.add_argument("--scenes", type=int, default=2_000, help="how many scene changes (2000)")
    asked.add_argument("--samples", type=int, default=20, help="how often it is counted (20)")
    chosen = asked.parse_args()
    with filmed() as film:
        outcome = soak(film, chosen.updates, chosen.scenes, chosen.samples, say=_tell)
    print(outcome)
    return 0 if outcome.sound else 1


if __name__ == "__main__":
    sys.exit(main())
