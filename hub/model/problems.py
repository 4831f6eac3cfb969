"""Issues (on the screen: problems), their causes and the countermeasures against them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hub.model.columns import Model


class Issue(Model):
    """``state`` as in domain.md section 10; ``number`` is what people say: Problem 14.

    ``signal`` is what the KPI said when it was raised (period or instant, value, status,
    variation). ``episode`` is set where its action trigger raised it, once per episode; it is then
    ``addressed`` to who acts on the figure. ``before`` is the state that a parked one had.
    ``entered_by`` is the board at which ``raised_by`` stood, where that is somebody else.
    """

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
    updated_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(default="")
    signal: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    episode: Mapped[str | None] = mapped_column(unique=True)
    addressed: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(default="")
    severity: Mapped[str] = mapped_column(default="")
    containment: Mapped[str] = mapped_column(default="")
    tier: Mapped[int] = mapped_column(default=1)
    due: Mapped[date | None]
    before: Mapped[str] = mapped_column(default="")
    review_on: Mapped[date | None]
    waiver: Mapped[str] = mapped_column(default="")
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("issue.id"))
    entered_by: Mapped[str | None]


class IssueStep(Model):
    """What was done about an issue as a whole, in its order: its history as people read it."""

    __tablename__ = "issue_step"
    __table_args__ = (Index("ix_issue_step_issue_id_id", "issue_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"))
    step: Mapped[str]
    state: Mapped[str]  # that it led to
    words: Mapped[str] = mapped_column(default="")
    by_id: Mapped[str]
    by: Mapped[str]
    entered_by: Mapped[str | None]
    at: Mapped[datetime]


class Escalation(Model):
    """An issue that was handed up to ``tier``, with the reason; ``accepted`` is None while nobody
    has answered."""

    __tablename__ = "escalation"

    id: Mapped[str] = mapped_column(primary_key=True)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), index=True)
    tier: Mapped[int]
    reason: Mapped[str]
    by_id: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    accepted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]


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
    entered_by: Mapped[str | None]


class IssueCause(Model):
    __tablename__ = "issue_cause"

    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), primary_key=True)
    cause_id: Mapped[str] = mapped_column(ForeignKey("cause.id"), primary_key=True, index=True)
    position: Mapped[int]


class Countermeasure(Model):
    """An action, against one of the issue's causes or (containment) none yet.

    ``stage``: plan | do | check | act. ``strength``: strong | medium | weak, empty while nobody has
    rated it. The effect that is expected: ``predicted`` is the level that KPI ``effect_kpi_id`` is
    to reach by ``check_on``; what its later figures say is ``result`` (improved | no_change |
    worse | too_early), and what was decided then ``decision`` (standardise | adjust | abandon).
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
    strength: Mapped[str] = mapped_column(default="")
    effect_kpi_id: Mapped[int | None] = mapped_column(ForeignKey("kpi.id"))
    predicted: Mapped[float | None]
    check_on: Mapped[date | None] = mapped_column(index=True)
    result: Mapped[str] = mapped_column(default="")
    result_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(default="")
    decided_because: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[str | None]


class StageReached(Model):
    """A quarter of a countermeasure's PDCA wheel: who has got it there, when, and what shows it."""

    __tablename__ = "stage_reached"

    countermeasure_id: Mapped[str] = mapped_column(
        ForeignKey("countermeasure.id"), primary_key=True
    )
    stage: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str]
    at: Mapped[datetime]
    evidence: Mapped[str] = mapped_column(default="")


class ToolLayout(Model):
    """What one tool keeps about one issue beyond its causes: positions, categories."""

    __tablename__ = "tool_layout"

    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), primary_key=True)
    tool: Mapped[str] = mapped_column(primary_key=True)
    layout: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)


class ToolAction(Model):
    """One action of a tool, so that who took it can take it back: ``undo`` has the causes that it
    ``added``, those that it ``edited`` (with what they were, and the version that they came to),
    and the tool's ``layout`` before and after it where that changed."""

    __tablename__ = "tool_action"
    __table_args__ = (Index("ix_tool_action_issue_id_by_id", "issue_id", "by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"))
    tool: Mapped[str]
    action: Mapped[str]
    by_id: Mapped[str]
    at: Mapped[datetime]
    undo: Mapped[dict[str, Any]]


class Slip(Model):
    """An editor at a shared board that takes words from a phone until ``expires_at``. ``digest`` is
    of the phone's token, ``sent`` what came from it by and by: ``most`` characters in all."""

    __tablename__ = "slip"

    id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    issue_id: Mapped[str | None] = mapped_column(ForeignKey("issue.id"))
    asked: Mapped[str]
    most: Mapped[int]
    sent: Mapped[list[Any]] = mapped_column(default=list)
    expires_at: Mapped[datetime] = mapped_column(index=True)
