"""The definition sheet: complete, toothless, and reviewed no more often than measured."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.definition import (
    DAYS,
    REQUIRED,
    DatedTarget,
    Definition,
    Trigger,
    completeness,
    review_fault,
    teeth,
)
from hub.domain.figures import Format, Measure
from hub.domain.periods import Frequency
from hub.domain.status import Polarity, Preset, Thresholds

TRIGGER = Trigger(80, "Head of Delivery", "Call the depot", "Within a day")
BARE = Definition(
    "works.on_time",
    "Delivered on time",
    Format(Measure.PERCENT),
    Polarity.HIGHER,
    Frequency.MONTH,
    "Head of Delivery",
)
WHOLE = replace(
    BARE,
    purpose="Do we keep our word?",
    objectives=("Deliver on time",),
    formula="Parcels on time divided by parcels.",
    review=Frequency.QUARTER,
    source="Depot records",
    collection="Counted at the gate",
    measured_by="Depot clerks",
    targets=(DatedTarget(date(2025, 1, 1), 95),),
    trigger=TRIGGER,
    use="For the weekly talk",
    expires=date(2027, 3, 31),
)


def missing(sheet: Definition) -> list[str]:
    return [r.name for r in completeness(sheet).missing]


def test_a_whole_sheet_is_complete_and_has_teeth() -> None:
    found = completeness(WHOLE)
    assert (found.filled, found.required, found.percent) == (14, 14, 100)
    assert not WHOLE.toothless
    assert teeth(WHOLE) == ""


def test_what_is_missing_is_said_with_its_reason() -> None:
    found = completeness(replace(WHOLE, purpose=" ", use=""))
    assert found.share == 12 / 14
    assert found.percent == 85  # never rounded up to whole
    assert found.words[0] == ("Purpose is missing: nobody knows which question it answers.")


def test_only_a_rate_needs_its_two_parts() -> None:
    assert missing(replace(WHOLE, rate=True)) == ["numerator", "denominator"]
    assert missing(replace(WHOLE, rate=True, numerator="a", denominator="b")) == []


def test_levels_of_its_own_stand_for_a_target() -> None:
    assert missing(replace(WHOLE, targets=())) == ["targets"]
    own = Thresholds(Preset.GOAL_REDFLAG, goal=7, red_flag=5)
    assert missing(replace(WHOLE, targets=(), thresholds=own)) == []


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        (None, "no value is agreed"),
        (replace(TRIGGER, value=None), "does not say the value that triggers action."),
        (replace(TRIGGER, who=" ", by_when=""), "does not say who acts and by when."),
        (replace(TRIGGER, what=""), "does not say what they do."),
    ],
)
def test_without_a_complete_trigger_it_is_toothless(trigger: Trigger | None, words: str) -> None:
    sheet = replace(WHOLE, trigger=trigger)
    assert sheet.toothless
    assert missing(sheet) == ["trigger"]
    assert words in teeth(sheet)


def test_zero_triggers_too() -> None:
    assert not replace(WHOLE, trigger=replace(TRIGGER, value=0)).toothless


@given(st.sets(st.sampled_from([r.name for r in REQUIRED])))
def test_completeness_counts_just_what_is_empty(emptied: set[str]) -> None:
    sheet = replace(WHOLE, rate=True, numerator="a", denominator="b")
    empty: dict[str, Any] = {
        "objectives": (),
        "targets": (),
        "trigger": None,
        "review": None,
        "expires": None,
    }
    fields: dict[str, Any] = {name: empty.get(name, "") for name in emptied}
    cleared = replace(sheet, **fields)
    found = completeness(cleared)
    assert {r.name for r in found.missing} == emptied
    assert found.filled + len(emptied) == found.required == len(REQUIRED)
    assert len(found.words) == len(emptied)


@given(st.sampled_from(Frequency), st.sampled_from(Frequency))
def test_a_review_is_never_more_frequent_than_the_figure(every: Frequency, look: Frequency) -> None:
    assert bool(review_fault(every, look)) is (DAYS[look] < DAYS[every])


def test_a_review_that_comes_too_often_is_explained() -> None:
    assert review_fault(Frequency.YEAR, None) == ""
    assert review_fault(Frequency.ROLLING_YEAR, Frequency.MONTH) == ""
    assert "cannot come more often" in review_fault(Frequency.QUARTER, Frequency.MONTH)


def test_the_target_in_force_is_the_last_dated_up_to_then() -> None:
    dated = (DatedTarget(date(2026, 4, 1), 92), DatedTarget(date(2025, 4, 1), 90))
    sheet = replace(WHOLE, targets=dated)
    days = [date(2025, 3, 31), date(2025, 4, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [sheet.target_on(day) for day in days] == [None, 90, 90, 92]
