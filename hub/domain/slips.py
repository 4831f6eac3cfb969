"""Slips: a way for words from somebody's own phone into one editor at a shared board, for a while.

The phone holds a token and the hub its SHA-256 digest alone. Whoever has the token can write, and
can do and see nothing else.
"""

import secrets
from datetime import timedelta

VALID = timedelta(minutes=10)
BYTES = 24  # of a token: 192 bits, and still a small picture to scan
MOST_OPEN = 500
MOST_SENT = 50  # times that one phone or several send to one editor
LONGEST = 20_000  # characters that the largest editor takes


def new_token() -> str:
    return secrets.token_urlsafe(BYTES)
