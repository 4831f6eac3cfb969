"""Meetings: when people last sat together over a unit's figures."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hub.model.columns import Model


class Meeting(Model):
    """A meeting about a unit and all below it. One recorded by mistake is withdrawn, and kept."""

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_unit", "unit_key", "held_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    unit_key: Mapped[str] = mapped_column(ForeignKey("unit.key"))
    title: Mapped[str]
    held_at: Mapped[datetime]
    by_id: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]
