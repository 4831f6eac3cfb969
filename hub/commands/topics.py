"""Which pictures a change outdates: the topics of a KPI and of an issue."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.commands.command import lineage
from hub.model import IssueKpi, Kpi, KpiLens, KpiObjective, Objective


def of_kpis(session: Session, kpis: Iterable[Kpi]) -> frozenset[str]:
    """The KPIs, their lenses, their units with all above, and units whose objectives they serve."""
    chosen = list(kpis)
    ids = [k.id for k in chosen]
    topics = {f"kpi:{k.key}" for k in chosen}
    for some in _hundreds(ids):
        lenses = select(KpiLens.lens_key).where(KpiLens.kpi_id.in_(some)).distinct()
        topics |= {f"lens:{key}" for key in session.scalars(lenses)}
        served = (
            select(Objective.unit_key)
            .join(KpiObjective, KpiObjective.objective_key == Objective.key)
            .where(KpiObjective.kpi_id.in_(some))
            .distinct()
        )
        topics |= {f"unit:{key}" for key in session.scalars(served)}
    for unit in {k.unit_key for k in chosen}:
        topics |= {f"unit:{key}" for key in lineage(session, unit)}
    return frozenset(topics)


def of_issue(session: Session, issue: str, unit: str) -> frozenset[str]:
    """The issue, the lists it stands in, and everything that shows its KPIs."""
    kpis = session.scalars(
        select(Kpi).join(IssueKpi, IssueKpi.kpi_id == Kpi.id).where(IssueKpi.issue_id == issue)
    ).all()
    lists = {f"issues:{key}" for key in lineage(session, unit)}
    return frozenset({f"issue:{issue}", "issues:*"} | lists) | of_kpis(session, kpis)


def _hundreds(ids: list[int]) -> Iterable[list[int]]:
    return (ids[i : i + 500] for i in range(0, len(ids), 500))
