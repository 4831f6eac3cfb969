"""The directory as it is read, and who is known at a shared board."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.recognition import stood
from hub.model import Person, Presence, Unit
from hub.snapshot.lists import Item


class PersonItem(Item):
    """Somebody in the directory; ``badge`` and ``pin`` say whether there is one."""

    id: str
    name: str
    unit: str | None
    badge: bool
    pin: bool
    version: int


@dataclass(frozen=True)
class PersonView:
    """``rests_until``: too many wrong PINs, so none is looked at before then."""

    id: str
    name: str
    unit: str | None
    unit_title: str
    badge: bool
    pin: bool
    rests_until: datetime | None
    version: int


@dataclass(frozen=True)
class Standing:
    """Who stood at a board at a moment."""

    person: str
    name: str


def people(session: Session) -> tuple[PersonView, ...]:
    """Everybody in the directory, by name."""
    rows = session.execute(
        select(Person, Unit.title)
        .outerjoin(Unit, Unit.key == Person.unit_key)
        .where(Person.retired.is_(False))
        .order_by(Person.name, Person.id)
    )
    return tuple(
        PersonView(
            p.id,
            p.name,
            p.unit_key,
            title or "",
            p.badge is not None,
            p.pin is not None,
            p.pin_rests_until,
            p.version,
        )
        for p, title in rows
    )


def listed(
    session: Session, _now: datetime, limit: int, after: str | None
) -> tuple[list[PersonItem], str | None]:
    """A page of the directory by id, and from where the next one goes on."""
    chosen = select(Person).where(Person.retired.is_(False)).order_by(Person.id).limit(limit + 1)
    if after is not None:
        chosen = chosen.where(Person.id > after)
    rows = session.scalars(chosen).all()
    shown = rows[:limit]
    return [_item(p) for p in shown], _further(rows, shown)


def _item(person: Person) -> PersonItem:
    return PersonItem(
        id=person.id,
        name=person.name,
        unit=person.unit_key,
        badge=person.badge is not None,
        pin=person.pin is not None,
        version=person.version,
    )


def _further(rows: Sequence[Person], shown: Sequence[Person]) -> str | None:
    return shown[-1].id if len(rows) > len(shown) else None


def by_badge(session: Session, digest: str) -> str | None:
    """The id of whoever has the badge."""
    chosen = select(Person.id).where(Person.badge == digest, Person.retired.is_(False))
    return session.scalar(chosen)


def standing(session: Session, digest: str, at: datetime) -> Standing | None:
    """Who was known by a token at a moment; None where nobody was."""
    row = session.execute(
        select(Person.id, Person.name, Presence.began_at, Presence.ended_at)
        .join(Presence, Presence.person_id == Person.id)
        .where(Presence.digest == digest)
    ).first()
    if row is None or not stood(row.began_at, row.ended_at, at):
        return None
    return Standing(row.id, row.name)
