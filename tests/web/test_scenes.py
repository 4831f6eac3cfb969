"""Scenes as SVG: an ETag known before drawing, one drawing for all walls, refusals in words."""

import threading

import pytest
from flask.testing import FlaskClient

from hub.commands import AddNote
from hub.hub import Hub, Scene
from hub.testing import WORKER, SetClock
from hub.web.site import Drawn
from tests.web.note_count import NoteCount

ADDRESS = "/hub/scenes/note_count.svg"


@pytest.fixture
def wall(hub: Hub, hub_client: FlaskClient) -> FlaskClient:
    hub.displays.add(NoteCount)
    return hub_client


def note(hub: Hub) -> None:
    hub.execute(AddNote.model_validate({"kpi": "works.on_time", "text": "x"}), WORKER)


def etag(wall: FlaskClient, address: str = f"{ADDRESS}?unit=works") -> str:
    return str(wall.get(address).headers["ETag"])


def test_a_scene_is_drawn_once_until_something_moves(wall: FlaskClient, hub: Hub) -> None:
    first = wall.get(f"{ADDRESS}?unit=works")
    assert (first.status_code, first.mimetype) == (200, "image/svg+xml")
    assert b"0 notes" in first.data
    again = wall.get(f"{ADDRESS}?unit=works", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    note(hub)
    fresh = wall.get(f"{ADDRESS}?unit=works", headers={"If-None-Match": first.headers["ETag"]})
    assert (fresh.status_code, b"1 notes" in fresh.data) == (200, True)


def test_the_etag_follows_the_day_and_what_was_asked(
    wall: FlaskClient, hub: Hub, hub_clock: SetClock
) -> None:
    first = etag(wall)
    hub_clock.move(hours=11)
    assert etag(wall) == first  # 23:00, the same day
    hub_clock.move(hours=2)
    assert etag(wall) != first
    others = (f"{ADDRESS}?unit=works&theme=dark", f"{ADDRESS}?unit=works&size=1080x1920")
    assert len({etag(wall), *(etag(wall, address) for address in others)}) == 3
    same = f"{ADDRESS}?unit=works&size=3840x2160"
    assert etag(wall, same) == etag(wall)  # 4K is full HD, stretched


def test_a_unit_that_nobody_named_is_the_first(wall: FlaskClient) -> None:
    assert wall.get(ADDRESS).data == wall.get(f"{ADDRESS}?unit=works").data


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        (
            "/hub/scenes/moon.svg",
            404,
            "no display called 'moon'. There are: ",
        ),
        ("/hub/scenes/..%2f..%2fetc%2fpasswd.svg", 404, ""),
        (f"{ADDRESS}?unit=mars", 404, "no unit called 'mars'; there are: works"),
        (f"{ADDRESS}?unit=works&colour=red", 400, "colour: there is no such field"),
        (f"{ADDRESS}?unit=works&size=big", 400, "not a size such as"),
        (f"{ADDRESS}?unit=works&size=9999x9999", 400, "between 320 and 8000"),
        ("/hub/tools/hammer.svg?issue=x", 404, ""),
        ("/hub/tools/five_whys.svg?issue=nothing", 404, "no such problem"),
        (
            "/hub/wall?scene=moon",
            404,
            "no display called 'moon'. There are: ",
        ),
        ("/hub/desk?kpi=works.nothing", 404, "no KPI called"),
        ("/hub/board?issue=nothing", 404, "no such problem"),
    ],
)
def test_what_is_not_there_is_said_in_words(
    wall: FlaskClient, address: str, status: int, said: str
) -> None:
    answer = wall.get(address)
    assert (answer.status_code, said in answer.get_data(as_text=True)) == (status, True)
    assert b"Traceback" not in answer.data


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/wall",
        "/board",
        "/desk",
        "/scenes/note_count.svg",
        "/tools/five_whys.svg",
        "/api/v1/kpis",
        "/api/v1/kpis/works.on_time",
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_a_theme_that_there_is_not_is_refused_everywhere(
    wall: FlaskClient, address: str, accept: str
) -> None:
    answer = wall.get(f"/hub{address}?theme=neon", headers={"Accept": accept})
    assert answer.status_code == 400
    said = answer.get_data(as_text=True).replace("&#39;", "'")
    assert "There is no theme 'neon': use light or dark." in said


def test_odd_addresses_break_no_header(wall: FlaskClient) -> None:
    answer = wall.get(f"{ADDRESS}?unit=works%0d%0aSet-Cookie:%20a=b")
    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers


def scene(etag: str, draw: object) -> Scene:
    return Scene(etag, frozenset(), draw)  # type: ignore[arg-type]


def test_forty_walls_cost_one_drawing() -> None:
    drawn, drawings, begun, go = Drawn(), [], threading.Event(), threading.Event()

    def draw() -> str:
        drawings.append(1)
        begun.set()
        assert go.wait(30)
        return "<svg/>"

    pictures: list[str] = []
    threads = [
        threading.Thread(target=lambda: pictures.append(drawn.picture(scene("e", draw))))
        for _ in range(40)
    ]
    for thread in threads:
        thread.start()
    assert begun.wait(30)
    go.set()
    for thread in threads:
        thread.join(30)
    assert (len(drawings), pictures) == (1, ["<svg/>"] * 40)


def test_a_drawing_that_failed_is_tried_again_and_few_are_kept() -> None:
    drawn = Drawn(most=2)
    with pytest.raises(ZeroDivisionError):
        drawn.picture(scene("e", lambda: 1 / 0))
    assert drawn.picture(scene("e", lambda: "fine")) == "fine"
    for name in "abc":
        drawn.picture(scene(name, lambda name=name: name))
    assert drawn.picture(scene("e", lambda: "anew")) == "anew"
    assert len(drawn._pictures) == 2 and not drawn._under_way
