"""The page of dated events: what happened, and the form that records it or puts it right."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from markupsafe import Markup

from hub.domain.events import EventKind, Span
from hub.domain.rights import Right, holds
from hub.drawing import event_mark
from hub.errors import Invalid, NotFound
from hub.snapshot.dated import EventView
from hub.snapshot.events import Sought, event, events, kpi_choices, unit_choices
from hub.snapshot.timeline import ALL_EVENTS
from hub.snapshot.views import KpiView, Need
from hub.web.fleet import VISIBILITY
from hub.web.pictures import mark_of, picture
from hub.web.site import Site, colours

ON_A_PAGE = 25
FILTERS = tuple(asdict(Sought()))
OTHERS = frozenset({"after", "theme", "event"})


@dataclass(frozen=True)
class Listed:
    """An event as the page lists it, with the KPIs it is about as they stand now."""

    event: EventView
    when: str
    away: str
    standing: str
    kpis: tuple[KpiView, ...]
    ours: bool  # whether who asks may put it right


@dataclass(frozen=True)
class Filled:
    """Days and times of an event as a form has them."""

    starts_day: str = ""
    starts_at: str = ""
    ends_day: str = ""
    ends_at: str = ""


def mount(blueprint: Blueprint, site: Site) -> None:
    blueprint.add_url_rule("/events", view_func=EventPages(site).events)


class EventPages:
    """The views of one mounted hub."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hub = site.hub

    def events(self) -> str:
        """Events, the latest first, and the form for one. Raises Invalid, and NotFound for one
        that is to be put right and is not there."""
        sought, after = _sought(request.args), request.args.get("after") or None
        asked = request.args.get("event", "")
        with self.hub.store.read() as session:
            found, more = events(session, sought, ON_A_PAGE, after)
            units, kpis = unit_choices(session), kpi_choices(session)
            chosen = self._chosen(event(session, asked)) if asked else None
        rows = self._rows(found)
        return render_template(
            "events.html",
            title="Events",
            rows=rows,
            sought=sought,
            narrowed=any(asdict(sought).values()),
            units=units,
            ours=[unit for unit in units if self.site.may(Right.NOTE, unit.key)],
            kpis=kpis,
            kinds=tuple(EventKind),
            chosen=chosen,
            filled=filled(chosen.span) if chosen else Filled(),
            visibility=VISIBILITY,
            may_record=holds(self.site.actor(), Right.NOTE),
            older=self._address(sought, more) if more else None,
            newest=self._address(sought, None) if after else None,
            mark=lambda kpi: mark_of(kpi, colours()),
            sign=sign,
            topics=sorted({ALL_EVENTS, *(f"kpi:{kpi.key}" for row in rows for kpi in row.kpis)}),
            **self.site.layout(),
        )

    def _chosen(self, found: EventView | None) -> EventView:
        if found is None:
            raise NotFound("There is no such event, or not any more.")
        self.site.demand(Right.NOTE, found.unit)
        return found

    def _rows(self, found: tuple[EventView, ...]) -> list[Listed]:
        keys = frozenset(key for each in found for key in each.kpis)
        kpis = self.hub.snapshot(Need(kpis=keys)).kpis if keys else {}
        now = self.hub.now()
        return [
            Listed(
                each,
                each.span.words(now.astimezone(each.span.zone).date()),
                each.span.away(now),
                each.span.standing(now),
                tuple(kpis[key] for key in each.kpis if key in kpis),
                self.site.may(Right.NOTE, each.unit),
            )
            for each in found
        ]

    def _address(self, sought: Sought, after: str | None) -> str:
        said = {name: value for name, value in asdict(sought).items() if value}
        said |= {"after": after} if after else {}
        said |= {"theme": theme} if (theme := colours().name) != "light" else {}
        return f"{self.site.prefix}/events{f'?{urlencode(said)}' if said else ''}"


def filled(span: Span) -> Filled:
    """The fields of a form for this time: days alone where it is dated by them."""
    starts = span.starts.astimezone(span.zone)
    ends = span.ends.astimezone(span.zone) if span.ends else None
    if span.by_days:
        return Filled(_day(span.first), "", _day(span.last) if ends else "", "")
    return Filled(
        _day(starts.date()), _clock(starts.time()),
        _day(ends.date()) if ends else "", _clock(ends.time()) if ends else "",
    )  # fmt: skip


def _day(day: date) -> str:
    return day.isoformat()


def _clock(clock: time) -> str:
    return f"{clock:%H:%M}"


def sign(kind: EventKind) -> Markup:
    """The mark of a kind, as a picture."""
    return picture(event_mark(kind, colours(), 16, 16, 32, ink="ink"), 32, 32, kind.word)


def _sought(said: Mapping[str, Any]) -> Sought:
    if strange := sorted(said.keys() - {*FILTERS, *OTHERS}):
        raise Invalid(f"{', '.join(strange)}: events cannot be sought by that")
    return Sought(**{name: said.get(name, "").strip() for name in FILTERS})
