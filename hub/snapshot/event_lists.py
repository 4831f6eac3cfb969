"""The list of dated events for the API."""

from datetime import datetime

from sqlalchemy.orm import Session

from hub.snapshot.dated import EventView
from hub.snapshot.events import Sought, events
from hub.snapshot.lists import Item


class EventItem(Item):
    """A dated event: a release, an incident, a campaign, a change; ``ends`` is not part of it."""

    id: str
    key: str | None
    kind: str
    title: str
    text: str
    starts: datetime
    ends: datetime | None
    unit: str
    kpis: tuple[str, ...]
    visibility: str
    source: str
    illustrative: bool
    by: str
    at: datetime | None
    version: int


def listed(
    session: Session, limit: int, after: str | None, sought: Sought
) -> tuple[list[EventItem], str | None]:
    """Events that stand, the latest first."""
    found, more = events(session, sought, limit, after)
    return [_item(event) for event in found], more


def _item(event: EventView) -> EventItem:
    return EventItem(
        id=event.id,
        key=event.key or None,
        kind=event.kind.value,
        title=event.title,
        text=event.text,
        starts=event.span.starts,
        ends=event.span.ends,
        unit=event.unit,
        kpis=event.kpis,
        visibility=event.visibility,
        source=event.source,
        illustrative=event.illustrative,
        by=event.by,
        at=event.at,
        version=event.version,
    )
