"""Walls whose server dies and whose cable is pulled: they say so, keep their picture, catch up."""

from itertools import islice

from playwright.sync_api import Browser

from tests.drills.cutting import cuts
from tests.drills.restarting import restart

PULLED, BROKEN = True, False


def test_every_screen_is_current_after_a_restart(browser: Browser) -> None:
    restarts = restart(browser, screens=40, browsers=1, away=0)
    (found,) = islice(restarts, 1)
    restarts.close()
    assert found.screens == 40  # each of them shows what changed, or it would have waited for it


def test_a_wall_says_that_its_link_is_cut_and_catches_up(browser: Browser) -> None:
    found = list(cuts(browser, [(2, PULLED), (2, BROKEN), (None, PULLED)]))
    assert [cut.faults for cut in found] == [(), (), ()]
    assert found[1].said is not None  # at once
    assert found[2].said is not None  # a pulled cable tells nobody: the wall finds out by itself
