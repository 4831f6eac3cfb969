"""Asks: one thing that a scene wants to be told, what outdates it, and how it is taken.

@dataclass(frozen=True)
class Ask:
    unit: str

    def topics(self): ...
    def take(self, session, as_of): ...
"""

from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

View = TypeVar("View", covariant=True)


class Ask(Protocol[View]):
    """Equal asks have one answer; so they are frozen dataclasses, or hashable otherwise."""

    def topics(self) -> frozenset[str]:
        """The names whose version says whether the answer is out of date."""

    def take(self, session: Session, as_of: datetime) -> View:
        """The answer, all from the moment of ``session``. Raises NotFound for what is not there,
        and where the audience of the session may see none of it (``demand_staff``)."""


__all__ = ["Ask"]
