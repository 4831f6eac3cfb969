"""Scenes on paper: PNG and PDF by CairoSVG, in a process of its own with little it may use.

That process gets the SVG text of our own nodes on its standard input and may neither read other
files through it nor fetch anything. It sees just two cuts of each face, Regular and SemiBold:
Cairo knows only normal and bold, and so bold is SemiBold.
"""

import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hub.drawing.nodes import NAMESPACE, Node, Undrawable, node, placed, written
from hub.errors import Invalid, TooLarge, Unusable

LONGEST = 8000  # px a side
PAGES = 200
SECONDS = 60
MEMORY = 1 << 30  # bytes
PAPERS = {"A1": (2384.0, 1684.0), "A3": (1191.0, 842.0), "A4": (842.0, 595.0)}  # pt, landscape
MARGIN = 24.0  # pt
DOTS = 300  # to the inch, in a PNG for paper
NICE = 10  # how far printing stands back behind whatever else the computer does
HUB = Path(__file__).resolve().parents[1]
FONTS = HUB / "web" / "static" / "fonts"
CUTS = tuple(
    f"{family}_{cut}.ttf"
    for family in ("IBMPlexSans", "IBMPlexSansCondensed")
    for cut in ("400Regular", "600SemiBold")
)
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
NO_CAIRO = "Printing needs Cairo: install Debian's libcairo2"


def to_png(drawing: Node, width: int = 1920) -> bytes:
    """A scene as a PNG, ``width`` px wide or less where a side would be over 8,000 px."""
    across, down = size(drawing)
    scale = min(width, LONGEST, LONGEST * across / down) / across
    wide, high = max(1, round(across * scale)), max(1, round(down * scale))
    return _printed({"form": "png", "pages": [for_cairo(drawing)], "width": wide, "height": high})


def to_pdf(drawings: Sequence[Node], paper: str = "A4") -> bytes:
    """Scenes as a PDF, one to a page, each turned the way it is longer."""
    known_paper(paper)
    if not 0 < len(drawings) <= PAGES:
        raise TooLarge(f"a print has 1 to {PAGES} pages, not {len(drawings)}")
    return _printed({"form": "pdf", "pages": [for_cairo(page(each, paper)) for each in drawings]})


def known_paper(name: str) -> str:
    """The name of a paper as ``PAPERS`` has it. Raises Invalid."""
    if name.upper() not in PAPERS:
        raise Invalid(f"there is no paper {name!r}: use {' or '.join(PAPERS)}")
    return name.upper()


def to_dots(paper: str, portrait: bool) -> int:
    """How many px wide a picture is that fills a sheet."""
    return round(PAPERS[paper][portrait] / 72 * DOTS)


def size(drawing: Node) -> tuple[float, float]:
    """Width and height of a scene, from its viewBox."""
    box = [float(part) for part in drawing.attributes.get("viewBox", "").replace(",", " ").split()]
    if len(box) != 4 or box[2] <= 0 or box[3] <= 0:
        raise Undrawable("only a whole scene, with a viewBox, can be printed")
    return box[2], box[3]


def page(drawing: Node, paper: str) -> Node:
    """A scene in the middle of a sheet, as large as the margin allows."""
    across, down = size(drawing)
    wide, high = PAPERS[paper] if across >= down else PAPERS[paper][::-1]
    scale = min((wide - 2 * MARGIN) / across, (high - 2 * MARGIN) / down)
    x, y = (wide - across * scale) / 2, (high - down * scale) / 2
    inside = [child for child in drawing.children if isinstance(child, Node)]
    return node(
        "svg",
        node("g", *inside, transform=placed(x, y, scale)),
        xmlns=NAMESPACE,
        viewBox=f"0 0 {written(wide)} {written(high)}",
        width=wide,
        height=high,
    )


def for_cairo(drawing: Node) -> str:
    """The text for Cairo; quotes inside words are escaped, so only attributes can match."""
    return (
        str(drawing)
        .replace('font-weight="600"', 'font-weight="bold"')
        .replace('font-weight="500"', 'font-weight="normal"')
    )


def _printed(order: dict[str, Any]) -> bytes:
    """What the child makes of ``order``. Raises Unusable with its reason if it makes nothing."""
    with fontconfig() as folder:
        try:
            child = subprocess.run(
                [sys.executable, "-m", "hub.drawing.printing"],
                input=json.dumps(order).encode(),
                capture_output=True,
                check=False,
                timeout=SECONDS,
                cwd=folder,
                env={
                    "PATH": os.defpath,
                    "PYTHONPATH": str(HUB.parent),
                    "FONTCONFIG_FILE": str(folder / "fonts.conf"),
                },
            )
        except subprocess.TimeoutExpired:
            raise Unusable(f"Printing took longer than {SECONDS} seconds") from None
    if child.returncode:
        lines = child.stderr.decode(errors="replace").strip().splitlines()
        raise Unusable(lines[-1] if lines else "Printing used more time or memory than it may")
    return child.stdout


@contextmanager
def fontconfig() -> Iterator[Path]:
    """A folder with a font set-up that knows our four files and nothing else."""
    absent = [cut for cut in CUTS if not (FONTS / cut).is_file()]
    if absent:
        raise Unusable(f"Printing needs {absent[0]} in {FONTS}: build the kiosk first")
    with TemporaryDirectory(prefix="hub-print-") as name:
        folder = Path(name)
        fonts = folder / "fonts"
        fonts.mkdir()
        for cut in CUTS:
            (fonts / cut).symlink_to(FONTS / cut)
        text = FONTCONFIG.format(fonts=fonts, cache=folder / "cache")
        (folder / "fonts.conf").write_text(text, "utf-8")
        yield folder


def _limit() -> None:
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS // 2, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _png(order: dict[str, Any]) -> bytes:
    import cairosvg

    drawn: bytes = cairosvg.svg2png(
        bytestring=order["pages"][0].encode(),
        output_width=order["width"],
        output_height=order["height"],
    )
    return drawn


def _pdf(order: dict[str, Any]) -> bytes:
    """One PDF of all pages: each is drawn onto the surface that they share."""
    import cairocffi
    from cairosvg.parser import Tree
    from cairosvg.surface import PDFSurface

    output = io.BytesIO()
    sheet = cairocffi.PDFSurface(output, 1, 1)

    class Page(PDFSurface):  # type: ignore[misc]  # cairosvg has no types
        device_units_per_user_units = 1

        def _create_surface(self, width: float, height: float) -> tuple[Any, float, float]:
            sheet.set_size(width, height)
            return sheet, width, height

    for svg in order["pages"]:
        Page(Tree(bytestring=svg.encode()), None, 72)
        sheet.show_page()
    sheet.finish()
    return output.getvalue()


def main() -> None:
    """The child: an order in, a picture out; on failure one line for a person, and exit 1."""
    _limit()
    order = json.load(sys.stdin)
    try:
        sys.stdout.buffer.write(_png(order) if order["form"] == "png" else _pdf(order))
    except OSError:
        raise SystemExit(NO_CAIRO) from None
    except MemoryError:
        raise SystemExit("Printing used more memory than it may") from None


if __name__ == "__main__":
    main()
