"""Impact and effort: where cards are put, by whom, and that the grid can always be drawn."""

import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.drawing import DARK, LIGHT, Node
from hub.errors import Conflict, Invalid
from hub.problem_board import Analysis, Canvas, Changes
from hub.problem_board.impact_cards import CELLS, TRAY, Cell, cards, ideas, standing
from hub.problem_board.impact_effort import MOST, ImpactEffort
from hub.problem_board.impact_field import LOW
from hub.snapshot.views import CountermeasureView
from tests.displays.views import words
from tests.geometry import crowded, faults, fields, part, picture, said
from tests.problem_board.acting import TOUCHED, looked, looks
from tests.problem_board.sample import ISSUE

CANVASES = (
    Canvas(1512, 428, LIGHT),
    Canvas(2400, 900, DARK),
    Canvas(1000, 900, LIGHT),
    Canvas(360, 500, DARK),
    Canvas(1076, 320, LIGHT),
)
WHOLE = CANVASES[0]
any_of = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def measure(id: str, text: str) -> CountermeasureView:
    return CountermeasureView(id, text, None, "", "Head of People", date(2026, 2, 6), "plan", 1)


def act(analysis: Analysis, action: str, **arguments: Any) -> Changes:
    return ImpactEffort().act(analysis, action, arguments)


def after(analysis: Analysis, action: str, **arguments: Any) -> Analysis:
    """The analysis as the hub keeps it once the action is done."""
    layout = act(analysis, action, **arguments).layout
    return replace(analysis, layout=json.loads(json.dumps(layout)), seen=None)


def drawn(analysis: Analysis, canvas: Canvas = WHOLE) -> Node:
    return ImpactEffort().draw(analysis, canvas)


def touches(drawing: Node, does: str) -> list[Node]:
    return [each for each in drawing.walk() if each.attributes.get("data-do") == does]


def taken_up(drawing: Node) -> list[Node]:
    """The cards that a touch takes up."""
    parts = (each for each in drawing.walk() if "data-look" in each.attributes)
    return [each for each in parts if "chosen" in looks(each)[0]]


def placed(analysis: Analysis, *places: tuple[str, Cell]) -> Analysis:
    for id, cell in places:
        analysis = after(analysis, "place", id=id, at=cell.at)
    return analysis


TOP = CELLS[0]  # much impact for little effort
EMPTY = Analysis(ISSUE)
FIVE = Analysis(
    ISSUE, countermeasures=tuple(measure(str(n), f"Hold clinic number {n}") for n in range(5))
)
SOME = placed(
    after(FIVE, "idea", text="Ask the supplier for a pool", id=str(uuid4())),
    ("0", TOP), ("1", TOP), ("2", CELLS[5]),
)  # fmt: skip
IDEA = ideas(SOME.layout)[0].id
THIRTY = placed(
    Analysis(
        ISSUE,
        countermeasures=tuple(
            measure(str(n), f"{'Something that takes many words to say ' * (n % 4)}{n}")
            for n in range(30)
        ),
    ),
    *((str(n), CELLS[n * n % 9]) for n in range(22)),
)
STATES = {
    "empty": EMPTY,
    "five": FIVE,
    "some": SOME,
    "thirty": THIRTY,
    "in hand": looked(ImpactEffort, THIRTY, {"chosen": "3"}),
    "idea in hand": looked(ImpactEffort, SOME, {"chosen": IDEA}),
    "open": looked(ImpactEffort, THIRTY, {"open": TOP.key}),
    "tray open": looked(ImpactEffort, THIRTY, {"open": TRAY}),
}


# -- actions -------------------------------------------------------------------------------


def test_what_is_not_placed_stands_in_the_tray() -> None:
    assert {card.place for card in cards(FIVE)} == {TRAY}
    assert [card.id for card in standing(cards(SOME), TRAY)] == ["3", "4", IDEA]


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.words)
def test_a_card_that_is_put_on_a_cell_stands_there(cell: Cell) -> None:
    assert Cell.of(cell.at) == cell
    assert standing(cards(placed(FIVE, ("3", cell))), cell.key)[0].id == "3"


def test_the_edges_of_the_grid_belong_to_it() -> None:
    assert Cell.of((0, 0)) == Cell(0, 0)
    assert Cell.of((1, 1)) == Cell(2, 2)


@pytest.mark.parametrize("at", [(2, 0), (-1, 0), (float("nan"), 0), (0.5,), "ab"])
def test_a_place_is_on_the_grid(at: Any) -> None:
    with pytest.raises(Invalid, match="Impact and effort, place"):
        act(FIVE, "place", id="0", at=at)


def test_a_card_goes_where_it_was_put_last_and_back_to_the_tray() -> None:
    moved = placed(SOME, ("0", CELLS[8]))
    assert [card.id for card in standing(cards(moved), TOP.key)] == ["1"]
    back = after(moved, "unplace", id="0")
    assert "0" in [card.id for card in standing(cards(back), TRAY)]


@pytest.mark.parametrize(("action", "more"), [("place", {"at": (0, 0)}), ("unplace", {})])
def test_a_card_that_is_gone_is_not_moved(action: str, more: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="removed this in the meantime"):
        act(SOME, action, id="gone", **more)


def test_an_idea_keeps_its_identity_and_comes_once() -> None:
    (idea,) = ideas(SOME.layout)
    assert (idea.text, idea.version) == ("Ask the supplier for a pool", 1)
    with pytest.raises(Conflict):
        act(SOME, "idea", text="Another", id=idea.id)


def test_there_are_so_many_ideas_and_no_more() -> None:
    kept = [{"id": str(n), "text": "An idea", "version": 1} for n in range(MOST)]
    with pytest.raises(Invalid, match="100 ideas already"):
        act(Analysis(ISSUE, layout={"ideas": kept}), "idea", text="One more")


def test_an_idea_is_edited_only_as_it_was_seen() -> None:
    with pytest.raises(Invalid, match="carries the version"):
        act(SOME, "reword", id=IDEA, text="Mine")
    mine = after(replace(SOME, seen=1), "reword", id=IDEA, text="Mine")
    assert ideas(mine.layout)[0].text == "Mine"
    with pytest.raises(Conflict, match="now says “Mine”; yours says “Yours”"):
        act(replace(mine, seen=1), "reword", id=IDEA, text="Yours")
    with pytest.raises(Conflict, match="now says “Mine”"):
        act(replace(mine, seen=1), "remove", id=IDEA)
    assert cards(after(replace(mine, seen=2), "remove", id=IDEA)) == cards(mine)[:-1]


def test_an_idea_that_has_become_a_countermeasure_keeps_its_place() -> None:
    here = placed(SOME, (IDEA, CELLS[4]))
    planned = replace(
        here, countermeasures=(*here.countermeasures, measure("n", "ask the supplier for a POOL"))
    )
    assert [card.id for card in cards(planned)] == [*"01234", "n"]
    assert cards(planned)[-1].place == CELLS[4].key


def test_what_is_looked_at_may_be_gone_by_then() -> None:
    for look in ({"open": "9-9"}, {"chosen": "gone"}):
        assert str(drawn(looked(ImpactEffort, SOME, look))) == str(drawn(SOME))


# -- the picture ---------------------------------------------------------------------------


def sound(drawing: Node) -> None:
    """Words keep to their places, and what is touched is large enough and by itself."""
    assert faults(drawing) == []
    boxes = fields(drawing, *TOUCHED)
    assert crowded(boxes) == []
    for box in boxes:
        assert picture(drawing).holds(box)
        assert min(box.right - box.left, box.bottom - box.top) > 51.9
    assert crowded(fields(drawing, "data-drop")) == []


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("canvas", CANVASES, ids=lambda canvas: f"{canvas.width}")
def test_the_picture_is_sound(canvas: Canvas, name: str) -> None:
    drawing = drawn(STATES[name], canvas)
    sound(drawing)
    assert picture(drawing).right == canvas.width


@pytest.mark.parametrize("name", ["empty", "five", "some", "thirty", "in hand"])
def test_the_grid_fits_on_a_board_without_scrolling(name: str) -> None:
    assert picture(drawn(STATES[name])).bottom == WHOLE.height


def test_a_card_can_be_dragged_to_each_cell_and_back() -> None:
    drawing = drawn(SOME)
    goals = [each.attributes for each in drawing.walk() if "data-drop" in each.attributes]
    assert [goal["data-drop"] for goal in goals] == ["place"] * 9 + ["unplace"]
    for goal in goals:
        for card in taken_up(drawing):
            assert "data-drag" in card.attributes
            both = json.loads(card.attributes["data-args"]) | json.loads(
                goal.get("data-args", "{}")
            )
            assert act(SOME, goal["data-drop"], **both).layout


def test_a_tap_takes_a_card_up_and_another_puts_it_down() -> None:
    held = STATES["idea in hand"]
    goals = touches(drawn(held), "place")
    assert len(goals) == 9
    assert looks(goals[2]) == [{}]
    put = after(held, "place", **json.loads(goals[2].attributes["data-args"]))
    assert {card.id: card.place for card in cards(put)}[IDEA] == CELLS[2].key
    assert touches(drawn(looked(ImpactEffort, put, {})), "place") == []


def test_an_idea_can_be_planned_with_the_form_of_the_board() -> None:
    (plan,) = touches(drawn(STATES["idea in hand"]), "countermeasure")
    assert plan.attributes["data-tool"] == ""
    assert plan.attributes["data-form"] == "countermeasure-form"
    asked = json.loads(plan.attributes["data-args"])
    assert asked == {"issue": ISSUE.id, "text": "Ask the supplier for a pool"}


def test_an_edit_carries_the_version_that_was_seen() -> None:
    drawing = drawn(STATES["idea in hand"])
    for does in ("reword", "remove"):
        assert [each.attributes["data-version"] for each in touches(drawing, does)] == ["1"]


def test_a_full_cell_says_how_many_more_there_are_and_shows_them() -> None:
    drawing = drawn(THIRTY)
    held = standing(cards(THIRTY), TOP.key)
    more = part(drawing, f"more-cards-{TOP.key}")
    assert said(more) == f"+{len(held) - 3}"
    opened = drawn(looked(ImpactEffort, THIRTY, looks(more)[0]))
    assert len(taken_up(opened)) == len(held)
    assert {} in looks(opened)
    assert str(drawn(looked(ImpactEffort, THIRTY, {}))) == str(drawing)


@pytest.mark.parametrize("canvas", CANVASES, ids=lambda canvas: f"{canvas.width}")
def test_no_card_is_lost(canvas: Canvas) -> None:
    drawing = drawn(THIRTY, canvas)
    parts = (each for each in drawing.walk() if "data-look" in each.attributes)
    more = [said(each) for each in parts if "open" in looks(each)[0]]
    assert len(taken_up(drawing)) + sum(int(words) for words in more) == 30


@pytest.mark.parametrize("canvas", CANVASES)
def test_a_card_in_the_tray_is_no_higher_than_its_words_want(canvas: Canvas) -> None:
    few = replace(EMPTY, countermeasures=(measure("0", "Book review slots a month ahead"),))
    (box,) = fields(drawn(few, canvas), "data-drag")
    assert 56 <= box.bottom - box.top <= 1.2 * LOW
    wordy = replace(EMPTY, countermeasures=(measure("0", "Something that takes many words " * 6),))
    assert "\u2026" not in said(part(drawn(wordy, WHOLE), "placed-0"))


def test_the_quadrants_have_their_names() -> None:
    for name in ("Do now", "Plan", "Fill in", "Drop"):
        assert name in said(drawn(EMPTY))


ACTIONS = (
    "idea",
    "idea",
    "place",
    "place",
    "place",
    "take up",
    "unplace",
    "reword",
    "remove",
    "open",
)


@any_of
@given(
    st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 99), words(20)), max_size=40),
    st.sampled_from(CANVASES),
)
def test_every_sequence_of_actions_leaves_a_grid_that_can_be_drawn(
    steps: list[tuple[str, int, str]], canvas: Canvas
) -> None:
    analysis = FIVE
    for action, number, text in steps:
        all = cards(analysis)
        card = all[number % len(all)]
        arguments: dict[str, dict[str, Any]] = {
            "idea": {"text": text},
            "place": {"id": card.id, "at": (number / 99, number * 7 % 100 / 99)},
            "reword": {"id": card.id, "text": text},
        }
        if action in ("take up", "open"):
            place = (TRAY, *(cell.key for cell in CELLS))[number % 10]
            look = {"chosen": card.id} if action == "take up" else {"open": place}
            analysis = looked(ImpactEffort, analysis, look)
            continue
        try:
            seen = replace(analysis, seen=card.version)
            analysis = after(seen, action, **arguments.get(action, {"id": card.id}))
        except Invalid:
            continue
        places = [len(standing(cards(analysis), key)) for key in (TRAY, *(c.key for c in CELLS))]
        assert sum(places) == len(cards(analysis))
    sound(drawn(analysis, canvas))
