"""The timeline of a unit: what has happened there, what is on, what comes, and how the KPIs that
it is about stand now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from hub.errors import NotFound
from hub.model import DatedEvent, DatedEventKpi, Kpi, KpiLens, Lens, Unit
from hub.snapshot.calendars import calendars
from hub.snapshot.dated import EventView
from hub.snapshot.events import below, told, views
from hub.snapshot.kpis import kpi_views
from hub.snapshot.views import KpiView

ALL_EVENTS = "events:*"  # the topic of the page that lists them
MOST_PAST, MOST_AHEAD = 400, 60


@dataclass(frozen=True)
class TimelineView:
    """Events of a unit and below, the first ones first, and the KPIs they are about by key."""

    unit: str
    unit_title: str
    zone: ZoneInfo
    since: datetime
    lens_title: str
    events: tuple[EventView, ...]
    kpis: Mapping[str, KpiView]


@dataclass(frozen=True)
class Timeline:
    """Ask for the events of the last ``days`` and of those to come, of ``unit`` and all below it;
    with a ``lens`` for those about its KPIs only."""

    unit: str
    days: int
    lens: str = ""

    def topics(self) -> frozenset[str]:
        """KPIs of events are the unit's or of units below it, so its own topic tells of them."""
        lens = {f"lens:{self.lens}"} if self.lens else set[str]()
        return frozenset({f"events:{self.unit}", f"unit:{self.unit}"} | lens)

    def take(self, session: Session, as_of: datetime) -> TimelineView:
        unit = session.get(Unit, self.unit)
        if unit is None or unit.retired:
            raise NotFound(f"There is no unit called {self.unit!r}.")
        since = as_of - timedelta(days=self.days)
        events = self._events(session, since, as_of)
        keys = {key for event in events for key in event.kpis}
        return TimelineView(
            unit.key,
            unit.title,
            ZoneInfo(calendars(session)[unit.key].time_zone),
            since,
            self._lens(session),
            events,
            kpi_views(session, Kpi.key.in_(sorted(keys)), as_of) if keys else {},
        )

    def _lens(self, session: Session) -> str:
        if not self.lens:
            return ""
        lens = session.get(Lens, self.lens)
        if lens is None or lens.retired:
            raise NotFound(f"There is no perspective called {self.lens!r}.")
        return lens.title

    def _events(self, session: Session, since: datetime, as_of: datetime) -> tuple[EventView, ...]:
        """Those nearest to now, where there are very many."""
        chosen = told(session).where(DatedEvent.unit_key.in_(below(self.unit)))
        if self.lens:
            chosen = chosen.where(DatedEvent.id.in_(_about_lens(self.lens)))
        begun = chosen.where(
            DatedEvent.starts <= as_of, func.coalesce(DatedEvent.ends, DatedEvent.starts) >= since
        ).order_by(DatedEvent.starts.desc(), DatedEvent.id)
        ahead = chosen.where(DatedEvent.starts > as_of).order_by(DatedEvent.starts, DatedEvent.id)
        past = session.scalars(begun.limit(MOST_PAST)).all()
        coming = session.scalars(ahead.limit(MOST_AHEAD)).all()
        return views(session, (*reversed(past), *coming))


def _about_lens(lens: str) -> Select[str]:
    return (
        select(DatedEventKpi.event_id)
        .join(KpiLens, KpiLens.kpi_id == DatedEventKpi.kpi_id)
        .where(KpiLens.lens_key == lens)
    )
