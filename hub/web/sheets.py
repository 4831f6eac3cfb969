"""The page of a KPI's definition sheet: to read, to edit in place, and to print on one A4."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template
from markupsafe import Markup

from hub.commands import mandates
from hub.commands.command import lineage
from hub.commands.scorecard_items import standing, stored
from hub.displays.paper import order
from hub.domain.definition import completeness, teeth
from hub.domain.explanation import exact
from hub.domain.periods import EXAMPLE, Frequency, parse
from hub.domain.rights import Right, may
from hub.domain.sheet_words import groups
from hub.drawing import LIGHT
from hub.drawing.marks.share_ring import share_ring
from hub.drawing.marks.status_scale import scale_height, status_scale
from hub.drawing.marks.target_stair import target_stair
from hub.drawing.printing import to_pdf
from hub.errors import NotFound
from hub.snapshot import desk
from hub.snapshot.edits import edits
from hub.snapshot.sheets import explained
from hub.snapshot.taking import take
from hub.snapshot.views import KpiView, Need, Snapshot
from hub.web.pictures import mark_of, picture
from hub.web.sheet_form import Form
from hub.web.site import Site, colours

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SCENE = "definition_sheet"
SCALE = (680.0, 21.0)  # px of the bar, and of the text on it
STAIR = (680.0, 118.0)
RING = 132.0


def mount(blueprint: Blueprint, site: Site) -> None:
    pages = SheetPages(site)
    blueprint.add_url_rule("/kpis/<kpi>", "sheet", pages.sheet)
    blueprint.add_url_rule("/kpis/<kpi>/sheet.pdf", "sheet_pdf", pages.pdf)


class SheetPages:
    """The views of one mounted hub."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hub = site.hub

    def pdf(self, kpi: str) -> Response:
        """The sheet on one page of A4, always in the light theme."""
        printed = order(self.hub.displays[SCENE], LIGHT, None)
        with self.site.press.turn():
            made = to_pdf(list(self.hub.pages(SCENE, {"kpi": kpi}, printed.frame)), printed.paper)
        response = Response(made, content_type="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="{kpi}.pdf"'
        response.headers["Cache-Control"] = "no-cache, private"
        return response

    def sheet(self, kpi: str) -> str:
        """The sheet, its score, the status explained, and who changed what."""
        need = Need(kpis=frozenset({kpi}))
        with self.hub.store.read() as session:  # all of one moment, and its version
            snapshot = take(session, need, self.hub.now())
            view = snapshot.kpis[kpi]
            form, rebases = _form(session, view)
            editable = may(self.site.actor(), Right.EDIT, lineage(session, view.unit))
            history = edits(session, kpi, timedelta(seconds=self.site.shift))
        zone = ZoneInfo(snapshot.time_zone)
        today = snapshot.as_of.astimezone(zone).date()
        assert view.sheet is not None  # asked for by key
        told = explained(view, snapshot)
        return render_template(
            "sheet.html",
            title=view.title,
            kpi=view,
            sheet=view.sheet,
            groups=groups(view.sheet),
            form=form.groups(),
            score=completeness(view.sheet),
            teeth=teeth(view.sheet),
            told=told,
            word=_words(snapshot, view),
            kpi_mark=mark_of(view, colours()),
            ring=_ring(view),
            scale=_scale(view, snapshot),
            stair=_stair(view, today),
            shown=lambda value: exact(view.format, value),
            rebases=rebases,
            period_hint=EXAMPLE[view.frequency],
            live=view.frequency is Frequency.LIVE,
            history=history,
            editable=editable,
            today=today,
            topics=sorted(need.topics()),
            zone=zone,
            **self.site.layout(),
        )


def _form(session: "Session", view: KpiView) -> tuple[Form, list[dict[str, Any]]]:
    """The form as it stands now, and the KPI's rebases with the titles of their periods."""
    row = stored(session, "kpi", view.key)
    if row is None:
        raise NotFound(f"There is no KPI called {view.key!r}.")
    fields = standing(session, "kpi", row).fields
    locked = frozenset(mandates.LOCKED) if row.mandated_by else frozenset()
    objectives = desk.objectives(session, row.unit_key, fields["objectives"])
    form = Form(
        fields,
        tuple((choice.key, choice.title) for choice in objectives),
        tuple((choice.key, choice.title) for choice in desk.lenses(session)),
        locked,
    )
    return form, [{**r, "title": parse(r["period"]).title} for r in row.rebases]


def _words(snapshot: Snapshot, view: KpiView) -> dict[str, str]:
    legend = snapshot.legend.of(view)
    return {"green": legend.green, "amber": legend.amber, "red": legend.red}


def _ring(view: KpiView) -> Markup:
    assert view.sheet is not None
    found = completeness(view.sheet)
    words = f"{found.filled} of {found.required} required fields are filled"
    half = RING / 2
    drawn = share_ring(
        found.share, colours(), half, half, RING, words=words, shown=f"{found.percent}%"
    )
    return picture(drawn, int(RING), int(RING), words)


def _scale(view: KpiView, snapshot: Snapshot) -> Markup | str:
    """The zones as a bar, with the figure on it; nothing where there is no status."""
    told = explained(view, snapshot)
    wide, size = SCALE
    drawn = status_scale(told, view.format, colours(), 4, 0, wide - 8, size, value=view.value)
    if drawn is None:
        return ""
    return picture(drawn, int(wide), int(scale_height(size)), "Where a figure has which status")


def _stair(view: KpiView, today: date) -> Markup | str:
    assert view.sheet is not None
    wide, high = STAIR
    drawn = target_stair(
        view.sheet.targets,
        view.format,
        view.frequency,
        colours(),
        4,
        0,
        wide - 8,
        high,
        today=today,
        size=21,
    )
    return picture(drawn, int(wide), int(high), "Targets by date") if drawn else ""
