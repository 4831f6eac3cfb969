"""Figures as people read them."""

import pytest

from hub.domain.figures import Format, Measure


@pytest.mark.parametrize(
    ("shape", "value", "shown"),
    [
        (Format(Measure.PERCENT), 98.64, "98.6%"),
        (Format(Measure.PERCENT, signed=True), 1.25, "+1.2%"),
        (Format(Measure.PERCENT, signed=True), -1.25, "\u22121.2%"),
        (Format(Measure.PERCENT), 0.0, "0.0%"),
        (Format(Measure.PERCENT), -0.04, "0.0%"),  # no minus before nothing
        (Format(Measure.COUNT, 0), 1204, "1,204"),
        (Format(Measure.COUNT, 0), -1204, "\u22121,204"),
        (Format(Measure.GBP, 0), 18200, "£18,200"),
        (Format(Measure.GBP_M), 18.24, "£18.2m"),
        (Format(Measure.GBP_M), -3.0, "\u2212£3.0m"),
        (Format(Measure.GBP_BN, 2), 1.5, "£1.50bn"),
        (Format(Measure.DAYS), 7.5, "7.5"),
        (Format(Measure.SCORE, 2), 3.456, "3.46"),
        (Format(Measure.SECONDS), 839, "13:59"),
        (Format(Measure.SECONDS), 59.6, "1:00"),
        (Format(Measure.SECONDS), 3661, "1:01:01"),
        (Format(Measure.SECONDS), -5, "\u22120:05"),
        (Format(Measure.SECONDS), 0, "0:00"),
        (Format(Measure.PERCENT), None, "\u2013"),
    ],
)
def test_show(shape: Format, value: float | None, shown: str) -> None:
    assert shape.show(value) == shown


def test_a_plus_stands_before_gains_only() -> None:
    assert Format(Measure.COUNT, 0, signed=True).show(0) == "0"
    assert Format(Measure.COUNT, 1, signed=True).show(0.04) == "0.0"


def test_a_duration_of_nearly_nothing_has_no_sign() -> None:
    assert Format(Measure.SECONDS, 1).show(-0.4) == "0:00"


def test_what_the_value_does_not_say_stands_beside_it() -> None:
    assert Format(Measure.SECONDS).suffix == "min:s"
    assert Format(Measure.PERCENT).suffix == ""


@pytest.mark.parametrize(
    ("shape", "low", "high", "shown"),
    [
        (Format(Measure.PERCENT), 95, 99, "95\u201399%"),
        (Format(Measure.PERCENT), 95, 99.5, "95.0\u201399.5%"),
        (Format(Measure.PERCENT), 95, 95, "95%"),
        (Format(Measure.GBP_M), 1.2, 1.5, "£1.2\u20131.5m"),
        (Format(Measure.GBP_BN, 2), 1, 2, "£1\u20132bn"),
        (Format(Measure.GBP, 2), 1000, 2000.5, "£1,000.00\u20132,000.50"),
        (Format(Measure.SECONDS), 300, 600, "5:00\u201310:00"),
        (Format(Measure.PERCENT, signed=True), 1, 3, "+1% to +3%"),
        (Format(Measure.PERCENT), -2, 3, "\u22122% to 3%"),
    ],
)
def test_a_range_says_its_unit_once(shape: Format, low: float, high: float, shown: str) -> None:
    assert shape.show_range(low, high) == shown


def test_whole_figures_need_no_decimals() -> None:
    assert Format(Measure.GBP, 2).shortest((40, 41)).decimals == 0
    assert Format(Measure.GBP, 2).shortest((40, 40.5)).decimals == 2
    assert Format(Measure.GBP, 0).shortest((40.4,)).decimals == 0


@pytest.mark.parametrize(
    ("rough", "step"),
    [(0.3, 1), (7, 10), (240, 300), (412, 600), (4000, 7200), (30000, 43200), (50000, 72000)],
)
def test_the_steps_of_clock_time_are_those_of_a_clock(rough: float, step: float) -> None:
    assert Format(Measure.SECONDS).step(rough) == step


def test_a_step_can_be_written() -> None:
    assert Format(Measure.COUNT, 0).step(0.2) == 1
    assert Format(Measure.COUNT, 0).step(2.2) == 5
    assert Format(Measure.COUNT, 1).step(2.2) == 2.5


def test_what_is_outside_of_limits_does_not_read_as_inside() -> None:
    days = Format(Measure.DAYS, 1)
    assert (days.show(7.08), days.show_limits(7.13, 7.41)) == ("7.1", "7.13\u20137.41")
    assert Format(Measure.PERCENT, 0).show_limits(73.8, 79) == "73.8\u201379.0%"
    assert Format(Measure.SECONDS).show_limits(300, 600) == "5:00\u201310:00"
