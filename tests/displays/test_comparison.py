"""Units side by side: what all measure alike, nothing of what is hidden, and no more than that."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.displays import Audience, Frame
from hub.displays.comparison import Comparison
from hub.displays.comparison_bars import in_order
from hub.domain.status import Polarity, Status
from hub.drawing import DARK, LIGHT, Node
from hub.errors import NotFound
from hub.snapshot.comparison import ComparisonView, SharedView, UnitRow, UnitsOf
from hub.snapshot.views import KpiView, Snapshot
from tests.displays.sample import FIRST_TIME_FIX, NOW
from tests.displays.views import kpis, legends, words
from tests.geometry import crowded, faults, fields, part, said

WIDE = Frame(1920, 1080, LIGHT)
FRAMES = (WIDE, Frame(1920, 1080, DARK, 45), Frame(1080, 1920, LIGHT), Frame(1080, 1920, DARK, 45),
          Frame(3840, 1080, LIGHT))  # fmt: skip
any_of = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
TOTAL = replace(FIRST_TIME_FIX, key="ims.fix", note_count=0, issues=(), illustrative=False)


def unit_kpi(number: int, value: float = 71.0, **more: object) -> KpiView:
    made = replace(TOTAL, key=f"u{number}.fix", unit=f"u{number}", unit_title=f"House {number}",
                   value=value)  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def view(*cells: KpiView, others: int = 0) -> ComparisonView:
    rows = tuple(UnitRow(k.unit, k.unit_title, k.unit, {"ims.fix": k}) for k in cells)
    shared = (SharedView("ims.fix", TOTAL),) if cells else ()
    return ComparisonView("ims", "Information Management Services", shared, rows, others)


def drawn(shown: ComparisonView, frame: Frame = WIDE, kpi: str = "", page: int = 1) -> Node:
    snapshot = Snapshot(NOW, answers={UnitsOf("ims", kpi): shown})
    return Comparison({"unit": "ims", "kpi": kpi, "page": page}).draw(snapshot, frame)


@st.composite
def comparisons(draw: st.DrawFn) -> ComparisonView:
    columns, rows = draw(st.integers(0, 4)), draw(st.integers(1, 9))
    shared = tuple(SharedView(f"ims.c{n}", draw(kpis(f"ims.c{n}"))) for n in range(columns))
    made = []
    for number in range(rows):
        held = [s.key for s in shared if draw(st.booleans())]
        cells = {key: draw(kpis(f"u{number}.{key}", f"u{number}")) for key in held}
        made.append(UnitRow(f"u{number}", draw(words(8)), draw(words(2)), cells))
    return ComparisonView("ims", draw(words(6)), shared, tuple(made) if shared else (),
                          draw(st.integers(0, 99)), draw(legends()), NOW)  # fmt: skip


@any_of
@given(comparisons(), st.sampled_from(FRAMES), st.booleans())
def test_nothing_overlaps_whatever_people_write(
    shown: ComparisonView, frame: Frame, alone: bool
) -> None:
    drawing = drawn(shown, frame, "ims.c0" if alone else "")
    assert faults(drawing) == []
    assert crowded(fields(drawing, "data-href")) == []


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("kpi", ["", "ims.fix"])
@pytest.mark.parametrize("count", [1, 4, 40])
def test_each_page_has_other_units(count: int, kpi: str, frame: Frame) -> None:
    shown = view(*(unit_kpi(n, 60 + n) for n in range(count)))
    mark = "unit-" if kpi else "cell-"
    seen: list[str] = []
    pages = int(drawn(shown, frame, kpi).attributes.get("data-pages", 1))
    for page in range(1, pages + 1):
        drawing = drawn(shown, frame, kpi, page)
        assert faults(drawing) == []
        seen += [each.attributes["id"] for each in drawing.walk()
                 if each.attributes.get("id", "").startswith(mark)]  # fmt: skip
    assert len(set(seen)) == len(seen) == count
    with pytest.raises(NotFound):
        drawn(shown, frame, kpi, pages + 1)


def test_it_says_its_topics_and_draws_the_same_again() -> None:
    display = Comparison({"unit": "ims", "kpi": "ims.fix"})
    assert display.needs(WIDE, Audience()).topics() == {"unit:ims", "kpi:ims.fix"}
    shown = view(unit_kpi(1), unit_kpi(2))
    assert str(drawn(shown)) == str(drawn(shown))


def test_a_cell_leads_to_its_story_and_a_heading_to_the_bars() -> None:
    drawing = drawn(view(unit_kpi(1), unit_kpi(2)))
    cell = part(drawing, "cell-u1-ims.fix").attributes
    assert cell["data-href"] == "?scene=kpi_story&kpi=u1.fix"
    heading = part(drawing, "kpi-ims.fix").attributes
    assert heading["data-href"] == "?scene=comparison&unit=ims&kpi=ims.fix"
    assert part(drawing, "unit-u1").attributes["data-href"] == "?scene=scorecard&unit=u1"


@pytest.mark.parametrize("kpi", ["", "ims.fix"])
def test_a_hidden_figure_is_nowhere_in_the_picture(kpi: str) -> None:
    """Not even where the snapshot has it still."""
    hidden = unit_kpi(2, 43.21, status=Status.SUPPRESSED, previous=44.56)
    text = str(drawn(view(unit_kpi(1), hidden, unit_kpi(3)), kpi=kpi))
    assert "small numbers hidden" in text
    for secret in ("43.2", "44.5", "44.6"):
        assert f">{secret}" not in text


@pytest.mark.parametrize(("polarity", "first"), [(Polarity.HIGHER, 60.0), (Polarity.LOWER, 90.0)])
def test_the_worst_comes_first_and_what_is_hidden_last(polarity: Polarity, first: float) -> None:
    """A hidden figure's place among the others would tell where it lies."""
    some = [unit_kpi(n, v, polarity=polarity) for n, v in enumerate((75.0, 60.0, 90.0))]
    hidden = unit_kpi(8, 1.0, status=Status.SUPPRESSED)
    missing = replace(unit_kpi(9), value=None, status=Status.NO_DATA)
    order = in_order([hidden, missing, *some])
    assert order[0].value == first
    assert [k.key for k in order[3:]] == ["u9.fix", "u8.fix"]


def test_bars_begin_at_zero_and_show_target_and_the_figure_before() -> None:
    drawing = drawn(view(unit_kpi(1, 40.0, previous=35.0), unit_kpi(2, 80.0)), kpi="ims.fix")
    wide = {
        key: max(float(n.attributes["width"]) for n in part(drawing, f"unit-{key}").walk()
                 if n.tag == "rect" and n.attributes.get("rx") == "4")
        for key in ("u1.fix", "u2.fix")
    }  # fmt: skip
    assert wide["u2.fix"] == pytest.approx(2 * wide["u1.fix"], abs=0.1)
    assert "before 35%" in said(part(drawing, "unit-u1.fix"))
    assert "Upright line: the target." in said(drawing)


def test_a_late_bar_is_hollow() -> None:
    late = unit_kpi(1, late_days=3, late_words="3 working days late")
    drawing = drawn(view(late, unit_kpi(2)), kpi="ims.fix")
    (bar,) = (n for n in part(drawing, "unit-u1.fix").walk() if n.attributes.get("rx") == "4")
    assert bar.attributes["fill"] == "none"
    assert "3 working days late" in said(part(drawing, "unit-u1.fix"))


def test_a_figure_of_another_period_says_which() -> None:
    odd = unit_kpi(3, period_title="October 2026")
    cells = said(part(drawn(view(unit_kpi(1), unit_kpi(2), odd)), "cell-u3-ims.fix"))
    assert "October 2026" in cells


def test_what_is_defined_otherwise_is_not_compared_and_that_is_said() -> None:
    assert "not compared: 12 other KPIs, whose definitions differ" in said(
        drawn(view(unit_kpi(1), others=12))
    )
    assert "No comparison: the units of Information Management Services measure 5 KPIs" in said(
        drawn(view(others=5))
    )
    assert "No KPI is measured by units" in said(drawn(view()))


def test_a_unit_that_does_not_measure_it_says_so() -> None:
    shown = view(unit_kpi(1))
    more = replace(shown, rows=(*shown.rows, UnitRow("u2", "House 2", "H2")))
    assert "not measured here" in said(part(drawn(more), "cell-u2-ims.fix"))
