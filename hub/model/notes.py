"""Notes: what people say about a KPI, or about one of its periods."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hub.model.columns import Model


class Note(Model):
    __tablename__ = "note"
    __table_args__ = (Index("ix_note_kpi", "kpi_id", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"))
    period: Mapped[str | None]
    text: Mapped[str]
    author_id: Mapped[str]
    author: Mapped[str]
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
