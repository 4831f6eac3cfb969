"""Issues in brief: as far as a tile, a card or a list needs them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.domain.problem import OPEN, Stage, furthest_behind
from hub.model import Countermeasure, Issue, IssueKpi, Kpi
from hub.snapshot.sight import known
from hub.snapshot.views import IssueBrief

OPEN_STATES = sorted(state.value for state in OPEN)


def by_kpi(session: Session, kpis: Iterable[int]) -> dict[int, tuple[IssueBrief, ...]]:
    """Open issues of each KPI that the viewers may know of, by the KPI's id."""
    rows = session.execute(
        select(IssueKpi.kpi_id, Issue)
        .join(Issue, Issue.id == IssueKpi.issue_id)
        .where(IssueKpi.kpi_id.in_(list(kpis)), Issue.state.in_(OPEN_STATES), known(session))
        .order_by(Issue.number)
    ).all()
    brief = {b.id: b for b in briefs(session, {row.Issue.id: row.Issue for row in rows}.values())}
    found: dict[int, list[IssueBrief]] = defaultdict(list)
    for row in rows:
        found[row.kpi_id].append(brief[row.Issue.id])
    return {kpi: tuple(listed) for kpi, listed in found.items()}


def briefs(session: Session, issues: Iterable[Issue]) -> tuple[IssueBrief, ...]:
    """The issues in the same order, with their KPIs and how many actions are done."""
    chosen = list(issues)
    ids = [issue.id for issue in chosen]
    if not ids:
        return ()
    kpis: dict[str, list[str]] = defaultdict(list)
    for issue, key in session.execute(
        select(IssueKpi.issue_id, Kpi.key)
        .join(Kpi, Kpi.id == IssueKpi.kpi_id)
        .where(IssueKpi.issue_id.in_(ids))
        .order_by(Kpi.id)
    ):
        kpis[issue].append(key)
    actions: dict[str, dict[str, int]] = defaultdict(dict)
    for issue, stage, count in session.execute(
        select(Countermeasure.issue_id, Countermeasure.stage, func.count())
        .where(Countermeasure.issue_id.in_(ids))
        .group_by(Countermeasure.issue_id, Countermeasure.stage)
    ):
        actions[issue][stage] = count
    return tuple(_brief(issue, tuple(kpis[issue.id]), actions[issue.id]) for issue in chosen)


def _brief(issue: Issue, kpis: tuple[str, ...], actions: Mapping[str, int]) -> IssueBrief:
    return IssueBrief(
        id=issue.id,
        number=issue.number,
        title=issue.title,
        state=issue.state,
        raised_by=issue.raised_by,
        raised_at=issue.raised_at,
        kpis=kpis,
        unit=issue.unit_key,
        actions=sum(actions.values()),
        actions_done=actions.get(Stage.ACT.value, 0),
        stage=furthest_behind(map(Stage, actions)) or "",
    )
