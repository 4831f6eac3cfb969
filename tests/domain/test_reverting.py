"""One change is taken back, and what others did stays."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.reverting import GoneOn, reverted

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


@given(JSON, JSON)
def test_a_change_that_did_nothing_takes_nothing_back(before: Any, now: Any) -> None:
    assert reverted(before, before, now) == now
