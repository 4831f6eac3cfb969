"""Freehand ink: strokes that are checked strictly, erased whole, and drawn for everybody alike."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.drawing import DARK, LIGHT
from hub.errors import Conflict, Invalid
from hub.problem_board import Analysis, Changes
from hub.problem_board.ink import Ink
from hub.problem_board.ink_sheet import (
    ALL_POINTS,
    COLOURS,
    FULL,
    HIGH,
    MOST,
    POINTS,
    WIDE,
    WIDTHS,
    Sheet,
)
from tests.displays.views import words
from tests.geometry import Box, fields, part, picture, said
from tests.problem_board.acting import after, any_of, flaws, parts
from tests.problem_board.sample import ISSUE
from tests.problem_board.sketches import BOARDS, analyses, drawn, ring, sketch, stroke

SKETCHES = dict(analyses())
EMPTY, TYPICAL, FULLEST = SKETCHES["empty"], SKETCHES["typical"], SKETCHES["overfull"]
BOARD = BOARDS["roomy"]
LINE = [(1.0, 2.04), (800, 450.5), (10, 7)]


def act(analysis: Analysis, action: str, **arguments: Any) -> Changes:
    return Ink().act(analysis, action, arguments)


def done(analysis: Analysis, action: str, **arguments: Any) -> Analysis:
    return after(analysis, act(analysis, action, **arguments))


def inked(analysis: Analysis, **said: Any) -> Analysis:
    given = {"id": str(uuid4()), "colour": "ink", "width": "thin", "outline": LINE}
    return done(analysis, "stroke", **{**given, **said})


def ids(analysis: Analysis) -> list[str]:
    return [each.id for each in Sheet(analysis).strokes]


# -- strokes -------------------------------------------------------------------------------


def test_a_stroke_keeps_its_identity_and_its_outline_to_a_tenth() -> None:
    id = str(uuid4())
    assert inked(EMPTY, id=id, colour="blue", width="thick").layout == {
        "strokes": [{"id": id, "colour": "blue", "width": "thick",
                     "outline": [1.0, 2.0, 800, 450.5, 10, 7]}]
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "<script>"},
        {"colour": "#ff0000"},
        {"width": 9},
        {"outline": LINE[:2]},
        {"outline": [*LINE, (-0.1, 5)]},
        {"outline": [*LINE, (WIDE + 0.1, 5)]},
        {"outline": [*LINE, (5, HIGH + 0.1)]},
        {"outline": [*LINE, (5, float("nan"))]},
        {"outline": [*LINE, (5, "7")]},
        {"outline": [*LINE, (5, True)]},
        {"outline": [*LINE, (5, 5, 5)]},
        {"outline": [(5, 5)] * (POINTS + 1)},
        {"outline": "M0 0L5 5Z"},
    ],
)
def test_what_is_no_stroke_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="Sketch, stroke"):
        inked(EMPTY, **wrong)


def test_an_identity_is_taken_once() -> None:
    id = str(uuid4())
    with pytest.raises(Conflict, match="this id already"):
        inked(inked(EMPTY, id=id), id=id)


def test_a_sheet_is_full_at_so_many_strokes_or_points() -> None:
    assert len(Sheet(FULLEST).strokes) == MOST
    with pytest.raises(Invalid, match=FULL):
        inked(FULLEST)
    heavy = [{**stroke(n, 0, 0), "outline": [1, 1] * POINTS} for n in range(ALL_POINTS // POINTS)]
    with pytest.raises(Invalid, match=FULL):
        inked(sketch(*heavy))


def test_two_people_who_draw_do_not_collide() -> None:
    assert len(ids(inked(inked(TYPICAL), colour="purple"))) == 9


# -- erasing -------------------------------------------------------------------------------


def test_whole_strokes_are_erased_and_those_that_are_gone_are_gone() -> None:
    gone = [str(UUID(int=2)), str(uuid4())]
    assert ids(done(TYPICAL, "erase", ids=gone)) == [
        each for each in ids(TYPICAL) if each not in gone
    ]


@pytest.mark.parametrize("wrong", [[], ["all"], [str(UUID(int=n)) for n in range(MOST + 1)]])
def test_what_names_no_stroke_erases_nothing(wrong: list[str]) -> None:
    with pytest.raises(Invalid, match="Sketch, erase"):
        act(TYPICAL, "erase", ids=wrong)


def test_clearing_takes_what_was_seen_and_asks_first() -> None:
    (clear,) = parts(drawn(TYPICAL, LIGHT, BOARD), "clear")
    assert clear.attributes["data-sure"] == "Clear all 7 strokes of the sheet?|Clear"
    meanwhile = str(uuid4())
    cleared = done(
        inked(TYPICAL, id=meanwhile), "clear", **json.loads(clear.attributes["data-args"])
    )
    assert ids(cleared) == [meanwhile]
    assert parts(drawn(EMPTY, LIGHT, BOARD), "clear") == []


def test_a_sheet_on_which_the_last_stroke_was_erased_is_looked_at_again_first() -> None:
    with pytest.raises(Invalid, match="erased on this sheet meanwhile"):
        act(TYPICAL, "clear", up_to=str(uuid4()))


# -- the caption ---------------------------------------------------------------------------


def test_what_the_sketch_shows_is_said_in_words_and_read_out() -> None:
    captioned = done(replace(TYPICAL, seen=1), "caption", text="The queue at Telford")
    shown = drawn(captioned, LIGHT, BOARD)
    assert "The queue at Telford" in said(shown)
    sheet = part(shown, "ink-sheet").attributes
    assert (sheet["role"], sheet["aria-label"]) == (
        "img",
        "Sketch of 7 strokes: The queue at Telford",
    )
    assert (
        "nobody has said" in part(drawn(EMPTY, LIGHT, BOARD), "ink-sheet").attributes["aria-label"]
    )


def test_two_captions_collide_with_both_texts() -> None:
    (first,) = parts(drawn(EMPTY, LIGHT, BOARD), "caption")
    assert first.attributes["data-version"] == "0"
    theirs = done(replace(EMPTY, seen=0), "caption", text="A queue")
    with pytest.raises(Conflict, match="now says “A queue”; yours says “A flow”"):
        act(replace(theirs, seen=0), "caption", text="A flow")


# -- the picture ---------------------------------------------------------------------------


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_strokes_are_filled_paths_in_the_colours_of_the_theme(theme: Any) -> None:
    shown = drawn(TYPICAL, theme, BOARD)
    for each in Sheet(TYPICAL).strokes:
        path = part(shown, f"stroke-{each.id}").attributes
        assert path["fill"] == theme[COLOURS[each.colour]]
        assert path["data-stroke"] == each.id
        assert path["d"].startswith(f"M{each.outline[0]:g} {each.outline[1]:g}L")


def test_the_page_is_told_how_to_draw_and_what_it_has_to_keep() -> None:
    sheet = part(drawn(TYPICAL, DARK, BOARD), "ink-sheet")
    said = sheet.attributes
    assert (said["data-ink"], said["data-erase"]) == ("stroke", "erase")
    assert json.loads(said["data-inks"]) == {name: DARK[token] for name, token in COLOURS.items()}
    assert json.loads(said["data-widths"]) == WIDTHS
    wet = sheet.children[-1]
    assert not isinstance(wet, str)
    assert {"data-wet", "data-keep"} <= set(wet.attributes)


def test_pens_can_be_chosen_by_touch_and_by_keyboard() -> None:
    shown = drawn(EMPTY, LIGHT, BOARD)
    pens = [each.attributes for each in shown.walk() if "data-pen" in each.attributes]
    assert len(pens) == len(COLOURS) + len(WIDTHS) + 1
    assert all(pen["role"] == "button" and pen["tabindex"] == "0" for pen in pens)
    assert all(min(b.right - b.left, b.bottom - b.top) >= 56 for b in fields(shown, "data-pen"))


@pytest.mark.parametrize("board", BOARDS)
@pytest.mark.parametrize("name", SKETCHES)
def test_a_sketch_is_sound_on_every_board(name: str, board: str) -> None:
    shown = drawn(SKETCHES[name], LIGHT, BOARDS[board])
    assert flaws(shown) == []
    (sheet,) = fields(shown, "data-ink")
    keys = fields(shown, "data-do") + fields(shown, "data-pen")
    assert picture(shown).holds(sheet)
    assert not [key for key in keys if key.meets(sheet)]
    assert not [one for n, one in enumerate(keys) if any(one.meets(other) for other in keys[:n])]


@pytest.mark.parametrize("name", SKETCHES)
@pytest.mark.parametrize("board", ["roomy", "wide", "upright"])
def test_the_whole_sheet_is_seen_at_once(name: str, board: str) -> None:
    shown = picture(drawn(SKETCHES[name], LIGHT, BOARDS[board]))
    wide, high = BOARDS[board]
    assert shown.holds(Box(0, 0, wide, high))
    assert shown.bottom <= 1.05 * high


ACTIONS = ("stroke", "stroke", "stroke", "erase", "clear", "caption")
places = st.floats(-10, WIDE + 10)


@any_of
@given(
    st.lists(st.tuples(st.sampled_from(ACTIONS), places, places, st.integers(0, 99), words(40)),
             max_size=40),
    st.sampled_from(sorted(BOARDS.values())),
)  # fmt: skip
def test_every_sequence_of_actions_leaves_a_sheet_that_can_be_drawn(
    steps: list[tuple[str, float, float, int, str]], size: tuple[int, int]
) -> None:
    sheet = Analysis(ISSUE)
    for number, (action, x, y, other, text) in enumerate(steps):
        known = [str(UUID(int=999)), *ids(sheet)]
        id = known[other % len(known)]
        arguments: dict[str, dict[str, Any]] = {
            "stroke": {"id": str(UUID(int=number)), "colour": list(COLOURS)[other % 4],
                       "width": list(WIDTHS)[other % 2],
                       "outline": ring(x, y) if other % 9 else [(x, y)] * 3},
            "erase": {"ids": known[: 1 + other % 3]},
            "clear": {"up_to": id},
            "caption": {"text": text},
        }  # fmt: skip
        try:
            sheet = done(replace(sheet, seen=other % 3), action, **arguments[action])
        except (Invalid, Conflict):
            continue
        assert len(set(ids(sheet))) == len(ids(sheet))
        assert json.loads(json.dumps(dict(sheet.layout))) == sheet.layout
    assert flaws(drawn(sheet, LIGHT, size)) == []
