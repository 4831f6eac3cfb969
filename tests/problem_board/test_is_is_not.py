"""Is / is not: what is said in a table, edits that collide, and what differs made a cause."""

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
from hub.problem_board.is_is_not import IsIsNot
from hub.problem_board.isnot_facts import CELLS, COLUMNS, MOST, QUESTIONS, ROWS, Table
from tests.displays.views import words
from tests.geometry import Box, part, picture, said, written
from tests.problem_board.acting import after, any_of, flaws, looked, looks, parts
from tests.problem_board.fishes import BOARDS, LONG
from tests.problem_board.sample import ISSUE, cause
from tests.problem_board.tables import analyses, drawn, looking_at, many

TABLES = dict(analyses())
EMPTY, TYPICAL = TABLES["empty"], TABLES["typical"]
BOARD = BOARDS["board"]


def act(analysis: Analysis, action: str, **arguments: Any) -> Changes:
    return IsIsNot().act(analysis, action, arguments)


def having_seen(analysis: Analysis, version: int | None) -> Analysis:
    return replace(analysis, seen=version)


def does(drawing: Node, action: str) -> list[dict[str, Any]]:
    return [json.loads(each.attributes["data-args"]) for each in parts(drawing, action)]


# -- entries -------------------------------------------------------------------------------


def test_something_is_said_in_a_cell_and_keeps_its_identity() -> None:
    id = str(uuid4())
    said = act(EMPTY, "add", row="where", column="is_not", text=" Shipley\ndesk ", id=id)
    assert said.layout == {
        "facts": [
            {"id": id, "text": "Shipley desk", "version": 1, "row": "where", "column": "is_not"}
        ]
    }
    assert not said.add


@pytest.mark.parametrize(
    "wrong",
    [{"row": "why"}, {"column": "maybe"}, {"text": "  "}, {"text": "x" * 301}, {"id": "<script>"}],
)
def test_what_fits_no_cell_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="Is / is not, add"):
        act(EMPTY, "add", **{"row": "what", "column": "is", "text": "Slow", **wrong})


def test_an_identity_is_taken_once() -> None:
    id = str(uuid4())
    first = after(EMPTY, act(EMPTY, "add", row="what", column="is", text="Slow", id=id))
    with pytest.raises(Conflict, match="this id already"):
        act(first, "add", row="what", column="is", text="Slow", id=id)


def test_a_table_holds_so_many_entries() -> None:
    with pytest.raises(Invalid, match=f"holds {MOST} entries"):
        act(many(MOST), "add", row="what", column="is", text="One more")


def test_two_people_who_add_do_not_collide() -> None:
    table = TYPICAL
    for text in ("Seen at one desk", "Seen at another"):
        table = after(table, act(table, "add", row="where", column="is", text=text))
    added = [fact.entry.text for fact in Table(table).facts[-2:]]
    assert added == ["Seen at one desk", "Seen at another"]


def test_an_entry_is_reworded_in_its_place() -> None:
    seen = having_seen(TYPICAL, 1)
    table = Table(after(seen, act(seen, "reword", id="f3", text="The desk at Telford")))
    assert [fact.entry.text for fact in table.within(table.facts[3].cell)] == [
        "The desk at Telford",
        "Cardiff desk since November",
    ]
    assert table.facts[3].entry.version == 2


def test_two_edits_collide_with_both_texts() -> None:
    seen = having_seen(TYPICAL, 1)
    theirs = after(seen, act(seen, "reword", id="f3", text="All of Telford"))
    with pytest.raises(Conflict, match="now says “All of Telford”; yours says “Telford, floor 2”"):
        act(theirs, "reword", id="f3", text="Telford, floor 2")
    with pytest.raises(Conflict, match="now says “All of Telford”"):
        act(theirs, "remove", id="f3")
    again = having_seen(theirs, 2)
    assert Table(after(again, act(again, "reword", id="f3", text="Telford, floor 2")))


@pytest.mark.parametrize("action", ["reword", "remove"])
def test_an_edit_says_which_version_was_seen(action: str) -> None:
    arguments = {"id": "f3", **({"text": "Telford"} if action == "reword" else {})}
    with pytest.raises(Invalid, match="carries the version"):
        act(TYPICAL, action, **arguments)


@pytest.mark.parametrize("action", ["reword", "remove", "cause"])
def test_what_somebody_has_removed_is_not_edited(action: str) -> None:
    arguments = {"id": "gone", **({"text": "Telford"} if action == "reword" else {})}
    with pytest.raises(Invalid, match="removed this in the meantime"):
        act(having_seen(TYPICAL, 1), action, **arguments)


# -- causes --------------------------------------------------------------------------------


def test_what_differs_is_made_a_cause_once() -> None:
    id = str(uuid4())
    changes = act(TYPICAL, "cause", id="f6", cause=id)
    (new,) = changes.add
    assert (new.id, new.text, new.parent) == (id, "Shipley tried the handset in the pilot", None)
    made = after(TYPICAL, changes)
    assert Table(made).facts[6].cause == id
    assert said(part(drawn(made, LIGHT, BOARD), "fact-f6")).endswith("Cause")
    with pytest.raises(Invalid, match="a cause of the problem already"):
        act(made, "cause", id="f6")


def test_only_what_differs_is_made_a_cause() -> None:
    with pytest.raises(Invalid, match="Only what differs"):
        act(TYPICAL, "cause", id="f0")


def test_a_problem_with_very_many_causes_gets_no_further_ones() -> None:
    full = replace(TYPICAL, causes=tuple(cause(str(n), None, "Cause") for n in range(200)))
    with pytest.raises(Invalid, match="200 causes already"):
        act(full, "cause", id="f6")


def test_the_cause_stays_when_its_entry_is_removed_or_reworded() -> None:
    seen = having_seen(TYPICAL, 1)
    removed = after(seen, act(seen, "remove", id="f2"))
    assert [each.id for each in removed.causes] == ["a"]
    reworded = after(seen, act(seen, "reword", id="f2", text="No script"))
    assert Table(reworded).facts[2].cause == "a"


def test_what_became_of_the_cause_is_said() -> None:
    out = replace(TYPICAL, causes=(replace(TYPICAL.causes[0], state="ruled_out"),))
    assert "Cause: ruled out" in said(drawn(looking_at(out, "what-differs"), LIGHT, BOARD))


# -- looking -------------------------------------------------------------------------------


def test_an_entry_leads_to_its_cell_and_that_back_to_the_table() -> None:
    entry = part(drawn(TYPICAL, LIGHT, BOARD), "fact-f6")
    shown = drawn(looked(IsIsNot, TYPICAL, looks(entry)[0]), LIGHT, BOARD)
    assert "Shipley tried the handset" in said(shown)
    assert "Telford desk" not in said(shown)
    assert does(shown, "reword") == does(shown, "remove") == does(shown, "cause") == [{"id": "f6"}]
    assert {each.attributes["data-version"] for each in parts(shown, "reword")} == {"1"}
    assert does(shown, "add") == [{"row": "where", "column": "differs"}]
    (back,) = looks(shown)
    assert "Telford desk" in said(drawn(looked(IsIsNot, TYPICAL, back), LIGHT, BOARD))


def test_where_there_is_no_such_cell_the_table_is_looked_at() -> None:
    nowhere = looked(IsIsNot, TYPICAL, {"about": "why-is"})
    assert str(drawn(nowhere, LIGHT, BOARD)) == str(drawn(TYPICAL, LIGHT, BOARD))


def test_every_cell_asks_its_question_until_it_is_answered() -> None:
    shown = said(drawn(EMPTY, LIGHT, BOARDS["wide"]))
    assert all(question in shown for question in QUESTIONS.values())
    assert QUESTIONS["where", "is"] not in said(drawn(TYPICAL, LIGHT, BOARDS["wide"]))
    adding = drawn(EMPTY, LIGHT, BOARD)
    assert len(does(adding, "add")) == len(CELLS) == len(QUESTIONS)
    assert part(adding, "add-where-is").attributes["data-ask"] == "text|Where is it seen?"


def test_a_cell_with_very_much_in_it_has_pages() -> None:
    full, seen = TABLES["full cell"], set[str]()
    for _ in range(MOST):
        shown = drawn(full, LIGHT, BOARDS["phone"])
        seen |= {each["id"] for each in does(shown, "reword")}
        nexts = [each for each in shown.walk() if each.attributes.get("id") == "next"]
        if not nexts:
            break
        full = looked(IsIsNot, full, looks(nexts[0])[0])
        assert flaws(shown) == []
    assert len(seen) == MOST / 3


# -- the picture ---------------------------------------------------------------------------


@pytest.mark.parametrize("board", BOARDS)
@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_sound_on_every_board(name: str, board: str) -> None:
    assert flaws(drawn(TABLES[name], LIGHT, BOARDS[board])) == []


@pytest.mark.parametrize("name", TABLES)
def test_both_themes_draw_the_same(name: str) -> None:
    light, dark = (drawn(TABLES[name], theme, BOARD) for theme in (LIGHT, DARK))
    assert [line.box for line in written(light)] == [line.box for line in written(dark)]


@pytest.mark.parametrize("count", [1, 5, 13, 25, 49, 120])
@pytest.mark.parametrize("cells", [1, 3, 7, 12])
@pytest.mark.parametrize("board", BOARDS)
def test_any_number_of_entries_can_be_drawn(count: int, cells: int, board: str) -> None:
    for text in ("No {}", LONG[:290] + " {}"):
        assert flaws(drawn(many(count, text, cells), LIGHT, BOARDS[board])) == []


@pytest.mark.parametrize("board", BOARDS)
def test_every_entry_is_drawn_or_counted(board: str) -> None:
    shown = drawn(many(MOST), LIGHT, BOARDS[board])
    ids = [each.attributes.get("id", "") for each in shown.walk()]
    counted = [line.words for line in written(shown) if line.words.endswith(("more", "entries"))]
    more = sum(int(words.split()[0]) for words in counted)
    assert len([id for id in ids if id.startswith("fact-")]) + more == MOST


@pytest.mark.parametrize("board", ["board", "wide", "upright"])
def test_a_few_entries_are_drawn_at_full_size_and_in_large_letters(board: str) -> None:
    few = many(len(CELLS), "Entry {}")
    shown = drawn(few, LIGHT, BOARDS[board])
    assert picture(shown) == Box(0, 0, *BOARDS[board])
    facts = [each for each in shown.walk() if each.attributes.get("id", "").startswith("fact-")]
    letters = [float(line.attributes["font-size"]) for each in facts for line in each.walk()
               if line.tag == "text" and line.children != ("Cause",)]  # fmt: skip
    assert min(letters) >= 20


def test_on_a_broad_board_the_whole_table_is_seen_at_once() -> None:
    for name in ("empty", "typical", "forty", "overfull", "long"):
        whole = picture(drawn(TABLES[name], LIGHT, BOARD))
        assert whole.right <= 56 / 48 * BOARD[0] + 1
        assert whole.bottom <= 56 / 48 * BOARD[1] + 1


@pytest.mark.parametrize("name", ["empty", "typical", "overfull"])
def test_on_a_low_board_it_is_drawn_smaller_before_it_is_moved_under_the_finger(name: str) -> None:
    low = (1512, 350)
    shown = drawn(TABLES[name], LIGHT, low)
    assert picture(shown).bottom <= 56 / 48 * low[1] + 1
    assert flaws(shown) == []


ACTIONS = ("add", "add", "add", "reword", "remove", "cause", "look")


@any_of
@given(
    st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 99), st.integers(0, 99),
                       words(40)), max_size=50),
    st.sampled_from(sorted(BOARDS.values())),
)  # fmt: skip
def test_every_sequence_of_actions_leaves_a_table_that_can_be_drawn(
    steps: list[tuple[str, int, int, str]], size: tuple[int, int]
) -> None:
    table = Analysis(replace(ISSUE, title=steps[0][3] if steps else "A problem"))
    for action, one, other, text in steps:
        if action == "look":
            about = CELLS[one % len(CELLS)].id
            table = looked(IsIsNot, table, {"about": about, "page": other % 4})
            continue
        try:
            table = after(table, _act(table, action, one, other, text))
        except (Invalid, Conflict):
            continue
        _assert_valid(table)
    assert flaws(drawn(table, LIGHT, size)) == []


def _act(table: Analysis, action: str, one: int, other: int, text: str) -> Changes:
    ids = ["gone", *(each.id for each in Table(table).entries)]
    id = {"id": ids[other % len(ids)]}
    arguments: dict[str, dict[str, Any]] = {
        "add": {"row": list(ROWS)[one % 4], "column": list(COLUMNS)[other % 3], "text": text},
        "reword": {**id, "text": text},
    }
    return act(replace(table, seen=1 + other % 2), action, **arguments.get(action, id))


def _assert_valid(analysis: Analysis) -> None:
    table, causes = Table(analysis), {each.id for each in analysis.causes}
    assert len({each.id for each in table.entries}) == len(table.entries)
    assert all(fact.cause is None or fact.cause in causes for fact in table.facts)
    assert all(fact.cell.column == "differs" for fact in table.facts if fact.cause)
    assert json.loads(json.dumps(dict(analysis.layout))) == analysis.layout
