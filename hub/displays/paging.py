"""Pages: what a picture holds of a longer list, and which part of it that is.

A wall turns the pages of a scene by itself while the scene stays; the picture says how many it has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from hub.errors import NotFound

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page:
    """Page ``number`` of ``of``, from 1."""

    number: int = 1
    of: int = 1

    @property
    def words(self) -> str:
        """``Page 2 of 3``; empty where there is one alone."""
        return f"Page {self.number} of {self.of}" if self.of > 1 else ""


ALONE = Page()
TURNED = Page(1, 2).words  # keeps the place free for them until it is known how many there are


@dataclass(frozen=True)
class Part(Generic[Item]):
    """The items on one page, of ``of`` in all."""

    items: Sequence[Item]
    page: Page
    of: int


def part_of(items: Sequence[Item], most: int, number: int) -> Part[Item]:
    """The items on page ``number``, at ``most`` so many and as many on each page but the last.

    Raises NotFound where there is no such page.
    """
    of = max(1, -(-len(items) // most))
    if number > of:
        raise NotFound(f"There is no page {number}: the last one is {of}.")
    each = -(-len(items) // of) or 1  # pages alike, rather than a last one nearly empty
    return Part(items[(number - 1) * each : number * each], Page(number, of), len(items))


__all__ = ["ALONE", "TURNED", "Page", "Part", "part_of"]
