"""Submissions for the API: what is due from a unit, and all that was said of one figure."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from hub.errors import Invalid
from hub.snapshot.desk import first_unit
from hub.snapshot.lists import Item
from hub.snapshot.packs import ChallengeView, RevisionView, StepView, SubmissionView
from hub.snapshot.submission_history import in_full
from hub.snapshot.submissions import returns_view, submission_view


class ChallengeItem(Item):
    id: str
    question: str
    code: str
    due: date
    overdue: bool
    by: str
    at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None


class SubmissionItem(Item):
    """Where the figure of a KPI and a period stands. ``value`` is null where there is none or it
    must not be seen; ``limits`` are those of the process before this figure."""

    kpi: str
    title: str
    unit: str
    owner: str
    delivered_by: str
    period: str
    due: date
    days_left: int
    state: str
    days_late: int
    nil_reason: str
    awaiting: str
    possible: tuple[str, ...]
    version: int
    value: float | None
    hidden: bool
    revision: int | None
    by: str
    at: datetime | None
    source: str
    draft: dict[str, float]
    narrative: str
    returned: str
    limits: tuple[float, float] | None
    challenge: ChallengeItem | None


class StepItem(Item):
    step: str
    state: str
    by: str
    at: datetime
    words: dict[str, str]
    revision: int | None


class RevisionItem(Item):
    """Who said it, when, and from where."""

    revision: int
    value: float | None
    current: bool
    by: str
    at: datetime
    source: str
    remark: str
    published: date | None


class SubmissionInFull(SubmissionItem):
    """A submission with its history, newest first."""

    history: tuple[StepItem, ...]
    revisions: tuple[RevisionItem, ...]
    challenges: tuple[ChallengeItem, ...]


def submissions(
    session: Session, as_of: datetime, limit: int, after: str | None, unit: str, period: str
) -> tuple[list[SubmissionItem], str | None]:
    """What a unit and all below it hand in for a month; ``after`` is the last KPI seen."""
    chosen = unit or first_unit(session)
    if chosen is None:
        return [], None
    figures = returns_view(session, chosen, period, as_of).figures
    if after is not None:
        places = [n for n, figure in enumerate(figures, 1) if figure.kpi == after]
        if not places:
            raise Invalid("after: is the key of a KPI of this list")
        figures = figures[places[0] :]
    items = [_item(figure) for figure in figures[:limit]]
    return items, items[-1].kpi if len(figures) > limit else None


def submission(session: Session, as_of: datetime, kpi: str, period: str) -> SubmissionInFull:
    view = in_full(session, submission_view(session, kpi, period, as_of), as_of)
    return SubmissionInFull(
        **_item(view).model_dump(),
        history=tuple(_step(one) for one in view.history),
        revisions=tuple(_revision(one) for one in view.revisions),
        challenges=tuple(_challenge(one) for one in view.challenges),
    )


def _item(f: SubmissionView) -> SubmissionItem:
    return SubmissionItem(
        kpi=f.kpi,
        title=f.title,
        unit=f.unit,
        owner=f.owner,
        delivered_by=f.delivered_by,
        period=f.period,
        due=f.due,
        days_left=f.days_left,
        state=f.state.value,
        days_late=f.standing.days_late,
        nil_reason=f.standing.flags.nil,
        awaiting=f.awaiting,
        possible=tuple(step.value for step in f.possible),
        version=f.version,
        value=f.value,
        hidden=f.hidden,
        revision=f.revision,
        by=f.by,
        at=f.at,
        source=f.source,
        draft=dict(f.draft),
        narrative=f.narrative,
        returned=f.returned,
        limits=f.limits,
        challenge=_challenge(f.challenge) if f.challenge else None,
    )


def _challenge(c: ChallengeView) -> ChallengeItem:
    return ChallengeItem(
        id=c.id,
        question=c.question,
        code=c.code.value,
        due=c.due,
        overdue=c.overdue,
        by=c.by,
        at=c.at,
        answer=c.answer,
        answered_by=c.answered_by,
        answered_at=c.answered_at,
    )


def _step(s: StepView) -> StepItem:
    return StepItem(
        step=s.step, state=s.state, by=s.by, at=s.at, words=dict(s.words), revision=s.revision
    )


def _revision(r: RevisionView) -> RevisionItem:
    return RevisionItem(
        revision=r.revision,
        value=r.value,
        current=r.current,
        by=r.by,
        at=r.at,
        source=r.source,
        remark=r.remark,
        published=r.published,
    )
