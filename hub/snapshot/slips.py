"""What is known of a slip: what its editor asks, and what a phone has sent to it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hub.model import Issue, Slip


@dataclass(frozen=True)
class SlipView:
    """``title`` is of the problem, and ``unit`` whose it is; empty where there is none yet."""

    id: str
    asked: str
    title: str
    unit: str
    most: int
    sent: tuple[str, ...]
    expires_at: datetime


def of_digest(session: Session, digest: str, now: datetime) -> SlipView | None:
    """The slip that a token opens; None where there is none, or not any more."""
    return _one(session, Slip.digest == digest, now)


def of_id(session: Session, id: str, now: datetime) -> SlipView | None:
    return _one(session, Slip.id == id, now)


def _one(session: Session, which: ColumnElement[bool], now: datetime) -> SlipView | None:
    chosen = select(Slip, Issue).outerjoin(Issue, Issue.id == Slip.issue_id)
    row = session.execute(chosen.where(which, Slip.expires_at > now)).first()
    if row is None:
        return None
    slip, issue = row
    return SlipView(
        id=slip.id,
        asked=slip.asked,
        title=issue.title if issue else "",
        unit=issue.unit_key if issue else "",
        most=slip.most,
        sent=tuple(slip.sent),
        expires_at=slip.expires_at,
    )
