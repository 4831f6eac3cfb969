"""Which figures call for action, and since when."""

import pytest

from hub.domain.status import Polarity
from hub.domain.triggers import episode, fires

HIGHER, LOWER, RANGE = Polarity.HIGHER, Polarity.LOWER, Polarity.RANGE


@pytest.mark.parametrize(
    ("trigger", "value", "polarity", "fired"),
    [
        (95, 95, HIGHER, True),
        (95, 95.1, HIGHER, False),
        (6, 6, LOWER, True),
        (6, 5, LOWER, False),
        (20, 19, RANGE, True),
        (20, 30, RANGE, False),
        (60, 61, RANGE, True),
        (60, 30, RANGE, False),
    ],
)
def test_a_trigger_fires_at_its_value_and_beyond(
    trigger: float, value: float, polarity: Polarity, fired: bool
) -> None:
    assert fires(trigger, value, polarity, (25, 50)) is fired


def test_a_range_that_nobody_has_set_has_no_bad_side() -> None:
    assert not fires(20, 0, RANGE)


def test_an_episode_begins_with_the_first_bad_figure_and_ends_with_a_good_one() -> None:
    months = ["2025-09", "2025-10", "2025-11", "2025-12"]

    def began(*values: float) -> str | None:
        return episode(95, list(zip(months, values, strict=True)), HIGHER)

    assert began(94, 96, 95, 93) == "2025-11"
    assert began(94, 94, 94, 96) is None
    assert began(90, 90, 90, 90) == "2025-09"
    assert episode(95, [], HIGHER) is None
