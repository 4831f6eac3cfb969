"""Every tool of the problem board: empty, typical, overfull."""

import pytest

from hub.drawing import Node
from hub.plugins import Registry
from hub.problem_board import Tool
from tests.geometry import crowded, faults, fields
from tests.golden.checks import HOW
from tests.golden.gallery import Picture
from tests.golden.paint import SHADE, apart, painted
from tests.golden.soundness import pale, too_small_to_read
from tests.golden.table import PAINTED, agreed, digest, file_of
from tests.golden.tools import analyses, drawings

Drawn = dict[Picture, Node]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return dict(drawings())


def test_every_tool_that_comes_with_the_hub_is_here() -> None:
    assert set(analyses()) == {tool.name for tool in Registry("hub.tools", Tool)}


def test_they_are_the_pictures_that_were_agreed(drawn: Drawn) -> None:
    kept = agreed()
    other = [each.name for each, node in drawn.items() if kept.get(each.name) != [digest(node)]]
    assert other == [], HOW


def test_words_and_targets_keep_apart_and_within_the_picture(drawn: Drawn) -> None:
    assert [(each.name, line) for each, node in drawn.items() for line in faults(node)] == []
    touched = {each.name: fields(node, "data-do", "data-look") for each, node in drawn.items()}
    close = [(name, two) for name, boxes in touched.items() for two in crowded(boxes)]
    assert close == []


def test_words_can_be_read(drawn: Drawn) -> None:
    assert [(each.name, line) for each, node in drawn.items() for line in pale(node)] == []
    found = [(each.name, line) for each, node in drawn.items() for line in too_small_to_read(node)]
    assert found == []


def test_paper_has_them_as_agreed(drawn: Drawn) -> None:
    some = [each for each in drawn if file_of(PAINTED, each, "png").is_file()]
    assert some, HOW
    for each, png in zip(some, painted([drawn[each] for each in some]), strict=True):
        before = file_of(PAINTED, each, "png").read_bytes()
        assert apart(before, png) <= SHADE, f"{each.name}: {HOW}"
