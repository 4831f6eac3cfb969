"""The directory of people, and how a shared board knows who stands before it."""

from datetime import datetime
from typing import Annotated, ClassVar

from argon2 import PasswordHasher
from pydantic import AwareDatetime, Field, SecretStr
from sqlalchemy import delete, select, update

from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.notes import Id, Line
from hub.domain import recognition
from hub.domain.rights import Right, demand_somewhere
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.model import Person, Presence, Unit

PEOPLE = "people"  # the topic of the page that lists them
HASHER = PasswordHasher()  # argon2id with the library's own costs (RFC 9106, low memory)
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
PersonId = Annotated[str, Field(max_length=64)]


class Known(Answer):
    """A person of the directory; ``badge`` and ``pin`` say whether there is one."""

    id: str
    name: str
    unit: str | None
    badge: bool
    pin: bool
    version: int


class Tried(Answer):
    """``pin`` is the hash that the PIN has to match."""

    pin: str


class Recognised(Answer):
    person: str
    name: str
    began_at: AwareDatetime


class Left(Answer):
    ended_at: AwareDatetime


@command
class AddPerson(Command):
    """Enter somebody into the directory: who can own countermeasures, and be known at a board."""

    route: ClassVar[Route] = Route("/people")
    right: ClassVar[Right] = Right.ADMINISTER

    name: Line
    of: str | None = Field(None, description="Key of the unit that the person belongs to.")
    id: Id

    def unit(self, context: Context) -> str | None:
        return self.of

    def apply(self, context: Context) -> Known:
        if context.session.get(Person, str(self.id)) is not None:
            raise Conflict("There is somebody with this id already.")
        _free(context, self.name, None)
        if self.of is not None and context.session.get(Unit, self.of) is None:
            raise NotFound(f"There is no unit called {self.of!r}.")
        person = Person(
            id=str(self.id), name=self.name, unit_key=self.of, retired=False, pin_failures=0
        )
        person.version = 1
        context.session.add(person)
        return _told(context, person, "person_added")


class OfPerson(Command):
    """Base of what an administrator does about one person."""

    right: ClassVar[Right] = Right.ADMINISTER

    person: PersonId

    def unit(self, context: Context) -> str | None:
        return found(context, self.person).unit_key


@command
class RenamePerson(OfPerson):
    """``version`` is what was seen."""

    route: ClassVar[Route] = Route("/people/{person}/name", 200)

    name: Line
    version: int

    def apply(self, context: Context) -> Known:
        person = found(context, self.person)
        if person.version != self.version:
            raise Conflict(f"Somebody changed this first: it now says “{person.name}”.")
        _free(context, self.name, person.id)
        person.name, person.version = self.name, person.version + 1
        return _told(context, person, "person_renamed")


@command
class RetirePerson(OfPerson):
    """Take somebody out of the directory. What they did and what they own keeps their name."""

    route: ClassVar[Route] = Route("/people/{person}/retire", 200)

    def apply(self, context: Context) -> Known:
        person = found(context, self.person)
        person.retired, person.badge, person.pin = True, None, None
        person.version += 1
        forget(context, person)
        return _told(context, person, "person_retired")


@command
class SetPin(OfPerson):
    """Give somebody a PIN for the shared boards, or none; the one before is forgotten. Neither the
    audit nor the database holds the PIN itself."""

    route: ClassVar[Route] = Route("/people/{person}/pin", 200)

    pin: SecretStr | None = Field(None, description="4 to 12 digits.")

    def apply(self, context: Context) -> Known:
        person = found(context, self.person)
        person.pin = None if self.pin is None else HASHER.hash(_plain_pin(self.pin))
        person.pin_failures, person.pin_rests_until = 0, None
        person.version += 1
        forget(context, person)
        return _told(context, person, "pin_set")


@command
class SetBadge(OfPerson):
    """Give somebody a badge for the shared boards, or none: what its reader types."""

    route: ClassVar[Route] = Route("/people/{person}/badge", 200)

    badge: SecretStr | None = Field(None, description="As its reader types it.")

    def apply(self, context: Context) -> Known:
        person = found(context, self.person)
        digest = None if self.badge is None else digest_of(self.badge)
        other = context.session.scalar(
            select(Person.name).where(Person.badge == digest, Person.id != person.id)
        )
        if digest is not None and other is not None:
            raise Conflict(f"This is the badge of {other}.")
        person.badge = digest
        person.version += 1
        forget(context, person)
        return _told(context, person, "badge_set")


class TryPin(Command):
    """Somebody is about to be recognised by a PIN. The try counts before it is looked at, so that
    many at once are not more than so many one after another."""

    right: ClassVar[Right] = Right.SOLVE

    person: PersonId

    def authorise(self, context: Context) -> None:
        demand_somewhere(context.actor, self.right)

    def apply(self, context: Context) -> Tried:
        person = found(context, self.person)
        if person.pin is None:
            raise Invalid(f"{person.name} has no PIN yet: use the badge, or ask an administrator.")
        rested = person.pin_rests_until
        if rested is not None and rested > context.now:
            raise Forbidden(
                f"Too many wrong PINs for {person.name}. Try again in {_minutes(rested, context)}, "
                "or use the badge."
            )
        person.pin_failures += 1
        person.pin_rests_until = recognition.rests(person.pin_failures, context.now)
        context.tell("pin_tried")
        return Tried(pin=person.pin)


class Recognise(Command):
    """Somebody has shown a badge or a PIN at a shared board: from now on what is done there with
    the token of this ``digest`` is theirs."""

    right: ClassVar[Right] = Right.SOLVE

    person: PersonId
    digest: Digest
    by_pin: bool = False

    def authorise(self, context: Context) -> None:
        demand_somewhere(context.actor, self.right)

    def apply(self, context: Context) -> Recognised:
        person = found(context, self.person)
        if self.by_pin:
            person.pin_failures, person.pin_rests_until = 0, None
        oldest = context.now - recognition.KEPT - recognition.LONGEST_STAY
        context.session.execute(delete(Presence).where(Presence.began_at < oldest))
        context.session.add(
            Presence(
                digest=self.digest,
                person_id=person.id,
                board=context.actor.name,
                began_at=context.now,
            )
        )
        context.tell("recognised")
        return Recognised(person=person.id, name=person.name, began_at=context.now)


class Leave(Command):
    """Somebody has gone from a shared board, or nobody has touched it for a while."""

    right: ClassVar[Right] = Right.SOLVE

    digest: Digest

    def authorise(self, context: Context) -> None:
        """Whoever has the token."""

    def apply(self, context: Context) -> Left:
        presence = context.session.get(Presence, self.digest)
        if presence is None:
            raise NotFound("Nobody is known by this.")
        if presence.ended_at is None:
            presence.ended_at = max(presence.began_at, context.tapped)
            context.tell("left")
        return Left(ended_at=presence.ended_at)


def found(context: Context, id: str) -> Person:
    """The person, unless retired. Raises NotFound."""
    person = context.session.get(Person, id)
    if person is None or person.retired:
        raise NotFound("There is nobody like that in the directory.")
    return person


def forget(context: Context, person: Person) -> None:
    """Whoever is known as this person at a board is not so any more."""
    context.session.execute(
        update(Presence)
        .where(Presence.person_id == person.id, Presence.ended_at.is_(None))
        .values(ended_at=context.now)
    )


def digest_of(badge: SecretStr) -> str:
    """What is kept of a badge. Raises Invalid."""
    try:
        return recognition.badge_digest(recognition.plain_badge(badge.get_secret_value()))
    except ValueError as error:
        raise Invalid(str(error)) from None


def _plain_pin(pin: SecretStr) -> str:
    try:
        return recognition.plain_pin(pin.get_secret_value())
    except ValueError as error:
        raise Invalid(str(error)) from None


def _free(context: Context, name: str, own: str | None) -> None:
    """People are chosen and named by their names."""
    taken = select(Person.id).where(Person.name == name, Person.retired.is_(False))
    if context.session.scalar(taken) not in (None, own):
        raise Conflict(f"There is a {name} in the directory already.")


def _told(context: Context, person: Person, kind: str) -> Known:
    context.session.flush()
    context.tell(kind, PEOPLE)
    return Known(
        id=person.id,
        name=person.name,
        unit=person.unit_key,
        badge=person.badge is not None,
        pin=person.pin is not None,
        version=person.version,
    )


def _minutes(then: datetime, context: Context) -> str:
    minutes = max(1, round((then - context.now).total_seconds() / 60))
    return "a minute" if minutes == 1 else f"{minutes} minutes"
