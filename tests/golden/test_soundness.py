"""The measures themselves: that they find what they are to find."""

import pytest

from hub.drawing import DARK, LIGHT, Node, Theme, badge, group, label, node, scene
from tests.golden.ground import contrast, outlines, rgb, standing
from tests.golden.soundness import (
    miscounted,
    pale,
    too_small_to_hit,
    too_small_to_read,
    under_the_clock,
    unexplained,
)


def picture(*drawn: Node, theme: Theme = LIGHT) -> Node:
    return scene(1920, 1080, theme, *drawn, title="Any")


def words(x: float = 100, y: float = 300, size: float = 30, fill: str = "#0F1C2A") -> Node:
    return label("Words", x, y, size, fill=fill)


def plate(fill: str, x: float = 80, **more: float) -> Node:
    return node("rect", x=x, y=250, width=300, height=100, fill=fill, **more)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(rgb("#000000"), rgb("#FFFFFF")) == pytest.approx(21)
    assert contrast(rgb("#777777"), rgb("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


def test_words_are_measured_against_what_is_right_under_them() -> None:
    assert pale(picture(words())) == []
    assert pale(picture(plate("#0F1C2A"), words()))
    assert pale(picture(plate("#0F1C2A"), plate("#FFFFFF"), words())) == []
    assert pale(picture(plate("#0F1C2A", x=120), words()))  # lies under the end of the line
    assert pale(picture(plate("#0F1C2A", opacity=0.1), words())) == []
    assert pale(picture(plate("#0F1C2A", opacity=0.9), words()))


def test_a_path_is_under_what_stands_inside_it() -> None:
    path = node("path", d="M80 250h300v100H80ZM900 0L910 0L905 9Z", fill="#0F1C2A")
    assert pale(picture(path, words()))
    assert pale(picture(path, words(y=400))) == []
    assert [len(outline) for outline in outlines("M0 0L4 0Q5 0 5 5ZM1 1H2")] == [3]


def test_large_letters_may_be_paler() -> None:
    found = list(standing(picture(words(size=23), words(size=24, y=400))))
    assert [each.least for each in found] == [4.5, 3.0]


def test_words_and_links_keep_clear_of_the_clock() -> None:
    assert under_the_clock(picture(words(x=1700, y=80)))
    assert under_the_clock(picture(words(x=1700, y=140))) == []
    target = node("rect", x=1700, y=0, width=60, height=60, fill="#FFFFFF")
    assert under_the_clock(picture(group("there", target, data_href="?scene=plan")))


def test_small_targets_and_letters_are_found() -> None:
    target = node("circle", cx=300, cy=300, r=11, fill="#FFFFFF")
    assert too_small_to_hit(picture(group("there", target, data_href="?scene=plan")))
    assert too_small_to_read(picture(words(size=9)))
    assert too_small_to_read(picture(group(None, words(size=18), scale=0.5)))


def test_pages_are_told_as_a_wall_turns_them() -> None:
    words = label("Page 1 of 2. Data to May", 300, 300, 24)
    assert miscounted(picture(words)) == ["Page 1 of 2 is page 1 of 1"]
    assert miscounted(scene(1920, 1080, LIGHT, words, title="Any", page=(1, 2))) == []


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_badge_needs_its_word(theme: Theme) -> None:
    shown = badge("challenged", theme, 300, 300)
    assert unexplained(picture(shown, theme=theme), theme) == [
        "challenged is shown and not in the legend"
    ]
    legend = group("legend", badge("challenged", theme, 30, 1000))
    assert unexplained(picture(shown, legend, theme=theme), theme) == []
    said = label("Challenged in May", 340, 300, 24)
    assert unexplained(picture(shown, said, theme=theme), theme) == []
