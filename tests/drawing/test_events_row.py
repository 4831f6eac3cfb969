"""Dated events on a chart: a mark at each one's date, counted where they crowd, nothing on top of
anything."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.domain.events import EventKind
from hub.domain.figures import Format, Measure
from hub.drawing import LIGHT, Node, chart
from hub.snapshot.dated import EventView
from tests.displays.happenings import event
from tests.displays.sample import NOW, points
from tests.displays.views import words
from tests.geometry import faults, part, said, written

POINTS = points(91, 95)
LAST = (POINTS[-1].ends - NOW).days  # days from now to the last figure
PERCENT = Format(Measure.PERCENT, 1)
any_of = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def drawn(*events: EventView, wide: float = 1200, size: float = 24, way: str = "") -> Node:
    figures = chart(POINTS, PERCENT, "red", LIGHT, 0, 0, wide, 460, events=events, way=way,
                    size=size, id="chart")  # fmt: skip
    return Node("svg", {"viewBox": f"0 0 {wide:g} 460"}, (figures,))


def marks(drawing: Node) -> list[str]:
    return [
        each.attributes["aria-label"]
        for each in drawing.walk()
        if each.attributes.get("id", "").startswith("event-")
    ]


def test_an_event_stands_between_the_figures_before_and_after_it() -> None:
    scene = drawn(event("New press", LAST - 15, id="a"))
    mark = part(scene, "event-a")
    rect = mark.children[0]
    assert isinstance(rect, Node)
    names = {line.words: line.box for line in written(scene)}
    assert names["Oct"].left < float(rect.attributes["x"]) < names["Nov"].right
    assert "New press" in said(scene) and marks(scene)[0].startswith("Release, ")


def test_events_out_of_the_picture_take_no_room() -> None:
    far = drawn(event("Then", LAST - 900, id="a"), event("Later", LAST + 400, id="b"))
    assert marks(far) == [] and str(far) == str(drawn())


def test_what_lasts_is_a_quiet_band_as_far_as_the_picture_goes() -> None:
    scene = drawn(event("Open days", LAST - 900, 1000, id="a"), event("Late", LAST - 9, 99, id="b"))
    (band,) = [
        each
        for each in scene.walk()
        if each.tag == "rect" and each.attributes.get("fill-opacity") == "0.14"
    ]
    assert band.attributes["fill"] == LIGHT["ink-3"]
    assert float(band.attributes["width"]) < 1200


def test_events_of_one_day_are_told_as_their_number() -> None:
    one = [event("Wave", LAST - 40, id=f"w{n}") for n in range(3)]
    other = event("Belt torn", LAST - 40, kind=EventKind.INCIDENT, id="x")
    assert "3 releases" in said(drawn(*one))
    scene = drawn(*one, other)
    assert "4 events" in said(scene) and "Belt torn" in marks(scene)[0]


def test_the_mark_leads_on() -> None:
    scene = drawn(event("New press", LAST - 15, id="a"), way="?scene=events&unit=house")
    mark = part(scene, "event-a").attributes
    assert (mark["role"], mark["data-href"]) == ("link", "?scene=events&unit=house")


def test_marks_are_of_neutral_ink() -> None:
    plain, told = drawn(), drawn(event("New press", LAST - 15, id="a"))
    inks = {each.attributes.get("fill") for each in told.walk()}
    assert inks - {each.attributes.get("fill") for each in plain.walk()} <= {LIGHT["surface"], None}


@any_of
@given(
    st.lists(st.tuples(words(), st.floats(-420, 60), st.sampled_from((0.0, 0.1, 9.0, 300.0)),
                       st.sampled_from(EventKind)), max_size=30),
    st.sampled_from((300.0, 640.0, 1200.0)),
)  # fmt: skip
def test_nothing_overlaps_however_many_there_are(
    told: list[tuple[str, float, float, EventKind]], wide: float
) -> None:
    events = [event(t, d, lasts, k, id=f"e{n}") for n, (t, d, lasts, k) in enumerate(told)]
    assert faults(drawn(*events, wide=wide, size=20)) == []


def test_one_figure_gives_no_time_to_stand_at() -> None:
    single = chart(POINTS[:1], PERCENT, "red", LIGHT, 0, 0, 600, 400,
                   events=(event("New press", LAST, id="a"),))  # fmt: skip
    assert "New press" not in str(single)


@pytest.mark.parametrize("kind", EventKind)
def test_each_kind_has_a_shape_of_its_own(kind: EventKind) -> None:
    shapes = {
        other: str(part(drawn(event("Same", LAST - 15, kind=other, id="a")), "event-a").children[1])
        for other in EventKind
    }
    assert list(shapes.values()).count(shapes[kind]) == 1
