"""Notes: what people say about a KPI, one of its periods or a range of them, in threads."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hub.model.columns import Model


class Note(Model):
    """``parent_id`` is the first note of the thread; ``until`` the last period of a range that
    begins with ``period``. A thread is resolved on its first note."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_kpi", "kpi_id", "at"), Index("ix_note_parent_id", "parent_id"))

    id: Mapped[str] = mapped_column(primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("note.id"))
    period: Mapped[str | None]
    until: Mapped[str | None]
    text: Mapped[str]
    author_id: Mapped[str]
    author: Mapped[str]
    at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]
    resolved_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class NoteEdit(Model):
    """A text that a note had before its author changed it."""

    __tablename__ = "note_edit"

    note_id: Mapped[str] = mapped_column(ForeignKey("note.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    at: Mapped[datetime]


class Review(Model):
    """A stamp: somebody has looked at the KPI's figure of a period."""

    __tablename__ = "review"
    __table_args__ = (Index("ix_review_kpi", "kpi_id", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"))
    period: Mapped[str | None]
    by_id: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
