"""The pulse of a page: well, lost or frozen, whatever its clock says."""

from hub_kiosk.browser import Look
from hub_kiosk.pulse import Pulse


def pulse() -> Pulse:
    """Of a page that has painted at second 0; patience 20 s."""
    pulse = Pulse(20, 0, loading=40)
    pulse.saw(Look(1000.0), 0)
    return pulse


def test_beats_that_change_are_well_though_the_clock_jumps() -> None:
    of_one = pulse()
    for second, beat in enumerate((2e12, 5.0, 1e12), 1):
        of_one.saw(Look(beat), second * 15)
        assert of_one.verdict(second * 15) == "well"


def test_a_page_that_answers_and_paints_nothing_is_frozen() -> None:
    of_one = pulse()
    for second in range(1, 22):
        of_one.saw(Look(1000.0), second)
    assert (of_one.verdict(20), of_one.verdict(21)) == ("well", "frozen")


def test_a_page_that_says_nothing_is_frozen() -> None:
    of_one = pulse()
    of_one.saw(None, 21)
    assert of_one.verdict(21) == "frozen"


def test_another_page_is_lost() -> None:
    of_one = pulse()
    for second in range(1, 22):
        of_one.saw(Look(None, loaded=True), second)
    assert of_one.verdict(21) == "lost"


def test_a_page_has_longer_to_load() -> None:
    of_one = Pulse(20, 0, loading=40)
    of_one.saw(Look(None), 59)
    assert (of_one.verdict(60), of_one.verdict(61)) == ("well", "lost")
    hung = Pulse(20, 0, loading=40)
    assert (hung.verdict(60), hung.verdict(61)) == ("well", "frozen")


def test_a_dark_screen_need_not_paint_but_answer() -> None:
    of_one = pulse()
    of_one.saw(Look(1000.0, resting=True), 3600, dark=True)
    assert of_one.verdict(3610) == "well"
    of_one.saw(None, 3621, dark=True)
    assert of_one.verdict(3621) == "frozen"
    of_one.lit(3621)
    assert of_one.verdict(3622) == "well"
