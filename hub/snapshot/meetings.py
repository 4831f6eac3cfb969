"""Meetings as lists and scenes see them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from hub.errors import Invalid
from hub.model import Meeting, Unit
from hub.snapshot.lists import Item

MEETINGS = "meetings"  # the topic of what depends on the last one
LEVELS = 32  # of units


@dataclass(frozen=True)
class MeetingView:
    id: str
    unit: str
    unit_title: str
    title: str
    held_at: datetime
    by: str


class MeetingItem(Item):
    id: str
    unit: str
    title: str
    held_at: datetime
    by: str
    at: datetime
    withdrawn_by: str | None
    withdrawn_at: datetime | None
    withdrawn_reason: str | None


def last_meeting(session: Session, unit: str, before: datetime) -> MeetingView | None:
    """The last meeting that was held of the unit or of one above it, and was not withdrawn."""
    own = select(Unit.key, Unit.parent_key, literal(0).label("step")).where(Unit.key == unit)
    up = own.cte("up", recursive=True)
    parent = select(Unit.key, Unit.parent_key, up.c.step + 1)
    up = up.union_all(parent.where(Unit.key == up.c.parent_key, up.c.step < LEVELS))
    row = session.execute(
        select(Meeting, Unit.title)
        .join(Unit, Unit.key == Meeting.unit_key)
        .where(
            Meeting.unit_key.in_(select(up.c.key)),
            Meeting.held_at <= before,
            Meeting.withdrawn_at.is_(None),
        )
        .order_by(Meeting.held_at.desc(), Meeting.id)
        .limit(1)
    ).first()
    return None if row is None else _view(row.Meeting, row.title)


def _view(row: Meeting, unit_title: str) -> MeetingView:
    return MeetingView(row.id, row.unit_key, unit_title, row.title, row.held_at, row.by)


def recent_meetings(session: Session, most: int) -> tuple[MeetingView, ...]:
    """The last ones of all units that were not withdrawn, newest first."""
    rows = session.execute(
        select(Meeting, Unit.title)
        .join(Unit, Unit.key == Meeting.unit_key)
        .where(Meeting.withdrawn_at.is_(None))
        .order_by(Meeting.held_at.desc(), Meeting.id)
        .limit(most)
    )
    return tuple(_view(row.Meeting, row.title) for row in rows)


def meetings(
    session: Session, limit: int, after: str | None, unit: str
) -> tuple[list[MeetingItem], str | None]:
    """Meetings, of one unit if given, newest first; withdrawn ones say so."""
    chosen = select(Meeting).order_by(Meeting.held_at.desc(), Meeting.id)
    if unit:
        chosen = chosen.where(Meeting.unit_key == unit)
    if after is not None:
        last = session.get(Meeting, after)
        if last is None:
            raise Invalid("after: there is no such meeting")
        later = (Meeting.held_at == last.held_at) & (Meeting.id > last.id)
        chosen = chosen.where((Meeting.held_at < last.held_at) | later)
    rows = session.scalars(chosen.limit(limit + 1)).all()
    items = [_item(row) for row in rows[:limit]]
    return items, items[-1].id if len(rows) > limit else None


def _item(row: Meeting) -> MeetingItem:
    return MeetingItem(
        id=row.id,
        unit=row.unit_key,
        title=row.title,
        held_at=row.held_at,
        by=row.by,
        at=row.at,
        withdrawn_by=row.withdrawn_by,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
    )
