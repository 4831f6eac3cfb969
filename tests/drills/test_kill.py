"""A server killed under load keeps what it has acknowledged, once each."""

from tests.drills.killing import drill


def test_what_was_acknowledged_outlives_ten_kills() -> None:
    outcome = drill(kills=10)
    assert (outcome.lost, outcome.duplicated) == (0, 0)
    assert outcome.figures > 0
    assert outcome.notes > 0
    assert outcome.entries >= outcome.figures + outcome.notes
