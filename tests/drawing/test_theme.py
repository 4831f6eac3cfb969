"""Every state has a badge, a word and a look; the colours can be told apart and read."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import hub.drawing
from hub.domain.status import Status
from hub.drawing import DARK, LIGHT, STATES, Look, Theme, legend, state_of, theme
from hub.drawing.marks.badge import DRAWN
from hub.errors import NotFound
from hub.snapshot.views import Legend

from .states import kpi

FLAGS = {"late", "challenged", "overridden", "restated", "masked", "toothless", "upstream"}
OVER = {"closed", "stopped"}  # of initiatives
BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda t: t.name)


def contrast(a: str, b: str) -> float:
    """WCAG 2.2 contrast ratio of two colours."""
    lighter, darker = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_status_and_flag_has_a_badge_a_word_and_a_look() -> None:
    assert set(STATES) == {status.value for status in Status} | FLAGS | OVER
    assert len({state.badge for state in STATES.values()}) == len(STATES)
    assert len({state.word for state in STATES.values()}) == len(STATES)
    assert {state.badge for state in STATES.values()} == set(DRAWN)
    assert all(isinstance(state.look, Look) for state in STATES.values())


def test_only_a_missed_target_is_loud() -> None:
    assert [key for key, state in STATES.items() if state.look is Look.LOUD] == ["red"]


@BOTH
def test_the_table_names_colours_that_there_are(colours: Theme) -> None:
    for state in STATES.values():
        assert {state.ink, state.dot, state.edge} <= set(colours.colours)


def test_both_themes_have_the_same_tokens() -> None:
    assert set(LIGHT.colours) == set(DARK.colours)
    assert all(re.fullmatch("#[0-9A-F]{6}", c) for t in (LIGHT, DARK) for c in t.colours.values())


@BOTH
@pytest.mark.parametrize("ground", ["surface", "bg", "band", "below-soft"])
def test_words_can_be_read_on_every_ground(colours: Theme, ground: str) -> None:
    for ink in ("ink", "ink-2"):
        assert contrast(colours[ink], colours[ground]) >= 4.5


@BOTH
def test_values_glyphs_and_marks_stand_out(colours: Theme) -> None:
    assert contrast(colours["below-ink"], colours["below-soft"]) >= 4.5
    assert contrast(colours["accent"], colours["surface"]) >= 4.5
    for level in ("above", "on", "below"):
        assert contrast(colours[f"{level}-glyph"], colours[level]) >= 3
    for shape in ("above", "on-edge", "below", "late", "link"):
        assert contrast(colours[shape], colours["surface"]) >= 3


def test_a_theme_is_asked_for_by_name() -> None:
    assert theme("light") is LIGHT and theme("dark") is DARK
    with pytest.raises(NotFound, match="light or dark"):
        theme("sepia")


def test_the_legend_speaks_the_words_of_the_scheme() -> None:
    words = Legend(green="On track", amber="Within tolerance", red="Off track")
    assert legend(words) == (
        ("green", "On track"),
        ("amber", "Within tolerance"),
        ("red", "Off track"),
        ("late", "Data late"),
    )


def test_lateness_wins_over_a_status_but_never_shows_what_is_suppressed() -> None:
    green = kpi("Above", Status.GREEN, 98.6, 97)
    assert state_of(green) == "green"
    assert state_of(replace(green, late_days=9)) == "late"
    assert state_of(replace(green, status=Status.SUPPRESSED, late_days=9)) == "suppressed"


def test_hex_colours_live_in_the_theme_only() -> None:
    folder = Path(hub.drawing.__file__).parent
    for file in folder.rglob("*.py"):
        found = re.findall(r'"#[0-9a-fA-F]{6}"', file.read_text("utf-8"))
        assert not found or file.name == "theme.py", file
