"""The page of programmes and projects: how far each is, and where people report it."""

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template
from markupsafe import Markup

from hub.displays.programme_row import day_words, state_of, word_of
from hub.domain.rights import Right, demand_somewhere
from hub.drawing import badge
from hub.snapshot import desk
from hub.snapshot.initiatives import InitiativesView, InitiativeView, OfUnit
from hub.snapshot.views import Need
from hub.web.pictures import picture
from hub.web.site import Site, colours


def mount(blueprint: Blueprint, site: Site) -> None:
    blueprint.add_url_rule("/programmes", "programmes", ProgrammePages(site).page)


class ProgrammePages:
    """The views of one mounted hub."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hub = site.hub

    def page(self) -> str:
        """The programmes and projects of all units, with a form for each that who asks may report
        on."""
        demand_somewhere(self.site.actor(), Right.READ)
        with self.hub.store.read() as session:
            units = desk.units(session)
        asks = [OfUnit(unit.key) for unit in units]
        need = Need(asks=frozenset(asks))
        snapshot = self.hub.snapshot(need)
        views = [snapshot.answer(ask) for ask in asks]
        return render_template(
            "programmes.html",
            title="Programmes",
            units=[(view, own, self._wall(view)) for view in views if (own := _own(view))],
            may=lambda each: self.site.may(Right.RECORD, each.unit),
            mark=_mark,
            word=lambda each: word_of(each.standing),
            day=day_words,
            topics=sorted(need.topics()),
            zone=ZoneInfo(snapshot.time_zone),
            **self.site.layout(),
        )

    def _wall(self, view: InitiativesView) -> str:
        said = urlencode({"scene": "programmes", "unit": view.unit, "theme": colours().name})
        return f"{self.site.prefix}/wall?{said}"


def _own(view: InitiativesView) -> list[InitiativeView]:
    """Those of the unit itself: units below have their own place on the page."""
    return [each for each in view.initiatives if each.unit == view.unit]


def _mark(each: InitiativeView) -> Markup:
    words = word_of(each.standing)
    return picture(badge(state_of(each.standing), colours(), 22, 22, 44, word=words), 44, 44, words)
