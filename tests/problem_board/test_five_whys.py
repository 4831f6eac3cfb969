"""5 whys: what each action does and refuses, and that the tree can be drawn after any of them."""

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.problem import CauseState
from hub.drawing import DARK, LIGHT, Node
from hub.errors import Invalid
from hub.problem_board import Analysis, Canvas, CauseChange, Changes
from hub.problem_board.causes import DEEPEST, MOST
from hub.problem_board.five_whys import FiveWhys
from hub.problem_board.why_picture import MOST_PANNED, MOST_SHRUNK
from tests.displays.views import words
from tests.geometry import Box, crowded, faults, fields, part, picture, said, written
from tests.problem_board.acting import TOUCHED, after, any_of, looked, looks, parts
from tests.problem_board.sample import CANVAS, ISSUE, analyses, cause, drawn

TREES = dict(analyses())
SOME = TREES["some"]


def act(analysis: Analysis, action: str, **arguments: Any) -> Changes:
    return FiveWhys().act(analysis, action, arguments)


# -- actions -------------------------------------------------------------------------------


def test_the_first_why_explains_the_problem() -> None:
    (new,) = act(TREES["empty"], "ask", text="  Handset faults\n go to tier 2 ").add
    assert (new.text, new.parent) == ("Handset faults go to tier 2", None)


def test_a_why_explains_the_cause_it_is_asked_of_and_keeps_its_identity() -> None:
    id = str(uuid4())
    (new,) = act(SOME, "ask", text="Nobody was asked", parent="d", id=id).add
    assert (new.id, new.parent) == (id, "d")


def test_a_cause_of_another_problem_is_no_parent() -> None:
    with pytest.raises(Invalid, match="not one of this problem's"):
        act(SOME, "ask", text="Because", parent="elsewhere")


@pytest.mark.parametrize("text", ["", "   ", "x" * 301])
def test_an_answer_has_1_to_300_characters(text: str) -> None:
    with pytest.raises(Invalid, match="5 whys, ask: text"):
        act(SOME, "ask", text=text)


def test_an_identity_is_a_uuid() -> None:
    with pytest.raises(Invalid, match="id"):
        act(SOME, "ask", text="Because", id="<script>")


def test_twelve_whys_are_deep_enough() -> None:
    assert len(TREES["deep"].causes) == DEEPEST
    with pytest.raises(Invalid, match="deep enough"):
        act(TREES["deep"], "ask", text="And why?", parent="11")
    assert act(TREES["deep"], "ask", text="Or why?", parent="10").add


def test_a_problem_has_at_most_two_hundred_causes() -> None:
    full = Analysis(ISSUE, tuple(cause(str(n), None, "Cause") for n in range(MOST)))
    with pytest.raises(Invalid, match="200 causes already"):
        act(full, "ask", text="One more")


@pytest.mark.parametrize(
    ("action", "id", "change"),
    [
        ("confirm", "d", CauseChange("d", state=CauseState.CONFIRMED)),
        ("suspect", "f", CauseChange("f", state=CauseState.SUSPECTED)),
        ("rule_out", "d", CauseChange("d", state=CauseState.RULED_OUT)),
        ("rule_out", "c", CauseChange("c", state=CauseState.RULED_OUT, root=False)),
        ("mark_root", "d", CauseChange("d", root=True)),
        ("unmark_root", "c", CauseChange("c", root=False)),
    ],
)
def test_a_touch_changes_one_cause(action: str, id: str, change: CauseChange) -> None:
    assert act(SOME, action, id=id) == Changes(edit=(change,))


def test_words_and_evidence_can_be_put_right() -> None:
    assert act(SOME, "reword", id="d", text="Nobody had the task").edit == (
        CauseChange("d", text="Nobody had the task"),
    )
    assert act(SOME, "evidence", id="d", text="Plan of 3 June").edit == (
        CauseChange("d", evidence="Plan of 3 June"),
    )


def test_what_is_ruled_out_is_no_root_cause() -> None:
    with pytest.raises(Invalid, match="ruled out, so it cannot be the root cause"):
        act(SOME, "mark_root", id="f")


@pytest.mark.parametrize("action", ["confirm", "suspect", "rule_out", "mark_root", "unmark_root"])
def test_a_cause_that_is_gone_is_not_edited(action: str) -> None:
    with pytest.raises(Invalid, match="not one of this problem's"):
        act(SOME, action, id="gone")


def test_an_action_it_does_not_know_is_refused() -> None:
    with pytest.raises(Invalid, match="cannot 'shout'"):
        act(SOME, "shout")


def test_a_branch_can_be_looked_at_and_left() -> None:
    drawing = drawn(looked(FiveWhys, TREES["deep"], {"about": "6"}), LIGHT)
    assert "Why 8" in said(drawing)
    assert "Why 7" not in said(drawing)
    assert part(drawing, "why-6").attributes["data-args"] == '{"parent": "6"}'
    (back,) = looks(drawing)
    assert "Why 1" in said(drawn(looked(FiveWhys, TREES["deep"], back), LIGHT))


# -- the picture ---------------------------------------------------------------------------


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("name", TREES)
def test_the_sample_is_sound(name: str, theme: Any) -> None:
    assert faults(drawn(TREES[name], theme)) == []


def test_the_same_analysis_gives_the_same_picture() -> None:
    assert str(drawn(SOME, LIGHT)) == str(drawn(SOME, LIGHT))


def test_a_problem_without_causes_invites_to_ask() -> None:
    drawing = drawn(TREES["empty"], LIGHT)
    assert "Ask why: First-time fix below target" in said(drawing)
    (button,) = parts(drawing, "ask")
    assert button.attributes["data-args"] == '{"parent": null}'
    assert button.attributes["data-ask"] == "text|Why did this happen?"


def test_every_end_of_a_branch_asks_why_but_what_is_ruled_out() -> None:
    drawing = drawn(SOME, LIGHT)
    asked = [json.loads(each.attributes["data-args"])["parent"] for each in parts(drawing, "ask")]
    assert set(asked) == {None, "a", "b", "c", "d", "e"}
    assert len(asked) == 6
    assert all(each.attributes["data-tool"] == "five_whys" for each in parts(drawing, "ask"))
    assert all(each.attributes["data-issue"] == "i14" for each in parts(drawing, "ask"))


def test_an_edit_carries_the_version_that_was_seen() -> None:
    newer = Analysis(ISSUE, tuple(replace(each, version=7) for each in SOME.causes))
    drawing = drawn(newer, LIGHT)
    for does in ("reword", "evidence", "confirm", "rule_out", "mark_root", "unmark_root"):
        assert parts(drawing, does)
        assert {each.attributes["data-version"] for each in parts(drawing, does)} == {"7"}


def test_rewording_starts_from_the_words_there_are() -> None:
    odd = Analysis(ISSUE, (cause("a", None, "Either | or"),))
    (button,) = parts(drawn(odd, LIGHT), "reword")
    assert button.attributes["data-ask"] == "text|Say it in other words|Either \u00a6 or"


def test_blame_is_answered_with_a_gentle_question() -> None:
    assert said(drawn(SOME, LIGHT)).count("What let this happen?") == 1
    assert "What let this happen?" not in said(drawn(TREES["five"], LIGHT))
    assert act(SOME, "ask", text="Human error").add


def test_standings_are_said_in_words_and_a_root_cause_has_its_badge() -> None:
    found = said(drawn(SOME, LIGHT))
    for word in ("Suspected", "Confirmed", "Ruled out", "Root cause", "140 older than a year"):
        assert word in found


def test_the_way_from_the_root_cause_is_read_back() -> None:
    assert (
        "Knowledge articles are out of date, therefore Analysts have no script for the new handset,"
        " therefore Handset faults go to tier 2, therefore First-time fix below target"
    ) in said(drawn(SOME, LIGHT))
    assert "therefore" not in said(drawn(TREES["first"], LIGHT))


@pytest.mark.parametrize("name", ["empty", "first"])
def test_a_small_tree_is_drawn_at_full_size(name: str) -> None:
    assert picture(drawn(TREES[name], LIGHT)) == Box(0, 0, *CANVAS)


@pytest.mark.parametrize("name", TREES)
def test_everything_to_touch_is_large_enough(name: str) -> None:
    drawing = drawn(TREES[name], LIGHT)
    for button in drawing.walk():
        if "data-do" in button.attributes:
            field = next(each for each in button.walk() if each.tag == "rect").attributes
            assert min(float(field["width"]), float(field["height"])) >= 56
            assert button.attributes["role"] == "button"
            assert button.attributes["tabindex"] == "0"
            assert button.attributes["aria-label"]


@pytest.mark.parametrize("name", ["some", "five", "deep", "many"])
def test_a_tree_stays_legible_since_deep_branches_fold(name: str) -> None:
    drawing = drawn(TREES[name], LIGHT)
    assert picture(drawing).right <= MOST_PANNED * MOST_SHRUNK * CANVAS[0] + 1
    shown = [each for each in drawing.walk() if "data-cause" in each.attributes]
    if len(shown) < len(TREES[name].causes):
        assert "more below" in said(drawing)


def folded(drawing: Node) -> str:
    """What is said of the causes that are not drawn."""
    return " | ".join(
        part.attributes["aria-label"]
        for part in drawing.walk()
        if part.attributes.get("aria-label", "").startswith("Show ")
    )


def test_branches_fold_before_the_way_to_a_root_cause() -> None:
    drawing = FiveWhys().draw(TREES["root among many"], Canvas(1000, 900, LIGHT))
    assert "Why 3 Suspected Cause number 12" in said(drawing)
    assert "Root cause Cause number 39" in said(drawing)
    assert "Show 3 more below: Cause number 11" in folded(drawing)
    assert "Cause number 12" not in folded(drawing)


def test_a_root_cause_is_drawn_where_the_way_to_it_is_not() -> None:
    drawing = FiveWhys().draw(TREES["way to a root"], Canvas(1512, 428, LIGHT))
    assert folded(drawing) == "Show 5 more below: Supplier designs arrive late"
    assert "Why 6 Root cause Nobody owns the standard" in said(drawing)
    assert "+5 more" in said(part(drawing, "focus-0"))
    assert "Why 2" not in said(drawing)


def test_what_folds_a_root_cause_away_says_so() -> None:
    drawing = drawn(TREES["all roots"], LIGHT)
    assert "3 more root below" in said(part(drawing, "focus-4"))
    assert "Show 3 more below, with a root cause: Cause number 4" in folded(drawing)
    fill = next(each for each in part(drawing, "focus-4").walk() if each.tag == "rect")
    assert fill.attributes["fill"] == LIGHT["ink"]
    assert "root" not in folded(drawn(TREES["many"], LIGHT))


def test_the_line_read_back_folds_nothing_away() -> None:
    way = TREES["way to a root"]
    fewer = replace(way, causes=way.causes[:-3])
    assert folded(FiveWhys().draw(fewer, Canvas(1512, 428, LIGHT))) == ""


BOARDS = {"wide": (1512, 428), "with a banner": (1512, 415), "upright": (1018, 800)}


def chain_and_branches(*branches: tuple[str, str | None]) -> Analysis:
    """Five whys, one of the other, and further causes of the problem or of one of them."""
    whys = [
        cause(str(n), str(n - 1) if n else None, f"Nobody had been asked for part {n} of it")
        for n in range(5)
    ]
    whys[4] = replace(whys[4], root=True)
    return Analysis(
        ISSUE, (*whys, *(cause(id, of, "New analysts untrained") for id, of in branches))
    )


@pytest.mark.parametrize("size", BOARDS.values(), ids=list(BOARDS))
@pytest.mark.parametrize(
    "branches", [(), (("x", None),), (("x", None), ("y", None)), (("x", "0"), ("y", "2"))]
)
def test_five_whys_and_two_branches_fit_on_a_board_without_scrolling(
    size: tuple[int, int], branches: tuple[tuple[str, str | None], ...]
) -> None:
    analysis = chain_and_branches(*branches)
    drawing = FiveWhys().draw(analysis, Canvas(*size, LIGHT))
    whole = picture(drawing)
    assert whole.right <= 56 / 48 * size[0]
    assert whole.bottom <= 56 / 48 * size[1]
    assert len(fields(drawing, "data-cause")) == len(analysis.causes)
    assert all(whole.holds(box) for box in fields(drawing, *TOUCHED))
    assert faults(drawing) == []


def test_on_a_small_board_five_whys_are_moved_under_the_finger_and_not_shrunk() -> None:
    small = Canvas(1076, 320, LIGHT)
    drawing = FiveWhys().draw(chain_and_branches(), small)
    whole = picture(drawing)
    assert len(fields(drawing, "data-cause")) == 5
    assert whole.right > MOST_SHRUNK * small.width  # wider than can be seen at once,
    assert whole.bottom <= MOST_SHRUNK * small.height + 1  # but no higher
    assert faults(drawing) == []


def test_the_head_says_the_problem_where_there_is_room() -> None:
    assert "First-time fix" in said(part(drawn(TREES["first"], LIGHT), "problem"))
    slim = FiveWhys().draw(chain_and_branches(), Canvas(1512, 428, LIGHT))
    assert "The problem First-time fix below target" in said(part(slim, "problem"))
    low = FiveWhys().draw(chain_and_branches(), Canvas(1512, 200, LIGHT))
    assert "First-time fix" not in said(part(low, "problem"))


def test_a_slim_head_cuts_a_long_title_and_takes_no_more_height_than_there_is() -> None:
    long = replace(chain_and_branches(), issue=replace(ISSUE, title="Milestones met on time, " * 8))
    drawing = FiveWhys().draw(long, Canvas(1512, 428, LIGHT))
    assert "Milestones met on" in said(part(drawing, "problem"))
    assert "\u2026" in said(part(drawing, "problem"))
    assert picture(drawing).bottom <= MOST_SHRUNK * 428
    assert faults(drawing) == []


@pytest.mark.parametrize("name", TREES)
def test_words_leave_a_margin_on_what_is_touched(name: str) -> None:
    for button in drawn(TREES[name], LIGHT).walk():
        if button.attributes.get("data-do") not in (None, "reword"):
            (field,) = (each for each in button.walk() if each.tag == "rect")
            for line in written(button):
                room = float(field.attributes["width"]) - (line.box.right - line.box.left)
                assert room >= 6, line.words


def test_on_an_upright_board_whys_grow_downwards() -> None:
    drawing = FiveWhys().draw(chain_and_branches(), Canvas(1018, 800, LIGHT))
    tops = [box.top for box in fields(drawing, "data-cause")]
    assert tops == sorted(set(tops))


def test_causes_that_go_in_circles_are_drawn_all_the_same() -> None:
    round = Analysis(ISSUE, (cause("a", "b", "One"), cause("b", "a", "Two"), cause("c", "x", "?")))
    drawing = drawn(round, LIGHT)
    assert faults(drawing) == []
    assert len([each for each in drawing.walk() if "data-cause" in each.attributes]) == 3


ACTIONS = ("ask", "ask", "ask", "reword", "confirm", "rule_out", "suspect", "mark_root",
           "unmark_root", "evidence", "look")  # fmt: skip
BLAMING = ("Human error", "He forgot", "They should have known", "Careless work")


@any_of
@given(
    st.lists(
        st.tuples(st.sampled_from(ACTIONS), st.integers(0, 99),
                  st.one_of(words(60), st.sampled_from(BLAMING))),
        max_size=40,
    ),
    st.sampled_from((Canvas(1380, 560, LIGHT), Canvas(1000, 900, DARK), Canvas(600, 700, LIGHT))),
)  # fmt: skip
def test_every_sequence_of_actions_leaves_a_tree_that_can_be_drawn(
    steps: list[tuple[str, int, str]], canvas: Canvas
) -> None:
    analysis = Analysis(replace(ISSUE, title=steps[0][2] if steps else "A problem"))
    for action, number, text in steps:
        ids = [None, *(each.id for each in analysis.causes)]
        id = ids[number % len(ids)]
        if action == "look":
            analysis = looked(FiveWhys, analysis, {"about": id} if id else {})
            continue
        arguments = {"parent": id, "text": text} if action == "ask" else {"id": id}
        if action in ("reword", "evidence"):
            arguments["text"] = text
        try:
            analysis = after(analysis, act(analysis, action, **arguments))
        except Invalid:
            continue
        assert not [each for each in analysis.causes if each.root and each.state == "ruled_out"]
    drawing = FiveWhys().draw(analysis, canvas)
    assert faults(drawing) == []
    for attributes in (("data-cause",), TOUCHED):
        boxes = fields(drawing, *attributes)
        assert crowded(boxes) == []
        assert all(picture(drawing).holds(box) for box in boxes)
