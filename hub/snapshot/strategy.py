"""Strategy maps and scorecards as scenes see them, with statuses rolled up from the KPIs."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.rollup import Child, Method, Own, Rolled
from hub.domain.rollup import roll_up as by_method
from hub.domain.status import Status
from hub.errors import NotFound
from hub.model import (
    Kpi,
    KpiObjective,
    Link,
    MapNode,
    Objective,
    ObjectiveRollUp,
    Perspective,
    Scorecard,
    Unit,
)
from hub.snapshot.kpis import kpi_views
from hub.snapshot.views import (
    KpiView,
    LinkView,
    MapNodeView,
    MapView,
    ObjectiveView,
    PerspectiveView,
    ScorecardView,
)

HEADLINES = 3
SHOWN_OF_ANCESTORS = ("vision", "plan_goal")


def scorecard_view(session: Session, key: str, as_of: datetime) -> ScorecardView:
    """The unit's objectives, and those of other units that its own KPIs serve: a devolved unit's
    scorecard may be made of mandated KPIs alone."""
    unit, card = known_unit(session, key), session.get(Scorecard, key)
    objectives = _objectives(session, key)
    ids = [o.key for o in objectives]
    its = (Objective.unit_key == key) | (Kpi.unit_key == key)
    kpis = _by_objective(session, KpiObjective.objective_key.in_(ids) & its, as_of, key)
    titles = _rolls_up_to(session, ids)
    views = tuple(_objective(o, kpis.get(o.key, ()), titles[o.key]) for o in objectives)
    return ScorecardView(
        unit=unit.key,
        unit_title=unit.title,
        unit_short=unit.short,
        director=unit.director or "",
        title=card.title if card else unit.title,
        perspectives=_perspectives(session, key, _gather(views)),
        objectives=views,
    )


def _objectives(session: Session, unit: str) -> Sequence[Objective]:
    served = (
        select(KpiObjective.objective_key)
        .join(Kpi, Kpi.id == KpiObjective.kpi_id)
        .where(Kpi.unit_key == unit, Kpi.retired.is_(False))
    )
    return session.scalars(
        select(Objective)
        .where((Objective.unit_key == unit) | Objective.key.in_(served))
        .where(Objective.retired.is_(False))
        .order_by(Objective.unit_key != unit, Objective.position, Objective.key)
    ).all()


def _gather(objectives: Iterable[ObjectiveView]) -> dict[str, tuple[KpiView, ...]]:
    found: dict[str, tuple[KpiView, ...]] = {}
    for objective in objectives:
        found[objective.perspective] = found.get(objective.perspective, ()) + objective.kpis
    return found


def known_unit(session: Session, key: str) -> Unit:
    unit = session.get(Unit, key)
    if unit is None:
        known = ", ".join(session.scalars(select(Scorecard.unit_key).order_by(Scorecard.unit_key)))
        raise NotFound(f"There is no unit called {key!r}; there are: {known or 'none'}.")
    return unit


def _by_objective(
    session: Session, chosen: Any, as_of: datetime, unit: str | None = None
) -> dict[str, tuple[KpiView, ...]]:
    """The KPIs of each scorecard objective that ``chosen`` picks, as the objective's own unit sees
    them, or ``unit``: what makes up a total does not stand beside it."""
    pairs = session.execute(
        select(KpiObjective.objective_key, Kpi.key)
        .join(Kpi, Kpi.id == KpiObjective.kpi_id)
        .join(Objective, Objective.key == KpiObjective.objective_key)
        .where(chosen, Kpi.retired.is_(False))
        .where(Kpi.mandated_by.is_(None) | (Kpi.unit_key == (unit or Objective.unit_key)))
        .order_by(Kpi.position, Kpi.id)
    ).all()
    views = kpi_views(session, Kpi.key.in_({key for _, key in pairs}), as_of) if pairs else {}
    found: dict[str, list[KpiView]] = defaultdict(list)
    for objective, key in pairs:
        if key in views:  # the viewers may see it
            found[objective].append(views[key])
    return {objective: tuple(kpis) for objective, kpis in found.items()}


def _rolls_up_to(session: Session, objectives: Sequence[str]) -> Mapping[str, list[str]]:
    titles: dict[str, list[str]] = defaultdict(list)
    for objective, title in session.execute(
        select(ObjectiveRollUp.objective_key, MapNode.title)
        .join(MapNode, MapNode.key == ObjectiveRollUp.node_key)
        .where(ObjectiveRollUp.objective_key.in_(objectives), MapNode.retired.is_(False))
        .order_by(ObjectiveRollUp.position)
    ):
        titles[objective].append(title)
    return titles


def _objective(o: Objective, kpis: tuple[KpiView, ...], titles: Iterable[str]) -> ObjectiveView:
    rolled = roll_up(kpis, o.method)
    return ObjectiveView(
        key=o.key,
        title=o.title,
        perspective=o.perspective_key,
        status=rolled.status,
        kpqs=tuple(kpq["question"] for kpq in o.kpqs),
        rolls_up_to=tuple(titles),
        illustrative=o.illustrative,
        masked=rolled.masked,
        kpis=kpis,
    )


def roll_up(kpis: Iterable[KpiView], method: Mapping[str, Any] | None = None) -> Rolled:
    """KPIs into one status, by the objective's method; a late figure counts as missing."""
    chosen = method or {}
    children = (Child(Status.NO_DATA if k.late else k.status, k.weight, reds=k.reds) for k in kpis)
    own = Own(Status(chosen["status"]), reason=chosen["reason"]) if chosen.get("status") else None
    return by_method(Method(chosen.get("way", Method.WEIGHTED_AVERAGE)), children, own)


def _perspectives(
    session: Session, unit: str, kpis: Mapping[str, Iterable[KpiView]]
) -> tuple[PerspectiveView, ...]:
    rows = session.scalars(
        select(Perspective)
        .where((Perspective.unit_key == unit) | Perspective.key.in_(kpis))
        .where(Perspective.retired.is_(False))
        .order_by(Perspective.unit_key != unit, Perspective.position)
    )
    return tuple(
        PerspectiveView(p.key, p.title, p.question, counts(kpis.get(p.key, ()))) for p in rows
    )


def counts(kpis: Iterable[KpiView]) -> dict[str, int]:
    """How many KPIs have each status; late ones count as ``late``, each KPI once."""
    distinct = {k.key: k for k in kpis}.values()
    return dict(Counter("late" if k.late else k.status.value for k in distinct))


def map_view(session: Session, key: str, as_of: datetime) -> MapView:
    unit = known_unit(session, key)
    card = session.get(Scorecard, key)
    above = ancestors(session, unit)
    nodes = _nodes(session, unit, above)
    keys = {n.key for n in nodes}
    kpis = kpis_by_node(session, keys, as_of)
    own = [n for n in nodes if n.unit_key == key]
    titled = next((u for u in above if any(n.unit_key == u.key for n in nodes)), unit)
    return MapView(
        unit=unit.key,
        unit_title=unit.title,
        unit_short=unit.short,
        parent_title=titled.short,
        vision=card.vision if card else "",
        perspectives=_perspectives(session, key, _by_perspective(own, kpis)),
        nodes=tuple(_node(n, kpis.get(n.key, ())) for n in nodes),
        links=_links(session, keys),
    )


def ancestors(session: Session, unit: Unit) -> list[Unit]:
    """Units above, nearest first."""
    found: list[Unit] = []
    while unit.parent_key is not None and len(found) < 32:
        unit = session.get_one(Unit, unit.parent_key)
        found.append(unit)
    return found


def _nodes(session: Session, unit: Unit, above: Sequence[Unit]) -> Sequence[MapNode]:
    """The unit's own nodes, and of its ancestors the vision and the goals of the plan."""
    theirs = MapNode.unit_key.in_([u.key for u in above]) & MapNode.kind.in_(SHOWN_OF_ANCESTORS)
    return session.scalars(
        select(MapNode)
        .where(theirs | (MapNode.unit_key == unit.key), MapNode.retired.is_(False))
        .order_by(MapNode.position)
    ).all()


def kpis_by_node(
    session: Session,
    nodes: Iterable[str],
    as_of: datetime,
    units: Collection[str] | None = None,
) -> dict[str, tuple[KpiView, ...]]:
    """The KPIs under each map node, by way of the scorecard objectives (of ``units`` alone, where
    they are given) that roll up to it."""
    rolling = (
        select(ObjectiveRollUp.node_key, ObjectiveRollUp.objective_key)
        .join(Objective, Objective.key == ObjectiveRollUp.objective_key)
        .where(ObjectiveRollUp.node_key.in_(sorted(nodes)), Objective.retired.is_(False))
        .order_by(Objective.position)
    )
    if units is not None:
        rolling = rolling.where(Objective.unit_key.in_(units))
    pairs = session.execute(rolling).all()
    objectives = {objective for _, objective in pairs}
    kpis = _by_objective(session, KpiObjective.objective_key.in_(objectives), as_of)
    found: dict[str, dict[str, KpiView]] = defaultdict(dict)
    for node, objective in pairs:
        found[node] |= {k.key: k for k in kpis.get(objective, ())}
    return {node: tuple(under.values()) for node, under in found.items()}


def _by_perspective(
    nodes: Iterable[MapNode], kpis: Mapping[str, tuple[KpiView, ...]]
) -> dict[str, tuple[KpiView, ...]]:
    found: dict[str, tuple[KpiView, ...]] = {}
    for node in nodes:
        if node.perspective_key:
            before = found.get(node.perspective_key, ())
            found[node.perspective_key] = before + kpis.get(node.key, ())
    return found


def _node(node: MapNode, kpis: tuple[KpiView, ...]) -> MapNodeView:
    rolled = roll_up(kpis)
    notes = [k.latest_note for k in kpis if k.latest_note]
    issues = {i.id: i for k in kpis for i in k.issues}
    return MapNodeView(
        key=node.key,
        kind=node.kind,
        title=node.title,
        unit=node.unit_key,
        perspective=node.perspective_key,
        subtitle=node.subtitle or "",
        illustrative=node.illustrative,
        status=rolled.status if kpis else None,
        masked=rolled.masked,
        kpis=tuple(replace(k, notes=()) for k in kpis[:HEADLINES]),
        note_count=sum(k.note_count for k in kpis),
        latest_note=max(notes, key=lambda n: n.at, default=None),
        issues=tuple(issues.values()),
    )


def _links(session: Session, nodes: set[str]) -> tuple[LinkView, ...]:
    rows = session.scalars(
        select(Link)
        .where(Link.source_key.in_(nodes), Link.target_key.in_(nodes), Link.retired.is_(False))
        .order_by(Link.position)
    )
    return tuple(
        LinkView(
            link.source_key,
            link.target_key,
            -1 if link.sign == "-" else 1,
            link.strength,
            link.rationale,
            link.illustrative,
        )
        for link in rows
    )
