"""The committed advances are those of the fonts that walls and paper are drawn with."""

import re

from hub.drawing import metrics
from hub.drawing.printing import FONTS


def test_the_table_is_made_from_the_fonts_of_the_kiosk() -> None:
    assert metrics.measured(FONTS) == metrics.TABLE.read_text("utf-8")


def test_the_table_covers_what_people_write() -> None:
    words = "\u0141\u00f3d\u017a \u00a3\u20ac98.6%\u2265\u2212\u2192\u2013\u2026\u2021\u03c3\u2019"
    for font in ("sans-500", "sans-600"):
        assert set(words) <= set(metrics.advances()[font])


def test_digits_are_equally_wide() -> None:
    for font, row in metrics.advances().items():
        assert len({row[digit] for digit in "0123456789"}) == 1, font


def test_the_licence_of_the_fonts_is_named() -> None:
    text = metrics.TABLE.with_name("FONTS.txt").read_text("utf-8")
    assert re.search(r"Open Font License, Version 1\.1", text)
