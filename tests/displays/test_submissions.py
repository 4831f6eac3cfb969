"""The submissions scene: every unit and state, nothing on top of anything, the days told right."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.displays import Audience, Frame
from hub.displays.pack_keys import months_key
from hub.displays.pack_row import listed
from hub.displays.submissions import Submissions
from hub.domain.punctuality import Outcome
from hub.domain.submission import State
from hub.drawing import DARK, LIGHT, Node
from hub.errors import NotFound
from tests.displays.packs import PACKS, snapshot
from tests.displays.views import frames
from tests.geometry import faults, part, said

WIDE, TALL = Frame(1920, 1080, LIGHT), Frame(1080, 1920, DARK)
FULL = tuple((f"Directorate {n}", (State.OPEN, State.LOCKED)) for n in range(14))
any_of = settings(
    max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
packs = st.lists(
    st.tuples(
        st.text("Wij Qg/-é", min_size=1, max_size=60).filter(str.strip),
        st.lists(st.sampled_from(State), min_size=1, max_size=30).map(tuple),
    ),
    min_size=1,
    max_size=9,
)


def drawn(
    frame: Frame = WIDE,
    packs: tuple[tuple[str, tuple[State, ...]], ...] = PACKS,
    today: date = date(2026, 1, 15),
    page: int = 1,
) -> Node:
    return Submissions({"unit": "house", "page": page}).draw(snapshot(packs, today), frame)


def words(drawing: Node, id: str) -> str:
    return said(part(drawing, id))


@pytest.mark.parametrize("frame", [WIDE, TALL, Frame(1920, 1200, LIGHT)], ids=str)
@pytest.mark.parametrize("several", [PACKS, PACKS[:1], PACKS[:2], FULL], ids=len)
def test_the_sample_is_sound(
    frame: Frame, several: tuple[tuple[str, tuple[State, ...]], ...]
) -> None:
    assert faults(drawn(frame, several)) == []


@any_of
@given(packs, frames, st.dates(date(2025, 12, 28), date(2026, 3, 1)))
def test_nothing_overlaps_whatever_units_are_called(
    several: list[tuple[str, tuple[State, ...]]], frame: Frame, today: date
) -> None:
    scene = Submissions({"unit": "house"}).draw(snapshot(several, today), frame)
    assert faults(scene) == []


def test_it_needs_just_its_unit() -> None:
    need = Submissions({"unit": "house"}).needs(WIDE, Audience())
    assert need.topics() == {"submissions:house", "unit:house"}


@pytest.mark.parametrize(
    ("today", "number", "told"),
    [
        (date(2026, 1, 8), "3", "working days left"),
        (date(2026, 1, 12), "1", "working day left"),
        (date(2026, 1, 13), "0", "working days left"),
        (date(2026, 1, 14), "1", "working day late"),
    ],
)
def test_the_days_are_counted(today: date, number: str, told: str) -> None:
    summary = words(drawn(today=today), "summary")
    assert words(drawn(today=today), "days-left") == number
    assert told in summary
    assert "due Tue 13 Jan 2026" in summary


def test_when_all_is_sent_nothing_is_awaited() -> None:
    drawing = drawn(packs=PACKS[2:5])
    assert "figures are awaited" in words(drawing, "summary")
    assert "Nothing is awaited" in words(drawing, "pack-unit0")


def test_each_unit_says_its_stage_and_who_has_not_sent() -> None:
    drawing = drawn()
    stages = [words(drawing, f"stage-unit{n}") for n in range(len(PACKS))]
    assert stages == [
        "Challenged",
        "Not started, 2 days late",
        "All sent",
        "Accepted",
        "Locked",
        "Challenged",
        "Started, 2 days late",
        "Not due yet",
    ]
    assert "Awaited from Head of Service Desk (2)" in words(drawing, "pack-unit1")
    assert "Asked Head of Service Desk" in words(drawing, "pack-unit5")


def test_who_is_awaited_stays_readable_where_names_have_commas() -> None:
    assert listed(["Jo", "Director, Live Services"]) == "Jo and Director, Live Services"
    assert listed(["Jo", "Director, Sourcing", "Sam"]) == "Jo; Director, Sourcing; Sam"


def test_the_key_explains_the_marks_that_are_there() -> None:
    theme = WIDE.theme
    assert said(months_key({Outcome.UNKNOWN}, theme, 0, 30, 600)) == "before the hub"
    assert "never came" in words(drawn(), "key-months")


def test_bars_and_months_are_told_to_those_who_cannot_see_them() -> None:
    drawing = drawn()
    bar, months = part(drawing, "bar-unit3"), part(drawing, "punctual-unit3")
    assert bar.attributes["aria-label"] == "1 locked, 1 accepted"
    assert "late by 2 working days" in months.attributes["aria-label"]
    assert "never, due 40 working days ago" in months.attributes["aria-label"]


def test_what_wants_doing_stands_first() -> None:
    found = [
        node.attributes["data-kpi"]
        for node in drawn(packs=PACKS[:1]).walk()
        if "data-kpi" in node.attributes
    ]
    order = [list(State)[int(key.removeprefix("unit0.kpi"))] for key in found]
    assert order[:2] == [State.CHALLENGED, State.RETURNED]
    assert order[-1] is State.NOT_DUE


def test_many_units_go_on_to_another_page() -> None:
    assert "Page 1 of 2" in said(drawn(packs=FULL))
    second = drawn(packs=FULL, page=2)
    shown = [n for n in second.walk() if n.attributes.get("id", "").startswith("pack-")]
    assert len(shown) == len(FULL) // 2
    with pytest.raises(NotFound, match="no page 3"):
        drawn(packs=FULL, page=3)


def test_a_month_with_nothing_to_hand_in_says_so() -> None:
    assert "Nothing of December 2025 is handed in here." in said(drawn(packs=()))


@pytest.mark.parametrize("frame", [WIDE, TALL], ids=str)
def test_it_leads_to_where_figures_are_handed_in(frame: Frame) -> None:
    drawing = drawn(frame)
    ways = {
        name: part(drawing, name).attributes["data-href"] for name in ("pack-unit0", "way-uploads")
    }
    assert ways == {
        "pack-unit0": "../returns?unit=unit0&period=2025-12",
        "way-uploads": "../uploads?unit=house&period=2025-12",
    }
