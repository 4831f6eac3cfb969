"""Uploading a pack of figures: the file, the preview of what it would change, and its template."""

import hashlib
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, jsonify, render_template, request

from hub.commands import UploadPack
from hub.domain.periods import parse
from hub.domain.rights import Right, demand_somewhere
from hub.drawing import LIGHT
from hub.errors import Busy, NotFound
from hub.hub import LONDON
from hub.snapshot import desk
from hub.snapshot.submissions import month_before
from hub.snapshot.uploads import due, upload_view
from hub.uploads import files, templates
from hub.uploads.cells import Book
from hub.uploads.packs import pack
from hub.web.api import ROOT, idempotency_key
from hub.web.intake import CSV, PACK, WORKBOOK, body
from hub.web.site import Site, colours

AT_ONCE = 2  # files that are read side by side
PATIENCE = 20.0  # s that a file waits for its turn
FORMS = {
    "csv": (templates.as_csv, CSV),
    "xlsx": (templates.as_workbook, WORKBOOK),
}
MONTH = ("unit", "period")  # what the address may say of the month that is handed in
MONTHS = 12  # that a template is offered for


def mount(blueprint: Blueprint, site: Site) -> None:
    uploads = Uploads(site)
    blueprint.add_url_rule("/uploads", "uploads", uploads.page)
    blueprint.add_url_rule(ROOT + PACK.path, "upload", uploads.take, methods=["POST"])
    blueprint.add_url_rule("/uploads/template.<form>", "template", uploads.template)


class Uploads:
    """The views of one mounted hub."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hub = site.hub
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    def page(self) -> str:
        """A place for a file, or the preview of one that was uploaded."""
        id = request.args.get("upload", "")
        month = {name: said for name in MONTH if (said := request.args.get(name))}
        with self.hub.store.read() as session:
            view = upload_view(session, id, self.site.actor().id) if id else None
            units = desk.units(session)
        return render_template(
            "uploads.html",
            title=f"Upload {view.name}" if view else "Upload a pack",
            upload=view,
            units=units,
            unit=request.args.get("unit") or (units[0].key if units else ""),
            months=_months(self.hub.now()),
            month=month,
            another=self._address("uploads", month),
            returns=self._address("returns", month),
            most=files.MOST_BYTES,
            too_large=files.TOO_LARGE,
            zone=LONDON,
            **self.site.layout(),
        )

    def _address(self, page: str, month: Mapping[str, str]) -> str:
        said = dict(month) if colours() is LIGHT else {**month, "theme": colours().name}
        return f"{self.site.prefix}/{page}{f'?{urlencode(said)}' if said else ''}"

    def take(self) -> tuple[Response, int]:
        """Read the file in the body and keep what it would change; nothing is recorded yet."""
        actor = self.site.actor()
        demand_somewhere(actor, Right.RECORD)
        raw = body(PACK)
        found = pack(self._read(raw))
        command = UploadPack.model_validate(
            {
                "name": _name(request.args.get("name", "")),
                "digest": hashlib.sha256(raw).hexdigest(),
                "entries": tuple(found.entries),
                "faults": tuple(found.faults),
                "remarks": tuple(found.remarks),
            }
        )
        return jsonify(self.hub.execute(command, actor, idempotency_key())), PACK.status

    def _read(self, raw: bytes) -> Book:
        if not self._turns.acquire(timeout=PATIENCE):
            raise Busy("Other files are being read; please try again in a moment.")
        try:
            return files.read(raw)
        finally:
            self._turns.release()

    def template(self, form: str) -> Response:
        """What a unit owes for a month, to be filled in."""
        if form not in FORMS:
            raise NotFound(f"There is no template {form!r}: use {' or '.join(FORMS)}.")
        demand_somewhere(self.site.actor(), Right.RECORD)
        unit, month = request.args.get("unit", ""), request.args.get("month", "")
        with self.hub.store.read() as session:
            rows = due(session, unit, month, self.hub.now())
        write, kind = FORMS[form]
        name = "".join(c if c.isalnum() or c in "._-" else "-" for c in f"{unit}-{month}")
        reply = Response(write(rows), content_type=kind)
        reply.headers["Content-Disposition"] = f'attachment; filename="{name.strip("-")}.{form}"'
        return reply


def _name(said: str) -> str:
    """The file's name without the folders that it lay in."""
    last = said.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable()).strip()[:200] or "figures"


def _months(now: datetime) -> list[dict[str, Any]]:
    """The months that a template is offered for, the last that has ended first."""
    day, found = now.astimezone(ZoneInfo("Europe/London")).date(), []
    for _ in range(MONTHS):
        month = parse(month_before(day))
        found.append({"key": month.text, "title": month.title})
        day = month.starts
    return found
