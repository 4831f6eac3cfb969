"""What a unit's KPIs are for: their lines of sight up to the vision, and what is on the way."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.line_of_sight import Line, lines_of_sight
from hub.model import (
    Kpi,
    KpiObjective,
    Link,
    MapNode,
    Objective,
    ObjectiveRollUp,
    Scorecard,
    Unit,
)
from hub.snapshot.kpis import kpi_views
from hub.snapshot.sight import demand_staff
from hub.snapshot.strategy import ancestors, known_unit
from hub.snapshot.views import KpiView

Upward = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class StepView:
    """``kind``: scorecard_objective, or that of a node of the map."""

    key: str
    kind: str
    title: str
    unit_short: str


@dataclass(frozen=True)
class Strand:
    """KPIs under one objective, and the shortest way up from it; the first step is the objective.

    ``broken``: no way from it gets to the vision, and this is how far the longest one gets.
    ``others`` is how many other ways there are.
    """

    steps: tuple[StepView, ...]
    broken: bool
    kpis: tuple[KpiView, ...]
    others: int = 0


@dataclass(frozen=True)
class SightView:
    """``visions`` are those of the maps above, ``own`` the unit's in words if it has another."""

    unit: str
    unit_title: str
    visions: tuple[StepView, ...]
    own: StepView | None
    strands: tuple[Strand, ...]


@dataclass(frozen=True)
class LinesOfSight:
    """The ask for a unit's lines of sight. It names owners and what they are to do: for staff."""

    unit: str

    def topics(self) -> frozenset[str]:
        return frozenset({f"unit:{self.unit}", f"map:{self.unit}"})

    def take(self, session: Session, as_of: datetime) -> SightView:
        demand_staff(session)
        unit = known_unit(session, self.unit)
        line = [unit, *ancestors(session, unit)]
        steps = _steps(session, line)
        kpis = kpi_views(session, Kpi.unit_key == unit.key, as_of, in_full=True)
        visions = tuple(step for step in steps.values() if step.kind == "vision")
        upward = _upward(session)
        return SightView(
            unit.key,
            unit.title,
            visions,
            _own(session, line, visions),
            tuple(_strands(_served(session, kpis), kpis, steps, upward)),
        )


def _steps(session: Session, line: Sequence[Unit]) -> dict[str, StepView]:
    """What may stand on a way: the maps and scorecards of the unit and of those above it."""
    short = {unit.key: unit.short for unit in line}
    nodes = session.scalars(
        select(MapNode)
        .where(MapNode.unit_key.in_(short), MapNode.retired.is_(False))
        .order_by(MapNode.position)
    )
    found = {n.key: StepView(n.key, n.kind, n.title, short[n.unit_key]) for n in nodes}
    objectives = session.scalars(
        select(Objective)
        .where(Objective.unit_key.in_(short), Objective.retired.is_(False))
        .order_by(Objective.position)
    )
    return found | {
        o.key: StepView(o.key, "scorecard_objective", o.title, short[o.unit_key])
        for o in objectives
    }


def _upward(session: Session) -> Upward:
    """What each objective rolls up to and serves, and what each node of a map helps."""
    found: dict[str, list[str]] = defaultdict(list)
    rolled = select(ObjectiveRollUp.objective_key, ObjectiveRollUp.node_key)
    for objective, node in session.execute(rolled.order_by(ObjectiveRollUp.position)):
        found[objective].append(node)
    helping = select(Link.source_key, Link.target_key).where(
        Link.sign != "-", Link.retired.is_(False)
    )
    for source, target in session.execute(helping.order_by(Link.position)):
        found[source].append(target)
    for key, serves in session.execute(select(Objective.key, Objective.serves)):
        found[key] += [each["objective"] for each in serves if each["objective"]]
    return found


def _served(session: Session, kpis: Mapping[str, KpiView]) -> dict[str, list[str]]:
    """The KPIs under each objective, in the order of the scorecard; "" for those under none."""
    rows = session.execute(
        select(Kpi.key, Objective.key)
        .join(KpiObjective, KpiObjective.kpi_id == Kpi.id)
        .join(Objective, Objective.key == KpiObjective.objective_key)
        .where(Kpi.key.in_(kpis), Objective.retired.is_(False))
        .order_by(Objective.position, Objective.key, Kpi.position, Kpi.id)
    ).all()
    found: dict[str, list[str]] = defaultdict(list)
    for kpi, objective in rows:
        found[objective].append(kpi)
    lost = [key for key in kpis if key not in {kpi for kpi, _ in rows}]
    return {**found, "": lost} if lost else dict(found)


def _strands(
    served: Mapping[str, Sequence[str]],
    kpis: Mapping[str, KpiView],
    steps: Mapping[str, StepView],
    upward: Upward,
) -> list[Strand]:
    known = {key: [up for up in ups if up in steps] for key, ups in upward.items()}
    tops = {key for key, step in steps.items() if step.kind == "vision"}
    found = []
    for objective, members in served.items():
        views = tuple(kpis[key] for key in members)
        lines = list(lines_of_sight(objective, known, tops)) if objective in steps else []
        best = _best(lines)
        shown = tuple(steps[key] for key in best.steps)
        found.append(Strand(shown, best.broken, views, max(0, len(lines) - 1)))
    return found


def _best(lines: Sequence[Line]) -> Line:
    """The shortest way that arrives; where none does, the one that gets furthest."""
    whole = next((line for line in lines if not line.broken), None)
    return whole or max(lines, key=lambda line: len(line.steps), default=Line((), broken=True))


def _own(session: Session, line: Sequence[Unit], visions: Sequence[StepView]) -> StepView | None:
    """The vision in words of the unit, or of the nearest above that has one, unless it stands on
    the map as a vision."""
    shown = {vision.unit_short for vision in visions}
    for unit in line:
        card = session.get(Scorecard, unit.key)
        if card is not None and card.vision:
            own = StepView(unit.key, "vision", card.vision, unit.short)
            return None if unit.short in shown else own
    return None
