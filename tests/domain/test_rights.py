"""Who may do what, where."""

import pytest

from hub.domain.rights import Actor, Grant, Right, demand, may, system
from hub.errors import Forbidden

LINEAGE = ("team", "directorate", "house")


def person(*grants: Grant) -> Actor:
    return Actor("p", "Pat", grants=frozenset(grants))


def test_a_grant_reaches_what_is_below_and_nothing_else() -> None:
    pat = person(Grant(Right.RECORD, "directorate"))
    assert may(pat, Right.RECORD, LINEAGE)
    assert not may(pat, Right.RECORD, ("house",))
    assert not may(pat, Right.RECORD, ("other", "house"))
    assert not may(pat, Right.RECORD, ())


def test_one_right_is_not_another() -> None:
    pat = person(*(Grant(r) for r in Right if r not in (Right.EDIT, Right.ADMINISTER)))
    assert not may(pat, Right.EDIT, LINEAGE)
    assert may(person(Grant(Right.ADMINISTER, "house")), Right.EDIT, LINEAGE)
    assert not may(person(Grant(Right.ADMINISTER, "house")), Right.EDIT, ())


def test_everywhere_includes_the_whole_hub() -> None:
    assert may(person(Grant(Right.EDIT)), Right.EDIT, ())
    assert may(system("clock"), Right.ADMINISTER, ())


def test_a_refusal_says_who_what_and_where() -> None:
    with pytest.raises(Forbidden, match="Pat may not edit in team"):
        demand(person(), Right.EDIT, LINEAGE)
    with pytest.raises(Forbidden, match="Pat may not edit in the hub"):
        demand(person(), Right.EDIT, ())
