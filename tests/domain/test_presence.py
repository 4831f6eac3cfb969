"""A display is online, stale or offline by the age of its last contact."""

from datetime import UTC, datetime, timedelta

import pytest

from hub.domain.presence import Presence, presence

NOW = datetime(2026, 1, 14, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "stands"),
    [
        (0, Presence.ONLINE),
        (89, Presence.ONLINE),
        (90, Presence.STALE),
        (299, Presence.STALE),
        (300, Presence.OFFLINE),
    ],
)
def test_by_the_age_of_its_contact(seconds: int, stands: Presence) -> None:
    assert presence(NOW - timedelta(seconds=seconds), NOW) is stands


def test_one_that_was_never_heard_of_is_awaited() -> None:
    assert presence(None, NOW) is Presence.AWAITED
