"""Queries of dated events: about a KPI, of a unit and below, or sought by a page. Whoever asks
gets those of the classes that the viewers may see."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from hub.domain.events import EventKind, Span
from hub.domain.visibility import seen_by
from hub.errors import Invalid
from hub.model import DatedEvent, DatedEventKpi, Kpi, Unit
from hub.snapshot.calendars import calendars
from hub.snapshot.dated import EventView
from hub.snapshot.sight import outsiders, viewers, visible

OF_A_KPI = 100  # shown with one KPI: the newest


@dataclass(frozen=True)
class Sought:
    """What events are looked for; what is empty does not matter. ``unit`` takes in all below it."""

    unit: str = ""
    kpi: str = ""
    kind: str = ""
    text: str = ""


def events_of_kpi(session: Session, kpi: int) -> tuple[EventView, ...]:
    """The newest events about a KPI by its id, oldest first."""
    about = select(DatedEventKpi.event_id).where(DatedEventKpi.kpi_id == kpi)
    rows = session.scalars(
        told(session)
        .where(DatedEvent.id.in_(about))
        .order_by(DatedEvent.starts.desc(), DatedEvent.id)
        .limit(OF_A_KPI)
    ).all()
    return views(session, tuple(reversed(rows)))


def events(
    session: Session, sought: Sought, limit: int, after: str | None
) -> tuple[tuple[EventView, ...], str | None]:
    """Events, the latest first; ``after`` is the id of the last one seen. Raises Invalid."""
    chosen = told(session).where(*_chosen(sought))
    if after is not None:
        last = session.get(DatedEvent, after)
        if last is None:
            raise Invalid("after: there is no such event")
        earlier = (DatedEvent.starts == last.starts) & (DatedEvent.id < last.id)
        chosen = chosen.where((DatedEvent.starts < last.starts) | earlier)
    ordered = chosen.order_by(DatedEvent.starts.desc(), DatedEvent.id.desc())
    rows = session.scalars(ordered.limit(limit + 1)).all()
    found = views(session, rows[:limit])
    return found, found[-1].id if len(rows) > limit else None


def told(session: Session) -> Select[DatedEvent]:
    """The events that stand, and that the viewers may see."""
    return select(DatedEvent).where(
        DatedEvent.withdrawn_at.is_(None), DatedEvent.visibility.in_(seen_by(viewers(session)))
    )


def _chosen(sought: Sought) -> list[ColumnElement[bool]]:
    if sought.kind and sought.kind not in tuple(EventKind):
        raise Invalid(f"kind: {sought.kind!r} is not one of {', '.join(EventKind)}")
    found: list[ColumnElement[bool]] = []
    if sought.unit:
        found.append(DatedEvent.unit_key.in_(below(sought.unit)))
    if sought.kind:
        found.append(DatedEvent.kind == sought.kind)
    if sought.kpi:
        keyed = select(DatedEventKpi.event_id).join(Kpi, Kpi.id == DatedEventKpi.kpi_id)
        found.append(DatedEvent.id.in_(keyed.where(Kpi.key == sought.kpi)))
    if sought.text:
        words = (DatedEvent.title, DatedEvent.text)
        first, second = (w.icontains(sought.text, autoescape=True) for w in words)
        found.append(first | second)
    return found


def below(unit: str) -> Select[str]:
    """The unit and all below it."""
    tree = select(Unit.key).where(Unit.key == unit).cte("below", recursive=True)
    tree = tree.union(select(Unit.key).where(Unit.parent_key == tree.c.key))
    return select(tree.c.key)


def views(session: Session, rows: Sequence[DatedEvent]) -> tuple[EventView, ...]:
    """The rows as the viewers may have them: who recorded them is for staff."""
    kpis = _kpis(session, [row.id for row in rows])
    known = calendars(session) if rows else {}
    titles = _titles(session, {row.unit_key for row in rows})
    strangers = outsiders(session)
    return tuple(
        EventView(
            id=row.id,
            kind=EventKind(row.kind),
            title=row.title,
            text=row.text,
            span=Span(row.starts, row.ends, ZoneInfo(known[row.unit_key].time_zone)),
            unit=row.unit_key,
            unit_title=titles[row.unit_key],
            kpis=tuple(kpis[row.id]),
            key=row.key or "",
            visibility=row.visibility,
            source=row.source,
            illustrative=row.illustrative,
            by="" if strangers else row.by,
            at=row.at,
            version=row.version,
        )
        for row in rows
    )


def _kpis(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    chosen = (
        select(DatedEventKpi.event_id, Kpi.key)
        .join(Kpi, Kpi.id == DatedEventKpi.kpi_id)
        .where(DatedEventKpi.event_id.in_(ids), Kpi.retired.is_(False), visible(session))
        .order_by(DatedEventKpi.position)
    )
    for event, key in session.execute(chosen) if ids else ():
        found[event].append(key)
    return found


def _titles(session: Session, units: Iterable[str]) -> dict[str, str]:
    rows = session.execute(select(Unit.key, Unit.title).where(Unit.key.in_(sorted(units))))
    return {key: title for key, title in rows}  # noqa: C416 - rows, not pairs, to a type checker


@dataclass(frozen=True)
class UnitChoice:
    """A unit that an event can belong to."""

    key: str
    title: str


@dataclass(frozen=True)
class KpiChoice:
    """A KPI that an event can be about; ``units`` are its own and all above."""

    key: str
    title: str
    units: tuple[str, ...]


def unit_choices(session: Session) -> tuple[UnitChoice, ...]:
    """All units, those on top first."""
    rows = session.execute(
        select(Unit.key, Unit.title)
        .where(Unit.retired.is_(False))
        .order_by(Unit.parent_key.is_not(None), Unit.position, Unit.key)
    )
    return tuple(UnitChoice(key, title) for key, title in rows)


def kpi_choices(session: Session) -> tuple[KpiChoice, ...]:
    """All KPIs, unit by unit."""
    parents = {key: parent for key, parent in session.execute(select(Unit.key, Unit.parent_key))}  # noqa: C416
    rows = session.execute(
        select(Kpi.key, Kpi.title, Kpi.unit_key, Unit.short)
        .join(Unit, Unit.key == Kpi.unit_key)
        .where(Kpi.retired.is_(False))
        .order_by(Unit.position, Kpi.position)
    )
    return tuple(
        KpiChoice(key, f"{title} ({short})", tuple(_above(unit, parents)))
        for key, title, unit, short in rows
    )


def _above(unit: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    here: str | None = unit
    for _ in range(32):
        if here is None:
            return
        yield here
        here = parents.get(here)


def event(session: Session, id: str) -> EventView | None:
    """One event that stands; None where there is none, or not any more."""
    row = session.scalar(told(session).where(DatedEvent.id == id))
    return views(session, [row])[0] if row is not None else None


def turned(session: Session, since: datetime, now: datetime) -> tuple[DatedEvent, ...]:
    """The events that have begun or ended after ``since``, by ``now``; those of days turn with the
    day itself."""
    begun = (DatedEvent.starts > since) & (DatedEvent.starts <= now)
    ended = (DatedEvent.ends > since) & (DatedEvent.ends <= now)
    chosen = select(DatedEvent).where(DatedEvent.withdrawn_at.is_(None), begun | ended)
    return tuple(session.scalars(chosen.order_by(DatedEvent.id)))
