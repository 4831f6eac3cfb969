"""Notes of the week on a wall: by KPI, what waits for an answer first, however much was written."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.displays import Audience, Frame
from hub.displays.notes_week import NotesOfTheWeek
from hub.drawing import DARK, LIGHT, Node
from hub.errors import NotFound
from hub.snapshot.views import Snapshot
from hub.snapshot.week_notes import ChallengeView, NotedKpi, WeekView
from tests.displays.sample import FRAMES, NOW
from tests.displays.views import kpis, notes, words
from tests.displays.week import ASKED, SOME, many, of
from tests.geometry import crowded, faults, fields, part, said

WIDE = Frame(1920, 1080, LIGHT)
AFAR = tuple(Frame(*size, theme, 49.0) for size in ((1920, 1080), (1080, 1920))
             for theme in (LIGHT, DARK))  # fmt: skip
SEVERAL = Frame(3840, 1080, LIGHT)
any_of = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def drawn(kpis: tuple[NotedKpi, ...] = SOME, frame: Frame = WIDE, **more: int) -> Node:
    return NotesOfTheWeek({"unit": "ims", **more}).draw(of(kpis), frame)


def shown(drawing: Node) -> list[str]:
    ids = (each.attributes.get("id", "") for each in drawing.walk())
    return [id.removeprefix("noted-") for id in ids if id.startswith("noted-")]


@st.composite
def weeks(draw: st.DrawFn) -> Snapshot:
    challenges = st.builds(
        ChallengeView, words(60), words(4), st.just(NOW), st.just("2026-10"), words(40),
        st.one_of(st.just(""), words(4)),
    )  # fmt: skip
    found = []
    for number in range(draw(st.integers(0, 9))):
        asked = tuple(draw(st.lists(challenges, max_size=2)))
        said = [draw(notes(n)) for n in range(draw(st.integers(0, 5)))]
        found.append(NotedKpi(draw(kpis(f"ims.k{number}")), asked, tuple(said)))
    view = WeekView(draw(words(8)), 7, tuple(found))
    return Snapshot(NOW, data_to=NOW, answers={ASKED: view})


@any_of
@given(weeks(), st.sampled_from((*FRAMES, *AFAR)))
def test_nothing_overlaps_whatever_people_write(week: Snapshot, frame: Frame) -> None:
    drawing = NotesOfTheWeek({"unit": "ims"}).draw(week, frame)
    assert faults(drawing) == []
    assert crowded(fields(drawing, "data-href")) == []


@pytest.mark.parametrize("frame", [*FRAMES, *AFAR, SEVERAL])
@pytest.mark.parametrize("count", [0, 1, 5, 60])
def test_any_number_of_kpis_is_sound(count: int, frame: Frame) -> None:
    assert faults(drawn(many(count), frame)) == []


def test_it_needs_its_unit_alone() -> None:
    assert NotesOfTheWeek({"unit": "ims"}).needs(WIDE, Audience()).topics() == {"unit:ims"}


def test_who_said_what_when_and_how_many_answered() -> None:
    card = said(part(drawn(SOME[:1]), "noted-ims.first_time_fix"))
    assert "asked by Performance team, Sat 21 Nov, not answered" in card
    assert "and 2 more" in said(part(drawn(), "noted-ims.first_time_fix"))
    assert "3 replies, last by Tom Reid, Sat 21 Nov" in card
    resolved = said(part(drawn(), "noted-ims.lost_time"))
    assert "resolved" in resolved


def test_a_card_leads_to_the_story() -> None:
    card = part(drawn(), "noted-ims.first_time_fix").attributes
    assert card["data-href"] == "?scene=kpi_story&kpi=ims.first_time_fix"
    assert (card["role"], card["tabindex"]) == ("link", "0")


def test_long_notes_are_cut_with_an_ellipsis() -> None:
    assert "\u2026" in said(part(drawn(), "noted-ims.restore_time"))


def test_a_suppressed_value_is_nowhere_in_the_picture() -> None:
    assert "4.1" not in str(drawn(SOME[-1:]))


def test_more_than_fit_turn_up_on_the_next_pages() -> None:
    first, second = drawn(many(12)), drawn(many(12), page=2)
    assert not set(shown(first)) & set(shown(second))
    assert len(shown(first)) + len(shown(second)) == 12
    with pytest.raises(NotFound, match="no page 3"):
        drawn(many(12), page=3)


def test_a_quiet_week_says_so() -> None:
    assert "Nobody wrote a note on a KPI in the last 7 days." in said(drawn(()))


def test_other_spans_are_named() -> None:
    longer = replace(ASKED, days=30)
    week = replace(of(SOME), answers={longer: WeekView("The Works", 30, SOME)})
    drawing = NotesOfTheWeek({"unit": "ims", "days": 30}).draw(week, WIDE)
    assert "Notes of the last 30 days: The Works" in said(drawing)
