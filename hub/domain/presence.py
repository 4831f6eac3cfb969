"""Presence: whether a display is in touch with the hub, by the age of its last contact.

A display that is well reports every 30 seconds.
"""

from datetime import datetime, timedelta
from enum import StrEnum

STALE = timedelta(seconds=90)  # three reports are missing
OFFLINE = timedelta(minutes=5)


class Presence(StrEnum):
    AWAITED = "awaited"  # let in, and not heard of yet
    ONLINE = "online"
    STALE = "stale"
    OFFLINE = "offline"


def presence(contact: datetime | None, now: datetime) -> Presence:
    """How a display stands that was last heard of at ``contact``."""
    if contact is None:
        return Presence.AWAITED
    age = now - contact
    if age >= OFFLINE:
        return Presence.OFFLINE
    return Presence.STALE if age >= STALE else Presence.ONLINE
