"""What scenes can be about, to choose from: units, lenses, KPIs, and what a unit's scorecard and
map are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.model import MapNode, Objective, Perspective
from hub.snapshot import desk


@dataclass(frozen=True)
class Subject:
    """Something to choose. ``unit``: only where this unit is chosen beside it."""

    key: str
    title: str
    unit: str = ""


def subjects(session: Session) -> Mapping[str, tuple[Subject, ...]]:
    """By the name that scenes have for them in their ``Config``, and ``node`` for those of maps."""
    plain = {
        "unit": desk.units(session),
        "lens": desk.lenses(session),
        "kpi": desk.kpis(session),
    }
    found = {
        name: tuple(Subject(choice.key, choice.title) for choice in choices)
        for name, choices in plain.items()
    }
    objectives = _objectives(session)
    return {
        **found,
        "perspective": _perspectives(session),
        "objective": tuple(Subject(o.key, o.title, o.unit_key) for o in objectives),
        "kpq": tuple(
            Subject(kpq["key"], kpq["question"], o.unit_key) for o in objectives for kpq in o.kpqs
        ),
        "node": _nodes(session),
    }


def _objectives(session: Session) -> Sequence[Objective]:
    table = Objective
    return session.scalars(
        select(table).where(table.retired.is_(False)).order_by(table.unit_key, table.position)
    ).all()


def _nodes(session: Session) -> tuple[Subject, ...]:
    rows = session.execute(
        select(MapNode.key, MapNode.title, MapNode.unit_key)
        .where(MapNode.retired.is_(False))
        .order_by(MapNode.unit_key, MapNode.position)
    )
    return tuple(Subject(key, title, unit) for key, title, unit in rows)


def _perspectives(session: Session) -> tuple[Subject, ...]:
    rows = session.execute(
        select(Perspective.key, Perspective.title, Perspective.unit_key)
        .where(Perspective.retired.is_(False))
        .order_by(Perspective.unit_key, Perspective.position, Perspective.key)
    )
    return tuple(Subject(key, title, unit) for key, title, unit in rows)
