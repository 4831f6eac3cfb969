"""The words of all causes, indexed so that like ones are found (SQLite FTS5, Porter stemming)."""

import re
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

MOST = 60  # causes that are looked at for one answer
LONGEST = 12  # words of one question
SMALL = frozenset(
    re.findall(
        r"\w+",
        "and are but can for from had has have her his its not nor our out the their them then "
        "there they this too was were what when where which who why will with you your",
    )
)
FORGET = text("delete from cause_text where id = :id")
KEEP = text("insert into cause_text (id, text) values (:id, :text)")
LIKE = text(
    "select id from cause_text where cause_text match :words"
    " order by bm25(cause_text), rowid limit :n"
)


def keep(session: Session, id: str, words: str) -> None:
    """These are the words of a cause from now on."""
    session.execute(FORGET, {"id": id})
    session.execute(KEEP, {"id": id, "text": words})


def forget(session: Session, id: str) -> None:
    session.execute(FORGET, {"id": id})


def like(session: Session, words: str) -> Sequence[str]:
    """Ids of causes with some of these words, the likest first; small words do not count."""
    telling = telling_words(words)
    if not telling:
        return ()
    match = " OR ".join(f'"{word}"' for word in telling)
    return session.scalars(LIKE, {"words": match, "n": MOST}).all()


def telling_words(words: str) -> list[str]:
    """The words that say what it is about, each once, in small letters."""
    found = re.findall(r"\w{3,}", words.casefold())
    return list(dict.fromkeys(word for word in found if word not in SMALL))[:LONGEST]
