"""Lists of notes for the API: of one KPI one by one, of all KPIs in threads."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import Invalid, NotFound
from hub.model import Kpi, Note
from hub.snapshot.lists import Item
from hub.snapshot.notes import Sought, ThreadView
from hub.snapshot.notes import threads as threads_sought
from hub.snapshot.views import NoteView


class NoteItem(Item):
    """A note; ``parent`` is the first note of its thread, of which alone ``resolved`` is said."""

    id: str
    kpi: str
    period: str | None
    until: str | None
    parent: str | None
    text: str
    author: str
    at: datetime
    edited_at: datetime | None
    resolved_by: str | None
    resolved_at: datetime | None
    version: int


class EarlierItem(Item):
    text: str
    at: datetime


class SaidItem(Item):
    """What one person wrote in a thread; ``earlier`` texts newest first."""

    id: str
    text: str
    author: str
    at: datetime
    edited_at: datetime | None
    earlier: tuple[EarlierItem, ...]
    version: int


class ThreadItem(SaidItem):
    """A thread: its first note, and the replies to it, oldest first."""

    kpi: str
    unit: str
    period: str | None
    until: str | None
    resolved: bool
    resolved_by: str | None
    resolved_at: datetime | None
    replies: tuple[SaidItem, ...]


def notes(
    session: Session, key: str, limit: int, after: str | None
) -> tuple[list[NoteItem], str | None]:
    """Notes of a KPI, newest first, replies among them."""
    kpi = session.scalar(select(Kpi).where(Kpi.key == key, Kpi.retired.is_(False)))
    if kpi is None:
        raise NotFound(f"There is no KPI called {key!r}.")
    chosen = select(Note).where(Note.kpi_id == kpi.id).order_by(Note.at.desc(), Note.id.desc())
    if after is not None:
        last = session.get(Note, after)
        if last is None or last.kpi_id != kpi.id:
            raise Invalid("after: there is no such note of this KPI")
        chosen = chosen.where((Note.at < last.at) | ((Note.at == last.at) & (Note.id < last.id)))
    rows = session.scalars(chosen.limit(limit + 1)).all()
    items = [_item(n, key) for n in rows[:limit]]
    return items, items[-1].id if len(rows) > limit else None


def _item(n: Note, kpi: str) -> NoteItem:
    return NoteItem(
        id=n.id,
        kpi=kpi,
        period=n.period,
        until=n.until,
        parent=n.parent_id,
        text=n.text,
        author=n.author,
        at=n.at,
        edited_at=n.edited_at,
        resolved_by=n.resolved_by,
        resolved_at=n.resolved_at,
        version=n.version,
    )


def threads(
    session: Session, limit: int, after: str | None, sought: Sought
) -> tuple[list[ThreadItem], str | None]:
    """Threads of all KPIs, the newest first."""
    found, more = threads_sought(session, sought, limit, after)
    return [_thread(thread) for thread in found], more


def _thread(thread: ThreadView) -> ThreadItem:
    note = thread.note
    return ThreadItem(
        **_said(note).model_dump(),
        kpi=thread.kpi,
        unit=thread.unit,
        period=note.period,
        until=note.until,
        resolved=note.resolved,
        resolved_by=note.resolved_by or None,
        resolved_at=note.resolved_at,
        replies=tuple(_said(reply) for reply in note.replies),
    )


def _said(note: NoteView) -> SaidItem:
    return SaidItem(
        id=note.id,
        text=note.text,
        author=note.author,
        at=note.at,
        edited_at=note.edited_at,
        earlier=tuple(EarlierItem(text=e.text, at=e.at) for e in note.earlier),
        version=note.version,
    )
