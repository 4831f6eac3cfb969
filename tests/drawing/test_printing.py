"""Scenes come out on paper, within limits, from a process of its own."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.drawing import LIGHT, Undrawable, label, node, printing, scene
from hub.drawing.printing import page, to_pdf, to_png
from hub.errors import Invalid, TooLarge, Unusable
from tests.paper import opened, sheets

from .states import sheet

SCENE = scene(192, 108, LIGHT, label("Printed", 10, 60, 30, 600), title="Printed")


def sides(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, from its header."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def test_a_png_is_as_wide_as_asked_for() -> None:
    assert sides(to_png(SCENE, 384)) == (384, 216)
    assert sides(to_png(sheet(LIGHT), 960)) == (960, 630)


def test_a_png_is_never_over_8000_px_a_side() -> None:
    assert sides(to_png(scene(10, 1, LIGHT, title="wide"), 1_000_000)) == (8000, 800)
    assert sides(to_png(scene(1, 10, LIGHT, title="high"), 1_000_000)) == (800, 8000)


def test_a_pdf_has_a_page_for_each_scene_turned_as_it_is() -> None:
    high = scene(108, 192, LIGHT, label("Portrait", 10, 60, 20), title="Portrait")
    pdf = to_pdf([SCENE, high], "A4")
    assert pdf.startswith(b"%PDF")
    assert sorted(sheets(pdf)) == [(595, 842), (842, 595)]


def test_bold_is_semibold_and_the_rest_regular() -> None:
    both = scene(200, 100, LIGHT, label("abc", 9, 30, 20, 500), label("abc", 9, 60, 20, 600),
                 title="both")  # fmt: skip
    found = re.findall(rb"/FontName /(\S+)", opened(to_pdf([both])))
    fonts = {name.split(b"+")[-1] for name in found}
    assert fonts == {b"IBMPlexSansCond-Regular", b"IBMPlexSansCond-SemiBold"}


def test_a_page_keeps_the_scene_inside_its_margin() -> None:
    sheet_ = page(SCENE, "A3")
    assert sheet_.attributes["viewBox"] == "0 0 1191 842"
    moved = sheet_.children[0]
    assert not isinstance(moved, str)
    assert moved.attributes["transform"].startswith("translate(24 ")


def test_what_cannot_be_printed_is_refused() -> None:
    with pytest.raises(Invalid, match="A3 or A4"):
        to_pdf([SCENE], "B5")
    with pytest.raises(TooLarge):
        to_pdf([])
    with pytest.raises(Undrawable):
        to_png(node("g"))


def test_missing_fonts_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(printing, "FONTS", tmp_path)
    with pytest.raises(Unusable, match="IBMPlexSans_400Regular"):
        to_png(SCENE)


def test_a_missing_cairo_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_cairo(order: object) -> bytes:
        raise OSError("no library called cairo-2 was found")

    monkeypatch.setattr(printing, "_png", without_cairo)
    monkeypatch.setattr(printing, "_limit", lambda: None)
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"form": "png"}'))
    with pytest.raises(SystemExit, match="install Debian's libcairo2"):
        printing.main()


def test_a_child_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*args: object, **settings: object) -> None:
        raise subprocess.TimeoutExpired("python", 60)

    monkeypatch.setattr(subprocess, "run", endless)
    with pytest.raises(Unusable, match="longer than 60 seconds"):
        to_png(SCENE)


def test_a_failing_child_is_an_error_and_not_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "for_cairo", lambda drawing: "<not svg")
    with pytest.raises(Unusable):
        to_png(SCENE)


@settings(max_examples=5, deadline=None)
@given(st.text(max_size=60))
def test_any_words_can_be_printed(words: str) -> None:
    assert to_png(scene(100, 50, LIGHT, label(words, 1, 20, 9), title=words), 100)
