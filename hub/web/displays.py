"""Paired screens: how one is let in, what it shows now, and what it tells of itself."""

from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import segno
from flask import Blueprint, Response, jsonify, render_template, request, send_from_directory
from pydantic import BaseModel, ConfigDict, Field

from hub.commands import CollectCredential, RenewCredential, ReportDisplay, RequestPairing
from hub.domain import pairing
from hub.domain.rights import system
from hub.errors import Unpaired
from hub.model import PairedDisplay
from hub.snapshot import desk
from hub.snapshot.rooms import GlassView, RoomNow, glass
from hub.web.api import body
from hub.web.seen import seen
from hub.web.site import Site, acting

SCREENS = system("pairing")
STATIC = Path(__file__).parent / "static"


class Collecting(BaseModel):
    """What a waiting screen asks with: the secret that it was given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    device: str = Field(min_length=20, max_length=100)


class Contact(BaseModel):
    """What a screen tells of itself; lengths as ``ReportDisplay`` has them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    browser: str = ""
    heap: int | None = None
    width: int
    height: int
    scene: str = ""
    etag: str = ""


def mount(blueprint: Blueprint, site: Site) -> None:
    screens = Screens(site)
    add = blueprint.add_url_rule
    add("/display", "display", screens.page)
    add("/display-worker.js", "display_worker", screens.worker)
    add("/display/pairing", "pair_display", screens.pair, methods=["POST"])
    add("/display/collect", "collect_display", screens.collect, methods=["POST"])
    add("/display/now", "display_now", screens.now)
    add("/display/contact", "display_contact", screens.contact, methods=["POST"])


class Screens:
    """The views of the screens of one mounted hub."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hub = site.hub

    def page(self) -> str:
        """The page that a screen stays on for good: its code while nobody has let it in, then what
        its room shows. There is no form to sign in on it."""
        return render_template("display.html", title="Display", **self.site.layout())

    def worker(self) -> Response:
        """What keeps the page in the browser; here and not in static/, as it is for /display."""
        return send_from_directory(STATIC, "display-worker.js", max_age=0)

    def pair(self) -> Response:
        """A new code for a screen that nobody knows, and the secret that it collects with."""
        secret = pairing.new_secret()
        address = request.remote_addr or ""
        asked = RequestPairing(device=pairing.digest(secret), address=address, id=uuid4())
        waiting = self.hub.execute(asked, SCREENS)
        code = pairing.spaced(waiting["code"])
        approve = f"{request.host_url.rstrip('/')}{self.site.prefix}/displays?code={code}"
        return jsonify(
            id=waiting["id"],
            device=secret,
            code=code,
            check=waiting["check"],
            expires_at=waiting["expires_at"],
            approve=approve,
            qr=segno.make(approve, micro=False).svg_inline(border=2, omitsize=True),
        )

    def collect(self) -> Response:
        """The credential of a screen that was let in; ``display`` is empty while it was not."""
        asked = Collecting.model_validate(body())
        credential = pairing.new_secret()
        collected = CollectCredential(
            device=pairing.digest(asked.device), credential=pairing.digest(credential)
        )
        found = self.hub.execute(collected, SCREENS)
        if not found["display"]:
            return jsonify(display="", credential="")
        return jsonify(display=found["display"], credential=credential)

    def now(self) -> Response:
        """What the screen shows now."""
        display = self._display()
        moment = self.hub.now()
        with self.hub.store.read() as session:
            view = glass(session, display, moment)
            lenses = desk.lenses(session)
        view = seen(self.site, view)
        choices = [asdict(lens) for lens in lenses]
        response = jsonify({**told(view), "now": moment.isoformat(), "lenses": choices})
        response.headers["Cache-Control"] = "no-store"
        return response

    def contact(self) -> Response:
        """Take note of what the screen says, and renew its credential now and then."""
        display = self._display()
        said = Contact.model_validate(body())
        actor = acting(display)
        self.hub.execute(ReportDisplay(display=display.id, **said.model_dump()), actor)
        self.site.drawn.hold(display.id, said.etag)
        return jsonify(credential=self._renewed(display))

    def _renewed(self, display: PairedDisplay) -> str | None:
        """Another credential where it is time for one; the old one is good until it is used."""
        shown = request.authorization
        used = pairing.digest(shown.token or "") if shown is not None else ""
        actor = acting(display)
        if used == display.following:
            self.hub.execute(RenewCredential(display=display.id, used=used), actor)
            return None
        if self.hub.now() - display.renewed_at < pairing.RENEWED:
            return None
        fresh = pairing.new_secret()
        renew = RenewCredential(display=display.id, used=used, following=pairing.digest(fresh))
        self.hub.execute(renew, actor)
        return fresh

    def _display(self) -> PairedDisplay:
        found = self.site.display()
        if found is None:
            raise Unpaired("This screen is not paired with the hub.")
        return found


def told(view: GlassView) -> dict[str, Any]:
    """What a screen is told."""
    return {
        **told_of(view),
        "display": view.display,
        "name": view.name,
        "identify_until": view.identify_until.isoformat() if view.identify_until else None,
        "reloads": view.reloads,
        "part": dict(view.part),
    }


def told_of(view: RoomNow) -> dict[str, Any]:
    """What is told of a room; ``scene`` is an address below the hub, without theme and size."""
    showing = view.showing
    return {
        "room": view.room,
        "room_title": view.room_title,
        "scene": f"/scenes/{showing.scene}.svg?{urlencode(sorted(showing.about.items()))}",
        "theme": showing.theme,
        "until": showing.until.isoformat(),
        "elapsed": showing.elapsed.total_seconds(),
        "stays": None if showing.stays is None else showing.stays.total_seconds(),
        "driver": showing.driver,
        "paused_until": showing.paused_until.isoformat() if showing.paused_until else None,
        "returns_at": showing.returns_at.isoformat() if showing.returns_at else None,
        "resting": showing.resting,
        "rests_until": showing.rests_until.isoformat() if showing.rests_until else None,
        "topics": list(view.topics),
        "banners": [
            {"id": b.id, "text": b.text, "urgent": b.urgent, "ends_at": b.ends_at.isoformat()}
            for b in view.banners
        ],
    }
