"""Measurements: append-only revisions, one of them current for each KPI and period."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from hub.model.columns import Model


class Measurement(Model):
    """One value for one period or instant. ``ends`` orders them; ``entry`` is the audit entry."""

    __tablename__ = "measurement"
    __table_args__ = (
        UniqueConstraint("kpi_id", "period", "revision"),
        Index(
            "ix_measurement_current",
            "kpi_id",
            "ends",
            sqlite_where=text("current = 1"),
            postgresql_where=text("current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"))
    period: Mapped[str]
    ends: Mapped[datetime]
    value: Mapped[float]
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    people: Mapped[int | None]  # how many persons it is about, where it is about persons
    revision: Mapped[int]
    current: Mapped[bool]
    published: Mapped[date | None]
    recorded_at: Mapped[datetime]
    actor: Mapped[str]
    entry: Mapped[int]
    source: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(default="")
