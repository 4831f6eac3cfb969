"""Pareto: counting, tables, and that the picture can be drawn after any of it."""

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.drawing import DARK, LIGHT, Node
from hub.errors import Conflict, Invalid
from hub.problem_board import Analysis, Canvas, Changes
from hub.problem_board.pareto import MOST_ADDED, Pareto
from hub.problem_board.pareto_counts import Table, lines, tally
from tests.displays.views import words
from tests.geometry import crowded, faults, fields, picture, said
from tests.problem_board.acting import TOUCHED, looked, looks
from tests.problem_board.sample import ISSUE, WHYS, cause

SIZES = ((1512, 428), (2400, 900), (1000, 900), (360, 500), (1076, 320))
CANVASES = tuple(
    Canvas(*size, theme) for size, theme in zip(SIZES, (LIGHT, DARK) * 3, strict=False)
)
WHOLE = Canvas(1512, 428, LIGHT)
SHEET = (
    "Cause\tCalls in October 2025\nHandset faults go to tier 2\t612\nNo script\t301\n"
    "Password resets\t122\nVPN drops\t88\nOther\t70\nPrinter drivers\t41"
)
any_of = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def act(analysis: Analysis, action: str, **arguments: Any) -> Changes:
    return Pareto().act(analysis, action, arguments)


def after(analysis: Analysis, action: str, **arguments: Any) -> Analysis:
    """The analysis as the hub keeps it once the action is done."""
    changes = act(analysis, action, **arguments)
    new = tuple(cause(each.id, each.parent, each.text) for each in changes.add)
    layout = analysis.layout if changes.layout is None else changes.layout
    kept = json.loads(json.dumps(layout))
    return replace(analysis, causes=analysis.causes + new, layout=kept, seen=None)


def seeing(analysis: Analysis, version: int) -> Analysis:
    return replace(analysis, seen=version)


def drawn(analysis: Analysis, canvas: Canvas = WHOLE) -> Node:
    return Pareto().draw(analysis, canvas)


def touches(drawing: Node, does: str) -> list[dict[str, Any]]:
    """The arguments of all that can be touched to do it."""
    parts = (each.attributes for each in drawing.walk())
    return [json.loads(each["data-args"]) for each in parts if each.get("data-do") == does]


EMPTY = Analysis(ISSUE)
SOME = Analysis(ISSUE, tuple(cause(*why) for why in WHYS))
COUNTED = replace(
    SOME,
    layout={
        "tally": {"a": 24, "c": 9, "e": 1},
        "lines": [{"id": "l", "name": "Printer jams", "n": 5}],
    },
)
CROWD = Analysis(
    ISSUE,
    tuple(cause(str(n), None, f"{'A cause of many words ' * (n % 4)}{n}") for n in range(40)),
    {"tally": {str(n): 7 * n % 31 for n in range(40)}},
)
TABLED = after(seeing(SOME, 0), "table", text=SHEET)
LONG = after(
    seeing(EMPTY, 0),
    "table",
    text="\n".join(f"{'Very ' * 12}long {n}\t{900 - n}" for n in range(30)),
)
STATES = {"empty": EMPTY, "some": COUNTED, "crowd": CROWD, "table": TABLED, "long": LONG}


# -- counting ------------------------------------------------------------------------------


def test_a_touch_counts_a_cause_and_another_takes_it_back() -> None:
    once = after(after(SOME, "count", id="a"), "count", id="a")
    assert once.layout["tally"] == {"a": 2}
    assert after(once, "take", id="a").layout["tally"] == {"a": 1}


def test_less_than_nothing_is_not_counted() -> None:
    with pytest.raises(Invalid, match="Nothing is counted here"):
        act(SOME, "take", id="a")


def test_a_cause_of_another_problem_is_not_counted() -> None:
    with pytest.raises(Invalid, match="not one of this problem's"):
        act(SOME, "count", id="elsewhere")


def test_what_is_no_cause_can_be_counted_too() -> None:
    id = str(uuid4())
    added = after(SOME, "line", text="  Printer  jams ", id=id)
    counted = after(added, "count", id=id)
    assert [(each.name, each.n) for each in lines(counted.layout)] == [("Printer jams", 1)]
    assert tally(counted)[-1].id == id


def test_a_line_is_added_once() -> None:
    with pytest.raises(Invalid, match="in the tally already"):
        act(COUNTED, "line", text="printer jams")
    with pytest.raises(Invalid, match="in the tally already"):
        act(COUNTED, "line", text=WHYS[0][2])
    with pytest.raises(Conflict):
        added = after(SOME, "line", text="One", id="0" * 32)
        act(added, "line", text="Two", id="0" * 32)


def test_the_tally_has_room_for_so_many_lines() -> None:
    full = EMPTY
    for n in range(MOST_ADDED):
        full = after(full, "line", text=f"Line {n}")
    with pytest.raises(Invalid, match="60 lines of its own already"):
        act(full, "line", text="One more")


def test_a_line_that_was_never_counted_can_be_removed() -> None:
    with pytest.raises(Invalid, match="take the counts back first"):
        act(COUNTED, "drop", id="l")
    added = after(SOME, "line", text="By mistake")
    (line,) = lines(added.layout)
    assert touches(drawn(added), "drop") == [{"id": line.id}]
    assert lines(after(added, "drop", id=line.id).layout) == ()


def test_what_is_ruled_out_is_no_more_counted_but_stays_where_it_was() -> None:
    assert "f" not in [each.id for each in tally(SOME)]
    counted = replace(SOME, layout={"tally": {"f": 2}})
    assert "f" in [each.id for each in tally(counted)]


# -- tables --------------------------------------------------------------------------------


def test_a_table_is_looked_at_once_it_is_pasted() -> None:
    table = Table.of(TABLED.layout)
    assert (table.title, len(table.counts), table.version) == ("Calls in October 2025", 6, 1)
    assert "Calls in October 2025: 3 of 6 make 84 % of 1,234" in said(drawn(TABLED))


def test_a_title_goes_before_the_heading() -> None:
    named = after(seeing(EMPTY, 0), "table", text=SHEET, title="Calls of a week")
    assert Table.of(named.layout).title == "Calls of a week"


def test_a_table_can_be_pasted_again_as_it_stands() -> None:
    table = Table.of(TABLED.layout)
    again = Table.of(after(seeing(TABLED, 1), "table", text=table.text).layout)
    assert (again.title, again.counts, again.version) == (table.title, table.counts, 2)


def test_a_table_replaces_only_the_one_that_was_seen() -> None:
    with pytest.raises(Invalid, match="carries the version"):
        act(TABLED, "table", text="A\t3")
    with pytest.raises(
        Conflict, match=r"says “Calls in October 2025: 6 lines.*yours says “1 line,"
    ):
        act(seeing(TABLED, 0), "table", text="A\t3")
    with pytest.raises(Conflict, match="yours says “Mine: 6 lines"):
        act(seeing(TABLED, 7), "title", text="Mine")
    assert "Mine: 3 of 6" in said(drawn(after(seeing(TABLED, 1), "title", text="Mine")))


def test_a_line_that_is_not_understood_is_named() -> None:
    with pytest.raises(Invalid, match=r"Line 2 .* is not a whole number"):
        act(seeing(EMPTY, 0), "table", text="A\t3\nB\tfour")
    with pytest.raises(Invalid, match="20000"):
        act(seeing(EMPTY, 0), "table", text="A\t3\n" * 6000)


def test_a_line_of_the_table_can_be_made_a_cause_once() -> None:
    id = str(uuid4())
    (new,) = act(TABLED, "cause", name="no script", id=id).add
    assert (new.id, new.text, new.parent) == (id, "No script", None)
    made = after(TABLED, "cause", name="No script", id=id)
    assert {"name": "No script"} not in touches(drawn(made), "cause")
    with pytest.raises(Invalid, match="causes already"):
        act(made, "cause", name="No script")
    with pytest.raises(Invalid, match="no such line"):
        act(made, "cause", name="Nobody")


def test_a_line_that_says_what_a_cause_says_is_one() -> None:
    assert {"name": WHYS[0][2]} not in touches(drawn(TABLED), "cause")
    assert said(drawn(TABLED)).count("Is a cause") == 1


def test_a_line_stays_a_cause_when_the_table_is_replaced_and_the_cause_reworded() -> None:
    made = after(TABLED, "cause", name="No script")
    reworded = replace(made, causes=(*made.causes[:-1], replace(made.causes[-1], text="Reworded")))
    again = after(seeing(reworded, 1), "table", text="No script\t5\nElse\t30")
    assert touches(drawn(again), "cause") == [{"name": "Else"}]


# -- the picture ---------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["count", "chart", "table"])
@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("canvas", CANVASES, ids=lambda canvas: f"{canvas.width}")
def test_the_picture_is_sound(canvas: Canvas, name: str, view: str) -> None:
    drawing = drawn(looked(Pareto, STATES[name], {"view": view}), canvas)
    sound(drawing)
    assert picture(drawing).right == canvas.width


def sound(drawing: Node) -> None:
    """Words keep to their places, and what is touched is large enough and by itself."""
    assert faults(drawing) == []
    boxes = fields(drawing, *TOUCHED)
    assert crowded(boxes) == []
    for box in boxes:
        assert picture(drawing).holds(box)
        assert min(box.right - box.left, box.bottom - box.top) > 55.9


@pytest.mark.parametrize("name", ["some", "table"])
def test_few_bars_fit_on_a_board_without_scrolling(name: str) -> None:
    assert picture(drawn(STATES[name])).bottom == WHOLE.height


def test_a_tally_keeps_its_order_and_the_chart_puts_most_first() -> None:
    assert [each["id"] for each in touches(drawn(COUNTED), "count")] == [*"abcde", "l"]
    chart = said(drawn(looked(Pareto, COUNTED, {"view": "chart"})))
    assert chart.index("Handset faults") < chart.index("Knowledge") < chart.index("Printer jams")


def test_a_long_tally_has_pages() -> None:
    first = touches(drawn(CROWD), "count")
    (to,) = [look for look in looks(drawn(CROWD)) if "page" in look]
    second = touches(drawn(looked(Pareto, CROWD, to)), "count")
    assert [int(each["id"]) for each in first + second] == list(range(24))
    last = drawn(looked(Pareto, CROWD, {"page": 99}))
    assert touches(last, "count")[-1] == {"id": "39"}


def test_what_does_not_fit_is_other_and_stands_last() -> None:
    found = said(drawn(LONG))
    assert "Other (19)" in found
    assert touches(drawn(LONG), "cause")[0]["name"].endswith("long 0")


def test_too_few_observations_are_called_so_and_nothing_stands_out() -> None:
    few = replace(SOME, layout={"tally": {"a": 16, "c": 1}}, look={"view": "chart"})
    assert "Only 17 observations: too few to tell" in said(drawn(few))
    assert "one of the vital few" not in str(drawn(few))
    assert "one of the vital few" in str(drawn(TABLED))


def test_where_most_are_needed_no_few_stand_out() -> None:
    even = after(seeing(EMPTY, 0), "table", text="\n".join(f"Cause {n}\t10" for n in range(8)))
    assert "It takes 7 of 8 to make 88 %: no few stand out" in said(drawn(even))


@pytest.mark.parametrize(("view", "does"), [("count", "line"), ("chart", None), ("table", "table")])
def test_where_nothing_is_counted_one_button_says_how_to_begin(view: str, does: str | None) -> None:
    drawing = drawn(looked(Pareto, EMPTY, {"view": view}))
    (begin,) = (each for each in drawing.walk() if each.attributes.get("id") == "begin")
    assert begin.attributes.get("data-do") == does
    assert does or looks(begin) == [{"view": "count"}]


def test_where_there_is_only_a_table_that_is_looked_at_first() -> None:
    shown = {name: str(drawn(looked(Pareto, TABLED, look))) for name, look in {
        "first": {}, "table": {"view": "table"}, "count": {"view": "count"}}.items()}  # fmt: skip
    assert shown["first"] == shown["table"] != shown["count"]
    with pytest.raises(Invalid, match="Pareto: view"):
        looked(Pareto, TABLED, {"view": "pie"})


ACTIONS = (
    "count",
    "count",
    "count",
    "take",
    "line",
    "drop",
    "look",
    "table",
    "title",
    "cause",
)


@any_of
@given(
    st.lists(
        st.tuples(st.sampled_from(ACTIONS), st.integers(0, 99), words(12)), max_size=40
    ),
    st.sampled_from(CANVASES),
)  # fmt: skip
def test_every_sequence_of_actions_leaves_counts_that_can_be_drawn(
    steps: list[tuple[str, int, str]], canvas: Canvas
) -> None:
    analysis = SOME
    for action, number, text in steps:
        table = Table.of(analysis.layout)
        ids = [each.id for each in tally(analysis)]
        arguments: dict[str, dict[str, object]] = {
            "line": {"text": text},
            "table": {"text": f"{text}\t{number}\nCalls\t3\n{text * 2};7"},
            "title": {"text": text},
            "cause": {
                "name": table.counts[number % len(table.counts)].name if table.counts else ""
            },
        }
        which = {"id": ids[number % len(ids)]}
        if action == "look":
            view = ("count", "chart", "table")[number % 3]
            analysis = looked(Pareto, analysis, {"view": view, "page": number})
            continue
        try:
            seen = seeing(analysis, table.version)
            analysis = after(seen, action, **arguments.get(action, which))
        except Invalid:
            continue
        assert all(each.n >= 0 for each in tally(analysis))
    sound(drawn(analysis, canvas))
