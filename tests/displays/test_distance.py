"""Scenes for people who stand far away: fewer things at a time, in letters that they can read."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product

import pytest

from hub.displays import Display, Frame
from hub.displays.lens_wall import LensWall
from hub.displays.perspective import Perspective
from hub.displays.scorecard import Scorecard
from hub.domain.legibility import LARGE, MOST_ZOOM, Viewing, least
from hub.drawing import LIGHT, Node
from tests.displays.sample import snapshot
from tests.geometry import faults

SIZES = {"wide": (1920, 1080), "tall": (1080, 1920), "two": (3840, 1080)}
SCENES: dict[str, Callable[..., Display]] = {
    "delivery": lambda **more: LensWall({"lens": "delivery", **more}),
    "many": lambda **more: LensWall({"lens": "many", **more}),
    "perspective": lambda **more: Perspective({"unit": "ims", **more}),
    "scorecard": lambda **more: Scorecard({"unit": "ims", **more}),
}


def pages(scene: str, frame: Frame) -> Iterator[Node]:
    first = SCENES[scene]().draw(snapshot(), frame)
    yield first
    for page in range(2, int(first.attributes.get("data-pages", "1")) + 1):
        yield SCENES[scene](page=page).draw(snapshot(), frame)


def kpis(drawing: Node) -> list[str]:
    named = (n.attributes.get("id", "") for n in drawing.walk() if "data-href" in n.attributes)
    return [name for name in named if name.startswith(("kpi-", "row-"))]


def sizes(drawing: Node, start: str) -> list[float]:
    """Of the first words in each part whose id starts so: its title."""
    parts = (n for n in drawing.walk() if n.attributes.get("id", "").startswith(start))
    words = (next((t for t in n.walk() if t.tag == "text"), None) for n in parts)
    return [float(t.attributes["font-size"]) for t in words if t is not None]


@pytest.mark.parametrize(
    ("scene", "shape", "far"), [*product(SCENES, SIZES, (0.0, 30.0, 40.0, 50.0, 80.0))]
)
def test_from_any_distance_each_thing_is_on_one_page_and_none_overlaps(
    scene: str, shape: str, far: float
) -> None:
    drawn = list(pages(scene, Frame(*SIZES[shape], LIGHT, far)))
    assert [found for drawing in drawn for found in faults(drawing)] == []
    near = Counter(key for d in pages(scene, Frame(*SIZES[shape], LIGHT)) for key in kpis(d))
    assert Counter(key for drawing in drawn for key in kpis(drawing)) == near
    numbers = [drawing.attributes.get("data-page") for drawing in drawn]
    assert numbers == ([None] if len(drawn) == 1 else [str(n + 1) for n in range(len(drawn))])


@pytest.mark.parametrize("far", [30.0, 40.0, 50.0])
@pytest.mark.parametrize("scene", ["delivery", "many"])
def test_titles_of_tiles_can_be_read_from_where_people_stand(scene: str, far: float) -> None:
    for drawing in pages(scene, Frame(1920, 1080, LIGHT, far)):
        found = sizes(drawing, "kpi-")
        readable = [size for size in found if size >= 0.8 * far]  # long ones are set smaller
        assert len(readable) >= 0.8 * len(found)


def test_the_further_away_the_fewer_at_a_time() -> None:
    counts = [
        len(kpis(next(pages("many", Frame(1920, 1080, LIGHT, far))))) for far in (0, 30, 40, 50)
    ]
    assert counts == sorted(counts, reverse=True) and counts[0] > counts[-1]


def test_a_screen_that_hangs_too_far_away_gets_the_largest_letters_there_are() -> None:
    frames = [Frame(1920, 1080, LIGHT, far) for far in (LARGE, 200.0)]
    assert str(next(pages("many", frames[0]))) == str(next(pages("many", frames[1])))
    assert frames[1].zoom == MOST_ZOOM and Frame(1920, 1080, LIGHT).zoom == 1


def test_screens_that_hang_nearly_alike_share_their_pictures() -> None:
    assert least(Viewing(65, 3.9)) == least(Viewing(65, 4))
    assert least(Viewing(65, 4)) >= Viewing(65, 4).needed


@pytest.mark.parametrize(
    ("screen", "frame"),
    [
        ((1920, 1080), (1920, 1080)),
        ((3840, 2160), (1920, 1080)),
        ((1366, 768), (1920, 1080)),
        ((1024, 768), (1920, 1440)),
        ((1080, 1920), (1080, 1920)),
        ((3840, 1080), (3840, 1080)),
        ((5760, 1080), (5760, 1080)),
        ((1080, 3840), (1080, 3840)),
        ((3840, 2200), (1920, 1100)),
    ],
)
def test_a_frame_is_the_smallest_that_holds_full_hd(
    screen: tuple[int, int], frame: tuple[int, int]
) -> None:
    found = Frame.of(screen[0], screen[1], LIGHT)
    assert (found.width, found.height) == frame
