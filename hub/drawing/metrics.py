"""Advances of the fonts the hub draws with, read from ``metrics.json``.

The table is made from the complete TTF files of IBM Plex Sans and IBM Plex Sans Condensed
(npm: @expo-google-fonts/ibm-plex-sans and @expo-google-fonts/ibm-plex-sans-condensed, OFL 1.1),
with the standard library alone:

    python -m hub.drawing.metrics hub/web/static/fonts > metrics.json

and is committed as ``hub/drawing/metrics.json``, so that text can be measured before, or without,
the kiosk being built.
"""

import json
import struct
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType

TABLE = Path(__file__).with_name("metrics.json")
FONTS = MappingProxyType(
    {
        f"{face}-{weight}": f"{prefix}_{weight}{cut}.ttf"
        for face, prefix in (("sans", "IBMPlexSans"), ("condensed", "IBMPlexSansCondensed"))
        for weight, cut in ((400, "Regular"), (500, "Medium"), (600, "SemiBold"))
    }
)
# Latin with its extensions, Greek, Cyrillic, punctuation, raised digits, currencies, arrows, signs
MEASURED = tuple(
    chain(
        range(0x20, 0x7F),
        range(0xA0, 0x180),
        range(0x218, 0x21C),
        range(0x370, 0x400),
        range(0x400, 0x460),
        range(0x1E80, 0x1E86),
        range(0x1E9E, 0x1E9F),
        range(0x1EF2, 0x1EF4),
        range(0x2010, 0x2040),
        range(0x2070, 0x2090),
        range(0x20A0, 0x20C0),
        range(0x2100, 0x2150),
        range(0x2150, 0x2160),
        range(0x2190, 0x219A),
        range(0x2200, 0x2270),
        range(0x25A0, 0x25D0),
    )
)


@lru_cache(maxsize=1)
def advances() -> Mapping[str, Mapping[str, float]]:
    """Per font (``condensed-600``) the advance of each character it has, in em."""
    table = json.loads(TABLE.read_text("utf-8"))
    units = table["units_per_em"]
    return {
        font: {
            character: advance / units
            for character, advance in zip(table["characters"], row, strict=True)
            if advance is not None
        }
        for font, row in table["advances"].items()
    }


def measured(folder: Path) -> str:
    """The text of ``metrics.json`` for the TTF files in ``folder``."""
    read = {font: advances_in((folder / file).read_bytes()) for font, file in FONTS.items()}
    known = [point for point in MEASURED if any(point in row for row in read.values())]
    lines = [
        f"  {json.dumps(font)}: {json.dumps([row.get(p) for p in known], separators=(',', ':'))}"
        for font, row in read.items()
    ]
    characters = json.dumps("".join(map(chr, known)))
    body = ",\n".join(lines)
    return f'{{"units_per_em": 1000,\n"characters": {characters},\n"advances": {{\n{body}\n}}}}\n'


def advances_in(font: bytes) -> dict[int, int]:
    """Advance per code point of a TrueType font, in thousandths of an em."""
    tables = dict(_tables(font))
    (units,) = struct.unpack_from(">H", tables["head"], 18)
    (count,) = struct.unpack_from(">H", tables["hhea"], 34)
    widths = struct.unpack(">" + "Hh" * count, tables["hmtx"][: 4 * count])[::2]
    return {
        point: round(widths[min(glyph, count - 1)] * 1000 / units)
        for point, glyph in _glyphs(tables["cmap"])
    }


def _tables(font: bytes) -> Iterator[tuple[str, bytes]]:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        tag, _, start, length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        yield tag.decode("ascii"), font[start : start + length]


def _glyphs(cmap: bytes) -> Iterator[tuple[int, int]]:
    """(code point, glyph) pairs of the font's Unicode map in format 4 (OpenType, cmap)."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    starts = [struct.unpack_from(">HHI", cmap, 4 + 8 * index)[2] for index in range(count)]
    start = next(at for at in starts if struct.unpack_from(">H", cmap, at)[0] == 4)
    (doubled,) = struct.unpack_from(">H", cmap, start + 6)
    half = doubled // 2
    ends, firsts, deltas, offsets = (
        struct.unpack_from(f">{half}H", cmap, start + 14 + skip)
        for skip in (0, doubled + 2, 2 * doubled + 2, 3 * doubled + 2)
    )
    for index, (first, end) in enumerate(zip(firsts, ends, strict=True)):
        place = start + 16 + 3 * doubled + 2 * index
        for point in range(first, min(end, 0xFFFE) + 1):
            glyph = point
            if offsets[index]:
                at = place + offsets[index] + 2 * (point - first)
                (glyph,) = struct.unpack_from(">H", cmap, at)
                if glyph == 0:
                    continue
            if number := (glyph + deltas[index]) % 0x10000:
                yield point, number


if __name__ == "__main__":
    sys.stdout.write(measured(Path(sys.argv[1])))
