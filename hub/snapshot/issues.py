"""Issues as scenes and boards see them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.problem import Stage
from hub.errors import NotFound
from hub.model import (
    Cause,
    Countermeasure,
    Issue,
    IssueCause,
    Kpi,
    ToolLayout,
    Unit,
)
from hub.snapshot.below import below
from hub.snapshot.briefs import OPEN_STATES, briefs
from hub.snapshot.calendars import calendars
from hub.snapshot.kpis import kpi_views
from hub.snapshot.sight import visible
from hub.snapshot.views import CauseView, CountermeasureView, IssueBrief, IssueView

MOST_LISTED = 200


def analysis_of(
    session: Session, id: str
) -> tuple[IssueBrief, tuple[CauseView, ...], Mapping[str, Mapping[str, Any]]]:
    """The issue, its causes in the order they were named, and each tool's layout."""
    issue = session.get(Issue, id)
    if issue is None:
        raise NotFound("There is no such problem.")
    return briefs(session, [issue])[0], _causes(session, id), _layouts(session, id)


def issue_view(session: Session, id: str, as_of: datetime) -> IssueView:
    brief, causes, layouts = analysis_of(session, id)
    issue = session.get_one(Issue, id)
    if session.scalar(select(Kpi.key).where(Kpi.key.in_(brief.kpis), ~visible(session)).limit(1)):
        raise NotFound("There is no such problem.")  # for viewers who may not see all of its KPIs
    views = kpi_views(session, Kpi.key.in_(brief.kpis), as_of)
    words = {cause.id: cause.text for cause in causes}
    today = calendars(session)[issue.unit_key].today(as_of)
    return IssueView(
        brief=brief,
        statement=issue.statement,
        unit_title=session.get_one(Unit, issue.unit_key).title,
        owner=issue.owner or "",
        version=issue.version,
        kpis=tuple(views[key] for key in brief.kpis if key in views),
        causes=causes,
        countermeasures=_countermeasures(session, id, words, today),
        layouts=layouts,
    )


def open_issues(session: Session, unit: str, most: int = MOST_LISTED) -> tuple[IssueBrief, ...]:
    """Open issues of a unit and all below it (``*``: of every unit), newest first."""
    chosen = select(Issue).where(Issue.state.in_(OPEN_STATES))
    if unit != "*":
        chosen = chosen.where(Issue.unit_key.in_(below(unit)))
    return briefs(session, session.scalars(chosen.order_by(Issue.number.desc()).limit(most)).all())


def _causes(session: Session, id: str) -> tuple[CauseView, ...]:
    rows = session.scalars(
        select(Cause)
        .join(IssueCause, IssueCause.cause_id == Cause.id)
        .where(IssueCause.issue_id == id)
        .order_by(IssueCause.position, Cause.at, Cause.id)
    )
    return tuple(
        CauseView(
            id=c.id,
            text=c.text,
            parent=c.parent_id,
            state=c.state,
            root=c.root,
            evidence=c.evidence,
            by=c.by,
            version=c.version,
        )
        for c in rows
    )


def _layouts(session: Session, id: str) -> dict[str, Mapping[str, Any]]:
    rows = session.scalars(select(ToolLayout).where(ToolLayout.issue_id == id))
    return {row.tool: row.layout for row in rows}


def _countermeasures(
    session: Session, id: str, words: Mapping[str, str], today: date
) -> tuple[CountermeasureView, ...]:
    rows = session.scalars(
        select(Countermeasure)
        .where(Countermeasure.issue_id == id)
        .order_by(Countermeasure.at, Countermeasure.id)
    )
    return tuple(
        CountermeasureView(
            id=c.id,
            text=c.text,
            cause=c.cause_id,
            cause_text=words.get(c.cause_id or "", ""),
            owner=c.owner,
            due=c.due,
            stage=c.stage,
            version=c.version,
            overdue_days=max(0, (today - c.due).days) if c.stage != Stage.ACT else 0,
        )
        for c in rows
    )
