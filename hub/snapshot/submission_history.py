"""All that was ever said of one figure: its steps, its revisions, its challenges."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.figures import Format
from hub.model import AuditEntry, Challenge, Kpi, Measurement, SubmissionStep
from hub.snapshot.calendars import calendars
from hub.snapshot.discretion import Veil
from hub.snapshot.packs import ChallengeView, RevisionView, StepView, SubmissionView
from hub.snapshot.submissions import challenge_view


def in_full(session: Session, view: SubmissionView, as_of: datetime) -> SubmissionView:
    """The view with its history, newest first."""
    kpi = session.scalars(select(Kpi).where(Kpi.key == view.kpi)).one()
    return replace(
        view,
        history=_history(session, kpi.id, view.period),
        revisions=_revisions(session, kpi, view),
        challenges=_challenges(session, kpi, view.period, as_of),
    )


def _history(session: Session, kpi: int, period: str) -> tuple[StepView, ...]:
    rows = session.scalars(
        select(SubmissionStep)
        .where(SubmissionStep.kpi_id == kpi, SubmissionStep.period == period)
        .order_by(SubmissionStep.id.desc())
    )
    return tuple(StepView(r.step, r.state, r.by, r.at, r.words, r.revision) for r in rows)


def _revisions(session: Session, kpi: Kpi, view: SubmissionView) -> tuple[RevisionView, ...]:
    rows = session.execute(
        select(Measurement, AuditEntry.actor_name)
        .outerjoin(AuditEntry, AuditEntry.seq == Measurement.entry)
        .where(Measurement.kpi_id == kpi.id, Measurement.period == view.period)
        .order_by(Measurement.revision.desc())
    ).all()
    tellable = {figure.id for figure in Veil(session, kpi).shown([row.Measurement for row in rows])}
    return tuple(
        _revision(figure, name, view.format if figure.id in tellable else None)
        for figure, name in rows
    )


def _revision(figure: Measurement, name: str | None, format: Format | None) -> RevisionView:
    """Without a format its value is not told."""
    return RevisionView(
        revision=figure.revision,
        value=figure.value if format else None,
        shown=format.show(figure.value) if format else "hidden",
        current=figure.current,
        by=name or figure.actor,
        at=figure.recorded_at,
        source=figure.source,
        remark=figure.remark,
        published=figure.published,
    )


def _challenges(
    session: Session, kpi: Kpi, period: str, as_of: datetime
) -> tuple[ChallengeView, ...]:
    today = calendars(session)[kpi.unit_key].today(as_of)
    rows = session.scalars(
        select(Challenge)
        .where(Challenge.kpi_id == kpi.id, Challenge.period == period)
        .order_by(Challenge.at.desc(), Challenge.id)
    )
    return tuple(challenge_view(row, today) for row in rows)
