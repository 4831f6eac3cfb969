"""What every golden picture is tested for; a module of tests says of which houses."""

from collections import defaultdict

import pytest

from tests.geometry import faults
from tests.golden.conftest import Shown, house_of
from tests.golden.gallery import pages, pictures
from tests.golden.houses import House
from tests.golden.paint import SHADE, apart, painted
from tests.golden.soundness import (
    miscounted,
    pale,
    too_small_to_hit,
    too_small_to_read,
    under_the_clock,
    unexplained,
)
from tests.golden.table import PAINTED, TEXTS, agreed, digest, file_of, is_whole, text_of

HOW = "look at it with `python3 -m tests.golden`, and keep it with `--accept`"
TELLS = {"strategy_map.sight"}  # what it tells takes the place of the legend, while it does


class Pictures:
    """The tests, of one scene in one house at a time."""

    def test_it_is_the_picture_that_was_agreed(self, shown: list[Shown]) -> None:
        kept, found = agreed(), defaultdict(list)
        for each in shown:
            found[each.picture.name].append(digest(each.drawing))
        other = [name for name, pages in found.items() if kept.get(name) != pages]
        assert not other, f"{', '.join(other)}: {HOW}"

    def test_what_is_kept_whole_is_what_was_agreed(self, shown: list[Shown]) -> None:
        for each in shown:
            if is_whole(each.picture) and each.page == 1:
                kept = file_of(TEXTS, each.picture, "svg")
                assert kept.is_file(), f"{kept.name} is missing: {HOW}"
                assert kept.read_text("utf-8").splitlines() == text_of(each.drawing).splitlines()

    def test_no_words_touch_or_leave_their_card_or_the_picture(self, shown: list[Shown]) -> None:
        assert [f"{each.name}: {line}" for each in shown for line in faults(each.drawing)] == []

    def test_nothing_is_under_the_clock(self, shown: list[Shown]) -> None:
        found = [(each.name, line) for each in shown for line in under_the_clock(each.drawing)]
        assert found == []

    def test_a_picture_says_which_page_it_is(self, shown: list[Shown]) -> None:
        assert [(each.name, line) for each in shown for line in miscounted(each.drawing)] == []

    def test_a_finger_meets_what_leads_somewhere(self, shown: list[Shown]) -> None:
        for each in shown:
            if not each.on_paper:
                assert too_small_to_hit(each.drawing) == [], each.name

    def test_nothing_is_set_too_small(self, shown: list[Shown]) -> None:
        for each in shown:
            if not each.on_paper:
                assert too_small_to_read(each.drawing) == [], each.name

    def test_words_stand_out_from_what_is_under_them(self, shown: list[Shown]) -> None:
        assert [(each.name, line) for each in shown for line in pale(each.drawing)] == []

    def test_the_legend_tells_what_is_shown(self, shown: list[Shown]) -> None:
        found = [(e.name, line) for e in shown for line in _unexplained(e)]
        assert found == []

    def test_paper_has_them_as_agreed(
        self,
        request: pytest.FixtureRequest,
        houses: dict[str, House],
        tmp_path_factory: pytest.TempPathFactory,
    ) -> None:
        for name in request.module.HOUSES:
            house = house_of(name, houses, tmp_path_factory)
            some = [each for each in pictures(house) if file_of(PAINTED, each, "png").is_file()]
            found = painted([next(pages(house, each)) for each in some])
            for each, png in zip(some, found, strict=True):
                before = file_of(PAINTED, each, "png").read_bytes()
                assert apart(before, png) <= SHADE, f"{each.name}: {HOW}"


def _unexplained(shown: Shown) -> list[str]:
    return [] if shown.picture.scene in TELLS else unexplained(shown.drawing, shown.theme)


__all__ = ["Pictures"]
