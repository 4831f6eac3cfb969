"""Beginnings of what is asked: the hub's own, and those of whoever sets it up."""

from hub.domain.phrases import MEASURES, PHRASES, offered
from hub.domain.strength import Strength


def test_the_stronger_kinds_of_countermeasure_come_first() -> None:
    order = [next(k for k in Strength if p in MEASURES[k]) for p in PHRASES["countermeasure"]]
    assert order == sorted(order, key=list(Strength).index)
    assert set(order) == set(Strength)


def test_what_is_configured_stands_for_the_hubs_own() -> None:
    found = offered({"cause": ("Waiting for",), "evidence": (), "risk": ("In case",)})
    assert found["cause"] == ("Waiting for",)
    assert "evidence" not in found
    assert found["risk"] == ("In case",)
    assert found["countermeasure"] == PHRASES["countermeasure"]
