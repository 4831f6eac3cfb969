"""Dated events: releases, incidents, campaigns; what happened while a KPI moved."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hub.model.columns import Model


class DatedEvent(Model):
    """``key`` is its name in the system that it comes from, so that it is not taken twice, and
    ``told`` the digest of what that system last said of it, so that a repeat changes nothing that
    people have put right since.

    Without ``ends`` it happened at one moment. One about no KPI belongs to the unit as a whole.
    """

    __tablename__ = "dated_event"
    __table_args__ = (Index("ix_dated_event_starts", "starts"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(unique=True)
    told: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    starts: Mapped[datetime]
    ends: Mapped[datetime | None]
    unit_key: Mapped[str] = mapped_column(ForeignKey("unit.key"), index=True)
    visibility: Mapped[str] = mapped_column(default="staff")
    source: Mapped[str] = mapped_column(default="")
    illustrative: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)


class DatedEventKpi(Model):
    """Which KPIs an event is about, in the order that they were named."""

    __tablename__ = "dated_event_kpi"

    event_id: Mapped[str] = mapped_column(ForeignKey("dated_event.id"), primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)
