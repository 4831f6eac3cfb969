"""Key performance questions (KPQs): the key that a question in plain words gets."""

import re
from hashlib import sha256
from unicodedata import normalize

LONGEST = 60  # characters of a key


def key_of(question: str) -> str:
    """A key made of the question's words: the same words always give the same key.

    Where not all words fit, or none is in Latin letters, a digest tells such questions apart.
    """
    plain = normalize("NFKD", question.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    key = "-".join(words)
    if words and len(key) <= LONGEST:
        return key
    digest = sha256(" ".join(question.split()).encode()).hexdigest()[:8]
    kept = key[: LONGEST - 9].rpartition("-")[0] or "question"
    return f"{kept}-{digest}"
