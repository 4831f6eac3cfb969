"""The ledger: audit chain, outbox of events, topic versions, idempotency keys, loads, leases."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from hub.model.columns import Model


class AuditEntry(Model):
    """Who did what, when. ``hash`` covers the entry and the hash before it (``store.ledger``).

    Where the actor stood at a shared board, ``entered_by`` is that board; ``tapped_at`` is when it
    was tapped, where that was earlier: the board was out of reach of the hub.
    """

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    actor_name: Mapped[str]
    command: Mapped[str] = mapped_column(index=True)
    body: Mapped[str]
    hash: Mapped[str]
    entered_by: Mapped[str | None]
    tapped_at: Mapped[datetime | None]


class Event(Model):
    """The outbox: a fact, and the topics whose pictures it outdates."""

    __tablename__ = "event"
    __table_args__ = {"sqlite_autoincrement": True}

    seq: Mapped[int] = mapped_column(primary_key=True)
    entry: Mapped[int]
    at: Mapped[datetime]
    kind: Mapped[str]
    topics: Mapped[list[Any]]


class Topic(Model):
    """The version of a topic is the number of the last event that touched it."""

    __tablename__ = "topic"

    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]


class IdempotencyKey(Model):
    """The answer a repeated command gets again. Kept 90 days."""

    __tablename__ = "idempotency_key"
    __table_args__ = (Index("ix_idempotency_key_at", "at"),)

    actor: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    answer: Mapped[str]
    at: Mapped[datetime]


class LoadedItem(Model):
    """An item of a scorecard file as it was last loaded: the common ancestor of file and desk."""

    __tablename__ = "loaded_item"

    unit_key: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fields: Mapped[dict[str, Any]]


class Lease(Model):
    """A job's slot that one node has taken, so that no other runs it again."""

    __tablename__ = "lease"

    job: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    node: Mapped[str]
    at: Mapped[datetime]
