"""Leases: a job's slot is taken by one node, so that no other runs it again."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from hub.model import Lease
from hub.store.engine import Store

SLOTS_KEPT = 10


def taken(store: Store, job: str, every: float, node: str, now: datetime) -> bool:
    """Take the slot of ``job`` that ``now`` falls into; False where another has taken it."""
    slot = int(now.timestamp() / every)
    try:
        with store.write() as session:
            session.execute(delete(Lease).where(Lease.job == job, Lease.slot < slot - SLOTS_KEPT))
            session.add(Lease(job=job, slot=slot, node=node, at=now))
    except IntegrityError:
        return False
    return True


def forget(store: Store, now: datetime) -> None:
    with store.write() as session:
        session.execute(delete(Lease).where(Lease.at < now - timedelta(days=1)))
