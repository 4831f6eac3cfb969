"""The definition sheet as a picture: whole on A4, and cut with a sign where texts have no end."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.displays import Frame
from hub.displays.definition_sheet import DefinitionSheet
from hub.domain.definition import DatedTarget, Definition, Trigger
from hub.domain.figures import Format
from hub.domain.periods import Frequency
from hub.domain.status import Polarity, Preset, Status, Step, Thresholds
from hub.drawing import DARK, LIGHT, Node
from hub.drawing.printing import to_pdf
from hub.snapshot.views import KpiView, Point, Snapshot
from tests.displays.views import figures, formats, words
from tests.geometry import faults, said

NOW = datetime(2026, 1, 14, 9, 0, tzinfo=UTC)
PAPER = Frame.of(*DefinitionSheet.paper, LIGHT)
FRAMES = (PAPER, Frame(1920, 1080, DARK), Frame(1080, 1920, LIGHT))
SHEET = Definition(
    "ims.insight",
    "Stakeholders who say that we bring insight",
    Format(),
    Polarity.HIGHER,
    Frequency.MONTH,
    "Director, Business Partners",
    purpose="Shows whether people find our advice worth having.",
    objectives=("Provide insight",),
    formula="Those who agree divided by those who answered.",
    review=Frequency.QUARTER,
    source="Survey",
    collection="Asked each month",
    measured_by="Performance team",
    trigger=Trigger(60, "Director", "Visits those who disagree", "Before the next survey"),
    targets=(DatedTarget(date(2025, 4, 1), 65), DatedTarget(date(2026, 4, 1), 70)),
    use="Opens a conversation.",
    expires=date(2027, 3, 31),
)


def view(sheet: Definition, value: float | None = 68.0) -> KpiView:
    ends = NOW - timedelta(days=14)
    target = sheet.target_on(ends.date())
    points = () if value is None else (Point("2025-12", "Dec", ends, value, target),)
    return KpiView(
        key=sheet.key,
        title=sheet.title,
        unit="ims",
        unit_title="Information Management Services",
        owner=sheet.owner,
        format=sheet.format,
        polarity=sheet.polarity,
        frequency=sheet.frequency,
        status=Status.NO_DATA if value is None else Status.AMBER,
        value=value,
        target=target,
        points=points,
        sheet=sheet,
    )


def drawn(sheet: Definition, frame: Frame = PAPER, value: float | None = 68.0) -> Node:
    snapshot = Snapshot(NOW, data_to=NOW, kpis={sheet.key: view(sheet, value)})
    return DefinitionSheet({"kpi": sheet.key}).draw(snapshot, frame)


@st.composite
def rules(draw: st.DrawFn) -> tuple[Polarity, Thresholds]:
    a, b, c, d = sorted(draw(st.tuples(figures, figures, figures, figures)))
    slack = draw(st.one_of(st.none(), st.floats(0, 10)))
    steps = (Step(b, draw(words(3)), Status.RED), Step(c, draw(words(3)), Status.GREEN))
    return draw(
        st.sampled_from(
            (
                (Polarity.HIGHER, Thresholds(tolerance=slack)),
                (Polarity.LOWER, Thresholds(Preset.TOLERANCE, tolerance=0.1, absolute=slack)),
                (Polarity.HIGHER, Thresholds(Preset.GOAL_REDFLAG, goal=d + 1, red_flag=a - 1)),
                (
                    Polarity.RANGE,
                    Thresholds(Preset.RANGE, low_red=a, low_amber=b, high_amber=c, high_red=d),
                ),
                (Polarity.RANGE, Thresholds(Preset.SCALE, scale=steps)),
            )
        )
    )


@st.composite
def sheets(draw: st.DrawFn) -> Definition:
    """A sheet with texts of any length, in any preset."""
    prose = st.one_of(st.just(""), words(12), words(120))
    polarity, thresholds = draw(rules())
    days = draw(st.lists(st.dates(date(2016, 1, 1), date(2030, 1, 1)), max_size=9, unique=True))
    texts: dict[str, Any] = {
        name: draw(prose) for name in ("purpose", "formula", "source", "use", "remarks")
    }
    trigger = Trigger(draw(figures), draw(words(9)), draw(words(30)), draw(words(9)))
    return replace(
        SHEET,
        title=draw(words()),
        owner=draw(words(9)),
        format=draw(formats),
        polarity=polarity,
        thresholds=thresholds,
        objectives=tuple(draw(st.lists(words(9), max_size=3))),
        rate=draw(st.booleans()),
        targets=tuple(DatedTarget(day, draw(figures)) for day in sorted(days)),
        trigger=draw(st.sampled_from((None, trigger))),
        **texts,
    )


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(sheets(), st.sampled_from(FRAMES), st.one_of(st.none(), figures))
def test_nothing_overlaps_whatever_people_write(
    sheet: Definition, frame: Frame, value: float | None
) -> None:
    assert faults(drawn(sheet, frame, value)) == []


@pytest.mark.parametrize("frame", FRAMES, ids=("paper", "wall", "tall"))
def test_a_usual_sheet_stands_whole(frame: Frame) -> None:
    drawing = drawn(SHEET, frame)
    text = said(drawing)
    assert faults(drawing) == []
    assert "means that a text is longer" not in text
    for shown in ("14 of 14", "Visits those who disagree", "target 65", "31 March 2027"):
        assert shown in text


def test_endless_texts_are_cut_with_a_sign_that_says_where_the_rest_is() -> None:
    endless = "All that was ever said about this figure. " * 90
    sheet = replace(SHEET, remarks=endless, formula=endless, use=endless, purpose=endless)
    for frame in FRAMES:
        drawing = drawn(sheet, frame)
        assert faults(drawing) == []
        assert "it stands whole at /kpis/ims.insight" in said(drawing)


def test_a_toothless_sheet_says_so_and_what_is_missing() -> None:
    text = said(drawn(replace(SHEET, trigger=None, use="")))
    assert "Toothless: no value is agreed" in text
    assert "Missing: Action trigger, Use." in text


def test_one_page_of_a4_upright() -> None:
    made = to_pdf([drawn(SHEET)], "A4")
    assert re.search(rb"/Count 1\b", made)
    assert re.search(rb"/MediaBox \[ 0 0 595 842 \]", made)
