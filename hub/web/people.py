"""People: the page of the directory, and recognising who stands at a shared board."""

import time
from collections import deque
from threading import Lock
from typing import Self

from argon2.exceptions import VerifyMismatchError
from flask import Blueprint, Response, jsonify, render_template, request
from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from hub.commands import Leave, Recognise, TryPin
from hub.commands.people import HASHER, PEOPLE, digest_of
from hub.domain import recognition
from hub.domain.rights import Right, demand_somewhere
from hub.errors import Busy, Forbidden, Invalid, NotFound
from hub.snapshot import desk
from hub.snapshot.people import by_badge, people
from hub.web.api import body
from hub.web.site import PRESENCE, Site

STRANGERS, WITHIN = 20, 300.0  # so many unknown badges in so many seconds, then none for a while
UNKNOWN = "This badge is not known here. Use your name and PIN, or ask an administrator."


class Shown(BaseModel):
    """What somebody shows to be recognised: a badge, or a person with a PIN."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    badge: SecretStr | None = Field(None, max_length=200)
    person: str = Field("", max_length=64)
    pin: SecretStr | None = Field(None, max_length=40)

    @model_validator(mode="after")
    def one_of_them(self) -> Self:
        if (self.badge is None) == (self.pin is None) or (self.pin is None) == bool(self.person):
            raise ValueError("either a badge, or a person and a pin")
        return self


class Strangers:
    """Counts the unknown badges of late, so that nobody tries one number after another."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen: deque[float] = deque(maxlen=STRANGERS)

    def look(self) -> None:
        """Raises Busy where there were too many."""
        with self._lock:
            full = len(self._seen) == STRANGERS
            if full and time.monotonic() - self._seen[0] < WITHIN:
                raise Busy("Too many unknown badges: use your name and PIN for now.")

    def add(self) -> None:
        with self._lock:
            self._seen.append(time.monotonic())


def mount(blueprint: Blueprint, site: Site) -> None:
    pages = PeoplePages(site)
    add = blueprint.add_url_rule
    add("/people", view_func=pages.people)
    add("/board/recognise", view_func=pages.recognise, methods=["POST"])
    add("/board/leave", view_func=pages.leave, methods=["POST"])


class PeoplePages:
    """The views of one mounted hub."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hub = site.hub
        self.strangers = Strangers()

    def people(self) -> str:
        """The directory: who can own countermeasures and be known at a board."""
        demand_somewhere(self.site.actor(), Right.ADMINISTER)
        with self.hub.store.read() as session:
            everybody, units = people(session), desk.units(session)
        return render_template(
            "people.html",
            title="People",
            people=[p for p in everybody if self.site.may(Right.ADMINISTER, p.unit)],
            units=[unit for unit in units if self.site.may(Right.ADMINISTER, unit.key)],
            whole=self.site.may(Right.ADMINISTER, None),
            now=self.hub.now(),
            shortest=recognition.SHORTEST,
            longest=recognition.LONGEST,
            topics=[PEOPLE],
            **self.site.layout(),
        )

    def recognise(self) -> tuple[Response, int]:
        """Somebody shows a badge or a PIN. Answers the token that the board sends from now on with
        what they do (header ``Hub-Presence``). Raises Forbidden."""
        shown = Shown.model_validate(body())
        demand_somewhere(self.site.actor(), Right.SOLVE)
        person = self._by_pin(shown) if shown.pin is not None else self._by_badge(shown)
        token = recognition.new_token()
        asked = Recognise(
            person=person, digest=recognition.token_digest(token), by_pin=shown.pin is not None
        )
        answer = self.hub.execute(asked, self.site.actor())
        return jsonify({**answer, "token": token}), 201

    def _by_badge(self, shown: Shown) -> str:
        assert shown.badge is not None
        self.strangers.look()
        try:
            digest = digest_of(shown.badge)
        except Invalid:
            raise Forbidden(UNKNOWN) from None
        with self.hub.store.read() as session:
            person = by_badge(session, digest)
        if person is None:
            self.strangers.add()
            raise Forbidden(UNKNOWN)
        return person

    def _by_pin(self, shown: Shown) -> str:
        assert shown.pin is not None
        tried = self.hub.execute(TryPin(person=shown.person), self.site.actor())
        try:
            HASHER.verify(tried["pin"], shown.pin.get_secret_value())
        except VerifyMismatchError:
            raise Forbidden("This is not the right PIN.") from None
        return shown.person

    def leave(self) -> Response:
        """Whoever was recognised has gone."""
        token = request.headers.get(PRESENCE, "")
        if not token:
            raise NotFound("Nobody is known by this.")
        asked = Leave(digest=recognition.token_digest(token))
        return jsonify(self.hub.execute(asked, self.site.actor(), ago=self.site.ago()))
