"""What people have said about a figure or a question, as scenes and pages see it."""

from dataclasses import dataclass
from datetime import date, datetime

from hub.domain.status import Status


@dataclass(frozen=True)
class EarlierText:
    """What a note said before it was edited, and since when it had said that."""

    text: str
    at: datetime


@dataclass(frozen=True)
class NoteView:
    """A note; as the first of its thread, with the replies to it, oldest first.

    It is about the KPI as a whole, about ``period``, or about all from there to ``until``.
    ``author_id`` says who may edit it, ``version`` which text that person saw.
    """

    id: str
    author: str
    at: datetime
    text: str
    period: str | None = None
    until: str | None = None
    author_id: str = ""
    version: int = 1
    edited_at: datetime | None = None
    earlier: tuple[EarlierText, ...] = ()  # newest first
    replies: tuple["NoteView", ...] = ()
    about: str = ""  # the period or the range in words
    resolved_by: str = ""
    resolved_at: datetime | None = None

    @property
    def resolved(self) -> bool:
        return self.resolved_at is not None


@dataclass(frozen=True)
class ReviewView:
    """A stamp: ``by`` has looked at the figure of ``period``."""

    by: str
    at: datetime
    period: str
    period_title: str = ""


@dataclass(frozen=True)
class AnswerView:
    """What somebody made of a question: one line, and how sure they were (low, medium, high)."""

    text: str
    confidence: str
    by: str
    at: datetime


@dataclass(frozen=True)
class OverrideView:
    """A status that ``by`` has set by hand, for a ``reason``; ``underlying`` is what the figure
    says. It ends by itself after ``until``, where that is given."""

    status: Status
    underlying: Status
    reason: str
    by: str
    at: datetime
    until: date | None = None
