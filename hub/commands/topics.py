"""Which pictures a change outdates: the topics of a KPI and of an issue."""

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce

from sqlalchemy import BindParameter, CompoundSelect, bindparam, literal, select, text
from sqlalchemy.orm import Session

from hub.commands.command import lineage
from hub.domain.visibility import Visibility, narrower, touched
from hub.model import IssueKpi, Kpi, KpiLens, KpiObjective, Objective, Unit
from hub.model.kpis import LEANING


def _showing() -> CompoundSelect[str, str]:
    """(lens or unit, key) of whatever shows one of ``kpis``."""
    kpi, lensed, serving = Kpi.table().c, KpiLens.table().c, KpiObjective.table().c
    objective, unit = Objective.table().c, Unit.table().c
    kpis: BindParameter[int] = bindparam("kpis", expanding=True)
    up = select(kpi.unit_key.label("key")).where(kpi.id.in_(kpis)).cte("up", recursive=True)
    up = up.union(select(unit.parent_key).where(unit.key == up.c.key, unit.parent_key.is_not(None)))
    served = select(literal("unit"), objective.unit_key).where(
        objective.key == serving.objective_key, serving.kpi_id.in_(kpis)
    )
    lenses = select(literal("lens"), lensed.lens_key).where(lensed.kpi_id.in_(kpis))
    return select(literal("unit"), up.c.key).union(served, lenses)


SHOWING = _showing()
KPI = Kpi.table().c
LEANING_ON = select(KPI.id, KPI.key, KPI.outcome, KPI.depends_on).where(text(LEANING))


def of_kpis(
    session: Session, kpis: Iterable[Kpi], at_least: str = Visibility.PUBLIC
) -> frozenset[str]:
    """The KPIs, the totals they stand behind and the KPIs that lean on them, their lenses, their
    units with all above, and units whose objectives they serve: for those who may see the KPIs,
    and for none below ``at_least``."""
    classes: dict[str, list[Kpi]] = defaultdict(list)
    for kpi in kpis:
        classes[narrower(kpi.audience, at_least)].append(kpi)
    found = (touched(_shown(session, some), of) for of, some in classes.items())
    return frozenset[str]().union(*found)


def _shown(session: Session, chosen: list[Kpi]) -> set[str]:
    keys = {k.key for k in chosen}
    leaning = _leaning(session, keys)
    topics = {f"kpi:{key}" for key in (*keys, *leaning.values())}
    topics |= {f"kpi:{k.mandated_by}" for k in chosen if k.mandated_by}  # it shows its units
    for some in _hundreds(list({k.id for k in chosen} | leaning.keys())):
        topics |= {f"{kind}:{key}" for kind, key in session.execute(SHOWING, {"kpis": some})}
    return topics


def _leaning(session: Session, keys: set[str]) -> dict[int, str]:
    """The KPIs, by id, that show how these stand: they depend on them, or are paired with them."""
    return {
        id: key
        for id, key, outcome, depends_on in session.execute(LEANING_ON)
        if outcome in keys or not keys.isdisjoint(depends_on)
    }


def of_submissions(session: Session, kpis: Iterable[Kpi], seen: bool = True) -> frozenset[str]:
    """The packs that the KPIs are in; with ``seen``, whatever else shows their figures too."""
    shown = of_kpis(session, kpis)
    names = {topic.partition("@")[0] for topic in shown}
    units = (name.removeprefix("unit:") for name in names if name.startswith("unit:"))
    own = frozenset(topic for topic in shown if seen or topic.startswith("kpi:"))
    return own | {f"submissions:{unit}" for unit in units}


def of_issue(session: Session, issue: str, unit: str) -> frozenset[str]:
    """The issue, the lists it stands in, and everything that shows its KPIs: for staff, and lists
    only for those who may see all of these."""
    kpis = session.scalars(
        select(Kpi).join(IssueKpi, IssueKpi.kpi_id == Kpi.id).where(IssueKpi.issue_id == issue)
    ).all()
    own = {f"issue:{issue}", "issues:*", *(f"issues:{key}" for key in lineage(session, unit))}
    narrowest = reduce(narrower, (kpi.audience for kpi in kpis), Visibility.STAFF.value)
    shown = of_kpis(session, kpis, at_least=Visibility.STAFF)
    return touched(own, narrowest) | shown


def _hundreds(ids: list[int]) -> Iterable[list[int]]:
    return (ids[i : i + 500] for i in range(0, len(ids), 500))
