"""What scenes can be about: units, perspectives of scorecards, lenses, KPIs, to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.model import Perspective
from hub.snapshot import desk


@dataclass(frozen=True)
class Subject:
    """Something to choose. ``unit``: only where this unit is chosen beside it."""

    key: str
    title: str
    unit: str = ""


def subjects(session: Session) -> Mapping[str, tuple[Subject, ...]]:
    """By the name that scenes have for them in their ``Config``."""
    plain = {
        "unit": desk.units(session),
        "lens": desk.lenses(session),
        "kpi": desk.kpis(session),
    }
    found = {
        name: tuple(Subject(choice.key, choice.title) for choice in choices)
        for name, choices in plain.items()
    }
    return {**found, "perspective": _perspectives(session)}


def _perspectives(session: Session) -> tuple[Subject, ...]:
    rows = session.execute(
        select(Perspective.key, Perspective.title, Perspective.unit_key)
        .where(Perspective.retired.is_(False))
        .order_by(Perspective.unit_key, Perspective.position, Perspective.key)
    )
    return tuple(Subject(key, title, unit) for key, title, unit in rows)
