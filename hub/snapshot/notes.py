"""Threads of notes as scenes and pages see them, of one KPI or found by what they are about."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from hub.domain.periods import instant, parse
from hub.errors import Invalid
from hub.model import Kpi, KpiLens, Note, NoteEdit, Review, Unit
from hub.snapshot.below import below
from hub.snapshot.said import EarlierText, NoteView, ReviewView

THREADS_SHOWN = 50  # of one KPI
REPLIES_SHOWN = 200  # of one page or KPI; the newest
REVIEWS_SHOWN = 5
STATES = ("open", "resolved")


@dataclass(frozen=True)
class Sought:
    """What threads are looked for; what is empty does not matter.

    ``unit`` takes in all below it. ``author`` and ``text`` may stand in any note of the thread.
    ``period`` finds what is about it and what is about a range that it lies in.
    """

    unit: str = ""
    kpi: str = ""
    lens: str = ""
    author: str = ""
    period: str = ""
    state: str = ""
    text: str = ""


@dataclass(frozen=True)
class ThreadView:
    """A thread, and the KPI that it is about."""

    note: NoteView
    kpi: str
    title: str
    unit: str
    unit_title: str


def threads_of(session: Session, kpi: int) -> tuple[NoteView, ...]:
    """The threads of a KPI by its id: the open ones, then the resolved, newest first."""
    rows = session.scalars(
        select(Note)
        .where(Note.kpi_id == kpi, Note.parent_id.is_(None))
        .order_by(Note.resolved_at.is_not(None), Note.at.desc(), Note.id)
        .limit(THREADS_SHOWN)
    ).all()
    return with_replies(session, rows)


def reviews_of(session: Session, kpi: Kpi) -> tuple[ReviewView, ...]:
    """The last stamps on a KPI, newest first."""
    rows = session.scalars(
        select(Review)
        .where(Review.kpi_id == kpi.id)
        .order_by(Review.at.desc(), Review.id)
        .limit(REVIEWS_SHOWN)
    )
    return tuple(ReviewView(r.by, r.at, r.period, _words(r.period)) for r in rows if r.period)


def _words(period: str) -> str:
    """A period in words; an instant, which alone has a T in it, by its day and time."""
    if "T" in period:
        return f"{instant(period):%d %b %Y, %H:%M} UTC".lstrip("0")
    return parse(period).title


def threads(
    session: Session, sought: Sought, limit: int, after: str | None
) -> tuple[tuple[ThreadView, ...], str | None]:
    """Threads of all KPIs, the newest first; ``after`` is the id of the last one seen."""
    rows = session.execute(_page(session, _chosen(sought), after).limit(limit + 1)).all()
    shown = rows[:limit]
    notes = with_replies(session, [row.Note for row in shown])
    found = tuple(
        ThreadView(note, row.Kpi.key, row.Kpi.title, row.Unit.key, row.Unit.title)
        for note, row in zip(notes, shown, strict=True)
    )
    return found, found[-1].note.id if len(rows) > limit else None


def _page(
    session: Session, conditions: Sequence[ColumnElement[bool]], after: str | None
) -> Select[Note, Kpi, Unit]:
    chosen = (
        select(Note, Kpi, Unit)
        .join(Kpi, Kpi.id == Note.kpi_id)
        .join(Unit, Unit.key == Kpi.unit_key)
        .where(Note.parent_id.is_(None), Kpi.retired.is_(False), *conditions)
        .order_by(Note.at.desc(), Note.id.desc())
    )
    if after is None:
        return chosen
    last = session.get(Note, after)
    if last is None or last.parent_id is not None:
        raise Invalid("after: there is no such thread")
    return chosen.where((Note.at < last.at) | ((Note.at == last.at) & (Note.id < last.id)))


def _chosen(sought: Sought) -> list[ColumnElement[bool]]:
    if sought.state and sought.state not in STATES:
        raise Invalid(f"state: {sought.state!r} is neither {' nor '.join(STATES)}")
    found: list[ColumnElement[bool]] = []
    if sought.unit:
        found.append(Kpi.unit_key.in_(below(sought.unit)))
    if sought.kpi:
        found.append(Kpi.key == sought.kpi)
    if sought.lens:
        found.append(Kpi.id.in_(select(KpiLens.kpi_id).where(KpiLens.lens_key == sought.lens)))
    if sought.period:
        found.append(_about(sought.period))
    if sought.state:
        found.append(Note.resolved_at.is_(None) == (sought.state == "open"))
    said = aliased(Note)
    if sought.author:
        found.append(_somewhere(said, said.author == sought.author))
    if sought.text:
        found.append(_somewhere(said, said.text.icontains(sought.text, autoescape=True)))
    return found


def _about(period: str) -> ColumnElement[bool]:
    """On the period, or on a range around it. Texts of periods of one kind have one length, which
    no other kind has, and are in the order of their days."""
    within = (
        (func.length(Note.period) == len(period)) & (Note.period <= period) & (period <= Note.until)
    )
    return or_(Note.period == period, within)


def _somewhere(said: type[Note], condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """In the first note of the thread or in a reply to it."""
    in_thread = or_(said.id == Note.id, said.parent_id == Note.id)
    return select(said.id).where(in_thread, condition).correlate(Note).exists()


def authors(session: Session) -> tuple[str, ...]:
    """Everybody who has written a note, by name."""
    return tuple(session.scalars(select(Note.author).distinct().order_by(Note.author)))


def with_replies(session: Session, rows: Sequence[Note]) -> tuple[NoteView, ...]:
    """The first notes of threads with the replies to them."""
    replies: dict[str, list[Note]] = defaultdict(list)
    newest = (
        select(Note)
        .where(Note.parent_id.in_([n.id for n in rows]))
        .order_by(Note.at.desc(), Note.id.desc())
        .limit(REPLIES_SHOWN)
    )
    for reply in reversed(session.scalars(newest).all()) if rows else ():
        replies[str(reply.parent_id)].append(reply)
    everything = [*rows, *(reply for each in replies.values() for reply in each)]
    earlier = _earlier(session, [n.id for n in everything if n.edited_at is not None])
    return tuple(
        note_view(n, earlier, tuple(note_view(r, earlier) for r in replies[n.id])) for n in rows
    )


def _earlier(session: Session, notes: Iterable[str]) -> dict[str, tuple[EarlierText, ...]]:
    """What edited notes said before, by their id."""
    found: dict[str, tuple[EarlierText, ...]] = {}
    ids = list(notes)
    edits = (
        select(NoteEdit)
        .where(NoteEdit.note_id.in_(ids))
        .order_by(NoteEdit.note_id, NoteEdit.version.desc())
    )
    for edit in session.scalars(edits) if ids else ():
        found[edit.note_id] = (*found.get(edit.note_id, ()), EarlierText(edit.text, edit.at))
    return found


def note_view(
    n: Note, earlier: dict[str, tuple[EarlierText, ...]], replies: tuple[NoteView, ...] = ()
) -> NoteView:
    return NoteView(
        id=n.id,
        author=n.author,
        at=n.at,
        text=n.text,
        period=n.period,
        until=n.until,
        author_id=n.author_id,
        version=n.version,
        edited_at=n.edited_at,
        earlier=earlier.get(n.id, ()),
        replies=replies,
        about=" to ".join(_words(text) for text in (n.period, n.until) if text is not None),
        resolved_by=n.resolved_by or "",
        resolved_at=n.resolved_at,
    )
