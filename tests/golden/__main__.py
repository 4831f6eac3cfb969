"""``python3 -m tests.golden``: draws every golden picture again and tells which are other ones.

What changed is written to tests/out/golden, with what was kept of it before, to be looked at.
``--accept`` keeps it all as it is now drawn; ``--digests HOUSE`` says those of a house, as JSON.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hub.bootstrap import ROOT, TEST, enter

if TYPE_CHECKING:
    from hub.drawing import Node
    from tests.golden.gallery import Picture

OUT = ROOT / "tests" / "out" / "golden"


def main() -> int:
    enter(replace(TEST, module="tests.golden"))
    parser = argparse.ArgumentParser(prog="python3 -m tests.golden", description=__doc__)
    parser.add_argument("--accept", action="store_true", help="keep the pictures as they are now")
    parser.add_argument("--digests", metavar="HOUSE", help="of one house alone, as JSON")
    asked = parser.parse_args()
    if asked.digests:
        print(json.dumps(_digests(asked.digests)))
        return 0
    return _compare(asked.accept)


def _digests(name: str) -> dict[str, list[str]]:
    from tests.golden.houses import built
    from tests.golden.table import digests

    with TemporaryDirectory(prefix="hub-golden-") as folder:
        house = built(name, Path(folder))
        found = digests(house)
        house.hub.close()
    return found


def _compare(accept: bool) -> int:
    from tests.golden.table import TABLE, agreed, differing

    drawn = _drawn()
    from tests.golden.table import digest

    found = {each.name: [digest(page) for page in pages] for each, pages in drawn.items()}
    lines = list(differing(agreed(), found))
    print("\n".join([*lines, f"{len(found)} pictures, {len(lines)} of them not as they were"]))
    if accept:
        TABLE.write_text(json.dumps(found, indent=0, sort_keys=True) + "\n", "utf-8")
        _keep(drawn)
    else:
        changed = {line.split()[0] for line in lines}
        _show({each: pages for each, pages in drawn.items() if each.name in changed})
    return 0 if accept or not lines else 1


def _drawn() -> dict[Picture, list[Node]]:
    from tests.golden.gallery import pages, pictures
    from tests.golden.houses import built
    from tests.golden.scorecards import SHAPES
    from tests.golden.tools import drawings

    found: dict[Picture, list[Node]] = {}
    for name in SHAPES:
        with TemporaryDirectory(prefix="hub-golden-") as folder:
            house = built(name, Path(folder))
            found |= {each: list(pages(house, each)) for each in pictures(house)}
            house.hub.close()
        print(f"drew {name}", file=sys.stderr)
    return found | {each: [drawn] for each, drawn in drawings()}


def _keep(drawn: dict[Picture, list[Node]]) -> None:
    from tests.golden.paint import painted
    from tests.golden.table import PAINTED, TEXTS, file_of, is_whole, pairwise, text_of

    for folder in (TEXTS, PAINTED):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    for each, pages in drawn.items():
        if is_whole(each):
            file_of(TEXTS, each, "svg").write_text(text_of(pages[0]), "utf-8")
    some = pairwise(drawn)
    for each, png in zip(some, painted([drawn[each][0] for each in some]), strict=True):
        file_of(PAINTED, each, "png").write_bytes(png)


def _show(changed: dict[Picture, list[Node]]) -> None:
    """Write the pictures as they are now, beside those that were kept."""
    from tests.golden.table import PAINTED, TEXTS, file_of

    shutil.rmtree(OUT, ignore_errors=True)
    for each, pages in changed.items():
        folder = OUT / each.name.replace("/", "-")
        folder.mkdir(parents=True)
        for number, page in enumerate(pages, 1):
            (folder / f"after-{number}.svg").write_text(str(page), "utf-8")
        for place, kind in ((TEXTS, "svg"), (PAINTED, "png")):
            kept = file_of(place, each, kind)
            if kept.exists():
                shutil.copyfile(kept, folder / f"before-1.{kind}")
    if changed:
        print(f"to be looked at: {OUT}; to keep them so: python3 -m tests.golden --accept")


if __name__ == "__main__":
    sys.exit(main())
