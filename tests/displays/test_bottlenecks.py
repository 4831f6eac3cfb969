"""Bottlenecks on a wall: any number of problems, from near and afar, with the narrow place loud."""

from dataclasses import replace
from itertools import cycle

import pytest

from hub.displays import Audience, Frame
from hub.displays.bottlenecks import BottleneckScene
from hub.domain.bottleneck import Wait
from hub.domain.problem import OPEN, State
from hub.domain.staleness import Stale
from hub.drawing import DARK, LIGHT, Node
from hub.errors import NotFound
from hub.snapshot.bottlenecks import Bottlenecks, BottlenecksView, Stuck
from tests.displays.problems import LONG, TITLES
from tests.displays.sample import FRAMES, snapshot
from tests.geometry import crowded, faults, fields, part, said

WIDE = Frame(1920, 1080, LIGHT)
AFAR = tuple(Frame(*size, theme, 49.0) for size in ((1920, 1080), (1080, 1920))
             for theme in (LIGHT, DARK))  # fmt: skip
SEVERAL = Frame(3840, 1080, LIGHT)
OWNERS = ("", "Head of Service Desk", "Director, Change", LONG)
UNITS = ("Live Services", "Change and Release Management", LONG)


def stuck(
    number: int,
    state: State,
    days: int,
    broken: frozenset[Stale] = frozenset(),
    unanswered: int | None = None,
) -> Stuck:
    held = Wait(state, days, OWNERS[number % 4], UNITS[number % 3], 1 + number % 4,
                broken, unanswered)  # fmt: skip
    return Stuck(f"i{number}", number, TITLES[number % 5], held)


def many(count: int) -> BottlenecksView:
    states = cycle((State.ANALYSING, *sorted(OPEN)))
    rules = (frozenset[Stale](), frozenset(Stale))
    found = [
        stuck(n, state, 4000 - n, broken=rules[n % 2], unanswered=n if n % 3 else None)
        for n, state in zip(range(count), states, strict=False)
    ]
    return BottlenecksView("Information Management Services", tuple(found), 1000)


SOME = BottlenecksView(
    "Information Management Services",
    (
        stuck(14, State.ANALYSING, 41, unanswered=9),
        stuck(16, State.ANALYSING, 33),
        stuck(9, State.DOING, 20, broken=frozenset({Stale.OVERDUE})),
    ),
    2,
)


def drawn(view: BottlenecksView = SOME, frame: Frame = WIDE, page: int = 1) -> Node:
    told = replace(snapshot(), answers={Bottlenecks("ims"): view})
    return BottleneckScene({"unit": "ims", "page": page}).draw(told, frame)


@pytest.mark.parametrize("frame", [*FRAMES, *AFAR, SEVERAL])
@pytest.mark.parametrize("count", [0, 1, 12, 500])
def test_any_number_of_problems_is_sound(count: int, frame: Frame) -> None:
    pages = int(drawn(many(count), frame).attributes.get("data-pages", 1))
    for page in range(1, pages + 1):
        drawing = drawn(many(count), frame, page)
        assert faults(drawing) == []
        assert crowded(fields(drawing, "data-href")) == []


def test_the_narrow_place_is_marked_and_told() -> None:
    drawing = drawn()
    assert "3 open \u00b7 bottleneck: looking for causes, 2 problems, median 37 days" in said(
        part(drawing, "heading")
    )
    narrow = part(drawing, "stand-analysing")
    assert "Bottleneck" in said(narrow) and "longest 41" in said(narrow)
    assert narrow.attributes["aria-label"].endswith("bottleneck")
    assert "Bottleneck" not in said(part(drawing, "stand-doing"))


def test_the_oldest_lead_to_the_board_and_what_lies_is_counted() -> None:
    drawing = drawn()
    assert part(drawing, "stuck-i14").attributes["data-href"] == "../board?issue=i14"
    assert "Handed up, no answer 1 \u00b7 9 days" in said(part(drawing, "panel-left-lying"))
    assert "Overdue for 30 days" in said(part(drawing, "panel-left-lying"))
    assert "No owner yet" in said(part(drawing, "panel-held-by"))


def test_from_afar_the_flow_has_a_picture_of_its_own() -> None:
    first, second = drawn(SOME, AFAR[0]), drawn(SOME, AFAR[0], 2)
    assert first.attributes["data-pages"] == "2"
    assert "Waiting longest" not in said(first) and "Waiting longest" in said(second)
    with pytest.raises(NotFound, match="no page 3"):
        drawn(SOME, AFAR[0], 3)


def test_nothing_stuck_is_said() -> None:
    assert "nothing is stuck" in said(drawn(many(0)))
    assert drawn(many(0), AFAR[0]).attributes.get("data-pages", "1") == "1"


def test_it_needs_its_unit_s_problems() -> None:
    need = BottleneckScene({"unit": "ims"}).needs(WIDE, Audience())
    assert need.topics() == {"issues:ims", "unit:ims"}
