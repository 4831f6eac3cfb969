"""Open problems on a wall: worst and oldest first, whatever they are called and how many."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.displays import Audience, Frame
from hub.displays.problems import Problems
from hub.drawing import DARK, LIGHT, Node
from hub.errors import NotFound
from hub.snapshot.open_problems import OpenProblem, ProblemsView
from hub.snapshot.views import Snapshot
from tests.displays.problems import ASKED, LONG, SOME, many, measure, of
from tests.displays.sample import FRAMES, NOW
from tests.displays.views import issues, kpis, words
from tests.geometry import crowded, faults, fields, part, said

WIDE = Frame(1920, 1080, LIGHT)
AFAR = tuple(Frame(*size, theme, 49.0) for size in ((1920, 1080), (1080, 1920))
             for theme in (LIGHT, DARK))  # fmt: skip
SEVERAL = Frame(3840, 1080, LIGHT)
any_of = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def drawn(problems: tuple[OpenProblem, ...] = SOME, frame: Frame = WIDE, page: int = 1) -> Node:
    return Problems({"unit": "ims", "page": page}).draw(of(problems), frame)


def shown(drawing: Node) -> list[str]:
    ids = (each.attributes.get("id", "") for each in drawing.walk())
    return [id.removeprefix("problem-") for id in ids if id.startswith("problem-")]


@st.composite
def any_problems(draw: st.DrawFn) -> Snapshot:
    found = []
    for number in range(draw(st.integers(0, 12))):
        actions = tuple(
            replace(measure(n, draw(st.sampled_from(("plan", "do", "check", "act"))),
                            draw(st.sampled_from((0, 0, 1, 400))), draw(words())),
                    owner=draw(words(4)))
            for n in range(draw(st.integers(0, 7)))
        )  # fmt: skip
        owner = draw(st.one_of(st.just(""), words(4)))
        some = tuple(draw(kpis(f"ims.k{number}-{n}")) for n in range(draw(st.integers(0, 2))))
        days = draw(st.sampled_from((0, 1, 4000)))
        brief = draw(issues(number))
        found.append(OpenProblem(brief, owner, draw(words(6)), days, some, actions))
    view = ProblemsView(draw(words(8)), tuple(found), len(found))
    return Snapshot(NOW, data_to=NOW, answers={ASKED: view})


@any_of
@given(any_problems(), st.sampled_from((*FRAMES, *AFAR)))
def test_nothing_overlaps_whatever_people_write(shown: Snapshot, frame: Frame) -> None:
    drawing = Problems({"unit": "ims"}).draw(shown, frame)
    assert faults(drawing) == []
    assert crowded(fields(drawing, "data-href")) == []


@pytest.mark.parametrize("frame", [*FRAMES, *AFAR, SEVERAL])
@pytest.mark.parametrize("count", [0, 1, 5, 60])
def test_any_number_of_problems_is_sound(count: int, frame: Frame) -> None:
    assert faults(drawn(many(count), frame)) == []


def test_it_needs_its_unit_s_problems_and_figures() -> None:
    need = Problems({"unit": "ims"}).needs(WIDE, Audience())
    assert need.topics() == {"issues:ims", "unit:ims"}


def test_one_that_nobody_owns_says_so_and_what_is_overdue_too() -> None:
    drawing = drawn()
    first, second = part(drawing, "problem-i14"), part(drawing, "problem-i16")
    assert "No owner yet" in said(first)
    assert "9 days overdue" in said(first)
    assert "open 41 days" in " ".join(said(first).split())
    assert "No owner yet" not in said(second)
    assert "Director, Change" in said(second)
    assert "No countermeasure yet" in said(part(drawing, "problem-i128"))


def test_a_line_counts_what_is_open_unowned_and_overdue() -> None:
    words = said(part(drawn(), "heading"))
    assert "5 open \u00b7 3 without an owner \u00b7 2 countermeasures overdue" in words


def test_a_problem_leads_to_its_board_and_its_kpi_to_the_story() -> None:
    drawing = drawn()
    board = part(drawing, "board-i14").attributes
    assert (board["role"], board["tabindex"]) == ("link", "0")
    assert board["data-href"] == "../board?issue=i14"
    assert board["aria-label"].startswith("Problem 14: First-time fix below target")
    story = part(drawing, "story-i14-ims.first_time_fix").attributes
    assert story["data-href"] == "?scene=kpi_story&kpi=ims.first_time_fix"


def test_more_than_fit_turn_up_on_the_next_pages() -> None:
    first, second = drawn(many(9)), drawn(many(9), page=2)
    assert len(shown(first)) + len(shown(second)) == 9
    assert not set(shown(first)) & set(shown(second))
    assert first.attributes["data-pages"] == "2"
    with pytest.raises(NotFound, match="no page 3"):
        drawn(many(9), page=3)


def test_people_further_away_see_fewer_in_larger_type() -> None:
    near, far = drawn(many(9)), drawn(many(9), AFAR[0])
    assert len(shown(far)) < len(shown(near))


def test_a_long_title_is_cut_with_an_ellipsis() -> None:
    long = replace(SOME[0], brief=replace(SOME[0].brief, title=LONG))
    assert "\u2026" in said(part(drawn((long,)), "board-i14"))


def test_a_suppressed_value_is_nowhere_in_the_picture() -> None:
    assert "4.1" not in str(drawn(SOME[-1:]))


def test_none_at_all_is_said() -> None:
    assert "No problem is open here." in said(drawn(()))


def test_the_same_snapshot_gives_the_same_picture() -> None:
    assert str(drawn()) == str(drawn())
