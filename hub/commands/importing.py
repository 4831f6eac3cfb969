"""Readings from files and connectors: what the hub can take, and the rest with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


def sift(session: Session, found: Iterable[Reading | BadRow], made_up: bool = False) -> Sifted:
    """Hold every reading against its KPI, without writing anything. Figures that are ``made_up``
    are bad for a KPI that is not marked illustrative."""
    known: dict[str, Kpi | None] = {}
    good: list[KpiFigure] = []
    bad: list[BadRow] = []
    for number, reading in enumerate(found, 1):
        if isinstance(reading, BadRow):
            bad.append(reading)
            continue
        try:
            good.append(_taken(session, reading, known, made_up))
        except Invalid as error:
            bad.append(BadRow(reading.place or f"reading {number}", error.message))
    return Sifted(good, bad)


def _taken(
    session: Session, reading: Reading, known: dict[str, Kpi | None], made_up: bool
) -> KpiFigure:
    figure = figure_of(reading)
    if reading.kpi not in known:
        known[reading.kpi] = session.scalar(
            select(Kpi).where(Kpi.key == reading.kpi, Kpi.retired.is_(False))
        )
    kpi = known[reading.kpi]
    if kpi is None:
        raise Invalid(f"there is no KPI called {reading.kpi!r}")
    if made_up and not kpi.illustrative:
        raise Invalid(f"{kpi.key} is not marked illustrative, and these figures are made up")
    placed(kpi, figure)
    return figure


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
