"""A server killed under load keeps what it has acknowledged, once each."""

from tests.drills.killing import drill


def test_what_was_acknowledged_outlives_ten_kills() -> None:
    outcome = drill(kills=10)
    assert outcome.sound, outcome
    assert all(outcome.acknowledged.values()), outcome  # some of each kind
    assert outcome.cut > 0
    assert outcome.totals > 0
    assert outcome.entries >= sum(outcome.acknowledged.values())
