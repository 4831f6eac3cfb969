"""What files and connectors bring: what the hub can take of it, and the rest with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.commands.events import RecordEvent
from hub.commands.locks import refusal, shut, standings
from hub.commands.measuring import KpiFigure, placed
from hub.commands.revisions import Placing, Revision, Row, stored
from hub.connectors import BadRow, Happening, Reading
from hub.errors import Invalid
from hub.model import Kpi
from hub.plugins import sentence


@dataclass(frozen=True)
class Sifted:
    good: Sequence[KpiFigure]
    bad: Sequence[BadRow]


def sift(
    session: Session,
    found: Iterable[Reading | BadRow],
    now: datetime,
    made_up: bool = False,
    by: str = "",
) -> Sifted:
    """Hold every reading against its KPI and the time, without writing anything. Figures that are
    ``made_up`` are bad for a KPI that is not marked illustrative, and so is one that is not what
    an accepted or locked period says, unless the actor with the id ``by`` only tells it again."""
    known: dict[str, Kpi | None] = {}
    good: list[KpiFigure] = []
    rows: list[tuple[Row, str]] = []
    bad: list[BadRow] = []
    for number, reading in enumerate(found, 1):
        if isinstance(reading, BadRow):
            bad.append(reading)
            continue
        try:
            figure, kpi = figure_of(reading), _kpi(session, reading.kpi, known)
            if made_up and not kpi.illustrative:
                raise Invalid(f"{kpi.key} is not marked illustrative, and its figures are made up")
            rows.append((placed(kpi, figure, now), reading.place or f"reading {number}"))
            good.append(figure)
        except Invalid as error:
            bad.append(BadRow(reading.place or f"reading {number}", error.message))
    refused = _refused(session, [row for row, _ in rows], by)
    bad += [BadRow(place, refused[id(row)]) for row, place in rows if id(row) in refused]
    kept = zip(good, rows, strict=True)
    return Sifted([figure for figure, (row, _) in kept if id(row) not in refused], bad)


def _refused(session: Session, rows: Sequence[Row], by: str) -> dict[int, str]:
    """What cannot be recorded since its period is accepted or locked: the reason, by the row."""
    closed = shut(standings(session, rows))
    onto = [row for row in rows if (row.kpi.id, row.period) in closed]
    known = stored(session, onto)
    return {
        id(row): refusal(row, closed[row.kpi.id, row.period])
        for row in onto
        if _told_anew(row, known[row.kpi.id, row.period], by)
    }


def _told_anew(row: Row, before: Sequence[Revision], by: str) -> bool:
    """Whether the row, were it alone, would be kept as something else than what stands."""
    placing = Placing({(row.kpi.id, row.period): [replace(b) for b in before]}, by, steady=True)
    placing.place(row)
    return bool(placing.fresh)


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
            people=reading.people,
            published=reading.published,
            source=reading.source,
        )
    except ValidationError as error:
        raise Invalid(sentence(error)) from None


def event_of(happening: Happening) -> RecordEvent:
    """A happening as what the command takes. Raises Invalid."""
    said = {name: value for name, value in asdict(happening).items() if name != "place"}
    try:
        return RecordEvent.model_validate(said)
    except ValidationError as error:
        raise Invalid(sentence(error)) from None
