"""Issues (on the screen: problems), their causes and the countermeasures against them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hub.model.columns import Model


class Issue(Model):
    """``state`` as in domain.md section 10; ``number`` is what people say: Problem 14."""

    __tablename__ = "issue"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str]
    statement: Mapped[str] = mapped_column(default="")
    unit_key: Mapped[str] = mapped_column(ForeignKey("unit.key"), index=True)
    state: Mapped[str]
    owner: Mapped[str | None]
    raised_by_id: Mapped[str]
    raised_by: Mapped[str]
    raised_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class IssueKpi(Model):
    __tablename__ = "issue_kpi"

    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"), primary_key=True, index=True)


class Cause(Model):
    """A cause is the hub's, not a tool's: tools and issues share it. ``state``: suspected |
    confirmed | ruled_out; ``parent_id`` is the effect it explains in a tree of whys."""

    __tablename__ = "cause"

    id: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("cause.id"))
    state: Mapped[str] = mapped_column(default="suspected")
    root: Mapped[bool] = mapped_column(default=False)
    evidence: Mapped[str] = mapped_column(default="")
    by_id: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class IssueCause(Model):
    __tablename__ = "issue_cause"

    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), primary_key=True)
    cause_id: Mapped[str] = mapped_column(ForeignKey("cause.id"), primary_key=True, index=True)
    position: Mapped[int]


class Countermeasure(Model):
    """An action, against one of the issue's causes or (containment) none yet.

    ``stage``: plan | do | check | act.
    """

    __tablename__ = "countermeasure"

    id: Mapped[str] = mapped_column(primary_key=True)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), index=True)
    cause_id: Mapped[str | None] = mapped_column(ForeignKey("cause.id"))
    text: Mapped[str]
    owner: Mapped[str]
    due: Mapped[date]
    stage: Mapped[str] = mapped_column(default="plan")
    moved_at: Mapped[datetime | None]  # to this stage; None where it is the first
    by_id: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class ToolLayout(Model):
    """What one tool keeps about one issue beyond its causes: positions, categories."""

    __tablename__ = "tool_layout"

    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), primary_key=True)
    tool: Mapped[str] = mapped_column(primary_key=True)
    layout: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
