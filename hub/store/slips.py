"""Slips that have run out go: what came with them stands where it was saved, or nowhere."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hub.model import Slip


def forget(session: Session, now: datetime) -> None:
    """Drop the slips that are not valid any more."""
    session.execute(delete(Slip).where(Slip.expires_at <= now))
