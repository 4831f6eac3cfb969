"""What KPIs were defined as before a change: kept, so that an earlier day can be told as it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from hub.commands.command import Context
from hub.model import Kpi, Redefinition

KPI = Kpi.table()
JUDGED_BY = ("targets", "thresholds", "polarity", "decimals", "weight")
NO_DEFINITION = frozenset({"id", "key", "position", "version", "retired"})


@dataclass(frozen=True)
class Definitions:
    """The definitions of KPIs, by id, as they were when somebody looked: all that a unit's file
    declares, and all that have theirs from another one."""

    unit: str
    fields: Mapping[int, Mapping[str, Any]]

    @classmethod
    def of(cls, session: Session, unit: str) -> "Definitions":
        chosen = select(KPI).where(
            or_(KPI.c.declared_in == unit, KPI.c.mandated_by.is_not(None)),
            KPI.c.retired.is_(False),
        )
        rows = session.execute(chosen).mappings()
        return cls(unit, {row["id"]: dict(row) for row in rows})

    def keep(self, context: Context) -> None:
        """Write down what those were that have changed since; a new one was nothing before."""
        context.session.flush()
        rows = [
            {
                "kpi_id": id,
                "at": context.now,
                "by": context.actor.name,
                "changed": changed,
                "before": {name: self.fields[id][name] for name in JUDGED_BY},
            }
            for id, now in Definitions.of(context.session, self.unit).fields.items()
            if id in self.fields and (changed := _changed(self.fields[id], now))
        ]
        if rows:
            context.session.execute(insert(Redefinition), rows)


def _changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return [n for n in now if n not in NO_DEFINITION and _plain(now[n]) != _plain(before[n])]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
