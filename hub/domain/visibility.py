"""Visibility classes: who may stand before a screen, and what is told to them (domain.md 12).

A KPI belongs to a class, and is shown to its own class and to those above. A topic is touched
under the class of what has changed (``unit:ims@staff``), and read under all classes that the
viewers may see: what they may not see moves neither an ETag nor a socket of theirs.
"""

from collections.abc import Iterable
from enum import StrEnum


class Visibility(StrEnum):
    """From the least to the most that is shown."""

    PUBLIC = "public"
    STAFF = "staff"
    RESTRICTED = "restricted"


CLASSES = tuple(Visibility)


def seen_by(viewers: str) -> tuple[str, ...]:
    """The classes of what these viewers may see."""
    return tuple(c.value for c in CLASSES[: CLASSES.index(Visibility(viewers)) + 1])


def narrower(one: str, other: str) -> str:
    """The class of the two that fewer may see."""
    return max(Visibility(one), Visibility(other), key=CLASSES.index)


def touched(topics: Iterable[str], of: str) -> frozenset[str]:
    """The topics as something of a class touches them; what is public touches everybody's."""
    if of == Visibility.PUBLIC:
        return frozenset(topics)
    return frozenset(f"{topic}@{of}" for topic in topics)


def read(topics: Iterable[str], viewers: str) -> frozenset[str]:
    """The topics that tell these viewers of a change."""
    plain = frozenset(topics)
    return plain.union(*(touched(plain, of) for of in seen_by(viewers)))
