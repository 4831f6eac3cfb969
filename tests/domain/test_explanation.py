"""Explanations: each says just what ``judge`` does, in sentences and as zones."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hub.domain.definition import DatedTarget, Definition
from hub.domain.explanation import Explanation, exact, explain
from hub.domain.figures import Format, Measure
from hub.domain.periods import Frequency
from hub.domain.status import Polarity, Preset, Status, Step, Thresholds, judge
from hub.errors import Invalid

TODAY = date(2026, 1, 14)
SHEET = Definition(
    "works.on_time",
    "Delivered on time",
    Format(Measure.PERCENT, 0),
    Polarity.HIGHER,
    Frequency.MONTH,
    "Head of Delivery",
)
LEVELS = (Status.GREEN, Status.AMBER, Status.RED)


def sheet(
    target: float | None = 90,
    polarity: Polarity = Polarity.HIGHER,
    thresholds: Thresholds | None = None,
    decimals: int = 0,
) -> Definition:
    aims = () if target is None else (DatedTarget(date(2025, 1, 1), target),)
    return replace(
        SHEET,
        targets=aims,
        polarity=polarity,
        thresholds=thresholds or Thresholds(),
        format=Format(Measure.PERCENT, decimals),
    )


def zones(found: Explanation) -> list[tuple[float | None, float | None, str]]:
    return [(z.low, z.high, z.status.value) for z in found.zones]


# -- in words ------------------------------------------------------------------------------


def test_hmrc_in_sentences() -> None:
    assert explain(sheet(), TODAY).sentences == (
        "Target 90%; higher is better.",
        "Below 90%: below target (red).",
        "At 90%: on target (amber).",
        "Above 90%: above target (green).",
        "Figure and target are rounded to whole numbers before they are compared.",
    )


def test_hmrc_lower_is_mirrored() -> None:
    said = explain(sheet(5, Polarity.LOWER, decimals=1), TODAY).sentences
    assert said[0] == "Target 5.0%; lower is better."
    assert "Below 5.0%: above target (green)." in said
    assert "Above 5.0%: below target (red)." in said
    assert "rounded to 1 decimal before" in said[-1]


@pytest.mark.parametrize(("target", "polarity"), [(100, Polarity.HIGHER), (0, Polarity.LOWER)])
def test_a_target_that_cannot_be_beaten(target: float, polarity: Polarity) -> None:
    found = explain(sheet(target, polarity, Thresholds(bound=target)), TODAY)
    assert f"A target of {target}% cannot be beaten, so meeting it is green." in found.sentences
    assert [z.status for z in found.zones if z.holds(target)] == [Status.GREEN]
    assert Status.AMBER not in {z.status for z in found.zones}
    strict = Thresholds(bound=target, at_bound_is_green=False)
    said = explain(sheet(target, polarity, strict), TODAY).sentences
    assert f"A target of {target}% cannot be beaten; meeting it is amber." in said


def test_a_target_of_zero_needs_an_absolute_tolerance() -> None:
    found = explain(sheet(0, thresholds=Thresholds(Preset.TOLERANCE)), TODAY)
    assert "needs an absolute tolerance" in " ".join(found.sentences)
    assert found.zones == ()
    own = Thresholds(Preset.TOLERANCE, absolute=2)
    assert zones(explain(sheet(0, thresholds=own), TODAY)) == [
        (None, -2, "red"),
        (-2, 0, "amber"),
        (0, None, "green"),
    ]


def test_tolerance_in_sentences() -> None:
    said = explain(sheet(90, thresholds=Thresholds(Preset.TOLERANCE)), TODAY).sentences
    assert said[1] == (
        "Missing it by 9 percentage points (10% of it) or less is amber, by more is red."
    )
    assert "From 81% to under 90%: on target (amber)." in said


def test_no_target() -> None:
    found = explain(sheet(None), TODAY)
    assert zones(found) == [(None, None, "no_target")]
    assert found.sentences[0].startswith("There is no target yet")


def test_goal_and_red_flag() -> None:
    rule = Thresholds(Preset.GOAL_REDFLAG, goal=3, red_flag=5)
    said = explain(sheet(None, Polarity.LOWER, rule), TODAY).sentences
    assert said[0].startswith("Goal 3%, red flag 5%")
    assert said[2:] == (
        "3% or below: above target (green).",
        "Between 5% and 3%: on target (amber).",
        "5% or above: below target (red).",
    )


def test_a_range() -> None:
    rule = Thresholds(Preset.RANGE, low_red=90, low_amber=95, high_amber=99, high_red=100)
    found = explain(sheet(98, Polarity.RANGE, rule), TODAY, {s: s.value for s in LEVELS})
    assert [z.words for z in found.zones] == [
        "below 90%",
        "from 90% to under 95%",
        "from 95% to 99%",
        "over 99% up to 100%",
        "above 100%",
    ]
    assert found.sentences[1] == "Below 90%: red."


def test_a_scale_by_its_labels() -> None:
    steps = (
        Step(1, "Red", Status.RED),
        Step(3, "Amber", Status.AMBER),
        Step(5, "Go", Status.GREEN),
    )
    said = explain(sheet(None, thresholds=Thresholds(Preset.SCALE, scale=steps)), TODAY).sentences
    assert said[0] == (
        "The figure is a step of a scale: up to 1% Red (red), up to 3% Amber (amber), above that "
        "Go (green)."
    )


def test_later_targets_are_told_by_their_month() -> None:
    dated = (
        DatedTarget(date(2025, 4, 1), 90),
        DatedTarget(date(2026, 4, 1), 92),
        DatedTarget(date(2026, 6, 15), 93),
    )
    found = explain(replace(sheet(), targets=dated), TODAY)
    assert found.sentences[-2:] == ("From April 2026: 92%.", "From 15 June 2026: 93%.")
    assert found.target == 90
    assert [t.value for t in found.later] == [92, 93]


def test_the_houses_own_words_are_used() -> None:
    own = {Status.GREEN: "met", Status.AMBER: "nearly", Status.RED: "missed"}
    said = explain(sheet(), TODAY, own).sentences
    assert "Below 90%: missed (red)." in said


@pytest.mark.parametrize(
    ("value", "shown"), [(90.0, "90%"), (89.55, "89.55%"), (1 / 3, "0.333333%"), (81.0, "81%")]
)
def test_ends_are_written_with_the_decimals_they_have(value: float, shown: str) -> None:
    assert exact(Format(Measure.PERCENT, 0), value) == shown


# -- as judge does -------------------------------------------------------------------------

numbers = st.integers(-2000, 2000).map(lambda n: n / 10)
slacks = st.integers(0, 60).map(lambda n: n / 10)
polarities = st.sampled_from((Polarity.HIGHER, Polarity.LOWER))


@st.composite
def aimed(draw: st.DrawFn) -> Definition:
    """A sheet with a target, and a tolerance where its preset has one."""
    target = draw(numbers)
    bound = draw(st.sampled_from((None, target, 100.0, 0.0)))
    if draw(st.booleans()):
        slack = draw(st.one_of(st.none(), slacks))
        rule = Thresholds(tolerance=slack, bound=bound, at_bound_is_green=draw(st.booleans()))
    else:
        share = draw(st.one_of(st.none(), st.sampled_from((0.0, 0.05, 0.1, 0.25))))
        rule = Thresholds(
            Preset.TOLERANCE, tolerance=share, absolute=draw(st.one_of(st.none(), slacks))
        )
    return sheet(target, draw(polarities), rule, draw(st.integers(0, 3)))


@st.composite
def levelled(draw: st.DrawFn) -> Definition:
    """A sheet whose levels are its own."""
    match draw(st.sampled_from((Preset.GOAL_REDFLAG, Preset.RANGE, Preset.SCALE))):
        case Preset.GOAL_REDFLAG:
            goal, flag = draw(numbers), draw(numbers)
            assume(goal != flag)
            rule = Thresholds(Preset.GOAL_REDFLAG, goal=goal, red_flag=flag)
        case Preset.RANGE:
            a, b, c, d = sorted(draw(st.tuples(numbers, numbers, numbers, numbers)))
            rule = Thresholds(Preset.RANGE, low_red=a, low_amber=b, high_amber=c, high_red=d)
        case _:
            ends = draw(st.lists(numbers, min_size=1, max_size=5))
            steps = (Step(end, f"up to {end}", draw(st.sampled_from(LEVELS))) for end in ends)
            rule = Thresholds(Preset.SCALE, scale=tuple(steps))
    return sheet(None, Polarity.RANGE, rule, draw(st.integers(0, 3)))


@st.composite
def near(draw: st.DrawFn, around: Explanation) -> float:
    """A value anywhere, at an end of a zone, or a little beside one."""
    ends = [e for zone in around.zones for e in (zone.low, zone.high) if e is not None]
    anywhere = st.floats(-250, 250)
    if not ends:
        return draw(anywhere)
    beside = st.tuples(st.sampled_from(ends), st.sampled_from((0, 0.001, 0.04, 0.06, 0.1, 1)))
    signs = st.sampled_from((-1, 1))
    return draw(
        st.one_of(anywhere, st.tuples(beside, signs).map(lambda x: x[0][0] + x[0][1] * x[1]))
    )


@given(st.one_of(aimed(), levelled()), st.data())
def test_every_zone_gives_the_status_that_judge_gives(kpi: Definition, data: st.DataObject) -> None:
    target, rule, decimals = kpi.target_on(TODAY), kpi.thresholds, kpi.format.decimals
    found = explain(kpi, TODAY)
    value = data.draw(near(found))
    if not found.zones:
        with pytest.raises(Invalid):
            judge(value, target, kpi.polarity, rule, decimals)
        return
    kept = value if found.decimals is None else round(value, decimals)
    ends = [e for zone in found.zones for e in (zone.low, zone.high) if e is not None]
    assume(all(abs(kept - e) <= 1e-12 or abs(kept - e) > 1e-7 for e in ends))
    if rule.preset is Preset.GOAL_REDFLAG:  # just there the score is rounded either way
        assume(all(abs(kept - e) > 1e-7 for e in ends))
    zone = found.zone_of(value)
    if zone is None:  # beyond the end of the scale
        assert rule.bound == target is not None
        beyond = round(value, decimals) - round(target, decimals)
        assert beyond < 0 if kpi.polarity is Polarity.LOWER else beyond > 0
        return
    assert zone.status is judge(value, target, kpi.polarity, rule, decimals)
    assert sum(z.holds(kept) for z in found.zones) == 1


@given(st.one_of(aimed(), levelled()))
def test_zones_follow_each_other_without_gaps(kpi: Definition) -> None:
    found = explain(kpi, TODAY).zones
    for zone, following in pairwise(found):
        assert zone.high == following.low
        assert zone.with_high != following.with_low
        assert zone.status is not following.status
    assert all(zone.words for zone in found)


@given(st.one_of(aimed(), levelled()), numbers)
def test_a_picture_spans_all_ends_and_the_value(kpi: Definition, value: float) -> None:
    found = explain(kpi, TODAY)
    low, high = found.span(value)
    ends = [e for zone in found.zones for e in (zone.low, zone.high) if e is not None]
    assert low < high
    assert all(low <= mark <= high for mark in (*ends, value))
