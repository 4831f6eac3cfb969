"""KPIs with their definition sheets, and the verdict that scenes read instead of history."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from hub.model.columns import Model

# Whose picture depends on other KPIs' figures: few, so that each write can afford to ask.
LEANING = "outcome is not null or depends_on != '[]'"


class Kpi(Model):
    """A measure on one unit's scorecard (domain.md section 2). ``key`` is unique in the hub."""

    __tablename__ = "kpi"
    __table_args__ = (Index("ix_kpi_leaning", "id", sqlite_where=text(LEANING)),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    unit_key: Mapped[str] = mapped_column(ForeignKey("unit.key"), index=True)
    declared_in: Mapped[str] = mapped_column(index=True)  # key of the unit whose file declares it
    mandated_by: Mapped[str | None] = mapped_column(
        ForeignKey("kpi.key", deferrable=True, initially="DEFERRED"), index=True
    )
    title: Mapped[str]
    short: Mapped[str | None]
    purpose: Mapped[str] = mapped_column(default="")
    measure: Mapped[str]
    decimals: Mapped[int] = mapped_column(default=1)
    signed: Mapped[bool] = mapped_column(default=False)
    polarity: Mapped[str]
    formula: Mapped[str] = mapped_column(default="")
    numerator: Mapped[str] = mapped_column(default="")
    denominator: Mapped[str] = mapped_column(default="")
    named_formula: Mapped[str | None]  # of hub.domain.formulas, which works its figures out
    frequency: Mapped[str]
    review: Mapped[str | None]
    every_seconds: Mapped[int | None]
    source: Mapped[str] = mapped_column(default="")
    collection: Mapped[str] = mapped_column(default="")
    measured_by: Mapped[str | None]
    owner: Mapped[str]
    delivered_by: Mapped[str | None]
    data_provider: Mapped[str | None]
    trigger: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    baseline: Mapped[float | None]
    scale_min: Mapped[float | None]
    scale_max: Mapped[float | None]
    targets: Mapped[list[Any]]
    thresholds: Mapped[dict[str, Any]]
    audience: Mapped[str] = mapped_column(default="staff")
    required_by: Mapped[str] = mapped_column(default="internal")
    use: Mapped[str] = mapped_column(default="")
    unintended: Mapped[str] = mapped_column(default="")
    expires: Mapped[date | None]
    coverage: Mapped[str | None]
    remarks: Mapped[str] = mapped_column(default="")
    weight: Mapped[float] = mapped_column(default=1.0)
    totalling: Mapped[str | None]  # how its value comes from the KPIs that it mandates
    over_periods: Mapped[str | None]  # how months come to a quarter and to a year to date
    depends_on: Mapped[list[Any]] = mapped_column(default=list)
    outcome: Mapped[str | None]  # key of the KPI that shows what a supplier's service level brings
    about_people: Mapped[bool] = mapped_column(default=False)
    least_people: Mapped[int] = mapped_column(default=10)
    rebases: Mapped[list[Any]] = mapped_column(default=list)
    chart_points: Mapped[int] = mapped_column(default=36)
    illustrative: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class KpiObjective(Model):
    """The scorecard objectives a KPI measures; the first is the one it stands under."""

    __tablename__ = "kpi_objective"

    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"), primary_key=True)
    objective_key: Mapped[str] = mapped_column(
        ForeignKey("objective.key"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)


class KpiLens(Model):
    __tablename__ = "kpi_lens"

    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"), primary_key=True)
    lens_key: Mapped[str] = mapped_column(ForeignKey("lens.key"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class Redefinition(Model):
    """A change of a KPI's definition: the fields that ``changed``, and of those that its figures
    are judged by (``hub.commands.redefinitions``) what they were ``before``."""

    __tablename__ = "redefinition"
    __table_args__ = (Index("ix_redefinition_kpi", "kpi_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"))
    at: Mapped[datetime]
    by: Mapped[str]
    changed: Mapped[list[Any]]
    before: Mapped[dict[str, Any]]


class Verdict(Model):
    """Where a KPI stands, rewritten by every transaction that touches its figures or notes.

    ``points`` are the last 36 current figures, oldest first:
    ``[period, end as ISO 8601, value, target or null, restated, people or null]``, of KPIs about
    people with a ``Settled`` and whether a figure of the period was ever seen. ``variation`` and
    ``assurance`` are what ``hub.domain.spc`` says of them, null where there are too few.
    """

    __tablename__ = "verdict"

    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"), primary_key=True)
    period: Mapped[str | None]
    ends: Mapped[datetime | None]
    value: Mapped[float | None]
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    previous: Mapped[float | None]
    target: Mapped[float | None]
    status: Mapped[str]
    progress: Mapped[float | None]
    variation: Mapped[str | None]
    assurance: Mapped[str | None]
    override: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    people: Mapped[int | None]
    restated: Mapped[bool] = mapped_column(default=False)
    silent: Mapped[bool] = mapped_column(default=False)  # a live KPI that has stopped reporting
    recorded_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(default="")
    points: Mapped[list[Any]]
    note_count: Mapped[int] = mapped_column(default=0)
    latest_note: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
