"""The marks of a definition sheet: the scale of a status, the ring of its score, its targets."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.definition import DatedTarget, Definition
from hub.domain.explanation import explain
from hub.domain.figures import Format, Measure
from hub.domain.periods import Frequency
from hub.domain.status import Polarity, Thresholds
from hub.drawing import LIGHT, Node
from hub.drawing.marks.share_ring import share_ring
from hub.drawing.marks.status_scale import status_scale
from hub.drawing.marks.target_stair import MOST, target_stair

TODAY = date(2026, 1, 14)
PERCENT = Format(Measure.PERCENT, 0)


def scale(target: float | None, value: float | None, bound: float | None = None) -> Node | None:
    aims = () if target is None else (DatedTarget(date(2025, 1, 1), target),)
    sheet = Definition(
        "k", "K", PERCENT, Polarity.HIGHER, Frequency.MONTH, "O",
        targets=aims, thresholds=Thresholds(bound=bound),
    )  # fmt: skip
    return status_scale(explain(sheet, TODAY), PERCENT, LIGHT, 0, 0, 600, value=value)


def words(drawn: Node) -> list[str]:
    return [str(each.children[0]) for each in drawn.walk() if each.tag == "text" and each.children]


def badges(drawn: Node) -> list[str]:
    return [
        each.attributes["aria-label"]
        for each in drawn.walk()
        if each is not drawn and each.attributes.get("role") == "img"
    ]


def test_the_scale_shows_zones_figure_and_target() -> None:
    drawn = scale(90, 86)
    assert drawn is not None
    assert words(drawn) == ["86%", "target 90%"]
    assert sorted(badges(drawn)) == ["Above target", "Below target", "On target"]
    assert "Below 90%: below target (red)." in drawn.attributes["aria-label"]


def test_there_is_no_amber_where_a_target_cannot_be_beaten() -> None:
    drawn = scale(100, 98, bound=100)
    assert drawn is not None
    assert "On target" not in badges(drawn)


def test_without_a_target_there_is_no_scale() -> None:
    assert scale(None, 86) is None


@given(st.floats(-1e6, 1e6), st.one_of(st.none(), st.floats(-1e6, 1e6)))
def test_the_scale_stays_on_its_bar(target: float, value: float | None) -> None:
    drawn = scale(target, value)
    assert drawn is not None
    for rect in (
        each for each in drawn.walk() if each.tag == "rect" and "rx" not in each.attributes
    ):
        left, wide = float(rect.attributes["x"]), float(rect.attributes["width"])
        assert -0.1 <= left <= left + wide <= 600.1


@given(st.floats(-1, 2))
def test_a_ring_of_any_share_can_be_drawn(share: float) -> None:
    drawn = share_ring(share, LIGHT, 50, 50, 100, words="w", shown="1%")
    arcs = [each for each in drawn.walk() if each.tag in ("path", "circle")]
    assert len(arcs) == (1 if share <= 0 else 2)


def test_the_stair_marks_what_is_in_force_and_what_is_to_come() -> None:
    dated = [(date(2025, 4, 1), 90.0), (date(2026, 4, 1), 92.0), (date(2024, 4, 1), 85.0)]
    targets = [DatedTarget(since, value) for since, value in dated]
    drawn = target_stair(targets, PERCENT, Frequency.MONTH, LIGHT, 0, 0, 700, 120, today=TODAY)
    assert drawn is not None
    assert words(drawn) == [
        *("85%", "from April 2024", "90% now", "from April 2025", "92%", "from April 2026"),
    ]
    dashed = [e for e in drawn.walk() if "stroke-dasharray" in e.attributes]
    assert len(dashed) == 1


def test_a_long_stair_shows_its_last_steps() -> None:
    targets = [DatedTarget(date(2010 + n, 4, 1), 50.0 + n) for n in range(12)]
    drawn = target_stair(targets, PERCENT, Frequency.MONTH, LIGHT, 0, 0, 1200, 120, today=TODAY)
    assert drawn is not None
    assert len(words(drawn)) == 2 * MOST
    none = target_stair([], PERCENT, Frequency.MONTH, LIGHT, 0, 0, 1200, 120, today=TODAY)
    assert none is None
