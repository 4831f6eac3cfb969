"""Recognising somebody at a shared board: badges, PINs, and for how long they are known there.

A badge or a PIN says who somebody is. It gives no right that the board does not have itself.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from itertools import pairwise

SHORTEST, LONGEST = 4, 12  # digits of a PIN
BADGE_SHORTEST, BADGE_LONGEST = 4, 64  # characters that a reader types
TRIES = 5  # wrong PINs in a row, then no more for a while
RESTS = timedelta(minutes=15)
IDLE = timedelta(seconds=60)  # without a touch, then a board forgets who stands before it
LONGEST_STAY = timedelta(hours=12)
PLAY = timedelta(seconds=5)  # between when something is tapped and when it is timed
KEPT = timedelta(days=90)  # what was tapped out of reach of the hub may come so late

# scrypt, since the numbers of badges are few enough to be tried one by one; one salt for all, since
# a badge is looked up by what its reader types and by nothing else
SALT = b"performance hub: badge"
COST, BLOCK, LANES = 2**14, 8, 1


def plain_badge(typed: str) -> str:
    """What a reader types, without what frames it. Raises ValueError for what is no badge."""
    badge = typed.strip().strip(";?%").upper()
    if not BADGE_SHORTEST <= len(badge) <= BADGE_LONGEST or not badge.isascii():
        raise ValueError(f"A badge is {BADGE_SHORTEST} to {BADGE_LONGEST} letters and digits.")
    if not badge.isprintable() or " " in badge:
        raise ValueError("A badge has letters, digits and signs, and no spaces.")
    return badge


def badge_digest(badge: str) -> str:
    """What is kept of a plain badge: 64 hexadecimal digits."""
    return hashlib.scrypt(
        badge.encode(), salt=SALT, n=COST, r=BLOCK, p=LANES, maxmem=2**26, dklen=32
    ).hex()


def plain_pin(typed: str) -> str:
    """The PIN. Raises ValueError with words for one that is too easy to guess."""
    pin = typed.strip()
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        raise ValueError(f"A PIN is {SHORTEST} to {LONGEST} digits.")
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        raise ValueError("A PIN that counts up or down, or is one digit alone, is guessed at once.")
    return pin


def new_token() -> str:
    """256 bits that nobody guesses."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def rests(failures: int, now: datetime) -> datetime | None:
    """Until when no further PIN is looked at after so many wrong ones in a row."""
    return now + RESTS if failures >= TRIES else None


def stood(began: datetime, ended: datetime | None, at: datetime) -> bool:
    """Whether somebody who was recognised then was still known at the board at a moment."""
    last = began + LONGEST_STAY if ended is None else ended
    return began - PLAY <= at <= last + PLAY
