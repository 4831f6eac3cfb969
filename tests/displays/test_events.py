"""The events scene: lanes, what is on and what comes, events with their KPIs; nothing overlaps."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.displays import Audience, Frame
from hub.displays.events import Events
from hub.domain.events import EventKind
from hub.domain.legibility import FAR
from hub.domain.status import Status
from hub.drawing import DARK, LIGHT, Node
from hub.errors import NotFound
from hub.snapshot.views import Snapshot
from tests.displays.happenings import ASK, event, timeline, timelines
from tests.displays.sample import kpi
from tests.geometry import faults, part, said

WIDE, TALL = Frame(1920, 1080, LIGHT), Frame(1080, 1920, DARK)
BROAD = Frame(3840, 1080, LIGHT)
FRAMES = (WIDE, TALL, BROAD, replace(WIDE, least=FAR * 1.65), replace(TALL, least=FAR * 1.65))
any_of = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
ON_TIME = kpi("on_time", "Delivered on time", Status.RED, 83.9, 85)
SAMPLE = (
    event("New press", -20, kpis=("ims.on_time",)),
    event("Belt torn", -12, 0.1, EventKind.INCIDENT, ("ims.on_time",)),
    event("Open days", -3, 8, EventKind.CAMPAIGN),
    event("New shifts", 9, kind=EventKind.CHANGE, kpis=("ims.on_time",)),
    event("Strike", -30, 2, EventKind.OTHER),
)


def drawn(snapshot: Snapshot, frame: Frame = WIDE, page: int = 1) -> Node:
    return Events({"unit": ASK.unit, "days": ASK.days, "page": page}).draw(snapshot, frame)


def sample() -> Snapshot:
    return timeline(SAMPLE, (ON_TIME,))


@pytest.mark.parametrize("frame", FRAMES, ids=str)
@pytest.mark.parametrize("count", [0, 1, 5, 60])
def test_the_sample_is_sound(frame: Frame, count: int) -> None:
    many = [replace(SAMPLE[n % 5], id=f"e{n}") for n in range(count)]
    assert faults(drawn(timeline(many, (ON_TIME,)), frame)) == []


@any_of
@given(timelines(), st.sampled_from(FRAMES))
def test_nothing_overlaps_whatever_has_happened(snapshot: Snapshot, frame: Frame) -> None:
    assert faults(drawn(snapshot, frame)) == []


def test_it_needs_its_unit_and_its_lens() -> None:
    need = Events({"unit": "house", "lens": "delivery"}).needs(WIDE, Audience())
    assert need.topics() == {"events:house", "unit:house", "lens:delivery"}


def test_what_is_on_and_what_comes_stand_apart() -> None:
    scene = drawn(sample())
    assert said(part(scene, "events-on")) == "On now 1 Open days 20 Nov, 08:42 to 28 Nov, 08:42"
    assert said(part(scene, "events-coming")).startswith("Next 1 New shifts 2 Dec, 08:42, in 9")


def test_nothing_on_and_nothing_to_come_is_said() -> None:
    scene = drawn(timeline([event("New press", -20)]))
    assert "Nothing is on now." in said(part(scene, "events-on"))
    assert "Nothing is announced." in said(part(scene, "events-coming"))


def test_an_empty_timeline_says_so_in_words() -> None:
    assert "Nothing is recorded of the last 90 days" in said(drawn(timeline([])))


def test_an_event_tells_its_kpi_before_and_now() -> None:
    row = said(part(drawn(sample()), "row-Belt_torn--12"))
    assert "Delivered on time" in row and "before, 83.9% now" in row
    older = replace(ON_TIME, points=ON_TIME.points[:-1])
    fresh = timeline([event("New press", -1, kpis=("ims.on_time",))], (older,))
    assert "83.9% before, no figure since" in said(drawn(fresh))
    ahead = timeline([event("New press", 5, kpis=("ims.on_time",))], (ON_TIME,))
    assert "83.9% now" in said(drawn(ahead)) and "before" not in said(drawn(ahead))


def test_a_suppressed_figure_stays_hidden() -> None:
    hidden = replace(ON_TIME, status=Status.SUPPRESSED)
    scene = drawn(timeline(SAMPLE, (hidden,)))
    assert "83.9" not in str(scene) and "before" not in said(scene)


def test_a_kpi_leads_to_its_story() -> None:
    chip = part(drawn(sample()), "of-Belt_torn--12-ims.on_time")
    assert chip.attributes["data-href"] == "?scene=kpi_story&kpi=ims.on_time"
    assert "Delivered on time" in chip.attributes["aria-label"]


def test_pages_list_each_event_once_and_no_page_lies_beyond() -> None:
    many = timeline([event(f"Event {n}", -n - 1) for n in range(30)])
    of = int(drawn(many).attributes["data-pages"])
    ids = [
        each.attributes["id"]
        for page in range(1, of + 1)
        for each in drawn(many, page=page).walk()
        if each.attributes.get("id", "").startswith("row-")
    ]
    assert len(ids) == len(set(ids)) == 30 and ids[0] == "row-Event_0--1"
    with pytest.raises(NotFound, match="no page"):
        drawn(many, page=of + 1)


def test_larger_letters_show_fewer_at_a_time() -> None:
    many = timeline([event(f"Event {n}", -n - 1) for n in range(30)])
    near, far = (drawn(many, replace(WIDE, least=FAR * zoom)) for zoom in (1.0, 1.65))
    assert int(far.attributes["data-pages"]) > int(near.attributes["data-pages"])


def test_events_that_hide_each_other_are_counted() -> None:
    same = timeline([event("Wave", -3, id=f"w{n}") for n in range(9)])
    assert "together" in said(part(drawn(same), "lanes"))


def test_a_mark_tells_its_kind_in_words_and_not_in_colour() -> None:
    lanes = part(drawn(sample()), "lanes")
    spoken = {each.attributes.get("aria-label", "") for each in lanes.walk()}
    assert any(words.startswith("Incident, 11 Nov 2026") for words in spoken)
    inks = {each.attributes.get("fill") for each in lanes.walk()}
    assert inks.isdisjoint(LIGHT[name] for name in ("above", "on", "below", "accent"))
