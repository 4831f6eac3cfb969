"""What the desk and the board offer to choose from, and a KPI's definition sheet in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.figures import Format, Measure
from hub.domain.periods import Frequency, following, parse
from hub.errors import NotFound
from hub.model import Kpi, Lens, Objective, Scorecard, Unit, Verdict

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
    """Roles that a countermeasure can be given to: owners of KPIs and directors of units."""
    of_kpis = session.scalars(select(Kpi.owner).where(Kpi.retired.is_(False)).distinct())
    directors = session.scalars(select(Unit.director).where(Unit.director.is_not(None)))
    return tuple(sorted({*of_kpis, *(d for d in directors if d)}))


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
    """The definition sheet as (label, words), what is empty left out (domain.md section 2)."""
    kpi = session.scalar(select(Kpi).where(Kpi.key == key))
    if kpi is None:
        raise NotFound(f"There is no KPI called {key!r}.")
    return tuple((label, str(words)) for label, words in _sheet(kpi) if words)


def _sheet(kpi: Kpi) -> Iterator[tuple[str, Any]]:
    yield "Purpose", kpi.purpose
    yield "Accountable owner", kpi.owner
    yield "Delivered by", kpi.delivered_by
    yield "Formula", kpi.formula
    yield "Numerator", kpi.numerator
    yield "Denominator", kpi.denominator
    yield "Measured by", f"{kpi.frequency.replace('_', ' ')}, {_polarity(kpi)}"
    yield "Targets", _targets(kpi)
    yield "Baseline", _format(kpi).show(kpi.baseline) if kpi.baseline is not None else ""
    yield "Trigger", _trigger(kpi)
    yield "Source", kpi.source
    yield "Collected", kpi.collection
    yield "Who measures", kpi.measured_by
    yield "Covers", kpi.coverage
    yield "Use", kpi.use
    yield "Unintended consequences", kpi.unintended
    yield "Remarks", kpi.remarks
    yield "Illustrative", "The figures are made up for demonstration." if kpi.illustrative else ""


def _polarity(kpi: Kpi) -> str:
    return {"higher": "higher is better", "lower": "lower is better"}.get(
        kpi.polarity, "best within a range"
    )


def _format(kpi: Kpi) -> Format:
    return Format(Measure(kpi.measure), kpi.decimals, kpi.signed)


def _targets(kpi: Kpi) -> str:
    shown = _format(kpi)
    return "; ".join(f"{shown.show(t['value'])} from {t['since']}" for t in kpi.targets)


def _trigger(kpi: Kpi) -> str:
    t = kpi.trigger
    if t is None:
        return "None agreed: this KPI is toothless"
    return f"at {_format(kpi).show(t['value'])}: {t['who']} {t['what']}, {t['by_when']}"


def figures(session: Session) -> tuple[dict[str, Any], ...]:
    """The files of figures that the scorecards declare (``FiguresPart``)."""
    cards = session.scalars(select(Scorecard.figures).order_by(Scorecard.unit_key))
    return tuple(declared for card in cards for declared in card)


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
