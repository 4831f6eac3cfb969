"""When figures of units are due, and which day it is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.model import Scorecard, Unit


@dataclass(frozen=True)
class Calendar:
    """When a unit's figures are due, from its own scorecard or the nearest one above it."""

    working_day: int = 8
    division: str = "ENG"
    time_zone: str = "Europe/London"

    def today(self, as_of: datetime) -> date:
        return as_of.astimezone(ZoneInfo(self.time_zone)).date()


def calendars(session: Session) -> dict[str, Calendar]:
    """The calendar of every unit."""
    cards = session.execute(select(Scorecard.unit_key, Scorecard.due))
    dues = {unit: due for unit, due in cards}  # noqa: C416 - rows, not pairs, to a type checker
    parents = {unit: parent for unit, parent in session.execute(select(Unit.key, Unit.parent_key))}  # noqa: C416
    return {unit: Calendar(**_nearest(unit, parents, dues)) for unit in parents}


def _nearest(
    unit: str, parents: Mapping[str, str | None], dues: Mapping[str, dict[str, Any]]
) -> dict[str, Any]:
    here: str | None = unit
    for _ in range(32):
        if here is None:
            break
        if here in dues:
            return dues[here]
        here = parents.get(here)
    return {}
