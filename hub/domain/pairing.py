"""Pairing a screen: the code that it shows, and the credential that it is given (after RFC 8628).

The screen shows ``code`` and a check number; whoever approves it types both, so that nobody lets
in a screen that they do not stand before. The screen polls with a secret of its own and gets its
credential once. The hub keeps SHA-256 digests alone.
"""

import hashlib
import secrets
from datetime import timedelta

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # RFC 8628, section 6.1: no vowels, so no words
CODE = 8
WAITS = timedelta(minutes=15)
RENEWED = timedelta(days=7)
MOST_WAITING = 200
MARK = "hubd"  # what every credential begins with


def new_code() -> str:
    """Eight letters: 20 to the power of 8, more than 25 thousand million of them."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE))


def new_check() -> str:
    """The check number beside the code: two digits."""
    return f"{secrets.randbelow(90) + 10}"


def new_secret() -> str:
    """256 bits that nobody guesses."""
    return f"{MARK}_{secrets.token_urlsafe(32)}"


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def plain(code: str) -> str:
    """A code as it is kept: however people type it, with a dash, spaces or small letters."""
    return "".join(c for c in code.upper() if c in LETTERS)


def spaced(code: str) -> str:
    """A code as it is read aloud: in two halves."""
    return f"{code[: CODE // 2]}-{code[CODE // 2 :]}"
