"""Sticky notes: written quickly, put into groups by anybody, made causes; always to be drawn."""

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.drawing import DARK, LIGHT, Node
from hub.errors import Conflict, Invalid
from hub.problem_board import Analysis, Changes
from hub.problem_board.sticky_notes import StickyNotes
from hub.problem_board.sticky_wall import COLOURS, GROUPS, MOST, Wall
from tests.displays.views import words
from tests.geometry import Box, part, picture, said, written
from tests.problem_board.acting import after, any_of, flaws, looked, looks, parts
from tests.problem_board.fishes import LONG
from tests.problem_board.sample import ISSUE, cause
from tests.problem_board.stickies import BOARDS, analyses, drawn, looking_at, many, note

WALLS = dict(analyses())
EMPTY, TYPICAL = WALLS["empty"], WALLS["typical"]
BOARD = BOARDS["roomy"]


def act(analysis: Analysis, action: str, **arguments: Any) -> Changes:
    return StickyNotes().act(analysis, action, arguments)


def done(analysis: Analysis, action: str, **arguments: Any) -> Analysis:
    return after(analysis, act(analysis, action, **arguments))


def having_seen(analysis: Analysis, version: int | None) -> Analysis:
    return replace(analysis, seen=version)


def within(analysis: Analysis, group: str | None) -> list[str]:
    return [note.id for note in Wall(analysis).within(group)]


def does(drawing: Node, action: str) -> list[dict[str, Any]]:
    return [json.loads(each.attributes["data-args"]) for each in parts(drawing, action)]


# -- notes ---------------------------------------------------------------------------------


def test_a_note_is_written_and_keeps_its_identity() -> None:
    id = str(uuid4())
    assert act(EMPTY, "add", text="  Callers ring\ttwice ", id=id).layout == {
        "notes": [{"id": id, "text": "Callers ring twice", "version": 1, "colour": "yellow"}],
        "groups": [],
    }


def test_every_line_is_a_note_of_its_own_and_always_the_same_one() -> None:
    id = str(uuid4())
    twice = [done(EMPTY, "add", text="One\n\n  Two \nThree", id=id) for _ in range(2)]
    assert [note.text for note in Wall(twice[0]).notes] == ["One", "Two", "Three"]
    assert len({note.id for note in Wall(twice[0]).notes}) == 3
    assert twice[0].layout == twice[1].layout


@pytest.mark.parametrize("wrong", ["  \n ", "x" * 301, "Short\n" + "x" * 301, "x\n" * 3001])
def test_what_is_no_note_is_refused(wrong: str) -> None:
    with pytest.raises(Invalid):
        act(EMPTY, "add", text=wrong)


def test_a_wall_has_room_for_so_many_notes() -> None:
    with pytest.raises(Invalid, match=f"room for {MOST} notes"):
        act(many(MOST - 1), "add", text="One\nTwo")


def test_a_note_for_a_group_that_has_gone_is_not_lost() -> None:
    lost = done(TYPICAL, "add", text="One more", group="gone")
    assert Wall(lost).within(None)[-1].text == "One more"
    assert Wall(done(TYPICAL, "add", text="One more", group="g2")).notes[-1].group == "g2"


def test_two_edits_collide_with_both_texts() -> None:
    seen = having_seen(TYPICAL, 1)
    theirs = done(seen, "reword", id="n0", text="No course yet")
    with pytest.raises(Conflict, match="now says “No course yet”; yours says “No course”"):
        act(theirs, "reword", id="n0", text="No course")
    with pytest.raises(Conflict, match="now says “No course yet”"):
        act(theirs, "remove", id="n0")
    again = having_seen(theirs, 2)
    assert "n0" not in [note.id for note in Wall(done(again, "remove", id="n0")).notes]


@pytest.mark.parametrize("action", ["reword", "remove", "rename", "dissolve"])
def test_an_edit_says_which_version_was_seen(action: str) -> None:
    id = "n0" if action in ("reword", "remove") else "g1"
    words = {"text": "Other words"} if action in ("reword", "rename") else {}
    with pytest.raises(Invalid, match="carries the version"):
        act(TYPICAL, action, id=id, **words)


@pytest.mark.parametrize("action", ["reword", "remove", "cause", "colour", "put", "join"])
def test_what_somebody_has_removed_is_not_edited(action: str) -> None:
    more = {"reword": {"text": "x"}, "colour": {"colour": "blue"}, "join": {"onto": "n1"}}
    with pytest.raises(Invalid, match="in the meantime"):
        act(having_seen(TYPICAL, 1), action, id="gone", **more.get(action, {}))


def test_a_note_is_given_a_colour_of_the_few() -> None:
    assert Wall(done(TYPICAL, "colour", id="n0", colour="blue")).notes[0].colour == "blue"
    with pytest.raises(Invalid, match="Sticky notes, colour"):
        act(TYPICAL, "colour", id="n0", colour="#ff0000")


def test_the_words_of_a_note_stand_out_from_every_colour() -> None:
    for theme in (LIGHT, DARK):
        assert min(_contrast(theme["ink"], theme[paper]) for paper, _ in COLOURS.values()) > 7


def _contrast(one: str, other: str) -> float:
    low, high = sorted(_luminance(each) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_note_is_made_a_cause_once_and_says_so() -> None:
    id = str(uuid4())
    changes = act(TYPICAL, "cause", id="n0", cause=id)
    (new,) = changes.add
    assert (new.id, new.text, new.parent) == (id, Wall(TYPICAL).notes[0].text, None)
    made = after(TYPICAL, changes)
    note = part(drawn(made, LIGHT, BOARD), "note-n0")
    assert said(note).endswith("Cause")
    assert note.attributes["aria-label"].endswith("in What analysts know, cause, suspected")
    with pytest.raises(Invalid, match="a cause of the problem already"):
        act(made, "cause", id="n0")


def test_the_cause_stays_when_its_note_is_removed() -> None:
    seen = having_seen(TYPICAL, 1)
    assert [each.id for each in done(seen, "remove", id="n2").causes] == ["a"]


def test_a_problem_with_very_many_causes_gets_no_further_ones() -> None:
    full = replace(TYPICAL, causes=tuple(cause(str(n), None, "Cause") for n in range(200)))
    with pytest.raises(Invalid, match="200 causes already"):
        act(full, "cause", id="n0")


# -- groups --------------------------------------------------------------------------------


def test_a_note_is_put_into_a_group_and_out_of_it_again() -> None:
    put = done(TYPICAL, "put", id="n9", group="g2")
    assert "n9" in within(put, "g2")
    assert "n9" in within(done(put, "put", id="n9", group=None), None)


def test_a_note_that_is_dropped_on_another_makes_a_group_with_it() -> None:
    id = str(uuid4())
    joined = done(TYPICAL, "join", id="n9", onto="n11", group=id)
    assert within(joined, id) == ["n9", "n11"]
    (title,) = [
        each
        for each in parts(drawn(joined, LIGHT, BOARD), "rename")
        if json.loads(each.attributes["data-args"])["id"] == id
    ]
    assert said(title).startswith("Name this group")
    named = done(having_seen(joined, 1), "rename", id=id, text="Calls")
    assert Wall(named).groups[-1].text == "Calls"


def test_a_note_that_is_dropped_on_one_in_a_group_joins_that() -> None:
    assert "n9" in within(done(TYPICAL, "join", id="n9", onto="n0", group=str(uuid4())), "g1")
    assert act(TYPICAL, "join", id="n0", onto="n1").layout == TYPICAL.layout


def test_a_group_without_a_name_goes_with_the_last_of_its_notes() -> None:
    id = str(uuid4())
    joined = done(TYPICAL, "join", id="n9", onto="n11", group=id)
    one = done(joined, "put", id="n9", group=None)
    assert len(Wall(one).groups) == 4
    assert len(Wall(done(one, "put", id="n11", group="g1")).groups) == 3


def test_a_new_group_takes_the_note_it_was_made_for() -> None:
    id = str(uuid4())
    made = done(TYPICAL, "group", text="Telford", note="n9", id=id)
    assert within(made, id) == ["n9"]
    assert within(done(TYPICAL, "group", text="Nothing yet", id=id), id) == []


def test_there_are_only_so_many_groups() -> None:
    with pytest.raises(Invalid, match=f"{GROUPS} groups already"):
        act(WALLS["many groups"], "group", text="One more")


def test_the_notes_of_a_group_that_is_dissolved_stay() -> None:
    free = done(having_seen(looking_at(TYPICAL, "g1"), 1), "dissolve", id="g1")
    assert Wall(free).group is None
    assert set(within(free, None)) == {"n0", "n1", "n2", "n3", "n9", "n10", "n11"}
    assert [group.id for group in Wall(free).groups] == ["g2", "g3"]


# -- the picture ---------------------------------------------------------------------------


def test_notes_are_dropped_on_notes_and_on_groups_and_beside_them() -> None:
    shown = drawn(TYPICAL, LIGHT, BOARD)
    assert part(shown, "note-n9").attributes["data-drag"] == "note"
    onto = part(shown, "onto-n9").attributes
    assert (onto["data-drop"], json.loads(onto["data-args"])) == ("join", {"onto": "n9"})
    assert onto["data-new"] == "group"
    for id, group in (("group-g1", "g1"), ("loose", None)):
        drop = part(shown, id).attributes
        assert (drop["data-drop"], json.loads(drop["data-args"])) == ("put", {"group": group})


def test_taps_alone_put_a_note_into_a_group() -> None:
    note = part(drawn(TYPICAL, LIGHT, BOARD), "note-n9")
    close = looked(StickyNotes, TYPICAL, looks(note)[0])
    shown = drawn(close, LIGHT, BOARD)
    assert [looks(each) for each in parts(shown, "put")] == [[{}]] * 3
    choices = does(shown, "put")
    assert choices == [{"id": "n9", "group": group} for group in ("g1", "g2", "g3")]
    assert "n9" in within(done(close, "put", **choices[1]), "g2")
    grouped = drawn(looking_at(TYPICAL, "n0"), LIGHT, BOARD)
    assert {"id": "n0", "group": None} in does(grouped, "put")


def test_a_group_without_a_name_is_no_touch_that_names_it_where_a_note_is_put() -> None:
    joined = done(TYPICAL, "join", id="n9", onto="n11", group=str(uuid4()))
    shown = drawn(looking_at(joined, "n0"), LIGHT, BOARD)
    assert "The group without a name" in said(shown)
    assert "Name this group" not in said(shown)


def test_it_is_said_how_many_notes_are_in_groups() -> None:
    assert "12 notes, 9 of them in 3 groups" in said(drawn(TYPICAL, LIGHT, BOARD))
    inside = [note(f"n{n}", "Said", "g1") for n in range(2)]
    layout = {"notes": inside, "groups": [{"id": "g1", "text": "Heard", "version": 1}]}
    assert "2 notes in 1 group" in said(drawn(Analysis(ISSUE, (), layout), LIGHT, BOARD))
    alone = {**layout, "notes": [note("n", "Said")]}
    assert "1 note, none of them in 1 group" in said(
        drawn(Analysis(ISSUE, (), alone), LIGHT, BOARD)
    )


def test_from_close_a_note_is_read_whole() -> None:
    shown = drawn(WALLS["long note"], LIGHT, BOARD)
    assert " ".join(Wall(WALLS["long note"]).notes[1].text.split()) in said(shown)


@pytest.mark.parametrize("board", BOARDS)
@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_sound_on_every_board(name: str, board: str) -> None:
    assert flaws(drawn(WALLS[name], LIGHT, BOARDS[board])) == []


@pytest.mark.parametrize("name", ["empty", "typical", "overfull", "note", "group"])
def test_both_themes_draw_the_same(name: str) -> None:
    light, dark = (drawn(WALLS[name], theme, BOARD) for theme in (LIGHT, DARK))
    assert [line.box for line in written(light)] == [line.box for line in written(dark)]


@pytest.mark.parametrize("count", [1, 7, 31])
@pytest.mark.parametrize("groups", [0, 1, 5, 13])
@pytest.mark.parametrize("board", ["roomy", "upright", "phone"])
def test_any_number_of_notes_can_be_drawn(count: int, groups: int, board: str) -> None:
    for text in ("No {}", LONG[:290] + " {}"):
        assert flaws(drawn(many(count, text, groups), LIGHT, BOARDS[board])) == []


@pytest.mark.parametrize("name", ["empty", "typical", "loose", "note", "group"])
def test_a_usual_wall_is_seen_at_once_in_large_letters(name: str) -> None:
    shown = drawn(WALLS[name], LIGHT, BOARD)
    assert picture(shown) == Box(0, 0, *BOARD)
    notes = [each for each in shown.walk() if each.attributes.get("id", "").startswith("note-")]
    letters = [float(line.attributes["font-size"]) for each in notes for line in each.walk()
               if line.tag == "text" and line.children != ("Cause",)]  # fmt: skip
    assert min(letters, default=22) >= 22


ACTIONS = ("add", "add", "add", "reword", "remove", "colour", "cause", "put", "put", "join", "join",
           "group", "rename", "dissolve", "look")  # fmt: skip


@any_of
@given(
    st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 99), st.integers(0, 99),
                       words(40)), max_size=50),
    st.sampled_from(sorted(BOARDS.values())),
)  # fmt: skip
def test_every_sequence_of_actions_leaves_a_wall_that_can_be_drawn(
    steps: list[tuple[str, int, int, str]], size: tuple[int, int]
) -> None:
    wall = Analysis(replace(ISSUE, title=steps[0][3] if steps else "A problem"))
    for action, one, other, text in steps:
        if action == "look":
            wall = looking_at(wall, _some(wall, one))
            continue
        try:
            wall = after(wall, _act(wall, action, one, other, text))
        except (Invalid, Conflict):
            continue
        _assert_valid(wall)
    assert flaws(drawn(wall, LIGHT, size)) == []


def _some(wall: Analysis, one: int) -> str:
    """A note or a group, or what has gone."""
    ids = ["gone", *(note.id for note in Wall(wall).notes), *(g.id for g in Wall(wall).groups)]
    return ids[one % len(ids)]


def _act(wall: Analysis, action: str, one: int, other: int, text: str) -> Changes:
    notes = ["gone", *(each.id for each in Wall(wall).notes)]
    groups = ["gone", *(each.id for each in Wall(wall).groups)]
    note, group = {"id": notes[one % len(notes)]}, groups[other % len(groups)]
    arguments: dict[str, dict[str, Any]] = {
        "add": {"text": text if one % 3 else f"{text}\n{text}", "group": group},
        "reword": {**note, "text": text},
        "colour": {**note, "colour": list(COLOURS)[other % 4]},
        "put": {**note, "group": group if other % 3 else None},
        "join": {**note, "onto": notes[other % len(notes)]},
        "group": {"text": text, **({"note": note["id"]} if other % 2 else {})},
        "rename": {"id": group, "text": text},
        "dissolve": {"id": group},
    }
    return act(replace(wall, seen=1 + other % 2), action, **arguments.get(action, note))


def _assert_valid(analysis: Analysis) -> None:
    wall, causes = Wall(analysis), {each.id for each in analysis.causes}
    groups = {each.id for each in wall.groups}
    assert len({each.id for each in wall.notes}) == len(wall.notes)
    assert all(note.group is None or note.group in groups for note in wall.notes)
    assert all(note.cause is None or note.cause in causes for note in wall.notes)
    assert all(each.text or wall.within(each.id) for each in wall.groups)
    assert json.loads(json.dumps(dict(analysis.layout))) == analysis.layout
