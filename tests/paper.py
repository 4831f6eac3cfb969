"""What is in a PDF: its parts unpacked, and the sizes of its pages."""

import re
import zlib


def opened(pdf: bytes) -> bytes:
    """The PDF with what it holds compressed."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    plain = (zlib.decompressobj().decompress(raw) for raw in found if raw[:1] == b"x")
    return pdf + b"".join(plain)


def sheets(pdf: bytes) -> list[tuple[float, float]]:
    """The sizes of the pages, in pt."""
    boxes = re.findall(rb"/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)", opened(pdf))
    return [(float(wide), float(high)) for wide, high in boxes]
