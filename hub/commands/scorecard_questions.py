"""Key performance questions (KPQs) in a file: what they may point at, and their short form."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.commands.scorecard_text import Source
from hub.domain.questions import key_of
from hub.model import Kpi, Unit

if TYPE_CHECKING:
    from hub.commands.scorecard_items import Item


def faults(session: Session, unit: str, wanted: "list[Item]", source: Source) -> Iterable[str]:
    """Questions of an objective that have one key, and KPIs that cannot answer them: that are not
    there, or are of a unit that is not below the objective's."""
    units = _Units(session, unit, wanted)
    for item in wanted:
        if item.kind != "objective":
            continue
        seen: set[str] = set()
        for n, kpq in enumerate(item.fields["kpqs"]):
            where = f"{source.at((*item.place, 'kpqs', n))}: objective {item.key}: kpqs"
            if kpq["key"] in seen:
                yield f"{where}: {kpq['key']} stands here twice"
            seen.add(kpq["key"])
            for key in kpq["kpis"]:
                of = units.of(key)
                if of is None:
                    yield f"{where}: there is no kpi {key}"
                elif unit not in units.lineage(of):
                    yield f"{where}: kpi {key} is of {of}, which is not below {unit}"


class _Units:
    """Whose KPIs are and which units stand above, by the file at hand and by the hub."""

    def __init__(self, session: Session, unit: str, wanted: "list[Item]") -> None:
        self.session = session
        self.kpis = {i.key: str(i.fields["unit"]) for i in wanted if i.kind == "kpi"}
        self.parents = {i.key: i.fields["parent"] for i in wanted if i.kind == "unit"}

    def of(self, kpi: str) -> str | None:
        """The unit of a KPI; None where there is no such KPI."""
        if kpi in self.kpis:
            return self.kpis[kpi]
        stored = select(Kpi.unit_key).where(Kpi.key == kpi, Kpi.retired.is_(False))
        return self.session.scalar(stored)

    def lineage(self, unit: str) -> list[str]:
        """The unit and those above it, nearest first."""
        found: list[str] = []
        here: str | None = unit
        while here is not None and here not in found:
            found.append(here)
            there = self.session.get(Unit, here)
            here = self.parents.get(here, there.parent_key if there else None)
        return found


def briefly(kpq: Mapping[str, Any]) -> Any:
    """A question as a person would write it: in plain words where they say all that there is."""
    said = {name: value for name, value in kpq.items() if value}
    if said["key"] == key_of(said["question"]):
        del said["key"]
    return said["question"] if said.keys() == {"question"} else said
