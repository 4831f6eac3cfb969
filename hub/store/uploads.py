"""Uploads are previews, and a preview that nobody has come back to for a month is forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hub.model import Upload

KEPT = timedelta(days=30)


def forget(session: Session, now: datetime) -> None:
    """Drop what was uploaded longer ago; what was applied of it stands in the figures' history."""
    session.execute(delete(Upload).where(Upload.at < now - KEPT))
