"""Icons of variation and assurance: which are shown, where, and whether they can be told apart."""

from dataclasses import replace

import pytest

from hub.domain.periods import Frequency
from hub.domain.status import Status
from hub.drawing import DARK, ICONS, KINDS, LIGHT, Node, Theme, kpi_panel, kpi_tile, legend_row
from hub.drawing.marks.variation import sign_words, signs
from hub.snapshot.views import KpiView, Legend
from tests.displays.icons import icons
from tests.geometry import Box, said

from .states import kpi
from .test_theme import contrast

GREEN = replace(
    kpi("Above target", Status.GREEN, 98.6, 97), variation="improvement_high", assurance="pass"
)
BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda t: t.name)


def test_each_icon_has_words_of_its_own() -> None:
    assert len({icon.word for icon in ICONS.values()}) == len(ICONS)
    assert len({icon.brief for icon in ICONS.values()}) == len(ICONS)
    assert len({kind.word for kind in KINDS.values()}) == len(KINDS)


@BOTH
@pytest.mark.parametrize("token", ["improving", "concern", "changed", "usual"])
def test_letters_can_be_read_and_marks_seen_on_every_card(colours: Theme, token: str) -> None:
    assert contrast(colours[token], colours["surface"]) >= 4.5  # letters stand on the icon's disc
    for ground in ("surface", "below-soft", "bg", "band"):
        assert contrast(colours[token], colours[ground]) >= 3


@pytest.mark.parametrize(
    "without",
    [
        replace(GREEN, status=Status.SUPPRESSED),
        replace(GREEN, status=Status.NO_DATA, value=None),
        replace(GREEN, status=Status.NOT_DUE, value=None),
        replace(GREEN, late_days=9),
        replace(GREEN, frequency=Frequency.LIVE),
        replace(GREEN, variation="", assurance=""),
    ],
)
def test_a_figure_that_is_hidden_missing_late_or_live_has_no_icons(without: KpiView) -> None:
    assert signs(without) == ("", "")
    assert sign_words(without) == []
    for drawn in (tile(without), kpi_panel(without, LIGHT, 0, 0, 898, 418)):
        assert icons(drawn) == []
        assert "Improving" not in drawn.attributes["aria-label"]


def tile(view: KpiView, wide: float = 392, high: float = 152) -> Node:
    return kpi_tile(view, LIGHT, 0, 0, wide, high, scale=1)


def test_tile_and_panel_say_the_words_of_their_icons() -> None:
    for drawn in (tile(GREEN), kpi_panel(GREEN, LIGHT, 0, 0, 898, 418)):
        assert drawn.attributes["aria-label"] == (
            "Above target: 98.6%, Above target, Improving: unusually high, Will meet the target"
        )
        assert [name for name, _ in icons(drawn)] == ["improvement_high", "pass"]


@pytest.mark.parametrize("wide", [392, 700])
def test_an_icon_has_one_place_on_all_tiles_of_a_size(wide: float) -> None:
    long = replace(GREEN, title="Share of calls that an analyst answered in time " * 2)
    noted = replace(GREEN, value=1234567.5, note_count=3, restated=True)
    untargeted = replace(GREEN, status=Status.NO_TARGET, target=None, assurance="")
    whole = replace(GREEN, variation="common_cause", assurance="fail")
    places = {box for view in (GREEN, long, noted, untargeted, whole)
              for name, box in icons(tile(view, wide))[:1]}  # fmt: skip
    assert len(places) == 1
    assert all(Box(0, 0, wide, 152).holds(box) for _, box in icons(tile(noted, wide)))


def course(drawn: Node) -> str:
    """Where the sparkline stands."""
    groups = [n for n in drawn.children if isinstance(n, Node) and n.tag == "g"]
    lines = [n for n in groups if len(n.children) == 3 and "role" not in n.attributes]
    return lines[0].attributes["transform"]


def test_tiles_in_a_row_have_their_courses_in_one_place() -> None:
    bare = replace(GREEN, variation="", assurance="")
    kept = kpi_tile(bare, LIGHT, 0, 0, 392, 152, scale=1, signed=True)
    assert course(kept) == course(tile(GREEN)) != course(tile(bare))


def test_a_legend_tells_icons_and_points_in_brief() -> None:
    drawn = legend_row(
        Legend(), LIGHT, 0, 0, 23, ("red", "concern_low", "fail", "special_cause_concern")
    )
    words = said(drawn)
    for expected in ("Below target", "Getting worse, low", "Will miss target", "Unusually bad"):
        assert expected in words
