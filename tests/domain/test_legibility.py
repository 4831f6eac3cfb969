"""Letters that are too small for the distance are found out before anybody squints."""

import math

import pytest

from hub.domain.legibility import FAR, Viewing, advice

TABLE = [(55, 2, 22), (55, 3, 32), (55, 5, 53), (65, 3, 27), (75, 4, 31), (86, 4, 27), (98, 5, 30)]


@pytest.mark.parametrize(("diagonal", "distance", "size"), TABLE)
def test_the_size_that_is_needed_is_the_one_of_the_table(
    diagonal: float, distance: float, size: int
) -> None:
    assert math.ceil(Viewing(diagonal, distance).needed) == size


@pytest.mark.parametrize(("diagonal", "metres"), [(55, 2.9), (65, 3.4), (75, 3.9), (86, 4.5)])
def test_how_far_a_title_of_the_map_reaches(diagonal: float, metres: float) -> None:
    assert round(Viewing(diagonal, 1).reach(FAR), 1) == metres


@pytest.mark.parametrize(
    ("diagonal", "distance", "warns", "words"),
    [
        (65, 2, False, "Everything can be read from 2 m"),
        (65, 3, False, "targets and dates from 2.4 m"),
        (55, 4, True, "its titles can be read from 2.9 m at most"),
        (55, 6, True, "not even the large titles"),
    ],
)
def test_a_screen_too_far_away_is_warned_of(
    diagonal: float, distance: float, warns: bool, words: str
) -> None:
    said = advice(Viewing(diagonal, distance))
    assert said.warns is warns
    assert words in said.words


def test_the_diagonal_that_is_advised_is_enough() -> None:
    asked = Viewing(55, 4)
    assert not advice(Viewing(asked.diagonal_for(FAR), 4)).warns


def test_a_picture_over_several_screens_is_read_from_further_away() -> None:
    assert advice(Viewing(55, 5)).warns
    assert not advice(Viewing(55, 5, screens=2)).warns
