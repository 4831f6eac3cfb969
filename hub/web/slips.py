"""Typing at a board with one's own phone: the board's side of it, and the page on the phone."""

from typing import Any
from urllib.parse import urlencode

import segno
from flask import Blueprint, Response, jsonify, make_response, render_template, request
from pydantic import BaseModel, ConfigDict

from hub.commands.issues import IssueId
from hub.commands.slips import GONE, CloseSlip, OpenSlip, WriteOnSlip
from hub.domain import pairing, slips
from hub.domain.rights import Right, demand_somewhere, system
from hub.drawing import LIGHT
from hub.errors import NotFound
from hub.snapshot.slips import SlipView, of_digest, of_id
from hub.web.api import body, fields
from hub.web.site import Site, colours
from hub.web.visitors import loopback_name, own_origin

PHONES = system("phone")
ALONE = "This board is open at an address of its own computer, which no phone can reach."


class Asking(BaseModel):
    """What a board asks a slip for; lengths as ``OpenSlip`` has them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    asked: str
    issue: IssueId | None = None
    most: int = 300


def mount(blueprint: Blueprint, site: Site) -> None:
    views = Slips(site)
    add = blueprint.add_url_rule
    add("/slips", "open_slip", views.open, methods=["POST"])
    add("/slips/<slip>", "slip", views.sent)
    add("/slips/<slip>/close", "close_slip", views.close, methods=["POST"])
    add("/type/<token>", "type_page", views.page)
    add("/type/<token>", "type_words", views.write, methods=["POST"])


class Slips:
    """The views of one mounted hub."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hub = site.hub

    def open(self) -> Response:
        """A slip for an editor, and its address as a QR code."""
        asking = Asking.model_validate(body())
        token = slips.new_token()
        opened = self.hub.execute(
            OpenSlip(digest=pairing.digest(token), **asking.model_dump()), self.site.actor()
        )
        address = self._address(token)
        alone = loopback_name(request.host.rsplit(":", 1)[0].strip("[]"))
        return self._told(
            id=opened["id"],
            address=address,
            qr=segno.make(address, micro=False).svg_inline(border=2, omitsize=True),
            caution=ALONE if alone else "",
        )

    def _address(self, token: str) -> str:
        theme = colours().name
        also = "" if theme == LIGHT.name else f"?{urlencode({'theme': theme})}"
        return f"{request.host_url.rstrip('/')}{self.site.prefix}/type/{token}{also}"

    def sent(self, slip: str) -> Response:
        """What a phone has sent to the editor by now."""
        with self.hub.store.read() as session:
            found = of_id(session, slip, self.hub.now())
        if found is None:
            demand_somewhere(self.site.actor(), Right.SOLVE)
            raise NotFound(GONE)
        if found.unit:
            self.site.demand(Right.SOLVE, found.unit)
        else:
            demand_somewhere(self.site.actor(), Right.SOLVE)
        return self._told(sent=list(found.sent))

    def close(self, slip: str) -> Response:
        return self._told(**self.hub.execute(CloseSlip(slip=slip), self.site.actor()))

    def page(self, token: str) -> Response:
        """The page on the phone; where the code is no good, what to do about it."""
        found = self._of(token)
        page = render_template(
            "type.html",
            title=found.asked if found else "This code has run out",
            slip=found,
            left=(found.expires_at - self.hub.now()).total_seconds() if found else 0,
            **self.site.layout(colours()),
        )
        response = make_response(page, 200 if found else 404)
        response.headers["Referrer-Policy"] = "no-referrer"  # the address is the key
        return _kept_nowhere(response)

    def write(self, token: str) -> Response:
        """Words from the phone; they come from the page above, or from no page at all."""
        own_origin(request)
        if self._of(token) is None:  # looked up first: who guesses takes no writer's turn
            raise NotFound(GONE)
        said = {"digest": pairing.digest(token)}
        words = WriteOnSlip.model_validate(fields(WriteOnSlip, body(), said))
        return self._told(**self.hub.execute(words, PHONES))

    def _of(self, token: str) -> SlipView | None:
        with self.hub.store.read() as session:
            return of_digest(session, pairing.digest(token), self.hub.now())

    def _told(self, **said: Any) -> Response:
        return _kept_nowhere(jsonify(said))


def _kept_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
