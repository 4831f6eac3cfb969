"""How a unit speaks of its figures, and when the newest of those that are shown was recorded."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from hub.model import Kpi, Scorecard, Unit, Verdict
from hub.snapshot.views import Legend, Snapshot

LEVELS = 32  # of units
PLAIN = Legend()


@dataclass(frozen=True)
class House:
    """``legend`` are the words of the nearest scorecard, the unit's own or one above it."""

    legend: Legend = PLAIN
    data_to: datetime | None = None

    def told(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot in this house's words."""
        return replace(snapshot, legend=self.legend, data_to=self.data_to)


PLAIN_HOUSE = House()


def house(session: Session, unit: str, kpis: Collection[str]) -> House:
    """The house of a unit, for these KPIs by key."""
    up = select(Unit.key, Unit.parent_key, literal(0).label("step")).where(Unit.key == unit)
    line = up.cte("line", recursive=True)
    parent = select(Unit.key, Unit.parent_key, line.c.step + 1)
    line = line.union_all(parent.where(Unit.key == line.c.parent_key, line.c.step < LEVELS))
    card = session.scalar(
        select(Scorecard)
        .join(line, line.c.key == Scorecard.unit_key)
        .order_by(line.c.step)
        .limit(1)
    )
    newest = select(func.max(Verdict.recorded_at)).join(Kpi, Kpi.id == Verdict.kpi_id)
    data_to = session.scalar(newest.where(Kpi.key.in_(kpis))) if kpis else None
    return House(Legend(**card.legend) if card else PLAIN, data_to)
