"""Where on a strategy map a line of sight begins: at a node, or at those that a KPI is for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import NotFound
from hub.model import Kpi, KpiObjective, MapNode, Objective, ObjectiveRollUp
from hub.snapshot.sight import visible


@dataclass(frozen=True)
class Beginning:
    """``title`` is what was touched; ``nodes`` where its ways up begin, none where it is for no
    objective of a map."""

    title: str
    nodes: tuple[str, ...]


@dataclass(frozen=True)
class MapPlaces:
    """The ask for where the line of sight of ``told``, the key of a node or of a KPI, begins."""

    unit: str
    told: str

    def topics(self) -> frozenset[str]:
        return frozenset({f"map:{self.unit}", f"unit:{self.unit}"})

    def take(self, session: Session, as_of: datetime) -> Beginning:
        node = session.get(MapNode, self.told)
        if node is not None and not node.retired:
            return Beginning(node.title, (node.key,))
        kpi = session.scalar(select(Kpi).where(Kpi.key == self.told, visible(session)))
        if kpi is None:
            raise NotFound(f"There is neither an objective nor a KPI called {self.told!r}.")
        return Beginning(kpi.title, _served(session, kpi))


def _served(session: Session, kpi: Kpi) -> tuple[str, ...]:
    """The nodes that the objectives of a KPI roll up to."""
    rows = session.scalars(
        select(ObjectiveRollUp.node_key)
        .join(KpiObjective, KpiObjective.objective_key == ObjectiveRollUp.objective_key)
        .join(Objective, Objective.key == KpiObjective.objective_key)
        .where(KpiObjective.kpi_id == kpi.id, Objective.retired.is_(False))
        .order_by(Objective.position, ObjectiveRollUp.position)
    )
    return tuple(dict.fromkeys(rows))
