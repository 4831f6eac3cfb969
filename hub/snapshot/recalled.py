"""Cause memory: the same or a like cause seen before, where, what was tried, whether it worked."""

from datetime import date, datetime
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.model import Cause, Countermeasure, Issue, IssueCause, Unit
from hub.snapshot.lists import Item
from hub.snapshot.sight import known
from hub.store import recall

MOST = 5  # causes in one answer
STEM = 5  # letters that two forms of a word have in common


class Tried(Item):
    """A countermeasure against the cause: what became of it."""

    text: str
    strength: str
    stage: str
    result: str  # improved | no_change | worse | too_early, empty where nobody has looked
    decision: str


class RecalledCause(Item):
    """A cause of another problem that is like the one in question."""

    id: str
    text: str
    state: str
    root: bool
    issue: str
    number: int
    title: str
    unit: str
    on: date
    tried: tuple[Tried, ...]


def recalled(session: Session, like: str, without: str = "") -> tuple[RecalledCause, ...]:
    """Causes like these words, the likest first, but for those of the issue ``without``; at least
    half of the words that tell something are to be in them."""
    ids = recall.like(session, like)
    if not ids:
        return ()
    rows = session.execute(
        select(Cause, Issue, Unit.title)
        .join(IssueCause, IssueCause.cause_id == Cause.id)
        .join(Issue, Issue.id == IssueCause.issue_id)
        .join(Unit, Unit.key == Issue.unit_key)
        .where(Cause.id.in_(ids), Issue.id != without, Issue.merged_into.is_(None), known(session))
        .order_by(Issue.number.desc())
    ).all()
    place = {id: at for at, id in enumerate(ids)}
    likest = sorted(rows, key=lambda row: place[row.Cause.id])
    near = (row for row in likest if _near(row.Cause.text, like))
    return tuple(_item(session, *row) for row in islice(near, MOST))


def listed(
    session: Session, _as_of: datetime, _limit: int, _after: str | None, like: str, without: str
) -> tuple[list[RecalledCause], None]:
    return list(recalled(session, like[:500], without)), None


def _near(text: str, like: str) -> bool:
    asked = {word[:STEM] for word in recall.telling_words(like)}
    there = {word[:STEM] for word in recall.telling_words(text)}
    return 2 * len(asked & there) >= min(len(asked), len(there))


def _item(session: Session, cause: Cause, issue: Issue, unit: str) -> RecalledCause:
    tried = session.scalars(
        select(Countermeasure)
        .where(Countermeasure.cause_id == cause.id)
        .order_by(Countermeasure.at, Countermeasure.id)
        .limit(10)
    )
    return RecalledCause(
        id=cause.id,
        text=cause.text,
        state=cause.state,
        root=cause.root,
        issue=issue.id,
        number=issue.number,
        title=issue.title,
        unit=unit,
        on=cause.at.date(),
        tried=tuple(
            Tried(
                text=c.text,
                strength=c.strength,
                stage=c.stage,
                result=c.result,
                decision=c.decision,
            )
            for c in tried
        ),
    )
