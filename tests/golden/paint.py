"""Golden PNGs: many pictures painted by one process, and compared as an eye would.

Cairo and FreeType put letters a shade otherwise from version to version, so two PNGs are alike
where no part of them, seen from afar, has another shade.
"""

import base64
import io
import json
import math
import os
import subprocess
import sys
from collections.abc import Sequence

from hub.drawing import Node
from hub.drawing.printing import HUB, fontconfig, for_cairo, size
from tests.golden.table import HERE

AREA = 320 * 180  # px of a PNG, whatever its shape
BLOCK = 16  # px a side of what is seen as one shade
# of 255 that a block may differ in a colour: letters that are hinted fully, or not at all, come to
# 31; a title that is missing to 27 and more, green badges that turn amber to as much as 134
SHADE = 32
SECONDS = 240


def painted(drawings: Sequence[Node]) -> list[bytes]:
    """A small PNG of each."""
    texts = json.dumps([(for_cairo(drawing), _wide(drawing)) for drawing in drawings])
    with fontconfig() as folder:
        child = subprocess.run(
            [sys.executable, "-m", __name__],
            input=texts.encode(),
            capture_output=True,
            check=True,
            timeout=SECONDS,
            cwd=HERE.parents[1],
            env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf"),
                 "PYTHONPATH": str(HUB.parent)},
        )  # fmt: skip
    return [base64.b64decode(line) for line in child.stdout.splitlines()]


def _wide(drawing: Node) -> int:
    across, down = size(drawing)
    return round(math.sqrt(AREA * across / down))


def apart(one: bytes, other: bytes) -> int:
    """The most that a block of two PNGs differs in a colour, of 255; 256 where sizes differ."""
    first, second = _blocks(one), _blocks(other)
    if len(first) != len(second):
        return 256
    return max((abs(a - b) for a, b in zip(first, second, strict=True)), default=0)


def _blocks(png: bytes) -> bytes:
    """The colours of a PNG, each of a whole block."""
    import cairocffi

    drawn = cairocffi.ImageSurface.create_from_png(io.BytesIO(png))
    wide, high = drawn.get_width() // BLOCK, drawn.get_height() // BLOCK
    small = cairocffi.ImageSurface(cairocffi.FORMAT_RGB24, wide, high)
    context = cairocffi.Context(small)
    context.scale(1 / BLOCK, 1 / BLOCK)
    context.set_source_surface(drawn)
    context.get_source().set_filter(cairocffi.FILTER_BEST)
    context.paint()
    small.flush()
    return bytes(small.get_data())


def main() -> None:
    import cairosvg

    for text, wide in json.load(sys.stdin):
        png = cairosvg.svg2png(bytestring=text.encode(), output_width=wide)
        print(base64.b64encode(png).decode())


if __name__ == "__main__":
    main()


__all__ = ["SHADE", "apart", "painted"]
