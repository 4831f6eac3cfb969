"""What the verdict keeps of the process: icons from the thirteenth point on, gaps and rebases."""

from collections.abc import Sequence
from typing import Any

import pytest

from hub.domain.periods import end_of, following, parse
from hub.hub import Hub
from hub.model import Kpi
from hub.store.process import icons, process
from tests.commands.test_measuring import MONTHLY, month, send, verdict


def points(values: Sequence[float | None], target: float | None = 50) -> list[list[Any]]:
    """A verdict's points from January 2024 on; None leaves a month out."""
    period, found = parse("2024-01"), []
    for value in values:
        if value is not None:
            found.append([period.text, end_of(period.ends).isoformat(), value, target, False])
        period = following(period)
    return found


def kpi(**fields: Any) -> Kpi:
    plain = {"frequency": "month", "polarity": "higher", "rebases": []}
    return Kpi(key="works.k", **(plain | fields))


WAVE = [50, 52] * 6


@pytest.mark.parametrize(
    ("polarity", "last", "target", "shown"),
    [
        ("higher", 51, 40, ("common_cause", "pass")),
        ("higher", 80, 90, ("improvement_high", "fail")),
        ("higher", 10, 50, ("concern_low", "inconsistent")),
        ("lower", 80, 50, ("concern_high", "inconsistent")),
        ("lower", 10, 95, ("improvement_low", "pass")),
        ("range", 80, 50, ("neutral_high", None)),
        ("range", 10, None, ("neutral_low", None)),
        ("higher", 51, None, ("common_cause", None)),
    ],
)
def test_the_icons_follow_polarity_and_target(
    polarity: str, last: float, target: float | None, shown: tuple[str, str | None]
) -> None:
    one = kpi(polarity=polarity)
    assert icons(one, process(one, points([*WAVE, last], target))) == shown


def test_twelve_points_have_limits_and_no_icons() -> None:
    found = process(kpi(), points(WAVE))
    assert found is not None
    assert found["upl"][0] == pytest.approx(51 + 2.66 * 2)
    assert icons(kpi(), found) == (None, None)


def test_a_month_left_out_breaks_a_rise_and_has_no_entry() -> None:
    rise = [1, 30, 2, 29, 3, 28, 14, 15, 16, 17, 18, 19, 20]
    whole = process(kpi(), points(rise))
    broken = process(kpi(), points([*rise[:9], None, *rise[9:]]))
    assert whole is not None and broken is not None
    assert "7 Point Trend (Increasing)" in whole["special_cause_type"]
    assert "7 Point Trend (Increasing)" not in broken["special_cause_type"]
    assert len(broken["mean"]) == len(whole["mean"]) == 13


def test_a_rebase_starts_with_the_first_figure_from_its_period_on() -> None:
    rebased = kpi(rebases=[{"period": "2024-04", "reason": "New desk", "by": "Head of Print"}])
    found = process(rebased, points([1, 2, 3, None, 9, 9]))
    assert found is not None
    assert found["group"] == [0, 0, 0, 1, 1]
    assert found["mean"] == [2, 2, 2, 9, 9]


def test_a_live_kpi_has_no_limits() -> None:
    assert process(kpi(frequency="live"), points(WAVE)) is None
    assert process(kpi(), []) is None


def test_the_verdict_keeps_the_icons(hub: Hub) -> None:
    period = parse("2024-01")
    for value in [*WAVE, 80]:
        send(hub, month(value, period=period.text))
        period = following(period)
    row = verdict(hub, MONTHLY)
    assert (row.variation, row.assurance) == ("improvement_high", "fail")
