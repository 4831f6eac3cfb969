"""Short texts that people keep in a tool's layout and edit there; two edits collide visibly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from hub.errors import Conflict, Invalid


@dataclass(frozen=True)
class Entry:
    """A text with its identity; ``version`` counts how often it was edited."""

    id: str
    text: str
    version: int = 1

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Entry":
        """As it lies in a layout."""
        return cls(str(kept["id"]), str(kept["text"]), int(kept["version"]))

    @property
    def kept(self) -> dict[str, Any]:
        return {"id": self.id, "text": self.text, "version": self.version}

    def reworded(self, text: str, seen: int | None) -> "Entry":
        """The entry in other words. Raises Conflict where somebody reworded it first."""
        self.agree(seen, text)
        return replace(self, text=text, version=self.version + 1)

    def agree(self, seen: int | None, yours: str = "") -> None:
        """Raises Conflict, with both texts, where what was ``seen`` is not what stands now."""
        if seen is None:
            raise Invalid("An edit carries the version that was seen.")
        if seen != self.version:
            said = f"; yours says “{yours}”" if yours else ""
            raise Conflict(f"Somebody changed this first: it now says “{self.text}”{said}.")


def entry(text: str, id: UUID | None, known: Iterable[Entry]) -> Entry:
    """A new entry. Raises Conflict where its identity is taken."""
    new = Entry(str(id or uuid4()), text)
    if any(each.id == new.id for each in known):
        raise Conflict("There is an entry with this id already.")
    return new


def found(id: str, entries: Iterable[Entry]) -> Entry:
    """The entry of that id. Raises Invalid where somebody has removed it."""
    for each in entries:
        if each.id == id:
            return each
    raise Invalid("Somebody has removed this in the meantime.")
