"""Readings from files and connectors: what the hub can take, and the rest with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.commands.measuring import KpiFigure, placed
from hub.connectors import BadRow, Reading
from hub.errors import Invalid
from hub.model import Kpi
from hub.plugins import sentence


@dataclass(frozen=True)
class Sifted:
    good: Sequence[KpiFigure]
    bad: Sequence[BadRow]


def sift(
    session: Session, found: Iterable[Reading | BadRow], now: datetime, made_up: bool = False
) -> Sifted:
    """Hold every reading against its KPI and the time, without writing anything. Figures that are
    ``made_up`` are bad for a KPI that is not marked illustrative."""
    known: dict[str, Kpi | None] = {}
    good: list[KpiFigure] = []
    bad: list[BadRow] = []
    for number, reading in enumerate(found, 1):
        if isinstance(reading, BadRow):
            bad.append(reading)
            continue
        try:
            figure, kpi = figure_of(reading), _kpi(session, reading.kpi, known)
            if made_up and not kpi.illustrative:
                raise Invalid(f"{kpi.key} is not marked illustrative, and its figures are made up")
            placed(kpi, figure, now)
            good.append(figure)
        except Invalid as error:
            bad.append(BadRow(reading.place or f"reading {number}", error.message))
    return Sifted(good, bad)


def _kpi(session: Session, key: str, known: dict[str, Kpi | None]) -> Kpi:
    if key not in known:
        known[key] = session.scalar(select(Kpi).where(Kpi.key == key, Kpi.retired.is_(False)))
    kpi = known[key]
    if kpi is None:
        raise Invalid(f"there is no KPI called {key!r}")
    return kpi


def figure_of(reading: Reading) -> KpiFigure:
    """A reading as what the command takes. Raises Invalid."""
    try:
        return KpiFigure(
            kpi=reading.kpi,
            period=reading.period,
            at=reading.at.isoformat() if reading.at else None,
            value=reading.value,
            numerator=reading.numerator,
            denominator=reading.denominator,
            published=reading.published,
            source=reading.source,
        )
    except ValidationError as error:
        raise Invalid(sentence(error)) from None
