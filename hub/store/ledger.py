"""The ledger of a transaction: audit chain, events, topic versions and idempotency keys.

The chain: ``hash = sha256(previous hash + the entry's own fields)``, so an entry that is changed
or removed later breaks every hash after it (``verify``). Fields that few entries have, who entered
it and when it was tapped, are part of the hash where there is one of them.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from hub.domain.rights import Actor
from hub.errors import KeyReused, Unusable
from hub.model import AuditEntry, Event, IdempotencyKey, Topic

GENESIS = "0" * 64
KEPT_BODY = 64_000  # characters of a command's body kept in the audit; longer ones keep a digest
KEYS_KEPT = timedelta(days=90)

AUDIT, EVENT, TOPIC, KEY = (m.table() for m in (AuditEntry, Event, Topic, IdempotencyKey))
LAST = select(AUDIT.c.seq, AUDIT.c.hash).order_by(AUDIT.c.seq.desc()).limit(1)
AUDITED, REMEMBERED = insert(AUDIT), insert(KEY)
TOLD = insert(EVENT).returning(EVENT.c.seq)
TOUCHED = upsert(TOPIC)
TOUCHED = TOUCHED.on_conflict_do_update(
    index_elements=["name"], set_={"version": TOUCHED.excluded.version}
)
ANSWERED = select(KEY.c.fingerprint, KEY.c.answer).where(
    KEY.c.actor == bindparam("actor"), KEY.c.key == bindparam("key")
)
SINCE = (
    select(EVENT.c.seq, EVENT.c.topics)
    .where(EVENT.c.seq > bindparam("seq"))
    .order_by(EVENT.c.seq)
    .limit(bindparam("most"))
)
VERSIONS = select(TOPIC.c.name, TOPIC.c.version).where(
    TOPIC.c.name.in_(bindparam("names", expanding=True))
)


@dataclass(frozen=True)
class Fact:
    """Something that happened, and the topics whose pictures it outdates."""

    kind: str
    topics: frozenset[str]


@dataclass(frozen=True)
class Entry:
    """The audit entry being written: its number, and the hash it follows."""

    seq: int
    previous: str


def begin(session: Session) -> Entry:
    """The next entry. The writer's turn is held, so nobody else gets the same number."""
    last = session.execute(LAST).first()
    return Entry(last.seq + 1, last.hash) if last else Entry(1, GENESIS)


def close(
    session: Session,
    entry: Entry,
    actor: Actor,
    command: str,
    body: str,
    at: datetime,
    tapped: datetime | None = None,
) -> None:
    """Write the audit entry; ``tapped`` is when it was asked for, where that was earlier."""
    kept = body if len(body) <= KEPT_BODY else f"sha256:{_digest(body)} of {len(body)} characters"
    fields: tuple[object, ...] = (entry.seq, at.isoformat(), actor.id, actor.name, command, kept)
    fields += _of_board(actor.at, tapped)
    session.execute(
        AUDITED,
        {
            "seq": entry.seq,
            "at": at,
            "actor": actor.id,
            "actor_name": actor.name,
            "command": command,
            "body": kept,
            "hash": chained(entry.previous, fields),
            "entered_by": actor.at,
            "tapped_at": tapped,
        },
    )


def _of_board(entered_by: str | None, tapped: datetime | None) -> tuple[str | None, ...]:
    """What was entered at a shared board, or later than it was tapped, says so in the chain."""
    if entered_by is None and tapped is None:
        return ()
    return (entered_by, tapped.isoformat() if tapped else None)


def chained(previous: str, fields: tuple[object, ...]) -> str:
    return _digest(previous + json.dumps(fields, ensure_ascii=False, separators=(",", ":")))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def verify(session: Session) -> int:
    """Walk the chain; return its length. Raises Unusable at the first entry that does not fit."""
    previous, seq = GENESIS, 0
    for row in session.scalars(
        select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=1000)
    ):
        at = row.at.isoformat()
        fields: tuple[object, ...] = (row.seq, at, row.actor, row.actor_name, row.command, row.body)
        fields += _of_board(row.entered_by, row.tapped_at)
        if row.seq != seq + 1 or row.hash != chained(previous, fields):
            raise Unusable(f"the audit chain is broken at entry {seq + 1}")
        previous, seq = row.hash, row.seq
    return seq


def tell(session: Session, entry: Entry, facts: Iterable[Fact], at: datetime) -> int:
    """Post the facts to the outbox and move their topics on; the number of the last event."""
    seq = 0
    for fact in facts:
        topics = sorted(fact.topics)
        row = {"entry": entry.seq, "at": at, "kind": fact.kind, "topics": topics}
        seq = int(session.execute(TOLD, row).scalar_one())
        if topics:
            session.execute(TOUCHED, [{"name": topic, "version": seq} for topic in topics])
    return seq


def versions(session: Session, topics: Iterable[str]) -> dict[str, int]:
    """The version of each topic; 0 for one that nothing has touched yet."""
    names = sorted(topics)
    known = session.execute(VERSIONS, {"names": names})
    found = {row.name: row.version for row in known}
    return {name: found.get(name, 0) for name in names}


def newest(session: Session) -> int:
    """The number of the last event."""
    return session.scalar(select(func.max(Event.seq))) or 0


def since(session: Session, seq: int, most: int = 1000) -> tuple[int, dict[str, int]]:
    """Events after ``seq``: the last number read, and the newest version of each topic touched."""
    rows = session.execute(SINCE, {"seq": seq, "most": most}).all()
    touched = {topic: row.seq for row in rows for topic in row.topics}
    return (rows[-1].seq if rows else seq), touched


def replayed(session: Session, actor: Actor, key: str, fingerprint: str) -> str | None:
    """The answer given to this key before, if any. Raises KeyReused for another body."""
    row = session.execute(ANSWERED, {"actor": actor.id, "key": key}).first()
    if row is None:
        return None
    if row.fingerprint != fingerprint:
        raise KeyReused("This idempotency key was used before with another request.")
    return str(row.answer)


def remember(
    session: Session, actor: Actor, key: str, fingerprint: str, answer: str, at: datetime
) -> None:
    row = {"actor": actor.id, "key": key, "fingerprint": fingerprint, "answer": answer, "at": at}
    session.execute(REMEMBERED, row)


def fingerprint(command: str, body: str) -> str:
    return _digest(f"{command}\n{body}")


def forget(session: Session, now: datetime) -> None:
    """Drop keys and events that nobody can still be waiting for."""
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.at < now - KEYS_KEPT))
    session.execute(delete(Event).where(Event.at < now - timedelta(days=7)))
