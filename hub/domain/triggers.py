"""Action triggers: a value that calls for corrective action, and the episode that it opens."""

from collections.abc import Sequence

from hub.domain.status import Polarity


def fires(
    trigger: float,
    value: float,
    polarity: Polarity,
    good: tuple[float, float] | None = None,
) -> bool:
    """Whether a figure has come to the trigger, or gone beyond it. ``good`` is the range in which a
    KPI is best; a trigger below it is one to fall to, a trigger above it one to rise to."""
    if polarity is Polarity.RANGE:
        if good is None:
            return False
        return value <= trigger if trigger < sum(good) / 2 else value >= trigger
    return value <= trigger if polarity is Polarity.HIGHER else value >= trigger


def episode(
    trigger: float,
    points: Sequence[tuple[str, float]],
    polarity: Polarity,
    good: tuple[float, float] | None = None,
) -> str | None:
    """The period in which the episode began that the newest of ``points`` (period and value, oldest
    first) is in; None where it is in none."""
    began = None
    for period, value in reversed(points):
        if not fires(trigger, value, polarity, good):
            break
        began = period
    return began
