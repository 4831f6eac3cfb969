"""Visibility classes: who sees what, and which topics tell whom."""

import pytest

from hub.domain.visibility import narrower, read, seen_by, touched


def test_each_class_sees_its_own_and_what_is_below() -> None:
    assert [seen_by(viewers)[-1] for viewers in ("public", "staff", "restricted")] == [
        "public",
        "staff",
        "restricted",
    ]
    assert [len(seen_by(viewers)) for viewers in ("public", "staff", "restricted")] == [1, 2, 3]
    with pytest.raises(ValueError, match="everybody"):
        seen_by("everybody")


@pytest.mark.parametrize("of", ["public", "staff", "restricted"])
@pytest.mark.parametrize("viewers", ["public", "staff", "restricted"])
def test_a_change_is_told_to_those_who_may_see_it(of: str, viewers: str) -> None:
    told = touched({"unit:ims"}, of) & read({"unit:ims"}, viewers)
    assert bool(told) == (of in seen_by(viewers))


def test_the_narrower_class() -> None:
    assert narrower("public", "staff") == narrower("staff", "public") == "staff"
