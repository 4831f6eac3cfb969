"""What the desk and the board offer to choose from, and a KPI's definition sheet in words."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.definition import Definition
from hub.domain.explanation import exact
from hub.domain.periods import Frequency, following, parse
from hub.domain.sheet_words import groups
from hub.errors import NotFound
from hub.model import Kpi, Lens, Measurement, Objective, Person, Scorecard, Unit, Verdict
from hub.snapshot import sheets

MOST_CHOICES = 500


@dataclass(frozen=True)
class Choice:
    key: str
    title: str


def units(session: Session) -> tuple[Choice, ...]:
    """Units that have a scorecard, in the order of the tree's files."""
    rows = session.execute(
        select(Unit.key, Unit.title)
        .join(Scorecard, Scorecard.unit_key == Unit.key)
        .where(Unit.retired.is_(False))
        .order_by(Unit.parent_key.is_not(None), Unit.position, Unit.key)
    )
    return tuple(Choice(key, title) for key, title in rows)


def teams(session: Session) -> tuple[Choice, ...]:
    """Units that have KPIs of their own, with a scorecard or without."""
    own = select(Kpi.unit_key).where(Kpi.retired.is_(False))
    rows = session.execute(
        select(Unit.key, Unit.title)
        .where(Unit.key.in_(own), Unit.retired.is_(False))
        .order_by(Unit.parent_key.is_not(None), Unit.position, Unit.key)
    )
    return tuple(Choice(key, title) for key, title in rows)


def lenses(session: Session) -> tuple[Choice, ...]:
    rows = session.execute(
        select(Lens.key, Lens.title).where(Lens.retired.is_(False)).order_by(Lens.position)
    )
    return tuple(Choice(key, title) for key, title in rows)


def objectives(session: Session, unit: str, chosen: Sequence[str]) -> tuple[Choice, ...]:
    """Scorecard objectives that a KPI of ``unit`` can relate to: the unit's own and those of its
    parent, beside the ones ``chosen`` already."""
    parent = select(Unit.parent_key).where(Unit.key == unit).scalar_subquery()
    near = (Objective.unit_key == unit) | (Objective.unit_key == parent)
    rows = session.execute(
        select(Objective.key, Objective.title)
        .where(near | Objective.key.in_(chosen), Objective.retired.is_(False))
        .order_by(Objective.unit_key != unit, Objective.position, Objective.key)
        .limit(MOST_CHOICES)
    )
    return tuple(Choice(key, title) for key, title in rows)


def kpis(session: Session) -> tuple[Choice, ...]:
    """KPIs to raise a problem on."""
    rows = session.execute(
        select(Kpi.key, Kpi.title, Unit.short)
        .join(Unit, Unit.key == Kpi.unit_key)
        .where(Kpi.retired.is_(False))
        .order_by(Unit.position, Kpi.position)
        .limit(MOST_CHOICES)
    )
    return tuple(Choice(key, f"{title} ({short})") for key, title, short in rows)


def owners(session: Session) -> tuple[str, ...]:
    """Who a countermeasure can be given to: the people of the directory, owners of KPIs and
    directors of units."""
    people = session.scalars(select(Person.name).where(Person.retired.is_(False)))
    of_kpis = session.scalars(select(Kpi.owner).where(Kpi.retired.is_(False)).distinct())
    directors = session.scalars(select(Unit.director).where(Unit.director.is_not(None)))
    return tuple(sorted({*people, *of_kpis, *(d for d in directors if d)}))


def next_period(session: Session, key: str) -> str | None:
    """The period whose figure comes next; None for a live KPI or one without any figure."""
    row = session.execute(
        select(Kpi.frequency, Verdict.period)
        .outerjoin(Verdict, Verdict.kpi_id == Kpi.id)
        .where(Kpi.key == key)
    ).first()
    if row is None or row.period is None or row.frequency == Frequency.LIVE:
        return None
    return following(parse(row.period)).text


def sheet(session: Session, key: str) -> tuple[tuple[str, str], ...]:
    """The definition sheet as (label, words) in the sheet's own words, what is empty left out."""
    kpi = session.scalar(select(Kpi).where(Kpi.key == key))
    if kpi is None:
        raise NotFound(f"There is no KPI called {key!r}.")
    return tuple((label, words) for label, words in _sheet(sheets.sheet(session, kpi)) if words)


def _sheet(told: Definition) -> Iterator[tuple[str, str]]:
    for group in groups(told):
        if group.key == "trigger":
            yield group.title, _trigger(told)
        else:
            yield from ((row.label, row.words) for row in group.rows)
    yield "Illustrative", "The figures are made up for demonstration." if told.illustrative else ""


def _trigger(told: Definition) -> str:
    """``At 75%: Head of IT. Asks the supplier. By Friday``."""
    found = told.trigger
    if found is None:
        return "None agreed: this KPI is toothless"
    said = (found.who, found.what, found.by_when)
    steps = ". ".join(words.strip().rstrip(".") for words in said if words.strip())
    at = "" if found.value is None else f"At {exact(told.format, found.value)}: "
    return f"{at}{steps}"


def figures(session: Session) -> tuple[dict[str, Any], ...]:
    """The files of figures that the scorecards declare (``FiguresPart``)."""
    cards = session.scalars(select(Scorecard.figures).order_by(Scorecard.unit_key))
    return tuple(declared for card in cards for declared in card)


def units_of_kpis(session: Session) -> dict[str, str]:
    """The unit of every KPI."""
    rows = session.execute(select(Kpi.key, Kpi.unit_key).where(Kpi.retired.is_(False)))
    return {kpi: unit for kpi, unit in rows}  # noqa: C416 - rows, not pairs, to a type checker


def recorded(session: Session, kpis: Collection[str]) -> frozenset[tuple[str, str]]:
    """The KPIs of ``kpis`` and periods that there are figures of."""
    rows = session.execute(
        select(Kpi.key, Measurement.period)
        .join(Measurement, Measurement.kpi_id == Kpi.id)
        .where(Kpi.key.in_(kpis), Measurement.current)
    )
    return frozenset((kpi, period) for kpi, period in rows)


def live_kpis(session: Session) -> dict[str, datetime]:
    """The newest instant recorded of each live KPI that has one."""
    rows = session.execute(
        select(Kpi.key, Verdict.ends)
        .join(Verdict, Verdict.kpi_id == Kpi.id)
        .where(Kpi.frequency == Frequency.LIVE.value, Verdict.ends.is_not(None))
    )
    return {key: ends for key, ends in rows if ends is not None}


def first_unit(session: Session) -> str | None:
    """The unit to show when nobody names one."""
    return session.scalar(select(Scorecard.unit_key).order_by(Scorecard.unit_key).limit(1))


def first_lens(session: Session) -> str | None:
    chosen = select(Lens.key).where(Lens.retired.is_(False))
    return session.scalar(chosen.order_by(Lens.position, Lens.key).limit(1))
