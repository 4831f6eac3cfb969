"""The walker itself: it must see what is wrong, or nothing that it lets pass means anything."""

from hub.drawing import LIGHT, group, label, node, scene
from hub.drawing.nodes import Node
from tests.geometry import faults


def of(*parts: Node) -> list[str]:
    return faults(scene(400, 200, LIGHT, *parts, title="A picture"))


def test_words_apart_are_well() -> None:
    assert of(label("over", 10, 50, 20), label("under", 10, 75, 20)) == []


def test_words_on_words_are_seen() -> None:
    (fault,) = of(label("over", 10, 50, 20), group(None, label("under", 0, 0, 10), x=12, y=48,
                                                   scale=2))  # fmt: skip
    assert "touches" in fault


def test_words_that_leave_the_picture_are_seen() -> None:
    (fault,) = of(label("gone", 380, 50, 20))
    assert "leaves the picture" in fault


def test_words_that_leave_their_card_are_seen() -> None:
    card = node("rect", x=0, y=0, width=60, height=40)
    (fault,) = of(group("card", card, label("far too long for it", 5, 25, 20), x=50, y=50))
    assert "leaves its card" in fault


def test_an_id_used_twice_is_seen() -> None:
    (fault,) = of(group("twice"), group("twice"))
    assert "'twice' is the id of 2 parts" in fault
