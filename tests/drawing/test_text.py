"""Words fall into lines by stored metrics: never too wide, never lost without need."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.drawing.text import ELLIPSIS, SLACK, fit, fits, width, wrap

QUOTED = "\u201cquoted\u201d \u2013 dash \u2014 \u2026 \u2192 \u2265 \u20ac5"
# Measured once with getComputedTextLength in Chromium, 33 px high
MEASURED = [
    ("To provide the most highly valued IT service in the UK", "sans", 500, 806.77),
    ("To provide the most highly valued IT service in the UK", "sans", 600, 817.28),
    (QUOTED, "condensed", 600, 391.12),
    (QUOTED, "sans", 600, 432.34),
]
TITLES = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
ROOMS = st.floats(min_value=80, max_value=900)


@pytest.mark.parametrize(("words", "face", "weight", "chromium"), MEASURED)
def test_widths_are_those_of_the_browser(
    words: str, face: str, weight: int, chromium: float
) -> None:
    assert width(words, 33, face, weight) == pytest.approx(chromium, rel=0.02)


def test_unknown_letters_have_a_width_and_marks_have_none() -> None:
    assert width("\u6771\u4eac", 10) == pytest.approx(20)
    assert width("e\u0301", 10) == width("e", 10)
    assert width("\u03c3", 10, "condensed") == width("\u03c3", 10, "sans")
    assert width("", 10) == 0


def test_titles_are_balanced_over_two_lines() -> None:
    words = "Ensure IT security standards are maintained"
    assert wrap(words, 33, 372, 2) == ("Ensure IT security", "standards are maintained")
    assert wrap("Provide strategic insight and innovation", 33, 356, 2) == (
        "Provide strategic",
        "insight and innovation",
    )


def test_words_kept_together_by_a_no_break_space_stay_together() -> None:
    assert wrap("due on the 13\xa0January", 33, 200, 3)[-1].endswith("13\xa0January")


def test_a_long_word_is_broken_and_an_ellipsis_is_the_last_resort() -> None:
    assert "".join(wrap("donaudampfschifffahrt", 33, 160, 3)) == "donaudampfschifffahrt"
    assert wrap("https://example.org/a-long/path", 33, 230, 3)[0].endswith(("/", ".", "-"))
    assert wrap("one two three four", 33, 100, 1) == (f"one t{ELLIPSIS}",)
    assert wrap("", 33, 100, 2) == wrap(" \n ", 33, 100, 2) == ()


@given(TITLES, ROOMS, st.integers(1, 4), st.sampled_from(["sans", "condensed"]))
def test_no_line_is_wider_than_its_room(words: str, room: float, lines: int, face: str) -> None:
    wrapped = wrap(words, 33, room, lines, face, 600)
    assert len(wrapped) <= lines
    assert all(line and width(line, 33, face, 600) * SLACK <= room + 1e-6 for line in wrapped)


@given(TITLES, ROOMS)
def test_nothing_is_lost_while_there_are_lines(words: str, room: float) -> None:
    wrapped = wrap(words, 33, room, 1000)
    kept = "".join("".join(wrapped).split())
    assert kept == "".join(words.split())


@given(TITLES, ROOMS)
def test_no_line_begins_with_a_mark_that_belongs_to_a_letter(words: str, room: float) -> None:
    for line, before in zip(wrap(words, 33, room, 99)[1:], wrap(words, 33, room, 99), strict=False):
        begins = unicodedata.category(line[0]).startswith("M")
        assert not begins or f"{before[-1]}{line[0]}" not in words


@given(TITLES, ROOMS, st.integers(1, 3))
def test_fit_takes_the_largest_size_that_needs_no_ellipsis(
    words: str, room: float, lines: int
) -> None:
    sizes = (33.0, 29.0, 25.0)
    size, wrapped = fit(words, room, lines, sizes)
    assert wrapped == wrap(words, size, room, lines)
    for larger in sizes[: sizes.index(size)]:
        assert not fits(words, larger, room, lines)
    if any(fits(words, each, room, lines) for each in sizes):
        assert fits(words, size, room, lines)
