"""Answers to key performance questions: one line of human judgement, and how sure it is."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hub.model.columns import Model


class KpqAnswer(Model):
    """The newest is the one shown, all are kept. ``confidence``: low, medium or high."""

    __tablename__ = "kpq_answer"
    __table_args__ = (Index("ix_kpq_answer_kpq", "objective_key", "kpq", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    objective_key: Mapped[str] = mapped_column(ForeignKey("objective.key"))
    kpq: Mapped[str]
    text: Mapped[str]
    confidence: Mapped[str]
    by_id: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
