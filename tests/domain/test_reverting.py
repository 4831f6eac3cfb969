"""One change is taken back, and what others did stays."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.reverting import GoneOn, narrowed, reverted

NOTE = {"id": "a", "text": "One"}
OTHER = {"id": "b", "text": "Two"}


@pytest.mark.parametrize(
    ("before", "after", "now", "left"),
    [
        ({}, {"focus": "x"}, {"focus": "x"}, {}),
        ({"focus": "y"}, {"focus": "x"}, {"focus": "x", "tally": 1}, {"focus": "y", "tally": 1}),
        ({}, {"votes": {"c": {"me": 1}}}, {"votes": {"c": {"me": 1, "you": 2}}},
         {"votes": {"c": {"you": 2}}}),
        ({"votes": {"c": {}}}, {"votes": {"c": {"me": 1}}}, {"votes": {"c": {"me": 1, "you": 2}}},
         {"votes": {"c": {"you": 2}}}),
        ({"notes": []}, {"notes": [NOTE]}, {"notes": [NOTE, OTHER]}, {"notes": [OTHER]}),
        ({"notes": [NOTE]}, {"notes": []}, {"notes": [OTHER]}, {"notes": [OTHER, NOTE]}),
        ({"at": [1, 2]}, {"at": [3, 4]}, {"at": [5, 6]}, None),
    ],
)  # fmt: skip
def test_a_change_is_taken_back(before: Any, after: Any, now: Any, left: Any) -> None:
    if left is None:
        with pytest.raises(GoneOn):
            reverted(before, after, now)
    else:
        assert reverted(before, after, now) == left


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.dictionaries(st.sampled_from("abcd"), inner) | st.lists(inner, max_size=3),
    max_leaves=12,
)


@given(JSON, JSON)
def test_with_nobody_else_it_is_as_it_was(before: Any, after: Any) -> None:
    assert reverted(before, after, after) == before
    assert reverted(*narrowed(before, after), after) == before


NOTES = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("abcdef"), "text": st.sampled_from("xy")}),
    unique_by=lambda item: item["id"],
)


@given(NOTES, NOTES)
def test_what_was_in_a_list_is_back_in_its_place(before: Any, after: Any) -> None:
    assert reverted(*narrowed(before, after), after) == before


@given(NOTES, NOTES, NOTES)
def test_little_of_a_change_is_enough_to_take_it_back(before: Any, after: Any, now: Any) -> None:
    try:
        whole = reverted(before, after, now)
    except GoneOn:
        whole = None
    try:
        less = reverted(*narrowed(before, after), now)
    except GoneOn:
        less = None
    assert less is None if whole is None else _sorted(less) == _sorted(whole)


def _sorted(items: Any) -> Any:
    return sorted(items, key=lambda item: str(item["id"]))


def test_a_change_to_much_is_remembered_in_little() -> None:
    many = [{"id": str(n), "text": "Much is said here " * 20} for n in range(100)]
    new = {"id": "new", "text": "One more"}
    before, after = narrowed({"notes": many, "focus": "1"}, {"notes": [*many, new], "focus": "1"})
    assert after["notes"][-1] == new
    assert len(str([before, after])) < 5000 < len(str(many))


@given(JSON, JSON)
def test_a_change_that_did_nothing_takes_nothing_back(before: Any, now: Any) -> None:
    assert reverted(before, before, now) == now
