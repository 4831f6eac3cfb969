"""The golden houses, each built once, and the scenes that are drawn of them."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from hub.displays import Display
from hub.drawing import DARK, LIGHT, Node, Theme
from hub.plugins import Registry
from tests.golden.gallery import Picture, names, pages, pictures, told
from tests.golden.houses import House, built


class Shown(NamedTuple):
    """A page of a golden picture as it is drawn now."""

    picture: Picture
    page: int
    drawing: Node
    on_paper: bool  # made for a sheet, which is held in a hand

    @property
    def name(self) -> str:
        return f"{self.picture.name} page {self.page}"

    @property
    def theme(self) -> Theme:
        return LIGHT if self.picture.theme == LIGHT.name else DARK


@pytest.fixture(scope="session")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, House]]:
    """The houses that have been asked for, as ``house_of`` builds them."""
    found: dict[str, House] = {}
    yield found
    for house in found.values():
        house.hub.close()


def house_of(name: str, houses: dict[str, House], folders: pytest.TempPathFactory) -> House:
    if name not in houses:
        houses[name] = built(name, folders.mktemp(name))
    return houses[name]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for ``shown`` gets every scene of the ``HOUSES`` that its module names."""
    if "shown" in metafunc.fixturenames:
        displays = Registry("hub.displays", Display)
        every = [(house, scene) for house in metafunc.module.HOUSES for scene in names(displays)]
        ids = ["-".join(each) for each in every]
        metafunc.parametrize("shown", every, indirect=True, scope="module", ids=ids)


@pytest.fixture(scope="module")
def shown(
    request: pytest.FixtureRequest,
    houses: dict[str, House],
    tmp_path_factory: pytest.TempPathFactory,
) -> list[Shown]:
    """All pages of one scene in one house; none where the house has nothing for it."""
    name, scene = request.param
    house = house_of(name, houses, tmp_path_factory)
    return [
        Shown(each, number, page, bool(house.hub.displays[told(scene)[0]].sheet))
        for each in pictures(house)
        if each.scene == scene
        for number, page in enumerate(pages(house, each), 1)
    ]
