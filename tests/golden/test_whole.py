"""The golden pictures as a whole: none is missing, all are alike wherever and whenever drawn."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hub.displays import Display, Frame
from hub.drawing import DARK, LIGHT
from hub.plugins import Registry
from tests.golden.conftest import house_of
from tests.golden.gallery import MOST_PAGES, Picture, config, drawn, names, pages, pictures, told
from tests.golden.houses import House
from tests.golden.scorecards import SHAPES
from tests.golden.table import HERE, PAINTED, TEXTS, agreed, differing, file_of, pairwise
from tests.golden.tools import HOUSE, STATES, analyses

ELSEWHERE = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LC_ALL": "C", "COLUMNS": "40"}
HOW = "keep one with `python3 -m tests.golden --accept`"


@pytest.fixture(scope="module")
def every() -> list[Picture]:
    """All pictures that are kept."""
    return [_picture(name) for name in agreed()]


def _picture(name: str) -> Picture:
    house, _, rest = name.partition("/")
    scene, size, theme = rest.rsplit("-", 2)
    return Picture(house, scene, size, theme)


def test_every_scene_has_a_golden_picture(every: list[Picture]) -> None:
    displays = Registry("hub.displays", Display)
    without = sorted(set(names(displays)) - {each.scene for each in every})
    assert not without, f"{', '.join(without)}: there is no golden picture; {HOW}"


def test_only_scenes_that_there_are_have_one(every: list[Picture]) -> None:
    displays = Registry("hub.displays", Display)
    of_tools = {f"{tool}.{state}" for tool in analyses() for state in STATES}
    assert {e.scene for e in every if e.house != HOUSE} <= set(names(displays))
    assert {e.scene for e in every if e.house == HOUSE} == of_tools
    assert {each.house for each in every} == {*SHAPES, HOUSE}


def test_pictures_are_the_same_in_another_process_place_and_language() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "tests.golden", "--digests", "full"],
        cwd=HERE.parents[1],
        env={**os.environ, **ELSEWHERE},
        capture_output=True,
        check=True,
        timeout=600,
    )
    kept = {name: pages for name, pages in agreed().items() if name.startswith("full/")}
    assert list(differing(kept, json.loads(said.stdout))) == []


@pytest.fixture(scope="module")
def few(houses: dict[str, House], tmp_path_factory: pytest.TempPathFactory) -> House:
    return house_of("few", houses, tmp_path_factory)


def test_4k_is_the_same_picture_twice_as_large(few: House) -> None:
    for theme in (LIGHT, DARK):
        assert Frame.of(3840, 2160, theme) == Frame.of(1920, 1080, theme)
        assert Frame.of(2160, 3840, theme) == Frame.of(1080, 1920, theme)
    for name in names(few.hub.displays):
        if (about := config(few, *told(name))) is not None:
            display = few.hub.displays[told(name)[0]]
            shapes = ((3840, 2160), (1920, 1080))
            large, usual = (drawn(few, display, about, Frame.of(*s, LIGHT)) for s in shapes)
            assert str(large) == str(usual)


def test_both_themes_draw_the_same_in_other_colours(few: House) -> None:
    def bare(picture: Picture) -> list[list[str]]:
        return [[part.tag for part in page.walk()] for page in pages(few, picture)]

    for each in pictures(few, LIGHT):
        assert bare(each) == bare(Picture(each.house, each.scene, each.size, DARK.name)), each.name


def test_a_crowded_house_has_pages() -> None:
    pages = agreed()
    for name in ("strategy_map", "scorecard", "lens_wall", "submissions"):
        assert len(pages[f"crowded/{name}-wide-light"]) == MOST_PAGES, name


def test_each_pair_is_painted_and_nothing_else(every: list[Picture]) -> None:
    kept = {file_of(PAINTED, each, "png").name for each in pairwise(every)}
    assert {path.name for path in PAINTED.iterdir()} == kept


def test_what_is_kept_is_small() -> None:
    def sizes(folder: Path) -> list[int]:
        return [path.stat().st_size for path in folder.iterdir()]

    assert max(sizes(PAINTED)) <= 110_000  # a sheet with all the ink that it takes
    assert sum(sizes(PAINTED)) + sum(sizes(TEXTS)) <= 5_000_000
