"""Submissions: how the figure of a KPI and a period was handed in, doubted, accepted and locked."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hub.model.columns import Model


class Submission(Model):
    """Where the figure of one KPI and period stands (``hub.domain.submission``).

    ``draft`` holds what is typed and not yet submitted; what is submitted is a measurement.
    """

    __tablename__ = "submission"
    __table_args__ = (Index("ix_submission_state", "state", "kpi_id"),)

    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"), primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    narrative: Mapped[str] = mapped_column(default="")
    nil: Mapped[str] = mapped_column(default="")
    supplier: Mapped[str] = mapped_column(default="")
    since: Mapped[date | None]
    first_submitted: Mapped[datetime | None]
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class SubmissionStep(Model):
    """One step of a submission, kept for good: who did what, when, with which words."""

    __tablename__ = "submission_step"
    __table_args__ = (Index("ix_submission_step_kpi", "kpi_id", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"))
    period: Mapped[str]
    step: Mapped[str]
    state: Mapped[str]  # after the step
    words: Mapped[dict[str, Any]] = mapped_column(default=dict)
    revision: Mapped[int | None]  # of the measurement that the step wrote
    by_id: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]


class Challenge(Model):
    """A question to a submitted figure; kept with the KPI for good."""

    __tablename__ = "challenge"
    __table_args__ = (Index("ix_challenge_kpi", "kpi_id", "period"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"))
    period: Mapped[str]
    question: Mapped[str]
    code: Mapped[str]
    due: Mapped[date]
    by_id: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[str | None]
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]


class Override(Model):
    """A status set by hand, with its reason; ``lifted_at`` ends it, and so does ``until``."""

    __tablename__ = "override"
    __table_args__ = (Index("ix_override_kpi", "kpi_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"))
    status: Mapped[str]
    reason: Mapped[str]
    until: Mapped[date | None]
    by_id: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    lifted_by: Mapped[str | None]
    lifted_at: Mapped[datetime | None]


class Upload(Model):
    """A file of figures that was read and waits to be applied: its rows, and their faults."""

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    digest: Mapped[str]
    rows: Mapped[list[Any]]
    faults: Mapped[list[Any]]
    by_id: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
