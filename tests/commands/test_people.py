"""The directory of people: names, badges and PINs, and what the audit holds of them."""

from typing import Any

import pytest
from sqlalchemy import select

from hub.commands import (
    AddPerson,
    Recognise,
    RenamePerson,
    RetirePerson,
    SetBadge,
    SetPin,
    TryPin,
)
from hub.domain.recognition import TRIES, token_digest
from hub.domain.rights import Actor, Grant, Right
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.hub import Hub
from hub.model import AuditEntry, Person, Presence
from hub.snapshot.people import people
from hub.testing import SetClock
from tests.commands.test_issues import do

TEAM = Actor("team", "The team", grants=frozenset({Grant(Right.SOLVE)}))


def person(hub: Hub, name: str = "Head of Delivery", **known: Any) -> str:
    id = str(do(hub, AddPerson, name=name)["id"])
    if pin := known.get("pin"):
        do(hub, SetPin, person=id, pin=pin)
    if badge := known.get("badge"):
        do(hub, SetBadge, person=id, badge=badge)
    return id


def test_neither_the_audit_nor_the_directory_holds_a_pin_or_a_badge(hub: Hub) -> None:
    person(hub, pin="271828", badge="00471122")
    with hub.store.read() as session:
        said = " ".join(session.scalars(select(AuditEntry.body)))
        row = session.scalars(select(Person)).one()
    assert "271828" not in said and "00471122" not in said and "*****" in said
    assert row.pin is not None and row.pin.startswith("$argon2id$")
    assert row.badge is not None and "471122" not in row.badge


def test_a_name_is_there_once_and_a_badge_is_one_person_s(hub: Hub) -> None:
    person(hub, "Director", badge="00471122")
    other = person(hub, "Head of Delivery")
    with pytest.raises(Conflict, match="Director in the directory already"):
        person(hub, "Director")
    with pytest.raises(Conflict, match="Director in the directory already"):
        do(hub, RenamePerson, person=other, name="Director", version=1)
    with pytest.raises(Conflict, match="the badge of Director"):
        do(hub, SetBadge, person=other, badge=";00471122?")
    with pytest.raises(Invalid, match="guessed"):
        do(hub, SetPin, person=other, pin="1111")


def test_two_who_rename_at_once(hub: Hub) -> None:
    id = person(hub)
    do(hub, RenamePerson, person=id, name="Head of Flow", version=1)
    with pytest.raises(Conflict, match="now says “Head of Flow”"):
        do(hub, RenamePerson, person=id, name="Head of Stock", version=1)


def test_who_is_retired_is_known_no_more_and_leaves_the_name_to_others(hub: Hub) -> None:
    id = person(hub, pin="2718", badge="00471122")
    do(hub, Recognise, TEAM, person=id, digest=token_digest("one"))
    do(hub, RetirePerson, person=id)
    with hub.store.read() as session:
        assert people(session) == ()
        assert session.scalars(select(Presence.ended_at)).one() is not None
    with pytest.raises(NotFound):
        do(hub, Recognise, TEAM, person=id, digest=token_digest("two"))
    again = person(hub, badge="00471122")
    assert again != id


def test_so_many_wrong_pins_and_then_a_rest(hub: Hub, hub_clock: SetClock) -> None:
    id = person(hub, pin="2718")
    for _ in range(TRIES):
        do(hub, TryPin, TEAM, person=id)
    with pytest.raises(Forbidden, match="Try again in 15 minutes"):
        do(hub, TryPin, TEAM, person=id)
    hub_clock.move(minutes=16)
    do(hub, TryPin, TEAM, person=id)
    with pytest.raises(Forbidden):  # the next wrong one ends it at once
        do(hub, TryPin, TEAM, person=id)
    hub_clock.move(minutes=16)
    do(hub, Recognise, TEAM, person=id, digest=token_digest("one"), by_pin=True)
    do(hub, TryPin, TEAM, person=id)
    do(hub, TryPin, TEAM, person=id)


def test_another_pin_ends_the_rest(hub: Hub) -> None:
    id = person(hub, pin="2718")
    for _ in range(TRIES):
        do(hub, TryPin, TEAM, person=id)
    with pytest.raises(Forbidden, match="Try again"):
        do(hub, TryPin, TEAM, person=id)
    do(hub, SetPin, person=id, pin="3141")
    assert do(hub, TryPin, TEAM, person=id)["pin"].startswith("$argon2id$")


def test_who_has_no_pin_is_told_so(hub: Hub) -> None:
    with pytest.raises(Invalid, match="has no PIN yet"):
        do(hub, TryPin, TEAM, person=person(hub))


def test_the_directory_is_the_administrators(hub: Hub) -> None:
    with pytest.raises(Forbidden):
        do(hub, AddPerson, TEAM, name="Somebody")
    with pytest.raises(Forbidden):
        do(hub, SetPin, TEAM, person=person(hub), pin="2718")
