"""What changed, on a wall: worse before better, was beside is, and the rest in numbers."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.displays import Audience, Frame
from hub.displays.changes import Changes
from hub.domain.status import Status
from hub.drawing import DARK, LIGHT, Node
from hub.errors import Invalid, NotFound
from hub.snapshot.changes import TURNS, Change, ChangesView, Redefined, Talk
from hub.snapshot.formerly import Standing
from hub.snapshot.house import House
from hub.snapshot.views import Snapshot
from tests.displays.changed import ASKED, CASES, FULL, MOVED, NOTHING, many, of
from tests.displays.sample import FRAMES, KPIS, NOW
from tests.displays.views import figures, issues, kpis, words
from tests.geometry import crowded, faults, fields, part, said, written

WIDE = Frame(1920, 1080, LIGHT)
AFAR = tuple(Frame(*size, theme, 49.0) for size in ((1920, 1080), (1080, 1920))
             for theme in (LIGHT, DARK))  # fmt: skip
SEVERAL = Frame(3840, 1080, LIGHT)
any_of = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def drawn(view: ChangesView = FULL, frame: Frame = WIDE, **more: object) -> Node:
    return Changes({"unit": "ims", **more}).draw(of(view), frame)


def rows(drawing: Node) -> list[str]:
    ids = (each.attributes.get("id", "") for each in drawing.walk())
    return [id.removeprefix("change-") for id in ids if id.startswith("change-")]


@st.composite
def any_changes(draw: st.DrawFn) -> Snapshot:
    counts = st.sampled_from((0, 0, 1, 7, 12_345))
    moved = tuple(
        Change(
            draw(kpis(f"ims.k{n}")),
            Standing(draw(st.sampled_from(Status)), draw(st.none() | figures), late=draw(
                st.booleans()), by_hand=draw(st.booleans())),
        )
        for n in range(draw(st.integers(0, 14)))
    )  # fmt: skip
    raised = tuple(draw(issues(n)) for n in range(draw(st.integers(0, 3))))
    notes, asked, answered, waiting = (draw(counts) for _ in range(4))
    talk = Talk(notes, asked, answered, waiting, raised, draw(counts), draw(counts))
    changed = st.builds(Redefined, st.just("k"), words(), st.booleans())
    view = replace(
        FULL,
        unit_title=draw(words(8)),
        moved=tuple(sorted(moved, key=lambda change: TURNS.index(change.turn))),
        new=draw(counts),
        restated=draw(counts),
        redefined=tuple(draw(st.lists(changed, max_size=4))),
        talk=draw(st.sampled_from((None, talk))),
    )
    return Snapshot(NOW, data_to=NOW, answers={ASKED: view})


@any_of
@given(any_changes(), st.sampled_from((*FRAMES, *AFAR)))
def test_nothing_overlaps_whatever_people_write(shown: Snapshot, frame: Frame) -> None:
    drawing = Changes({"unit": "ims"}).draw(shown, frame)
    assert faults(drawing) == []
    assert crowded(fields(drawing, "data-href")) == []


@pytest.mark.parametrize("frame", [*FRAMES, *AFAR, SEVERAL])
@pytest.mark.parametrize("case", CASES)
def test_the_samples_are_sound(case: str, frame: Frame) -> None:
    assert faults(Changes({"unit": "ims"}).draw(CASES[case], frame)) == []


def test_it_needs_its_unit_its_problems_and_its_meetings() -> None:
    topics = Changes({"unit": "ims"}).needs(WIDE, Audience()).topics()
    assert topics == {"unit:ims", "issues:ims", "meetings"}


def test_a_row_says_what_was_and_what_is() -> None:
    row = part(drawn(), "change-ims.first_time_fix")
    assert row.attributes["aria-label"] == (
        "Problems resolved at the first call: was 78%, On target, is 71%, Below target"
    )
    assert row.attributes["data-href"] == "?scene=kpi_story&kpi=ims.first_time_fix"
    assert "no figure" in said(part(drawn(), "change-ims.ease"))


def test_headings_count_what_got_worse_and_what_got_better() -> None:
    words = said(drawn())
    for told in ("Got worse \u00b7 3", "Got better \u00b7 2", "Changed otherwise \u00b7 2"):
        assert told in words


def test_what_else_happened_stands_in_numbers() -> None:
    panel = said(part(drawn(), "facts"))
    for told in ("33", "new figures", "problems raised", "3 not answered yet",
                 "countermeasure done", "target of Problems resolved"):  # fmt: skip
        assert told in panel


def test_it_says_since_which_meeting_or_that_there_was_none() -> None:
    held = "Since the last meeting, 22 Oct: Performance sub-committee, HM Revenue & Customs"
    assert held in said(drawn())
    assert "No meeting is recorded, so it looks back 30 days" in said(
        drawn(replace(FULL, meeting=None))
    )
    day = replace(ASKED, day=NOW.date())
    asked = replace(of(FULL), answers={day: replace(FULL, meeting=None, asked=True)})
    drawing = Changes({"unit": "ims", "since": NOW.date().isoformat()}).draw(asked, WIDE)
    assert "meeting" not in said(part(drawing, "heading"))


def test_those_who_are_no_staff_read_no_words_of_staff() -> None:
    words = said(drawn(replace(FULL, talk=None)))
    assert "Performance sub-committee" not in words
    for told in ("note", "problem raised", "challenge", "countermeasure"):
        assert told not in said(part(drawn(replace(FULL, talk=None)), "facts"))


def test_every_change_turns_up_on_one_page() -> None:
    view = replace(FULL, moved=many(40))
    pages = int(drawn(view).attributes["data-pages"])
    found = [key for page in range(1, pages + 1) for key in rows(drawn(view, page=page))]
    assert sorted(found) == sorted(change.kpi.key for change in view.moved)
    with pytest.raises(NotFound, match="no page"):
        drawn(view, page=pages + 1)


def test_numbers_that_do_not_fit_turn_up_on_another_page() -> None:
    told = [said(part(drawn(frame=AFAR[0], page=page), "facts")) for page in (1, 2)]
    assert "new figures" in told[0]
    assert "definitions changed" in told[1]


def test_nothing_at_all_is_said() -> None:
    assert "Nothing has changed since then." in said(drawn(NOTHING))
    assert "Page" not in said(drawn(NOTHING))
    assert "Every KPI stands as it stood." in said(drawn(replace(FULL, moved=())))


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(Invalid, match="since"):
        Changes({"unit": "ims", "since": "soon"})


def test_a_status_that_was_set_by_hand_says_so() -> None:
    by_hand = Change(KPIS[5], MOVED[2].was)
    assert "set by hand" in str(drawn(replace(FULL, moved=(by_hand,))))


@pytest.mark.parametrize("frame", [*FRAMES, *AFAR])
def test_numbers_keep_clear_of_the_legend_on_a_page_of_several(frame: Frame) -> None:
    view = replace(FULL, moved=many(40), house=House())
    drawing = drawn(view, frame)
    panel = part(drawing, "facts")
    top = float(panel.attributes["transform"].rstrip(")").split()[1])
    high = float(next(each for each in panel.walk() if each.tag == "rect").attributes["height"])
    assert top + high <= min(line.box.top for line in written(part(drawing, "legend")))
