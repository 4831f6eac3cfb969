"""Issues as scenes and boards see them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.domain.problem import Stage, Standing, State
from hub.domain.staleness import Care, stale
from hub.errors import NotFound
from hub.model import (
    Cause,
    Countermeasure,
    Escalation,
    Issue,
    IssueCause,
    IssueStep,
    Kpi,
    StageReached,
    ToolLayout,
    Unit,
)
from hub.snapshot.below import below
from hub.snapshot.briefs import OPEN_STATES, briefs
from hub.snapshot.calendars import calendars
from hub.snapshot.effects import effect_of
from hub.snapshot.kpis import kpi_views
from hub.snapshot.sight import visible
from hub.snapshot.views import (
    CauseView,
    CountermeasureView,
    EffectView,
    EscalationView,
    IssueBrief,
    IssueView,
    StageView,
    StepView,
)

MOST_LISTED = 200
SEEN = ("improved", "no_change", "worse")  # results of a check that says something


def analysis_of(
    session: Session, id: str, as_of: datetime
) -> tuple[
    IssueBrief,
    tuple[CauseView, ...],
    Mapping[str, Mapping[str, Any]],
    tuple[CountermeasureView, ...],
]:
    """The issue, its causes in the order they were named, each tool's layout, and the
    countermeasures, oldest first. Raises NotFound."""
    issue = session.get(Issue, id)
    if issue is None:
        raise NotFound("There is no such problem.")
    causes = _causes(session, id)
    today = calendars(session)[issue.unit_key].today(as_of)
    plan = _countermeasures(session, id, causes, today)
    return briefs(session, [issue])[0], causes, _layouts(session, id), plan


def issue_view(session: Session, id: str, as_of: datetime) -> IssueView:
    brief, causes, layouts, plan = analysis_of(session, id, as_of)
    issue = session.get_one(Issue, id)
    if session.scalar(select(Kpi.key).where(Kpi.key.in_(brief.kpis), ~visible(session)).limit(1)):
        raise NotFound("There is no such problem.")  # for viewers who may not see all of its KPIs
    views = kpi_views(session, Kpi.key.in_(brief.kpis), as_of)
    calendar = calendars(session)[issue.unit_key]
    today, zone = calendar.today(as_of), ZoneInfo(calendar.time_zone)
    return IssueView(
        brief=brief,
        statement=issue.statement,
        unit_title=session.get_one(Unit, issue.unit_key).title,
        owner=issue.owner or "",
        version=issue.version,
        kpis=tuple(views[key] for key in brief.kpis if key in views),
        causes=causes,
        countermeasures=plan,
        layouts=layouts,
        category=issue.category,
        severity=issue.severity,
        containment=issue.containment,
        tier=issue.tier,
        due=issue.due,
        place=issue.place,
        signal=issue.signal or {},
        addressed=issue.addressed,
        entered_by=issue.entered_by or "",
        review_on=issue.review_on,
        waiver=issue.waiver,
        merged_into=_number(session, issue.merged_into),
        stale=tuple(words for _, words in stale(care_of(issue, zone), today)),
        steps=_steps(session, id),
        escalations=_escalations(session, id),
        effects=_effects(session, id, as_of),
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


def care_of(issue: Issue, zone: tzinfo) -> Care:
    """Who looks after an issue, by the days of its unit's calendar."""
    return Care(
        state=State(issue.state),
        owner=issue.owner or "",
        raised=issue.raised_at.astimezone(zone).date(),
        updated=issue.updated_at.astimezone(zone).date(),
        due=issue.due,
        review=issue.review_on,
    )


def standing(session: Session, issue: Issue, waiver: str = "") -> Standing:
    """What there is of an issue, for the rule of its steps."""
    roots = session.scalar(
        select(func.count())
        .select_from(Cause)
        .join(IssueCause, IssueCause.cause_id == Cause.id)
        .where(IssueCause.issue_id == issue.id, Cause.root, Cause.state == "confirmed")
    )
    counted = select(func.count()).where(Countermeasure.issue_id == issue.id)
    return Standing(
        state=State(issue.state),
        roots=roots or 0,
        ready=session.scalar(counted) or 0,  # none is without an owner and a due date
        checks=session.scalar(counted.where(Countermeasure.result.in_(SEEN))) or 0,
        waiver=waiver,
        before=State(issue.before or State.RAISED),
    )


def _number(session: Session, id: str | None) -> int | None:
    return session.scalar(select(Issue.number).where(Issue.id == id)) if id else None


def _effects(session: Session, id: str, as_of: datetime) -> dict[str, EffectView]:
    rows = session.scalars(select(Countermeasure).where(Countermeasure.issue_id == id))
    seen = {row.id: effect_of(session, row, as_of) for row in rows}
    return {id: effect for id, effect in seen.items() if effect is not None}


def _steps(session: Session, id: str) -> tuple[StepView, ...]:
    rows = session.scalars(select(IssueStep).where(IssueStep.issue_id == id).order_by(IssueStep.id))
    return tuple(StepView(r.step, r.state, r.words, r.by, r.entered_by or "", r.at) for r in rows)


def _escalations(session: Session, id: str) -> tuple[EscalationView, ...]:
    rows = session.scalars(
        select(Escalation).where(Escalation.issue_id == id).order_by(Escalation.at, Escalation.id)
    )
    return tuple(
        EscalationView(
            id=r.id,
            tier=r.tier,
            reason=r.reason,
            by=r.by,
            at=r.at,
            accepted=r.accepted,
            answer=r.answer,
            answered_by=r.answered_by or "",
            answered_at=r.answered_at,
        )
        for r in rows
    )


def _countermeasures(
    session: Session, id: str, causes: tuple[CauseView, ...], today: date
) -> tuple[CountermeasureView, ...]:
    words = {cause.id: cause.text for cause in causes}
    rows = session.execute(
        select(Countermeasure, Kpi.key)
        .outerjoin(Kpi, Kpi.id == Countermeasure.effect_kpi_id)
        .where(Countermeasure.issue_id == id)
        .order_by(Countermeasure.at, Countermeasure.id)
    ).all()
    reached = _reached(session, [row.Countermeasure.id for row in rows])
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
            strength=c.strength,
            effect_kpi=key or "",
            predicted=c.predicted,
            check_on=c.check_on,
            result=c.result,
            result_at=c.result_at,
            decision=c.decision,
            decided_because=c.decided_because,
            reached=reached[c.id],
        )
        for c, key in rows
    )


def _reached(session: Session, ids: list[str]) -> dict[str, tuple[StageView, ...]]:
    """The quarters of the wheels of these countermeasures, in the order of the wheel."""
    rows = session.scalars(select(StageReached).where(StageReached.countermeasure_id.in_(ids)))
    found: dict[str, list[StageView]] = defaultdict(list)
    wheel = list(Stage)
    for r in sorted(rows, key=lambda row: wheel.index(Stage(row.stage))):
        found[r.countermeasure_id].append(StageView(r.stage, r.by, r.at, r.evidence))
    return defaultdict(tuple, {id: tuple(listed) for id, listed in found.items()})
