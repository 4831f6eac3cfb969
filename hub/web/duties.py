"""Who has to see to which countermeasures: a page by owner, and calendars to subscribe to."""

from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request, url_for

from hub.snapshot.duties import DutiesOf, DutiesView, owners
from hub.snapshot.events import unit_choices
from hub.snapshot.views import Need
from hub.web.calendars import CALENDAR, calendar
from hub.web.site import Site


def mount(blueprint: Blueprint, site: Site) -> None:
    pages = DutyPages(site)
    blueprint.add_url_rule("/mine", view_func=pages.mine)
    blueprint.add_url_rule("/mine/due", view_func=pages.due)
    blueprint.add_url_rule("/calendars/owners/<path:name>.ics", view_func=pages.of_owner)
    blueprint.add_url_rule("/calendars/units/<key>.ics", view_func=pages.of_unit)


class DutyPages:
    """The views of one mounted hub."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hub = site.hub

    def mine(self) -> str:
        """The countermeasures of an owner: the one that is chosen, else whoever asks. Raises
        NotFound."""
        with self.hub.store.read() as session:
            names, units = owners(session), unit_choices(session)
        asking = self.site.actor().name
        owner = request.args.get("owner", "").strip() or (asking if asking in names else "")
        snapshot = self.hub.snapshot(Need(asks=frozenset({DutiesOf(owner)} if owner else ())))
        return render_template(
            "mine.html",
            title="My countermeasures",
            owner=owner,
            names=names,
            view=snapshot.answer(DutiesOf(owner)) if owner else DutiesView("", ()),
            calendar=self._address("owners", owner),
            units=[(unit.title, self._address("units", unit.key)) for unit in units],
            topics=sorted(DutiesOf().topics()),
            zone=ZoneInfo(snapshot.time_zone),
            **self.site.layout(),
        )

    def due(self) -> dict[str, int]:
        """How much an owner has to see to now, for the bar of ways on other pages; 0 of a name
        that owns nothing any more."""
        asked = DutiesOf(request.args.get("owner", "").strip())
        with self.hub.store.read() as session:
            known = asked.owner in owners(session)
        need = Need(asks=frozenset({asked} if known else ()))
        view = self.hub.snapshot(need).answer(asked) if known else DutiesView("", ())
        return {"due": len(view.pressing)}

    def _address(self, whose: str, name: str) -> str:
        return f"{self.site.prefix}/calendars/{whose}/{quote(name, safe='')}.ics"

    def of_owner(self, name: str) -> Response:
        """The days of one owner's countermeasures, for a calendar. Raises NotFound."""
        return self._calendar(DutiesOf(owner=name))

    def of_unit(self, key: str) -> Response:
        """The days of the countermeasures of a unit and all below it. Raises NotFound."""
        return self._calendar(DutiesOf(unit=key))

    def _calendar(self, asked: DutiesOf) -> Response:
        view = self.hub.snapshot(Need(asks=frozenset({asked}))).answer(asked)
        problems = url_for(".problems", _external=True)
        response = Response(
            calendar(view, f"{problems}/", named=bool(asked.unit)), content_type=CALENDAR
        )
        response.headers["Cache-Control"] = "no-cache, private"
        response.add_etag()
        response.make_conditional(request)
        return response
