"""Badges, PINs, and for how long somebody is known at a shared board."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.recognition import (
    LONGEST_STAY,
    PLAY,
    RESTS,
    TRIES,
    badge_digest,
    plain_badge,
    plain_pin,
    rests,
    stood,
)

NOON = datetime(2026, 1, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize("pin", ["2009", "194857", "121212", "000000000001"])
def test_a_pin(pin: str) -> None:
    assert plain_pin(f" {pin} ") == pin


@pytest.mark.parametrize("pin", ["", "123", "1234567890123", "12a4", "²²²²", "١٢٣٥"])
def test_no_pin(pin: str) -> None:
    with pytest.raises(ValueError, match="4 to 12 digits"):
        plain_pin(pin)


@pytest.mark.parametrize("pin", ["0000", "77777", "1234", "23456789", "9876", "43210"])
def test_a_pin_that_is_guessed_at_once(pin: str) -> None:
    with pytest.raises(ValueError, match="guessed"):
        plain_pin(pin)


@pytest.mark.parametrize("typed", ["00471122", ";00471122?", " 00471122\t", "%00471122"])
def test_readers_frame_what_they_read(typed: str) -> None:
    assert plain_badge(typed) == "00471122"


@pytest.mark.parametrize("typed", ["", "123", "12 34 56", "é" * 6, "x" * 65, "12345\x00"])
def test_no_badge(typed: str) -> None:
    with pytest.raises(ValueError, match="badge"):
        plain_badge(typed)


def test_a_badge_is_the_same_in_small_letters_and_its_digest_tells_it_from_others() -> None:
    assert plain_badge("04a3ff") == plain_badge("04A3FF")
    assert badge_digest("04A3FF") == badge_digest("04A3FF") != badge_digest("04A3FE")


@given(st.integers(0, 12))
def test_after_so_many_wrong_pins_none_is_looked_at(failures: int) -> None:
    assert rests(failures, NOON) == (NOON + RESTS if failures >= TRIES else None)


@given(st.integers(-100_000, 100_000), st.none() | st.integers(0, 80_000))
def test_somebody_is_known_from_when_they_came_until_they_went(at: int, stayed: int | None) -> None:
    ended = None if stayed is None else NOON + timedelta(seconds=stayed)
    last = timedelta(seconds=stayed) if stayed is not None else LONGEST_STAY
    expected = -PLAY <= timedelta(seconds=at) <= last + PLAY
    assert stood(NOON, ended, NOON + timedelta(seconds=at)) == expected
