"""The golden pictures: every scene of every house, in both themes and three shapes of wall."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from hub.displays import Audience, Display, Frame
from hub.drawing import DARK, LIGHT, Node, Theme
from tests.golden.houses import House

SIZES = MappingProxyType({"wide": (1920, 1080), "tall": (1080, 1920), "broad": (3840, 1080)})
THEMES = (LIGHT, DARK)
MOST_PAGES = 3  # of one scene
# what a scene can also be told: each is drawn as a scene of its own
ALSO: Mapping[str, Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "strategy_map": {"sight": {"told": "works.n3"}},
        "kpi_story": {
            "red": {"kpi": "works.k2"},
            "no_data": {"kpi": "works.k9"},
            "hidden": {"kpi": "works.k8"},
            "challenged": {"kpi": "works.k7"},
        },
        "definition_sheet": {"own": {"kpi": "works.k0"}},
        "comparison": {"one": {"kpi": "works.lost"}},
    }
)


@dataclass(frozen=True, order=True)
class Picture:
    """One golden picture, without its page."""

    house: str
    scene: str
    size: str
    theme: str

    @property
    def name(self) -> str:
        return f"{self.house}/{self.scene}-{self.size}-{self.theme}"


def names(displays: Iterable[type[Display]]) -> list[str]:
    """The golden names of every display, and of what some of them can also be told."""
    scenes = sorted(display.name for display in displays)
    return [
        name for each in scenes for name in (each, *(f"{each}.{w}" for w in ALSO.get(each, ())))
    ]


def told(name: str) -> tuple[str, Mapping[str, str]]:
    """The scene of a golden name, and what it is told beside what every house tells it."""
    scene, _, word = name.partition(".")
    return scene, ALSO[scene][word] if word else {}


def pictures(house: House, theme: Theme | None = None) -> Iterator[Picture]:
    """Those of one house, of one theme if one is given."""
    for name in names(house.hub.displays):
        if config(house, *told(name)) is not None:
            for size in SIZES:
                for each in THEMES if theme is None else (theme,):
                    yield Picture(house.shape.name, name, size, each.name)


def config(house: House, scene: str, said: Mapping[str, str]) -> dict[str, str] | None:
    """What a scene is asked about in a house; None where the house has no such thing."""
    known = {*house.shape.kpis, house.about.get("kpi"), *house.shape.nodes}
    if not {said[name] for name in ("kpi", "told") if name in said} <= known:
        return None
    fields = house.hub.displays[scene].Config.model_fields
    needed = {name for name, field in fields.items() if field.is_required()} - said.keys()
    if not needed <= house.about.keys():
        return None
    return {**said, **{name: house.about[name] for name in needed}}


def pages(house: House, picture: Picture) -> Iterator[Node]:
    """The first pages of a picture, as they are shown."""
    scene, said = told(picture.scene)
    about = config(house, scene, said)
    assert about is not None, f"{picture.name}: the house has nothing to show there"
    theme = LIGHT if picture.theme == LIGHT.name else DARK
    frame = Frame(*SIZES[picture.size], theme)
    first = drawn(house, house.hub.displays[scene], about, frame)
    yield first
    last = int(first.attributes.get("data-pages", "1"))
    for page in range(2, min(last, MOST_PAGES) + 1):
        yield drawn(house, house.hub.displays[scene], {**about, "page": page}, frame)


def drawn(house: House, display: type[Display], about: Mapping[str, Any], frame: Frame) -> Node:
    """One page of a scene in a house."""
    made = display(dict(about))
    return made.draw(house.snapshot(made.needs(frame, Audience())), frame)


__all__ = ["MOST_PAGES", "SIZES", "Picture", "drawn", "names", "pages", "pictures", "told"]
