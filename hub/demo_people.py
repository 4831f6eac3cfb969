"""The demo's directory: roles and not persons, each with the one PIN of the demonstration."""

from uuid import NAMESPACE_URL, uuid5

from pydantic import SecretStr

from hub.commands import AddPerson, SetPin
from hub.domain.rights import system
from hub.hub import Hub
from hub.snapshot import desk
from hub.snapshot.people import people

PIN = "2009"  # the year that the hub was first planned in; no secret
BOOK = system("hub demo")


def enter(hub: Hub) -> None:
    """Enter the roles that own figures; again, nothing changes that people have put right."""
    with hub.store.read() as session:
        roles, there = desk.owners(session), people(session)
    if there:
        return
    for role in roles:
        person = hub.execute(AddPerson(name=role, id=uuid5(NAMESPACE_URL, f"demo:{role}")), BOOK)
        hub.execute(SetPin(person=person["id"], pin=SecretStr(PIN)), BOOK)
