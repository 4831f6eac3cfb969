"""Lines of sight: every way up to the vision, the shortest first, and where one breaks off."""

from hub.domain.line_of_sight import Line, lines_of_sight

UPWARD = {
    "kpi": ["objective"],
    "objective": ["quick", "slow"],
    "quick": ["goal"],
    "slow": ["quick", "forgotten", "slow"],
    "goal": ["vision"],
    "vision": ["beyond"],
    "round": ["about"],
    "about": ["round"],
}


def lines(start: str) -> list[Line]:
    return list(lines_of_sight(start, UPWARD, {"vision"}))


def test_every_way_is_told_the_shortest_first_and_a_broken_one_as_broken() -> None:
    assert lines("kpi") == [
        Line(("kpi", "objective", "slow", "forgotten"), broken=True),
        Line(("kpi", "objective", "quick", "goal", "vision"), broken=False),
        Line(("kpi", "objective", "slow", "quick", "goal", "vision"), broken=False),
    ]


def test_a_way_ends_at_the_vision_and_one_that_turns_in_a_circle_is_broken() -> None:
    assert lines("vision") == [Line(("vision",), broken=False)]
    assert lines("round") == [Line(("round", "about"), broken=True)]
    assert lines("nowhere") == [Line(("nowhere",), broken=True)]


def test_a_tangle_comes_to_an_end() -> None:
    tangle = {f"{n}": [f"{m}" for m in range(30) if m != n] for n in range(30)}
    assert len(list(lines_of_sight("0", tangle, {"29"}))) <= 5000
